"""What cards do under the mouse besides the table of interactions: several at once, Esc, hints before the drop, snapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Frame, Graph
from gui.canvas.gestures.copies import duplicate_and_follow
from gui.canvas.mime import layer_data
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import Builder, chain
from tests.gui.canvas.steps import ALT, CTRL, NONE, RIGHT, Once, Show, drag_unfinished, wires

RELU = "keras.layers.ReLU"
POOL = "keras.layers.MaxPooling2D"


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


def test_a_palette_item_over_a_wire_tells_the_new_shape(
    open_view: Show, foresight: EditorSession, qtbot: QtBot
) -> None:
    view = open_view(conv_net())
    qtbot.waitUntil(foresight.is_analysis_current)
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
    qtbot.waitUntil(foresight.is_analysis_current)
    data = carry(view, POOL, (0, 240))  # 3 x 3 is too small for a kernel of 5
    wire = view.canvas.wiring.items[("n3", ("inputs",))]
    qtbot.waitUntil(lambda: wire.is_refused)
    assert hint_of(view)
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    assert data is not None and not wire.is_refused


def test_a_card_over_a_wire_tells_the_new_shape(open_view: Show, foresight: EditorSession, qtbot: QtBot) -> None:
    view = open_view(edits.add_node(conv_net(), RELU, position=(300, 240)))
    qtbot.waitUntil(foresight.is_analysis_current)
    hand = Hand(view)
    drag_unfinished(hand, (300, 240), (0, 240))
    qtbot.waitUntil(lambda: "6 × 6 × 4" in hint_of(view))
    hand.key(Qt.Key.Key_Escape)
    assert view.canvas.marks == [] and hand.centre("n4") == (300.0, 240.0)
    hand.release((0, 240))


# 8 Pop out of a chain


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


# 15, 16 Duplicates


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


@pytest.mark.parametrize(("reach", "place"), [(2.0, (4.0, 277.0)), (3.5, (4.0, 280.0)), (6.0, (0.0, 280.0))])
def test_how_far_a_card_snaps_can_be_set(
    open_view: Show, session: EditorSession, reach: float, place: tuple[float, float]
) -> None:
    builder = Builder()
    for at in ((0, 0), (0, 140), (300, 300)):
        builder.add("Dense", at=at)
    view = open_view(builder.graph)
    view.snap_reach = reach
    hand = Hand(view)
    drag_unfinished(hand, (300, 300), (4, 277))
    hand.release((4, 277))
    assert session.graph.layout.positions["n3"] == place


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


def test_a_frame_that_is_selected_too_moves_and_is_copied_with_the_cards(
    open_view: Show, session: EditorSession
) -> None:
    graph = edits.put_frame(
        chain("InputLayer", "Dense", step=160), Frame("d1", "Head", x=-140, y=-60, width=280, height=120)
    )
    view = open_view(graph)
    session.select(("d1", "n2"))
    hand, once = Hand(view), Once(view)
    view.snaps = False
    hand.drag((40, 160), (240, 190))
    layout = session.graph.layout
    assert dict(layout.positions) == {"n1": (200.0, 30.0), "n2": (200.0, 190.0)}
    assert (layout.frames["d1"].x, layout.frames["d1"].y) == (60.0, -30.0)
    once.check()
    session.select(("d1", "n2"))
    once = Once(view)
    hand.drag((240, 190), (0, 260), CTRL)
    assert len(session.graph.layout.frames) == 2 and len(session.graph.nodes) == 3
    once.check()
    session.select(("d1", "n2"))
    once = Once(view)
    drag_unfinished(hand, (240, 190), (0, 260))
    hand.key(Qt.Key.Key_Escape)
    hand.release((0, 260))
    once.unchanged()
