"""Layered layout of a network: where each node stands and how its wires run (Sugiyama's method, our own).

Public: :func:`arrange` and the small values it takes and returns. It works for any graph: with cycles, self-loops,
parallel wires and parts that are not connected. Does not belong here: what nodes mean, how they are drawn.

Invariants: the same input gives the same output on every machine; no two nodes overlap; no wire runs through a node;
work is bounded by the size of the input, never by a clock.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from core.layout.coordinates import place_columns
from core.layout.ordering import order_columns
from core.layout.ranking import Columns, build_columns
from core.layout.routing import Point, Router

DIRECTIONS = ("TB", "LR")


@dataclass(frozen=True, slots=True)
class LayoutNode:
    """A box to place; ``width`` and ``height`` as drawn, whatever the direction."""

    id: Hashable
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A wire. Ports are offsets from the node's centre across the flow (x if it runs down, y if to the right)."""

    source: Hashable
    target: Hashable
    key: Hashable
    source_port: float = 0.0
    target_port: float = 0.0


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in the units of the nodes' sizes."""

    node_gap: float = 40.0
    """Between neighbouring nodes of one rank."""
    rank_gap: float = 44.0
    """Between two ranks at least; it grows with the wires between them."""
    lane_margin: float = 26.0
    """Between a node and a wire that passes it."""
    lane_gap: float = 14.0
    """Between parallel wires."""
    bend_margin: float = 14.0
    """Between a node and the nearest bend of a wire above or below it."""
    part_gap: float = 90.0
    """Between parts that are not connected."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The result: centres by node, way points by edge key, and the rectangle around all of it.

    Way points are the bends of the wire between the source's and the target's port, in order; consecutive points,
    ports included, differ in one coordinate only. A straight wire has none.
    """

    positions: dict[Hashable, Point]
    routes: dict[Hashable, tuple[Point, ...]]
    bounds: tuple[float, float, float, float]
    """Left, top, right, bottom."""
    lines: dict[int, list[list[int]]] = field(default_factory=dict, repr=False)
    """By the first column of each connected part, its columns from left to right: for :func:`arrange` alone."""


def arrange(
    nodes: Sequence[LayoutNode],
    edges: Sequence[LayoutEdge],
    *,
    direction: str = "TB",
    spacing: Spacing | None = None,
    previous: Mapping[Hashable, Point] | None = None,
    first: Arrangement | None = None,
) -> Arrangement:
    """Lay out a graph from top to bottom (``TB``) or from left to right (``LR``).

    ``previous`` holds centres as they were: branches keep their side and order, and the whole stays where it was (the
    median of the nodes does not move); a node it does not name is new. Without it the top left corner is (0, 0).
    To lay out a selection, pass its nodes, the edges between them and their centres.
    ``first`` is what this came to with other ports and all else the same: the order is not looked for from the beginning.

    Raises ``ValueError`` for an unknown direction, an edge whose end is no node, two nodes with one id, a size that
    is not a finite positive number or a port that is not finite: these are bugs of the caller, not of the user.
    """
    return _Layout(nodes, edges, direction, spacing or Spacing(), previous or {}, first).run()


@dataclass(slots=True)
class _Part:
    """One connected part, laid out around its own origin; ``along`` and ``across`` the flow."""

    nodes: list[int]
    edges: list[int]
    columns: list[int]
    x: dict[int, float]
    rank_centres: dict[int, float]
    routes: dict[int, tuple[Point, ...]]
    left: float
    top: float
    right: float
    bottom: float


class _Layout:
    """One call of :func:`arrange`. Inside, the flow always runs down; the last step turns it."""

    def __init__(
        self,
        nodes: Sequence[LayoutNode],
        edges: Sequence[LayoutEdge],
        direction: str,
        spacing: Spacing,
        previous: Mapping[Hashable, Point],
        first: Arrangement | None,
    ) -> None:
        if direction not in DIRECTIONS:
            raise ValueError(f"direction must be one of {DIRECTIONS}. Received: {direction!r}")
        self.turned = direction == "LR"
        self.spacing = spacing
        self.previous = previous
        self.known = first.lines if first is not None else {}
        self.lines: dict[int, list[list[int]]] = {}
        self.nodes = nodes
        self.edges = edges
        index = {node.id: number for number, node in enumerate(nodes)}
        if len(index) < len(nodes):
            raise ValueError("two nodes have the same id")
        self.width = [node.height if self.turned else node.width for node in nodes]
        self.height = [node.width if self.turned else node.height for node in nodes]
        for size in (*self.width, *self.height):
            if not 0 < size < math.inf:
                raise ValueError(f"a node's width and height must be finite and above 0. Received: {size!r}")
        for edge in edges:
            if not (math.isfinite(edge.source_port) and math.isfinite(edge.target_port)):
                raise ValueError(f"the ports of a wire must be finite. Received: {edge!r}")
        try:
            self.ends = [(index[edge.source], index[edge.target], edge.source_port, edge.target_port) for edge in edges]
        except KeyError as error:
            raise ValueError(f"an edge ends at {error.args[0]!r}, which is no node") from None
        self.columns: Columns = build_columns(len(nodes), self.ends)
        width = self.width
        self.half = [max([width[node] for node in chain]) / 2 for chain in self.columns.chains]
        self.half.extend([0.0] * (self.columns.count - len(self.half)))

    def run(self) -> Arrangement:
        parts = [self._lay_out(*part) for part in self._parts()]
        if self.previous and len(parts) > 1:
            parts.sort(key=self._was_at)
        return self._assemble(parts, _pack(parts, self.spacing.part_gap))

    def _parts(self) -> list[tuple[list[int], list[int], list[int]]]:
        """Nodes, edges and columns of each connected part, in the order of its first node."""
        columns = self.columns
        part_of = [-1] * columns.count
        count = 0
        wired = [[*above, *below] for above, below in zip(columns.above, columns.below, strict=True)]
        for lane, pairs in columns.branches.items():
            for _, target in pairs:
                wired[lane].append(target)
        for lane, ends in columns.back.items():
            for node in ends:
                wired[lane].append(columns.chain_of[node])
                wired[columns.chain_of[node]].append(lane)
        for node_chain in dict.fromkeys(columns.chain_of):
            if part_of[node_chain] >= 0:
                continue
            part_of[node_chain] = count
            stack = [node_chain]
            while stack:
                for other in wired[stack.pop()]:
                    if part_of[other] < 0:
                        part_of[other] = count
                        stack.append(other)
            count += 1
        parts: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _ in range(count)]
        for node, chain in enumerate(columns.chain_of):
            parts[part_of[chain]][0].append(node)
        for number, (source, _, _, _) in enumerate(self.ends):
            parts[part_of[columns.chain_of[source]]][1].append(number)
        for column, part in enumerate(part_of):
            parts[part][2].append(column)
        return parts

    def _lay_out(self, nodes: list[int], edges: list[int], part: list[int]) -> _Part:
        spacing, columns = self.spacing, self.columns
        levels = order_columns(columns, part, self._before(part), self.known.get(part[0]))
        self.lines[part[0]] = levels.order
        x = place_columns(columns, levels, self.half, spacing.node_gap, spacing.lane_margin, spacing.lane_gap)
        router = Router(columns, self.ends, x)
        router.link(edges)
        rank, height = columns.rank, self.height
        heights: dict[int, float] = {}
        for node in nodes:
            place = rank[node]
            if heights.get(place, 0.0) < height[node]:
                heights[place] = height[node]
        centres, top, bottom = router.place_ranks(
            dict(sorted(heights.items())), spacing.rank_gap, spacing.bend_margin, spacing.lane_gap
        )
        left = min([x[column] - self.half[column] for column in part])
        right = max([x[column] + self.half[column] for column in part])
        return _Part(nodes, edges, part, x, centres, router.points(), left, top, right, bottom)

    def _before(self, part: Sequence[int]) -> dict[int, float]:
        """By chain, where its nodes stood across the flow: the median of those known."""
        if not self.previous:
            return {}
        before: dict[int, float] = {}
        for chain in part:
            if chain < len(self.columns.chains):
                known = [self._old(node) for node in self.columns.chains[chain] if self._is_known(node)]
                if known:
                    before[chain] = sorted(point[0] for point in known)[len(known) // 2]
        return before

    def _is_known(self, node: int) -> bool:
        return self.nodes[node].id in self.previous

    def _old(self, node: int) -> Point:
        """The previous centre of a known node, as (across, along)."""
        x, y = self.previous[self.nodes[node].id]
        return (y, x) if self.turned else (x, y)

    def _was_at(self, part: _Part) -> float:
        known = [self._old(node)[0] for node in part.nodes if self._is_known(node)]
        return sorted(known)[len(known) // 2] if known else math.inf

    def _assemble(self, parts: Sequence[_Part], origins: Sequence[Point]) -> Arrangement:
        """Put the parts at their places, turn the flow, and follow the previous arrangement."""
        columns = self.columns
        centres: dict[int, Point] = {}
        shifts: list[Point] = []
        for part, (x, y) in zip(parts, origins, strict=True):
            dx, dy = x - part.left, y - part.top
            shifts.append((dx, dy))
            for node in part.nodes:
                centres[node] = (
                    part.x[columns.chain_of[node]] + dx,
                    part.rank_centres[columns.rank[node]] + dy,
                )
        move_x, move_y = self._follow(centres)
        ids = self.nodes
        turned = self.turned
        positions: dict[Hashable, Point] = {}
        for node, item in enumerate(ids):
            cx, cy = centres[node]
            positions[item.id] = (cy + move_y, cx + move_x) if turned else (cx + move_x, cy + move_y)
        routes: dict[Hashable, tuple[Point, ...]] = dict.fromkeys([edge.key for edge in self.edges], ())
        left = top = math.inf
        right = bottom = -math.inf
        for part, (dx, dy) in zip(parts, shifts, strict=True):
            dx, dy = dx + move_x, dy + move_y
            left, top = min(left, part.left + dx), min(top, part.top + dy)
            right, bottom = max(right, part.right + dx), max(bottom, part.bottom + dy)
            for number, points in part.routes.items():
                if turned:
                    routes[self.edges[number].key] = tuple([(y + dy, x + dx) for x, y in points])
                else:
                    routes[self.edges[number].key] = tuple([(x + dx, y + dy) for x, y in points])
        if not parts:
            left = top = right = bottom = 0.0
        bounds = (top, left, bottom, right) if turned else (left, top, right, bottom)
        return Arrangement(positions, routes, bounds, self.lines)

    def _follow(self, centres: Mapping[int, Point]) -> Point:
        """The shift after which the nodes that were placed before have not moved in the median."""
        moves = (
            [
                (self._old(node)[0] - centre[0], self._old(node)[1] - centre[1])
                for node, centre in centres.items()
                if self._is_known(node)
            ]
            if self.previous
            else []
        )
        if not moves:
            return (0.0, 0.0)
        middle = len(moves) // 2
        return (sorted(move[0] for move in moves)[middle], sorted(move[1] for move in moves)[middle])


def _pack(parts: Sequence[_Part], gap: float) -> list[Point]:
    """Top left corners of the parts: side by side, in as many rows as make the whole about as wide as it is high."""
    area = sum((part.right - part.left + gap) * (part.bottom - part.top + gap) for part in parts)
    widest = max((part.right - part.left for part in parts), default=0.0)
    limit = max(widest, 1.6 * math.sqrt(area))
    origins: list[Point] = []
    x = y = row = 0.0
    for part in parts:
        if x and x + part.right - part.left > limit:
            x, y, row = 0.0, y + row + gap, 0.0
        origins.append((x, y))
        x += part.right - part.left + gap
        row = max(row, part.bottom - part.top)
    return origins
