"""Grouping and writing out: one value in, one value out, and the same network all along."""

from __future__ import annotations

import pytest

from core.errors import EditError
from core.graph import edits
from core.graph.expand import expand
from core.graph.grouping import (
    boundary,
    group,
    is_convex,
    remove_block_parameter,
    rename_block,
    set_block_parameter,
    ungroup,
)
from core.graph.model import Block, Graph, Project
from core.graph.queries import check, edges, output_sources
from core.graph.values import Expression, Source


def residual() -> Project:
    """input -> a -> b -> add(a, b) -> head"""
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="x", params={"shape": (8,)})
    graph = edits.add_node(graph, "keras.layers.Dense", name="a", params={"units": 8}, arguments={"inputs": Source("n1")})
    graph = edits.add_node(graph, "keras.layers.Dense", name="b", params={"units": 8}, arguments={"inputs": Source("n2")})
    graph = edits.add_node(graph, "keras.layers.Add", name="add", arguments={"inputs": (Source("n2"), Source("n3"))})
    graph = edits.add_node(graph, "keras.layers.Dense", name="head", params={"units": 2}, arguments={"inputs": Source("n4")})
    return Project(graph=graph)


def shape_of(graph: Graph) -> list[tuple[str, tuple[str, ...]]]:
    """Types with the types that feed them: equal for equal networks, whatever the ids and names."""
    return sorted(
        (graph.layer_of(node).type, tuple(graph.layer_of(edge.source.node).type for edge in edges(graph) if edge.target == node))
        for node in graph.nodes
    )


def test_what_crosses_the_border() -> None:
    found = boundary(residual().graph, ["n3", "n4"])
    assert found.inputs == (Source("n2"),)
    assert found.outputs == (Source("n4"),)


def test_a_group_becomes_one_call_and_computes_the_same() -> None:
    before = residual()
    after = group(before, ["n3", "n4"], "skip", shapes={Source("n2"): ((None, 8), "float32")})
    assert check(after.graph) == [] and check(after.blocks["skip"].graph) == []
    assert [after.graph.layer_of(node).type for node in after.graph.nodes] == [
        "keras.layers.InputLayer", "keras.layers.Dense", "block:skip", "keras.layers.Dense",
    ]  # fmt: skip
    inner = after.blocks["skip"].graph
    assert inner.layers["i1"].params["shape"] == (8,)
    assert output_sources(after.graph) == [Source("n5")]
    assert shape_of(expand(after).graph) == shape_of(before.graph)


def test_writing_out_gives_the_network_back_with_its_names() -> None:
    before = residual()
    after = ungroup(group(before, ["n3", "n4"], "skip"), "n6")
    assert check(after.graph) == []
    assert shape_of(after.graph) == shape_of(before.graph)
    assert {layer.name for layer in after.graph.layers.values()} == {layer.name for layer in before.graph.layers.values()}
    assert all("/" not in key for key in (*after.graph.nodes, *after.graph.layers))
    assert "skip" in after.blocks


def test_a_group_with_several_outputs_keeps_the_models_outputs() -> None:
    project = residual()
    project = edits.on_graph(lambda graph: edits.set_outputs(graph, (Source("n3"), Source("n5"))))(project)
    after = group(project, ["n3", "n4", "n5"], "tail")
    assert after.graph.outputs == (Source("n6", 0), Source("n6", 1))
    assert shape_of(expand(after).graph) == shape_of(project.graph)


def test_what_cannot_be_one_call_is_refused() -> None:
    project = residual()
    assert is_convex(project.graph, ["n2", "n3", "n4"]) and not is_convex(project.graph, ["n2", "n4"])
    for members, part in (([], "Select"), (["n1", "n2"], "input"), (["n2", "n4"], "comes back")):
        with pytest.raises(EditError, match=part):
            group(project, members, "block")
    shared = edits.on_graph(lambda graph: edits.add_call(graph, "l3", arguments={"inputs": Source("n5")}))(project)
    with pytest.raises(EditError, match="outside"):
        group(shared, ["n3", "n4"], "block")
    with pytest.raises(EditError, match="name"):
        group(project, ["n3"], " ")
    with pytest.raises(EditError, match="no block"):
        ungroup(project, "n3")


def test_block_names_do_not_clash() -> None:
    project = group(residual(), ["n3"], "part")
    project = group(project, ["n4"], "part")
    assert set(project.blocks) == {"part", "part_2"}


def test_a_block_is_renamed_wherever_it_is_called() -> None:
    project = group(residual(), ["n3", "n4"], "skip")
    after = rename_block(project, "skip", "unit")
    assert set(after.blocks) == {"unit"} and after.blocks["unit"].name == "unit"
    assert check(after.graph) == [] and after.graph.layer_of("n6").block == "unit"
    assert shape_of(expand(after).graph) == shape_of(residual().graph)
    with pytest.raises(EditError, match="already"):
        rename_block(edits.put_block(after, Block("other")), "unit", "other")


def test_block_parameters_come_and_go() -> None:
    project = group(residual(), ["n3", "n4"], "skip")
    project = set_block_parameter(project, "skip", "width", 8)
    uses = edits.on_graph(lambda graph: edits.set_params(graph, ["l3"], {"units": Expression("width * 2")}), "skip")(project)
    calls = edits.on_graph(lambda graph: edits.set_params(graph, ["l6"], {"width": 16}))(uses)
    inner = [layer for layer in expand(calls).graph.layers.values() if layer.name.endswith("_b")]
    assert [layer.params["units"] for layer in inner] == [32]
    with pytest.raises(EditError, match="uses the parameter"):
        remove_block_parameter(calls, "skip", "width")
    plain = edits.on_graph(lambda graph: edits.set_params(graph, ["l3"], {"units": 8}), "skip")(calls)
    after = remove_block_parameter(plain, "skip", "width")
    assert not after.blocks["skip"].parameters and "width" not in after.graph.layers["l6"].params
    with pytest.raises(EditError, match="Python name"):
        set_block_parameter(project, "skip", "not a name", 1)
