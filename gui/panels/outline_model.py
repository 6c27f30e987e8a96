"""What the outline lists: the layers of a graph in the order of the flow, those of a block below its instance.

Plain values under indices that carry numbers, not ``QStandardItem`` (see palette_model). Does not belong here: selection and
keys (outline). Invariant: a row's number is its place in ``rows``; parents stand before their children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from core.graph.model import Block, Graph
from core.graph.queries import topological_order
from gui.i18n import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
COLUMNS = 4
"""Name, kind of layer, shape of the output, the sign of its worst problem."""
DEEPEST = 12
MOST_ROWS = 20_000


@dataclass(slots=True)
class Row:
    """One layer, frame or note. ``path`` names the blocks it is in, outermost first; ``id`` is that of the node."""

    path: tuple[str, ...]
    id: str
    kind: str
    name: str
    parent: int
    place: int
    children: list[int] = field(default_factory=list)
    class_name: str = ""
    family: str = ""
    shape: str = ""
    severity: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What identifies the row from one state of the graph to the next."""
        return self.path, self.id


def rows_of(graph: Graph, blocks: Mapping[str, Block]) -> list[Row]:
    """The rows of a graph: layers in the order of the flow with what is in their blocks, then frames and notes."""
    rows: list[Row] = []
    _add_graph(rows, graph, blocks, (), -1)
    place = sum(1 for row in rows if row.parent < 0)
    for frame in graph.layout.frames.values():
        rows.append(Row((), frame.id, "frame", frame.title, -1, place))
        place += 1
    for note in graph.layout.notes.values():
        first = note.text.strip().split("\n", 1)[0][:80]
        rows.append(Row((), note.id, "note", first or tr("Note"), -1, place))
        place += 1
    return rows


def _add_graph(rows: list[Row], graph: Graph, blocks: Mapping[str, Block], path: tuple[str, ...], parent: int) -> None:
    order, cyclic = topological_order(graph)
    for place, node_id in enumerate([*order, *(node_id for node_id in graph.nodes if node_id in cyclic)]):
        if len(rows) >= MOST_ROWS:
            return
        layer = graph.layer_of(node_id)
        number = len(rows)
        rows.append(Row(path, node_id, "node", layer.name, parent, place, class_name=layer.class_name))
        if parent >= 0:
            rows[parent].children.append(number)
        block = layer.block
        if block is not None and block in blocks and block not in path and len(path) < DEEPEST:
            _add_graph(rows, blocks[block].graph, blocks, (*path, block), number)


class OutlineModel(QAbstractItemModel):
    """A tree of rows; an index carries the number of its row. ``renamed`` is asked to give a row another name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self._top: list[int] = []
        self._numbers: dict[tuple[tuple[str, ...], str], int] = {}
        self.icons: Mapping[str, QIcon] = {}
        self.signs: Mapping[str, QIcon] = {}
        self.rename = lambda row, name: False

    def show(self, rows: Sequence[Row]) -> None:
        """List these rows; where only texts differ, no row is lost from view."""
        same = len(rows) == len(self.rows) and all(
            old.key == new.key and old.parent == new.parent for old, new in zip(self.rows, rows, strict=True)
        )
        if same:
            changed = [number for number, row in enumerate(rows) if row != self.rows[number]]
            self.rows = rows
            if len(changed) > 200:
                self.layoutChanged.emit()
            else:
                for number in changed:
                    self.dataChanged.emit(self.index_of(number), self.index_of(number, COLUMNS - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self._top = [number for number, row in enumerate(rows) if row.parent < 0]
        self._numbers = {row.key: number for number, row in enumerate(rows)}
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The row of an index."""
        number = int(index.internalId()) if index.isValid() else -1
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def number(self, path: tuple[str, ...], item_id: str) -> int | None:
        """The number of a row."""
        return self._numbers.get((path, item_id))

    def index_of(self, number: int, column: int = 0) -> QModelIndex:
        """The index of a row."""
        return self.createIndex(self.rows[number].place, column, number)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        found = self.row(parent)
        below = found.children if found is not None else self._top
        if not (0 <= row < len(below) and 0 <= column < COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        found = self.row(index)
        return self.index_of(found.parent) if found is not None and found.parent >= 0 else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._top)
        found = self.row(parent)
        return len(found.children) if found is not None and parent.column() == 0 else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and 0 <= section < COLUMNS:
            return (tr("Name"), tr("Layer"), tr("Output"), "")[section]
        if role == Qt.ItemDataRole.AccessibleTextRole and section == COLUMNS - 1:
            return tr("Problems")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.row(index)
        if found is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (found.name, _kind(found), found.shape, "")[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (found.name, _kind(found), found.shape, *found.remarks) if part)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            # The name as well: the column may be too narrow for it.
            parts = (found.name, *found.remarks) if role == Qt.ItemDataRole.ToolTipRole else found.remarks
            return "\n".join(parts) or None
        if role == Qt.ItemDataRole.DecorationRole:
            if column == 0:
                return self.icons.get(found.family)
            return self.signs.get(found.severity) if column == COLUMNS - 1 else None
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        found = self.row(index)
        return role == Qt.ItemDataRole.EditRole and found is not None and bool(self.rename(found, str(value)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else flags


def _kind(row: Row) -> str:
    return {"frame": tr("Frame"), "note": tr("Note")}.get(row.kind, row.class_name)
