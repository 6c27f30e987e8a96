"""Nodes leave a graph: with their wires, the layers that nothing calls any more, and their places in the interface.

Pure functions like those of :mod:`core.graph.edits`. Does not belong here: single wires and arguments (edits), frames and
notes (edits). Invariant: nothing that stays names a node that went.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.graph.model import Graph, Node, Structure
from core.graph.queries import node_edges
from core.graph.reroutes import closed_up, live
from core.graph.values import FrozenMap, Source, Value, map_sources, remove_at


def remove_nodes(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Remove nodes with every wire at them, and the layers that nothing calls any more."""
    gone = {node_id for node_id in node_ids if node_id in graph.nodes}
    if not gone:
        return graph
    nodes: dict[str, Node] = {}
    reroutes = graph.layout.reroutes
    for node_id, node in graph.nodes.items():
        if node_id in gone:
            continue
        for edge in reversed(list(node_edges(graph, node_id))):
            if edge.source.node in gone:
                reroutes = closed_up(reroutes, node, edge.path)
                node = replace(node, arguments=remove_at(node.arguments, edge.path))  # type: ignore[arg-type]
        nodes[node_id] = node
    called = {node.layer for node in nodes.values()}
    layout = graph.layout
    layout = replace(
        layout,
        positions=layout.positions.remove(gone),
        collapsed=layout.collapsed - gone,
        reroutes=live(reroutes, nodes),
    )
    return replace(
        graph,
        nodes=FrozenMap(nodes),
        layers=graph.layers.remove([key for key in graph.layers if key not in called]),
        inputs=_without(graph.inputs, gone),
        outputs=_without(graph.outputs, gone),
        layout=layout,
    )


def _without(structure: Structure, gone: set[str]) -> Structure:
    """The structure without the sources of nodes that are gone; None (automatic) when nothing is left."""
    if isinstance(structure, Source):
        return None if structure.node in gone else structure
    if isinstance(structure, tuple):
        kept = tuple(item for item in (_without(item, gone) for item in structure) if item is not None)
        return kept or None
    if isinstance(structure, FrozenMap):
        left = {key: item for key, item in ((k, _without(v, gone)) for k, v in structure.items()) if item is not None}
        return FrozenMap(left) if left else None
    return None


def remove_and_heal(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Remove nodes, wiring what fed each one to what it fed, where it had exactly one incoming wire."""
    for node_id in [n for n in node_ids if n in graph.nodes]:
        incoming = list(node_edges(graph, node_id))
        if len(incoming) == 1 and incoming[0].source.node != node_id:
            feed = incoming[0].source

            def heal(source: Source, old: str = node_id, new: Source = feed) -> Source:
                return new if source.node == old else source

            nodes = {
                other.id: _with_arguments(other, map_sources(other.arguments, heal)) for other in graph.nodes.values()
            }
            graph = replace(
                graph,
                nodes=FrozenMap(nodes),
                outputs=map_sources(graph.outputs, heal),  # type: ignore[arg-type]
            )
        graph = remove_nodes(graph, [node_id])
    return graph


def _with_arguments(node: Node, arguments: Value) -> Node:
    return node if arguments is node.arguments else replace(node, arguments=arguments)  # type: ignore[arg-type]
