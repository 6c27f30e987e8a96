"""The order in which generated code makes the layers of a graph, and the objects that their parameters hold.

A new layer draws the seeds of its initial weights from Python's random numbers. A model that is built in this order has,
after the same seed, the very weights of the model that the generated code makes. Does not belong here: building (to_keras),
writing (code_body), both of which follow the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.catalog.custom import SEPARATOR
from core.convert.code_context import has_object, without_shared_blocks
from core.convert.code_order import writing_order
from core.convert.code_values import Specs
from core.convert.op_names import counted_pairs, op_names
from core.graph.expand import is_function
from core.graph.expressions import substitute
from core.graph.model import Block, Graph, Layer
from core.graph.queries import output_sources, upstream
from core.graph.values import FrozenMap, KerasObject, Value


def making_order(graph: Graph, blocks: FrozenMap[str, Block], values: Mapping[str, Value] | None = None) -> list[str]:
    """The ids of the layers as ``expand_graph(graph, blocks, values)`` writes them out, in the order of the code.

    Layers that lead to no output of their block's function are there too, where that function makes them. Raises
    ConversionError for graphs that no code can be written for.
    """
    return list(dict.fromkeys(_order(graph, blocks, values or {}, "", False)))


def in_code_order(graph: Graph, specs: Specs) -> Graph:
    """The graph with the parameters of its layers in the order of the code; the same graph where they are already."""
    changed = {}
    for layer_id, layer in graph.layers.items():
        params = _sorted(layer.type, layer.params, specs)
        if params is not layer.params:
            changed[layer_id] = replace(layer, params=params)
    return replace(graph, layers=graph.layers.update(changed)) if changed else graph


def _sorted(type_name: str, params: FrozenMap[str, Value], specs: Specs) -> FrozenMap[str, Value]:
    if not any(has_object(value) for value in params.values()):
        return params
    spec = None if SEPARATOR in type_name else specs.get(type_name)
    names = [param.name for param in spec.params if param.name in params] if spec is not None else []
    order = list(dict.fromkeys((*names, *params)))
    made = {name: _inside(params[name], specs) for name in order}
    same = order == list(params) and all(made[name] is params[name] for name in order)
    return params if same else FrozenMap(made)


def _inside(value: Value, specs: Specs) -> Value:
    if isinstance(value, tuple):
        items = tuple(_inside(item, specs) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, KerasObject):
        params = _sorted(value.type, value.params, specs)
        return value if params is value.params else KerasObject(value.type, params)
    return value


def _order(
    graph: Graph, blocks: FrozenMap[str, Block], values: Mapping[str, Value], place: str, inside: bool
) -> Iterator[str]:
    graph = without_shared_blocks(graph, blocks)
    needed = upstream(graph, (source.node for source in output_sources(graph)))
    wishes = [] if inside else counted_pairs(graph, op_names(graph, needed))
    for node_id in writing_order(graph, needed, wishes):
        layer = graph.layer_of(node_id)
        if not is_function(layer, blocks):
            if not layer.is_op:
                yield place + layer.id
            continue
        block = blocks[layer.class_name]
        params = substitute(layer.params, values)
        inner = {**block.parameters, **(params if isinstance(params, FrozenMap) else {})}
        for copy in _copies(layer, values):
            yield from _order(block.graph, blocks, inner, f"{place}{layer.id}/{copy}", True)


def _copies(layer: Layer, values: Mapping[str, Value]) -> list[str]:
    """The part of the ids that tells copies apart; nothing for a single one."""
    times = substitute(layer.repeat, values)
    if not isinstance(times, int) or isinstance(times, bool) or times <= 1:
        return [""]
    return [f"{copy}/" for copy in range(1, times + 1)]
