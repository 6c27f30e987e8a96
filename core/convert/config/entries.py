"""The layers, ops and models that a file lists, each with its calls, before any of it becomes part of a graph.

Does not belong here: parameters, the order of calls, what the document makes of them (graphs).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.catalog.spec import ConfigSpec, LayerSpec
from core.convert.config.calls import Tensor, parse, tensors
from core.convert.config.types import Types, is_functional, is_sequential
from core.graph.model import INPUT_TYPE

Kind = Literal["input", "layer", "op", "model", "unknown"]


@dataclass(slots=True)
class Call:
    """What one call of a layer was given, and the tensors inside in Keras's order."""

    args: list[Any]
    kwargs: dict[str, Any]
    tensors: list[Tensor]

    @classmethod
    def of(cls, args: list[Any], kwargs: dict[str, Any]) -> Call:
        """The call with these arguments."""
        return cls(args, kwargs, tensors([args, kwargs]))


@dataclass(slots=True)
class Entry:
    """One layer, op or model of a file.

    ``first`` is the number that the file gives to its first call in arguments, ``first_outside`` elsewhere.
    """

    place: int
    name: str
    kind: Kind
    data: Mapping[str, Any]
    config: Mapping[str, Any]
    spec: LayerSpec | None = None
    known: ConfigSpec | None = None
    calls: list[Call] = field(default_factory=list)
    first: int = 0
    first_outside: int = 0

    @property
    def class_name(self) -> str:
        return str(self.data.get("class_name", ""))


def read_entry(data: Any, place: int, types: Types, with_calls: bool = True) -> Entry | None:
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
    if not with_calls:
        return entry
    entry.calls = _calls(data.get("inbound_nodes"))
    if entry.kind == "input" and not entry.calls:
        entry.calls = [Call.of([], {})]
    return entry


def _calls(data: Any) -> list[Call]:
    found = []
    for item in data if isinstance(data, (list, tuple)) else ():
        if isinstance(item, Mapping):
            args, kwargs = parse(item.get("args") or []), parse(item.get("kwargs") or {})
            found.append(
                Call.of(args if isinstance(args, list) else [args], kwargs if isinstance(kwargs, dict) else {})
            )
        else:
            found.append(Call.of([], {}))
    return found


def number_calls(entries: Mapping[str, Entry], outside: Iterable[Tensor]) -> None:
    """Find out from where the calls of nested functional models are counted.

    Such a model has a call of its own before all others. Keras 3 counts it where a file names inputs and outputs
    (``outside``), not in the arguments of calls; older versions counted it everywhere. A file names every call, so that
    way of counting is right under which each is named.
    """
    inside: dict[str, set[int]] = {}
    for entry in entries.values():
        for call in entry.calls:
            for tensor in call.tensors:
                inside.setdefault(tensor.layer, set()).add(tensor.call)
    named: dict[str, set[int]] = {}
    for tensor in outside:
        named.setdefault(tensor.layer, set()).add(tensor.call)
    for name, entry in entries.items():
        if entry.kind == "model" and "input_layers" in entry.config:
            elsewhere = named.get(name, set())
            entry.first_outside = 0 if 0 in elsewhere else 1
            known = {number - entry.first_outside for number in elsewhere}
            wanted = set(range(len(entry.calls)))
            given = inside.get(name, set())
            missing = [len(wanted - known - {number - first for number in given}) for first in (0, 1)]
            entry.first = 0 if missing[0] <= missing[1] else 1
