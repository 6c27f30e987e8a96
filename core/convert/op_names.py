"""Which names operations get: an op function takes none, so Keras counts (``add``, ``add_1``...).

Generated code is plain where the names it wants are those that Keras gives in a fresh process, and says ``named(...)``
elsewhere. Does not belong here: names of variables. Invariant: an op that is left to Keras cannot meet a layer of the
same name.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.convert.identifiers import snake_case
from core.graph.inner_models import block_of
from core.graph.model import Graph
from core.graph.queries import topological_order
from core.graph.values import FrozenMap, KerasObject, Value

# Functions that make exactly one operation, counted under the function's own name.
COUNTED = frozenset(
    {
        *"add subtract multiply divide true_divide floor_divide mod power negative absolute matmul get_item".split(),
        *"less less_equal greater greater_equal maximum minimum where concatenate stack reshape transpose".split(),
        *"squeeze expand_dims mean max min sum prod exp log sqrt square sin cos clip cast relu sigmoid tanh split einsum".split(),
    }
)


def op_names(graph: Graph, needed: set[str]) -> dict[str, str]:
    """The name of every needed op node, as ``to_keras`` gives them: the layer's, made unique where it is taken."""
    taken = {layer.name for layer in graph.layers.values() if not layer.is_op}
    names: dict[str, str] = {}
    for node_id in topological_order(graph)[0]:
        layer = graph.layer_of(node_id)
        if node_id not in needed or not layer.is_op:
            continue
        name, number = layer.name, 0
        while name in taken:
            number += 1
            name = f"{layer.name}_{number}"
        taken.add(name)
        names[node_id] = name
    return names


def counted_pairs(graph: Graph, names: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of op nodes whose names say in which order Keras counted them (``add`` before ``add_1``)."""
    counted: dict[str, list[tuple[int, str]]] = {}
    for node_id, name in names.items():
        function = function_of(graph.layer_of(node_id).type)
        rest = name[len(function) :]
        if function in COUNTED and name.startswith(function) and _is_count(rest):
            counted.setdefault(function, []).append((int(rest[1:] or 0), node_id))
    pairs: list[tuple[str, str]] = []
    for nodes in counted.values():
        ordered = [node_id for _, node_id in sorted(nodes)]
        pairs.extend(zip(ordered, ordered[1:], strict=False))
    return pairs


def counted_by_keras(graph: Graph, order: Sequence[str], names: dict[str, str], elsewhere: set[str]) -> set[str]:
    """The op nodes that Keras itself names as wanted in a fresh process, when written in this order.

    ``elsewhere`` are the functions that other parts of the module call: their operations are counted too.
    """
    by_function: dict[str, list[str]] = {}
    others: list[str] = []
    busy = set(elsewhere)
    for node_id in order:
        layer = graph.layer_of(node_id)
        if layer.is_op:
            by_function.setdefault(function_of(layer.type), []).append(node_id)
    for layer in graph.layers.values():
        if not layer.is_op:
            others.append(layer.name)
            busy |= _inner_classes(layer.params)
    left: set[str] = set()
    for function, nodes in by_function.items():
        wanted = [function, *(f"{function}_{number}" for number in range(1, len(nodes)))]
        free = function in COUNTED and function not in busy
        if free and [names[node_id] for node_id in nodes] == wanted and not _may_meet(function, others):
            left.update(nodes)
    return left


def function_of(type_name: str) -> str:
    """``keras.ops.add`` -> ``add``; ops of submodules keep theirs and are never counted."""
    name = type_name.removeprefix("keras.ops.")
    return {"getitem": "get_item", "abs": "absolute"}.get(name, name)


def _may_meet(function: str, names: list[str]) -> bool:
    return any(name.startswith(function) and _is_count(name[len(function) :]) for name in names)


def _is_count(rest: str) -> bool:
    return not rest or (rest[0] == "_" and rest[1:].isdecimal())


def _inner_classes(value: Value) -> set[str]:
    """What Keras counts for objects inside parameters: an inner layer without a name takes one."""
    if isinstance(value, tuple):
        return {name for item in value for name in _inner_classes(item)}
    if isinstance(value, FrozenMap):
        return {name for item in value.values() for name in _inner_classes(item)}
    if isinstance(value, KerasObject) and block_of(value) is not None:
        return set()  # models are built by functions that name them
    if isinstance(value, KerasObject):
        return {snake_case(value.type.rpartition(".")[2]), *_inner_classes(value.params)}
    return set()
