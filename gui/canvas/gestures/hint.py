"""A short text beside the pointer while a gesture lasts: why something will not work, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.style import CanvasStyle

PAD_X, PAD_Y = 9.0, 6.0
OFFSET = 16.0
WIDEST = 340.0
"""A longer text gets more lines."""
_WRAP = int(Qt.TextFlag.TextWordWrap)


class Hint(QGraphicsItem):
    """A sentence in a rounded box, and lines that offer something; the same size at every zoom, never outside the view."""

    def __init__(self, style: CanvasStyle) -> None:
        super().__init__()
        self._style = style
        self._said: tuple[str, tuple[str, ...]] = ("", ())
        self._size = (0.0, 0.0)
        self._text_height = 0.0
        self._bounds = QRectF()
        self.setZValue(30)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """All that is said, line by line."""
        return "\n".join([self._said[0], *self._said[1]]).strip()

    def say(self, text: str, at: QPointF, offers: Sequence[str] = (), room: QRectF | None = None) -> None:
        """Show the text at the pointer, a scene point; an empty text hides it.

        ``room`` is the viewport in its pixels, the pointer being at (0, 0); the box stays inside.
        """
        said = (text, tuple(offers))
        if said != self._said:
            self._said = said
            self._measure()
            self.setVisible(bool(text or offers))
        width, height = self._size
        left = top = OFFSET
        if room is not None:
            left = -OFFSET - width if left + width > room.right() else left
            left = max(left, min(room.left() + 2, room.right() - width))
            top = -OFFSET - height if top + height > room.bottom() else top
        bounds = QRectF(left, top, width, height)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
            self.update()
        self.setPos(at)

    def _measure(self) -> None:
        text, offers = self._said
        metrics = self._style.line_metrics
        around = metrics.boundingRect(QRectF(0, 0, WIDEST, 10_000), _WRAP, text) if text else QRectF()
        self._text_height = around.height()
        width = max([around.width(), *(metrics.horizontalAdvance(offer) for offer in offers)])
        height = self._text_height + len(offers) * (metrics.height() + 3)
        self._size = (width + 2 * PAD_X + 1, height + 2 * PAD_Y)
        self._bounds = QRectF()

    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        style = self._style
        text, offers = self._said
        painter.setPen(style.border_hover)
        painter.setBrush(style.card)
        painter.drawRoundedRect(self._bounds, 6, 6)
        painter.setFont(style.line_font)
        inner = self._bounds.adjusted(PAD_X, PAD_Y, -PAD_X + 1, -PAD_Y)
        painter.setPen(style.text_pen)
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), self._text_height), _WRAP, text)
        y = inner.top() + self._text_height
        painter.setPen(style.accent)
        for offer in offers:
            y += 3
            painter.drawText(QPointF(inner.left(), y + style.line_metrics.ascent()), offer)
            y += style.line_metrics.height()
