"""A frame of the canvas while panning and zooming, against a bare scene of plain Qt items of the same size.

The bare scene has one QGraphicsRectItem for each card and one QGraphicsPathItem for each wire, with the same ways; both
views are 1600 x 1000 pixels, antialiased, and painted in software. The time of a frame is from the change of the view until
its pixels are there.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsRectItem, QGraphicsScene, QGraphicsView

from core.catalog import catalog
from core.graph import edits
from core.graph.model import Graph, Layer, Node, Project
from core.graph.values import FrozenMap, Source
from gui.canvas.edge_item import rounded_path
from gui.canvas.navigation import NavigableView
from gui.canvas.node_item import BODY
from gui.canvas.placing import Key
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.benchmarks.harness import Row, growth_exponent, percentile

SIZE = (1600, 1000)
BUDGETS = {"fitted": 0.5, "at 100 %": 2.0}
PANS, ZOOMS = 40, 24
ROUNDS = 12
"""The slowest frames of few are those in which the machine did something else."""
GROWTH = (250, 1000, 4000)
TYPES = ("Conv2D", "BatchNormalization", "Activation", "Dropout", "Dense")


def network(size: int) -> Graph:
    """``size`` nodes in columns: chains with a skip wire around every fourth node, about 1.2 wires a node."""
    rows = max(5, round((size / 2.6) ** 0.5))
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    places: dict[str, tuple[float, float]] = {}
    for index in range(size):
        joins = index % 5 == 4
        kind = "Add" if joins else TYPES[index % len(TYPES)]
        node_id, layer_id = f"n{index + 1}", f"l{index + 1}"
        layers[layer_id] = Layer(layer_id, f"keras.layers.{kind}", f"{kind.lower()}_{index + 1}")
        arguments: dict[str, object] = {}
        if index:
            before = Source(f"n{index}")
            arguments = {"inputs": (before, Source(f"n{index - 3}")) if joins else before}
        nodes[node_id] = Node(node_id, layer_id, FrozenMap(arguments))  # type: ignore[arg-type]
        places[node_id] = (index // rows * 250.0, index % rows * 108.0)
    graph = Graph(layers=FrozenMap(layers), nodes=FrozenMap(nodes))
    return edits.move_nodes(graph, places)


class BareView(NavigableView):
    """The plain scene, in a view that moves as the canvas does."""

    def __init__(self, scene: CanvasScene) -> None:
        self.own = QGraphicsScene(scene.sceneRect())
        super().__init__(self.own)
        self.cards: dict[str, QGraphicsRectItem] = {}
        self.wires: dict[Key, QGraphicsPathItem] = {}
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        pen, brush = QPen(Qt.GlobalColor.gray), QBrush(Qt.GlobalColor.white)
        for node_id, card in scene.nodes.items():
            item = QGraphicsRectItem(QRectF(BODY))
            item.setPos(card.pos())
            item.setPen(pen)
            item.setBrush(brush)
            self.own.addItem(item)
            self.cards[node_id] = item
        for key, wire in scene.wiring.items.items():
            path = QGraphicsPathItem(rounded_path(wire.points))
            path.setPen(pen)
            path.setZValue(-1)
            self.own.addItem(path)
            self.wires[key] = path


def _frames(view: NavigableView, prepare: Callable[[], None]) -> list[float]:
    """Seconds of each frame of one tour: panning to and fro, then zooming in and out at a point."""
    prepare()
    QApplication.processEvents()
    durations = []
    steps: list[Callable[[], None]] = []
    for number in range(PANS):
        sign = 1 if number < PANS // 2 else -1
        steps.append(lambda sign=sign: view.pan_by(sign * 17, sign * 11))  # type: ignore[misc]
    for number in range(ZOOMS):
        factor = 1.1 if number % 8 < 4 else 1 / 1.1
        steps.append(lambda factor=factor: view.zoom_by(factor, QPointF(700, 400)))  # type: ignore[misc]
    for step in steps:
        start = time.perf_counter()
        step()
        QApplication.processEvents()
        durations.append(time.perf_counter() - start)
    return durations


def _measure(size: int) -> list[Row]:
    session = EditorSession(catalog.load(), Project(graph=network(size)))
    scene = CanvasScene(session)
    ours, bare = CanvasView(scene), BareView(scene)
    box = scene.content_box()
    assert box is not None
    rows = []
    for view in (ours, bare):
        view.resize(*SIZE)
        view.show()
    for where, budget in BUDGETS.items():

        def place(view: NavigableView, where: str = where) -> Callable[[], None]:
            def go() -> None:
                if where == "fitted":
                    view.fit_box(box)
                else:
                    view.set_zoom(1.0)
                    view.center_on(box.center().x(), box.center().y())

            return go

        mine: list[float] = []
        other: list[float] = []
        for _ in range(ROUNDS):
            mine += _frames(ours, place(ours))
            other += _frames(bare, place(bare))
        p95, against = percentile(mine, 95), percentile(other, 95)
        raw = {
            "seconds": p95,
            "against_seconds": against,
            "median": statistics.median(mine),
            "against_median": statistics.median(other),
            "nodes": size,
            "wires": len(scene.wiring.items),
        }
        rows.append(
            Row(f"frame {where}, {size:,} nodes", "canvas, p95", "bare Qt items, p95", budget, p95 / against, raw)
        )
    for view in (ours, bare):
        view.hide()
        view.deleteLater()
    session.close()
    QApplication.processEvents()
    return rows


def run() -> list[Row]:
    application = QApplication.instance() or QApplication([])
    rows = [row for size in (1000, 10_000) for row in _measure(size)]
    grown = [_measure(size) for size in GROWTH]
    for index, where in enumerate(BUDGETS):
        times = [float(str(found[index].raw["seconds"])) for found in grown]
        raw = {"exponent": growth_exponent(GROWTH, times), "sizes": GROWTH, "all_seconds": times}
        rows.append(Row(f"frame {where}: growth", "p95 at 250, 1,000, 4,000 nodes", "-", None, None, raw))
    del application
    return rows
