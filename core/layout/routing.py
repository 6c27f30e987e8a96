"""The coordinate along the flow, and the way points of the wires.

Wires run along the flow at a column's coordinate and across it only between two ranks, on *tracks*: no wire can meet
a node. Wires that leave one port, or that enter one, share a track where that saves room; wires that would overlap
get different ones, ordered such that few cross. Does not belong here: the coordinate across the flow.

Invariants: way points join the ports by segments that are parallel to the axes; the space between two ranks grows
with the number of its tracks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.layout.ranking import Columns, Edge

PAIRWISE = 48
"""Up to so many wires between two ranks their order is chosen by counting crossings pair by pair."""
CROWD = 30
"""More tracks than this between two ranks stand closer together."""
OVERLAP = 1000
"""How many crossings are better than two wires on top of each other."""

Point = tuple[float, float]
Key = tuple[int, float]
"""An end of a wire between two ranks: (node, port), or (-1 - lane, 0)."""


@dataclass(slots=True)
class Net:
    """Wires between two ranks that share one track: where they come from above and go on below."""

    joins: bool
    """Whether they meet at one target, rather than leave one source."""
    ups: set[float] = field(default_factory=set)
    downs: set[float] = field(default_factory=set)
    low: float = 0.0
    high: float = 0.0
    track: int = 0
    y: float = 0.0

    def close(self) -> None:
        """Set the extent once all wires are known."""
        ends = self.ups | self.downs
        self.low, self.high = min(ends), max(ends)


@dataclass(slots=True)
class _Link:
    """One bent piece of wire between two ranks."""

    upper: Key
    lower: Key
    start: float
    end: float
    turn: int = 0
    """0 for downwards; 1 if both ends are above (a wire turns back), 2 if both are below."""
    busy: bool = False
    """Whether more wires meet at the lower end than at the upper one, straight ones included."""
    net: Net | None = None


class Router:
    """Routes the wires of one connected part; ``x`` holds the coordinate of every column of the part."""

    def __init__(self, columns: Columns, edges: Sequence[Edge], x: Mapping[int, float]) -> None:
        self.columns = columns
        self.edges = edges
        self.x = x
        self.links: dict[int, dict[tuple[Key, Key, int], _Link]] = {}
        """By gap (the space above the rank of that number)."""
        self.ways: list[tuple[int, _Link | None, _Link | None]] = []
        """By edge that is not straight: the links at its source and at its target."""
        self.nets: dict[int, list[Net]] = {}

    def link(self, part: Sequence[int]) -> None:
        """Find the pieces between ranks of the edges ``part``, and their tracks."""
        columns, x, rank, chain_of = self.columns, self.x, self.columns.rank, self.columns.chain_of
        lanes = columns.lane_of_edge
        for number in part:
            source, target, port, entry = self.edges[number]
            start = x[chain_of[source]] + port
            end = x[chain_of[target]] + entry
            lane = lanes.get(number)
            if lane is None:
                if start != end:
                    link = self._add(rank[target], (source, port), (target, entry), start, end)
                    if link.net is None and len(self._sources(target)) > len(self._targets(source)):
                        link.busy = True
                    self.ways.append((number, link, None))
                continue
            middle = x[lane]
            key = (-1 - lane, 0.0)
            back = lane in columns.back
            first = last = None
            if start != middle or back:
                first = self._add(rank[source] + 1, (source, port), key, start, middle, 1 if back else 0)
            if end != middle or back:
                last = self._add(rank[target], key, (target, entry), middle, end, 2 if back else 0)
                last.busy = True
            if first or last:
                self.ways.append((number, first, last))
        for gap, links in self.links.items():
            self.nets[gap] = _nets(list(links.values()))

    def _sources(self, node: int) -> Sequence[int]:
        chain = self.columns.chain_of[node]
        return self.columns.above[chain] if self.columns.chains[chain][0] == node else (node,)

    def _targets(self, node: int) -> Sequence[int]:
        chain = self.columns.chain_of[node]
        return self.columns.below[chain] if self.columns.chains[chain][-1] == node else (node,)

    def _add(self, gap: int, upper: Key, lower: Key, start: float, end: float, turn: int = 0) -> _Link:
        links = self.links.setdefault(gap, {})
        key = (upper, lower, turn)
        link = links.get(key)
        if link is None:
            link = links[key] = _Link(upper, lower, start, end, turn)
        return link

    def place_ranks(
        self, heights: Mapping[int, float], rank_gap: float, margin: float, lane_gap: float
    ) -> tuple[dict[int, float], float, float]:
        """The centre of each rank, and where the drawing starts and ends; sets the tracks of all wires.

        ``heights`` holds the ranks, ascending. Source tracks stand right below the nodes, the others right above.
        """
        centres: dict[int, float] = {}
        y = 0.0
        ranks = list(heights)
        outer = self.nets.get(ranks[0])
        if outer:
            step = _step(outer, lane_gap)
            size = 2 * margin + max(net.track for net in outer) * step
            _place_tracks(outer, -size, 0.0, margin, step)
        start = -size if outer else 0.0
        for rank in ranks:
            centres[rank] = y + heights[rank] / 2
            y += heights[rank]
            nets = self.nets.get(rank + 1)
            gap = 0.0 if rank == ranks[-1] else rank_gap
            if nets:
                step = _step(nets, lane_gap)
                gap = max(gap, 2 * margin + max(net.track for net in nets) * step)
                _place_tracks(nets, y, y + gap, margin, step)
            y += gap
        return centres, start, y

    def points(self) -> dict[int, tuple[Point, ...]]:
        """The way points by edge; edges that are not listed are straight."""
        routes: dict[int, tuple[Point, ...]] = {}
        for number, first, last in self.ways:
            points: list[Point] = []
            for link in (first, last):
                if link is not None and link.net is not None:
                    points.append((link.start, link.net.y))
                    points.append((link.end, link.net.y))
            routes[number] = tuple(points)
        return routes


def _nets(links: Sequence[_Link]) -> list[Net]:
    """Bundle the links of one gap to nets and give each its track."""
    if len(links) == 1:
        link = links[0]
        link.net = net = Net(link.busy)
        _connect(net, link)
        net.close()
        return [net]
    leaving: dict[Key, int] = {}
    entering: dict[Key, int] = {}
    for link in links:
        leaving[link.upper] = leaving.get(link.upper, 0) + 1
        entering[link.lower] = entering.get(link.lower, 0) + 1
    nets: dict[tuple[bool, Key, int], Net] = {}
    for link in links:
        outs, ins = leaving[link.upper], entering[link.lower]
        joins = ins > outs or (ins == outs and link.busy)
        key = (joins, link.lower if joins else link.upper, link.turn)
        net = nets.get(key) or nets.setdefault(key, Net(joins))
        link.net = net
        _connect(net, link)
    result = list(nets.values())
    for net in result:
        net.close()
    _assign_tracks(result)
    return result


def _connect(net: Net, link: _Link) -> None:
    (net.downs if link.turn == 2 else net.ups).add(link.start)
    (net.ups if link.turn == 1 else net.downs).add(link.end)


def _assign_tracks(nets: list[Net]) -> None:
    """Number the tracks from the top; nets that do not meet may share one."""
    if len(nets) == 1:
        return
    ordered = _by_cost(nets) if len(nets) <= PAIRWISE else sorted(nets, key=_slant)
    for index, net in enumerate(ordered):
        low, high = net.low, net.high
        track = 0
        for other in ordered[:index]:
            if other.low <= high and low <= other.high and other.track >= track:
                track = other.track + 1
        net.track = track


def _slant(net: Net) -> tuple[bool, float]:
    """Nets that run to the right first, from the right; then those to the left, from the left: parallel wires nest."""
    to_left = sum(net.ups) * len(net.downs) > sum(net.downs) * len(net.ups)
    return (to_left, net.low if to_left else -net.low)


def _by_cost(nets: list[Net]) -> list[Net]:
    """Order the nets such that few wires cross: repeatedly take the one that is cheapest above all the others."""
    count = len(nets)
    extra = [0] * count
    balance: list[list[int]] = [[0] * count for _ in nets]
    for i, net in enumerate(nets):
        for j in range(i + 1, count):
            other = nets[j]
            if net.low <= other.high and other.low <= net.high:
                difference = _cost(net, other) - _cost(other, net)
                balance[i][j] = difference
                balance[j][i] = -difference
                extra[i] += difference
                extra[j] -= difference
    left = list(range(count))
    ordered: list[Net] = []
    while left:
        best = min(left, key=lambda i: (extra[i], nets[i].joins))
        left.remove(best)
        ordered.append(nets[best])
        for rest in left:
            extra[rest] -= balance[rest][best]
    return ordered


def _cost(upper: Net, lower: Net) -> int:
    """Crossings, and worse, between two nets if ``upper`` has the higher track."""
    cost = 0
    for x in upper.downs:
        if x in lower.ups:
            cost += OVERLAP
        elif lower.low < x < lower.high:
            cost += 1
    for x in lower.ups:
        if upper.low < x < upper.high:
            cost += 1
    return cost


def _step(nets: Sequence[Net], lane_gap: float) -> float:
    """The distance of the tracks: less if there are very many."""
    return lane_gap * min(1.0, CROWD / max(1, *(net.track for net in nets)))


def _place_tracks(nets: Sequence[Net], top: float, bottom: float, margin: float, step: float) -> None:
    """Tracks that only leave sources are counted from the top, the others from the bottom."""
    last = max(net.track for net in nets)
    joined = min((net.track for net in nets if net.joins), default=last + 1)
    for net in nets:
        if net.track < joined:
            net.y = top + margin + net.track * step
        else:
            net.y = bottom - margin - (last - net.track) * step
