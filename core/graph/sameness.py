"""Whether two projects say the same, whatever their ids, the order of their nodes, and where things are drawn.

What a node is follows from its layer and from what leads to it. Does not belong here: which nodes of two different
projects correspond (matching). Invariant: projects that are built to different models are never the same.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import replace

from core.errors import ConversionError
from core.graph.expand import expand_graph
from core.graph.expressions import evaluate
from core.graph.inner_models import layer_blocks
from core.graph.model import Block, Graph, Layer, Project, Structure
from core.graph.queries import input_nodes, output_sources, shared_layers, topological_order, upstream
from core.graph.values import (
    EMPTY,
    Expression,
    FrozenMap,
    KerasObject,
    Slice,
    Source,
    Value,
    exact_key,
    map_sources,
)


def same_project(one: Project, other: Project) -> bool:
    """True if graphs, blocks, dtype policy, compile and fit settings are equal up to layout and ids.

    What nothing leads to an output from does not count: it is no part of the model. Names of the inputs of function blocks
    and sizes written at them do not count either: they only name places.
    """
    return said(one) == said(other)


def same_graph(one: Graph, other: Graph, blocks: Mapping[str, Block] | None = None) -> bool:
    """True if two graphs are equal up to layout and ids, with these blocks for both."""
    return _graph(one, blocks or {}) == _graph(other, blocks or {})


def said(project: Project) -> tuple[str, ...]:
    """What a project says, as texts that are equal only where it is the same: the graph, blocks, policy, settings."""
    used: dict[str, str] = {}
    graph = _written_out(project.graph, project.blocks)
    waiting = [graph]
    while waiting:
        for layer in waiting.pop().layers.values():
            for name in layer_blocks(layer):
                if name not in project.blocks or name in used:
                    continue
                block = project.blocks[name]
                block = replace(block, graph=_written_out(block.graph, project.blocks))
                used[block.name] = _block(block, project.blocks)
                waiting.append(block.graph)
    training = project.training
    parts = (training.compile.optimizer, training.compile.loss, training.compile.metrics, training.compile.loss_weights)
    return (
        graph.name,
        _graph(graph, project.blocks),
        "\n".join(f"{name!r}: {used[name]}" for name in sorted(used)),
        exact_key(_plain(project.dtype_policy)),
        exact_key(tuple(_plain(part) for part in parts)),
        exact_key(_plain(training.compile.options)),
    )


def _written_out(graph: Graph, blocks: Mapping[str, Block]) -> Graph:
    """The graph with those function blocks written out of which one instance is called several times: it shares layers."""
    while True:
        shared = {graph.layers[layer_id].block for layer_id in shared_layers(graph)}
        names = [name for name in shared if name in blocks and name is not None and blocks[name].kind == "function"]
        if not names:
            return graph
        expansion = expand_graph(graph, {name: blocks[name] for name in names})
        if expansion.errors:
            return graph
        graph = expansion.graph


def _block(block: Block, blocks: Mapping[str, Block]) -> str:
    function = block.kind == "function"
    graph = _graph(block.graph, blocks, function)
    return f"{block.kind} {exact_key(_plain(block.parameters))} {block.description!r} {graph}"


def _graph(graph: Graph, blocks: Mapping[str, Block], places_only: bool = False) -> str:
    """The graph as one text. ``places_only``: inputs count by their place alone."""
    outputs: Structure = graph.outputs
    if outputs is None:
        found = tuple(output_sources(graph))
        outputs = found[0] if len(found) == 1 else found
    inputs = input_nodes(graph)
    structure = graph.inputs
    if structure is None:
        needed = upstream(graph, (source.node for source in output_sources(graph)))
        inputs = [node_id for node_id in inputs if node_id in needed]
        structure = Source(inputs[0]) if len(inputs) == 1 else tuple(map(Source, inputs))
    numbers = {node_id: place for place, node_id in enumerate(inputs)}
    order, cyclic = topological_order(graph)
    keys: dict[str, str] = dict.fromkeys(cyclic, "cycle")
    for node_id in order:
        node = graph.nodes[node_id]
        layer = graph.layers[node.layer]
        if node_id in numbers and places_only:
            keys[node_id] = f"input {numbers[node_id]}"
            continue
        arguments = _arguments(node.arguments, layer, blocks)
        if layer.is_op:
            # Keras keeps the settings of an op with its call; a document may keep them with either.
            arguments, layer = layer.params.update(node.arguments), replace(layer, params=EMPTY)
        mark = " bypassed" if node.bypassed else ""
        keys[node_id] = _digest(f"{_layer(layer)}{mark} {exact_key(_named(arguments, keys))}")
    if not output_sources(graph):  # pieces that are no model yet
        return " ".join(sorted(keys.values()))
    return f"{exact_key(_named(structure, keys))} -> {exact_key(_named(outputs, keys))}"


def _arguments(arguments: FrozenMap[str, Value], layer: Layer, blocks: Mapping[str, Block]) -> Value:
    """The arguments; those of a function block by the place of its inputs."""
    block = blocks.get(layer.block or "")
    if block is None or block.kind != "function":
        return arguments if len(arguments) != 1 or layer.is_op else FrozenMap({"0": next(iter(arguments.values()))})
    places: dict[str, Value] = {}
    for place, node_id in enumerate(input_nodes(block.graph)):
        name = block.graph.name_of(node_id)
        if name in arguments or str(place) in arguments:
            places[str(place)] = arguments.get(name, arguments.get(str(place)))
    return FrozenMap(places)


def _layer(layer: Layer) -> str:
    params = layer.params
    if layer.block is not None and params.get("trainable") is True:
        params = params.remove(("trainable",))  # instances are, unless they say that they are not
    parts = (layer.type, layer.name, exact_key(_plain(params)), exact_key(_plain(layer.repeat)), layer.raw)
    return repr(parts)


def _named(value: Value | Structure, keys: Mapping[str, str]) -> Value:
    """The value with each source replaced by what its node is."""
    return map_sources(_plain(value), lambda source: f"{keys.get(source.node, '?')}:{source.output}")


def _plain(value: Value | Structure) -> Value:
    """The value with every expression in one spelling."""
    if isinstance(value, Expression):
        try:
            return Expression(ast.unparse(_Folded().visit(ast.parse(value.text.strip(), mode="eval"))))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return value
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, FrozenMap):
        return FrozenMap({key: _plain(item) for key, item in value.items()})
    if isinstance(value, KerasObject):
        return KerasObject(value.type, FrozenMap({key: _plain(item) for key, item in value.params.items()}))
    if isinstance(value, Slice):
        return Slice(_plain(value.start), _plain(value.stop), _plain(value.step))
    return value


class _Folded(ast.NodeTransformer):
    """Arithmetic on numbers alone becomes its result."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)):
            return node
        try:
            made = evaluate(ast.unparse(node), EMPTY)
        except ConversionError:
            return node
        return ast.Constant(made) if isinstance(made, (bool, int, float, str)) else node


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
