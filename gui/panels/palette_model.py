"""What the palette lists, as a model for Qt's views: headings with entries below them, or entries alone.

Plain values under indices, not ``QStandardItem``: who owns those, Python or Qt, is not certain after ``clear``, and the
program died of it. Does not belong here: what is found (catalogue), how rows are drawn (palette).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

TYPE_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2
KIND_ROLE = Qt.ItemDataRole.UserRole + 3
NOTE_ROLE = Qt.ItemDataRole.UserRole + 4
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be dragged: what it is called, the layer type it stands for, ``layer``, ``op`` or ``block``.

    ``note`` is its name in the user's language, where that is another one.
    """

    text: str
    type: str
    kind: str
    icon: QIcon
    tooltip: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title with entries below it."""

    text: str
    entries: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        return self.entries[0].kind if self.entries else ""


class PaletteModel(QAbstractItemModel):
    """Two levels at most. An index carries the number of its heading plus one, or 0 on the first level."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Entry | Heading] = ()

    def show(self, rows: Sequence[Entry | Heading]) -> None:
        """List these rows and nothing else."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def entry(self, index: Index) -> Entry | Heading | None:
        """What stands at an index."""
        if not index.isValid():
            return None
        below = index.internalId()
        if below == 0:
            return self._rows[index.row()] if index.row() < len(self._rows) else None
        heading = self._rows[below - 1] if below <= len(self._rows) else None
        if isinstance(heading, Heading) and index.row() < len(heading.entries):
            return heading.entries[index.row()]
        return None

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        below = index.internalId() if index.isValid() else 0
        return self.createIndex(below - 1, 0, 0) if below else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._rows)
        found = self.entry(parent)
        return len(found.entries) if isinstance(found, Heading) else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.entry(index)
        if found is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return found.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return found.text if isinstance(found, Heading) else f"{found.text} {found.note}".strip()
        if role == NOTE_ROLE:
            return "" if isinstance(found, Heading) else found.note
        if role == KIND_ROLE:
            return found.kind
        if isinstance(found, Heading):
            return len(found.entries) if role == COUNT_ROLE else None
        if role == TYPE_ROLE:
            return found.type
        if role == Qt.ItemDataRole.DecorationRole:
            return found.icon
        return found.tooltip if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = self.entry(index)
        if found is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(found, Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )
