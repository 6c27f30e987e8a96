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
from functools import partial

from core.layout.first_order import first_order
from core.layout.ranking import Columns
from core.layout.recall import ALLOWANCE, TOLERANCE, is_familiar, recalled_line
from core.layout.sifting import FAR, WEIGHT, End, Sifter

SWEEPS = 24
"""Crossing reduction sweeps at most; dot runs 24 too."""
PATIENCE = 2
"""Sweeps without improvement after which it stops."""
PORT_SHARE = 0.2
"""The outermost port is so much of a place off the middle of its node."""
WORK = 600_000
"""Cells visited by sweeps at most. Counted rather than timed, so that the result does not depend on the machine."""


@dataclass(slots=True)
class Levels:
    """``order[level]`` are the columns from left to right; ``first`` and ``last`` give a column's levels."""

    order: list[list[int]]
    first: dict[int, int]
    last: dict[int, int]
    crossings: int


def order_columns(
    columns: Columns, part: Sequence[int], before: Mapping[int, float], known: list[list[int]] | None = None
) -> Levels:
    """Order the columns ``part`` of one connected part.

    ``before`` holds, by chain, where it stood across the flow in the previous arrangement; siblings keep that order.
    ``known`` is the order that was found for other ports: it is only improved.
    """
    if known is not None:
        levels = _levels(columns, part, part)
        if list(map(set, known)) == list(map(set, levels.order)):
            sweeper = _Sweeper(columns, levels)
            sweeper.improve(sweeper.crossings(known), known)
            return levels
    levels = _levels(columns, part, first_order(columns, part, before))
    if max(map(len, levels.order)) == 1:
        return levels
    _Sweeper(columns, levels).run()
    if not before or is_familiar(levels.order, before):
        return levels
    line = recalled_line(columns, part, before)
    if line is None:
        return levels
    familiar = _levels(columns, part, line)
    _Sweeper(columns, familiar).settle()
    return familiar if familiar.crossings <= TOLERANCE * levels.crossings + ALLOWANCE else levels


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


def _exit(columns: Columns, upper: int, lower: int) -> float:
    return columns.exits.get((upper, lower), 0.0)


class _Sweeper:
    """Barycentre sweeps down and up over the levels (Sugiyama, Tagawa and Toda 1981); keeps the best order seen."""

    def __init__(self, columns: Columns, levels: Levels) -> None:
        self.levels = levels
        self.chains = len(columns.chains)
        self.first, self.last = levels.first, levels.last
        exits, entries = columns.exits, columns.entries
        widest = max([abs(port) for port in (*exits.values(), *entries.values())], default=1.0)
        scale = PORT_SHARE / widest
        self.ported = bool(exits or entries)
        self.forked = {upper for upper, _ in exits}
        """Columns whose wires leave at more than one port."""
        self.above: dict[int, list[End]] = {}
        self.below: dict[int, list[End]] = {}
        self.joins: list[dict[int, list[End]]] = [{} for _ in levels.order]
        """By level and column, the columns that start on the next level and are wired to it."""
        for column in self.first:
            self.above[column] = [(c, exits.get((c, column), 0.0) * scale) for c in columns.above[column]]
            below = columns.below[column]
            if column in self.forked:
                below = sorted(below, key=partial(_exit, columns, column))
            self.below[column] = [(c, entries.get((column, c), 0.0) * scale) for c in below]
            if column in columns.branches:
                for _, target in columns.branches[column]:
                    end = (target, entries.get((column, target), 0.0) * scale)
                    self.joins[self.first[target] - 1].setdefault(column, []).append(end)
            elif below:
                self.joins[self.last[column]][column] = self.below[column]

    def run(self) -> None:
        """Sweep from the first order, once downwards first and once upwards first; sift what came out best."""
        start = self.levels.order
        best = self.crossings(start)
        if not best:
            return
        orders = [(best, start), self.sweep(start, best, 0), self.sweep(start, best, 1)]
        self.improve(*min(orders, key=lambda found: found[0]))

    def improve(self, best: int, order: list[list[int]]) -> None:
        """Sift this order, which has ``best`` crossings, and keep what comes out."""
        if best:
            sifter = self._sifter(order)
            sifter.run(self.first)
            best, order = best - sifter.gain, sifter.order
        self.levels.crossings, self.levels.order = best, order

    def settle(self) -> None:
        """Keep the order but for what removes crossings: lanes look for their places first, near and far."""
        levels = self.levels
        sifter = self._sifter(levels.order)
        sifter.run([column for column in self.first if column >= self.chains], FAR)
        sifter.run(self.first)
        levels.order = sifter.order
        levels.crossings = self.crossings(levels.order)

    def _sifter(self, order: list[list[int]]) -> Sifter:
        crossed = [level for level in range(len(order) - 1) if self._crossings_below(order, level)]
        return Sifter(order, self.first, self.last, self.above, self.joins, self.ported, crossed)

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
                    key = sum([place[c] + port for c, port in sources]) / len(sources)
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
                    key = sum([place[c] + port for c, port in targets]) / len(targets)
                keys[column] = key
            result.append(sorted(order[level], key=keys.__getitem__))
        result.reverse()
        return result

    def crossings(self, order: list[list[int]]) -> int:
        """Pairs of wires that cross between neighbouring levels.

        If ports count, each is worth ``WEIGHT``, and a pair that only meets one node in the wrong order is worth 1.
        """
        return sum([self._crossings_below(order, level) for level in range(len(order) - 1)])

    def _crossings_below(self, order: list[list[int]], level: int) -> int:
        if not self.ported:
            return self._inversions(order, level, False)
        return (WEIGHT - 1) * self._inversions(order, level, False) + self._inversions(order, level, True)

    def _inversions(self, order: list[list[int]], level: int, ported: bool) -> int:
        """The inversions of the lower ends of the wires below a level, taken in the order of their upper ends."""
        total = 0
        last, here = self.last, self.joins[level]
        place = {column: index for index, column in enumerate(order[level + 1])}
        ends: list[float] = []
        for column in order[level]:
            lower: list[float] = []
            if column in here:
                lower = [place[c] + port if ported else place[c] for c, port in here[column]]
            if last[column] > level:
                lower.append(place[column])
            if len(lower) > 1 and not (ported and column in self.forked):
                lower.sort()
            for end in lower:
                if ends and end < ends[-1]:
                    total += len(ends) - bisect_right(ends, end)
                    insort(ends, end)
                else:
                    ends.append(end)
        return total
