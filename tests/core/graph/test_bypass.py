"""Bypassed nodes: what the computed graph is, and where a mark means nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import EditError
from core.graph import bypass, edits
from core.graph.model import Block, Graph, Project
from core.graph.queries import check, output_sources
from core.graph.values import FrozenMap, Source
from core.storage.schema import dumps, loads


def chain(*types: str) -> Graph:
    """A straight line of layers named by their place: a0, a1, ..."""
    graph = Graph()
    for place, type_name in enumerate(("InputLayer", *types)):
        graph = edits.add_node(graph, f"keras.layers.{type_name}", name=f"a{place}", node_id=f"a{place}")
        if place:
            graph = edits.connect(graph, Source(f"a{place - 1}"), f"a{place}", ("inputs",))
    return graph


def test_what_feeds_a_bypassed_node_feeds_what_it_fed() -> None:
    graph = bypass.set_bypassed(chain("Dropout", "Dropout", "Dense"), ["a1", "a2"], True)
    live = bypass.graph_without_bypassed(graph)
    assert list(live.nodes) == ["a0", "a3"]
    assert live.nodes["a3"].arguments["inputs"] == Source("a0")
    assert {layer.name for layer in live.layers.values()} == {"a0", "a3"}
    assert check(live) == []


def test_nothing_bypassed_is_the_same_object() -> None:
    project = Project(graph=chain("Dense"))
    assert bypass.without_bypassed(project) is project
    marked = replace(project, graph=bypass.set_bypassed(project.graph, ["a1"], True))
    assert bypass.set_bypassed(marked.graph, ["a1"], True) is marked.graph
    assert bypass.set_bypassed(marked.graph, ["a1"], False) == project.graph


def test_a_bypassed_end_hands_its_output_on() -> None:
    graph = chain("Dense", "Dropout")
    graph = edits.add_node(graph, "keras.layers.Dense", name="b", node_id="b")
    graph = edits.connect(graph, Source("a1"), "b", ("inputs",))
    live = bypass.graph_without_bypassed(bypass.set_bypassed(graph, ["a2"], True))
    assert set(output_sources(live)) == {Source("a1"), Source("b")}


@pytest.mark.parametrize("node_id", ["a0", "lonely"])
def test_a_node_without_input_cannot_be_bypassed(node_id: str) -> None:
    graph = edits.add_node(chain("Dense"), "keras.layers.Dense", name="lonely", node_id="lonely")
    with pytest.raises(EditError, match="no input to let through"):
        bypass.set_bypassed(graph, [node_id], True)


def test_a_mark_counts_no_more_when_a_second_output_is_used() -> None:
    graph = bypass.set_bypassed(chain("LSTM", "Dense"), ["a1"], True)
    graph = edits.connect(graph, Source("a1", 1), "a2", ("inputs",))
    assert bypass.passed(graph) == {}
    with pytest.raises(EditError, match="several outputs"):
        bypass.set_bypassed(graph, ["a1"], True)


def test_a_mark_counts_no_more_when_the_wire_is_gone() -> None:
    graph = bypass.set_bypassed(chain("Dense"), ["a1"], True)
    graph = edits.disconnect(graph, "a1", ("inputs",))
    assert bypass.graph_without_bypassed(graph) is graph


def test_blocks_are_computed_without_theirs() -> None:
    block = Block("b", graph=bypass.set_bypassed(chain("Dropout", "Dense"), ["a1"], True))
    project = Project(blocks=FrozenMap({"b": block}))
    live = bypass.without_bypassed(project)
    assert list(live.blocks["b"].graph.nodes) == ["a0", "a2"]
    assert live.graph is project.graph


def test_a_file_holds_the_mark_only_where_it_is_set() -> None:
    project = Project(graph=chain("Dense"))
    assert "bypassed" not in dumps(project)
    marked = replace(project, graph=bypass.set_bypassed(project.graph, ["a1"], True))
    assert loads(dumps(marked)) == marked
