"""Moving the view: middle button, or Space and the left button."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.canvas.gestures.base import Gesture, Pointer


class Pan(Gesture):
    """The scene follows the pointer. There is nothing to commit or to cancel."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def start(self, pointer: Pointer) -> None:
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        step = pointer.view - self._last
        self._last = pointer.view
        self.view.pan_by(-step.x(), -step.y())
