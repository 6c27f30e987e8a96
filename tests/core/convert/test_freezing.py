"""What is frozen in the document is frozen in the model, in the counts and in the code."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.from_keras import from_keras
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.graph import freezing
from core.graph.model import Project
from tests.core.convert import block_nets


def counted(project: Project) -> tuple[int, int]:
    totals = Analyzer(load()).analyze(project).totals
    return totals.parameters, totals.trainable


@pytest.mark.parametrize("make", [block_nets.frozen_blocks, block_nets.model_blocks])
def test_the_counts_are_those_of_the_model(make: Callable[[], Project]) -> None:
    project = make()
    model = build(project).model
    trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    assert counted(project) == (model.count_params(), trainable)
    assert 0 < trainable < model.count_params()
    assert counted(from_keras(model)) == (model.count_params(), trainable)


def test_which_layers_learn() -> None:
    model = build(block_nets.frozen_blocks()).model
    trained = {weight.path.rpartition("/")[0] for weight in model.trainable_weights}
    # Inside "head" the partly frozen model keeps what it holds; the step that is frozen there stays frozen.
    assert trained == {"head_steps_1_dense", "head_steps_1_norm", "head_steps_2_dense", "head_steps_2_norm", "free"}
    assert not any(layer.trainable for layer in model.layers if layer.name.startswith("backbone") and layer.weights)
    assert model.get_layer("head_model").trainable and not model.get_layer("head_model").get_layer("held").trainable
    assert (
        model.get_layer("last").get_layer("free").trainable and not model.get_layer("last").get_layer("held").trainable
    )


def test_code_tells_function_blocks_and_models() -> None:
    code = generate(block_nets.frozen_blocks())
    assert 'x = stage(inputs, trainable=False, name="backbone")' in code
    assert 'def stage(inputs, trainable=True, name="stage"):' in code
    assert 'outputs = build_core(name="last")(x)' in code
    assert "    if not trainable:\n        model_model.trainable = False\n" in code
    assert "layers.Dense(4, trainable=learns > 1 and trainable, name=" in code
    assert "trainable" not in generate(block_nets.function_blocks())


def test_the_last_layers_of_a_nested_model() -> None:
    project = block_nets.model_blocks()
    layer = next(layer for layer in project.graph.layers.values() if layer.name == "encoder")
    changed = freezing.train_last(project, "", layer.id, 1)
    model = build(changed).model
    held = {weight.path for weight in model.get_layer("encoder").non_trainable_weights}
    assert len(held) == 2 and all("dense" in path for path in held)
    parameters, trainable = counted(changed)
    assert trainable == sum(math.prod(weight.shape) for weight in model.trainable_weights) < parameters
    assert "inside_model.trainable = False" in generate(changed)
