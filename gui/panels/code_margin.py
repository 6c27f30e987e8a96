"""The strip beside the code: numbers of the lines, marks at lines, and a bar at those that are linked.

Does not belong here: the text itself (code_editor).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.theme import Theme

_LEFT, _RIGHT = 20, 8
"""Room beside the numbers: for marks, and before the text."""
_SIGN = 6.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to say about a line. ``column`` counts from 0; None marks the whole line."""

    line: int
    text: str
    is_error: bool = True
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is seen: where it is (pixels from the top), and what is shown beside it."""

    line: int
    top: float
    height: float
    is_current: bool
    is_linked: bool
    mark: Mark | None


class Rows(Protocol):
    """Knows the lines that are seen."""

    def rows(self) -> Iterator[Row]: ...


class Margin(QWidget):
    """The strip of one editor."""

    def __init__(self, editor: QPlainTextEdit, look: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self.look = look

    def wanted_width(self) -> int:
        """Room for marks and for the number of the last line, in pixels."""
        digits = max(len(str(self._editor.blockCount())), 3)
        return _LEFT + self._editor.fontMetrics().horizontalAdvance("0") * digits + _RIGHT

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, width = self.look, self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), look.color("surface"))
        painter.setFont(self._editor.font())
        editor: Rows = self._editor  # type: ignore[assignment]
        for row in editor.rows():
            if row.is_linked:
                painter.fillRect(QRectF(width - 3, row.top, 3, row.height), look.color("accent"))
            painter.setPen(look.color("text" if row.is_current else "muted"))
            area = QRectF(_LEFT, row.top, width - _LEFT - _RIGHT, row.height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.line))
            if row.mark is not None:
                self._paint_mark(painter, row.mark, row.top + row.height / 2)
        painter.end()

    def _paint_mark(self, painter: QPainter, mark: Mark, middle: float) -> None:
        """A disc for an error, else a triangle: the shape tells them apart without the colour."""
        x = _SIGN + 4
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("error" if mark.is_error else "warning"))
        if mark.is_error:
            painter.drawEllipse(QPointF(x, middle), _SIGN, _SIGN)
        else:
            corners = ((x, middle - _SIGN), (x + _SIGN + 0.5, middle + 5), (x - _SIGN - 0.5, middle + 5))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setBrush(self.look.color("card"))
        painter.drawRect(QRectF(x - 0.8, middle - 3.4, 1.6, 4.2))
        painter.drawRect(QRectF(x - 0.8, middle + 2.0, 1.6, 1.6))
        painter.restore()
