"""What the user set on a layer, found by comparing its config with that of a fresh one.

Keras's configs hold every parameter, normalised (``3`` becomes ``(3, 3)``). The document holds only what differs from
the defaults, in the shortest spelling that gives an equal config. Each distinct config is examined once: a fresh object
is made from the parameters found, and its config must equal the one given. Does not belong here: calls
(from_keras_calls), the graph (from_keras). Invariant: configs are only read; nothing in them is executed or imported.
"""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Mapping
from typing import Any

from core.analysis.instantiate import make_object
from core.catalog.introspect_configs import accepted
from core.catalog.spellings import shorter_values
from core.convert.from_keras_types import TypeNames
from core.convert.from_keras_values import plain_value, serialized_special
from core.convert.structures import is_automatic
from core.graph.values import FrozenMap, KerasObject, Raw, Value, exact_key

_MADE = ("build_config", "compile_config", "shared_object_id", "registered_name", "module")


class Params:
    """Reads configs under the dtype policy that holds while it is used (see ``instantiate.dtype_policy``)."""

    def __init__(self, types: TypeNames) -> None:
        self._types = types
        self._memo: dict[tuple[str, str], FrozenMap[str, Value]] = {}
        self._made: dict[tuple[str, str], dict[str, Any] | None] = {}

    def of_config(self, type_name: str, cls: type, config: Mapping[str, Any]) -> FrozenMap[str, Value]:
        """The parameters (name left out) that give an object of ``cls`` this config, in signature order."""
        config = {key: value for key, value in config.items() if key != "name"}
        key = (type_name, json.dumps(config, default=repr))
        if key not in self._memo:
            self._memo[key] = self._find(type_name, cls, config)
        return self._memo[key]

    def value(self, data: Any) -> Value:
        """Anything a config may hold as a value; what is not understood becomes :class:`Raw`."""
        if isinstance(data, (list, tuple)):
            return tuple(self.value(item) for item in data)
        if isinstance(data, Mapping):
            if isinstance(data.get("class_name"), str) and "config" in data:
                return self._object(data)
            return FrozenMap({str(key): self.value(item) for key, item in data.items()})
        return plain_value(data)

    def _object(self, data: Mapping[str, Any]) -> Value:
        class_name, config = data["class_name"], data["config"]
        special = serialized_special(class_name, config)
        if special is not None:
            return special
        if class_name.endswith("DTypePolicy") and isinstance(config, Mapping):
            return _policy_name(config)
        if class_name == "SeedGenerator" and isinstance(config, Mapping):
            return plain_value(config.get("seed"))
        found = self._types.of_config(data.get("module"), class_name)
        if found is None or not isinstance(config, Mapping):
            return Raw(json.dumps(data, default=repr))
        type_name, cls = found
        params = self.of_config(type_name, cls, config)
        name = config.get("name")
        if "name" in accepted(cls) and isinstance(name, str) and not is_automatic(name, class_name):
            params = params.set("name", name)
        return KerasObject(type_name, params)

    def _find(self, type_name: str, cls: type, config: dict[str, Any]) -> FrozenMap[str, Value]:
        if cls.__name__ == "Bidirectional":
            config = _without_prefix(config)
        parameters = accepted(cls)
        names = [name for name in parameters if name in config]
        required = [name for name in names if parameters[name].default is inspect.Parameter.empty]
        values = {name: self.value(config[name]) for name in names}
        params = FrozenMap({name: values[name] for name in required})
        fresh = self._fresh(type_name, params)
        if fresh is not None:
            params = FrozenMap(
                {name: values[name] for name in names if name in required or _differs(name, config, fresh)}
            )
        if fresh is None or not self._gives(type_name, params, config):
            # A parameter whose default depends on another one, or a config that only a built layer has.
            complete = FrozenMap(values)
            if self._gives(type_name, complete, config):
                params = self._fewer(type_name, complete, config, required)
            elif fresh is None:
                params = complete
        return self._shorter(type_name, params, config)

    def _fewer(
        self, type_name: str, params: FrozenMap[str, Value], config: dict[str, Any], required: list[str]
    ) -> FrozenMap[str, Value]:
        """``params`` without those that make no difference."""
        for name in params:
            less = params.remove((name,))
            if name not in required and self._gives(type_name, less, config):
                params = less
        return params

    def _shorter(self, type_name: str, params: FrozenMap[str, Value], config: dict[str, Any]) -> FrozenMap[str, Value]:
        """The same in the spelling a person would choose: ``3`` for ``(3, 3)``, 0.01 for 0.009999999776482582."""
        shorter = {name: found for name, value in params.items() if (found := list(shorter_values(value)))}
        if not shorter:
            return params
        target = self._fresh(type_name, params)
        if target is None:
            # What a config holds is not always accepted (RandomShear): then all must be as the user wrote it.
            written = params.update({name: found[0] for name, found in shorter.items()})
            return written if self._gives(type_name, written, config) else params
        for name, found in shorter.items():
            for candidate in found:
                changed = params.set(name, candidate)
                if self._gives(type_name, changed, target):
                    params = changed
                    break
        return params

    def _gives(self, type_name: str, params: FrozenMap[str, Value], config: Mapping[str, Any]) -> bool:
        made = self._fresh(type_name, params)
        return made is not None and comparable(made) == comparable(config)

    def _fresh(self, type_name: str, params: FrozenMap[str, Value]) -> dict[str, Any] | None:
        """The config of a new object with these parameters; None where it cannot be made."""
        key = (type_name, exact_key(params))
        if key not in self._made:
            try:
                config = make_object(KerasObject(type_name, params)).get_config()
            except Exception:  # whatever the constructor raises: these parameters make no object
                self._made[key] = None
            else:
                self._made[key] = {name: value for name, value in config.items() if name != "name"}
        return self._made[key]


def comparable(data: Any) -> Any:
    """A config in which only what matters is left: no build state, no sharing ids, no names that Keras counted."""
    if isinstance(data, Mapping):
        class_name = data.get("class_name")
        if isinstance(class_name, str) and isinstance(data.get("config"), Mapping):
            inner = {key: comparable(value) for key, value in data["config"].items()}
            if is_automatic(inner.get("name"), class_name):
                del inner["name"]
            return class_name, inner
        return {str(key): comparable(value) for key, value in data.items() if key not in _MADE}
    if isinstance(data, (list, tuple)):
        return [comparable(item) for item in data]
    if isinstance(data, float) and math.isnan(data):
        return "nan"
    if hasattr(data, "tolist"):
        return comparable(data.tolist())
    return data


def _differs(name: str, config: Mapping[str, Any], fresh: Mapping[str, Any]) -> bool:
    return name not in fresh or comparable(config[name]) != comparable(fresh[name])


def _policy_name(config: Mapping[str, Any]) -> Value:
    if "mode" in config and "source_name" in config:
        return f"{config['mode']}_from_{config['source_name']}"
    return plain_value(config.get("name"))


def _without_prefix(config: dict[str, Any]) -> dict[str, Any]:
    """Bidirectional names the forward layer ``forward_`` and the name that the user gave."""
    layer = config.get("layer")
    if not isinstance(layer, Mapping) or not isinstance(layer.get("config"), Mapping):
        return config
    inner = dict(layer["config"])
    inner["name"] = str(inner.get("name", "")).removeprefix("forward_")
    if inner.get("zero_output_for_mask"):
        # Bidirectional sets it on both layers, whatever the user gave.
        inner["zero_output_for_mask"] = False
    return {**config, "layer": {**layer, "config": inner}}
