"""Snapping while cards are dragged, and the guides that show what they snap to.

Does not belong here: where things snap to (alignment).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from gui.canvas.alignment import Line, Neighbours
from gui.canvas.gestures.base import Modifier, Pointer
from gui.canvas.space import Box

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

MOST_NEIGHBOURS = 1500
"""With more cards in view nothing snaps: lines of everything would be everywhere."""
_TICK = 4.0


class Snapping:
    """Snaps one box, that of all that is dragged. ``close`` takes the guides away."""

    def __init__(self, view: CanvasView, moving: Collection[str], box: Box) -> None:
        self._view = view
        self._box = box
        self._lines: QGraphicsPathItem | None = None
        scene, seen = view.canvas, view.visible_box()
        around = scene.space.touching((seen.left(), seen.top(), seen.right(), seen.bottom()))
        boxes = [scene.nodes[str(key)].box() for key in around if key not in moving]
        self._neighbours = Neighbours(boxes if len(boxes) <= MOST_NEIGHBOURS else [])

    def snap(self, dx: float, dy: float, pointer: Pointer) -> tuple[float, float]:
        """The step to make instead of (dx, dy)."""
        dx, dy = float(round(dx)), float(round(dy))
        if not self._view.snaps or pointer.has(Modifier.AltModifier):
            self._show(())
            return dx, dy
        left, top, right, bottom = self._box
        found = self._neighbours.snap((left + dx, top + dy, right + dx, bottom + dy), self._view.snap_reach / self._view.zoom)
        self._show(found.guides)
        return dx + found.dx, dy + found.dy

    def _show(self, guides: tuple[Line, ...]) -> None:
        if self._lines is None:
            if not guides:
                return
            self._lines = QGraphicsPathItem()
            self._lines.setPen(self._view.canvas.look.guide)
            self._lines.setZValue(18)
            self._view.canvas.add_mark(self._lines)
        path = QPainterPath()
        tick = _TICK / self._view.zoom
        for x1, y1, x2, y2 in guides:
            across, down = (0.0, tick) if y1 == y2 else (tick, 0.0)
            for ax, ay, bx, by in (
                (x1, y1, x2, y2),
                (x1 - across, y1 - down, x1 + across, y1 + down),
                (x2 - across, y2 - down, x2 + across, y2 + down),
            ):
                path.moveTo(ax, ay)
                path.lineTo(bx, by)
        self._lines.setPath(path)

    def close(self) -> None:
        """Take the guides away."""
        self._view.canvas.remove_mark(self._lines)
        self._lines = None
