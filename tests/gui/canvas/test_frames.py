"""Comment frames and notes, worked with real keys and mouse: effect, undo, redo, and no trace of what was given up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.analysis.analysis import Analyzer
from core.graph import edits
from core.graph.model import Frame, Graph, Note
from core.storage import schema
from gui.canvas import framing, operations
from gui.canvas.frame_item import TITLE_PAD, title_scale
from gui.canvas.style import ZOOM_DETAIL
from gui.canvas.text_overlay import TextOverlay
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import chain

Show = Callable[[Graph], CanvasView]
CTRL = Qt.KeyboardModifier.ControlModifier


def framed() -> Graph:
    """Three layers; a frame around the second, a note beside the first, a note in the frame."""
    graph = chain("InputLayer", "Dense", "Dense")
    graph = edits.put_frame(graph, Frame("f", "Hidden", -160.0, 60.0, 320.0, 120.0, "blue"))
    graph = edits.put_note(graph, Note("t", "Why?", 180.0, -40.0, 120.0, 60.0))
    return edits.put_note(graph, Note("inside", "here", 110.0, 140.0, 45.0, 30.0))


def overlay(view: CanvasView) -> TextOverlay:
    return next(item for item in view.viewport().findChildren(TextOverlay) if item.isVisible())


def stepped(session: EditorSession, before: Graph) -> None:
    """One undo leads back to ``before``, one redo forth again, and both survive the file."""
    after = session.graph
    session.undo()
    assert session.graph == before
    session.redo()
    assert session.graph == after
    assert schema.loads(schema.dumps(session.project)) == session.project


def test_a_note_is_typed_in_lines_and_escape_drops_the_text(open_view: Show, session: EditorSession) -> None:
    view = open_view(Graph())
    made = framing.add_note(session, view)
    assert made is not None
    editor = overlay(view)
    QTest.keyClicks(editor, "one")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    assert session.graph.layout.notes[made].text == "one\ntwo"
    framing.edit_text(view, made)
    QTest.keyClicks(overlay(view), "gone")
    QTest.keyClick(overlay(view), Qt.Key.Key_Escape)
    assert session.graph.layout.notes[made].text == "one\ntwo"


@pytest.mark.parametrize(
    ("start", "step", "box"),
    [
        ((160, 120), (40, 0), (-160, 60, 360, 120)),
        ((-160, 150), (-30, 0), (-190, 60, 350, 120)),
        ((100, 180), (0, 50), (-160, 60, 320, 170)),
        ((160, 180), (-300, -300), (-160, 60, 96, 64)),
    ],
)
def test_an_edge_is_dragged(
    open_view: Show,
    session: EditorSession,
    start: tuple[float, float],
    step: tuple[float, float],
    box: tuple[float, float, float, float],
) -> None:
    hand = Hand(open_view(framed()))
    before = session.graph
    hand.drag(start, (start[0] + step[0], start[1] + step[1]))
    frame = session.graph.layout.frames["f"]
    assert (frame.x, frame.y, frame.width, frame.height) == box
    assert session.graph.layout.positions == before.layout.positions
    stepped(session, before)


def test_a_click_selects_and_delete_removes(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(framed()))
    before = session.graph
    hand.click((200, -10))
    assert session.selection == {"t"}
    hand.click((-100, 75), CTRL)
    assert session.selection == {"t", "f"}
    operations.delete(session, hand.view)
    assert not session.graph.layout.frames
    assert set(session.graph.layout.notes) == {"inside"}
    assert set(hand.scene.decorations.items) == {"inside"}
    stepped(session, before)


def test_the_inside_of_a_frame_belongs_to_the_canvas(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(framed()))
    hand.drag((-150, 100), (-115, 170))
    assert session.selection == {"n2"} or session.selection == frozenset()
    assert session.graph.layout.frames["f"].x == -160.0


def test_a_double_click_edits(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(framed()))
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=hand.at((-100, 75)))
    assert overlay(hand.view).toPlainText() == "Hidden"
    hand.view.pan_by(0, 40)
    assert not [item for item in hand.view.viewport().findChildren(TextOverlay) if item.isVisible()]
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=hand.at((200, 0)))
    assert overlay(hand.view).toPlainText() == "Why?"


def test_colour_and_nudge(open_view: Show, session: EditorSession) -> None:
    view = open_view(framed())
    before = session.graph
    session.select(("f", "t"))
    framing.set_color(session, "green")
    assert session.graph.layout.frames["f"].color == session.graph.layout.notes["t"].color == "green"
    stepped(session, before)
    before = session.graph
    operations.nudge(session, view, 8.0, 0.0)
    assert session.graph.layout.frames["f"].x == -152.0
    assert session.graph.layout.notes["t"].x == 188.0
    stepped(session, before)


def test_a_new_layout_keeps_frames_around_what_they_hold(open_view: Show, session: EditorSession) -> None:
    graph = edits.move_nodes(framed(), {"n2": (300.0, 500.0), "n3": (-200.0, 900.0)})
    graph = edits.put_frame(graph, Frame("f", "Hidden", 150.0, 440.0, 300.0, 120.0))
    view = open_view(graph)
    before = session.graph
    operations.auto_layout(session, view)
    x, y = session.graph.layout.positions["n2"]
    frame = session.graph.layout.frames["f"]
    assert (x, y) != (300.0, 500.0)
    assert QRectF(frame.x, frame.y, frame.width, frame.height).contains(QRectF(x - 105, y - 32, 210, 64))
    assert not QRectF(frame.x, frame.y, frame.width, frame.height).contains(QPointF(*session.graph.layout.positions["n3"]))
    stepped(session, before)


def test_everything_is_selected_and_shown(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = open_view(framed())
    operations.select_all(session)
    assert session.selection == {"n1", "n2", "n3", "f", "t", "inside"}
    box = view.canvas.content_box()
    assert box is not None
    assert box.contains(QRectF(180, -40, 120, 60))


def test_far_away_and_foreign_values_are_painted(open_view: Show, session: EditorSession) -> None:
    graph = edits.put_frame(framed(), Frame("odd", "x" * 5000, 1e6, -1e6, -5.0, 0.0, "no such colour"))
    graph = edits.put_note(graph, Note("long", "y " * 50_000, 0.0, 300.0, 100.0, 40.0))
    view = open_view(graph)
    for zoom in (0.12, 0.5, 1.0, 3.0):
        view.set_zoom(zoom)
        assert not view.grab().isNull()


def test_the_cursor_says_which_edge_moves(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(framed()))
    shapes = {}
    for name, place in (("right", (160, 120)), ("bottom", (60, 180)), ("corner", (160, 180)), ("away", (330, 300))):
        hand.move(place)
        shapes[name] = hand.view.viewport().cursor().shape()
    assert shapes == {
        "right": Qt.CursorShape.SizeHorCursor,
        "bottom": Qt.CursorShape.SizeVerCursor,
        "corner": Qt.CursorShape.SizeFDiagCursor,
        "away": Qt.CursorShape.ArrowCursor,
    }


def test_the_shape_on_a_wire_gives_way_to_a_title(open_view: Show, session: EditorSession) -> None:
    graph = chain("InputLayer", "Dense", "Dense")
    graph = edits.set_params(graph, [graph.nodes["n1"].layer], {"shape": (8,)})
    graph = edits.set_params(graph, [graph.nodes["n2"].layer], {"units": 5})
    view = open_view(graph)
    session._on_analysis(Analyzer(session.catalog).analyze(session.project))
    label = view.canvas.wiring.items[("n2", ("inputs",))].label
    assert label is not None
    left, top, _, _ = label.box()
    frame = Frame("f", "A title as long as it gets", left - 20, top - 8, 240.0, 200.0)
    session.apply(lambda graph: edits.put_frame(graph, frame), "frame")
    moved = view.canvas.wiring.items[("n2", ("inputs",))].label
    assert moved is None or view.canvas.decorations.texts.is_free(moved.box())


@pytest.mark.parametrize("zoom", [ZOOM_DETAIL, 0.8, 1.0, 2.0])
def test_a_title_stands_clear_of_shapes_at_every_zoom_that_shows_them(
    open_view: Show, session: EditorSession, zoom: float
) -> None:
    graph = chain("InputLayer", "Dense", "Dense")
    graph = edits.set_params(graph, [graph.nodes["n1"].layer], {"shape": (8,)})
    view = open_view(graph)
    session._on_analysis(Analyzer(session.catalog).analyze(session.project))
    label = view.canvas.wiring.items[("n2", ("inputs",))].label
    assert label is not None
    left, top, _, _ = label.box()
    width = view.canvas.look.frame_metrics.horizontalAdvance("Encoder")
    frame = Frame("f", "Encoder", left - 1.0 - width - TITLE_PAD, top - 8, 240.0, 200.0)
    session.apply(lambda graph: edits.put_frame(graph, frame), "frame")
    moved = view.canvas.wiring.items[("n2", ("inputs",))].label
    assert moved is not None and moved.box()[0] >= frame.x + TITLE_PAD + width * title_scale(zoom) + 4.0
    assert title_scale(0.5) > 1.0
