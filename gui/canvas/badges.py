"""Signs at the corners of a card: the worst finding, and that the layer changed since the last training.

Shapes tell them apart without the colour: an octagon for an error, a triangle for a warning, a disc for a hint, a ring for a
change. Does not belong here: which findings there are (core.analysis), the card itself (node_item).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from gui.canvas.card import Badge
from gui.canvas.glyphs import glyph_pen
from gui.canvas.style import CanvasStyle

BADGE_RADIUS = 8.5
RING_RADIUS = 5.5
_NEAR = BADGE_RADIUS * 0.4142
_OCTAGON = QPolygonF(
    [
        QPointF(x, y)
        for x, y in (
            (-_NEAR, -BADGE_RADIUS), (_NEAR, -BADGE_RADIUS), (BADGE_RADIUS, -_NEAR), (BADGE_RADIUS, _NEAR),
            (_NEAR, BADGE_RADIUS), (-_NEAR, BADGE_RADIUS), (-BADGE_RADIUS, _NEAR), (-BADGE_RADIUS, -_NEAR),
        )
    ]
)  # fmt: skip
_TRIANGLE = QPolygonF([QPointF(x, y) for x, y in ((0, -9), (9.5, 7.5), (-9.5, 7.5))])


def badge_centre(body: QRectF) -> QPointF:
    """Where the badge of a card with this body stands: its upper right corner."""
    return QPointF(body.right() - 2.0, body.top() + 2.0)


def paint_badge(painter: QPainter, badge: Badge, style: CanvasStyle, at: QPointF) -> None:
    """A red octagon, an amber triangle or a blue disc with its sign."""
    face, sign = style.severity(badge.severity)
    painter.translate(at)
    painter.setPen(style.badge_edge)
    painter.setBrush(face)
    if badge.severity == "error":
        painter.drawPolygon(_OCTAGON)
    elif badge.severity == "silent":
        painter.drawPolygon(_TRIANGLE)
    else:
        painter.drawEllipse(QPointF(), BADGE_RADIUS, BADGE_RADIUS)
    y = 1.5 if badge.severity == "silent" else 0.0
    painter.setPen(glyph_pen(sign, 1.8))
    if badge.severity == "advice":
        painter.drawLine(QPointF(0, y - 0.6), QPointF(0, y + 4.2))
        painter.drawPoint(QPointF(0, y - 3.8))
    else:
        painter.drawLine(QPointF(0, y - 4.2), QPointF(0, y + 0.8))
        painter.drawPoint(QPointF(0, y + 4.0))
    painter.translate(-at)


def paint_untrained(painter: QPainter, style: CanvasStyle, body: QRectF) -> None:
    """A blue ring at the lower left corner: the layer is not as it was when the network was trained."""
    at = QPointF(body.left() + 2.0, body.bottom() - 2.0)
    painter.setPen(style.ring_edge)
    painter.setBrush(style.canvas)
    painter.drawEllipse(at, RING_RADIUS, RING_RADIUS)
    painter.setPen(style.ring)
    painter.drawEllipse(at, RING_RADIUS, RING_RADIUS)
