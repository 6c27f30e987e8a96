"""A network made for data that the user chooses: asked in a dialog, put on the canvas as one step that can be undone.

Does not belong here: what the dialog shows (data_dialog), which layers fit (core.data.beginning).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.graph.model import Project
from gui.canvas import operations
from gui.data_dialog import DataChoice, DataDialog
from gui.i18n import shown, tr

if TYPE_CHECKING:
    from gui.window import MainWindow


def start_from_data(window: MainWindow) -> DataDialog:
    """Ask for data, and begin with a network for them; a graph that is there already is left then, if the user agrees."""
    session = window.session
    dialog = DataDialog(window, window.jobs, session.catalog, window.files.folder() or window.settings.folder)
    dialog.wanted.connect(lambda choice: _begin(window, choice))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _begin(window: MainWindow, choice: DataChoice) -> None:
    from core.data.beginning import begin

    session = window.session
    if session.project.graph.nodes:
        window.files.new()
        if session.project.graph.nodes:
            return
    session.leave_to(0)

    def edit(project: Project) -> Project:
        settings = project.training.data
        # How the samples are divided is the project's; which they are, the user has just said.
        data = replace(settings, source=choice.settings.source, options=choice.settings.options)
        return begin(project, data, choice.summary, whole=choice.whole)

    step = object()  # making and arranging are one step
    if session.apply_project(edit, tr("Start from {name}", name=shown(choice.summary.name)), merge_key=step):
        operations.auto_layout(session, window.view, step)
        window.view.show_start()
        window.view.setFocus()
        window.show_panel("data")
