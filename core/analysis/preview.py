"""What a layer would yield behind a tensor, before it is placed: alone, or behind a layer that converts the shape.

Each question is asked of a tiny graph - an input of the tensor's shape, the conversion, the layer - so that the answer
costs the same in a network of ten layers and of ten thousand. Does not belong here: which layers are offered and in what
order (catalog.offering), which conversions there are (conversions), wires between layers that exist (trial).

Invariants: nothing of the document changes; an answer is either a shape or one sentence that says why there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core.analysis.analysis import Analyzer
from core.analysis.conversions import Step, Steps, proposals
from core.analysis.results import Shape, TensorSpec
from core.analysis.shapes import ShapeMemo
from core.catalog.catalog import Catalog
from core.catalog.ports import InPort, block_ports, free_port, input_ports
from core.catalog.spec import LayerSpec
from core.errors import EditError
from core.graph import edits, queries
from core.graph.model import INPUT_TYPE, Graph, Layer, Node, Project
from core.graph.values import Path, Source, Value

MOST_PORTS = 8
MOST_TRIED = 16


@dataclass(frozen=True, slots=True)
class Preview:
    """What the layer yields, or in one sentence why nothing. ``via`` are the layers that convert the shape for it."""

    outputs: tuple[TensorSpec, ...] | None
    parameters: int | None = None
    reason: str = ""
    via: Steps = ()


def likely(shape: Shape, ranks: Sequence[int]) -> Steps:
    """The conversion to one of the ranks (batch included) that is most usual, without asking Keras; () if none is known."""
    for steps in proposals(shape):
        step = steps[0]
        target = step.params.get("target_shape")
        rank = len(target) + 1 if isinstance(target, tuple) else 2
        if len(steps) == 1 and rank in ranks:
            return steps
    return ()


class Previewer:
    """Answers for one catalogue. Use one per worker thread; ``memo`` may be that of its analyser."""

    def __init__(self, catalog: Catalog, memo: ShapeMemo | None = None) -> None:
        self._catalog = catalog
        self._analyzer = Analyzer(catalog, memo)

    def preview(
        self, project: Project, tensor: TensorSpec, step: Step, via: Steps = (), *, convert: bool = False
    ) -> Preview:
        """What the layer yields behind the tensor, with the blocks, policy and own files of the project.

        With ``convert`` conversions are tried where the layer itself does not take the tensor.
        """
        found = self._ask(project, tensor, step, via)
        if found.outputs is not None or via or not convert:
            return found
        for conversion in islice(proposals(tensor.shape), MOST_TRIED):
            other = self._ask(project, tensor, step, conversion)
            if other.outputs is not None:
                return other
        return found

    def _ask(self, project: Project, tensor: TensorSpec, step: Step, via: Steps) -> Preview:
        try:
            small, last = self._small(project, tensor, (*via, step))
        except EditError as error:
            return Preview(None, reason=error.message, via=via)
        analysis = self._analyzer.analyze(replace(project, graph=small))
        result = analysis.nodes.get(last)
        if result is not None and result.outputs:
            return Preview(result.outputs, result.parameters, via=via)
        errors = [problem for problem in analysis.problems if problem.severity == "error"]
        own = next((problem for problem in errors if problem.node == last), errors[0] if errors else None)
        return Preview(None, reason=own.message if own is not None else "", via=via)

    def _small(self, project: Project, tensor: TensorSpec, steps: Sequence[Step]) -> tuple[Graph, str]:
        params: dict[str, Value] = {"batch_shape": tensor.shape, "dtype": tensor.dtype}
        graph = edits.add_node(Graph(), INPUT_TYPE, name="given", params=params, node_id="n0")
        last = "n0"
        for number, step in enumerate(steps, 1):
            node_id = f"n{number}"
            graph = edits.add_node(graph, step.type, params=step.params, node_id=node_id)
            for _ in range(MOST_PORTS):
                path = self._next_port(project, graph, node_id)
                if path is None:
                    break
                graph = edits.connect(graph, Source(last), node_id, path)
            last = node_id
        return graph, last

    def _next_port(self, project: Project, graph: Graph, node_id: str) -> Path | None:
        """The first place that must hold a wire and holds none; the first free one where the layer has no wire yet."""
        node, layer = graph.nodes[node_id], graph.layer_of(node_id)
        ports = ports_of(project, self._catalog.get(layer.type), node, layer)
        if not any(True for _ in queries.node_edges(graph, node_id)):
            port = free_port(ports)
            return port.path if port is not None else None
        return next((port.path for port in ports if port.required and not port.connected), None)


def ports_of(project: Project, spec: LayerSpec | None, node: Node, layer: Layer) -> tuple[InPort, ...]:
    """The input ports of a call, of a block's too."""
    block = project.blocks.get(layer.block) if layer.block is not None else None
    if block is not None:
        return block_ports([block.graph.name_of(inner) for inner in queries.input_nodes(block.graph)], node)
    return input_ports(spec, node, layer, optional=False)

