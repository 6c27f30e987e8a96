"""What holds for every graph, however odd."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from core.layout.layered import Arrangement, LayoutEdge, LayoutNode, arrange
from core.layout.ranking import build_columns
from tests.core.layout import quality

SIZES = st.sampled_from([1.0, 30.0, 64.0, 210.0, 333.25])
PORTS = st.sampled_from([0.0, 0.0, 0.0, -18.0, 36.0])
DIRECTIONS = st.sampled_from(["TB", "LR"])
Graph = tuple[list[LayoutNode], list[LayoutEdge]]


@st.composite
def graphs(draw: st.DrawFn, acyclic: bool = False, ports: bool = False) -> Graph:
    count = draw(st.integers(1, 24))
    nodes = [LayoutNode(number, draw(SIZES), draw(SIZES)) for number in range(count)]
    ends = st.integers(0, count - 1)
    edges = []
    for number, (a, b) in enumerate(draw(st.lists(st.tuples(ends, ends), max_size=40))):
        if acyclic and a == b:
            continue
        source, target = (min(a, b), max(a, b)) if acyclic else (a, b)
        limits = min(nodes[source].width, nodes[source].height) / 2, min(nodes[target].width, nodes[target].height) / 2
        leave, enter = (draw(PORTS), draw(PORTS)) if ports else (0.0, 0.0)
        edges.append(
            LayoutEdge(source, target, number, min(leave, limits[0]), min(enter, limits[1]))
            if min(leave, enter) >= 0
            else LayoutEdge(source, target, number)
        )
    return nodes, edges


def check(graph: Graph, result: Arrangement, direction: str) -> None:
    nodes, edges = graph
    assert set(result.positions) == {node.id for node in nodes}
    assert set(result.routes) == {edge.key for edge in edges}
    rects = quality.boxes(nodes, result)
    lines = quality.wires(nodes, edges, result, direction)
    assert all(math.isfinite(value) for line in lines for point in line for value in point)
    assert quality.overlapping_nodes(rects) == 0
    assert quality.wires_through_nodes(lines, rects) == 0
    assert quality.is_orthogonal(lines)
    left, top, right, bottom = result.bounds
    assert left <= rects[:, 0].min() + 1e-6 and top <= rects[:, 1].min() + 1e-6
    assert right >= rects[:, 2].max() - 1e-6 and bottom >= rects[:, 3].max() - 1e-6


@given(graphs(), DIRECTIONS)
def test_any_graph_is_drawn_cleanly(graph: Graph, direction: str) -> None:
    check(graph, arrange(*graph, direction=direction), direction)


@given(graphs(ports=True), DIRECTIONS)
def test_ports_anywhere_on_the_edge_are_reached(graph: Graph, direction: str) -> None:
    check(graph, arrange(*graph, direction=direction), direction)


@given(graphs(ports=True), graphs(), DIRECTIONS)
def test_an_order_found_for_other_ports_is_a_good_beginning(graph: Graph, other: Graph, direction: str) -> None:
    nodes, edges = graph
    bare = [LayoutEdge(edge.source, edge.target, edge.key, edge.source_port) for edge in edges]
    first = arrange(nodes, bare, direction=direction)
    check(graph, arrange(nodes, edges, direction=direction, first=first), direction)
    assert arrange(nodes, bare, direction=direction, first=first).positions == first.positions
    # That of another graph is of no use, and does no harm.
    check(graph, arrange(nodes, edges, direction=direction, first=arrange(*other, direction=direction)), direction)


@given(graphs())
def test_the_same_input_gives_the_same_output(graph: Graph) -> None:
    nodes, edges = graph
    first = arrange(nodes, edges)
    renamed = arrange(
        [LayoutNode(f"n{node.id}", node.width, node.height) for node in nodes],
        [LayoutEdge(f"n{edge.source}", f"n{edge.target}", edge.key) for edge in edges],
    )
    assert arrange(list(nodes), list(edges)) == first
    assert {f"n{name}": point for name, point in first.positions.items()} == renamed.positions
    assert first.routes == renamed.routes


@given(graphs(acyclic=True))
def test_wires_lead_down(graph: Graph) -> None:
    nodes, edges = graph
    result = arrange(nodes, edges)
    height = {node.id: node.height for node in nodes}
    for edge in edges:
        end = result.positions[edge.source][1] + height[edge.source] / 2
        assert end < result.positions[edge.target][1] - height[edge.target] / 2


@given(graphs(), st.randoms(use_true_random=False), st.floats(0.0, 1.0))
def test_any_previous_places_are_fine(graph: Graph, chance: object, share: float) -> None:
    nodes, edges = graph
    previous = {
        node.id: (chance.uniform(-999, 999), chance.uniform(-999, 999))  # type: ignore[attr-defined]
        for node in nodes
        if chance.random() <= share  # type: ignore[attr-defined]
    }
    check(graph, arrange(nodes, edges, previous=previous), "TB")


@given(graphs())
def test_ranks_hold_for_every_column(graph: Graph) -> None:
    nodes, edges = graph
    columns = build_columns(len(nodes), [(int(str(e.source)), int(str(e.target)), 0.0, 0.0) for e in edges])
    assert sorted(node for chain in columns.chains for node in chain) == list(range(len(nodes)))
    for chain, nodes_of in enumerate(columns.chains):
        ranks = [columns.rank[node] for node in nodes_of]
        assert ranks == list(range(columns.top[chain], columns.bottom[chain] + 1))
    for number, edge in enumerate(edges):
        source, target = columns.rank[int(str(edge.source))], columns.rank[int(str(edge.target))]
        lane = columns.lane_of_edge.get(number)
        if lane is None:
            assert target == source + 1
        elif lane in columns.back:
            assert (columns.top[lane], columns.bottom[lane]) == (target, source)
        else:
            assert columns.top[lane] == source + 1 and columns.bottom[lane] >= target - 1
