"""From a live Keras model (functional or sequential) to a project: the exact inverse of ``to_keras``.

Shared layers become one layer with several calls, nested models become model blocks, classes that are not Keras's own
become placeholders that keep their JSON. The model is only read. Does not belong here: weights, files, positions (the
canvas lays out). Invariants: the same model gives the same project, ids included; nodes stand in the order of
``model.summary()``, inputs first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from core.analysis.instantiate import dtype_policy
from core.catalog.catalog import Catalog, load
from core.convert.from_keras_layers import Layers
from core.convert.from_keras_values import Unreadable, argument_value
from core.convert.imported import Imported, Placeholder
from core.convert.structures import QUANTIZED, Blocks, holds_raw, shared_model, with_interface
from core.errors import ConversionError
from core.graph.model import BLOCK_PREFIX, Graph, Layer, Node, Project, Structure
from core.graph.values import FrozenMap, KerasObject, Raw, Source, Value
from core.texts import text

DEFAULT_POLICY = "float32"


def from_keras(model: Any, catalog: Catalog | None = None) -> Project:
    """The project of a live model; ConversionError if it has no graph (a subclassed model)."""
    return read_model(model, catalog).project


def read_model(model: Any, catalog: Catalog | None = None) -> Imported:
    """As :func:`from_keras`, with a report of what could not be taken over as it is."""
    policy = _common_policy(model)
    with dtype_policy(policy):
        reader = _Reader(Layers(catalog or load()))
        functional = functional_of(model)
        if functional is not None:
            graph = reader.graph(functional, model.name, frozen=False)
        else:
            graph = reader.chain(model, model.name)
    project = Project(
        graph=graph,
        blocks=FrozenMap(reader.blocks.by_name),
        dtype_policy=None if policy == DEFAULT_POLICY else policy,
    )
    return Imported(project, tuple(reader.placeholders), tuple(dict.fromkeys(reader.notes)))


def functional_of(model: Any) -> Any | None:
    """The functional model that holds the graph of ``model``; None for anything without one."""
    import keras

    if isinstance(model, keras.Sequential):
        return model._functional
    if not isinstance(model, keras.Model) or not hasattr(model, "_nodes_by_depth"):
        return None
    # A subclass with a call of its own may do anything beside its graph.
    plain: Any = next((base for base in type(model).__mro__ if base.__name__ == "Functional"), None)
    return model if plain is not None and type(model).call is plain.call else None


@dataclass(slots=True)
class _Reader:
    """Reads a model and the models nested in it."""

    layers: Layers
    blocks: Blocks = field(default_factory=Blocks)
    placeholders: list[Placeholder] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _block_of: dict[int, str] = field(default_factory=dict)
    _home_of: dict[int, int] = field(default_factory=dict)
    _held_models: set[int] = field(default_factory=set)

    def graph(self, functional: Any, name: str, frozen: bool) -> Graph:
        """The graph of a functional model. ``frozen``: an enclosing block already says that nothing is trainable."""
        return _GraphReader(self, functional, frozen).read(name)

    def chain(self, model: Any, name: str, frozen: bool = False) -> Graph:
        """The layers of a Sequential model that does not know its input yet, in a row without an input."""
        import keras

        if not isinstance(model, keras.Sequential):
            kind = type(model).__name__
            raise ConversionError(
                text(
                    "Only a functional or sequential model has a graph that can be drawn; a class with a call of its "
                    "own has none. Received: {kind!r}",
                    kind=kind,
                )
            )
        layers: dict[str, Layer] = {}
        nodes: dict[str, Node] = {}
        for number, live in enumerate(model.layers, 1):
            layer = self.layer(live, f"l{number}", frozen)
            layers[layer.id] = layer
            arguments = {self.layers.first_argument(live): Source(f"n{number - 1}")} if nodes else {}
            nodes[f"n{number}"] = Node(f"n{number}", layer.id, FrozenMap(arguments))
        self.notes.append(text("The model {name!r} does not say what it takes; give it an Input.", name=model.name))
        return Graph(name=name, layers=FrozenMap(layers), nodes=FrozenMap(nodes))

    def layer(self, live: Any, layer_id: str, frozen: bool, home: int = 0) -> Layer:
        """The layer of the document for a live layer, op or nested model; ``home`` tells models apart."""
        inner = functional_of(live)
        self._note_sharing(live, home)
        if inner is not None:
            if id(live) in self._held_models:
                self.notes.append(shared_model(live.name))
            return self._nested(live, inner, layer_id, frozen)
        try:
            type_name, params = self.layers.describe(live, self._held)
        except Unreadable as unknown:
            return self._placeholder(live, layer_id, text("It holds {unknown}.", unknown=unknown))
        if type_name is None:
            return self._placeholder(live, layer_id, text("Its class is not one of Keras's own."))
        for parameter, value in params.items():
            if holds_raw(value):
                self.notes.append(
                    text(
                        "The parameter {parameter!r} of {name!r} holds something that is not Keras's own; it is kept as "
                        "it is, but cannot be built.",
                        parameter=parameter,
                        name=live.name,
                    )
                )
        if frozen:
            params = params.remove(("trainable",))
        if self.layers.needs_adapt(live):
            self.notes.append(
                text(
                    "{name!r} has learned its state from data, which a project does not hold: adapt it again.",
                    name=live.name,
                )
            )
        return Layer(layer_id, type_name, live.name, params)

    def _note_sharing(self, live: Any, home: int) -> None:
        if self._home_of.setdefault(id(live), home) != home and getattr(live, "weights", None):
            self.notes.append(
                text(
                    "{name!r} is shared between a model and a model inside it; a project cannot say so, and each "
                    "gets weights of its own.",
                    name=live.name,
                )
            )

    def _held(self, live: Any) -> KerasObject | None:
        """The model inside a wrapper (TimeDistributed) as an instance of its block; None for a plain layer."""
        import keras

        inner = functional_of(live)
        if inner is None and not isinstance(live, keras.Sequential):
            return None
        if id(live) in self._block_of:
            self.notes.append(shared_model(live.name))
        self._held_models.add(id(live))
        layer = self._nested(live, inner, "", False)
        params = layer.params if layer.block == live.name else layer.params.set("name", live.name)
        return KerasObject(layer.type, params)

    def _nested(self, live: Any, inner: Any, layer_id: str, frozen: bool) -> Layer:
        name = self._block_of.get(id(live))
        if name is None:
            stopped = frozen or not live.trainable
            graph = self.graph(inner, "", stopped) if inner is not None else self.chain(live, "", stopped)
            name = self.blocks.name_for(live.name, graph)
            self._block_of[id(live)] = name
        params = {} if live.trainable or frozen else {"trainable": False}
        return Layer(layer_id, BLOCK_PREFIX + name, live.name, FrozenMap(params))

    def _placeholder(self, live: Any, layer_id: str, reason: str) -> Layer:
        self.placeholders.append(Placeholder(live.name, type(live).__name__, reason))
        type_name, raw = self.layers.serialized(live)
        return Layer(layer_id, type_name, live.name, raw=raw)


class _GraphReader:
    """Reads one functional model."""

    def __init__(self, reader: _Reader, functional: Any, frozen: bool) -> None:
        self.reader = reader
        self.functional = functional
        self.frozen = frozen
        self.layers: dict[str, Layer] = {}
        self.layer_ids: dict[int, str] = {}
        self.node_ids: dict[tuple[int, int], str] = {}
        self._calls: dict[tuple[int, int], tuple[dict[str, Any], dict[str, Any]]] = {}

    def read(self, name: str) -> Graph:
        ordered = list(self._ordered())
        self.node_ids = {key: f"n{number}" for number, (key, _) in enumerate(ordered, 1)}
        several = Counter(key[0] for key, _ in ordered)
        nodes: dict[str, Node] = {}
        for key, operation in ordered:
            settings, given = self._calls[key]
            layer_id = self._layer_id(operation)
            if self.layers[layer_id].is_op and several[key[0]] == 1:
                params = {name: self._value(operation, value) for name, value in settings.items()}
                self.layers[layer_id] = replace(self.layers[layer_id], params=FrozenMap(params))
            else:
                given = {**settings, **given}
            arguments = {name: self._value(operation, value) for name, value in given.items()}
            nodes[self.node_ids[key]] = Node(self.node_ids[key], layer_id, FrozenMap(arguments))
        graph = Graph(name=name, layers=FrozenMap(self.layers), nodes=FrozenMap(nodes))
        inputs, outputs = self.functional._inputs_struct, self.functional._outputs_struct
        return with_interface(graph, self._structure(inputs), self._structure(outputs))

    def _ordered(self) -> Iterator[tuple[tuple[int, int], Any]]:
        """The calls that lead to an output, as Keras lists them, after the inputs. Calls for carried masks are none."""
        needed = self._needed()
        inputs = [_key(tensor) for tensor in self.functional.inputs]
        for tensor in self.functional.inputs:
            yield _key(tensor), tensor._keras_history.operation
        depths = {id(node): depth for depth, nodes in self.functional._nodes_by_depth.items() for node in nodes}
        calls = [
            (-depths.get(id(node), 0), place, index, operation)
            for place, operation in enumerate(self.functional.operations)
            for index, node in enumerate(operation._inbound_nodes)
            if (id(operation), index) in needed and (id(operation), index) not in inputs
        ]
        for _, _, index, operation in sorted(calls, key=lambda call: call[:3]):
            yield (id(operation), index), operation

    def _needed(self) -> set[tuple[int, int]]:
        import keras

        inputs = {_key(tensor) for tensor in self.functional.inputs}
        for key in inputs:
            self._calls[key] = {}, {}
        waiting = list(self.functional.outputs)
        while waiting:
            tensor = waiting.pop()
            key = _key(tensor)
            if key in self._calls:
                continue
            history = tensor._keras_history
            operation = history.operation
            call = operation._inbound_nodes[history.node_index]
            self._calls[key] = self.reader.layers.call(operation, functional_of(operation), call.arguments)
            given = keras.tree.flatten(self._calls[key])
            waiting.extend(item for item in given if isinstance(item, keras.KerasTensor))
        return set(self._calls)

    def _layer_id(self, operation: Any) -> str:
        key = id(operation)
        if key not in self.layer_ids:
            layer_id = f"l{len(self.layer_ids) + 1}"
            self.layer_ids[key] = layer_id
            self.layers[layer_id] = self.reader.layer(operation, layer_id, self.frozen, id(self.functional))
        return self.layer_ids[key]

    def _value(self, operation: Any, value: Any) -> Value:
        try:
            return argument_value(value, self._source)
        except Unreadable as unknown:
            self.reader.notes.append(
                text(
                    "The call of {name!r} was given {unknown}, which a project cannot hold.",
                    name=operation.name,
                    unknown=unknown,
                )
            )
            return Raw(json.dumps(repr(value)))

    def _source(self, tensor: Any) -> Source:
        return Source(self.node_ids[_key(tensor)], tensor._keras_history.tensor_index)

    def _structure(self, structure: Any) -> Structure:
        if isinstance(structure, dict):
            return FrozenMap({str(key): self._structure(item) for key, item in structure.items()})
        if isinstance(structure, (list, tuple)):
            return tuple(self._structure(item) for item in structure)
        return self._source(structure)


def _key(tensor: Any) -> tuple[int, int]:
    history = tensor._keras_history
    return id(history.operation), history.node_index


def _common_policy(model: Any) -> str:
    """The dtype policy that most layers have; the first of them where several are as common.

    Never a quantized one: only some layers can have it, and each says so itself.
    """
    counts = Counter(_policies(model))
    return max(counts, key=lambda name: counts[name]) if counts else DEFAULT_POLICY


def _policies(model: Any) -> Iterator[str]:
    import keras

    for layer in getattr(model, "layers", ()):
        if functional_of(layer) is not None:
            yield from _policies(layer)
        elif not isinstance(layer, keras.layers.InputLayer) and QUANTIZED not in layer.dtype_policy.name:
            yield str(layer.dtype_policy.name)
