"""A live functional Keras model from a graph: the one place where graphs become models.

Used for real (convert.to_keras) and, without weights, for model blocks inside shape inference. Nodes that lead to no
output are left out, as Keras leaves them out. Does not belong here: checks before building and messages for the user
(the callers), files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from core.analysis.calls import arrange, call_layer, call_model, call_op, interface
from core.analysis.instantiate import AutoNames, input_keywords, make_layer, making_models
from core.analysis.messages import explain
from core.errors import ConversionError
from core.graph.expand import expand_graph
from core.graph.inner_models import as_layer, model_name
from core.graph.model import Block, Graph, Layer
from core.graph.queries import input_nodes, node_edges, output_sources, structure_sources, topological_order, upstream
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.texts import text


class NodeError(Exception):
    """Building stopped at a node; ``cause`` is what Keras (or instantiation) said, ``inputs`` the shapes that arrived."""

    def __init__(self, node: str, layer: Layer, cause: Exception, inputs: tuple[Any, ...] = ()) -> None:
        super().__init__(str(cause))
        self.node = node
        self.layer = layer
        self.cause = cause
        self.inputs = inputs


@dataclass(frozen=True, slots=True)
class Network:
    """A built model, with the node ids (of the graph given) whose call made each of its layers and ops."""

    model: Any
    layer_nodes: Mapping[str, str]


Order = Callable[[Graph, Mapping[str, Value]], Sequence[str]]
"""Which layers of a block's graph, written out with these parameters, are made first (all that are given)."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What nested builds share: the blocks, the names of inner layers given so far, the blocks being built, and the order
    in which the layers inside are made."""

    blocks: Mapping[str, Block]
    names: AutoNames
    stack: tuple[str, ...] = ()
    order: Order | None = None


def build_network(
    graph: Graph, blocks: Mapping[str, Block], name: str, first: Sequence[str] = (), order: Order | None = None
) -> Network:
    """Build a graph without function blocks; NodeError where a node fails, ConversionError without a node.

    The layers in ``first`` are made in that order before any is called, those of nested models as ``order`` says.
    """
    return _build(graph, name, _Context(blocks, AutoNames(), order=order), first)


def build_block(layer: Layer, blocks: Mapping[str, Block]) -> Any:
    """The nested model of a model block's instance, named like the instance."""
    return _build_block(layer, _Context(blocks, AutoNames()))


def build_layer(layer: Layer, blocks: Mapping[str, Block], name: str | None = None) -> Any:
    """A new layer that no graph calls yet, with the models inside its parameters; ``name`` as for ``make_layer``."""
    return _build_layer(layer, _Context(blocks, AutoNames()), name)


def _build(graph: Graph, name: str, context: _Context, first: Sequence[str] = ()) -> Network:
    import keras

    outputs = interface(graph.outputs, [source.node for source in output_sources(graph)])
    sources = structure_sources(outputs)
    if not sources:
        raise ConversionError(text("The model {name!r} has no output: no layer is connected to an input.", name=name))
    needed = upstream(graph, (source.node for source in sources))
    order, cyclic = topological_order(graph)
    if needed & cyclic:
        raise ConversionError(
            text("The model {name!r} has a cycle; recurrence lives inside recurrent layers.", name=name)
        )
    inputs = graph.inputs
    if inputs is None:
        inputs = interface(None, [node_id for node_id in input_nodes(graph) if node_id in needed])
    needed |= {source.node for source in structure_sources(inputs)}
    builder = _Builder(graph, context)
    for layer_id in first:
        builder.make(layer_id)
    for node_id in order:
        if node_id in needed:
            builder.add(node_id)
    if not structure_sources(inputs):
        raise ConversionError(text("The model {name!r} has no input.", name=name))
    model = keras.Model(arrange(inputs, builder.tensor), arrange(outputs, builder.tensor), name=name)
    return Network(model, builder.layer_nodes)


def _build_block(layer: Layer, context: _Context) -> Any:
    blocks, stack = context.blocks, context.stack
    block = blocks.get(layer.class_name)
    if block is None:
        raise ConversionError(text("There is no block named {block!r} in this project.", block=layer.class_name))
    if block.name in stack:
        chain = " > ".join((*stack, block.name))
        raise ConversionError(
            text(
                "The block {block!r} contains itself ({chain}); a block cannot be part of itself.",
                block=block.name,
                chain=chain,
            )
        )
    values: dict[str, Value] = {**block.parameters, **layer.params}
    expansion = expand_graph(block.graph, blocks, values)
    for error in expansion.errors.values():
        raise error
    try:
        first = context.order(block.graph, values) if context.order is not None else ()
        model = _build(expansion.graph, layer.name, replace(context, stack=(*stack, block.name)), first).model
    except NodeError as error:
        inside = explain(error.cause, error.layer, error.inputs).sentence(error.layer.name)
        raise ConversionError(text("Inside the block {block!r}: {reason}", block=block.name, reason=inside)) from error
    if layer.params.get("trainable") is False:
        # Only ever this way round: saying True to a model would let what is frozen inside it train again.
        model.trainable = False
    return model


def _build_layer(layer: Layer, context: _Context, name: str | None = None) -> Any:
    with making_models(partial(_build_inner, context)):
        return make_layer(layer, name, context.names)


def _build_inner(context: _Context, value: KerasObject) -> Any:
    """The model inside a parameter. A wrapper holds one layer, so what is written out when built cannot stand there."""
    layer = as_layer(value)
    block = context.blocks.get(layer.class_name)
    if block is not None and block.kind == "function":
        raise ConversionError(
            text(
                "A layer can hold a nested model, and the block {block!r} is a function; make it a nested model.",
                block=block.name,
            )
        )
    if "/" in model_name(value):
        raise ConversionError(
            text("Keras takes no name with a '/' for a model. Received: {name!r}", name=model_name(value))
        )
    return _build_block(layer, context)


class _Builder:
    def __init__(self, graph: Graph, context: _Context) -> None:
        self.graph = graph
        self.context = context
        self.layer_nodes: dict[str, str] = {}
        self._layers: dict[str, Any] = {}
        self._tensors: dict[str, list[Any]] = {}
        self._layer_names = {layer.name for layer in graph.layers.values() if not layer.is_op}
        self._op_names: set[str] = set()
        # Ids of tensors and operations that this builder keeps alive, so no id is used twice.
        self._known: set[int] = set()
        self._named: set[int] = set()

    def tensor(self, source: Source) -> Any:
        made = self._tensors[source.node]
        if source.output >= len(made):
            raise ConversionError(
                text(
                    "{name!r} has {count} output(s); output {output} is asked for.",
                    name=self.graph.name_of(source.node),
                    count=len(made),
                    output=source.output + 1,
                )
            )
        return made[source.output]

    def make(self, layer_id: str) -> None:
        """Make the layer before it is called; NodeError if that fails."""
        layer = self.graph.layers[layer_id]
        try:
            self._live(layer)
        except Exception as error:
            node_id = next(node_id for node_id, node in self.graph.nodes.items() if node.layer == layer_id)
            raise NodeError(node_id, layer, error) from error

    def add(self, node_id: str) -> None:
        """Call the node's layer; NodeError if that fails."""
        node = self.graph.nodes[node_id]
        layer = self.graph.layers[node.layer]
        try:
            made = self._call(node_id, layer, node.arguments)
        except Exception as error:
            raise NodeError(node_id, layer, error, self._arriving(node_id)) from error
        self._tensors[node_id] = made
        self._known.update(id(tensor) for tensor in made)
        self._name_mask_ops(made)

    def _arriving(self, node_id: str) -> tuple[Any, ...]:
        sources = [edge.source for edge in node_edges(self.graph, node_id)]
        return tuple(
            tuple(self._tensors[source.node][source.output].shape)
            for source in sources
            if source.output < len(self._tensors.get(source.node, ()))
        )

    def _call(self, node_id: str, layer: Layer, arguments: FrozenMap[str, Value]) -> list[Any]:
        import keras

        if layer.is_op:
            outputs = call_op(layer, arguments, self.tensor)
            self._name_ops(node_id, layer.name, outputs)
            return outputs
        self.layer_nodes.setdefault(layer.name, node_id)
        if layer.is_input:
            return [keras.Input(**input_keywords(layer))]
        if layer.block is not None:
            model = self._live(layer)
            return call_model(model, layer, self.context.blocks[layer.block], arguments, self.tensor)
        return call_layer(self._live(layer), arguments, self.tensor)

    def _live(self, layer: Layer) -> Any:
        if layer.id not in self._layers:
            made = self._make(layer)
            self._layers[layer.id] = made
        return self._layers[layer.id]

    def _make(self, layer: Layer) -> Any:
        if layer.block is not None:
            return _build_block(layer, self.context)
        return _build_layer(layer, self.context)

    def _name_ops(self, node_id: str, name: str, outputs: list[Any]) -> None:
        """Give the operation behind an op node the node's name (an op function takes none); some ops are several."""
        for operation in self._operations_behind(outputs):
            operation.name = self._free_name(name)
            self.layer_nodes[operation.name] = node_id

    def _name_mask_ops(self, outputs: list[Any]) -> None:
        """Number the ops by which Keras computes masks as a new process would, not as this one happens to."""
        masks = [mask for tensor in outputs if (mask := getattr(tensor, "_keras_mask", None)) is not None]
        for operation in self._operations_behind(masks):
            operation.name = self._free_name(self.context.names.next(type(operation).__name__))

    def _operations_behind(self, tensors: list[Any]) -> list[Any]:
        """Operations (no layers) that were recorded on the way to the tensors and have no name from here yet."""
        import keras

        found: list[Any] = []
        pending = [tensor for tensor in tensors if isinstance(tensor, keras.KerasTensor)]
        for tensor in pending:  # Grows while it is walked.
            history = getattr(tensor, "_keras_history", None)
            if id(tensor) in self._known or history is None or isinstance(history.operation, keras.layers.Layer):
                continue
            operation = history.operation
            if operation is None or id(operation) in self._named:
                continue
            self._named.add(id(operation))
            found.append(operation)
            pending.extend(operation._inbound_nodes[history.node_index].input_tensors)
        return found

    def _free_name(self, name: str) -> str:
        free, number = name, 0
        while free in self._layer_names or free in self._op_names:
            number += 1
            free = f"{name}_{number}"
        self._op_names.add(free)
        return free
