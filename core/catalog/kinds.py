"""From a parameter's name, default and help text to its kind: the rules that make a curated table unnecessary.

Keras annotates nothing. About half of its parameters are typed by their default, nearly all others by their name:
``kernel_initializer`` is an initializer wherever it stands. The first rule of ``_RULES`` that fits decides, then the
default, then the words of the help text. Does not belong here: what single classes need (overlay).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from core.catalog.spec import ParamGroup, ParamKind


class Kind(NamedTuple):
    """A kind with what narrows it: the length of tuples, the type of their items, bounds."""

    kind: ParamKind
    length: int = 0
    item: str = "int"
    minimum: float | None = None
    maximum: float | None = None


_FRACTION = re.compile(
    r"between 0 and 1\b|in the range `?\[0, 1\]|fraction of the (input )?units|in \[0,? ?1[)\]]", re.I
)
_POSITIVE = re.compile(r"\bpositive (integer|int)\b", re.I)
_NOT_NEGATIVE = re.compile(r"^\W*(float|a float)?,? ?>= ?0\b|\bnon-?negative (float|number)|\(positive float\)", re.I)
_PAIR = re.compile(r"tuple of (two|2) floats|tuple of size (two|2)|(two|2) floats|tuple of size 2", re.I)
_AXES = re.compile(r"\b(list|tuple|sequence|axes)\b", re.I)
_DIMENSIONS = re.compile(r"([123])D")

# Parameter name (whole match) to kind. Order matters.
_RULES: tuple[tuple[re.Pattern[str], ParamKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r".*_?initializer", ParamKind.INITIALIZER),
        (r".*_?regularizer", ParamKind.REGULARIZER),
        (r".*_?constraint", ParamKind.CONSTRAINT),
        (r".*_?activation", ParamKind.ACTIVATION),
        (r"(.*_)?dtype", ParamKind.DTYPE),
        (r"layer|.*_layer|cell", ParamKind.LAYER),
        (r"layers|cells", ParamKind.LAYERS),
        (r"(inner_)?optimizer", ParamKind.OPTIMIZER),
        (r"learning_rate|schedule", ParamKind.SCHEDULE),
        (r"(target|output|noise|batch|new|input)_?shape|shape|newshape", ParamKind.SHAPE),
        (r"kernel_size|strides?|dilation(_rate)?|pool_size|output_padding|output_size", ParamKind.INT_OR_TUPLE),
        (r"value_range", ParamKind.TUPLE),
        (r"(x_|y_|height_|width_|brightness_|contrast_|saturation_|hue_|addition_|threshold_)factor", ParamKind.RANGE),
        (r"axes|attention_axes|shared_axes|dims|source|destination", ParamKind.AXES),
        (r"vocabulary|bin_boundaries|idf_weights|values|boundaries|vars_to_skip|layers_to_skip", ParamKind.LIST),
        (r"(initial_)?weights|class_weights|loss_weights|mean|variance|thresholds?", ParamKind.ARRAY),
        (r"arguments|renorm_clipping|variables|params|state|headers|embeddings_metadata", ParamKind.MAPPING),
        (r"function|.*_fn|.*_fun|module|method|schedule_fn|pyfunc", ParamKind.FUNCTION),
        (r"on_(epoch|train|test|predict|batch)_.*", ParamKind.FUNCTION),
        (r".*filepath|.*_dir|filename|directory", ParamKind.PATH),
        (r"seed|.*_rank|lora_alpha|.*_iterations|max_tokens|num_.*|.*_length|batch_size", ParamKind.INT),
    )
)
_FLOAT_NAMES = re.compile(
    r"rate|.*_rate|dropout|stddev|.*_dropout|momentum|rho|epsilon|scale|clipnorm|clipvalue|.*_decay"
)
_AT_LEAST_ONE = re.compile(
    r"units|filters|kernel_size|strides?|dilation_rate|pool_size|size|output_size|groups|num_.*|.*_dim|depth_multiplier|"
    r"n|height|width|bins|max_tokens|batch_size|fft_length|frame_length|frame_step|power_iterations|lora_rank|max_number"
)
_MAY_BE_ZERO = frozenset({"num_oov_indices", "num_regressors"})
_ADVANCED = frozenset(
    {
        "dtype", "trainable", "autocast", "seed", "data_format", "lora_rank", "lora_alpha", "quantization_config",
        "gptq_unpacked_column_size", "flash_attention", "use_cudnn", "unroll", "stateful", "synchronized", "sparse",
        "ragged", "input_tensor", "optional", "weights", "renorm", "renorm_clipping", "renorm_momentum", "encoding",
        "salt", "name", "batch_shape", "zero_output_for_mask", "unit_forget_bias", "reset_after", "go_backwards",
        "sliding_window", "use_gate", "noise_shape", "vocabulary_dtype", "oov_method", "reverse_dtype", "training",
    }
)  # fmt: skip


def kind_of(owner: str, name: str, default: Any, required: bool, help_text: str) -> Kind:
    """The kind of parameter ``name`` of the class or function ``owner``; ``ANY`` when nothing tells."""
    dimensions = int(match.group(1)) if (match := _DIMENSIONS.search(owner)) else 0
    kind = _by_rule(owner, name, default, help_text, dimensions)
    if kind is None:
        kind = _by_default(name, default, required, help_text, dimensions)
    minimum, maximum = _bounds(name, kind.kind, help_text)
    return kind._replace(minimum=minimum, maximum=maximum)


def group_of(name: str, kind: ParamKind) -> ParamGroup:
    """The section of the form in which a parameter stands."""
    if kind is ParamKind.INITIALIZER:
        return "initializers"
    if kind in (ParamKind.REGULARIZER, ParamKind.CONSTRAINT):
        return "regularization"
    return "advanced" if name in _ADVANCED else "main"


def _by_rule(owner: str, name: str, default: Any, text: str, dimensions: int) -> Kind | None:
    if name in ("cropping", "padding", "pad_width") and not isinstance(default, str) and dimensions:
        return Kind(ParamKind.BORDERS, dimensions)
    if name == "size" and dimensions:
        return Kind(ParamKind.INT_OR_TUPLE, dimensions)
    if name == "axis":
        return Kind(ParamKind.AXES if _AXES.search(text) else ParamKind.INT)
    if name in ("factor", "scale", "sigma", "alpha") and not isinstance(default, bool) and _PAIR.search(text):
        return Kind(ParamKind.RANGE, item="float")
    for pattern, kind in _RULES:
        if not pattern.fullmatch(name):
            continue
        if isinstance(default, bool) or (isinstance(default, str) and kind not in _TEXT_DEFAULTS):
            return None
        if kind is ParamKind.INT_OR_TUPLE:
            length = dimensions or (len(default) if isinstance(default, tuple) else 0)
            return Kind(kind, length)
        if kind is ParamKind.TUPLE:
            return Kind(kind, len(default) if isinstance(default, tuple) else 0, "float")
        if kind is ParamKind.ARRAY and isinstance(default, (int, float)):
            return None
        if kind is ParamKind.INT and (isinstance(default, float) or _is_word("float", text)):
            return None
        return Kind(kind, item="float" if kind is ParamKind.RANGE else "int")
    return None


_TEXT_DEFAULTS = frozenset(
    {
        ParamKind.INITIALIZER, ParamKind.REGULARIZER, ParamKind.CONSTRAINT, ParamKind.ACTIVATION, ParamKind.DTYPE,
        ParamKind.OPTIMIZER, ParamKind.PATH,
    }
)  # fmt: skip


def _by_default(name: str, default: Any, required: bool, text: str, dimensions: int) -> Kind:
    if isinstance(default, bool):
        return Kind(ParamKind.BOOL)
    if isinstance(default, float):
        return Kind(ParamKind.FLOAT)
    if isinstance(default, int):
        if _is_word("int(eger)?", text):
            return Kind(ParamKind.INT)
        return Kind(ParamKind.FLOAT if _is_word("float", text) or _FLOAT_NAMES.fullmatch(name) else ParamKind.INT)
    if isinstance(default, str):
        return Kind(ParamKind.TEXT)
    if isinstance(default, (tuple, list)) and all(isinstance(item, (int, float)) for item in default):
        item = "float" if any(isinstance(number, float) for number in default) or _PAIR.search(text) else "int"
        return Kind(ParamKind.TUPLE, len(default), item)
    return _by_words(name, text)


def _by_words(name: str, text: str) -> Kind:
    """The kind of a parameter without a telling default: the first type word of its help, then its name."""
    if _FLOAT_NAMES.fullmatch(name):
        return Kind(ParamKind.FLOAT)
    found = [
        (match.start(), kind)
        for word, kind in (
            (r"bool(ean)?|whether|if `true`", ParamKind.BOOL),
            (r"int(eger)?|number of|size of|dimension of|the (maximum|minimum) number", ParamKind.INT),
            (r"float|scalar|fraction|threshold", ParamKind.FLOAT),
            (r"str(ing)?|name of|path", ParamKind.TEXT),
            (r"dict(ionary)?", ParamKind.MAPPING),
            (r"callable|function", ParamKind.FUNCTION),
            (r"(list|tuple|sequence|array) of", ParamKind.LIST),
        )
        if (match := re.search(rf"\b({word})\b", text, re.I))
    ]
    if found:
        return Kind(min(found, key=lambda item: item[0])[1])
    return Kind(ParamKind.INT if _AT_LEAST_ONE.fullmatch(name) else ParamKind.ANY)


def _bounds(name: str, kind: ParamKind, text: str) -> tuple[float | None, float | None]:
    if kind in (ParamKind.INT, ParamKind.INT_OR_TUPLE):
        if name in _MAY_BE_ZERO or name == "output_padding":
            return 0, None
        return (1, None) if _AT_LEAST_ONE.fullmatch(name) or _POSITIVE.search(text) else (None, None)
    if kind is ParamKind.BORDERS:
        return 0, None
    if kind is ParamKind.FLOAT:
        if name in ("rate", "momentum") or name.endswith("dropout") or _FRACTION.search(text):
            return 0.0, 1.0
        return (0.0, None) if name in ("stddev", "epsilon") or _NOT_NEGATIVE.search(text) else (None, None)
    return None, None


def _is_word(word: str, text: str) -> bool:
    return re.search(rf"\b{word}\b", text, re.I) is not None
