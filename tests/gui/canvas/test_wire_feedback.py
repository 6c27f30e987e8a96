"""While a wire is drawn: ports that fit grow, the others say why, and a layer between is one release away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.graph.model import Graph, Project
from gui.canvas.gestures.wire import DrawWire
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import Builder

SHIFT = Qt.KeyboardModifier.ShiftModifier
OpenView = Callable[[Graph], CanvasView]


def to_connect() -> tuple[Graph, dict[str, str]]:
    """An image; beside it layers that take it, do not take it, and would after a conversion."""
    builder = Builder()
    ids = {
        "image": builder.add("InputLayer", at=(0.0, -200.0), name="image", shape=(8, 8, 3)),
        "conv": builder.add("Conv2D", at=(-330.0, 0.0), name="conv", filters=4, kernel_size=3),
        "lstm": builder.add("LSTM", at=(0.0, 0.0), name="lstm", units=4),
        "repeat": builder.add("RepeatVector", at=(330.0, 0.0), name="repeat", n=2),
        "large": builder.add("Conv2D", at=(-330.0, 150.0), name="large", filters=4, kernel_size=9),
        "other": builder.add("InputLayer", at=(-120.0, 150.0), name="other", shape=(8, 8, 16)),
    }
    ids["add"] = builder.add("Add", [ids["other"]], at=(120.0, 150.0), name="add")
    return builder.graph, ids


@pytest.fixture
def drawing(
    open_view: OpenView, session: EditorSession, qtbot: QtBot, keras_imported: None
) -> tuple[Hand, dict[str, str]]:
    """A view whose analysis is there."""
    graph, ids = to_connect()
    view = open_view(graph)
    session.start_analysis()
    qtbot.waitUntil(session.is_analysis_current)
    return Hand(view), ids


def gesture(hand: Hand) -> DrawWire:
    found = hand.view.gesture
    assert isinstance(found, DrawWire)
    return found


def aim(hand: Hand, qtbot: QtBot, source: str, target: tuple[float, float], said: str) -> str:
    """Press on an output, go to a place, and wait until the hint says so."""
    hand.press(hand.output(source))
    hand.sweep(hand.output(source), target)
    hint = gesture(hand)._hint
    assert hint is not None
    qtbot.waitUntil(lambda: said in hint.text)
    return hint.text


def round_trip(session: EditorSession, before: Project) -> None:
    """The last step is one: undone it was never there, done again it is the same."""
    after = session.project
    session.undo()
    assert session.project == before
    session.redo()
    assert session.project == after
    session.undo()


def test_ports_that_fit_grow_and_others_fade(drawing: tuple[Hand, dict[str, str]], qtbot: QtBot) -> None:
    hand, ids = drawing
    nodes = hand.scene.nodes
    hand.press(hand.output(ids["image"]))
    hand.sweep(hand.output(ids["image"]), (60.0, -110.0))
    # By its rank alone the large kernel would fit; the trial knows better.
    qtbot.waitUntil(lambda: nodes[ids["large"]].faded)
    assert nodes[ids["conv"]].grown == {0} and not nodes[ids["conv"]].faded
    assert 0 not in nodes[ids["lstm"]].grown and nodes[ids["repeat"]].faded
    assert not nodes[ids["image"]].faded
    hand.key(Qt.Key.Key_Escape)
    assert not any(item.faded or item.grown for item in nodes.values())


def test_the_result_or_the_reason_stands_beside_the_pointer(
    drawing: tuple[Hand, dict[str, str]], qtbot: QtBot
) -> None:
    hand, ids = drawing
    assert aim(hand, qtbot, ids["image"], hand.input(ids["conv"]), "→") == "→ 6 × 6 × 4"
    hand.key(Qt.Key.Key_Escape)
    text = aim(hand, qtbot, ids["image"], hand.input(ids["large"]), "larger than its input")
    assert "'large'" in text
    hand.key(Qt.Key.Key_Escape)
    text = aim(hand, qtbot, ids["image"], hand.input(ids["repeat"]), "Shift")
    assert text.splitlines()[-1] == "Shift: insert Flatten → 192"
    room = QRectF(hand.view.viewport().rect())
    hint = gesture(hand)._hint
    assert hint is not None
    shown = hint.deviceTransform(hand.view.viewportTransform()).mapRect(hint.boundingRect())
    assert room.contains(shown)
    hand.key(Qt.Key.Key_Escape)


def test_shift_puts_the_layer_between_in_one_step(
    drawing: tuple[Hand, dict[str, str]], qtbot: QtBot, session: EditorSession
) -> None:
    hand, ids = drawing
    before = session.project
    target = hand.input(ids["repeat"])
    aim(hand, qtbot, ids["image"], target, "Shift")
    hand.release(target, SHIFT)
    made = next(node for node in session.graph.nodes if node not in ids.values())
    assert session.graph.layer_of(made).class_name == "Flatten"
    wires = {(edge.source.node, edge.target) for edge in (item.edge for item in hand.scene.wiring.items.values())}
    assert {(ids["image"], made), (made, ids["repeat"])} <= wires
    assert session.selection == {made}
    round_trip(session, before)


def test_a_layer_between_can_be_picked(
    drawing: tuple[Hand, dict[str, str]], qtbot: QtBot, session: EditorSession
) -> None:
    hand, ids = drawing
    before = session.project
    target = hand.input(ids["repeat"])
    for number, wanted in ((1, "GlobalAveragePooling2D"), (-1, None)):
        aim(hand, qtbot, ids["image"], target, "Shift")
        hand.release(target)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu) and session.project == before
        actions = [action for action in menu.actions() if not action.isSeparator()]
        assert [action.text() for action in actions[:2]] == [
            "Insert Flatten → 192",
            "Insert GlobalAveragePooling2D → 3",
        ]
        menu.setActiveAction(actions[number])
        QTest.keyClick(menu, Qt.Key.Key_Return)
        made = [session.graph.layer_of(n).class_name for n in session.graph.nodes if n not in ids.values()]
        assert made == ([wanted] if wanted else [])
        assert (ids["repeat"], ("inputs",)) in hand.scene.wiring.items
        round_trip(session, before)
        qtbot.waitUntil(session.is_analysis_current)
    aim(hand, qtbot, ids["image"], target, "Shift")
    hand.release(target)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert session.project == before and QApplication.activePopupWidget() is None


def test_what_a_merge_needs_is_offered(drawing: tuple[Hand, dict[str, str]], qtbot: QtBot) -> None:
    hand, ids = drawing
    text = aim(hand, qtbot, ids["image"], hand.input(ids["add"], 1), "Shift")
    assert text.splitlines()[-1] == "Shift: insert Conv2D → 8 × 8 × 16"
    hand.key(Qt.Key.Key_Escape)


def test_a_wire_drawn_backwards_is_tried_too(
    drawing: tuple[Hand, dict[str, str]], qtbot: QtBot, session: EditorSession
) -> None:
    hand, ids = drawing
    start, end = hand.input(ids["repeat"]), hand.output(ids["image"])
    hand.press(start)
    hand.sweep(start, end)
    hint = gesture(hand)._hint
    assert hint is not None
    qtbot.waitUntil(lambda: "Shift" in hint.text)
    hand.release(end, SHIFT)
    assert session.graph.layer_of(list(session.graph.nodes)[-1]).class_name == "Flatten"


def test_a_cycle_is_still_refused(drawing: tuple[Hand, dict[str, str]], qtbot: QtBot, session: EditorSession) -> None:
    hand, ids = drawing
    before = session.project
    start = hand.output(ids["conv"])
    hand.press(start)
    hand.sweep(start, hand.input(ids["conv"]))
    hint = gesture(hand)._hint
    assert hint is not None and "cannot feed itself" in hint.text
    hand.release(hand.input(ids["conv"]))
    assert session.project == before
