"""The difference of two graphs: what views need to follow a change, and nothing more."""

from __future__ import annotations

from dataclasses import replace

from core.graph import edits
from core.graph.diff import diff
from core.graph.model import Graph
from core.graph.values import FrozenMap, Source


def chain() -> Graph:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", node_id="a", position=(0.0, 0.0))
    return edits.add_node(
        graph, "keras.layers.ReLU", node_id="b", position=(0.0, 200.0), arguments={"inputs": Source("a")}
    )


def test_dots_and_small_cards_that_are_equal_are_no_change() -> None:
    graph = edits.set_reroute(chain(), "b", ("inputs",), [(40.0, 100.0)])
    graph = replace(graph, layout=replace(graph.layout, collapsed=frozenset({"a"})))
    same = replace(
        graph,
        layout=replace(
            graph.layout, reroutes=FrozenMap(dict(graph.layout.reroutes)), collapsed=frozenset(["a"]),
            positions=graph.layout.positions.set("b", (10.0, 200.0)),
        ),
    )  # fmt: skip
    found = diff(graph, same)
    assert not found.reroutes and found.moved == ("b",) and not found.structural


def test_dots_and_small_cards_that_differ_are_one() -> None:
    graph = chain()
    assert diff(graph, edits.set_reroute(graph, "b", ("inputs",), [(40.0, 100.0)])).reroutes
    assert diff(graph, replace(graph, layout=replace(graph.layout, collapsed=frozenset({"b"})))).reroutes


def test_a_layer_more_is_only_that() -> None:
    graph = chain()
    more = edits.add_node(graph, "keras.layers.Dense", node_id="c", arguments={"inputs": Source("b")})
    found = diff(graph, more)
    assert found.nodes_added == ("c",) and [edge.source.node for edge in found.edges_added] == ["b"]
    assert not found.reroutes and not found.nodes_changed and not found.direction
