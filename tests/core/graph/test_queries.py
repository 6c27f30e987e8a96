"""Questions about graphs, and the check that finds every broken invariant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from core.graph import edits, queries
from core.graph.model import INPUT_TYPE, Block, Graph, Layer, Layout, Node, Project
from core.graph.queries import Edge
from core.graph.values import FrozenMap, Source
from tests.core.graph.networks import chain, joined
from tests.core.graph.strategies import graphs


def test_edges_come_in_node_and_argument_order() -> None:
    assert queries.edges(joined())[1:] == [
        Edge(Source("n1"), "n3", ("inputs",)),
        Edge(Source("n1"), "n4", ("inputs", 0)),
        Edge(Source("n2"), "n4", ("inputs", 1)),
        Edge(Source("n3"), "n4", ("inputs", 2)),
    ]
    assert [edge.target for edge in queries.edges_from(joined(), "n1")] == ["n2", "n3", "n4"]
    assert queries.predecessors(joined(), "n4") == ["n1", "n2", "n3"]
    assert queries.successor_map(joined())["n1"] == ["n2", "n3", "n4"]


def test_order_and_reach() -> None:
    graph = chain("Dense", "Dense")
    assert queries.topological_order(graph) == (["n1", "n2", "n3"], set())
    assert queries.downstream(graph, ["n2"]) == {"n2", "n3"}
    assert queries.upstream(graph, ["n2"]) == {"n1", "n2"}
    assert queries.would_cycle(graph, "n3", "n2")
    assert not queries.would_cycle(graph, "n2", "n3")


def test_a_cycle_is_found_and_not_ordered() -> None:
    graph = chain("Dense", "Dense", "Dense")
    looped = Node("n2", "l2", FrozenMap({"inputs": Source("n3")}))
    graph = replace(graph, nodes=graph.nodes.set("n2", looped))
    assert queries.topological_order(graph) == (["n1"], {"n2", "n3", "n4"})


def test_inputs_and_outputs_are_found_or_declared() -> None:
    graph = edits.add_node(joined(), INPUT_TYPE)
    assert queries.input_nodes(graph) == ["n1", "n5"]
    assert queries.output_sources(graph) == [Source("n4")]
    declared = edits.set_outputs(edits.set_inputs(graph, (Source("n5"),)), FrozenMap({"a": Source("n2", 1)}))
    assert queries.input_nodes(declared) == ["n5"]
    assert queries.output_sources(declared) == [Source("n2", 1)]
    assert queries.structure_names(declared.outputs) == ["a"]
    assert queries.is_structure_of_one(Source("n1"))
    assert queries.structure_names(Source("n1")) == []


def test_blocks_used_directly_and_through_others() -> None:
    inner = edits.add_node(Graph(), "block:innermost")
    main = edits.add_node(edits.add_node(Graph(), "block:outer"), "block:missing")
    outer = edits.add_node(Graph(), "block:inner")
    blocks = {name: Block(name, graph=graph) for name, graph in (("outer", outer), ("inner", inner), ("unused", main))}
    assert queries.blocks_used(Project(main, FrozenMap(blocks))) == {"outer", "inner", "innermost", "missing"}


@given(graphs())
def test_whole_graphs_pass_the_check(graph: Graph) -> None:
    assert queries.check(graph) == []


LAYER = Layer("l1", "keras.layers.Dense", "dense")
NODE = Node("n1", "l1")
WHOLE = Graph(layers=FrozenMap({"l1": LAYER}), nodes=FrozenMap({"n1": NODE}))


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (replace(WHOLE, layers=FrozenMap({"l2": LAYER})), "The layer under 'l2' calls itself 'l1'."),
        (replace(WHOLE, nodes=FrozenMap()), "No node calls the layer 'dense' (l1)."),
        (replace(WHOLE, nodes=FrozenMap({"n2": NODE})), "The node under 'n2' calls itself 'n1'."),
        (replace(WHOLE, layers=FrozenMap()), "The node 'n1' calls the layer 'l1', which does not exist."),
        (
            replace(WHOLE, nodes=FrozenMap({"n1": Node("n1", "l1", FrozenMap({"x": (Source("n2"),)}))})),
            "The node 'n1' takes an output of 'n2', which does not exist.",
        ),
        (replace(WHOLE, outputs=Source("n2")), "The model's interface names the node 'n2', which does not exist."),
        (replace(WHOLE, inputs=(Source("n2"),)), "The model's interface names the node 'n2', which does not exist."),
        (
            replace(WHOLE, layout=Layout(FrozenMap({"n2": (0.0, 0.0)}))),
            "There is a position for the node 'n2', which does not exist.",
        ),
    ],
)
def test_every_broken_invariant_is_found(graph: Graph, message: str) -> None:
    assert queries.check(WHOLE) == []
    assert message in queries.check(graph)
