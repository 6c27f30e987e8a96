"""Networks in which layers hold whole models: ``TimeDistributed(model)``, frozen, nested, named, with ops inside.

As structure_cases, which lists them. Does not belong here: models that are called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.graph.model import Block, Project
from core.graph.values import FrozenMap, KerasObject
from tests.core.convert.net_builder import Net, object_, project

Pair = tuple[Project, Callable[[], Any]]


def model_(block: str, **settings: object) -> KerasObject:
    """A model of the block, as the value of a parameter."""
    return KerasObject(f"block:{block}", FrozenMap(settings))  # type: ignore[arg-type]


def frames() -> Net:
    net = Net("frames")
    x = net.add("Conv2D", "conv", {"filters": 3, "kernel_size": 3}, inputs=net.input("image", 6, 6, 2))
    x = net.add("BatchNormalization", "norm", inputs=x)
    y = net.add("ops.multiply", "half", x1=x, x2=0.5)
    net.add("GlobalAveragePooling2D", "pool", inputs=y)
    return net


def frames_live(name: str) -> Any:
    import keras
    from keras import layers, ops

    image = keras.Input((6, 6, 2), name="image")
    x = layers.BatchNormalization(name="norm")(layers.Conv2D(3, 3, name="conv")(image))
    x = ops.multiply(x, 0.5)
    x._keras_history.operation.name = "half"
    return keras.Model(image, layers.GlobalAveragePooling2D(name="pool")(x), name=name)


def video() -> Pair:
    """The same model for each frame, once trained and once not, then a recurrent layer."""
    net = Net("model")
    film = net.input("film", 4, 6, 6, 2)
    one = net.add("TimeDistributed", "each", {"layer": model_("frames")}, inputs=film)
    other = net.add(
        "TimeDistributed", "each too", {"layer": model_("frames", name="base", trainable=False)}, inputs=film
    )
    both = net.add("Concatenate", "both", inputs=(one, other))
    net.add("LSTM", "over time", {"units": 4}, sequences=both)

    def live() -> Any:
        import keras
        from keras import layers

        film, base = keras.Input((4, 6, 6, 2), name="film"), frames_live("base")
        base.trainable = False
        one = layers.TimeDistributed(frames_live("frames"), name="each")(film)
        other = layers.TimeDistributed(base, name="each too")(film)
        return keras.Model(film, layers.LSTM(4, name="over time")(layers.Concatenate(name="both")([one, other])))

    return project(net.done(), Block("frames", "model", graph=frames().done())), live


def models_in_models() -> Pair:
    """A wrapper in a wrapper around a model, one of whose layers holds a model, called twice; and the same model called."""
    word = Net("word")
    word.add("Dense", "letters", {"units": 3, "activation": "tanh"}, inputs=word.input("letter", 5))
    line = Net("line")
    x = line.add("TimeDistributed", "words", {"layer": model_("word", name="inner")}, inputs=line.input("text", 4, 5))
    line.add("GlobalMaxPooling1D", "most", inputs=x)
    net = Net("model")
    page, book = net.input("page", 2, 4, 5), net.input("book", 3, 2, 4, 5)
    lines = net.add("TimeDistributed", "lines", {"layer": model_("line")}, inputs=page)
    again = net.again(lines, "lines again", inputs=page)
    pages = net.add(
        "TimeDistributed", "pages", {"layer": object_("layers.TimeDistributed", layer=model_("line"))}, inputs=book
    )
    called = net.add("block:word", "called", letter=net.input("letter", 5))

    def live() -> Any:
        import keras
        from keras import layers

        def make_word(name: str) -> Any:
            letter = keras.Input((5,), name="letter")
            return keras.Model(letter, layers.Dense(3, activation="tanh", name="letters")(letter), name=name)

        def make_line() -> Any:
            text = keras.Input((4, 5), name="text")
            x = layers.TimeDistributed(make_word("inner"), name="words")(text)
            return keras.Model(text, layers.GlobalMaxPooling1D(name="most")(x), name="line")

        page, book = keras.Input((2, 4, 5), name="page"), keras.Input((3, 2, 4, 5), name="book")
        letter = keras.Input((5,), name="letter")
        lines = layers.TimeDistributed(make_line(), name="lines")
        one, two = lines(page), lines(page)
        pages = layers.TimeDistributed(layers.TimeDistributed(make_line()), name="pages")(book)
        return keras.Model([page, book, letter], [one, two, pages, make_word("called")(letter)])

    blocks = [Block(item.graph.name, "model", graph=item.done()) for item in (word, line)]
    return project(net.done(outputs=(lines, again, pages, called)), *blocks), live


def held_in_a_block() -> Pair:
    """A function block whose copies each hold a model of their own."""
    unit = Net("unit")
    x = unit.add("TimeDistributed", "each", {"layer": model_("word")}, inputs=unit.input("x", 4, 5))
    unit.add("LayerNormalization", "norm", inputs=x)
    word = Net("word")
    word.add("Dense", "letters", {"units": 5, "activation": "tanh"}, inputs=word.input("letter", 5))
    net = Net("model")
    out = net.add("block:unit", "stack", x=net.input("page", 4, 5))
    net.repeat("stack", 2)
    net.add("Flatten", "flat", inputs=out)

    def live() -> Any:
        import keras
        from keras import layers

        page = x = keras.Input((4, 5), name="page")
        for copy in (1, 2):
            letter = keras.Input((5,), name="letter")
            word = keras.Model(letter, layers.Dense(5, activation="tanh", name="letters")(letter), name="word")
            x = layers.TimeDistributed(word, name=f"stack_{copy}_each")(x)
            x = layers.LayerNormalization(name=f"stack_{copy}_norm")(x)
        return keras.Model(page, layers.Flatten(name="flat")(x))

    return project(net.done(), Block("unit", graph=unit.done()), Block("word", "model", graph=word.done())), live
