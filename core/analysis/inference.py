"""One pass over a graph: every call inferred once, in order, and what it comes to for the nodes on the canvas.

Does not belong here: what is remembered between passes (analysis), how one call is inferred (shapes).

Invariants: a node after a failed one has no result and no problem of its own; a node's result is final when told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from core.analysis.messages import UNTRUSTED
from core.analysis.problems import Problem, quoted
from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.analysis.shapes import Call, Request, ShapeRun, Tensor
from core.analysis.wiring import Wiring
from core.graph.expand import Expansion
from core.graph.model import Graph, Layer, Node, Project
from core.graph.queries import structure_sources
from core.graph.values import Source, Value
from core.texts import text

OnNode = Callable[[str, NodeResult], None]

# Problems after which a call of the node makes no sense. The others are dropped if Keras accepts the layer.
BLOCKING = frozenset({"ST01", "ST02", "ST18", "ST20", "ST24", UNTRUSTED})
TO_CONFIRM = frozenset({"ST21", "ST22", "ST23"})


class AnalysisCancelled(Exception):
    """The caller asked to stop; nothing was lost but time."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A node's last inference: valid while the node, its layer and what arrives are the very same."""

    node: Node
    layer: Layer
    shared: bool
    arrived: tuple[Tensor, ...]
    call: Call


class Memory(Protocol):
    """What a pass takes over from the one before and leaves to the next: by node id, for the graph of one block."""

    def seen(self, project: Project, block: str) -> dict[str, Seen]:
        """What was inferred last."""

    def remember(self, block: str, seen: dict[str, Seen]) -> None:
        """Keep what was inferred now."""


class Pass:
    """One pass over one graph (written out), whose results are told by nodes of the graph as drawn."""

    def __init__(
        self,
        memory: Memory,
        project: Project,
        block: str,
        graph: Graph,
        wiring: Wiring,
        expansion: Expansion,
        inner: Wiring,
        problems: list[Problem],
    ) -> None:
        self.memory = memory
        self.project = project
        self.block = block
        self.graph = graph
        self.wiring = wiring
        self.expansion = expansion
        self.inner = inner
        self.problems = problems
        self.results: dict[str, NodeResult] = {}
        self._blocked = {
            p.node for p in problems if p.severity == "error" and p.code in BLOCKING and p.node is not None
        }
        self._calls: dict[str, Call] = {}
        self._failed: set[str] = set()
        self._parts: dict[str, list[tuple[str, Call]]] = {}
        self._doubtful = {p.node for p in problems if p.code in TO_CONFIRM}

    def infer(self, shapes: ShapeRun, on_node: OnNode | None, cancelled: Callable[[], bool] | None) -> None:
        """Infer every call, sources first."""
        graph = self.expansion.graph
        before = self.memory.seen(self.project, self.block)
        after: dict[str, Seen] = {}
        counts: dict[str, int] = {}
        for node in graph.nodes.values():
            counts[node.layer] = counts.get(node.layer, 0) + 1
        left = self._inner_counts()
        for node_id in self.inner.order:
            if cancelled is not None and cancelled():
                raise AnalysisCancelled
            node = graph.nodes[node_id]
            top = self.expansion.origin[node_id][0]
            if top not in self._blocked:
                layer = graph.layers[node.layer]
                self._infer_node(shapes, node, layer, counts[node.layer] > 1, top, before.get(node_id), after)
            left[top] -= 1
            if left[top] == 0:
                self._finish(top, on_node)
        self.memory.remember(self.block, after)
        self.leave_out(on_node)
        self._check_interface()

    def _check_interface(self) -> None:
        """Declared inputs and outputs must be tensors that exist."""
        declared = [*structure_sources(self.graph.inputs), *structure_sources(self.graph.outputs)]
        for source in dict.fromkeys(declared):
            outputs = self.results[source.node].outputs
            if outputs is not None and source.output >= len(outputs):
                name = quoted(self.graph.name_of(source.node))
                self._add_failure(
                    source.node, "ST18", None,
                    text(
                        "The model's interface names output {output} of {name}, which has {count}.",
                        output=source.output + 1, name=name, count=len(outputs),
                    ),
                )  # fmt: skip

    def leave_out(self, on_node: OnNode | None) -> None:
        """Give every node that has no result yet the empty one."""
        for node_id in self.graph.nodes:
            if node_id not in self.results:
                self._finish(node_id, on_node)

    def _inner_counts(self) -> dict[str, int]:
        left: dict[str, int] = {}
        for node_id in self.inner.sources:
            top = self.expansion.origin[node_id][0]
            left[top] = left.get(top, 0) + 1
        return left

    def _infer_node(
        self,
        shapes: ShapeRun,
        node: Node,
        layer: Layer,
        shared: bool,
        top: str,
        seen: Seen | None,
        after: dict[str, Seen],
    ) -> None:
        arrived = self._arriving(node, layer, top)
        if arrived is None:
            return
        same = (
            seen is not None
            and not shared
            and seen.node is node
            and seen.layer is layer
            and not seen.shared
            and (seen.call.failure is None or seen.call.failure.code != UNTRUSTED)
            and len(seen.arrived) == len(arrived)
            and all(new is old for new, old in zip(arrived, seen.arrived, strict=True))
        )
        if seen is not None and same:
            call = seen.call
        else:
            feeds = dict(zip(self.inner.sources[node.id], arrived, strict=True))
            call = shapes.call(Request(layer, node.arguments, feeds), shared)
            seen = Seen(node, layer, shared, arrived, call)
        after[node.id] = seen
        self._calls[node.id] = call
        self._parts.setdefault(top, []).append((node.layer, call))
        if call.failure is not None:
            self._report(node, layer, top, call)

    def _arriving(self, node: Node, layer: Layer, top: str) -> tuple[Tensor, ...] | None:
        """What the sources bring; None if one of them has no result."""
        arrived: list[Tensor] = []
        for source in self.inner.sources[node.id]:
            call = self._calls.get(source.node)
            if call is None or call.tensors is None:
                return None
            if source.output >= len(call.tensors):
                name = self.expansion.graph.name_of(source.node)
                self._add_failure(
                    top, "ST27", None,
                    text(
                        "{kind} {name} takes output {output} of {source}, which has {count}.", kind=layer.class_name,
                        name=quoted(layer.name), output=source.output + 1, source=quoted(name), count=len(call.tensors),
                    ),
                )  # fmt: skip
                return None
            arrived.append(call.tensors[source.output])
        if not arrived and not layer.is_input:
            if top not in self._blocked and top not in self._failed:
                self._add_failure(
                    top,
                    "ST01",
                    None,
                    text("{kind} {name} gets no tensor.", kind=layer.class_name, name=quoted(layer.name)),
                )
            return None
        return tuple(arrived)

    def _report(self, node: Node, layer: Layer, top: str, call: Call) -> None:
        failure = call.failure
        if failure is None:
            return
        if node.id != top:
            name = self.graph.name_of(top)
            self._add_failure(
                top,
                failure.code,
                None,
                text("Inside {name}: {reason}", name=quoted(name), reason=failure.sentence(layer.name)),
            )
        elif top not in self._doubtful:
            # Where the catalogue has said the same already, and better, its words stay.
            self._add_failure(top, failure.code, failure.parameter, failure.sentence(layer.name))

    def _add_failure(self, top: str, code: str, parameter: str | None, message: str) -> None:
        if top not in self._failed:
            self._failed.add(top)
            self.problems.append(Problem("error", code, top, parameter, message))

    def _finish(self, node_id: str, on_node: OnNode | None) -> None:
        result = self._result(node_id)
        self.results[node_id] = result
        if on_node is not None:
            on_node(node_id, result)

    def _result(self, node_id: str) -> NodeResult:
        parts = self._parts.get(node_id, [])
        if node_id in self._calls:
            return self._calls[node_id].result
        if node_id not in self.expansion.outputs or not parts:
            return NodeResult()
        specs: list[TensorSpec] = []
        for output in range(len(self.expansion.outputs[node_id])):
            tensor = self.tensor(Source(node_id, output))
            if tensor is None:
                return NodeResult()
            specs.append(tensor.spec)
        totals = _sum(parts)
        return NodeResult(
            tuple(specs),
            totals.parameters,
            totals.trainable,
            None if totals.unknown_flops else totals.flops,
            totals.memory_bytes,
            totals.weight_bytes,
        )

    def tensor(self, source: Source) -> Tensor | None:
        """What an output of the graph as drawn carries; None where it is not known."""
        inner: Value = source
        if source.node not in self._calls:
            outputs = self.expansion.outputs.get(source.node, ())
            inner = outputs[source.output] if source.output < len(outputs) else None
        call = self._calls.get(inner.node) if isinstance(inner, Source) else None
        if call is None or call.tensors is None or not isinstance(inner, Source) or inner.output >= len(call.tensors):
            return None
        return call.tensors[inner.output]

    def finished(self) -> Analysis:
        """The analysis, with parameter findings that Keras does not share left out."""
        accepted = {
            node_id
            for node_id in self._doubtful
            if node_id is not None and node_id in self._calls and self._calls[node_id].failure is None
        }
        problems = [p for p in self.problems if not (p.code in TO_CONFIRM and p.node in accepted)]
        # What leads to no output is in no model, so it costs nothing either.
        needed = self.wiring.upstream(source.node for source in self.wiring.outputs())
        every = [part for top, parts in self._parts.items() if top in needed for part in parts]
        totals = replace(_sum(every), nodes=len(self.graph.nodes), layers=len(self.expansion.graph.layers))
        return Analysis(self.project, self.block, self.results, _ordered(problems, self.graph), totals)


def _sum(parts: list[tuple[str, Call]]) -> Totals:
    """Sums over calls: weights once per layer, costs per call."""
    layers: dict[str, NodeResult] = {}
    flops = memory = unknown = 0
    for layer_id, call in parts:
        result = call.result
        if result.parameters is not None and (call.failure is None or layer_id not in layers):
            layers[layer_id] = result
        flops += result.flops or 0
        memory += result.memory_bytes or 0
        unknown += result.flops is None
    return Totals(
        parameters=sum(result.parameters or 0 for result in layers.values()),
        trainable=sum(result.trainable or 0 for result in layers.values()),
        flops=flops,
        memory_bytes=memory,
        weight_bytes=sum(result.weight_bytes or 0 for result in layers.values()),
        unknown_flops=unknown,
    )


def clashing_names(graph: Graph, expansion: Expansion) -> list[Problem]:
    """Layers inside written-out blocks whose names another layer has."""
    if expansion.graph is graph:
        return []
    own = {layer.name for layer in graph.layers.values() if layer.id in expansion.graph.layers}
    first_node = {node.layer: node.id for node in reversed(list(expansion.graph.nodes.values()))}
    taken: set[str] = set()
    found: list[Problem] = []
    for layer_id, layer in expansion.graph.layers.items():
        inside = layer_id not in graph.layers
        if inside and (layer.name in taken or layer.name in own):
            top = expansion.origin[first_node[layer_id]][0]
            message = text(
                "Written out, the block {block} has a layer named {name}, which is the name of another layer.",
                block=quoted(graph.name_of(top)),
                name=quoted(layer.name),
            )
            found.append(Problem("error", "ST15", top, None, message))
        taken.add(layer.name)
    return found


def _ordered(problems: list[Problem], graph: Graph) -> tuple[Problem, ...]:
    """Errors first, then silent ones, then advice; each by node order, the model as a whole first."""
    place = {node_id: number for number, node_id in enumerate(graph.nodes)}
    rank = {"error": 0, "silent": 1, "advice": 2}
    return tuple(sorted(problems, key=lambda p: (rank[p.severity], place.get(p.node, -1) if p.node else -1)))
