"""Layers that Keras 3 no longer has, or that came from other packages, made of layers that it has: exactly what they computed.

Does not belong here: layers that only changed their name (spelling). Invariants: the construct has as many weights as the
layer had; a layer that is called again uses the same weights; where a size is not known, the layer stays a placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.convert.from_code.layers import call_layer, make_layer
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import one, record_op
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.values import Layer, Tensor, Unknown
from core.convert.imported import Upgrade
from core.texts import text

_POSITIONS: Mapping[str, tuple[str, ...]] = {
    "Highway": ("init", "activation"),
    "MaxoutDense": ("output_dim", "nb_feature", "init"),
    "LocallyConnected1D": ("filters", "kernel_size", "strides", "padding"),
    "LocallyConnected2D": ("filters", "kernel_size", "strides", "padding"),
}
_NAMES = {
    "init": "kernel_initializer",
    "kernel_init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "subsample": "strides",
    "subsample_length": "strides",
    "border_mode": "padding",
    "dim_ordering": "data_format",
}
_WEIGHTS = (
    "kernel_initializer bias_initializer kernel_regularizer bias_regularizer kernel_constraint bias_constraint".split()
)


def is_departed(class_name: str) -> bool:
    """True for a layer that may be made of others."""
    return class_name in _POSITIONS


def remember_settings(layer: Layer, class_name: str, args: list[Any], kwargs: Mapping[str, Any]) -> None:
    """Keep what the layer was made with, in today's words."""
    given = {**dict(zip(_positions(class_name, args), args, strict=False)), **kwargs}
    if {"nb_row", "nb_col"} <= set(given):
        given["kernel_size"] = (given.pop("nb_row"), given.pop("nb_col"))
    layer.departed = {"class": class_name, **{_NAMES.get(key, key): value for key, value in given.items()}}


def _positions(class_name: str, args: list[Any]) -> tuple[str, ...]:
    if class_name == "LocallyConnected2D" and len(args) > 2 and all(isinstance(value, int) for value in args[:3]):
        return ("filters", "nb_row", "nb_col", "kernel_initializer", "activation")
    return _POSITIONS[class_name]


def replaced(m: Machine, layer: Layer, args: list[Any], line: int) -> Any:
    """What a call of the layer gives, made of layers of Keras 3; None where it stays a placeholder."""
    given = layer.departed
    x = one(args[0]) if len(args) == 1 else None
    if given is None or not isinstance(x, Tensor) or layer.calls:
        return None
    if any(isinstance(value, Unknown) for value in given.values()):
        return None
    made = _MAKERS[given["class"]](m, layer, given, x, line)
    if made is None:
        return None
    if layer in m.layers:
        m.layers.remove(layer)
        parts = ", ".join(part.class_name for part in layer.parts.values())
        m.upgrades[Upgrade(str(layer.name), str(given["class"]), text("{parts} and operations", parts=parts))] = None
    return made


def _part(m: Machine, layer: Layer, key: str, class_name: str, settings: dict[str, Any], line: int) -> Layer:
    """A layer of the construct: made at the first call, used again by the next."""
    if key not in layer.parts:
        name = {"name": f"{layer.name}_{key}" if key else layer.name} if layer.has_name else {}
        made = make_layer(m, class_name, [], {**settings, **name}, line, "")
        if layer.trainable is False:
            made.params["trainable"] = False
        layer.parts[key] = made
    return layer.parts[key]


def _dense(given: Mapping[str, Any], units: int) -> dict[str, Any]:
    settings = {key: given[key] for key in (*_WEIGHTS, "use_bias", "activation", "trainable") if key in given}
    return {"units": units, **settings}


def _highway(m: Machine, layer: Layer, given: Mapping[str, Any], x: Tensor, line: int) -> Any:
    """t * h(x) + (1 - t) * x with t = sigmoid(x W + b): b began as 1, or as ``transform_bias``."""
    shape = shape_of(x)
    units = shape[-1] if shape else None
    if not isinstance(units, int):
        return None
    begin = given.get("transform_bias")
    start = make_constant(m, begin) if isinstance(begin, (int, float)) else "ones"
    gate_settings = {**_dense(given, units), "activation": "sigmoid"}
    if given.get("use_bias", True) is not False:
        gate_settings["bias_initializer"] = start
    changed = call_layer(m, _part(m, layer, "", "Dense", _dense(given, units), line), [x], {}, line)
    gate = call_layer(m, _part(m, layer, "gate", "Dense", gate_settings, line), [x], {}, line)
    passed = record_op(m, "subtract", {"x1": 1.0, "x2": gate}, line)
    sides = [
        record_op(m, "multiply", {"x1": gate, "x2": changed}, line),
        record_op(m, "multiply", {"x1": passed, "x2": x}, line),
    ]
    return record_op(m, "add", {"x1": sides[0], "x2": sides[1]}, line)


def make_constant(m: Machine, value: float) -> Any:
    """The initializer that begins with this number."""
    from core.convert.from_code.settings import make_settings

    return make_settings(m, "keras.initializers.Constant", [value], {}, m.line)


def _maxout(m: Machine, layer: Layer, given: Mapping[str, Any], x: Tensor, line: int) -> Any:
    """max over k of (x W_k + b_k): a Dense of all features, then the largest of each group."""
    units, features = given.get("output_dim"), given.get("nb_feature", 4)
    if not isinstance(units, int) or not isinstance(features, int):
        return None
    settings = {key: value for key, value in _dense(given, units * features).items() if key != "activation"}
    value = call_layer(m, _part(m, layer, "", "Dense", settings, line), [x], {}, line)
    shaped = _part(m, layer, "features", "Reshape", {"target_shape": (features, units)}, line)
    value = call_layer(m, shaped, [value], {}, line)
    return call_layer(m, _part(m, layer, "max", "GlobalMaxPooling1D", {}, line), [value], {}, line)


def _sizes(value: Any, count: int) -> tuple[int, ...] | None:
    row = (value,) * count if isinstance(value, int) else tuple(value) if isinstance(value, (list, tuple)) else ()
    return row if len(row) == count and all(isinstance(size, int) and size > 0 for size in row) else None


def _locally_connected(m: Machine, layer: Layer, given: Mapping[str, Any], x: Tensor, line: int) -> Any:
    """A kernel of its own at each position: the patches of the image, and an EinsumDense over them."""
    flat = given["class"] == "LocallyConnected1D"
    shape = shape_of(x)
    size, strides = (_sizes(given.get(key, 1), 1 if flat else 2) for key in ("kernel_size", "strides"))
    filters = given.get("filters")
    known = shape is not None and len(shape) == (3 if flat else 4) and None not in shape[1:]
    ordered = given.get("data_format") in (None, "channels_last", "tf") and not m.channels_first
    if not known or not ordered or size is None or strides is None or not isinstance(filters, int):
        return None
    if given.get("padding", "valid") != "valid" or shape is None:
        return None
    lengths = [length or 0 for length in shape[1:-1]]
    places = [(length - width) // step + 1 for length, width, step in zip(lengths, size, strides, strict=True)]
    if min(places) < 1:
        return None
    value: Any = record_op(m, "expand_dims", {"x": x, "axis": 2}, line) if flat else x
    if flat:
        size, strides, places = (*size, 1), (*strides, 1), [*places, 1]
    cut = {"size": size, "strides": strides, "padding": "valid"}
    value = record_op(m, "image.extract_patches", {"images": value, **cut}, line)
    settings = {key: given[key] for key in (*_WEIGHTS, "activation", "trainable") if key in given}
    settings.update({"equation": "bhwk,hwkf->bhwf", "output_shape": (*places, filters)})
    if given.get("use_bias", True) is not False:
        settings["bias_axes"] = "hwf"
    value = call_layer(m, _part(m, layer, "", "EinsumDense", settings, line), [value], {}, line)
    return record_op(m, "squeeze", {"x": value, "axis": 2}, line) if flat else value


_MAKERS = {
    "Highway": _highway,
    "MaxoutDense": _maxout,
    "LocallyConnected1D": _locally_connected,
    "LocallyConnected2D": _locally_connected,
}
