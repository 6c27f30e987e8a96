"""Rows 25 to 31: moving the view, zoom, what is framed, the layout, straight lines, the direction of the flow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from core.graph import edits, queries
from core.graph.model import Graph
from tests.gui.canvas.networks import Builder, chain, residual
from tests.gui.interactions.asked import choosing, working
from tests.gui.interactions.row import CTRL, LEFT, MIDDLE, NONE, SHIFT, Desk, Key, Place, Row, pressing

STEP = QPoint(-70, 45)
AT: Place = (180.0, 60.0)
FAR: Place = (4000.0, 3000.0)


def three() -> Graph:
    return chain("InputLayer", "Dense", "Dense")


def wide() -> Graph:
    """Two layers so far apart that both can be seen only from far away."""
    return edits.move_nodes(chain("InputLayer", "Dense"), {"n2": (2600.0, 1900.0)})


def messy() -> Graph:
    """A residual network whose cards lie on two heaps."""
    graph = residual(2)
    return edits.move_nodes(graph, {node: (60.0 * (i % 2), 40.0 * (i % 3)) for i, node in enumerate(graph.nodes)})


def scattered(*places: Place) -> Callable[[], Graph]:
    """Layers without wires."""

    def make() -> Graph:
        builder = Builder()
        for place in places:
            builder.add("Dense", at=place, units=2)
        return builder.graph

    return make


# 25 Pan


def drag_view(desk: Desk, button: Qt.MouseButton) -> None:
    """A drag by STEP pixels; the scene moves under the pointer meanwhile, so it is not told in scene units."""
    target, start = desk.view.viewport(), desk.hand.at((0, 0))
    desk.kept["start"] = start
    QTest.mousePress(target, button, NONE, start)
    for part in (0.4, 1.0):
        QTest.mouseMove(target, start + STEP * part)
    QTest.mouseRelease(target, button, NONE, start + STEP)


def drag_with_space(desk: Desk) -> None:
    """From a card, which stays where it is. Space alone does nothing."""
    seen = desk.view.visible_box()
    desk.key(Key.Key_Space)
    assert desk.view.visible_box() == seen
    with desk.held(Key.Key_Space):
        drag_view(desk, LEFT)


def two_fingers(desk: Desk) -> None:
    desk.kept["start"] = desk.hand.at((0, 0))
    desk.wheel(AT, 0, pixels=STEP)


def has_moved(desk: Desk) -> None:
    assert desk.hand.at((0, 0)) == desk.kept["start"] + STEP and desk.view.zoom == 1.0  # type: ignore[operator]
    assert not desk.session.selection


# 26 Zoom to cursor


def wheeling(notches: float, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        desk.kept["pixel"] = desk.hand.at(AT)
        for _ in range(times):
            at = desk.kept["pixel"]
            desk.wheel(desk.view.to_scene(QPointF(at)).toTuple(), notches, modifiers)  # type: ignore[call-overload]

    return do


def control_and_two_fingers(desk: Desk) -> None:
    desk.kept["pixel"] = desk.hand.at(AT)
    desk.wheel(AT, 0, CTRL, QPoint(0, 50))


def pinch(desk: Desk) -> None:
    desk.kept["pixel"] = desk.hand.at(AT)
    at, target = QPointF(desk.hand.at(AT)), desk.view.viewport()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        at, at, QPointF(target.mapToGlobal(at)), 0.25, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(target, event)


def zoomed(zoom: float) -> Callable[[Desk], None]:
    """At this zoom, and what was under the pointer still is."""

    def check(desk: Desk) -> None:
        assert desk.view.zoom == pytest.approx(zoom)
        off = desk.hand.at(AT) - desk.kept["pixel"]  # type: ignore[operator]
        assert off.manhattanLength() <= 2

    return check


def zooms(zoom: float) -> Callable[[Desk], None]:
    """At this zoom, and what was in the middle still is."""

    def check(desk: Desk) -> None:
        middle = desk.view.visible_box().center()
        assert desk.view.zoom == pytest.approx(zoom)
        assert abs(middle.x()) < 3 and abs(middle.y() - 120) < 3

    return check


# 27, 28 Frame, 100 %, fit


def looking_away(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Callable[[Desk], None]:
    """The key is pressed while something else is seen, from half the distance."""

    def do(desk: Desk) -> None:
        desk.look(FAR, 2.0)
        desk.key(key, modifiers)

    return do


def frames(*nodes: str) -> Callable[[Desk], None]:
    """All of these are seen, as large as there is room for, and in the middle."""

    def check(desk: Desk) -> None:
        seen, box = desk.view.visible_box(), desk.scene.content_box(nodes)
        assert box is not None and seen.contains(box)
        off = seen.center() - box.center()
        assert abs(off.x()) * desk.view.zoom <= 2 and abs(off.y()) * desk.view.zoom <= 2
        assert desk.view.zoom >= 1.0 or min(seen.width() / box.width(), seen.height() / box.height()) < 1.3

    return check


def is_actual(desk: Desk) -> None:
    assert desk.view.zoom == 1.0
    middle = desk.view.visible_box().center()
    assert abs(middle.x() - FAR[0]) < 3 and abs(middle.y() - FAR[1]) < 3


# 29 Auto-layout, 31 direction


def flows(desk: Desk, axis: int = 1) -> None:
    """No card covers another, and every wire leads on."""
    boxes = [desk.scene.nodes[node].sceneBoundingRect().adjusted(12, 12, -12, -12) for node in desk.graph.nodes]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    for edge in queries.edges(desk.graph):
        assert desk.place(edge.source.node)[axis] < desk.place(edge.target)[axis]


def only_selected_arranged(desk: Desk) -> None:
    before = messy().layout.positions
    moved = {node for node in desk.graph.nodes if desk.place(node) != before[node]}
    assert moved and moved <= {"n6", "n7", "n8", "n9", "n10"}
    boxes = [desk.scene.nodes[node].sceneBoundingRect().adjusted(12, 12, -12, -12) for node in ("n6", "n7", "n8", "n9")]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def press_layout_button(desk: Desk) -> None:
    toolbar = desk.window.toolbar
    button = toolbar.widgetForAction(desk.window.actions_by_id["model.layout"])
    assert button.isVisible() and button.isEnabled()
    QTest.mouseClick(button, LEFT)


def flows_right(desk: Desk) -> None:
    assert desk.graph.layout.direction == "LR"
    flows(desk, axis=0)
    box = desk.scene.content_box()
    assert box is not None and desk.view.visible_box().contains(box)


# 30 Straighten, align


def places(*wanted: Place) -> Callable[[Desk], None]:
    return lambda desk: _at(desk, wanted)


def _at(desk: Desk, wanted: tuple[Place, ...]) -> None:
    assert [desk.place(node) for node in desk.graph.nodes] == list(wanted)
    assert [desk.scene.centre(node) for node in desk.graph.nodes] == list(wanted)


def from_toolbar(action_id: str) -> Callable[[Desk], None]:
    """Open the button of the toolbar that aligns, and choose."""

    def do(desk: Desk) -> None:
        button = next(b for b in desk.window.toolbar.findChildren(QToolButton) if b.accessibleName() == "Align")
        with working(desk, choosing(desk, action_id)):
            QTest.mouseClick(button, LEFT)

    return do


def drag_near_line(desk: Desk) -> None:
    """To within a few pixels of the line through the others; while it is held, a guide shows why it jumps."""
    desk.hand.press((300, 420))
    desk.hand.sweep((300, 420), (4, 420))
    assert len(desk.scene.marks) == 1
    desk.hand.release((4, 420))


def drag_with_alt(desk: Desk) -> None:
    """Alt may go down at any time: then nothing snaps."""
    desk.hand.press((300, 420))
    desk.hand.sweep((300, 420), (4, 420))
    desk.hover((4, 420), LEFT, Qt.KeyboardModifier.AltModifier)
    desk.hand.release((4, 420), Qt.KeyboardModifier.AltModifier)


def beside() -> Graph:
    return edits.add_node(three(), "keras.layers.Dense", node_id="n4", params={"units": 2}, position=(300.0, 420.0))


DIAGONAL = scattered((0, 0), (40, 200), (90, 400))
LYING = scattered((0, 0), (300, 40), (600, -10))
ALL = ("n1", "n2", "n3")

ROWS: tuple[Row, ...] = (
    Row(25, "MMB drag", three, (), lambda desk: drag_view(desk, MIDDLE), has_moved, 0),
    Row(25, "Space+drag", three, (), drag_with_space, has_moved, 0),
    Row(25, "two-finger scroll", three, (), two_fingers, has_moved, 0),
    Row(26, "wheel", three, (), wheeling(1), zoomed(1.1), 0),
    Row(26, "wheel, as near as it goes", three, (), wheeling(3, times=20), zoomed(4.0), 0),
    Row(26, "wheel, as far as it goes", three, (), wheeling(-3, times=20), zoomed(0.1), 0),
    Row(26, "Ctrl+wheel", three, (), wheeling(2, CTRL), zoomed(1.21), 0),
    Row(26, "Ctrl+two-finger scroll", three, (), control_and_two_fingers, zoomed(1.25), 0),
    Row(26, "pinch", three, (), pinch, zoomed(1.25), 0),
    Row(26, "Ctrl++", three, (), pressing(Key.Key_Plus, CTRL), zooms(1.21), 0),
    Row(26, "Ctrl+-", three, (), pressing(Key.Key_Minus, CTRL), zooms(1 / 1.21), 0),
    Row(27, "F", wide, ("n2",), looking_away(Key.Key_F), frames("n2"), 0),
    Row(27, ".", wide, ("n1",), looking_away(Key.Key_Period), frames("n1"), 0),
    Row(27, "F with nothing selected", wide, (), looking_away(Key.Key_F), frames("n1", "n2"), 0),
    Row(27, "Home", wide, ("n2",), looking_away(Key.Key_Home), frames("n1", "n2"), 0),
    Row(28, "Ctrl+0", wide, (), looking_away(Key.Key_0, CTRL), is_actual, 0),
    Row(28, "Ctrl+1", wide, ("n2",), looking_away(Key.Key_1, CTRL), frames("n1", "n2"), 0),
    Row(29, "L", messy, (), pressing(Key.Key_L), flows),
    Row(29, "L with a selection", messy, ("n6", "n7", "n8", "n9", "n10"), pressing(Key.Key_L), only_selected_arranged),
    Row(29, "toolbar", messy, (), press_layout_button, flows),
    Row(30, "Q", scattered((0, 0), (30, 150), (-20, 300)), ALL, pressing(Key.Key_Q), places((0, 0), (0, 150), (0, 300))),
    Row(30, "Q, flowing to the right", lambda: edits.set_direction(LYING(), "LR"), ALL, pressing(Key.Key_Q),
        places((0, 0), (300, 0), (600, 0))),
    Row(30, "Q with one selected", lambda: edits.move_nodes(chain("InputLayer", "Dense"), {"n2": (77.0, 200.0)}), ("n2",),
        pressing(Key.Key_Q), places((0, 0), (0, 200))),
    Row(30, "Shift+H", LYING, ALL, pressing(Key.Key_H, SHIFT), places((0, 0), (300, 0), (600, 0))),
    Row(30, "Shift+V", DIAGONAL, ALL, pressing(Key.Key_V, SHIFT), places((40, 0), (40, 200), (40, 400))),
    Row(30, "left edges", DIAGONAL, ALL, from_toolbar("align.left"), places((0, 0), (0, 200), (0, 400))),
    Row(30, "right edges", DIAGONAL, ALL, from_toolbar("align.right"), places((90, 0), (90, 200), (90, 400))),
    Row(30, "top edges", LYING, ALL, from_toolbar("align.top"), places((0, -10), (300, -10), (600, -10))),
    Row(30, "bottom edges", LYING, ALL, from_toolbar("align.bottom"), places((0, 40), (300, 40), (600, 40))),
    Row(30, "distribute across", scattered((0, 0), (250, 5), (800, 10)), ALL, from_toolbar("align.across"),
        places((0, 0), (400, 5), (800, 10))),
    Row(30, "distribute down", scattered((0, 0), (5, 100), (10, 400)), ALL, from_toolbar("align.down"),
        places((0, 0), (5, 200), (10, 400))),
    Row(30, "snap while dragging", beside, (), drag_near_line, places((0, 0), (0, 120), (0, 240), (0, 420))),
    Row(30, "Alt while dragging, no snap", beside, (), drag_with_alt, places((0, 0), (0, 120), (0, 240), (4, 420))),
    Row(31, "Ctrl+K", lambda: residual(2, placed=True), (), pressing(Key.Key_K, CTRL), flows_right),
)  # fmt: skip
