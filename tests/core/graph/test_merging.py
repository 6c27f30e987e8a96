"""One project pasted into another: nothing is lost, nothing clashes, blocks come along."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from core.errors import EditError
from core.graph import edits
from core.graph.grouping import group
from core.graph.merging import merge
from core.graph.model import INPUT_TYPE, Graph, Project
from core.graph.queries import check, edges
from core.graph.values import Source
from tests.core.graph.strategies import PROJECTS


def chain(units: int) -> Project:
    graph = edits.add_node(Graph("net"), INPUT_TYPE, name="image", params={"shape": (4,)}, position=(0.0, 0.0))
    for number in (1, 2, 3):
        graph = edits.add_node(
            graph, "keras.layers.Dense", params={"units": units}, arguments={"inputs": Source(f"n{number}")},
            position=(0.0, 80.0 * number),
        )  # fmt: skip
    return Project(graph=graph)


def folded(units: int) -> Project:
    return group(chain(units), ["n2", "n3"], "pair")


def test_layers_stand_beside_those_that_are_there_under_free_names() -> None:
    merged, made = merge(chain(3), chain(5), offset=(10.0, 20.0))
    names = [merged.graph.name_of(node) for node in merged.graph.nodes]
    assert len(set(names)) == 8 and len(made) == 4 and check(merged.graph) == []
    assert merged.graph.layout.positions[made[1]] == (10.0, 100.0)
    assert len(list(edges(merged.graph))) == 6
    assert {merged.graph.layer_of(node).params.get("units") for node in made} == {None, 5}


def test_a_block_comes_along_and_only_another_of_its_name_is_renamed() -> None:
    same, _ = merge(folded(3), folded(3))
    assert list(same.blocks) == ["pair"]
    other, made = merge(folded(3), folded(5))
    assert list(other.blocks) == ["pair", "pair_1"]
    assert "block:pair_1" in {other.graph.layer_of(node).type for node in made}
    assert other.blocks["pair"] == folded(3).blocks["pair"]


def test_into_a_block_but_never_so_that_it_uses_itself() -> None:
    inside, made = merge(folded(3), chain(7), scope="pair")
    assert set(made) <= set(inside.blocks["pair"].graph.nodes) and inside.graph == folded(3).graph
    again, made = merge(folded(3), folded(3), scope="pair")
    assert again.blocks["pair"].graph.layer_of(made[1]).type == "block:pair_1"
    with pytest.raises(EditError):
        merge(folded(3), chain(3), scope="gone")


@settings(max_examples=60)
@given(PROJECTS, PROJECTS)
def test_any_two_projects(one: Project, other: Project) -> None:
    merged, made = merge(one, other)
    assert len(made) == len(other.graph.nodes)
    assert check(merged.graph) == [] or check(one.graph) != [] or check(other.graph) != []
    assert {key: merged.graph.nodes[key] for key in one.graph.nodes} == dict(one.graph.nodes)
    assert all(merged.blocks[name] == block for name, block in one.blocks.items())
    assert replace(merged, graph=one.graph, blocks=one.blocks) == one
