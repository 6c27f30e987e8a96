"""The single changes of a graph or project, each a pure function from the old value to the new one.

A function either returns a new value that keeps the invariants of :mod:`core.graph.model`, or raises
:class:`~core.errors.EditError` and nothing has changed. Unchanged parts are shared with the old value. Does not
belong here: shapes and parameter checks (a document may be wrong for Keras at any moment), fragments (clipboard), nodes
that go with all that hangs on them (removing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from core.errors import EditError
from core.graph.model import Block, Direction, Frame, Graph, Layer, Node, Note, Project, Structure
from core.graph.naming import checked_name, new_id, snake_case, unique_name
from core.graph.queries import Edge, calls_of, edges, node_edges, structure_sources, would_cycle
from core.graph.reroutes import Reroutes, carried, closed_up, live
from core.graph.values import (
    EMPTY,
    FrozenMap,
    Path,
    Source,
    Value,
    exact_key,
    remove_at,
    replace_at,
    value_at,
    walk_sources,
)
from core.texts import text

GraphEdit = Callable[[Graph], Graph]
ProjectEdit = Callable[[Project], Project]


def on_graph(edit: GraphEdit, block: str = "") -> ProjectEdit:
    """Lift an edit of a graph to the project: the main graph, or that of the block of that name."""

    def apply(project: Project) -> Project:
        if not block:
            graph = edit(project.graph)
            return project if graph is project.graph else replace(project, graph=graph)
        if block not in project.blocks:
            raise EditError(text("There is no block named {block!r}.", block=block))
        old = project.blocks[block]
        graph = edit(old.graph)
        return project if graph is old.graph else put_block(project, replace(old, graph=graph))

    return apply


def put_block(project: Project, block: Block) -> Project:
    """Add the block, or replace the one of the same name."""
    return replace(project, blocks=project.blocks.set(block.name, block))


# Nodes and layers


def add_node(
    graph: Graph,
    type: str,
    *,
    name: str = "",
    params: Mapping[str, Value] = EMPTY,
    arguments: Mapping[str, Value] = EMPTY,
    position: tuple[float, float] | None = None,
    node_id: str = "",
) -> Graph:
    """Add a new layer of ``type`` and one call of it; the name is made unique, from the type when empty."""
    layer_id = new_id(graph.layers, "l")
    node_id = node_id or new_id(graph.nodes, "n")
    layer = Layer(layer_id, type, "", FrozenMap(params))
    base = "input" if layer.is_input else snake_case(layer.class_name) or "layer"
    layer = replace(layer, name=unique_name(graph, checked_name(name) if name else base))
    return _with_node(
        replace(graph, layers=graph.layers.set(layer_id, layer)),
        Node(node_id, layer_id, FrozenMap(arguments)),
        position,
    )


def add_call(
    graph: Graph,
    layer_id: str,
    *,
    arguments: Mapping[str, Value] = EMPTY,
    position: tuple[float, float] | None = None,
    node_id: str = "",
) -> Graph:
    """Call a layer that exists once more: the new node shares its weights."""
    if layer_id not in graph.layers:
        raise EditError(text("There is no layer {layer!r} to call again.", layer=layer_id))
    if graph.layers[layer_id].is_input:
        raise EditError(text("The input {name!r} cannot be called again.", name=graph.layers[layer_id].name))
    return _with_node(graph, Node(node_id or new_id(graph.nodes, "n"), layer_id, FrozenMap(arguments)), position)


def _with_node(graph: Graph, node: Node, position: tuple[float, float] | None) -> Graph:
    if node.id in graph.nodes:
        raise EditError(text("There is a node {node!r} already.", node=node.id))
    for _, source in (
        (e.path, e.source) for e in node_edges(replace(graph, nodes=FrozenMap({node.id: node})), node.id)
    ):
        if source.node not in graph.nodes:
            raise EditError(text("There is no node {node!r} to take an input from.", node=source.node))
    layout = graph.layout
    if position is not None:
        layout = replace(layout, positions=layout.positions.set(node.id, position))
    return replace(graph, nodes=graph.nodes.set(node.id, node), layout=layout)


def rename(graph: Graph, layer_id: str, name: str) -> Graph:
    """Give the layer a name; EditError if Keras cannot take it or another layer has it."""
    name = checked_name(name)
    layer = _layer(graph, layer_id)
    if layer.name == name:
        return graph
    if unique_name(graph, name, ignore=layer_id) != name:
        raise EditError(text("Another layer is named {name!r} already; layer names must be unique.", name=name))
    return replace(graph, layers=graph.layers.set(layer_id, replace(layer, name=name)))


def set_params(graph: Graph, layer_ids: Iterable[str], changes: Mapping[str, Value]) -> Graph:
    """Set parameters of one or several layers."""
    layers: dict[str, Layer] = {}
    for layer_id in layer_ids:
        layer = _layer(graph, layer_id)
        params = layer.params.update(changes)
        if exact_key(params) != exact_key(layer.params):
            layers[layer_id] = replace(layer, params=params)
    return replace(graph, layers=graph.layers.update(layers)) if layers else graph


def reset_params(graph: Graph, layer_ids: Iterable[str], names: Iterable[str]) -> Graph:
    """Forget parameters, so that Keras's defaults hold again."""
    names = list(names)
    layers = {}
    for layer_id in layer_ids:
        layer = _layer(graph, layer_id)
        params = layer.params.remove(names)
        if params is not layer.params:
            layers[layer_id] = replace(layer, params=params)
    return replace(graph, layers=graph.layers.update(layers)) if layers else graph


def set_type(graph: Graph, layer_id: str, type: str, params: Mapping[str, Value]) -> Graph:
    """Turn the layer into another type, keeping its name, calls and wires; inputs stay inputs."""
    old = _layer(graph, layer_id)
    layer = replace(old, type=type, params=FrozenMap(params), raw=None)
    if old.is_input != layer.is_input:
        raise EditError(
            text(
                "An input cannot become a layer nor a layer an input. Received: {name!r}, {type!r}",
                name=old.name,
                type=type,
            )
        )
    return replace(graph, layers=graph.layers.set(layer_id, layer))


def set_repeat(graph: Graph, layer_id: str, repeat: Value) -> Graph:
    """Chain ``repeat`` copies of a function block (an int >= 1, or an expression)."""
    if isinstance(repeat, bool) or (isinstance(repeat, int) and repeat < 1):
        raise EditError(text("A block must repeat at least once. Received: {repeat!r}", repeat=repeat))
    return replace(graph, layers=graph.layers.set(layer_id, replace(_layer(graph, layer_id), repeat=repeat)))


def _layer(graph: Graph, layer_id: str) -> Layer:
    if layer_id not in graph.layers:
        raise EditError(text("There is no layer {layer!r}.", layer=layer_id))
    return graph.layers[layer_id]


def _node(graph: Graph, node_id: str) -> Node:
    if node_id not in graph.nodes:
        raise EditError(text("There is no node {node!r}.", node=node_id))
    return graph.nodes[node_id]


# Wires


def connect(graph: Graph, source: Source, target: str, path: Path) -> Graph:
    """Put ``source`` under ``path`` of the target's arguments; a wire that was there is replaced.

    In a list argument the position after the last item appends.
    """
    return set_argument(graph, target, path, source)


def disconnect(graph: Graph, target: str, path: Path) -> Graph:
    """Remove the wire under ``path``; a list closes up. Points the wire passed through go too."""
    if not isinstance(value_at(_node(graph, target).arguments, path), Source):
        raise EditError(text("There is no wire to remove at {target!r}.", target=graph.name_of(target)))
    return remove_argument(graph, target, path)


def set_argument(graph: Graph, node_id: str, path: Path, value: Value) -> Graph:
    """Put a constant or any other value under ``path`` of the node's arguments, sources in it included."""
    node = _node(graph, node_id)
    if graph.layer_of(node_id).is_input:
        raise EditError(text("The input {name!r} takes no wire.", name=graph.name_of(node_id)))
    for _, source in walk_sources(value):
        _check_wire(graph, source, node_id)
    if not path or not isinstance(path[0], str):
        raise EditError(text("A wire must end at an argument. Received: {path!r}", path=path))
    try:
        arguments = replace_at(node.arguments, path, value)
    except IndexError as error:
        raise EditError(str(error)) from error
    return _put_arguments(graph, node, arguments, graph.layout.reroutes)


def remove_argument(graph: Graph, node_id: str, path: Path) -> Graph:
    """Remove what stands under ``path`` of the node's arguments; a list closes up."""
    node = _node(graph, node_id)
    if not path:
        raise EditError(text("An argument to remove must be named."))
    return _put_arguments(graph, node, remove_at(node.arguments, path), closed_up(graph.layout.reroutes, node, path))


def swap_arguments(graph: Graph, node_id: str, one: Path, other: Path) -> Graph:
    """Let two places of the node's arguments change what they hold: the order of a merge's inputs."""
    node = _node(graph, node_id)
    first, second = value_at(node.arguments, one), value_at(node.arguments, other)
    arguments = replace_at(replace_at(node.arguments, one, second), other, first)
    return _put_arguments(graph, node, arguments, graph.layout.reroutes)


def _check_wire(graph: Graph, source: Source, target: str) -> None:
    _node(graph, source.node)
    if source.output < 0:
        raise EditError(text("An output index cannot be negative. Received: {output}", output=source.output))
    if would_cycle(graph, source.node, target):
        raise EditError(
            text(
                "A wire from {source!r} to {target!r} would close a cycle; recurrence lives inside recurrent layers.",
                source=graph.name_of(source.node),
                target=graph.name_of(target),
            )
        )


def _put_arguments(graph: Graph, node: Node, arguments: Value, reroutes: Reroutes) -> Graph:
    """The graph with other arguments of the node, and only the points of wires that are still there."""
    if exact_key(arguments) == exact_key(node.arguments):
        return graph
    nodes = graph.nodes.set(node.id, replace(node, arguments=arguments))  # type: ignore[arg-type]
    reroutes = live(reroutes, nodes)
    layout = graph.layout if reroutes is graph.layout.reroutes else replace(graph.layout, reroutes=reroutes)
    return replace(graph, nodes=nodes, layout=layout)


def insert_on_edge(graph: Graph, edge: Edge, node_id: str, path: Path = ("inputs",), output: int = 0) -> Graph:
    """Split a wire: its source feeds ``path`` of ``node_id``, whose output takes the source's place."""
    if edge.source.node == node_id or edge.target == node_id:
        raise EditError(text("A layer cannot be inserted into its own wire."))
    if value_at(_node(graph, edge.target).arguments, edge.path) != edge.source:
        raise EditError(text("That wire is no longer there."))
    graph = disconnect_keep_place(graph, edge)
    graph = connect(graph, edge.source, node_id, path)
    return connect(graph, Source(node_id, output), edge.target, edge.path)


def disconnect_keep_place(graph: Graph, edge: Edge) -> Graph:
    """Empty the place of a wire without closing up the list around it (it will be filled at once)."""
    return set_argument(graph, edge.target, edge.path, None)


def disconnect_nodes(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Remove every wire at the nodes."""
    wanted = set(node_ids)
    for edge in reversed(edges(graph)):
        if edge.target in wanted or edge.source.node in wanted:
            graph = disconnect(graph, edge.target, edge.path)
    return graph


# Interface


def set_model_name(graph: Graph, name: str) -> Graph:
    """Give the model a name; EditError if it is empty or Keras cannot take it."""
    name = checked_name(name)
    return graph if name == graph.name else replace(graph, name=name)


def set_outputs(graph: Graph, outputs: Structure) -> Graph:
    """Declare the output structure, or with None return to automatic outputs."""
    for source in structure_sources(outputs):
        _node(graph, source.node)
    return replace(graph, outputs=outputs)


def set_inputs(graph: Graph, inputs: Structure) -> Graph:
    """Declare the input structure, or with None return to automatic inputs."""
    for source in structure_sources(inputs):
        _node(graph, source.node)
        if not graph.layer_of(source.node).is_input:
            raise EditError(
                text("Only input nodes can be a model's inputs. Received: {name!r}", name=graph.name_of(source.node))
            )
    return replace(graph, inputs=inputs)


# Layout: layers and nodes stay identical


def move_nodes(graph: Graph, positions: Mapping[str, tuple[float, float]]) -> Graph:
    """Set positions (scene units) of nodes that exist; others are passed over. Wires between take their points along."""
    known = {key: (float(x), float(y)) for key, (x, y) in positions.items() if key in graph.nodes}
    known = {key: value for key, value in known.items() if graph.layout.positions.get(key) != value}
    if not known:
        return graph
    layout = graph.layout
    reroutes = carried(layout.reroutes, graph.nodes, layout.positions, known) if layout.reroutes else layout.reroutes
    return replace(graph, layout=replace(layout, positions=layout.positions.update(known), reroutes=reroutes))


def set_direction(graph: Graph, direction: Direction) -> Graph:
    """Let the graph flow downwards (``TB``) or to the right (``LR``)."""
    if direction == graph.layout.direction:
        return graph
    return replace(graph, layout=replace(graph.layout, direction=direction))


def put_frame(graph: Graph, frame: Frame) -> Graph:
    """Add or replace a frame."""
    return replace(graph, layout=replace(graph.layout, frames=graph.layout.frames.set(frame.id, frame)))


def put_note(graph: Graph, note: Note) -> Graph:
    """Add or replace a note."""
    return replace(graph, layout=replace(graph.layout, notes=graph.layout.notes.set(note.id, note)))


def remove_decorations(graph: Graph, ids: Iterable[str]) -> Graph:
    """Remove frames and notes by id."""
    ids = list(ids)
    layout = graph.layout
    return replace(graph, layout=replace(layout, frames=layout.frames.remove(ids), notes=layout.notes.remove(ids)))


def set_reroute(graph: Graph, target: str, path: Path, points: Iterable[tuple[float, float]]) -> Graph:
    """Let the wire pass through ``points`` (scene units), or with none run freely."""
    if not isinstance(value_at(_node(graph, target).arguments, path), Source):
        raise EditError(text("There is no wire at {target!r} to lead elsewhere.", target=graph.name_of(target)))
    points = tuple((float(x), float(y)) for x, y in points)
    key = (target, path)
    reroutes = graph.layout.reroutes
    if reroutes.get(key, ()) == points:
        return graph
    reroutes = reroutes.set(key, points) if points else reroutes.remove((key,))
    return replace(graph, layout=replace(graph.layout, reroutes=reroutes))


def unshare(graph: Graph, node_id: str) -> Graph:
    """Give the node a layer of its own, with the same type and parameters, if it shared one."""
    node = _node(graph, node_id)
    if len(calls_of(graph, node.layer)) < 2:
        return graph
    layer_id = new_id(graph.layers, "l")
    old = graph.layers[node.layer]
    layer = replace(old, id=layer_id, name=unique_name(graph, old.name))
    return replace(
        graph, layers=graph.layers.set(layer_id, layer), nodes=graph.nodes.set(node_id, replace(node, layer=layer_id))
    )
