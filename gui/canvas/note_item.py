"""A note: free text on a small sheet, in front of frames and behind wires and cards.

Does not belong here: which notes there are (decorations), editing the text (text_overlay). Invariant: the item's position is
the note's upper left corner; text that has no room is clipped, never drawn outside.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.graph.model import Note
from gui.canvas.style import ZOOM_BLOCKS, CanvasStyle

LEAST_WIDTH, LEAST_HEIGHT = 72.0, 40.0
_PAD = 11.0
_SHOWN = 4000
"""So many characters at most are laid out: more than any note has room for."""


class NoteItem(QGraphicsItem):
    """One note. The scene sets everything; the item only paints."""

    def __init__(self, note: Note, style: CanvasStyle) -> None:
        super().__init__()
        self.note = note
        self.style = style
        self.selected = False
        self.setZValue(-8.0)
        self.setPos(note.x, note.y)

    def set_value(self, note: Note) -> None:
        """Show another note, or the same one at another place."""
        self.prepareGeometryChange()
        self.note = note
        self.setPos(note.x, note.y)
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Show the note as selected or not."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self.update()

    def grip(self) -> QRectF:
        """What takes hold of the note: all of it, in scene coordinates."""
        return QRectF(self.note.x, self.note.y, self.note.width, self.note.height)

    def text_box(self) -> QRectF:
        """Where the text stands, in scene coordinates."""
        return self.grip()

    def boundingRect(self) -> QRectF:
        return QRectF(-2.0, -2.0, self.note.width + 4.0, self.note.height + 4.0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look = self.style.decoration(self.note.color)
        body = QRectF(0.0, 0.0, self.note.width, self.note.height)
        painter.setPen(self.style.border_selected if self.selected else look.edge)
        painter.setBrush(look.sheet)
        painter.drawRoundedRect(body, 4.0, 4.0)
        if painter.worldTransform().m11() < ZOOM_BLOCKS:
            return
        painter.setFont(self.style.note_font)
        painter.setPen(self.style.text_pen)
        room = body.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.note.text[:_SHOWN])
        painter.restore()
