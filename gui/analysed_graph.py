"""What is derived from the graph that is shown: its analysis, and what analysis and catalogue say about its nodes.

The session is built on it. Does not belong here: changing the document or listening to it (gui.session), the thread that
analyses (gui.analysis_worker). Invariant: an analysis of another project or graph than those shown never counts as current.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.analysis.analysis import Analysis
from core.analysis.problems import Problem
from core.analysis.trial import Candidate
from core.catalog.catalog import Catalog
from core.catalog.ports import InPort, block_ports, input_ports, output_count
from core.catalog.spec import LayerSpec
from core.errors import EditError
from core.graph import edits, queries
from core.graph.edits import GraphEdit
from core.graph.model import Graph, Layer, Node, Project
from gui.analysis_worker import AnalysisWorker, Question, WireQuestion

ANALYSIS_DELAY_MS = 40


class AnalysedGraph(QObject):
    """Analyses what is shown, which the class built on it knows. All signals are emitted in the GUI thread.

    ``analysis_changed`` is emitted only for an analysis of the very project that is current, ``analysis_failed`` with the
    reason where none could be made.
    ``foreseen`` carries the analysis of a project that was asked about with ``foresee``.
    ``own_code_changed`` says that other code of the user may be run than before, or that ``catalog`` has other layers of his.
    """

    analysis_changed = Signal(object)
    analysis_failed = Signal(str)
    analysis_busy = Signal(bool)
    foreseen = Signal(object)
    own_code_changed = Signal()
    keras_ready = Signal()
    previewed = Signal(object, object)
    wires_tried = Signal(object, object)

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self._keras_catalog = catalog
        self._custom: tuple[LayerSpec, ...] = ()
        self.analysis: Analysis | None = None
        self._worker = AnalysisWorker(catalog)
        self._worker.finished.connect(self._on_analysis)
        self._worker.failed.connect(self.analysis_failed)
        self._worker.answered.connect(self.foreseen)
        self._worker.ready.connect(self.keras_ready)
        self._worker.previewed.connect(self.previewed)
        self._worker.tried.connect(self.wires_tried)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ANALYSIS_DELAY_MS)
        self._timer.timeout.connect(self._request_analysis)

    def start_analysis(self) -> None:
        """Let the worker import Keras and analyse; called once the window is up, since the import stalls everything."""
        self._worker.start()
        self._request_analysis()

    def close(self) -> None:
        """End the worker."""
        self._timer.stop()
        self._worker.stop()

    # What is shown

    @property
    def project(self) -> Project:
        """The project that is open."""
        raise NotImplementedError

    @property
    def scope(self) -> str:
        """The name of the block whose graph is shown, or "" for the main graph."""
        raise NotImplementedError

    @property
    def graph(self) -> Graph:
        """The graph that is shown."""
        raise NotImplementedError

    # What the catalogue says about nodes

    def spec_of(self, layer: Layer) -> LayerSpec | None:
        """The catalogue's entry for the layer's type, or None for blocks and placeholders."""
        return self.catalog.get(layer.type)

    def family_of(self, layer: Layer) -> str:
        """The family id that colours the layer."""
        spec = self.spec_of(layer)
        if spec is None:
            return "block" if layer.block is not None else "unknown"
        return spec.family

    def input_ports(self, node_id: str, *, optional: bool = False) -> tuple[InPort, ...]:
        """The input ports of a node of the shown graph."""
        return self.ports_of(self.graph.nodes[node_id], optional=optional)

    def ports_of(self, node: Node, *, optional: bool = False) -> tuple[InPort, ...]:
        """The input ports that a node of the shown graph would have if it made this call."""
        layer = self.graph.layers[node.layer]
        block = self.project.blocks.get(layer.block) if layer.block is not None else None
        if block is not None:
            return block_ports([block.graph.name_of(inner) for inner in queries.input_nodes(block.graph)], node)
        return input_ports(self.spec_of(layer), node, layer, optional=optional)

    def output_count(self, node_id: str) -> int:
        """How many output ports a node of the shown graph has."""
        node = self.graph.nodes[node_id]
        layer = self.graph.layers[node.layer]
        result = self.analysis.nodes.get(node_id) if self.is_analysis_current() and self.analysis else None
        if result is not None and result.outputs:
            return len(result.outputs)
        block = self.project.blocks.get(layer.block) if layer.block is not None else None
        if block is not None:
            return max(1, len(queries.output_sources(block.graph)))
        return output_count(self.spec_of(layer), node, layer)

    # Analysis

    def foresee(self, edit: GraphEdit) -> Project | None:
        """Ask what the shown graph would come to after an edit; nothing changes. None if the edit is refused.

        The answer comes with ``foreseen``, for the project returned here, unless another question comes first.
        """
        try:
            project = edits.on_graph(edit, self.scope)(self.project)
        except EditError:
            return None
        self._worker.ask(project, self.scope)
        return project

    def is_analysis_current(self) -> bool:
        """True if :attr:`analysis` belongs to the very project and graph that are shown."""
        return (
            self.analysis is not None and self.analysis.project is self.project and self.analysis.block == self.scope
        )

    def problems_of(self, node_id: str) -> list[Problem]:
        """The problems at a node, the worst first; empty while the analysis is out of date."""
        if self.analysis is None or not self.is_analysis_current():
            return []
        rank = {"error": 0, "silent": 1, "advice": 2}
        found = [problem for problem in self.analysis.problems if problem.node == node_id]
        return sorted(found, key=lambda problem: rank[problem.severity])

    def ask_previews(self, questions: Sequence[Question]) -> None:
        """Ask what layers would yield; ``previewed`` brings each question with its answer, unless others are asked first."""
        self._worker.preview(questions)

    def try_wires(self, candidates: Sequence[Candidate], aimed: Candidate | None = None) -> WireQuestion | None:
        """Ask whether wires would fit in the shown graph, ``aimed`` first and with layers that could stand between.

        ``wires_tried`` brings the question returned here with some answers at a time, until another one is asked. With
        neither candidates nor an aim nothing is asked any more.
        """
        asked = bool(candidates) or aimed is not None
        question = WireQuestion(self.project, self.scope, tuple(candidates), aimed) if asked else None
        self._worker.try_wires(question)
        return question

    def trust_changed(self) -> None:
        """Analyse again: code of the user's may be run that might not before, or the other way round."""
        self.own_code_changed.emit()
        self._request_analysis()

    def _request_analysis(self) -> None:
        self.analysis_busy.emit(True)
        self._worker.request(self.project, self.scope)

    def _on_analysis(self, analysis: Analysis) -> None:
        if analysis.project is not self.project or analysis.block != self.scope:
            return
        self.analysis = analysis
        if analysis.custom != self._custom:
            self._custom = analysis.custom
            self.catalog = self._keras_catalog.with_layers(analysis.custom)
            self.own_code_changed.emit()
        self.analysis_busy.emit(False)
        self.analysis_changed.emit(analysis)

    def _follow(self, before: Project, after: Project, *, is_reset: bool = False) -> None:
        """Keep up with a change: a moved node changes nothing that was analysed, and the result stays true.

        An edit may be one of many; another project (``is_reset``) is waited for.
        """
        if is_reset:
            self._timer.stop()
            self._request_analysis()
            return
        only_drawn = before.graph.layout is not after.graph.layout and not _computes_anew(before, after)
        if only_drawn and self.analysis is not None and self.analysis.project is before:
            self.analysis = replace(self.analysis, project=after)
        else:
            self._timer.start()


def _computes_anew(before: Project, after: Project) -> bool:
    """True if the change can alter what the network computes, not only how it is drawn."""
    return (
        before.graph.layers is not after.graph.layers
        or before.graph.nodes is not after.graph.nodes
        or before.graph.outputs is not after.graph.outputs
        or before.graph.inputs is not after.graph.inputs
        or before.blocks is not after.blocks
        or before.training is not after.training
        or before.dtype_policy is not after.dtype_policy
    )
