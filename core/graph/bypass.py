"""Bypassed nodes: calls that stay in the document but let their first input through when the network is computed.

A mark counts only where it can mean something: the node takes an input and nothing uses an output of it but the first. Does
not belong here: whether the shapes allow it (analysis), how it is drawn or written as code. Invariant: a project without
marks that count comes back as the very object it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.errors import EditError
from core.graph.model import Graph, Node, Project, Structure
from core.graph.queries import output_sources, structure_sources
from core.graph.values import FrozenMap, Source, map_sources, walk_sources
from core.texts import text


def set_bypassed(graph: Graph, node_ids: Iterable[str], bypassed: bool) -> Graph:
    """Mark nodes as bypassed, or as taking part again; EditError for a node that cannot let anything through."""
    changed: dict[str, Node] = {}
    beyond = _used_beyond_first(graph) if bypassed else frozenset()
    for node_id in node_ids:
        node = graph.nodes.get(node_id)
        if node is None:
            raise EditError(text("There is no node {node!r}.", node=node_id))
        if bypassed and first_source(node) is None:
            raise EditError(
                text("{name!r} has no input to let through, so it cannot be bypassed.", name=graph.name_of(node_id))
            )
        if bypassed and node_id in beyond:
            raise EditError(
                text(
                    "{name!r} has several outputs in use; one that passes its input has one.",
                    name=graph.name_of(node_id),
                )
            )
        if node.bypassed != bypassed:
            changed[node_id] = replace(node, bypassed=bypassed)
    return replace(graph, nodes=graph.nodes.update(changed)) if changed else graph


def first_source(node: Node) -> Source | None:
    """What the node would let through: the first wire that ends at it."""
    return next((source for _, source in walk_sources(node.arguments)), None)


def passed(graph: Graph) -> Mapping[str, Source]:
    """The nodes whose mark counts, each with the source that stands for its output, other bypassed nodes followed through."""
    marked = {node_id: node for node_id, node in graph.nodes.items() if node.bypassed}
    if not marked:
        return {}
    beyond = _used_beyond_first(graph)
    direct = {
        node_id: source
        for node_id, node in marked.items()
        if node_id not in beyond and (source := first_source(node)) is not None
    }
    found: dict[str, Source] = {}
    for node_id in direct:
        source, seen = direct[node_id], {node_id}
        while source.node in direct and source.node not in seen:
            seen.add(source.node)
            source = direct[source.node]
        if source.node not in seen:  # else a ring of bypassed nodes, which the analysis reports
            found[node_id] = source
    return found


def _used_beyond_first(graph: Graph) -> frozenset[str]:
    """The nodes of which an output other than the first is used."""
    used = {
        source.node for node in graph.nodes.values() for _, source in walk_sources(node.arguments) if source.output > 0
    }
    used.update(source.node for source in structure_sources(graph.outputs) if source.output > 0)
    return frozenset(used)


def graph_without_bypassed(graph: Graph) -> Graph:
    """The graph that is computed: without bypassed nodes, what fed them wired to what they fed."""
    feeds = passed(graph)
    if not feeds:
        return graph

    def through(source: Source) -> Source:
        return feeds.get(source.node, source)

    nodes: dict[str, Node] = {}
    for node_id, node in graph.nodes.items():
        if node_id not in feeds:
            arguments = map_sources(node.arguments, through)
            nodes[node_id] = node if arguments == node.arguments else replace(node, arguments=arguments)  # type: ignore[arg-type]
    called = {node.layer for node in nodes.values()}
    layers = graph.layers.remove([key for key in graph.layers if key not in called])
    layout = graph.layout
    layout = replace(
        layout,
        positions=layout.positions.remove(feeds),
        collapsed=layout.collapsed - set(feeds),
        reroutes=layout.reroutes.remove([key for key in layout.reroutes if key[0] in feeds]),
    )
    outputs: Structure = map_sources(graph.outputs, through)  # type: ignore[arg-type,assignment]
    made = replace(graph, nodes=FrozenMap(nodes), layers=layers, outputs=outputs, layout=layout)
    if graph.outputs is None:
        # A bypassed node at the end hands its place as an output on, also to one that feeds others or is an input.
        wanted = tuple(dict.fromkeys(through(source) for source in output_sources(graph)))
        if wanted and wanted != tuple(output_sources(made)):
            made = replace(made, outputs=wanted[0] if len(wanted) == 1 else wanted)
    return made


def without_bypassed(project: Project) -> Project:
    """The project that is computed; the project itself where nothing is bypassed."""
    graph = graph_without_bypassed(project.graph)
    changed = {
        name: replace(block, graph=made)
        for name, block in project.blocks.items()
        if (made := graph_without_bypassed(block.graph)) is not block.graph
    }
    if graph is project.graph and not changed:
        return project
    return replace(project, graph=graph, blocks=project.blocks.update(changed) if changed else project.blocks)
