"""The empty canvas: three cards that the mouse and the keyboard reach, gone with the first layer and back with undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.dialogs import answering


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
    qtbot.waitUntil(lambda: not window.docks["data"].widget().visibleRegion().isEmpty())
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
