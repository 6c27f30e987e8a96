"""Pictures of cards: bounded, and what is too large for one is drawn all the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.canvas.pictures import Frame, Pictures

RED = QColor("#ff0000")


def drawn(pictures: Pictures, bounds: QRectF, zoom: float = 1.0) -> QImage:
    """A white image of 60 x 40 pixels on which an item at (10, 5) was drawn that fills its bounds."""
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    pictures.draw(painter, Frame(zoom, 2.0, 3.0, 1.0), 1, 10.0, 5.0, bounds, lambda to, _: to.fillRect(bounds, RED))
    assert painter.transform().isIdentity()
    painter.end()
    return image


def test_a_picture_is_kept_and_looks_like_the_drawing(qtbot: QtBot) -> None:
    pictures = Pictures()
    bounds = QRectF(0, 0, 20, 10)
    first, second = drawn(pictures, bounds), drawn(pictures, bounds)
    assert len(pictures) == 1 and first == second
    assert first.pixelColor(13, 9) == RED and first.pixelColor(11, 9) == QColor("white")


def test_what_would_take_gigabytes_is_drawn_without_a_picture(qtbot: QtBot) -> None:
    pictures = Pictures()
    image = drawn(pictures, QRectF(0, 0, 2_000_000, 20), zoom=2.0)
    assert len(pictures) == 0
    assert image.pixelColor(59, 20) == RED and image.pixelColor(20, 12) == QColor("white")
