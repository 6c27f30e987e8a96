"""Open NASNetLarge: from Keras's JSON to a canvas that is laid out, painted and shows shapes, against Keras reading it.

Both read the same file, in a process in which Keras is imported already. Shape texts out of view follow while the user looks
(gui.canvas.shape_texts): ``with_all_texts_seconds`` is what it takes with them. The growth is that of Netwright's own files.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from pathlib import Path

from core.catalog import catalog as catalogs
from core.convert.opening import open_model
from core.graph.model import Project
from core.storage.files import save_project
from tests.benchmarks.bench_code import SIZES, residual_chain
from tests.benchmarks.harness import Row, growth_exponent, percentile, seconds

BUDGET = 0.25
# Netron draws the same file in 1.55 s where Keras takes 4.5 s to read it (measured on one machine).
NETRON = 1.55 / 4.5
ROUNDS = 5


def run() -> list[Row]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import keras

    model = keras.applications.NASNetLarge(weights=None)
    text = model.to_json()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nasnet.json"
        path.write_text(text, encoding="utf-8")
        durations: list[float] = []
        everything: list[float] = []
        theirs: list[float] = []
        with _Canvas() as canvas:
            for _ in range(ROUNDS):  # in turns, since a machine is not equally fast all the time
                durations.append(canvas.open(path))
                everything.append(durations[-1] + canvas.finish())
                theirs += seconds(lambda: keras.models.model_from_json(text), repeat=1)
        exponent, raw = _growth(Path(folder))
    best, against = percentile(durations, 50), percentile(theirs, 50)
    figures = {
        "seconds": best,
        "against_seconds": against,
        "first_seconds": durations[0],
        "with_all_texts_seconds": percentile(everything, 50),
    }
    return [
        Row("open a model", "NASNetLarge to canvas with shapes", "model_from_json", BUDGET, best / against, figures),
        Row("open a model", "the same", "Netron's ratio to Keras", 0.5, best / against / NETRON, figures),
        Row("growth of open", "residual chains", "number of nodes", 1.2, exponent, raw),
    ]


class _Canvas:
    """A real session and view; ``open`` returns the seconds until a file is drawn with its shapes."""

    def __enter__(self) -> _Canvas:
        from PySide6.QtWidgets import QApplication

        from gui import collector
        from gui.canvas.scene import CanvasScene
        from gui.canvas.view import CanvasView
        from gui.session import EditorSession

        self._app = QApplication.instance() or QApplication(["bench"])
        self._session = EditorSession(catalogs.load())
        self._view = CanvasView(CanvasScene(self._session))
        self._view.resize(1600, 1000)
        self._view.show()
        self._session.start_analysis()
        self._wait()
        collector.spare()  # as the program does once Keras is imported
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
        self._view.close()

    def open(self, path: Path) -> float:
        self._session.open_project(Project())
        self._wait()
        gc.collect()  # what was made before, as on the other side
        start = time.perf_counter()
        self._session.open_project(open_model(path).project)
        self._wait()
        self._view.grab()
        return time.perf_counter() - start

    def finish(self) -> float:
        """The seconds that the shape texts out of view take."""
        start = time.perf_counter()
        self._view.canvas.wiring.texts.finish()
        return time.perf_counter() - start

    def _wait(self) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        if self._session.is_analysis_current():
            return
        loop = QEventLoop()
        self._session.analysis_changed.connect(loop.quit)
        QTimer.singleShot(60_000, loop.quit)
        loop.exec()
        self._session.analysis_changed.disconnect(loop.quit)


def _growth(folder: Path) -> tuple[float, dict[str, object]]:
    found: dict[int, float] = {}
    with _Canvas() as canvas:
        for size in SIZES:
            path = folder / f"chain{size}.netw"
            save_project(residual_chain(size), path, None)
            found[size] = min(canvas.open(path) for _ in range(2))
    exponent = growth_exponent(found, found.values())
    return exponent, {"exponent": exponent, **{f"seconds_{size}": value for size, value in found.items()}}
