"""Graphs and projects built call by call, for tests that need a network of their own.

Not here: whole networks (nets, block_nets).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace

from core.graph import edits
from core.graph.model import Block, Graph, Project, Structure
from core.graph.values import EMPTY, Array, FrozenMap, KerasObject, Source, Value, frozen


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
