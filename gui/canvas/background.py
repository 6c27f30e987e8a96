"""What lies under the cards: the dot grid."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from gui.canvas.style import GRID, ZOOM_GRID, CanvasStyle

LARGE_DOTS = 1.5
"""From this zoom on a dot is two pixels wide."""


class Background:
    """Paints the ground of a view; keeps the points of the grid from frame to frame."""

    def __init__(self) -> None:
        self._columns = 0
        self._rows = 0
        self._step = 0.0
        self._points = QPolygonF()

    def paint(self, painter: QPainter, rect: QRectF | QRect, style: CanvasStyle, zoom: float) -> None:
        """Fill the part of the scene in ``rect``; the painter is set to scene coordinates."""
        painter.fillRect(rect, style.canvas)
        if zoom < ZOOM_GRID:
            return
        step = GRID if zoom > 0.75 else 2 * GRID
        left, top = rect.left() // step * step, rect.top() // step * step
        self._provide(int((rect.right() - left) // step) + 2, int((rect.bottom() - top) // step) + 2, step)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(style.grid)
        painter.translate(left, top)
        pixel = 1.0 / zoom
        corners = ((0.0, 0.0), (pixel, 0.0), (0.0, pixel), (pixel, pixel)) if zoom >= LARGE_DOTS else ((0.0, 0.0),)
        for dx, dy in corners:
            painter.translate(dx, dy)
            painter.drawPoints(self._points)
            painter.translate(-dx, -dy)
        painter.translate(-left, -top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _provide(self, columns: int, rows: int, step: float) -> None:
        if self._columns >= columns and self._rows >= rows and self._step == step:
            return
        # Larger than needed: dots outside cost less than making the grid anew for each size.
        self._columns, self._rows, self._step = columns + 24, rows + 16, step
        self._points = QPolygonF([QPointF(x * step, y * step) for y in range(self._rows) for x in range(self._columns)])
