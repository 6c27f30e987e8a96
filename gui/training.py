"""The running side of training in the window: freezes a job, starts an engine, carries its events into the GUI thread.

Panels listen to ``reported``; editing goes on meanwhile, since the job owns its project. Does not belong here: what a run
does (core.runs), how it is shown (gui.panels.training).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import NetwrightError
from core.graph.model import Project
from core.runs.engines.thread import RunHandle, ThreadEngine
from core.runs.events import RunEnded, RunEvent
from core.runs.job import new_job
from core.storage.places import places
from gui.i18n import shown, tr
from gui.session import EditorSession


class TrainingController(QObject):
    """At most one run at a time. ``reported`` carries the events of ``core.runs.events`` in the GUI thread."""

    reported = Signal(object)
    running_changed = Signal(bool)
    refused = Signal(str)
    _crossed = Signal(object)

    def __init__(self, session: EditorSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._engine = ThreadEngine()
        self._handle: RunHandle | None = None
        self._project: Project | None = None
        self._finished: tuple[Project, RunEnded] | None = None
        self._stops = 0
        self.folder_of_project: Callable[[], Path | None] = lambda: None
        self._crossed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        return self._handle is not None

    @property
    def stop_requested(self) -> bool:
        """True from the first request to stop until the run has ended."""
        return self.is_running and self._stops > 0

    def start(self) -> bool:
        """Train the current project; False, with a sentence through ``refused``, if it cannot be."""
        if self.is_running:
            return False
        errors = [
            problem
            for problem in (self._session.analysis.problems if self._session.analysis is not None else ())
            if problem.severity == "error" and self._session.is_analysis_current()
        ]
        if errors:
            self.refused.emit(tr("The network has an error to mend first: {reason}", reason=shown(errors[0].message)))
            return False
        project = self._session.project
        if not project.training.data.source:
            self.refused.emit(tr("Choose the data to train on first."))
            return False
        try:
            job = new_job(project, places().runs, self.folder_of_project())
        except NetwrightError as error:
            self.refused.emit(shown(error.message))
            return False
        self._project = project
        self._stops = 0
        self._handle = self._engine.start(job, self._crossed.emit)
        self.running_changed.emit(True)
        return True

    def stop(self) -> None:
        """Stop after the current epoch and keep the best weights; asked again, stop at once."""
        if self._handle is not None:
            self._stops += 1
            self._handle.stop()
            self.running_changed.emit(True)

    def stop_now(self) -> None:
        """Stop as soon as Keras lets go and keep the best weights."""
        if self._handle is not None:
            self._stops += 2
            self._handle.stop_now()
            self.running_changed.emit(True)

    @property
    def trained_project(self) -> Project | None:
        """What the last run that ended was about, as it was then; None before the first."""
        return self._finished[0] if self._finished is not None else None

    def best_weights(self, project: Project) -> Path | None:
        """The weights of the last run if it trained this very network; None otherwise."""
        if self._finished is None:
            return None
        trained, ended = self._finished
        same = (
            trained.graph.layers is project.graph.layers
            and trained.graph.nodes is project.graph.nodes
            and trained.blocks is project.blocks
        )
        return Path(ended.weights) if same and ended.weights else None

    def take_over(self, other: TrainingController) -> None:
        """Know what another window trained last. Neither may be running."""
        self._finished = other._finished
        self.running_changed.emit(False)

    def close(self, timeout: float = 20.0) -> None:
        """Stop a run that is under way and wait for it, at most ``timeout`` seconds."""
        self._crossed.disconnect()
        if self._handle is not None:
            self._handle.stop_now()
            self._handle.join(timeout)
            self._handle = None

    def _deliver(self, event: RunEvent) -> None:
        if isinstance(event, RunEnded):
            if self._handle is not None:
                self._handle.join(5.0)
            self._handle = None
            if self._project is not None:
                self._finished = (self._project, event)
        self.reported.emit(event)
        if isinstance(event, RunEnded):
            self.running_changed.emit(False)
