"""A million random events on the canvas: how fast they are dealt with, and whether anything stays behind.

The events are those of tests/gui/canvas/test_fuzz.py, of which CI sends a hundred thousand. After every tenth part all is
undone and an empty project opened, so that what is there then does not belong to any document. The row fails its budget of
1 when memory has grown by more than 20 MB from the second tenth to the last or a card, wire or text is left.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from core.catalog import catalog
from core.graph.model import Project
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.benchmarks.harness import Row
from tests.gui.canvas.networks import residual
from tests.gui.canvas.test_fuzz import Monkey, own_items

EVENTS = int(os.environ.get("NETWRIGHT_FUZZ_EVENTS", "1000000"))
PARTS = 10
BUDGET_MB = 20.0


def resident_mb() -> float:
    """Memory of this process that is in RAM, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _put_away(view: CanvasView) -> None:
    view.cancel_gesture()
    view.canvas.glide.finish()
    view.canvas.session.open_project(Project())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    view.canvas.pictures.clear()
    gc.collect()


def run() -> list[Row]:
    application = QApplication.instance() or QApplication([])
    session = EditorSession(catalog.load(), Project())
    scene = CanvasScene(session)
    scene.glide.enabled = False
    view = CanvasView(scene)
    view.resize(1000, 800)
    view.show()
    monkey = Monkey(view, seed=7)
    memory: list[float] = []
    objects: list[int] = []
    left = 0
    start = time.perf_counter()
    for _ in range(PARTS):
        session.open_project(Project(graph=residual(3)))
        for _ in range(EVENTS // PARTS):
            monkey.step()
        _put_away(view)
        memory.append(resident_mb())
        left = len(own_items())
        objects.append(len(gc.get_objects()))
    seconds = time.perf_counter() - start
    grown = memory[-1] - memory[1]
    raw = {
        "events": EVENTS,
        "events_per_second": EVENTS / seconds,
        "grown_mb": grown,
        "own_objects_left": left,
        "all_objects_grown": objects[-1] - objects[1],
        "all_mb": memory,
    }
    ratio = max(grown, 0.0) / BUDGET_MB + left
    view.hide()
    view.deleteLater()
    session.close()
    QApplication.processEvents()
    del application
    return [Row(f"{EVENTS:,} random events", "memory grown, and objects left", f"{BUDGET_MB:.0f} MB and none", 1.0, ratio, raw)]
