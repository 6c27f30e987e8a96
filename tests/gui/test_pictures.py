"""Pictures and code of the canvas: clipboard, files of each kind, and a PNG that opens again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.errors import FileError
from core.graph import edits
from core.graph.model import Note
from core.graph.values import Source
from core.storage.png_project import project_in
from gui import pictures
from gui.canvas import picture_export
from gui.window import MainWindow


def with_layers(window: MainWindow) -> None:
    session = window.session
    session.apply(lambda g: edits.add_node(g, "keras.layers.InputLayer", node_id="n1", position=(0.0, 0.0)), "add")
    session.apply(lambda g: edits.add_node(g, "keras.layers.Flatten", node_id="n2", position=(300.0, 200.0)), "add")
    session.apply(lambda g: edits.put_note(g, Note("t", "Hello", -300.0, 0.0)), "note")


@pytest.mark.parametrize("scale", [1, 2.5])
def test_a_png_at_any_scale_holds_the_project_and_opens_again(
    window: MainWindow, work: Path, scale: float, qtbot: QtBot
) -> None:
    with_layers(window)
    before = window.session.project
    path = work / "canvas.png"
    assert pictures.save_picture(window, path, ".png", scale)
    box = picture_export.picture_box(window.scene)
    assert box is not None
    image = QImage(str(path))
    assert (image.width(), image.height()) == (round(box.width() * scale), round(box.height() * scale))
    assert project_in(path.read_bytes()) == before
    assert window.session.project is before


def test_only_what_is_selected(window: MainWindow, work: Path) -> None:
    with_layers(window)
    whole = picture_export.picture_box(window.scene)
    window.session.select(("n2",))
    part = picture_export.picture_box(window.scene, window.session.selection)
    assert whole is not None and part is not None
    assert (part.width(), part.height()) == (210 + 64, 64 + 64)
    assert whole.contains(part)
    image = picture_export.image(window.scene, part, 1.0)
    accent = window.look.color("accent").rgb()
    assert all(image.pixel(x, 32) != accent for x in range(image.width())), "a picture shows no selection"
    assert window.scene.nodes["n2"].selected


def test_svg_and_pdf(window: MainWindow, work: Path) -> None:
    with_layers(window)
    assert pictures.save_picture(window, work / "a.svg", ".svg")
    assert QSvgRenderer(QByteArray((work / "a.svg").read_bytes())).isValid()
    assert b"<text" in (work / "a.svg").read_bytes() or b"<path" in (work / "a.svg").read_bytes()
    assert pictures.save_picture(window, work / "a.pdf", ".pdf")
    assert (work / "a.pdf").read_bytes().startswith(b"%PDF")


def test_an_empty_canvas_and_a_picture_too_large(window: MainWindow, work: Path) -> None:
    assert not pictures.save_picture(window, work / "no.png", ".png")
    assert not (work / "no.png").exists()
    with_layers(window)
    box = picture_export.picture_box(window.scene)
    assert box is not None
    with pytest.raises(FileError, match="too large"):
        picture_export.image(window.scene, box, 400)


def test_a_folder_that_is_not_there_is_one_sentence(window: MainWindow, work: Path) -> None:
    with_layers(window)
    lines: list[str] = []
    window.session.status.connect(lambda text, level: lines.append(text))
    assert not pictures.save_picture(window, work / "missing" / "a.png", ".png")
    assert len(lines) == 1


def test_code_and_picture_go_to_the_clipboard(window: MainWindow) -> None:
    with_layers(window)
    window.session.apply(lambda g: edits.connect(g, Source("n1"), "n2", ("inputs",)), "wire")
    window.session.select(("n2",))
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "layers.Flatten(" in QGuiApplication.clipboard().text()
    assert pictures.copy_picture(window)
    assert QGuiApplication.clipboard().image().width() == 2 * (210 + 64)
