"""What Keras's JSON says about parameters that nobody set: found by making one object of each class and varying it.

Reading a model file must not make objects of what the file names, but it has to know that ``strides: (1, 1)`` is what a
plain Conv2D says, that ``3`` became ``(3, 3)``, and in which order a call takes its arguments. All of this is tried out
here, once for each version of Keras. Does not belong here: parameters and ports as the user sees them (introspect). keras
is imported inside functions.
"""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from core.catalog import examples
from core.catalog.spec import ArgumentSpec, ConfigSpec, LayerSpec, Masking, ObjectSpec, ParamKind
from core.catalog.spellings import written_as
from core.graph.values import FrozenMap, KerasObject, Value, frozen

_BASE = ("activity_regularizer", "trainable", "dtype", "autocast")
_NO_PARAMETERS = frozenset({"self", "name"})
_GATHERS = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_FORGOTTEN = frozenset({"registered_name", "build_config", "shared_object_id", "compile_config"})
_POLICY = "DTypePolicy"
_TRIES: tuple[Any, ...] = (3, 0.3, 5, 0.7)
_REQUIRED: Mapping[ParamKind, Any] = {
    ParamKind.INT: 4,
    ParamKind.FLOAT: 0.5,
    ParamKind.SCHEDULE: 0.5,
    ParamKind.INT_OR_TUPLE: 2,
    ParamKind.RANGE: 0.2,
    ParamKind.BORDERS: 1,
    ParamKind.LIST: (1.0, 2.0),
    ParamKind.ARRAY: (1.0, 2.0),
    ParamKind.TEXT: "a",
    ParamKind.OPTIMIZER: KerasObject("keras.optimizers.SGD"),
}


def config_specs(layers: tuple[LayerSpec, ...], ops: tuple[LayerSpec, ...], objects: tuple[ObjectSpec, ...]) -> Any:
    """What is known of the JSON of every layer, op and object, in this order."""
    return (
        *(_of_layer(spec) for spec in layers),
        *(found for spec in ops if (found := _of_op(spec)) is not None),
        *(_of_object(spec) for spec in objects if spec.kind not in ("activation", "callback")),
        *_others(),
    )


def _others() -> Iterator[ConfigSpec]:
    """What configs hold beside the objects that a user chooses from: dtype policies and quantizers."""
    import keras

    for home in ("dtype_policies", "quantizers"):
        exported = getattr(keras, home)
        for name in sorted(dir(exported)):
            if inspect.isclass(getattr(exported, name)):
                path = f"keras.{home}.{name}"
                yield _Probe(_find(path), {}).spec(path)


def accepted(cls: type) -> dict[str, inspect.Parameter]:
    """The constructor's parameters by name, those handed on to base classes included."""
    found: dict[str, inspect.Parameter] = {}
    for base in cls.__mro__:
        if "__init__" not in vars(base):
            continue
        open_ended = False
        for name, parameter in list(inspect.signature(base.__init__).parameters.items())[1:]:  # type: ignore[misc]
            if parameter.kind is parameter.VAR_KEYWORD:
                open_ended = True
            elif parameter.kind is not parameter.VAR_POSITIONAL:
                found.setdefault(name, parameter if base is cls else _optional(parameter))
        if not open_ended:
            return found
        if base.__name__ == "Layer" and base.__module__.startswith("keras."):
            for name in _BASE:
                found.setdefault(name, inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None))
            return found
    return found


def _optional(parameter: inspect.Parameter) -> inspect.Parameter:
    """A base's parameter: the class itself may give it, so it is never required."""
    return parameter if parameter.default is not parameter.empty else parameter.replace(default=None)


def _of_layer(spec: LayerSpec) -> ConfigSpec:
    cls = _find(spec.type)
    probe = _Probe(cls, dict(spec.starter))
    return probe.spec(spec.type, _arguments(cls.call, skip=1), _masking(cls, probe.live))


def _of_object(spec: ObjectSpec) -> ConfigSpec:
    given: dict[str, Value] = {
        param.name: _REQUIRED[param.kind] for param in spec.params if param.required and param.kind in _REQUIRED
    }
    probe = _Probe(_find(spec.type), given)
    return probe.spec(spec.type)


def _of_op(spec: LayerSpec) -> ConfigSpec | None:
    if not spec.operation:
        return None
    module, _, name = spec.operation.rpartition(".")
    cls = getattr(importlib.import_module(module), name)
    return ConfigSpec(
        spec.type,
        call=_arguments(_find(spec.type)),
        made=tuple(item for item in _arguments(cls.__init__, skip=1) if item.name != "name"),
        given=_arguments(cls.call, skip=1),
    )


def _arguments(function: Callable[..., Any], skip: int = 0) -> tuple[ArgumentSpec, ...]:
    found = []
    for name, parameter in list(inspect.signature(function).parameters.items())[skip:]:
        required = parameter.default is parameter.empty
        try:
            default = None if required else frozen(parameter.default)
        except TypeError:
            default = None
        found.append(ArgumentSpec(name, default, required and parameter.kind not in _GATHERS, _gathers(parameter)))
    return tuple(found)


def _gathers(parameter: inspect.Parameter) -> Literal["", "*", "**"]:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return "*"
    return "**" if parameter.kind is parameter.VAR_KEYWORD else ""


def _masking(cls: type, live: Any) -> Masking:
    import keras

    if cls.compute_mask is not keras.Layer.compute_mask:  # type: ignore[attr-defined]
        return "own"
    return "passes" if getattr(live, "supports_masking", False) else "none"


class _Probe:
    """Makes objects of one class, with the parameters it needs and one more, and looks at what their configs say."""

    def __init__(self, cls: type, starter: dict[str, Value]) -> None:
        self._cls = cls
        self._parameters = {name: item for name, item in accepted(cls).items() if name not in _NO_PARAMETERS}
        self._needed = tuple(name for name, item in self._parameters.items() if item.default is item.empty)
        least = {name: value for name, value in starter.items() if name in self._needed}
        self._given = least
        self.live = self._make()
        if self.live is None:  # Some need more than their signature says.
            self._given = starter
            self.live = self._make()
        self._plain = self._config()

    def spec(self, type_name: str, call: tuple[ArgumentSpec, ...] = (), masking: Masking = "none") -> ConfigSpec:
        again = self._config()
        stable = {name: value for name, value in self._plain.items() if again.get(name) == value}
        values: dict[str, Value] = {}
        for name, parameter in self._parameters.items():
            if name in self._needed or name == "trainable":
                continue
            if name in self._given:
                values[name] = _frozen_default(parameter)
            elif name in stable and not (name == "dtype" and _is_policy(stable[name], "float32")):
                values[name] = frozen(stable[name])
        return ConfigSpec(
            type_name,
            parameters=tuple(self._parameters),
            required=self._needed,
            values=FrozenMap(values),
            follows=FrozenMap(dict(self._followers(stable))),
            spellings=FrozenMap({name: found for name in self._parameters if (found := self._spellings(name))}),
            call=call,
            masking=masking,
        )

    def _followers(self, stable: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
        """Pairs of a parameter and the one whose value it takes over where it was not set (``strides``, ``pool_size``)."""
        seen: set[str] = set()
        for leader in self._parameters:
            for value in _TRIES:
                config = self._config(**{leader: value})
                if not config or config.get(leader) == self._plain.get(leader):
                    continue
                for name, other in config.items():
                    same = other == config.get(leader) and other != stable.get(name)
                    if (
                        same
                        and name != leader
                        and name in self._parameters
                        and name not in self._given
                        and name not in seen
                    ):
                        seen.add(name)
                        yield name, leader
                break

    def _spellings(self, name: str) -> tuple[str, ...]:
        """How a config writes what is shorter for a person; see :class:`ConfigSpec`."""
        found: dict[str, None] = {}
        for value in (*_TRIES, (3, 5), (3, 5, 7), (0.3, 0.5)):
            config = self._config(**{name: value})
            if name not in config:
                continue
            for spelling, written in written_as(frozen(value)).items():
                if frozen(config[name]) == written:
                    found[spelling] = None
        return tuple(found)

    def _make(self, **more: Any) -> Any:
        try:
            return self._cls(**{name: examples.make(frozen(value)) for name, value in {**self._given, **more}.items()})
        except Exception:  # Whatever the constructor raises: with these values there is no such object.
            return None

    def _config(self, **more: Any) -> dict[str, Any]:
        import keras

        live = self._make(**more)
        try:
            data = {} if live is None else keras.saving.serialize_keras_object(live)["config"]
            plain: dict[str, Any] = json.loads(json.dumps(data))
        except Exception:  # A config that is no JSON says nothing about JSON.
            return {}
        return {name: _without_state(value) for name, value in plain.items()}


def _without_state(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _without_state(value) for key, value in data.items() if key not in _FORGOTTEN}
    return [_without_state(item) for item in data] if isinstance(data, list) else data


def _is_policy(data: Any, name: str) -> bool:
    if isinstance(data, Mapping) and data.get("class_name") == _POLICY:
        data = data["config"].get("name")
    return bool(data == name)


def _frozen_default(parameter: inspect.Parameter) -> Value:
    try:
        return frozen(parameter.default)
    except TypeError:
        return None


def _find(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
