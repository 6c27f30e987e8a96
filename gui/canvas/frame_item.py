"""A comment frame: a tinted rectangle with a title, behind wires and cards.

Does not belong here: which frames there are (decorations), what the mouse does with them (gestures). Invariant: the item's
position is the frame's upper left corner; nothing is painted outside ``boundingRect``.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.graph.model import Frame
from gui.canvas.style import ZOOM_BLOCKS, CanvasStyle

TITLE_HEIGHT = 30.0
"""The strip at the top that holds the title; by it a frame is taken hold of."""
LEAST_WIDTH, LEAST_HEIGHT = 96.0, 64.0
_RADIUS = 10.0
TITLE_PAD = 12.0
_LEAST_LABEL, _LONGEST_LABEL = 28.0, 180.0
"""Frames lower than this on the screen (pixels) have no room for a title beside them; titles are cut at this width."""


class FrameItem(QGraphicsItem):
    """One frame. The scene sets everything; the item only paints."""

    def __init__(self, frame: Frame, style: CanvasStyle) -> None:
        super().__init__()
        self.frame = frame
        self.style = style
        self.selected = False
        self.setZValue(-10.0)
        self.setPos(frame.x, frame.y)

    def set_value(self, frame: Frame) -> None:
        """Show another frame, or the same one at another place."""
        self.prepareGeometryChange()
        self.frame = frame
        self.setPos(frame.x, frame.y)
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Show the frame as selected or not."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self.update()

    def grip(self) -> QRectF:
        """What takes hold of the frame: its title strip, in scene coordinates."""
        return QRectF(self.frame.x, self.frame.y, self.frame.width, TITLE_HEIGHT)

    def text_box(self) -> QRectF:
        """Where the title stands, in scene coordinates."""
        return self.grip()

    def boundingRect(self) -> QRectF:
        return QRectF(-2.0, -2.0, self.frame.width + 4.0, self.frame.height + 4.0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look = self.style.decoration(self.frame.color)
        body = QRectF(0.0, 0.0, self.frame.width, self.frame.height)
        painter.setPen(self.style.border_selected if self.selected else look.edge)
        painter.setBrush(look.area)
        painter.drawRoundedRect(body, _RADIUS, _RADIUS)
        zoom = painter.worldTransform().m11()
        if zoom < ZOOM_BLOCKS or not self.frame.title:
            return
        # Seen from afar the title grows as far as the strip has room for it.
        scale = min(max(1.0, 0.85 / zoom), 1.5)
        painter.setFont(self.style.frame_font)
        painter.setPen(look.text)
        painter.save()
        painter.translate(QPointF(TITLE_PAD, 0.0))
        painter.scale(scale, scale)
        room = max(20.0, (self.frame.width - 2 * TITLE_PAD) / scale)
        title = self.style.frame_metrics.elidedText(self.frame.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0.0, 0.0, room, TITLE_HEIGHT), int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()

    def paint_label(self, painter: QPainter, zoom: float) -> None:
        """The title on a sheet beside the frame, of one size on the screen: for a graph seen from far away."""
        if not self.frame.title or self.frame.height * zoom < _LEAST_LABEL:
            return
        look = self.style.decoration(self.frame.color)
        metrics = self.style.frame_metrics
        title = metrics.elidedText(self.frame.title, Qt.TextElideMode.ElideRight, _LONGEST_LABEL)
        width = metrics.horizontalAdvance(title) + 12.0
        box = QRectF(-width - 6.0, 0.0, width, metrics.height() + 4.0)
        painter.save()
        painter.translate(self.frame.x, self.frame.y)
        painter.scale(1.0 / zoom, 1.0 / zoom)
        painter.setPen(look.edge)
        painter.setBrush(look.sheet)
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setFont(self.style.frame_font)
        painter.setPen(look.text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), title)
        painter.restore()
