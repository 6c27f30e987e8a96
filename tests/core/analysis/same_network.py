"""Two graphs compared by what they compute: types, parameters, wiring in order, shared weights, inputs and outputs.

Ids, names and the order of nodes do not count; parameters count with their defaults. Written without the code under test.
"""

from __future__ import annotations

import hashlib
from typing import Any

from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind
from core.graph.expand import expand
from core.graph.model import Graph, Project
from core.graph.queries import input_nodes, node_edges, output_sources, topological_order
from core.graph.values import FrozenMap, Source, Value, exact_key, map_sources


def written_out(project: Project) -> Graph:
    return expand(project).graph


def assert_same(one: Graph, other: Graph, catalog: Catalog) -> list[tuple[str, str]]:
    """Asserts that the graphs are the same network; the pairs of nodes that correspond, outputs' ancestors only."""
    first, second = _Description(one, catalog), _Description(other, catalog)
    assert first.outputs == second.outputs
    assert first.entries == second.entries
    assert sorted(first.hashes.values()) == sorted(second.hashes.values())
    return list(zip(first.order, second.order, strict=True))


class _Description:
    """Nodes numbered from the outputs upwards, in the order of arguments."""

    def __init__(self, graph: Graph, catalog: Catalog) -> None:
        self._graph, self._catalog = graph, catalog
        inputs = input_nodes(graph)
        self._inputs = {node_id: f"input {number}" for number, node_id in enumerate(inputs)}
        self.numbers: dict[str, int] = {}
        self.order: list[str] = []
        self._layers: dict[str, int] = {}
        self.entries: list[Any] = []
        found = output_sources(graph)
        for source in found:
            self._visit(source.node)
        self.outputs = [(self.numbers[source.node], source.output) for source in found]
        self.hashes: dict[str, str] = {}
        for node_id in topological_order(graph)[0]:
            before = self._arguments(node_id, lambda source: Source(self.hashes[source.node], source.output))
            text = f"{self._inputs.get(node_id)} {self._what(node_id)} {before}"
            self.hashes[node_id] = hashlib.sha256(text.encode()).hexdigest()

    def _visit(self, last: str) -> None:
        stack = [last]
        while stack:
            node_id = stack[-1]
            before = [edge.source.node for edge in node_edges(self._graph, node_id)]
            waiting = [source for source in before if source not in self.numbers]
            if waiting:
                stack.extend(reversed(waiting))
                continue
            stack.pop()
            if node_id in self.numbers:
                continue
            self.numbers[node_id] = len(self.order)
            self.order.append(node_id)
            layer = self._layers.setdefault(self._graph.nodes[node_id].layer, len(self._layers))
            arguments = self._arguments(node_id, lambda source: Source(str(self.numbers[source.node]), source.output))
            self.entries.append((layer, self._inputs.get(node_id), self._what(node_id), arguments))

    def _arguments(self, node_id: str, change: Any) -> str:
        return exact_key(map_sources(self._graph.nodes[node_id].arguments, change))

    def _what(self, node_id: str) -> str:
        layer = self._graph.layer_of(node_id)
        spec = self._catalog.get(layer.type)
        params: dict[str, Value] = dict(layer.params)
        for param in spec.params if spec is not None else ():
            params.setdefault(param.name, param.default)
            if param.kind == ParamKind.INT_OR_TUPLE and isinstance(params[param.name], int):
                params[param.name] = (params[param.name],) * param.length
        return f"{layer.type} {exact_key(FrozenMap(params))} {exact_key(layer.repeat)} {layer.raw!r}"
