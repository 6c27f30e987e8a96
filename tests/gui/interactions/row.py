"""One row of the table of interactions, and the desk on which it is done: the whole window and real events.

Nothing here calls a command: keys go to the widget that has the focus, the mouse to the canvas. A row that needs something
to have been done before - an analysis, a copy - says so in ``ready``, before the document is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QInputMethodEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.graph import queries
from core.graph.model import Graph, Project
from core.graph.values import Source
from core.storage import schema
from gui.window import MainWindow
from tests.gui.canvas.conftest import Hand

Key = Qt.Key
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Place = tuple[float, float]


class Desk:
    """The whole window with a graph on its canvas, at 100 % and without motion.

    ``before`` is the document as it is saved when the row begins, ``cursor`` its place in the history; ``view``, ``scene``,
    ``session`` and ``hand`` (a mouse over the canvas; places are scene units) are the window's own. ``qtbot`` waits.
    ``kept`` is for what a row has to remember from ``do`` to ``check``.
    """

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.view, self.session = window.view, window.session
        self.scene = window.view.canvas
        self.hand = Hand(window.view)
        self.before, self.cursor = "", 0
        self.kept: dict[str, object] = {}
        self.said: list[str] = []
        self.session.status.connect(lambda text, level: self.said.append(text))

    # The beginning

    def show(self, graph: Graph, selected: Sequence[str] = ()) -> None:
        """Open a project with this graph, in the middle of the canvas at 100 %, with the pointer elsewhere."""
        QCursor.setPos(0, 0)
        QGuiApplication.clipboard().clear()
        self.session.open_project(Project(graph=graph))
        self.scene.glide.enabled = False
        self.view.setFocus()
        self.session.select(selected)
        QApplication.processEvents()
        self.look()
        self.remember()

    def look(self, place: Place | None = None, zoom: float = 1.0) -> None:
        """Show this place, or the middle of the graph, at a zoom."""
        self.view.set_zoom(zoom)
        if place is None:
            box = self.scene.content_box()
            place = (box.center().x(), box.center().y()) if box is not None else (0.0, 0.0)
        self.view.center_on(*place)
        QApplication.processEvents()

    def remember(self) -> None:
        """From here on, steps are counted and the document is compared."""
        self.before, self.cursor = self.saved(), self.session.document.cursor

    def analyse(self) -> None:
        """Start the analysis and wait until it has seen the whole document."""
        self.window.start()
        self.qtbot.waitUntil(self.session.is_analysis_current, timeout=60_000)

    # Keys

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press and release a key in the widget that has the focus."""
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        """Type into the widget that has the focus; what no key has comes from an input method, as Chinese does."""
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
            return
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    @contextmanager
    def held(self, key: Qt.Key) -> Iterator[None]:
        """Hold a key down while the mouse works."""
        QTest.keyPress(self.focus(), key)
        yield
        QTest.keyRelease(self.focus(), key)

    def focus(self) -> QWidget:
        """The widget that keys go to: that of the popup if one is open, else the one with the focus."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.view

    # Mouse

    def point_at(self, place: Place) -> None:
        """Put the pointer itself over a place of the canvas."""
        QCursor.setPos(self.view.viewport().mapToGlobal(self.hand.at(place)))
        self.hand.move(place)

    def hover(
        self, place: Place, button: Qt.MouseButton = Qt.MouseButton.NoButton, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        """Move the mouse to a place with keys held, which ``Hand.move`` cannot do; tell which button is down."""
        at = self.hand.at(place)
        target = self.view.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(target.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            button,
            modifiers,
        )
        QApplication.sendEvent(target, event)

    def double_click(self, place: Place, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A whole double click: the first press and release come before it, as they do from a hand."""
        target, at = self.view.viewport(), self.hand.at(place)
        QTest.mouseClick(target, LEFT, modifiers, at)
        QTest.mouseDClick(target, LEFT, modifiers, at)

    def wheel(
        self, place: Place, notches: float, modifiers: Qt.KeyboardModifier = NONE, pixels: QPoint | None = None
    ) -> None:
        """Turn the wheel over a place; ``pixels`` makes it two fingers on a trackpad."""
        at, target = self.hand.at(place), self.view.viewport()
        event = QWheelEvent(
            QPointF(at),
            QPointF(target.mapToGlobal(at)),
            pixels if pixels is not None else QPoint(),
            QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    # What is there

    @property
    def graph(self) -> Graph:
        return self.session.graph

    def saved(self) -> str:
        """The document as it would be saved."""
        return schema.dumps(self.session.project)

    def wires(self) -> set[tuple[str, str]]:
        """(from, to) of every wire."""
        return {(edge.source.node, edge.target) for edge in queries.edges(self.graph)}

    def place(self, node_id: str) -> Place:
        """Where the document says a card is."""
        return self.graph.layout.positions[node_id]

    def kind(self, node_id: str) -> str:
        """The class of a layer: ``Dense``."""
        return self.graph.layers[self.graph.nodes[node_id].layer].class_name

    def kinds(self) -> list[str]:
        return [self.kind(node_id) for node_id in self.graph.nodes]

    def inputs(self, node_id: str) -> list[str]:
        """What feeds the first argument of a layer, in order."""
        value = self.graph.nodes[node_id].arguments.get("inputs")
        sources = value if isinstance(value, tuple) else (value,)
        return [source.node for source in sources if isinstance(source, Source)]

    def near(self, node_id: str, place: Place, within: float = 2.0) -> bool:
        return self.place(node_id) == pytest.approx(place, abs=within)


@dataclass(frozen=True)
class Row:
    """One way to do one interaction.

    ``number`` is the row of the table of interactions (0 for its "Also bind" line), ``way`` the key or gesture as the table
    names it, ``graph`` what is shown, ``selected`` what is selected in it. ``do`` sends real events, ``check`` looks at what
    they did. ``steps`` counts the undo steps that they make: with 0 the document must be byte for byte what it was.
    ``ready`` is done before ``do``, and the document is remembered after it.
    """

    number: int
    way: str
    graph: Callable[[], Graph]
    selected: tuple[str, ...]
    do: Callable[[Desk], None]
    check: Callable[[Desk], None]
    steps: int = 1
    ready: Callable[[Desk], None] | None = None

    @property
    def id(self) -> str:
        return f"{self.number} {self.way}"


def pressing(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Callable[[Desk], None]:
    """What a row does whose way is one key."""
    return lambda desk: desk.key(key, modifiers)


def selected(*nodes: str) -> Callable[[Desk], None]:
    """What a row checks that selects: these and nothing else, with the keys on the canvas."""

    def check(desk: Desk) -> None:
        assert desk.session.selection == set(nodes) and desk.view.hasFocus()

    return check


def unchanged(desk: Desk) -> None:
    """What a row checks that changes nothing."""
    assert desk.saved() == desk.before
