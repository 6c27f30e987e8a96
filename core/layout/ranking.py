"""Which nodes stand on which rank, and the columns they form.

A *column* is what later steps move as one straight piece: a *chain* (nodes of which each has the next as its
only successor and is the next one's only predecessor) or a *lane* (the vertical part of the wires that leave one
port and skip ranks; the wires of one port share it). A network has far fewer columns than nodes, which is why the
whole layout is fast. Does not belong here: left and right, sizes, coordinates.

Invariants: every forward edge leads to a higher rank; the columns' numbers are a topological order of the chains,
then come the lanes; a column covers each rank from its top to its bottom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.layout.tightening import Tightener

Edge = tuple[int, int, float, float]
"""Source, target, and the offsets of the ports at which the wire leaves the one and enters the other."""


@dataclass(slots=True)
class Columns:
    """The columns of a graph; lists are indexed by column unless said otherwise.

    ``above`` and ``below`` hold the columns whose wires meet the column's first and last rank; ``branches`` maps a
    lane to the (rank, chain) pairs it leads to; ``back`` maps a lane that runs upwards to the (target, source) nodes.
    """

    count: int = 0
    chains: list[list[int]] = field(default_factory=list)
    chain_of: list[int] = field(default_factory=list)
    """By node."""
    rank: list[int] = field(default_factory=list)
    """By node."""
    top: list[int] = field(default_factory=list)
    bottom: list[int] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)
    below: list[list[int]] = field(default_factory=list)
    branches: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    back: dict[int, tuple[int, int]] = field(default_factory=dict)
    lane_of_edge: dict[int, int] = field(default_factory=dict)
    """By edge: the lane it runs in; edges between neighbouring ranks have none."""
    exits: dict[tuple[int, int], float] = field(default_factory=dict)
    """By (upper, lower) column: the port at which the wire leaves a chain, if that is off its middle."""
    entries: dict[tuple[int, int], float] = field(default_factory=dict)
    """By (upper, lower) column: the port at which the wire enters a chain, if that is off its middle."""


def topological_order(successors: Sequence[Sequence[int]]) -> list[int]:
    """The nodes, each after its predecessors, input order first; nodes on or below a cycle are missing."""
    missing = [0] * len(successors)
    for targets in successors:
        for target in targets:
            missing[target] += 1
    order = [node for node, count in enumerate(missing) if not count]
    for node in order:
        for target in successors[node]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return order


def cycle_edges(successors: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Edges whose removal leaves no cycle: those that lead back to a node on the current depth-first path.

    Roots are the nodes without predecessors, then the others, in input order, so that a wire drawn back from late
    to early is the one found.
    """
    has_predecessor = [False] * len(successors)
    for targets in successors:
        for target in targets:
            has_predecessor[target] = True
    roots = sorted(range(len(successors)), key=has_predecessor.__getitem__)
    state = bytearray(len(successors))  # 0 new, 1 on the path, 2 done
    found: set[tuple[int, int]] = set()
    for root in roots:
        if state[root]:
            continue
        state[root] = 1
        path = [(root, iter(successors[root]))]
        while path:
            node, targets_left = path[-1]
            for target in targets_left:
                if state[target] == 1:
                    found.add((node, target))
                elif not state[target]:
                    state[target] = 1
                    path.append((target, iter(successors[target])))
                    break
            else:
                state[node] = 2
                path.pop()
    return found


def build_columns(count: int, edges: Sequence[Edge]) -> Columns:
    """The columns of a graph of ``count`` nodes.

    Cycles and self-loops are allowed: the wires that close them get lanes that run upwards.
    """
    columns = Columns()
    backward = {(node, node) for node, target, _, _ in edges if node == target}
    successors, predecessors = _neighbours(count, edges, backward)
    order = topological_order(successors)
    if len(order) < count:
        backward |= cycle_edges(successors)
        successors, predecessors = _neighbours(count, edges, backward)
        order = topological_order(successors)
    _contract(columns, order, successors, predecessors)
    _rank(columns)
    _add_lanes(columns, edges, backward)
    _note_ports(columns, edges)
    columns.count = len(columns.top)
    return columns


def _neighbours(
    count: int, edges: Sequence[Edge], without: set[tuple[int, int]]
) -> tuple[list[list[int]], list[list[int]]]:
    """Successors and predecessors by node, parallel edges once, in input order."""
    successors: list[list[int]] = [[] for _ in range(count)]
    predecessors: list[list[int]] = [[] for _ in range(count)]
    for source, target in dict.fromkeys((source, target) for source, target, _, _ in edges):
        if (source, target) not in without:
            successors[source].append(target)
            predecessors[target].append(source)
    return successors, predecessors


def _contract(columns: Columns, order: list[int], successors: list[list[int]], predecessors: list[list[int]]) -> None:
    chains = columns.chains
    chain_of = columns.chain_of = [0] * len(order)
    for node in order:
        before = predecessors[node]
        if len(before) == 1 and len(successors[before[0]]) == 1:
            chain = chain_of[before[0]]
            chains[chain].append(node)
        else:
            chain = len(chains)
            chains.append([node])
        chain_of[node] = chain
    columns.above = [[chain_of[node] for node in predecessors[chain[0]]] for chain in chains]
    columns.below = [[chain_of[node] for node in successors[chain[-1]]] for chain in chains]


def _rank(columns: Columns) -> None:
    """Longest path from the sources, then tightened.

    A chain with as many wires above as below stays as high as it can: a projection stands next to the start of
    the block it shortcuts. A chain without predecessors (a late input) ends up right above its first consumer.
    """
    above, below = columns.above, columns.below
    length = [len(chain) for chain in columns.chains]
    top = [0] * len(length)
    for chain, targets in enumerate(below):
        end = top[chain] + length[chain]
        for target in targets:
            if top[target] < end:
                top[target] = end
    Tightener(top, length, above, below).run()
    rank = columns.rank = [0] * len(columns.chain_of)
    for nodes, first in zip(columns.chains, top, strict=True):
        for offset, node in enumerate(nodes):
            rank[node] = first + offset
    columns.top = top
    columns.bottom = [first + size - 1 for first, size in zip(top, length, strict=True)]


def _add_lanes(columns: Columns, edges: Sequence[Edge], backward: set[tuple[int, int]]) -> None:
    """Give every edge that skips ranks a lane, shared by the edges of one port, and each backward edge its own."""
    rank, chain_of, top, bottom = columns.rank, columns.chain_of, columns.top, columns.bottom
    lanes: dict[tuple[int, float], int] = {}
    targets: dict[int, dict[tuple[int, int], None]] = {}
    turns: dict[tuple[int, int], int] = {}
    for edge, (source, target, port, _) in enumerate(edges):
        first, last = rank[source] + 1, rank[target] - 1
        if first == last + 1:
            continue
        if first <= last:
            lane = lanes.setdefault((source, port), len(top))
            if lane == len(top):
                top.append(first)
                bottom.append(last)
                targets[lane] = {}
            elif bottom[lane] < last:
                bottom[lane] = last
            targets[lane][(last + 1, chain_of[target])] = None
        else:
            if (source, target) not in backward:
                raise AssertionError("a forward edge leads upwards")
            lane = turns.setdefault((source, target), len(top))
            if lane == len(top):
                top.append(last + 1)
                bottom.append(first - 1)
                columns.back[lane] = (target, source)
        columns.lane_of_edge[edge] = lane
    _link_lanes(columns, lanes, targets)


def _link_lanes(
    columns: Columns, lanes: dict[tuple[int, float], int], targets: dict[int, dict[tuple[int, int], None]]
) -> None:
    """Replace, in ``above`` and ``below``, the wires that skip ranks by the lanes they run in."""
    above, below, top, bottom = columns.above, columns.below, columns.top, columns.bottom
    chains = len(above)
    above.extend([] for _ in range(len(top) - chains))
    below.extend([] for _ in range(len(top) - chains))
    for (source, _), lane in lanes.items():
        chain = columns.chain_of[source]
        end = bottom[chain] + 1
        below[chain] = [target for target in below[chain] if target >= chains or top[target] == end]
        below[chain].append(lane)
        above[lane].append(chain)
        columns.branches[lane] = sorted(targets[lane])
        for place, target in columns.branches[lane]:
            sources = above[target]
            above[target] = [lane if other == chain else other for other in sources]
            if lane not in above[target]:
                above[target].append(lane)
            if place == bottom[lane] + 1:
                below[lane].append(target)


def _note_ports(columns: Columns, edges: Sequence[Edge]) -> None:
    chain_of = columns.chain_of
    for number, (source, target, leaves, enters) in enumerate(edges):
        if leaves or enters:
            upper, lower = chain_of[source], chain_of[target]
            lane = columns.lane_of_edge.get(number)
            if lane in columns.back or upper == lower:
                continue
            if leaves:
                columns.exits.setdefault((upper, lower if lane is None else lane), leaves)
            if enters:
                columns.entries.setdefault((upper if lane is None else lane, lower), enters)
