"""The left-to-right order of the columns of one connected part, with few crossings.

Ranks on which nothing starts are skipped: a *level* is a run of ranks that hold the same columns, so a chain of
thirty layers beside another one is one level. Does not belong here: distances and coordinates.

Invariant: two columns that share several levels stand in the same order on all of them, so a column can be drawn
as one straight piece. A sweep keeps this, because a column that goes on is sorted by its own place.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.layout.ranking import Columns
from core.layout.sifting import Sifter

SWEEPS = 24
"""Crossing reduction sweeps at most; dot runs 24 too."""
PATIENCE = 2
"""Sweeps without improvement after which it stops."""
WORK = 600_000
"""Cells visited by sweeps at most. Counted rather than timed, so that the result does not depend on the machine."""


@dataclass(slots=True)
class Levels:
    """``order[level]`` are the columns from left to right; ``first`` and ``last`` give a column's levels."""

    order: list[list[int]]
    first: dict[int, int]
    last: dict[int, int]
    crossings: int


def order_columns(columns: Columns, part: Sequence[int], before: Mapping[int, float]) -> Levels:
    """Order the columns ``part`` of one connected part.

    ``before`` holds, by chain, where it stood across the flow in the previous arrangement; siblings keep that order.
    """
    levels = _levels(columns, part, _first_order(columns, part, before))
    if len(part) > 2 and max(map(len, levels.order)) > 1:
        _Sweeper(columns, levels).run()
    return levels


def _levels(columns: Columns, part: Sequence[int], line: Sequence[int]) -> Levels:
    """Cut the ranks into levels and fill them in the order of ``line``."""
    top, bottom = columns.top, columns.bottom
    starts = sorted({top[column] for column in part})
    level_of = {rank: level for level, rank in enumerate(starts)}
    order: list[list[int]] = [[] for _ in starts]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for column in line:
        start = first[column] = level_of[top[column]]
        end = last[column] = bisect_right(starts, bottom[column]) - 1
        for level in range(start, end + 1):
            order[level].append(column)
    return Levels(order, first, last, 0)


def _first_order(columns: Columns, part: Sequence[int], before: Mapping[int, float]) -> list[int]:
    """All columns from left to right, such that series-parallel networks come out without crossings.

    A depth-first search follows the longest path first; its columns form the spine. On the way back the branches are
    hung left and right of the spine, inner ones first, lanes outermost on the right.
    """
    above, below = columns.above, columns.below
    chains = [column for column in part if column < len(columns.chains)]
    reach = _reach(columns, chains)
    seen: set[int] = set()
    left: dict[int, list[int]] = {}
    right: dict[int, list[int]] = {}
    roots: list[int] = []
    sources = [chain for chain in chains if not above[chain]]
    sources.sort(key=lambda chain: -reach[chain])
    for source in sources:
        if source in seen:
            continue
        seen.add(source)
        fresh = [source]
        stack = [(source, iter(_children(columns, source, reach, before)))]
        while stack:
            parent, children = stack[-1]
            for child, on_left in children:
                if child not in seen:
                    seen.add(child)
                    fresh.append(child)
                    (left if on_left else right).setdefault(parent, []).append(child)
                    stack.append((child, iter(_children(columns, child, reach, before))))
                    break
            else:
                stack.pop()
        if roots:
            _hang(columns, source, fresh, seen, left, right, before)
        else:
            roots.append(source)
    for lane, (target, _) in columns.back.items():
        chain = columns.chain_of[target]
        if chain in seen and lane not in seen:
            seen.add(lane)
            right.setdefault(chain, []).append(lane)
    return _in_order(roots, left, right)


def _reach(columns: Columns, chains: Sequence[int]) -> dict[int, int]:
    """By column, the nodes on the longest path from its first node down to an end."""
    reach: dict[int, int] = {}
    bottom, top, below = columns.bottom, columns.top, columns.below
    count = len(columns.chains)
    for chain in sorted(chains, key=top.__getitem__, reverse=True):
        far = 0
        for other in below[chain]:
            if other < count:
                far = max(far, reach[other])
            else:
                reach[other] = max(reach[target] for _, target in columns.branches[other])
                far = max(far, reach[other])
        reach[chain] = far + bottom[chain] - top[chain] + 1
    return reach


def _children(
    columns: Columns, column: int, reach: Mapping[int, int], before: Mapping[int, float]
) -> list[tuple[int, bool]]:
    """The columns below, in the order in which the search visits them, and whether each belongs to the left."""
    if column in columns.branches:
        return [(target, False) for _, target in columns.branches[column]]
    below = columns.below[column]
    if len(below) == 1:
        return [(below[0], False)]
    count = len(columns.chains)
    lanes = [other for other in below if other >= count]
    chains = [other for other in below if other < count]
    if len(chains) < 2:
        return [(other, False) for other in chains + lanes]
    longest = max(reach[other] for other in chains)
    if all(other in before for other in chains):
        chains.sort(key=before.__getitem__)
        equal = [place for place, other in enumerate(chains) if reach[other] == longest]
        middle = equal[(len(equal) - 1) // 2]
        spine = chains.pop(middle)
    else:
        equal = [other for other in chains if reach[other] == longest]
        spine = equal[(len(equal) - 1) // 2]
        chains.remove(spine)
        middle = len(chains) // 2
    near_left = [(other, True) for other in reversed(chains[:middle])]
    return [(spine, False), *near_left, *((other, False) for other in chains[middle:] + lanes)]


def _hang(
    columns: Columns,
    source: int,
    fresh: Sequence[int],
    seen: set[int],
    left: dict[int, list[int]],
    right: dict[int, list[int]],
    before: Mapping[int, float],
) -> None:
    """Hang the tree of another input beside the first column of an earlier tree that it feeds."""
    own = set(fresh)
    for column in fresh:
        targets = (t for _, t in columns.branches[column]) if column in columns.branches else columns.below[column]
        for target in targets:
            if target not in own:
                siblings = columns.above[target]
                if source in before and target in before:
                    on_left = before[source] < before[target]
                else:
                    on_left = siblings.index(column) == 0
                (left if on_left else right).setdefault(target, []).append(source)
                return


def _in_order(roots: Sequence[int], left: Mapping[int, list[int]], right: Mapping[int, list[int]]) -> list[int]:
    """The trees from left to right: what hangs left of a column, the column, what hangs right of it."""
    line: list[int] = []
    stack: list[tuple[int, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        column, open_ = stack.pop()
        if open_:
            line.append(column)
            continue
        stack.extend((child, False) for child in reversed(right.get(column, ())))
        stack.append((column, True))
        stack.extend((child, False) for child in left.get(column, ()))
    return line


class _Sweeper:
    """Barycentre sweeps down and up over the levels (Sugiyama, Tagawa and Toda 1981); keeps the best order seen."""

    def __init__(self, columns: Columns, levels: Levels) -> None:
        self.levels = levels
        self.above = columns.above
        self.below = columns.below
        self.first, self.last = levels.first, levels.last
        self.joins: list[dict[int, list[int]]] = [{} for _ in levels.order]
        self._collect(columns)

    def _collect(self, columns: Columns) -> None:
        """By level and column, the columns that start on the next level and are wired to it."""
        first, joins = self.first, self.joins
        for column in first:
            if column in columns.branches:
                for _, target in columns.branches[column]:
                    joins[first[target] - 1].setdefault(column, []).append(target)
            elif self.below[column]:
                joins[self.last[column]][column] = self.below[column]

    def run(self) -> None:
        """Sweep from the first order, once downwards first and once upwards first; sift what came out best."""
        start = self.levels.order
        best = self.crossings(start)
        if not best:
            return
        orders = [(best, start), self.sweep(start, best, 0), self.sweep(start, best, 1)]
        best, order = min(orders, key=lambda found: found[0])
        if best:
            sifter = Sifter(order, self.first, self.last, self.above, self.joins)
            sifter.run()
            best, order = best - sifter.gain, sifter.order
        self.levels.crossings, self.levels.order = best, order

    def sweep(self, order: list[list[int]], best: int, parity: int) -> tuple[int, list[list[int]]]:
        """The best order that sweeps in turns lead to, and its crossings."""
        result = order
        stale = 0
        for turn in range(min(SWEEPS, 2 + WORK // (2 * sum(map(len, order))))):
            order = self.up(order) if (turn + parity) % 2 else self.down(order)
            found = self.crossings(order)
            stale += 1
            if found < best:
                best, result, stale = found, order, 0
            if not best or stale == PATIENCE:
                break
        return best, result

    def down(self, order: list[list[int]]) -> list[list[int]]:
        """Sort every level by the level above it."""
        result = [order[0]]
        first, above = self.first, self.above
        for level in range(1, len(order)):
            place = {column: index for index, column in enumerate(result[-1])}
            keys: dict[int, float] = {}
            key: float = -1
            for column in order[level]:
                if first[column] < level:
                    key = place[column]
                elif above[column]:
                    sources = above[column]
                    key = sum([place[source] for source in sources]) / len(sources)
                keys[column] = key
            result.append(sorted(order[level], key=keys.__getitem__))
        return result

    def up(self, order: list[list[int]]) -> list[list[int]]:
        """Sort every level by the level below it."""
        result = [order[-1]]
        last, below = self.last, self.below
        for level in range(len(order) - 2, -1, -1):
            place = {column: index for index, column in enumerate(result[-1])}
            keys: dict[int, float] = {}
            key: float = -1
            for column in order[level]:
                if last[column] > level:
                    key = place[column]
                elif below[column]:
                    targets = below[column]
                    key = sum([place[target] for target in targets]) / len(targets)
                keys[column] = key
            result.append(sorted(order[level], key=keys.__getitem__))
        result.reverse()
        return result

    def crossings(self, order: list[list[int]]) -> int:
        """Pairs of wires that cross between neighbouring levels: the inversions of their lower ends."""
        total = 0
        last, joins = self.last, self.joins
        for level in range(len(order) - 1):
            place = {column: index for index, column in enumerate(order[level + 1])}
            here = joins[level]
            ends: list[int] = []
            for column in order[level]:
                lower = [place[target] for target in here[column]] if column in here else []
                if last[column] > level:
                    lower.append(place[column])
                if len(lower) > 1:
                    lower.sort()
                for end in lower:
                    if ends and end < ends[-1]:
                        total += len(ends) - bisect_right(ends, end)
                        insort(ends, end)
                    else:
                        ends.append(end)
        return total
