"""A comment frame: a tinted rectangle with a title, behind wires and cards.

Does not belong here: which frames there are (decorations), what the mouse does with them (gestures).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from core.graph.model import Frame
from gui.canvas.decoration_item import DecorationItem
from gui.canvas.style import ZOOM_BLOCKS, ZOOM_DETAIL, CanvasStyle

TITLE_HEIGHT = 30.0
"""The strip at the top that holds the title; by it a frame is taken hold of."""
LEAST_WIDTH, LEAST_HEIGHT = 96.0, 64.0
_RADIUS = 10.0
TITLE_PAD = 12.0
_LEAST_LABEL, _LONGEST_LABEL = 28.0, 180.0
"""Frames lower than this on the screen (pixels) have no room for a title beside them; titles are cut at this width."""


def title_scale(zoom: float) -> float:
    """How much larger than its cards a title is: seen from afar it grows as far as the strip has room for it.

    Not while wires have their texts, which stand beside it.
    """
    return 1.0 if zoom >= ZOOM_DETAIL else min(0.85 / zoom, 1.5)


class FrameItem(DecorationItem[Frame]):
    """One frame."""

    def __init__(self, frame: Frame, style: CanvasStyle) -> None:
        super().__init__(frame, style, z=-10.0)

    def grip(self) -> QRectF:
        """What takes hold of the frame: its title strip, in scene coordinates."""
        return QRectF(self.value.x, self.value.y, self.value.width, TITLE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look = self.style.decoration(self.value.color)
        body = QRectF(0.0, 0.0, self.value.width, self.value.height)
        painter.setPen(self.style.border_selected if self.selected else look.edge)
        painter.setBrush(look.area)
        painter.drawRoundedRect(body, _RADIUS, _RADIUS)
        zoom = painter.worldTransform().m11()
        if zoom < ZOOM_BLOCKS or not self.value.title:
            return
        scale = title_scale(zoom)
        painter.setFont(self.style.frame_font)
        painter.setPen(look.text)
        painter.save()
        painter.translate(QPointF(TITLE_PAD, 0.0))
        painter.scale(scale, scale)
        room = max(20.0, (self.value.width - 2 * TITLE_PAD) / scale)
        title = self.style.frame_metrics.elidedText(self.value.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0.0, 0.0, room, TITLE_HEIGHT), int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()

    def paint_label(self, painter: QPainter, zoom: float) -> None:
        """The title on a sheet beside the frame, of one size on the screen: for a graph seen from far away."""
        if not self.value.title or self.value.height * zoom < _LEAST_LABEL:
            return
        look = self.style.decoration(self.value.color)
        metrics = self.style.frame_metrics
        title = metrics.elidedText(self.value.title, Qt.TextElideMode.ElideRight, _LONGEST_LABEL)
        width = metrics.horizontalAdvance(title) + 12.0
        box = QRectF(-width - 6.0, 0.0, width, metrics.height() + 4.0)
        painter.save()
        painter.translate(self.value.x, self.value.y)
        painter.scale(1.0 / zoom, 1.0 / zoom)
        painter.setPen(look.edge)
        painter.setBrush(look.sheet)
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setFont(self.style.frame_font)
        painter.setPen(look.text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), title)
        painter.restore()
