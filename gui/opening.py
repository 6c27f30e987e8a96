"""Open anything from the window: by menu, drop, clipboard or command line; read in the background, then reported.

Projects go to :class:`~gui.files.Files`; everything else becomes a new, unsaved project. Reading can be given up; what is
open stays until the new model is there and the user agrees. Does not belong here: how anything is read
(core.convert.opening), how the report looks (import_report).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.convert.imported import Imported
from core.errors import NetwrightError
from core.graph.merging import merge
from core.graph.model import Project
from core.storage import schema
from gui.banner import Banner
from gui.canvas import copying, operations
from gui.canvas.view import CanvasView
from gui.files import SUFFIX, Files, project_filter
from gui.i18n import shown, tr
from gui.import_report import ImportReport
from gui.imported_weights import ImportedWeights
from gui.later import later
from gui.session import EditorSession
from gui.settings import Settings
from gui.worker import Jobs

PATIENCE_MS = 400
"""Reading that takes no longer is not announced."""


class Opening(QObject):
    """What one window opens that is not a project, and the report of the last import (``imported``, ``source``)."""

    _progress = Signal(float)
    imported_changed = Signal()

    def __init__(
        self,
        session: EditorSession,
        files: Files,
        settings: Settings,
        jobs: Jobs,
        window: QWidget,
        view: CanvasView,
        banner: Banner,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._files = files
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self._view = view
        self._banner = banner
        self.imported: Imported | None = None
        self.source: Path | None = None
        self._given_up: threading.Event | None = None
        self._waiting = ""
        self._shows_progress = False
        self.report_dialog: ImportReport | None = None
        self.weights = ImportedWeights(session, files, jobs, self)
        self.weights.loaded.connect(self._on_weights)
        self.weights.compared.connect(lambda text: self._banner.ask(text, [(tr("Close"), lambda: None)]))
        self._progress.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        files.path_changed.connect(self._forget_if_gone)

    def take_over(self, other: Opening, *, asking: bool) -> None:
        """Go on with the report of another window over the same document, and with what it was ``asking``."""
        self.imported, self.source = other.imported, other.source
        self.imported_changed.emit()
        if asking and self.imported is not None:
            self._ask(self.imported, self.source)
        if other.report_dialog is not None and not other.report_dialog.isHidden():
            self.show_report()

    # Files

    def open(self, path: Path | None = None) -> None:
        """Open a file of any kind, asking for it if none is given."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self._window, tr("Open"), str(self._settings.folder), file_filters(), options=_PLAIN
            )
            if not name:
                return
            path = Path(name)
        if path.suffix.lower() == SUFFIX:
            self._files.open(path)
            return
        chosen = path

        def read(cancelled: Callable[[], bool], progress: Callable[[float], None]) -> Imported:
            from core.convert.opening import open_model

            return open_model(chosen, cancelled=cancelled, progress=progress)

        def show(imported: Imported) -> None:
            if self._files.show_new(imported.project, chosen.stem):
                self._settings.folder = chosen.absolute().parent
                self._files.remember(chosen)
                self._keep(imported, chosen)

        self._read(tr("Open {name}", name=chosen.name), read, show)

    def open_dropped(self, paths: list[Path]) -> None:
        """Open what was dropped on the window: one file; the user is told if there were several."""
        if len(paths) > 1:
            self._session.status.emit(
                tr("{count} files were dropped; only {name} is opened.", count=len(paths), name=paths[0].name),
                "warning",
            )
        if paths:
            self.open(paths[0])

    # Text

    def paste(self) -> None:
        """Insert what the clipboard holds: layers that were copied, a model's JSON, or Python code."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._session.status.emit(tr("The clipboard holds no text to paste."), "warning")
            return
        try:
            is_fragment = schema.decode_fragment(text) is not None
        except NetwrightError:
            is_fragment = True
        if is_fragment:
            copying.paste(self._session, self._view)
        else:
            self.take_text(text)

    def take_text(self, text: str) -> None:
        """Insert the model that a text holds into the graph that is shown, as one step that can be undone."""

        def read(cancelled: Callable[[], bool], progress: Callable[[float], None]) -> Imported:
            from core.convert.opening import open_text

            return open_text(text)

        self._read(tr("Read the text"), read, self._insert, quiet=True)

    def _insert(self, imported: Imported) -> None:
        session = self._session
        if not imported.project.graph.nodes:
            reason = shown(imported.notes[0]) if imported.notes else ""
            session.status.emit(tr("The text holds no layers.") + (f" {reason}" if reason else ""), "warning")
            return
        made: list[str] = []
        place = self._view.wanted_place()

        def edit(project: Project) -> Project:
            if not project.graph.nodes and not session.scope:
                made.extend(imported.project.graph.nodes)
                return imported.project
            merged, nodes = merge(project, imported.project, scope=session.scope, offset=place)
            made.extend(nodes)
            return merged

        count = len(imported.project.graph.nodes)
        label = tr("Paste {count} layers", count=count) if count != 1 else tr("Paste 1 layer")
        step = object()  # pasting and arranging are one step
        if session.apply_project(edit, label, step):
            session.select(made)
            operations.auto_layout(session, self._view, step) if len(made) == len(session.graph.nodes) else None
            self._keep(imported, None)

    # Reading in the background

    def _read(
        self,
        label: str,
        read: Callable[[Callable[[], bool], Callable[[float], None]], Imported],
        done: Callable[[Imported], None],
        *,
        quiet: bool = False,
    ) -> None:
        """Read in a thread. Another file that is being read is given up; ``quiet`` tells failures in the status bar."""
        if self._given_up is not None:
            self._given_up.set()
        given_up = self._given_up = threading.Event()
        self._waiting = label
        later(self, lambda: self._show_progress(0.0) if self._given_up is given_up else None, PATIENCE_MS)

        def work() -> Imported:
            return read(given_up.is_set, self._progress.emit)

        def finish(then: Callable[[], None]) -> None:
            if self._given_up is given_up:
                self._stop_waiting()
                then()

        def failed(error: NetwrightError) -> None:
            if quiet:
                finish(lambda: self._session.status.emit(shown(error.message), "warning"))
            else:
                finish(lambda: self._files.fail(error))

        self._jobs.start(label, work, lambda imported: finish(lambda: done(imported)), failed)

    def _show_progress(self, part: float) -> None:
        if self._given_up is None:
            return
        text = self._waiting + " …" + (f" {part:.0%}" if part > 0 else "")
        if self._shows_progress and self._banner.isVisible():
            self._banner.say(text)
        else:
            self._shows_progress = True
            self._banner.ask(text, [(tr("Cancel"), self.give_up)])

    @property
    def is_reading(self) -> bool:
        """Whether a file or text is being read just now."""
        return self._given_up is not None

    def give_up(self) -> None:
        """Stop reading; what is open stays."""
        if self._given_up is not None:
            self._given_up.set()
            self._stop_waiting()
            self._session.status.emit(tr("Given up: {what}", what=self._waiting), "info")

    def _stop_waiting(self) -> None:
        if self._shows_progress:
            self._banner.hide()
        self._shows_progress = False
        self._given_up = None

    # The report

    def _keep(self, imported: Imported, source: Path | None) -> None:
        self.imported, self.source = imported, source
        self.imported_changed.emit()
        if not self._ask(imported, source):
            self._session.status.emit(summary(imported, source), "info")

    def _ask(self, imported: Imported, source: Path | None) -> bool:
        """Offer what can be done now; False if there is nothing."""
        answers: list[tuple[str, Callable[[], object]]] = []
        if source is not None and imported.weights == "present":
            answers.append((tr("Load the weights"), self.load_weights))
        if imported.placeholders or imported.upgraded or imported.notes:
            answers.append((tr("What was changed…"), self.show_report))
        if answers:
            self._banner.ask(summary(imported, source), [*answers, (tr("Close"), lambda: None)])
        return bool(answers)

    def _forget_if_gone(self, path: object) -> None:
        """The report belongs to the project that was imported, until another one is opened."""
        if (
            self.imported is not None
            and self._session.document.cursor == 0
            and self._session.project is not self.imported.project
        ):
            self.imported = self.source = None
            self.imported_changed.emit()

    def show_report(self) -> None:
        """Show what was upgraded, kept as it is, or left out."""
        if self.imported is None:
            return
        if self.report_dialog is not None:
            self.report_dialog.close()
        dialog = ImportReport(self._window, self.imported, self.source)
        dialog.node_wanted.connect(self._show_layer)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(self._dialog_gone)
        self.report_dialog = dialog
        dialog.show()

    def _dialog_gone(self) -> None:
        self.report_dialog = None

    def _show_layer(self, name: str) -> None:
        graph = self._session.graph
        nodes = [node_id for node_id in graph.nodes if graph.name_of(node_id) == name]
        if nodes:
            self._session.select(nodes)
            self._view.reveal(nodes[0])

    # Weights

    def load_weights(self) -> None:
        """Take over the weights of the file that was opened."""
        if self.imported is not None and self.source is not None:
            self.weights.load(self.imported, self.source)

    def compare(self) -> None:
        """Run the original and this model on the same inputs and show the largest difference of each output."""
        if self.source is not None:
            self.weights.compare(self.source)

    def _on_weights(self, imported: Imported) -> None:
        self.imported = imported
        self.imported_changed.emit()
        text = tr("The weights are loaded; training and exports start from them.")
        if imported.weights == "partial":
            text = tr("Some of the weights are loaded; the report names the layers that got none.")
        self._banner.ask(
            text,
            [
                (tr("Compare with the original"), self.compare),
                (tr("What was changed…"), self.show_report),
                (tr("Close"), lambda: None),
            ],
        )


def summary(imported: Imported, source: Path | None) -> str:
    """One line: what was opened, from what, and how much of it needed care."""
    kinds = {"keras3": "Keras 3", "keras2": "Keras 2", "keras1": "Keras 1", "python": "Python"}
    parts = [tr("{count} layers", count=len(imported.project.graph.layers))]
    if imported.upgraded:
        parts.append(tr("{count} spellings upgraded", count=len(imported.upgraded)))
    if imported.placeholders:
        parts.append(tr("{count} kept as placeholders", count=len(imported.placeholders)))
    if imported.notes:
        parts.append(tr("{count} remarks", count=len(imported.notes)))
    name = source.name if source is not None else tr("the text")
    return tr("Opened {name} ({kind})", name=name, kind=kinds[imported.format]) + ": " + ", ".join(parts) + "."


def file_filters() -> str:
    """The filters of the file dialog: everything first, then kind by kind."""
    kinds = [
        project_filter(),
        tr("Keras models") + " (*.keras *.h5 *.hdf5 *.json)",
        tr("Python code and notebooks") + " (*.py *.ipynb *.txt *.md)",
        tr("Pictures with a project inside") + " (*.png)",
    ]
    everything = " ".join(kind[kind.index("(") + 1 : -1] for kind in kinds)
    return ";;".join([tr("All that can be opened") + f" ({everything})", *kinds, tr("All files") + " (*)"])


_PLAIN = QFileDialog.Option.DontUseNativeDialog
