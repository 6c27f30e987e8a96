"""The first left-to-right order of the columns, in which series-parallel networks have no crossings.

A depth-first search follows the longest path first; its columns form the spine. On the way back the branches are hung
left and right of the spine, inner ones first, lanes outermost. Does not belong here: removing crossings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.layout.ranking import Columns


def first_order(columns: Columns, part: Sequence[int], before: Mapping[int, float]) -> list[int]:
    """All columns of a connected part from left to right.

    ``before`` holds, by chain, where it stood across the flow in the previous arrangement; siblings keep that order.
    """
    forest = _Forest(columns, part, before)
    sources = [chain for chain in part if chain < len(columns.chains) and not columns.above[chain]]
    sources.sort(key=lambda chain: -forest.reach[chain])
    for source in sources:
        forest.grow(source)
    forest.add_upward_lanes()
    return _in_order(forest.roots, forest.left, forest.right)


class _Forest:
    """The trees of the search; ``left`` and ``right`` hold what hangs beside a column, the nearest first."""

    def __init__(self, columns: Columns, part: Sequence[int], before: Mapping[int, float]) -> None:
        self.columns = columns
        self.before = before
        self.reach = _reach(columns, [column for column in part if column < len(columns.chains)])
        self.roots: list[int] = []
        self.left: dict[int, list[int]] = {}
        self.right: dict[int, list[int]] = {}
        self.seen: set[int] = set()
        self.spine_above: dict[int, int] = {}
        """The column that a column continues, if it does."""

    def grow(self, source: int) -> None:
        """Search from a source; its tree is hung beside what it feeds of an earlier tree, if there is such a thing."""
        seen = self.seen
        seen.add(source)
        fresh = [source]
        stack = [(source, iter(self._children(source)))]
        while stack:
            parent, children = stack[-1]
            for child, on_left in children:
                if child not in seen:
                    seen.add(child)
                    fresh.append(child)
                    beside = (self.left if on_left else self.right).setdefault(parent, [])
                    if not on_left and not beside:
                        self.spine_above[child] = parent
                    beside.append(child)
                    stack.append((child, iter(self._children(child))))
                    break
            else:
                stack.pop()
        if not self._hang(source, fresh):
            self.roots.append(source)

    def add_upward_lanes(self) -> None:
        """Hang the lanes of wires that close a cycle beside their targets."""
        for lane, (target, _) in self.columns.back.items():
            chain = self.columns.chain_of[target]
            if chain in self.seen and lane not in self.seen:
                self.seen.add(lane)
                self.right.setdefault(chain, []).append(lane)

    def _hang(self, source: int, fresh: Sequence[int]) -> bool:
        columns, before = self.columns, self.before
        own = set(fresh)
        for column in fresh:
            branches = columns.branches.get(column)
            for target in columns.below[column] if branches is None else [t for _, t in branches]:
                if target in own:
                    continue
                port = columns.entries.get((column, target), 0.0)
                if source in before and target in before:
                    on_left = before[source] < before[target]
                elif port:
                    on_left = port < 0
                else:
                    on_left = columns.above[target][0] == column
                if on_left:
                    # The tree stands beside the columns above its target; it must lie left of them as well.
                    while target in self.spine_above and columns.top[target] > columns.top[source]:
                        target = self.spine_above[target]
                    self.left.setdefault(target, []).insert(0, source)
                else:
                    self.right.setdefault(target, []).append(source)
                return True
        return False

    def _children(self, column: int) -> list[tuple[int, bool]]:
        """The columns below, in the order in which the search visits them, and whether each belongs to the left."""
        columns, reach, before = self.columns, self.reach, self.before
        if column in columns.branches:
            return [(target, False) for _, target in columns.branches[column]]
        below = columns.below[column]
        if len(below) == 1:
            return [(below[0], False)]
        count = len(columns.chains)
        lanes = [other for other in below if other >= count]
        chains = [other for other in below if other < count]
        if not chains:
            return [(lane, False) for lane in lanes]
        longest = max(reach[other] for other in chains)
        if all(other in before for other in chains):
            chains.sort(key=before.__getitem__)
        equal = [other for other in chains if reach[other] == longest]
        spine = equal[(len(equal) - 1) // 2]
        lean = {other: _lean(columns, column, other, spine) for other in below}
        middle = chains.index(spine)
        chains.remove(spine)
        if not all(other in before for other in chains):
            if any(lean[other] for other in chains):
                chains.sort(key=lean.__getitem__)
                middle = sum(lean[other] < 0 for other in chains)
            else:
                middle = len(chains) // 2
        outer = [(lane, lean[lane] < 0) for lane in lanes]
        near_left = [(other, True) for other in reversed(chains[:middle])]
        return [(spine, False), *near_left, *((other, False) for other in chains[middle:]), *outer]


def _lean(columns: Columns, upper: int, column: int, spine: int) -> float:
    """To which side the ports at a branch's ends pull it: below 0 to the left, 0 if they do not tell."""
    leaves = columns.exits.get((upper, column), 0.0) - columns.exits.get((upper, spine), 0.0)
    if leaves:
        return leaves
    below = columns.below[column]
    if len(below) == 1 and below[0] in columns.branches:
        column, below = below[0], columns.below[below[0]]
    return columns.entries.get((column, below[0]), 0.0) if below else 0.0


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
