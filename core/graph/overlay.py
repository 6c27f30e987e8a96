"""Two graphs laid over one another: the newer one together with what the older one had and it has not.

What a comparison is drawn from. Does not belong here: what differs (comparison), colours (gui). Invariant: neither of the two
graphs is changed; ids of the newer one stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.graph.comparison import Comparison, Entry, Kind
from core.graph.model import Graph, Layer, Node
from core.graph.naming import fresh_ids
from core.graph.queries import node_edges
from core.graph.values import FrozenMap, Source, map_sources, remove_at


@dataclass(frozen=True, slots=True)
class Overlay:
    """``graph`` holds both; ``marks`` says of each node that differs how, ``nodes_of`` which nodes an entry means."""

    graph: Graph
    marks: Mapping[str, Kind]
    nodes_of: Mapping[Entry, tuple[str, ...]]


def overlay(comparison: Comparison, scope: str = "") -> Overlay:
    """The main graphs, or those of the block ``scope`` (its name in the newer project), laid over one another.

    A removed node has no position, so that it is placed where there is room; its wires come from the counterparts of what
    fed it. KeyError for a block that only one of the projects has.
    """
    found = comparison.scopes[scope]
    old, new = found.old, found.new
    back = {kept: node_id for node_id, kept in found.match.nodes.items()}
    gone = [node_id for node_id in old.nodes if node_id not in back]
    ids, layer_ids = fresh_ids(new.nodes, "n"), fresh_ids(new.layers, "l")
    ghosts = {node_id: next(ids) for node_id in gone}
    now = {**back, **ghosts}
    layers: dict[str, Layer] = dict(new.layers)
    nodes: dict[str, Node] = dict(new.nodes)
    ghost_layers: dict[str, str] = {}
    for node_id in gone:
        node = old.nodes[node_id]
        for edge in reversed(list(node_edges(old, node_id))):
            if edge.source.node not in now:
                node = replace(node, arguments=remove_at(node.arguments, edge.path))  # type: ignore[arg-type]
        if node.layer not in ghost_layers:
            key = ghost_layers[node.layer] = next(layer_ids)
            layers[key] = replace(old.layers[node.layer], id=key)
        arguments = map_sources(node.arguments, lambda source: Source(now[source.node], source.output))
        nodes[ghosts[node_id]] = Node(ghosts[node_id], ghost_layers[node.layer], arguments, node.bypassed)  # type: ignore[arg-type]
    marks: dict[str, Kind] = {}
    nodes_of: dict[Entry, tuple[str, ...]] = {}
    for entry in comparison.entries:
        if entry.scope != scope or entry.subject != "layer":
            continue
        left = tuple(ghosts[node_id] for node_id in entry.old_nodes if node_id in ghosts)
        nodes_of[entry] = (*entry.new_nodes, *left)
        for node_id in entry.new_nodes:
            came = entry.kind == "added" or node_id not in found.match.nodes
            marks[node_id] = "added" if came else "changed"
        marks.update(dict.fromkeys(left, "removed"))
    graph = replace(new, layers=FrozenMap(layers), nodes=FrozenMap(nodes))
    return Overlay(graph, marks, nodes_of)
