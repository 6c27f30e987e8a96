"""Configs of models that are valid JSON and would do harm if they were believed: bombs and knots, and all families by name.

Not here: what would run, load or read something (hostile_traps), files that are damaged as files (files).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.core.reading.files import dense, sequential
from tests.core.reading.hostile_traps import Config, Trap, code, layer, other_files, references


def bombs(trap: Trap) -> dict[str, Config]:
    """Sizes that no machine has."""
    return {
        "units 1e12": sequential(dense("wide", 10**12)),
        "units 1e30": sequential(dense("wide", 10**30)),
        "units -1": sequential(dense("wide", -1)),
        "units infinite": sequential(dense("wide", float("inf"))),
        "units a text": sequential(dense("wide", "many")),
        "units a list": sequential(dense("wide", [[[]]])),
        "shape 1e12": sequential(dense("wide"), shape=(None, 10**12)),
        "shape 1e12 squared": sequential(layer("Flatten", "wide"), dense("out"), shape=(None, 10**12, 10**12)),
        "shape of texts": sequential(dense("wide"), shape=(None, "4")),
        "shape negative": sequential(dense("wide"), shape=(None, -4)),
        "shape of a million axes": sequential(layer("Flatten", "wide"), shape=[None] + [1] * 100_000),
        "kernel 1e9": sequential(
            layer("Conv2D", "wide", filters=10**9, kernel_size=[10**9, 10**9]), shape=(None, 8, 8, 3)
        ),
        "padding 1e12": sequential(layer("ZeroPadding2D", "wide", padding=[[10**12] * 2] * 2), shape=(None, 8, 8, 3)),
        "repeat 1e12": sequential(layer("RepeatVector", "wide", n=10**12)),
        "embedding 1e12": sequential(layer("Embedding", "wide", input_dim=10**12, output_dim=10**6)),
        "mel bins 1e9": sequential(layer("MelSpectrogram", "wide", num_mel_bins=10**9), shape=(None, 16000)),
        "fft 1e10": sequential(
            layer("STFTSpectrogram", "wide", frame_length=10**10, fft_length=10**10), shape=(None, 16000)
        ),
        "tokens 1e12": sequential(layer("CategoryEncoding", "wide", num_tokens=10**12, output_mode="multi_hot")),
        "hashing bins": sequential(layer("Hashing", "wide", num_bins=10**12, output_mode="one_hot")),
        "oov indices": sequential(layer("IntegerLookup", "wide", vocabulary=[1, 2], num_oov_indices=10**12)),
        "ngrams": sequential(layer("TextVectorization", "wide", vocabulary=["a"], ngrams=10**9), shape=(None, 1)),
        "cells": sequential(
            layer("RNN", "wide", cell=layer("StackedRNNCells", "s", cells=[layer("LSTMCell", "c", units=10**12)] * 50)),
            shape=(None, 5, 4),
        ),
        "random fourier": sequential(layer("RandomFourierFeatures", "wide", output_dim=10**12)),
        "identity initializer": sequential(
            dense("wide", 10**6, kernel_initializer=layer("Identity", "i", module="keras.initializers"))
        ),
        "normalization of 1e12": sequential(layer("Normalization", "wide", axis=-1), shape=(None, 10**12)),
        "bins": sequential(layer("Discretization", "wide", num_bins=10**12)),
        "unrolled": sequential(layer("LSTM", "wide", units=4, unroll=True), shape=(None, 10**6, 4)),
        "heads": sequential(layer("GroupNormalization", "wide", groups=10**12)),
        "resize": sequential(layer("Resizing", "wide", height=10**9, width=10**9), shape=(None, 8, 8, 3)),
        "upsampling": sequential(layer("UpSampling2D", "wide", size=[10**9, 10**9]), shape=(None, 8, 8, 3)),
    }


def tensor(name: Any, node: Any = 0, index: Any = 0) -> Config:
    """A reference to the output of a layer, as Keras 3 writes it."""
    return {
        "class_name": "__keras_tensor__",
        "config": {"shape": [None, 4], "dtype": "float32", "keras_history": [name, node, index]},
    }


def call(*tensors: Any, **keywords: Any) -> list[Config]:
    return [{"args": list(tensors), "kwargs": keywords}]


def functional(layers: list[Config], inputs: Any, outputs: Any) -> Config:
    """A functional model as Keras 3 writes it."""
    first = {**layer("InputLayer", "x", batch_shape=[None, 4], dtype="float32"), "name": "x", "inbound_nodes": []}
    return {
        "module": "keras",
        "class_name": "Functional",
        "config": {
            "name": "model",
            "trainable": True,
            "layers": [first, *layers],
            "input_layers": inputs,
            "output_layers": outputs,
        },
        "registered_name": "Functional",
    }


def called(data: Config, nodes: Any) -> Config:
    return {**data, "name": data["config"]["name"], "inbound_nodes": nodes}


def knots(trap: Trap) -> dict[str, Config]:
    """Graphs that are none: cycles, references into nothing, numbers out of range, wrong types everywhere."""
    x, add = ["x", 0, 0], layer("Add", "add")

    def one(nodes: Any, inputs: Any = (("x", 0, 0),), outputs: Any = (("d", 0, 0),), extra: Any = ()) -> Config:
        return functional(
            [called(dense("d"), nodes), *extra], [list(item) for item in inputs], [list(item) for item in outputs]
        )

    return {
        "cycle of one": one(call(tensor("d"))),
        "cycle of two": one(call(tensor("e")), extra=[called(dense("e"), call(tensor("d")))]),
        "cycle through a list": one(
            call(tensor("a")), extra=[called({**add, "config": {"name": "a"}}, call([tensor("x"), tensor("d")]))]
        ),
        "cycle beside the output": functional(
            [
                called(dense("d"), call(tensor("x"))),
                called(dense("e"), call(tensor("f"))),
                called(dense("f"), call(tensor("e"))),
            ],
            [x],
            [["d", 0, 0]],
        ),
        "missing layer": one(call(tensor("nobody"))),
        "missing node": one(call(tensor("x", 7))),
        "node out of range": one(call(tensor("x", 10**18))),
        "negative node": one(call(tensor("x", -1))),
        "output out of range": one(call(tensor("x", 0, 10**18))),
        "negative output": one(call(tensor("x", 0, -1))),
        "history of texts": one(call(tensor("x", "a", "b"))),
        "history too short": one(call({"class_name": "__keras_tensor__", "config": {"keras_history": ["x"]}})),
        "no history": one(call({"class_name": "__keras_tensor__", "config": {}})),
        "history of a dict": one(call(tensor({"a": 1}))),
        "no calls": one([]),
        "calls are a text": one("calls"),
        "calls are a number": one(5),
        "call is a text": one(["call"]),
        "args are a dict": one([{"args": {"a": 1}, "kwargs": []}]),
        "kwargs are a list": one([{"args": [tensor("x")], "kwargs": [1]}]),
        "call without a tensor": one(call(1, 2, 3)),
        "unknown argument": one(call(tensor("x"), nobody=tensor("x"))),
        "no inputs": one(call(tensor("x")), inputs=()),
        "input that is none": one(call(tensor("x")), inputs=(("d", 0, 0),)),
        "input missing": one(call(tensor("x")), inputs=(("nobody", 0, 0),)),
        "no outputs": one(call(tensor("x")), outputs=()),
        "output missing": one(call(tensor("x")), outputs=(("nobody", 0, 0),)),
        "output node missing": one(call(tensor("x")), outputs=(("d", 5, 0),)),
        "output is an input": one(call(tensor("x")), outputs=(("x", 0, 0),)),
        "outputs are a text": functional([called(dense("d"), call(tensor("x")))], "x", "d"),
        "outputs are a number": functional([called(dense("d"), call(tensor("x")))], 3, 4),
        "two layers of one name": one(call(tensor("x")), extra=[called(dense("d"), call(tensor("x")))]),
        "layers are a dict": functional({"a": 1}, [x], [x]),  # type: ignore[arg-type]
        "layers are numbers": functional([1, None, "a", []], [x], [x]),  # type: ignore[list-item]
        "layer without config": functional(
            [{"class_name": "Dense", "name": "d", "inbound_nodes": call(tensor("x"))}], [x], [["d", 0, 0]]
        ),
        "layer without class": functional(
            [{"config": {"name": "d"}, "name": "d", "inbound_nodes": []}], [x], [["d", 0, 0]]
        ),
        "config is a list": functional(
            [{"class_name": "Dense", "config": [1], "name": "d", "inbound_nodes": call(tensor("x"))}],
            [x],
            [["d", 0, 0]],
        ),
        "name is a number": functional([called(dense(7), call(tensor("x")))], [x], [[7, 0, 0]]),  # type: ignore[arg-type]
        "name is empty": functional([called(dense(""), call(tensor("x")))], [x], [["", 0, 0]]),
        "name is long": functional([called(dense("n" * 1_000_000), call(tensor("x")))], [x], [["n" * 1_000_000, 0, 0]]),
        "names of control": functional(
            [called(dense("a\nb\0c\u202e/.."), call(tensor("x")))], [x], [["a\nb\0c\u202e/..", 0, 0]]
        ),
        "old calls": functional([called(dense("d"), [[["x", 0, 0, {}]]])], [x], [["d", 0, 0]]),
        "old calls broken": functional([called(dense("d"), [[["x"], 3, [[]], {"a": 1}]])], [x], [["d", 0, 0]]),
        "empty sequential": {"class_name": "Sequential", "config": {"name": "m", "layers": []}},
        "sequential of nothing": {"class_name": "Sequential", "config": []},
        "sequential without layers": {"class_name": "Sequential", "config": {"name": "m"}},
        "sequential of texts": {"class_name": "Sequential", "config": ["a", 1, None]},
        "functional without layers": {"class_name": "Functional", "config": {"name": "m"}},
        "model of old": {"class_name": "Model", "config": {"layers": [], "input_layers": [], "output_layers": []}},
        "graph of keras 0": {"class_name": "Graph", "config": {"nodes": {}, "edges": []}},
        "a layer alone": dense("alone"),
        "inputs inside": sequential(*([sequential(dense("d"))["config"]["layers"][0]] * 3)),
        "bidirectional of nothing": sequential(layer("Bidirectional", "b", layer=None), shape=(None, 5, 4)),
        "wrapper of itself": sequential(
            layer(
                "TimeDistributed",
                "a",
                layer=layer("TimeDistributed", "b", layer=layer("TimeDistributed", "c", layer={})),
            ),
            shape=(None, 5, 4),
        ),
        "models fifty deep": deep(50),
        "wrappers fifty deep": sequential(wrappers(50), shape=(None, 5, 4)),
    }


def deep(levels: int) -> Config:
    model = sequential(dense("core"))
    for level in range(levels):
        model = sequential(model, name=f"level_{level}")
    return model


def wrappers(levels: int) -> Config:
    inner = dense("core")
    for level in range(levels):
        inner = layer("TimeDistributed", f"level_{level}", layer=inner)
    return inner


FAMILIES: tuple[tuple[str, Callable[[Trap], dict[str, Config]]], ...] = (
    ("code", code),
    ("references", references),
    ("other files", other_files),
    ("bombs", bombs),
    ("knots", knots),
)


def as_file(path: Path) -> bool:
    """Whether a model is also opened as a file, not only as text: one reference to a function is like the other."""
    return path.suffix != ".json" or not path.name.startswith("references")
