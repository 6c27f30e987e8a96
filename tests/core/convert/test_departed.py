"""Layers that are gone, made of layers that are there: they compute what the old ones did, written out here in NumPy."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from core.convert.opening import open_text
from core.convert.to_keras import build
from core.graph.queries import check


def opened(layers: list[dict[str, Any]] | dict[str, Any], version: str) -> Any:
    imported = open_text(json.dumps({"class_name": "Sequential", "keras_version": version, "config": layers}))
    assert imported.placeholders == () and check(imported.project.graph) == []
    model = build(imported.project).model
    random = np.random.default_rng(0)
    model.set_weights([random.normal(size=weight.shape) for weight in model.weights])
    return imported, model


def modern(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"name": "old", "layers": list(layers)}


@pytest.mark.parametrize(("size", "step", "bias"), [((2, 2), (1, 1), True), ((3, 2), (2, 1), False)])
def test_a_kernel_for_each_position_of_an_image(size: tuple[int, int], step: tuple[int, int], bias: bool) -> None:
    config = {"name": "lc", "filters": 3, "kernel_size": list(size), "strides": list(step), "padding": "valid",
              "data_format": "channels_last", "activation": "tanh", "use_bias": bias, "batch_input_shape": [None, 6, 5, 2],
              "implementation": 1}  # fmt: skip
    imported, model = opened(modern({"class_name": "LocallyConnected2D", "config": config}), "2.2.4")
    assert [item.new for item in imported.upgraded if item.node == "lc"][-1] == "EinsumDense over the patches"
    kernel = model.get_layer("lc").get_weights()[0]
    rows, columns = kernel.shape[:2]
    assert kernel.shape == (rows, columns, size[0] * size[1] * 2, 3)
    x = np.random.default_rng(1).normal(size=(2, 6, 5, 2)).astype("float32")
    expected = np.zeros((2, rows, columns, 3))
    for row in range(rows):
        for column in range(columns):
            top, left = row * step[0], column * step[1]
            patch = x[:, top : top + size[0], left : left + size[1]].reshape(2, -1)
            expected[:, row, column] = patch @ kernel[row, column]
    if bias:
        expected += model.get_layer("lc").get_weights()[1]
    np.testing.assert_allclose(model.predict(x, verbose=0), np.tanh(expected), atol=1e-5)


def test_a_kernel_for_each_step_of_a_sequence_in_the_words_of_keras_1() -> None:
    layer = {"class_name": "LocallyConnected1D", "config": {
        "name": "lc", "nb_filter": 4, "filter_length": 3, "border_mode": "valid", "subsample_length": 2, "init": "uniform",
        "activation": "linear", "bias": True, "batch_input_shape": [None, 9, 2]}}  # fmt: skip
    flat = {"class_name": "Flatten", "config": {"name": "flat"}}
    _, model = opened([layer, flat], "1.2.2")
    kernel, bias = model.get_layer("lc").get_weights()
    x = np.random.default_rng(1).normal(size=(2, 9, 2)).astype("float32")
    steps = [x[:, 2 * step : 2 * step + 3].reshape(2, -1) @ kernel[step, 0] + bias[step, 0] for step in range(4)]
    np.testing.assert_allclose(model.predict(x, verbose=0), np.stack(steps, 1).reshape(2, -1), atol=1e-5)


def test_highway_mixes_its_input_with_a_dense_of_it() -> None:
    first = {"class_name": "Dense", "config": {"name": "first", "output_dim": 4, "batch_input_shape": [None, 3]}}
    layer = {"class_name": "Highway", "config": {
        "name": "way", "init": "glorot_uniform", "transform_bias": -2, "activation": "relu", "bias": True}}  # fmt: skip
    imported, model = opened([first, layer, {**layer, "config": {**layer["config"], "name": "again"}}], "1.2.2")
    gate = next(item for item in imported.project.graph.layers.values() if item.name == "way_Dense")
    assert gate.params["bias_initializer"].params["value"] == -2.0
    values = {item.name: item.get_weights() for item in model.layers if item.get_weights()}
    x = np.random.default_rng(1).normal(size=(5, 3)).astype("float32")
    now = x @ values["first"][0] + values["first"][1]
    for name in ("way", "again"):
        t = 1 / (1 + np.exp(-(now @ values[f"{name}_Dense"][0] + values[f"{name}_Dense"][1])))
        now = t * np.maximum(now @ values[name][0] + values[name][1], 0) + (1 - t) * now
    np.testing.assert_allclose(model.predict(x, verbose=0), now, atol=1e-4)


@pytest.mark.parametrize(
    "changed",
    [{"batch_input_shape": [None, None, 2]}, {"filters": "many"}, {"kernel_size": [0]}, {"kernel_size": [99]},
     {"padding": "same"}, {"strides": {}}, {"filters": None}],
)  # fmt: skip
def test_where_a_size_is_open_or_no_size_the_placeholder_stays(changed: dict[str, Any]) -> None:
    config = {"name": "lc", "filters": 3, "kernel_size": [2], "strides": [1], "padding": "valid", **changed}
    layer = {"class_name": "LocallyConnected1D", "config": {"batch_input_shape": [None, 8, 2], **config}}
    text = {"class_name": "Sequential", "keras_version": "2.2.4", "config": modern(layer)}
    assert [item.name for item in open_text(json.dumps(text)).placeholders] == ["lc"]
