"""Action icons: line drawings in resources/icons/actions, coloured from the theme when asked for.

Sharp at every scale, since they are drawn from SVG for each size. Layer families have glyphs of their own (gui.canvas.glyphs).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons" / "actions"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


class _SvgEngine(QIconEngine):
    """Draws one SVG in one colour, fainter when disabled."""

    def __init__(self, name: str, color: QColor) -> None:
        super().__init__()
        self._name = name
        self._color = QColor(color)
        self._renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color.name()).encode()))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.38)
        self._renderer.render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._name, self._color)


def icon(name: str, color: QColor) -> QIcon:
    """The icon of that file name, drawn in ``color``."""
    return QIcon(_SvgEngine(name, color))
