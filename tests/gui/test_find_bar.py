"""Find in the graph, with real keys: hits are marked, counted, gone to one after the other, and selected together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.find_bar import FindBar
from gui.window import MainWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bar(window: MainWindow, qtbot: QtBot) -> FindBar:
    window.files.new("residual-digits")
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_F, CONTROL)
    qtbot.waitUntil(window.find_bar.field.hasFocus)
    return window.find_bar


def of_type(window: MainWindow, name: str) -> list[str]:
    graph = window.session.graph
    return [node for node in graph.nodes if graph.layer_of(node).class_name == name]


def test_hits_are_marked_and_gone_to(window: MainWindow, bar: FindBar) -> None:
    before = window.session.project
    QTest.keyClicks(bar.field, "type:conv")
    hits = of_type(window, "Conv2D")
    assert sorted(bar.hits) == sorted(hits) and set(bar._marks) == set(hits) and bar.current == bar.hits[0]
    assert str(len(hits)) in bar.count.text()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.current == bar.hits[1] and window.session.selected_nodes() == [bar.hits[1]]
    item = window.scene.nodes[bar.hits[1]]
    assert window.view.visible_box().contains(item.sceneBoundingRect().center())
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.current == bar.hits[-1]
    assert window.session.project is before


def test_marks_follow_what_is_deleted_and_undone(window: MainWindow, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "type:conv")
    count = len(bar.hits)
    window.session.select((bar.hits[0],))
    window.actions_by_id["edit.delete"].trigger()
    assert len(bar.hits) == len(bar._marks) == count - 1
    window.session.undo()
    assert len(bar.hits) == len(bar._marks) == count
    window.files.new("")
    assert not bar.hits and not bar._marks


def test_what_is_not_understood_is_said(window: MainWindow, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "is:nonsense")
    assert "nonsense" in bar.count.text() and not bar.hits and not bar._marks
    bar.field.clear()
    QTest.keyClicks(bar.field, "no such layer")
    assert not bar.hits and bar.count.text()


def test_bookmarks_bring_the_view_back(window: MainWindow) -> None:
    window.files.new("residual-digits")
    view = window.view
    view.setFocus()
    view.set_zoom(1.5)
    view.center_on(40.0, 700.0)
    place, zoom = view.visible_box().center(), view.zoom
    QTest.keyClick(view, Qt.Key.Key_3, CONTROL | SHIFT)
    view.fit_all()
    assert view.zoom != zoom
    QTest.keyClick(view, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    back = view.visible_box().center()
    assert view.zoom == zoom and abs(back.x() - place.x()) < 2 and abs(back.y() - place.y()) < 2
    assert not window.bookmarks.go(7)
