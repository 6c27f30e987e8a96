"""Small networks for canvas tests, built with the document's own edits."""

from __future__ import annotations

from collections.abc import Sequence

from core.graph import edits, naming
from core.graph.model import Graph
from core.graph.values import FrozenMap, Source, Value, frozen


class Builder:
    """Adds layers one by one; each returns its node id."""

    def __init__(self) -> None:
        self.graph = Graph()

    def add(
        self,
        layer: str,
        inputs: str | Sequence[str] | None = None,
        *,
        at: tuple[float, float] | None = None,
        name: str = "",
        argument: str = "inputs",
        **params: object,
    ) -> str:
        """One call of a new ``keras.layers`` layer."""
        node_id = naming.new_id(self.graph.nodes, "n")
        value: Value = None
        if isinstance(inputs, str):
            value = Source(inputs)
        elif inputs is not None:
            value = tuple(Source(item) for item in inputs)
        self.graph = edits.add_node(
            self.graph,
            f"keras.layers.{layer}",
            name=name,
            params={key: frozen(item) for key, item in params.items()},
            arguments=FrozenMap({argument: value} if value is not None else {}),
            position=at,
            node_id=node_id,
        )
        return node_id


def chain(*layers: str, step: float = 120.0) -> Graph:
    """Layers below each other, each fed by the one above."""
    builder = Builder()
    last = None
    for index, layer in enumerate(layers):
        starter = {"shape": (8, 8, 1)} if layer == "InputLayer" else {}
        last = builder.add(layer, last, at=(0.0, index * step), **starter)
    return builder.graph


def residual(blocks: int = 2, *, placed: bool = False) -> Graph:
    """A residual network; without ``placed`` the nodes have no positions."""
    builder = Builder()
    x = builder.add("InputLayer", name="image", shape=(8, 8, 1))
    x = builder.add("Conv2D", x, name="stem", filters=16, kernel_size=3, padding="same", activation="relu")
    for index in range(blocks):
        conv = builder.add("Conv2D", x, name=f"conv_{index}", filters=16, kernel_size=3, padding="same")
        norm = builder.add("BatchNormalization", conv, name=f"norm_{index}")
        x = builder.add("Add", [norm, x], name=f"add_{index}")
    x = builder.add("GlobalAveragePooling2D", x, name="pool")
    builder.add("Dense", x, name="digits", units=10, activation="softmax")
    graph = builder.graph
    if placed:
        graph = edits.move_nodes(graph, {node: (0.0, 120.0 * place) for place, node in enumerate(graph.nodes)})
    return graph
