"""What holds for every upgrade: Keras 3 is left alone, junk is refused with a sentence, nothing given is changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.catalog import load
from core.convert.legacy.generation import generation
from core.convert.legacy.upgrade import upgrade
from core.errors import ConversionError
from tests.core.convert.legacy.opened import chain1, chain2, entry, functional, source


def keras3() -> dict[str, Any]:
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    first = {
        "batch_shape": [None, 4],
        "dtype": "float32",
        "sparse": False,
        "ragged": False,
        "name": "in",
        "optional": False,
    }
    dense = {"name": "d", "trainable": True, "dtype": policy, "units": 2, "activation": "linear", "use_bias": True}
    layers = [
        {"module": "keras.layers", "class_name": "InputLayer", "config": first, "registered_name": None},
        {"module": "keras.layers", "class_name": "Dense", "config": dense, "registered_name": None},
    ]
    config = {"name": "s", "trainable": True, "dtype": policy, "layers": layers, "build_input_shape": [None, 4]}
    return {"module": "keras", "class_name": "Sequential", "config": config, "registered_name": None}


@pytest.mark.parametrize("version", [None, "3.15.1"])
def test_keras_3_passes_through(version: str | None) -> None:
    config = keras3()
    upgraded = upgrade(config, version)
    assert upgraded.config is config
    assert (upgraded.format, upgraded.upgraded, upgraded.notes) == ("keras3", (), ())


@pytest.mark.parametrize(
    "config",
    [
        chain1(("Convolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 3}), ("Flatten", {}), shape=[8, 8, 3]),
        chain2(("LSTM", {"units": 3, "implementation": 2}), ("Dense", {"units": 2}), shape=[8, 3]),
        functional(
            [source("a", 3), entry("Dense", "d", {"units": 2}, [["a", 0, 0, {}]])], [["a", 0, 0]], [["d", 0, 0]]
        ),
    ],
    ids=["keras1", "keras2", "functional"],
)
def test_an_upgraded_config_is_one_of_keras_3(config: dict[str, Any]) -> None:
    before = copy.deepcopy(config)
    once = upgrade(config)
    assert config == before
    assert once.upgraded
    again = upgrade(once.config)
    assert again.config is once.config
    assert again.format == "keras3"
    json.dumps(once.config, allow_nan=False)


VERSIONS = [
    ("1.2.2", None, "keras1"),
    ("2.2.4-tf", None, "keras2"),
    ("2.13.1", None, "keras2"),
    (None, ("Dense", {"output_dim": 4, "init": "uniform"}), "keras1"),
    (None, ("Convolution1D", {}), "keras1"),
    (None, ("Dense", {"units": 4}), "keras2"),
    ("tfjs-layers 3.9.0", ("Dense", {"units": 4}), "keras2"),
]


@pytest.mark.parametrize(("version", "layer", "expected"), VERSIONS)
def test_generation(version: str | None, layer: tuple[str, dict[str, Any]] | None, expected: str) -> None:
    kind, settings_ = layer or ("Dense", {"units": 4})
    first = {"class_name": kind, "config": {"name": "a", "batch_input_shape": [None, 6], **settings_}}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [first]}}
    assert generation(config, version).format == expected


BROKEN = [
    (functional([source("a", 3)], [["a", 0, 0]], [["gone", 0, 0]]), "gone"),
    (
        functional([source("a", 3), entry("Dense", "d", {"units": 1}, [["b", 0, 0]])], [["a", 0, 0]], [["d", 0, 0]]),
        "'b'",
    ),
    (
        functional([source("a", 3), entry("Dense", "d", {"units": 1}, [["a", 7, 0]])], [["a", 0, 0]], [["d", 0, 0]]),
        "call 7",
    ),
    (functional([source("a", 3), source("a", 3)], [["a", 0, 0]], [["a", 0, 0]]), "Two layers"),
    (
        functional([source("a", 3), entry("Dense", "d", {}, "a")], [["a", 0, 0]], [["d", 0, 0]]),
        "calls of the layer 'd'",
    ),
    ({"class_name": "Dense", "config": {"units": 3}, "keras_version": "2.2.4"}, "not a model"),
    ({"class_name": "Sequential", "config": {"name": "s"}, "keras_version": "2.2.4"}, "not a model"),
    ({"name": "Graph", "layers": []}, "Graph model"),
    ({"class_name": "Sequential", "config": [3], "keras_version": "1.0.0"}, "its class and config"),
]


@pytest.mark.parametrize(("config", "said"), BROKEN)
def test_what_is_broken_is_named(config: dict[str, Any], said: str) -> None:
    with pytest.raises(ConversionError) as refused:
        upgrade(config)
    assert said in refused.value.message
    assert refused.value.message.endswith(".")
    assert "\n" not in refused.value.message


def test_models_without_end_are_refused() -> None:
    config: Any = {"class_name": "Dense", "config": {"name": "d", "units": 1}}
    for _ in range(200):
        config = {"class_name": "Sequential", "config": [config]}
    with pytest.raises(ConversionError, match="deep"):
        upgrade({**config, "keras_version": "1.2.2"})


CATALOG = load()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    "name units layer layers activation init W_regularizer kernel_constraint padding axis mode batch_input_shape "
    "input_dim nb_filter nb_row nb_col cell cells function node_def constants theta output_dim dtype alpha causal "
    "forget_bias_init input_layers output_layers num_constants input_length".split()
)
CLASSES = st.sampled_from(
    "Dense Merge LSTM CuDNNGRU Convolution2D MaxoutDense Highway InputLayer BatchNormalization Embedding Lambda Model "
    "TimeDistributed Bidirectional TFOpLambda SlicingOpLambda TensorFlowOpLayer ZeroPadding2D Sequential Attention "
    "Activation RNN ThresholdedReLU Who>Knows TextVectorization LayerScale".split()
)
FUNCTIONS = st.sampled_from(
    ["math.add", "concat", "__operators__.getitem", "reshape", "image.resize", "einsum", "linalg.matmul", "pad"]
)
TENSOR = st.tuples(st.sampled_from(["a", "b", "_CONSTANT_VALUE"]), st.integers(-1, 2), st.integers(0, 1)).map(list)
CALLS = st.lists(
    st.lists(TENSOR | st.tuples(TENSOR, st.dictionaries(KEYS, JSON)).map(lambda pair: [*pair[0], pair[1]]), max_size=3)
    | JSON,
    max_size=2,
)
LAYER = st.builds(
    lambda kind, name, config, function, calls: {
        "class_name": kind, "name": name, "config": {"function": function, **config}, "inbound_nodes": calls},
    CLASSES, st.sampled_from(["a", "b", "c"]), st.dictionaries(KEYS, JSON, max_size=5), FUNCTIONS, CALLS,
)  # fmt: skip
MODEL = st.builds(
    lambda kind, layers, ends: {
        "class_name": kind,
        "config": {"name": "m", "layers": layers, **ends},
        "keras_version": "2.2.4",
    },
    st.sampled_from(["Model", "Sequential"]),
    st.lists(LAYER | JSON, max_size=4),
    st.fixed_dictionaries({}, optional={"input_layers": CALLS, "output_layers": CALLS}),
)


@settings(max_examples=400, deadline=None)
@given(
    MODEL
    | st.builds(
        lambda layers: {"class_name": "Sequential", "config": layers, "keras_version": "1.1.0"},
        st.lists(LAYER, max_size=4),
    )
)
def test_junk_is_upgraded_or_refused(config: Any) -> None:
    try:
        json.dumps(upgrade(config, catalog=CATALOG).config)
    except ConversionError as refused:
        assert refused.message.endswith((".", "?"))


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_anything_is_upgraded_or_refused(config: Any) -> None:
    try:
        upgrade(config, catalog=CATALOG)
    except ConversionError as refused:
        assert refused.message
