"""The mouse rows of the key map, each by real events: what it changes, that undo and redo are exact, that Esc leaves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.graph import edits, queries
from core.graph.model import Graph
from core.graph.values import Source
from core.storage import schema
from gui.canvas import hits, operations
from gui.canvas.gestures.box_select import BoxSelect
from gui.canvas.gestures.copies import duplicate_and_follow
from gui.canvas.gestures.stroke import Knife
from gui.canvas.mime import layer_data
from gui.canvas.routing import distance_to
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand, check_in_step
from tests.gui.canvas.networks import Builder, chain

Show = Callable[[Graph], CanvasView]
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
RIGHT = Qt.MouseButton.RightButton
DENSE, RELU = "keras.layers.Dense", "keras.layers.ReLU"
POOL = "keras.layers.MaxPooling2D"


def wires(session: EditorSession) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(session.graph)}


class Once:
    """One undo step leads back to the project as it was, one redo forth again, to the byte."""

    def __init__(self, view: CanvasView) -> None:
        self._view, self._session = view, view.canvas.session
        self._before, self._steps = schema.dumps(self._session.project), self._session.document.cursor

    def check(self) -> None:
        session = self._session
        after = schema.dumps(session.project)
        assert after != self._before and session.document.cursor == self._steps + 1
        check_in_step(self._view.canvas)
        session.undo()
        assert schema.dumps(session.project) == self._before
        check_in_step(self._view.canvas)
        session.redo()
        assert schema.dumps(session.project) == after
        check_in_step(self._view.canvas)

    def unchanged(self) -> None:
        assert schema.dumps(self._session.project) == self._before
        assert self._session.document.cursor == self._steps
        check_in_step(self._view.canvas)


def drag_unfinished(
    hand: Hand, start: tuple[float, float], end: tuple[float, float], modifiers: Qt.KeyboardModifier = NONE,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:  # fmt: skip
    hand.press(start, modifiers, button)
    hand.sweep(start, end)


# 3 Wire to empty space


def test_a_wire_dropped_with_shift_asks_for_the_plain_list(open_view: Show, qtbot: QtBot) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    drag_unfinished(hand, hand.output("n2"), (250, 260))
    with (
        qtbot.assertNotEmitted(hand.view.quick_add_requested),
        qtbot.waitSignal(hand.view.layer_list_requested) as asked,
    ):
        hand.release((250, 260), SHIFT)
    assert asked.args == [(250.0, 260.0), Source("n2")]


# 4 Wire from the body when zoomed out; ports that can be hit


@pytest.mark.parametrize("zoom", [0.36, 0.5, 1.0, 2.5])
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_a_port_is_hit_within_22_pixels_at_every_zoom(open_view: Show, zoom: float, direction: str) -> None:
    view = open_view(edits.set_direction(chain("InputLayer", "Dense", step=600), direction))
    view.set_zoom(zoom)
    for side, point in (("out", view.canvas.nodes["n1"].output_point(0)), ("in", view.canvas.nodes["n2"].input_point(0))):
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


def test_alt_and_a_drag_from_a_card_draws_a_wire_when_zoomed_out(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", at=(300, 260), units=2)
    view = open_view(builder.graph)
    view.set_zoom(0.25)
    hand, once = Hand(view), Once(view)
    hand.drag(hand.centre(image), hand.centre(dense), ALT)
    assert wires(session) == {(image, dense)}
    once.check()


# 5 Drop on a wire, with what it would come to


@pytest.fixture
def foresight(session: EditorSession, keras_imported: None, qtbot: QtBot) -> Iterator[EditorSession]:
    """The session with its analysis running."""
    session.start_analysis()
    yield session


def conv_net() -> Graph:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(8, 8, 1))
    conv = builder.add("Conv2D", image, at=(0, 160), filters=4, kernel_size=3)
    builder.add("Conv2D", conv, at=(0, 320), filters=4, kernel_size=5)
    return builder.graph


def carry(view: CanvasView, type: str, place: tuple[float, float]) -> QMimeData:
    """Drag a palette item to a place; what it carries must live as long as the drag."""
    data = layer_data(type)
    event = QDragEnterEvent(Hand(view).at(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(view.viewport(), event)
    return data


def hint_of(view: CanvasView) -> str:
    return next((item.text for item in view.canvas.marks if hasattr(item, "say")), "")


def test_a_palette_item_over_a_wire_tells_the_new_shape(open_view: Show, foresight: EditorSession, qtbot: QtBot) -> None:
    view = open_view(conv_net())
    qtbot.waitUntil(foresight.is_analysis_current, timeout=20_000)
    before = foresight.project
    data = carry(view, RELU, (0, 240))
    wire = view.canvas.wiring.items[("n3", ("inputs",))]
    assert wire.is_target
    qtbot.waitUntil(lambda: bool(hint_of(view)))
    assert hint_of(view) == "6 × 6 × 4 becomes 6 × 6 × 4" and not wire.is_refused
    assert foresight.project is before
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    assert data is not None and not wire.is_target and view.canvas.marks == []


def test_a_palette_item_that_would_break_the_network_makes_the_wire_red(
    open_view: Show, foresight: EditorSession, qtbot: QtBot
) -> None:
    view = open_view(conv_net())
    qtbot.waitUntil(foresight.is_analysis_current, timeout=20_000)
    data = carry(view, POOL, (0, 240))  # 3 x 3 is too small for a kernel of 5
    wire = view.canvas.wiring.items[("n3", ("inputs",))]
    qtbot.waitUntil(lambda: wire.is_refused)
    assert hint_of(view)
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    assert data is not None and not wire.is_refused


def test_a_card_over_a_wire_tells_the_new_shape(open_view: Show, foresight: EditorSession, qtbot: QtBot) -> None:
    view = open_view(edits.add_node(conv_net(), RELU, position=(300, 240)))
    qtbot.waitUntil(foresight.is_analysis_current, timeout=20_000)
    hand = Hand(view)
    drag_unfinished(hand, (300, 240), (0, 240))
    qtbot.waitUntil(lambda: "6 × 6 × 4" in hint_of(view))
    hand.key(Qt.Key.Key_Escape)
    assert view.canvas.marks == [] and hand.centre("n4") == (300.0, 240.0)
    hand.release((0, 240))


# 8 Pop out of a chain


def test_alt_and_a_drag_take_a_card_out_of_its_chain(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", "Dense"))
    hand, once = Hand(view), Once(view)
    hand.drag((-60, 120), (240, 150), ALT)
    assert wires(session) == {("n1", "n3"), ("n3", "n4")}
    assert session.graph.layout.positions["n2"] == (300.0, 150.0)
    once.check()


def test_several_cards_are_taken_out_with_the_wires_among_them(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", "Dense"))
    session.select(("n2", "n3"))
    hand, once = Hand(view), Once(view)
    hand.drag((-60, 120), (240, 150), ALT)
    assert wires(session) == {("n1", "n4"), ("n2", "n3")}
    once.check()


def test_a_card_taken_out_sits_down_on_another_wire(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", "Dense", step=160))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (-60, 160), (-60, 400), ALT)
    hand.release((-60, 400))  # without Alt
    assert wires(session) == {("n1", "n3"), ("n3", "n2"), ("n2", "n4")}
    once.check()


def test_escape_leaves_a_card_in_its_chain(open_view: Show) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (-60, 120), (240, 150), ALT)
    assert not view.canvas.wiring.items[("n2", ("inputs",))].isVisible()
    hand.key(Qt.Key.Key_Escape)
    hand.release((240, 150), ALT)
    once.unchanged()


# 9 Knife


@pytest.mark.parametrize("how", ["ctrl and right", "alt on empty", "tool"])
def test_the_knife_cuts_what_it_crosses(open_view: Show, session: EditorSession, how: str) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", step=200))
    hand, once = Hand(view), Once(view)
    if how == "ctrl and right":
        hand.drag((-150, 60), (150, 140), CTRL, RIGHT)
    elif how == "alt on empty":
        hand.drag((-150, 60), (150, 140), ALT)
    else:
        view.armed.take_up(Knife)
        hand.drag((-150, 60), (150, 140))
        view.armed.key_released()
    assert wires(session) == {("n2", "n3")}
    once.check()


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


# 10 Disconnect


def test_a_selected_wire_is_deleted(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense", step=200))
    hand, once = Hand(view), Once(view)
    hand.click((0, 90))
    operations.delete(session, view)
    assert wires(session) == {("n2", "n3")}
    once.check()


# 11 Moving wire ends


def fork() -> tuple[Builder, str, str, str, str]:
    builder = Builder()
    one = builder.add("InputLayer", at=(-250, 0), shape=(4,))
    two = builder.add("InputLayer", at=(250, 0), shape=(4,))
    left = builder.add("Dense", one, at=(-250, 240), units=2)
    right = builder.add("Dense", one, at=(100, 240), units=2)
    return builder, one, two, left, right


def test_control_and_a_drag_of_an_output_move_all_its_wires(open_view: Show, session: EditorSession) -> None:
    builder, one, two, left, right = fork()
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    hand.drag(hand.output(one), hand.output(two), CTRL)
    assert wires(session) == {(two, left), (two, right)}
    once.check()


def test_wires_that_would_close_a_cycle_stay(open_view: Show, session: EditorSession) -> None:
    builder, one, _, left, _ = fork()
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    lines: list[str] = []
    session.status.connect(lambda text, level: lines.append(text))
    hand.drag(hand.output(one), hand.output(left), CTRL)
    assert lines
    once.unchanged()


def test_all_wires_of_an_output_dropped_on_nothing_are_gone(open_view: Show, session: EditorSession) -> None:
    builder, one, *_ = fork()
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    hand.drag(hand.output(one), (400, 330), CTRL)
    assert wires(session) == set()
    once.check()


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


# 14 Dots


def double_click(hand: Hand, place: tuple[float, float]) -> None:
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, NONE, hand.at(place))


def dots_of(session: EditorSession) -> dict[str, tuple[tuple[float, float], ...]]:
    return {key[0]: points for key, points in session.graph.layout.reroutes.items()}


def test_a_double_click_sets_a_dot_and_another_takes_it_away(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", step=300))
    hand, once = Hand(view), Once(view)
    double_click(hand, (3, 150))
    assert dots_of(session) == {"n2": ((0.0, 150.0),)}
    once.check()
    assert session.graph.nodes["n2"].arguments["inputs"] == Source("n1")
    once = Once(view)
    double_click(hand, (0, 150))
    assert dots_of(session) == {}
    once.check()


def test_shift_and_the_right_button_set_dots_on_all_wires_crossed(open_view: Show, session: EditorSession) -> None:
    builder, _, _, left, right = fork()
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    ends = [hand.input(left), hand.input(right)]
    hand.drag((ends[0][0] - 40, ends[0][1] - 8), (ends[1][0] + 40, ends[1][1] - 8), SHIFT, RIGHT)
    assert set(dots_of(session)) == {left, right}
    once.check()


def test_a_dot_is_dragged_and_the_wire_passes_through_it(open_view: Show, session: EditorSession) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 150)]))
    hand, once = Hand(view), Once(view)
    hand.drag((0, 150), (120, 130))
    assert dots_of(session) == {"n2": ((120.0, 130.0),)}
    wire = view.canvas.wiring.items[("n2", ("inputs",))]
    assert distance_to(wire.points, 120, 130) < 0.01
    assert wire.points == ((0.0, 32.0), (0.0, 81.0), (120.0, 81.0), (120.0, 199.0), (0.0, 199.0), (0.0, 268.0))
    once.check()


def test_a_dot_never_hides_behind_a_card_and_its_wire_goes_around_them(open_view: Show, session: EditorSession) -> None:
    graph = chain("InputLayer", "Dense", "Dense", step=150)
    graph = edits.disconnect(graph, "n3", ("inputs",))
    graph = edits.connect(graph, Source("n1"), "n3", ("inputs",))
    view = open_view(edits.set_reroute(graph, "n3", ("inputs",), [(60, 60)]))
    hand = Hand(view)
    wire = view.canvas.wiring.items[("n3", ("inputs",))]
    box = view.canvas.nodes["n2"].box()
    hand.drag((60, 60), (98, 150))
    assert dots_of(session) == {"n3": ((115.0, 150.0),)}
    for place in ((115, 60), (-60, 60), (-115, 240)):
        hand.drag(dots_of(session)["n3"][0], place)
        for a, b in zip(wire.points, wire.points[1:], strict=False):
            assert max(a[0], b[0]) <= box[0] or min(a[0], b[0]) >= box[2] or max(a[1], b[1]) <= box[1] or min(a[1], b[1]) >= box[3]
        assert distance_to(wire.points, *dots_of(session)["n3"][0]) < 0.01


def test_escape_puts_a_dot_back(open_view: Show) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 150)]))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (0, 150), (120, 130))
    assert view.canvas.wiring.items[("n2", ("inputs",))].dots.points == ((120.0, 130.0),)  # type: ignore[union-attr]
    hand.key(Qt.Key.Key_Escape)
    hand.release((120, 130))
    once.unchanged()


def test_dots_are_selected_deleted_and_clicked_away(open_view: Show, session: EditorSession) -> None:
    graph = edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 120), (0, 180)])
    view = open_view(graph)
    hand, once = Hand(view), Once(view)
    hand.click((0, 120))
    hand.click((0, 180), SHIFT)
    assert len(view.canvas.wiring.selected_dots) == 2
    operations.delete(session, view)
    assert dots_of(session) == {}
    once.check()
    session.undo()
    hand.click((0, 180), ALT)
    assert dots_of(session) == {"n2": ((0.0, 120.0),)}


def test_dots_move_with_the_cards_of_their_wire(open_view: Show, session: EditorSession) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=200), "n2", ("inputs",), [(0, 100)]))
    hand, once = Hand(view), Once(view)
    session.select(("n1", "n2"))
    hand.drag((40, 0), (240, 50))
    assert dots_of(session) == {"n2": ((200.0, 150.0),)}
    once.check()
    hand.drag((240, 50), (240, 20))  # both are still selected
    assert dots_of(session) == {"n2": ((200.0, 120.0),)}
    session.select(("n1",))
    hand.click((240, 20))
    hand.drag((240, 20), (290, 20))
    assert dots_of(session) == {"n2": ((200.0, 120.0),)}


def test_dots_are_saved_and_are_no_part_of_the_network(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", step=300))
    double_click(Hand(view), (0, 150))
    again = schema.loads(schema.dumps(session.project))
    assert again.graph.layout.reroutes == session.graph.layout.reroutes != {}
    assert again.graph.nodes == chain("InputLayer", "Dense", step=300).nodes


# 15, 16 Duplicates


def test_control_and_a_drag_copy_the_selection(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    session.select(("n2", "n3"))
    hand, once = Hand(view), Once(view)
    view.snaps = False
    hand.drag((60, 120), (340, 190), CTRL)
    assert session.graph.layout.positions["n4"] == (280.0, 190.0)
    assert wires(session) == {("n1", "n2"), ("n2", "n3"), ("n4", "n5")}
    assert session.selection == {"n4", "n5"}
    once.check()


def test_escape_ends_a_copying_drag(open_view: Show) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (60, 120), (340, 190), CTRL)
    assert view.canvas.marks
    hand.key(Qt.Key.Key_Escape)
    hand.release((340, 190), CTRL)
    once.unchanged()


@pytest.fixture
def pointer(monkeypatch: pytest.MonkeyPatch) -> Callable[[CanvasView, tuple[float, float]], None]:
    """Put the pointer over the canvas, where an offscreen screen has none."""

    def put(view: CanvasView, place: tuple[float, float]) -> None:
        at = Hand(view).at(place)
        monkeypatch.setattr(view, "cursor_place", lambda: at)

    return put


def test_duplicates_follow_the_pointer_until_a_click(
    open_view: Show, session: EditorSession, pointer: Callable[..., None]
) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    session.select(("n2",))
    hand, once = Hand(view), Once(view)
    pointer(view, (0, 120))
    made = duplicate_and_follow(session, view)
    assert session.graph.layout.positions[made[0]] == (24.0, 144.0)
    hand.move((150, 200))
    hand.move((300, 260))
    assert session.graph.layout.positions[made[0]] == (24.0, 144.0)
    hand.click((300, 260))
    assert session.graph.layout.positions[made[0]] == (324.0, 284.0) and view.gesture is None
    once.check()


def test_escape_leaves_duplicates_where_they_were_made_and_enter_puts_them_down(
    open_view: Show, session: EditorSession, pointer: Callable[..., None]
) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    hand = Hand(view)
    for key, place in ((Qt.Key.Key_Escape, (24.0, 144.0)), (Qt.Key.Key_Return, (314.0, 294.0))):
        session.select(("n2",))
        once = Once(view)
        pointer(view, (0, 120))
        made = duplicate_and_follow(session, view)
        hand.move((300, 260))
        hand.move((290, 270))
        hand.key(key)
        assert session.graph.layout.positions[made[0]] == place
        once.check()


def test_duplicates_with_inputs_are_fed_by_the_same_layers(
    open_view: Show, session: EditorSession, pointer: Callable[..., None]
) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    session.select(("n2", "n3"))
    once = Once(view)
    duplicate_and_follow(session, view, with_inputs=True)
    view.finish_gesture()
    assert wires(session) == {("n1", "n2"), ("n2", "n3"), ("n1", "n4"), ("n4", "n5")}
    once.check()


# 21, 22 Selecting


def test_a_box_taken_up_by_key_begins_on_a_card_too(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    hand, once = Hand(view), Once(view)
    view.armed.take_up(BoxSelect)
    view.armed.key_released()  # tapped
    hand.drag((60, 0), (90, 130))
    assert session.selection == {"n1", "n2"}
    once.unchanged()
    hand.drag((60, 0), (90, 30))
    assert session.graph.layout.positions["n1"] != (0.0, 0.0)  # only the one drag


def test_a_tool_whose_key_is_held_works_until_it_is_released(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    hand = Hand(view)
    view.armed.take_up(BoxSelect)
    hand.drag((60, 0), (90, 130))
    hand.drag((60, 240), (90, 250))
    assert session.selection == {"n3"} and view.armed.cursor is not None
    QTest.keyRelease(view, Qt.Key.Key_B)
    assert view.armed.cursor is None
    view.armed.take_up(BoxSelect)
    hand.key(Qt.Key.Key_Escape)
    assert view.armed.cursor is None and session.selection == {"n3"}


def test_a_lasso_selects_what_it_goes_around(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    for at in ((-250, 0), (0, 0), (250, 0), (0, 200)):
        builder.add("Dense", at=at)
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    hand.press((-380, -60), CTRL | ALT)
    for place in ((110, -60), (110, 60), (-380, 60)):
        hand.move(place)
    hand.release((-380, 0), CTRL | ALT)
    assert session.selection == {"n1", "n2"}
    hand.press((-120, 150), CTRL | ALT | SHIFT)
    for place in ((120, 150), (120, 250), (-120, 250)):
        hand.move(place)
    assert session.selection == {"n1", "n2", "n4"}
    hand.key(Qt.Key.Key_Escape)
    assert session.selection == {"n1", "n2"}
    hand.release((-120, 250), CTRL | ALT | SHIFT)
    once.unchanged()


# 30 Snapping


def test_a_card_snaps_into_line_and_to_equal_gaps(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    for at in ((0, 0), (0, 140), (300, 300)):
        builder.add("Dense", at=at)
    view = open_view(builder.graph)
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (300, 300), (4, 277))
    assert hand.centre("n3") == (0.0, 280.0)
    assert view.canvas.marks
    hand.release((4, 277))
    assert session.graph.layout.positions["n3"] == (0.0, 280.0)
    once.check()


@pytest.mark.parametrize("how", ["alt", "setting"])
def test_nothing_snaps_with_alt_or_where_it_is_turned_off(open_view: Show, session: EditorSession, how: str) -> None:
    builder = Builder()
    for at in ((0, 0), (0, 140), (300, 300)):
        builder.add("Dense", at=at)
    view = open_view(builder.graph)
    hand = Hand(view)
    view.snaps = how == "alt"
    drag_unfinished(hand, (300, 300), (4, 277))
    hand.release((4, 277), ALT if how == "alt" else NONE)
    assert session.graph.layout.positions["n3"] == (4.0, 277.0)


def test_gestures_are_seen_when_zoomed_out(open_view: Show) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    view.set_zoom(0.2)
    hand = Hand(view)
    before = view.grab().toImage()
    drag_unfinished(hand, (300, 300), (800, 800))
    assert view.grab().toImage() != before
    hand.key(Qt.Key.Key_Escape)
    assert view.grab().toImage() == before
    hand.release((800, 800))


def test_leaving_events_out_of_order_leaves_nothing(open_view: Show) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (60, 120), (300, 200))
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    hand.press((300, 200), button=RIGHT)
    hand.release((300, 200), button=RIGHT)
    hand.release((300, 200))
    once.unchanged()
