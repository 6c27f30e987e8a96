"""Which nodes, layers and blocks of two projects correspond, though their ids, and perhaps their names, differ.

Evidence counts in this order: the same name, settings and neighbours; a name that a person chose; the same computation
before and behind a node; settings that occur once; a name that Keras gives by counting; neighbours that correspond. Where
several nodes look the same, they correspond in their order. Does not belong here: taking ids over (adopting), saying what
differs (comparison). Invariants: each node and each layer has at most one counterpart; a graph corresponds to a copy of it
with other ids node by node.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from core.graph.inner_models import rename_in_graph
from core.graph.model import Block, Graph, Layer
from core.graph.naming import snake_case
from core.graph.values import Path, Source, Value, exact_key, map_sources, walk_sources

_ALIKE = 0.5
"""The least share of layer types that two blocks of different names have in common to be the same block."""
_MOST_CANDIDATES = 64
"""Of a node with more neighbours than this only the first are asked whom they know."""
_NUMBERED = re.compile(r"(_\d+)+$")


@dataclass(slots=True)
class Match:
    """Counterparts, each mapping new id to old id."""

    nodes: dict[str, str] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)


def match_graphs(old: Graph, new: Graph) -> Match:
    """Which nodes and layers of ``new`` are which of ``old``."""
    if old is new:
        return Match({key: key for key in old.nodes}, {key: key for key in old.layers})
    shapes: dict[Hashable, int] = {}
    pairing = _Pairing(_Side(old, shapes), _Side(new, shapes))
    before, after = pairing.old, pairing.new
    pairing.by(lambda side, n: (side.named[n], side.feeding(n), side.fed(n)))
    pairing.by(lambda side, n: (side.named[n], side.feeding(n)))
    pairing.by(lambda side, n: (side.named[n], side.fed(n)))
    pairing.by(lambda side, n: None if side.is_counted(n) else (side.layer(n).name, side.layer(n).type))
    if pairing.is_done():
        return pairing.match
    before.look_around()
    after.look_around()
    pairing.by(lambda side, n: (side.above[n], side.below[n]))
    pairing.by(lambda side, n: side.above[n])
    pairing.by(lambda side, n: side.below[n])
    pairing.by(lambda side, n: side.shape[n] if side.layer(n).params else None, once=True)
    pairing.by(lambda side, n: (side.layer(n).name, side.layer(n).type))
    pairing.by(lambda side, n: (side.layer(n).name, side.layer(n).is_input))
    pairing.by_neighbours()
    return pairing.match


def match_blocks(old: Mapping[str, Block], new: Mapping[str, Block]) -> dict[str, str]:
    """Which blocks are the same, new name to old name: by name, by a name written alike, else by what is inside."""
    found = {name: name for name in new if name in old}
    left = [name for name in old if name not in found]
    written: dict[str, list[str]] = {}
    for name in left:
        written.setdefault(plain_name(name), []).append(name)
    for name in new:
        same = written.get(plain_name(name), []) if name not in found else []
        if same:
            found[name] = same.pop(0)
    taken = set(found.values())
    profiles = {name: _profile(old[name]) for name in left if name not in taken}
    for name in new:
        if name in found or not profiles:
            continue
        own = _profile(new[name])
        likeness = {other: _likeness(own, profile) for other, profile in profiles.items()}
        best = max(likeness, key=lambda other: likeness[other])
        if likeness[best] >= _ALIKE and old[best].kind == new[name].kind:
            found[name] = best
            del profiles[best]
    return found


def plain_name(name: str) -> str:
    """A name as it may come back from code: small letters and digits, and without the ``build_`` of a nested model."""
    return re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_").removeprefix("build_")


def _profile(block: Block) -> Counter[str]:
    return Counter("block" if layer.block is not None else layer.type for layer in block.graph.layers.values())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    most = sum((one | other).values())
    return sum((one & other).values()) / most if most else 1.0


def is_counted_name(layer: Layer) -> bool:
    """True for a name that says nothing but the kind of layer and perhaps a number, as Keras gives them."""
    bare = _NUMBERED.sub("", layer.name)
    return bare in (snake_case(layer.class_name), layer.class_name) or (
        layer.is_input and bare in ("input", "input_layer")
    )


def with_block_names(graph: Graph, names: Mapping[str, str]) -> Graph:
    """The graph with its instances of blocks calling them by other names, old name for new."""
    return rename_in_graph(graph, names)


class _Side:
    """One of the two graphs, with what is compared of each node."""

    def __init__(self, graph: Graph, shapes: dict[Hashable, int]) -> None:
        self.graph = graph
        self.sources: dict[str, list[tuple[Path, Source]]] = {}
        self.targets: dict[str, list[tuple[str, Path, int]]] = {key: [] for key in graph.nodes}
        self.shape: dict[str, int] = {}
        """The settings of layer and call, without the wires: equal numbers for equal settings."""
        self.named: dict[str, tuple[str, int]] = {}
        self.above: dict[str, int] = {}
        self.below: dict[str, int] = {}
        layers = {
            key: (layer.type, exact_key(layer.params), exact_key(layer.repeat), layer.raw)
            for key, layer in graph.layers.items()
        }
        for key, node in graph.nodes.items():
            found = self.sources[key] = list(walk_sources(node.arguments))
            form = tuple((name, _form(value)) for name, value in node.arguments.items())
            self.shape[key] = shapes.setdefault((layers[node.layer], form), len(shapes))
            self.named[key] = (graph.layers[node.layer].name, self.shape[key])
            for path, source in found:
                if source.node in self.targets:
                    self.targets[source.node].append((key, path, source.output))

    def layer(self, node_id: str) -> Layer:
        return self.graph.layers[self.graph.nodes[node_id].layer]

    def is_counted(self, node_id: str) -> bool:
        return is_counted_name(self.layer(node_id))

    def feeding(self, node_id: str) -> Hashable:
        """Names and settings of what the node takes its inputs from."""
        return tuple([(path, self.named.get(source.node), source.output) for path, source in self.sources[node_id]])

    def fed(self, node_id: str) -> Hashable:
        """Names and settings of what takes the node's outputs."""
        return tuple(sorted([hash((self.named[target], *rest)) for target, *rest in self.targets[node_id]]))

    def look_around(self) -> None:
        """Fill ``above`` and ``below``: equal where everything before, or behind, a node computes the same."""
        waiting = {key: sum(source.node in self.targets for _, source in found) for key, found in self.sources.items()}
        order = [key for key, count in waiting.items() if count == 0]
        for key in order:  # grows while it is walked through
            known = tuple([(path, self.above.get(s.node), s.output) for path, s in self.sources[key]])
            self.above[key] = hash((self.shape[key], known))
            for target, _, _ in self.targets[key]:
                waiting[target] -= 1
                if waiting[target] == 0:
                    order.append(target)
        for key in self.graph.nodes:
            if key not in self.above:  # on a cycle, or behind one
                self.above[key] = self.below[key] = hash((self.shape[key], "cycle"))
        for key in reversed(order):
            fed = sorted([hash((self.below[target], path, output)) for target, path, output in self.targets[key]])
            self.below[key] = hash((self.shape[key], tuple(fed)))


def _form(value: Value) -> str:
    """An argument without its sources: only where they stand, and which output they take."""
    if isinstance(value, Source):
        return f">{value.output}"
    return exact_key(map_sources(value, lambda source: Source("", source.output)))


Key = Callable[[_Side, str], Hashable]


class _Pairing:
    """The counterparts found so far."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        self.match = Match()
        self._layer_of_old: dict[str, str] = {}
        self._left_old = dict.fromkeys(old.graph.nodes)
        self._left_new = dict.fromkeys(new.graph.nodes)

    def is_done(self) -> bool:
        return not self._left_old or not self._left_new

    def _fits(self, new: str, old: str) -> bool:
        """True if calling the two nodes the same does not call two layers the same that are not."""
        ours, theirs = self.new.graph.nodes[new].layer, self.old.graph.nodes[old].layer
        return self.match.layers.get(ours, theirs) == theirs and self._layer_of_old.get(theirs, ours) == ours

    def _pair(self, new: str, old: str, *, layers: bool = True) -> None:
        self.match.nodes[new] = old
        del self._left_new[new], self._left_old[old]
        if layers:
            ours, theirs = self.new.graph.nodes[new].layer, self.old.graph.nodes[old].layer
            self.match.layers[ours] = theirs
            self._layer_of_old[theirs] = ours

    def by(self, key: Key, *, once: bool = False) -> None:
        """Pair nodes with equal keys in their order; None is no key. With ``once`` only keys that occur once a side."""
        if self.is_done():
            return
        groups: dict[Hashable, list[str]] = {}
        for node_id in self._left_old:
            groups.setdefault(key(self.old, node_id), []).append(node_id)
        groups.pop(None, None)
        keys = {node_id: key(self.new, node_id) for node_id in self._left_new}
        count = Counter(keys.values()) if once else Counter[Hashable]()
        for node_id, wanted in keys.items():
            group = groups.get(wanted)
            if not group or (once and (len(group) != 1 or count[wanted] != 1)):
                continue
            for place, other in enumerate(group):
                if self._fits(node_id, other):
                    self._pair(node_id, other)
                    del group[place]
                    break

    def by_neighbours(self) -> None:
        """Pair what stands at the same place: first only the same kind of layer, then whatever took its place there."""
        for same_type, layers in ((True, True), (False, True), (True, False)):
            found = True
            while found and not self.is_done():
                found = False
                for node_id in list(self._left_new):
                    best = self._best_at(node_id, same_type, layers)
                    if best is not None:
                        self._pair(node_id, best, layers=layers)
                        found = True

    def _best_at(self, node_id: str, same_type: bool, layers: bool) -> str | None:
        """The node of the old graph with the most neighbours that correspond to those of the new node."""
        above: Counter[str] = Counter()
        below: Counter[str] = Counter()
        for path, source in self.new.sources[node_id]:
            other = self.match.nodes.get(source.node)
            for target, at, output in self.old.targets.get(other or "", ())[:_MOST_CANDIDATES]:
                if target in self._left_old:
                    above[target] += 2 if (at, output) == (path, source.output) else 1
        for target, path, _ in self.new.targets[node_id][:_MOST_CANDIDATES]:
            other = self.match.nodes.get(target)
            for at, source in self.old.sources.get(other or "", ())[:_MOST_CANDIDATES]:
                if source.node in self._left_old:
                    below[source.node] += 2 if at == path else 1
        own = self.new.layer(node_id)
        best, most = None, 0
        for other in {**above, **below}:
            layer = self.old.layer(other)
            if layer.is_input != own.is_input or (layers and not self._fits(node_id, other)):
                continue
            if layer.type != own.type and (same_type or not (above[other] and below[other])):
                continue
            score = above[other] + below[other] + 2 * (self.old.shape[other] == self.new.shape[node_id])
            if score > most:
                best, most = other, score
        return best
