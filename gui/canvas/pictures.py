"""Pictures of cards and shape texts, one for each zoom they were seen at, so that a frame is mostly copying pixels.

Drawing a card takes about ten times as long as copying its picture; turning the wheel comes by the same zooms again and
again. Used only on screen: what is printed or exported is drawn anew, as vectors. Invariant: a picture is drawn at whole
device pixels, so copies are exactly what drawing would give.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

Paint = Callable[[QPainter, float], None]
"""Draws in item coordinates, as is fit for a zoom."""
LIMIT_BYTES = 96 * 1024 * 1024


class Frame:
    """The transform of the frame that is being painted: zoom, and where the scene's origin lies in the viewport."""

    __slots__ = ("dx", "dy", "ratio", "zoom")

    def __init__(self, zoom: float, dx: float, dy: float, ratio: float) -> None:
        self.zoom = zoom
        self.dx = dx
        self.dy = dy
        self.ratio = ratio


class Pictures:
    """The pictures of a scene, the least recently used ones dropped first."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._made: OrderedDict[tuple[int, float, float], tuple[QPixmap, QPointF, int]] = OrderedDict()
        self._keys: dict[int, set[tuple[int, float, float]]] = {}
        self._bytes = 0
        self._limit = limit
        self.frame: Frame | None = None

    def __len__(self) -> int:
        return len(self._made)

    def forget(self, owner: int) -> None:
        """Drop the pictures of an item that looks different now."""
        for key in self._keys.pop(owner, ()):
            self._bytes -= self._made.pop(key)[2]

    def clear(self) -> None:
        """Drop everything."""
        self._made.clear()
        self._keys.clear()
        self._bytes = 0

    def draw(
        self, painter: QPainter, frame: Frame, owner: int, x: float, y: float, bounds: QRectF, paint: Paint
    ) -> None:
        """Copy the picture of the item at (x, y), made by ``paint`` in item coordinates if there is none yet."""
        key = (owner, frame.zoom, frame.ratio)
        found = self._made.get(key)
        if found is None:
            found = self._make(key, frame, bounds, paint)
        else:
            self._made.move_to_end(key)
        pixmap, corner, _ = found
        painter.resetTransform()
        ratio = frame.ratio
        left = round((x * frame.zoom + frame.dx) * ratio) / ratio + corner.x()
        top = round((y * frame.zoom + frame.dy) * ratio) / ratio + corner.y()
        painter.drawPixmap(QPointF(left, top), pixmap)

    def _make(
        self, key: tuple[int, float, float], frame: Frame, bounds: QRectF, paint: Paint
    ) -> tuple[QPixmap, QPointF, int]:
        scale = frame.zoom * frame.ratio
        left, top = int(bounds.left() * scale) - 1, int(bounds.top() * scale) - 1
        width, height = int(bounds.right() * scale) + 2 - left, int(bounds.bottom() * scale) + 2 - top
        pixmap = QPixmap(width, height)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-left, -top)
        painter.scale(scale, scale)
        paint(painter, frame.zoom)
        painter.end()
        pixmap.setDevicePixelRatio(frame.ratio)
        size = width * height * 4
        made = (pixmap, QPointF(left / frame.ratio, top / frame.ratio), size)
        self._made[key] = made
        self._keys.setdefault(key[0], set()).add(key)
        self._bytes += size
        while self._bytes > self._limit and len(self._made) > 1:
            old, (_, _, freed) = self._made.popitem(last=False)
            self._bytes -= freed
            self._keys[old[0]].discard(old)
        return made
