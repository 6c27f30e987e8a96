"""The analysis of a project: structure, shapes and costs of its graph (or of a block's), in one pass.

Runs in one worker thread; the first call imports keras. What did not change since the last pass is taken over without
asking even the memo. Does not belong here: how a single call is inferred (shapes), what is wrong with the wires
(structure), how results look (report).

Invariants: a node after a failed one has no result and no problem of its own; nothing is shown that Keras would not do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.analysis.problems import Problem, quoted
from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.analysis.shapes import Call, Request, ShapeMemo, ShapeRun, Tensor
from core.analysis.structure import FindingCache, Specs, StructureCheck
from core.analysis.wiring import Wiring
from core.errors import ConversionError
from core.graph.expand import Expansion, expand_graph
from core.graph.model import Block, Graph, Layer, Node, Project
from core.graph.queries import blocks_used, structure_sources
from core.graph.values import Source, Value

__all__ = ["Analysis", "AnalysisCancelled", "Analyzer", "NodeResult", "TensorSpec", "Totals"]

OnNode = Callable[[str, NodeResult], None]

# Problems after which a call of the node makes no sense. The others are dropped if Keras accepts the layer.
_BLOCKING = frozenset({"ST01", "ST02", "ST18", "ST20", "ST24"})
_TO_CONFIRM = frozenset({"ST21", "ST22", "ST23"})


class AnalysisCancelled(Exception):
    """The caller asked to stop; nothing was lost but time."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A node's last inference: valid while the node, its layer and what arrives are the very same."""

    node: Node
    layer: Layer
    shared: bool
    arrived: tuple[Tensor, ...]
    call: Call


class Analyzer:
    """Analyses projects and remembers what it inferred. Use one per worker thread."""

    def __init__(self, catalog: Specs, memo: ShapeMemo | None = None) -> None:
        self.memo = memo if memo is not None else ShapeMemo()
        self._catalog = catalog
        self._wirings: dict[str, Wiring] = {}
        self._findings: FindingCache = {}
        self._expansions: dict[str, tuple[Graph, Mapping[str, Block], Expansion, Wiring]] = {}
        self._seen: dict[str, dict[str, _Seen]] = {}
        self._context: dict[str, tuple[Mapping[str, Block], Value]] = {}
        self._block_faults: tuple[Mapping[str, Block], dict[str, str | None]] = ({}, {})

    def analyze(
        self,
        project: Project,
        block: str = "",
        *,
        on_node: OnNode | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Analysis:
        """Analyse the main graph, or the graph of ``block`` with its default parameters.

        ``on_node`` is told each node's result as soon as it is there; ``cancelled`` is asked before every call and ends
        the analysis with AnalysisCancelled.
        """
        graph = project.blocks[block].graph if block else project.graph
        wiring = Wiring(graph, self._wirings.get(block))
        self._wirings[block] = wiring
        problems = StructureCheck(project, self._catalog, block, wiring, self._findings).problems()
        problems += self._faults_in_blocks(project, graph)
        expansion, inner = self._expanded(project, block, graph, wiring)
        for node_id, error in expansion.errors.items():
            problems.append(Problem("error", "ST24", node_id, None, error.message))
        problems += _clashing_names(graph, expansion)
        run = _Pass(self, project, block, graph, wiring, expansion, inner, problems)
        try:
            with self.memo.run(project.dtype_policy, project.blocks) as shapes:
                run.infer(shapes, on_node, cancelled)
        except ConversionError as error:
            # Single calls report what is wrong with them; only the dtype policy of the whole project can end here.
            run.problems.append(Problem("error", "ST23", None, "dtype_policy", error.message))
            run.leave_out(on_node)
        return run.finished()

    def seen(self, project: Project, block: str) -> dict[str, _Seen]:
        """What was inferred last in this graph; forgotten when blocks or the dtype policy changed."""
        context = (project.blocks, project.dtype_policy)
        before = self._context.get(block)
        if before is None or before[0] is not context[0] or before[1] != context[1]:
            self._seen[block] = {}
            self._context[block] = context
        return self._seen[block]

    def remember(self, block: str, seen: dict[str, _Seen]) -> None:
        """Keep what this pass inferred for the next one."""
        self._seen[block] = seen

    def _expanded(self, project: Project, block: str, graph: Graph, wiring: Wiring) -> tuple[Expansion, Wiring]:
        known = self._expansions.get(block)
        if known is not None and known[0] is graph and known[1] is project.blocks:
            return known[2], known[3]
        values = project.blocks[block].parameters if block else None
        expansion = expand_graph(graph, project.blocks, values)
        inner = wiring if expansion.graph is graph else Wiring(expansion.graph, known[3] if known else None)
        self._expansions[block] = (graph, project.blocks, expansion, inner)
        return expansion, inner

    def _faults_in_blocks(self, project: Project, graph: Graph) -> list[Problem]:
        """Instances of blocks whose own graph has structural errors."""
        if not project.blocks:
            return []
        if self._block_faults[0] is not project.blocks:
            self._block_faults = (project.blocks, {})
        found: list[Problem] = []
        for node_id, node in graph.nodes.items():
            name = graph.layers[node.layer].block
            fault = self._block_fault(project, name) if name is not None and name in project.blocks else None
            if fault is not None:
                found.append(Problem("error", "ST24", node_id, None, fault))
        return found

    def _block_fault(self, project: Project, name: str) -> str | None:
        """The first structural error inside a block or the blocks it uses, as a sentence."""
        faults = self._block_faults[1]
        if name not in faults:
            names = [name, *sorted(blocks_used(Project(graph=project.blocks[name].graph, blocks=project.blocks)))]
            faults[name] = None
            for inner in (item for item in names if item in project.blocks):
                check = StructureCheck(project, self._catalog, inner, Wiring(project.blocks[inner].graph), {})
                # Parameters may be expressions; what they come to is checked where the block is written out.
                error = next((p for p in check.problems() if p.severity == "error" and p.code in _BLOCKING), None)
                if error is not None:
                    faults[name] = f"Inside the block {quoted(inner)}: {error.message}"
                    break
        return faults[name]


class _Pass:
    """One pass of the analyzer over one graph."""

    def __init__(
        self,
        analyzer: Analyzer,
        project: Project,
        block: str,
        graph: Graph,
        wiring: Wiring,
        expansion: Expansion,
        inner: Wiring,
        problems: list[Problem],
    ) -> None:
        self.analyzer = analyzer
        self.project = project
        self.block = block
        self.graph = graph
        self.wiring = wiring
        self.expansion = expansion
        self.inner = inner
        self.problems = problems
        self.results: dict[str, NodeResult] = {}
        self._blocked = {
            p.node for p in problems if p.severity == "error" and p.code in _BLOCKING and p.node is not None
        }
        self._calls: dict[str, Call] = {}
        self._failed: set[str] = set()
        self._parts: dict[str, list[tuple[str, Call]]] = {}
        self._doubtful = {p.node for p in problems if p.code in _TO_CONFIRM}

    def infer(self, shapes: ShapeRun, on_node: OnNode | None, cancelled: Callable[[], bool] | None) -> None:
        """Infer every call, sources first."""
        graph = self.expansion.graph
        before = self.analyzer.seen(self.project, self.block)
        after: dict[str, _Seen] = {}
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
        self.analyzer.remember(self.block, after)
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
                    f"The model's interface names output {source.output + 1} of {name}, which has {len(outputs)}.",
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
        seen: _Seen | None,
        after: dict[str, _Seen],
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
            and len(seen.arrived) == len(arrived)
            and all(new is old for new, old in zip(arrived, seen.arrived, strict=True))
        )
        if seen is not None and same:
            call = seen.call
        else:
            feeds = dict(zip(self.inner.sources[node.id], arrived, strict=True))
            call = shapes.call(Request(layer, node.arguments, feeds), shared)
            seen = _Seen(node, layer, shared, arrived, call)
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
                    f"{layer.class_name} {quoted(layer.name)} takes output {source.output + 1} of {quoted(name)}, "
                    f"which has {len(call.tensors)}.",
                )  # fmt: skip
                return None
            arrived.append(call.tensors[source.output])
        if not arrived and not layer.is_input:
            if top not in self._blocked and top not in self._failed:
                self._add_failure(top, "ST01", None, f"{layer.class_name} {quoted(layer.name)} gets no tensor.")
            return None
        return tuple(arrived)

    def _report(self, node: Node, layer: Layer, top: str, call: Call) -> None:
        failure = call.failure
        if failure is None:
            return
        if node.id != top:
            name = self.graph.name_of(top)
            self._add_failure(top, failure.code, None, f"Inside {quoted(name)}: {failure.sentence(layer.name)}")
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
        for value in self.expansion.outputs[node_id]:
            call = self._calls.get(value.node) if isinstance(value, Source) else None
            if (
                call is None
                or call.tensors is None
                or not isinstance(value, Source)
                or value.output >= len(call.tensors)
            ):
                return NodeResult()
            specs.append(call.tensors[value.output].spec)
        totals = _sum(parts)
        return NodeResult(
            tuple(specs),
            totals.parameters,
            totals.trainable,
            None if totals.unknown_flops else totals.flops,
            totals.memory_bytes,
            totals.weight_bytes,
        )

    def finished(self) -> Analysis:
        """The analysis, with parameter findings that Keras does not share left out."""
        accepted = {
            node_id
            for node_id in self._doubtful
            if node_id is not None and node_id in self._calls and self._calls[node_id].failure is None
        }
        problems = [p for p in self.problems if not (p.code in _TO_CONFIRM and p.node in accepted)]
        every = [part for parts in self._parts.values() for part in parts]
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


def _clashing_names(graph: Graph, expansion: Expansion) -> list[Problem]:
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
            message = (
                f"Written out, the block {quoted(graph.name_of(top))} has a layer named {quoted(layer.name)}, "
                "which is the name of another layer."
            )
            found.append(Problem("error", "ST15", top, None, message))
        taken.add(layer.name)
    return found


def _ordered(problems: list[Problem], graph: Graph) -> tuple[Problem, ...]:
    """Errors first, then silent ones, then advice; each by node order, the model as a whole first."""
    place = {node_id: number for number, node_id in enumerate(graph.nodes)}
    rank = {"error": 0, "silent": 1, "advice": 2}
    return tuple(sorted(problems, key=lambda p: (rank[p.severity], place.get(p.node, -1) if p.node else -1)))


def first_error(analysis: Analysis) -> ConversionError | None:
    """The first error of an analysis as an exception that names its node; None if there is none."""
    error = next((problem for problem in analysis.problems if problem.severity == "error"), None)
    return None if error is None else ConversionError(error.message, node=error.node)
