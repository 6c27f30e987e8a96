"""The page of the settings that gives keys to commands: every action, its keys, and what else has them.

Keys are recorded as they are pressed. Does not belong here: which command has which key at first (gui.actions). Invariant:
nothing is applied before the dialog applies it; a conflict is shown, never silently solved.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import keymap
from gui.actions import ACTIONS, Action
from gui.i18n import tr
from gui.theme import Theme


def menu_text(action: Action) -> str:
    """The action's menu in the language in use: "Edit › Align"."""
    return " › ".join(tr(part) for part in action.menu.split("/"))


class KeysPage(QWidget):
    """``chosen`` is what the user gave so far; ``changed`` is called after each change."""

    def __init__(self, chosen: dict[str, tuple[str, ...]], theme: Theme, changed: Callable[[], object]) -> None:
        super().__init__()
        self.chosen = dict(chosen)
        self._theme = theme
        self._changed = changed
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search commands or keys"))
        self.search.setAccessibleName(tr("Search commands or keys"))
        self.search.setClearButtonEnabled(True)
        self.table = QTableWidget(len(ACTIONS), 3)
        self.table.setHorizontalHeaderLabels([tr("Menu"), tr("Action"), tr("Keys")])
        self.table.setAccessibleName(tr("Keys of all commands"))
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 130), (2, 210)):
            self.table.setColumnWidth(column, width)
        for row, action in enumerate(ACTIONS):
            self.table.setItem(row, 0, QTableWidgetItem(menu_text(action)))
            self.table.setItem(row, 1, QTableWidgetItem(tr(action.text).rstrip("…")))
            self.table.setItem(row, 2, QTableWidgetItem())
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(tr("New key"))
        # A field for keys takes Tab too: Escape leaves it.
        self.key.installEventFilter(self)
        self.add, self.clear = QPushButton(tr("Add key")), QPushButton(tr("No key"))
        self.reset, self.reset_all = QPushButton(tr("Reset")), QPushButton(tr("Reset all"))
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setMinimumHeight(36)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(self.key, 1)
        for button in (self.add, self.clear, self.reset, self.reset_all):
            row_of_buttons.addWidget(button)
        column_of_parts = QVBoxLayout(self)
        column_of_parts.addWidget(self.search)
        column_of_parts.addWidget(self.table, 1)
        column_of_parts.addLayout(row_of_buttons)
        column_of_parts.addWidget(self.warning)
        self.search.textChanged.connect(lambda _: self._show_rows())
        self.table.itemSelectionChanged.connect(self._show_warning)
        self.key.keySequenceChanged.connect(lambda _: self._show_warning())
        self.add.clicked.connect(self._add)
        self.clear.clicked.connect(lambda: self._give(()))
        self.reset.clicked.connect(lambda: self._give(None))
        self.reset_all.clicked.connect(self._reset_all)
        self.table.selectRow(0)
        self._show_keys()

    def action(self) -> Action | None:
        """The action whose row is selected."""
        row = self.table.currentRow()
        return ACTIONS[row] if 0 <= row < len(ACTIONS) else None

    def select(self, action_id: str) -> None:
        """Go to the row of an action."""
        row = next(row for row, action in enumerate(ACTIONS) if action.id == action_id)
        self.table.selectRow(row)
        self.table.scrollTo(self.table.model().index(row, 1))

    def _add(self) -> None:
        action, key = self.action(), self.key.keySequence().toString()
        if action is None or not key:
            return
        now = keymap.keys_of(action, self.chosen)
        self.key.clear()
        if keymap.normal(key) not in map(keymap.normal, now):
            self._give((key, *now) if now else (key,))

    def _give(self, keys: tuple[str, ...] | None) -> None:
        """Give the selected action these keys; None gives it its own again."""
        action = self.action()
        if action is None:
            return
        if keys is None or keys == action.keys:
            self.chosen.pop(action.id, None)
        else:
            self.chosen[action.id] = keys
        self._show_keys()
        self._changed()

    def _reset_all(self) -> None:
        self.chosen.clear()
        self._show_keys()
        self._changed()

    def _show_keys(self) -> None:
        clashing = keymap.conflicts(ACTIONS, self.chosen)
        for row, action in enumerate(ACTIONS):
            item = self.table.item(row, 2)
            assert item is not None, "every cell was filled when the table was made"
            text = ", ".join(map(keymap.shown, keymap.keys_of(action, self.chosen)))
            item.setText(f"{text}  ⚠" if action.id in clashing else text)
            own = action.id in self.chosen
            item.setForeground(self._theme.color("error" if action.id in clashing else "accent" if own else "text"))
        self._show_rows()
        self._show_warning()

    def _show_rows(self) -> None:
        words = self.search.text().lower().split()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in range(3))
            text = " ".join(cell.text() for cell in cells if cell is not None).lower()
            text += " " + ACTIONS[row].text.lower()
            self.table.setRowHidden(row, not all(word in text for word in words))

    def _show_warning(self) -> None:
        action = self.action()
        self.reset.setEnabled(action is not None and action.id in self.chosen)
        self.reset_all.setEnabled(bool(self.chosen))
        key = self.key.keySequence().toString()
        self.add.setEnabled(action is not None and bool(key))
        found: list[tuple[str, str]] = []
        if action is not None:
            trial = dict(self.chosen)
            if key:
                trial[action.id] = (key, *keymap.keys_of(action, self.chosen))
            found = keymap.conflicts(ACTIONS, trial).get(action.id, [])
        names = {other.id: tr(other.text).rstrip("…") for other in ACTIONS}
        lines = [tr("{key} already does: {action}.", key=keymap.shown(taken), action=names[other]) for taken, other in found]
        self.warning.setText(" ".join(dict.fromkeys(lines)))
        self.warning.setProperty("role", "error")
        self.warning.style().polish(self.warning)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.key and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Tab and not event.modifiers():
                self.key.setKeySequence(QKeySequence(Qt.Key.Key_Tab))
                return True
        return False
