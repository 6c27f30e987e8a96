"""The rows of the quick-add popup: which layers are offered, in groups, and how a row is painted.

Does not belong here: the order of layers (core.catalog.offering), what a chosen layer becomes (gui.adding).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.analysis.conversions import Step, Steps
from core.analysis.preview import Preview
from core.catalog.offering import Group
from gui.canvas.card import shape_text
from gui.canvas.glyphs import family_icon
from gui.i18n import shown, tr
from gui.theme import Theme, mono_font, ui_font

NOWHERE = QModelIndex()
ROW = 30
HEADING = 24
Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Row:
    """One layer that is offered. ``via`` are the layers placed before it; ``preview`` what it would yield, once known."""

    step: Step
    name: str
    note: str
    family: str
    group: Group
    summary: str
    via: Steps = ()
    fixed_via: bool = False
    preview: Preview | None = field(default=None)

    @property
    def steps_before(self) -> Steps:
        """What is placed before the layer: what Keras confirmed, else what is likely."""
        if self.preview is not None and self.preview.outputs is not None:
            return self.preview.via
        return self.via if self.group != "not" else ()

    @property
    def result(self) -> str:
        """The shape it would yield, or "" while that is not known."""
        if self.preview is None or not self.preview.outputs:
            return ""
        return shape_text(self.preview.outputs[0].shape)


def heading(group: Group, rows: Sequence[Row]) -> str:
    """The title over a group: "Fits", "Fits after Flatten" ..."""
    if group == "fits":
        return tr("Fits here")
    if group == "not":
        return tr("Does not fit")
    names = list(dict.fromkeys(row.steps_before[-1].class_name for row in rows if row.steps_before))
    if not names:
        return tr("Fits after a conversion")
    return tr("Fits after {layers}", layers=" / ".join(names[:3]))


class RowModel(QAbstractListModel):
    """Headings (texts) and rows, in order. Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row | str] = ()

    def show(self, rows: Sequence[Row | str]) -> None:
        """List these and nothing else."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The layer at an index; None at a heading."""
        found = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return found if isinstance(found, Row) else None

    def heading(self, index: Index) -> str:
        """The heading at an index, or ""."""
        found = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return found if isinstance(found, str) else ""

    def place(self, row: Row) -> int:
        """Where a row stands; -1 if it is not listed."""
        return next((place for place, other in enumerate(self._rows) if other is row), -1)

    def layers(self) -> list[Row]:
        """The rows without the headings."""
        return [row for row in self._rows if isinstance(row, Row)]

    def changed(self, row: Row) -> None:
        """Paint a row again."""
        place = self.place(row)
        if place >= 0:
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if row is not None else self.heading(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.name, row.note, row.result))) if row is not None else self.heading(index)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class RowDelegate(QStyledItemDelegate):
    """Icon and name on the left, what comes out of it on the right; grey where it does not fit."""

    def __init__(self, model: RowModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.theme = theme
        self._name, self._note = ui_font(9.75), ui_font(8.25)
        self._heading, self._shape = ui_font(8.25, bold=True), mono_font(8.25)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW if self._model.row(index) is not None else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row(index)
        box = QRect(option.rect)
        painter.save()
        if row is None:
            painter.setFont(self._heading)
            painter.setPen(self.theme.color("muted"))
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box.adjusted(10, 3, -10, 0), bottom, self._model.heading(index))
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("selection"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        self._paint_row(painter, box.adjusted(12, 0, -14, 0), row)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRect, row: Row) -> None:
        greyed = row.group == "not"
        painter.setOpacity(0.55 if greyed else 1.0)
        family_icon(row.family, self.theme).paint(painter, QRect(box.left(), box.center().y() - 8, 16, 16))
        painter.setOpacity(1.0)
        middle = Qt.AlignmentFlag.AlignVCenter
        text = box.adjusted(26, 0, 0, 0)
        painter.setFont(self._name)
        painter.setPen(self.theme.color("muted" if greyed else "text"))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | middle, row.name)
        left = text.adjusted(QFontMetrics(self._name).horizontalAdvance(row.name) + 10, 0, 0, 0)
        painter.setPen(self.theme.color("muted"))
        result = "  ".join(filter(None, (self._way(row), row.result)))
        if result:
            painter.setFont(self._shape)
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | middle, result)
            left.adjust(0, 0, -QFontMetrics(self._shape).horizontalAdvance(result) - 12, 0)
        painter.setFont(self._note)
        note = row.note
        if greyed and row.preview is not None and row.preview.reason:
            note = shown(row.preview.reason)
        fitting = QFontMetrics(self._note).elidedText(note, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | middle, fitting)

    def _way(self, row: Row) -> str:
        return " → ".join(step.class_name for step in row.steps_before) + " →" if row.steps_before else ""
