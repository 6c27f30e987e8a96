"""What analysis finds out about a graph, as frozen data that may cross threads.

Does not belong here: how it is found out (shapes, cost), how it is printed (report).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.analysis.problems import Problem
from core.catalog.spec import LayerSpec
from core.graph.model import Graph, Project

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Shape (batch included, None where it is not known before run time) and dtype of one tensor.

    ``masked`` tells whether Keras hands a mask along with it, as ``compute_mask`` of its layer says.
    """

    shape: Shape
    dtype: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What one call yields and costs; every field is None where it is not known.

    ``outputs`` are in the order of :class:`~core.graph.values.Source`. ``parameters`` and ``trainable`` are those of the
    layer, so calls of one shared layer show the same numbers. ``flops`` are per sample (batch size 1), a multiply-add
    counting as 2. ``memory_bytes`` is what the outputs take per sample, ``weight_bytes`` what the weights take.
    """

    outputs: tuple[TensorSpec, ...] | None = None
    parameters: int | None = None
    trainable: int | None = None
    flops: int | None = None
    memory_bytes: int | None = None
    weight_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a graph; a shared layer's parameters count once, its FLOPs per call.

    ``layers`` counts what owns weights or is called as a layer (blocks written out), ``nodes`` the items on the
    canvas. ``unknown_flops`` counts the nodes that could not be costed: with any, ``flops`` is a lower bound.
    """

    nodes: int = 0
    layers: int = 0
    parameters: int = 0
    trainable: int = 0
    flops: int = 0
    memory_bytes: int = 0
    weight_bytes: int = 0
    unknown_flops: int = 0


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result for the main graph (``block`` empty) or for a block's graph with its default parameters.

    ``nodes`` has a result for every node. ``custom`` are the layers of the project's own files that may be used.
    Valid for exactly this ``project`` value: compare by identity.
    """

    project: Project
    block: str
    nodes: Mapping[str, NodeResult]
    problems: tuple[Problem, ...]
    totals: Totals
    custom: tuple[LayerSpec, ...] = ()

    @property
    def graph(self) -> Graph:
        """The graph that was analysed."""
        return self.project.blocks[self.block].graph if self.block else self.project.graph

    @property
    def has_errors(self) -> bool:
        """True if Keras cannot build the model as it is."""
        return any(problem.severity == "error" for problem in self.problems)
