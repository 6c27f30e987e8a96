"""Freezing: which layers training leaves as they are, for single layers, whole blocks and parts of blocks.

``trainable=False`` on a layer freezes it, on an instance of a block everything inside, however deep. Inside the block's
definition it freezes that layer in every instance. Does not belong here: what the flag means to Keras (convert).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.errors import EditError
from core.graph.edits import on_graph, put_block, reset_params, set_params
from core.graph.model import Block, Graph, Layer, Project
from core.graph.queries import topological_order
from core.graph.values import Expression, FrozenMap, Value
from core.texts import text

TRAINABLE = "trainable"


def can_freeze(layer: Layer) -> bool:
    """True for what may own weights: no input, no op, no placeholder."""
    return not (layer.is_input or layer.is_op or layer.raw is not None)


def freezes(block: Block, params: Mapping[str, Value]) -> bool:
    """True if an instance with these parameters freezes what is inside.

    A block may have a parameter of that name, which is then its own affair.
    """
    return params.get(TRAINABLE) is False and TRAINABLE not in block.parameters


def frozen(params: FrozenMap[str, Value]) -> FrozenMap[str, Value]:
    """The parameters of a layer inside a frozen block."""
    return params if params.get(TRAINABLE) is False else params.set(TRAINABLE, False)


def inner_layers(graph: Graph) -> list[str]:
    """The layers of a graph that can be frozen, in the order in which they are called first."""
    order, cyclic = topological_order(graph)
    called = [graph.nodes[node_id].layer for node_id in (*order, *sorted(cyclic))]
    return [layer_id for layer_id in dict.fromkeys(called) if can_freeze(graph.layers[layer_id])]


def trained_last(project: Project, layer: Layer) -> int | None:
    """How many of the last layers inside an instance are trained: 0 for none, None for all or for no such row."""
    block = _block(project, layer)
    if freezes(block, layer.params):
        return 0
    flags = [block.graph.layers[layer_id].params.get(TRAINABLE) is False for layer_id in inner_layers(block.graph)]
    count = sum(flags)
    return len(flags) - count if count and all(flags[:count]) else None


def frozen_inside(project: Project, layer: Layer) -> tuple[int, int]:
    """How many layers of an instance's block are frozen, and how many there are; of blocks inside only the instances."""
    block = _block(project, layer)
    inner = inner_layers(block.graph)
    if freezes(block, layer.params):
        return len(inner), len(inner)
    return sum(block.graph.layers[layer_id].params.get(TRAINABLE) is False for layer_id in inner), len(inner)


def train_last(project: Project, scope: str, layer_id: str, count: int | None) -> Project:
    """Train only the last ``count`` layers inside an instance (as ``model.layers[-count:]``); None trains all of them.

    ``scope`` is the block that the instance stands in, "" for the main graph. 0 freezes this instance; any other number
    changes the block's definition, and with it its other instances. EditError for what is no block or no number.
    """
    graph = project.blocks[scope].graph if scope else project.graph
    layer = graph.layers[layer_id]
    block = _block(project, layer)
    if count is not None and count < 0:
        raise EditError(text("The number of layers to train cannot be negative. Received: {count}", count=count))
    if count == 0:
        return on_graph(lambda old: set_params(old, (layer_id,), {TRAINABLE: False}), scope)(project)
    inner = inner_layers(block.graph)
    kept = inner[-count:] if count is not None else inner
    held = inner[: len(inner) - len(kept)]
    own = [key for key in kept if TRAINABLE in block.graph.layers[key].params]
    changed = set_params(block.graph, held, {TRAINABLE: False}) if held else block.graph
    changed = reset_params(changed, own, (TRAINABLE,)) if own else changed
    made = project if changed is block.graph else put_block(project, replace(block, graph=changed))
    if TRAINABLE in layer.params:
        made = on_graph(lambda old: reset_params(old, (layer_id,), (TRAINABLE,)), scope)(made)
    return made


def _block(project: Project, layer: Layer) -> Block:
    block = project.blocks.get(layer.block) if layer.block is not None else None
    if block is None:
        raise EditError(text("{name!r} is no block.", name=layer.name))
    return block


def with_trainable_parameters(project: Project) -> Project:
    """The same project in which function blocks that some instance freezes have a parameter ``trainable``.

    A function of Python can be told so by its caller, which is how code says it. The project itself if nothing is frozen
    in that way.
    """
    wanted = _told(project)
    if not wanted:
        return project
    blocks = {name: _telling(block) if name in wanted else block for name, block in project.blocks.items()}
    return replace(project, blocks=FrozenMap(blocks))


def _told(project: Project) -> set[str]:
    """The function blocks that must know whether they are trained: of frozen instances, and of instances inside those."""

    def instances(graph: Graph) -> list[tuple[Layer, Block]]:
        found = [(layer, project.blocks.get(layer.block)) for layer in graph.layers.values() if layer.block is not None]
        return [
            (layer, block)
            for layer, block in found
            if block is not None and block.kind == "function" and TRAINABLE not in block.parameters
        ]

    graphs = [project.graph, *(block.graph for block in project.blocks.values())]
    pending = [block.name for graph in graphs for layer, block in instances(graph) if TRAINABLE in layer.params]
    wanted: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending += [block.name for _, block in instances(project.blocks[name].graph)]
    return wanted


def _telling(block: Block) -> Block:
    layers = {
        key: replace(layer, params=_handed(layer.params)) if can_freeze(layer) else layer
        for key, layer in block.graph.layers.items()
    }
    graph = replace(block.graph, layers=FrozenMap(layers))
    return replace(block, parameters=block.parameters.set(TRAINABLE, True), graph=graph)


def _handed(params: FrozenMap[str, Value]) -> FrozenMap[str, Value]:
    own = params.get(TRAINABLE, True)
    if own is False:
        return params
    text = f"({own.text}) and {TRAINABLE}" if isinstance(own, Expression) else TRAINABLE
    return params.set(TRAINABLE, Expression(text))
