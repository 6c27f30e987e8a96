"""A new layout looks like the one before it."""

from __future__ import annotations

import itertools

import pytest

from core.layout.layered import arrange
from tests.core.layout import quality
from tests.core.layout.networks import Network, as_items, inception, random_dag, residual, transformer, u_net

Positions = dict[object, tuple[float, float]]
NETWORKS = {
    "residual": residual(),
    "inception": inception(),
    "u_net": u_net(),
    "transformer": transformer(),
    "random": random_dag(60, 90),
}


def place(network: Network, previous: Positions | None = None, direction: str = "TB") -> Positions:
    nodes, edges = as_items(network)
    return dict(arrange(nodes, edges, direction=direction, previous=previous).positions)


def swapped(before: Positions, after: Positions, across: int = 0) -> tuple[int, int]:
    """Pairs of nodes of one rank that have changed sides, and all such pairs."""
    rows: dict[float, list[object]] = {}
    for name, point in before.items():
        rows.setdefault(point[1 - across], []).append(name)
    pairs = [pair for row in rows.values() for pair in itertools.combinations(row, 2)]
    changed = [
        pair
        for pair in pairs
        if (before[pair[0]][across] < before[pair[1]][across]) != (after[pair[0]][across] < after[pair[1]][across])
    ]
    return len(changed), len(pairs)


@pytest.mark.parametrize("direction", ["TB", "LR"])
@pytest.mark.parametrize("name", ["residual", "inception", "u_net", "transformer"])
def test_laying_out_again_moves_nothing(name: str, direction: str) -> None:
    first = place(NETWORKS[name], direction=direction)
    again = place(NETWORKS[name], first, direction)
    for node, point in first.items():
        assert again[node] == pytest.approx(point)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_mirrored_drawing_stays_mirrored(name: str) -> None:
    mirrored = {node: (-x, y) for node, (x, y) in place(NETWORKS[name]).items()}
    changed, pairs = swapped(mirrored, place(NETWORKS[name], mirrored))
    assert changed <= 0.03 * pairs


def test_an_inserted_layer_leaves_the_sides_alone() -> None:
    nodes, edges = inception()
    before = place((nodes, edges))
    source, target = edges[20]
    more = ([*nodes, "new"], [*(edge for edge in edges if edge != (source, target)), (source, "new"), ("new", target)])
    after = place(more, before)
    assert swapped(before, {node: after[node] for node in before})[0] == 0


def test_the_whole_stays_where_it_was() -> None:
    network = inception()
    moved = {node: (x + 5000.0, y - 3000.0) for node, (x, y) in place(network).items()}
    after = place(network, moved)
    for node, point in moved.items():
        assert after[node] == pytest.approx(point)


def test_a_selection_is_laid_out_around_its_own_middle() -> None:
    nodes, edges = as_items(inception())
    everything = dict(arrange(nodes, edges).positions)
    chosen = [node for node in nodes if str(node.id).startswith("branch1")]
    names = {node.id for node in chosen}
    inner = [edge for edge in edges if edge.source in names and edge.target in names]
    scattered = {name: (everything[name][0], everything[name][1] + 7.0 * number) for number, name in enumerate(names)}
    after = arrange(chosen, inner, previous=scattered).positions
    middle = sorted(x for x, _ in scattered.values())[len(names) // 2]
    assert min(x for x, _ in after.values()) < middle < max(x for x, _ in after.values())
    assert quality.overlapping_nodes(quality.boxes(chosen, arrange(chosen, inner, previous=scattered))) == 0


def test_parts_keep_their_order() -> None:
    network: Network = (["a", "b", "c"], [])
    before: Positions = {"a": (900.0, 0.0), "b": (300.0, 0.0), "c": (600.0, 0.0)}
    after = place(network, before)
    assert sorted(after, key=lambda name: (after[name][1], after[name][0])) == ["b", "c", "a"]


def test_a_drawing_in_disorder_is_tidied_rather_than_kept() -> None:
    nodes, edges = as_items(inception())
    tangled: Positions = {node.id: (((number * 7919) % 101) * 40.0, number * 10.0) for number, node in enumerate(nodes)}
    result = arrange(nodes, edges, previous=tangled)
    fresh = arrange(nodes, edges)
    assert quality.crossings(quality.wires(nodes, edges, result, "TB")) <= 2 + 1.5 * quality.crossings(
        quality.wires(nodes, edges, fresh, "TB")
    )
