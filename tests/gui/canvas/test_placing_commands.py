"""Commands by their keys in the whole window, besides the table of interactions: one undo step each, exact both ways."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.graph import edits, queries
from core.graph.model import Graph, Project
from core.graph.values import Source
from core.storage import schema
from gui.canvas import aligning
from gui.window import MainWindow
from tests.gui.canvas.networks import Builder, chain

NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
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


def test_q_straightens_along_the_flow(window: MainWindow) -> None:
    shown(window, scattered((0, 0), (30, 150), (-20, 300)), ("n1", "n2", "n3"))
    press_once(window, Key.Key_Q)
    assert places(window) == [(0, 0), (0, 150), (0, 300)]
    shown(window, edits.set_direction(scattered((0, 0), (300, 30), (600, -20)), "LR"), ("n1", "n2", "n3"))
    press_once(window, Key.Key_Q)
    assert places(window) == [(0, 0), (300, 0), (600, 0)]


def test_q_brings_a_single_layer_into_line_with_what_feeds_it(window: MainWindow) -> None:
    graph = edits.move_nodes(chain("InputLayer", "Dense"), {"n2": (77, 200)})
    shown(window, graph, ("n2",))
    press_once(window, Key.Key_Q)
    assert places(window) == [(0, 0), (0, 200)]


def test_shift_h_and_shift_v_align_middles(window: MainWindow) -> None:
    shown(window, scattered((0, 0), (300, 40), (600, -10)), ("n1", "n2", "n3"))
    press_once(window, Key.Key_H, SHIFT)
    assert places(window) == [(0, 0), (300, 0), (600, 0)]
    shown(window, scattered((0, 0), (40, 200), (90, 400)), ("n1", "n2", "n3"))
    press_once(window, Key.Key_V, SHIFT)
    assert places(window) == [(40, 0), (40, 200), (40, 400)]


def test_cards_that_would_cover_each_other_are_pushed_apart(window: MainWindow) -> None:
    shown(window, scattered((0, 0), (300, 20), (600, 300)), ("n1", "n2", "n3"))
    press_once(window, Key.Key_V, SHIFT)
    boxes = [window.view.canvas.nodes[node_id].box() for node_id in ("n1", "n2", "n3")]
    assert boxes[0][3] < boxes[1][1] and boxes[1][3] < boxes[2][1]
    assert {x for x, _ in places(window)} == {300.0} and places(window)[2] == (300, 300)


@pytest.mark.parametrize(
    ("side", "wanted"),
    [
        ("left", [(0, 0), (0, 200), (0, 400)]),
        ("right", [(90, 0), (90, 200), (90, 400)]),
        ("column", [(40, 0), (40, 200), (40, 400)]),
    ],
)
def test_edges_are_aligned(window: MainWindow, side: aligning.Side, wanted: list[tuple[float, float]]) -> None:
    at = [(0.0, 0.0), (40.0, 200.0), (90.0, 400.0)]
    shown(window, scattered(*at), ("n1", "n2", "n3"))
    assert aligning.align(window.session, window.view, side)
    assert places(window) == wanted
    turned: dict[str, aligning.Side] = {"left": "top", "right": "bottom", "column": "row"}
    shown(window, scattered(*[(2 * y, x) for x, y in at]), ("n1", "n2", "n3"))
    assert aligning.align(window.session, window.view, turned[side])
    assert places(window) == [(2 * y, x) for x, y in wanted]


def test_gaps_are_made_equal_and_the_outer_cards_stay(window: MainWindow) -> None:
    shown(window, scattered((0, 0), (250, 5), (800, 10)), ("n1", "n2", "n3"))
    window.actions_by_id["align.across"].trigger()
    assert places(window) == [(0, 0), (400, 5), (800, 10)]
    shown(window, scattered((0, 0), (5, 100), (10, 400)), ("n1", "n2", "n3"))
    window.actions_by_id["align.down"].trigger()
    assert places(window) == [(0, 0), (5, 200), (10, 400)]


def test_copies_put_down_where_they_were_made_leave_the_wire_there_alone(window: MainWindow) -> None:
    shown(window, chain("InputLayer", "Dense", "Dense"), ("n2",))
    window.view.cursor_place = lambda: window.view.viewport().rect().center()  # type: ignore[method-assign]
    press_once(window, Key.Key_D, CTRL)
    assert wires(window) == {("n1", "n2"), ("n2", "n3")} and "n4" in window.session.graph.nodes


def test_alt_s_swaps_the_inputs_of_a_merge(window: MainWindow) -> None:
    builder = Builder()
    one = builder.add("InputLayer", at=(0, 0), shape=(4,))
    two = builder.add("InputLayer", at=(300, 0), shape=(4,))
    join = builder.add("Concatenate", [one, two], at=(0, 200))
    shown(window, builder.graph, (join,))
    press_once(window, Key.Key_S, ALT)
    assert window.session.graph.nodes[join].arguments["inputs"] == (Source(two), Source(one))
    window.session.select((one,))
    before = window.session.project
    QTest.keyClick(window.view, Key.Key_S, ALT)
    assert window.session.project is before


def test_alt_x_deletes_what_no_output_needs(window: MainWindow) -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), "keras.layers.Dense", position=(400, 0))
    shown(window, graph)
    press_once(window, Key.Key_X, ALT)
    assert set(window.session.graph.nodes) == {"n1", "n2"}


@pytest.mark.parametrize(("key", "left"), [(Key.Key_Y, set()), (Key.Key_B, {("n1", "n2")})])
def test_keys_take_up_the_knife_and_the_box(window: MainWindow, key: Qt.Key, left: set[tuple[str, str]]) -> None:
    shown(window, chain("InputLayer", "Dense", step=200))
    view = window.view
    view.zoom_actual()
    view.center_on(0, 100)
    QTest.keyPress(view, key)

    def at(x: float, y: float) -> QPoint:
        return view.viewportTransform().map(QPointF(x, y)).toPoint()

    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, at(-40, 100))
    for x in (-20, 20, 40):
        QTest.mouseMove(view.viewport(), at(x, 100 + x / 2))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, at(40, 120))
    QTest.keyRelease(view, key)
    assert wires(window) == left and view.armed.cursor is None


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
