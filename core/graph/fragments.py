"""Pieces of a graph that travel: what copy, cut, duplicate and paste move.

A fragment is itself a :class:`~core.graph.model.Graph`. Wires from outside the selection are dropped on copy; the
rest keeps its structure, shared layers included. Does not belong here: the text form (storage.schema).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.graph.model import Graph, Layout, Node
from core.graph.naming import fresh_ids, unique_among
from core.graph.queries import node_edges
from core.graph.values import FrozenMap, Source, Value, map_sources, remove_at


def extract(graph: Graph, node_ids: Iterable[str], *, keep_outer: bool = False) -> Graph:
    """The sub-graph of ``node_ids``; with ``keep_outer`` wires from outside stay (they name nodes of ``graph``)."""
    wanted = set(node_ids)
    nodes: dict[str, Node] = {}
    for node_id, node in graph.nodes.items():
        if node_id not in wanted:
            continue
        arguments: Value = node.arguments
        if not keep_outer:
            for edge in reversed(list(node_edges(graph, node_id))):
                if edge.source.node not in wanted:
                    arguments = remove_at(arguments, edge.path)
        nodes[node_id] = replace(node, arguments=arguments)  # type: ignore[arg-type]
    called = {node.layer for node in nodes.values()}
    layout = Layout(
        positions=FrozenMap({key: place for key, place in graph.layout.positions.items() if key in wanted}),
        direction=graph.layout.direction,
    )
    return Graph(
        name=graph.name,
        layers=FrozenMap({key: layer for key, layer in graph.layers.items() if key in called}),
        nodes=FrozenMap(nodes),
        layout=layout,
    )


def insert(
    graph: Graph,
    fragment: Graph,
    *,
    offset: tuple[float, float] = (0.0, 0.0),
    share: bool = False,
) -> tuple[Graph, dict[str, str]]:
    """Paste a fragment under fresh ids and unique names; returns the graph and old id -> new id of the nodes.

    Sources that name nodes neither of the fragment nor of ``graph`` are dropped. With ``share`` the pasted nodes call
    the layers that are in ``graph`` already (shared weights) instead of copies.
    """
    layer_ids: dict[str, str] = {}
    layers = dict(graph.layers)
    taken = {layer.name for layer in graph.layers.values()}
    ids = fresh_ids(graph.layers, "l")
    for layer_id, layer in fragment.layers.items():
        if share and layer_id in graph.layers and graph.layers[layer_id].type == layer.type:
            layer_ids[layer_id] = layer_id
            continue
        fresh, name = next(ids), unique_among(taken, layer.name)
        taken.add(name)
        layer_ids[layer_id] = fresh
        layers[fresh] = replace(layer, id=fresh, name=name)
    ids = fresh_ids(graph.nodes, "n")
    node_ids = {node_id: next(ids) for node_id in fragment.nodes}

    def moved(source: Source) -> Source | None:
        if source.node in node_ids:
            return Source(node_ids[source.node], source.output)
        return source if source.node in graph.nodes else None

    nodes: dict[str, Node] = {}
    for node_id, node in fragment.nodes.items():
        arguments: Value = node.arguments
        for edge in reversed(list(node_edges(fragment, node_id))):
            if moved(edge.source) is None:
                arguments = remove_at(arguments, edge.path)
        arguments = map_sources(arguments, moved)
        fresh = node_ids[node_id]
        nodes[fresh] = Node(fresh, layer_ids[node.layer], arguments, node.bypassed)  # type: ignore[arg-type]
    dx, dy = offset
    positions = {
        node_ids[key]: (x + dx, y + dy) for key, (x, y) in fragment.layout.positions.items() if key in node_ids
    }
    made_graph = replace(
        graph,
        layers=FrozenMap(layers),
        nodes=graph.nodes.update(nodes),
        layout=replace(graph.layout, positions=graph.layout.positions.update(positions)),
    )
    return made_graph, node_ids
