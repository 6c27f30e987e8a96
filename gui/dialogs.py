"""Small dialogs: the sheet of shortcuts and what this program is."""

from __future__ import annotations

import platform
from importlib.metadata import version

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.actions import shortcut_table
from gui.i18n import tr


def shortcut_sheet(parent: QWidget) -> QDialog:
    """Every action that has a key, in a table."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("Keyboard shortcuts"))
    dialog.resize(560, 640)
    rows = shortcut_table()
    table = QTableWidget(len(rows), 3)
    table.setHorizontalHeaderLabels([tr("Menu"), tr("Action"), tr("Keys")])
    table.verticalHeader().setVisible(False)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    note = QLabel(
        tr(
            "On the canvas: Tab searches for a layer, arrows go to the nearest one, the wheel zooms, Space and drag pans."
        )
    )
    note.setWordWrap(True)
    note.setProperty("role", "muted")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    for widget in (table, note, buttons):
        layout.addWidget(widget)
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
