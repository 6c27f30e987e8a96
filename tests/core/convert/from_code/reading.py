"""What the tests of reading code share: code as text in, the rows of its graph out. Not a test itself."""

from __future__ import annotations

import textwrap
from typing import Any

from core.convert.from_code.reader import read_code
from core.convert.imported import Imported
from core.graph.model import Graph
from core.graph.queries import check
from core.graph.values import map_sources

HEAD = """
from keras.models import Sequential, Model
from keras.layers import *
import keras
"""


def read(text: str, head: str = HEAD) -> Imported:
    """Read code; its graphs must keep the invariants of the document."""
    made = read_code(head + textwrap.dedent(text), "example.py")
    assert check(made.project.graph) == []
    for block in made.project.blocks.values():
        assert check(block.graph) == []
    return made


def rows(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    """Class and parameters of each node, in order."""
    return [(layer.class_name, dict(layer.params)) for layer in map(graph.layer_of, graph.nodes)]


def classes(made: Imported) -> list[str]:
    """The classes of the main graph, in order."""
    return [name for name, _ in rows(made.project.graph)]


def params(made: Imported, name: str) -> dict[str, Any]:
    """The parameters of the layer of that name."""
    (layer,) = [layer for layer in made.project.graph.layers.values() if layer.name == name]
    return dict(layer.params)


def wires(made: Imported) -> dict[str, dict[str, Any]]:
    """For each node (by the name of its layer) its arguments, with names in the places of sources."""
    graph = made.project.graph

    def named(source: Any) -> str:
        return graph.name_of(source.node) + (f":{source.output}" if source.output else "")

    return {
        graph.name_of(node.id): {key: map_sources(value, named) for key, value in node.arguments.items()}
        for node in graph.nodes.values()
    }
