"""Commands by their keys in the whole window, besides the table of interactions: one undo step each, exact both ways."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.graph import queries
from core.graph.model import Graph, Project
from core.storage import schema
from gui.window import MainWindow
from tests.gui.canvas.networks import Builder, chain

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def shown(window: MainWindow, graph: Graph, selected: Sequence[str] = ()) -> None:
    window.session.open_project(Project(graph=graph))
    window.view.canvas.glide.enabled = False
    window.view.setFocus()
    window.session.select(selected)
    QApplication.processEvents()


def places(window: MainWindow) -> list[tuple[float, float]]:
    return [window.session.graph.layout.positions[node_id] for node_id in sorted(window.session.graph.nodes)]


def wires(window: MainWindow) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(window.session.graph)}


def press_once(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key; it makes one undo step, which leads back and forth to the byte."""
    session = window.session
    before, steps = schema.dumps(session.project), session.document.cursor
    QTest.keyClick(window.view, key, modifiers)
    window.view.finish_gesture()
    after = schema.dumps(session.project)
    assert after != before and session.document.cursor == steps + 1
    session.undo()
    assert schema.dumps(session.project) == before
    session.redo()
    assert schema.dumps(session.project) == after


def scattered(*at: tuple[float, float]) -> Graph:
    builder = Builder()
    for place in at:
        builder.add("Dense", at=place, units=2)
    return builder.graph


def test_cards_that_would_cover_each_other_are_pushed_apart(window: MainWindow) -> None:
    shown(window, scattered((0, 0), (300, 20), (600, 300)), ("n1", "n2", "n3"))
    press_once(window, Key.Key_V, SHIFT)
    boxes = [window.view.canvas.nodes[node_id].box() for node_id in ("n1", "n2", "n3")]
    assert boxes[0][3] < boxes[1][1] and boxes[1][3] < boxes[2][1]
    assert {x for x, _ in places(window)} == {300.0} and places(window)[2] == (300, 300)


def test_copies_put_down_where_they_were_made_leave_the_wire_there_alone(window: MainWindow) -> None:
    shown(window, chain("InputLayer", "Dense", "Dense"), ("n2",))
    window.view.cursor_place = lambda: window.view.viewport().rect().center()  # type: ignore[method-assign]
    press_once(window, Key.Key_D, CTRL)
    assert wires(window) == {("n1", "n2"), ("n2", "n3")} and "n4" in window.session.graph.nodes


def test_menus_stay_short(window: MainWindow) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    inner = [action.menu() for menu in menus for action in menu.actions() if action.menu() is not None]
    align = next(menu for menu in inner if window.actions_by_id["align.left"] in menu.actions())
    assert window.actions_by_id["align.straighten"] in align.actions() and align.title() == "Align"


TRACKPAD = QInputDevice.DeviceType.TouchPad


@pytest.mark.parametrize(
    ("mode", "pixels", "trackpad", "ctrl", "zooms"),
    [
        ("auto", False, False, False, True),
        ("auto", True, False, False, False),
        ("auto", False, True, False, False),
        ("auto", True, True, True, True),
        ("mouse", True, True, False, True),
        ("mouse", False, False, False, True),
        ("trackpad", False, False, False, False),
        ("trackpad", True, False, False, False),
        ("trackpad", False, False, True, True),
    ],
)
def test_the_wheel_zooms_or_pans_as_it_is_set(
    window: MainWindow, mode: str, pixels: bool, trackpad: bool, ctrl: bool, zooms: bool
) -> None:
    shown(window, chain("InputLayer", "Dense"))
    view = window.view
    view.zoom_actual()
    view.wheel = mode
    device = QPointingDevice.primaryPointingDevice()
    if trackpad:
        device = QPointingDevice(
            "pad", 7, TRACKPAD, QPointingDevice.PointerType.Finger, QInputDevice.Capability.Scroll, 2, 0, "",
            QPointingDeviceUniqueId(),
        )  # fmt: skip
    seen = view.visible_box().center()
    event = QWheelEvent(
        QPointF(300, 200),
        QPointF(view.viewport().mapToGlobal(QPoint(300, 200))),
        QPoint(0, 40) if pixels else QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL if ctrl else NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert (view.zoom > 1.0) == zooms
    if not zooms:
        assert view.visible_box().center().y() < seen.y() and view.zoom == 1.0


def test_the_wheel_and_snapping_follow_the_settings(window: MainWindow) -> None:
    assert (window.view.wheel, window.view.snaps) == (window.settings.wheel, window.settings.snapping)
