"""The history: every step since the project was opened; a click goes back to one, or forward again to one that was undone.

Does not belong here: what a step is (core.graph.history), undoing one by one (actions). Invariant: what is marked as current
is what the document shows.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from gui.i18n import tr
from gui.panels.panel import Panel, is_seen
from gui.session import EditorSession
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """The labels of the steps, oldest first; row 0 is the project as it was opened."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self._labels: list[str] = []
        self._cursor = 0

    def show(self, labels: list[str], cursor: int) -> None:
        """List these steps, of which ``cursor`` is the current one."""
        self.beginResetModel()
        self._labels, self._cursor = labels, cursor
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        label = self._labels[row] or tr("Beginning")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{label}, {self._state(row)}" if self._state(row) else label
        if role == Qt.ItemDataRole.ForegroundRole and row > self._cursor:
            return QColor(self.theme.color("muted"))
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(row == self._cursor)
            font.setItalic(row > self._cursor)  # what was undone is told apart without colour, too
            return font
        return None

    def _state(self, row: int) -> str:
        return tr("current") if row == self._cursor else tr("undone") if row > self._cursor else ""


class History(Panel):
    """The list, and above it what it is for as long as nothing was edited."""

    def __init__(self, session: EditorSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = HistoryModel(theme, self)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("History"))
        self.list.setAccessibleDescription(tr("The steps of this project. Enter goes to the chosen one."))
        self._hint = QLabel(tr("Every edit becomes a step here; click one to go back to it."))
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 6)
        layout.setSpacing(6)
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 1)
        self.list.clicked.connect(self._go)
        self.list.entered_row.connect(self._go)
        session.project_changed.connect(self._on_change)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.model.theme = theme
        self.refresh()

    def on_seen(self) -> None:
        self.refresh()

    def _on_change(self, _: object) -> None:
        if is_seen(self):
            self.refresh()

    def refresh(self) -> None:
        """List the history as it is now."""
        document = self._session.document
        labels = document.labels
        self.model.show(labels, document.cursor)
        self.list.setCurrentIndex(self.model.index(document.cursor))
        self._hint.setVisible(len(labels) == 1)

    def _go(self, index: QModelIndex) -> None:
        self._session.go_to(index.row())


class _List(QListView):
    """``entered_row`` carries the row at which Enter was pressed."""

    entered_row = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
