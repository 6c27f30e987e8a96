"""The thread that analyses: it imports Keras once, then keeps only the latest request, and the latest question.

A request is for the project that is shown; a question - what would this project come to? - waits until none is left.

A plain daemon thread, not a ``QThread``: leaving while Keras is being imported must neither abort nor hang. Results cross
to the GUI thread by a queued signal.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from core.analysis.analysis import AnalysisCancelled, Analyzer
from core.analysis.conversions import Step, Steps
from core.analysis.preview import Previewer
from core.analysis.results import TensorSpec
from core.analysis.trial import Candidate, Conversion, Verdict
from core.catalog.catalog import Catalog
from core.errors import first_line
from core.graph.model import Project

log = logging.getLogger(__name__)

TELL_SECONDS = 0.03
"""Answers about wires are told in such steps, so that ports grow while others are still being tried."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What a layer would yield behind a tensor; see :class:`~core.analysis.preview.Previewer`."""

    project: Project
    tensor: TensorSpec
    step: Step
    via: Steps = ()
    convert: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WireQuestion:
    """Whether wires would fit in a graph that is not changed: ``aimed`` first, with conversions, then the others in order."""

    project: Project
    block: str
    candidates: tuple[Candidate, ...]
    aimed: Candidate | None = None


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """What is known of one wire; ``conversions`` is None where they were not asked for."""

    candidate: Candidate
    verdict: Verdict
    conversions: tuple[Conversion, ...] | None = None


class AnalysisWorker(QObject):
    """Runs :class:`~core.analysis.analysis.Analyzer` off the GUI thread.

    ``finished`` carries the :class:`~core.analysis.analysis.Analysis`, ``failed`` why there is none (Keras cannot be
    imported, say, or a fault of ours), ``answered`` the analysis of a question; ``ready`` is emitted
    once, after the first one, when Keras is known to be imported. ``previewed`` carries a :class:`Question` and the
    :class:`~core.analysis.preview.Preview` that answers it; ``tried`` a :class:`WireQuestion` and some of its answers.
    """

    finished = Signal(object)
    failed = Signal(str)
    answered = Signal(object)
    ready = Signal()
    previewed = Signal(object, object)
    tried = Signal(object, object)
    _crossed = Signal(object, bool)
    _failed = Signal(str)
    _previewed = Signal(object, object)
    _tried = Signal(object, object)

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._condition = threading.Condition()
        self._request: tuple[Project, str] | None = None
        self._question: tuple[Project, str] | None = None
        self._previews: list[Question] = []
        self._wires: WireQuestion | None = None
        self._wires_asked = 0
        self._stopped = False
        self._was_ready = False
        self._thread: threading.Thread | None = None
        self._crossed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._tell_failed, Qt.ConnectionType.QueuedConnection)
        self._previewed.connect(self._show_preview, Qt.ConnectionType.QueuedConnection)
        self._tried.connect(self._tell_tried, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the thread; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="netwright-analysis", daemon=True)
            self._thread.start()

    def request(self, project: Project, block: str) -> None:
        """Ask for an analysis; one that waits already is replaced, one that runs is cancelled."""
        with self._condition:
            self._request = (project, block)
            self._condition.notify()

    def ask(self, project: Project, block: str) -> None:
        """Ask what a project would come to; a question that waits already is replaced."""
        with self._condition:
            self._question = (project, block)
            self._condition.notify()

    def preview(self, questions: Sequence[Question]) -> None:
        """Ask what layers would yield; what was asked before and is not answered yet is dropped. An analysis goes first."""
        with self._condition:
            self._previews = list(questions)
            self._condition.notify()

    def try_wires(self, question: WireQuestion | None) -> None:
        """Ask whether wires would fit, or with None no longer; a question before that is dropped. An analysis goes first."""
        with self._condition:
            self._wires = question
            self._wires_asked += 1
            self._condition.notify()

    def stop(self, timeout: float = 10.0) -> None:
        """End the thread and wait for it at most ``timeout`` seconds."""
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        analyzer = Analyzer(self._catalog)
        previewer = Previewer(self._catalog, analyzer.memo)
        while True:
            with self._condition:
                while not (self._request or self._question or self._previews or self._wires or self._stopped):
                    self._condition.wait()
                if self._stopped:
                    return
            if self._try_wires(analyzer):
                continue
            with self._condition:
                if not (self._request or self._question or self._previews):
                    continue
                asked = self._previews.pop(0) if self._request is None and self._question is None else None
                is_question = self._request is None
                task = self._question if is_question else self._request
                if is_question:
                    self._question = None
                else:
                    self._request = None
            if asked is not None:
                self._preview(previewer, asked)
            if task is None:
                continue
            try:
                cancelled = self._is_outdated if is_question else self._is_superseded
                analysis = analyzer.analyze(*task, cancelled=cancelled)
                if not is_question:
                    analysis = analyzer.mended(analysis, cancelled=cancelled)
            except AnalysisCancelled:
                if is_question:
                    with self._condition:
                        self._question = self._question or task
                continue
            except Exception as error:
                log.exception("The analysis failed.")
                if not is_question:  # what is shown is not worse for a question that cannot be answered
                    self._failed.emit(first_line(error))
                continue
            if not self._stopped:
                self._crossed.emit(analysis, is_question)

    def _is_outdated(self) -> bool:
        return self._is_superseded() or self._question is not None

    def _preview(self, previewer: Previewer, question: Question) -> None:
        try:
            found = previewer.preview(
                question.project, question.tensor, question.step, question.via, convert=question.convert
            )
        except Exception:
            log.exception("The preview of %s failed.", question.step.type)
            return
        if not self._stopped:
            self._previewed.emit(question, found)

    def _try_wires(self, analyzer: Analyzer) -> bool:
        """Answer the question about wires, if there is one and no analysis waits; another one or an analysis ends it."""
        with self._condition:
            question, number = self._wires, self._wires_asked
            if question is None or self._request is not None:
                return False
            self._wires = None

        def ended() -> bool:
            return self._is_superseded() or self._wires_asked != number

        found: list[WireAnswer] = []
        told = time.monotonic()
        try:
            trial = analyzer.trial(question.project, question.block, cancelled=ended)
            wanted = [question.aimed, *question.candidates] if question.aimed is not None else question.candidates
            for place, candidate in enumerate(wanted):
                if candidate is None or ended():
                    break
                is_aimed = place == 0 and question.aimed is not None
                verdict = trial.judge(candidate)
                offered = trial.conversions(candidate) if is_aimed and verdict.fits is False else None
                found.append(WireAnswer(candidate, verdict, offered))
                if is_aimed or time.monotonic() - told > TELL_SECONDS:
                    self._tried.emit(question, tuple(found))
                    found, told = [], time.monotonic()
        except AnalysisCancelled:
            pass
        except Exception:
            log.exception("Trying wires failed.")
            return True
        if found:
            self._tried.emit(question, tuple(found))
        with self._condition:
            if self._is_superseded() and self._wires_asked == number:
                self._wires = question  # the analysis goes first; what was answered is remembered by the memo
        return True

    def _tell_tried(self, question: object, answers: object) -> None:
        if not self._stopped:
            self.tried.emit(question, answers)

    def _tell_failed(self, reason: str) -> None:
        if not self._stopped:
            self.failed.emit(reason)

    def _show_preview(self, question: object, found: object) -> None:
        if not self._stopped:
            self.previewed.emit(question, found)

    def _is_superseded(self) -> bool:
        return self._stopped or self._request is not None

    def _deliver(self, analysis: object, is_answer: bool) -> None:
        if self._stopped:
            return
        (self.answered if is_answer else self.finished).emit(analysis)
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()
