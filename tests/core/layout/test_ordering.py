"""The order of columns: consistent over levels, crossings counted right, sifting honest."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from core.layout.ordering import Levels, order_columns
from core.layout.ranking import Columns, build_columns
from core.layout.sifting import WEIGHT

Pairs = list[tuple[int, int]]


@st.composite
def connected(draw: st.DrawFn) -> tuple[int, Pairs]:
    count = draw(st.integers(2, 16))
    pairs = [(draw(st.integers(0, node - 1)), node) for node in range(1, count)]
    more = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs += [(min(pair), max(pair)) for pair in draw(st.lists(more, max_size=24)) if pair[0] != pair[1]]
    return count, pairs


def ordered(count: int, pairs: Pairs, before: dict[int, float] | None = None) -> tuple[Columns, Levels]:
    columns = build_columns(count, [(a, b, 0.0, 0.0) for a, b in pairs])
    return columns, order_columns(columns, range(columns.count), before or {})


def count_crossings(columns: Columns, levels: Levels) -> int:
    """By comparing all pairs of wires between each two levels."""
    total = 0
    for level, (upper, lower) in enumerate(itertools.pairwise(levels.order)):
        wires = [(upper.index(c), lower.index(c)) for c in upper if levels.last[c] > level]
        for column in lower:
            if levels.first[column] == level + 1:
                wires += [(upper.index(source), lower.index(column)) for source in columns.above[column]]
        total += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(wires, 2))
    return total


@given(connected())
def test_crossings_are_counted_right_after_sweeps_and_sifting(graph: tuple[int, Pairs]) -> None:
    columns, levels = ordered(*graph)
    assert levels.crossings == count_crossings(columns, levels)


@given(connected(), st.randoms(use_true_random=False))
def test_wires_that_enter_one_node_in_the_wrong_order_count_less(graph: tuple[int, Pairs], chance: object) -> None:
    count, pairs = graph
    choices = (-36.0, 0.0, 36.0)
    edges = [(a, b, 0.0, chance.choice(choices)) for a, b in dict.fromkeys(pairs)]  # type: ignore[attr-defined]
    columns = build_columns(count, edges)
    levels = order_columns(columns, range(columns.count), {})
    hooks = 0
    for column in range(len(columns.chains)):
        before = levels.first[column] - 1
        if before >= 0:
            ends = [
                (levels.order[before].index(c), columns.entries.get((c, column), 0.0)) for c in columns.above[column]
            ]
            hooks += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(ends, 2))
    expected = count_crossings(columns, levels)
    assert levels.crossings == (WEIGHT * expected + hooks if columns.entries else expected)


@given(connected(), st.randoms(use_true_random=False))
def test_a_familiar_order_is_counted_right_too(graph: tuple[int, Pairs], chance: object) -> None:
    before = {chain: chance.uniform(-9, 9) for chain in range(graph[0])}  # type: ignore[attr-defined]
    columns, levels = ordered(*graph, before)
    assert levels.crossings == count_crossings(columns, levels)


@given(connected())
def test_columns_keep_their_order_on_all_levels_they_share(graph: tuple[int, Pairs]) -> None:
    columns, levels = ordered(*graph)
    assert sorted(levels.first) == list(range(columns.count))
    for column in levels.first:
        on = [level for level, line in enumerate(levels.order) if column in line]
        assert on == list(range(levels.first[column], levels.last[column] + 1))
    for line in levels.order:
        for a, b in itertools.combinations(line, 2):
            shared = range(max(levels.first[a], levels.first[b]), min(levels.last[a], levels.last[b]) + 1)
            assert all(levels.order[level].index(a) < levels.order[level].index(b) for level in shared)


def test_a_tangle_that_can_be_undone_is_undone() -> None:
    # Two fans whose targets are listed crosswise.
    pairs = [(0, 1), (0, 2), (1, 3), (2, 4), (1, 5), (2, 6), (3, 8), (5, 8), (4, 7), (6, 7), (7, 9), (8, 9)]
    assert ordered(10, pairs)[1].crossings == 0


def test_complete_bipartite_graphs_have_the_crossings_they_must_have() -> None:
    pairs = [(0, 1), (0, 2), (0, 3)] + [(a, b) for a in (1, 2, 3) for b in (4, 5, 6)]
    assert ordered(7, pairs)[1].crossings == 9


def test_ranks_on_which_nothing_starts_are_no_levels() -> None:
    # 0 forks to a chain of four and a chain of one, which meet in 6.
    _, levels = ordered(7, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 6), (0, 5), (5, 6)])
    assert len(levels.order) <= 4
