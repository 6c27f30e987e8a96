"""A short text beside the pointer while a gesture lasts: why something will not work."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.style import CanvasStyle

PAD_X, PAD_Y = 9.0, 6.0
OFFSET = 16.0


class Hint(QGraphicsItem):
    """One line in a rounded box, the same size at every zoom."""

    def __init__(self, style: CanvasStyle) -> None:
        super().__init__()
        self._style = style
        self._text = ""
        self._bounds = QRectF()
        self.setZValue(30)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setVisible(False)

    def say(self, text: str, at: QPointF) -> None:
        """Show the text at the pointer; an empty text hides it."""
        if text != self._text:
            self.prepareGeometryChange()
            metrics = self._style.line_metrics
            width = metrics.horizontalAdvance(text)
            self._bounds = QRectF(OFFSET, OFFSET, width + 2 * PAD_X, metrics.height() + 2 * PAD_Y)
            self._text = text
            self.setVisible(bool(text))
            self.update()
        self.setPos(at)

    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        style = self._style
        painter.setPen(style.border_hover)
        painter.setBrush(style.card)
        painter.drawRoundedRect(self._bounds, 6, 6)
        painter.setPen(style.text_pen)
        painter.setFont(style.line_font)
        painter.drawText(
            QPointF(self._bounds.left() + PAD_X, self._bounds.top() + PAD_Y + style.line_metrics.ascent()), self._text
        )
