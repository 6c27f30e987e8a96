"""Where the parts of the window stand: every panel in its dock, and all of them away and back again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.panels.panel import is_seen
from gui.window import MainWindow

Area = Qt.DockWidgetArea


def test_layers_are_on_the_left_parameters_on_the_right_and_the_others_below(window: MainWindow) -> None:
    places = {name: window.dockWidgetArea(dock) for name, dock in window.docks.items()}
    assert [name for name, area in places.items() if area == Area.LeftDockWidgetArea] == ["layers", "outline"]
    assert [name for name, area in places.items() if area == Area.RightDockWidgetArea] == ["inspector"]
    assert {area for name, area in places.items() if name not in ("layers", "outline", "inspector")} == {
        Area.BottomDockWidgetArea
    }
    # The settings remember the places by these names.
    assert all(dock.objectName() == name for name, dock in window.docks.items())


def test_f11_shows_only_the_canvas_and_then_all_again(window: MainWindow, qtbot: QtBot) -> None:
    window.show_panel("data")
    window.docks["inspector"].hide()
    before = {name: dock.isVisible() for name, dock in window.docks.items()}
    window.actions_by_id["view.full_screen"].trigger()
    assert not any(dock.isVisible() for dock in window.docks.values())
    window.actions_by_id["view.full_screen"].trigger()
    assert {name: dock.isVisible() for name, dock in window.docks.items()} == before
    qtbot.waitUntil(lambda: is_seen(window.data))


def test_no_panel_repeats_the_title_of_its_tab(window: MainWindow) -> None:
    for dock in window.docks.values():
        said = [label.text() for label in dock.widget().findChildren(QLabel)]
        assert dock.windowTitle() not in said
