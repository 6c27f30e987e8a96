"""Rows 15 to 20: duplicates, the clipboard, pictures and code, undo and redo."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMenu

from core.graph.model import Graph
from core.storage import schema
from tests.gui.canvas.networks import Builder, chain
from tests.gui.interactions.row import ALT, CTRL, LEFT, NONE, SHIFT, Desk, Key, Row, pressing

AT = (270.0, 200.0)


def three() -> Graph:
    return chain("InputLayer", "Dense", "Dense")


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


# 15, 16 Duplicate


def duplicate_and_carry(desk: Desk) -> None:
    desk.point_at((0, 120))
    desk.key(Key.Key_D, CTRL)
    assert desk.place("n4") == (24.0, 144.0) and desk.session.selection == {"n4"}
    desk.hand.move((150, 200))
    desk.hand.move((300, 260))
    desk.hand.click((300, 260))


def copy_is_carried(desk: Desk) -> None:
    assert desk.place("n4") == (324.0, 284.0) and desk.kind("n4") == "Dense" and desk.view.gesture is None
    assert desk.wires() == {("n1", "n2"), ("n2", "n3")}


def control_drag(desk: Desk) -> None:
    desk.view.snaps = False
    desk.hand.drag((60, 120), (340, 190), CTRL)


def copies_are_dropped(desk: Desk) -> None:
    assert desk.place("n4") == (280.0, 190.0) and desk.place("n2") == (0.0, 120.0)
    assert desk.wires() == {("n1", "n2"), ("n2", "n3"), ("n4", "n5")} and desk.session.selection == {"n4", "n5"}


def copy_has_the_same_input(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2"), ("n2", "n3"), ("n1", "n4")} and desk.place("n4") == (24.0, 144.0)


# 17, 18 The clipboard


def copied(desk: Desk) -> None:
    """Something was copied before the row begins."""
    desk.key(Key.Key_C, CTRL)
    assert clipboard()


def holds_both_layers(desk: Desk) -> None:
    assert len(json.loads(clipboard())["graph"]["nodes"]) == 2  # readable wherever it is pasted
    fragment = schema.decode_fragment(clipboard())
    assert fragment is not None and [layer.class_name for layer in fragment.layers.values()] == ["Dense", "Dense"]


def is_cut_out(desk: Desk) -> None:
    assert set(desk.graph.nodes) == {"n1"} and desk.wires() == set()
    holds_both_layers(desk)


def paste_at_pointer(desk: Desk) -> None:
    desk.point_at(AT)
    desk.key(Key.Key_V, CTRL)


def came_without_wires(desk: Desk) -> None:
    assert desk.kinds() == ["InputLayer", "Dense", "Dense", "Dense", "Dense"]
    assert desk.wires() == {("n1", "n2"), ("n2", "n3"), ("n4", "n5")} and desk.session.selection == {"n4", "n5"}
    (ax, ay), (bx, by) = desk.place("n4"), desk.place("n5")
    assert abs((ax + bx) / 2 - AT[0]) <= 1 and abs((ay + by) / 2 - AT[1]) <= 1


def paste_with_wires(desk: Desk) -> None:
    desk.point_at(AT)
    desk.key(Key.Key_V, CTRL | SHIFT)


def came_with_wires(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2"), ("n2", "n3"), ("n1", "n4"), ("n4", "n5")}


# 19 Code and picture


def holds_code(desk: Desk) -> None:
    text = clipboard()
    assert "keras" in text and text.count("layers.Dense(") == 2
    compile(text, "clipboard", "exec")


def choose_picture(desk: Desk) -> None:
    choose_in_menu(desk, "Edit", "edit.copy_picture")


def choose_in_menu(desk: Desk, title: str, action_id: str) -> None:
    """Open a menu of the menu bar with the mouse, and click what is in it."""
    bar = desk.window.menuBar()
    entry = next(action for action in bar.actions() if action.text().replace("&", "") == title)
    QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(entry).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    place = menu.actionGeometry(desk.window.actions_by_id[action_id]).center()
    QTest.mouseMove(menu, place)
    QTest.mouseClick(menu, LEFT, NONE, place)


def holds_a_picture(desk: Desk) -> None:
    image = QGuiApplication.clipboard().image()
    assert image.width() > 200 and image.height() > 300
    colors = {image.pixelColor(QPoint(x, image.height() // 2)).name() for x in range(0, image.width(), 4)}
    assert len(colors) > 3  # a card, not an empty sheet


# 20 Undo, redo


def deleted_and_undone(desk: Desk) -> None:
    desk.key(Key.Key_Delete)
    desk.key(Key.Key_Z, CTRL)


def all_is_back(desk: Desk) -> None:
    assert desk.graph == three() and desk.session.document.redo_label is not None


def is_deleted_again(desk: Desk) -> None:
    assert set(desk.graph.nodes) == {"n1", "n3"} and desk.session.document.redo_label is None


def choose_step(desk: Desk) -> None:
    """Delete, open the history by its key, and click the step before."""
    desk.key(Key.Key_Delete)
    desk.key(Key.Key_Z, CTRL | ALT)
    steps = desk.focus()
    assert isinstance(steps, QListView) and steps.accessibleName() == "History"
    desk.qtbot.waitUntil(lambda: steps.model().rowCount() == 2)
    QTest.mouseClick(steps.viewport(), LEFT, pos=steps.visualRect(steps.model().index(desk.cursor, 0)).center())


def walk_and_come_back(desk: Desk) -> None:
    """Back to the beginning and forward again, by keys alone."""
    desk.key(Key.Key_Delete)
    desk.key(Key.Key_Z, CTRL | ALT)
    for key in (Key.Key_Home, Key.Key_Return, Key.Key_End, Key.Key_Return):
        desk.key(key)


def trained_net() -> Graph:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    builder.add("Dense", image, at=(0, 120), units=2)
    return builder.graph


def type_in_inspector(desk: Desk) -> None:
    desk.key(Key.Key_Return)
    field = desk.focus()
    assert isinstance(field, QLineEdit) and field.accessibleName() == "units"
    field.selectAll()
    desk.type("64")
    desk.key(Key.Key_Return)


def has_more_units(desk: Desk) -> None:
    assert desk.graph.layer_of("n2").params["units"] == 64


def type_and_take_back(desk: Desk) -> None:
    type_in_inspector(desk)
    desk.key(Key.Key_Z, CTRL)


def has_units_as_before(desk: Desk) -> None:
    assert desk.graph.layer_of("n2").params["units"] == 2 and desk.session.document.redo_label is not None
    field = desk.focus()
    assert isinstance(field, QLineEdit) and field.text() == "2"


ROWS: tuple[Row, ...] = (
    Row(15, "Ctrl+D", three, ("n2",), duplicate_and_carry, copy_is_carried),
    Row(15, "Ctrl+drag", three, ("n2", "n3"), control_drag, copies_are_dropped),
    Row(16, "Ctrl+Shift+D", three, ("n2",), pressing(Key.Key_D, CTRL | SHIFT), copy_has_the_same_input),
    Row(17, "Ctrl+C", three, ("n2", "n3"), pressing(Key.Key_C, CTRL), holds_both_layers, steps=0),
    Row(17, "Ctrl+X", three, ("n2", "n3"), pressing(Key.Key_X, CTRL), is_cut_out),
    Row(17, "Ctrl+V", three, ("n2", "n3"), paste_at_pointer, came_without_wires, ready=copied),
    Row(18, "Ctrl+Shift+V", three, ("n2", "n3"), paste_with_wires, came_with_wires, ready=copied),
    Row(19, "Ctrl+Shift+C", three, ("n2", "n3"), pressing(Key.Key_C, CTRL | SHIFT), holds_code, steps=0),
    Row(19, "menu, image", three, (), choose_picture, holds_a_picture, steps=0),
    Row(20, "Ctrl+Z", three, ("n2",), deleted_and_undone, all_is_back, steps=0),
    Row(20, "Ctrl+Shift+Z", three, ("n2",), pressing(Key.Key_Z, CTRL | SHIFT), is_deleted_again, ready=deleted_and_undone),
    Row(20, "Ctrl+Y", three, ("n2",), pressing(Key.Key_Y, CTRL), is_deleted_again, ready=deleted_and_undone),
    Row(20, "history, click", three, ("n2",), choose_step, all_is_back, steps=0),
    Row(20, "history, keys", three, ("n2",), walk_and_come_back, is_deleted_again),
    Row(20, "a parameter typed in the inspector", trained_net, ("n2",), type_in_inspector, has_more_units),
    Row(20, "Ctrl+Z in the inspector", trained_net, ("n2",), type_and_take_back, has_units_as_before, steps=0),
)  # fmt: skip
