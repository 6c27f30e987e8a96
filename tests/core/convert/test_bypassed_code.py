"""Bypassed layers through analysis, building, code and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.bypassed_code import with_bypassed_calls
from core.convert.edited_code import read_edit
from core.convert.from_code.reader import read_code
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.graph import bypass, edits
from core.graph.model import Block, Graph, Project
from core.graph.sameness import same_project
from core.graph.values import FrozenMap, Source


def residual() -> Project:
    graph = Graph()

    def add(type_name: str, name: str, feeds: str = "", **params: Any) -> None:
        nonlocal graph
        graph = edits.add_node(graph, f"keras.layers.{type_name}", name=name, params=params, node_id=name)
        if feeds:
            graph = edits.connect(graph, Source(feeds), name, ("inputs",))

    add("InputLayer", "image", shape=(8,))
    add("Dense", "first", "image", units=16)
    add("Dropout", "drop", "first", rate=0.5)
    add("BatchNormalization", "norm", "drop")
    add("Add", "add")
    graph = edits.connect(graph, Source("norm"), "add", ("inputs", 0))
    graph = edits.connect(graph, Source("first"), "add", ("inputs", 1))
    add("Dense", "last", "add", units=3)
    return Project(graph=graph)


def bypassed(project: Project, *node_ids: str) -> Project:
    return replace(project, graph=bypass.set_bypassed(project.graph, node_ids, True))


CHOICES = [("drop",), ("norm",), ("drop", "norm"), ("add",), ("last",), ("first", "drop", "norm")]


@pytest.mark.parametrize("node_ids", CHOICES)
def test_model_code_and_costs_leave_the_same_out_and_code_comes_back(node_ids: tuple[str, ...]) -> None:
    project = bypassed(residual(), *node_ids)
    code = generate(project)
    space: dict[str, Any] = {"__name__": "made"}
    exec(code, space)
    written, built = space["build_model"](), build(project).model
    analysis = Analyzer(load()).analyze(project)
    assert [layer.name for layer in written.layers] == [layer.name for layer in built.layers]
    assert not set(node_ids) & {layer.name for layer in built.layers}
    assert analysis.project is project
    assert set(analysis.nodes) == set(project.graph.nodes)
    assert analysis.totals.parameters == built.count_params() == written.count_params()
    assert all(analysis.nodes[node_id].flops == 0 for node_id in node_ids)
    assert code.count("# bypassed: ") == len(node_ids)
    assert same_project(read_code(code).project, project)
    assert read_edit(code, project, load()).project is project


def test_marking_is_a_difference_that_code_shows() -> None:
    project = residual()
    assert not same_project(project, bypassed(project, "drop"))


def test_a_shared_layer_is_made_where_only_its_first_call_is_bypassed() -> None:
    project = residual()
    graph = edits.add_call(project.graph, project.graph.nodes["norm"].layer, node_id="again")
    graph = edits.connect(graph, Source("last"), "again", ("inputs",))
    graph = edits.set_params(graph, [graph.nodes["last"].layer], {"units": 16})
    project = bypassed(replace(project, graph=graph), "norm")
    space: dict[str, Any] = {"__name__": "made"}
    exec(generate(project), space)
    assert "norm" in {layer.name for layer in space["build_model"]().layers}
    assert same_project(read_code(generate(project)).project, project)


def test_inside_a_block() -> None:
    inner = bypassed(residual(), "drop").graph
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="x", params={"shape": (8,)}, node_id="x")
    graph = edits.add_node(graph, "block:part", name="part", node_id="part")
    graph = edits.connect(graph, Source("x"), "part", ("image",))
    project = Project(graph=graph, blocks=FrozenMap({"part": Block("part", graph=inner)}))
    assert "part_drop" not in {layer.name for layer in build(project).model.layers}
    assert Analyzer(load()).analyze(project).problems == ()
    assert same_project(read_code(generate(project)).project, project)


def test_the_analysis_is_taken_over_between_edits() -> None:
    analyzer, project = Analyzer(load()), bypassed(residual(), "drop")
    first = analyzer.analyze(project)
    moved = replace(project, graph=edits.move_nodes(project.graph, {"add": (1.0, 2.0)}))
    second = analyzer.analyze(moved)
    assert first.nodes == second.nodes
    plain = replace(moved, graph=bypass.set_bypassed(moved.graph, ["drop"], False))
    assert analyzer.analyze(plain).project is plain
    assert analyzer.analyze(plain).totals.layers == second.totals.layers + 1


@pytest.mark.parametrize("text", ["# bypassed: see below\nx = 1\n", "x = 1\n", "if True:\n    # bypassed: for now\n    x = 1\n"])
def test_a_comment_that_is_no_code_stays_a_comment(text: str) -> None:
    assert with_bypassed_calls(text) == (text, frozenset())
