"""Training where no data was chosen yet: a bundled set that fits is taken, said so, and undone by one Ctrl+Z.

Does not belong here: which set fits (core.data.sample), running (gui.training).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import NetwrightError
from core.graph.model import Project
from gui.i18n import shown, tr
from gui.session import EditorSession
from gui.training import TrainingController
from gui.worker import Jobs

if TYPE_CHECKING:
    from core.data.sample import Sample


class FirstRun(QObject):
    """Waits for the analysis if there is none yet, looks for data in a thread, sets them and starts the run."""

    def __init__(self, session: EditorSession, training: TrainingController, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self._jobs = jobs
        self._waits = False
        session.analysis_changed.connect(lambda _: self._go_on())

    def start(self) -> None:
        """Train, on sample data if none was chosen and some fit; else the controller says what is missing."""
        session = self._session
        project = session.project
        if project.training.data.source or session.scope:
            self._training.start()
            return
        if not session.is_analysis_current():
            self._waits = True
            session.status.emit(tr("Training starts when the network is checked."), "info")
            return
        analysis = session.analysis
        if analysis is None or analysis.has_errors:
            self._training.start()
            return
        catalog = session.catalog

        def search() -> Sample | None:
            # Data bring NumPy along, and the window is up before that is.
            from core.data.sample import sample_for

            return sample_for(project, analysis, catalog)

        self._jobs.start(
            tr("Looking for data that fit"), search, lambda found: self._use(project, found), self._fail
        )

    def _go_on(self) -> None:
        if self._waits and self._session.is_analysis_current():
            self._waits = False
            self.start()

    def _use(self, project: Project, found: Sample | None) -> None:
        session = self._session
        if found is None or session.project is not project:
            self._training.start()
            return
        session.apply_project(lambda _: found.project, tr("Train on sample data: {name}", name=found.title))
        self._training.start()
        text = tr("No data was chosen: the sample data {name} are used. Undo takes that back.", name=found.title)
        session.status.emit(text, "info")

    def _fail(self, error: NetwrightError) -> None:
        self._training.refused.emit(shown(error.message))
