"""How a card shows that it differs from another project: a ring in a colour, and a sign that needs no colour.

Does not belong here: what differs (core.graph.comparison).
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.style import CARD_HEIGHT, CARD_RADIUS, CARD_WIDTH
from gui.theme import Theme

Change = Literal["added", "removed", "changed"]
TOKENS: dict[Change, str] = {"added": "ok", "removed": "error", "changed": "warning"}
SIGNS: dict[Change, str] = {"added": "+", "removed": "−", "changed": "~"}
_RING = 5.0
_BODY = QRectF(-CARD_WIDTH / 2, -CARD_HEIGHT / 2, CARD_WIDTH, CARD_HEIGHT)
_RADIUS = 9.0


def change_color(theme: Theme, change: Change) -> QColor:
    """Green for what came, red for what went, amber for what is different."""
    return theme.color(TOKENS[change])


def paint_ring(painter: QPainter, theme: Theme, change: Change, body: QRectF = _BODY) -> None:
    """A soft ring around the card; broken where the card is not there any more."""
    color = change_color(theme, change)
    line = QPen(color, 1.6, Qt.PenStyle.DashLine if change == "removed" else Qt.PenStyle.SolidLine)
    area = QColor(color)
    area.setAlphaF(0.16)
    painter.setPen(line)
    painter.setBrush(area)
    painter.drawRoundedRect(body.adjusted(-_RING, -_RING, _RING, _RING), CARD_RADIUS + _RING, CARD_RADIUS + _RING)


def paint_sign(painter: QPainter, theme: Theme, change: Change, body: QRectF = _BODY) -> None:
    """A disc with plus, minus or a wave at the card's corner."""
    painter.setPen(QPen(theme.color("canvas"), 1.5))
    painter.setBrush(change_color(theme, change))
    x, y = body.left() + 1, body.top() + 1
    painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)
    painter.setPen(QPen(theme.color("card"), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if change == "changed":
        points = [
            QPointF(x - 4.5, y + 1.2),
            QPointF(x - 1.8, y - 1.8),
            QPointF(x + 1.8, y + 1.8),
            QPointF(x + 4.5, y - 1.2),
        ]
        painter.drawPolyline(points)
        return
    painter.drawLine(QLineF(x - 4.2, y, x + 4.2, y))
    if change == "added":
        painter.drawLine(QLineF(x, y - 4.2, x, y + 4.2))
