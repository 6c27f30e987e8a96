"""A model taken over from another project, as a block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import EditError
from core.graph import edits
from core.graph.model import INPUT_TYPE, Block, Graph, Project
from core.graph.nesting import insert_model
from core.graph.queries import check
from core.graph.values import FrozenMap, Source


def model(units: int) -> Block:
    graph = edits.add_node(Graph("base"), INPUT_TYPE, name="image", params={"shape": (4,)})
    graph = edits.add_node(graph, "keras.layers.Dense", params={"units": units}, arguments={"inputs": Source("n1")})
    return Block("base", "model", graph=graph)


def test_behind_a_node_under_a_free_name_and_defined_once() -> None:
    graph = edits.add_node(Graph("main"), INPUT_TYPE, name="base", params={"shape": (4,)})
    first, node_id = insert_model(Project(graph=graph), model(3), after=Source("n1"), position=(5.0, 6.0))
    layer = first.graph.layer_of(node_id)
    assert (layer.type, layer.name) == ("block:base", "base_1")
    assert first.graph.nodes[node_id].arguments == FrozenMap({"image": Source("n1")})
    assert first.graph.layout.positions[node_id] == (5.0, 6.0)
    again, other_id = insert_model(first, model(3))
    assert again.blocks == first.blocks and again.graph.layer_of(other_id).type == "block:base"
    third, third_id = insert_model(again, model(8))
    assert list(third.blocks) == ["base", "base_1"] and third.graph.layer_of(third_id).type == "block:base_1"
    assert check(third.graph) == []


def test_into_a_block_but_never_into_itself() -> None:
    project = Project(blocks=FrozenMap({"base": model(3)}))
    made, node_id = insert_model(project, model(3), scope="base")
    assert made.blocks["base"].graph.layer_of(node_id).type == "block:base_1"
    nested = edits.add_node(model(3).graph, "block:other")
    with pytest.raises(EditError, match="uses other blocks"):
        insert_model(project, replace(model(3), graph=nested))
