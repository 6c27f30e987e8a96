"""The order of columns taken over from an earlier arrangement, so that a new one looks familiar.

Nodes keep the order in which they stood; wires that skip ranks, of which nothing is known, find their places by
sifting. Does not belong here: how an order without a past is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.layout.ranking import Columns

TOLERANCE = 1.25
"""How many times the crossings of a fresh order the familiar one may have."""
ALLOWANCE = 2
"""And how many on top of that, so that a few crossings do not turn everything round."""


def is_familiar(order: Sequence[Sequence[int]], before: Mapping[int, float]) -> bool:
    """Whether no two columns on one level have changed sides."""
    for line in order:
        known = [before[column] for column in line if column in before]
        if any(a > b for a, b in pairwise(known)):
            return False
    return True


def recalled_line(columns: Columns, part: Sequence[int], before: Mapping[int, float]) -> list[int] | None:
    """All columns from left to right as they stood; new ones beside their neighbours, lanes beside their source.

    None if less than half of the chains are known.
    """
    chains = [column for column in part if column < len(columns.chains)]
    if 2 * sum(chain in before for chain in chains) < len(chains):
        return None
    place = {chain: before[chain] for chain in chains if chain in before}
    for chain in chains + chains[::-1]:
        if chain not in place:
            near = [place[c] for c in (*columns.above[chain], *columns.below[chain]) if c in place]
            if near:
                place[chain] = sum(near) / len(near)
    for lane in part:
        if lane in columns.branches:
            place[lane] = place.get(columns.above[lane][0], 0.0)
        elif lane in columns.back:
            place[lane] = place.get(columns.chain_of[columns.back[lane][0]], 0.0)
    return sorted(part, key=lambda column: place.get(column, 0.0))
