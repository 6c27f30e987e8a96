"""Writes the graph of a template down layer by layer and lays it out, with titled frames.

Does not belong here: what is in a template (make_templates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.graph import edits, naming, queries
from core.graph.model import INPUT_TYPE, Frame, Graph, Layout
from core.graph.values import FrozenMap, Source, Value, frozen
from core.layout.layered import LayoutEdge, LayoutNode, arrange

# The size of a node's card on the canvas.
CARD = (210.0, 64.0)
FRAME_SIDE, FRAME_TOP, FRAME_BOTTOM = 30.0, 36.0, 6.0
"""Around the cards of a frame: top and bottom share the 44 between two ranks, so that frames behind each other stay apart."""


class Builder:
    """Writes a graph down layer by layer; a layer takes the one before it unless told otherwise."""

    def __init__(self, name: str) -> None:
        self.graph = Graph(name=name)
        self.last: tuple[str, ...] = ()

    def add(self, kind: str, name: str, *, after: str | Sequence[str] | None = None, **params: Any) -> str:
        """Add a layer and return its node; ``after`` names the node, or nodes, that it takes."""
        type_name = INPUT_TYPE if kind == "Input" else f"keras.layers.{kind}"
        arguments: dict[str, Value] = {}
        if kind != "Input":
            sources = self.last if after is None else (after,) if isinstance(after, str) else tuple(after)
            port = "sequences" if kind == "LSTM" else "inputs"
            taken = tuple(Source(node) for node in sources)
            arguments[port] = taken if kind in ("Add", "Concatenate") else taken[0]
        node = naming.new_id(self.graph.nodes, "n")
        self.graph = edits.add_node(
            self.graph,
            type_name,
            name=name,
            params={key: frozen(value) for key, value in params.items()},
            arguments=arguments,
            node_id=node,
        )
        self.last = (node,)
        return node

    def arranged(self, frames: dict[str, Sequence[str]] | None = None) -> Graph:
        """The graph laid out from top to bottom, with a titled frame around each group of nodes."""
        nodes = [LayoutNode(node, *CARD) for node in self.graph.nodes]
        wires = [LayoutEdge(edge.source.node, edge.target, edge.key) for edge in queries.edges(self.graph)]
        made = arrange(nodes, wires)
        positions = {str(node): (round(x, 1), round(y, 1)) for node, (x, y) in made.positions.items()}
        framed = {
            f"f{number}": _frame(f"f{number}", title, [positions[node] for node in members])
            for number, (title, members) in enumerate((frames or {}).items(), start=1)
        }
        return replace(self.graph, layout=Layout(positions=FrozenMap(positions), frames=FrozenMap(framed)))


def _frame(frame_id: str, title: str, centres: Sequence[tuple[float, float]]) -> Frame:
    left = min(x for x, _ in centres) - CARD[0] / 2 - FRAME_SIDE
    right = max(x for x, _ in centres) + CARD[0] / 2 + FRAME_SIDE
    top = min(y for _, y in centres) - CARD[1] / 2 - FRAME_TOP
    bottom = max(y for _, y in centres) + CARD[1] / 2 + FRAME_BOTTOM
    return Frame(frame_id, title, left, top, right - left, bottom - top)
