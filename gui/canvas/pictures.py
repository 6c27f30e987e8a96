"""Pictures of cards and shape texts, one for each zoom they were seen at, so that a frame is mostly copying pixels.

Drawing a card takes about ten times as long as copying its picture; turning the wheel comes by the same zooms again and
again. Used only on screen: what is printed or exported is drawn anew, as vectors. Invariant: a picture is drawn at whole
device pixels, so copies are exactly what drawing would give.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

Paint = Callable[[QPainter, float], None]
"""Draws in item coordinates, as is fit for a zoom."""
Ground = Callable[[], tuple[Hashable, Paint]]
"""Says what lies under a picture: a name that all pictures with the same ground share, and what draws it."""
Key = tuple[Hashable, float, float]
"""Owner, zoom, device pixels to a pixel."""
_Picture = tuple[QPixmap, int, int, int]
"""With its left and top against the item's origin in device pixels, and its size in bytes."""
LIMIT_BYTES = 96 * 1024 * 1024
MOST_PIXELS = 8_000_000
"""What takes more is drawn each time: a card at 400 % on a screen of 200 % takes one and a half million."""


class Frame:
    """The transform of the frame that is being painted: zoom, and where the scene's origin lies in the viewport."""

    __slots__ = ("dx", "dy", "ratio", "rounded_zoom", "zoom")

    def __init__(self, zoom: float, dx: float, dy: float, ratio: float) -> None:
        self.zoom = zoom
        # 1.1 * 1.1 / 1.1 is not quite 1.1, and the pictures are the same.
        self.rounded_zoom = round(zoom, 6)
        self.dx = dx
        self.dy = dy
        self.ratio = ratio


class Pictures:
    """The pictures of a scene, the least recently used ones dropped first."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._made: OrderedDict[Key, _Picture] = OrderedDict()
        self._keys: dict[Hashable, set[Key]] = {}
        self._bytes = 0
        self._limit = limit
        self.frame: Frame | None = None

    def __len__(self) -> int:
        return len(self._made)

    def forget(self, owner: Hashable) -> None:
        """Drop the pictures of an item that looks different now."""
        for key in self._keys.pop(owner, ()):
            self._bytes -= self._made.pop(key)[3]

    def clear(self) -> None:
        """Drop everything."""
        self._made.clear()
        self._keys.clear()
        self._bytes = 0

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        owner: Hashable,
        x: float,
        y: float,
        bounds: QRectF,
        paint: Paint,
        ground: Ground | None = None,
    ) -> None:
        """Copy the picture of the item at (x, y), made by ``paint`` in item coordinates if there is none yet.

        Items with the same ``ground`` are painted on copies of one picture.
        """
        zoom, ratio = frame.zoom, frame.ratio
        key = (owner, frame.rounded_zoom, ratio)
        found = self._made.get(key)
        if found is not None:
            self._made.move_to_end(key)
        elif bounds.width() * bounds.height() * (zoom * ratio) ** 2 <= MOST_PIXELS:
            found = self._make(key, bounds, paint, ground)
        else:
            painter.save()
            painter.setTransform(QTransform(zoom, 0.0, 0.0, zoom, x * zoom + frame.dx, y * zoom + frame.dy))
            if ground is not None:
                ground()[1](painter, zoom)
            paint(painter, zoom)
            painter.restore()
            return
        painter.resetTransform()
        left = (round((x * zoom + frame.dx) * ratio) + found[1]) / ratio
        top = (round((y * zoom + frame.dy) * ratio) + found[2]) / ratio
        painter.drawPixmap(QPointF(left, top), found[0])

    def _make(self, key: Key, bounds: QRectF, paint: Paint, ground: Ground | None = None) -> _Picture:
        _, zoom, ratio = key
        scale = zoom * ratio
        left, top = int(bounds.left() * scale) - 1, int(bounds.top() * scale) - 1
        width, height = int(bounds.right() * scale) + 2 - left, int(bounds.bottom() * scale) + 2 - top
        if ground is None:
            pixmap = QPixmap(width, height)
            pixmap.fill(Qt.GlobalColor.transparent)
        else:
            name, paint_ground = ground()
            below = (name, zoom, ratio)
            pixmap = QPixmap((self._made.get(below) or self._make(below, bounds, paint_ground))[0])
            pixmap.setDevicePixelRatio(1.0)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-left, -top)
        painter.scale(scale, scale)
        paint(painter, zoom)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        size = width * height * 4
        made = (pixmap, left, top, size)
        self._made[key] = made
        self._keys.setdefault(key[0], set()).add(key)
        self._bytes += size
        while self._bytes > self._limit and len(self._made) > 1:
            old, dropped = self._made.popitem(last=False)
            self._bytes -= dropped[3]
            keys = self._keys[old[0]]
            keys.discard(old)
            if not keys:
                del self._keys[old[0]]
        return made
