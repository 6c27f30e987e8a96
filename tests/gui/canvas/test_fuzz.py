"""A hundred thousand random events: no exception, no Qt warning, no card or wire out of step, nothing left over."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from core.graph import queries
from core.graph.model import Graph, Project
from gui.canvas import aligning, copying, operations, rewiring
from gui.canvas.edge_item import DotsItem, EdgeItem, ShapeLabel
from gui.canvas.gestures.base import Gesture
from gui.canvas.gestures.box_select import BoxSelect
from gui.canvas.gestures.copies import duplicate_and_follow
from gui.canvas.gestures.lasso import Lasso
from gui.canvas.gestures.splitting import Splitting
from gui.canvas.gestures.stroke import Knife, SetDots
from gui.canvas.mime import layer_data
from gui.canvas.node_item import NodeItem
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from gui.theme import DARK, LIGHT
from tests.gui.canvas.conftest import check_in_step
from tests.gui.canvas.networks import residual

EVENTS = 100_000
SIDES: tuple[aligning.Side, ...] = ("left", "right", "top", "bottom", "row", "column")
MOST_NODES = 160
TYPES = ("InputLayer", "Dense", "Conv2D", "Add", "LSTM", "Concatenate", "MultiHeadAttention", "Dropout", "NoSuchLayer")
KEYS = ("Tab", "Backtab", "Left", "Right", "Up", "Down", "Space", "Escape", "A", "Delete", "Return")
MODIFIERS = (
    [Qt.KeyboardModifier.NoModifier] * 5
    + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
    + [Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier]
)  # fmt: skip
BUTTONS = [Qt.MouseButton.LeftButton] * 6 + [Qt.MouseButton.MiddleButton] + [Qt.MouseButton.RightButton] * 2
TOOLS = (Knife, SetDots, BoxSelect, Lasso)


class Monkey:
    """Sends random events to a view, near what is there more often than not."""

    def __init__(self, view: CanvasView, seed: int) -> None:
        self.view = view
        self.session = view.canvas.session
        self.chance = random.Random(seed)
        self.buttons = Qt.MouseButton.NoButton
        self.place = QPoint(100, 100)
        self.dragged: QMimeData | None = None
        self.commands: list[Callable[[], object]] = [
            lambda: operations.delete(self.session, self.view),
            lambda: operations.delete_and_heal(self.session),
            lambda: copying.duplicate(self.session),
            lambda: copying.copy(self.session),
            lambda: copying.cut(self.session),
            lambda: copying.paste(self.session, self.view),
            lambda: operations.select_all(self.session),
            lambda: operations.select_invert(self.session),
            lambda: operations.connect_selected(self.session),
            lambda: operations.disconnect_selected(self.session),
            lambda: operations.share(self.session),
            lambda: operations.toggle_freeze(self.session),
            lambda: operations.toggle_output(self.session),
            lambda: operations.auto_layout(self.session, self.view),
            lambda: operations.toggle_direction(self.session, self.view),
            lambda: aligning.align(self.session, self.view, self.chance.choice(SIDES)),
            lambda: aligning.distribute(self.session, self.view, "across"),
            lambda: aligning.straighten(self.session, self.view),
            lambda: rewiring.take_out(self.session, self.view),
            lambda: rewiring.swap_inputs(self.session, self.view),
            lambda: rewiring.delete_unused(self.session),
            lambda: copying.paste(self.session, self.view, with_inputs=True),
            lambda: self.follow(with_inputs=self.chance.random() < 0.5),
            lambda: self.view.armed.take_up(self.chance.choice(TOOLS)),
            self.view.fit_all,
            self.view.fit_selection,
            self.view.zoom_actual,
            lambda: self.view.canvas.set_theme(self.chance.choice((LIGHT, DARK))),
            lambda: QGuiApplication.clipboard().setText("not layers"),
        ]

    def step(self) -> None:
        kind = self.chance.random()
        if kind < 0.56:
            self._move()
        elif kind < 0.84:
            self._button()
        elif kind < 0.87:
            self._wheel()
        elif kind < 0.91:
            self._key()
        elif kind < 0.965:
            self._drag()
        elif kind < 0.975:
            self.chance.choice((self.session.undo, self.session.undo, self.session.redo))()
        elif kind < 0.99:
            self.chance.choice(self.commands)()
        elif kind < 0.992:
            self.view.grab()
        elif kind < 0.993:
            QApplication.processEvents()
        if len(self.session.graph.nodes) > MOST_NODES:
            self.session.select(self.chance.sample(list(self.session.graph.nodes), MOST_NODES // 2))
            operations.delete(self.session, self.view)

    def follow(self, *, with_inputs: bool) -> None:
        """Duplicate as if the pointer were over the canvas, where an offscreen screen has none."""
        self.view.cursor_place = lambda: self.place  # type: ignore[method-assign]
        duplicate_and_follow(self.session, self.view, with_inputs=with_inputs)

    def _spot(self) -> QPoint:
        scene = self.view.canvas
        wires = scene.wiring.items
        if wires and self.chance.random() < 0.15:
            item = wires[self.chance.choice(list(wires))]
            point = self.chance.choice(item.dots.points if item.dots is not None else item.points)
            spot = self.view.viewportTransform().map(QPointF(*point)).toPoint()
            if self.view.viewport().rect().contains(spot):
                return spot
        if scene.nodes and self.chance.random() < 0.7:
            item = scene.nodes[self.chance.choice(list(scene.nodes))]
            if self.chance.random() < 0.6 and item.outputs:
                point = item.output_point(0) if self.chance.random() < 0.5 or not item.inputs else item.input_point(0)
            else:
                point = scene.centre(item.node_id)
            spot = self.view.viewportTransform().map(QPointF(*point)).toPoint()
            if self.view.viewport().rect().contains(spot):
                return spot
        return QPoint(self.chance.randrange(self.view.width()), self.chance.randrange(self.view.height()))

    def _send(self, event: QEvent) -> None:
        QApplication.sendEvent(self.view.viewport(), event)

    def _mouse(self, kind: QEvent.Type, button: Qt.MouseButton) -> None:
        at = QPointF(self.place)
        modifiers = self.chance.choice(MODIFIERS)
        self._send(QMouseEvent(kind, at, QPointF(self.view.mapToGlobal(self.place)), button, self.buttons, modifiers))

    def _move(self) -> None:
        self.place = self._spot()
        self._mouse(QEvent.Type.MouseMove, Qt.MouseButton.NoButton)

    def _button(self) -> None:
        button = self.chance.choice(BUTTONS)
        if self.chance.random() < 0.05:
            self._mouse(QEvent.Type.MouseButtonDblClick, button)
        elif self.buttons & button:
            self.buttons &= ~button
            self._mouse(QEvent.Type.MouseButtonRelease, button)
        else:
            self.buttons |= button
            self._mouse(QEvent.Type.MouseButtonPress, button)

    def _wheel(self) -> None:
        pixels = QPoint(self.chance.randrange(-60, 60), self.chance.randrange(-60, 60))
        turned = QPoint(0, self.chance.choice((-240, -120, 120, 120, 15)))
        self._send(
            QWheelEvent(
                QPointF(self.place),
                QPointF(self.view.mapToGlobal(self.place)),
                pixels if self.chance.random() < 0.5 else QPoint(),
                turned,
                self.buttons,
                self.chance.choice(MODIFIERS),
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
        )

    def _key(self) -> None:
        key = getattr(Qt.Key, f"Key_{self.chance.choice(KEYS)}")
        modifiers = self.chance.choice(MODIFIERS)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if key != Qt.Key.Key_Space or self.chance.random() < 0.7:
                QApplication.sendEvent(self.view, QKeyEvent(kind, key, modifiers))

    def _drag(self) -> None:
        modifiers, action = self.chance.choice(MODIFIERS), Qt.DropAction.CopyAction
        left = Qt.MouseButton.LeftButton
        at = self._spot()
        if self.dragged is None:
            self.dragged = layer_data(f"keras.layers.{self.chance.choice(TYPES)}")
            if self.chance.random() < 0.15:
                self.dragged = QMimeData()
                self.dragged.setText("something else")
            self._send(QDragEnterEvent(at, action, self.dragged, left, modifiers))
            return
        if self.chance.random() < 0.4:
            self._send(QDragMoveEvent(at, action, self.dragged, left, modifiers))
            return
        if self.chance.random() < 0.3:
            self._send(QDragLeaveEvent())
        else:
            self._send(QDropEvent(QPointF(at), action, self.dragged, left, modifiers))
        self.dragged = None


def own_items() -> list[object]:
    gc.collect()
    kinds = (NodeItem, EdgeItem, ShapeLabel, DotsItem, Gesture, Splitting)
    return [item for item in gc.get_objects() if isinstance(item, kinds)]


@pytest.mark.slow
def test_random_events_break_nothing(
    open_view: Callable[[Graph], CanvasView], session: EditorSession, capsys: pytest.CaptureFixture[str]
) -> None:
    others = weakref.WeakSet(own_items())  # what tests before this one have left, if anything
    view = open_view(residual(3))
    monkey = Monkey(view, seed=20240)
    deepest = 0
    for count in range(EVENTS):
        monkey.step()
        deepest = max(deepest, session.document.cursor)
        if count % 2500 == 0:
            view.cancel_gesture()
            view.canvas.glide.finish()
            check_in_step(view.canvas)
            assert queries.check(session.graph) == []
    assert deepest > 100  # the events did reach the document
    view.cancel_gesture()
    while session.document.undo():
        pass
    check_in_step(view.canvas)
    session.open_project(Project())
    assert view.canvas.items() == []
    assert [item for item in own_items() if item not in others] == []
    output = capsys.readouterr()
    assert output.err == "" and output.out == ""
