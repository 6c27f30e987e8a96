"""Edits that lead wires elsewhere without making or removing layers: take layers out of a chain, move wires together.

Pure functions like those of :mod:`core.graph.edits`, on which they rest. Does not belong here: single wires (edits),
points that wires pass through (reroutes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.graph import edits
from core.graph.model import Graph
from core.graph.queries import Edge, edges, input_nodes, node_edges, output_sources, upstream
from core.graph.values import Path, Source, map_sources, value_at


def pop_out(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Take nodes out of their chains: wires among them stay, what fed each chain feeds what came behind it.

    Behind a node with several incoming wires, or none, there is nothing to lead on: those wires go.
    """
    out = {node_id for node_id in node_ids if node_id in graph.nodes}
    leaving = [edge for edge in edges(graph) if edge.source.node in out and edge.target not in out]
    feeds = {edge.source: _feed(graph, edge.source, out) for edge in leaving}
    result = graph
    for edge in reversed(leaving):
        feed = feeds[edge.source]
        if feed is None:
            result = edits.disconnect(result, edge.target, edge.path)
        else:
            result = edits.connect(result, feed, edge.target, edge.path)
    for edge in reversed(edges(result)):
        if edge.target in out and edge.source.node not in out:
            result = edits.disconnect(result, edge.target, edge.path)
    if result is graph or graph.outputs is None:
        return result

    def heal(source: Source) -> Source:
        return (_feed(graph, source, out) or source) if source.node in out else source

    return replace(result, outputs=map_sources(graph.outputs, heal))  # type: ignore[arg-type]


def _feed(graph: Graph, source: Source, out: set[str]) -> Source | None:
    """What, outside ``out``, reaches this source through nodes with one incoming wire each."""
    seen: set[str] = set()
    while source.node in out:
        incoming = list(node_edges(graph, source.node))
        if len(incoming) != 1 or source.node in seen:
            return None
        seen.add(source.node)
        source = incoming[0].source
    return source


def move_sources(graph: Graph, wires: Iterable[Edge], source: Source) -> Graph:
    """Let all these wires come from another output. EditError if one would close a cycle; then none has moved."""
    for edge in wires:
        graph = edits.connect(graph, source, edge.target, edge.path)
    return graph


def without_wires(graph: Graph, wires: Iterable[Edge]) -> Graph:
    """The graph without these wires; of a list the last places go first, since lists close up."""

    def last_first(edge: Edge) -> list[str]:
        return [edge.target, *(str(step).rjust(12) for step in edge.path)]

    for edge in sorted(wires, key=last_first, reverse=True):
        graph = edits.disconnect(graph, edge.target, edge.path)
    return graph


def without_dots(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """The graph with free wires among these nodes: a layout that leads them anew does not want the points they had."""
    wanted, reroutes = set(node_ids), graph.layout.reroutes
    among = []
    for target, path in reroutes:
        source = value_at(graph.nodes[target].arguments, path)
        if target in wanted and isinstance(source, Source) and source.node in wanted:
            among.append((target, path))
    return replace(graph, layout=replace(graph.layout, reroutes=reroutes.remove(among))) if among else graph


def unused(graph: Graph) -> list[str]:
    """The nodes that no output of the model depends on, in node order; none if the model has no output yet."""
    outputs = {source.node for source in output_sources(graph)}
    if not outputs:
        return []
    used = upstream(graph, outputs)
    if graph.inputs is not None:
        used |= set(input_nodes(graph))
    return [node_id for node_id in graph.nodes if node_id not in used]


@dataclass(frozen=True, slots=True)
class Feed:
    """A wire into a fragment from outside: the place where it ended, its source, and the name of the source's layer."""

    target: str
    path: Path
    source: Source
    name: str


def feeds_of(graph: Graph, node_ids: Iterable[str]) -> list[Feed]:
    """The wires into these nodes from others, in the order in which :func:`feed` puts them back."""
    wanted = set(node_ids)
    return [
        Feed(edge.target, edge.path, edge.source, graph.name_of(edge.source.node))
        for edge in edges(graph)
        if edge.target in wanted and edge.source.node not in wanted
    ]


def found_again(graph: Graph, feeds: Iterable[Feed]) -> list[Feed]:
    """The feeds whose source is in the graph: the same node, else the only one that calls a layer of that name."""
    named: dict[str, list[str]] = {}
    for node_id in graph.nodes:
        named.setdefault(graph.name_of(node_id), []).append(node_id)
    found = []
    for feed_ in feeds:
        nodes = named.get(feed_.name, [])
        if feed_.source.node in nodes:
            found.append(feed_)
        elif len(nodes) == 1:
            found.append(replace(feed_, source=Source(nodes[0], feed_.source.output)))
    return found


def feed(graph: Graph, feeds: Iterable[Feed], targets: Mapping[str, str]) -> Graph:
    """Put wires back that :func:`feeds_of` found, into copies; ``targets`` are the copies by the id of the original.

    A place in a list that closed up when the copy was made opens again.
    """
    for one in feeds:
        target, last = targets.get(one.target), one.path[-1]
        if target is None:
            continue
        around = value_at(graph.nodes[target].arguments, one.path[:-1])
        if isinstance(last, int) and isinstance(around, tuple):
            items = (*around[:last], one.source, *around[last:])
            graph = edits.set_argument(graph, target, one.path[:-1], items)
        elif isinstance(last, int):
            graph = edits.set_argument(graph, target, one.path[:-1], (one.source,))
        else:
            graph = edits.connect(graph, one.source, target, one.path)
    return graph
