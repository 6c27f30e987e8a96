"""What a layer keeps when it becomes another type: shared parameters, those of the same meaning, and its wires.

Does not belong here: the edit of types without a catalogue (graph.edits). Invariant: one call is one edit; a parameter that the
new type does not know is dropped, one that cannot be right there (two sizes where it wants one) too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.catalog.ports import free_port, input_ports
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.errors import EditError
from core.graph import edits, queries
from core.graph.model import Graph, Node
from core.graph.naming import snake_case, unique_name
from core.graph.values import EMPTY, FrozenMap, Source, Value
from core.texts import text

ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"units", "filters", "output_dim"}),
    frozenset({"kernel_size", "pool_size", "size"}),
    frozenset({"kernel_initializer", "depthwise_initializer", "embeddings_initializer"}),
    frozenset({"kernel_regularizer", "depthwise_regularizer", "embeddings_regularizer"}),
    frozenset({"rate", "stddev"}),
)
"""Parameters of different names that mean the same."""


def kept_params(old: LayerSpec | None, new: LayerSpec, params: Mapping[str, Value]) -> FrozenMap[str, Value]:
    """The parameters of a layer that becomes ``new``: what it had, as far as that means something there, over the starter."""
    made: dict[str, Value] = dict(new.starter)
    known = {param.name: param for param in new.params}
    for name, value in params.items():
        target = name if name in known else _alike(name, known, params)
        if target is None:
            continue
        before = old.param(name) if old is not None else None
        if _fits(before, known[target], value):
            made[target] = value
    return FrozenMap(made)


def _alike(name: str, known: Mapping[str, ParamSpec], params: Mapping[str, Value]) -> str | None:
    group = next((group for group in ALIKE if name in group), frozenset())
    return next((other for other in sorted(group) if other in known and other not in params), None)


def _fits(old: ParamSpec | None, new: ParamSpec, value: Value) -> bool:
    if value is None:
        return new.nullable
    if isinstance(value, tuple) and new.kind in (ParamKind.INT_OR_TUPLE, ParamKind.TUPLE):
        return new.length in (0, len(value))
    if new.kind == ParamKind.CHOICE and new.choices and not new.open:
        return value in new.choices
    if new.kind == ParamKind.INT:
        return isinstance(value, int) and not isinstance(value, bool)
    if new.kind == ParamKind.FLOAT:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if new.kind == ParamKind.BOOL:
        return isinstance(value, bool)
    return (
        old is None
        or old.kind == new.kind
        or ({old.kind, new.kind} <= {ParamKind.INT, ParamKind.INT_OR_TUPLE} and not isinstance(value, tuple))
    )


def replace_type(graph: Graph, layer_id: str, old: LayerSpec | None, new: LayerSpec) -> Graph:
    """Turn the layer into the new type, keeping calls, wires and what its parameters share. EditError for inputs.

    Wires end at the new type's ports in their order; what finds no port is disconnected. A name that Keras gave follows the
    type, one that the user gave stays.
    """
    layer = graph.layers[layer_id]
    if layer.is_input or not new.inputs:
        raise EditError(
            text(
                "An input cannot become a layer nor a layer an input. Received: {name!r}, {type!r}",
                name=layer.name,
                type=new.type,
            )
        )
    params = kept_params(old, new, layer.params)
    changed = replace(layer, type=new.type, params=params, raw=None, repeat=1)
    own, counted = snake_case(layer.class_name) or "layer", layer.name.rstrip("0123456789").rstrip("_")
    if counted == own or layer.name == own:
        name = unique_name(graph, snake_case(new.class_name) or "layer", ignore=layer_id)
        changed = replace(changed, name=name)
    graph = replace(graph, layers=graph.layers.set(layer_id, changed))
    for node_id in queries.calls_of(graph, layer_id):
        graph = _rewired(graph, node_id, new)
    return graph


def _rewired(graph: Graph, node_id: str, new: LayerSpec) -> Graph:
    """The graph with the node's wires at the ports of its new type."""
    node = graph.nodes[node_id]
    sources = [edge.source for edge in queries.node_edges(graph, node_id)]
    names = {port.name for port in new.inputs}
    lists = {port.name for port in new.inputs if port.kind == "list"}
    if all(edge.path[0] in names and (len(edge.path) > 1) == (edge.path[0] in lists)
           for edge in queries.node_edges(graph, node_id)):  # fmt: skip
        kept = {name: value for name, value in node.arguments.items() if name in names or new.param(name) is not None}
        if len(kept) == len(node.arguments):
            return graph
        return _put(graph, node, FrozenMap(kept))
    graph = _put(graph, node, EMPTY)
    for source in sources:
        now = graph.nodes[node_id]
        port = free_port(input_ports(new, now, graph.layer_of(node_id), optional=True))
        if port is None:
            break
        graph = edits.connect(graph, Source(source.node, source.output), node_id, port.path)
    return graph


def _put(graph: Graph, node: Node, arguments: FrozenMap[str, Value]) -> Graph:
    for name in list(node.arguments):
        if name not in arguments:
            graph = edits.remove_argument(graph, node.id, (name,))
    return graph
