"""Comparing the open project with another one: a project file, any model file or code, or a run that is kept.

Nothing in the project changes by it. Does not belong here: the window that shows the differences (compare_dialog).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from core.graph.model import Project
from core.storage.places import places
from gui.compare_dialog import CompareDialog
from gui.files import Files
from gui.i18n import tr
from gui.opening import file_filters
from gui.session import EditorSession
from gui.settings import Settings
from gui.theme import Theme
from gui.worker import Jobs


class Comparing(QObject):
    """What one window compares; ``dialog`` is the last comparison while it is open."""

    def __init__(
        self,
        session: EditorSession,
        files: Files,
        settings: Settings,
        jobs: Jobs,
        window: QWidget,
        show_node: Callable[[str], object],
        look: Theme,
    ) -> None:
        super().__init__(window)
        self._reveal = show_node
        self._session = session
        self._files = files
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self._look = look
        self.dialog: CompareDialog | None = None

    def set_theme(self, look: Theme) -> None:
        """Use another theme's colours."""
        self._look = look
        if self.dialog is not None:
            self.dialog.set_theme(look)

    def with_file(self, path: Path | None = None) -> None:
        """Compare with a file of any kind that can be opened, asking for it if none is given."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self._window,
                tr("Compare with"),
                str(self._settings.folder),
                file_filters(),
                options=QFileDialog.Option.DontUseNativeDialog,
            )
            if not name:
                return
            path = Path(name)
        chosen = path

        def read() -> Project:
            from core.convert.opening import open_model

            return open_model(chosen).project

        self._start(chosen.name, read)

    def with_run(self, run: str | None = None) -> None:
        """Compare with the project as a run trained it, asking which run if none is given."""
        from core.runs.store import PROJECT_FILE, list_runs

        runs = {record.id: record for record in list_runs(places().runs) if (record.folder / PROJECT_FILE).is_file()}
        if run is None:
            titles = {f"{record.id}  ·  {record.name}": record.id for record in runs.values()}
            if not titles:
                self._session.status.emit(tr("There are no runs to compare with yet."), "info")
                return
            title, ok = QInputDialog.getItem(
                self._window, tr("Compare with a run"), tr("The project as it was trained in"), list(titles), 0, False
            )
            if not ok:
                return
            run = titles[title]
        file = runs[run].folder / PROJECT_FILE

        def read() -> Project:
            from core.storage.files import open_project

            return open_project(file)[0]

        self._start(tr("run {name}", name=run), read)

    def _start(self, name: str, read: Callable[[], Project]) -> None:
        self._jobs.start(
            tr("Read {name}", name=name),
            read,
            lambda project: self.show(name, project),
            self._files.fail,
        )

    def show(self, name: str, other: Project) -> None:
        """Show what turns ``other`` into the project that is open."""
        if self.dialog is not None:
            self.dialog.close()
        dialog = CompareDialog(
            self._window,
            self._session.catalog,
            self._look,
            (name, other),
            (self._files.title, self._session.project),
        )
        dialog.node_wanted.connect(self._show_node, Qt.ConnectionType.QueuedConnection)
        dialog.destroyed.connect(lambda: self._gone(dialog))
        self.dialog = dialog
        dialog.show()

    def _gone(self, dialog: object) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _show_node(self, scope: str, node_id: str) -> None:
        """Go to a node of the open project, in its block."""
        session = self._session
        if scope != session.scope:
            session.leave_to(0)
            if scope:
                session.enter(scope)
        if node_id in session.graph.nodes:
            self._reveal(node_id)
            self._window.activateWindow()
