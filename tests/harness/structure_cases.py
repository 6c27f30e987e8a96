"""Networks in which layers meet: shared, nested, repeated, with states and masks; and the list of all such networks.

Each is drawn as a document and written by hand in Keras under the same names. Does not belong here: single layers and ops,
values as they go in, between and out (value_cases), layers that hold models (held_cases).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.graph.model import Block, Project
from core.graph.values import Expression, FrozenMap
from tests.core.convert.net_builder import Net, at, object_, project
from tests.harness import held_cases, value_cases

Pair = tuple[Project, Callable[[], Any]]


@dataclass(frozen=True)
class Structure:
    """A document and the same model by hand; ``kinds`` as in numbers.Feed, by input."""

    id: str
    make: Callable[[], Pair]
    kinds: Mapping[str, str] = field(default_factory=dict)


def shared_layers() -> Pair:
    net = Net("model")
    left, right = net.input("left", 6), net.input("right", 6)
    a = net.add("Dense", "encoder", {"units": 4, "activation": "tanh"}, inputs=left)
    b = net.again(a, "second", inputs=right)
    norm = net.add("BatchNormalization", "norm", inputs=a)
    again = net.again(norm, "norm again", inputs=b)
    net.add("Dot", "similar", {"axes": 1, "normalize": True}, inputs=(norm, again))

    def live() -> Any:
        import keras
        from keras import layers

        left, right = keras.Input((6,), name="left"), keras.Input((6,), name="right")
        encoder, norm = layers.Dense(4, activation="tanh", name="encoder"), layers.BatchNormalization(name="norm")
        a, b = encoder(left), encoder(right)
        return keras.Model([left, right], layers.Dot(1, normalize=True, name="similar")([norm(a), norm(b)]))

    return project(net.done()), live


def nested_three_deep() -> Pair:
    """A model in a model in a model; the innermost is called twice, the middle one in two places."""
    deep = Net("deep")
    x = deep.add("Dense", "core", {"units": 4, "activation": "relu"}, inputs=deep.input("x", 4))
    deep.add("LayerNormalization", "calm", inputs=x)
    middle = Net("middle")
    start = middle.input("y", 4)
    first = middle.add("block:deep", "inner", x=start)
    second = middle.again(first, "inner again", x=first)
    middle.add("Add", "sum", inputs=(start, second))
    outer = Net("outer")
    x = outer.add("block:middle", "between", y=outer.input("z", 4))
    outer.add("Dense", "last", {"units": 4}, inputs=x)
    net = Net("model")
    a, b = net.input("a", 4), net.input("b", 4)
    one = net.add("block:outer", "tower", z=a)
    two = net.again(one, "tower again", z=b)
    other = net.add("block:middle", "free", {"trainable": False}, y=b)
    net.add("Concatenate", "join", inputs=(one, two, other))
    blocks = [Block(item.graph.name, "model", FrozenMap(), item.done()) for item in (deep, middle, outer)]

    def live() -> Any:
        import keras
        from keras import layers

        def make_deep() -> Any:
            x = keras.Input((4,), name="x")
            y = layers.Dense(4, activation="relu", name="core")(x)
            return keras.Model(x, layers.LayerNormalization(name="calm")(y), name="inner")

        def make_middle(name: str) -> Any:
            y, inner = keras.Input((4,), name="y"), make_deep()
            return keras.Model(y, layers.Add(name="sum")([y, inner(inner(y))]), name=name)

        def make_outer() -> Any:
            z = keras.Input((4,), name="z")
            return keras.Model(z, layers.Dense(4, name="last")(make_middle("between")(z)), name="tower")

        a, b, tower, free = keras.Input((4,), name="a"), keras.Input((4,), name="b"), make_outer(), make_middle("free")
        free.trainable = False
        return keras.Model([a, b], layers.Concatenate(name="join")([tower(a), tower(b), free(b)]))

    return project(net.done(), *blocks), live


def repeated_blocks() -> Pair:
    """A function block with parameters: once, three times in a row, and inside of another block."""
    unit = Net("unit")
    x = unit.input("x", 8, 8, None)
    filters, rate = Expression("filters"), Expression("rate / 2")
    y = unit.add("Conv2D", "conv", {"filters": filters, "kernel_size": 3, "padding": "same"}, inputs=x)
    y = unit.add("Dropout", "drop", {"rate": rate, "seed": 1}, inputs=y)
    unit.add("Add", "sum", inputs=(x, y))
    stage = Net("stage")
    x = stage.input("x", 8, 8, None)
    x = stage.add("Conv2D", "wide", {"filters": Expression("2 * width"), "kernel_size": 1}, inputs=x)
    stage.add("block:unit", "units", {"filters": Expression("width * 2"), "rate": 0.2}, x=x)
    stage.repeat("units", Expression("depth"))
    net = Net("model")
    x = net.add(
        "Conv2D", "stem", {"filters": 4, "kernel_size": 3, "padding": "same"}, inputs=net.input("image", 8, 8, 3)
    )
    x = net.add("block:unit", "one", {"filters": 4}, x=x)
    x = net.add("block:unit", "many", {"filters": 4, "rate": 0.5}, x=x)
    net.repeat("many", 3)
    x = net.add("block:stage", "deeper", {"width": 3, "depth": 2}, x=x)
    net.add("GlobalAveragePooling2D", "mean", inputs=x)
    blocks = [
        Block("unit", "function", FrozenMap({"filters": 8, "rate": 0.1}), unit.done()),
        Block("stage", "function", FrozenMap({"width": 4, "depth": 1}), stage.done()),
    ]

    def live() -> Any:
        import keras
        from keras import layers

        def unit(x: Any, filters: int, rate: float, name: str) -> Any:
            y = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv")(x)
            y = layers.Dropout(rate / 2, seed=1, name=f"{name}_drop")(y)
            return layers.Add(name=f"{name}_sum")([x, y])

        image = keras.Input((8, 8, 3), name="image")
        x = layers.Conv2D(4, 3, padding="same", name="stem")(image)
        x = unit(x, 4, 0.1, "one")
        for copy in (1, 2, 3):
            x = unit(x, 4, 0.5, f"many_{copy}")
        x = layers.Conv2D(6, 1, name="deeper_wide")(x)
        for copy in (1, 2):
            x = unit(x, 6, 0.2, f"deeper_units_{copy}")
        return keras.Model(image, layers.GlobalAveragePooling2D(name="mean")(x))

    return project(net.done(), *blocks), live


def states() -> Pair:
    """A translator: the decoder begins with what the encoder ends with; zeros in the words are no words."""
    net = Net("model")
    source, target = net.input("source", None, dtype="int32"), net.input("target", None, dtype="int32")
    embedding = {"input_dim": 20, "output_dim": 6, "mask_zero": True}
    several = {"units": 5, "return_state": True, "return_sequences": True}
    x = net.add("Embedding", "words in", embedding, inputs=source)
    encoder = net.add("LSTM", "encoder", several, sequences=x)
    y = net.add("Embedding", "words out", embedding, inputs=target)
    decoder = net.add("LSTM", "decoder", several, sequences=y, initial_state=(at(encoder, 1), at(encoder, 2)))
    gru = {"units": 5, "return_sequences": True, "go_backwards": True}
    back = net.add("GRU", "back", gru, sequences=decoder, initial_state=at(decoder, 1))
    words = net.add("TimeDistributed", "word", {"layer": object_("layers.Dense", units=20)}, inputs=back)

    def live() -> Any:
        import keras
        from keras import layers

        source, target = (keras.Input((None,), dtype="int32", name=name) for name in ("source", "target"))
        x = layers.Embedding(20, 6, mask_zero=True, name="words in")(source)
        _, h, c = layers.LSTM(5, return_state=True, return_sequences=True, name="encoder")(x)
        y = layers.Embedding(20, 6, mask_zero=True, name="words out")(target)
        decoder = layers.LSTM(5, return_state=True, return_sequences=True, name="decoder")
        y, h, c = decoder(y, initial_state=[h, c])
        z = layers.GRU(5, return_sequences=True, go_backwards=True, name="back")(y, initial_state=h)
        words = layers.TimeDistributed(layers.Dense(20), name="word")(z)
        return keras.Model([source, target], [words, c])

    return project(net.done(outputs=(words, at(decoder, 2)))), live


def attention_with_masks() -> Pair:
    """Cross attention: implicit masks from Embedding, an explicit one that ops compute, scores as an output."""
    net = Net("model")
    query, value = net.input("query", 6, dtype="int32"), net.input("value", 5, dtype="int32")
    q = net.add("Embedding", "q", {"input_dim": 20, "output_dim": 8, "mask_zero": True}, inputs=query)
    v = net.add("Embedding", "v", {"input_dim": 20, "output_dim": 8, "mask_zero": True}, inputs=value)
    known = net.add("ops.not_equal", "known", x1=value, x2=3)
    rows = net.add("ops.expand_dims", "rows", {"axis": 1}, x=known)
    heads = {"num_heads": 2, "key_dim": 4}
    attend = net.add(
        "MultiHeadAttention",
        "attend",
        heads,
        query=q,
        value=v,
        key=v,
        attention_mask=rows,
        return_attention_scores=True,
    )
    itself = net.add("MultiHeadAttention", "self", heads, query=attend, value=attend, use_causal_mask=True)
    x = net.add("Add", "sum", inputs=(q, itself))
    x = net.add("LayerNormalization", "norm", {"epsilon": 1e-6}, inputs=x)
    x = net.add("GlobalAveragePooling1D", "mean", inputs=x)

    def live() -> Any:
        import keras
        from keras import layers, ops

        query, value = keras.Input((6,), dtype="int32", name="query"), keras.Input((5,), dtype="int32", name="value")
        q = layers.Embedding(20, 8, mask_zero=True, name="q")(query)
        v = layers.Embedding(20, 8, mask_zero=True, name="v")(value)
        known = value != 3
        known._keras_history.operation.name = "known"
        rows = ops.expand_dims(known, 1)
        rows._keras_history.operation.name = "rows"
        attend, scores = layers.MultiHeadAttention(2, 4, name="attend")(
            q, v, v, attention_mask=rows, return_attention_scores=True
        )
        itself = layers.MultiHeadAttention(2, 4, name="self")(attend, attend, use_causal_mask=True)
        x = layers.Add(name="sum")([q, itself])
        x = layers.LayerNormalization(epsilon=1e-6, name="norm")(x)
        return keras.Model([query, value], [layers.GlobalAveragePooling1D(name="mean")(x), scores])

    return project(net.done(outputs=(x, at(attend, 1)))), live


def tagger() -> Pair:
    """Two layers of bidirectional recurrence over masked words, with states of both directions."""
    net = Net("model")
    words = net.input("words", None, dtype="int32")
    x = net.add("Embedding", "embed", {"input_dim": 20, "output_dim": 6, "mask_zero": True}, inputs=words)
    inner = object_("layers.LSTM", units=4, return_sequences=True, return_state=True)
    both = net.add("Bidirectional", "both", {"layer": inner}, sequences=x)
    cells = (object_("layers.GRUCell", units=4), object_("layers.LSTMCell", units=3, name="upper"))
    y = net.add("RNN", "cells", {"cell": cells, "return_sequences": True}, sequences=both)
    state = net.add("Average", "state", inputs=(at(both, 2), at(both, 4)))
    tags = net.add("Dense", "tags", {"units": 5, "activation": "softmax"}, inputs=y)

    def live() -> Any:
        import keras
        from keras import layers

        words = keras.Input((None,), dtype="int32", name="words")
        x = layers.Embedding(20, 6, mask_zero=True, name="embed")(words)
        lstm = layers.LSTM(4, return_sequences=True, return_state=True)
        x, _, forward, _, backward = layers.Bidirectional(lstm, name="both")(x)
        y = layers.RNN([layers.GRUCell(4), layers.LSTMCell(3, name="upper")], return_sequences=True, name="cells")(x)
        tags = layers.Dense(5, activation="softmax", name="tags")(y)
        return keras.Model(words, [tags, layers.Average(name="state")([forward, backward])])

    return project(net.done((tags, state))), live


def transformer() -> Pair:
    """An encoder as a repeated block of two inputs: what changes, and a mask that every copy gets."""
    layer = Net("layer")
    x, mask = layer.input("x", 6, 8), layer.input("mask", 6, 6, dtype="bool")
    heads = {"num_heads": Expression("heads"), "key_dim": Expression("8 // heads")}
    y = layer.add("MultiHeadAttention", "attend", heads, query=x, value=x, attention_mask=mask)
    x = layer.add("LayerNormalization", "first", inputs=layer.add("Add", "one", inputs=(x, y)))
    y = layer.add("Dense", "wide", {"units": 16, "activation": "gelu"}, inputs=x)
    y = layer.add("Dense", "narrow", {"units": 8}, inputs=y)
    layer.add("LayerNormalization", "second", inputs=layer.add("Add", "two", inputs=(x, y)))
    net = Net("model")
    x = net.input("steps", 6, 8)
    lower = net.add("ops.tril", "lower", x=net.add("ops.ones_like", "ones", x=net.input("size", 6, 6)))
    mask = net.add("ops.cast", "mask", {"dtype": "bool"}, x=lower)
    net.add("block:layer", "layers", {"heads": 4}, x=x, mask=mask)
    net.repeat("layers", 3)

    def live() -> Any:
        import keras
        from keras import layers, ops

        def named(tensor: Any, name: str) -> Any:
            tensor._keras_history.operation.name = name
            return tensor

        steps, size = keras.Input((6, 8), name="steps"), keras.Input((6, 6), name="size")
        mask = named(ops.cast(named(ops.tril(named(ops.ones_like(size), "ones")), "lower"), "bool"), "mask")
        x = steps
        for copy in (1, 2, 3):
            name = f"layers_{copy}"
            y = layers.MultiHeadAttention(4, 2, name=f"{name}_attend")(x, x, attention_mask=mask)
            x = layers.LayerNormalization(name=f"{name}_first")(layers.Add(name=f"{name}_one")([x, y]))
            y = layers.Dense(16, activation="gelu", name=f"{name}_wide")(x)
            y = layers.Dense(8, name=f"{name}_narrow")(y)
            x = layers.LayerNormalization(name=f"{name}_second")(layers.Add(name=f"{name}_two")([x, y]))
        return keras.Model([steps, size], x)

    block = Block("layer", "function", FrozenMap({"heads": 2}), layer.done())
    return project(net.done(), block), live


ALL = [
    Structure(make.__name__.replace("_", " "), make, kinds)
    for make, kinds in (
        (shared_layers, {}),
        (nested_three_deep, {}),
        (repeated_blocks, {}),
        (states, {"source": "below 20", "target": "below 20"}),
        (attention_with_masks, {"query": "below 20", "value": "below 20"}),
        (value_cases.arithmetic, {}),
        (value_cases.dictionaries, {}),
        (value_cases.several_outputs, {}),
        (value_cases.inputs_of_all_kinds, {}),
        (value_cases.half_precision, {}),
        (tagger, {"words": "below 20"}),
        (transformer, {}),
        (value_cases.odd_outputs, {}),
        (held_cases.video, {}),
        (held_cases.models_in_models, {}),
        (held_cases.held_in_a_block, {}),
    )
]
