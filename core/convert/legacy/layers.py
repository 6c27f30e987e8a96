"""One layer of Keras 1 or 2 as one or more layers of Keras 3.

Does not belong here: settings that only changed their spelling (settings, names), models (models), calls (functional).
Invariant: a layer that Keras 3 does not have and that cannot be expressed exactly keeps its class and config.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.convert.legacy import gone, merging, names, objects, recurrent
from core.convert.legacy.dialect import LAYERS, Part, chain, layer, placeholder
from core.convert.legacy.settings import Context, accepted, plain, upgrade_settings
from core.errors import ConversionError
from core.texts import text

Inner = Callable[[Any, str], dict[str, Any]]
"""Upgrades a layer or model inside another layer's settings; gets its entry and the name of the layer around it."""

_WRAPPERS = {"TimeDistributed": ("layer",), "Bidirectional": ("layer", "backward_layer"), "RNN": ("cell",)}
_MORE_WRAPPERS = {"StackedRNNCells": ("cells",), "SpectralNormalization": ("layer",)}
_CONVOLUTIONS = ("Conv", "SeparableConv", "DepthwiseConv", "LocallyConnected")
_IMAGE_SIZES = ("UpSampling2D", "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D", "Cropping2D", "Cropping3D")


def upgrade_layer(
    class_name: str, config: dict[str, Any], name: str, context: Context, inner: Inner
) -> tuple[Part, ...]:
    """The parts that stand for one layer. ConversionError for settings that cannot be read."""
    config = plain(config)
    if not isinstance(config, dict):
        raise ConversionError(
            text(
                "The settings of {name!r} cannot be read: expected a mapping, got {config!r}.",
                name=name,
                config=str(config)[:80],
            )
        )
    short = class_name.rsplit(">", 1)[-1].rsplit(".", 1)[-1] if class_name.startswith("Keras") else class_name
    if short == "Merge":
        return (merging.merge(config, name, context),)
    if short == "Lambda":
        return (placeholder(short, {**config, "name": name}, gone.LAMBDA),)
    if short in gone.GONE:
        return (placeholder(class_name, {**config, "name": name}, gone.GONE[short]),)
    new_class = names.CLASSES.get(short, short)
    if short == "MaxoutDense":
        return _maxout(config, name, context)
    if short in names.APPLICATION_LAYERS:
        module, keys = names.APPLICATION_LAYERS[short]
        if set(config) - {"name", "trainable", "dtype"} == keys:
            made = upgrade_settings(short, short, config, name, context)
            return (Part(module, short, made, registered_name=short),)
    if context.catalog.get(f"{LAYERS}.{new_class}") is None and new_class not in recurrent.CELLS:
        return (placeholder(class_name, {**config, "name": name}, None),)
    made = upgrade_settings(short, new_class, config, name, context)
    for key in {**_WRAPPERS, **_MORE_WRAPPERS}.get(new_class, ()):
        made[key] = _inner(config.get(key), name, inner)
    if new_class in recurrent.LAYERS or new_class in recurrent.CELLS:
        recurrent.adjust(short, new_class, config, made, context)
    rule = _RULES.get(new_class)
    if rule is not None:
        replaced = rule(short, config, made, context)
        if replaced is not None:
            return replaced
    if new_class.startswith(_CONVOLUTIONS):
        _convolution(short, new_class, config, made, context)
    return (layer(new_class, accepted(new_class, made, name, context)),)


def _inner(data: Any, name: str, inner: Inner) -> Any:
    if isinstance(data, list):
        return [_inner(item, name, inner) for item in data]
    return None if data is None else inner(data, name)


def _convolution(old: str, new: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    name = made["name"]
    if "init" in config and new.startswith("SeparableConv"):
        start = made.pop("kernel_initializer", None)
        made["depthwise_initializer"] = made["pointwise_initializer"] = start
    if "output_shape" in config and new.endswith("Transpose"):
        context.record.removed(name, "output_shape", config["output_shape"], "Keras 3 computes it")
        made.pop("output_shape", None)
    if made.get("groups") == 1 and not new.startswith("Conv"):
        made.pop("groups")
    for key in ("kernel_initializer", "kernel_regularizer", "kernel_constraint", "filters"):
        # tf.keras wrote settings that these layers inherited and never used.
        if new.startswith(("SeparableConv", "DepthwiseConv")) and key not in ("filters",):
            made.pop(key, None)
    if new.startswith("DepthwiseConv"):
        made.pop("filters", None)
    if context.keras1:
        context.record.weight(name, "keras1")
        if config.get("dim_ordering") == "th":
            context.record.weight(name, "th_kernel")
    if context.backend == "theano":
        context.record.weight(name, "theano_flip")
    if made.get("data_format") == "channels_first":
        context.record.weight(name, "channels_first")


def _maxout(config: dict[str, Any], name: str, context: Context) -> tuple[Part, ...]:
    """max over k of (x W_k + b_k): a Dense of all features, then the largest of each group."""
    units, features = config.get("output_dim"), config.get("nb_feature", 4)
    if not isinstance(units, int) or not isinstance(features, int):
        return (
            placeholder(
                "MaxoutDense", {**config, "name": name}, text("MaxoutDense was the largest of several Dense layers.")
            ),
        )
    inner = {**config, "output_dim": units * features}
    inner.pop("nb_feature", None)
    made = upgrade_settings("MaxoutDense", "Dense", inner, name, context)
    context.record.changed(
        name, f"MaxoutDense(output_dim={units}, nb_feature={features})", "Dense, Reshape and GlobalMaxPooling1D"
    )
    context.record.weight(name, f"maxout:{features}")
    return chain(
        layer("Dense", accepted("Dense", made, name, context)),
        layer("Reshape", {"name": f"{name}_features", "target_shape": [features, units]}),
        layer("GlobalMaxPooling1D", {"name": f"{name}_max"}),
    )


def _input(_old: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> tuple[Part, ...]:
    shape = made.get("batch_shape")
    if shape is None and isinstance(config.get("input_shape"), list):
        shape = [None, *config["input_shape"]]
    made["batch_shape"] = shape
    made["dtype"] = objects.dtype_of(made.get("dtype")) or "float32"
    for key in ("sparse", "ragged", "optional"):
        made[key] = bool(made.get(key))
    made.pop("trainable", None)
    return (layer("InputLayer", accepted("InputLayer", made, made["name"], context)),)


def _batch_normalization(
    old: str, config: dict[str, Any], made: dict[str, Any], context: Context
) -> tuple[Part, ...] | None:
    name, record = made["name"], context.record
    axis = made.get("axis")
    if isinstance(axis, dict):  # tf.keras 1.13 wrote a list as {"0": 3}
        axis = list(axis.values())
    if isinstance(axis, list) and len(axis) == 1:
        record.renamed(name, "axis", "axis", axis, axis[0])
        axis = axis[0]
    made["axis"] = -1 if axis is None else axis
    if old == "SyncBatchNormalization":
        made["synchronized"] = True
    if config.get("renorm"):
        record.note(
            text(
                "Batch renormalization of {name!r} is gone from Keras; its predictions are the same, training is not.",
                name=name,
            )
        )
    if config.get("virtual_batch_size") is not None:
        record.note(
            text(
                "The virtual batch size of {name!r} is gone from Keras; its predictions are the same, training is not.",
                name=name,
            )
        )
    mode = config.get("mode", 0)
    made.pop("mode", None)
    if mode == 1:
        record.changed(name, "BatchNormalization(mode=1)", "LayerNormalization")
        record.note(
            text(
                "{name!r} normalized each sample (mode=1) with epsilon added twice, to the variance and to its "
                "root; LayerNormalization adds it once.",
                name=name,
            )
        )
        record.weight(name, "samplewise")
        kept = {
            key: made[key]
            for key in made
            if key in ("name", "trainable", "epsilon", "gamma_initializer", "beta_initializer")
        }
        return (layer("LayerNormalization", {**kept, "axis": -1}),)
    if mode == 2:
        record.note(
            text(
                "{name!r} normalized by the batch also in prediction (mode=2); BatchNormalization of Keras 3 "
                "uses the moving averages there.",
                name=name,
            )
        )
    if context.keras1:
        record.weight(name, "keras1")
    return None


def _embedding(_old: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    name = made["name"]
    made.pop("input_length", None)
    rate = made.pop("dropout", 0)
    if rate:
        context.record.removed(name, "dropout", rate, text("Keras 3 has no dropout of whole words"))
        context.record.note(
            text(
                "{name!r} dropped whole words while training (dropout={rate}); SpatialDropout1D after it is the "
                "nearest.",
                name=name,
                rate=rate,
            )
        )


def _leaky(_old: str, _config: dict[str, Any], made: dict[str, Any], _context: Context) -> None:
    slope = made.get("negative_slope")
    if isinstance(slope, list) and len(slope) == 1:
        made["negative_slope"] = slope[0]


def _relu(old: str, config: dict[str, Any], made: dict[str, Any], _context: Context) -> tuple[Part, ...] | None:
    threshold = made.get("threshold")
    if old == "ThresholdedReLU":
        made.setdefault("threshold", 1.0)
        if isinstance(threshold, (int, float)) and threshold < 0:
            return (placeholder(old, {**config, "name": made["name"]}, gone.NEGATIVE_THRESHOLD),)
    return None


def _one_axis(_old: str, _config: dict[str, Any], made: dict[str, Any], _context: Context) -> None:
    axis = made.get("axis")
    if isinstance(axis, list) and len(axis) == 1:
        made["axis"] = axis[0]


def _zero_padding(_old: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    padding = config.get("padding")
    name = made["name"]
    new = padding
    if isinstance(padding, dict):
        sides = ("top_pad", "bottom_pad", "left_pad", "right_pad")
        if any(side in padding for side in sides):
            top, bottom, left, right = (padding.get(side, 0) for side in sides)
            new = [[top, bottom], [left, right]]
        else:
            new = [padding.get("left_pad", 0), padding.get("right_pad", 0)]
    elif isinstance(padding, list) and len(padding) == 4 and all(isinstance(item, int) for item in padding):
        new = [padding[:2], padding[2:]]
    context.record.renamed(name, "padding", "padding", padding, new)
    if new is not None:
        made["padding"] = new


def _ruled_activation(
    _old: str, config: dict[str, Any], made: dict[str, Any], _context: Context
) -> tuple[Part, ...] | None:
    function = made.get("activation")
    if isinstance(function, str) and function.startswith("<"):
        return (placeholder("Activation", {**config}, gone.custom_activation(function)),)
    return None


def _activity(_old: str, _config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    if context.keras1 or context.backend != "tensorflow":
        name = made["name"]
        context.record.note(
            text(
                "The activity penalty of {name!r} was summed over the batch; Keras 3 divides by the batch size.",
                name=name,
            )
        )


def _attention(_old: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> tuple[Part, ...] | None:
    if not config.get("causal"):
        made.pop("causal", None)
        return None
    made.pop("causal")
    name = made["name"]
    context.record.changed(name, "causal=True", "use_causal_mask=True in the call")
    kind = "AdditiveAttention" if "Additive" in _old else "Attention"
    part = layer(kind, accepted(kind, made, name, context))
    part.kwargs = {"use_causal_mask": True}
    return (part,)


def _text(_old: str, _config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    mode = {"binary": "multi_hot", "tf-idf": "tf_idf"}.get(str(made.get("output_mode")))
    if mode is not None:
        context.record.renamed(made["name"], "output_mode", "output_mode", made["output_mode"], mode)
        made["output_mode"] = mode
    made.pop("dtype", None)


_Rule = Callable[[str, dict[str, Any], dict[str, Any], Context], "tuple[Part, ...] | None"]
_RULES: dict[str, _Rule] = {
    "InputLayer": _input,
    "BatchNormalization": _batch_normalization,
    "Embedding": _embedding,
    "LeakyReLU": _leaky,
    "ReLU": _relu,
    "LayerNormalization": _one_axis,
    "ZeroPadding1D": _zero_padding,
    "ZeroPadding2D": _zero_padding,
    "Activation": _ruled_activation,
    "ActivityRegularization": _activity,
    "Attention": _attention,
    "AdditiveAttention": _attention,
    "TextVectorization": _text,
    "StringLookup": _text,
    "IntegerLookup": _text,
    "CategoryEncoding": _text,
    "Hashing": _text,
    "Discretization": _text,
}
