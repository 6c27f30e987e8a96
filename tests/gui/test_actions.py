"""Commands of the table that need the whole window: real keys on the canvas, their effect, one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Frame, Note, Project
from core.storage import schema
from gui.canvas.frame_item import LEAST_HEIGHT, LEAST_WIDTH
from gui.window import MainWindow
from tests.gui.canvas.networks import chain

Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def framed(window: MainWindow) -> MainWindow:
    """Three layers, a frame around the second, a note; the frame is selected and the canvas has the focus."""
    graph = edits.put_frame(chain("InputLayer", "Dense", "Dense"), Frame("f", "Hidden", -160.0, 60.0, 320.0, 120.0))
    graph = edits.put_note(graph, Note("t", "Why?", 180.0, -40.0, 120.0, 90.0))
    window.session.open_project(Project(graph=graph))
    window.session.select(("f",))
    window.view.setFocus()
    return window


def one_step(window: MainWindow, before: str) -> None:
    """One undo leads back to ``before``, one redo forth again, to the byte."""
    session = window.session
    after = schema.dumps(session.project)
    assert after != before
    session.undo()
    assert schema.dumps(session.project) == before
    session.redo()
    assert schema.dumps(session.project) == after


def test_x_deletes_on_the_canvas_and_is_a_letter_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    window.session.open_project(Project(graph=chain("InputLayer", "Dense", "Dense")))
    window.session.select(("n2",))
    before = schema.dumps(window.session.project)
    qtbot.keyClick(window.palette_panel.search, Key.Key_X)
    assert window.palette_panel.search.text() == "x" and len(window.session.graph.nodes) == 3
    window.view.setFocus()
    qtbot.keyClick(window.view, Key.Key_X)
    assert set(window.session.graph.nodes) == {"n1", "n3"}
    one_step(window, before)


@pytest.mark.parametrize(
    ("key", "size"),
    [
        (Key.Key_Right, (352.0, 120.0)),
        (Key.Key_Left, (288.0, 120.0)),
        (Key.Key_Down, (320.0, 152.0)),
        (Key.Key_Up, (320.0, 88.0)),
    ],
)
def test_a_frame_is_resized_by_keys_in_one_undo_step(
    framed: MainWindow, qtbot: QtBot, key: Qt.Key, size: tuple[float, float]
) -> None:
    before, places = schema.dumps(framed.session.project), framed.session.graph.layout.positions
    for _ in range(2):
        qtbot.keyClick(framed.view, key, ALT | SHIFT)
    frame = framed.session.graph.layout.frames["f"]
    assert (frame.x, frame.y) == (-160.0, 60.0) and (frame.width, frame.height) == size
    assert framed.session.graph.layout.positions == places
    assert framed.session.selection == {"f"}
    one_step(framed, before)


def test_frames_and_notes_stay_large_enough_to_be_seen(framed: MainWindow, qtbot: QtBot) -> None:
    framed.session.select(("f", "t"))
    for key in (Key.Key_Left, Key.Key_Up):
        for _ in range(20):
            qtbot.keyClick(framed.view, key, ALT | SHIFT)
    layout = framed.session.graph.layout
    for value in (layout.frames["f"], layout.notes["t"]):
        assert (value.width, value.height) == (LEAST_WIDTH, LEAST_HEIGHT)


def test_without_a_frame_the_keys_of_its_size_change_nothing(framed: MainWindow, qtbot: QtBot) -> None:
    framed.session.select(("n2",))
    before = schema.dumps(framed.session.project)
    qtbot.keyClick(framed.view, Key.Key_Right, ALT | SHIFT)
    assert schema.dumps(framed.session.project) == before and not framed.actions_by_id["frame.wider"].isEnabled()


def test_a_frame_that_is_moved_by_keys_takes_along_what_it_holds(framed: MainWindow, qtbot: QtBot) -> None:
    before = schema.dumps(framed.session.project)
    qtbot.keyClick(framed.view, Key.Key_Right, CTRL | SHIFT)
    qtbot.keyClick(framed.view, Key.Key_Down, CTRL)
    layout = framed.session.graph.layout
    assert (layout.frames["f"].x, layout.frames["f"].y) == (-112.0, 68.0)
    assert dict(layout.positions) == {"n1": (0.0, 0.0), "n2": (48.0, 128.0), "n3": (0.0, 240.0)}
    one_step(framed, before)
