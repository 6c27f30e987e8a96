"""Layers of old files that Keras 3 no longer has and that need to know what arrives, made of layers that it has.

LocallyConnected1D and 2D become the patches of the image and an EinsumDense over them, Highway two Dense and a mix. Each
computes exactly what the old layer did and has as many weights. Does not belong here: layers that only changed their
spelling (legacy), the same layers in code (from_code). Invariant: where a size is not known the placeholder stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.convert.config.reader import read_config
from core.convert.imported import Imported, Upgrade
from core.convert.legacy.upgrade import upgrade
from core.errors import ConversionError
from core.graph.model import Graph, Layer, Node, Project
from core.graph.naming import new_id, unique_among
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.texts import text

Shape = tuple[int | None, ...]
_WEIGHTS = frozenset(
    "kernel_initializer bias_initializer kernel_regularizer bias_regularizer kernel_constraint bias_constraint".split()
)
_MOST = 100
"""More of them would take long: for each the shapes are inferred anew."""
_KEPT = _WEIGHTS | {"activation", "trainable"}


def with_equivalents(imported: Imported) -> Imported:
    """The import with such placeholders of its main graph replaced, each told as an upgrade."""
    for _ in range(_MOST):
        step = next(_replaced(imported), None)
        if step is None:
            break
        imported = step
    return imported


def _replaced(imported: Imported) -> Iterator[Imported]:
    """The import with one placeholder less; what stands behind it is known only then."""
    graph = imported.project.graph
    calls = [layer.layer for layer in graph.nodes.values()]
    found = [
        node
        for node in graph.nodes.values()
        if _class_of(graph.layers[node.layer]) in _MAKERS and calls.count(node.layer) == 1
    ]
    if not found:
        return
    shapes = _shapes(imported.project)
    for node in found:
        layer = graph.layers[node.layer]
        source = node.arguments.get("0")
        shape = shapes.get(source) if isinstance(source, Source) and len(node.arguments) == 1 else None
        config = json.loads(layer.raw or "{}").get("config")
        if shape is None or not isinstance(config, dict) or not isinstance(source, Source):
            continue
        try:
            made = _MAKERS[_class_of(layer)](_Builder(graph, node, layer), source, shape, config)
        except ConversionError:
            made = None  # Its settings are none that the layer had.
        if made is not None:
            parts = (
                text("two Dense and a mix of them")
                if _class_of(layer) == "Highway"
                else text("EinsumDense over the patches")
            )
            upgraded = Upgrade(layer.name, _class_of(layer), parts)
            yield replace(
                imported,
                project=replace(imported.project, graph=made),
                placeholders=tuple(item for item in imported.placeholders if item.name != layer.name),
                upgraded=(*imported.upgraded, upgraded),
            )


def _class_of(layer: Layer) -> str:
    return layer.class_name if layer.raw is not None else ""


def _shapes(project: Project) -> Mapping[Source, Shape]:
    from core.analysis.analysis import Analyzer
    from core.catalog.catalog import load

    found: dict[Source, Shape] = {}
    for node_id, result in Analyzer(load()).analyze(project).nodes.items():
        for index, spec in enumerate(result.outputs or ()):
            found[Source(node_id, index)] = spec.shape
    return found


class _Builder:
    """A graph in which one node is being replaced; the last node of the construct takes its id."""

    def __init__(self, graph: Graph, node: Node, layer: Layer) -> None:
        self.graph = graph
        self._node = node
        self._layer = layer

    def main(self, type_name: str, params: Mapping[str, Value], source: Source, *, last: bool = False) -> Source:
        """The layer with the weights: it keeps name and id."""
        layer = Layer(self._layer.id, type_name, self._layer.name, FrozenMap(params))
        self.graph = replace(self.graph, layers=self.graph.layers.set(layer.id, layer))
        return self._call(self._layer.id, {"inputs": source}, last)

    def add(
        self, type_name: str, params: Mapping[str, Value], arguments: Mapping[str, Value], *, last: bool = False
    ) -> Source:
        """Another layer or op, called after the one that is replaced."""
        layer_id = new_id(self.graph.layers, "l")
        wanted = f"{self._layer.name}_{type_name.rpartition('.')[2]}"
        name = unique_among({layer.name for layer in self.graph.layers.values()}, wanted)
        layers = self.graph.layers.set(layer_id, Layer(layer_id, type_name, name, FrozenMap(params)))
        self.graph = replace(self.graph, layers=layers)
        return self._call(layer_id, arguments, last)

    def _call(self, layer_id: str, arguments: Mapping[str, Value], last: bool) -> Source:
        node_id = self._node.id if last else new_id(self.graph.nodes, "n")
        node = Node(node_id, layer_id, FrozenMap(arguments))
        if last:
            nodes = self.graph.nodes.set(node_id, node)
        else:
            # Before the node that is replaced, so that the order of the calls stays one that can be followed.
            kept = list(self.graph.nodes.items())
            place = next(index for index, (key, _) in enumerate(kept) if key == self._node.id)
            nodes = FrozenMap([*kept[:place], (node_id, node), *kept[place:]])
        self.graph = replace(self.graph, nodes=nodes)
        return Source(node_id)


def _params(class_name: str, config: Mapping[str, Any]) -> Mapping[str, Value]:
    """Old settings in today's words: those of the layer of today that has the same ones."""
    layer = {"class_name": class_name, "config": {**config, "name": "only"}}
    old = bool({"nb_filter", "init"} & set(config))
    model = {"class_name": "Sequential", "config": [layer] if old else {"name": "s", "layers": [layer]}}
    found = read_config(upgrade(model, "1.2.2" if old else "2.2.4").config)
    return next(layer.params for layer in found.project.graph.layers.values() if layer.name == "only")


def _highway(make: _Builder, x: Source, shape: Shape, config: Mapping[str, Any]) -> Graph | None:
    """t * h(x) + (1 - t) * x with t = sigmoid(x W + b), where b begins as ``transform_bias`` (Keras 1)."""
    width = shape[-1]
    if len(shape) != 2 or width is None:
        return None
    begin = config.get("transform_bias", -2)
    settings = {key: value for key, value in config.items() if key != "transform_bias"}
    dense = _params("Dense", {"init": "glorot_uniform", **settings, "output_dim": width})
    gate = {**dense, "activation": "sigmoid"}
    if dense.get("use_bias") is not False and isinstance(begin, (int, float)):
        gate["bias_initializer"] = KerasObject("keras.initializers.Constant", FrozenMap({"value": float(begin)}))
    changed = make.main("keras.layers.Dense", dense, x)
    mixed = make.add("keras.layers.Dense", gate, {"inputs": x})
    passed = make.add("keras.ops.subtract", {}, {"x1": 1.0, "x2": mixed})
    first = make.add("keras.ops.multiply", {}, {"x1": mixed, "x2": changed})
    second = make.add("keras.ops.multiply", {}, {"x1": passed, "x2": x})
    make.add("keras.ops.add", {}, {"x1": first, "x2": second}, last=True)
    return make.graph


def _locally_connected(make: _Builder, x: Source, shape: Shape, config: Mapping[str, Any]) -> Graph | None:
    """A kernel for each position: the patches of the image, flattened as the old kernels were, times their own kernel."""
    flat = len(shape) == 3
    conv = _params(f"Conv{'olution' if 'nb_filter' in config else ''}{1 if flat else 2}D", config)
    dims = 1 if flat else 2
    sizes, steps = (_row(conv.get(key, 1), dims) for key in ("kernel_size", "strides"))
    inner = [length for length in shape[1:-1] if length is not None]
    if conv.get("data_format", "channels_last") != "channels_last" or conv.get("padding", "valid") != "valid":
        return None
    if len(inner) != dims or len(shape) != dims + 2 or sizes is None or steps is None or min(*sizes, *steps) < 1:
        return None
    places = [(length - size) // step + 1 for length, size, step in zip(inner, sizes, steps, strict=True)]
    filters = conv.get("filters")
    if min(places) < 1 or not isinstance(filters, int):
        return None
    if flat:
        x = make.add("keras.ops.expand_dims", {"axis": 2}, {"x": x})
        sizes, steps, places = (*sizes, 1), (*steps, 1), [*places, 1]
    patches = make.add(
        "keras.ops.image.extract_patches", {"size": sizes, "strides": steps, "padding": "valid"}, {"images": x}
    )
    params: dict[str, Value] = {"equation": "bhwk,hwkf->bhwf", "output_shape": (*places, filters)}
    if conv.get("use_bias") is not False:
        params["bias_axes"] = "hwf"
    params.update({key: value for key, value in conv.items() if key in _KEPT})
    made = make.main("keras.layers.EinsumDense", params, patches, last=not flat)
    if flat:
        make.add("keras.ops.squeeze", {"axis": 2}, {"x": made}, last=True)
    return make.graph


def _row(value: Value, count: int) -> tuple[int, ...] | None:
    row = (value,) * count if isinstance(value, int) else value if isinstance(value, tuple) else ()
    sizes = tuple(size for size in row if isinstance(size, int))
    return sizes if len(sizes) == count else None


_MAKERS: Mapping[str, Callable[[_Builder, Source, Shape, Mapping[str, Any]], Graph | None]] = {
    "Highway": _highway,
    "LocallyConnected1D": _locally_connected,
    "LocallyConnected2D": _locally_connected,
}
