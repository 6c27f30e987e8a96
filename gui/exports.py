"""From the wish for an export to the file: asked in a dialog, checked before it starts, made in the background.

The window stays usable; converters run in a process of their own (core.convert.exports) and can be given up. Does not
belong here: what the dialog shows (export_dialog), how files are made (core.convert.model_files).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from core.convert.exports.options import ExportOptions
from core.convert.initial_weights import initial_weights, with_initial_weights
from core.errors import NetwrightError
from core.graph.model import Project
from core.runs.store import list_runs
from core.storage.places import places
from gui.export_dialog import ExportChoice, ExportDialog, WeightsChoice
from gui.export_picture import PictureChoice
from gui.files import Files
from gui.i18n import shown, tr
from gui.layouts import ask
from gui.pictures import write_picture
from gui.session import EditorSession
from gui.settings import Settings
from gui.theme import Theme
from gui.worker import Jobs

if TYPE_CHECKING:
    from core.convert.model_files import ExportReport
    from gui.window import MainWindow

MOST_RUNS = 12


class Exports(QObject):
    """Opens the dialog for one window and carries out what it asks for."""

    _phase = Signal(str)

    def __init__(self, session: EditorSession, files: Files, settings: Settings, jobs: Jobs, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._files = files
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self._asked = 0
        self._cancel = threading.Event()
        self.dialog: ExportDialog | None = None
        self._phase.connect(self._on_phase, Qt.ConnectionType.QueuedConnection)

    def open(self, first: str, look: Theme) -> ExportDialog:
        """Show the dialog with this format chosen; it stays until it is closed."""
        if self.dialog is not None:
            self.dialog.raise_()
            return self.dialog
        project = self._session.project
        stem = self._files.path.stem if self._files.path is not None else project.graph.name or "model"
        dialog = ExportDialog(
            self._window,
            look,
            folder=self._settings.folder,
            stem="".join("_" if char in '/\\:*?"<>|' else char for char in stem),
            weights=self._weights(project),
            first=first,
            has_selection=bool(self._session.selection),
        )
        dialog.wanted.connect(self._make)
        dialog.changed.connect(self._check)
        dialog.given_up.connect(self._give_up)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        self._check()
        dialog.open()
        return dialog

    def _weights(self, project: Project) -> list[WeightsChoice]:
        """The last run of this very network first, then what training starts from, then new ones, then older runs."""
        found: list[WeightsChoice] = []
        best = self._files.best_weights(project)
        if best is not None:
            found.append(WeightsChoice(tr("of the last run"), "file", best))
        started = initial_weights(project)
        if started:
            names = ", ".join(Path(entry).name for entry in started)
            found.append(WeightsChoice(tr("as training starts: {names}", names=names), "initial"))
        found.append(WeightsChoice(tr("new, at random"), "new"))
        for run in list_runs(places().runs):
            weights = run.weights
            if weights is not None and weights != best and run.name == project.graph.name:
                found.append(WeightsChoice(tr("run {run}, {count} epochs", run=run.id, count=run.epochs), "file", weights))
            if len(found) > MOST_RUNS:
                break
        return found

    # Before

    def _check(self) -> None:
        """Explain an impossible export as soon as it is chosen; without a current analysis it shows when it starts."""
        dialog, session = self.dialog, self._session
        choice = dialog.choice() if dialog is not None else None
        if dialog is None or choice is None:
            return
        from core.convert.exports import abilities

        analysis = session.analysis
        known = session.is_analysis_current() and analysis is not None and analysis.project is session.project
        if not known or analysis is None or analysis.block:
            dialog.set_problems(())
            return
        data = session.project.training.data.source
        quantize = "none" if data else choice.quantize  # with data, samples are taken when it starts
        try:
            options = ExportOptions(quantize=quantize)
            dialog.set_problems(abilities.problems(session.project, choice.format.kind, options, analysis))
        except NetwrightError as error:
            dialog.set_problems((shown(error.message),))

    # Making

    def _make(self, choice: ExportChoice) -> None:
        dialog = self.dialog
        if dialog is None or not (choice.agreed or self._may_replace(choice.target)):
            return
        if choice.picture is not None:
            self._draw(dialog, choice.target, choice.picture)
            return
        self._asked += 1
        asked = self._asked
        self._cancel = cancel = threading.Event()
        project, folder = self._session.project, self._files.folder()
        dialog.set_busy(tr("Exporting {name}…", name=choice.target.name))

        def work() -> ExportReport:
            return make(project, choice, folder, cancel, self._phase.emit)

        def done(report: ExportReport) -> None:
            self._settings.folder = report.path.absolute().parent
            self._session.status.emit(tr("Exported {name}.", name=report.path.name), "info")
            if asked == self._asked and self.dialog is not None:
                text, good = result_text(report)
                self.dialog.set_result(report.path, text, report.notes, good)

        def failed(error: NetwrightError) -> None:
            if asked == self._asked and self.dialog is not None:
                self.dialog.set_idle(shown(error.message))
            elif not cancel.is_set():
                self._session.status.emit(shown(error.message), "error")

        self._jobs.start(tr("Export {name}", name=choice.target.name), work, done, failed)

    def _draw(self, dialog: ExportDialog, target: Path, picture: PictureChoice) -> None:
        """Write a picture of the canvas at once: only the thread of the window can draw it."""
        try:
            note = write_picture(self._window, target, target.suffix.lower(), picture)
        except NetwrightError as error:
            dialog.set_idle(shown(error.message))
            return
        self._settings.folder = target.absolute().parent
        self._session.status.emit(tr("Exported {name}.", name=target.name), "info")
        dialog.set_result(target, tr("{name} is written.", name=target.name), (note,), True)

    def _may_replace(self, target: Path) -> bool:
        try:
            is_free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
        except OSError:
            is_free = True  # No name that a file can have, or no folder that may be read: writing says so.
        if is_free:
            return True
        box = QMessageBox(self.dialog)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Export"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("{name} exists already. Replace it?", name=target.name))
        replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        ask(box)
        return box.clickedButton() is replace

    def _on_phase(self, phase: str) -> None:
        if self.dialog is None or self._cancel.is_set():
            return
        texts = {
            "building": tr("Building the model…"),
            "writing": tr("Writing the file…"),
            "checking": tr("Loading the file again and comparing…"),
        }
        if phase in texts and not self.dialog.export.isEnabled():
            self.dialog.set_busy(texts[phase])

    def _give_up(self) -> None:
        self._cancel.set()
        if self.dialog is not None:
            self.dialog.set_busy(tr("Giving the export up…"))

    def _forget(self) -> None:
        self._cancel.set()
        self._asked += 1
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def make(
    project: Project,
    choice: ExportChoice,
    folder: Path | None,
    cancel: threading.Event,
    phase: Callable[[str], None] | None = None,
) -> ExportReport:
    """Export as the dialog asked for; called in a thread."""
    from core.convert.model_files import export
    from core.runs.export_samples import export_samples

    weights = choice.weights
    if weights is not None and weights.kind == "new":
        project = with_initial_weights(project, ())
    samples = export_samples(project, folder) if choice.quantize == "int8" else {}
    options = ExportOptions(
        quantize=choice.quantize, samples=samples, style=choice.style, script=choice.format.id in ("script", "notebook")
    )
    return export(
        project,
        choice.target,
        weights=weights.path if weights is not None else None,
        folder=folder,
        options=options,
        cancelled=cancel.is_set,
        progress=phase,
    )


def result_text(report: ExportReport) -> tuple[str, bool]:
    """``digits.onnx is written. Largest difference 3e-08, checked with ONNX Runtime 1.31.1.``, and whether that is well."""
    written = tr("{name} is written.", name=report.path.name)
    if report.difference is None:
        return written, True
    found = tr(
        "Largest difference {difference}, checked with {runtime}.",
        difference=f"{report.difference:.2g}",
        runtime=report.checked_with,
    )
    return f"{written} {found}", report.is_faithful
