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
    """The sub-graph of ``node_ids``, which may name frames and notes too.

    With ``keep_outer`` wires from outside stay (they name nodes of ``graph``).
    """
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
        positions=FrozenMap({key: place for key, place in graph.layout.positions.items() if key in nodes}),
        frames=FrozenMap({key: frame for key, frame in graph.layout.frames.items() if key in wanted}),
        notes=FrozenMap({key: note for key, note in graph.layout.notes.items() if key in wanted}),
        collapsed=frozenset(graph.layout.collapsed & nodes.keys()),
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
    """Paste a fragment under fresh ids and unique names; returns the graph and old id -> new id of nodes, frames and notes.

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
    layout, pasted = _with_decorations(graph.layout, fragment.layout, dx, dy)
    layout = replace(
        layout,
        positions=layout.positions.update(positions),
        collapsed=layout.collapsed | {node_ids[key] for key in fragment.layout.collapsed if key in node_ids},
    )
    made_graph = replace(graph, layers=FrozenMap(layers), nodes=graph.nodes.update(nodes), layout=layout)
    return made_graph, {**pasted, **node_ids}


def _with_decorations(layout: Layout, other: Layout, dx: float, dy: float) -> tuple[Layout, dict[str, str]]:
    """The layout with the frames and notes of another one under fresh ids, and old id -> new id."""
    if not other.frames and not other.notes:
        return layout, {}
    ids = fresh_ids({**layout.frames, **layout.notes}, "d")
    made = {key: next(ids) for key in (*other.frames, *other.notes)}
    frames = {made[k]: replace(f, id=made[k], x=f.x + dx, y=f.y + dy) for k, f in other.frames.items()}
    notes = {made[k]: replace(n, id=made[k], x=n.x + dx, y=n.y + dy) for k, n in other.notes.items()}
    return replace(layout, frames=layout.frames.update(frames), notes=layout.notes.update(notes)), made
