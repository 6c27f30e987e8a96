"""From the wish for a model of keras.applications to the model on the canvas: asked, made in the background, shown.

The window stays usable in painting and time; while a model is being made the dialog waits, and giving up drops the result.
Does not belong here: what the dialog shows (application_dialog), how models are made (core.convert.applications).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.convert.initial_weights import initial_weights, with_initial_weights
from core.errors import NetwrightError
from core.graph.model import Project
from core.graph.nesting import insert_model
from core.graph.values import Source
from gui.application_dialog import ApplicationChoice, ApplicationDialog
from gui.blocks import known_shapes
from gui.files import Files
from gui.i18n import shown, tr
from gui.session import EditorSession
from gui.worker import Jobs

Place = Callable[[str | None], tuple[float, float]]


class Applications(QObject):
    """Opens the dialog for one window and carries out what it asks for.

    ``place`` says where a new node behind another one goes, ``shown`` is told the node that was added.
    """

    def __init__(
        self,
        session: EditorSession,
        files: Files,
        jobs: Jobs,
        window: QWidget,
        place: Place,
        shown: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._files = files
        self._jobs = jobs
        self._window = window
        self._place = place
        self._shown = shown
        self.dialog: ApplicationDialog | None = None
        self._behind: Source | None = None
        self._asked = 0

    def open(self) -> ApplicationDialog:
        """Show the dialog; it goes away by itself when the model is there."""
        selected = self._session.selected_nodes()
        self._behind = Source(selected[0]) if len(selected) == 1 else None
        name = self._session.graph.name_of(selected[0]) if self._behind is not None else ""
        dialog = ApplicationDialog(
            self._window, behind=name, shape=self._image_from(self._behind), folder=self._files.folder()
        )
        dialog.wanted.connect(self._make)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _image_from(self, source: Source | None) -> tuple[int, int, int] | None:
        """The image that leaves the selected layer, if it is one of a known size."""
        session = self._session
        if source is None or session.analysis is None or not session.is_analysis_current():
            return None
        shape, _ = known_shapes(session.analysis).get(source, ((), ""))
        match shape:
            case (_, int(height), int(width), int(channels)):
                return height, width, channels
        return None

    def _make(self, choice: ApplicationChoice) -> None:
        self._asked += 1
        asked = self._asked
        label = tr("Make {name}", name=choice.name)
        if self.dialog is not None:
            self.dialog.set_busy(tr("Making {name}; with a large model this takes a few seconds.", name=choice.name))
        folder = self._files.folder()

        def work() -> Project:
            return make(choice, folder)

        def done(project: Project) -> None:
            if asked == self._asked and self.dialog is not None:
                self._show(choice, project)

        def failed(error: NetwrightError) -> None:
            if asked == self._asked and self.dialog is not None:
                self.dialog.set_idle(shown(error.message))

        self._jobs.start(label, work, done, failed)

    def _show(self, choice: ApplicationChoice, made: Project) -> None:
        dialog = self.dialog
        if choice.here:
            self._insert(choice, made)
        elif not self._files.show_new(made):
            if dialog is not None:
                dialog.set_idle()
            return
        if dialog is not None:
            dialog.accept()

    def _insert(self, choice: ApplicationChoice, made: Project) -> None:
        session = self._session
        (block,) = made.blocks.values()
        after = self._behind if self._behind is not None and self._behind.node in session.graph.nodes else None
        position = self._place(after.node if after is not None else None)
        added: list[str] = []

        def edit(project: Project) -> Project:
            project, node_id = insert_model(project, block, scope=session.scope, after=after, position=position)
            added.append(node_id)
            started = initial_weights(made)
            return with_initial_weights(project, (*initial_weights(project), *started)) if started else project

        if session.apply_project(edit, tr("Add {name}", name=choice.name)):
            session.select(added[-1:])
            self._shown(added[-1])

    def _forget(self) -> None:
        # What is still being made is not wanted any more.
        self._asked += 1
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None


def make(choice: ApplicationChoice, folder: Path | None) -> Project:
    """The project that was asked for; paths below ``folder`` are written relative to it."""
    from core.convert.applications import read_application

    weights = choice.weights
    if weights is not None and weights != "imagenet":
        file = Path(weights).expanduser().absolute()
        if choice.here and folder is not None and file.is_relative_to(folder):
            weights = file.relative_to(folder).as_posix()
        else:
            weights = str(file)
    imported = read_application(
        choice.name,
        weights=weights,
        include_top=choice.include_top,
        input_shape=choice.input_shape,
        classes=choice.classes,
        as_block=choice.as_block,
        **({"pooling": choice.pooling} if choice.pooling else {}),
    )
    return imported.project
