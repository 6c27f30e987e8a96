"""Projects for the tests of conversion, between them everything that format 1 can say to Keras."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.graph import edits
from core.graph.model import Block, CompileSettings, Graph, Project, Structure, TrainingSettings
from core.graph.values import (
    EMPTY,
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    Slice,
    Source,
    Value,
    frozen,
)


class Net:
    """Builds a graph call by call; a node's id is its layer's name."""

    def __init__(self, name: str = "net") -> None:
        self.graph = Graph(name=name)

    def add(self, type: str, name: str, params: Mapping[str, object] = EMPTY, /, **arguments: object) -> Source:
        """A new layer (``Dense``), op (``ops.add``) or block instance (``block:unit``) and one call of it."""
        if not type.startswith("block:"):
            type = f"keras.{type}" if type.startswith("ops.") else f"keras.layers.{type}"
        values: dict[str, Value] = {key: frozen(value) for key, value in params.items()}
        given: dict[str, Value] = {key: frozen(value) for key, value in arguments.items()}
        self.graph = edits.add_node(self.graph, type, name=name, params=values, arguments=given, node_id=name)
        return Source(name)

    def input(self, name: str, *shape: int | None, **params: object) -> Source:
        return self.add("InputLayer", name, {"shape": shape, **params})

    def again(self, of: Source, node: str, /, **arguments: object) -> Source:
        """Another call of the layer that made ``of``."""
        given: dict[str, Value] = {key: frozen(value) for key, value in arguments.items()}
        layer = self.graph.nodes[of.node].layer
        self.graph = edits.add_call(self.graph, layer, arguments=given, node_id=node)
        return Source(node)

    def repeat(self, name: str, times: Value) -> None:
        layer = replace(self.graph.layer_of(name), repeat=times)
        self.graph = replace(self.graph, layers=self.graph.layers.set(layer.id, layer))

    def done(self, outputs: Structure = None, inputs: Structure = None) -> Graph:
        return replace(self.graph, outputs=outputs, inputs=inputs)


def at(source: Source, output: int) -> Source:
    return Source(source.node, output)


def project(graph: Graph, *blocks: Block, **settings: object) -> Project:
    return Project(graph=graph, blocks=FrozenMap({block.name: block for block in blocks}), **settings)  # type: ignore[arg-type]


def floats(*numbers: float) -> Array:
    return Array("float32", (len(numbers),), struct.pack(f"<{len(numbers)}f", *numbers))


def object_(type: str, **params: object) -> KerasObject:
    return KerasObject(f"keras.{type}", FrozenMap({key: frozen(value) for key, value in params.items()}))


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


def unit_block() -> Block:
    net = Net("unit")
    x = net.input("x", None, None, 8)
    filters = Expression("filters * 2 // (1 + 1)")
    a = net.add(
        "Conv2D", "conv", {"filters": filters, "kernel_size": (Expression("size"), 3), "padding": "same"}, inputs=x
    )
    a = net.add("Activation", "act", {"activation": Expression("activation")}, inputs=a)
    b = net.add("ops.add", "add", x1=a, x2=x)
    net.add("Rescaling", "scale", {"scale": Expression("1 / filters")}, inputs=b)
    parameters = FrozenMap({"filters": 8, "size": 3, "activation": "relu", "name": 0})
    return Block("unit", "function", parameters, net.done(), "A unit with a shortcut.")


def function_blocks() -> Project:
    net = Net("units")
    x = net.input("image", 6, 6, 8)
    x = net.add("block:unit", "first", {"activation": "tanh"}, x=x)
    x = net.add("block:unit", "rest", {"size": 1}, x=x)
    net.repeat("rest", 3)
    x = net.add("block:stage", "stage", {"depth": 2}, x=x)
    y = net.add("block:stage", "single", {"depth": 1, "filters": 8}, x=x)
    net.add("Add", "sum", inputs=(x, y))
    inner = Net("stage")
    z = inner.input("x", None, None, 8)
    z = inner.add("block:unit", "unit", {"filters": Expression("filters")}, x=z)
    inner.repeat("unit", Expression("depth"))
    inner.add("Dropout", "it's {odd}", {"rate": 0.5}, inputs=z)
    stage = Block("stage", "function", FrozenMap({"filters": 8, "depth": 1}), inner.done())
    return project(net.done(), unit_block(), stage)


def several_ends() -> Project:
    """A function block with two inputs and two outputs, repeated; and one with an initializer as parameter."""
    inner = Net("cross")
    a, b = inner.input("a", 4), inner.input("b", 4)
    init = Expression("init")
    c = inner.add("Dense", "left", {"units": 4, "kernel_initializer": init}, inputs=b)
    d = inner.add("Dense", "right", {"units": 4, "kernel_initializer": init}, inputs=a)
    block = Block("cross", "function", FrozenMap({"init": object_("initializers.HeNormal")}), inner.done((c, d)))
    net = Net("ends")
    x, y = net.input("x", 4), net.input("y", 4)
    first = net.add("block:cross", "first", a=x, b=y)
    more = net.add("block:cross", "more", a=at(first, 1), b=first)
    net.repeat("more", 2)
    last = net.add("block:cross", "last", a=more, b=at(more, 1))
    return project(net.done((at(last, 0), at(first, 1))), block)


def shared_function_block() -> Project:
    net = Net("shared_units")
    left, right = net.input("left", 6, 6, 8), net.input("right", 6, 6, 8)
    a = net.add("block:plain", "unit", x=left)
    b = net.again(a, "unit again", x=right)
    net.add("Add", "sum", inputs=(a, b))
    inner = Net("plain")
    x = inner.input("x", None, None, 8)
    x = inner.add("Conv2D", "conv", {"filters": 8, "kernel_size": 1}, inputs=x)
    inner.add("ReLU", "relu", inputs=x)
    return project(net.done(), Block("plain", "function", EMPTY, inner.done()))


def model_blocks() -> Project:
    """Nested models three deep, one of them shared, one frozen, one with dicts on both sides."""
    core = Net("core")
    x = core.input("features", 4)
    core.add("Dense", "dense", {"units": Expression("units")}, inputs=x)
    encoder = Net("encoder")
    x = encoder.input("x", 4)
    x = encoder.add("block:core", "inside", {"units": 4}, features=x)
    encoder.add("Dense", "out", {"units": 3}, inputs=x)
    heads = Net("heads")
    x, y = heads.input("p", 3), heads.input("q", 3)
    a = heads.add("Dense", "a", {"units": 1}, inputs=x)
    b = heads.add("Dense", "b", {"units": 2}, inputs=y)
    structure = FrozenMap({"z": a, "b": (b, x)})
    net = Net("models")
    left, right = net.input("left", 4), net.input("right", 4)
    a = net.add("block:encoder", "encoder", x=left)
    b = net.again(a, "encoder_1", x=right)
    c = net.add("block:core", "frozen", {"units": 3, "trainable": False}, features=left)
    d = net.add("Add", "all", inputs=(a, b, c))
    e = net.add("block:heads", "heads", p=d, q=a)
    net.add("Concatenate", "join", inputs=(at(e, 0), at(e, 1), at(e, 2)))
    return project(
        net.done(),
        Block("core", "model", FrozenMap({"units": 2}), core.done()),
        Block("encoder", "model", EMPTY, encoder.done()),
        Block("heads", "model", EMPTY, heads.done(structure, FrozenMap({"q": Source("q"), "p": Source("p")}))),
    )


def frozen_blocks() -> Project:
    """A function block with another, repeated, and a partly frozen model inside: one instance frozen, one not."""
    core = Net("core")
    x = core.input("features", 4)
    x = core.add("Dense", "held", {"units": 4, "trainable": False}, inputs=x)
    core.add("Dense", "free", {"units": 4}, inputs=x)
    step = Net("step")
    x = step.input("x", 4)
    x = step.add("Dense", "dense", {"units": 4, "trainable": Expression("learns > 1")}, inputs=x)
    step.add("BatchNormalization", "norm", inputs=x)
    stage = Net("stage")
    x = stage.input("x", 4)
    x = stage.add("block:step", "steps", {"learns": 2}, x=x)
    stage.repeat("steps", 2)
    x = stage.add("block:core", "model", features=x)
    x = stage.add("ops.relu", "relu", x=x)
    stage.add("block:step", "frozen_step", {"trainable": False}, x=x)
    net = Net("frozen")
    x = net.input("x", 4)
    x = net.add("block:stage", "backbone", {"trainable": False}, x=x)
    x = net.add("block:stage", "head", x=x)
    net.add("block:core", "last", {"trainable": True}, features=x)
    return project(
        net.done(),
        Block("core", "model", EMPTY, core.done()),
        Block("step", "function", FrozenMap({"learns": 1}), step.done()),
        Block("stage", "function", EMPTY, stage.done()),
    )


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
    function_blocks,
    several_ends,
    shared_function_block,
    model_blocks,
    frozen_blocks,
    dead_branch,
    foreign_names,
    large_constant,
)
