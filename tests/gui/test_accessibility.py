"""Everything that takes keys says what it is, shows that it has the focus, and is reached with F6 and Tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.graph import edits
from gui import focus
from gui.canvas.picture_export import png_bytes
from gui.window import MainWindow

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip


def interactive(window: QWidget) -> Iterator[QWidget]:
    """What a user can work, without the parts that Qt makes widgets of."""
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not isinstance(widget, INTERACTIVE) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        # A scroll area is no stop of its own: Tab goes to what is in it (gui.focus).
        if isinstance(widget, (QScrollArea, QScrollBar, QTabBar, QMenuBar)) or widget.objectName().startswith("qt_"):
            continue
        if isinstance(parent, (QAbstractSpinBox, QComboBox)) or widget.window() is not window.window():
            continue
        yield widget


def said(widget: QWidget) -> str:
    """What a screen reader says of a widget: its name, else its text; a buddy's text would do, too."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()


def with_layers(window: MainWindow) -> None:
    window.session.apply(lambda graph: edits.add_node(graph, "keras.layers.InputLayer", node_id="n1"), "add")
    window.session.apply(lambda graph: edits.add_node(graph, "keras.layers.Conv2D", node_id="n2"), "add")
    window.session.select(("n2",))
    QApplication.processEvents()


def test_everything_that_takes_keys_has_a_name(window: MainWindow) -> None:
    with_layers(window)
    for name in window.docks:
        window.show_panel(name)
        QApplication.processEvents()
    nameless = {
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in interactive(window)
        if not said(widget).strip()
    }
    assert nameless == set()


def test_f6_comes_by_every_panel_that_is_seen_and_back(window: MainWindow) -> None:
    with_layers(window)
    seen = [dock for dock in window.docks.values() if not dock.widget().visibleRegion().isEmpty()]
    window.view.setFocus()
    visited = []
    for _ in range(len(seen) + 1):
        QTest.keyClick(window, Qt.Key.Key_F6)
        holder = QApplication.focusWidget()
        visited.append(next((d.objectName() for d in seen if holder is not None and d.isAncestorOf(holder)), "canvas"))
    assert sorted(visited) == sorted([*(dock.objectName() for dock in seen), "canvas"])


def test_f6_reaches_the_outline(window: MainWindow) -> None:
    with_layers(window)
    window.show_panel("outline")
    window.outline.refresh()
    window.view.setFocus()
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_F6)
        holder = QApplication.focusWidget()
        if holder is not None and window.outline.isAncestorOf(holder):
            break
    assert window.outline.search.hasFocus()
    QTest.keyClick(window.outline.search, Qt.Key.Key_Tab)
    assert window.outline.tree.hasFocus()


def test_the_focus_can_be_seen(window: MainWindow, qtbot: QtBot) -> None:
    """Each kind of widget looks different with the focus on it."""
    with_layers(window)
    unseen = []
    for name in ("layers", "outline", "inspector", "training", "data", "code"):
        window.show_panel(name)
        if name == "outline":
            window.outline.refresh()
        QApplication.processEvents()
        kinds: set[type] = set()
        for widget in focus.tab_stops(window.docks[name].widget()):
            if type(widget) in kinds or widget.visibleRegion().isEmpty():
                continue
            kinds.add(type(widget))
            window.view.setFocus()
            QApplication.processEvents()
            before = _around(window, widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if widget.hasFocus() and _around(window, widget) == before:
                unseen.append(f"{name}: {type(widget).__name__}")
    assert unseen == []


def _around(window: MainWindow, widget: QWidget) -> bytes:
    """The pixels of a widget in its window."""
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return png_bytes(window.grab(box.intersected(window.rect())).toImage())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_minimap_is_remembered_and_moves_the_view(window: MainWindow, theme: str, qtbot: QtBot) -> None:
    window.choose_theme(theme)
    with_layers(window)
    window.session.apply(lambda graph: edits.move_nodes(graph, {"n1": (0.0, 0.0), "n2": (4000.0, 3000.0)}), "move")
    window.view.zoom_actual()
    window.view.setFocus()
    qtbot.waitUntil(window.minimap.isVisible)
    for shown in (False, True):  # it is there by itself, since part of the graph is out of view
        QTest.keyClick(window.view, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
        assert window.minimap.isVisible() is shown
    assert bytes(window.settings.blob("minimap").data()) == b"1"
    QTest.mouseClick(window.minimap, Qt.MouseButton.LeftButton, pos=QPoint(window.minimap.width() - 30, 110))
    seen = window.view.visible_box().center()
    assert seen.x() > 2500 and seen.y() > 1700
    start = window.view.visible_box().center()
    at = QPoint(window.minimap.width() - 30, 110)
    QTest.mousePress(window.minimap, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(window.minimap, at - QPoint(20, 0))
    QTest.mouseRelease(window.minimap, Qt.MouseButton.LeftButton, pos=at - QPoint(20, 0))
    assert window.view.visible_box().center().x() < start.x() - 100
    assert not window.minimap.grab().isNull()
    QTest.keyClick(window.view, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert not window.minimap.isVisible()
    assert bytes(window.settings.blob("minimap").data()) == b"0"


def test_the_minimap_is_there_while_part_of_the_graph_is_out_of_view(window: MainWindow, qtbot: QtBot) -> None:
    assert window.minimap.isHidden(), "there is nothing on it"
    with_layers(window)
    window.view.fit_all()
    assert window.minimap.isHidden()
    window.session.apply(lambda graph: edits.move_nodes(graph, {"n1": (0.0, 0.0), "n2": (4000.0, 3000.0)}), "move")
    qtbot.waitUntil(window.minimap.isVisible)
    window.view.fit_all()
    assert window.minimap.isHidden()
    window.view.set_zoom(1.0)
    assert window.minimap.isVisible()
    window.toggle_minimap()
    window.view.pan_by(50, 50)
    assert window.minimap.isHidden(), "the user said so"
    window.toggle_minimap()
    window.view.fit_all()
    assert window.minimap.isVisible(), "the user said so"
