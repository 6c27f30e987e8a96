"""Adding layers where the graph has wires already: one behind another, into a wire, in front of an input.

Does not belong here: which ports a layer has (catalog), where cards find room (gui). Invariant: one call is one edit; an
edit that is refused has changed nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import EditError
from core.graph import edits, queries
from core.graph.model import Graph
from core.graph.queries import Edge
from core.graph.values import EMPTY, FrozenMap, Path, Source, Value, map_sources, value_at
from core.texts import text


@dataclass(frozen=True, slots=True)
class Part:
    """A layer that is added. ``port`` is the place of its arguments that takes the wire; None where it takes none.

    Without a ``position`` it stands where the canvas finds room.
    """

    node_id: str
    type: str
    position: tuple[float, float] | None
    params: FrozenMap[str, Value] = EMPTY
    port: Path | None = None


def insert_chain(
    graph: Graph,
    parts: Sequence[Part],
    *,
    source: Source | None = None,
    split: Edge | None = None,
    feeds: tuple[str, Path] | None = None,
    shifted: Mapping[str, tuple[float, float]] = EMPTY,
) -> Graph:
    """Add the parts, each feeding the next: into the wire ``split``, behind ``source``, or in front of ``feeds``.

    What stood at the end of the graph and was a declared output hands that on to the last part. ``shifted`` are new places
    of nodes that make room.
    """
    first, last = parts[0], parts[-1]
    for part in parts:
        graph = edits.add_node(graph, part.type, params=part.params, position=part.position, node_id=part.node_id)
    for before, part in zip(parts, parts[1:], strict=False):
        if part.port is not None:
            graph = edits.connect(graph, Source(before.node_id), part.node_id, part.port)
    if split is not None and first.port is not None:
        if split.target not in graph.nodes or value_at(graph.nodes[split.target].arguments, split.path) != split.source:
            raise EditError(text("That wire is no longer there."))
        graph = edits.disconnect_keep_place(graph, split)
        graph = edits.connect(graph, split.source, first.node_id, first.port)
        graph = edits.connect(graph, Source(last.node_id), split.target, split.path)
    elif source is not None and first.port is not None and source.node in graph.nodes:
        ends = not queries.edges_from(graph, source.node)
        graph = edits.connect(graph, source, first.node_id, first.port)
        if ends and graph.outputs is not None:
            end = Source(last.node_id)
            outputs = map_sources(graph.outputs, lambda other: end if other == source else other)  # type: ignore[arg-type]
            graph = replace(graph, outputs=outputs)  # type: ignore[arg-type]
    if feeds is not None and feeds[0] in graph.nodes:
        graph = edits.connect(graph, Source(last.node_id), *feeds)
    return edits.move_nodes(graph, shifted) if shifted else graph


def wire_behind(graph: Graph, source: Source) -> Edge | None:
    """The one wire that starts at the source; None where there is none, or where there are several ways on."""
    found = [edge for edge in queries.edges_from(graph, source.node) if edge.source == source]
    return found[0] if len(found) == 1 else None


def room_behind(
    graph: Graph, target: str, places: Mapping[str, tuple[float, float]], least: float
) -> dict[str, tuple[float, float]]:
    """New places that push ``target``, and what depends on it, on in the direction of the flow until it is at ``least``.

    Empty where there is room already. ``places`` are the centres of the cards.
    """
    axis = 1 if graph.layout.direction == "TB" else 0
    if target not in places or places[target][axis] >= least:
        return {}
    step = least - places[target][axis]
    moved = (node_id for node_id in queries.downstream(graph, (target,)) if node_id in places)
    return {node: (places[node][0], places[node][1] + step) if axis else (places[node][0] + step, places[node][1])
            for node in moved}  # fmt: skip
