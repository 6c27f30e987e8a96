"""The dialogs that a window opens by a command: keys, commands, settings, help for a layer, what this program is.

Does not belong here: what is in the larger ones (modules of their own).
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.command_palette import CommandPalette
from gui.i18n import tr
from gui.layer_docs import LayerDocs
from gui.layouts import ask
from gui.mouse_sheet import mouse_table
from gui.settings_dialog import SettingsDialog
from gui.window_actions import key_of, shortcut_table

if TYPE_CHECKING:
    from gui.window import MainWindow


class Dialogs:
    """Opens the dialogs of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show_shortcuts(self) -> None:
        """Show the sheet of keyboard shortcuts."""
        ask(shortcut_sheet(self._window, self._window.settings.keys))

    def show_commands(self) -> None:
        """Search all commands."""
        ask(CommandPalette(self._window))

    def show_settings(self) -> None:
        """Show the settings; they hold at once."""
        ask(SettingsDialog(self._window))

    def show_layer_docs(self) -> None:
        """Help for the selected layer."""
        session = self._window.session
        nodes = session.selected_nodes()
        spec = session.spec_of(session.graph.layer_of(nodes[0])) if nodes else None
        if spec is not None:
            ask(LayerDocs(spec, self._window.look, self._window))
        elif nodes:
            session.status.emit(tr("Keras has no help for this layer: it is a block or not known here."), "info")
        else:
            session.status.emit(tr("Select a layer to read what it does."), "info")

    def show_about(self) -> None:
        """Show what this is and on what it runs."""
        ask(about_box(self._window))


def shortcut_sheet(parent: QWidget, chosen: Mapping[str, Sequence[str]]) -> QDialog:
    """Every action that has a key now, by menu, and what the mouse does; a field finds actions and keys."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("Keyboard shortcuts"))
    dialog.resize(760, 680)
    rows = [*shortcut_table(chosen), *mouse_table()]
    search = QLineEdit()
    search.setPlaceholderText(tr("Search commands or keys"))
    search.setAccessibleName(tr("Search commands or keys"))
    search.setClearButtonEnabled(True)
    table = QTableWidget(len(rows), 3)
    table.setAccessibleName(tr("Keyboard shortcuts"))
    table.setHorizontalHeaderLabels([tr("Menu"), tr("Action"), tr("Keys")])
    table.verticalHeader().setVisible(False)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            # The menu stands once, where its commands begin.
            shown = text if column or not row or rows[row - 1][0] != text else ""
            table.setItem(row, column, QTableWidgetItem(shown))

    def find(text: str) -> None:
        words = text.lower().split()
        for row, cells in enumerate(rows):
            table.setRowHidden(row, not all(word in " ".join(cells).lower() for word in words))
            first = table.item(row, 0)
            if first is not None:
                first.setText(cells[0] if words or not row or rows[row - 1][0] != cells[0] else "")

    search.textChanged.connect(find)
    note = QLabel(
        tr(
            "On the canvas: arrows go to the nearest layer, Ctrl and arrows move it, the wheel zooms, Space and drag pans. "
            "Every key can be changed in the settings ({key}).",
            key=key_of("file.settings", chosen),
        )
    )
    note.setWordWrap(True)
    note.setProperty("role", "muted")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    for widget in (search, table, note, buttons):
        layout.addWidget(widget)
    search.setFocus()
    return dialog


def about_box(parent: QWidget) -> QMessageBox:
    """What this is, and the versions it runs on."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("About Netwright"))
    box.setText(tr("Netwright designs Keras networks: draw, check, train, export."))
    names = ("keras", "tensorflow", "PySide6-Essentials", "matplotlib")
    lines = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)]
    box.setInformativeText("\n".join(lines))
    return box
