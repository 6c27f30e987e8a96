"""A drag of 500 selected cards, a paste of 500 layers, and the undo of both, each until its pixels are there.

The canvas holds 1,000 cards, of which the view shows all. Against the drag stands a bare scene of plain Qt items in which as
many rectangles and paths move; against paste and undo, one in which as many are added, moved back and removed.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QMouseEvent, QPen
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsRectItem

from core.catalog import catalog
from core.graph.model import Project
from gui.canvas import copying
from gui.canvas.edge_item import rounded_path
from gui.canvas.node_item import BODY
from gui.canvas.scene import CanvasScene
from gui.canvas.style import ZOOM_BLOCKS
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.benchmarks.bench_frame import SIZE, BareView, network
from tests.benchmarks.harness import Row, percentile

NODES, CHOSEN = 1000, 500
STEPS = 40
ROUNDS = 5
DRAG_BUDGET = 3.0
"""The wires, ports and texts of a card move with it, and are found where they are at once; a bare item has none of them."""


class _Work:
    """The canvas with half of its cards selected, and the bare scene of the same size."""

    def __init__(self) -> None:
        self.session = EditorSession(catalog.load(), Project(graph=network(NODES)))
        self.scene = CanvasScene(self.session)
        self.scene.glide.enabled = False
        self.view, self.bare = CanvasView(self.scene), BareView(self.scene)
        self.view.snaps = False
        box = self.scene.content_box()
        assert box is not None
        for view in (self.view, self.bare):
            view.resize(*SIZE)
            view.show()
            view.set_zoom(ZOOM_BLOCKS * 1.2)
            view.center_on(box.center().x(), box.center().y())
        self.chosen = list(self.session.graph.nodes)[NODES // 4 : NODES // 4 + CHOSEN]
        self.session.select(self.chosen)
        QApplication.processEvents()

    def close(self) -> None:
        for view in (self.view, self.bare):
            view.hide()
            view.deleteLater()
        self.session.close()
        QApplication.processEvents()

    # The drag

    def mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        button = Qt.MouseButton.LeftButton
        changed = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        everywhere = QPointF(self.view.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, everywhere, changed, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view.viewport(), event)

    def drag(self) -> list[float]:
        """Seconds of each frame while the selection is dragged in a circle and back."""
        middle = self.scene.centre(self.chosen[CHOSEN // 2])
        start = QPointF(self.view.viewportTransform().map(QPointF(*middle)))
        self.mouse(QEvent.Type.MouseButtonPress, start)
        ways = [start + _step(number) for number in range(1, STEPS)]
        seconds = [_timed(partial(self.mouse, QEvent.Type.MouseMove, at)) for at in ways]
        self.mouse(QEvent.Type.MouseButtonRelease, start + _step(STEPS - 1))
        return seconds

    def drag_bare(self) -> list[float]:
        """The same with plain items: every card and every wire inside moves."""
        cards = [self.bare.cards[node_id] for node_id in self.chosen]
        inside = set(self.chosen)
        wires = [
            self.bare.wires[key]
            for key, item in self.scene.wiring.items.items()
            if {key[0], item.edge.source.node} <= inside
        ]
        seconds = []
        before = QPointF()
        for number in range(1, STEPS):
            step = _step(number) / self.bare.zoom
            seconds.append(_timed(partial(_shift, cards, wires, step - before)))
            before = step
        _shift(cards, wires, -before)
        return seconds

    # Paste and undo

    def paste_bare(self) -> float:
        """Seconds until as many plain items are there."""
        made: list[QGraphicsRectItem | QGraphicsPathItem] = []
        pen, brush = QPen(Qt.GlobalColor.gray), QBrush(Qt.GlobalColor.white)
        inside = set(self.chosen)

        def add() -> None:
            for node_id in self.chosen:
                card = QGraphicsRectItem(QRectF(BODY))
                card.setPen(pen)
                card.setBrush(brush)
                card.setPos(self.scene.nodes[node_id].pos() + QPointF(24, 24))
                self.bare.own.addItem(card)
                made.append(card)
            for key, item in self.scene.wiring.items.items():
                if {key[0], item.edge.source.node} <= inside:
                    wire = QGraphicsPathItem(rounded_path(item.points))
                    wire.setPen(pen)
                    self.bare.own.addItem(wire)
                    made.append(wire)

        seconds = _timed(add)
        for item in made:
            self.bare.own.removeItem(item)
        QApplication.processEvents()
        return seconds


def _step(number: int) -> QPointF:
    """A way out and back, in pixels."""
    far = min(number, STEPS - number)
    return QPointF(7.0 * far, 4.0 * far)


def _shift(cards: list[QGraphicsRectItem], wires: list[QGraphicsPathItem], by: QPointF) -> None:
    for card in cards:
        card.setPos(card.pos() + by)
    for wire in wires:
        path = wire.path()
        path.translate(by)
        wire.setPath(path)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    QApplication.processEvents()
    return time.perf_counter() - start


def run() -> list[Row]:
    application = QApplication.instance() or QApplication([])
    work = _Work()
    session = work.session
    drags: list[float] = []
    bare: list[float] = []
    undone: list[float] = []
    pasted: list[float] = []
    added: list[float] = []
    unpasted: list[float] = []
    for _ in range(ROUNDS):
        before = session.project
        drags += work.drag()
        assert session.project is not before
        undone.append(_timed(session.undo))
        assert session.project == before
        bare += work.drag_bare()
        session.select(work.chosen)
        copying.copy(session)
        pasted.append(_timed(lambda: copying.paste(session, work.view)))
        assert len(session.graph.nodes) == NODES + CHOSEN
        unpasted.append(_timed(session.undo))
        assert session.project == before
        session.select(work.chosen)
        QApplication.processEvents()
        added.append(work.paste_bare())
    work.close()
    p95, against = percentile(drags, 95), percentile(bare, 95)
    drag = {
        "seconds": p95,
        "against_seconds": against,
        "median": statistics.median(drags),
        "against_median": statistics.median(bare),
    }
    rows = [
        Row(f"drag of {CHOSEN} cards of {NODES:,}", "frame, p95", "as many bare Qt items, p95", DRAG_BUDGET,
            p95 / against, drag)
    ]  # fmt: skip
    other = statistics.median(added)
    for name, seconds in (("paste", pasted), ("undo of the paste", unpasted), ("undo of the drag", undone)):
        mine = statistics.median(seconds)
        raw = {"seconds": mine, "against_seconds": other, "all_seconds": seconds}
        rows.append(Row(f"{name}, {CHOSEN} cards", "until painted", "as many bare Qt items added", None, mine / other, raw))
    del application
    return rows
