"""Models inside of layers: read from live models, files of any Keras and code, written as code and names, with weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.convert.config.reader import read_config
from core.convert.from_code.reader import read_code
from core.convert.from_keras import from_keras, read_model
from core.convert.imported import Imported
from core.convert.legacy.upgrade import upgrade
from core.convert.plain_names import with_plain_names
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.convert.weights.attach import attach_weights
from core.convert.weights.loading import load_initial_weights
from core.graph.grouping import rename_block
from core.graph.model import Layer
from core.graph.sameness import same_project
from core.graph.values import Expression, FrozenMap, KerasObject
from tests.core.convert.config.same import assert_file_says_the_same
from tests.core.convert.net_builder import Net, project
from tests.harness import held_cases
from tests.harness.held_cases import model_

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),
    pytest.mark.expects_log("absl"),
]

CASES = [held_cases.video, held_cases.models_in_models, held_cases.held_in_a_block]


def found(imported: Imported, name: str) -> Layer:
    return next(layer for layer in imported.project.graph.layers.values() if layer.name == name)


# Live models and their JSON


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_live_models_files_and_code_say_the_same(case: Callable[[], Any]) -> None:
    made, live = case()
    model = live()
    imported = read_model(model)
    assert imported.notes == () and imported.placeholders == ()
    assert_file_says_the_same(model, imported)
    assert from_keras(build(imported.project).model) == imported.project
    for one in (made, imported.project):
        back = read_code(generate(one))
        assert same_project(back.project, one) and back.notes == ()


def unbuilt_row() -> Any:
    import keras
    from keras import layers

    each = keras.Sequential([layers.Conv1D(3, 2, name="conv"), layers.Flatten(name="flat")], name="each")
    x = keras.Input((5, 6, 2), name="x")
    return keras.Model(x, layers.GRU(2, name="gru")(layers.TimeDistributed(each, name="steps")(x)))


def test_a_row_of_layers_that_the_wrapper_has_built() -> None:
    model = unbuilt_row()
    imported = read_model(model)
    assert_file_says_the_same(model, imported)
    assert found(imported, "steps").params["layer"] == model_("each")
    block = imported.project.blocks["each"]
    assert block.kind == "model" and next(iter(block.graph.layers.values())).params["shape"] == (6, 2)


@pytest.mark.parametrize("called", [False, True])
def test_a_shared_model_is_said_to_become_several(called: bool) -> None:
    import keras
    from keras import layers

    each = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="d")], name="each")
    x, y = keras.Input((5, 4)), keras.Input((4,))
    other = each(y) if called else layers.TimeDistributed(each, name="b")(x)
    model = keras.Model([x, y], [layers.TimeDistributed(each, name="a")(x), other])
    imported = read_model(model)
    assert len(imported.notes) == 1 and "'each' is shared by several layers" in imported.notes[0]
    assert_file_says_the_same(model, imported)


# Older Keras

_CONV = {"name": "conv2d_1", "filters": 4, "kernel_size": [3, 3], "batch_input_shape": [None, 8, 8, 3]}
_CONV1 = {
    "name": "convolution2d_1", "nb_filter": 4, "nb_row": 3, "nb_col": 3, "dim_ordering": "tf",
    "batch_input_shape": [None, 8, 8, 3], "input_dtype": "float32",
}  # fmt: skip
_FLAT = {"class_name": "Flatten", "config": {"name": "flatten_1"}}
_ROW = [{"class_name": "Conv2D", "config": _CONV}, _FLAT]
_ROW1 = [{"class_name": "Convolution2D", "config": _CONV1}, _FLAT]
_GRAPH = {
    "name": "model_1",
    "layers": [
        {"name": "in", "class_name": "InputLayer", "config": {"name": "in", "batch_input_shape": [None, 8, 8, 3]},
         "inbound_nodes": []},
        {"name": "conv2d_1", "class_name": "Conv2D", "config": _CONV, "inbound_nodes": [[["in", 0, 0, {}]]]},
        {"name": "flatten_1", **_FLAT, "inbound_nodes": [[["conv2d_1", 0, 0, {}]]]},
    ],
    "input_layers": [["in", 0, 0]],
    "output_layers": [["flatten_1", 0, 0]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "version", "block"),
    [
        ({"class_name": "Sequential", "config": _ROW}, "2.1.0", "sequential_2"),
        ({"class_name": "Sequential", "config": {"name": "cnn", "layers": _ROW}}, "2.3.1", "cnn"),
        ({"class_name": "Model", "config": _GRAPH}, "2.3.1", "model_1"),
        ({"class_name": "Functional", "config": _GRAPH}, "2.11.0", "model_1"),
        ({"class_name": "Sequential", "config": _ROW1}, "1.2.2", "sequential_2"),
    ],
)
def test_configs_of_older_keras(inner: dict[str, Any], version: str, block: str) -> None:
    wrapper = {"name": "td", "layer": inner, "batch_input_shape": [None, 5, 8, 8, 3]}
    rest = {"name": "lstm_1", "output_dim" if version[0] == "1" else "units": 2}
    layers = [{"class_name": "TimeDistributed", "config": wrapper}, {"class_name": "LSTM", "config": rest}]
    imported = read_config(upgrade({"class_name": "Sequential", "config": layers}, version, "tensorflow").config)
    assert imported.placeholders == () and found(imported, "td").params["layer"] == model_(block)
    model = build(imported.project).model
    assert model.output_shape == (None, 2)
    assert model.count_params() == 3 * 3 * 3 * 4 + 4 + 4 * 2 * (144 + 2 + 1)


# Code


def code_of(text: str) -> Imported:
    imported = read_code(text)
    back = read_code(generate(imported.project))
    assert same_project(back.project, imported.project)
    return imported


def test_a_row_without_an_input_takes_what_its_wrapper_gives() -> None:
    imported = code_of(
        "from keras.models import Sequential\nfrom keras.layers import *\n"
        "cnn = Sequential()\ncnn.add(Conv2D(8, (3, 3), activation='relu'))\ncnn.add(BatchNormalization())\ncnn.add(Flatten())\n"
        "model = Sequential()\nmodel.add(TimeDistributed(cnn, input_shape=(None, 20, 20, 1)))\nmodel.add(LSTM(7))\n"
    )
    assert imported.notes == () and "sequential" in imported.project.blocks
    block = imported.project.blocks["sequential"]
    assert next(iter(block.graph.layers.values())).params["shape"] == (20, 20, 1)
    assert [layer.class_name for layer in imported.project.graph.layers.values()][1:] == ["TimeDistributed", "LSTM"]


def test_a_frozen_base_and_the_shape_behind_it() -> None:
    imported = code_of(
        "import tensorflow as tf\nL = tf.keras.layers\n"
        "i = tf.keras.Input((16, 16, 3))\n"
        "base = tf.keras.Model(i, L.GlobalAveragePooling2D()(L.Conv2D(4, 3)(i)), name='base')\nbase.trainable = False\n"
        "film = tf.keras.Input((5, 16, 16, 3), name='film')\nx = L.TimeDistributed(base, name='td')(film)\n"
        "x = L.Reshape((x.shape[1] * x.shape[2],), name='flat')(x)\nmodel = tf.keras.Model(film, x)\n"
    )
    assert imported.notes == ()
    assert found(imported, "td").params["layer"] == model_("base", trainable=False)
    assert found(imported, "flat").params["target_shape"] == (20,)
    assert "base.trainable = False" in generate(imported.project)


def test_code_says_that_a_shared_model_becomes_several() -> None:
    imported = code_of(
        "from keras import layers, Input, Model, Sequential\n"
        "e = Sequential([layers.Dense(4, input_shape=(8,))], name='e')\na, b = Input((5, 8)), Input((8,))\n"
        "m = Model([a, b], [layers.TimeDistributed(e)(a), e(b)])\n"
    )
    assert any("'e' is shared by several layers" in note for note in imported.notes)


def test_a_block_hands_a_model_to_its_layers() -> None:
    """A parameter of a function block that stands for the layer of a wrapper."""
    word = Net("word")
    word.add("Dense", "letters", {"units": 5}, inputs=word.input("letter", 5))
    unit = Net("unit")
    unit.add("TimeDistributed", "each", {"layer": Expression("inner")}, inputs=unit.input("x", 4, 5))
    net = Net("model")
    net.add("block:unit", "one", {"inner": model_("word", name="mine")}, x=net.input("page", 4, 5))
    blocks = [
        held_cases.Block("unit", "function", FrozenMap({"inner": model_("word")}), unit.done()),
        held_cases.Block("word", "model", graph=word.done()),
    ]
    made = project(net.done(), *blocks)
    assert build(made).model.get_layer("one_each").layer.name == "mine"
    back = read_code(generate(made))
    assert back.notes == () and same_project(back.project, made)


# Names


def test_odd_names_of_blocks_stay_out_of_the_way() -> None:
    made = rename_block(held_cases.video()[0], "frames", 'bilder "für" \\ alle')
    assert build(made).model.get_layer("each").layer.name == "frames"
    assert same_project(read_code(generate(made)).project, made)
    net = Net("model")
    net.add("TimeDistributed", "td", {"layer": model_("für")}, inputs=net.input("x", 4, 6, 6, 2))
    block = held_cases.Block("für", "model", graph=held_cases.frames().done())
    plain = with_plain_names(project(net.done(), block)).project
    assert build(plain).model.get_layer("td").layer.name == "model"


# Weights


def filled(model: Any) -> Any:
    numbers = np.random.default_rng(1)
    model.set_weights([numbers.uniform(0.1, 0.5, weight.shape) for weight in model.get_weights()])
    return model


@pytest.mark.parametrize("case", CASES[:2], ids=lambda case: case.__name__)
@pytest.mark.parametrize("suffix", [".keras", ".h5", ".weights.h5"])
def test_weights_arrive_exactly(case: Callable[[], Any], suffix: str, tmp_path: Path) -> None:
    model = filled(case()[1]())
    path = tmp_path / f"saved{suffix}"
    model.save_weights(path) if suffix == ".weights.h5" else model.save(path)
    imported = attach_weights(read_model(model), path, tmp_path / "project.netw")
    assert imported.weights == "loaded" and imported.notes == ()
    built = build(imported.project).model
    load_initial_weights(built, imported.project, tmp_path)
    dice = np.random.default_rng(2)
    x = [dice.normal(size=(2, *tensor.shape[1:])).astype("float32") for tensor in model.inputs]
    x = x if len(x) > 1 else x[0]
    for one, other in zip(_flat(built(x)), _flat(model(x)), strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


def _flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def test_pure_bfloat16_weights_of_the_older_layout(tmp_path: Path) -> None:
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, dtype="bfloat16", name="d")], name="m")
    model.save(tmp_path / "half.h5")
    imported = attach_weights(read_model(model), tmp_path / "half.h5", tmp_path / "project.netw")
    assert imported.weights == "loaded"
    built = build(imported.project).model
    load_initial_weights(built, imported.project, tmp_path)
    for one, other in zip(built.weights, model.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(one).astype("float32"), np.asarray(other).astype("float32"))


def test_an_adapted_discretization_keeps_its_bounds_alone() -> None:
    import keras

    layer = keras.layers.Discretization(num_bins=4, name="bins")
    layer.adapt(np.linspace(0, 1, 100, dtype="float32"))
    x = keras.Input((3,), name="x")
    model = keras.Model(x, layer(x))
    imported = read_model(model)
    assert read_config(json.loads(model.to_json())).project == imported.project
    assert list(found(imported, "bins").params) == ["bin_boundaries"] and imported.notes == ()
    numbers = np.random.default_rng(0).random((5, 3)).astype("float32")
    np.testing.assert_array_equal(build(imported.project).model(numbers), model(numbers))


def test_a_wrapper_with_settings_of_its_own_around_a_wrapper() -> None:
    import keras
    from keras import layers

    each = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="d")], name="each")
    inner = layers.TimeDistributed(each, dtype="float16")
    x = keras.Input((2, 5, 4), name="x")
    model = keras.Model(x, layers.TimeDistributed(inner, trainable=False, name="out")(x))
    imported = read_model(model)
    params = found(imported, "out").params
    assert params["trainable"] is False
    assert params["layer"] == KerasObject(
        "keras.layers.TimeDistributed",
        FrozenMap({"layer": params["layer"].params["layer"], "dtype": "float16"}),  # type: ignore[union-attr]
    )
    assert_file_says_the_same(model, imported)
