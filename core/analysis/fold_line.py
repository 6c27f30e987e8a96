"""A graph written as a line of tokens, so that repeated structure becomes repeated text.

The order follows the data: a node stands as late as possible, right before what needs it, the deepest branch first. So
the parts of a periodic network stand one behind the other, however the document orders them. Every stretch of a
topological order is convex: no path leaves it and comes back. Does not belong here: finding repeats (fold_search).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.catalog.spec import LayerSpec
from core.graph.model import Block, Graph, Layer
from core.graph.queries import node_edges, output_sources, shared_layers, topological_order
from core.graph.values import FrozenMap, Source, Value, exact_key, map_sources


class Specs(Protocol):
    """What is asked of the catalogue: the defaults of a type's parameters."""

    def get(self, type: str) -> LayerSpec | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """The nodes of a graph in a row, by place.

    ``labels`` are equal for nodes that differ in numbers only, ``exact`` for nodes that do not differ at all; both say
    nothing of where arguments come from. ``refs`` are the arguments as (place, output). A ``barrier`` can be part of no
    block. ``earlier`` is the place of the call before of the same layer (-1: none), ``latest`` that of the last call.
    ``belongs`` is true for what goes with the layer before it (the activation, normalization or dropout right behind a
    layer with a kernel). ``live`` are the places (at most :data:`MOST_LIVE`, ascending) of values made before a place and
    used there or later.
    """

    ids: Sequence[str]
    refs: Sequence[tuple[tuple[int, int], ...]]
    labels: Sequence[int]
    exact: Sequence[int]
    barrier: Sequence[bool]
    earlier: Sequence[int]
    latest: Sequence[int]
    belongs: Sequence[bool]
    live: Sequence[Sequence[int]]


MOST_LIVE = 32
_DEEPEST_KEY = 20
"""Branches of branches that are kept at their place; what is deeper comes last."""
_WITH_KERNEL = re.compile(r"Conv[123]D(Transpose)?$|Dense$")
_FOLLOWER = re.compile(
    r"Normalization$|Activation$|Dropout|[A-Z]e?LU|Softmax$|^(relu|gelu|silu|swish|elu|selu|leaky_relu)$"
)


def line_of(graph: Graph, blocks: Mapping[str, Block], specs: Specs) -> Line:
    """The line of the graph; nodes on or behind a cycle are left out."""
    ids = _order(graph)
    place = {node_id: number for number, node_id in enumerate(ids)}
    refs = [
        tuple((place[edge.source.node], edge.source.output) for edge in node_edges(graph, node_id)) for node_id in ids
    ]
    tokens = _Tokens(specs)
    pairs = [tokens.of(graph.layer_of(node_id), graph.nodes[node_id].arguments) for node_id in ids]
    earlier, latest = [-1] * len(ids), list(range(len(ids)))
    for calls in shared_layers(graph).values():
        places = sorted(place.get(node_id, len(ids)) for node_id in calls)
        for before, number in zip([-1, *places], places, strict=False):
            if number < len(ids):
                earlier[number], latest[number] = before, places[-1]
    return Line(
        ids,
        refs,
        [label for label, _ in pairs],
        [exact for _, exact in pairs],
        [_is_barrier(graph.layer_of(node_id), blocks) or graph.nodes[node_id].bypassed for node_id in ids],
        earlier,
        latest,
        [_belongs(graph, node_id) for node_id in ids],
        _live(graph, place, refs),
    )


def defaults_of(layer: Layer, specs: Specs) -> dict[str, Value]:
    """The parameters of a layer that were not set, as far as the catalogue knows them."""
    spec = specs.get(layer.type)
    if spec is None:
        return {}
    return {param.name: param.default for param in spec.params if not param.required and param.name not in layer.params}


def _is_barrier(layer: Layer, blocks: Mapping[str, Block]) -> bool:
    unknown = layer.block is not None and layer.block not in blocks
    return layer.is_input or layer.raw is not None or unknown


def _belongs(graph: Graph, node_id: str) -> bool:
    if not _FOLLOWER.search(graph.layer_of(node_id).class_name):
        return False
    first = next(node_edges(graph, node_id), None)
    return first is not None and bool(_WITH_KERNEL.search(graph.layer_of(first.source.node).class_name))


def _order(graph: Graph) -> list[str]:
    order, _ = topological_order(graph)
    before = {
        node_id: list(dict.fromkeys(edge.source.node for edge in node_edges(graph, node_id))) for node_id in order
    }
    depth: dict[str, int] = {}
    for node_id in order:
        depth[node_id] = 1 + max((depth[source] for source in before[node_id]), default=0)
        before[node_id].sort(key=lambda source: -depth[source])
    used = {source for sources in before.values() for source in sources}
    rank = {source.node: -number for number, source in enumerate(reversed(output_sources(graph)), 1)}
    sinks = sorted((each for each in order if each not in used), key=lambda each: (-depth[each], rank.get(each, 0)))
    # A branch that only leads to another output stands right behind what it begins with: keys of its nodes are those of
    # that node with something added.
    keys: dict[str, tuple[int, ...]] = {}
    for number, sink in enumerate(sinks):
        branch = _branch(sink, before, keys)
        inside = set(branch)
        begins = [keys[source] for node_id in branch for source in before[node_id] if source not in inside]
        start = max(begins, default=())
        if len(start) > _DEEPEST_KEY or not start:
            start = (len(order),) if number else ()
        root = (*start, number) if number else ()
        for place, node_id in enumerate(branch):
            keys[node_id] = (*root, place)
    return sorted(keys, key=lambda node_id: keys[node_id])


def _branch(sink: str, before: Mapping[str, Sequence[str]], placed: Mapping[str, object]) -> list[str]:
    """All that the sink needs and that is not placed yet, the sink last; each node as late as possible."""
    line: list[str] = []
    done: set[str] = set()
    stack = [(sink, iter(before[sink]))]
    while stack:
        node_id, rest = stack[-1]
        following = next((source for source in rest if source not in done and source not in placed), None)
        if following is not None:
            stack.append((following, iter(before[following])))
            continue
        stack.pop()
        if node_id not in done:
            done.add(node_id)
            line.append(node_id)
    return line


def _live(graph: Graph, place: Mapping[str, int], refs: Sequence[tuple[tuple[int, int], ...]]) -> list[list[int]]:
    """For every place the places of the values that are still needed there; one entry per value."""
    end = len(refs)
    last: dict[tuple[int, int], int] = {}
    for number, values in enumerate(refs):
        for value in values:
            last[value] = number
    for source in output_sources(graph):
        if source.node in place:
            last[place[source.node], source.output] = end
    for node_id in graph.nodes:
        if node_id not in place:  # behind a cycle
            for edge in node_edges(graph, node_id):
                if edge.source.node in place:
                    last[place[edge.source.node], edge.source.output] = end
    made: dict[int, list[int]] = {}
    for (number, _), until in last.items():
        made.setdefault(number, []).append(until)
    live: list[list[int]] = []
    current: list[tuple[int, int]] = []
    for number in range(end + 1):
        current = [(at, until) for at, until in current if until >= number][-MOST_LIVE:]
        live.append([at for at, _ in current])
        current.extend((number, until) for until in made.get(number, ()))
    return live


class _Tokens:
    """Numbers for what nodes are; equal parameters are looked at once."""

    def __init__(self, specs: Specs) -> None:
        self._specs = specs
        self._seen: dict[str, tuple[str, str]] = {}
        self._numbers: dict[str, int] = {}

    def of(self, layer: Layer, arguments: FrozenMap[str, Value]) -> tuple[int, int]:
        """The label and the exact number of a call."""
        shape = map_sources(arguments, lambda source: Source(""))
        key = f"{layer.type!r}{exact_key(layer.params)}{exact_key(layer.repeat)}"
        if key not in self._seen:
            params = FrozenMap({**defaults_of(layer, self._specs), **layer.params, "repeat ": layer.repeat})
            self._seen[key] = (f"{layer.type!r}{_loose_key(params)}", f"{layer.type!r}{exact_key(params)}")
        label, exact = self._seen[key]
        # The order of arguments says which value counts as the first, so it is part of the key.
        names = repr(list(arguments))
        return self._number(f"{label}{names}{_loose_key(shape)}"), self._number(f"{exact}{names}{exact_key(shape)}")

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


def _loose_key(value: Value) -> str:
    """Like ``exact_key``, but all numbers are alike, and all tuples of nothing but numbers."""
    if isinstance(value, FrozenMap):
        return "{" + ",".join(f"{key!r}:{_loose_key(value[key])}" for key in sorted(value)) + "}"
    if _is_number(value):
        return "#"
    if isinstance(value, tuple):
        return "(" + ",".join(_loose_key(item) for item in value) + ")"
    return exact_key(value)


def _is_number(value: Value) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(_is_number(item) for item in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)
