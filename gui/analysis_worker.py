"""The thread that analyses: it imports Keras once, then keeps only the latest request.

A plain daemon thread, not a ``QThread``: leaving while Keras is being imported must neither abort nor hang. Results cross
to the GUI thread by a queued signal.
"""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from core.analysis.analysis import AnalysisCancelled, Analyzer
from core.catalog.catalog import Catalog
from core.graph.model import Project

log = logging.getLogger(__name__)


class AnalysisWorker(QObject):
    """Runs :class:`~core.analysis.analysis.Analyzer` off the GUI thread.

    ``finished`` carries the :class:`~core.analysis.analysis.Analysis`; ``ready`` is emitted once, after the first one,
    when Keras is known to be imported.
    """

    finished = Signal(object)
    ready = Signal()
    _crossed = Signal(object)

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._condition = threading.Condition()
        self._request: tuple[Project, str] | None = None
        self._stopped = False
        self._was_ready = False
        self._thread: threading.Thread | None = None
        self._crossed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

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

    def stop(self, timeout: float = 10.0) -> None:
        """End the thread and wait for it at most ``timeout`` seconds."""
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        analyzer = Analyzer(self._catalog)
        while True:
            with self._condition:
                while self._request is None and not self._stopped:
                    self._condition.wait()
                if self._stopped:
                    return
                assert self._request is not None
                project, block = self._request
                self._request = None
            try:
                analysis = analyzer.analyze(project, block, cancelled=self._is_superseded)
            except AnalysisCancelled:
                continue
            except Exception:
                log.exception("The analysis failed.")
                continue
            if not self._stopped:
                self._crossed.emit(analysis)

    def _is_superseded(self) -> bool:
        return self._stopped or self._request is not None

    def _deliver(self, analysis: object) -> None:
        if self._stopped:
            return
        self.finished.emit(analysis)
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()
