"""The receptive field: how much of the input one value of a layer's output can see, per spatial dimension.

Along a path r grows by (k - 1) * j at each window of effective size k, and the jump j (input pixels between neighbouring
outputs) multiplies by the stride: r' = r + ((k - 1) * d) * j, j' = j * s with dilation d. Source: Araujo, Norris and Sim,
"Computing Receptive Fields of Convolutional Neural Networks", Distill 2019, equations 2 and 3. Where paths meet, the
largest field counts. Does not belong here: border effects (the field may reach beyond the input).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from core.analysis.results import NodeResult
from core.catalog.catalog import Catalog
from core.graph.model import Graph, Layer
from core.graph.queries import node_edges, topological_order
from core.graph.values import Value

_WINDOWS = ("kernel_size", "pool_size")
# What looks at each position by itself, or at positions in ways that do not widen the field.
_POINTWISE_FAMILIES = frozenset({"activation", "normalization", "regularization", "merging", "input"})
_POINTWISE = frozenset({"Rescaling", "Identity", "Cropping1D", "Cropping2D", "Cropping3D"})
_PADDING = frozenset({"ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D"})


@dataclass(frozen=True, slots=True)
class Field:
    """Size in input positions and jump between neighbouring outputs, for each spatial dimension."""

    size: tuple[float, ...]
    jump: tuple[float, ...]

    @property
    def text(self) -> str:
        """``11 × 11``."""
        return " × ".join(f"{size:.0f}" for size in self.size)


def receptive_fields(graph: Graph, results: Mapping[str, NodeResult], catalog: Catalog) -> dict[str, Field]:
    """The field of every node that keeps spatial positions; nodes behind Flatten, Dense and the like have none."""
    found: dict[str, Field] = {}
    order, _ = topological_order(graph)
    for node_id in order:
        layer = graph.layer_of(node_id)
        result = results.get(node_id)
        rank = len(result.outputs[0].shape) if result is not None and result.outputs else 0
        feeds = [found[edge.source.node] for edge in node_edges(graph, node_id) if edge.source.node in found]
        field = _start(layer, rank) if layer.is_input else _through(layer, feeds, rank, catalog)
        if field is not None:
            found[node_id] = field
    return found


def _start(layer: Layer, rank: int) -> Field | None:
    spatial = rank - 2
    return Field((1.0,) * spatial, (1.0,) * spatial) if spatial >= 1 else None


def _through(layer: Layer, feeds: list[Field], rank: int, catalog: Catalog) -> Field | None:
    spec = catalog.get(layer.type)
    fields = [field for field in feeds if len(field.size) == rank - 2]
    if spec is None or not fields:
        return None
    widest = Field(
        tuple(max(field.size[axis] for field in fields) for axis in range(rank - 2)),
        tuple(max(field.jump[axis] for field in fields) for axis in range(rank - 2)),
    )

    def sizes(name: str, default: int) -> tuple[float, ...] | None:
        param = spec.param(name)
        return _numbers(layer.params.get(name, param.default if param is not None else None), rank - 2, default)

    window = next((name for name in _WINDOWS if spec.param(name) is not None), None)
    if window is not None and spec.class_name.endswith("Transpose"):
        kernel, strides = sizes(window, 1), sizes("strides", 1)
        if kernel is None or strides is None:
            return None
        # One output of a transposed convolution sees about kernel / stride inputs (Araujo et al., section "other").
        reach = tuple(-(-k // s) - 1 for k, s in zip(kernel, strides, strict=True))
        grown = tuple(r + n * j for r, n, j in zip(widest.size, reach, widest.jump, strict=True))
        return Field(grown, tuple(j / s for j, s in zip(widest.jump, strides, strict=True)))
    if window is not None:
        kernel, dilation = sizes(window, 1), sizes("dilation_rate", 1)
        strides = kernel if window == "pool_size" and layer.params.get("strides") is None else sizes("strides", 1)
        if kernel is None or strides is None or dilation is None:
            return None
        grown = tuple(
            r + (k - 1) * d * j for r, k, d, j in zip(widest.size, kernel, dilation, widest.jump, strict=True)
        )
        return Field(grown, tuple(j * s for j, s in zip(widest.jump, strides, strict=True)))
    if spec.class_name.startswith("UpSampling"):
        size = sizes("size", 2)
        return None if size is None else Field(widest.size, tuple(j / s for j, s in zip(widest.jump, size, strict=True)))
    keeps = spec.family in _POINTWISE_FAMILIES or spec.class_name in _POINTWISE | _PADDING
    return widest if keeps or spec.family in ("arithmetic", "elementwise") else None


def _numbers(value: Value, count: int, default: int) -> tuple[float, ...] | None:
    if value is None:
        value = default
    items = value if isinstance(value, tuple) else (value,) * count
    if len(items) == 1:
        items = items * count
    numbers = [float(item) for item in items if isinstance(item, (int, float)) and isfinite(item) and item >= 1]
    return tuple(numbers) if len(numbers) == count == len(items) else None
