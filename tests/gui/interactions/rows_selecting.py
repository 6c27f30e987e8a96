"""Rows 21 to 24: boxes, the lasso, all and none, what leads to a layer and what depends on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from core.graph import edits
from core.graph.model import Frame, Graph, Note
from tests.gui.canvas.networks import Builder, chain
from tests.gui.interactions.row import ALT, CTRL, NONE, SHIFT, Desk, Key, Place, Row, pressing

Modifiers = Qt.KeyboardModifier


def four() -> Graph:
    """Four layers below each other, their middles at x = 0 and y = 0, 120, 240 and 360."""
    return chain("InputLayer", "Dense", "Dense", "Dense")


def decorated() -> Graph:
    """The same with a frame on the right of the second, and a note on the right of the last."""
    graph = edits.put_frame(four(), Frame("f", "Here", 160.0, 80.0, 120.0, 80.0))
    return edits.put_note(graph, Note("t", "Why?", 160.0, 340.0, 100.0, 50.0))


def forked() -> Graph:
    """n1 feeds n2 and n3, both go through n4, and that feeds n5; n2 has n6 beside it."""
    builder = Builder()
    one = builder.add("InputLayer", at=(0, 0), shape=(4,))
    left = builder.add("Dense", one, at=(-150, 120), units=4)
    right = builder.add("Dense", one, at=(150, 120), units=4)
    both = builder.add("Add", [left, right], at=(0, 240))
    builder.add("Dense", both, at=(0, 360), units=2)
    builder.add("Dense", one, at=(400, 240), units=3)
    return builder.graph


def selects(*wanted: str) -> Callable[[Desk], None]:
    """Exactly these are selected, and their cards show it."""

    def check(desk: Desk) -> None:
        assert desk.session.selection == set(wanted)
        shown = {node_id for node_id, item in desk.scene.nodes.items() if item.selected}
        shown |= {item_id for item_id, item in desk.scene.decorations.items.items() if item.selected}
        assert shown == set(wanted) and desk.scene.marks == []

    return check


def boxing(start: Place, end: Place, modifiers: Modifiers = NONE) -> Callable[[Desk], None]:
    return lambda desk: desk.hand.drag(start, end, modifiers)


def containing(start: Place, end: Place) -> Callable[[Desk], None]:
    """The same where a box from left to right is to contain what it takes."""

    def do(desk: Desk) -> None:
        desk.view.box_contains = True
        desk.hand.drag(start, end)

    return do


def box_by_key(desk: Desk) -> None:
    """Taken up by its key, the box may begin on a card, which stays where it is."""
    desk.key(Key.Key_B)
    desk.hand.drag((-60, 0), (40, 130))
    assert desk.view.armed.cursor is None  # used once


def box_by_held_key(desk: Desk) -> None:
    with desk.held(Key.Key_B):
        desk.hand.drag((60, 360), (40, 230))
        assert desk.session.selection == {"n3", "n4"}
        desk.hand.drag((60, 120), (40, 130))


def box_put_away(desk: Desk) -> None:
    desk.key(Key.Key_B)
    assert desk.view.armed.cursor is not None
    desk.key(Key.Key_Escape)
    assert desk.view.armed.cursor is None


def clicking(place: Place, modifiers: Modifiers = NONE) -> Callable[[Desk], None]:
    return lambda desk: desk.hand.click(place, modifiers)


def lasso(modifiers: Modifiers, *, given_up: bool = False) -> Callable[[Desk], None]:
    """An outline around the second card that cuts into the third."""

    def do(desk: Desk) -> None:
        places = ((-170.0, 60.0), (170.0, 60.0), (170.0, 230.0), (-30.0, 230.0), (-170.0, 170.0))
        desk.hand.press(places[0], modifiers)
        for place in places[1:]:
            desk.hand.move(place)
        assert len(desk.scene.marks) == 1
        if given_up:
            desk.key(Key.Key_Escape)
        desk.hand.release(places[-1], modifiers)

    return do


def given_up(desk: Desk) -> None:
    desk.hand.press((-200, 60))
    desk.hand.sweep((-200, 60), (-40, 400))
    assert desk.session.selection == {"n2", "n3", "n4"}
    desk.key(Key.Key_Escape)
    desk.hand.release((-40, 400))


def shift_clicks_in_the_middle(desk: Desk) -> None:
    desk.hand.click((-150, 120), SHIFT)
    desk.hand.click((0, 240), SHIFT)


EVERYTHING = ("n1", "n2", "n3", "n4", "f", "t")
LASSO = CTRL | ALT

ROWS: tuple[Row, ...] = (
    Row(21, "LMB drag empty", four, ("n4",), boxing((-200, 60), (-60, 190)), selects("n2"), 0),
    Row(21, "LMB drag empty over frames", decorated, (), boxing((140, 30), (300, 400)), selects("f", "t"), 0),
    Row(21, "LMB drag empty, Esc", four, ("n4",), given_up, selects("n4"), 0),
    Row(21, "LMB drag left to right, contained", four, (), containing((-200, 60), (130, 230)), selects("n2"), 0),
    Row(21, "LMB drag right to left, touched", four, (), containing((130, 230), (-60, 60)), selects("n2", "n3"), 0),
    Row(21, "Shift+LMB drag empty", four, ("n4",), boxing((-200, 60), (-60, 190), SHIFT), selects("n2", "n4"), 0),
    Row(21, "Ctrl+LMB drag empty", four, ("n2", "n4"), boxing((200, 60), (60, 250), CTRL), selects("n3", "n4"), 0),
    Row(21, "B", four, ("n4",), box_by_key, selects("n1", "n2"), 0),
    Row(21, "hold B", four, (), box_by_held_key, selects("n2"), 0),
    Row(21, "B, Esc", four, ("n4",), box_put_away, selects("n4"), 0),
    Row(21, "click", four, ("n3", "n4"), clicking((0, 120)), selects("n2"), 0),
    Row(21, "click one of several", four, ("n2", "n3"), clicking((0, 120)), selects("n2"), 0),
    Row(21, "click empty", four, ("n3", "n4"), clicking((-250, 60)), selects(), 0),
    Row(21, "Shift+click", forked, ("n1",), shift_clicks_in_the_middle, selects("n1", "n2", "n4"), 0),
    Row(21, "Ctrl+click", four, ("n2", "n4"), clicking((0, 120), CTRL), selects("n4"), 0),
    Row(22, "Ctrl+Alt+LMB drag", four, ("n4",), lasso(LASSO), selects("n2", "n3"), 0),
    Row(22, "Ctrl+Alt+Shift+LMB drag", four, ("n4",), lasso(LASSO | SHIFT), selects("n2", "n3", "n4"), 0),
    Row(22, "Ctrl+Alt+LMB drag, Esc", four, ("n4",), lasso(LASSO, given_up=True), selects("n4"), 0),
    Row(23, "Ctrl+A", decorated, ("n2",), pressing(Key.Key_A, CTRL), selects(*EVERYTHING), 0),
    Row(23, "Esc", decorated, EVERYTHING, pressing(Key.Key_Escape), selects(), 0),
    Row(23, "Ctrl+Shift+A", decorated, EVERYTHING, pressing(Key.Key_A, CTRL | SHIFT), selects(), 0),
    Row(23, "Ctrl+I", four, ("n2", "n4"), pressing(Key.Key_I, CTRL), selects("n1", "n3"), 0),
    Row(24, "Ctrl+[", forked, ("n2", "n6"), pressing(Key.Key_BracketLeft, CTRL), selects("n1", "n2", "n6"), 0),
    Row(24, "Ctrl+]", forked, ("n2",), pressing(Key.Key_BracketRight, CTRL), selects("n2", "n4", "n5"), 0),
    Row(24, "Shift+click left half", forked, ("n6",), clicking((-60, 240), SHIFT),
        selects("n1", "n2", "n3", "n4", "n6"), 0),
    Row(24, "Shift+click right half", forked, ("n6",), clicking((-90, 120), SHIFT), selects("n2", "n4", "n5", "n6"), 0),
)  # fmt: skip
