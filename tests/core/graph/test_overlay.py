"""Tests of laying two graphs over one another."""

from __future__ import annotations

from hypothesis import given, settings

from core.graph import edits, queries, removing
from core.graph.comparison import compare
from core.graph.model import Graph, Project
from core.graph.overlay import overlay
from core.graph.values import Source
from tests.core.graph.networks import chain
from tests.core.graph.strategies import graphs
from tests.core.graph.test_adopting import block_project, with_other_ids


def test_what_came_what_went_and_what_differs_is_marked() -> None:
    old = Project(chain("Dense", "ReLU", "Dense"))
    graph = removing.remove_and_heal(old.graph, ("n3",))
    graph = edits.set_params(graph, ("l2",), {"units": 7})
    graph = edits.add_node(graph, "keras.layers.Dropout", arguments={"inputs": Source("n4")}, node_id="n9")
    found = overlay(compare(old, Project(graph)))
    names = {found.graph.name_of(key): kind for key, kind in found.marks.items()}
    assert names == {"dense": "changed", "re_lu": "removed", "dense_1": "changed", "dropout": "added"}
    ghost = next(key for key, kind in found.marks.items() if kind == "removed")
    assert ghost not in graph.nodes and ghost not in found.graph.layout.positions
    assert queries.predecessors(found.graph, ghost) == ["n2"]  # fed as it was, by what it corresponds to
    assert queries.check(found.graph) == []
    for entry, nodes in found.nodes_of.items():
        assert {found.graph.name_of(key) for key in nodes} == {entry.name}


def test_the_graph_of_a_block_can_be_laid_over_too() -> None:
    project = block_project()
    block = project.blocks["My block"]
    changed = edits.put_block(
        project, type(block)(block.name, graph=edits.set_params(block.graph, ("l2",), {"units": 7}))
    )
    found = overlay(compare(project, changed), "My block")
    assert found.marks == {"n2": "changed"}
    assert overlay(compare(project, changed)).marks == {}


@given(graphs(), graphs())
@settings(max_examples=60, deadline=None)
def test_any_two_graphs_can_be_laid_over_one_another(one: Graph, other: Graph) -> None:
    found = overlay(compare(Project(one), Project(other)))
    assert set(other.nodes) <= set(found.graph.nodes)
    count = sum(kind == "removed" for kind in found.marks.values())
    assert len(found.graph.nodes) == len(other.nodes) + count
    assert queries.check(found.graph) == []


def test_a_graph_over_itself_has_no_marks() -> None:
    graph = chain("Dense", "Dense")
    found = overlay(compare(Project(graph), Project(with_other_ids(graph))))
    assert not found.marks and len(found.graph.nodes) == 3
