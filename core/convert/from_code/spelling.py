"""The arguments of a layer by the names that Keras 3 has for them, whatever version of Keras the code was written for.

Binds positions as that version had them, renames, and says what was changed. Does not belong here: values (parameters),
configs in files (core.convert.legacy), whose tables are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.values import Layer, Path, Settings, Unknown
from core.convert.legacy.gone import GONE
from core.convert.legacy.names import BY_CLASS, CLASSES, COMMON, DATA_FORMATS, KERNEL_SIZE, SPEED_ONLY
from core.texts import text

# Keras 1: what went by position, in order, where it is not what goes by position today.
_CONV = ("init", "activation", "weights", "border_mode", "subsample", "dim_ordering", "W_regularizer")
_FIRST: Mapping[str, tuple[str, ...]] = {
    "Convolution1D": ("nb_filter", "filter_length", *_CONV),
    "AtrousConvolution1D": ("nb_filter", "filter_length", *_CONV),
    "Convolution2D": ("nb_filter", "nb_row", "nb_col", *_CONV),
    "AtrousConvolution2D": ("nb_filter", "nb_row", "nb_col", *_CONV),
    "SeparableConvolution2D": ("nb_filter", "nb_row", "nb_col", *_CONV),
    "Deconvolution2D": ("nb_filter", "nb_row", "nb_col", "output_shape", *_CONV),
    "Convolution3D": ("nb_filter", "kernel_dim1", "kernel_dim2", "kernel_dim3", *_CONV),
    "TimeDistributedDense": ("output_dim", "init", "activation"),
    "Merge": ("layers", "mode", "concat_axis", "dot_axes", "output_shape"),
}
_RENAMES: Mapping[str, str] = {
    **COMMON,
    "output_dim": "units",
    "nb_filters": "filters",
    "kernel_dim": "kernel_size",
    "stride": "strides",
    "pool_length": "pool_size",
    "p": "rate",
    "sigma": "stddev",
    "concat_axis": "axis",
    "length": "size",
    "theta": "threshold",
}
"""Each counts only where the layer has no such parameter today."""
_DEPTHWISE = {
    "init": "depthwise_initializer",
    "kernel_initializer": "depthwise_initializer",
    "kernel_regularizer": "depthwise_regularizer",
    "kernel_constraint": "depthwise_constraint",
}
_OWN_RENAMES: Mapping[str, Mapping[str, str]] = {
    **BY_CLASS,
    "DepthwiseConv2D": _DEPTHWISE,
    "SeparableConv2D": _DEPTHWISE,
    "Dot": {"dot_axes": "axes"},
}
_GONE: Mapping[str, str] = {
    **SPEED_ONLY,
    "time_major": text("the batch is always the first axis"),
    "virtual_batch_size": "Keras 3 has none",
    "mode": text("Keras 3 has one way only"),
    "weights": text("weights are not held in a project"),
    "dynamic": text("every layer may have code of its own"),
    "adjustment": "Keras 3 has none",
    "forget_bias_init": text("unit_forget_bias is set anyway"),
    "mask": text("Keras 3 passes masks by itself"),
    "experimental_compile": "Keras 3 has none",
    "dropout_dim": "Keras 3 has none",
    "embeddings_metadata": "Keras 3 has none",
    "input_shape_type": "Keras 3 has none",
}
_VALUES: Mapping[str, Mapping[Any, Any]] = {"data_format": {**DATA_FORMATS, "default": None}}
_REASONS: Mapping[str, str] = {
    **GONE,
    "Highway": text("Keras 3 has no Highway layer, a Dense layer with a gate that lets its input pass"),
    "MaxoutDense": text("Keras 3 has no MaxoutDense, the largest of several Dense layers"),
    "Merge": text("The layers that Merge joins, or how, are not known"),
}
_KNOWN = frozenset(
    {
        "name",
        "trainable",
        "dtype",
        "input_shape",
        "batch_input_shape",
        "input_dim",
        "input_length",
        "input_dtype",
        "batch_size",
    }
)
_ORDERED = (
    *("Conv", "Max", "Average", "Global", "Depthwise", "Separable"),
    *(f"{name}{count}D" for name in ("UpSampling", "ZeroPadding", "Cropping") for count in (2, 3)),
)
_CLASSES: Mapping[str, str] = {**CLASSES, "Input": "InputLayer", "Layer": "Identity"}
"""The bare Layer of Keras 0 to 2 let everything pass; people began models with one, for its input_shape."""


@dataclass(slots=True)
class Spelled:
    """A layer in today's words; ``reason`` says why there is none, when ``class_name`` is not known today."""

    class_name: str
    params: dict[str, Any]
    changes: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reason: str = ""


def is_layer_class(m: Machine, name: str) -> bool:
    """True for a layer class of any version of Keras."""
    return name in _CLASSES or name in _REASONS or m.catalog.get(f"keras.layers.{name}") is not None


def spell(m: Machine, class_name: str, args: list[Any], kwargs: Mapping[str, Any], home: str) -> Spelled:
    """The class and its named parameters in the words of Keras 3."""
    now = _CLASSES.get(class_name, class_name)
    spec = m.catalog.get(f"keras.layers.{now}")
    spelled = Spelled(now, {})
    if spec is None:
        spelled.reason = _REASONS.get(class_name) or text("Keras 3 has no layer {class_name!r}", class_name=class_name)
        return spelled
    if class_name != now and "Pool" not in class_name:
        spelled.changes.append((class_name, now))
    params = {param.name: param for param in spec.params}
    names = _positions(m, class_name, now, args, kwargs, home, tuple(params))
    given: dict[str, Any] = dict(zip(names, args, strict=False))
    if len(args) > len(names):
        spelled.notes.append(
            text(
                "it is given {count} values by position; those after {known} are left out.",
                count=len(args),
                known=len(names),
            )
        )
    given.update(kwargs)
    _join_kernel(given, spelled, class_name)
    if class_name == "Deconvolution2D" and given.pop("output_shape", None) is not None:
        spelled.changes.append(("output_shape", text("removed: it follows from the other settings")))
    if now.startswith("AveragePooling") and not {"pool_size", "pool_length"} & set(given):
        given["pool_size"] = 2  # the default that Keras had until it asked for a size
        spelled.changes.append((f"{class_name}()", "pool_size=2"))
    if class_name == "ThresholdedReLU":
        given.setdefault("theta", 1.0)
    renames = {**_RENAMES, **_OWN_RENAMES.get(now, {})}
    for key, value in given.items():
        if key == "output_dim" and now == "Embedding":
            spelled.params[key] = value
        elif key in params or key in _KNOWN:
            spelled.params[key] = _modern(m, key, value, key, spelled)
        elif (new := renames.get(key)) in params and new is not None:
            if key not in ("alpha", "theta", "kernel_initializer", "kernel_regularizer"):
                m.keras1 = True
            spelled.params[new] = _modern(m, new, value, key, spelled)
        elif now in ("ReLU", "LeakyReLU") and key == "alpha":
            spelled.params["negative_slope"] = _modern(m, "negative_slope", value, key, spelled)
        elif key in _GONE:
            spelled.changes.append((f"{key}={_shown(value)}", f"removed: {_GONE[key]}"))
        else:
            spelled.params[key] = value
    _channels_first(m, spelled, params)
    return spelled


def _modern(m: Machine, key: str, value: Any, old: str, spelled: Spelled) -> Any:
    made = value
    if isinstance(value, str):
        made = _VALUES.get(key, {}).get(value, value)
        if key.endswith("activation"):
            made = {"swish": "silu"}.get(value, value) if not m.verbatim else value
        elif key.endswith("initializer") and m.catalog.find_object("initializer", value) is None:
            made = {"zero": "zeros", "one": "ones"}.get(value, value)
    if key == "strides" and isinstance(value, int) and old == "stride":
        made = value
    if old != key or (isinstance(made, str) and made != value):
        spelled.changes.append((f"{old}={_shown(value)}", f"{key}={_shown(made)}"))
    return made


def _join_kernel(given: dict[str, Any], spelled: Spelled, class_name: str) -> None:
    """``nb_row, nb_col`` are the two numbers of ``kernel_size``."""
    for names in KERNEL_SIZE:
        if all(name in given for name in names):
            sizes = tuple(given.pop(name) for name in names)
            given["kernel_size"] = sizes
            old = ", ".join(f"{name}={_shown(size)}" for name, size in zip(names, sizes, strict=True))
            spelled.changes.append((old, f"kernel_size=({', '.join(map(_shown, sizes))})"))


def _channels_first(m: Machine, spelled: Spelled, params: Mapping[str, Any]) -> None:
    """The order of the axes that the whole program uses, at a layer that does not say its own."""
    if "data_format" not in params or not spelled.class_name.startswith(_ORDERED) or m.verbatim:
        return
    if "data_format" in spelled.params and spelled.params["data_format"] is not None:
        return
    shape = spelled.params.get("input_shape")
    if isinstance(shape, (list, tuple)):
        note_shape(m, tuple(shape), m.line)
    if m.channels_first:
        spelled.params["data_format"] = "channels_first"


def note_shape(m: Machine, shape: tuple[Any, ...], line: int) -> None:
    """Programs for Keras 1 gave images as (3, 32, 32): the colours first, as Theano had it."""
    if m.channels_said or m.channels_told or not m.keras1 or len(shape) not in (3, 4):
        return
    first, *rest = shape
    if first in (1, 3, 4) and all(isinstance(size, int) and size > 4 for size in rest):
        m.channels_late = not m.channels_first and any(layer.class_name.startswith(_ORDERED) for layer in m.layers)
        m.channels_first = m.channels_told = True
        m.note(
            text(
                "The shape {shape} has its channels first, as was usual in Keras 1; data_format='channels_first' "
                "is set.",
                shape=shape,
            ),
            line,
        )


def _positions(
    m: Machine,
    class_name: str,
    now: str,
    args: list[Any],
    kwargs: Mapping[str, Any],
    home: str,
    params: tuple[str, ...],
) -> tuple[str, ...]:
    """What the values by position are, in the version of Keras that the code was written for."""
    old = _FIRST.get(class_name)
    if old is not None and not _is_modern_conv(class_name, args):
        m.keras1 = True
        return old
    plain = tuple(name for name in params if name not in ("trainable", "dtype"))
    integers = [isinstance(value, int) and not isinstance(value, bool) for value in args]
    if now in ("Conv2D", "Conv3D") and sum(integers) == len(args) == 1 + int(now[4]) and "tensorflow" not in home:
        words = {"padding", "strides", "data_format", "kernel_size", "filters"} & set(kwargs)
        if now == "Conv3D" or (m.keras1 and not words):
            return _FIRST[f"Convolution{now[4]}D"]
    if now == "Dense" and len(args) > 1:
        if integers[1]:
            m.keras1 = True
            return ("input_dim", "units", "kernel_initializer", "activation")
        if isinstance(args[1], str) and m.catalog.find_object("activation", args[1]) is None:
            return ("units", "kernel_initializer", "activation")
    if now in ("LSTM", "GRU", "SimpleRNN") and len(args) > 1 and integers[0] and integers[1]:
        m.keras1 = True
        return ("input_dim", "units")
    return plain


def _is_modern_conv(class_name: str, args: list[Any]) -> bool:
    """``Convolution2D(32, (3, 3))``: the old name stayed as an alias."""
    return (len(args) < 3 and class_name.endswith("2D")) or (len(args) > 1 and isinstance(args[1], (tuple, list)))


def _shown(value: Any) -> str:
    """A value in the report."""
    if isinstance(value, Settings):
        inner = ", ".join(f"{key}={_shown(item)}" for key, item in value.params.items())
        return f"{value.type.rpartition('.')[2]}({inner})"
    if isinstance(value, Path):
        return value.last
    if isinstance(value, Layer):
        return f"{value.class_name}(...)"
    if isinstance(value, Unknown):
        return value.name or "?"
    text = repr(value) if isinstance(value, (str, int, float, bool, tuple, list, type(None))) else "..."
    return text if len(text) <= 60 else text[:57] + "..."
