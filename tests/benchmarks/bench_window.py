"""How soon the window is there, and how fluid it stays while a network is trained.

First window: from the start of the process to the first painted window with its palette filled, against the import of
TensorFlow alone. Responsiveness: the gaps between turns of the event loop while a run builds, traces, fits, validates
and evaluates, with the window open, the curves drawn and the analysis done, against one frame of a 60 Hz screen.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from tests.benchmarks.harness import Row, percentile
from tests.environment import REPOSITORY

FIRST_WINDOW_BUDGET = 0.3
RESPONSE_BUDGET = 3.0
FRAME = 1 / 60
TICK_MS = 2
STARTS = 5
TEMPLATES = ("cnn-digits", "residual-digits")


def _seconds_of(command: list[str]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    start = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def first_window() -> Row:
    """Medians of whole processes in turns, the first of each left out: it fills the caches of the disk."""
    window = [sys.executable, str(REPOSITORY / "tests" / "benchmarks" / "first_window.py")]
    tensorflow = [sys.executable, "-c", "import tensorflow"]
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(STARTS + 1):
        ours.append(_seconds_of(window))
        theirs.append(_seconds_of(tensorflow))
    mine, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
    raw = {"seconds": mine, "against_seconds": other, "all_seconds": ours, "all_against_seconds": theirs}
    return Row(
        "first window", "to the first painted window", "import tensorflow", FIRST_WINDOW_BUDGET, mine / other, raw
    )


class Pulse:
    """Notes the gap between two turns of the event loop, by what the run was doing."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: dict[str, list[float]] = defaultdict(list)
        self.phase = "starting"
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(TICK_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps[self.phase].append(now - self._last)
        self._last = now

    def hear(self, event: object) -> None:
        """Follow the phases of the run."""
        phase = getattr(event, "phase", "")
        if phase:
            self.phase = str(phase)

    def stop(self) -> None:
        self._timer.stop()


def responsiveness(template: str) -> Row:
    """One run of a template in the real window."""
    from PySide6.QtWidgets import QApplication

    from core.runs.events import RunEnded
    from gui import collector
    from gui.app import make_application, make_window
    from gui.settings import Settings

    app = make_application(["netwright"])
    window = make_window(app, Settings())
    window.show()
    window.files.new(template)
    window.start()
    turn_until(app, window.session.is_analysis_current)
    collector.spare()  # as the program does once Keras is imported
    ended: list[RunEnded] = []
    pulse = Pulse()
    window.training.reported.connect(pulse.hear)
    window.training.reported.connect(lambda event: ended.append(event) if isinstance(event, RunEnded) else None)
    window.train()
    turn_until(app, lambda: bool(ended))
    pulse.stop()
    if ended[0].status != "finished":
        raise RuntimeError(ended[0].reason)
    window.session.document.mark_saved(window.session.project)
    window.close()
    QApplication.processEvents()
    gaps = [gap for found in pulse.gaps.values() for gap in found]
    raw: dict[str, object] = {"p99_ms": 1000 * percentile(gaps, 99), "longest_ms": 1000 * max(gaps), "turns": len(gaps)}
    for phase, found in pulse.gaps.items():
        raw[f"{phase}_p99_ms"] = 1000 * percentile(found, 99)
        raw[f"{phase}_longest_ms"] = 1000 * max(found)
    return Row(
        "responsiveness",
        f"event-loop gap, p99, training {template}",
        "a frame of 16.7 ms",
        RESPONSE_BUDGET,
        percentile(gaps, 99) / FRAME,
        raw,
    )


def turn_until(app: object, condition: Callable[[], bool], seconds: float = 240.0) -> None:
    """Let the event loop turn until something is true; RuntimeError if it does not come true."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    watch = QTimer()
    watch.timeout.connect(lambda: loop.quit() if condition() else None)
    watch.start(20)
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
    watch.stop()
    if not condition():
        raise RuntimeError(f"nothing came of it within {seconds:.0f} s")


def run() -> list[Row]:
    return [first_window(), *(responsiveness(template) for template in TEMPLATES)]
