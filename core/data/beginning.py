"""A network to begin with, made for data: inputs of their shapes, outputs of the right size, a loss that fits.

Either with layers between that are usual for such data - dense layers for measures, convolutions for pictures, a recurrent
layer for sequences, a vocabulary for text - or with nothing but what is needed to wire inputs to outputs. Does not belong
here: reading the data (sources), whether a network fits (match). Invariant: what is made fits by the rules of match.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Literal

from core.data.dataset import TEXT, DataSummary, FeatureInfo, TargetInfo
from core.errors import EditError
from core.graph import edits, naming
from core.graph.model import INPUT_TYPE, CompileSettings, DataSettings, Graph, Project, Structure
from core.graph.values import FrozenMap, Source, Value, frozen

Kind = Literal["measures", "pictures", "sequences", "text", "volumes", "arrays"]
"""What an input looks like; it decides which layers follow it."""
_MOST_WORDS, _TEXT_LENGTH, _BAG = 10_000, 200, 2_000
_WIDTHS = (32, 64, 128)
_LEAST_SIDE = 8
"""Pictures are halved between convolutions as long as this many pixels are left on the shorter side."""


def kind_of(feature: FeatureInfo) -> Kind:
    """What an input looks like, from the type and the rank of one sample."""
    if feature.dtype == TEXT:
        return "text"
    kinds: tuple[Kind, ...] = ("measures", "measures", "sequences", "pictures", "volumes")
    return kinds[len(feature.shape)] if len(feature.shape) < len(kinds) else "arrays"


def begin(project: Project, data: DataSettings, summary: DataSummary, *, whole: bool) -> Project:
    """The project with this data, and in place of its main graph a network for them.

    ``whole`` puts the usual layers between inputs and outputs; else there is only what wires them.
    """
    made = _Maker(project.graph.name)
    ends = [made.trunk(feature, whole=whole) for feature in summary.inputs]
    end = ends[0] if len(ends) == 1 else made.add("Concatenate", tuple(ends))
    if whole:
        end = made.add("Dense", end, units=64, params={"activation": "relu"})
    heads = [made.head(target, end) for target in summary.targets]
    structure: Structure = heads[0] if len(heads) == 1 else tuple(heads)
    graph = edits.set_outputs(made.graph, structure) if len(heads) > 1 else made.graph
    graph = replace(graph, layout=replace(graph.layout, direction=project.graph.layout.direction))
    training = replace(project.training, data=data, compile=_compiled(project.training.compile, summary.targets))
    return replace(project, graph=graph, training=training)


def _compiled(settings: CompileSettings, targets: Sequence[TargetInfo]) -> CompileSettings:
    """The settings with a loss for each target, in their order, and a metric where one says something for all."""
    losses = tuple(_LOSSES[target.kind] for target in targets)
    kinds = {target.kind == "regression" for target in targets}
    metrics: tuple[Value, ...] = ("mae",) if kinds == {True} else ("accuracy",) if kinds == {False} else ()
    if len(targets) > 1:
        metrics = tuple(metrics for _ in targets) if metrics else ()
    return replace(settings, loss=losses[0] if len(losses) == 1 else losses, metrics=metrics, loss_weights=None)


_LOSSES = {
    "classes": "sparse_categorical_crossentropy",
    "one-hot": "categorical_crossentropy",
    "regression": "mean_squared_error",
}


class _Maker:
    """Puts layers behind one another."""

    def __init__(self, name: str) -> None:
        self.graph = Graph(name=name)

    def add(
        self, layer: str, after: Source | tuple[Source, ...] | None, name: str = "", argument: str = "inputs",
        params: Mapping[str, object] | None = None, **more: object,
    ) -> Source:  # fmt: skip
        """One more layer of ``keras.layers``, fed by ``after``."""
        try:
            usable = naming.checked_name(name) if name else ""
        except EditError:
            usable = ""  # a column may be called anything, a layer may not
        node = naming.new_id(self.graph.nodes, "n")
        self.graph = edits.add_node(
            self.graph,
            INPUT_TYPE if layer == "Input" else f"keras.layers.{layer}",
            name=usable,
            params={key: frozen(value) for key, value in {**more, **(params or {})}.items()},
            arguments=FrozenMap({argument: after} if after is not None else {}),
            node_id=node,
        )
        return Source(node)

    # From an input to one row of numbers for each sample

    def trunk(self, feature: FeatureInfo, *, whole: bool) -> Source:
        """The input and what makes one row of numbers of it."""
        kind = kind_of(feature)
        dtype: Mapping[str, object] = {"dtype": TEXT} if kind == "text" else {}
        end = self.add("Input", None, feature.name, shape=feature.shape, params=dtype)
        if kind == "text":
            return self._text(end, feature, whole=whole)
        if not feature.shape:
            end = self.add("Reshape", end, target_shape=(1,))
        if not whole:
            return self.add("Flatten", end) if len(feature.shape) > 1 else end
        if kind == "measures":
            return self.add("Dense", self.add("Normalization", end), units=64, params={"activation": "relu"})
        if kind == "sequences":
            return self.add("LSTM", self._scaled(end, feature), argument="sequences", units=64)
        if kind in ("pictures", "volumes"):
            return self._convolved(self._scaled(end, feature), feature.shape[:-1])
        return self.add("Flatten", self._scaled(end, feature))

    def _text(self, end: Source, feature: FeatureInfo, *, whole: bool) -> Source:
        if not whole:
            if feature.shape:
                end = self.add("Reshape", end, target_shape=(prod(feature.shape),))
            return self.add("TextVectorization", end, max_tokens=_BAG, output_mode="multi_hot", pad_to_max_tokens=True)
        if feature.shape not in ((), (1,)):
            end = self.add("Flatten", end)
        end = self.add("TextVectorization", end, max_tokens=_MOST_WORDS, output_sequence_length=_TEXT_LENGTH)
        end = self.add("Embedding", end, input_dim=_MOST_WORDS, output_dim=64)
        return self.add("GlobalAveragePooling1D", end)

    def _scaled(self, end: Source, feature: FeatureInfo) -> Source:
        """Numbers far from 0 to 1, such as pixels, are brought there; others stay."""
        ends = [abs(value) for value in (feature.minimum, feature.maximum) if value is not None]
        largest = max(ends, default=0.0)
        return self.add("Rescaling", end, scale=1.0 / largest) if largest > 4.0 else end

    def _convolved(self, end: Source, sides: tuple[int, ...]) -> Source:
        rank, least = f"{len(sides)}D", min(sides)
        for position, filters in enumerate(_WIDTHS):
            if position:
                if least < 2 * _LEAST_SIDE:
                    break
                end, least = self.add(f"MaxPooling{rank}", end), least // 2
            end = self.add(
                f"Conv{rank}", end, filters=filters, kernel_size=3, params={"padding": "same", "activation": "relu"}
            )
        return self.add(f"GlobalAveragePooling{rank}", end)

    # To an output

    def head(self, target: TargetInfo, end: Source) -> Source:
        """An output of the target's size: one unit for each class, or for each number."""
        if target.kind == "regression":
            shape: tuple[int, ...] = target.shape or (1,)
            activation = "linear"
        else:
            # A class number becomes a row of one unit for each class; one-hot rows are such rows already.
            rows = target.shape if target.kind == "classes" else target.shape[:-1]
            shape = (*rows, max(2, target.classes or 2))
            activation = "softmax"
        flat = len(shape) == 1
        shaped = {"activation": activation} if flat and activation != "linear" else {}
        end = self.add("Dense", end, target.name if flat else "", units=prod(shape), params=shaped)
        if flat:
            return end
        end = self.add("Reshape", end, "" if activation == "softmax" else target.name, target_shape=shape)
        return end if activation == "linear" else self.add("Softmax", end, target.name)
