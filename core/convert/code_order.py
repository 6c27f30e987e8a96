"""The order in which the nodes of a graph are written down.

A chain is followed to its end before the next branch begins, as a person writes it. Does not belong here: names of
variables. Invariants: sources come first; calls of one layer keep the order in which ``to_keras`` makes them, since Keras
numbers them; the order depends on the graph alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import ConversionError
from core.graph.model import Graph
from core.graph.queries import node_edges, topological_order
from core.texts import text


def writing_order(graph: Graph, needed: set[str], wishes: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The needed nodes without the inputs, in writing order; ConversionError if they form a cycle.

    ``wishes`` are pairs (earlier, later), heeded if all of them can be.
    """
    order, cyclic = topological_order(graph)
    if needed & cyclic:
        names = ", ".join(repr(graph.name_of(node_id)) for node_id in graph.nodes if node_id in needed & cyclic)
        at = next(node_id for node_id in graph.nodes if node_id in needed & cyclic)
        raise ConversionError(text("The network has a cycle at or before {names}.", names=_shortened(names)), node=at)
    wished = list(wishes)
    result = _chains(graph, needed, order, wished)
    if len(result) < len(needed):
        result = _chains(graph, needed, order, [])
    return [node_id for node_id in result if not graph.layer_of(node_id).is_input]


def _chains(graph: Graph, needed: set[str], order: list[str], wishes: list[tuple[str, str]]) -> list[str]:
    """The needed nodes, each chain to its end; incomplete where the wishes form a cycle."""
    waits: dict[str, set[str]] = {}
    leads: dict[str, list[str]] = {node_id: [] for node_id in order}
    last_call: dict[str, str] = {}
    for node_id in order:
        if node_id not in needed:
            continue
        before = dict.fromkeys(edge.source.node for edge in node_edges(graph, node_id))
        layer_id = graph.nodes[node_id].layer
        if layer_id in last_call:
            before[last_call[layer_id]] = None
        last_call[layer_id] = node_id
        waits[node_id] = set(before)
        for source in before:
            leads[source].append(node_id)
    for earlier, later in wishes:
        if earlier in waits and later in waits and earlier not in waits[later]:
            waits[later].add(earlier)
            leads[earlier].append(later)
    stack = [node_id for node_id in reversed(order) if node_id in waits and not waits[node_id]]
    result: list[str] = []
    while stack:
        node_id = stack.pop()
        result.append(node_id)
        for target in reversed(leads[node_id]):
            waits[target].discard(node_id)
            if not waits[target]:
                stack.append(target)
    return result


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else text[:197] + "..."
