"""One line drawing for each layer family, as vector paths on a 16 x 16 field, and the small marks on cards.

Icons stay mandatory beside the family colours: a glyph alone must tell the family. Does not belong here: toolbar icons
(gui.icons), colours (gui.theme).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen

from gui.icons import painted_icon
from gui.theme import Theme

FIELD = 16.0
STROKE = 1.5


def _lines(*points: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for line in points:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


def _input() -> QPainterPath:
    return _lines(((2, 8), (10.5, 8)), ((7, 4.5), (10.5, 8), (7, 11.5)), ((13.5, 3), (13.5, 13)))


def _core() -> QPainterPath:
    return _lines(((3, 2.5), (3, 13.5)), ((8, 2.5), (8, 13.5)), ((13, 2.5), (13, 13.5)))


def _convolution() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(2, 2, 12, 12, 1.5, 1.5)
    path.addPath(_lines(((6, 2), (6, 14)), ((10, 2), (10, 14)), ((2, 6), (14, 6)), ((2, 10), (14, 10))))
    return path


def _pooling() -> QPainterPath:
    return _lines(((2, 3), (14, 3), (9.6, 8.4), (9.6, 12), (6.4, 13.6), (6.4, 8.4), (2, 3)))


def _recurrent() -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(QRectF(2.8, 2.8, 10.4, 10.4), 35)
    path.arcTo(QRectF(2.8, 2.8, 10.4, 10.4), 35, 290)
    end = path.currentPosition()
    path.addPath(_lines(((13.4, 2.4), (12.3, 5.2), (9.4, 4.5))))
    path.moveTo(end)
    return path


def _attention() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(1.5, 8)
    path.cubicTo(4.2, 2.6, 11.8, 2.6, 14.5, 8)
    path.cubicTo(11.8, 13.4, 4.2, 13.4, 1.5, 8)
    path.addEllipse(QPointF(8, 8), 2.2, 2.2)
    return path


def _normalization() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(1.5, 13)
    path.cubicTo(6, 13, 5.4, 3, 8, 3)
    path.cubicTo(10.6, 3, 10, 13, 14.5, 13)
    return path


def _dot(x: float, y: float, radius: float = 0.55) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _regularization() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(2.2, 2.2, 11.6, 11.6, 2.4, 2.4)
    for x, y in ((5.6, 5.6), (10.4, 10.4), (10.4, 5.6), (5.6, 10.4)):
        path.addPath(_dot(x, y))
    return path


def _reshaping() -> QPainterPath:
    return _lines(((2, 4.2), (8, 2.4), (14, 4.2), (14, 13), (8, 11.2), (2, 13), (2, 4.2)), ((8, 2.4), (8, 11.2)))


def _merging() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(3, 2.5)
    path.cubicTo(3, 7.5, 8, 6, 8, 10)
    path.moveTo(13, 2.5)
    path.cubicTo(13, 7.5, 8, 6, 8, 10)
    path.lineTo(8, 13.5)
    return path


def _activation() -> QPainterPath:
    path = _lines(((2, 13.5), (14, 13.5)))
    path.moveTo(2, 11)
    path.lineTo(7.4, 11)
    path.lineTo(13.6, 2.6)
    return path


def _preprocessing() -> QPainterPath:
    path = _lines(((2, 4), (8, 4)), ((12, 4), (14, 4)), ((2, 12), (4, 12)), ((8, 12), (14, 12)))
    path.addEllipse(QPointF(10, 4), 1.9, 1.9)
    path.addEllipse(QPointF(6, 12), 1.9, 1.9)
    return path


def _arithmetic() -> QPainterPath:
    return _lines(((4.5, 2), (4.5, 7)), ((2, 4.5), (7, 4.5)), ((9.2, 11.5), (14, 11.5)), ((13, 3), (3, 13)))


def _comparison() -> QPainterPath:
    return _lines(((11.5, 2.5), (4, 6.5), (11.5, 10.5)), ((4, 13.5), (11.5, 13.5)))


def _elementwise() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(1.5, 12)
    path.cubicTo(9, 12, 7, 4, 14.5, 4)
    return path


def _reduction() -> QPainterPath:
    return _lines(((12.5, 4.5), (12.5, 2.5), (3.5, 2.5), (8.5, 8), (3.5, 13.5), (12.5, 13.5), (12.5, 11.5)))


def _indexing() -> QPainterPath:
    path = _lines(((5, 2.5), (2.5, 2.5), (2.5, 13.5), (5, 13.5)), ((11, 2.5), (13.5, 2.5), (13.5, 13.5), (11, 13.5)))
    path.addPath(_dot(8, 8, 0.8))
    return path


def _neural() -> QPainterPath:
    path = QPainterPath()
    for x, y in ((3.4, 4), (3.4, 12), (12.6, 8)):
        path.addEllipse(QPointF(x, y), 1.8, 1.8)
    path.addPath(_lines(((5.1, 4.7), (10.9, 7.3)), ((5.1, 11.3), (10.9, 8.7))))
    return path


def _linalg() -> QPainterPath:
    path = _lines(
        ((4.5, 2.5), (2.5, 2.5), (2.5, 13.5), (4.5, 13.5)), ((11.5, 2.5), (13.5, 2.5), (13.5, 13.5), (11.5, 13.5))
    )
    for x, y in ((6.2, 5.8), (9.8, 5.8), (6.2, 10.2), (9.8, 10.2)):
        path.addPath(_dot(x, y, 0.5))
    return path


def _signal() -> QPainterPath:
    path = QPainterPath()
    path.moveTo(1.5, 8)
    path.cubicTo(3.5, 0, 6, 0, 8, 8)
    path.cubicTo(10, 16, 12.5, 16, 14.5, 8)
    return path


def _image() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(2, 3, 12, 10, 1.5, 1.5)
    path.addPath(_lines(((2.4, 12), (6.5, 7.5), (9, 10.2), (10.8, 8.6), (13.6, 11.6))))
    path.addPath(_dot(10.8, 5.8, 0.7))
    return path


def _block() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(2, 2, 8.5, 8.5, 1.8, 1.8)
    path.moveTo(13, 5)
    path.arcTo(QRectF(10.4, 5, 3.6, 3.6), 60, -60)
    path.lineTo(14, 12.2)
    path.arcTo(QRectF(10.4, 10.4, 3.6, 3.6), 0, -90)
    path.lineTo(6.8, 14)
    path.arcTo(QRectF(5, 10.4, 3.6, 3.6), 270, -60)
    return path


def _unknown() -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(QRectF(4.6, 2.4, 6.8, 6.4), 170)
    path.arcTo(QRectF(4.6, 2.4, 6.8, 6.4), 170, -225)
    path.lineTo(8, 10.4)
    path.addPath(_dot(8, 13.2, 0.6))
    return path


def _snowflake() -> QPainterPath:
    path = QPainterPath()
    for turn in range(3):
        angle = math.pi / 6 + turn * math.pi / 3
        x, y = math.cos(angle), math.sin(angle)
        path.moveTo(8 - 6.2 * x, 8 - 6.2 * y)
        path.lineTo(8 + 6.2 * x, 8 + 6.2 * y)
        for side in (-1, 1):
            for spread in (-0.75, 0.75):
                tip = angle + spread
                path.moveTo(8 + side * 3.4 * x, 8 + side * 3.4 * y)
                path.lineTo(8 + side * (3.4 * x + 2.4 * math.cos(tip)), 8 + side * (3.4 * y + 2.4 * math.sin(tip)))
    return path


def _custom() -> QPainterPath:
    """Braces: code of one's own."""
    path = QPainterPath()
    for side in (-1, 1):
        path.moveTo(8 + side * 2.2, 2.2)
        path.cubicTo(8 + side * 5.4, 2.2, 8 + side * 2.6, 7.4, 8 + side * 6.0, 8)
        path.cubicTo(8 + side * 2.6, 8.6, 8 + side * 5.4, 13.8, 8 + side * 2.2, 13.8)
    return path


def _link() -> QPainterPath:
    path = QPainterPath()
    for dx, dy, start in ((-2.1, 2.1, 60), (2.1, -2.1, 240)):
        box = QRectF(8 + dx - 3.7, 8 + dy - 3.7, 7.4, 7.4)
        path.arcMoveTo(box, start)
        path.arcTo(box, start, 330)
    return path


_DRAWN: dict[str, Callable[[], QPainterPath]] = {
    "input": _input,
    "core": _core,
    "convolution": _convolution,
    "pooling": _pooling,
    "recurrent": _recurrent,
    "attention": _attention,
    "normalization": _normalization,
    "regularization": _regularization,
    "reshaping": _reshaping,
    "merging": _merging,
    "activation": _activation,
    "preprocessing": _preprocessing,
    "arithmetic": _arithmetic,
    "comparison": _comparison,
    "elementwise": _elementwise,
    "reduction": _reduction,
    "shaping": _reshaping,
    "indexing": _indexing,
    "neural": _neural,
    "linalg": _linalg,
    "signal": _signal,
    "image": _image,
    "custom": _custom,
    "block": _block,
    "unknown": _unknown,
    "snowflake": _snowflake,
    "link": _link,
}

FAMILIES = tuple(_DRAWN)
"""Every name that has a glyph."""


@cache
def glyph(name: str) -> QPainterPath:
    """The path of a family (or of ``snowflake``, ``link``) on a 16 x 16 field, to be stroked; a question mark if unknown."""
    return _DRAWN.get(name.lower(), _unknown)()


def glyph_pen(color: QColor, width: float = STROKE) -> QPen:
    """The pen that glyphs are drawn with."""
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def family_icon(family: str, theme: Theme) -> QIcon:
    """The icon of a layer family in its colour."""
    return _family_icon(family, theme.family(family).name())


@cache
def _family_icon(name: str, color: str) -> QIcon:
    def paint(painter: QPainter, box: QRectF) -> None:
        painter.scale(box.width() / FIELD, box.height() / FIELD)
        painter.strokePath(glyph(name), glyph_pen(QColor(color)))

    return painted_icon(paint)
