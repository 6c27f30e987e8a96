"""Box selection: drag over empty canvas; Shift adds, Ctrl toggles (as held at the press). A click on nothing selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsRectItem

from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag


class BoxSelect(Gesture):
    """Touched cards are selected while the box is drawn; cancelled, the old selection returns."""

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
        touched = {
            str(key) for key in self.scene.space.touching((rect.left(), rect.top(), rect.right(), rect.bottom()))
        }
        touched |= self.scene.decorations.touching(rect)
        if self._start.has(Modifier.ControlModifier):
            self.session.select(self._before ^ touched)
        elif self._start.has(Modifier.ShiftModifier):
            self.session.select(self._before | touched)
        else:
            self.session.select(touched)

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
