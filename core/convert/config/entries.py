"""The layers, ops and models that a file lists, each with its calls, before any of it becomes part of a graph.

Does not belong here: parameters, the order of calls, what the document makes of them (graphs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.catalog.spec import ConfigSpec, LayerSpec
from core.convert.config.calls import Tensor, flat, parse
from core.convert.config.types import Types, is_functional, is_sequential
from core.graph.model import INPUT_TYPE

Kind = Literal["input", "layer", "op", "model", "unknown"]


@dataclass(slots=True)
class Call:
    """What one call of a layer was given, with its tensors found."""

    args: list[Any]
    kwargs: dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One layer, op or model of a file. ``first`` is the number that the file gives to its first call."""

    place: int
    name: str
    kind: Kind
    data: Mapping[str, Any]
    config: Mapping[str, Any]
    spec: LayerSpec | None = None
    known: ConfigSpec | None = None
    calls: list[Call] = field(default_factory=list)
    first: int = 0

    @property
    def class_name(self) -> str:
        return str(self.data.get("class_name", ""))


def read_entry(data: Any, place: int, types: Types) -> Entry | None:
    """The entry for one item of ``layers``; None for what is no serialized layer at all."""
    if not isinstance(data, Mapping) or not isinstance(data.get("class_name"), str):
        return None
    config = data.get("config")
    config = config if isinstance(config, Mapping) else {}
    name = data.get("name", config.get("name"))
    name = name if isinstance(name, str) and name else f"layer_{place + 1}"
    entry = Entry(place, name, "unknown", data, config)
    if is_functional(data) or is_sequential(data):
        entry.kind = "model"
    else:
        entry.spec = types.layer(data)
        entry.known = None if entry.spec is None else types.config(entry.spec.type)
        if entry.spec is not None and entry.known is not None:
            entry.kind = "op" if entry.spec.kind == "op" else "input" if entry.spec.type == INPUT_TYPE else "layer"
    entry.calls = _calls(data.get("inbound_nodes"))
    if entry.kind == "input" and not entry.calls:
        entry.calls = [Call([], {})]
    return entry


def _calls(data: Any) -> list[Call]:
    found = []
    for item in data if isinstance(data, (list, tuple)) else ():
        if isinstance(item, Mapping):
            args, kwargs = parse(item.get("args") or []), parse(item.get("kwargs") or {})
            found.append(Call(args if isinstance(args, list) else [args], kwargs if isinstance(kwargs, dict) else {}))
        else:
            found.append(Call([], {}))
    return found


def number_calls(entries: Mapping[str, Entry], ends: list[Tensor]) -> None:
    """Find out where the counting of calls begins: at 1 for nested functional models, which have a call of their own."""
    lowest: dict[str, int] = {}
    for entry in entries.values():
        for call in entry.calls:
            ends = ends + [leaf for leaf in flat([call.args, call.kwargs]) if isinstance(leaf, Tensor)]
    for tensor in ends:
        lowest[tensor.layer] = min(tensor.call, lowest.get(tensor.layer, tensor.call))
    for name, entry in entries.items():
        if entry.kind == "model" and "input_layers" in entry.config:
            entry.first = 1 if lowest.get(name, 1) >= 1 else 0
