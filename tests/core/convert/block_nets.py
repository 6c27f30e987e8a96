"""Projects with blocks for the tests of conversion: functions and nested models, repeated, shared, frozen, one in another."""

from __future__ import annotations

from core.graph.model import Block, Project
from core.graph.values import EMPTY, Expression, FrozenMap, Source
from tests.core.convert.net_builder import Net, at, object_, project


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
