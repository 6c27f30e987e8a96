"""Blocks that stand inside parameters: the model that ``TimeDistributed(model)`` holds, and every walk over such names.

A parameter value that is a nested model is ``KerasObject("block:NAME")`` with the name of a block of kind ``model``. Its
only settings are ``name`` (the model's own name, where it is not the block's) and ``trainable`` (False: all of it is
frozen). Each such value is a model of its own with weights of its own; two wrappers never share one, which Keras's own
files cannot say either. Does not belong here: what a block means to Keras (analysis), how blocks are called by nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.graph.model import BLOCK_PREFIX, Block, Graph, Layer, Project
from core.graph.values import FrozenMap, KerasObject, Value

SETTINGS = frozenset({"name", "trainable"})


def block_of(value: Value) -> str | None:
    """The name of the block that the value is a model of, or None."""
    if isinstance(value, KerasObject) and value.type.startswith(BLOCK_PREFIX):
        return value.type[len(BLOCK_PREFIX) :]
    return None


def model_name(value: KerasObject) -> str:
    """The name that the model has in Keras: its own, else its block's."""
    name = value.params.get("name")
    return name if isinstance(name, str) and name else value.type[len(BLOCK_PREFIX) :]


def as_layer(value: KerasObject) -> Layer:
    """The model as an instance of its block, which is how models are built everywhere else. It has no id."""
    return Layer("", value.type, model_name(value), value.params.remove(("name",)))


def inner_models(value: Value) -> Iterator[KerasObject]:
    """Every model inside a value, at any depth, in order."""
    if isinstance(value, KerasObject):
        if block_of(value) is not None:
            yield value
        yield from inner_models(value.params)
    elif isinstance(value, tuple):
        for item in value:
            yield from inner_models(item)
    elif isinstance(value, FrozenMap):
        for item in value.values():
            yield from inner_models(item)


def inner_blocks(value: Value) -> list[str]:
    """The blocks of the models inside a value, each once."""
    return list(dict.fromkeys(name for model in inner_models(value) if (name := block_of(model)) is not None))


def layer_blocks(layer: Layer) -> list[str]:
    """The blocks that a layer needs, each once: the one that it is an instance of, and those inside its parameters."""
    found = [layer.block] if layer.block is not None else []
    return list(dict.fromkeys((*found, *inner_blocks(layer.params))))


def graph_blocks(graph: Graph) -> list[str]:
    """The blocks that the layers of a graph need directly, each once, in the order of the layers."""
    return list(dict.fromkeys(name for layer in graph.layers.values() for name in layer_blocks(layer)))


def block_blocks(block: Block) -> list[str]:
    """The blocks that a block needs directly: those of its graph, and those in what its parameters are by default."""
    return list(dict.fromkeys((*graph_blocks(block.graph), *inner_blocks(block.parameters))))


def reaches(blocks: Mapping[str, Block], start: Iterable[str]) -> set[str]:
    """The blocks of these names and all that those need; names of no block are kept."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += block_blocks(blocks[name]) if name in blocks else []
    return found


def rename_in_value(value: Value, names: Mapping[str, str]) -> Value:
    """The value with the blocks inside called by their new names; the same object where none is concerned."""
    if isinstance(value, KerasObject):
        params = rename_in_value(value.params, names)
        block = block_of(value)
        new = names.get(block, block) if block is not None else None
        if new == block and params is value.params:
            return value
        if block is not None and new != block and isinstance(params, FrozenMap):
            # The model keeps the name that it has in Keras.
            params = params if "name" in params else params.set("name", block)
            params = params.remove(("name",)) if params["name"] == new else params
        return KerasObject(value.type if new == block else f"{BLOCK_PREFIX}{new}", params)  # type: ignore[arg-type]
    if isinstance(value, tuple):
        items = tuple(rename_in_value(item, names) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, FrozenMap):
        made = {key: rename_in_value(item, names) for key, item in value.items()}
        return value.update({key: item for key, item in made.items() if item is not value[key]})
    return value


def rename_in_layer(layer: Layer, names: Mapping[str, str]) -> Layer:
    """The layer with blocks called by their new names; the same object where none is concerned."""
    params = rename_in_value(layer.params, names)
    new = names.get(layer.block, layer.block) if layer.block is not None else None
    if new == layer.block and params is layer.params:
        return layer
    kind = layer.type if new == layer.block else f"{BLOCK_PREFIX}{new}"
    return replace(layer, type=kind, params=params)  # type: ignore[arg-type]


def rename_in_graph(graph: Graph, names: Mapping[str, str]) -> Graph:
    """The graph with blocks called by their new names; the same object where none is concerned."""
    changed = {
        key: made for key, layer in graph.layers.items() if (made := rename_in_layer(layer, names)) is not layer
    }
    return replace(graph, layers=graph.layers.update(changed)) if changed else graph


def rename_in_block(block: Block, names: Mapping[str, str]) -> Block:
    """The block (under its own name) with the blocks that it needs called by their new names."""
    graph, parameters = rename_in_graph(block.graph, names), rename_in_value(block.parameters, names)
    if graph is block.graph and parameters is block.parameters:
        return block
    return replace(block, graph=graph, parameters=parameters)  # type: ignore[arg-type]


def holdable(project: Project, scope: str = "") -> list[str]:
    """The blocks whose models a layer of the main graph, or of the block ``scope``, can hold: wrappers have one input."""
    return [
        name
        for name, block in project.blocks.items()
        if block.kind == "model"
        and sum(layer.is_input for layer in block.graph.layers.values()) == 1
        and (not scope or scope not in reaches(project.blocks, [name]))
    ]
