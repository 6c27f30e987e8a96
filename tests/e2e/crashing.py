"""A person at the window whose computer fails: ``python -m tests.e2e.crashing edit FILE`` or ``... restore``.

The real window without a screen. It edits without end, and says so with one line for each edit, until it is killed.
Afterwards ``restore`` takes up what was offered, says how far that went, and edits on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from core.graph import edits
from gui.app import make_application, make_window
from gui.settings import Settings
from gui.window import MainWindow

EDIT_MS = 20
LAYER = "keras.layers.Dense"


class Person:
    """Adds, wires, moves and names layers, an edit every few milliseconds; the count goes into the model's name."""

    def __init__(self, window: MainWindow, count: int) -> None:
        self._window = window
        self._count = count
        self._timer = QTimer()
        self._timer.timeout.connect(self._edit)
        self._timer.start(EDIT_MS)

    def _edit(self) -> None:
        session = self._window.session
        self._count += 1
        if self._count % 5 == 0 and len(session.graph.nodes) < 60:
            session.add_layer(LAYER, (0.0, 90.0 * self._count))
        session.apply(lambda graph: edits.set_model_name(graph, f"edit_{self._count}"), "Rename the model")
        print(self._count, flush=True)


def count_of(name: str) -> int:
    """The number of the edit that gave the model its name; 0 for one that was never edited."""
    return int(name.removeprefix("edit_")) if name.startswith("edit_") else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("edit", "restore"))
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    app = make_application(["netwright"])
    window = make_window(app, Settings())
    window.show()
    window.start()
    if options.what == "edit":
        window.files.open(options.file)
    else:
        restore = next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Restore")
        restore.click()
    print("restored", count_of(window.session.graph.name), flush=True)
    person = Person(window, count_of(window.session.graph.name))
    status = app.exec()
    del person
    return status


if __name__ == "__main__":
    sys.exit(main())
