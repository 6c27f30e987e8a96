"""Small graphs for the tests of the document, built by its own edits, and their wires as texts."""

from __future__ import annotations

from core.graph import edits, queries
from core.graph.model import INPUT_TYPE, Graph
from core.graph.values import Source


def chain(*types: str) -> Graph:
    """An input ``n1`` and one layer after the other: ``n2``, ``n3``..."""
    graph = edits.add_node(Graph(), INPUT_TYPE, position=(0.0, 0.0))
    for number, name in enumerate(types, 1):
        graph = edits.add_node(
            graph, f"keras.layers.{name}", arguments={"inputs": Source(f"n{number}")}, position=(0.0, 90.0 * number)
        )
    return graph


def joined() -> Graph:
    """An input ``n1``, two layers ``n2`` and ``n3`` on it, and an Add ``n4`` of all three in a list."""
    graph = edits.add_node(Graph(), INPUT_TYPE)
    for _ in range(2):
        graph = edits.add_node(graph, "keras.layers.Dense", arguments={"inputs": Source("n1")})
    return edits.add_node(graph, "keras.layers.Add", arguments={"inputs": (Source("n1"), Source("n2"), Source("n3"))})


def wires(graph: Graph) -> list[str]:
    """Wires as texts like ``n1>n2:inputs.0``."""
    return [
        f"{edge.source.node}>{edge.target}:{'.'.join(str(step) for step in edge.path)}" for edge in queries.edges(graph)
    ]
