"""Gestures, driven by real mouse events: what they change, that one undo takes it back, that Esc leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from core.graph import edits, queries
from core.graph.model import Graph
from core.graph.values import Source
from gui.canvas.mime import LAYER_MIME, layer_data, layer_type
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand, check_in_step
from tests.gui.canvas.networks import Builder, chain

Show = Callable[[Graph], CanvasView]
DENSE, RELU = "keras.layers.Dense", "keras.layers.ReLU"


def wires(session: EditorSession) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(session.graph)}


def said(session: EditorSession) -> list[tuple[str, str]]:
    """The status lines from now on."""
    lines: list[tuple[str, str]] = []
    session.status.connect(lambda text, level: lines.append((text, level)))
    return lines


def undone(session: EditorSession, before: Graph) -> None:
    """One undo leads back to ``before``, one redo forth again, and the scene was never out of step (see conftest)."""
    after = session.graph
    session.undo()
    assert session.graph == before
    session.redo()
    assert session.graph == after


# Moving


def test_a_drag_moves_the_selection_in_one_step(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense", "Dense")))
    before = session.graph
    session.select(("n1", "n2"))
    hand.drag((20, 120), (220, 160))
    assert dict(session.graph.layout.positions) == {"n1": (200.0, 40.0), "n2": (200.0, 160.0), "n3": (0.0, 240.0)}
    assert session.graph.nodes is before.nodes
    undone(session, before)


def test_escape_ends_a_move_without_a_trace(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    before = session.graph
    hand.press((0, 120))
    hand.sweep((0, 120), (150, 200))
    assert hand.centre("n2") == (150.0, 200.0)
    hand.key(Qt.Key.Key_Escape)
    assert session.graph is before and hand.centre("n2") == (0.0, 120.0)
    hand.release((150, 200))
    assert session.graph is before


def test_undo_in_the_middle_of_a_drag_ends_it(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    session.apply(lambda graph: edits.add_node(graph, DENSE, position=(300, 0)), "Add")
    hand.press((300, 0))
    hand.sweep((300, 0), (350, 60))
    session.undo()
    assert hand.view.gesture is None
    hand.release((350, 60))
    assert list(session.graph.nodes) == ["n1", "n2"]


def test_places_found_by_the_canvas_are_kept_with_the_first_move(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", shape=(4,))
    dense = builder.add("Dense", image, units=2)
    hand = Hand(open_view(builder.graph))
    x, y = hand.centre(dense)
    found = hand.centre(image)
    hand.drag((x, y), (x + 90, y + 30))
    assert dict(session.graph.layout.positions) == {image: found, dense: (x + 90, y + 30)}


# Wires


def test_a_wire_is_drawn_from_port_to_port(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", at=(200, 160), units=2)
    hand = Hand(open_view(builder.graph))
    before = session.graph
    hand.press(hand.output(image))
    hand.sweep(hand.output(image), hand.input(dense))
    assert hand.scene.nodes[dense].grown == {0}
    hand.release(hand.input(dense))
    assert wires(session) == {(image, dense)}
    undone(session, before)


def test_a_wire_is_drawn_backwards_from_a_free_input(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", at=(200, 160), units=2)
    hand = Hand(open_view(builder.graph))
    hand.drag(hand.input(dense), hand.output(image))
    assert wires(session) == {(image, dense)}


def test_a_wire_dropped_on_a_card_finds_a_free_port(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    one = builder.add("InputLayer", at=(-200, 0), shape=(4,))
    two = builder.add("InputLayer", at=(100, 0), shape=(4,))
    add = builder.add("Add", at=(0, 200))
    hand = Hand(open_view(builder.graph))
    hand.drag(hand.output(one), hand.centre(add))
    hand.drag(hand.output(two), hand.centre(add))
    assert session.graph.nodes[add].arguments["inputs"] == (Source(one), Source(two))


def test_a_wire_on_a_taken_port_replaces_the_old_one(open_view: Show, session: EditorSession) -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), "keras.layers.InputLayer", position=(300, 0))
    hand = Hand(open_view(graph))
    before = session.graph
    hand.drag(hand.output("n3"), hand.input("n2"))
    assert wires(session) == {("n3", "n2")}
    undone(session, before)


def test_a_wire_that_would_close_a_cycle_is_refused_with_the_reason(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense", "Dense")))
    lines, before = said(session), session.graph
    hand.press(hand.output("n3"))
    hand.sweep(hand.output("n3"), hand.input("n2"))
    assert hand.scene.nodes["n2"].grown == frozenset() and hand.scene.nodes["n2"].faded
    hand.release(hand.input("n2"))
    assert session.graph is before
    assert lines == [("'dense_1' to 'dense' would close a cycle.", "warning")]


def test_a_full_card_says_that_nothing_is_free(open_view: Show, session: EditorSession) -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), "keras.layers.InputLayer", position=(300, 0))
    hand = Hand(open_view(graph))
    lines, before = said(session), session.graph
    hand.drag(hand.output("n3"), hand.centre("n2"))
    assert session.graph is before and "no free input" in lines[0][0]


def test_the_end_of_a_wire_can_be_taken_off_and_dropped(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    before = session.graph
    hand.press(hand.input("n2"))
    hand.sweep(hand.input("n2"), (200, 60))
    assert not hand.scene.wiring.items[("n2", ("inputs",))].isVisible()
    hand.release((200, 60))
    assert wires(session) == set()
    undone(session, before)


def test_the_end_of_a_wire_can_be_moved_to_another_card(open_view: Show, session: EditorSession) -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), DENSE, position=(300, 120))
    hand = Hand(open_view(graph))
    before = session.graph
    hand.drag(hand.input("n2"), hand.centre("n3"))
    assert wires(session) == {("n1", "n3")}
    undone(session, before)


def test_a_wire_put_back_changes_nothing(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    before = session.graph
    hand.press(hand.input("n2"))
    hand.sweep(hand.input("n2"), (100, 50))
    hand.move(hand.input("n2"))
    hand.release(hand.input("n2"))
    assert session.graph is before


def test_escape_puts_a_taken_wire_back(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    hand.press(hand.input("n2"))
    hand.sweep(hand.input("n2"), (200, 60))
    hand.key(Qt.Key.Key_Escape)
    hand.release((200, 60))
    assert wires(session) == {("n1", "n2")}


def test_items_of_a_list_trade_places(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    one = builder.add("InputLayer", at=(-200, 0), shape=(4,))
    two = builder.add("InputLayer", at=(200, 0), shape=(4,))
    join = builder.add("Concatenate", [one, two], at=(0, 200))
    hand = Hand(open_view(builder.graph))
    hand.move(hand.centre(join))  # the growing port shows only near the pointer
    hand.drag(hand.input(join, 0), hand.input(join, 2))
    assert session.graph.nodes[join].arguments["inputs"] == (Source(two), Source(one))


def test_a_wire_is_selected_by_a_click(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense", "Dense", step=200)))
    hand.click((0, 90))
    assert hand.scene.wiring.selected == {("n2", ("inputs",))}
    hand.click((300, 90))
    assert hand.scene.wiring.selected == set()


# Drops


def test_a_palette_item_is_dropped_where_the_pointer_is(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    before = session.graph
    hand.drop((250, 200), DENSE)
    assert session.graph.layout.positions["n3"] == (250.0, 200.0) and session.selection == {"n3"}
    undone(session, before)


def test_a_drag_that_leaves_or_carries_nothing_of_ours_changes_nothing(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    lines, before = said(session), session.graph
    text = QMimeData()
    text.setText("a novel")
    hand.drop_data((100, 100), text)
    assert lines == []
    hand.drop((100, 100), "keras.layers.NoSuchThing")
    assert "NoSuchThing" in lines[0][0]
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/a/project.netw")])
    assert not hand.drop_data((100, 100), files).isAccepted()
    assert session.graph is before


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"x" * 501])
def test_damaged_drag_data_carries_no_layer(raw: bytes) -> None:
    data = QMimeData()
    data.setData(LAYER_MIME, raw)
    assert layer_type(data) is None
    assert layer_type(layer_data(DENSE)) == DENSE


def test_the_scene_is_left_clean_when_a_drag_leaves(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    data = layer_data(RELU)
    event = QDragEnterEvent(
        hand.at((0, 60)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(hand.view.viewport(), event)
    assert hand.scene.wiring.items[("n2", ("inputs",))].is_target
    QApplication.sendEvent(hand.view.viewport(), QDragLeaveEvent())
    assert not hand.scene.wiring.items[("n2", ("inputs",))].is_target
    check_in_step(hand.scene)
