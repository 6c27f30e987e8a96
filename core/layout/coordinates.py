"""Where the columns stand across the flow.

Columns that follow each other are joined to *blocks* that share one coordinate: first along the longest paths (the
spine of a network becomes one straight line), then lanes with the ends they meet. Blocks are packed and then moved
towards what they are wired to. Does not belong here: ranks, the coordinate along the flow, wires.

Invariants: columns of one level keep their order and their distance; a block is straight.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence

from core.layout.ordering import Levels
from core.layout.ranking import Columns

PASSES = 6
"""How often blocks are moved towards their neighbours, each time from right to left and back."""


def place_columns(
    columns: Columns, levels: Levels, half: Sequence[float], node_gap: float, lane_margin: float, lane_gap: float
) -> dict[int, float]:
    """The centre of each column across the flow.

    ``half`` is half the width of each column; lanes are 0 wide and keep ``lane_gap`` between each other and
    ``lane_margin`` from nodes.
    """
    block_of, size = _blocks(columns, levels)
    chains = len(columns.chains)
    gaps: dict[int, float] = {}
    for line in levels.order:
        for a, b in itertools.pairwise(line):
            if a < chains and b < chains:
                gap = half[a] + half[b] + node_gap
            elif a < chains or b < chains:
                gap = half[a] + half[b] + lane_margin
            else:
                gap = lane_gap
            key = block_of[a] * size + block_of[b]
            if gaps.get(key, 0.0) < gap:
                gaps[key] = gap
    to_left: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    to_right: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for key, gap in gaps.items():
        a, b = divmod(key, size)
        to_right[a].append((b, gap))
        to_left[b].append((a, gap))
    order = _sorted_blocks(to_left, to_right)
    wired = _wired(columns, levels, block_of, size)
    ranks = [0] * size
    for column, block in block_of.items():
        ranks[block] += columns.bottom[column] - columns.top[column] + 1
    place = _settle(order, to_left, to_right, wired, ranks.index(max(ranks)))
    return {column: place[block] for column, block in block_of.items()}


def _blocks(columns: Columns, levels: Levels) -> tuple[dict[int, int], int]:
    """Join columns end to end: the longest path first, then the longest of what is left, lanes last."""
    joiner = _Joiner(columns, levels)
    for column in joiner.by_importance:
        joiner.walk(column)
    for column in joiner.by_importance:
        joiner.attach_lanes(column)
    next_of = joiner.next_of
    block_of: dict[int, int] = {}
    size = 0
    for column in levels.first:
        if column not in joiner.has_upper:
            block_of[column] = size
            while column in next_of:
                column = next_of[column]
                block_of[column] = size
            size += 1
    return block_of, size


class _Joiner:
    """Decides which columns continue which, where no joint so far, nor a column that goes on, lies across."""

    def __init__(self, columns: Columns, levels: Levels) -> None:
        self.above, self.below = columns.above, columns.below
        self.chains = len(columns.chains)
        self.first, self.last = levels.first, levels.last
        self.place = [{column: index for index, column in enumerate(line)} for line in levels.order]
        self.kept_upper: list[list[int]] = []
        self.kept_lower: list[list[int]] = []
        for level, line in enumerate(levels.order[:-1]):
            staying = [column for column in line if self.last[column] > level]
            self.kept_upper.append([self.place[level][column] for column in staying])
            self.kept_lower.append([self.place[level + 1][column] for column in staying])
        self.next_of: dict[int, int] = {}
        self.has_upper: set[int] = set()
        top, bottom = columns.top, columns.bottom
        downwards = sorted(self.first, key=top.__getitem__)
        length = {c: bottom[c] - top[c] + 1 if c < self.chains else 0 for c in downwards}
        from_top: dict[int, int] = {}
        self.to_end: dict[int, int] = {}
        for column in downwards:
            from_top[column] = max([from_top[other] for other in self.above[column]], default=0) + length[column]
        for column in reversed(downwards):
            self.to_end[column] = max([self.to_end[c] for c in self.below[column]], default=0) + length[column]
        self.by_importance = sorted(
            downwards,
            key=lambda c: (length[c] - from_top[c] - self.to_end[c], from_top[c], self.place[self.first[c]][c]),
        )

    def walk(self, column: int) -> None:
        """Join chains from ``column`` down, each time the one with the longest way to go, the middle one of equals."""
        while column < self.chains and column not in self.next_of:
            open_ = [c for c in self.below[column] if c < self.chains and c not in self.has_upper]
            if not open_:
                return
            longest = max(self.to_end[c] for c in open_)
            equal = [c for c in self.below[column] if self.to_end[c] == longest]
            there = self.place[self.last[column] + 1]
            middle = sum(there[c] for c in equal) / len(equal)
            candidates = sorted((c for c in equal if c in open_), key=lambda c: (abs(there[c] - middle), there[c]))
            if not any(self.join(column, c) for c in candidates):
                return
            column = self.next_of[column]

    def attach_lanes(self, column: int) -> None:
        """Join what is still open to lanes, or lanes to what is below them."""
        for lower in self.below[column]:
            if (column >= self.chains or lower >= self.chains) and self.join(column, lower):
                return

    def join(self, upper: int, lower: int) -> bool:
        """Join two columns if that is possible."""
        if upper in self.next_of or lower in self.has_upper:
            return False
        level = self.last[upper]
        i, j = self.place[level][upper], self.place[level + 1][lower]
        uppers, lowers = self.kept_upper[level], self.kept_lower[level]
        if bisect_left(uppers, i) != bisect_left(lowers, j):
            return False
        insort(uppers, i)
        insort(lowers, j)
        self.next_of[upper] = lower
        self.has_upper.add(lower)
        return True


def _sorted_blocks(
    to_left: Sequence[Sequence[tuple[int, float]]], to_right: Sequence[Sequence[tuple[int, float]]]
) -> list[int]:
    """The blocks such that each comes after those left of it."""
    missing = [len(others) for others in to_left]
    order = [block for block, count in enumerate(missing) if not count]
    for block in order:
        for other, _ in to_right[block]:
            missing[other] -= 1
            if not missing[other]:
                order.append(other)
    if len(order) < len(missing):
        raise AssertionError("blocks stand in a circle")
    return order


def _wired(columns: Columns, levels: Levels, block_of: Mapping[int, int], size: int) -> list[list[int]]:
    """By block, the other blocks it is wired to, once per wire."""
    wired: list[list[int]] = [[] for _ in range(size)]

    def connect(a: int, b: int) -> None:
        if a != b:
            wired[a].append(b)
            wired[b].append(a)

    for column in levels.first:
        if column in columns.branches:
            for _, target in columns.branches[column]:
                connect(block_of[column], block_of[target])
        elif column in columns.back:
            for node in columns.back[column]:
                connect(block_of[column], block_of[columns.chain_of[node]])
        else:
            for target in columns.below[column]:
                connect(block_of[column], block_of[target])
    return wired


def _settle(
    order: Sequence[int],
    to_left: Sequence[Sequence[tuple[int, float]]],
    to_right: Sequence[Sequence[tuple[int, float]]],
    wired: Sequence[Sequence[int]],
    spine: int,
) -> list[float]:
    """Pack the blocks, then move each towards the median of what it is wired to, as far as it may."""
    place = _pack(order, to_left, to_right, spine)
    for _ in range(PASSES):
        moved = False
        for block in reversed(order):
            others = wired[block]
            if not others:
                continue
            wanted = sorted([place[other] for other in others])[(len(others) - 1) // 2]
            if wanted > place[block]:
                for other, gap in to_right[block]:
                    if place[other] - gap < wanted:
                        wanted = place[other] - gap
                if wanted > place[block]:
                    place[block] = wanted
                    moved = True
        for block in order:
            others = wired[block]
            if not others:
                continue
            wanted = sorted([place[other] for other in others])[len(others) // 2]
            if wanted < place[block]:
                for other, gap in to_left[block]:
                    if place[other] + gap > wanted:
                        wanted = place[other] + gap
                if wanted < place[block]:
                    place[block] = wanted
                    moved = True
        if not moved:
            break
    return place


def _pack(
    order: Sequence[int],
    to_left: Sequence[Sequence[tuple[int, float]]],
    to_right: Sequence[Sequence[tuple[int, float]]],
    spine: int,
) -> list[float]:
    """Pack the blocks from both sides against the spine, which stands at 0."""
    place = [0.0] * len(order)
    on_right = [False] * len(order)
    on_right[spine] = True
    for block in order:
        gaps = [place[other] + gap for other, gap in to_left[block] if on_right[other]]
        if gaps and block != spine:
            on_right[block] = True
            place[block] = max(gaps)
    for block in reversed(order):
        if not on_right[block] and to_right[block]:
            place[block] = min([place[other] - gap for other, gap in to_right[block]])
    return place
