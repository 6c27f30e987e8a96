"""The empty canvas: three cards that the mouse and the keyboard reach, gone with the first layer and back with undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.storage import schema
from gui.data_dialog import DataDialog
from gui.window import MainWindow
from tests.dialogs import answering


def asked(window: MainWindow) -> DataDialog:
    """The dialog that asks for data."""
    return next(dialog for dialog in window.findChildren(DataDialog) if dialog.isVisible())


def one_step(window: MainWindow, before: str) -> None:
    """One undo leads back to ``before``, one redo forth again, to the byte."""
    session = window.session
    after = schema.dumps(session.project)
    assert after != before
    session.undo()
    assert schema.dumps(session.project) == before and window.start_page.isVisible()
    session.redo()
    assert schema.dumps(session.project) == after and not window.start_page.isVisible()


def test_it_is_there_as_long_as_nothing_is(window: MainWindow, qtbot: QtBot) -> None:
    page = window.start_page
    assert page.isVisible() and len(page.buttons) == 3
    assert "Tab" in page.headline.text() and "Ctrl+Z" in page.calm.text()
    window.session.add_layer("keras.layers.Dense", (0.0, 0.0))
    assert not page.isVisible()
    window.session.undo()
    assert page.isVisible()
    assert window.view.viewport().rect().contains(page.geometry())


def test_the_keyboard_reaches_the_cards(window: MainWindow, qtbot: QtBot) -> None:
    page = window.start_page
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Right)
    qtbot.waitUntil(page.buttons[0].hasFocus)
    QTest.keyClick(page.buttons[0], Qt.Key.Key_Right)
    assert page.buttons[1].hasFocus()
    QTest.keyClick(page.buttons[1], Qt.Key.Key_Escape)
    assert window.view.hasFocus()


def test_the_cards_do_what_they_say(window: MainWindow, qtbot: QtBot) -> None:
    page = window.start_page
    QTest.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    dialog = asked(window)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(DataDialog))
    with answering(None):
        QTest.mouseClick(page.buttons[2], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.buttons[1], Qt.MouseButton.LeftButton)
    menu = page.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.session.graph.nodes))
    assert not page.isVisible()


def test_the_canvas_under_it_still_answers(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.view.quick_add_requested):
        corner = window.view.viewport().rect().bottomLeft()
        QTest.mouseDClick(
            window.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner + corner.__class__(20, -20)
        )


@pytest.mark.parametrize("whole", [True, False])
def test_bundled_data_become_a_network_in_one_undo_step(window: MainWindow, qtbot: QtBot, whole: bool) -> None:
    before = schema.dumps(window.session.project)
    QTest.mouseClick(window.start_page.buttons[0], Qt.MouseButton.LeftButton)
    dialog = asked(window)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.start.isEnabled() and "Iris" in dialog.contents.text())
    if not whole:
        QTest.mouseClick(dialog.bare, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.bare.height() // 2))
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.session.graph.nodes))
    project = window.session.project
    layers = [layer.class_name for layer in project.graph.layers.values()]
    assert layers == (["InputLayer", "Normalization", "Dense", "Dense", "Dense"] if whole else ["InputLayer", "Dense"])
    assert project.training.data.source == "sklearn:iris"
    assert project.training.compile.loss == "sparse_categorical_crossentropy"
    assert set(project.graph.layout.positions) == set(project.graph.nodes)
    one_step(window, before)


def test_a_table_of_the_user_with_another_target(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    path = work / "houses.csv"
    path.write_text("size,rooms,price,town\n" + "".join(f"{50 + i},{i % 4},{1000.5 * i},t{i % 3}\n" for i in range(40)))
    before = schema.dumps(window.session.project)
    window.actions_by_id["file.data"].trigger()
    dialog = asked(window)
    with answering(path):
        QTest.mouseClick(dialog.file, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "houses.csv" in dialog.contents.text() and dialog.start.isEnabled())
    assert "3 classes" in dialog.contents.text()
    dialog._set_option("features", ("size", "rooms"))
    dialog._set_option("target", "price")
    qtbot.waitUntil(lambda: "a quantity" in dialog.contents.text() and dialog.start.isEnabled())
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    project = window.session.project
    assert project.training.data.options["target"] == "price" and project.training.compile.loss == "mean_squared_error"
    assert next(iter(project.graph.layers.values())).params["shape"] == (2,)
    assert list(project.graph.layers.values())[-1].params["units"] == 1
    one_step(window, before)


def test_a_file_that_holds_no_data_is_one_sentence(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    before = schema.dumps(window.session.project)
    for name, content in (("song.mp3", b"ID3"), ("bad.npz", b"PK nothing"), ("empty.csv", b"")):
        (work / name).write_bytes(content)
    window.actions_by_id["file.data"].trigger()
    dialog = asked(window)
    for name in ("song.mp3", "bad.npz", "empty.csv"):
        dialog.choose_file(work / name)
        qtbot.waitUntil(lambda name=name: name in dialog.contents.text())
        assert name == "song.mp3" or not dialog.start.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert schema.dumps(window.session.project) == before


def test_a_dialog_that_is_given_up_while_it_reads_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    busy: list[str] = []
    window.jobs.busy.connect(busy.append)
    window.actions_by_id["file.data"].trigger()
    dialog = asked(window)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(DataDialog))
    qtbot.waitUntil(lambda: busy[-1] == "")  # the reader has come back, to nobody
    assert not window.session.graph.nodes
