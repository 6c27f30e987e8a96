"""Names that TensorFlow refuses are replaced for the time of an export; nothing else changes."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from core.convert.from_keras import from_keras
from core.convert.plain_names import is_plain, with_plain_names
from core.convert.to_keras import build
from core.graph.model import Project
from core.storage import templates

layers = keras.layers


def chinese() -> Project:
    """Nested, wrapped, with two inputs, and names that are no names for TensorFlow."""
    image, table = keras.Input((6, 4), name="输入 a'b"), keras.Input((3,), name="layer")
    inner = keras.Sequential([keras.Input((4,), name="入 口"), layers.Dense(3, name="内")], name="嵌 套")
    turned = layers.Bidirectional(layers.LSTM(2, name="里"), name="双<向>")(image)
    joined = layers.Concatenate(name="_a")([inner(turned), table])
    return from_keras(keras.Model([image, table], [joined, inner(turned)], name="模型 !"))


def test_plain_projects_are_returned_themselves() -> None:
    for template in templates.names():
        project = templates.load(template.name)
        made = with_plain_names(project)
        assert made.project is project and not made.own


def test_all_names_are_plain_and_the_model_is_the_same() -> None:
    project = chinese()
    made = with_plain_names(project)
    before, after = build(project).model, build(made.project).model
    flat = list(after._flatten_layers(include_self=True))
    assert all(is_plain(layer.name) for layer in flat), [layer.name for layer in flat]
    after.set_weights(before.get_weights())
    inputs = [np.random.default_rng(number).normal(size=(2, *tensor.shape[1:])) for number, tensor in enumerate(before.inputs)]
    for one, other in zip(before(inputs), after(inputs), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_own_names_are_known_by_the_new_ones() -> None:
    project = chinese()
    made = with_plain_names(project)
    model = build(made.project).model
    own = [made.own.get(layer.name, layer.name) for layer in model.layers]
    assert sorted(own) == sorted(layer.name for layer in build(project).model.layers)
    assert {"双<向>", "_a", "内"} <= set(made.own.values())


@pytest.mark.parametrize("name", ["a", "a.b-c_1", "3d", ".x"])
def test_names_that_tensorflow_takes(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize("name", ["", "_a", "a b", "层", "a'b", "-", "a\n"])
def test_names_that_it_refuses(name: str) -> None:
    assert not is_plain(name)
