"""What drawings of networks look like: straight, symmetric, nested, calm."""

from __future__ import annotations

import itertools

import pytest

from core.layout.layered import Arrangement, LayoutEdge, LayoutNode, Spacing, arrange
from tests.core.layout import quality
from tests.core.layout.networks import (
    HEIGHT,
    WIDTH,
    Network,
    as_items,
    chain,
    dense,
    inception,
    random_dag,
    residual,
    transformer,
    u_net,
)

NETWORKS = {
    "chain": chain(),
    "residual": residual(),
    "inception": inception(),
    "u_net": u_net(),
    "transformer": transformer(),
    "dense": dense(10),
    "random": random_dag(60, 90),
}


def drawn(network: Network, direction: str = "TB", **options: object) -> Arrangement:
    nodes, edges = as_items(network)
    return arrange(nodes, edges, direction=direction, **options)  # type: ignore[arg-type]


def column(result: Arrangement, name: str) -> float:
    return result.positions[name][0]


def route(network: Network, result: Arrangement, source: str, target: str) -> tuple[tuple[float, float], ...]:
    return result.routes[network[1].index((source, target))]


@pytest.mark.parametrize("direction", ["TB", "LR"])
@pytest.mark.parametrize("name", NETWORKS)
def test_drawing_is_clean(name: str, direction: str) -> None:
    nodes, edges = as_items(NETWORKS[name])
    result = arrange(nodes, edges, direction=direction)
    lines = quality.wires(nodes, edges, result, direction)
    rects = quality.boxes(nodes, result)
    assert quality.overlapping_nodes(rects) == 0
    assert quality.wires_through_nodes(lines, rects) == 0
    assert quality.is_orthogonal(lines)
    left, top, right, bottom = result.bounds
    for x, y in itertools.chain(*lines):
        assert left - 1e-6 <= x <= right + 1e-6 and top - 1e-6 <= y <= bottom + 1e-6
    assert (left, top) == (0.0, 0.0)


@pytest.mark.parametrize("name", ["chain", "residual", "inception", "u_net", "transformer"])
def test_planar_networks_have_no_crossing_and_no_shared_stretch(name: str) -> None:
    nodes, edges = as_items(NETWORKS[name])
    lines = quality.wires(nodes, edges, arrange(nodes, edges), "TB")
    assert quality.crossings(lines) == 0
    assert quality.stacked_wires(edges, lines) == 0


def test_nothing_to_lay_out() -> None:
    assert arrange([], []) == Arrangement({}, {}, (0.0, 0.0, 0.0, 0.0))


def test_one_node_fills_the_bounds() -> None:
    result = arrange([LayoutNode("a", 100, 40)], [])
    assert result.positions == {"a": (50.0, 20.0)}
    assert result.bounds == (0.0, 0.0, 100.0, 40.0)


def test_a_chain_is_a_straight_line_with_even_steps() -> None:
    network = chain()
    result = drawn(network)
    xs = {x for x, _ in result.positions.values()}
    ys = [result.positions[name][1] for name in network[0]]
    assert len(xs) == 1
    assert {b - a for a, b in itertools.pairwise(ys)} == {HEIGHT + Spacing().rank_gap}
    assert set(result.routes.values()) == {()}


def test_left_to_right_is_top_to_bottom_turned() -> None:
    network = inception()
    nodes, edges = network
    square = [LayoutNode(name, 100, 100) for name in nodes]
    wires = [LayoutEdge(a, b, number) for number, (a, b) in enumerate(edges)]
    down, right = arrange(square, wires), arrange(square, wires, direction="LR")
    assert right.positions == {name: (y, x) for name, (x, y) in down.positions.items()}
    assert right.routes == {key: tuple((y, x) for x, y in way) for key, way in down.routes.items()}


def test_main_path_of_a_residual_network_is_straight_and_skips_run_beside_it() -> None:
    network = residual()
    result = drawn(network)
    spine = {column(result, name) for name in network[0] if not name.startswith("side")}
    assert len(spine) == 1
    centre = spine.pop()
    assert column(result, "side0_0") == column(result, "side0_1") == centre + WIDTH + Spacing().node_gap
    lane = route(network, result, "relu0", "add1")
    assert [x for x, _ in lane] == [
        centre,
        centre + WIDTH / 2 + Spacing().lane_margin,
        centre + WIDTH / 2 + Spacing().lane_margin,
        centre,
    ]


def test_a_skip_bends_right_after_its_source_and_right_before_its_target() -> None:
    network = residual()
    result = drawn(network)
    lane = route(network, result, "relu0", "add1")
    margin = Spacing().bend_margin
    assert lane[0][1] == lane[1][1] == result.positions["relu0"][1] + HEIGHT / 2 + margin
    assert lane[2][1] == lane[3][1] == result.positions["add1"][1] - HEIGHT / 2 - margin


def test_branches_of_an_inception_block_keep_their_order_around_the_spine() -> None:
    result = drawn(inception())
    ends = [column(result, f"branch0_{length}_0") for length in (3, 6, 9, 4)]
    centre = column(result, "input")
    assert centre == column(result, "concat0") == column(result, "branch0_9_0")
    others = [ends[0], ends[1], ends[3]]
    assert others == sorted(others)
    assert sum(x < centre for x in others) >= 1 and sum(x > centre for x in others) >= 1
    step = WIDTH + Spacing().node_gap
    assert sorted(ends) == [min(ends) + step * number for number in range(4)]


def test_middle_one_of_equal_branches_continues_the_spine() -> None:
    result = drawn(transformer(1))
    query, key, value = (column(result, f"{name}0") for name in ("query", "key", "value"))
    assert key == column(result, "norm0") == column(result, "attention0")
    assert query < key < value
    assert key - query == value - key


def test_skips_of_a_u_net_are_nested() -> None:
    network = u_net(4)
    result = drawn(network)
    lanes = [route(network, result, f"down{level}_1", f"concat{level}")[1][0] for level in range(4)]
    assert lanes == sorted(lanes, reverse=True)
    assert {round(a - b, 6) for a, b in itertools.pairwise(lanes)} == {Spacing().lane_gap}
    assert len({x for x, _ in result.positions.values()}) == 1


def test_wires_into_one_port_share_a_track() -> None:
    network = dense(20)
    result = drawn(network)
    into = [result.routes[number] for number, (_, target) in enumerate(network[1]) if target == "concat15"]
    assert len({way[-1][1] for way in into if way}) == 1


def test_ports_decide_the_side() -> None:
    nodes, _ = as_items(residual(2))
    pairs = residual(2)[1]

    def wires(offset: float) -> list[LayoutEdge]:
        return [
            LayoutEdge(a, b, number, 0.0, offset if b.startswith("add") and not a.startswith("main") else 0.0)
            for number, (a, b) in enumerate(pairs)
        ]

    for offset in (-36.0, 36.0):
        result = arrange(nodes, wires(offset))
        lines = quality.wires(nodes, wires(offset), result, "TB")
        assert quality.crossings(lines) == 0
        side = column(result, "side0_0") - column(result, "main0_0")
        assert side * offset > 0
        lane = result.routes[pairs.index(("relu0", "add1"))]
        assert (lane[1][0] - column(result, "relu0")) * offset > 0
        assert lane[-1][0] == column(result, "add1") + offset


def test_outputs_of_one_node_leave_in_the_order_of_their_ports() -> None:
    nodes = [LayoutNode(name, 210, 64) for name in "sabct"]
    for ports in ((-60.0, 0.0, 60.0), (60.0, 0.0, -60.0)):
        edges = [LayoutEdge("s", name, name, port) for name, port in zip("abc", ports, strict=True)]
        result = arrange(nodes, [*edges, *(LayoutEdge(name, "t", name * 2) for name in "abc")])
        xs = [column(result, name) for name in "abc"]
        assert xs == sorted(xs, reverse=ports[0] > 0)


def test_inputs_stand_in_the_order_in_which_they_are_merged() -> None:
    nodes = [LayoutNode(name, 210, 64) for name in ("table", "image", "conv", "pool", "concat", "out")]
    pairs = [("table", "concat"), ("image", "conv"), ("conv", "pool"), ("pool", "concat"), ("concat", "out")]
    result = arrange(nodes, [LayoutEdge(a, b, (a, b)) for a, b in pairs])
    assert column(result, "table") < column(result, "image")
    pairs[0], pairs[3] = pairs[3], pairs[0]
    result = arrange(nodes, [LayoutEdge(a, b, (a, b)) for a, b in pairs])
    assert column(result, "table") > column(result, "image")


def test_parts_stand_side_by_side_from_the_top() -> None:
    nodes = [LayoutNode(name, 100, 40) for name in "abcd"]
    result = arrange(nodes, [LayoutEdge("a", "b", 1), LayoutEdge("c", "d", 2)])
    assert result.positions["a"] == (50.0, 20.0)
    assert result.positions["c"] == (150.0 + Spacing().part_gap, 20.0)
    assert result.positions["b"][1] == result.positions["d"][1]


def test_many_single_nodes_fill_a_rectangle() -> None:
    result = arrange([LayoutNode(number, 210, 64) for number in range(100)], [])
    _, _, right, bottom = result.bounds
    assert 0.5 < right / bottom < 4


def test_a_parallel_wire_to_another_port_gets_its_own_way() -> None:
    nodes = [LayoutNode(name, 210, 64) for name in "ab"]
    result = arrange(nodes, [LayoutEdge("a", "b", 1), LayoutEdge("a", "b", 2, 0.0, 36.0)])
    assert result.routes[1] == ()
    assert [x for x, _ in result.routes[2]] == [105.0, 141.0]


def test_a_cycle_runs_around_its_nodes() -> None:
    nodes = [LayoutNode(name, 210, 64) for name in "abc"]
    edges = [LayoutEdge(a, b, a + b) for a, b in ("ab", "bc", "ca", "bb")]
    result = arrange(nodes, edges)
    lines = quality.wires(nodes, edges, result, "TB")
    assert quality.wires_through_nodes(lines, quality.boxes(nodes, result)) == 0
    assert quality.is_orthogonal(lines)
    assert quality.stacked_wires(edges, lines) == 0
    heights = [result.positions[name][1] for name in "abc"]
    assert heights == sorted(heights)
    back = result.routes["ca"]
    assert back[0][1] > heights[2] and back[-1][1] < heights[0]
    assert len(result.routes["bb"]) == 4


def test_sizes_may_differ() -> None:
    nodes = [LayoutNode("a", 300, 20), LayoutNode("b", 40, 200), LayoutNode("c", 90, 50), LayoutNode("d", 500, 90)]
    edges = [LayoutEdge(a, b, a + b) for a, b in ("ab", "ac", "bd", "cd", "ad")]
    for direction in ("TB", "LR"):
        result = arrange(nodes, edges, direction=direction)
        rects = quality.boxes(nodes, result)
        assert quality.overlapping_nodes(rects) == 0
        assert quality.wires_through_nodes(quality.wires(nodes, edges, result, direction), rects) == 0


@pytest.mark.timeout(60)
def test_large_graphs_of_every_shape_are_laid_out() -> None:
    star = (["hub", *map(str, range(2000))], [("hub", str(number)) for number in range(2000)])
    for network in (chain(10_000), dense(79), random_dag(2000, 3600), star):
        result = drawn(network)
        assert len(result.positions) == len(network[0])


@pytest.mark.parametrize(
    ("nodes", "edges", "direction", "message"),
    [
        ([LayoutNode("a", 1, 1)], [], "RL", "direction"),
        ([LayoutNode("a", 1, 1), LayoutNode("a", 1, 1)], [], "TB", "same id"),
        ([LayoutNode("a", 1, 1)], [LayoutEdge("a", "b", 1)], "TB", "no node"),
        ([LayoutNode("a", float("nan"), 1)], [], "TB", "width and height"),
        ([LayoutNode("a", 1, float("inf"))], [], "TB", "width and height"),
        ([LayoutNode("a", 0, 1)], [], "TB", "width and height"),
        ([LayoutNode("a", 9, 9)], [LayoutEdge("a", "a", 1, float("nan"))], "TB", "port"),
    ],
)
def test_what_makes_no_sense_is_refused(
    nodes: list[LayoutNode], edges: list[LayoutEdge], direction: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        arrange(nodes, edges, direction=direction)
