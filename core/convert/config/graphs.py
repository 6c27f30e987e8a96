"""One functional model of a file as a graph: which calls there are, in which order, and what each is given.

Nodes, layers and their ids come out as ``from_keras`` gives them for the live model. What leads nowhere is left out and
said; what a file names that does not exist is left out and said. Does not belong here: single layers (layers), nested
models and their blocks (reader).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from core.convert.config.calls import (
    CALL_OF_MODEL,
    LOST,
    NotTold,
    Tensor,
    as_value,
    bound,
    flat,
    model_arguments,
    op_arguments,
    prune,
    references,
    tensors,
    without_defaults,
)
from core.convert.config.entries import Call, Entry, number_calls, read_entry
from core.convert.config.masks import Call as MaskCall
from core.convert.config.masks import Masks
from core.convert.config.order import Key, depths, sources_first
from core.convert.config.types import Types
from core.convert.structures import with_interface
from core.graph.model import Graph, Layer, Node, Structure
from core.graph.values import FrozenMap, Source, Value
from core.texts import text


class Surroundings(Protocol):
    """What a graph needs from the reading of the whole file."""

    @property
    def types(self) -> Types: ...

    def layer(self, entry: Entry, layer_id: str, frozen: bool, refused: str) -> Layer:
        """The layer of the document for an entry; ``refused`` says why it must be a placeholder ("" if it need not)."""

    def inputs_of(self, entry: Entry) -> tuple[list[str], bool]:
        """The names of a nested model's inputs in Keras's order, and whether they are a mapping."""

    def value(self, data: Any) -> Value:
        """A serialized object inside the arguments of a call."""

    def note(self, text: str) -> None:
        """Keep a sentence for the report."""


class GraphReader:
    """Reads one functional model. ``frozen``: an enclosing block already says that nothing is trainable."""

    def __init__(self, around: Surroundings, config: Mapping[str, Any], frozen: bool) -> None:
        self._around = around
        self._config = config
        self._frozen = frozen
        self._entries: dict[str, Entry] = {}
        self._layers: dict[str, Layer] = {}
        self._layer_ids: dict[int, str] = {}
        self._node_ids: dict[Key, str] = {}
        self._given: dict[Key, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._refused: dict[int, str] = {}

    def read(self, name: str) -> Graph:
        self._list_entries()
        inputs, outputs = references(self._config.get("input_layers")), references(self._config.get("output_layers"))
        number_calls(self._entries, tensors([inputs, outputs]))
        self._drop_lost_wires()
        inputs, outputs = self._existing(inputs, "input"), self._existing(outputs, "output")
        ordered = self._ordered(inputs, outputs)
        self._node_ids = {key: f"n{number}" for number, key in enumerate(ordered, 1)}
        several = Counter(key[0] for key in ordered)
        by_place = {entry.place: entry for entry in self._entries.values()}
        nodes: dict[str, Node] = {}
        for key in ordered:
            entry = by_place[key[0]]
            settings, given = self._given.get(key, ({}, {}))
            layer_id = self._layer_id(entry)
            if self._layers[layer_id].is_op and several[key[0]] == 1:
                params = {name: self._value(value) for name, value in settings.items()}
                self._layers[layer_id] = replace(self._layers[layer_id], params=FrozenMap(params))
            else:
                given = {**settings, **given}
            arguments = {name: self._value(value) for name, value in given.items() if value is not LOST}
            nodes[self._node_ids[key]] = Node(self._node_ids[key], layer_id, FrozenMap(arguments))
        graph = Graph(name=name, layers=FrozenMap(self._layers), nodes=FrozenMap(nodes))
        return with_interface(graph, self._structure(inputs), self._structure(outputs))

    def _list_entries(self) -> None:
        layers = self._config.get("layers")
        doubled: Counter[str] = Counter()
        for place, data in enumerate(layers if isinstance(layers, list) else ()):
            entry = read_entry(data, place, self._around.types)
            if entry is None:
                self._around.note(
                    text("Item {place} of the model's layers is no layer; it is left out.", place=place + 1)
                )
                continue
            wanted = entry.name
            while entry.name in self._entries:
                doubled[wanted] += 1
                entry.name = f"{wanted}_{doubled[wanted]}"
            if entry.name != wanted:
                self._around.note(
                    text(
                        "Several layers of the model are named {wanted!r}; wires that name it lead to the first of them.",
                        wanted=wanted,
                    )
                )
            self._entries[entry.name] = entry

    # --- references ---------------------------------------------------------------------------------------------------

    def _key(self, tensor: Tensor) -> Key | None:
        entry = self._entries.get(tensor.layer)
        if entry is None:
            return None
        index = tensor.call - entry.first
        return (entry.place, index) if 0 <= index < len(entry.calls) else None

    def _existing(self, structure: Any, what: str) -> Any:
        """The structure without tensors that do not exist, and without inputs that are none."""
        if isinstance(structure, Tensor):
            entry = self._entries.get(structure.layer)
            if entry is not None:
                structure = replace(structure, call=structure.call - entry.first_outside + entry.first)
            if self._key(structure) is None:
                self._around.note(
                    text(
                        "The model names {layer!r} as {what}, which has no such call; it is left out.",
                        layer=structure.layer,
                        what=what,
                    )
                )
                return None
            if what == "input" and entry is not None and entry.kind != "input":
                self._around.note(
                    text(
                        "The model names {layer!r} as input, which is no input layer; it is left out.",
                        layer=structure.layer,
                    )
                )
                return None
            return structure
        if isinstance(structure, dict):
            found = {key: self._existing(item, what) for key, item in structure.items()}
            return {key: item for key, item in found.items() if item is not None}
        if isinstance(structure, list):
            return [item for item in (self._existing(item, what) for item in structure) if item is not None]
        return None

    def _structure(self, structure: Any) -> Structure:
        if isinstance(structure, Tensor):
            return self._source(structure)
        if isinstance(structure, dict):
            return FrozenMap({key: self._structure(item) for key, item in structure.items()})
        return tuple(self._structure(item) for item in structure or ())

    # --- order --------------------------------------------------------------------------------------------------------

    def _ordered(self, inputs: Any, outputs: Any) -> list[Key]:
        """The inputs, then the calls that lead to an output as Keras lists them. Calls for carried masks are none."""
        calls = {
            (entry.place, index): call for entry in self._entries.values() for index, call in enumerate(entry.calls)
        }
        wires = {key: self._keys_of(call.tensors) for key, call in calls.items()}
        first = list(dict.fromkeys(key for leaf in flat(inputs) if (key := self._existing_key(leaf)) is not None))
        set_of_first = set(first)
        ends = [key for leaf in flat(outputs) if (key := self._existing_key(leaf)) is not None]
        if not ends:
            self._around.note(text("The model does not say what its outputs are; all that nothing uses are."))
            ends = list(calls)
        network = sources_first(wires, ends)
        depth = depths(wires, network)
        self._read_arguments(network)
        used = {key: self._keys_of(tensors(self._given[key])) for key in network}
        needed = set(sources_first(used, ends))
        places = {key[0] for key in (*network, *first)}
        for entry in self._entries.values():
            if entry.place not in places:
                self._around.note(text("{name!r} leads to no output of the model; it is left out.", name=entry.name))
        rest = [key for key in network if key in needed and key not in set_of_first]
        return [*first, *sorted(rest, key=lambda key: (-depth.get(key, 0), *key))]

    def _existing_key(self, leaf: Any) -> Key | None:
        return self._key(leaf) if isinstance(leaf, Tensor) else None

    def _keys_of(self, found: Iterable[Tensor]) -> list[Key]:
        return [key for tensor in found if (key := self._key(tensor)) is not None]

    def _drop_lost_wires(self) -> None:
        for entry in self._entries.values():
            for place, call in enumerate(entry.calls):
                lost = [tensor for tensor in call.tensors if self._key(tensor) is None]
                if not lost:
                    continue
                for tensor in lost:
                    self._around.note(
                        text(
                            "{name!r} takes an output of {layer!r} that the model does not have; the wire is left out.",
                            name=entry.name,
                            layer=tensor.layer,
                        )
                    )
                entry.calls[place] = Call.of(
                    [prune(item, self._exists) for item in call.args],
                    {name: prune(item, self._exists) for name, item in call.kwargs.items()},
                )

    def _exists(self, tensor: Tensor) -> bool:
        return self._key(tensor) is not None

    # --- arguments ----------------------------------------------------------------------------------------------------

    def _read_arguments(self, network: list[Key]) -> None:
        by_place = {entry.place: entry for entry in self._entries.values()}
        named = {key: self._named(by_place[key[0]], key) for key in network}
        masks = self._masks(network, named, by_place)
        for key in network:
            entry = by_place[key[0]]
            call = entry.calls[key[1]]
            if entry.kind == "op" and entry.spec is not None and entry.known is not None:
                try:
                    self._given[key] = op_arguments(entry.spec, entry.known, entry.config, call.args, call.kwargs)
                    continue
                except NotTold as unknown:
                    self._refused[entry.place] = text("It holds {unknown}.", unknown=unknown)
            given = {
                name: value for name, value in named[key].items() if not _is_injected(name, value, named[key], masks)
            }
            if entry.kind == "model":
                names, by_name = self._around.inputs_of(entry)
                given = model_arguments(names, by_name, [], given)
            self._given[key] = {}, given

    def _named(self, entry: Entry, key: Key) -> dict[str, Any]:
        """The arguments of a call by name, without defaults; those of an op are read elsewhere."""
        call = entry.calls[key[1]]
        if entry.kind == "op":
            return bound((), call.args, call.kwargs)
        known = CALL_OF_MODEL if entry.kind == "model" else () if entry.known is None else entry.known.call
        return without_defaults(bound(known, call.args, call.kwargs), known)

    def _masks(
        self, network: list[Key], named: Mapping[Key, dict[str, Any]], by_place: Mapping[int, Entry]
    ) -> Masks | None:
        """Who carries which mask; None where no call was given any."""
        if not any(_is_mask(name) for given in named.values() for name in given):
            return None
        calls = {}
        for key in network:
            entry = by_place[key[0]]
            call = entry.calls[key[1]]
            first = next(iter(named[key].values()), None)
            masking = entry.known.masking if entry.known is not None else "none"
            calls[key] = MaskCall(
                entry.class_name,
                entry.config,
                entry.kind == "op",
                masking,
                first,
                named[key].get("mask"),
                [call.args, call.kwargs],
            )
        return Masks(calls, network, self._key)

    def _value(self, value: Any) -> Value:
        return as_value(value, self._source, self._around.value)

    def _source(self, tensor: Tensor) -> Source | None:
        key = self._key(tensor)
        node_id = None if key is None else self._node_ids.get(key)
        return None if node_id is None else Source(node_id, tensor.output)

    def _layer_id(self, entry: Entry) -> str:
        if entry.place not in self._layer_ids:
            layer_id = f"l{len(self._layer_ids) + 1}"
            self._layer_ids[entry.place] = layer_id
            refused = self._refused.get(entry.place, "")
            self._layers[layer_id] = self._around.layer(entry, layer_id, self._frozen, refused)
        return self._layer_ids[entry.place]


def _is_mask(name: str) -> bool:
    return name == "mask" or name.endswith("_mask")


def _is_injected(name: str, value: Any, given: Mapping[str, Any], masks: Masks | None) -> bool:
    """True for a mask that the tensors carry anyway."""
    if masks is None or not _is_mask(name):
        return False
    owner = given.get(name.removesuffix("_mask")) if name != "mask" else next(iter(given.values()))
    return masks.is_carried(value, owner)
