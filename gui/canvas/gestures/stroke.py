"""Strokes across wires: the knife cuts every wire it crosses, another stroke sets a dot on each.

Does not belong here: what a stroke crosses (crossing), dots themselves (dots).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from core.graph.rewiring import without_wires
from gui.canvas import dots
from gui.canvas.crossing import wires_crossed
from gui.canvas.gestures.base import Gesture, Pointer, is_drag
from gui.canvas.placing import Key
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Stroke(Gesture):
    """A line drawn by hand that remembers the wires it has crossed. ``clicked`` is done if there was no drag."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: CanvasView, clicked: Callable[[], object] | None = None) -> None:
        super().__init__(view)
        self._clicked = clicked

    def start(self, pointer: Pointer) -> None:
        self._start = self._before = pointer
        self._line: QGraphicsPathItem | None = None
        self._path = QPainterPath(pointer.scene)
        self.crossed: dict[Key, Point] = {}

    def move(self, pointer: Pointer) -> None:
        if self._line is None:
            if not is_drag(self._start, pointer):
                return
            self._line = QGraphicsPathItem()
            self._line.setPen(self._pen())
            self._line.setZValue(20)
            self.scene.add_mark(self._line)
        a, b = self._before.scene, pointer.scene
        for key, place in wires_crossed(self.scene, (a.x(), a.y()), (b.x(), b.y())).items():
            self._cross(key, place)
        self._before = pointer
        self._path.lineTo(pointer.scene)
        self._line.setPath(self._path)

    def end(self, pointer: Pointer) -> None:
        if self._line is not None:
            self.move(pointer)
        was_drawn, crossed = self._line is not None, dict(self.crossed)
        self.cancel()
        if not was_drawn and self._clicked is not None:
            self._clicked()
        elif crossed:
            self._commit(crossed)

    def cancel(self) -> None:
        self.scene.remove_mark(self._line)
        self._line = None
        for key in self.crossed:
            self._show(key, False)
        self.crossed = {}

    def _cross(self, key: Key, place: Point) -> None:
        if key not in self.crossed:
            self.crossed[key] = place
            self._show(key, True)

    def _show(self, key: Key, crossed: bool) -> None:
        """Let a wire say that the stroke has crossed it."""
        raise NotImplementedError

    def _pen(self) -> QPen:
        """What the stroke is drawn with."""
        raise NotImplementedError

    def _commit(self, crossed: dict[Key, Point]) -> None:
        """Change the wires."""
        raise NotImplementedError


class Knife(Stroke):
    """Cuts the wires that it crosses."""

    def _show(self, key: Key, crossed: bool) -> None:
        item = self.scene.wiring.items.get(key)
        if item is not None:
            item.is_refused = crossed
            item.refresh()

    def _pen(self) -> QPen:
        return self.scene.look.knife

    def _commit(self, crossed: dict[Key, Point]) -> None:
        wires = [self.scene.wiring.items[key].edge for key in crossed if key in self.scene.wiring.items]
        label = tr("Cut a wire") if len(wires) == 1 else tr("Cut {count} wires", count=len(wires))
        self.session.apply(lambda graph: without_wires(graph, wires), label)


class SetDots(Stroke):
    """Sets a dot where it crosses a wire."""

    def _show(self, key: Key, crossed: bool) -> None:
        item = self.scene.wiring.items.get(key)
        if item is not None:
            item.is_target = crossed
            item.refresh()

    def _pen(self) -> QPen:
        return self.scene.look.guide

    def _commit(self, crossed: dict[Key, Point]) -> None:
        dots.add(self.scene, crossed)
