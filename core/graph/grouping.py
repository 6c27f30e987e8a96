"""Grouping nodes into a block and writing a block out again: pure edits of a project.

A group becomes one call of a block whose graph holds the nodes. Each value that came in from outside becomes an input
layer of the block, each value used outside an output. Does not belong here: finding repeated structure (analysis.fold),
building blocks (expand).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from core.errors import EditError
from core.graph.edits import put_block
from core.graph.expand import expand_graph
from core.graph.inner_models import inner_blocks, rename_in_block, rename_in_graph
from core.graph.model import BLOCK_PREFIX, INPUT_TYPE, Block, Graph, Layer, Layout, Node, Project, Structure
from core.graph.naming import new_id, snake_case, unique_name
from core.graph.queries import downstream, edges, output_sources, upstream
from core.graph.removing import remove_nodes
from core.graph.values import EMPTY, Expression, FrozenMap, KerasObject, Source, Value, map_sources
from core.texts import text

Shape = tuple[int | None, ...]
# Scene units between the cards of a block's inputs and its first layer, across and along the flow.
INPUT_GAP = (250.0, 108.0)


@dataclass(frozen=True, slots=True)
class Boundary:
    """What crosses the border of a group: sources from outside in order of first use, sources used outside."""

    inputs: tuple[Source, ...]
    outputs: tuple[Source, ...]


def boundary(graph: Graph, node_ids: Iterable[str]) -> Boundary:
    """What goes into and comes out of the nodes, each value once, in node order."""
    inside = set(node_ids)
    inputs: dict[Source, None] = {}
    outputs: dict[Source, None] = {}
    for edge in edges(graph):
        if edge.target in inside and edge.source.node not in inside:
            inputs[edge.source] = None
        elif edge.target not in inside and edge.source.node in inside:
            outputs[edge.source] = None
    for source in output_sources(graph):
        if source.node in inside:
            outputs[source] = None
    order = {node_id: place for place, node_id in enumerate(graph.nodes)}
    found = sorted(outputs, key=lambda source: (order[source.node], source.output))
    return Boundary(tuple(inputs), tuple(found))


def is_convex(graph: Graph, node_ids: Iterable[str]) -> bool:
    """True if no path leaves the nodes and comes back: only then can they be one call."""
    inside = set(node_ids)
    after = downstream(graph, inside) - inside
    before = upstream(graph, inside) - inside
    return not after & before


def group(
    project: Project,
    node_ids: Iterable[str],
    name: str,
    *,
    kind: Literal["function", "model"] = "function",
    shapes: Mapping[Source, tuple[Shape, str]] | None = None,
) -> Project:
    """Turn nodes of the main graph into one call of a new block.

    ``shapes`` gives for sources (full shape with the batch axis, dtype), so that the block can be analysed by itself.
    EditError if the nodes cannot be one call: inputs among them, a path that leaves and returns, a layer that is also
    called outside, nothing that comes out.
    """
    graph = project.graph
    members = [node_id for node_id in graph.nodes if node_id in set(node_ids)]
    _check(graph, members)
    name = _block_name(project, name)
    border = boundary(graph, members)
    block = Block(name, kind, EMPTY, _inner_graph(graph, members, border, name, shapes or {}))
    inner_names = [block.graph.name_of(source.node) for source in _inner_inputs(block.graph)]
    node_id = new_id(graph.nodes, "n")
    layer_id = new_id(graph.layers, "l")
    arguments: FrozenMap[str, Value] = FrozenMap(zip(inner_names, border.inputs, strict=True))
    made = _replace(graph, members, Node(node_id, layer_id, arguments), border)
    layer = Layer(layer_id, BLOCK_PREFIX + name, unique_name(made, snake_case(name)))
    made = replace(made, layers=made.layers.set(layer_id, layer))
    return put_block(replace(project, graph=made), block)


def _check(graph: Graph, members: list[str]) -> None:
    if not members:
        raise EditError(text("Select the layers that are to become a block first."))
    for node_id in members:
        layer = graph.layer_of(node_id)
        if layer.is_input:
            raise EditError(
                text("The input {name!r} cannot be part of a block; select only layers behind it.", name=layer.name)
            )
    inside = set(members)
    for node_id, node in graph.nodes.items():
        if node_id not in inside and any(graph.nodes[member].layer == node.layer for member in members):
            name = graph.layers[node.layer].name
            raise EditError(
                text(
                    "{name!r} is also called outside the selection; a block must hold all calls of its layers.",
                    name=name,
                )
            )
    if not is_convex(graph, members):
        raise EditError(text("A path leaves the selection and comes back; select the layers on that path as well."))
    if not boundary(graph, members).outputs:
        raise EditError(text("Nothing comes out of the selected layers, so they cannot be a block."))


def _block_name(project: Project, wanted: str) -> str:
    wanted = wanted.strip()
    if not wanted or "/" in wanted:
        raise EditError(text("A block's name cannot be empty or contain '/'. Received: {name!r}", name=wanted))
    name, number = wanted, 1
    while name in project.blocks:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _inner_inputs(graph: Graph) -> list[Source]:
    return [Source(node_id) for node_id, node in graph.nodes.items() if graph.layers[node.layer].is_input]


def _inner_graph(
    graph: Graph, members: list[str], border: Boundary, name: str, shapes: Mapping[Source, tuple[Shape, str]]
) -> Graph:
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    feeds: dict[Source, Source] = {}
    taken = {graph.layer_of(node_id).name for node_id in members}
    for number, source in enumerate(border.inputs, 1):
        base = "input" if len(border.inputs) == 1 else f"input_{number}"
        while base in taken:
            base += "_"
        taken.add(base)
        node_id, layer_id = f"i{number}", f"i{number}"
        params: dict[str, Value] = {}
        if source in shapes:
            shape, dtype = shapes[source]
            params = {"shape": shape[1:], "dtype": dtype} if dtype != "float32" else {"shape": shape[1:]}
        layers[layer_id] = Layer(layer_id, INPUT_TYPE, base, FrozenMap(params))
        nodes[node_id] = Node(node_id, layer_id)
        feeds[source] = Source(node_id)
    for node_id in members:
        node = graph.nodes[node_id]
        layers[node.layer] = graph.layers[node.layer]
        arguments = map_sources(node.arguments, lambda source: feeds.get(source, source))
        nodes[node_id] = replace(node, arguments=arguments)  # type: ignore[arg-type]
    outputs: Structure = border.outputs[0] if len(border.outputs) == 1 else border.outputs
    positions = {node_id: place for node_id, place in graph.layout.positions.items() if node_id in nodes}
    positions.update(_places_of_inputs(feeds, members, graph))
    return Graph(
        name,
        FrozenMap(layers),
        FrozenMap(nodes),
        outputs=outputs,
        layout=Layout(positions=FrozenMap(positions), direction=graph.layout.direction),
    )


def _places_of_inputs(
    feeds: Mapping[Source, Source], members: list[str], graph: Graph
) -> dict[str, tuple[float, float]]:
    """The new input layers in a row before the first member, in the direction of the flow."""
    places = [graph.layout.positions[member] for member in members if member in graph.layout.positions]
    if not places:
        return {}
    if graph.layout.direction == "TB":
        left, top = min(places, key=lambda place: place[1])
        return {
            inner.node: (left + number * INPUT_GAP[0], top - INPUT_GAP[1])
            for number, inner in enumerate(feeds.values())
        }
    left, top = min(places)
    return {
        inner.node: (left - INPUT_GAP[0], top + number * INPUT_GAP[1]) for number, inner in enumerate(feeds.values())
    }


def _replace(graph: Graph, members: list[str], node: Node, border: Boundary) -> Graph:
    """The graph with ``node`` in the place of the members, which go."""
    taken = {source: Source(node.id, number) for number, source in enumerate(border.outputs)}
    # Automatic outputs stay automatic only if a call with one output says the same.
    outputs = graph.outputs
    if outputs is None and len(border.outputs) > 1:
        found = tuple(output_sources(graph))
        outputs = found[0] if len(found) == 1 else found
    nodes: dict[str, Node] = {}
    inside = set(members)
    for node_id, other in graph.nodes.items():
        if node_id == members[-1]:
            nodes[node.id] = node
        if node_id not in inside:
            arguments = map_sources(other.arguments, lambda source: taken.get(source, source))
            other = replace(other, arguments=arguments)  # type: ignore[arg-type]
        nodes[node_id] = other
    places = [graph.layout.positions[member] for member in members if member in graph.layout.positions]
    layout = graph.layout
    if places:
        middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
        layout = replace(layout, positions=layout.positions.set(node.id, middle))
    made = replace(
        graph,
        nodes=FrozenMap(nodes),
        outputs=map_sources(outputs, lambda source: taken.get(source, source)),  # type: ignore[arg-type]
        layout=layout,
    )
    return remove_nodes(made, members)


def ungroup(project: Project, node_id: str) -> Project:
    """Write a call of a function block out into the main graph; the block's definition stays.

    Calls that share the instance's weights are written out as well. Names lose the instance's prefix where they stay
    unique. EditError for anything but a function block, and where the block cannot be written out.
    """
    graph = project.graph
    if node_id not in graph.nodes:
        raise EditError(text("There is no node {node!r}.", node=node_id))
    instance = graph.layer_of(node_id)
    block = project.blocks.get(instance.block) if instance.block is not None else None
    if block is None:
        raise EditError(text("{name!r} is no block.", name=instance.name))
    if block.kind == "model":
        raise EditError(
            text("{name!r} is a nested model, which owns its weights; it cannot be written out.", name=instance.name)
        )
    alone = "only this one"
    marked = graph.layers.set(instance.id, replace(instance, type=BLOCK_PREFIX + alone))
    expansion = expand_graph(replace(graph, layers=marked), {alone: replace(block, name=alone)})
    for error in expansion.errors.values():
        raise EditError(error.message)
    made = _renumbered(expansion.graph, graph, f"{instance.name}_")
    # What was written out has no position yet: the canvas finds it a place.
    gone = [key for key in graph.layout.positions if key not in made.nodes]
    layout = replace(graph.layout, positions=graph.layout.positions.remove(gone))
    return replace(project, graph=replace(made, layout=layout))


def rename_block(project: Project, old: str, new: str) -> Project:
    """Give a block another name, wherever it is called. EditError if the name is taken or cannot be one."""
    if old not in project.blocks:
        raise EditError(text("There is no block named {block!r}.", block=old))
    if new.strip() == old:
        return project
    if new.strip() in project.blocks:
        raise EditError(text("Another block is named {block!r} already.", block=new.strip()))
    new = _block_name(project, new)

    names = {old: new}
    blocks = {}
    for name, block in project.blocks.items():
        name = new if name == old else name
        blocks[name] = replace(rename_in_block(block, names), name=name)
    return replace(project, graph=rename_in_graph(project.graph, names), blocks=FrozenMap(blocks))


def set_block_kind(project: Project, name: str, kind: Literal["function", "model"]) -> Project:
    """Make a nested model of a function block or the other way round. EditError while calls repeat or set parameters."""
    if name not in project.blocks:
        raise EditError(text("There is no block named {block!r}.", block=name))
    block = project.blocks[name]
    graphs = (project.graph, *(other.graph for other in project.blocks.values()))
    calls = [layer for graph in graphs for layer in graph.layers.values() if layer.block == name]
    if kind == "model" and (block.parameters or any(layer.repeat != 1 for layer in calls)):
        raise EditError(text("A nested model has no parameters and does not repeat; remove those first."))
    if kind == "function":
        holders = [
            layer.name for graph in graphs for layer in graph.layers.values() if name in inner_blocks(layer.params)
        ]
        if holders:
            raise EditError(
                text(
                    "{name!r} holds a model of the block {block!r}, and a layer cannot hold a function; "
                    "change that first.",
                    name=holders[0],
                    block=name,
                )
            )
    return project if block.kind == kind else put_block(project, replace(block, kind=kind))


def set_block_parameter(project: Project, name: str, parameter: str, default: Value) -> Project:
    """Give a block a parameter, or a parameter another default. EditError if it cannot be a name in an expression."""
    if name not in project.blocks:
        raise EditError(text("There is no block named {block!r}.", block=name))
    if not parameter.isidentifier() or keyword.iskeyword(parameter):
        raise EditError(
            text(
                "A parameter's name must be a Python name such as filters. Received: {parameter!r}", parameter=parameter
            )
        )
    block = project.blocks[name]
    return put_block(project, replace(block, parameters=block.parameters.set(parameter, default)))


def remove_block_parameter(project: Project, name: str, parameter: str) -> Project:
    """Take a parameter from a block and from its calls. EditError while an expression in the block uses it."""
    block = project.blocks[name]
    for layer in block.graph.layers.values():
        if any(parameter in _names(value) for value in (*layer.params.values(), layer.repeat)):
            raise EditError(
                text(
                    "{name!r} uses the parameter {parameter!r}; change that first.",
                    name=layer.name,
                    parameter=parameter,
                )
            )
    project = put_block(project, replace(block, parameters=block.parameters.remove((parameter,))))

    def without(graph: Graph) -> Graph:
        changed = {
            key: replace(layer, params=layer.params.remove((parameter,)))
            for key, layer in graph.layers.items()
            if layer.block == name and parameter in layer.params
        }
        return replace(graph, layers=graph.layers.update(changed)) if changed else graph

    blocks = {key: replace(other, graph=without(other.graph)) for key, other in project.blocks.items()}
    return replace(project, graph=without(project.graph), blocks=FrozenMap(blocks))


def _names(value: Value) -> set[str]:
    """The names that the expressions inside a value use."""
    if isinstance(value, Expression):
        return set(re.findall(r"[^\W\d]\w*", value.text))
    if isinstance(value, tuple):
        return set().union(*map(_names, value))
    if isinstance(value, FrozenMap):
        return set().union(*map(_names, value.values()))
    return _names(value.params) if isinstance(value, KerasObject) else set()


def _renumbered(expanded: Graph, before: Graph, prefix: str) -> Graph:
    """The expanded graph with plain ids for what was written out, and names without the instance's prefix."""
    node_ids = _fresh(expanded.nodes, before.nodes, "n")
    layer_ids = _fresh(expanded.layers, before.layers, "l")

    def moved(source: Source) -> Source:
        return Source(node_ids.get(source.node, source.node), source.output)

    made = replace(before, layers=EMPTY)
    for key, layer in expanded.layers.items():
        if key in layer_ids:
            short = layer.name.removeprefix(prefix)
            others = {other.name for other in (*made.layers.values(), *before.layers.values())}
            name = short if short not in others else unique_name(made, layer.name)
            layer = replace(layer, id=layer_ids[key], name=name)
        made = replace(made, layers=made.layers.set(layer.id, layer))
    nodes = {}
    for key, node in expanded.nodes.items():
        fresh = node_ids.get(key, key)
        arguments = map_sources(node.arguments, moved)
        nodes[fresh] = Node(fresh, layer_ids.get(node.layer, node.layer), arguments, node.bypassed)  # type: ignore[arg-type]
    outputs = before.outputs if before.outputs is None else map_sources(expanded.outputs, moved)  # type: ignore[arg-type]
    return replace(made, nodes=FrozenMap(nodes), outputs=outputs)  # type: ignore[arg-type]


def _fresh(made: Iterable[str], before: Mapping[str, object], prefix: str) -> dict[str, str]:
    ids: dict[str, str] = {}
    taken = set(before)
    for key in made:
        if key not in before:
            ids[key] = new_id(taken, prefix)
            taken.add(ids[key])
    return ids
