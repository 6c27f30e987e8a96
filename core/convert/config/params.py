"""What the user set on a layer, read from its config by what the catalogue knows of the class; nothing is made.

The same answer as ``from_keras_params`` gives, which makes objects to find it: only what differs from the defaults, in
the shortest spelling that Keras writes like that. Does not belong here: calls (calls), which class it is (types).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from core.catalog.spec import ConfigSpec
from core.catalog.spellings import shorter_values, written_as
from core.convert.config.types import Types, is_functional, is_keras_model, is_sequential
from core.convert.config.values import DEEPEST, is_object, plain, raw, special
from core.convert.structures import is_automatic
from core.errors import ConversionError
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import text

_BOTH_WAYS = "keras.layers.Bidirectional"
_WAY_BACK = "backward_layer"
_FORWARD, _BACKWARD = "forward_", "backward_"
_SET_BY_WRAPPER = "zero_output_for_mask"


Models = Callable[[Mapping[str, Any]], KerasObject]
"""Reads a serialized model that stands inside a parameter: what the document holds in its place."""


class Params:
    """Reads configs; ``policy`` is the dtype policy that layers have which say nothing of it.

    ``models`` reads models inside of them; without it they are kept as they stand.
    """

    def __init__(self, types: Types, policy: Value, models: Models | None = None) -> None:
        self._types = types
        self.models = models
        self._policy = policy
        self._memo: dict[tuple[str, str], FrozenMap[str, Value]] = {}
        self._defaults: dict[str, dict[str, Value]] = {}
        self._depth = 0

    def of_config(self, spec: ConfigSpec, config: Mapping[str, Any]) -> FrozenMap[str, Value]:
        """The parameters (name left out) that an object with this config was made with, in signature order."""
        config = {name: value for name, value in config.items() if name != "name"}
        key = (spec.type, json.dumps(config, default=str))
        if key not in self._memo:
            self._memo[key] = self._find(spec, config)
        return self._memo[key]

    def value(self, data: Any) -> Value:
        """Anything a config may hold as a value; what is not understood is kept as it stands."""
        if isinstance(data, (list, tuple)):
            return tuple(self.value(item) for item in data)
        if is_object(data):
            self._depth += 1
            try:
                if self._depth > DEEPEST:
                    raise ConversionError(
                        text("The model holds objects that are nested more than {deepest} deep.", deepest=DEEPEST)
                    )
                return self._object(data)
            finally:
                self._depth -= 1
        if isinstance(data, Mapping):
            return FrozenMap({str(key): self.value(item) for key, item in data.items()})
        return plain(data)

    def _object(self, data: Mapping[str, Any]) -> Value:
        class_name, config = data["class_name"], data["config"]
        found = special(data)
        if found is not None:
            return found
        policy = policy_name(data)
        if policy is not None:
            return policy
        if class_name == "SeedGenerator" and isinstance(config, Mapping):
            return plain(config.get("seed"))
        if self.models is not None and (is_functional(data) or (is_sequential(data) and is_keras_model(data))):
            return self.models(data)
        spec = self._types.object(data)
        if spec is None or not isinstance(config, Mapping):
            return raw(data)
        params = self.of_config(spec, config)
        name = config.get("name")
        if isinstance(name, str) and name != class_name and not is_automatic(name, class_name):
            params = params.set("name", name)
        return KerasObject(spec.type, params)

    def _find(self, spec: ConfigSpec, config: dict[str, Any]) -> FrozenMap[str, Value]:
        written = config.get(_WAY_BACK)
        if spec.type == _BOTH_WAYS:
            config = _without_prefix(config)
        values = {name: self.value(config[name]) for name in spec.parameters if name in config}
        required = {name: value for name, value in values.items() if name in spec.required}
        unset = self._predicted(spec, required)
        params = {
            name: value
            for name, value in values.items()
            if name in required or name not in unset or not _same(value, unset[name])
        }
        if not self._gives(spec, params, values) and self._gives(spec, values, values):
            # A parameter whose default follows another one was set to the default that it has by itself.
            params = dict(values)
            for name in values:
                less = {other: value for other, value in params.items() if other != name}
                if name not in required and self._gives(spec, less, values):
                    params = less
        if spec.type == _BOTH_WAYS and _WAY_BACK in params:
            params[_WAY_BACK] = self.value(written)
        return FrozenMap({name: _shortest(spec, name, value) for name, value in params.items()})

    def _gives(self, spec: ConfigSpec, params: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        """True if an object made with ``params`` says ``values`` in its config."""
        predicted = self._predicted(spec, params)
        return all(name in predicted and _same(predicted[name], value) for name, value in values.items())

    def _predicted(self, spec: ConfigSpec, params: Mapping[str, Value]) -> dict[str, Value]:
        """What the config of an object with these parameters says, as far as it is known."""
        if spec.type not in self._defaults:
            self._defaults[spec.type] = {name: self.value(value) for name, value in spec.values.items()}
        found: dict[str, Value] = {"trainable": True, "dtype": self._policy, **self._defaults[spec.type], **params}
        for name, leader in spec.follows.items():
            if name not in params and str(leader) in found:
                found[name] = found[str(leader)]
        if spec.type == _BOTH_WAYS and _WAY_BACK not in params:
            found[_WAY_BACK] = _backward(params.get("layer"))
        return found


def policy_name(data: Any) -> str | None:
    """The name of a dtype policy, serialized or not; None for anything else (a map of policies has no name)."""
    if not is_object(data):
        return data if isinstance(data, str) else None
    config = data["config"]
    if not data["class_name"].endswith("DTypePolicy") or not isinstance(config, Mapping):
        return None
    name = config.get("name")
    if "mode" in config and "source_name" in config:
        name = f"{config['mode']}_from_{config['source_name']}"
    return name if isinstance(name, str) else None


def _shortest(spec: ConfigSpec, name: str, value: Value) -> Value:
    """The spelling a person would choose: ``3`` for ``(3, 3)``, 0.01 for 0.009999999776482582."""
    spellings = spec.spellings.get(name, ())
    if not isinstance(spellings, tuple):
        return value
    for candidate in shorter_values(value):
        written = written_as(candidate)
        if any(str(spelling) in written and written[str(spelling)] == value for spelling in spellings):
            return candidate
    return value


def _same(one: Value, other: Value) -> bool:
    # NaN differs from itself.
    return one == other or (isinstance(one, float) and one != one and isinstance(other, float) and other != other)


def _without_prefix(config: dict[str, Any]) -> dict[str, Any]:
    """Bidirectional names the forward layer ``forward_`` and the name that the user gave."""
    changed = dict(config)
    for key, prefix in (("layer", _FORWARD), (_WAY_BACK, _BACKWARD)):
        layer = config.get(key)
        if not is_object(layer) or not isinstance(layer["config"], Mapping):
            continue
        inner = dict(layer["config"])
        if prefix == _FORWARD:
            inner["name"] = str(inner.get("name", "")).removeprefix(prefix)
        if inner.get(_SET_BY_WRAPPER):
            # Bidirectional sets it on both layers, whatever the user gave.
            inner[_SET_BY_WRAPPER] = False
        changed[key] = {**layer, "config": inner}
    return changed


def _backward(layer: Value) -> Value:
    """The layer that Bidirectional makes itself for the way back."""
    if not isinstance(layer, KerasObject):
        return None
    params = dict(layer.params)
    turned = not params.pop("go_backwards", False)
    if turned:
        params["go_backwards"] = True
    if "name" in params:
        params["name"] = f"{_BACKWARD}{params['name']}"
    return KerasObject(layer.type, FrozenMap(params))
