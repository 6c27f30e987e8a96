"""The program as it starts for a user, ended as soon as its window can be used; bench_window.py runs and times it.

It goes through main.py and the whole composition. ``start`` is what the program itself calls once the window has been
painted; there it ends, after a look at what is on the screen.
"""

from __future__ import annotations

import os
import sys
import time

BEGIN = time.perf_counter()


def finish(window: object) -> None:
    """Check that the window is painted and its palette filled, then end at once."""
    from PySide6.QtGui import QColor

    model = window.palette_panel.tree.model()  # type: ignore[attr-defined]
    layers = sum(model.rowCount(model.index(row, 0)) for row in range(model.rowCount()))
    painted = window.view.viewport().grab().toImage()  # type: ignore[attr-defined]
    background = window.look.color("canvas")  # type: ignore[attr-defined]
    if layers < 100 or QColor(painted.pixel(3, 3)) != background or "keras" in sys.modules:
        print(f"The window cannot be used: {layers} layers in the palette.", file=sys.stderr)
        os._exit(1)
    print(time.perf_counter() - BEGIN, flush=True)
    os._exit(0)


if __name__ == "__main__":
    from gui.window import MainWindow

    MainWindow.start = finish  # type: ignore[assignment]
    from main import main

    main([])
