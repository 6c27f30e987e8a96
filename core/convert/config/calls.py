"""The arguments of serialized calls: tensors found in them, names given to positions, what Keras added left out.

A parsed argument is plain data with :class:`Tensor` in the place of tensors. The same rules as ``from_keras_calls`` has
for live calls. Does not belong here: masks that tensors carry (masks), the graph (graphs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.catalog.spec import ArgumentSpec, ConfigSpec, LayerSpec
from core.convert.config.values import is_object, plain
from core.graph.values import FrozenMap, Slice, Value
from core.texts import text

CALL_OF_MODEL = (
    ArgumentSpec("inputs", required=True),
    ArgumentSpec("training"),
    ArgumentSpec("mask"),
    ArgumentSpec("kwargs", variable="**"),
)
_CONSTANTS = (type(None), bool, int, float, str)
_IMAGES = "channels_last"


@dataclass(frozen=True, slots=True)
class Tensor:
    """An output of a call, as a file names it: the layer, the number of its call, and which of its outputs."""

    layer: str
    call: int
    output: int
    shape: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """A serialized object that is no tensor: a slice, an array, an ellipsis..."""

    data: Mapping[str, Any]


LOST = Data({})
"""Stands where a file names a tensor that does not exist."""


class NotTold(Exception):
    """An op does not say how it was made; the text ends a sentence."""


def parse(data: Any) -> Any:
    """Arguments with their tensors found."""
    if isinstance(data, (list, tuple)):
        return [parse(item) for item in data]
    if is_object(data):
        return _tensor(data) or (_slice(data) if data["class_name"] == "__slice__" else Data(data))
    return {str(key): parse(item) for key, item in data.items()} if isinstance(data, Mapping) else data


def _tensor(data: Mapping[str, Any]) -> Tensor | None:
    config = data["config"]
    if data["class_name"] != "__keras_tensor__" or not isinstance(config, Mapping):
        return None
    made = reference(config.get("keras_history"))
    shape = config.get("shape")
    return made and Tensor(made.layer, made.call, made.output, _shape(shape))


def _shape(data: Any) -> tuple[int | None, ...] | None:
    known = isinstance(data, (list, tuple)) and all(size is None or type(size) is int for size in data)
    return tuple(data) if known else None


def reference(data: Any) -> Tensor | None:
    """The tensor that ``[layer, call, output]`` names; None for anything else."""
    if not isinstance(data, (list, tuple)) or len(data) != 3:
        return None
    layer, call, output = data
    if not isinstance(layer, str) or type(call) is not int or type(output) is not int or output < 0:
        return None
    return Tensor(layer, call, output)


def references(structure: Any) -> Any:
    """A structure of ``[layer, call, output]`` with its tensors found; None for what is none."""
    leaf = reference(structure)
    if leaf is not None:
        return leaf
    if isinstance(structure, Mapping):
        return {str(key): references(item) for key, item in structure.items()}
    return [references(item) for item in structure] if isinstance(structure, (list, tuple)) else None


def _slice(data: Mapping[str, Any]) -> Any:
    """A slice may have a tensor for an end."""
    config = data["config"]
    if not isinstance(config, Mapping):
        return Data(data)
    parts = [parse(config.get(key)) for key in ("start", "stop", "step")]
    return slice(*parts) if any(isinstance(part, Tensor) for part in parts) else Data(data)


def flat(data: Any) -> list[Any]:
    """The leaves in the order in which Keras flattens structures: mappings by their keys."""
    if isinstance(data, (list, tuple)):
        return [leaf for item in data for leaf in flat(item)]
    if isinstance(data, dict):
        return [leaf for key in sorted(data) for leaf in flat(data[key])]
    return [data]


def tensors(data: Any) -> list[Tensor]:
    """The tensors inside, in Keras's order."""
    found: list[Tensor] = []
    _collect(data, found)
    return found


def _collect(data: Any, found: list[Tensor]) -> None:
    if isinstance(data, Tensor):
        found.append(data)
    elif isinstance(data, (list, tuple)):
        for item in data:
            _collect(item, found)
    elif isinstance(data, dict):
        for key in sorted(data):
            _collect(data[key], found)
    elif isinstance(data, slice):
        _collect([data.start, data.stop, data.step], found)


def prune(data: Any, exists: Callable[[Tensor], bool]) -> Any:
    """The same without tensors that do not exist: lists close up, elsewhere :data:`LOST` stands."""
    if isinstance(data, Tensor):
        return data if exists(data) else LOST
    if isinstance(data, list):
        return [made for item in data if (made := prune(item, exists)) is not LOST]
    if isinstance(data, dict):
        return {key: made for key, item in data.items() if (made := prune(item, exists)) is not LOST}
    if isinstance(data, slice):
        parts = [prune(part, exists) for part in (data.start, data.stop, data.step)]
        return LOST if LOST in parts else slice(*parts)
    return data


def as_value(data: Any, from_tensor: Callable[[Tensor], Value], of_object: Callable[[Any], Value]) -> Value:
    """A parsed argument as a value; tensors become what ``from_tensor`` makes of them."""
    if isinstance(data, Tensor):
        return from_tensor(data)
    if isinstance(data, Data):
        return of_object(data.data)
    if isinstance(data, list):
        return tuple(as_value(item, from_tensor, of_object) for item in data)
    if isinstance(data, dict):
        return FrozenMap({key: as_value(item, from_tensor, of_object) for key, item in data.items()})
    if isinstance(data, slice):
        return Slice(*(as_value(part, from_tensor, of_object) for part in (data.start, data.stop, data.step)))
    return plain(data)


def bound(call: tuple[ArgumentSpec, ...], args: list[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by name, in the order of the call's parameters; by ``"0"``, ``"1"``... where they do not fit it."""
    by_place = {str(place): value for place, value in enumerate(args)}
    variadic = next((item.name for item in call if item.variable == "*"), None)
    names = [item.name for item in call if not item.variable]
    open_ended = any(item.variable == "**" for item in call)
    given: dict[str, Any] = {}
    if variadic is not None:
        before = [item.name for item in call[: next(i for i, item in enumerate(call) if item.variable == "*")]]
        given.update(zip(before, args, strict=False))
        if len(args) > len(before):
            given[variadic] = list(args[len(before) :])
        names.append(variadic)
    elif len(args) > len(names):
        return {**by_place, **kwargs}
    else:
        given.update(zip(names, args, strict=False))
    doubled = any(name in given for name in kwargs)
    unknown = [name for name in kwargs if name not in names]
    missing = [item.name for item in call if item.required and item.name not in given and item.name not in kwargs]
    if doubled or missing or (unknown and not open_ended):
        return {**by_place, **kwargs}
    given.update(kwargs)
    ordered = [item.name for item in call if item.name in given]
    return {name: given[name] for name in (*ordered, *(name for name in given if name not in ordered))}


def without_defaults(given: Mapping[str, Any], call: tuple[ArgumentSpec, ...]) -> dict[str, Any]:
    """The arguments that are not what the call takes anyway."""
    known = {item.name: item for item in call}
    return {name: value for name, value in given.items() if name not in known or not is_default(value, known[name])}


def is_default(value: Any, argument: ArgumentSpec) -> bool:
    """True for the constant that stands there when nothing is given."""
    if argument.required or argument.variable:
        return False
    default: Any = argument.default
    if isinstance(value, list) and isinstance(default, tuple):
        leaves = flat(value)
        return all(isinstance(item, _CONSTANTS) for item in leaves) and leaves == flat(default)
    return isinstance(value, _CONSTANTS) and type(value) is type(default) and value == default


def op_arguments(
    spec: LayerSpec, known: ConfigSpec, config: Mapping[str, Any], args: list[Any], kwargs: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings and the tensors of an op's call, by the names that its function has for them.

    What the spec takes for a tensor is a tensor even where it is a constant (``1 - x``).
    """
    given = {**_construction(spec, known, config), **bound(known.given, args, kwargs)}
    parameters = [item for item in known.call if not item.variable or item.name in given]
    names = {item.name for item in known.call}
    own = [name for name in given if name not in names]
    places = [item.name for item in known.call if not item.variable and item.name not in given]
    # Names that only the class has stand for those that only the function has (images for volumes), in order.
    for old, new in zip(own, places, strict=False):
        given[new] = given.pop(old)
    ports = {port.name for port in spec.inputs}
    settings: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for item in parameters:
        if item.name not in given or is_default(given[item.name], item):
            continue
        value = given[item.name]
        if item.name == "data_format" and item.default is None and value == _IMAGES:
            continue
        (found if item.name in ports or tensors(value) else settings)[item.name] = value
    made = {item.name: item for item in known.made}
    for name, value in given.items():
        if name not in names and (name not in made or not is_default(value, made[name])):
            settings[name] = value
    return settings, found


def _construction(spec: LayerSpec, known: ConfigSpec, config: Mapping[str, Any]) -> dict[str, Any]:
    """What an op was made with, by the names of its class's constructor."""
    for item in known.made:
        if item.required and item.name not in config:
            raise NotTold(
                text("the op {class_name}, whose {name!r} is not known", class_name=spec.class_name, name=item.name)
            )
    return {item.name: parse(config[item.name]) for item in known.made if item.name in config}


def model_arguments(names: list[str], by_name: bool, args: list[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a nested model's call, its tensors by the names of its inputs.

    ``by_name``: the model's own inputs are a mapping, so that a mapping of tensors is in its order.
    """
    given = without_defaults(bound(CALL_OF_MODEL, args, kwargs), CALL_OF_MODEL)
    inputs = given.pop("inputs", given.pop("0", None))
    found: dict[str, Any] = {}
    if isinstance(inputs, dict) and not by_name:
        found.update({name: inputs[name] for name in names if name in inputs})
    else:
        found.update(zip(names, flat(inputs), strict=False))
    for name in ("training", "mask"):
        if given.get(name) is not None and name not in found:
            found[name] = given[name]
    return {name: value for name, value in found.items() if value is not None}
