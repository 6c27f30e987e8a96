"""Dragging a dot that a wire is led through. It falls into line with the wire's ports and its neighbouring dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.canvas import dots
from gui.canvas.dots import DotHit
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

AIR = 10.0
"""How far from a card a dot is put that was dropped on it."""


class MoveDot(Gesture):
    """Press on a dot: a click selects it, a drag moves it; one commit at release."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, view: CanvasView, dot: DotHit) -> None:
        super().__init__(view)
        self._dot = dot

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._is_moving = False
        self._points = self.scene.wiring.dots_of(self._dot.key)
        mine = (self._dot.key, self._dot.index)
        kept = self.scene.wiring.selected_dots if pointer.has(Modifier.ShiftModifier) else set()
        self.session.select(())
        self.scene.wiring.select(())
        self.scene.wiring.select_dots({*kept, mine})

    def move(self, pointer: Pointer) -> None:
        if not self._is_moving and not is_drag(self._start, pointer):
            return
        self._is_moving = True
        self._show(self._moved(pointer))

    def end(self, pointer: Pointer) -> None:
        if self._is_moving:
            moved = self._moved(pointer)
            self.scene.wiring.shown_dots.pop(self._dot.key, None)
            if not dots.put(self.scene, {self._dot.key: moved}, tr("Move a dot")):
                self.cancel()

    def cancel(self) -> None:
        self.scene.wiring.shown_dots.pop(self._dot.key, None)
        self.scene.wiring.route((self._dot.key,))

    def _show(self, points: tuple[Point, ...]) -> None:
        wiring, key = self.scene.wiring, self._dot.key
        wiring.shown_dots[key] = points
        wiring.route((key,))
        wiring.place_labels((key,))
        self.scene.overview.forget()

    def _moved(self, pointer: Pointer) -> tuple[Point, ...]:
        old = self._points[self._dot.index]
        step = pointer.scene - self._start.scene
        x, y = float(round(old[0] + step.x())), float(round(old[1] + step.y()))
        item = self.scene.wiring.items.get(self._dot.key)
        if item is not None and self.view.snaps and not pointer.has(Modifier.AltModifier):
            others = [p for index, p in enumerate(self._points) if index != self._dot.index]
            others += [item.points[0], item.points[-1]]
            reach = self.view.snap_reach / self.view.zoom
            x = min((p[0] for p in others if abs(p[0] - x) <= reach), key=lambda value: abs(value - x), default=x)
            y = min((p[1] for p in others if abs(p[1] - y) <= reach), key=lambda value: abs(value - y), default=y)
        points = list(self._points)
        points[self._dot.index] = self._beside_cards(x, y)
        return tuple(points)

    def _beside_cards(self, x: float, y: float) -> Point:
        """The place itself, or the nearest one beside the card that would hide the dot."""
        for left, top, right, bottom in self.scene.space.touching((x, y, x + 0.01, y + 0.01)).values():
            ways = [(left - AIR, y), (right + AIR, y), (x, top - AIR), (x, bottom + AIR)]
            x, y = min(ways, key=lambda way: abs(way[0] - x) + abs(way[1] - y))
        return float(round(x)), float(round(y))
