"""What wires do under the mouse besides the table of interactions: bent strokes, what is refused, Esc, reach of ports."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.graph import edits
from gui.canvas import hits
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import Builder, chain
from tests.gui.canvas.steps import ALT, CTRL, RIGHT, Once, Show, drag_unfinished, fork, wires

# 4 Wire from the body when zoomed out; ports that can be hit


@pytest.mark.parametrize("zoom", [0.36, 0.5, 1.0, 2.5])
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_a_port_is_hit_within_22_pixels_at_every_zoom(open_view: Show, zoom: float, direction: str) -> None:
    view = open_view(edits.set_direction(chain("InputLayer", "Dense", step=600), direction))
    view.set_zoom(zoom)
    for side, point in (
        ("out", view.canvas.nodes["n1"].output_point(0)),
        ("in", view.canvas.nodes["n2"].input_point(0)),
    ):
        found = []
        for dx in range(-40, 41):
            for dy in range(-40, 41):
                hit = hits.port_at(view.canvas, point[0] + dx / zoom, point[1] + dy / zoom, zoom)
                if hit is not None and hit.side == side:
                    found.append((dx, dy))
        across = {dx for dx, _ in found}
        down = {dy for _, dy in found}
        assert len(across) >= 22 and len(down) >= 22
        assert (0, 0) in found
    middle = view.canvas.centre("n1")
    assert hits.port_at(view.canvas, *middle, zoom) is None


# 9 Knife


def test_a_bent_stroke_cuts_both_wires_in_one_step(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", step=200))
    hand, once = Hand(view), Once(view)
    hand.press((-50, 100), CTRL, RIGHT)
    for place in ((50, 100), (150, 200), (50, 300), (-50, 300)):
        hand.move(place)
    assert {key for key, item in view.canvas.wiring.items.items() if item.is_refused} == set(view.canvas.wiring.items)
    hand.release((-50, 300), CTRL, RIGHT)
    assert wires(session) == set()
    once.check()


def test_escape_and_the_other_button_put_the_knife_away(open_view: Show) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", step=200))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (-50, 100), (50, 100), CTRL, RIGHT)
    hand.key(Qt.Key.Key_Escape)
    hand.release((50, 100), CTRL, RIGHT)
    once.unchanged()
    drag_unfinished(hand, (-50, 100), (50, 100), ALT)
    hand.press((50, 100), button=RIGHT)
    hand.release((50, 100))
    once.unchanged()


def test_the_menu_does_not_come_when_the_right_button_draws(open_view: Show, qtbot: QtBot) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    hand = Hand(view)
    at = hand.at((200, 60))

    def menu() -> None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
        QApplication.sendEvent(view.viewport(), event)

    with qtbot.assertNotEmitted(view.customContextMenuRequested):
        drag_unfinished(hand, (200, 60), (250, 60), CTRL, RIGHT)
        menu()
        hand.release((250, 60), CTRL, RIGHT)
        menu()
    with qtbot.waitSignal(view.customContextMenuRequested):
        hand.press((200, 60), button=RIGHT)
        menu()


# 11 Moving wire ends


def test_wires_that_would_close_a_cycle_stay(open_view: Show, session: EditorSession) -> None:
    builder, one, _, left, _ = fork()
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    lines: list[str] = []
    session.status.connect(lambda text, level: lines.append(text))
    hand.drag(hand.output(one), hand.output(left), CTRL)
    assert lines
    once.unchanged()


def test_a_wire_is_taken_by_its_beginning(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    one = builder.add("InputLayer", at=(0, 0), shape=(4,))
    two = builder.add("InputLayer", at=(300, 0), shape=(4,))
    dense = builder.add("Dense", one, at=(0, 300), units=2)
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    x, y = hand.output(one)
    hand.drag((x, y + 18), hand.output(two))
    assert wires(session) == {(two, dense)}
    once.check()


def test_a_wire_is_taken_by_its_end_and_a_click_there_selects_it(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    one = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", one, at=(0, 300), units=2)
    other = builder.add("Dense", at=(300, 300), units=2)
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    x, y = hand.input(dense)
    hand.click((x, y - 18))
    assert view.canvas.wiring.selected == {(dense, ("inputs",))}
    once.unchanged()
    hand.drag((x, y - 18), hand.input(other))
    assert wires(session) == {(one, other)}
    once.check()


# 12 Lazy connect


def test_alt_and_the_right_button_connect_two_cards(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", at=(300, 200), units=2)
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    hand.drag(hand.centre(image), hand.centre(dense), ALT, RIGHT)
    assert wires(session) == {(image, dense)}
    once.check()
    hand.drag(hand.centre(dense), hand.centre(image), ALT, RIGHT)
    assert wires(session) == {(image, dense)}
