"""The canvas as a picture: PNG at any scale, SVG or PDF, of everything or of the selected part.

Drawn anew by the items as vectors, not copied from the screen. Does not belong here: the project inside a PNG
(core.storage.png_project), Graphviz diagrams (core.convert.diagram), asking where to save (gui.pictures).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from core.errors import FileError
from gui.canvas.scene import CanvasScene
from gui.i18n import tr

MARGIN = 32.0
MOST_PIXELS = 120_000_000
"""A picture of 480 MB in memory; a larger one is refused rather than tried."""
MOST_SIDE = 32_000
_PDF_DPI = 96


def picture_box(scene: CanvasScene, ids: Iterable[str] = ()) -> QRectF | None:
    """The part of the scene around these nodes, frames and notes, or around everything; None for an empty canvas."""
    chosen = list(ids)
    if not chosen:
        box = scene.content_box()
    else:
        boxes = [scene.decorations.box(key) for key in chosen if key in scene.decorations.items]
        around = scene.content_box([key for key in chosen if key in scene.nodes])
        boxes += [around] if around is not None else []
        box = boxes[0] if boxes else None
        for other in boxes[1:]:
            box = box.united(other) if box is not None else other
    return box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN) if box is not None else None


def image(scene: CanvasScene, box: QRectF, scale: float = 2.0) -> QImage:
    """The part ``box`` (scene units), ``scale`` pixels for each unit. FileError where that would be too large."""
    size = QSize(max(1, round(box.width() * scale)), max(1, round(box.height() * scale)))
    if size.width() * size.height() > MOST_PIXELS or max(size.width(), size.height()) > MOST_SIDE:
        raise FileError(
            tr(
                "A picture of {width} × {height} pixels is too large; choose a smaller scale, SVG or PDF.",
                width=f"{size.width():,}",
                height=f"{size.height():,}",
            )
        )
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(scene.look.canvas)
    painter = QPainter(made)
    _render(scene, painter, QRectF(0, 0, size.width(), size.height()), box)
    painter.end()
    return made


def png_bytes(made: QImage) -> bytes:
    """The image as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not made.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise FileError(tr("The picture cannot be written as PNG."))
    buffer.close()
    return bytes(data.data())


def svg_bytes(scene: CanvasScene, box: QRectF, title: str) -> bytes:
    """The part ``box`` as an SVG file of the same size."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(_PDF_DPI)
    generator.setSize(box.size().toSize())
    generator.setViewBox(QRectF(0, 0, box.width(), box.height()))
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, box.width(), box.height()), scene.look.canvas)
    _render(scene, painter, QRectF(0, 0, box.width(), box.height()), box)
    painter.end()
    buffer.close()
    return bytes(data.data())


def pdf_bytes(scene: CanvasScene, box: QRectF, title: str) -> bytes:
    """The part ``box`` as one page of its size."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(_PDF_DPI)
    # PDF knows pages of at most 14,400 points a side.
    points = QSizeF(box.width() * 72 / _PDF_DPI, box.height() * 72 / _PDF_DPI)
    points *= min(1.0, 14_400 / max(points.width(), points.height()))
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    page = QRectF(0, 0, writer.width(), writer.height())
    painter.fillRect(page, scene.look.canvas)
    _render(scene, painter, page, box)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _render(scene: CanvasScene, painter: QPainter, target: QRectF, box: QRectF) -> None:
    """Draw the items: nothing selected, nothing hovered, no copied pixels."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    scene.wiring.texts.finish()
    shown = [item for item in (*scene.nodes.values(), *scene.decorations.items.values()) if item.selected]
    frame, scene.pictures.frame = scene.pictures.frame, None
    for item in shown:
        item.set_selected(False)
    try:
        scene.render(painter, target, box, Qt.AspectRatioMode.KeepAspectRatio)
    finally:
        for item in shown:
            item.set_selected(True)
        scene.pictures.frame = frame
