"""FLOPs against TensorFlow's profiler where it can count, and against counting by hand where it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.cost_formulas import einsum
from core.catalog.catalog import load
from core.convert.to_keras import build
from core.graph.model import Project
from core.graph.values import FrozenMap, KerasObject
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw, node_named


def profiled(model: Any) -> int:
    """FLOPs that TensorFlow's profiler finds in the frozen inference graph for one sample."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2_as_graph

    spec = tf.TensorSpec([1, *model.inputs[0].shape[1:]], model.inputs[0].dtype)
    concrete = tf.function(lambda x: model(x, training=False)).get_concrete_function(spec)
    _, frozen = convert_variables_to_constants_v2_as_graph(concrete)
    with tf.Graph().as_default() as graph:
        tf.graph_util.import_graph_def(frozen, name="")
        builder = tf.compat.v1.profiler.ProfileOptionBuilder
        options = builder(builder.float_operation()).with_empty_output().build()
        return int(tf.compat.v1.profiler.profile(graph, options=options).total_float_ops)


def flops(project: Project) -> int:
    analysis = Analyzer(load()).analyze(project)
    assert analysis.problems == () and analysis.totals.unknown_flops == 0
    return analysis.totals.flops


def everything_the_profiler_knows() -> Project:
    draw = Draw("profiled")
    x = draw.input("image", 16, 16, 3)
    x = draw.layer(
        "Conv2D", "conv", x, params={"filters": 8, "kernel_size": (3, 5), "strides": 2, "activation": "relu"}
    )
    y = draw.layer("DepthwiseConv2D", "deep", x, params={"kernel_size": 3, "depth_multiplier": 2, "use_bias": False})
    y = draw.layer("SeparableConv2D", "apart", y, params={"filters": 8, "kernel_size": 3, "padding": "same"})
    y = draw.layer("BatchNormalization", "norm", y, params={"scale": False})
    y = draw.layer("ReLU", "relu", y)
    z = draw.layer("MaxPooling2D", "pool", y, params={"pool_size": 2, "padding": "same"})
    z = draw.layer("Conv2DTranspose", "up", z, params={"filters": 8, "kernel_size": 2, "strides": 2, "use_bias": False})
    z = draw.layer("ZeroPadding2D", "pad", z, params={"padding": ((0, 0), (0, 0))})
    z = draw.layer("Cropping2D", "crop", z, params={"cropping": ((0, 1), (0, 0))})
    y = draw.layer("Add", "sum", z, y)
    y = draw.layer("AveragePooling2D", "smooth", y, params={"pool_size": 2})
    y = draw.layer("GlobalAveragePooling2D", "mean", y)
    y = draw.layer("Dense", "hidden", y, params={"units": 7})
    draw.layer("Dense", "out", y, params={"units": 4, "activation": "softmax", "use_bias": False})
    return draw.project()


@pytest.mark.expects_log("tensorflow")  # The profiler is an old friend: it says so once in each process.
def test_as_the_profiler_counts() -> None:
    project = everything_the_profiler_knows()
    assert flops(project) == profiled(build(project).model)


@pytest.mark.slow
@pytest.mark.expects_log("tensorflow")
@pytest.mark.parametrize("name", ["MobileNetV2", "ResNet50", "VGG16"])
def test_applications_as_the_profiler_counts(name: str) -> None:
    import keras

    from core.convert.from_keras import from_keras

    # A small input keeps it quick; convolutions cost by place, so the ratio is the same.
    model = getattr(keras.applications, name)(weights=None, include_top=False, input_shape=(64, 64, 3))
    analysis = Analyzer(load()).analyze(from_keras(model))
    assert analysis.totals.parameters == model.count_params()
    assert analysis.totals.flops == pytest.approx(profiled(model), rel=0.01)


def one(kind: str, shape: tuple[int, ...], params: dict[str, Any], dtype: str = "float32") -> int | None:
    draw = Draw()
    x = draw.input("x", *shape, dtype=dtype)
    calls: dict[str, Any] = {"query": x, "value": x} if "MultiHead" in kind else {}
    inputs = (x, x) if kind == "Attention" else () if calls else (x,)
    made = draw.layer(kind, "layer", *inputs, params=params, **calls)
    return Analyzer(load()).analyze(draw.project()).nodes[made.node].flops


LSTM = KerasObject("keras.layers.LSTM", FrozenMap({"units": 3}))
DENSE = KerasObject("keras.layers.Dense", FrozenMap({"units": 3}))


@pytest.mark.parametrize(
    ("kind", "shape", "params", "expected"),
    [
        ("Dense", (5, 4), {"units": 3}, 5 * 3 * (2 * 4 + 1)),
        ("Conv1D", (10, 4), {"filters": 3, "kernel_size": 2}, 9 * 3 * (2 * 2 * 4 + 1)),
        ("Conv2D", (4, 4, 4), {"filters": 2, "kernel_size": 1, "groups": 2}, 16 * 2 * (2 * 2 + 1)),
        # Four gates: products with input and state, their sum, the bias; c = f*c + i*g, h = o*tanh(c); 3 sigmoids, 2 tanh.
        ("LSTM", (5, 4), {"units": 3}, 5 * (2 * 4 * 3 * 7 + 4 * 3 * 2 + 3 * (4 + 3 * 3 + 2 * 5))),
        ("SimpleRNN", (5, 4), {"units": 3, "use_bias": False}, 5 * (2 * 3 * 7 + 3 + 3 * 5)),
        ("Bidirectional", (5, 4), {"layer": LSTM}, 2 * 5 * (2 * 4 * 3 * 7 + 4 * 3 * 2 + 3 * (4 + 3 * 3 + 2 * 5))),
        ("TimeDistributed", (5, 4), {"layer": DENSE}, 5 * 3 * (2 * 4 + 1)),
        # Scores, softmax, weighted sum over 6 x 6 pairs.
        ("Attention", (6, 4), {}, 36 * (2 * 4 + 5 + 2 * 4)),
        # Three projections of 4 to 2 x 3 with bias, scaling, 2 heads of 36 pairs, the way back to 4.
        ("MultiHeadAttention", (6, 4), {"num_heads": 2, "key_dim": 3},
         3 * 6 * (2 * 24 + 6) + 36 + 72 * (2 * 3 + 5 + 2 * 3) + 6 * (2 * 24 + 4)),
        ("LayerNormalization", (6,), {}, 8 * 6),
        ("Embedding", (6,), {"input_dim": 9, "output_dim": 4}, 0),
        ("Dropout", (6,), {"rate": 0.5}, 0),
        ("UpSampling2D", (2, 2, 1), {"interpolation": "bilinear"}, 16 * 9),
        ("Activation", (6,), {"activation": "tanh"}, 30),
    ],
)  # fmt: skip
def test_by_hand(kind: str, shape: tuple[int, ...], params: dict[str, Any], expected: int) -> None:
    assert one(kind, shape, params, "int32" if kind == "Embedding" else "float32") == expected


def test_unknown_sizes_and_unknown_formulas_are_not_guessed() -> None:
    draw = Draw()
    x = draw.input("x", None, 4)
    lstm = draw.layer("LSTM", "lstm", x, params={"units": 3})
    draw.op("sort", "sort", x=lstm)
    analysis = Analyzer(load()).analyze(draw.project())
    assert [analysis.nodes[node].flops for node in ("n2", "n3")] == [None, None]
    assert analysis.totals.unknown_flops == 2


def test_a_nested_model_costs_what_its_layers_cost_at_the_sizes_that_arrive() -> None:
    inner = Draw("features")
    inner.layer("Conv2D", "conv", inner.input("x", None, None, 3), params={"filters": 2, "kernel_size": 1})
    from core.graph.model import Block

    draw = Draw()
    draw.block("features", "nested", x=draw.input("image", 6, 6, 3))
    project = draw.project(Block("features", "model", FrozenMap(), inner.graph))
    assert Analyzer(load()).analyze(project).nodes[node_named(project.graph, "nested")].flops == 36 * 2 * (2 * 3 + 1)


def test_memory_is_per_sample_and_follows_the_dtype() -> None:
    analysis = Analyzer(load()).analyze(networks.cnn())
    assert analysis.nodes["n2"].memory_bytes == 26 * 26 * 8 * 4
    assert analysis.nodes["n2"].weight_bytes == 80 * 4
    draw = Draw()
    draw.input("x", 5, dtype="float16", batch_size=32)
    assert Analyzer(load()).analyze(draw.project()).nodes["n1"].memory_bytes == 10


@pytest.mark.parametrize(
    ("equation", "shapes", "expected"),
    [
        ("bij,bjk->bik", [(None, 2, 3), (None, 3, 5)], 60),
        ("...x,xy->...y", [(None, 4, 3), (3, 5)], 120),
        ("bij,bjk->bik", [(None, None, 3), (None, 3, 5)], None),
    ],
)
def test_einsum(equation: str, shapes: list[tuple[int | None, ...]], expected: int | None) -> None:
    assert einsum(equation, shapes) == expected
