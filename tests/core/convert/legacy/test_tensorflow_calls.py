"""TensorFlow functions kept as layers: each op that takes their place computes what TensorFlow does."""

from __future__ import annotations

import json
from typing import Any

import numpy
import pytest
import tensorflow as tf

from core.convert.config.reader import read_config
from core.convert.legacy.tensorflow_names import BINARY, REDUCED, UNARY
from core.convert.legacy.upgrade import upgrade
from tests.core.convert.legacy.opened import entry, functional, layers_of, live, source

X = [2, 3, 4]
"""The shape of x and y without the batch."""


Row = tuple[str, Any, dict[str, Any]]
"""A function, its first argument and the others; "x" and "y" stand for the inputs of the model."""


def model_of(rows: list[Row], kind: str = "TFOpLambda") -> dict[str, Any]:
    """A model that calls each function once and has all results as outputs."""
    layers, ends = [source("x", *X), source("y", *X)], []
    for place, (function, first, kwargs) in enumerate(rows):
        arguments = {key: written(value) for key, value in kwargs.items()} | {"name": None}
        if isinstance(first, list):
            node: Any = [[item, 0, 0, arguments] for item in first]
        elif first in ("x", "y"):
            node = [first, 0, 0, arguments]
        else:
            node = ["_CONSTANT_VALUE", -1, first, arguments]
        name = f"tf.{function}_{place}"
        layers.append(entry(kind, name, {"function": function}, node))
        ends += [[name, 0, index] for index in range(OUTPUTS.get(function, 1))]
    return functional(layers, [["x", 0, 0], ["y", 0, 0]], ends, version="2.8.0")


OUTPUTS = {"unstack": 2, "split": 2, "nn.top_k": 2}


def written(data: Any) -> Any:
    """An argument as the file has it."""
    if isinstance(data, str) and data in ("x", "y"):
        return [data, 0, 0]
    return [written(item) for item in data] if isinstance(data, list) else data


def values() -> dict[str, Any]:
    rng = numpy.random.default_rng(7)
    return {name: rng.uniform(0.1, 0.9, size=(3, *X)).astype("float32") for name in ("x", "y")}


def check(rows: list[Row]) -> None:
    """Each function gives what TensorFlow gives, dtypes and shapes included."""
    given = values()

    def real(data: Any) -> Any:
        if isinstance(data, str) and data in given:
            return tf.constant(given[data])
        return [real(item) for item in data] if isinstance(data, list) else data

    expected: list[tuple[str, Any]] = []
    for function, first, kwargs in rows:
        call: Any = tf
        for part in function.split("."):
            call = getattr(call, part)
        result = call(real(first), **{key: real(value) for key, value in kwargs.items()})
        several = OUTPUTS.get(function, 1) > 1
        expected += [(f"{function} {kwargs}", item) for item in (result if several else [result])]
    found = live(model_of(rows))([given["x"], given["y"]])
    for (label, wanted), got in zip(expected, found, strict=True):
        one, other = numpy.asarray(got), numpy.asarray(wanted)
        assert (one.shape, one.dtype) == (other.shape, other.dtype), label
        assert numpy.allclose(one, other, atol=1e-5), label


def test_functions_of_one_tensor() -> None:
    other_values = {"math.logical_not", "math.acosh"}
    missing = {"nn.sigmoid", "nn.tanh", "nn.softsign"} - {f"nn.{name}" for name in dir(tf.nn)}
    check([(name, "x", {}) for name in UNARY if "compat" not in name and name not in other_values | missing])


def test_functions_of_two_tensors() -> None:
    names = [name.removeprefix("math.") for name in BINARY if name.startswith("math.")]
    known = [name for name in names if hasattr(tf.math, name) and not name.startswith("logical")]
    check([(f"math.{name}", "x", {"x" if name == "atan2" else "y": "y"}) for name in known])
    check([(f"math.{name}", "x", {"y": 0.5}) for name in known if name not in ("atan2", "divide_no_nan")])


def test_functions_that_reduce() -> None:
    names = [name for name in REDUCED if "compat" not in name and name not in ("math.reduce_all", "math.reduce_any")]
    check([(name, "x", {"axis": [1, 2], "keepdims": True}) for name in names])
    check([(name, "x", {"axis": -1}) for name in names])


SPECIAL: list[Row] = [
    ("reshape", "x", {"shape": [-1, 24]}),
    ("concat", ["x", "y"], {"axis": -1}),
    ("stack", ["x", "y"], {"axis": 1}),
    ("unstack", "x", {"axis": 1}),
    ("split", "x", {"num_or_size_splits": 2, "axis": -1}),
    ("split", "x", {"num_or_size_splits": [1, 3], "axis": 3}),
    ("transpose", "x", {"perm": [0, 2, 1, 3]}),
    ("expand_dims", "x", {"axis": 1}),
    ("cast", "x", {"dtype": "float16"}),
    ("clip_by_value", "x", {"clip_value_min": 0.2, "clip_value_max": 0.7}),
    ("math.round", "x", {}),
    ("tile", "x", {"multiples": [1, 2, 1, 1]}),
    ("repeat", "x", {"repeats": 2, "axis": 1}),
    ("pad", "x", {"paddings": [[0, 0], [1, 1], [0, 2], [0, 0]]}),
    ("pad", "x", {"paddings": [[0, 0], [1, 1], [0, 2], [0, 0]], "mode": "REFLECT"}),
    ("gather", "x", {"indices": [2, 0], "axis": 2}),
    ("linalg.matmul", "x", {"b": "y", "transpose_b": True}),
    ("linalg.matmul", "x", {"b": "y", "transpose_a": True}),
    ("image.resize", "x", {"size": [4, 6], "method": "bilinear"}),
    ("image.resize", "x", {"size": [4, 6], "method": "nearest"}),
    ("math.l2_normalize", "x", {"axis": -1}),
    ("norm", "x", {"axis": -1}),
    ("nn.softmax", "x", {"axis": -1}),
    ("nn.log_softmax", "x", {"axis": 1}),
    ("nn.leaky_relu", "x", {"alpha": 0.3}),
    ("nn.gelu", "x", {"approximate": True}),
    ("math.argmax", "x", {"axis": -1}),
    ("math.argmin", "x", {"axis": 1, "output_type": "int32"}),
    ("math.cumsum", "x", {"axis": 1}),
    ("zeros_like", "x", {}),
    ("ones_like", "x", {}),
    ("identity", "x", {}),
    ("nn.top_k", "x", {"k": 2}),
    ("reverse", "x", {"axis": [1]}),
    ("roll", "x", {"shift": 1, "axis": 2}),
    ("math.subtract", 1.0, {"y": "x"}),
    ("math.multiply", "x", {"y": [1.0, 2.0, 3.0, 4.0]}),
    ("nn.depth_to_space", "x", {"block_size": 2}),
    ("nn.bias_add", "x", {"bias": [0.0, 1.0, 2.0, 3.0]}),
]


def test_functions_with_arguments() -> None:
    check(SPECIAL)


def test_operators_have_names_of_their_own() -> None:
    model = live(model_of([("__operators__.add", "x", {"y": "y"})]))
    given = values()
    assert numpy.allclose(model([given["x"], given["y"]]), given["x"] + given["y"])


@pytest.mark.parametrize(
    ("spec", "key"),
    [
        ([{"start": None, "stop": None, "step": None}, 0], (slice(None), 0)),
        (
            [{"start": None, "stop": None, "step": None}, {"start": 1, "stop": None, "step": None}],
            (slice(None), slice(1, None)),
        ),
        ({"start": 0, "stop": 2, "step": None}, slice(0, 2)),
        ([{"class_name": "__ellipsis__"}, None, 1], (Ellipsis, None, 1)),
    ],
)
def test_indexing(spec: Any, key: Any) -> None:
    given = values()
    model = live(model_of([("__operators__.getitem", "x", {"slice_spec": spec})], kind="SlicingOpLambda"))
    assert numpy.allclose(model([given["x"], given["y"]]), given["x"][key])


def test_each_call_of_one_function_layer_becomes_an_op() -> None:
    node = [["x", 0, 0, {"y": 1.0, "name": None}], ["y", 0, 0, {"y": 2.0, "name": None}]]
    layers = [
        source("x", 3),
        source("y", 3),
        entry("TFOpLambda", "tf.math.add", {"function": "math.add"}, *node),
        entry("Add", "add", {}, [["tf.math.add", 0, 0, {}], ["tf.math.add", 1, 0, {}]]),
    ]
    model = live(functional(layers, [["x", 0, 0], ["y", 0, 0]], [["add", 0, 0]], version="2.8.0"))
    ones = numpy.ones((2, 3), dtype="float32")
    assert numpy.allclose(model([ones, ones]), 5.0)


def test_a_reshape_by_the_size_of_the_batch() -> None:
    """The size is what is left over; the functions that asked for it go."""
    first = {"start": None, "stop": None, "step": None}
    layers = [
        source("x", 2, 12),
        entry("TFOpLambda", "tf.shape", {"function": "compat.v1.shape"}, ["x", 0, 0, {"name": None}]),
        entry("SlicingOpLambda", "item", {"function": "__operators__.getitem"}, ["tf.shape", 0, 0, {"slice_spec": 0}]),
        entry(
            "TFOpLambda", "flat", {"function": "reshape"}, ["x", 0, 0, {"shape": [["item", 0, 0], 24], "name": None}]
        ),
    ]
    config = functional(layers, [["x", 0, 0]], [["flat", 0, 0]], version="2.8.0")
    assert [item["name"] for item in layers_of(upgrade(config))] == ["flat"]
    assert tuple(live(config).outputs[0].shape) == (None, 24)
    layers[1:3] = [
        entry("SlicingOpLambda", "item", {"function": "__operators__.getitem"}, ["x", 0, 0, {"slice_spec": [first, 0]}])
    ]
    kept = upgrade(functional(layers, [["x", 0, 0]], [["flat", 0, 0], ["item", 0, 0]], version="2.8.0"))
    assert [item["name"] for item in layers_of(kept)] == ["item", "flat"]


@pytest.mark.parametrize(
    ("function", "kwargs"),
    [
        ("random.normal", {"shape": [3]}),
        ("gather", {"indices": "y", "batch_dims": 1}),
        ("image.resize", {"size": [4, 4], "method": "area"}),
    ],
)
def test_what_has_no_exact_op_stays_and_is_explained(function: str, kwargs: dict[str, Any]) -> None:
    imported = read_config(upgrade(model_of([(function, "x", kwargs)])).config)
    (placeholder,) = imported.placeholders
    assert f"'tf.{function}'" in placeholder.reason and "Keras 3 has no exact op" in placeholder.reason


NODES = [
    ("Mul", {}, {"1": 2.0}, lambda x: x * 2),
    ("AddV2", {}, {"0": 1.0}, lambda x: 1 + x),
    ("RealDiv", {}, {"1": 127.5}, lambda x: x / 127.5),
    ("Mean", {"keep_dims": {"b": True}}, {"1": [1, 2]}, lambda x: x.mean(axis=(1, 2), keepdims=True)),
    ("Reshape", {}, {"1": [-1, 24]}, lambda x: x.reshape(-1, 24)),
    ("Transpose", {}, {"1": [0, 2, 1, 3]}, lambda x: x.transpose(0, 2, 1, 3)),
    ("ExpandDims", {}, {"1": 1}, lambda x: x[:, None]),
    ("Relu6", {}, {}, lambda x: numpy.clip(x, 0, 6)),
    ("LeakyRelu", {"alpha": {"f": 0.2}}, {}, lambda x: x),
    ("Cast", {"DstT": {"type": "DT_INT32"}}, {}, lambda x: x.astype("int32")),
    ("Sum", {"keep_dims": {"b": False}}, {"1": -1}, lambda x: x.sum(-1)),
]


@pytest.mark.parametrize(("op", "attributes", "constants", "by_hand"), NODES, ids=[row[0] for row in NODES])
def test_graph_nodes(op: str, attributes: dict[str, Any], constants: dict[str, Any], by_hand: Any) -> None:
    node = json.dumps(
        {"name": "n", "op": op, "input": ["x", "n/const"], "attr": {"T": {"type": "DT_FLOAT"}, **attributes}}
    )
    settings = {"node_def": node, "constants": constants, "trainable": True, "dtype": "float32"}
    layers = [source("x", *X), entry("TensorFlowOpLayer", "tf_op_layer_n", settings, [["x", 0, 0, {}]])]
    config = functional(layers, [["x", 0, 0]], [["tf_op_layer_n", 0, 0]], version="2.3.0-tf")
    assert layers_of(upgrade(config))[0]["registered_name"] != "TensorFlowOpLayer"
    x = values()["x"]
    assert numpy.allclose(numpy.asarray(live(config)(x)), by_hand(x), atol=1e-5)
