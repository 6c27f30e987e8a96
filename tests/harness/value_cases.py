"""Networks by what goes in, between and out: bare arithmetic, dictionaries, several tensors, inputs of all kinds, half precision.

As structure_cases, which lists them. Does not belong here: layers that are shared, nested, repeated or recurrent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.graph.model import Block, Project
from core.graph.values import EllipsisValue, FrozenMap, Slice
from tests.core.convert.net_builder import Net, at, floats, project

Pair = tuple[Project, Callable[[], Any]]


def arithmetic() -> Pair:
    """``1 - x``, ``x ** 2``, ``-x``, ``2 / x``, slices with steps, ``...`` and new axes, arrays as constants."""
    net = Net("model")
    x = net.input("x", 6, 4)
    flipped = net.add("ops.subtract", "flipped", x1=1, x2=x)
    squared = net.add("ops.power", "squared", x1=flipped, x2=2)
    minus = net.add("ops.negative", "minus", x=squared)
    part = net.add("ops.getitem", "part", {"key": (Slice(), Slice(1, 5, 2), EllipsisValue())}, x=minus)
    last = net.add("ops.getitem", "last", {"key": (EllipsisValue(), -1)}, x=part)
    wide = net.add("ops.getitem", "wide", {"key": (Slice(), None, Slice(None, None, -1))}, x=last)
    weighed = net.add("ops.multiply", "weighed", x1=wide, x2=floats(0.5, 2.0))
    shifted = net.add("ops.add", "shifted", x1=floats(1.0, 2.0), x2=weighed)
    over = net.add("ops.true_divide", "over", x1=2.5, x2=shifted)
    big = net.add("ops.greater", "big", x1=over, x2=0.5)
    net.add("ops.where", "chosen", condition=big, x1=over, x2=0.0)

    def live() -> Any:
        import keras
        import numpy as np
        from keras import ops

        def named(tensor: Any, name: str) -> Any:
            tensor._keras_history.operation.name = name
            return tensor

        x = keras.Input((6, 4), name="x")
        y = named(-named(named(1 - x, "flipped") ** 2, "squared"), "minus")
        y = named(named(y[:, 1:5:2, ...], "part")[..., -1], "last")
        y = named(y[:, None, ::-1], "wide")
        y = named(y * np.array([0.5, 2.0], "float32"), "weighed")
        y = named(ops.add(np.array([1.0, 2.0], "float32"), y), "shifted")
        y = named(2.5 / y, "over")
        return keras.Model(x, named(ops.where(named(y > 0.5, "big"), y, 0.0), "chosen"))

    return project(net.done()), live


def dictionaries() -> Pair:
    """Inputs and outputs by name, nested; a nested model whose interface is by name too."""
    pair = Net("pair")
    a, b = pair.input("a", 4), pair.input("b", 4)
    both = pair.add("Add", "both", inputs=(a, b))
    twice = pair.add("Dense", "twice", {"units": 2}, inputs=both)
    inner = pair.done(FrozenMap({"second": twice, "first": both}), FrozenMap({"b": b, "a": a}))
    net = Net("model")
    image, age, other = net.input("image", 4), net.input("age", 4), net.input("other", 4)
    made = net.add("block:pair", "pair", a=image, b=age)
    kind = net.add("Dense", "kind", {"units": 3, "activation": "softmax"}, inputs=at(made, 0))
    score = net.add("Subtract", "score", inputs=(at(made, 1), net.add("Dense", "two", {"units": 2}, inputs=other)))
    outputs = FrozenMap({"score": score, "kind": kind, "raw": (at(made, 0), at(made, 1))})
    inputs = FrozenMap({"image": image, "numbers": (age, other)})

    def live() -> Any:
        import keras
        from keras import layers

        a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
        both = layers.Add(name="both")([a, b])
        outputs = {"second": layers.Dense(2, name="twice")(both), "first": both}
        pair = keras.Model({"b": b, "a": a}, outputs, name="pair")
        image, age, other = (keras.Input((4,), name=name) for name in ("image", "age", "other"))
        made = pair({"a": image, "b": age})
        kind = layers.Dense(3, activation="softmax", name="kind")(made["first"])
        score = layers.Subtract(name="score")([made["second"], layers.Dense(2, name="two")(other)])
        outputs = {"score": score, "kind": kind, "raw": [made["first"], made["second"]]}
        return keras.Model({"image": image, "numbers": [age, other]}, outputs)

    blocks = [Block("pair", "model", FrozenMap(), inner)]
    return project(net.done(outputs, inputs), *blocks), live


def several_outputs() -> Pair:
    """Ops that return several tensors, of which some are used, some are outputs, and some lead nowhere."""
    net = Net("model")
    x = net.input("x", 6, 4)
    parts = net.add("ops.split", "parts", {"indices_or_sections": (1, 3), "axis": 1}, x=x)
    rows = net.add("ops.unstack", "rows", {"axis": 2}, x=at(parts, 1))
    mean = net.add("ops.moments", "mean", {"axes": (1,)}, x=at(parts, 2))
    best = net.add("ops.top_k", "best", {"k": 2}, x=at(mean, 1))
    both = net.add("ops.concatenate", "both", {"axis": -1}, xs=(at(rows, 0), at(rows, 3)))
    scaled = net.add("ops.einsum", "scaled", {"subscripts": "bi,bj->bij"}, operands=(both, mean))

    def live() -> Any:
        import keras
        from keras import ops

        def named(made: Any, name: str) -> Any:
            keras.tree.flatten(made)[0]._keras_history.operation.name = name
            return made

        x = keras.Input((6, 4), name="x")
        _, second, third = named(ops.split(x, (1, 3), axis=1), "parts")
        rows = named(ops.unstack(second, axis=2), "rows")
        mean, variance = named(ops.moments(third, axes=(1,)), "mean")
        values, indices = named(ops.top_k(variance, 2), "best")
        both = named(ops.concatenate([rows[0], rows[3]], axis=-1), "both")
        return keras.Model(x, [named(ops.einsum("bi,bj->bij", both, mean), "scaled"), values, indices])

    return project(net.done((scaled, best, at(best, 1)))), live


def inputs_of_all_kinds() -> Pair:
    """A fixed batch, whole numbers, texts, half precision, sparse tensors, a scalar for each sample."""
    net = Net("model")
    fixed = net.input("fixed", 4, batch_size=2)
    whole = net.input("whole", 3, dtype="uint8")
    half = net.input("half", 4, dtype="float16")
    single = net.add("InputLayer", "single", {"shape": (), "batch_size": 2})
    text = net.add("InputLayer", "text", {"batch_shape": (2, 1), "dtype": "string"})
    hashed = net.add("Hashing", "hashed", {"num_bins": 4, "output_mode": "one_hot"}, inputs=text)
    scaled = net.add("Rescaling", "scaled", {"scale": 1 / 255}, inputs=whole)
    column = net.add("ops.expand_dims", "column", {"axis": -1}, x=single)
    x = net.add("Concatenate", "all", inputs=(fixed, scaled, half, hashed, column))
    net.add("Dense", "out", {"units": 2}, inputs=x)

    def live() -> Any:
        import keras
        from keras import layers, ops

        fixed = keras.Input((4,), batch_size=2, name="fixed")
        whole, half = keras.Input((3,), dtype="uint8", name="whole"), keras.Input((4,), dtype="float16", name="half")
        single = keras.Input((), batch_size=2, name="single")
        text = keras.Input(batch_shape=(2, 1), dtype="string", name="text")
        hashed = layers.Hashing(4, output_mode="one_hot", name="hashed")(text)
        scaled = layers.Rescaling(1 / 255, name="scaled")(whole)
        column = ops.expand_dims(single, -1)
        column._keras_history.operation.name = "column"
        x = layers.Concatenate(name="all")([fixed, scaled, half, hashed, column])
        return keras.Model([fixed, whole, half, single, text], layers.Dense(2, name="out")(x))

    return project(net.done()), live


def half_precision() -> Pair:
    """The whole project under mixed_float16, but for its last layer."""
    net = Net("model")
    x = net.add("Conv2D", "conv", {"filters": 4, "kernel_size": 3}, inputs=net.input("image", 8, 8, 3))
    x = net.add("BatchNormalization", "norm", inputs=x)
    x = net.add("Flatten", "flat", inputs=x)
    net.add("Dense", "kind", {"units": 3, "activation": "softmax", "dtype": "float32"}, inputs=x)

    def live() -> Any:
        import keras
        from keras import layers

        before = keras.config.dtype_policy()
        keras.config.set_dtype_policy("mixed_float16")
        try:
            image = keras.Input((8, 8, 3), name="image")
            x = layers.BatchNormalization(name="norm")(layers.Conv2D(4, 3, name="conv")(image))
            x = layers.Flatten(name="flat")(x)
            return keras.Model(image, layers.Dense(3, activation="softmax", dtype="float32", name="kind")(x))
        finally:
            keras.config.set_dtype_policy(before)

    return project(net.done(), dtype_policy="mixed_float16"), live


def odd_outputs() -> Pair:
    """One tensor as two outputs, an output that others use too, and what leads to no output left out."""
    net = Net("model")
    x = net.input("x", 4)
    y = net.add("Dense", "hidden", {"units": 3}, inputs=x)
    z = net.add("Activation", "act", {"activation": "relu"}, inputs=y)
    net.add("Dense", "nowhere", {"units": 7}, inputs=y)

    def live() -> Any:
        import keras
        from keras import layers

        x = keras.Input((4,), name="x")
        y = layers.Dense(3, name="hidden")(x)
        z = layers.Activation("relu", name="act")(y)
        return keras.Model(x, [z, y, z])

    return project(net.done((z, y, z))), live
