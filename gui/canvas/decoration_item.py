"""What frames and notes share: an item at the place of its value, selected or not, in the colours of a style.

Does not belong here: what either looks like (frame_item, note_item), which there are (decorations). Invariant: the item's
position is the upper left corner of its value; nothing is painted outside ``boundingRect``.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

from core.graph.model import Frame, Note
from gui.canvas.style import CanvasStyle

Decoration = TypeVar("Decoration", Frame, Note)


class DecorationItem(QGraphicsItem, Generic[Decoration]):
    """One frame or note. The scene sets everything; the item only paints."""

    def __init__(self, value: Decoration, style: CanvasStyle, z: float) -> None:
        super().__init__()
        self.value: Decoration = value
        self.style = style
        self.selected = False
        self.setZValue(z)
        self.setPos(value.x, value.y)

    def set_value(self, value: Decoration) -> None:
        """Show another value, or the same one at another place."""
        self.prepareGeometryChange()
        self.value = value
        self.setPos(value.x, value.y)
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Show it as selected or not."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self.update()

    def grip(self) -> QRectF:
        """What takes hold of it: all of it, in scene coordinates."""
        return QRectF(self.value.x, self.value.y, self.value.width, self.value.height)

    def text_box(self) -> QRectF:
        """Where its text stands, in scene coordinates."""
        return self.grip()

    def boundingRect(self) -> QRectF:
        return QRectF(-2.0, -2.0, self.value.width + 4.0, self.value.height + 4.0)
