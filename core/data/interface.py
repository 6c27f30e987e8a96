"""What goes into a model and comes out, and which item of the data belongs to which of its ports.

Does not belong here: what does not fit, in sentences (match, targets). Invariant: shapes have no batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.analysis.results import Analysis, Shape
from core.graph.queries import input_nodes, output_sources, upstream

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output of the model. ``shape`` has no batch; ``node`` is a node of the main graph, if known."""

    name: str
    shape: Shape
    node: str | None = None
    dtype: str = "float32"


@dataclass(frozen=True, slots=True)
class Interface:
    """What goes into a model and comes out, in order."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def interface(analysis: Analysis) -> Interface | None:
    """The interface of the analysed main graph; None while a shape in it is not known."""
    graph = analysis.project.graph
    sources = output_sources(graph)
    used = upstream(graph, (source.node for source in sources))
    inputs, outputs = [], []
    for node_id in input_nodes(graph):
        result = analysis.nodes.get(node_id)
        if graph.inputs is None and node_id not in used:
            continue
        if result is None or not result.outputs:
            return None
        spec = result.outputs[0]
        inputs.append(Port(graph.name_of(node_id), spec.shape[1:], node_id, spec.dtype))
    for source in sources:
        result = analysis.nodes.get(source.node)
        if result is None or result.outputs is None or source.output >= len(result.outputs):
            return None
        outputs.append(Port(graph.name_of(source.node), result.outputs[source.output].shape[1:], source.node))
    return Interface(tuple(inputs), tuple(outputs)) if inputs and outputs else None


def assign(ports: Sequence[str], names: Mapping[str, Item]) -> list[Item] | None:
    """The data's items in the order of the model's ports: by name if all names agree, else in order.

    None where the numbers differ.
    """
    if len(ports) != len(names):
        return None
    if set(ports) == set(names):
        return [names[port] for port in ports]
    return list(names.values())


def fits(expected: Shape, given: Shape) -> bool:
    """True if samples of the shape ``given`` can go where ``expected`` is; None stands for any size."""
    return len(expected) == len(given) and all(
        size is None or size == other for size, other in zip(expected, given, strict=True)
    )
