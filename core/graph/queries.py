"""Questions about a graph, answered without changing it: edges, order, reach, interface, integrity.

Does not belong here: what a layer means to Keras (catalog, analysis).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.graph.inner_models import graph_blocks, reaches
from core.graph.model import Graph, Project, Structure
from core.graph.values import FrozenMap, Path, Source, walk_sources
from core.texts import text


@dataclass(frozen=True, slots=True)
class Edge:
    """A wire: the source inside one argument of a node. ``path`` starts with the argument's name."""

    source: Source
    target: str
    path: Path

    @property
    def key(self) -> tuple[str, Path]:
        """What identifies the wire: a place inside an argument holds one source."""
        return self.target, self.path


def node_edges(graph: Graph, node_id: str) -> Iterator[Edge]:
    """The wires that end at the node, in argument order."""
    for path, source in walk_sources(graph.nodes[node_id].arguments):
        yield Edge(source, node_id, path)


def edges(graph: Graph) -> list[Edge]:
    """All wires, by target node in node order and then by argument order."""
    return [edge for node_id in graph.nodes for edge in node_edges(graph, node_id)]


def edges_from(graph: Graph, node_id: str) -> list[Edge]:
    """The wires that start at the node."""
    return [edge for edge in edges(graph) if edge.source.node == node_id]


def predecessors(graph: Graph, node_id: str) -> list[str]:
    """Nodes whose outputs the node takes, each once, in argument order."""
    return list(dict.fromkeys(edge.source.node for edge in node_edges(graph, node_id)))


def successor_map(graph: Graph) -> dict[str, list[str]]:
    """For every node the nodes that take one of its outputs, each once, in node order."""
    result: dict[str, dict[str, None]] = {node_id: {} for node_id in graph.nodes}
    for edge in edges(graph):
        if edge.source.node in result:
            result[edge.source.node][edge.target] = None
    return {node_id: list(targets) for node_id, targets in result.items()}


def topological_order(graph: Graph) -> tuple[list[str], set[str]]:
    """Nodes so that sources come first, ties in node order, and the nodes on or behind a cycle (not in the list)."""
    waiting = {node_id: len(predecessors(graph, node_id)) for node_id in graph.nodes}
    successors = successor_map(graph)
    ready = deque(node_id for node_id, count in waiting.items() if count == 0)
    order: list[str] = []
    while ready:
        node_id = ready.popleft()
        order.append(node_id)
        for target in successors[node_id]:
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    return order, set(graph.nodes) - set(order)


def _reach(start: Iterable[str], step: dict[str, list[str]]) -> set[str]:
    seen = set(start)
    stack = list(seen)
    while stack:
        for neighbour in step.get(stack.pop(), ()):
            if neighbour not in seen:
                seen.add(neighbour)
                stack.append(neighbour)
    return seen


def downstream(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """The nodes and everything that depends on them."""
    return _reach(node_ids, successor_map(graph))


def upstream(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """The nodes and everything they depend on."""
    return _reach(node_ids, {node_id: predecessors(graph, node_id) for node_id in graph.nodes})


def would_cycle(graph: Graph, source: str, target: str) -> bool:
    """True if a wire from ``source`` to ``target`` would close a cycle."""
    return source == target or source in downstream(graph, (target,))


def structure_sources(structure: Structure) -> list[Source]:
    """The sources of an input or output structure, flattened in order."""
    return [source for _, source in walk_sources(structure)]  # type: ignore[arg-type]


def input_nodes(graph: Graph) -> list[str]:
    """The model's inputs in order: the declared ones, else every input node."""
    if graph.inputs is not None:
        return [source.node for source in structure_sources(graph.inputs)]
    return [node_id for node_id, node in graph.nodes.items() if graph.layers[node.layer].is_input]


def output_sources(graph: Graph) -> list[Source]:
    """The model's outputs in order: the declared ones, else output 0 of every node whose outputs nothing uses.

    Input nodes that feed nothing and nodes that take no source at all are no outputs, unless they are declared.
    """
    if graph.outputs is not None:
        return structure_sources(graph.outputs)
    used = {edge.source.node for edge in edges(graph)}
    return [
        Source(node_id)
        for node_id in graph.nodes
        if node_id not in used and any(True for _ in node_edges(graph, node_id))
    ]


def calls_of(graph: Graph, layer_id: str) -> list[str]:
    """The nodes that call the layer, in node order; more than one means shared weights."""
    return [node_id for node_id, node in graph.nodes.items() if node.layer == layer_id]


def shared_layers(graph: Graph) -> dict[str, list[str]]:
    """Layers that are called more than once, with their nodes."""
    calls: dict[str, list[str]] = {}
    for node_id, node in graph.nodes.items():
        calls.setdefault(node.layer, []).append(node_id)
    return {layer_id: nodes for layer_id, nodes in calls.items() if len(nodes) > 1}


def blocks_used(project: Project) -> set[str]:
    """Names of the blocks that the main graph uses, directly, inside parameters or through other blocks."""
    return reaches(project.blocks, graph_blocks(project.graph))


def check(graph: Graph) -> list[str]:
    """Broken invariants of the document, as sentences; empty for every graph that edits can make."""
    broken: list[str] = []
    called = {node.layer for node in graph.nodes.values()}
    for layer_id, layer in graph.layers.items():
        if layer.id != layer_id:
            broken.append(text("The layer under {layer!r} calls itself {other!r}.", layer=layer_id, other=layer.id))
        if layer_id not in called:
            broken.append(text("No node calls the layer {name!r} ({layer}).", name=layer.name, layer=layer_id))
    for node_id, node in graph.nodes.items():
        if node.id != node_id:
            broken.append(text("The node under {node!r} calls itself {other!r}.", node=node_id, other=node.id))
        if node.layer not in graph.layers:
            broken.append(
                text(
                    "The node {node!r} calls the layer {layer!r}, which does not exist.", node=node_id, layer=node.layer
                )
            )
        for edge in node_edges(graph, node_id):
            if edge.source.node not in graph.nodes:
                broken.append(
                    text(
                        "The node {node!r} takes an output of {other!r}, which does not exist.",
                        node=node_id,
                        other=edge.source.node,
                    )
                )
    for structure in (graph.inputs, graph.outputs):
        for source in structure_sources(structure):
            if source.node not in graph.nodes:
                broken.append(
                    text("The model's interface names the node {node!r}, which does not exist.", node=source.node)
                )
    for node_id in graph.layout.positions:
        if node_id not in graph.nodes:
            broken.append(text("There is a position for the node {node!r}, which does not exist.", node=node_id))
    return broken


def is_structure_of_one(structure: Structure) -> bool:
    """True for a bare source (Keras: one tensor, not a list of one)."""
    return isinstance(structure, Source)


def structure_names(structure: Structure) -> list[str]:
    """The keys of a map structure in order, or an empty list."""
    return list(structure) if isinstance(structure, FrozenMap) else []
