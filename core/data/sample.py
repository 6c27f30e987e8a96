"""Data to begin with where none was chosen: a bundled set whose samples fit the model, and the edit that trains on it.

What the user has set is never changed; only values that a new layer begins with (the shape of an input, the units of the
last layer) are set to what the data need, and a loss where there is none. Does not belong here: reading data (sources), what
does not fit (match).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.analysis.results import Analysis, Shape
from core.catalog.catalog import Catalog
from core.data.bundled import BUNDLED
from core.data.dataset import DataSummary
from core.data.interface import Interface, fits, interface
from core.data.sources import inspect
from core.graph import edits
from core.graph.model import DataSettings, Project
from core.graph.values import EMPTY, FrozenMap, KerasObject, Value

_IMAGE = DataSettings("sklearn:digits", FrozenMap({"view": "image"}))


@dataclass(frozen=True, slots=True)
class Sample:
    """A bundled set for a model: its settings, what it is called, and the whole project set to train on it."""

    data: DataSettings
    title: str
    project: Project


def sample_for(project: Project, analysis: Analysis, catalog: Catalog) -> Sample | None:
    """The first bundled set that the model can train on; None where none fits, or shapes are not known.

    A set fits if its samples have the shape of the model's one input, or if that input still has the shape that a new one
    begins with, and if the model's one output can learn its target.
    """
    model = interface(analysis)
    if model is None or len(model.inputs) != 1 or len(model.outputs) != 1:
        return None
    expected, node = model.inputs[0].shape, model.inputs[0].node
    loose = node is not None and _is_fresh(project, catalog, node, ("shape",))
    for data in _candidates():
        summary = inspect(data)
        given = summary.inputs[0].shape
        if len(summary.inputs) != 1 or not (fits(expected, given) or (loose and data == _IMAGE)):
            continue
        found = _trained_on(project, catalog, model, data, summary, None if fits(expected, given) else given)
        if found is not None:
            title = next(info.title for info in BUNDLED if info.source == data.source)
            return Sample(data, title, found)
    return None


def _candidates() -> list[DataSettings]:
    """Every bundled set in every form, the digits as images first."""
    made = [_IMAGE]
    for info in BUNDLED:
        for view in info.views or ("",):
            made.append(DataSettings(info.source, FrozenMap({"view": view}) if view else EMPTY))
    return list(dict.fromkeys(made))


def _is_fresh(project: Project, catalog: Catalog, node: str, names: Sequence[str]) -> bool:
    """Whether the layer's parameters of these names are still those that it was added with."""
    if node not in project.graph.nodes:
        return False
    layer = project.graph.layer_of(node)
    spec = catalog.get(layer.type)
    return spec is not None and all(
        name in spec.starter and layer.params.get(name) == spec.starter[name] for name in names
    )


def _trained_on(
    project: Project, catalog: Catalog, model: Interface, data: DataSettings, summary: DataSummary, shape: Shape | None
) -> Project | None:
    """The project set to train on the data; None if its output cannot learn the target."""
    target, output = summary.targets[0], model.outputs[0]
    graph = project.graph
    if shape is not None and model.inputs[0].node is not None:
        graph = edits.set_params(graph, (graph.nodes[model.inputs[0].node].layer,), {"shape": shape})
    wanted = target.classes if target.kind == "classes" else 1
    units = output.shape[-1] if len(output.shape) == 1 else None
    compiled = project.training.compile
    if units is None or wanted is None:
        return None
    if compiled.loss is None and units != wanted:
        if output.node is not None and _is_fresh(project, catalog, output.node, ("units",)):
            graph = edits.set_params(graph, (graph.nodes[output.node].layer,), {"units": wanted})
        elif target.kind != "classes" or units < wanted:
            return None
    if compiled.loss is None:
        loss, metrics = _loss(target.kind, _ends_in_probabilities(project, output.node))
        compiled = replace(compiled, loss=loss, metrics=compiled.metrics or metrics)
    training = replace(project.training, data=data, compile=compiled)
    return replace(project, graph=graph, training=training)


def _loss(kind: str, probabilities: bool) -> tuple[Value, Value]:
    if kind != "classes":
        return "mean_squared_error", ("mean_absolute_error",)
    if probabilities:
        return "sparse_categorical_crossentropy", ("accuracy",)
    # What comes out is not between 0 and 1: the loss must take the softmax itself.
    options = FrozenMap[str, Value]({"from_logits": True})
    return KerasObject("keras.losses.SparseCategoricalCrossentropy", options), ("accuracy",)


def _ends_in_probabilities(project: Project, node: str | None) -> bool:
    if node is None:
        return False
    layer = project.graph.layer_of(node)
    return layer.class_name in ("Softmax", "softmax") or layer.params.get("activation") in ("softmax", "sigmoid")
