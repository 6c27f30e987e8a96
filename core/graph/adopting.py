"""A project that was made anew - read from code - as a change of the one that is being edited.

The new project says what the network is; the old one keeps ids, places, and everything that code does not hold. Parts that
did not change are the old objects, so that a view that follows identity sees only what changed, and undo takes back only
that. Does not belong here: which parts correspond (matching), reading code (convert).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from core.graph.matching import match_blocks, match_graphs, plain_name, with_block_names
from core.graph.model import (
    Block,
    CompileSettings,
    DataSettings,
    FitSettings,
    Graph,
    Layer,
    Layout,
    Node,
    Project,
    Structure,
    TrainingSettings,
)
from core.graph.naming import fresh_ids
from core.graph.queries import input_nodes, node_edges, output_sources, structure_sources, upstream
from core.graph.reroutes import live
from core.graph.values import FrozenMap, Source, exact_key, map_sources, remove_at

T = TypeVar("T")
Settings = TypeVar("Settings", DataSettings, FitSettings)
ONLY_INPUT = "inputs"
"""What generated code calls the only input of a function, whatever its name."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The project, and what each node of the new one is called in it: (block or "", node id), both as in the new one."""

    project: Project
    nodes: Mapping[tuple[str, str], tuple[str, str]]


def adopt(old: Project, new: Project, remembered: Project | None = None) -> Project:
    """The project of :func:`adopt_nodes`, which says more."""
    return adopt_nodes(old, new, remembered).project


def adopt_nodes(old: Project, new: Project, remembered: Project | None = None) -> Adopted:
    """``new`` with the ids, the layout and the further settings of ``old``; ``old`` itself where nothing differs.

    What code cannot show stays: nodes that lead to no output, blocks that nothing uses, notes, frames, data and search
    settings, the budget. ``remembered`` is an earlier state of ``old``: what was removed since and comes back gets its id
    and place back.
    """
    names = match_blocks(old.blocks, new.blocks)
    earlier = {name: _earlier(old, remembered, names.get(name, name)) for name in new.blocks}
    inputs: dict[str, Mapping[str, str]] = {}
    graphs: dict[str, Graph] = {}
    for name, block in new.blocks.items():
        graph = with_block_names(block.graph, names)
        graphs[name], inputs[names.get(name, name)] = _with_input_names(earlier[name], block, graph)
    blocks = dict(old.blocks)
    nodes: dict[tuple[str, str], tuple[str, str]] = {}
    for name, block in new.blocks.items():
        before = earlier[name]
        graph = _named_ports(graphs[name], inputs)
        if before is not None:
            # Code has no word for the name of the graph of a block.
            graph, ids = _adopt_graph(before.graph, replace(graph, name=before.graph.name))
            nodes.update({(name, key): (names.get(name, name), node_id) for key, node_id in ids.items()})
            block = replace(block, description=before.description or block.description)
        kept = names.get(name, name)
        blocks[kept] = _same_block(old.blocks.get(kept), replace(block, name=kept, graph=graph))
    lost = remembered.graph if remembered is not None else None
    graph, ids = _adopt_graph(old.graph, _named_ports(with_block_names(new.graph, names), inputs), lost)
    nodes.update({("", key): ("", node_id) for key, node_id in ids.items()})
    made = replace(
        old,
        graph=graph,
        blocks=_same_map(old.blocks, blocks),
        training=_training(old.training, new.training),
        dtype_policy=_same(old.dtype_policy, new.dtype_policy),
    )
    same = all(getattr(made, item.name) is getattr(old, item.name) for item in fields(Project))
    return Adopted(old if same else made, nodes)


def unwritten(graph: Graph) -> set[str]:
    """The nodes that code does not show: they lead to no output and are no declared input."""
    needed = upstream(graph, (source.node for source in output_sources(graph)))
    needed.update(source.node for source in structure_sources(graph.inputs))
    return {node_id for node_id in graph.nodes if node_id not in needed}


# Graphs


def _adopt_graph(old: Graph, new: Graph, lost: Graph | None = None) -> tuple[Graph, Mapping[str, str]]:
    """The graph, and new node id to id in it."""
    base = _with_lost(old, lost) if lost is not None else old
    match = match_graphs(base, new)
    ids = _ids(base.nodes, new.nodes, match.nodes, "n")
    layer_ids = _ids(base.layers, new.layers, match.layers, "l")
    layers = {
        layer_ids[key]: _same_layer(base.layers.get(layer_ids[key]), replace(layer, id=layer_ids[key]))
        for key, layer in new.layers.items()
    }
    nodes: dict[str, Node] = {}
    for key, node in new.nodes.items():
        arguments = map_sources(node.arguments, lambda source: Source(ids[source.node], source.output))
        made = Node(ids[key], layer_ids[node.layer], arguments, node.bypassed)  # type: ignore[arg-type]
        nodes[made.id] = _same_node(base.nodes.get(made.id), made)
    interface = _moved(new.inputs, ids), _moved(new.outputs, ids)
    made_graph = Graph(new.name, FrozenMap(layers), FrozenMap(nodes), *interface)
    hidden = unwritten(old) - nodes.keys()
    if hidden:
        made_graph = _with_hidden(made_graph, old, hidden)
    return _shared_graph(old, base, made_graph), ids


def _with_lost(old: Graph, lost: Graph) -> Graph:
    """The graph together with what an earlier state of it had."""
    positions = FrozenMap({**lost.layout.positions, **old.layout.positions})
    return replace(
        old,
        layers=FrozenMap({**old.layers, **{key: item for key, item in lost.layers.items() if key not in old.layers}}),
        nodes=FrozenMap({**old.nodes, **{key: item for key, item in lost.nodes.items() if key not in old.nodes}}),
        layout=replace(old.layout, positions=positions),
    )


def _ids(old: Mapping[str, Any], new: Mapping[str, Any], found: Mapping[str, str], prefix: str) -> dict[str, str]:
    fresh = fresh_ids(old, prefix)
    return {key: found[key] if key in found else next(fresh) for key in new}


def _with_hidden(made: Graph, old: Graph, hidden: set[str]) -> Graph:
    """The graph with the nodes of the old one that code does not show; the outputs stay what they are."""
    if made.outputs is None and any(True for node_id in hidden for _ in node_edges(old, node_id)):
        found = output_sources(made)
        made = replace(made, outputs=found[0] if len(found) == 1 else tuple(found))
    if made.inputs is None and any(old.layer_of(node_id).is_input for node_id in hidden):
        inputs = tuple(Source(node_id) for node_id in input_nodes(made))
        if old.inputs is not None:
            made = replace(made, inputs=inputs[0] if len(inputs) == 1 else inputs)
    nodes, layers = dict(made.nodes), dict(made.layers)
    for node_id in hidden:
        node = old.nodes[node_id]
        for edge in reversed(list(node_edges(old, node_id))):
            if edge.source.node not in nodes and edge.source.node not in hidden:
                node = replace(node, arguments=remove_at(node.arguments, edge.path))  # type: ignore[arg-type]
        nodes[node_id] = node
        layers.setdefault(node.layer, old.layers[node.layer])
    return replace(made, nodes=FrozenMap(nodes), layers=FrozenMap(layers))


def _shared_graph(old: Graph, base: Graph, made: Graph) -> Graph:
    """``made`` in the order of the old graph, with its layout, and with its very objects where they are equal."""
    ordered = replace(made, layers=_same_map(old.layers, made.layers), nodes=_same_map(old.nodes, made.nodes))
    implied = made.inputs is None or made.outputs is None
    if implied and list(ordered.nodes) != list(made.nodes) and _interface(ordered) != _interface(made):
        # The order of the nodes says which input or output comes first: here that of the code counts.
        ordered = replace(ordered, nodes=made.nodes)
    if _means_the_same(ordered, old.inputs, old.outputs):
        ordered = replace(ordered, inputs=old.inputs, outputs=old.outputs)
    ordered = replace(ordered, name=_same(old.name, made.name), layout=_layout(old, base, ordered))
    return old if all(getattr(ordered, item.name) is getattr(old, item.name) for item in fields(Graph)) else ordered


def _means_the_same(graph: Graph, inputs: Structure, outputs: Structure) -> bool:
    """True if the graph with this interface has the same inputs and outputs as with its own."""
    if _same(inputs, graph.inputs) is inputs and _same(outputs, graph.outputs) is outputs:
        return True
    if any(source.node not in graph.nodes for part in (inputs, outputs) for source in structure_sources(part)):
        return False
    return _interface(graph) == _interface(replace(graph, inputs=inputs, outputs=outputs))


def _interface(graph: Graph) -> tuple[str, str]:
    """What goes in and comes out, whether it is declared or follows from the graph."""
    outputs = graph.outputs if graph.outputs is not None else _as_structure(output_sources(graph))
    inputs: Structure = graph.inputs
    if inputs is None:
        needed = upstream(graph, (source.node for source in structure_sources(outputs)))
        inputs = _as_structure([Source(node_id) for node_id in input_nodes(graph) if node_id in needed])
    return exact_key(inputs), exact_key(outputs)  # type: ignore[arg-type]


def _as_structure(sources: list[Source]) -> Structure:
    return sources[0] if len(sources) == 1 else tuple(sources)


def _layout(old: Graph, base: Graph, made: Graph) -> Layout:
    layout = old.layout
    gone = [node_id for node_id in old.nodes if node_id not in made.nodes]
    back = {
        node_id: base.layout.positions[node_id]
        for node_id in made.nodes
        if node_id not in old.nodes and node_id in base.layout.positions
    }
    positions = layout.positions.remove(gone).update(back)
    collapsed = layout.collapsed.difference(gone) if layout.collapsed.intersection(gone) else layout.collapsed
    reroutes = layout.reroutes if made.nodes is old.nodes else live(layout.reroutes, made.nodes)
    if positions is layout.positions and collapsed is layout.collapsed and reroutes is layout.reroutes:
        return layout
    return replace(layout, positions=positions, collapsed=collapsed, reroutes=reroutes)


def _moved(structure: Structure, ids: Mapping[str, str]) -> Structure:
    moved: Any = map_sources(structure, lambda source: Source(ids[source.node], source.output))  # type: ignore[arg-type]
    return moved  # type: ignore[no-any-return]


# Blocks


def _earlier(old: Project, remembered: Project | None, name: str) -> Block | None:
    """What the block was before: as it is in the project, or was in an earlier state of it."""
    if name in old.blocks or remembered is None:
        return old.blocks.get(name)
    return remembered.blocks.get(name)


def _with_input_names(old: Block | None, new: Block, graph: Graph) -> tuple[Graph, dict[str, str]]:
    """The graph of a function block with the names of inputs that code had to spell otherwise; and name in code to name.

    Arguments of a function are identifiers, the only one is always called the same, and none says which shape it expects.
    """
    inner = [graph.layer_of(node_id) for node_id in input_nodes(graph)]
    if old is None or new.kind != "function" or not inner:
        return graph, {}
    match = match_graphs(old.graph, graph)
    layers: dict[str, Layer] = {}
    names: dict[str, str] = {}
    for layer in inner:
        before = old.graph.layers.get(match.layers.get(layer.id, ""))
        if before is None:
            continue
        if (len(inner) == 1 and layer.name == ONLY_INPUT) or plain_name(before.name) == layer.name:
            layers[layer.id] = replace(layer, name=before.name, params=layer.params or before.params)
            names[layer.name] = before.name
    return replace(graph, layers=graph.layers.update(layers)), names


def _named_ports(graph: Graph, inputs: Mapping[str, Mapping[str, str]]) -> Graph:
    """The graph with the arguments of calls of blocks named as the inputs of those blocks are."""
    changed: dict[str, Node] = {}
    for key, node in graph.nodes.items():
        names = inputs.get(graph.layers[node.layer].block or "", {})
        if any(names.get(name, name) != name for name in node.arguments):
            arguments = {names.get(name, name): value for name, value in node.arguments.items()}
            changed[key] = replace(node, arguments=FrozenMap(arguments))
    return replace(graph, nodes=graph.nodes.update(changed)) if changed else graph


def _same_block(old: Block | None, new: Block) -> Block:
    if old is None:
        return new
    made = replace(
        new,
        parameters=_same(old.parameters, new.parameters),
        description=old.description if old.description == new.description else new.description,
    )
    same = made.graph is old.graph and made.parameters is old.parameters
    return old if same and (made.kind, made.description) == (old.kind, old.description) else made


# Settings


def _training(old: TrainingSettings, new: TrainingSettings) -> TrainingSettings:
    """What the code says of compile counts as a whole; of data and fit each thing that it says."""
    compiled = new.compile if new.compile != CompileSettings() else old.compile
    made = TrainingSettings(
        _settings(old.data, new.data), _same_fields(old.compile, compiled), _settings(old.fit, new.fit)
    )
    same = made.data is old.data and made.compile is old.compile and made.fit is old.fit
    return old if same else made


def _settings(old: Settings, new: Settings) -> Settings:
    """The old settings with those that the new ones set to something else than the default."""
    default = type(new)()
    said = {
        item.name: getattr(new, item.name)
        for item in fields(new)
        if exact_key(getattr(new, item.name)) != exact_key(getattr(default, item.name))
        and exact_key(getattr(new, item.name)) != exact_key(getattr(old, item.name))
    }
    return replace(old, **said) if said else old


def _same_fields(old: CompileSettings, new: CompileSettings) -> CompileSettings:
    made = replace(new, **{item.name: _same(getattr(old, item.name), getattr(new, item.name)) for item in fields(new)})
    return old if all(getattr(made, item.name) is getattr(old, item.name) for item in fields(new)) else made


# The old object where the new one is equal


def _same(old: T, new: T) -> T:
    return old if old is new or exact_key(old) == exact_key(new) else new  # type: ignore[arg-type]


def _same_layer(old: Layer | None, new: Layer) -> Layer:
    if old is None:
        return new
    made = replace(new, params=_same(old.params, new.params), repeat=_same(old.repeat, new.repeat))
    plain = (made.type, made.name, made.raw) == (old.type, old.name, old.raw)
    return old if plain and made.params is old.params and made.repeat is old.repeat else made


def _same_node(old: Node | None, new: Node) -> Node:
    if old is None or (old.layer, old.bypassed, *old.arguments) != (new.layer, new.bypassed, *new.arguments):
        return new
    return old if exact_key(old.arguments) == exact_key(new.arguments) else new


def _same_map(old: FrozenMap[str, T], new: Mapping[str, T]) -> FrozenMap[str, T]:
    """``new`` in the order of ``old``, what is only in ``new`` at the end; ``old`` itself if nothing differs."""
    kept = {key: new[key] for key in old if key in new}
    if len(kept) == len(old) == len(new) and all(old[key] is item for key, item in kept.items()):
        return old
    return FrozenMap({**kept, **new})
