"""Folding any network gives the same one, and what cannot be folded is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.fold import Repetition, find, fold, fold_all
from core.catalog.catalog import Catalog, load
from core.errors import EditError
from core.graph.model import Block, Graph, Layer, Node, Project
from core.graph.queries import check, output_sources
from core.graph.values import FrozenMap, Source
from tests.core.analysis.fold_networks import (
    dense_chain,
    folded,
    instances,
)
from tests.core.analysis.networks import Draw, node_named
from tests.core.analysis.same_network import assert_same, written_out
from tests.core.graph.strategies import PROJECTS


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


# Refusals


def refusal(project: Project, *copies: list[str], row: bool = False) -> str:
    ids = [tuple(node_named(project.graph, name) for name in names) for names in copies]
    one = (tuple(ids),) if row else tuple((each,) for each in ids)
    with pytest.raises(EditError) as caught:
        fold(project, [Repetition("part", one)])
    assert caught.value.message.count(".") >= 1 and "\n" not in caught.value.message
    return caught.value.message


def test_what_cannot_be_folded_is_refused(catalog: Catalog) -> None:
    project = dense_chain([32, 32, 64])
    assert "no longer there" in _gone(project)
    assert "two copies" in refusal(project, ["dense_0"], ["dense_0"])
    assert "different numbers" in refusal(project, ["dense_0", "re_lu_0"], ["dense_1"])
    assert "is an input" in refusal(project, ["input"], ["dense_1"])
    assert "not of the same kind" in refusal(project, ["dense_0"], ["re_lu_1"])
    assert "comes back" in refusal(project, ["dense_0", "re_lu_0"], ["dense_1", "re_lu_1"])
    assert "does not follow" in refusal(project, ["dense_0"], ["dense_2"], row=True)
    assert "do not take the same number" in refusal(
        project, ["dense_0", "batch_normalization_0"], ["dense_1", "batch_normalization_2"]
    )
    with pytest.raises(EditError, match="no block named 'gone'"):
        find(project, catalog, "gone")
    with pytest.raises(EditError, match="cannot be empty"):
        fold(project, [replace(find(dense_chain([32] * 6), catalog)[0], name=" ")])


def _gone(project: Project) -> str:
    with pytest.raises(EditError) as caught:
        fold(project, [Repetition("part", ((("nowhere",),),))])
    return caught.value.message


def test_a_row_must_be_of_equals() -> None:
    project = dense_chain([32, 64], dropout=False)
    parts = [[f"{kind}_{number}" for kind in ("dense", "batch_normalization", "re_lu")] for number in range(2)]
    assert "differ in their parameters" in refusal(project, *parts, row=True)
    ids = tuple((tuple(node_named(project.graph, name) for name in names),) for names in parts)
    made = fold(project, [Repetition("part", ids)])
    assert dict(made.blocks["part"].parameters) == {"units": 32}


def test_a_layer_called_elsewhere_cannot_go_into_a_block() -> None:
    draw = Draw()
    a = draw.layer("Dense", "one", draw.input("input", 8), params={"units": 8})
    b = draw.layer("Dense", "two", a, params={"units": 8})
    draw.again(b, inputs=b)
    assert "also called elsewhere" in refusal(draw.project(), ["one"], ["two"])


def test_a_block_gets_a_name_of_its_own(catalog: Catalog) -> None:
    project = dense_chain([32] * 6)
    (found,) = find(project, catalog)
    made = fold(replace(project, blocks=FrozenMap({"part": Block("part")})), [replace(found, name="part")])
    assert list(made.blocks) == ["part", "part_2"]


# Any network


MOTIF = st.lists(st.tuples(st.sampled_from("dreacs"), st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=5)
SEGMENTS = st.lists(st.tuples(MOTIF, st.integers(1, 6), st.booleans()), min_size=1, max_size=4)


@st.composite
def networks(draw: st.DrawFn) -> Project:
    """Motifs of a few layers, each several times, wired to values a few steps before; now and then something else."""
    graph = Draw()
    values = [graph.input("first", 8), graph.input("second", 8)]
    shared: list[Source] = []
    for motif, times, grows in draw(SEGMENTS):
        for copy in range(times):
            for kind, back, other in motif:
                x = values[max(0, len(values) - back)]
                y = values[max(0, len(values) - other)]
                name = f"n{len(values)}"
                if kind == "d":
                    made = graph.layer("Dense", name, x, params={"units": 8 + copy if grows else 8})
                    shared.append(made)
                elif kind == "r":
                    made = graph.layer("Dropout", name, x, params={"rate": 0.1} if copy % 2 or not grows else {})
                elif kind == "e":
                    made = graph.op("subtract", name, x1=1, x2=x)
                elif kind == "a":
                    made = graph.layer("Add", name, x, y)
                elif kind == "c":
                    made = graph.layer("Concatenate", name, x, y, x)
                else:
                    last = graph.layer("LSTM", name, x, params={"units": 8, "return_state": True})
                    values.append(Source(last.node, 1))
                    made = Source(last.node, 2)
                values.append(made)
        if shared and draw(st.booleans()):
            values.append(graph.again(draw(st.sampled_from(shared)), inputs=values[-1]))
    if draw(st.booleans()):
        graph.outputs(tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=3))))
    return graph.project()


@settings(max_examples=150, deadline=None)
@given(project=networks())
def test_any_folded_network_is_the_same(project: Project) -> None:
    catalog = load()
    made = folded(project, catalog)
    again = fold_all(made, catalog)
    assert_same(project.graph, written_out(again), catalog)
    assert find(again, catalog) == ()


@settings(max_examples=60, deadline=None)
@given(project=networks(), data=st.data())
def test_the_order_of_the_document_does_not_matter(project: Project, data: st.DataObject) -> None:
    catalog = load()
    # Outputs have an order that does not depend on the document's; ends that are none of them would have no other.
    graph = replace(project.graph, outputs=tuple(output_sources(replace(project.graph, outputs=None))))
    ids = [node_id for node_id in graph.nodes if not graph.layer_of(node_id).is_input]
    inputs = [node_id for node_id in graph.nodes if graph.layer_of(node_id).is_input]
    mixed = inputs + data.draw(st.permutations(ids))
    other = replace(graph, nodes=FrozenMap({node_id: graph.nodes[node_id] for node_id in mixed}))
    one, two = (find(replace(project, graph=each), catalog) for each in (graph, other))
    assert [(each.copies, each.nodes) for each in one] == [(each.copies, each.nodes) for each in two]


def test_thousands_of_layers_in_a_row_become_one_call(catalog: Catalog) -> None:
    layers = {"l0": Layer("l0", "keras.layers.InputLayer", "input", FrozenMap({"shape": (8,)}))}
    nodes = {"n0": Node("n0", "l0")}
    for number in range(1, 5_000):
        layers[f"l{number}"] = Layer(f"l{number}", "keras.layers.Dense", f"d{number}", FrozenMap({"units": 8}))
        nodes[f"n{number}"] = Node(f"n{number}", f"l{number}", FrozenMap({"inputs": Source(f"n{number - 1}")}))
    project = Project(Graph("deep", FrozenMap(layers), FrozenMap(nodes)))
    made = folded(project, catalog)
    assert [repeat for _, _, repeat, _ in instances(made)] == [4_999]


@settings(max_examples=40, deadline=None)
@given(project=PROJECTS)
def test_no_document_makes_the_search_fail(project: Project) -> None:
    catalog = load()
    for block in ("", *project.blocks):
        made = fold(project, find(project, catalog, block))
        assert all(check(each.graph) == [] for each in made.blocks.values() if each.name not in project.blocks)
