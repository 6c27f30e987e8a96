"""Specs and values to JSON and back, with defaults left out so that the cached catalogue stays small and readable.

Only the kinds of values that specs hold are known. Does not belong here: where the text is kept (catalog), project
files (storage). Invariants: ``decode(encode(v)) == v``; equal specs give equal text, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from core.catalog.spec import (
    ArgumentSpec,
    ConfigSpec,
    LayerSpec,
    ObjectSpec,
    OutputSpec,
    ParamKind,
    ParamSpec,
    PortSpec,
)
from core.graph.values import FrozenMap, KerasObject, PythonSource, Value

Spec = LayerSpec | ObjectSpec | ParamSpec | PortSpec | OutputSpec | ConfigSpec | ArgumentSpec
_PARTS = (ParamSpec, PortSpec, OutputSpec, ArgumentSpec)
_WIDTH = 200


def encode(value: Value) -> Any:
    """A value as JSON data; TypeError for kinds that no spec holds."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, FrozenMap):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, KerasObject):
        return {"$object": value.type, "params": encode(value.params)}
    if isinstance(value, PythonSource):
        return {"$python": value.text}
    raise TypeError(f"A catalogue value cannot be a {type(value).__name__}. Received: {value!r}")


def decode(data: Any) -> Value:
    """The value that :func:`encode` wrote."""
    if isinstance(data, list):
        return tuple([decode(item) for item in data])
    if isinstance(data, dict):
        if "$object" in data:
            params = decode(data.get("params", {}))
            return KerasObject(data["$object"], params if isinstance(params, FrozenMap) else FrozenMap())
        if "$python" in data:
            return PythonSource(data["$python"])
        return FrozenMap({key: decode(item) for key, item in data.items()})
    made: Value = data
    return made


def to_data(spec: Spec) -> dict[str, Any]:
    """A spec as JSON data: the fields that differ from their default, in the order of the class."""
    data: dict[str, Any] = {}
    for item in fields(spec):
        value = getattr(spec, item.name)
        default = item.default if item.default is not MISSING else MISSING
        if value == default and type(value) is type(default):
            continue
        if isinstance(value, tuple) and value and isinstance(value[0], _PARTS):
            data[item.name] = [to_data(part) for part in value]
        elif isinstance(value, ParamKind):
            data[item.name] = value.value
        elif value is not MISSING:
            data[item.name] = encode(value)
    return data


_KINDS: Mapping[str, ParamKind] = {kind.value: kind for kind in ParamKind}


def param_from(data: dict[str, Any]) -> ParamSpec:
    """The :class:`ParamSpec` that :func:`to_data` wrote."""
    made = dict(data)
    made["kind"] = _KINDS[data["kind"]]
    for name in ("default", "choices"):
        if name in made:
            made[name] = decode(made[name])
    return ParamSpec(**made)


def layer_from(data: dict[str, Any]) -> LayerSpec:
    """The :class:`LayerSpec` that :func:`to_data` wrote."""
    made = dict(data)
    for name in ("params", "call_params"):
        if name in made:
            made[name] = tuple([param_from(item) for item in made[name]])
    if "inputs" in made:
        made["inputs"] = tuple([PortSpec(**item) for item in made["inputs"]])
    if "outputs" in made:
        made["outputs"] = tuple([OutputSpec(**item) for item in made["outputs"]])
    for name in ("aliases", "pinyin", "ranks"):
        if name in made:
            made[name] = tuple(made[name])
    if "starter" in made:
        made["starter"] = decode(made["starter"])
    return LayerSpec(**made)


def object_from(data: dict[str, Any]) -> ObjectSpec:
    """The :class:`ObjectSpec` that :func:`to_data` wrote."""
    made = dict(data)
    made["params"] = tuple([param_from(item) for item in made.get("params", ())])
    made["identifiers"] = tuple(made.get("identifiers", ()))
    return ObjectSpec(**made)


def config_from(data: dict[str, Any]) -> ConfigSpec:
    """The :class:`ConfigSpec` that :func:`to_data` wrote."""
    made = dict(data)
    for name in ("parameters", "required"):
        made[name] = tuple(made.get(name, ()))
    for name in ("call", "made", "given"):
        made[name] = tuple([ArgumentSpec(**{**item, **_default(item)}) for item in made.get(name, ())])
    for name in ("values", "follows", "spellings"):
        if name in made:
            made[name] = decode(made[name])
    return ConfigSpec(**made)


def _default(data: dict[str, Any]) -> dict[str, Value]:
    return {"default": decode(data["default"])} if "default" in data else {}


def dumps(data: Any, indent: int = 0) -> str:
    """JSON with one line for whatever fits in a line: short to read, and a small change gives a small diff."""
    flat = json.dumps(data, ensure_ascii=False)
    if len(flat) + indent <= _WIDTH or not isinstance(data, (dict, list)) or not data:
        return flat
    pad = " " * (indent + 1)
    if isinstance(data, dict):
        lines = [f"{pad}{json.dumps(key)}: {dumps(item, indent + 1)}" for key, item in data.items()]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + dumps(item, indent + 1) for item in data) + "\n" + " " * indent + "]"
