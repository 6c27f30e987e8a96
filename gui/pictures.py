"""Pictures and code of what is on the canvas, for the clipboard and for files.

Does not belong here: drawing (gui.canvas.picture_export), the text of code (core.convert.snippet), exports of the model
(gui.exports).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from core.convert.snippet import snippet
from core.errors import FileError, NetwrightError
from core.storage.files import write_atomic
from core.storage.png_project import with_project
from gui.canvas import picture_export
from gui.export_picture import PictureChoice
from gui.i18n import shown, tr

if TYPE_CHECKING:
    from gui.window import MainWindow

SCALES = (1, 2, 4)


def copy_code(window: MainWindow) -> bool:
    """Put the selected layers on the clipboard as functional code."""
    session = window.session
    nodes = session.selected_nodes()
    if not nodes:
        session.status.emit(tr("Select the layers whose code you want."), "info")
        return False
    results = session.analysis.nodes if session.analysis is not None and session.is_analysis_current() else {}
    try:
        text = snippet(session.project, nodes, session.scope, results, catalog=session.catalog)
    except NetwrightError as error:
        session.status.emit(shown(error.message), "warning")
        return False
    QGuiApplication.clipboard().setText(text)
    session.status.emit(tr("Copied as code: {count} lines", count=text.count("\n")), "info")
    return True


def copy_picture(window: MainWindow) -> bool:
    """Put what is selected, or everything, on the clipboard as a picture."""
    box = picture_export.picture_box(window.scene, window.session.selection)
    if box is None:
        window.session.status.emit(tr("There is nothing to draw yet."), "info")
        return False
    try:
        QGuiApplication.clipboard().setImage(picture_export.image(window.scene, box))
    except NetwrightError as error:
        window.session.status.emit(shown(error.message), "warning")
        return False
    window.session.status.emit(tr("Copied as a picture"), "info")
    return True


def export_picture(window: MainWindow) -> bool:
    """Save what is selected, or everything, as PNG, SVG or PDF, asking where to."""
    if picture_export.picture_box(window.scene, window.session.selection) is None:
        window.session.status.emit(tr("There is nothing to draw yet."), "info")
        return False
    kinds = {
        **{tr("PNG with the project inside, {scale}×", scale=scale) + " (*.png)": (".png", scale) for scale in SCALES},
        "SVG (*.svg)": (".svg", 1),
        "PDF (*.pdf)": (".pdf", 1),
    }
    names = list(kinds)
    start = window.settings.folder / f"{window.session.graph.name}.png"
    name, chosen = QFileDialog.getSaveFileName(
        window, tr("Export picture"), str(start), ";;".join(names), names[1], QFileDialog.Option.DontUseNativeDialog
    )
    if not name:
        return False
    suffix, scale = kinds.get(chosen, (".png", 2))
    path = Path(name)
    if path.suffix.lower() in (".png", ".svg", ".pdf"):
        suffix = path.suffix.lower()
    else:
        path = path.with_name(path.name + suffix)
    return save_picture(window, path, suffix, scale)


def save_picture(window: MainWindow, path: Path, suffix: str, scale: float = 2.0) -> bool:
    """Write the picture; what goes wrong is one line in the status bar."""
    session = window.session
    try:
        write_picture(window, path, suffix, PictureChoice("selected" if session.selection else "all", scale))
    except NetwrightError as error:
        session.status.emit(shown(error.message), "warning")
        return False
    window.settings.folder = path.absolute().parent
    session.status.emit(tr("Saved {name}", name=path.name), "info")
    return True


def write_picture(window: MainWindow, path: Path, suffix: str, choice: PictureChoice) -> str:
    """Write a picture of the canvas; returns a sentence about its size. FileError where that cannot be."""
    scene, session = window.scene, window.session
    box: QRectF | None
    if choice.part == "seen":
        box = window.view.visible_box()
    else:
        box = picture_export.picture_box(scene, session.selection if choice.part == "selected" else ())
    if box is None:
        raise FileError(tr("There is nothing to draw yet."))
    if suffix == ".svg":
        write_atomic(path, picture_export.svg_bytes(scene, box, session.graph.name))
    elif suffix == ".pdf":
        write_atomic(path, picture_export.pdf_bytes(scene, box, session.graph.name))
    else:
        image = picture_export.image(scene, box, choice.scale)
        data = picture_export.png_bytes(image)
        write_atomic(path, with_project(data, session.project) if choice.holds_project else data)
        size = tr("{width} × {height} pixels.", width=f"{image.width():,}", height=f"{image.height():,}")
        return f"{size} {tr('The project is inside: the picture can be opened again.')}" if choice.holds_project else size
    return tr("It is drawn as vectors and sharp at every size.")
