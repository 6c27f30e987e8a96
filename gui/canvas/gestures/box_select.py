"""Box selection: drag over empty canvas; Shift adds, Ctrl toggles (as held at the press). A click on nothing selects nothing.

What the box touches is selected; where the user wants it so, a box drawn from left to right takes only what is whole in it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsRectItem

from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag


class BoxSelect(Gesture):
    """Cards are selected while the box is drawn; cancelled, the old selection returns."""

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._before = self.session.selection
        self._box: QGraphicsRectItem | None = None

    def move(self, pointer: Pointer) -> None:
        if self._box is None:
            if not is_drag(self._start, pointer):
                return
            style = self.scene.look
            self._box = QGraphicsRectItem()
            self._box.setPen(style.box_pen)
            self._box.setBrush(style.box_brush)
            self._box.setZValue(20)
            self.scene.add_mark(self._box)
        rect = QRectF(self._start.scene, pointer.scene).normalized()
        self._box.setRect(rect)
        taken = self._taken(rect)
        if self.view.box_contains and pointer.scene.x() > self._start.scene.x():
            taken = {key for key in taken if rect.contains(self._rect_of(key))}
        if self._start.has(Modifier.ControlModifier):
            self.session.select(self._before ^ taken)
        elif self._start.has(Modifier.ShiftModifier):
            self.session.select(self._before | taken)
        else:
            self.session.select(taken)

    def _taken(self, rect: QRectF) -> set[str]:
        """Cards, frames and notes that the box touches."""
        cards = self.scene.space.touching((rect.left(), rect.top(), rect.right(), rect.bottom()))
        return {str(key) for key in cards} | self.scene.decorations.touching(rect)

    def _rect_of(self, key: str) -> QRectF:
        if key in self.scene.decorations.items:
            return self.scene.decorations.box(key)
        left, top, right, bottom = self.scene.nodes[key].box()
        return QRectF(left, top, right - left, bottom - top)

    def end(self, pointer: Pointer) -> None:
        if self._box is None:
            if not self._start.has(Modifier.ShiftModifier) and not self._start.has(Modifier.ControlModifier):
                self.session.select(())
                self.scene.wiring.select(())
            return
        self._remove()

    def cancel(self) -> None:
        if self._box is not None:
            self._remove()
            self.session.select(self._before & {*self.scene.nodes, *self.scene.decorations.items})

    def _remove(self) -> None:
        self.scene.remove_mark(self._box)
        self._box = None
