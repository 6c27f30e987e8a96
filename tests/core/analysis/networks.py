"""Graphs of the kinds people draw, built with the document's own edits, for the tests of analysis and conversion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.graph import edits
from core.graph.model import Block, Graph, Project, Structure
from core.graph.values import FrozenMap, KerasObject, Slice, Source, Value, frozen


class Draw:
    """Adds nodes to a graph; ``layer`` and ``op`` return the node's first output."""

    def __init__(self, name: str = "model") -> None:
        self.graph = Graph(name=name)

    def input(self, name: str, *shape: int | None, **params: Any) -> Source:
        return self._add("keras.layers.InputLayer", name, {"shape": shape, **params}, {})

    def layer(
        self, kind: str, name: str, *inputs: Source, params: dict[str, Any] | None = None, **calls: Any
    ) -> Source:
        arguments: dict[str, Any] = dict(calls)
        if inputs:
            first = {"LSTM": "sequences", "GRU": "sequences", "Bidirectional": "sequences"}.get(kind, "inputs")
            merges = kind in ("Add", "Concatenate", "Multiply", "Subtract", "Average", "Dot", "Attention")
            arguments = {first: tuple(inputs) if merges else inputs[0], **arguments}
        return self._add(f"keras.layers.{kind}", name, params or {}, arguments)

    def op(self, kind: str, name: str, params: dict[str, Any] | None = None, **arguments: Any) -> Source:
        return self._add(f"keras.ops.{kind}", name, params or {}, arguments)

    def block(
        self, block: str, name: str, params: dict[str, Any] | None = None, repeat: Any = 1, **calls: Any
    ) -> Source:
        made = self._add(f"block:{block}", name, params or {}, calls)
        layer = self.graph.nodes[made.node].layer
        self.graph = edits.set_repeat(self.graph, layer, repeat)
        return made

    def again(self, first: Source, **arguments: Any) -> Source:
        """Another call of the layer that made ``first``."""
        layer = self.graph.nodes[first.node].layer
        before = set(self.graph.nodes)
        self.graph = edits.add_call(self.graph, layer, arguments=_values(arguments))
        return Source(next(node for node in self.graph.nodes if node not in before))

    def outputs(self, structure: Structure) -> None:
        self.graph = edits.set_outputs(self.graph, structure)

    def inputs(self, structure: Structure) -> None:
        self.graph = edits.set_inputs(self.graph, structure)

    def project(self, *blocks: Block, **fields: Any) -> Project:
        return Project(graph=self.graph, blocks=FrozenMap({block.name: block for block in blocks}), **fields)

    def _add(self, type_name: str, name: str, params: dict[str, Any], arguments: dict[str, Any]) -> Source:
        before = set(self.graph.nodes)
        self.graph = edits.add_node(
            self.graph, type_name, name=name, params=_values(params), arguments=_values(arguments)
        )
        return Source(next(node for node in self.graph.nodes if node not in before))


def _values(data: dict[str, Any]) -> dict[str, Value]:
    return {key: frozen(value) for key, value in data.items()}


def set_params(project: Project, layer_name: str, **params: Any) -> Project:
    """The project after an edit of a layer of the main graph, found by name."""
    graph = project.graph
    layer = next(layer for layer in graph.layers.values() if layer.name == layer_name)
    return replace(project, graph=edits.set_params(graph, [layer.id], _values(params)))


def node_named(graph: Graph, name: str, call: int = 0) -> str:
    """The id of the node that calls the layer of that name."""
    return [node for node in graph.nodes if graph.name_of(node) == name][call]


def cnn(size: int = 28, filters: int = 8) -> Project:
    draw = Draw("cnn")
    x = draw.input("image", size, size, 1)
    x = draw.layer("Conv2D", "conv", x, params={"filters": filters, "kernel_size": 3, "activation": "relu"})
    x = draw.layer("MaxPooling2D", "pool", x)
    x = draw.layer("Flatten", "flat", x)
    x = draw.layer("Dropout", "drop", x, params={"rate": 0.5})
    draw.layer("Dense", "digits", x, params={"units": 10, "activation": "softmax"})
    return draw.project()


def residual() -> Project:
    draw = Draw("residual")
    x = draw.input("image", 8, 8, 3)
    x = draw.layer("Conv2D", "stem", x, params={"filters": 4, "kernel_size": 3, "padding": "same"})
    y = draw.layer("BatchNormalization", "norm", x)
    y = draw.layer("Activation", "act", y, params={"activation": "relu"})
    y = draw.layer("Conv2D", "conv", y, params={"filters": 4, "kernel_size": (3, 3), "padding": "same"})
    x = draw.layer("Add", "sum", x, y)
    x = draw.layer("GlobalAveragePooling2D", "mean", x)
    draw.layer("Dense", "out", x, params={"units": 3})
    return draw.project()


def tagger() -> Project:
    """Embedding, Bidirectional LSTM, states handed from one LSTM to the next, TimeDistributed."""
    draw = Draw("tagger")
    words = draw.input("words", 12, dtype="int32")
    x = draw.layer("Embedding", "embed", words, params={"input_dim": 50, "output_dim": 6, "mask_zero": True})
    inner = KerasObject("keras.layers.LSTM", FrozenMap({"units": 4, "return_sequences": True}))
    x = draw.layer("Bidirectional", "both", x, params={"layer": inner})
    first = draw.layer("LSTM", "encode", x, params={"units": 5, "return_state": True, "return_sequences": True})
    states = (Source(first.node, 1), Source(first.node, 2))
    y = draw.layer("LSTM", "decode", first, params={"units": 5, "return_sequences": True}, initial_state=states)
    dense = KerasObject("keras.layers.Dense", FrozenMap({"units": 3, "activation": "softmax"}))
    draw.layer("TimeDistributed", "tags", y, params={"layer": dense})
    return draw.project()


def attention_and_ops() -> Project:
    """MultiHeadAttention with named inputs, ``1 - x``, a slice, einsum and a constant."""
    draw = Draw("attention")
    x = draw.input("steps", 6, 4)
    y = draw.layer("MultiHeadAttention", "attend", params={"num_heads": 2, "key_dim": 3}, query=x, value=x)
    y = draw.op("subtract", "invert", x1=1, x2=y)
    y = draw.op("multiply", "scale", x1=y, x2=0.5)
    z = draw.op("einsum", "mix", {"subscripts": "bij,bkj->bik"}, operands=(y, x))
    z = draw.op("get_item", "first", x=z, key=(Slice(), 0))
    z = draw.op("concatenate", "join", {"axis": -1}, xs=(z, z))
    draw.layer("Dense", "out", z, params={"units": 2})
    return draw.project()


def two_heads() -> Project:
    """Two inputs by name, a shared layer, outputs by name."""
    draw = Draw("siamese")
    a = draw.input("left", 5)
    b = draw.input("right", 5)
    shared = draw.layer("Dense", "shared", a, params={"units": 4, "activation": "tanh"})
    other = draw.again(shared, inputs=b)
    joined = draw.layer("Concatenate", "joined", shared, other)
    kind = draw.layer("Dense", "kind", joined, params={"units": 3, "activation": "softmax"})
    score = draw.layer("Dense", "score", joined, params={"units": 1, "kernel_regularizer": "l2"})
    draw.inputs(FrozenMap({"left": a, "right": b}))
    draw.outputs(FrozenMap({"kind": kind, "score": score}))
    return draw.project()


def residual_block() -> Block:
    """A function block with a parameter: two convolutions and a sum."""
    from core.graph.values import Expression

    draw = Draw("residual")
    x = draw.input("x", 8, 8, 4)
    conv = {"filters": Expression("filters"), "kernel_size": 3, "padding": "same"}
    y = draw.layer("Conv2D", "first", x, params={**conv, "activation": "relu"})
    y = draw.layer("Conv2D", "second", y, params=conv)
    draw.layer("Add", "sum", x, y)
    return Block("residual", "function", FrozenMap({"filters": 4}), draw.graph)


def head_block() -> Block:
    """A model block: two dense layers."""
    draw = Draw("head")
    x = draw.input("features", 4)
    x = draw.layer("Dense", "hidden", x, params={"units": 6, "activation": "relu"})
    draw.layer("Dense", "logits", x, params={"units": 2})
    return Block("head", "model", FrozenMap(), draw.graph)


def with_blocks(repeat: Any = 3) -> Project:
    """A stem, repeated function blocks, and a model block that is called twice."""
    draw = Draw("blocks")
    x = draw.input("image", 8, 8, 4)
    x = draw.block("residual", "stage", {"filters": 4}, repeat, x=x)
    pooled = draw.layer("GlobalAveragePooling2D", "mean", x)
    peak = draw.layer("GlobalMaxPooling2D", "peak", x)
    one = draw.block("head", "head", features=pooled)
    two = draw.again(one, features=peak)
    draw.layer("Add", "total", one, two)
    return draw.project(residual_block(), head_block())


EVERY = {
    "cnn": cnn,
    "residual": residual,
    "tagger": tagger,
    "attention": attention_and_ops,
    "two heads": two_heads,
    "blocks": with_blocks,
}
