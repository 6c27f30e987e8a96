"""Graphs to lay out: (node names, (source, target) pairs) with the structure of real networks."""

from __future__ import annotations

import random
from collections.abc import Sequence

from core.layout.layered import LayoutEdge, LayoutNode

Network = tuple[list[str], list[tuple[str, str]]]
WIDTH, HEIGHT = 210.0, 64.0


class _Builder:
    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.edges: list[tuple[str, str]] = []

    def add(self, name: str, *sources: str) -> str:
        self.nodes.append(name)
        self.edges.extend((source, name) for source in sources)
        return name

    def chain(self, prefix: str, count: int, source: str) -> str:
        for number in range(count):
            source = self.add(f"{prefix}{number}", source)
        return source

    @property
    def network(self) -> Network:
        return self.nodes, self.edges


def as_items(network: Network) -> tuple[list[LayoutNode], list[LayoutEdge]]:
    nodes, edges = network
    return (
        [LayoutNode(name, WIDTH, HEIGHT) for name in nodes],
        [LayoutEdge(source, target, number) for number, (source, target) in enumerate(edges)],
    )


def chain(length: int = 6) -> Network:
    build = _Builder()
    build.chain("layer", length - 1, build.add("input"))
    return build.network


def residual(blocks: int = 4) -> Network:
    """As ResNet: every other block has a projection beside the main path, the others an identity."""
    build = _Builder()
    at = build.chain("stem", 3, build.add("input"))
    for block in range(blocks):
        main = build.chain(f"main{block}_", 8, at)
        side = build.chain(f"side{block}_", 2, at) if block % 2 == 0 else at
        at = build.add(f"relu{block}", build.add(f"add{block}", side, main))
    build.add("output", at)
    return build.network


def residual_of(count: int) -> Network:
    """A residual network of about ``count`` nodes."""
    return residual(count // 11)


def inception(blocks: int = 3) -> Network:
    build = _Builder()
    at = build.chain("stem", 4, build.add("input"))
    for block in range(blocks):
        ends = [build.chain(f"branch{block}_{length}_", length, at) for length in (3, 6, 9, 4)]
        at = build.add(f"concat{block}", *ends)
    build.add("output", at)
    return build.network


def u_net(depth: int = 4) -> Network:
    build = _Builder()
    at = build.add("input")
    skips = []
    for level in range(depth):
        skips.append(build.chain(f"down{level}_", 2, at))
        at = build.add(f"pool{level}", skips[-1])
    at = build.chain("middle", 2, at)
    for level in reversed(range(depth)):
        at = build.add(f"concat{level}", skips[level], build.add(f"up{level}", at))
        at = build.chain(f"decode{level}_", 2, at)
    build.add("output", at)
    return build.network


def transformer(blocks: int = 2) -> Network:
    build = _Builder()
    at = build.add("sum", build.add("embed", build.add("tokens")), build.add("position", build.add("positions")))
    for block in range(blocks):
        norm = build.add(f"norm{block}", at)
        heads = [build.add(f"{name}{block}", norm) for name in ("query", "key", "value")]
        at = build.add(f"add{block}", at, build.add(f"attention{block}", *heads))
        at = build.add(f"add_b{block}", at, build.chain(f"feed{block}_", 4, at))
    build.add("output", at)
    return build.network


def dense(layers: int = 79) -> Network:
    """One block of a DenseNet without transitions: 79 layers give 159 nodes and 3,239 wires."""
    build = _Builder()
    outputs = [build.add("input")]
    for layer in range(layers):
        outputs.append(build.add(f"conv{layer}", build.add(f"concat{layer}", *outputs)))
    return build.network


def random_dag(count: int = 2000, wires: int = 3600, seed: int = 1) -> Network:
    source = random.Random(seed)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < wires:
        a, b = source.randrange(count), source.randrange(count)
        if a != b:
            pairs.add((min(a, b), max(a, b)))
    return [str(number) for number in range(count)], [(str(a), str(b)) for a, b in sorted(pairs)]


def from_keras(name: str) -> Network:
    """The layers of ``keras.applications.NAME`` with random weights, and how they are wired."""
    import keras

    model = getattr(keras.applications, name)(weights=None)
    edges = [
        (tensor._keras_history.operation.name, layer.name)
        for layer in model.layers
        for call in layer._inbound_nodes
        for tensor in call.input_tensors
    ]
    nodes = [layer.name for layer in model.layers]
    keras.backend.clear_session()
    return nodes, edges


def dot_source(network: Network, spacing: Sequence[float] = (0.4, 0.44)) -> str:
    """The same graph for Graphviz, with boxes and distances of the same size (72 units to the inch become 100)."""
    nodes, edges = network
    lines = [
        "digraph {",
        f"nodesep={spacing[0]} ranksep={spacing[1]}",
        f'node [shape=box fixedsize=true width={WIDTH / 100} height={HEIGHT / 100} label=""]',
        *(f'"{name}"' for name in nodes),
        *(f'"{source}" -> "{target}"' for source, target in edges),
        "}",
    ]
    return "\n".join(lines)
