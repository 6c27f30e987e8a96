"""Rows 1 to 8: adding layers, sitting down on wires, deleting, taking out of chains."""

from __future__ import annotations

from core.catalog.offering import GROUPS
from core.graph import edits
from core.graph.model import Graph
from gui.canvas.mime import layer_data
from gui.canvas.placing import RANK_STEP
from gui.quick_add import QuickAdd
from tests.gui.canvas.networks import Builder, chain
from tests.gui.interactions.row import ALT, CTRL, LEFT, SHIFT, Desk, Key, Row, pressing

DENSE, RELU = "keras.layers.Dense", "keras.layers.ReLU"
FREE = (260.0, 40.0)


def popup(desk: Desk) -> QuickAdd:
    """The popup, open and with the focus."""
    found = desk.window.adding.popup
    assert found.isVisible() and found.search.hasFocus()
    return found


def enter(desk: Desk, word: str) -> None:
    """Search for a layer and take the first that is found."""
    popup(desk)
    desk.type(word)
    desk.key(Key.Key_Return)


def is_closed(desk: Desk) -> bool:
    return desk.window.adding.popup.isHidden() and desk.view.hasFocus()


# 1 Quick-add palette


def tab(desk: Desk) -> None:
    desk.point_at(FREE)
    desk.key(Key.Key_Tab)
    enter(desk, "cnn")  # an alias: the class is Conv2D


def stands_at_the_pointer(desk: Desk) -> None:
    assert desk.kinds() == ["InputLayer", "Dense", "Conv2D"] and desk.near("n3", FREE)
    assert desk.wires() == {("n1", "n2")} and desk.session.selection == {"n3"} and is_closed(desk)


def double_click_empty(desk: Desk) -> None:
    desk.double_click(FREE)
    enter(desk, "卷积")


def shift_a(desk: Desk) -> None:
    desk.point_at(FREE)
    desk.key(Key.Key_A, SHIFT)
    enter(desk, "conv2d")


def enter_places(desk: Desk) -> None:
    desk.point_at(FREE)
    desk.key(Key.Key_Tab)
    assert popup(desk).model.layers()
    desk.type("fc")
    row = popup(desk).current()
    assert row is not None and row.name == "Dense" and popup(desk).summary.text()
    desk.key(Key.Key_Enter)


def a_dense_came(desk: Desk) -> None:
    assert desk.kinds() == ["InputLayer", "Dense", "Dense"] and is_closed(desk)


def control_enter(desk: Desk) -> None:
    desk.key(Key.Key_Tab)
    for word in ("in", "conv", "pool", "gap", "dense"):
        popup(desk)
        desk.type(word)
        desk.key(Key.Key_Return, CTRL)
        assert popup(desk).search.text() == ""
    desk.key(Key.Key_Escape)


def all_came_in_a_row(desk: Desk) -> None:
    assert desk.kinds() == ["InputLayer", "Conv2D", "MaxPooling2D", "GlobalAveragePooling2D", "Dense"]
    nodes = list(desk.graph.nodes)
    assert desk.wires() == set(zip(nodes, nodes[1:], strict=False)) and is_closed(desk)
    assert not desk.window.training.is_running  # the same key trains when the canvas has the focus


# 2 Insert after selection


def tab_behind(desk: Desk) -> None:
    desk.key(Key.Key_Tab)
    enter(desk, "dropout")


def sits_behind_and_all_below_moved_on(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2"), ("n2", "n5"), ("n5", "n3"), ("n3", "n4")} and desk.kind("n5") == "Dropout"
    assert [desk.place(node)[1] for node in ("n2", "n5", "n3")] == [120.0, 120.0 + RANK_STEP, 120.0 + 2 * RANK_STEP]
    assert desk.place("n4")[1] - desk.place("n3")[1] == 120.0 and is_closed(desk)


# 3 Wire to empty space


def conv_net() -> Graph:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(8, 8, 1))
    builder.add("Conv2D", image, at=(0, 120), filters=4, kernel_size=3)
    return builder.graph


def wire_to_canvas(desk: Desk) -> None:
    desk.hand.drag(desk.hand.output("n2"), (240, 230))
    model = popup(desk).model
    desk.type("conv")
    desk.qtbot.waitUntil(lambda: all(row.preview is not None for row in model.layers()))
    groups = [row.group for row in model.layers()]
    assert set(groups) == {"fits", "converts", "not"} and groups == sorted(groups, key=GROUPS.index)
    assert all(row.preview is not None and row.preview.reason for row in model.layers() if row.group == "not")
    assert "4 × 4 × 32" in popup(desk).result.text()
    desk.key(Key.Key_Return)


def is_fed_where_the_wire_was_dropped(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2"), ("n2", "n3")} and desk.kind("n3") == "Conv2D"
    assert desk.near("n3", (240, 230)) and is_closed(desk)


def wire_to_list(desk: Desk) -> None:
    desk.hand.press(desk.hand.output("n2"))
    desk.hand.sweep(desk.hand.output("n2"), (240, 230))
    desk.hand.release((240, 230), SHIFT)
    assert {row.group for row in popup(desk).model.layers()} == {"fits"}  # one list, with nothing greyed
    enter(desk, "conv")


# 4 Start a wire from the body


def apart() -> Graph:
    builder = Builder()
    builder.add("InputLayer", at=(0, 0), shape=(4,))
    builder.add("Dense", at=(320, 220), units=2)
    return builder.graph


def alt_drag_far_away(desk: Desk) -> None:
    desk.look(zoom=0.25)
    desk.hand.drag(desk.hand.centre("n1"), desk.hand.centre("n2"), ALT)


def are_connected(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2")}
    assert desk.place("n1") == (0.0, 0.0) and desk.place("n2") == (320.0, 220.0)


# 5 Drop on a wire


def beside_a_wire() -> Graph:
    return edits.add_node(wide(), RELU, position=(280, 40))


def node_over_wire(desk: Desk) -> None:
    desk.hand.press((240, 40))
    desk.hand.sweep((240, 40), (-40, 100))
    assert desk.scene.wiring.items[("n2", ("inputs",))].is_target
    desk.hand.release((-40, 100))


def sits_on_the_wire(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n3"), ("n3", "n2")} and desk.kind("n3") == "ReLU"
    assert 0 < desk.place("n3")[1] < desk.place("n2")[1]


def node_with_alt(desk: Desk) -> None:
    desk.hand.press((240, 40))
    desk.hand.sweep((240, 40), (-40, 100))
    with desk.held(Key.Key_Alt):
        desk.hover((-40, 100), LEFT, ALT)
        assert not desk.scene.wiring.items[("n2", ("inputs",))].is_target
        desk.hand.release((-40, 100), ALT)


def only_moved(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2")} and desk.near("n3", (0, 100))


def palette_item_over_wire(desk: Desk) -> None:
    desk.hand.drop_data((6, 100), layer_data(RELU))


def palette_item_with_alt(desk: Desk) -> None:
    desk.hand.drop_data((6, 100), layer_data(RELU), ALT)


def only_added(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n2")} and desk.kind("n3") == "ReLU" and desk.session.selection == {"n3"}


# 6, 7 Delete, with and without a gap


def is_gone(desk: Desk) -> None:
    assert set(desk.graph.nodes) == {"n1", "n3"} and desk.wires() == set() and not desk.session.selection


def is_gone_and_healed(desk: Desk) -> None:
    assert set(desk.graph.nodes) == {"n1", "n3"} and desk.wires() == {("n1", "n3")}


def sequence() -> Graph:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(8, 8, 1))
    rows = builder.add("Reshape", image, at=(0, 120), target_shape=(8, 8))
    builder.add("LSTM", rows, at=(0, 240), argument="sequences", units=4)
    return builder.graph


def is_healed_and_says_what_is_wrong(desk: Desk) -> None:
    is_gone_and_healed(desk)
    desk.qtbot.waitUntil(desk.session.is_analysis_current)
    badge = desk.scene.nodes["n3"].card.badge
    assert badge is not None and badge.severity == "error"
    assert any(problem.fixes for problem in desk.session.problems_of("n3"))


def heal_and_mend(desk: Desk) -> None:
    desk.key(Key.Key_Delete, CTRL)
    desk.qtbot.waitUntil(desk.session.is_analysis_current)
    desk.key(Key.Key_Period, CTRL)


def is_mended(desk: Desk) -> None:
    assert desk.kinds() == ["InputLayer", "LSTM", "Reshape"] and desk.wires() == {("n1", "n4"), ("n4", "n3")}
    desk.qtbot.waitUntil(desk.session.is_analysis_current)
    assert desk.scene.nodes["n3"].card.badge is None


# 8 Pop out of the chain


def alt_drag(desk: Desk) -> None:
    desk.hand.drag((-60, 120), (240, 150), ALT)


def is_out_under_the_pointer(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n3")} and desk.place("n2") == (300.0, 150.0)


def is_out_and_aside(desk: Desk) -> None:
    assert desk.wires() == {("n1", "n3")} and desk.place("n2")[0] > 200.0 and desk.place("n2")[1] == 120.0


def two() -> Graph:
    return chain("InputLayer", "Dense")


def wide() -> Graph:
    return chain("InputLayer", "Dense", step=200)


def three() -> Graph:
    return chain("InputLayer", "Dense", "Dense")


def four() -> Graph:
    return chain("InputLayer", "Conv2D", "Flatten", "Dense")


ROWS: tuple[Row, ...] = (
    Row(1, "Tab", two, (), tab, stands_at_the_pointer),
    Row(1, "double-click empty", two, (), double_click_empty, stands_at_the_pointer),
    Row(1, "Shift+A", two, (), shift_a, stands_at_the_pointer),
    Row(1, "Enter", two, (), enter_places, a_dense_came),
    Row(1, "Ctrl+Enter", Graph, (), control_enter, all_came_in_a_row, steps=5),
    Row(2, "Tab with one node selected", four, ("n2",), tab_behind, sits_behind_and_all_below_moved_on),
    Row(3, "drag port, release on canvas", conv_net, (), wire_to_canvas, is_fed_where_the_wire_was_dropped, ready=Desk.analyse),
    Row(3, "Shift+release", conv_net, (), wire_to_list, is_fed_where_the_wire_was_dropped, ready=Desk.analyse),
    Row(4, "Alt+drag from body, zoomed out", apart, (), alt_drag_far_away, are_connected),
    Row(5, "drag node over wire", beside_a_wire, (), node_over_wire, sits_on_the_wire),
    Row(5, "drag palette item over wire", wide, (), palette_item_over_wire, sits_on_the_wire),
    Row(5, "hold Alt while dropping node", beside_a_wire, (), node_with_alt, only_moved),
    Row(5, "hold Alt while dropping palette item", two, (), palette_item_with_alt, only_added),
    Row(6, "Del", three, ("n2",), pressing(Key.Key_Delete), is_gone),
    Row(6, "Backspace", three, ("n2",), pressing(Key.Key_Backspace), is_gone),
    Row(6, "X", three, ("n2",), pressing(Key.Key_X), is_gone),
    Row(7, "Ctrl+Del", three, ("n2",), pressing(Key.Key_Delete, CTRL), is_gone_and_healed),
    Row(7, "Ctrl+Backspace", three, ("n2",), pressing(Key.Key_Backspace, CTRL), is_gone_and_healed),
    Row(7, "Ctrl+Del, shapes no longer match", sequence, ("n2",), pressing(Key.Key_Delete, CTRL),
        is_healed_and_says_what_is_wrong, ready=Desk.analyse),
    Row(7, "Ctrl+Del, then Ctrl+.", sequence, ("n2",), heal_and_mend, is_mended, steps=2, ready=Desk.analyse),
    Row(8, "Alt+drag node", three, (), alt_drag, is_out_under_the_pointer),
    Row(8, "Ctrl+Shift+X", three, ("n2",), pressing(Key.Key_X, CTRL | SHIFT), is_out_and_aside),
)  # fmt: skip
