"""Configs of Keras 2 (standalone and tf.keras), one for each spelling that Keras 3 does not have any more."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from core.convert.config.reader import read_config
from core.convert.legacy.upgrade import upgrade
from tests.core.convert.legacy.opened import chain2, changes, entry, functional, layers_of, live, opened, source

IMAGE, STEPS, FLAT = [12, 12, 3], [8, 5], [6]
GLOROT = {
    "class_name": "VarianceScaling",
    "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None},
}
ZEROS = {"class_name": "Zeros", "config": {"dtype": "float32"}}

LAYERS: list[tuple[str, dict[str, Any], list[Any], str, dict[str, Any]]] = [
    ("Dense", {"units": 4, "kernel_initializer": GLOROT, "bias_initializer": ZEROS, "dtype": "float32"},
     FLAT, "Dense", {"units": 4}),
    ("Conv2D", {"filters": 4, "kernel_size": [3, 3], "groups": 1, "data_format": "channels_last"},
     IMAGE, "Conv2D", {"groups": 1}),
    ("DepthwiseConv2D", {"kernel_size": [3, 3], "groups": 1, "depth_multiplier": 2, "depthwise_initializer": "he_normal"}, IMAGE,
     "DepthwiseConv2D", {"depth_multiplier": 2, "groups": None}),
    ("SeparableConv2D", {"filters": 4, "kernel_size": [3, 3], "groups": 1, "kernel_initializer": GLOROT},
     IMAGE, "SeparableConv2D", {"filters": 4, "kernel_initializer": None}),
    ("Conv2DTranspose", {"filters": 4, "kernel_size": [3, 3], "output_padding": None, "groups": 1}, IMAGE, "Conv2DTranspose", {}),
    ("Conv1D", {"filters": 4, "kernel_size": [3], "padding": "causal", "data_format": "channels_last"}, STEPS, "Conv1D",
     {"padding": "causal"}),
    ("LSTM", {"units": 4, "recurrent_activation": "sigmoid", "implementation": 2, "time_major": False},
     STEPS, "LSTM", {"units": 4}),
    ("GRU", {"units": 4, "recurrent_activation": "sigmoid", "implementation": 1}, STEPS, "GRU", {"reset_after": False}),
    ("GRU", {"units": 4, "recurrent_activation": "sigmoid", "reset_after": True}, STEPS, "GRU", {"reset_after": True}),
    ("CuDNNLSTM", {"units": 4, "unit_forget_bias": True, "stateful": False}, STEPS, "LSTM",
     {"activation": "tanh", "recurrent_activation": "sigmoid"}),
    ("CuDNNGRU", {"units": 4, "return_sequences": True}, STEPS, "GRU", {"reset_after": True, "recurrent_activation": "sigmoid"}),
    ("RNN", {"cell": {"class_name": "LSTMCell", "config": {"name": "c", "units": 3, "recurrent_activation": "sigmoid"}}},
     STEPS, "RNN", {}),
    ("RNN", {"cell": {"class_name": "StackedRNNCells", "config": {"name": "s", "cells": [
        {"class_name": "GRUCell", "config": {"units": 3}}, {"class_name": "SimpleRNNCell", "config": {"units": 2}}]}}},
     STEPS, "RNN", {}),
    ("Bidirectional", {"merge_mode": "ave", "layer": {"class_name": "LSTM", "config": {"units": 3, "implementation": 1}}},
     STEPS, "Bidirectional", {"merge_mode": "ave"}),
    ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 3, "kernel_initializer": GLOROT}}}, STEPS,
     "TimeDistributed", {}),
    ("BatchNormalization", {"axis": [1], "fused": True, "renorm": False, "virtual_batch_size": None}, FLAT, "BatchNormalization",
     {"axis": 1}),
    ("BatchNormalizationV1", {"axis": {"0": 1}, "momentum": 0.9}, FLAT, "BatchNormalization", {"axis": 1, "momentum": 0.9}),
    ("SyncBatchNormalization", {"axis": [1]}, FLAT, "BatchNormalization", {"synchronized": True}),
    ("LayerNormalization", {"axis": [1], "epsilon": 1e-6}, FLAT, "LayerNormalization", {"axis": 1}),
    ("LeakyReLU", {"alpha": 0.30000001192092896}, FLAT, "LeakyReLU", {"negative_slope": 0.30000001192092896}),
    ("LeakyReLU", {"alpha": {"type": "ndarray", "value": 0.1}}, FLAT, "LeakyReLU", {"negative_slope": 0.1}),
    ("ThresholdedReLU", {"theta": 0.5}, FLAT, "ReLU", {"threshold": 0.5}),
    ("ReLU", {"max_value": 6.0, "negative_slope": 0.0, "threshold": 0.0}, FLAT, "ReLU", {"max_value": 6.0}),
    ("Softmax", {"axis": -1}, FLAT, "Softmax", {"axis": -1}),
    ("Activation", {"activation": "softmax_v2"}, FLAT, "Activation", {"activation": "softmax"}),
    ("Activation", {"activation": "swish"}, FLAT, "Activation", {"activation": "silu"}),
    ("Activation", {"activation": "relu6"}, FLAT, "Activation", {"activation": "relu6"}),
    ("SpatialDropout1D", {"rate": 0.2, "noise_shape": None, "seed": None}, STEPS, "SpatialDropout1D", {"rate": 0.2}),
    ("Dropout", {"rate": 0.2, "noise_shape": None, "seed": 3}, FLAT, "Dropout", {"seed": 3}),
    ("UpSampling2D", {"size": [2, 2], "interpolation": "bilinear", "data_format": "channels_last"}, IMAGE, "UpSampling2D",
     {"interpolation": "bilinear"}),
    ("GlobalAveragePooling2D", {"data_format": "channels_last", "keepdims": True},
     IMAGE, "GlobalAveragePooling2D", {"keepdims": True}),
    ("Rescaling", {"scale": 0.00392156862745098, "offset": 0.0}, IMAGE, "Rescaling", {"offset": 0.0}),
    ("Resizing", {"height": 6, "width": 6, "interpolation": "bilinear", "crop_to_aspect_ratio": False},
     IMAGE, "Resizing", {"height": 6}),
    ("RandomFlip", {"mode": "horizontal", "seed": None}, IMAGE, "RandomFlip", {"mode": "horizontal"}),
    ("RandomRotation", {"factor": 0.1, "fill_mode": "reflect", "fill_value": 0.0, "interpolation": "bilinear", "seed": None},
     IMAGE,
     "RandomRotation", {"factor": 0.1}),
    ("RandomZoom", {"height_factor": 0.2, "width_factor": None, "fill_mode": "reflect", "seed": None}, IMAGE, "RandomZoom", {}),
    ("Normalization", {"axis": [-1], "mean": [0.0] * 6, "variance": [1.0] * 6}, FLAT, "Normalization", {}),
    ("CategoryEncoding", {"max_tokens": 5, "output_mode": "binary", "sparse": False}, FLAT, "CategoryEncoding",
     {"num_tokens": 5, "output_mode": "multi_hot"}),
    ("Discretization", {"bins": [0.0, 1.0]}, FLAT, "Discretization", {"bin_boundaries": [0.0, 1.0]}),
    ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": [4], "bias_axes": "c"}, FLAT, "EinsumDense", {"bias_axes": "c"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "settings", "shape", "new", "expected"),
    LAYERS,
    ids=[f"{row[0]}-{index}" for index, row in enumerate(LAYERS)],
)
def test_layer(kind: str, settings: dict[str, Any], shape: list[Any], new: str, expected: dict[str, Any]) -> None:
    config = chain2((kind, settings), shape=shape, version="2.4.0")
    upgraded = upgrade(config)
    (made,) = layers_of(upgraded)
    assert upgraded.format == "keras2"
    assert made["class_name"] == new
    assert {key: made["config"].get(key) for key in expected} == expected
    opened(config)


def test_initializers_are_those_that_keras_3_writes() -> None:
    old = {
        "glorot_uniform": GLOROT,
        "HeNormal": {
            "class_name": "VarianceScaling",
            "config": {"scale": 2.0, "mode": "fan_in", "distribution": "normal"},
        },
        "TruncatedNormal": {
            "class_name": "TruncatedNormal",
            "config": {"mean": 0.0, "stddev": 0.02, "seed": None, "dtype": "float32"},
        },
        "Constant": {"class_name": "Constant", "config": {"value": 0.1, "dtype": "float32"}},
        "Orthogonal": "orthogonal",
        "RandomNormal": "normal",
    }
    for new, value in old.items():
        (made,) = layers_of(upgrade(chain2(("Dense", {"units": 6, "kernel_initializer": value}), shape=FLAT)))
        found = made["config"]["kernel_initializer"]
        assert found["class_name"].lower() == new.replace("_", "").lower()
        assert "dtype" not in found["config"]


def test_regularizers_and_constraints() -> None:
    settings = {
        "units": 4,
        "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.009999999776482582}},
        "bias_regularizer": {"class_name": "L2", "config": {"l2": 0.1}},
        "activity_regularizer": "l1",
        "kernel_constraint": {
            "class_name": "MinMaxNorm",
            "config": {"min_value": 0, "max_value": 1, "rate": 1, "axis": 0},
        },
        "bias_constraint": "non_neg",
    }
    (made,) = layers_of(upgrade(chain2(("Dense", settings), shape=FLAT)))
    found = {key: made["config"][key]["class_name"] for key in settings if key != "units"}
    assert list(found.values()) == ["L1L2", "L2", "L1", "MinMaxNorm", "NonNeg"]
    assert made["config"]["activity_regularizer"]["config"] == {"l1": 0.01}
    opened(chain2(("Dense", settings), shape=FLAT))


def test_mixed_precision_is_kept() -> None:
    policy = {"class_name": "Policy", "config": {"name": "mixed_float16"}}
    (made,) = layers_of(
        upgrade(chain2(("Activation", {"activation": "relu"}), ("Dense", {"units": 3, "dtype": policy}), shape=FLAT))
    )[1:]
    assert made["config"]["dtype"]["class_name"] == "DTypePolicy"
    assert made["config"]["dtype"]["config"] == {"name": "mixed_float16"}


def test_hard_sigmoid_of_recurrent_layers_by_version() -> None:
    """Said nothing, hard_sigmoid was meant before 2.3, sigmoid after."""
    old, new = (
        layers_of(upgrade(chain2(("LSTM", {"units": 3}), shape=STEPS, version=version)))[0]["config"]
        for version in ("2.2.4", "2.8.0")
    )
    assert old["recurrent_activation"]["class_name"] == "Pipeline"
    assert "recurrent_activation" not in new


def test_states_were_further_inputs() -> None:
    layers = [
        source("x", 8, 5),
        source("h", 4),
        source("c", 4),
        entry(
            "LSTM",
            "lstm",
            {"units": 4, "recurrent_activation": "sigmoid"},
            [["x", 0, 0, {}], ["h", 0, 0, {}], ["c", 0, 0, {}]],
        ),
    ]
    upgraded = upgrade(functional(layers, [["x", 0, 0], ["h", 0, 0], ["c", 0, 0]], [["lstm", 0, 0]]))
    (lstm,) = layers_of(upgraded)
    call = lstm["inbound_nodes"][0]
    assert [item["config"]["keras_history"][0] for item in call["kwargs"]["initial_state"]] == ["h", "c"]
    assert call["args"][0]["config"]["keras_history"] == ["x", 0, 0]
    opened(functional(layers, [["x", 0, 0], ["h", 0, 0], ["c", 0, 0]], [["lstm", 0, 0]]))


def test_arguments_by_name_hold_tensors() -> None:
    attention = {"num_heads": 2, "key_dim": 4, "value_dim": 4, "query_shape": [None, 8, 5], "key_shape": [None, 8, 5]}
    kwargs = {
        "value": ["y", 0, 0],
        "key": ["y", 0, 0],
        "attention_mask": None,
        "return_attention_scores": False,
        "training": None,
    }
    layers = [
        source("x", 8, 5),
        source("y", 8, 5),
        entry("MultiHeadAttention", "mha", attention, [["x", 0, 0, kwargs]]),
    ]
    config = functional(layers, [["x", 0, 0], ["y", 0, 0]], [["mha", 0, 0]], version="2.10.0")
    (mha,) = layers_of(upgrade(config))
    assert set(mha["inbound_nodes"][0]["kwargs"]) == {"value", "key", "return_attention_scores"}
    opened(config)


def test_nested_models_counted_their_own_making() -> None:
    inner = functional(
        [source("in", 6), entry("Dense", "d", {"units": 6}, [["in", 0, 0, {}]])], [["in", 0, 0]], [["d", 0, 0]]
    )
    layers = [
        source("x", 6),
        {
            **entry("Model", "inner", {}, [["x", 0, 0, {}]], [["inner", 1, 0, {}]]),
            "config": {**inner["config"], "name": "inner"},
        },
    ]
    config = functional(layers, [["x", 0, 0]], [["inner", 1, 0], ["inner", 2, 0]])
    model = live(config)
    x = numpy.ones((2, 6), dtype="float32")
    first, second = model.predict(x, verbose=0)
    weights = model.get_weights()
    assert numpy.allclose(first, x @ weights[0], atol=1e-6)
    assert numpy.allclose(second, first @ weights[0], atol=1e-6)


@pytest.mark.parametrize("base", [0, 1])
def test_nested_sequentials_counted_both_ways(base: int) -> None:
    inner = chain2(("Dense", {"units": 6}), shape=FLAT)["config"]
    layers = [
        source("x", 6),
        {
            **entry("Sequential", "inner", {}, [["x", 0, 0, {}]], [["inner", base, 0, {}]]),
            "config": {**inner, "name": "inner"},
        },
    ]
    config = functional(layers, [["x", 0, 0]], [["inner", base + 1, 0]])
    model = live(config)
    x = numpy.ones((2, 6), dtype="float32")
    kernel = model.get_weights()[0]
    assert numpy.allclose(model.predict(x, verbose=0), x @ kernel @ kernel, atol=1e-5)


def test_bare_list_inside_a_model_and_a_model_inside_a_sequential() -> None:
    inner = [{"class_name": "Dense", "config": {"name": "d", "units": 4, "batch_input_shape": [None, 6]}}]
    outer = {
        "class_name": "Sequential",
        "config": [{"class_name": "Sequential", "config": inner}],
        "keras_version": "2.0.8",
    }
    opened(outer)
    base = functional(
        [source("in", 6), entry("Dense", "d", {"units": 3}, [["in", 0, 0, {}]])], [["in", 0, 0]], [["d", 0, 0]]
    )
    layers = [
        {"class_name": "Model", "config": base["config"]},
        {"class_name": "Dense", "config": {"name": "e", "units": 2}},
    ]
    imported = opened({"class_name": "Sequential", "config": {"name": "s", "layers": layers}, "keras_version": "2.3.1"})
    assert len(imported.project.blocks) == 1


def test_inputs_by_name() -> None:
    layers = [source("a", 3), source("b", 3), entry("Add", "add", {}, [["a", 0, 0, {}], ["b", 0, 0, {}]])]
    config = functional(layers, {"a": ["a", 0, 0], "b": ["b", 0, 0]}, {"sum": ["add", 0, 0]}, version="2.8.0")
    upgraded = upgrade(config)
    assert upgraded.config["config"]["input_layers"] == {"a": ["a", 0, 0], "b": ["b", 0, 0]}
    opened(config)


def test_calls_of_early_tf_keras_were_not_nested() -> None:
    """tf.keras wrote a single tensor without the list around it."""
    layers = [source("a", 3), entry("Dense", "d", {"units": 2}, ["a", 0, 0, {}])]
    opened(functional(layers, [["a", 0, 0]], [["d", 0, 0]], version="2.8.0"))


def test_shared_layers_keep_their_calls() -> None:
    layers = [
        source("a", 3),
        source("b", 3),
        entry("Dense", "d", {"units": 2}, [["a", 0, 0, {}]], [["b", 0, 0, {}]]),
        entry("Dot", "dot", {"axes": -1, "normalize": True}, [["d", 0, 0, {}], ["d", 1, 0, {}]]),
    ]
    project = opened(functional(layers, [["a", 0, 0], ["b", 0, 0]], [["dot", 0, 0]])).project
    assert len(project.graph.nodes) == 5 and len(project.graph.layers) == 4


def test_slashes_in_names_are_replaced() -> None:
    layers = [source("a", 3), entry("Dense", "block/d", {"units": 2}, [["a", 0, 0, {}]])]
    upgraded = upgrade(functional(layers, [["a", 0, 0]], [["block/d", 0, 0]]))
    assert ("name='block/d'", "name='block_d'") in changes(upgraded)
    assert upgraded.weights["block_d"] == ("renamed:block/d",)
    opened(functional(layers, [["a", 0, 0]], [["block/d", 0, 0]]))


def test_causal_attention() -> None:
    layers = [
        source("q", 8, 5),
        entry("Attention", "att", {"use_scale": True, "causal": True}, [["q", 0, 0, {}], ["q", 0, 0, {}]]),
    ]
    config = functional(layers, [["q", 0, 0]], [["att", 0, 0]], version="2.4.0")
    (attention,) = layers_of(upgrade(config))
    assert attention["inbound_nodes"][0]["kwargs"] == {"use_causal_mask": True}
    opened(config)


def test_activations_that_are_layers() -> None:
    leaky = {
        "class_name": "LeakyReLU",
        "config": {"name": "leaky", "trainable": True, "dtype": "float32", "alpha": 0.2},
    }
    (made,) = layers_of(upgrade(chain2(("Dense", {"units": 3, "activation": leaky}), shape=FLAT)))
    assert made["config"]["activation"]["config"]["negative_slope"] == 0.2
    opened(chain2(("Dense", {"units": 3, "activation": leaky}), shape=FLAT))


def test_models_of_keras_2_13_say_modules() -> None:
    dense = {
        "module": "keras.layers", "class_name": "Dense", "registered_name": None, "build_config": {"input_shape": [None, 6]},
        "config": {"name": "d", "trainable": True, "dtype": "float32", "units": 3, "activation": "relu", "kernel_initializer": {
            "module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None}, "registered_name": None}},
    }  # fmt: skip
    settings = {"batch_input_shape": [None, 6], "dtype": "float32", "sparse": False, "ragged": False, "name": "in"}
    first = {"module": "keras.layers", "class_name": "InputLayer", "registered_name": None, "config": settings}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [first, dense]}, "keras_version": "2.13.1"}
    assert upgrade(config).format == "keras2"
    opened(config)


def test_custom_classes_stay_as_they_are() -> None:
    config = chain2(("Custom>MyLayer", {"size": 3}), ("Dense", {"units": 2}), shape=FLAT)
    upgraded = upgrade(config)
    assert layers_of(upgraded)[0]["class_name"] == "Custom>MyLayer"
    assert [item.class_name for item in read_config(upgraded.config).placeholders] == ["Custom>MyLayer"]


def test_time_first_is_told() -> None:
    upgraded = upgrade(chain2(("LSTM", {"units": 3, "time_major": True}), shape=STEPS, version="2.6.0"))
    assert any("time first" in note for note in upgraded.notes)


def test_what_tensorflow_js_wrote() -> None:
    config = chain2(("Dense", {"units": 3}), shape=FLAT)
    wrapped = {
        "modelTopology": {"class_name": "Sequential", "config": config["config"], "keras_version": "tfjs-layers 3.9.0"}
    }
    assert upgrade(wrapped).format == "keras2"
    opened(wrapped)


def test_a_row_without_an_input_is_told_once() -> None:
    """The upgrade leaves it to the reader, which says it of models of any age."""
    layers = [{"class_name": "Dense", "config": {"name": "d", "units": 2}}]
    made = upgrade({"class_name": "Sequential", "config": {"name": "m", "layers": layers}, "keras_version": "2.2.4-tf"})
    assert made.notes == ()
    assert read_config(made.config).notes == ("The model 'm' does not say what it takes; give it an Input.",)
