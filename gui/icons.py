"""Icons: line drawings in resources/icons/actions, and whatever else can be painted; sharp at the sizes that are used.

An icon is made of pixmaps, drawn once for each of its sizes. Not of a ``QIconEngine`` written in Python, which would draw
at any size: Qt deletes engines, and PySide 6.11 then uses their Python side after it is freed; the program died of it
when the theme changed. Layer families have glyphs of their own (gui.canvas.glyphs).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons" / "actions"
SIZES = (16, 20, 24, 32, 40, 60)
"""Pixels: 16 and 20 at 100 %, and what they are at 125, 150, 200 and 300 %."""
FAINT = 0.38


def painted_icon(paint: Callable[[QPainter, QRectF], None]) -> QIcon:
    """An icon of what ``paint`` draws into a square, fainter where it is disabled."""
    made = QIcon()
    for size in SIZES:
        for mode, opacity in ((QIcon.Mode.Normal, 1.0), (QIcon.Mode.Disabled, FAINT)):
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(opacity)
            paint(painter, QRectF(0, 0, size, size))
            painter.end()
            made.addPixmap(pixmap, mode)
    return made


def icon(name: str, color: QColor) -> QIcon:
    """The icon of that file name, drawn in ``color``."""
    return _icon(name, color.name())


@lru_cache(maxsize=256)
def _icon(name: str, color: str) -> QIcon:
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    return painted_icon(lambda painter, box: renderer.render(painter, box))
