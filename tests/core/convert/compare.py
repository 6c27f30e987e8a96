"""Two live models compared by what they compute: the calls that lead to their outputs, one by one.

Written against Keras alone, without the code under test. Names that Keras counts itself are left out where they cannot
matter: those of inner layers and of the ops behind masks.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any

_BUILD_STATE = ("build_config", "compile_config", "shared_object_id", "registered_name")


def description(model: Any) -> list[Any]:
    """The model's interface and calls as plain JSON data, equal for models that are equal."""
    return json.loads(json.dumps(_Description(_graph(model)).entries, default=repr))


def _graph(model: Any) -> Any:
    return getattr(model, "_functional", None) or model


class _Description:
    """Numbers the calls from the outputs upwards, so that the order of creation does not matter."""

    def __init__(self, functional: Any) -> None:
        import keras

        self._tensor = keras.KerasTensor
        self._numbers: dict[tuple[int, int], int] = {}
        self.entries: list[Any] = []
        waiting = [functional._inputs_struct, functional._outputs_struct]
        interface = [self._plain(part, named=True) for part in waiting]
        self.entries.insert(0, interface)
        self._stack: list[Any] = []

    def _plain(self, value: Any, named: bool) -> Any:
        if isinstance(value, self._tensor):
            return ["tensor", self._number(value, named), value._keras_history.tensor_index]
        if isinstance(value, Mapping):
            return {str(key): self._plain(item, named) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._plain(item, named) for item in value]
        if isinstance(value, slice):
            return ["slice", self._plain([value.start, value.stop, value.step], named)]
        if hasattr(value, "numpy"):
            value = value.numpy()
        return ["array", str(value.dtype), value.tolist()] if hasattr(value, "tolist") else value

    def _number(self, tensor: Any, named: bool) -> int:
        """The number of the call that made the tensor; describes it and all before it the first time."""
        order = [(tensor, named)]
        pending = [(tensor, named)]
        while pending:  # without recursion: networks are hundreds of calls deep
            current, current_named = pending.pop()
            if _key(current) in self._numbers:
                continue
            waiting = [
                (item, current_named and not mask)
                for item, mask in _inputs(current, self._tensor)
                if _key(item) not in self._numbers
            ]
            if waiting:
                pending.append((current, current_named))
                pending.extend(reversed(waiting))
                continue
            self._numbers[_key(current)] = len(self._numbers)
            self.entries.append(self._entry(current, current_named))
        return self._numbers[_key(order[0][0])]

    def _entry(self, tensor: Any, named: bool) -> Any:
        history = tensor._keras_history
        operation = history.operation
        call = operation._inbound_nodes[history.node_index]
        inner = _graph(operation) if hasattr(_graph(operation), "_nodes_by_depth") else None
        kind = "model" if inner is not None else type(operation).__name__
        name = operation.name if named else None
        if inner is not None:
            settings: Any = [bool(operation.trainable), description(operation)]
        else:
            settings = _settings(operation)
        arguments = {key: self._plain(value, named) for key, value in sorted(_arguments(operation, call).items())}
        return [kind, name, settings, arguments]


def _inputs(tensor: Any, kind: Any) -> list[tuple[Any, bool]]:
    import keras

    history = tensor._keras_history
    call = history.operation._inbound_nodes[history.node_index]
    return [
        (item, name == "mask" or name.endswith("_mask"))
        for name, value in sorted(_arguments(history.operation, call).items())
        for item in keras.tree.flatten(value)
        if isinstance(item, kind)
    ]


def _key(tensor: Any) -> tuple[int, int]:
    return id(tensor._keras_history.operation), tensor._keras_history.node_index


def _arguments(operation: Any, call: Any) -> dict[str, Any]:
    """The call by parameter names, without what is the default anyway."""
    signature = inspect.signature(operation.call)
    bound = signature.bind(*call.arguments.args, **call.arguments.kwargs).arguments
    found: dict[str, Any] = {}
    for name, value in bound.items():
        parameter = signature.parameters[name]
        if parameter.kind is parameter.VAR_KEYWORD:
            found.update(value)
        elif value is not parameter.default:
            found[name] = value
    return {name: value for name, value in found.items() if not _is_nothing(value)}


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, (list, tuple)) and bool(value) and all(item is None for item in value))


def _settings(operation: Any) -> Any:
    try:
        config = operation.get_config()
    except NotImplementedError:
        names = inspect.signature(type(operation).__init__).parameters
        config = {name: getattr(operation, name, None) for name in names if name not in ("self", "name")}
    return _normal({key: value for key, value in config.items() if key != "name"})


def _normal(data: Any) -> Any:
    if isinstance(data, Mapping):
        made = {str(key): _normal(value) for key, value in data.items() if key not in _BUILD_STATE}
        name = made["config"].get("name") if isinstance(made.get("config"), dict) else None
        if isinstance(name, str) and re.fullmatch(r"(forward_|backward_)?[a-z0-9_]+?(_\d+)?", name):
            plain = re.sub(r"_\d+$", "", name)
            snake = re.sub(
                r"([a-z])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", made["class_name"])
            ).lower()
            if plain.removeprefix("forward_").removeprefix("backward_") == snake:
                made["config"]["name"] = ""
        return made
    if isinstance(data, (list, tuple)):
        return [_normal(item) for item in data]
    return data.tolist() if hasattr(data, "tolist") else data
