"""Rows 9 to 14: cutting, disconnecting, moving and making wires, and the dots that they are led through."""

from __future__ import annotations

from core.graph import edits
from core.graph.model import Graph
from gui.canvas.routing import distance_to
from tests.gui.canvas.networks import Builder, chain
from tests.gui.canvas.steps import fork
from tests.gui.interactions.row import ALT, CTRL, RIGHT, SHIFT, Desk, Key, Row, pressing

ABOVE, BELOW = (-150.0, 60.0), (150.0, 140.0)
"""A stroke between them crosses the upper wire of ``spread`` and nothing else."""


def spread() -> Graph:
    """Three layers below each other with room between."""
    return chain("InputLayer", "Dense", "Dense", step=200)


def is_cut(desk: Desk) -> None:
    assert desk.wires() == {("n2", "n3")} and set(desk.graph.nodes) == {"n1", "n2", "n3"}


# 9 Cut wires


def knife(desk: Desk) -> None:
    desk.hand.drag(ABOVE, BELOW, CTRL, RIGHT)


def knife_with_alt(desk: Desk) -> None:
    desk.hand.drag(ABOVE, BELOW, ALT)


def knife_with_y(desk: Desk) -> None:
    with desk.held(Key.Key_Y):
        desk.hand.press(ABOVE)
        desk.hand.sweep(ABOVE, BELOW)
        assert desk.scene.wiring.items[("n2", ("inputs",))].is_refused
        desk.hand.release(BELOW)


def is_cut_and_the_knife_is_away(desk: Desk) -> None:
    is_cut(desk)
    assert desk.view.armed.cursor is None


# 10 Disconnect


def alt_click_port(desk: Desk) -> None:
    desk.hand.click(desk.hand.input("n2"), ALT)


def alt_click_wire(desk: Desk) -> None:
    desk.hand.click((0, 100), ALT)


def alt_click_output(desk: Desk) -> None:
    desk.hand.click(desk.hand.output("n1"), ALT)


def all_its_wires_are_gone(desk: Desk) -> None:
    assert desk.wires() == set() and len(desk.graph.nodes) == 4


def select_wire_and_delete(desk: Desk) -> None:
    desk.hand.click((0, 100))
    assert desk.scene.wiring.selected == {("n2", ("inputs",))} and not desk.session.selection
    desk.key(Key.Key_Delete)


# 11 Move a wire's end


def two_sinks() -> Graph:
    builder = Builder()
    one = builder.add("InputLayer", at=(0, 0), shape=(4,))
    builder.add("Dense", one, at=(0, 300), units=2)
    builder.add("Dense", at=(300, 300), units=2)
    return builder.graph


def move_end(desk: Desk) -> None:
    x, y = desk.hand.input("n2")
    desk.hand.drag((x, y - 18), desk.hand.input("n3"))


def is_moved(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n3")}


def forked() -> Graph:
    """n1 feeds n3 and n4; n2 feeds nothing."""
    return fork()[0].graph


def move_all(desk: Desk) -> None:
    desk.hand.drag(desk.hand.output("n1"), desk.hand.output("n2"), CTRL)


def drop_all(desk: Desk) -> None:
    desk.hand.drag(desk.hand.output("n1"), (400, 330), CTRL)


def all_are_moved(desk: Desk) -> None:
    assert desk.wires() == {("n2", "n3"), ("n2", "n4")}


# 12, 13 Connect and disconnect what is selected


def loose() -> Graph:
    builder = Builder()
    builder.add("Dense", at=(0, 300), units=2)
    builder.add("InputLayer", at=(0, 0), shape=(4,))
    builder.add("ReLU", at=(0, 150))
    return builder.graph


def are_connected_downwards(desk: Desk) -> None:
    assert desk.wires() == {("n2", "n3"), ("n3", "n1")}


def apart() -> Graph:
    builder = Builder()
    builder.add("InputLayer", at=(0, 0), shape=(4,))
    builder.add("Dense", at=(300, 200), units=2)
    return builder.graph


def lazy(desk: Desk) -> None:
    desk.hand.drag(desk.hand.centre("n1"), desk.hand.centre("n2"), ALT, RIGHT)


def are_joined(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2")} and desk.place("n2") == (300.0, 200.0)


def four() -> Graph:
    return chain("InputLayer", "Dense", "Dense", "Dense")


def are_apart(desk: Desk) -> None:
    assert desk.wires() == {("n3", "n4")} and len(desk.graph.nodes) == 4


# 14 Dots


def dots(desk: Desk) -> dict[str, tuple[tuple[float, float], ...]]:
    return {key[0]: points for key, points in desk.graph.layout.reroutes.items()}


def double_click_wire(desk: Desk) -> None:
    desk.double_click((3, 100))


def has_a_dot(desk: Desk) -> None:
    assert dots(desk) == {"n2": ((0.0, 100.0),)} and desk.wires() == {("n1", "n2"), ("n2", "n3")}
    assert desk.graph.nodes == spread().nodes and desk.window.adding.popup.isHidden()


def stroke_across(desk: Desk) -> None:
    left, right = desk.hand.input("n3"), desk.hand.input("n4")
    desk.hand.drag((left[0] - 40, left[1] - 8), (right[0] + 40, right[1] - 8), SHIFT, RIGHT)


def both_have_dots(desk: Desk) -> None:
    assert {node: len(points) for node, points in dots(desk).items()} == {"n3": 1, "n4": 1}
    assert desk.graph.nodes == forked().nodes


def dotted() -> Graph:
    return edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 120), (0, 180)])


def double_click_dot(desk: Desk) -> None:
    desk.double_click((0, 180))


def alt_click_dot(desk: Desk) -> None:
    desk.hand.click((0, 180), ALT)


def delete_dot(desk: Desk) -> None:
    desk.hand.click((0, 180))
    desk.key(Key.Key_Delete)


def drag_dot(desk: Desk) -> None:
    desk.hand.drag((0, 180), (120, 190))


def one_dot_is_left(desk: Desk) -> None:
    assert dots(desk) == {"n2": ((0.0, 120.0),)} and desk.wires() == {("n1", "n2")}


def dot_is_moved(desk: Desk) -> None:
    assert dots(desk) == {"n2": ((0.0, 120.0), (120.0, 190.0))}
    assert distance_to(desk.scene.wiring.items[("n2", ("inputs",))].points, 120, 190) < 0.01


ROWS: tuple[Row, ...] = (
    Row(9, "Ctrl+RMB drag", spread, (), knife, is_cut),
    Row(9, "Alt+LMB drag on empty", spread, (), knife_with_alt, is_cut),
    Row(9, "hold Y + drag", spread, (), knife_with_y, is_cut_and_the_knife_is_away),
    Row(10, "Alt+click port", spread, (), alt_click_port, is_cut),
    Row(10, "Alt+click wire", spread, (), alt_click_wire, is_cut),
    Row(10, "Alt+click output port", forked, (), alt_click_output, all_its_wires_are_gone),
    Row(10, "select wire + Del", spread, (), select_wire_and_delete, is_cut),
    Row(11, "drag near wire end", two_sinks, (), move_end, is_moved),
    Row(11, "Ctrl+drag port", forked, (), move_all, all_are_moved),
    Row(11, "Ctrl+drag port to nothing", forked, (), drop_all, all_its_wires_are_gone),
    Row(12, "Ctrl+L", loose, ("n1", "n2", "n3"), pressing(Key.Key_L, CTRL), are_connected_downwards),
    Row(12, "Alt+RMB drag from body to body", apart, (), lazy, are_joined),
    Row(13, "Ctrl+Shift+L", four, ("n1", "n2"), pressing(Key.Key_L, CTRL | SHIFT), are_apart),
    Row(14, "double-click wire", spread, (), double_click_wire, has_a_dot),
    Row(14, "Shift+RMB drag across wire", forked, (), stroke_across, both_have_dots),
    Row(14, "double-click dot", dotted, (), double_click_dot, one_dot_is_left),
    Row(14, "Alt+click dot", dotted, (), alt_click_dot, one_dot_is_left),
    Row(14, "select dot + Del", dotted, (), delete_dot, one_dot_is_left),
    Row(14, "drag dot", dotted, (), drag_dot, dot_is_moved),
)  # fmt: skip
