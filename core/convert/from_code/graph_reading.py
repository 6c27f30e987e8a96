"""A graph of the document as calls of the code: models of ``keras.applications`` are read this way.

Does not belong here: how such a graph is made (core.convert.applications).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.values import Call, Layer, Model, Tensor
from core.graph.model import Graph, Project, Structure
from core.graph.queries import input_nodes, output_sources, topological_order
from core.graph.values import FrozenMap, Source, Value, walk_sources


def graph_tensors(m: Machine, project: Project, fed: Mapping[int, Tensor], line: int) -> tuple[Any, Any]:
    """The inputs and outputs of the project's main graph; ``fed`` gives tensors for some of its inputs, by number."""
    return _Reader(m, project, line).read(project.graph, fed)


class _Reader:
    def __init__(self, m: Machine, project: Project, line: int) -> None:
        self.m = m
        self.project = project
        self.line = line
        self.models: dict[str, Model] = {}

    def read(self, graph: Graph, fed: Mapping[int, Tensor]) -> tuple[Any, Any]:
        inputs = input_nodes(graph)
        made: dict[str, Any] = {inputs[number]: tensor.call for number, tensor in fed.items() if number < len(inputs)}
        layers: dict[str, Layer] = {}
        highest: dict[str, int] = {}
        for node in graph.nodes.values():
            for _, source in walk_sources(node.arguments):
                highest[source.node] = max(highest.get(source.node, 0), source.output)
        order = {node_id: place for place, node_id in enumerate(topological_order(graph)[0])}
        for node_id in sorted(order, key=lambda key: (key not in inputs, order[key])):
            if node_id in made:
                continue
            node = graph.nodes[node_id]
            if node.layer not in layers:
                layers[node.layer] = self._layer(graph, node.layer)
            arguments = {key: _thawed(value, made) for key, value in node.arguments.items()}
            layer = layers[node.layer]
            made[node_id] = self.m.add_call(layer, arguments, self.line, highest.get(node_id, 0) + 1)
        outputs: Structure = graph.outputs
        if outputs is None:
            found = tuple(output_sources(graph))
            outputs = found[0] if len(found) == 1 else found
        structure: Structure = graph.inputs
        if structure is None:
            structure = Source(inputs[0]) if len(inputs) == 1 else tuple(Source(node_id) for node_id in inputs)
        return _thawed(structure, made), _thawed(outputs, made)

    def _layer(self, graph: Graph, layer_id: str) -> Layer:
        layer = graph.layers[layer_id]
        params = dict(layer.params)
        trainable = False if params.get("trainable") is False else None
        if layer.block is not None and layer.block in self.project.blocks:
            inner = Model("model", layer.name, {}, self.line, has_name=True, origin="application")
            inner.inputs, inner.outputs = self.read(self.project.blocks[layer.block].graph, {})
            inner.trainable = trainable
            return inner
        made = Layer(layer.type, layer.name, params, self.line, layer.raw, has_name=True)
        made.trainable = trainable
        return self.m.add_layer(made)


def _thawed(value: Value | Structure, made: Mapping[str, Call]) -> Any:
    """A value of the document with tensors in the places of sources."""
    if isinstance(value, Source):
        return made[value.node].tensor(value.output)
    if isinstance(value, tuple):
        items = [_thawed(item, made) for item in value]
        return items if any(isinstance(item, (Tensor, list, dict)) for item in items) else tuple(items)
    if isinstance(value, FrozenMap):
        return {key: _thawed(item, made) for key, item in value.items()}
    return value
