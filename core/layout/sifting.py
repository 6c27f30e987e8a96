"""Moves single columns past their neighbours while that removes crossings.

Sweeps look at one level at a time and stop in local minima. Sifting moves a whole column, on all its levels at once
(after "A global k-level crossing reduction algorithm", Bachmaier, Brandenburg, Brunner and Huebner 2010, but only
among near neighbours). Does not belong here: the first order, and sweeps.

Invariant: columns that share several levels stay in the same order on all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

End = tuple[int, float]
REACH = 10
"""How many neighbours a column is moved past at most."""
WEIGHT = 4
"""So many wires that enter one node in the wrong order are as bad as a crossing of wires between different nodes."""
FAR = 40
"""The same for columns whose place is not known at all."""
ROUNDS = 4
WORK = 100_000
"""Levels looked at, at most; counted rather than timed, so that the result does not depend on the machine."""
PAIRS = 8
"""So many pairs of wires cost as much as a level."""


class Sifter:
    """Sifts columns of one connected part; ``order`` is the best order so far and ``gain`` the crossings removed.

    ``joins`` holds, by level and column, the columns that start on the next level and are wired to it; ``above``, by
    column, those that end on the level before it (or lanes that pass there) and are wired to it. Each comes with the
    part of a place by which its port is off its middle; ``ported`` tells whether there are such ports. ``crossed`` are the
    levels between which and the next one wires cross.
    """

    def __init__(
        self,
        order: Sequence[Sequence[int]],
        first: Mapping[int, int],
        last: Mapping[int, int],
        above: Mapping[int, Sequence[End]],
        joins: Sequence[Mapping[int, Sequence[End]]],
        ported: bool,
        crossed: Iterable[int],
    ) -> None:
        self.order = [list(line) for line in order]
        self.place = [{column: index for index, column in enumerate(line)} for line in order]
        self.first, self.last = first, last
        self.above, self.joins = above, joins
        self.inversions = _weighted_inversions if ported else _inversions
        self.crossed = set(crossed)
        """No crossing lies below another level than these: what was moved may have got new ones."""
        self.gain = 0
        self.reach = REACH
        self.work = WORK

    def run(self, columns: Iterable[int], reach: int = REACH) -> None:
        """Sift these columns to both sides, then again those whose surroundings changed."""
        self.reach = reach
        queue = sorted(columns, key=self.first.__getitem__)
        for _ in range(ROUNDS):
            changed: dict[int, None] = {}
            for column in queue:
                if self.work <= 0:
                    return
                if self.crossed.isdisjoint(range(self.first[column] - 1, self.last[column] + 1)):
                    continue  # Its wires cross nothing, so no other place is better.
                passed = self._sift(column, 1) or self._sift(column, -1)
                if passed:
                    for moved in (column, *passed):
                        self.crossed.update(range(self.first[moved] - 1, self.last[moved] + 1))
                    changed[column] = None
                    changed.update(dict.fromkeys(passed))
            if not changed:
                return
            for column in list(changed):
                changed.update(dict.fromkeys([other for other, _ in self.above[column]]))
                changed.update(dict.fromkeys([other for other, _ in self.joins[self.last[column]].get(column, ())]))
            queue = sorted(changed, key=self.first.__getitem__)

    def _sift(self, column: int, side: int) -> list[int]:
        """Move a column to one side, to the place with the fewest crossings; the columns it passed for good."""
        total = best = keep = 0
        passed: list[int] = []
        while len(passed) < self.reach:
            other = self._neighbour(column, side)
            if other is None:
                break
            total += self._change(column, other) if side > 0 else self._change(other, column)
            self._swap(column, other)
            passed.append(other)
            if total < best:
                best, keep = total, len(passed)
        for other in reversed(passed[keep:]):
            self._swap(column, other)
        self.gain -= best
        return passed[:keep]

    def _neighbour(self, column: int, side: int) -> int | None:
        """A column that stands right beside this one on every level they share."""
        first, last, place = self.first, self.last, self.place
        start, end = first[column], last[column]
        tried = -1
        for level in range(start, end + 1):
            self.work -= 1
            index = place[level][column] + side
            line = self.order[level]
            if not 0 <= index < len(line) or line[index] == tried:
                continue
            tried = other = line[index]
            low, high = first[other], last[other]
            for shared in range(low if low > start else start, (high if high < end else end) + 1):
                there = place[shared]
                if there[other] - there[column] != side:
                    break
            else:
                return other
        return None

    def _change(self, a: int, b: int) -> int:
        """By how much the crossings grow if ``a``, just left of ``b``, is put on its right."""
        first, last, place, above = self.first, self.last, self.place, self.above
        start = max(first[a], first[b])
        end = min(last[a], last[b])
        change = 0
        if start:
            there = place[start - 1]
            upper_a = [there[a]] if first[a] < start else [there[c] + port for c, port in above[a]]
            upper_b = [there[b]] if first[b] < start else [there[c] + port for c, port in above[b]]
            change = self.inversions(upper_a, upper_b)
            self.work -= len(upper_a) * len(upper_b) // PAIRS
        for level in range(start, min(end + 1, len(place) - 1)):
            joins = self.joins[level]
            join_a, join_b = joins.get(a, ()), joins.get(b, ())
            if level < end and not join_a and not join_b:
                continue  # Both pass, side by side: the most frequent case.
            there = place[level + 1]
            lower_a = [there[c] + port for c, port in join_a]
            lower_b = [there[c] + port for c, port in join_b]
            if level < end:
                change += self.inversions(lower_a, [there[a]]) + self.inversions([there[b]], lower_b)
            elif last[a] > level:
                lower_a.append(there[a])
            elif last[b] > level:
                lower_b.append(there[b])
            if lower_a and lower_b:
                change += self.inversions(lower_a, lower_b)
                self.work -= len(lower_a) * len(lower_b) // PAIRS
        self.work -= end - start + 1
        return change

    def _swap(self, a: int, b: int) -> None:
        first, last = self.first, self.last
        for level in range(max(first[a], first[b]), min(last[a], last[b]) + 1):
            there = self.place[level]
            line = self.order[level]
            i, j = there[a], there[b]
            line[i], line[j] = b, a
            there[a], there[b] = j, i


def _weighted_inversions(left: Sequence[float], right: Sequence[float]) -> int:
    """The same if ports count: two wires that only enter one node in the wrong order are the lesser evil."""
    change = 0
    for x in left:
        for y in right:
            if x < y:
                change += WEIGHT if y - x > 0.5 else 1
            elif x > y:
                change -= WEIGHT if x - y > 0.5 else 1
    return change


def _inversions(left: Sequence[float], right: Sequence[float]) -> int:
    """Pairs that cross if the two ends of wires swap, less the pairs that cross now."""
    change = 0
    for x in left:
        for y in right:
            if x < y:
                change += 1
            elif x > y:
                change -= 1
    return change
