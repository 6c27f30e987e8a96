"""Lasso: an outline drawn by hand selects what it touches or goes around; with Shift it adds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem

from gui.canvas.crossing import cards_inside
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag


class Lasso(Gesture):
    """The selection follows the outline; cancelled, the old selection returns."""

    cursor = Qt.CursorShape.CrossCursor

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._before = self.session.selection
        self._outline: list[QPointF] = [pointer.scene]
        self._line: QGraphicsPathItem | None = None

    def move(self, pointer: Pointer) -> None:
        if self._line is None:
            if not is_drag(self._start, pointer):
                return
            self._line = QGraphicsPathItem()
            self._line.setPen(self.scene.look.box_pen)
            self._line.setBrush(self.scene.look.box_brush)
            self._line.setZValue(20)
            self.scene.add_mark(self._line)
        self._outline.append(pointer.scene)
        path = QPainterPath()
        path.addPolygon(QPolygonF([*self._outline, self._outline[0]]))
        self._line.setPath(path)
        found = cards_inside(self.scene, self._outline)
        self.session.select(self._before | found if self._start.has(Modifier.ShiftModifier) else found)

    def end(self, pointer: Pointer) -> None:
        if self._line is not None:
            self.move(pointer)
        self._remove()

    def cancel(self) -> None:
        if self._line is not None:
            self._remove()
            self.session.select(self._before & {*self.scene.nodes, *self.scene.decorations.items})

    def _remove(self) -> None:
        self.scene.remove_mark(self._line)
        self._line = None
