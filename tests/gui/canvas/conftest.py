"""A canvas over a session, and a hand that works it with real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.graph import queries
from core.graph.model import Graph, Project
from gui.canvas.decorations import box_of
from gui.canvas.mime import layer_data
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.session import EditorSession

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Hand:
    """Mouse, keys and drags on a view; places are scene coordinates."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self.scene = view.canvas
        self.session = view.canvas.session

    def at(self, place: tuple[float, float]) -> QPoint:
        """The viewport pixel of a scene point; it must be visible."""
        point = self.view.viewportTransform().map(QPointF(*place)).toPoint()
        assert self.view.viewport().rect().contains(point), f"{place} is outside the view"
        return point

    def press(
        self, place: tuple[float, float], modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        QTest.mousePress(self.view.viewport(), button, modifiers, self.at(place))

    def move(self, place: tuple[float, float]) -> None:
        QTest.mouseMove(self.view.viewport(), self.at(place))

    def release(
        self, place: tuple[float, float], modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        QTest.mouseRelease(self.view.viewport(), button, modifiers, self.at(place))

    def click(self, place: tuple[float, float], modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(place, modifiers)
        self.release(place, modifiers)

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        modifiers: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        """Press, move in three steps, release."""
        self.press(start, modifiers, button)
        self.sweep(start, end)
        self.release(end, modifiers, button)

    def sweep(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        for part in (0.3, 0.7, 1.0):
            self.move((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def drop(self, place: tuple[float, float], type: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Drag a palette item over the canvas and drop it."""
        self.drop_data(place, layer_data(type), modifiers)

    def drop_data(
        self, place: tuple[float, float], data: QMimeData, modifiers: Qt.KeyboardModifier = NONE
    ) -> QDropEvent:
        target = self.view.viewport()
        point = self.at(place)
        for made in (
            QDragEnterEvent(point, Qt.DropAction.CopyAction, data, LEFT, modifiers),
            QDragMoveEvent(point, Qt.DropAction.CopyAction, data, LEFT, modifiers),
            event := QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, LEFT, modifiers),
        ):
            QApplication.sendEvent(target, made)
        return event

    def centre(self, node_id: str) -> tuple[float, float]:
        return self.scene.centre(node_id)

    def output(self, node_id: str, index: int = 0) -> tuple[float, float]:
        return self.scene.nodes[node_id].output_point(index)

    def input(self, node_id: str, index: int = 0) -> tuple[float, float]:
        return self.scene.nodes[node_id].input_point(index)


@pytest.fixture
def open_view(session: EditorSession, qtbot: QtBot) -> Iterator[Callable[[Graph], CanvasView]]:
    """Show a graph in a view of 1000 x 800 pixels, at 100 %, without motion; call it once."""
    shown: list[CanvasView] = []

    def show(graph: Graph) -> CanvasView:
        session.open_project(Project(graph=graph))
        scene = CanvasScene(session)
        scene.glide.enabled = False
        view = CanvasView(scene)
        qtbot.addWidget(view)
        view.resize(1000, 800)
        view.show()
        view.zoom_actual()
        box = scene.content_box()
        if box is not None:
            view.center_on(box.center().x(), box.center().y())
        shown.append(view)
        return view

    yield show
    for view in shown:
        check_in_step(view.canvas)


def check_in_step(scene: CanvasScene) -> None:
    """The scene shows exactly the graph: cards, wires, places and the space that hits are looked up in."""
    graph = scene.session.graph
    assert set(scene.nodes) == set(graph.nodes)
    wires = {edge.key: edge for edge in queries.edges(graph) if edge.source.node in graph.nodes}
    assert {key: item.edge for key, item in scene.wiring.items.items()} == wires
    assert len(scene.space) == len(graph.nodes) and len(scene.wiring.space) == len(wires)
    for node_id, item in scene.nodes.items():
        assert item.scene() is scene
        place = graph.layout.positions.get(node_id)
        assert place is None or place == scene.centre(node_id)
        assert item.selected == (node_id in scene.session.selection)
        assert item.card == scene.cards.card(node_id)
        assert item.grown == frozenset() and not item.faded
    for item in scene.wiring.items.values():
        assert item.scene() is scene and item.isVisible() and len(item.points) >= 2
        start = scene.nodes[item.edge.source.node].output_point(item.edge.source.output)
        assert item.points[0] == pytest.approx(start)
    labels = sum(item.label is not None for item in scene.wiring.items.values())
    dots = sum(item.dots is not None for item in scene.wiring.items.values())
    decorations = {**graph.layout.frames, **graph.layout.notes}
    assert set(scene.decorations.items) == set(decorations)
    for item_id, value in decorations.items():
        assert scene.decorations.box(item_id) == box_of(value)
        assert scene.decorations.items[item_id].selected == (item_id in scene.session.selection)
    assert len(scene.items()) == len(scene.nodes) + len(wires) + labels + dots + len(decorations)
    assert scene.marks == []
    for key, item in scene.wiring.items.items():
        assert (item.dots.points if item.dots is not None else ()) == graph.layout.reroutes.get(key, ())
        assert not item.is_target and not item.is_refused
