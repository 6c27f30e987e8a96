"""A note: free text on a small sheet, in front of frames and behind wires and cards.

Does not belong here: which notes there are (decorations), editing the text (text_overlay). Invariant: text that has no
room is clipped, never drawn outside.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from core.graph.model import Note
from gui.canvas.decoration_item import DecorationItem
from gui.canvas.style import ZOOM_BLOCKS, CanvasStyle

LEAST_WIDTH, LEAST_HEIGHT = 72.0, 40.0
_PAD = 11.0
_SHOWN = 4000
"""So many characters at most are laid out: more than any note has room for."""


class NoteItem(DecorationItem[Note]):
    """One note."""

    def __init__(self, note: Note, style: CanvasStyle) -> None:
        super().__init__(note, style, z=-8.0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look = self.style.decoration(self.value.color)
        body = QRectF(0.0, 0.0, self.value.width, self.value.height)
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
        painter.drawText(room, int(flags), self.value.text[:_SHOWN])
        painter.restore()
