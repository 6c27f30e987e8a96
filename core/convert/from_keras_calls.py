"""What one call of a live layer, op or nested model was given, by the names of the call's parameters.

Keras records calls with what it added itself: ``training=False``, masks taken from the tensors. Those are left out,
since the rebuilt model gets them again; what the user set stays. Does not belong here: the parameters of layers
(from_keras_params), the order of calls (from_keras).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from core.analysis.instantiate import resolve
from core.catalog.spec import LayerSpec
from core.convert.from_keras_values import Unreadable
from core.texts import text

_CONSTANTS = (type(None), bool, int, float, str)
_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_MOST_STEPS = 200


def layer_arguments(layer: Any, arguments: Any) -> dict[str, Any]:
    """The arguments of a layer's call by name; ``arguments`` are what Keras recorded (``args`` and ``kwargs``)."""
    return _without_injected(*_bound(layer.call, arguments.args, arguments.kwargs))


def model_arguments(model: Any, functional: Any, arguments: Any) -> dict[str, Any]:
    """The arguments of a nested model's call, its tensors by the names of its input layers."""
    given, parameters = _bound(model.call, arguments.args, arguments.kwargs)
    first = next(iter(parameters))
    given = _without_injected(given, parameters)
    tensors = given.pop(first)
    names = [tensor._keras_history.operation.name for tensor in functional.inputs]
    found: dict[str, Any] = {}
    structure = functional._inputs_struct
    if isinstance(tensors, Mapping) and not isinstance(structure, Mapping):
        found.update({name: tensors[name] for name in names if name in tensors})
    else:
        found.update(zip(names, _flat(tensors), strict=False))
    for name in ("training", "mask"):
        if given.get(name) is not None and name not in found:
            found[name] = given[name]
    return {name: value for name, value in found.items() if value is not None}


def op_arguments(op: Any, spec: LayerSpec, arguments: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings and the tensors of an op's call, by the names that its function has for them.

    What the spec takes for a tensor is a tensor even where it is a constant (``1 - x``). Raises Unreadable where the op
    does not tell how it was made.
    """
    import keras

    function = resolve(spec.type)
    given = {**_construction(op), **_bound(op.call, arguments.args, arguments.kwargs)[0]}
    parameters = inspect.signature(function).parameters
    own = [name for name in given if name not in parameters]
    places = [name for name, parameter in parameters.items() if name not in given and parameter.kind not in _VARIABLE]
    # Names that only the class has stand for those that only the function has (images for volumes), in order.
    for old, new in zip(own, places, strict=False):
        given[new] = given.pop(old)
    defaults = inspect.signature(type(op).__init__).parameters
    extra = {name: value for name, value in given.items() if name not in parameters}
    ports = {port.name for port in spec.inputs}
    settings: dict[str, Any] = {}
    tensors: dict[str, Any] = {}
    for name, parameter in parameters.items():
        if name not in given or _is_default(given[name], parameter):
            continue
        value = given[name]
        if name == "data_format" and parameter.default is None and value == keras.config.image_data_format():
            continue
        (tensors if name in ports or _symbolic(value) else settings)[name] = value
    for name, value in extra.items():
        if name not in defaults or not _is_default(value, defaults[name]):
            settings[name] = value
    return settings, tensors


def _bound(call: Any, args: Any, kwargs: Any) -> tuple[dict[str, Any], dict[str, inspect.Parameter]]:
    """Arguments by name; those whose name is not known are ``"0"``, ``"1"``..."""
    signature = inspect.signature(call)
    parameters = dict(signature.parameters)
    try:
        named = dict(signature.bind(*args, **kwargs).arguments)
    except TypeError:
        return {**{str(place): value for place, value in enumerate(args)}, **kwargs}, parameters
    found: dict[str, Any] = {}
    for name, value in named.items():
        if parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            found.update(value)
        else:
            found[name] = value
    return found, parameters


def _without_injected(given: dict[str, Any], parameters: Mapping[str, inspect.Parameter]) -> dict[str, Any]:
    """The arguments without defaults and without masks that the tensors carry anyway."""
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name in parameters and _is_default(value, parameters[name]):
            continue
        if name == "mask" or name.endswith("_mask"):
            owner = given.get(name.removesuffix("_mask")) if name != "mask" else next(iter(given.values()))
            if _is_carried(value, owner):
                continue
        kept[name] = value
    return kept


def _is_default(value: Any, parameter: inspect.Parameter) -> bool:
    default = parameter.default
    if isinstance(value, (list, tuple)) and isinstance(default, (list, tuple)):
        return all(isinstance(item, _CONSTANTS) for item in _flat(value)) and _flat(value) == _flat(default)
    return isinstance(value, _CONSTANTS) and type(value) is type(default) and bool(value == default)


def _is_carried(mask: Any, owner: Any) -> bool:
    """True if ``mask`` is what the tensors of ``owner`` carry: the rebuilt model finds it by itself."""
    masks = _flat(mask)
    carried = [getattr(tensor, "_keras_mask", None) for tensor in _flat(owner)]
    return len(masks) == len(carried) and all(map(_same_tensor, masks, carried))


def _same_tensor(one: Any, other: Any) -> bool:
    """True if both are the same tensor, or computed alike by ops: Keras makes a mask anew when it loads a file."""
    pairs = [(one, other)]
    for _ in range(_MOST_STEPS):
        if not pairs:
            return True
        left, right = pairs.pop()
        if left is right:
            continue
        if not (_symbolic(left) and _symbolic(right)):
            if type(left) is not type(right) or _symbolic(left) or repr(left) != repr(right):
                return False
            continue
        made = [_computed(left), _computed(right)]
        if made[0] is None or made[1] is None or made[0][0] != made[1][0]:
            return False
        left_inputs, right_inputs = made[0][1], made[1][1]
        if len(left_inputs) != len(right_inputs):
            return False
        pairs.extend(zip(left_inputs, right_inputs, strict=True))
    return False


def _computed(tensor: Any) -> tuple[str, list[Any]] | None:
    """The op behind a tensor as text, and what it was given; None if no plain op made it."""
    import keras

    history = getattr(tensor, "_keras_history", None)
    if history is None or history.operation is None or isinstance(history.operation, keras.layers.Layer):
        return None
    op = history.operation
    try:
        made = f"{type(op)!r} {_construction(op)!r} {history.tensor_index}"
    except Unreadable:
        return None
    given = op._inbound_nodes[history.node_index].arguments
    return made, _flat((given.args, given.kwargs))


def _construction(op: Any) -> dict[str, Any]:
    """What an op was made with, by the names of its constructor."""
    parameters = inspect.signature(type(op).__init__).parameters.values()
    names = [item.name for item in parameters if item.name not in ("self", "name") and item.kind not in _VARIABLE]
    try:
        config = op.get_config()
    except NotImplementedError:
        config = {name: getattr(op, name) for name in names if hasattr(op, name)}
    missing = [name for name in names if name not in config]
    if missing:
        raise Unreadable(
            text("the op {name}, whose {missing!r} is not known", name=type(op).__name__, missing=missing[0])
        )
    return {name: config[name] for name in names}


def _flat(structure: Any) -> list[Any]:
    import keras

    return list(keras.tree.flatten(structure))


def _symbolic(value: Any) -> bool:
    import keras

    return any(isinstance(item, keras.KerasTensor) for item in _flat(value))
