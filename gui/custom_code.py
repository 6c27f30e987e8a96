"""Code of the user's own in the window: files of layers are added, and what others wrote is read and then trusted.

Nothing runs before the user has seen it and said so; then a file is tried in a limited process first. Does not belong here:
that process (core.catalog.custom_check), what is trusted (core.storage.trust), the editor of a function (gui.forms).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from core.analysis.custom_functions import sources_in
from core.catalog.custom import CustomFile, read_custom_file, split_type, stem_of
from core.catalog.custom_check import custom_layers
from core.catalog.spec import LayerSpec
from core.errors import NetwrightError
from core.graph.model import Layer, Project
from core.storage import trust
from gui.custom_dialog import TrustDialog
from gui.i18n import shown, tr
from gui.layouts import ask
from gui.session import EditorSession
from gui.settings import Settings
from gui.worker import Jobs

if TYPE_CHECKING:
    from gui.window import MainWindow


class CustomCode(QObject):
    """Asks about code, and puts what is trusted to use."""

    def __init__(self, session: EditorSession, settings: Settings, jobs: Jobs, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._jobs = jobs
        self._window = window

    def add(self, path: Path | None = None) -> None:
        """Use the layers of a file, asking for it if none is given, and whether it is trusted."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self._window,
                tr("Add custom layers"),
                str(self._settings.folder),
                tr("Python files") + " (*.py)",
                options=QFileDialog.Option.DontUseNativeDialog,
            )
            if not name:
                return
            path = Path(name)
        try:
            file = read_custom_file(path.absolute())
        except NetwrightError as error:
            self._fail(error)
            return
        if self._agreed(file):
            self._try(file)

    def review(self, node_id: str) -> None:
        """Show the code that the node needs and that is not trusted yet; trust it if the user says so."""
        graph = self._session.graph
        if node_id not in graph.nodes:
            return
        layer = graph.layer_of(node_id)
        if split_type(layer.type) is not None:
            self._review_file(layer)
            return
        known = trust.trusted()
        texts = [text for text in sources_in(layer.params) if not trust.is_trusted(text, known)]
        if not texts:
            self._session.trust_changed()
            return
        facts = [(tr("Layer"), f"{layer.name} ({layer.class_name})")]
        dialog = TrustDialog(
            tr("Run the code of {name}?", name=layer.name), facts, "\n\n".join(texts), self._window.look, self._window
        )
        if self._said_yes(dialog):
            try:
                trust.trust(*texts)
            except NetwrightError as error:
                self._fail(error)
                return
            self._session.trust_changed()

    def _review_file(self, layer: Layer) -> None:
        stem = layer.type.partition(">")[0]
        path = next((name for name in self._session.project.custom_files if stem_of(name) == stem), None)
        if path is None:
            return
        try:
            file = read_custom_file(path)
        except NetwrightError as error:
            self._fail(error)
            return
        if self._agreed(file):
            self._try(file)

    def _agreed(self, file: CustomFile) -> bool:
        """Whether the file may be run; asks unless it is trusted already."""
        if trust.is_trusted(file.text):
            return True
        size = len(file.text.encode("utf-8", "surrogatepass"))
        facts = [
            (tr("File"), str(file.path)),
            (
                tr("Size"),
                tr("{count} bytes, {lines} lines", count=f"{size:,}", lines=f"{file.text.count(chr(10)) + 1:,}"),
            ),
            (tr("Classes in it"), ", ".join(file.classes) or tr("none at its top level")),
        ]
        title = tr("Run {name} for its layers?", name=file.path.name)
        return self._said_yes(TrustDialog(title, facts, file.text, self._window.look, self._window))

    def _said_yes(self, dialog: TrustDialog) -> bool:
        answer = ask(dialog)
        return answer == QDialog.DialogCode.Accepted

    def _try(self, file: CustomFile) -> None:
        """Run the file in a limited process, and use it if that went well."""
        self._settings.folder = file.path.parent
        self._jobs.start(
            tr("Try {name}", name=file.path.name),
            lambda: custom_layers(file),
            lambda specs: self._use(file, specs),
            self._fail,
        )

    def _use(self, file: CustomFile, specs: tuple[LayerSpec, ...]) -> None:
        try:
            trust.trust(file.text)
        except NetwrightError as error:
            self._fail(error)
            return

        def edit(project: Project) -> Project:
            if str(file.path) in project.custom_files:
                return project
            others = tuple(name for name in project.custom_files if stem_of(name) != file.stem)
            return replace(project, custom_files=(*others, str(file.path)))

        self._session.apply_project(edit, tr("Add the layers of {name}", name=file.path.name))
        self._session.trust_changed()
        names = ", ".join(spec.class_name for spec in specs)
        self._session.status.emit(
            tr("The layers of {name} are in the palette: {names}.", name=file.path.name, names=names), "info"
        )

    def _fail(self, error: NetwrightError) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Netwright")
        box.setText(shown(error.message))
        if error.details:
            box.setDetailedText(error.details)
        ask(box)
