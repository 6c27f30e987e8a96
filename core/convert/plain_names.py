"""A project whose names TensorFlow takes: it refuses to trace a model with other than ASCII letters, digits and ``_.-``.

Layers, blocks and weights stay what they are; only names change. Does not belong here: names in Python code (identifiers).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.graph.expand import expand
from core.graph.inner_models import block_of
from core.graph.model import Graph, Layer, Node, Project, TrainingSettings
from core.graph.naming import unique_among
from core.graph.values import FrozenMap, KerasObject, Value

_PLAIN = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class PlainNames:
    """The project with plain names, and the names of the given one by those that replaced them."""

    project: Project
    own: Mapping[str, str]


def is_plain(name: str) -> bool:
    """Whether TensorFlow takes the name of a layer or model."""
    return _PLAIN.fullmatch(name) is not None


def with_plain_names(project: Project) -> PlainNames:
    """The very project, if all its names are plain; else a copy in which the others read ``layer``, ``layer_1``..."""
    graphs = (project.graph, *(block.graph for block in project.blocks.values()))
    # Unique in all graphs, so that a name says which layer is meant, however deep it is.
    taken = {layer.name for graph in graphs for layer in graph.layers.values()}
    # Blocks are found by their name, so it stays; a nested model is called as its instance is.
    blocks = {name: replace(block, graph=_graph(block.graph, taken)) for name, block in project.blocks.items()}
    inner = {name: _input_names(block.graph, blocks[name].graph) for name, block in project.blocks.items()}
    graph = _calls(_graph(project.graph, taken), inner)
    blocks = {name: replace(block, graph=_calls(block.graph, inner)) for name, block in blocks.items()}
    made = replace(project, graph=graph, blocks=FrozenMap(blocks))
    if made == project:
        return PlainNames(project, {})
    own = _own(project, made)
    training = settings_with(project.training, {name: plain for plain, name in own.items()})
    return PlainNames(replace(made, training=training), own)


def settings_with(training: TrainingSettings, names: Mapping[str, str]) -> TrainingSettings:
    """The settings with other names of outputs: in losses, metrics and their weights, and in what callbacks watch."""
    if not names:
        return training
    compile, fit = training.compile, training.fit
    compile = replace(
        compile,
        loss=_renamed(compile.loss, names),
        metrics=_renamed(compile.metrics, names),
        loss_weights=_renamed(compile.loss_weights, names),
    )
    callbacks = tuple(_watching(callback, names) for callback in fit.callbacks)
    return replace(training, compile=compile, fit=replace(fit, callbacks=callbacks))


def metric_with(name: str, names: Mapping[str, str]) -> str:
    """A metric that Keras calls after an output, when outputs have other names."""
    prefix = "val_" if name.startswith("val_") else ""
    rest = name.removeprefix(prefix)
    # The longest first: one name may begin as another does.
    for old in sorted(names, key=len, reverse=True):
        if rest.startswith(f"{old}_"):
            return f"{prefix}{names[old]}{rest[len(old) :]}"
    return name


def _renamed(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, FrozenMap):
        return FrozenMap({names.get(key, key): item for key, item in value.items()})
    return value


def _watching(callback: Value, names: Mapping[str, str]) -> Value:
    """A callback that watches the metric of an output."""
    monitor = callback.params.get("monitor") if isinstance(callback, KerasObject) else None
    if not isinstance(callback, KerasObject) or not isinstance(monitor, str):
        return callback
    return replace(callback, params=callback.params.set("monitor", metric_with(monitor, names)))


def _own(project: Project, made: Project) -> dict[str, str]:
    names: dict[str, str] = {}
    pairs = [(block.graph, made.blocks[name].graph) for name, block in project.blocks.items()]
    for before, after in [*pairs, (expand(project).graph, expand(made).graph)]:
        for key, layer in after.layers.items():
            if key in before.layers and before.layers[key].name != layer.name:
                names[layer.name] = before.layers[key].name
    return names


def _graph(graph: Graph, taken: set[str]) -> Graph:
    layers: dict[str, Layer] = {}
    for key, layer in graph.layers.items():
        name = layer.name
        if not is_plain(name):
            name = unique_among(taken, "input" if layer.is_input else "layer")
            taken.add(name)
        params = {param: _value(value) for param, value in layer.params.items()}
        layers[key] = replace(layer, name=name, params=FrozenMap(params))
    return replace(graph, name=graph.name if is_plain(graph.name) else "model", layers=FrozenMap(layers))


def _value(value: Value) -> Value:
    """Inner layers without names of their own that TensorFlow does not take; Keras gives them others."""
    if isinstance(value, tuple):
        return tuple(_value(item) for item in value)
    if isinstance(value, KerasObject):
        params = {name: _value(item) for name, item in value.params.items()}
        name = params.get("name")
        if isinstance(name, str) and not is_plain(name):
            del params["name"]
        block = block_of(value)
        if block is not None and not is_plain(str(params.get("name", block))):
            params["name"] = "model"  # Else the model is called like its block.
        return replace(value, params=FrozenMap(params))
    return value


def _input_names(before: Graph, after: Graph) -> dict[str, str]:
    """Calls of a block name its inputs."""
    return {layer.name: after.layers[key].name for key, layer in before.layers.items() if layer.is_input}


def _calls(graph: Graph, inputs: Mapping[str, Mapping[str, str]]) -> Graph:
    nodes: dict[str, Node] = {}
    for key, node in graph.nodes.items():
        names = inputs.get(graph.layers[node.layer].block or "", {})
        arguments = {names.get(name, name): value for name, value in node.arguments.items()}
        nodes[key] = replace(node, arguments=FrozenMap(arguments))
    return replace(graph, nodes=FrozenMap(nodes))
