"""What happens between the session and the disk: new, open, save, recent, recovery.

Every failure is one message and leaves the document as it was. Does not belong here: how files look inside (core.storage).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.convert.initial_weights import initial_weights, moved
from core.errors import FileChangedError, FileError, NetwrightError
from core.graph.document import Change
from core.graph.model import Project
from core.storage import templates, versions
from core.storage.files import FileStamp, open_project, save_project
from core.storage.journal import Journal, Recovery, pending
from core.storage.places import places
from core.storage.schema import ProjectWriter
from core.storage.versions import Version
from gui.i18n import language, shown, tr
from gui.layouts import ask
from gui.session import EditorSession
from gui.settings import Settings
from gui.worker import Jobs

SUFFIX = ".netw"


def project_filter() -> str:
    """The file dialog's filter for projects."""
    return tr("Netwright projects") + f" (*{SUFFIX})"


class Files(QObject):
    """The file side of one window. ``path_changed`` carries the project's path or None."""

    path_changed = Signal(object)
    recent_changed = Signal()

    def __init__(self, session: EditorSession, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self.path: Path | None = None
        self._stamp: FileStamp | None = None
        self._name = ""
        # One writer for both: it encodes only what changed since it wrote last.
        self._writer = ProjectWriter()
        self._journal = Journal(places().journal, writer=self._writer)
        self.best_weights: Callable[[Project], Path | None] = lambda project: None
        session.project_changed.connect(self._on_change)

    def set_recovery_delay(self, seconds: float) -> None:
        """Write the recovery copy so long after an edit."""
        self._journal.delay = seconds

    # New and open

    def new(self, template: str = "") -> None:
        """Start from a template, or with "" from an empty canvas."""
        if not self.may_leave():
            return
        try:
            project = templates.load(template) if template else self._settings.new_project()
        except NetwrightError as error:
            self.fail(error)
            return
        self._show(project, None, None)

    def show_new(self, project: Project, name: str = "") -> bool:
        """Show a project that was made just now and has no file; False if the open one was not to be left.

        ``name`` is what it is called until it has one, and what saving proposes.
        """
        if not self.may_leave():
            return False
        self._show(project, None, None, name=name)
        return True

    def open(self, path: Path | None = None) -> bool:
        """Open a project, asking for the file if none is given; False if nothing was opened."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self._window, tr("Open project"), str(self._settings.folder), project_filter(), options=_PLAIN
            )
            if not name:
                return False
            path = Path(name)
        try:
            project, stamp = open_project(path)
        except NetwrightError as error:
            self.fail(error)
            return False
        if not self.may_leave():
            return False
        self._show(project, path, stamp)
        self.remember(path)
        return True

    def _show(self, project: Project, path: Path | None, stamp: FileStamp | None, *, saved: bool = True, name: str = "") -> None:
        self.path, self._stamp, self._name = path, stamp, name
        self._journal.clear()
        self._session.open_project(project, saved=saved)
        self.path_changed.emit(path)

    def take_over(self, other: Files) -> None:
        """Go on with the file of another window over the same document."""
        self.path, self._stamp, self._name = other.path, other._stamp, other._name
        if self._session.document.is_modified:
            self._journal.record(self._session.project, self.path)
            self._journal.flush()
        self.path_changed.emit(self.path)

    def may_leave(self) -> bool:
        """True if the project is saved, or the user saved or gave it up when asked."""
        if not self._session.document.is_modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Unsaved changes"))
        box.setText(tr("Save the changes to {name} first?", name=self.title))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        ask(box)
        if box.clickedButton() is save:
            return self.save()
        return box.clickedButton() is discard

    @property
    def title(self) -> str:
        """The project's file name, or what it is called until it has one."""
        return self.path.name if self.path is not None else self._name or tr("untitled")

    def folder(self) -> Path | None:
        """The folder that relative paths in the project are relative to; None while it has no file."""
        return self.path.absolute().parent if self.path is not None else None

    # Save

    def save(self) -> bool:
        """Save where the project came from, or ask; False if it was not saved."""
        return self.save_as() if self.path is None else self._write(self.path, self._stamp)

    def save_as(self) -> bool:
        """Ask where to and save there; False if it was not saved."""
        start = self.path or self._settings.folder / f"{self._name or self._session.project.graph.name or 'model'}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save project as"), str(start), project_filter(), options=_PLAIN
        )
        if not name:
            return False
        path = Path(name)
        if path.suffix == SUFFIX:
            return self._write(path, None, overwrite=True)
        # The dialog asked about the name as typed; with the suffix it may be another file that exists.
        return self._write(path.with_name(path.name + SUFFIX), None)

    def _write(self, path: Path, stamp: FileStamp | None, *, overwrite: bool = False) -> bool:
        folder = self.folder()
        try:
            if initial_weights(self._session.project):
                # Reading weights brings much along that a window needs for nothing else.
                from core.convert.weights.attach import bring_beside

                self._session.apply_project(
                    lambda project: bring_beside(moved(project, folder, path.absolute().parent), path),
                    tr("Keep the weights with the project"),
                )
            project = self._session.project
            versions.keep(places().versions, path)
            self._stamp = save_project(project, path, stamp, overwrite=overwrite, writer=self._writer)
        except FileChangedError as error:
            return self._ask_overwrite(error) and self._write(path, None, overwrite=True)
        except NetwrightError as error:
            self.fail(error)
            return False
        self.path = path
        self._session.document.mark_saved(project)
        self._journal.clear()
        self.remember(path)
        self.path_changed.emit(path)
        self._session.status.emit(tr("Saved {name}", name=path.name), "info")
        return True

    def versions(self) -> list[Version]:
        """What the project's file was before it was saved over, the newest first."""
        return versions.versions(places().versions, self.path) if self.path is not None else []

    def go_back_to(self, version: Version) -> None:
        """Show an earlier version of the file; an edit as any other, which undo takes back."""
        try:
            project = version.load()
        except NetwrightError as error:
            self.fail(error)
            return
        self._session.apply_project(lambda _: project, tr("Go back to {time}", time=time_text(version.saved)))

    def _ask_overwrite(self, error: FileChangedError) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("The file has changed"))
        box.setText(shown(error.message))
        replace = box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        ask(box)
        return box.clickedButton() is replace

    def remember(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        self._settings.add_recent(path)
        self._settings.folder = path.absolute().parent
        self.recent_changed.emit()

    # Recovery

    def _on_change(self, change: Change) -> None:
        # The journal's own thread writes within a second; this costs microseconds.
        if not self._session.document.is_modified:
            self._journal.clear()
        elif not change.is_reset:
            self._journal.record(change.after, self.path)
        self.path_changed.emit(self.path)

    def crashed(self) -> list[Recovery]:
        """What earlier sessions left behind when they ended without closing."""
        return pending(places().journal)

    def recover(self, recovery: Recovery) -> bool:
        """Show the project of a crashed session as an unsaved one; its entry stays until it is saved."""
        if not self.may_leave():
            return False
        try:
            project = recovery.load()
        except NetwrightError as error:
            self.fail(error)
            return False
        self._show(project, recovery.path, None, saved=False)
        try:
            # The entry of the crashed session goes on as this one's, so that a second crash loses nothing either.
            self._journal.adopt(recovery)
        except FileError as error:
            self._session.status.emit(shown(error.message), "warning")
            self._journal.record(project, recovery.path)
        return True

    def discard_crashed(self, recoveries: list[Recovery]) -> None:
        """Give up what crashed sessions left behind."""
        for recovery in recoveries:
            try:
                recovery.discard()
            except FileError as error:
                self._session.status.emit(shown(error.message), "warning")

    def save_recovery_copy(self) -> None:
        """Write the journal now; used when something unexpected has happened."""
        if self._session.document.is_modified:
            self._journal.record(self._session.project, self.path)
            self._journal.flush()

    def close(self) -> None:
        """Leave nothing to recover: called when the window closes in good order."""
        self._journal.close()

    def fail(self, error: NetwrightError) -> None:
        """Tell what went wrong in a message."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Netwright")
        box.setText(shown(error.message))
        if error.details:
            box.setDetailedText(error.details)
        ask(box)


def time_text(time: datetime) -> str:
    """A time by the user's clock, to the second: people save more than once a minute."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S")


_PLAIN = QFileDialog.Option.DontUseNativeDialog


def template_menu() -> list[tuple[str, str]]:
    """The templates as (name, title in the language in use)."""
    return [(item.name, item.title_zh if language() == "zh_CN" else item.title) for item in templates.names()]
