"""The chevron in the corner of a card: a click makes the card small, or large again. Seen while the pointer is on the card.

Does not belong here: what collapsing changes (marking), hits (hits).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.canvas.glyphs import glyph_pen
from gui.canvas.style import CanvasStyle

RADIUS = 6.5
_INSIDE = 7.5
_WIDE, _HIGH = 2.8, 1.5


def chevron_centre(body: QRectF) -> QPointF:
    """Where the chevron of a card with this body stands: inside its lower right corner."""
    return QPointF(body.right() - _INSIDE, body.bottom() - _INSIDE)


def paint_chevron(painter: QPainter, style: CanvasStyle, body: QRectF, *, collapsed: bool) -> None:
    """Pointing up on a card that can be made small, down on one that can be opened."""
    at = chevron_centre(body)
    painter.setPen(style.border_hover)
    painter.setBrush(style.card)
    painter.drawEllipse(at, RADIUS, RADIUS)
    painter.setPen(glyph_pen(style.text, 1.5))
    tip = _HIGH if collapsed else -_HIGH
    painter.drawPolyline([at + QPointF(-_WIDE, -tip), at + QPointF(0.0, tip), at + QPointF(_WIDE, -tip)])
