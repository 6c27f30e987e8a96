"""Rows 32 to 37: bypass, freeze, collapse, blocks, frames and notes, another type of layer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from core.graph import edits
from core.graph.model import Frame, Graph, Note
from gui.canvas.chevron import chevron_centre
from gui.canvas.style import COLLAPSED_HEIGHT, COLLAPSED_WIDTH
from gui.canvas.text_overlay import TextOverlay
from gui.forms.editors import BoolEditor
from tests.gui.canvas.networks import Builder, chain
from tests.gui.interactions.asked import choose_at
from tests.gui.interactions.row import ALT, CTRL, LEFT, NONE, SHIFT, Desk, Key, Place, Row, pressing


def three() -> Graph:
    return chain("InputLayer", "Dense", "Dense")


def with_dropout() -> Graph:
    return chain("InputLayer", "Dropout", "Dense")


def narrowing() -> Graph:
    """The layer in the middle changes the shape of what it gets."""
    builder = Builder()
    last = builder.add("InputLayer", at=(0, 0), shape=(8,))
    last = builder.add("Dense", last, at=(0, 120), units=5)
    builder.add("Dense", last, at=(0, 240), units=2)
    return builder.graph


# 32 Bypass


def bypassed(on: bool) -> Callable[[Desk], None]:
    def check(desk: Desk) -> None:
        assert desk.graph.nodes["n2"].bypassed is on and desk.scene.nodes["n2"].card.bypassed is on
        assert desk.wires() == {("n1", "n2"), ("n2", "n3")}

    return check


def bypass_with_projection(desk: Desk) -> None:
    desk.key(Key.Key_M)
    banner = desk.window.banner
    assert banner.isVisible() and "changes the shape" in banner.text and desk.saved() == desk.before
    button = next(b for b in banner.findChildren(QPushButton) if b.isVisible() and "projection" in b.text())
    QTest.mouseClick(button, LEFT)


def projection_stands_in(desk: Desk) -> None:
    assert desk.graph.nodes["n2"].bypassed and desk.wires() == {("n1", "n2"), ("n2", "n4"), ("n4", "n3")}
    assert desk.kind("n4") == "Dense" and desk.graph.layer_of("n4").params["units"] == 5


# 33 Freeze


def frozen(*nodes: str) -> Callable[[Desk], None]:
    """Exactly these do not train, and their cards say so."""

    def check(desk: Desk) -> None:
        found = {node for node in desk.graph.nodes if desk.graph.layer_of(node).params.get("trainable") is False}
        assert found == set(nodes) == {node for node, item in desk.scene.nodes.items() if item.card.frozen}

    return check


def freeze_in_inspector(desk: Desk) -> None:
    """Open the advanced parameters and switch ``trainable`` off with the mouse."""
    inspector = desk.window.inspector
    heading = next(b for b in inspector.findChildren(QToolButton) if b.isVisible() and b.text().startswith("Advanced"))
    QTest.mouseClick(heading, LEFT)
    switches = [editor for editor in inspector.findChildren(BoolEditor) if editor.isVisible()]
    editor = next(found for found in switches if found.switch.accessibleName() == "trainable")
    assert editor.switch.isChecked()
    QTest.mouseClick(editor.switch, LEFT, NONE, QPoint(10, editor.switch.height() // 2))


# 34 Collapse


def small(*nodes: str) -> Callable[[Desk], None]:
    """Exactly these are small, and their wires end at their ports."""

    def check(desk: Desk) -> None:
        assert desk.graph.layout.collapsed == set(nodes)
        for node in nodes:
            item = desk.scene.nodes[node]
            assert (item.body.width(), item.body.height()) == (COLLAPSED_WIDTH, COLLAPSED_HEIGHT)
            assert item.output_point(0)[1] == item.pos().y() + COLLAPSED_HEIGHT / 2

    return check


def click_chevron(desk: Desk) -> None:
    """It is seen while the pointer is on the card, and means that card, whatever is selected."""
    item = desk.scene.nodes["n2"]
    place = (item.pos() + chevron_centre(item.body)).toTuple()
    corner = QRectF(*place, 0, 0).adjusted(-6, -6, 6, 6)
    pixels = desk.view.viewportTransform().mapRect(corner).toAlignedRect()
    desk.hand.move((300, 120))
    hidden = desk.view.grab(pixels).toImage()
    desk.hand.move((0, 120))
    assert item.hovered and desk.view.grab(pixels).toImage() != hidden
    desk.hand.click(place)
    assert desk.session.selection == {"n3"}


# 35 Blocks


def make_block(desk: Desk) -> None:
    """The selected layers become a block, which is selected."""
    desk.key(Key.Key_G, CTRL)
    assert len(desk.session.selection) == 1


def is_block(desk: Desk) -> None:
    (block,) = desk.session.selection
    assert set(desk.graph.nodes) == {"n1", block, "n4"} and desk.wires() == {("n1", block), (block, "n4")}
    inner = desk.session.project.blocks[desk.graph.layer_of(block).block or ""].graph
    kinds = [inner.layer_of(node).class_name for node in inner.nodes]
    assert sorted(kinds) == ["Dense", "Dense", "InputLayer"]


def is_written_out(desk: Desk) -> None:
    assert desk.kinds().count("Dense") == 3 and len(desk.graph.nodes) == 4 and len(desk.wires()) == 3
    assert all(layer.block is None for layer in desk.graph.layers.values()) and len(desk.session.selection) == 2


def double_click_block(desk: Desk) -> None:
    (block,) = desk.session.selection
    desk.double_click(desk.scene.centre(block))


def is_inside(desk: Desk) -> None:
    """The graph of the block is shown, and where one is stands above it."""
    assert desk.session.scope == "block" and desk.kinds().count("Dense") == 2
    QApplication.processEvents()
    crumbs = [button.text() for button in desk.window.breadcrumb.findChildren(QToolButton) if button.isVisible()]
    assert crumbs == ["Model", "block"]


def enter_block(desk: Desk) -> None:
    make_block(desk)
    desk.key(Key.Key_Return)
    is_inside(desk)


def escape_twice(desk: Desk) -> None:
    """The first one only takes the selection away."""
    desk.key(Key.Key_A, CTRL)
    desk.key(Key.Key_Escape)
    assert not desk.session.selection
    is_inside(desk)
    desk.key(Key.Key_Escape)


def click_breadcrumb(desk: Desk) -> None:
    buttons = desk.window.breadcrumb.findChildren(QToolButton)
    button = next(found for found in buttons if found.isVisible() and found.text() == "Model")
    QTest.mouseClick(button, LEFT)


def is_outside(desk: Desk) -> None:
    assert desk.session.trail == () and len(desk.graph.nodes) == 3 and desk.window.breadcrumb.isHidden()


# 36 Frames and notes


def framed() -> Graph:
    """Three layers; a frame around the second, in it a note, and another note elsewhere."""
    graph = edits.put_frame(three(), Frame("f", "Hidden", -160.0, 60.0, 320.0, 120.0, "blue"))
    graph = edits.put_note(graph, Note("t", "Why?", 180.0, -40.0, 120.0, 60.0))
    return edits.put_note(graph, Note("inside", "here", 110.0, 140.0, 45.0, 30.0))


def writing(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, end: Qt.KeyboardModifier) -> Callable[[Desk], None]:
    """The key, then the text, which goes where the cursor is at once; Enter (with Ctrl for a note) keeps it."""

    def do(desk: Desk) -> None:
        desk.key(key, modifiers)
        assert isinstance(desk.focus(), TextOverlay)
        desk.type(text)
        desk.key(Key.Key_Return, end)
        assert desk.view.hasFocus()

    return do


def frame_is_around(desk: Desk) -> None:
    (frame,) = desk.graph.layout.frames.values()
    box = QRectF(frame.x, frame.y, frame.width, frame.height)
    assert frame.title == "The head" and desk.session.selection == {frame.id}
    for node, within in (("n1", False), ("n2", True), ("n3", True)):
        assert box.contains(desk.scene.nodes[node].sceneBoundingRect().adjusted(12, 12, -12, -12)) is within


def note_is_there(desk: Desk) -> None:
    (note,) = desk.graph.layout.notes.values()
    assert note.text == "Why so wide?" and desk.session.selection == {note.id}
    assert desk.view.visible_box().contains(desk.scene.decorations.box(note.id))


def note_at_pointer(desk: Desk) -> None:
    desk.point_at((200, 60))
    writing(Key.Key_C, SHIFT, "Why so wide?", CTRL)(desk)
    (note,) = desk.graph.layout.notes.values()
    assert abs(note.x - 200) <= 1 and abs(note.y - 60) <= 1


FRAME_TITLE: Place = (-100, 75)


def drag_frame(desk: Desk) -> None:
    desk.hand.drag(FRAME_TITLE, (-60, 175))


def frame_takes_along(desk: Desk) -> None:
    layout, before = desk.graph.layout, framed().layout
    assert (layout.frames["f"].x, layout.frames["f"].y) == (-120.0, 160.0)
    assert layout.positions["n2"] == (40.0, 220.0)
    assert (layout.notes["inside"].x, layout.notes["inside"].y) == (150.0, 240.0)
    assert layout.positions["n3"] == before.positions["n3"] and layout.notes["t"] == before.notes["t"]


def drag_frame_with_alt(desk: Desk) -> None:
    """Alt goes down on the way: what the frame had taken along goes back."""
    desk.hand.press(FRAME_TITLE)
    desk.hand.sweep(FRAME_TITLE, (-60, 75))
    assert desk.hand.centre("n2") == (40.0, 120.0)
    desk.hover((-60, 75), LEFT, ALT)
    assert desk.hand.centre("n2") == (0.0, 120.0)
    desk.hand.release((-60, 75), ALT)


def frame_moved_alone(desk: Desk) -> None:
    layout, before = desk.graph.layout, framed().layout
    assert layout.frames["f"].x == -120.0
    assert layout.positions == before.positions and layout.notes == before.notes


def drag_edge(desk: Desk) -> None:
    desk.hand.drag((160, 120), (200, 120))


def edge_has_moved(desk: Desk) -> None:
    frame = desk.graph.layout.frames["f"]
    assert (frame.x, frame.y, frame.width, frame.height) == (-160, 60, 360, 120)


def given_up(desk: Desk) -> None:
    desk.hand.press(FRAME_TITLE)
    desk.hand.sweep(FRAME_TITLE, (0, 175))
    desk.key(Key.Key_Escape)
    desk.hand.release((0, 175))


def nothing_moved(desk: Desk) -> None:
    assert desk.scene.decorations.box("f") == QRectF(-160, 60, 320, 120) and desk.hand.centre("n2") == (0.0, 120.0)


# 37 Replace


def take_conv(desk: Desk) -> None:
    popup = desk.window.adding.popup
    assert popup.isVisible() and popup.search.hasFocus()
    desk.type("conv2d")
    desk.key(Key.Key_Return)


def replace_by_key(desk: Desk) -> None:
    desk.key(Key.Key_S, SHIFT)
    take_conv(desk)


def replace_by_menu(desk: Desk) -> None:
    choose_at(desk, (0, 120), "model.replace")
    take_conv(desk)


def is_replaced(desk: Desk) -> None:
    """What both types have stays: the wires, and units as filters."""
    layer = desk.graph.layer_of("n2")
    assert layer.class_name == "Conv2D" and layer.params["filters"] == 5
    assert desk.wires() == {("n1", "n2"), ("n2", "n3")} and desk.session.selection == {"n2"}
    assert desk.window.adding.popup.isHidden() and desk.view.hasFocus()


def four() -> Graph:
    return chain("InputLayer", "Dense", "Dense", "Dense")


PAIR = ("n2", "n3")
BYPASSED, FROZEN, SMALL = pressing(Key.Key_M), pressing(Key.Key_F, SHIFT), pressing(Key.Key_H)
TITLE = writing(Key.Key_C, NONE, "The head", NONE)

ROWS: tuple[Row, ...] = (
    Row(32, "M", with_dropout, ("n2",), BYPASSED, bypassed(True)),
    Row(32, "M again", with_dropout, ("n2",), BYPASSED, bypassed(False), ready=BYPASSED),
    Row(32, "Ctrl+B", with_dropout, ("n2",), pressing(Key.Key_B, CTRL), bypassed(True)),
    Row(32, "M, with a projection", narrowing, ("n2",), bypass_with_projection, projection_stands_in, ready=Desk.analyse),
    Row(33, "Shift+F", three, ("n1", *PAIR), FROZEN, frozen("n2", "n3")),
    Row(33, "Shift+F again", three, PAIR, FROZEN, frozen(), ready=FROZEN),
    Row(33, "inspector", three, PAIR, freeze_in_inspector, frozen("n2", "n3")),
    Row(34, "H", three, PAIR, SMALL, small("n2", "n3")),
    Row(34, "H again", three, PAIR, SMALL, small(), ready=SMALL),
    Row(34, "chevron", three, ("n3",), click_chevron, small("n2")),
    Row(34, "chevron of a small card", three, ("n3",), click_chevron, small(), ready=click_chevron),
    Row(35, "Ctrl+G", four, PAIR, make_block, is_block),
    Row(35, "Ctrl+Shift+G", four, PAIR, pressing(Key.Key_G, CTRL | SHIFT), is_written_out, ready=make_block),
    Row(35, "double-click block", four, PAIR, double_click_block, is_inside, 0, ready=make_block),
    Row(35, "Enter on block", four, PAIR, pressing(Key.Key_Return), is_inside, 0, ready=make_block),
    Row(35, "Alt+Down", four, PAIR, pressing(Key.Key_Down, ALT), is_inside, 0, ready=make_block),
    Row(35, "Esc in block", four, PAIR, escape_twice, is_outside, 0, ready=enter_block),
    Row(35, "Alt+Up", four, PAIR, pressing(Key.Key_Up, ALT), is_outside, 0, ready=enter_block),
    Row(35, "breadcrumb", four, PAIR, click_breadcrumb, is_outside, 0, ready=enter_block),
    Row(36, "C", three, PAIR, TITLE, frame_is_around, 2),
    Row(36, "Shift+C", three, (), note_at_pointer, note_is_there, 2),
    Row(36, "drag frame", framed, (), drag_frame, frame_takes_along),
    Row(36, "drag frame, Esc", framed, (), given_up, nothing_moved, 0),
    Row(36, "Alt while dragging", framed, (), drag_frame_with_alt, frame_moved_alone),
    Row(36, "drag edge", framed, (), drag_edge, edge_has_moved),
    Row(37, "Shift+S", narrowing, ("n2",), replace_by_key, is_replaced),
    Row(37, "right-click > Replace", narrowing, ("n3",), replace_by_menu, is_replaced),
)  # fmt: skip
