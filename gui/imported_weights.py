"""The weights of a model file that was opened: taken over on request, and compared with the original.

Both take seconds and run in the background. Does not belong here: how weights are read (core.convert.weights).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.convert.imported import Imported
from core.convert.initial_weights import initial_weights, with_initial_weights
from core.graph.model import Project
from gui.files import Files
from gui.i18n import shown, tr
from gui.session import EditorSession
from gui.worker import Jobs


class ImportedWeights(QObject):
    """``loaded`` carries the :class:`Imported` that has the weights, ``compared`` a text for the user."""

    loaded = Signal(object)
    compared = Signal(str)

    def __init__(self, session: EditorSession, files: Files, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._jobs = jobs

    def load(self, imported: Imported, source: Path) -> None:
        """Read the weights and let the open project start from them, as one step that can be undone."""
        target = self._files.path

        def work() -> Imported:
            from core.convert.weights.attach import attach_weights

            return attach_weights(imported, source, target)

        def done(found: Imported) -> None:
            entries = initial_weights(found.project)

            def edit(project: Project) -> Project:
                return with_initial_weights(project, (*entries, *initial_weights(project)))

            self._session.apply_project(edit, tr("Load the weights"))
            self.loaded.emit(found)

        self._jobs.start(tr("Load the weights of {name}", name=source.name), work, done, self._files.fail)

    def compare(self, source: Path) -> None:
        """Run both models on the same inputs."""
        project, folder = self._session.project, self._files.folder()

        def work() -> str:
            from core.convert.weights.compare import compare_with_original

            return "\n".join(map(shown, compare_with_original(project, source, folder=folder).sentences()))

        self._jobs.start(tr("Compare with {name}", name=source.name), work, self.compared.emit, self._files.fail)
