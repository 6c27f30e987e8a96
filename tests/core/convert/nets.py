"""Projects for the tests of conversion: ``ALL`` say between them everything that format 1 can say to Keras.

Not here: those with blocks (block_nets), which are in ``ALL`` as well, and what builds them (net_builder).
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from dataclasses import replace

from core.graph.model import CompileSettings, Project, TrainingSettings
from core.graph.values import Array, EllipsisValue, FrozenMap, Slice, Source
from tests.core.convert import block_nets
from tests.core.convert.net_builder import Net, at, floats, object_, project


def cnn() -> Project:
    net = Net("cnn")
    x = net.input("image", 8, 8, 1)
    x = net.add("Conv2D", "conv", {"filters": 8, "kernel_size": 3, "padding": "same", "activation": "relu"}, inputs=x)
    x = net.add("BatchNormalization", "norm", inputs=x)
    x = net.add("MaxPooling2D", "pool", {"pool_size": (2, 2)}, inputs=x)
    x = net.add("Dropout", "drop", {"rate": 0.25}, inputs=x)
    x = net.add("Flatten", "flat", inputs=x)
    net.add("Dense", "digits", {"units": 10, "activation": "softmax"}, inputs=x)
    compile = CompileSettings(
        optimizer=object_("optimizers.Adam", learning_rate=0.01),
        loss="sparse_categorical_crossentropy",
        metrics=("accuracy",),
    )
    return project(net.done(), training=TrainingSettings(compile=compile))


def residual() -> Project:
    net = Net("residual")
    x = net.input("image", 8, 8, 3)
    stem = net.add("Conv2D", "stem", {"filters": 8, "kernel_size": 3, "padding": "same"}, inputs=x)
    x = net.add("Conv2D", "a", {"filters": 8, "kernel_size": 3, "padding": "same", "use_bias": False}, inputs=stem)
    x = net.add("ReLU", "a relu", inputs=x)
    x = net.add("Conv2D", "b", {"filters": 16, "kernel_size": 3, "padding": "same", "strides": 2}, inputs=x)
    shortcut = net.add("Conv2D", "short", {"filters": 16, "kernel_size": 1, "strides": 2}, inputs=stem)
    x = net.add("Add", "sum", inputs=(x, shortcut))
    x = net.add("GlobalAveragePooling2D", "mean", inputs=x)
    net.add("Dense", "out", {"units": 3}, inputs=x)
    return project(net.done())


def two_inputs() -> Project:
    net = Net("two")
    image = net.input("image", 6)
    extra = net.input("extra features", 4, dtype="float32")
    a = net.add("Dense", "left", {"units": 5, "activation": "tanh"}, inputs=image)
    b = net.add("Dense", "right", {"units": 5, "kernel_initializer": "he_normal"}, inputs=extra)
    x = net.add("Concatenate", "join", {"axis": -1}, inputs=(a, b, image))
    net.add("Dense", "score", {"units": 1}, inputs=x)
    return project(net.done())


def shared() -> Project:
    net = Net("siamese")
    left, right = net.input("left", 6), net.input("right", 6)
    a = net.add(
        "Dense", "encoder", {"units": 4, "kernel_regularizer": object_("regularizers.L2", l2=0.01)}, inputs=left
    )
    b = net.again(a, "encoder of right", inputs=right)
    c = net.again(a, "third", inputs=left)
    x = net.add("Subtract", "difference", inputs=(a, b))
    net.add("Multiply", "product", inputs=(x, c))
    return project(net.done())


def dict_structures() -> Project:
    net = Net("dicts")
    left, right = net.input("left", 6), net.input("right", 6)
    x = net.add("Add", "both", inputs=(left, right))
    a = net.add("Dense", "a head", {"units": 2}, inputs=x)
    b = net.add("Dense", "b head", {"units": 3}, inputs=x)
    inputs = FrozenMap({"left": left, "right": right})
    compile = CompileSettings(loss=FrozenMap({"z": "mse", "b": "mae"}), metrics=FrozenMap({"z": ("mae", "mse")}))
    graph = net.done(FrozenMap({"z": a, "b": b}), inputs)
    return project(graph, training=TrainingSettings(compile=compile))


def list_outputs() -> Project:
    net = Net("lists")
    x = net.input("x", 6)
    a = net.add("Dense", "a", {"units": 2}, inputs=x)
    b = net.add("Dense", "b", {"units": 3}, inputs=a)
    return project(net.done((b, a), (x,)))


def arithmetic() -> Project:
    net = Net("arithmetic")
    x, y = net.input("x", 4), net.input("y", 4)
    a = net.add("ops.subtract", "subtract", x1=1, x2=x)
    a = net.add("ops.multiply", "multiply", x1=a, x2=y)
    a = net.add("ops.add", "add", x1=a, x2=floats(0.1, 0.2, float("nan"), 1.0))
    a = net.add("ops.power", "power", x1=a, x2=2)
    a = net.add("ops.true_divide", "true_divide", x1=a, x2=-0.5)
    a = net.add("ops.negative", "negative", x=a)
    b = net.add("ops.greater", "greater", x1=a, x2=0.0)
    c = net.add("ops.less", "less", x1=0.5, x2=x)
    d = net.add("ops.where", "where", condition=b, x1=a, x2=y)
    e = net.add("ops.cast", "cast", {"dtype": "float32"}, x=c)
    f = net.add("ops.add", "add_1", x1=d, x2=e)
    g = net.add("ops.concatenate", "concatenate", {"axis": -1}, xs=(f, x))
    h = net.add("ops.reshape", "reshape", {"newshape": (-1, 2, 4)}, x=g)
    i = net.add("ops.mean", "mean", {"axis": 1, "keepdims": True}, x=h)
    j = net.add("ops.einsum", "einsum", {"subscripts": "bij,bkj->bik"}, operands=(h, i))
    k = net.add("ops.split", "split", {"indices_or_sections": 2, "axis": 1}, x=j)
    m = net.add("ops.matmul", "matmul", x1=h, x2=i_transposed(net, i))
    return project(net.done((at(k, 1), m)))


def i_transposed(net: Net, x: Source) -> Source:
    return net.add("ops.transpose", "transpose", {"axes": (0, 2, 1)}, x=x)


def renamed_ops() -> Project:
    net = Net("renamed")
    x = net.input("x", 4)
    a = net.add("ops.add", "add_7", x1=x, x2=1.5)
    b = net.add("Add", "relu", inputs=(a, x))
    c = net.add("ops.relu", "my relu", x=b)
    d = net.add("Add", "multiply", inputs=(c, x))
    net.add("ops.multiply", "multiply_1", x1=d, x2=2)
    return project(net.done())


def slices() -> Project:
    net = Net("slices")
    x = net.input("x", 6, 5)
    colon = Slice()
    a = net.add("ops.get_item", "get_item", x=x, key=(colon, 0))
    b = net.add("ops.get_item", "get_item_1", x=x, key=(colon, Slice(1, -1, 2), EllipsisValue()))
    c = net.add("ops.get_item", "get_item_2", x=a, key=(colon, None, Slice(None, None, -1)))
    d = net.add("ops.get_item", "get_item_3", x=x, key=(EllipsisValue(), -1))
    return project(net.done((b, c, d)))


def initial_state() -> Project:
    net = Net("seq2seq")
    source, target = net.input("source", None, 5), net.input("target", None, 5)
    encoder = net.add("LSTM", "encoder", {"units": 4, "return_state": True}, sequences=source)
    decoder = net.add(
        "LSTM",
        "decoder",
        {"units": 4, "return_sequences": True, "return_state": True},
        sequences=target,
        initial_state=(at(encoder, 1), at(encoder, 2)),
    )
    x = net.add("GRU", "again", {"units": 4}, sequences=decoder, initial_state=at(decoder, 1))
    only_state = net.add("GRU", "only state", {"units": 3, "return_state": True}, sequences=target)
    net.add("Concatenate", "join", inputs=(x, at(only_state, 1)))
    return project(net.done())


def attention() -> Project:
    net = Net("attention")
    x = net.input("tokens", 7, 6)
    mask = net.input("mask", 7, 7, dtype="bool")
    a = net.add("LayerNormalization", "norm", {"epsilon": 1e-6}, inputs=x)
    a = net.add(
        "MultiHeadAttention", "attention", {"num_heads": 2, "key_dim": 3}, query=a, value=a, attention_mask=mask
    )
    a = net.add("Add", "residual", inputs=(a, x))
    b = net.add(
        "MultiHeadAttention", "scored", {"num_heads": 2, "key_dim": 3}, query=a, value=x, return_attention_scores=True
    )
    return project(net.done((b, at(b, 1))))


def wrappers() -> Project:
    net = Net("wrappers")
    x = net.input("sequence", 5, 3)
    lstm = object_("layers.LSTM", units=4, return_sequences=True, name="inner")
    x = net.add("Bidirectional", "both ways", {"layer": lstm, "merge_mode": "sum"}, sequences=x)
    x = net.add("TimeDistributed", "steps", {"layer": object_("layers.Dense", units=2, name="step")}, inputs=x)
    cells = (object_("layers.GRUCell", units=3, name="g"), object_("layers.LSTMCell", units=2, name="l"))
    x = net.add("RNN", "stack", {"cell": object_("layers.StackedRNNCells", cells=cells, name="cells")}, sequences=x)
    last = object_("layers.GRU", units=3, return_state=True, name="last")
    y = net.add("Bidirectional", "states", {"layer": last}, sequences=Source("sequence"))
    net.add("Concatenate", "join", inputs=(x, y, at(y, 1)))
    return project(net.done())


def embedding() -> Project:
    net = Net("embedding")
    x = net.input("words", None, dtype="int32")
    x = net.add("Embedding", "embed", {"input_dim": 20, "output_dim": 4, "mask_zero": True}, inputs=x)
    x = net.add("LSTM", "lstm", {"units": 3, "dropout": 0.1}, sequences=x)
    net.add("Dense", "out", {"units": 1, "activation": "sigmoid"}, inputs=x)
    return project(net.done())


def masked_concatenate() -> Project:
    """Two masked inputs joined by a layer that is called like an operation behind its own mask."""
    net = Net("masked")
    x, y = net.input("x", 5, dtype="int32"), net.input("y", 5, dtype="int32")
    a = net.add("Embedding", "a", {"input_dim": 20, "output_dim": 3, "mask_zero": True}, inputs=x)
    b = net.add("Embedding", "b", {"input_dim": 20, "output_dim": 3, "mask_zero": True}, inputs=y)
    c = net.add("Concatenate", "concatenate", {"axis": 1}, inputs=(a, b))
    net.add("LSTM", "lstm", {"units": 3}, sequences=c)
    return project(net.done())


def objects() -> Project:
    net = Net("objects")
    x = net.input("x", 4)
    params = {
        "units": 3,
        "kernel_initializer": object_("initializers.RandomNormal", mean=0.0, stddev=0.02, seed=7),
        "bias_initializer": object_("initializers.Constant", value=0.5),
        "kernel_regularizer": object_("regularizers.L1L2", l1=1e-5, l2=1e-4),
        "kernel_constraint": object_("constraints.MaxNorm", max_value=2.0),
        "activity_regularizer": "l2",
        "trainable": False,
        "dtype": object_("dtype_policies.DTypePolicy", name="float32"),
    }
    x = net.add("Dense", "dense", params, inputs=x)
    x = net.add("Normalization", "scale", {"mean": (0.0, 1.0, 2.0), "variance": floats(1.0, 4.0, 9.0)}, inputs=x)
    net.add("Dropout", "drop", {"rate": 0.5}, inputs=x, training=False)
    return project(net.done())


def mixed_precision() -> Project:
    return replace(cnn(), dtype_policy="mixed_float16")


def dead_branch() -> Project:
    net = Net("dead")
    x = net.input("x", 4)
    net.input("unused", 3)
    a = net.add("Dense", "a", {"units": 2}, inputs=x)
    net.add("Dense", "dead", {"units": 3}, inputs=x)
    return project(net.done(a))


def foreign_names() -> Project:
    net = Net("coding: utf-7 +AGU-")
    x = net.input("输入", 4)
    x = net.add("Dense", "class", {"units": 2}, inputs=x)
    x = net.add("Dense", 'a "quoted" \\ name\r\nimport os', {"units": 2}, inputs=x)
    x = net.add("Dense", "def", {"units": 2}, inputs=x)
    x = net.add("Dense", "x", {"units": 2}, inputs=x)
    y = net.add("Dense", "卷积", {"units": 2}, inputs=x)
    z = net.add("Dense", "ｄef", {"units": 2}, inputs=y)
    net.add("Add", "{name}", inputs=(x, y, z))
    return project(net.done())


def large_constant() -> Project:
    net = Net("constant")
    x = net.input("x", 300)
    numbers = Array("float32", (300,), struct.pack("<300f", *(number / 7 for number in range(300))))
    assert len(base64.b64encode(numbers.data)) == 1600
    net.add("ops.add", "add", x1=x, x2=numbers)
    return project(net.done())


ALL: tuple[Callable[[], Project], ...] = (
    cnn,
    residual,
    two_inputs,
    shared,
    dict_structures,
    list_outputs,
    arithmetic,
    renamed_ops,
    slices,
    initial_state,
    attention,
    wrappers,
    embedding,
    masked_concatenate,
    objects,
    mixed_precision,
    block_nets.function_blocks,
    block_nets.several_ends,
    block_nets.shared_function_block,
    block_nets.model_blocks,
    block_nets.frozen_blocks,
    dead_branch,
    foreign_names,
    large_constant,
)
