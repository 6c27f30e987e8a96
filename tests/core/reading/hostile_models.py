"""Configs of models that are valid JSON and would do harm if they were believed: code, references, files, bombs, knots.

Each would at most create the marker file, read the bait, or change a setting of Keras that the tests look at. Not here:
files that are damaged as files (files).
"""

from __future__ import annotations

import base64
import marshal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.core.reading.files import dense, sequential

Config = dict[str, Any]


@dataclass(frozen=True)
class Trap:
    """Where the harm would be seen: ``marker`` would be created, ``bait`` (a file that exists) would be read."""

    marker: Path
    bait: Path

    def bytecode(self) -> str:
        """What Keras keeps of a Lambda: marshalled code. This one would create the marker."""
        code = compile(f"open({str(self.marker)!r}, 'w')", "<trap>", "eval")
        return base64.b64encode(marshal.dumps(code)).decode()


def layer(class_name: str, name: str, module: str | None = "keras.layers", **config: Any) -> Config:
    """Any layer as Keras 3 writes it."""
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": name, **config},
        "registered_name": None if module else class_name,
    }


def function(module: str, name: str) -> Config:
    """A reference to a function, as Keras 3 writes it."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def code(trap: Trap) -> dict[str, Config]:
    """Python code in a model, in all the places where Keras has looked for it."""
    keras3 = {"class_name": "__lambda__", "config": {"code": trap.bytecode(), "defaults": None, "closure": None}}
    old = [trap.bytecode(), None, None]
    three = layer("Lambda", "trap", function=keras3, arguments={})
    two = {
        "class_name": "Lambda",
        "config": {"name": "trap", "function": old, "function_type": "lambda", "module": "__main__", "arguments": {}},
    }
    found = {
        "lambda of keras 3": sequential(three),
        "lambda of keras 2": sequential(two),
        "lambda in TimeDistributed": sequential(layer("TimeDistributed", "outer", layer=three), shape=(None, 5, 4)),
        "lambda of keras 2 in TimeDistributed": sequential(
            layer("TimeDistributed", "outer", layer=two), shape=(None, 5, 4)
        ),
        "lambda in Bidirectional": sequential(
            layer("Bidirectional", "outer", layer=three, merge_mode="concat"), shape=(None, 5, 4)
        ),
        "lambda in a nested model": sequential(sequential(three, name="inner")),
        "lambda as activation": sequential(dense("trap", activation=keras3)),
        "lambda as initializer": sequential(dense("trap", kernel_initializer=keras3)),
        "lambda as regularizer": sequential(dense("trap", kernel_regularizer=keras3)),
        "lambda as cell": sequential(layer("RNN", "trap", cell=three), shape=(None, 5, 4)),
        "lambda in RandomApply": sequential(layer("Pipeline", "trap", layers=[three])),
        "code in output_shape": sequential(
            {**two, "config": {**two["config"], "output_shape": old, "output_shape_type": "lambda"}}
        ),
        "code as constraint": sequential(
            dense("trap", kernel_constraint={"class_name": "Lambda", "config": two["config"]})
        ),
    }
    for place in ("loss", "optimizer", "metrics"):
        value: Any = [keras3] if place == "metrics" else keras3
        found[f"lambda as {place}"] = {**sequential(dense("plain")), "compile_config": {"loss": "mse", place: value}}
    found["lambda in losses by output"] = {
        **sequential(dense("plain")),
        "compile_config": {"loss": {"plain": keras3}, "loss_weights": {"plain": keras3}, "optimizer": "adam"},
    }
    return found


REFERENCES = (
    ("os", "system"),
    ("builtins", "exec"),
    ("builtins", "eval"),
    ("builtins", "open"),
    ("posix", "system"),
    ("subprocess", "Popen"),
    ("importlib", "import_module"),
    ("keras.config", "set_floatx"),
    ("keras.config", "enable_unsafe_deserialization"),
    ("keras.src.backend.config", "set_floatx"),
    ("keras.utils", "get_file"),
    ("keras.models", "load_model"),
    ("keras.saving", "load_model"),
    ("keras.src.utils.file_utils", "get_file"),
    ("numpy", "load"),
    ("pickle", "loads"),
    ("netwright_trap_module", "spring"),
)


def references(trap: Trap) -> dict[str, Config]:
    """Names of functions and classes that are not Keras's layers, wherever a config may name one."""
    found: dict[str, Config] = {}
    for module, name in REFERENCES:
        target = function(module, name)
        found[f"{module}.{name} as activation"] = sequential(dense("trap", activation=target))
        found[f"{module}.{name} as Lambda"] = sequential(
            layer("Lambda", "trap", function=target, arguments={"value": "float64", "command": f"touch {trap.marker}"})
        )
        found[f"{module}.{name} as layer"] = sequential(
            layer(name, "trap", module=module, args=[str(trap.marker), "w"])
        )
        found[f"{module}.{name} by text"] = sequential(dense("trap", activation=f"{module}.{name}"))
        found[f"{module}.{name} registered"] = sequential(
            {"module": module, "class_name": name, "config": {"name": "trap"}, "registered_name": f"{module}>{name}"}
        )
        found[f"{module}.{name} as initializer"] = sequential(
            dense(
                "trap", kernel_initializer={"module": module, "class_name": name, "config": {"name": str(trap.marker)}}
            )
        )
        found[f"{module}.{name} as loss"] = {
            **sequential(dense("plain")),
            "compile_config": {"loss": target, "optimizer": target, "metrics": [target, f"{module}.{name}"]},
        }
    found["__typespec__"] = sequential(
        dense(
            "trap",
            units={"class_name": "__typespec__", "spec_name": "netwright_trap_module", "module": "os", "config": [[4]]},
        )
    )
    found["typespec of old"] = sequential(
        {
            "class_name": "TypeSpec",
            "type_spec": "RaggedTensorSpec",
            "serialized": [str(trap.marker)],
            "config": {"name": "trap"},
        }
    )
    found["dtype policy"] = sequential(dense("trap", dtype=function("os", "system")))
    found["build_config"] = sequential({**dense("trap"), "build_config": function("os", "system")})
    found["class of its own"] = sequential(layer("Trap", "trap", module="netwright_trap_module", path=str(trap.marker)))
    found["model of its own"] = {**sequential(dense("plain")), "module": "netwright_trap_module", "class_name": "Trap"}
    return found


def other_files(trap: Trap) -> dict[str, Config]:
    """Layers that Keras reads files or addresses for."""
    bait, url = str(trap.bait), "http://127.0.0.1:9/netwright"
    return {
        "vocabulary of StringLookup": sequential(layer("StringLookup", "trap", vocabulary=bait)),
        "vocabulary of IntegerLookup": sequential(layer("IntegerLookup", "trap", vocabulary=bait)),
        "vocabulary of TextVectorization": sequential(layer("TextVectorization", "trap", vocabulary=bait)),
        "vocabulary at an address": sequential(layer("StringLookup", "trap", vocabulary=url)),
        "vocabulary in a list": sequential(layer("StringLookup", "trap", vocabulary=[bait])),
        "vocabulary in an object": sequential(
            layer(
                "StringLookup", "trap", vocabulary={"class_name": "Path", "module": "pathlib", "config": {"path": bait}}
            )
        ),
        "vocabulary inside": sequential(
            layer("TimeDistributed", "outer", layer=layer("StringLookup", "trap", vocabulary=bait)), shape=(None, 5, 4)
        ),
        "vocabulary in a Pipeline": sequential(
            layer("Pipeline", "outer", layers=[layer("StringLookup", "trap", vocabulary=bait)])
        ),
        "weights of idf": sequential(
            layer("TextVectorization", "trap", vocabulary=["a"], output_mode="tf_idf", idf_weights=bait)
        ),
        "TFSMLayer": sequential(layer("TFSMLayer", "trap", filepath=str(trap.bait.parent), call_endpoint="serve")),
        "TFSMLayer inside": sequential(
            layer("TimeDistributed", "outer", layer=layer("TFSMLayer", "trap", filepath=str(trap.bait.parent))),
            shape=(None, 5, 4),
        ),
        "TorchModuleWrapper": sequential(
            layer(
                "TorchModuleWrapper",
                "trap",
                module_="x",
                **{"module": {"class_name": "__bytes__", "config": trap.bytecode()}},
            )
        ),
        "JaxLayer": sequential(
            layer("JaxLayer", "trap", call_fn=function("os", "system"), init_fn=function("os", "system"))
        ),
        "FlaxLayer": sequential(layer("FlaxLayer", "trap", module_=function("os", "system"))),
        "hub layer": sequential(layer("KerasLayer", "trap", module="tensorflow_hub.keras_layer", handle=url)),
        "feature extractor": sequential(layer("Dense", bait, units=1)),
    }


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
