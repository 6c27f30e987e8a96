"""Tests of comparing projects: what differs is said once, with its old and its new value, and nothing else is said."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import assume, given, settings

from core.graph import edits
from core.graph.comparison import LONGEST, Comparison, compare, report, shown_value
from core.graph.model import (
    BLOCK_PREFIX,
    INPUT_TYPE,
    Block,
    CompileSettings,
    DataSettings,
    FitSettings,
    Graph,
    Project,
    TrainingSettings,
)
from core.graph.values import Array, EllipsisValue, Expression, FrozenMap, KerasObject, Slice, Source
from tests.core.graph.networks import chain, joined
from tests.core.graph.strategies import PROJECTS
from tests.core.graph.test_adopting import block_project, network, with_other_ids


def lines(found: Comparison) -> list[str]:
    return [entry.line for entry in found.entries]


@given(PROJECTS)
@settings(max_examples=60, deadline=None)
def test_a_project_does_not_differ_from_itself_under_other_ids(project: Project) -> None:
    blocks = {name: replace(b, name=name, graph=with_other_ids(b.graph)) for name, b in project.blocks.items()}
    named = replace(project, blocks=FrozenMap({name: replace(b, name=name) for name, b in project.blocks.items()}))
    other = replace(project, graph=with_other_ids(project.graph), blocks=FrozenMap(blocks))
    found = compare(named, other)
    assert found.is_same, lines(found)
    assert found.summary == "no difference"


@given(PROJECTS, PROJECTS)
@settings(max_examples=30, deadline=None)
def test_any_two_projects_can_be_compared_both_ways(one: Project, other: Project) -> None:
    assume("" not in other.blocks)  # the name of the main graph
    there, back = compare(one, other), compare(other, one)
    assert there.is_same == back.is_same
    json.dumps(report(there))
    for entry in there.entries:
        assert "\n" not in "".join(difference.old + difference.new for difference in entry.differences)
        for node_id in entry.new_nodes:
            graph = other.blocks[entry.scope].graph if entry.scope else other.graph
            assert node_id in graph.nodes


def test_a_parameter_a_name_and_a_kind_of_layer() -> None:
    old = Project(chain("Dense", "ReLU", "Dense"))
    graph = edits.set_params(old.graph, ("l2",), {"units": 64, "activation": "relu"})
    graph = edits.rename(graph, "l4", "scores")
    graph = edits.set_type(graph, "l3", "keras.layers.ELU", {"alpha": 0.5})
    assert lines(compare(old, Project(with_other_ids(graph)))) == [
        "changed dense (Dense): units: default → 64; activation: default → 'relu'",
        "changed re_lu (ELU): type: ReLU → ELU; alpha: default → 0.5",
        "changed scores (Dense): name: dense_1 → scores",
    ]


def test_a_layer_that_came_in_between_is_added_and_its_follower_wired_anew() -> None:
    old = Project(chain("Dense", "Dense"))
    edge = next(edge for edge in edits.edges(old.graph) if edge.target == "n3")
    graph = edits.add_node(old.graph, "keras.layers.Dropout", node_id="n9", name="rest")
    graph = edits.insert_on_edge(graph, edge, "n9")
    there = compare(old, Project(with_other_ids(graph)))
    assert lines(there) == [
        "changed dense_1 (Dense): inputs: dense → rest",
        "added rest (Dropout)",
    ]
    assert there.summary == "1 added, 1 changed"
    assert lines(compare(Project(graph), old)) == [
        "changed dense_1 (Dense): inputs: rest → dense",
        "removed rest (Dropout)",
    ]


def test_wires_of_lists_and_calls_of_shared_layers() -> None:
    old = Project(joined())
    graph = edits.set_argument(old.graph, "n4", ("inputs",), (Source("n2"), Source("n1")))
    graph = edits.set_argument(graph, "n4", ("training",), True)
    graph = edits.add_call(graph, "l2", arguments={"inputs": Source("n3")})
    found = lines(compare(old, Project(graph)))
    assert "changed dense (Dense): calls: 1 → 2" in found
    assert (
        "changed add (Add): inputs: (input, dense, dense_1) → (dense (call 1), input); training: nothing → True"
        in found
    )
    assert "changed model: outputs: add → (add, dense (call 2))" in found


def test_settings_of_training_and_model() -> None:
    old = Project(chain("Dense"))
    new = replace(
        old,
        graph=replace(old.graph, name="better"),
        dtype_policy="mixed_float16",
        training=TrainingSettings(
            DataSettings("sklearn:digits"),
            CompileSettings(KerasObject("keras.optimizers.SGD", FrozenMap({"learning_rate": 0.1})), loss="mse"),
            FitSettings(epochs=30),
        ),
        budget=FrozenMap({"parameters": 10}),
    )
    assert lines(compare(old, new)) == [
        "changed better: name: model → better; dtype policy: default → 'mixed_float16'",
        "changed data: source: '' → 'sklearn:digits'",
        "changed compile: optimizer: Adam() → SGD(learning_rate=0.1); loss: None → 'mse'",
        "changed fit: epochs: 10 → 30",
        "changed project: budget: {} → {parameters: 10}",
    ]


def test_what_differs_inside_a_block_is_said_once_and_there() -> None:
    old = block_project()
    block = old.blocks["My block"]
    changed = replace(
        block,
        name="Body",
        parameters=block.parameters.set("units", 8),
        graph=edits.set_params(block.graph, ("l2",), {"units": 7}),
    )
    layers = {
        key: replace(layer, type=BLOCK_PREFIX + "Body") if layer.block else layer
        for key, layer in old.graph.layers.items()
    }
    new = replace(old, graph=replace(old.graph, layers=FrozenMap(layers)), blocks=FrozenMap({"Body": changed}))
    assert lines(compare(old, new)) == [
        "changed Body (block): name: My block → Body; units: 4 → 8",
        "changed dense (Dense) in Body: units: default → 7",
    ]
    assert set(compare(old, new).scopes) == {"", "Body"}


def test_blocks_that_came_and_went() -> None:
    inside = edits.add_node(Graph(), INPUT_TYPE)
    old = Project(blocks=FrozenMap({"one": Block("one", "model", graph=chain("LSTM"))}))
    new = Project(blocks=FrozenMap({"two": Block("two", graph=inside)}))
    assert lines(compare(old, new)) == ["added two (block)", "removed one (nested model)"]


def test_layout_alone_is_no_difference() -> None:
    old = Project(network(10))
    new = Project(edits.move_nodes(old.graph, {"n3": (500.0, 500.0)}))
    assert compare(old, new).is_same


def test_values_are_texts_of_one_line() -> None:
    assert shown_value((1, "a\nb", None)) == r"(1, 'a\nb', None)"
    assert shown_value(KerasObject("my>Thing", FrozenMap({"x": Expression("n * 2")}))) == "Thing(x=n * 2)"
    assert shown_value((Slice(None, 2), Slice(1, None, 2), EllipsisValue())) == "(:2, 1::2, ...)"
    assert shown_value(Array("float32", (2, 3), b"\0" * 24)) == "array float32 2 × 3"
    assert len(shown_value("x" * 500)) == LONGEST
