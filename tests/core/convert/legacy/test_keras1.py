"""Configs of Keras 1, one for each spelling of its layers and settings, as its documentation has them."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from core.convert.config.reader import read_config
from core.convert.legacy.upgrade import upgrade
from tests.core.convert.legacy.opened import chain1, changes, layers_of, live, opened

IMAGE, STEPS, FLAT = [12, 12, 3], [8, 5], [6]

LAYERS: list[tuple[str, dict[str, Any], list[Any], str, dict[str, Any]]] = [
    ("Dense", {"output_dim": 4, "init": "uniform", "activation": "relu", "bias": False}, FLAT, "Dense",
     {"units": 4, "use_bias": False, "activation": "relu"}),
    ("TimeDistributedDense", {"output_dim": 4, "input_dim": 5, "input_length": 8}, STEPS, "Dense", {"units": 4}),
    ("Convolution1D", {"nb_filter": 4, "filter_length": 3, "subsample_length": 2, "border_mode": "same"}, STEPS, "Conv1D",
     {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}),
    ("AtrousConvolution1D", {"nb_filter": 4, "filter_length": 3, "atrous_rate": 2}, STEPS, "Conv1D", {"dilation_rate": 2}),
    ("Convolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 2, "border_mode": "same", "subsample": [2, 2], "dim_ordering": "tf"},
     IMAGE, "Conv2D", {"filters": 4, "kernel_size": [3, 2], "padding": "same", "strides": [2, 2], "data_format": "channels_last"}),
    ("AtrousConvolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "atrous_rate": [2, 2], "dim_ordering": "tf"}, IMAGE,
     "Conv2D", {"dilation_rate": [2, 2]}),
    ("Deconvolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "output_shape": [None, 14, 14, 4], "dim_ordering": "tf"}, IMAGE,
     "Conv2DTranspose", {"filters": 4, "kernel_size": [3, 3]}),
    ("SeparableConvolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "depth_multiplier": 2, "init": "he_uniform"}, IMAGE,
     "SeparableConv2D", {"depth_multiplier": 2}),
    ("Convolution3D", {"nb_filter": 2, "kernel_dim1": 3, "kernel_dim2": 2, "kernel_dim3": 1, "subsample": [1, 2, 1]},
     [8, 8, 8, 1], "Conv3D", {"kernel_size": [3, 2, 1], "strides": [1, 2, 1]}),
    ("MaxPooling1D", {"pool_length": 2, "stride": 2, "border_mode": "valid"}, STEPS, "MaxPooling1D",
     {"pool_size": 2, "strides": 2}),
    ("AveragePooling1D", {"pool_length": 2, "stride": None, "border_mode": "same"}, STEPS, "AveragePooling1D", {"padding": "same"}),
    ("MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "same", "dim_ordering": "tf"}, IMAGE, "MaxPooling2D",
     {"padding": "same", "data_format": "channels_last"}),
    ("AveragePooling3D", {"pool_size": [2, 2, 2], "border_mode": "valid"}, [8, 8, 8, 1], "AveragePooling3D", {}),
    ("GlobalMaxPooling2D", {"dim_ordering": "tf"}, IMAGE, "GlobalMaxPooling2D", {"data_format": "channels_last"}),
    ("UpSampling1D", {"length": 3}, STEPS, "UpSampling1D", {"size": 3}),
    ("UpSampling2D", {"size": [2, 2], "dim_ordering": "tf"}, IMAGE, "UpSampling2D", {"size": [2, 2]}),
    ("ZeroPadding1D", {"padding": 2}, STEPS, "ZeroPadding1D", {"padding": 2}),
    ("ZeroPadding2D", {"padding": [1, 2, 3, 4], "dim_ordering": "tf"}, IMAGE, "ZeroPadding2D", {"padding": [[1, 2], [3, 4]]}),
    ("ZeroPadding2D", {"padding": {"top_pad": 1, "left_pad": 2}}, IMAGE, "ZeroPadding2D", {"padding": [[1, 0], [2, 0]]}),
    ("ZeroPadding3D", {"padding": [1, 1, 1]}, [4, 4, 4, 1], "ZeroPadding3D", {"padding": [1, 1, 1]}),
    ("Cropping2D", {"cropping": [[1, 1], [2, 2]], "dim_ordering": "tf"}, IMAGE, "Cropping2D", {"cropping": [[1, 1], [2, 2]]}),
    ("SimpleRNN", {"output_dim": 4, "inner_init": "orthogonal", "dropout_W": 0.1, "dropout_U": 0.2, "consume_less": "cpu"}, STEPS,
     "SimpleRNN", {"units": 4, "dropout": 0.1, "recurrent_dropout": 0.2}),
    ("LSTM", {"output_dim": 4, "inner_activation": "sigmoid", "forget_bias_init": "one", "return_sequences": True}, STEPS, "LSTM",
     {"units": 4, "recurrent_activation": "sigmoid", "unit_forget_bias": True, "return_sequences": True}),
    ("LSTM", {"output_dim": 4, "inner_activation": "sigmoid", "forget_bias_init": "zero"}, STEPS, "LSTM",
     {"unit_forget_bias": False}),
    ("GRU", {"output_dim": 4, "inner_activation": "sigmoid", "go_backwards": True, "unroll": True}, STEPS, "GRU",
     {"reset_after": False, "go_backwards": True, "unroll": True}),
    ("ConvLSTM2D", {"nb_filter": 2, "nb_row": 3, "nb_col": 3, "inner_activation": "hard_sigmoid", "border_mode": "same"},
     [4, 8, 8, 1], "ConvLSTM2D", {"filters": 2, "kernel_size": [3, 3], "padding": "same"}),
    ("Dropout", {"p": 0.3}, FLAT, "Dropout", {"rate": 0.3}),
    ("SpatialDropout1D", {"p": 0.3}, STEPS, "SpatialDropout1D", {"rate": 0.3}),
    ("SpatialDropout2D", {"p": 0.3, "dim_ordering": "tf"}, IMAGE, "SpatialDropout2D", {"rate": 0.3}),
    ("GaussianNoise", {"sigma": 0.2}, FLAT, "GaussianNoise", {"stddev": 0.2}),
    ("GaussianDropout", {"p": 0.2}, FLAT, "GaussianDropout", {"rate": 0.2}),
    ("BatchNormalization", {"mode": 0, "axis": -1, "epsilon": 1e-5, "momentum": 0.9, "beta_init": "zero", "gamma_init": "one"},
     FLAT, "BatchNormalization", {"epsilon": 1e-5, "momentum": 0.9, "axis": -1}),
    ("LeakyReLU", {"alpha": 0.1}, FLAT, "LeakyReLU", {"negative_slope": 0.1}),
    ("PReLU", {"init": "zero", "shared_axes": [1]}, STEPS, "PReLU", {"shared_axes": [1]}),
    ("ELU", {"alpha": 0.5}, FLAT, "ELU", {"alpha": 0.5}),
    ("ThresholdedReLU", {"theta": 0.7}, FLAT, "ReLU", {"threshold": 0.7}),
    ("Reshape", {"target_shape": [3, 2]}, FLAT, "Reshape", {"target_shape": [3, 2]}),
    ("Permute", {"dims": [2, 1]}, STEPS, "Permute", {"dims": [2, 1]}),
    ("RepeatVector", {"n": 3}, FLAT, "RepeatVector", {"n": 3}),
    ("Flatten", {}, IMAGE, "Flatten", {}),
    ("Masking", {"mask_value": 1.0}, STEPS, "Masking", {"mask_value": 1.0}),
    ("ActivityRegularization", {"l1": 0.1, "l2": 0.2}, FLAT, "ActivityRegularization", {"l1": 0.1, "l2": 0.2}),
    ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"name": "inner", "output_dim": 4}}}, STEPS,
     "TimeDistributed", {}),
    ("Bidirectional", {"merge_mode": "sum", "layer": {"class_name": "GRU", "config": {"name": "inner", "output_dim": 4}}}, STEPS,
     "Bidirectional", {"merge_mode": "sum"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "settings", "shape", "new", "expected"), LAYERS, ids=[f"{row[0]}-{index}" for index, row in enumerate(LAYERS)]
)
def test_layer(kind: str, settings: dict[str, Any], shape: list[Any], new: str, expected: dict[str, Any]) -> None:
    config = chain1((kind, settings), shape=shape)
    upgraded = upgrade(config)
    (entry,) = layers_of(upgraded)
    assert upgraded.format == "keras1"
    assert entry["class_name"] == new
    assert {key: entry["config"].get(key) for key in expected} == expected
    opened(config)


def test_changes_are_listed() -> None:
    settings = {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "border_mode": "same", "subsample": [1, 1], "dim_ordering": "tf"}
    upgraded = upgrade(chain1(("Convolution2D", settings), shape=IMAGE))
    assert changes(upgraded) >= {
        ("Convolution2D", "Conv2D"),
        ("border_mode='same'", "padding='same'"),
        ("nb_filter=4", "filters=4"),
        ("nb_row=3, nb_col=3", "kernel_size=(3, 3)"),
        ("subsample=(1, 1)", "strides=(1, 1)"),
        ("dim_ordering='tf'", "data_format='channels_last'"),
        ("batch_input_shape=(None, 12, 12, 3)", "Input(shape=(12, 12, 3))"),
    }
    assert {item.node for item in upgraded.upgraded} == {"layer_0", "sequential_1"}


def test_embedding_takes_integers() -> None:
    settings = {"input_dim": 20, "output_dim": 4, "init": "uniform", "input_length": 7, "mask_zero": True, "dropout": 0.2}
    upgraded = upgrade(chain1(("Embedding", settings), shape=[7], dtype="int32"))
    source, entry = upgraded.config["config"]["layers"]
    assert (source["config"]["dtype"], source["config"]["batch_shape"]) == ("int32", [None, 7])
    assert entry["config"]["embeddings_initializer"]["class_name"] == "RandomUniform"
    assert "dtype" not in entry["config"]
    assert any("dropped whole words" in note for note in upgraded.notes)


INITIALIZERS = [
    ("uniform", "RandomUniform", {"minval": -0.05, "maxval": 0.05, "seed": None}),
    ("normal", "RandomNormal", {"mean": 0.0, "stddev": 0.05, "seed": None}),
    ("zero", "Zeros", {}),
    ("one", "Ones", {}),
    ("identity", "Identity", {"gain": 1.0}),
    ("orthogonal", "Orthogonal", {"gain": 1.1, "seed": None}),
    ("glorot_uniform", "GlorotUniform", {"seed": None}),
    ("glorot_normal", "VarianceScaling", {"scale": 1.0, "mode": "fan_avg", "distribution": "untruncated_normal", "seed": None}),
    ("he_normal", "VarianceScaling", {"scale": 2.0, "mode": "fan_in", "distribution": "untruncated_normal", "seed": None}),
    ("he_uniform", "HeUniform", {"seed": None}),
    ("lecun_uniform", "LecunUniform", {"seed": None}),
]


@pytest.mark.parametrize(("old", "new", "settings"), INITIALIZERS)
def test_initializers(old: str, new: str, settings: dict[str, Any]) -> None:
    (entry,) = layers_of(upgrade(chain1(("Dense", {"output_dim": 6, "init": old}), shape=FLAT)))
    made = entry["config"]["kernel_initializer"]
    assert (made["class_name"], made["config"]) == (new, settings)


def test_regularizers_and_constraints() -> None:
    settings = {
        "output_dim": 4,
        "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01},
        "b_regularizer": {"name": "L1L2Regularizer", "l1": 0.0, "l2": 0.0},
        "activity_regularizer": {"name": "ActivityRegularizer", "l1": 0.1, "l2": 0.0},
        "W_constraint": {"name": "MaxNorm", "m": 3, "axis": 0},
        "b_constraint": {"name": "NonNeg"},
    }
    upgraded = upgrade(chain1(("Dense", settings), shape=FLAT))
    (entry,) = layers_of(upgraded)
    config = entry["config"]
    assert config["kernel_regularizer"]["config"] == {"l1": 0.0, "l2": 0.01}
    assert config["bias_regularizer"] is None
    assert config["kernel_constraint"]["config"] == {"max_value": 3, "axis": 0}
    assert config["bias_constraint"]["class_name"] == "NonNeg"
    assert any("summed over the batch" in note for note in upgraded.notes)
    opened(chain1(("Dense", settings), shape=FLAT))


def test_hard_sigmoid_keeps_its_formula() -> None:
    model = live(chain1(("Activation", {"activation": "hard_sigmoid"}), shape=FLAT))
    x = numpy.linspace(-4, 4, 60).reshape(10, 6).astype("float32")
    assert numpy.allclose(model.predict(x, verbose=0), numpy.clip(0.2 * x + 0.5, 0, 1), atol=1e-7)


def test_recurrent_hard_sigmoid_is_a_default() -> None:
    said = upgrade(chain1(("LSTM", {"output_dim": 4, "inner_activation": "hard_sigmoid"}), shape=STEPS))
    unsaid = upgrade(chain1(("LSTM", {"output_dim": 4}), shape=STEPS))
    pair = [layers_of(item)[0]["config"]["recurrent_activation"] for item in (said, unsaid)]
    assert pair[0] == pair[1]
    assert any("hard_sigmoid was clip" in note for note in said.notes)


def test_lstm_computes_as_keras_1_did() -> None:
    """One step by hand: gates in the order i, f, c, o with the old hard sigmoid."""
    model = live(chain1(("LSTM", {"output_dim": 2, "inner_activation": "hard_sigmoid", "activation": "tanh"}), shape=[1, 3]))
    kernel, recurrent, bias = (numpy.random.default_rng(1).normal(size=shape) for shape in ((3, 8), (2, 8), (8,)))
    model.layers[-1].set_weights([kernel, recurrent, bias])
    x = numpy.random.default_rng(2).normal(size=(4, 1, 3)) * 3
    z = x[:, 0] @ kernel + bias
    i, c, o = (z[:, index * 2 : index * 2 + 2] for index in (0, 2, 3))
    hard = lambda value: numpy.clip(0.2 * value + 0.5, 0, 1)  # noqa: E731
    expected = hard(o) * numpy.tanh(hard(i) * numpy.tanh(c))
    assert numpy.allclose(model.predict(x.astype("float32"), verbose=0), expected, atol=1e-6)


def test_maxout_is_the_largest_of_its_features() -> None:
    model = live(chain1(("MaxoutDense", {"output_dim": 3, "nb_feature": 4, "init": "glorot_uniform"}), shape=FLAT))
    rng = numpy.random.default_rng(0)
    kernel, bias, x = rng.normal(size=(4, 6, 3)), rng.normal(size=(4, 3)), rng.normal(size=(5, 6))
    dense = next(layer for layer in model.layers if layer.weights)
    dense.set_weights([kernel.transpose(1, 0, 2).reshape(6, 12), bias.reshape(12)])
    expected = (numpy.einsum("bi,kio->bko", x, kernel) + bias).max(axis=1)
    assert numpy.allclose(model.predict(x.astype("float32"), verbose=0), expected, atol=1e-5)


def test_thresholded_relu_at_its_threshold() -> None:
    model = live(chain1(("ThresholdedReLU", {"theta": 1.0}), shape=FLAT))
    x = numpy.array([[-1, 0, 0.99, 1.0, 1.01, 2]], dtype="float32")
    assert numpy.array_equal(model.predict(x, verbose=0), x * (x > 1.0))


@pytest.mark.parametrize("kind", ["SReLU", "Highway", "LocallyConnected1D", "LocallyConnected2D", "ParametricSoftplus", "Lambda"])
def test_layers_that_are_gone_say_what_they_did(kind: str) -> None:
    upgraded = upgrade(chain1((kind, {"function": ["4wEAAAA=", None, None]}), ("Flatten", {}), shape=IMAGE))
    imported = read_config(upgraded.config)
    (placeholder,) = imported.placeholders
    assert placeholder.class_name == kind
    assert placeholder.reason.startswith(kind) and placeholder.reason.endswith(".")


def test_samplewise_normalization_is_told() -> None:
    upgraded = upgrade(chain1(("BatchNormalization", {"mode": 1, "epsilon": 1e-3}), shape=FLAT))
    assert layers_of(upgraded)[0]["class_name"] == "LayerNormalization"
    assert any("each sample" in note for note in upgraded.notes)
    assert upgraded.weights["layer_0"] == ("samplewise",)


def test_theano_kernels_are_told() -> None:
    settings = {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "dim_ordering": "th"}
    upgraded = upgrade(chain1(("Convolution2D", settings), shape=[3, 12, 12]), backend="theano")
    assert set(upgraded.weights["layer_0"]) == {"keras1", "th_kernel", "theano_flip", "channels_first"}
    assert layers_of(upgraded)[0]["config"]["data_format"] == "channels_first"


def test_branches_joined_by_a_merge() -> None:
    def branch(name: str, size: int) -> dict[str, Any]:
        layer = {"name": f"{name}_dense", "output_dim": 4, "batch_input_shape": [None, size], "input_dtype": "float32"}
        return {"class_name": "Sequential", "config": [{"class_name": "Dense", "config": layer}]}

    merge = {"name": "merge_1", "mode": "concat", "mode_type": "raw", "concat_axis": -1, "dot_axes": -1,
             "layers": [branch("a", 3), branch("b", 5)]}  # fmt: skip
    dense = {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 2}}
    config = {"class_name": "Sequential", "keras_version": "1.1.0", "config": [{"class_name": "Merge", "config": merge}, dense]}
    model = live(config)
    assert [tuple(item.shape) for item in model.inputs] == [(None, 3), (None, 5)]
    assert tuple(model.outputs[0].shape) == (None, 2)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("sum", "Add"),
        ("mul", "Multiply"),
        ("ave", "Average"),
        ("max", "Maximum"),
        ("concat", "Concatenate"),
        ("dot", "Dot"),
        ("cos", "Dot"),
    ],
)
def test_merge_modes(mode: str, expected: str) -> None:
    layers: list[dict[str, Any]] = [
        {"class_name": "InputLayer", "name": name, "inbound_nodes": [],
         "config": {"name": name, "batch_input_shape": [None, 5], "input_dtype": "float32", "sparse": False}}
        for name in ("a", "b")
    ]  # fmt: skip
    merge = {"name": "merge_1", "mode": mode, "mode_type": "raw", "concat_axis": 1, "dot_axes": [1, 1], "output_shape": None,
             "output_shape_type": "raw", "output_mask": None, "output_mask_type": "raw", "arguments": {}}  # fmt: skip
    layers.append({"class_name": "Merge", "name": "merge_1", "config": merge, "inbound_nodes": [[["a", 0, 0], ["b", 0, 0]]]})
    graph = {"name": "model_1", "layers": layers, "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["merge_1", 0, 0]]}
    config = {"class_name": "Model", "keras_version": "1.2.2", "config": graph}
    assert layers_of(upgrade(config))[0]["class_name"] == expected
    model = live(config)
    rng = numpy.random.default_rng(0)
    a, b = rng.normal(size=(2, 4, 5)).astype("float32")
    by_hand = {
        "sum": a + b, "mul": a * b, "ave": (a + b) / 2, "max": numpy.maximum(a, b), "concat": numpy.concatenate([a, b], 1),
        "dot": (a * b).sum(1, keepdims=True),
        "cos": (a * b).sum(1, keepdims=True) / numpy.sqrt((a * a).sum(1, keepdims=True) * (b * b).sum(1, keepdims=True)),
    }  # fmt: skip
    assert numpy.allclose(model.predict([a, b], verbose=0), by_hand[mode], atol=1e-5)


def test_keras_0_wrote_classes_as_names() -> None:
    layers = [
        {"name": "Dense", "custom_name": "first", "output_dim": 4, "batch_input_shape": [None, 6]},
        {"name": "Dropout", "custom_name": "drop", "p": 0.5},
    ]
    imported = opened({"name": "Sequential", "layers": layers, "keras_version": "1.0.0"})
    assert [layer.name for layer in imported.project.graph.layers.values()][-2:] == ["first", "drop"]
