"""Freezing layers and parts of blocks, as edits of the document."""

from __future__ import annotations

import pytest

from core.errors import EditError
from core.graph import edits, freezing
from core.graph.expand import expand
from core.graph.model import INPUT_TYPE, Block, Graph, Project
from core.graph.values import Expression, FrozenMap, Source, Value

DENSE = "keras.layers.Dense"


def chain(name: str, *layers: tuple[str, str, dict[str, Value]]) -> Graph:
    graph = edits.add_node(Graph(name), INPUT_TYPE, name="in", params={"shape": (4,)})
    for number, (kind, called, params) in enumerate(layers, 1):
        port = "x" if ".ops." in kind else "in" if kind.startswith("block:") else "inputs"
        graph = edits.add_node(graph, kind, name=called, params=params, arguments={port: Source(f"n{number}")})
    return graph


def project(kind: str = "function", **params: Value) -> Project:
    inner = chain("inner", (DENSE, "deep", {"units": 4}))
    body = chain(
        "body",
        (DENSE, "a", {"units": 4}),
        ("keras.ops.relu", "r", {}),
        (DENSE, "b", {"units": 4}),
        ("block:inner", "c", {}),
        (DENSE, "d", {"units": 4}),
    )
    main = chain("main", ("block:body", "first", params), ("block:body", "second", {}))
    blocks = {
        "inner": Block("inner", "function", graph=inner),
        "body": Block("body", kind, graph=body),  # type: ignore[arg-type]
    }
    return Project(graph=main, blocks=FrozenMap(blocks))


def frozen_names(project: Project) -> set[str]:
    layers = expand(project).graph.layers.values()
    return {layer.name for layer in layers if layer.params.get("trainable") is False}


def instance(project: Project, name: str = "first") -> str:
    return next(layer.id for layer in project.graph.layers.values() if layer.name == name)


def test_a_frozen_instance_freezes_everything_inside_and_no_other_instance() -> None:
    made = project(trainable=False)
    assert frozen_names(made) == {"first_a", "first_b", "first_c_deep", "first_d"}
    assert freezing.frozen_inside(made, made.graph.layers[instance(made)]) == (4, 4)
    assert freezing.trained_last(made, made.graph.layers[instance(made)]) == 0
    assert frozen_names(project()) == set()


def test_a_parameter_that_is_called_trainable_is_the_blocks_own_affair() -> None:
    made = project(trainable=False)
    own = chain("body", (DENSE, "a", {"units": 4, "trainable": Expression("trainable")}), (DENSE, "b", {"units": 4}))
    block = Block("body", "function", FrozenMap({"trainable": True}), own)
    assert frozen_names(edits.put_block(made, block)) == {"first_a"}


@pytest.mark.parametrize("kind", ["function", "model"])
def test_the_last_layers_are_trained_and_the_rest_is_not(kind: str) -> None:
    made = project(kind, trainable=False)
    changed = freezing.train_last(made, "", instance(made), 2)
    first = changed.graph.layers[instance(made)]
    assert "trainable" not in first.params
    held = [name.params.get("trainable") for name in changed.blocks["body"].graph.layers.values()]
    assert held == [None, False, None, False, None, None], "input, a, relu, b, inner block, d"
    assert freezing.trained_last(changed, first) == 2
    assert freezing.frozen_inside(changed, first) == (2, 4)
    three = freezing.train_last(changed, "", first.id, 3)
    assert freezing.frozen_inside(three, three.graph.layers[first.id]) == (1, 4)
    none = freezing.train_last(three, "", first.id, 0)
    assert freezing.trained_last(none, none.graph.layers[first.id]) == 0
    every = freezing.train_last(none, "", first.id, None)
    assert every == project(kind)
    assert freezing.trained_last(every, every.graph.layers[first.id]) is None
    assert freezing.train_last(every, "", first.id, 99) is every


def test_inside_another_block() -> None:
    made = project()
    inner = next(layer for layer in made.blocks["body"].graph.layers.values() if layer.name == "c")
    changed = freezing.train_last(made, "body", inner.id, 0)
    assert frozen_names(changed) == {"first_c_deep", "second_c_deep"}


def test_what_is_no_block_or_no_number_is_refused() -> None:
    made = project()
    with pytest.raises(EditError, match="no block"):
        freezing.train_last(made, "", instance(made, "in"), 1)
    with pytest.raises(EditError, match="negative"):
        freezing.train_last(made, "", instance(made), -1)


def test_the_parameter_for_code_changes_nothing_that_is_built() -> None:
    made = project(trainable=False)
    told = freezing.with_trainable_parameters(made)
    assert told.blocks["body"].parameters == FrozenMap({"trainable": True}) == told.blocks["inner"].parameters
    assert frozen_names(told) == frozen_names(made)
    plain = project()
    assert freezing.with_trainable_parameters(plain) is plain
