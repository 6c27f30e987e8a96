"""Networks of ``keras.applications`` as documents, for benchmarks.

Only what those networks contain is converted: layers with plain settings, calls with tensors in the first argument.
Reading any model is ``core.convert.from_keras``'s matter.
"""

from __future__ import annotations

from typing import Any

from core.catalog.catalog import Catalog
from core.graph.model import Graph, Layer, Node, Project
from core.graph.values import FrozenMap, Source, Value, frozen


def application(name: str, catalog: Catalog) -> tuple[Any, Project]:
    """The model, without pretrained weights, and the same network as a project."""
    import keras

    model = getattr(keras.applications, name)(weights=None)
    return model, project_of(model, catalog)


def project_of(model: Any, catalog: Catalog) -> Project:
    """A functional model of layers as a project; settings at their default are left out."""
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    for layer in model.layers:
        type_name = f"keras.layers.{type(layer).__name__}"
        spec = catalog.get(type_name)
        if spec is None:
            raise ValueError(f"{name_of(layer)} is of an unknown type: {type_name}")
        defaults = {param.name: param.default for param in spec.params}
        config = {key: settled(value) for key, value in layer.get_config().items() if key in defaults}
        if spec.family == "input":
            config = {"shape": tuple(layer.batch_shape[1:])}
        params = {key: value for key, value in config.items() if value is not None and value != defaults.get(key)}
        params.pop("dtype", None)
        layers[layer.name] = Layer(layer.name, type_name, layer.name, FrozenMap(params))
        arguments: dict[str, Value] = {}
        tensors = [Source(tensor._keras_history.operation.name) for tensor in layer._inbound_nodes[0].input_tensors]
        if tensors and spec.inputs:
            port = spec.inputs[0]
            arguments[port.name] = tuple(tensors) if port.kind == "list" else tensors[0]
        nodes[layer.name] = Node(layer.name, layer.name, FrozenMap(arguments))
    return Project(graph=Graph(model.name, FrozenMap(layers), FrozenMap(nodes)))


def name_of(layer: Any) -> str:
    return f"{type(layer).__name__} {layer.name!r}"


def settled(value: Any) -> Value:
    """A setting from a config as a person would write it; None for objects (their defaults serve)."""
    return None if isinstance(value, dict) else frozen(value)
