"""The analysis of a project: structure, shapes and costs of its graph (or of a block's), in one pass.

Runs in one worker thread; the first call imports keras. What did not change since the last pass is taken over without
asking even the memo. Does not belong here: one pass over the calls (inference), a single call (shapes), what is wrong
with the wires (structure), how results look (report).

Invariant: an analysis belongs to exactly the project value it was asked for; nothing in it refers to live Keras objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from core.analysis.custom import NOTHING, OwnCodeReader
from core.analysis.inference import BLOCKING, AnalysisCancelled, OnNode, Pass, Seen, clashing_names
from core.analysis.mending import mended
from core.analysis.problems import Problem, quoted
from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.analysis.shapes import ShapeMemo
from core.analysis.structure import FindingCache, Specs, StructureCheck
from core.analysis.trial import Trial
from core.analysis.wiring import Wiring
from core.errors import ConversionError
from core.graph.bypass import passed, without_bypassed
from core.graph.expand import Expansion, expand_graph
from core.graph.inner_models import layer_blocks
from core.graph.model import Block, Graph, Project
from core.graph.queries import blocks_used
from core.graph.values import Value
from core.storage.trust import trusted
from core.texts import text

__all__ = ["Analysis", "AnalysisCancelled", "Analyzer", "NodeResult", "TensorSpec", "Totals"]


class Analyzer:
    """Analyses projects and remembers what it inferred. Use one per worker thread."""

    def __init__(self, catalog: Specs, memo: ShapeMemo | None = None) -> None:
        self.memo = memo if memo is not None else ShapeMemo()
        self._catalog = catalog
        self._wirings: dict[str, Wiring] = {}
        self._findings: FindingCache = {}
        self._expansions: dict[str, tuple[Graph, Mapping[str, Block], Expansion, Wiring]] = {}
        self._seen: dict[str, dict[str, Seen]] = {}
        self._context: dict[str, tuple[Mapping[str, Block], Value]] = {}
        self._block_faults: tuple[Mapping[str, Block], frozenset[str], dict[str, str | None]] = ({}, frozenset(), {})
        self._live = (Project(), Project())
        self._passes: dict[str, tuple[Project, Pass]] = {}
        self._files = OwnCodeReader()
        self._own = NOTHING

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
        whole, project = project, self._computed(project)
        graph = project.blocks[block].graph if block else project.graph
        self._read_files(project)
        wiring = Wiring(graph, self._wirings.get(block))
        self._wirings[block] = wiring
        problems = StructureCheck(project, self._catalog, block, wiring, self._findings, self._own).problems()
        problems += self._faults_in_blocks(project, graph)
        expansion, inner = self._expanded(project, block, graph, wiring)
        for node_id, error in expansion.errors.items():
            problems.append(Problem("error", "ST24", node_id, None, error.message))
        problems += clashing_names(graph, expansion)
        run = Pass(self, project, block, graph, wiring, expansion, inner, problems)
        try:
            with self.memo.run(project.dtype_policy, project.blocks, self._own) as shapes:
                run.infer(shapes, on_node, cancelled)
        except ConversionError as error:
            # Single calls report what is wrong with them; only the dtype policy of the whole project can end here.
            run.problems.append(Problem("error", "ST23", None, "dtype_policy", error.message))
            run.leave_out(on_node)
        self._passes[block] = (whole, run)
        found = replace(run.finished(), custom=tuple(self._own.specs.values()))
        return found if project is whole else _with_bypassed(found, whole)

    def mended(self, analysis: Analysis, *, cancelled: Callable[[], bool] | None = None) -> Analysis:
        """The analysis with fixes for shapes that do not fit: layers to put between, tried with Keras.

        Raises AnalysisCancelled as :meth:`analyze` does.
        """
        project, block = analysis.project, analysis.block
        graph = project.blocks[block].graph if block else project.graph
        tried = partial(self.trial, project, block, cancelled=cancelled)
        problems = mended(analysis.problems, graph, block, self._catalog, tried)
        return analysis if problems is analysis.problems else replace(analysis, problems=problems)

    def _computed(self, project: Project) -> Project:
        """The project without bypassed nodes; the same parts of one give the same parts of the other."""
        before, made = self._live
        if project is not before:
            new = without_bypassed(project)
            if new is not project:
                graph = made.graph if project.graph is before.graph else new.graph
                blocks = made.blocks if project.blocks is before.blocks else new.blocks
                new = replace(new, graph=graph, blocks=blocks)
            made = new
            self._live = project, made
        return made

    def trial(self, project: Project, block: str = "", *, cancelled: Callable[[], bool] | None = None) -> Trial:
        """What tries wires in the graph as it is analysed, which happens first if it has not yet.

        Raises AnalysisCancelled as :meth:`analyze` does.
        """
        if block not in self._passes or self._passes[block][0] is not project:
            self.analyze(project, block, cancelled=cancelled)
        run = self._passes[block][1]
        through = passed(project.blocks[block].graph if block else project.graph)
        computed = run.project
        return Trial(
            computed,
            block,
            run.problems,
            self._catalog,
            lambda source: run.tensor(through.get(source.node, source)),
            partial(self.memo.run, computed.dtype_policy, computed.blocks, self._own),
        )

    def _read_files(self, project: Project) -> None:
        """Look at the project's own files; what rests on their text is forgotten when one has changed."""
        own = self._files.read(project)
        if own.key != self._own.key:
            self._findings.clear()
            self._context.clear()  # and with it what was seen last
        if own != self._own:
            self._block_faults = ({}, frozenset(), {})
        self._own = own

    def seen(self, project: Project, block: str) -> dict[str, Seen]:
        """What was inferred last in this graph; forgotten when blocks or the dtype policy changed."""
        context = (project.blocks, project.dtype_policy)
        before = self._context.get(block)
        if before is None or before[0] is not context[0] or before[1] != context[1]:
            self._seen[block] = {}
            self._context[block] = context
        return self._seen[block]

    def remember(self, block: str, seen: dict[str, Seen]) -> None:
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
        known = trusted()
        if self._block_faults[0] is not project.blocks or self._block_faults[1] != known:
            self._block_faults = (project.blocks, known, {})
        found: list[Problem] = []
        for node_id, node in graph.nodes.items():
            names = [name for name in layer_blocks(graph.layers[node.layer]) if name in project.blocks]
            faults = (self._block_fault(project, name) for name in names)
            fault = next((sentence for sentence in faults if sentence is not None), None)
            if fault is not None:
                found.append(Problem("error", "ST24", node_id, None, fault))
        return found

    def _block_fault(self, project: Project, name: str) -> str | None:
        """The first structural error inside a block or the blocks it uses, as a sentence."""
        faults = self._block_faults[2]
        if name not in faults:
            names = [name, *sorted(blocks_used(Project(graph=project.blocks[name].graph, blocks=project.blocks)))]
            faults[name] = None
            for inner in (item for item in names if item in project.blocks):
                check = StructureCheck(
                    project, self._catalog, inner, Wiring(project.blocks[inner].graph), {}, self._own
                )
                # Parameters may be expressions; what they come to is checked where the block is written out.
                error = next((p for p in check.problems() if p.severity == "error" and p.code in BLOCKING), None)
                if error is not None:
                    faults[name] = text("Inside the block {inner}: {reason}", inner=quoted(inner), reason=error.message)
                    break
        return faults[name]


def _with_bypassed(found: Analysis, whole: Project) -> Analysis:
    """The analysis of the project with its bypassed nodes: each yields what it lets through, and costs nothing."""
    graph = whole.blocks[found.block].graph if found.block else whole.graph
    nodes = dict(found.nodes)
    for node_id, source in passed(graph).items():
        fed = found.nodes.get(source.node)
        specs = fed.outputs if fed is not None else None
        known = specs is not None and source.output < len(specs)
        nodes[node_id] = NodeResult((specs[source.output],) if specs is not None and known else None, 0, 0, 0, 0, 0)
    ordered = {node_id: nodes[node_id] for node_id in graph.nodes if node_id in nodes}
    totals = replace(found.totals, nodes=len(graph.nodes))
    return replace(found, project=whole, nodes=ordered, totals=totals)


def first_error(analysis: Analysis) -> ConversionError | None:
    """The first error of an analysis as an exception that names its node; None if there is none."""
    error = next((problem for problem in analysis.problems if problem.severity == "error"), None)
    return None if error is None else ConversionError(error.message, node=error.node)
