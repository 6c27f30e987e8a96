"""What the tests of gestures share: keys, a check of one exact undo step, drags that are not finished."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from core.graph import queries
from core.graph.model import Graph
from core.storage import schema
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand, check_in_step
from tests.gui.canvas.networks import Builder

Show = Callable[[Graph], CanvasView]
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
RIGHT = Qt.MouseButton.RightButton


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


def fork() -> tuple[Builder, str, str, str, str]:
    builder = Builder()
    one = builder.add("InputLayer", at=(-250, 0), shape=(4,))
    two = builder.add("InputLayer", at=(250, 0), shape=(4,))
    left = builder.add("Dense", one, at=(-250, 240), units=2)
    right = builder.add("Dense", one, at=(100, 240), units=2)
    return builder, one, two, left, right
