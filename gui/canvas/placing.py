"""Where cards stand: the automatic layout applied to the canvas, and places for nodes that have none yet.

Pure numbers, no Qt items. Does not belong here: the layout itself (core.layout), committing positions (operations).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.graph.model import Direction, Graph
from core.graph.queries import Edge, predecessors, topological_order
from core.graph.values import EMPTY
from core.layout.layered import Arrangement, LayoutEdge, LayoutNode, arrange
from gui.canvas import ports
from gui.canvas.card import Card
from gui.canvas.routing import Point
from gui.canvas.space import Space
from gui.canvas.style import CARD_HEIGHT, CARD_WIDTH, COLLAPSED_HEIGHT, COLLAPSED_WIDTH

Key = tuple[str, tuple[str | int, ...]]
RANK_STEP = CARD_HEIGHT + 44.0
COLUMN_STEP = CARD_WIDTH + 40.0


UNORDERED = frozenset({"Concatenate", "Add", "Average", "Maximum", "Minimum", "Multiply"})
"""Layers whose inputs may stand in any order."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Centres by node and bends by wire, as the layout engine found them."""

    positions: dict[str, Point]
    routes: dict[Key, tuple[Point, ...]]


def port_index(card: Card, path: tuple[str | int, ...]) -> int:
    """The input port at which a wire with this path ends; the last one if there is none (a foreign graph)."""
    for index, port in enumerate(card.inputs):
        if port.path == path:
            return index
    return max(0, len(card.inputs) - 1)


def offsets_of(
    card: Card,
    incoming: Iterable[Edge],
    centre: Point,
    sources: Mapping[str, Point],
    direction: Direction,
    bends: Mapping[Key, tuple[Point, ...]] = EMPTY,
) -> list[float]:
    """The input offsets of a card at ``centre``; ``sources`` are the points at which its wires start, by node id.

    Where the order of a list of inputs means nothing (a sum), its ports stand in the order in which the wires come in, so
    that none of them cross; ``bends`` tell where a wire comes from that does not come straight from its source.
    """
    across, along = (0, 1) if direction == "TB" else (1, 0)
    nearest: tuple[float, int] | None = None
    coming: list[tuple[float, int]] = []
    for edge in incoming:
        start, way = sources.get(edge.source.node), bends.get(edge.key, ())
        if start is None or not card.inputs:
            continue
        index = port_index(card, edge.path)
        coming.append(((way[-2] if len(way) > 1 else start)[across], index))
        gap = centre[along] - start[along]
        if abs(start[across] - centre[across]) <= ports.ALIGNED and gap > 0 and (nearest is None or gap < nearest[0]):
            nearest = (gap, index)
    order = [index for _, index in sorted(coming)] if card.class_name in UNORDERED else []
    limit = ports.reach(direction, card.collapsed)
    return ports.input_offsets(card.inputs, nearest[1] if nearest is not None else None, limit, order)


def card_size(card: Card) -> Point:
    """Width and height of a card."""
    return (COLLAPSED_WIDTH, COLLAPSED_HEIGHT) if card.collapsed else (CARD_WIDTH, CARD_HEIGHT)


def place(
    node_ids: Sequence[str],
    edges: Sequence[Edge],
    cards: Mapping[str, Card],
    direction: Direction,
    previous: Mapping[str, Point] | None = None,
) -> Placement:
    """Lay out these nodes. The second pass knows which port each wire ends at, which depends on where cards stand."""
    boxes = [LayoutNode(node_id, *card_size(cards[node_id])) for node_id in node_ids]
    wanted = set(node_ids)
    inner = [edge for edge in edges if edge.target in wanted and edge.source.node in wanted]
    starts = {
        node_id: ports.output_offsets(cards[node_id].outputs, ports.reach(direction, cards[node_id].collapsed))
        for node_id in node_ids
    }

    def start_of(edge: Edge) -> float:
        own = starts[edge.source.node]
        return own[min(edge.source.output, len(own) - 1)]

    def run(ends: Mapping[Key, float], first: Arrangement | None = None) -> tuple[Placement, Arrangement]:
        wires = [
            LayoutEdge(edge.source.node, edge.target, edge.key, start_of(edge), ends.get(edge.key, 0.0))
            for edge in inner
        ]
        known: dict[Hashable, Point] = dict((previous or {}).items())
        found = arrange(boxes, wires, direction=direction, previous=known, first=first)
        positions = {str(key): point for key, point in found.positions.items()}
        routes = {edge.key: found.routes[edge.key] for edge in inner}
        return Placement(positions, routes), found

    first, arrangement = run({})
    incoming: dict[str, list[Edge]] = {}
    for edge in inner:
        incoming.setdefault(edge.target, []).append(edge)
    ends: dict[Key, float] = {}
    for node_id, arriving in incoming.items():
        centre = first.positions[node_id]
        offsets = offsets_of(cards[node_id], arriving, centre, first.positions, direction, first.routes)
        for edge in arriving:
            offset = offsets[port_index(cards[node_id], edge.path)] if offsets else 0.0
            if offset:
                ends[edge.key] = offset
    return run(ends, arrangement)[0] if ends else first


def fill_in(graph: Graph, known: Mapping[str, Point]) -> dict[str, Point]:
    """Places for the nodes that are not in ``known``: below what feeds them, else to the right of everything."""
    space = Space()
    for node_id, (x, y) in known.items():
        space.put(node_id, _box(x, y))
    places = dict(known)
    bounds = space.bounds()
    free_x, free_y = (bounds[2] + COLUMN_STEP / 2 + 20, bounds[1] + CARD_HEIGHT / 2) if bounds else (0.0, 0.0)
    down = graph.layout.direction == "TB"
    order, cyclic = topological_order(graph)
    made: dict[str, Point] = {}
    for node_id in [*order, *(node_id for node_id in graph.nodes if node_id in cyclic)]:
        if node_id in places:
            continue
        feeding = [places[source] for source in predecessors(graph, node_id) if source in places]
        if feeding:
            middle = sum(point[0 if down else 1] for point in feeding) / len(feeding)
            last = max(point[1 if down else 0] for point in feeding)
            x, y = (middle, last + RANK_STEP) if down else (last + COLUMN_STEP, middle)
        else:
            x, y = free_x, free_y
        while not space.is_free(_box(x, y)):
            x, y = (x + COLUMN_STEP, y) if down else (x, y + RANK_STEP)
        space.put(node_id, _box(x, y))
        places[node_id] = made[node_id] = (x, y)
    return made


def free_place(space: Space, x: float, y: float) -> Point:
    """The first place from (x, y) downwards and to the right at which a card covers no other."""
    for step in range(64):
        if space.is_free(_box(x, y)):
            return x, y
        x, y = x + 24.0, y + 24.0 + (CARD_HEIGHT if step % 8 == 7 else 0.0)
    return x, y


def _box(x: float, y: float) -> tuple[float, float, float, float]:
    return x - CARD_WIDTH / 2, y - CARD_HEIGHT / 2, x + CARD_WIDTH / 2, y + CARD_HEIGHT / 2
