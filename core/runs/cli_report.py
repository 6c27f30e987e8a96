"""A run on the command line: progress for people on a stream, the result as text or as the object of CLI.md.

Does not belong here: options and exit statuses (cli).
"""

from __future__ import annotations

import shutil
from typing import Any, TextIO

from core.runs.events import (
    DataReady,
    EpochEnded,
    Metrics,
    PhaseChanged,
    RunEnded,
    RunEvent,
    RunMessage,
    RunStarted,
    StepEnded,
)
from core.runs.store import plain

_TEST_PREFIX = "test_"


def train_json(ended: RunEnded) -> dict[str, Any]:
    """The object that ``train --json`` prints.

    ``best.metrics`` holds the best epoch's metrics and, with the prefix ``test_``, those of its weights on the test part.
    Values that are not finite are null.
    """
    test = {f"{_TEST_PREFIX}{name}": value for name, value in ended.test.items()}
    made: dict[str, Any] = plain(
        {
            "run": ended.run,
            "status": ended.status,
            "epochs": ended.epochs,
            "reason": ended.reason,
            "best": {"epoch": ended.best_epoch, "metrics": {**ended.best, **test}},
            "history": ended.history,
            "seconds": round(ended.seconds, 3),
            "weights": ended.weights or None,
        }
    )
    return made


def metrics_text(metrics: Metrics) -> str:
    """Metrics in one line: ``loss 0.1234, accuracy 0.9712``."""
    return ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())


class Progress:
    """Writes events to a stream: a line for each epoch; on a terminal, the steps in a line that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._open_line = False
        self._epochs = 0

    def show(self, event: RunEvent) -> None:
        """Show one event; steps only on a terminal."""
        if isinstance(event, RunStarted):
            self._epochs = event.epochs
            self._line(f"Run {event.run} in {event.folder}")
        elif isinstance(event, DataReady):
            self._line(
                f"{event.training} samples for training, {event.validation} for validation, {event.test} for test"
            )
        elif isinstance(event, PhaseChanged):
            if event.phase not in ("training", "validating"):
                self._passing(f"{event.text or event.phase} ...")
        elif isinstance(event, StepEnded):
            self._passing(f"{self._epoch(event.epoch)} step {event.step}/{event.steps}: {metrics_text(event.logs)}")
        elif isinstance(event, EpochEnded):
            self._line(f"{self._epoch(event.epoch)} {metrics_text(event.logs)} ({event.seconds:.1f} s)")
        elif isinstance(event, RunMessage):
            self._line(event.text if event.level == "info" else f"{event.level.capitalize()}: {event.text}")
        elif isinstance(event, RunEnded):
            self._ended(event)

    def show_result(self, ended: RunEnded) -> None:
        """Show where the run's weights are; the rest was shown with its last event."""
        if ended.weights:
            self._line(f"Weights: {ended.weights}")

    def _ended(self, ended: RunEnded) -> None:
        self._line(f"{ended.status.capitalize()}: {ended.reason}" if ended.status != "failed" else ended.reason)
        if ended.best_epoch is not None:
            self._line(f"Best epoch {ended.best_epoch}: {metrics_text(ended.best)}")
        if ended.test:
            self._line(f"Test: {metrics_text(ended.test)}")

    def _epoch(self, epoch: int) -> str:
        return f"Epoch {epoch}/{self._epochs}"

    def _line(self, text: str) -> None:
        if self._open_line:
            self._stream.write("\r\x1b[K")
            self._open_line = False
        self._stream.write(text + "\n")
        self._stream.flush()

    def _passing(self, text: str) -> None:
        if self._is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\x1b[K" + text[:width])
            self._stream.flush()
            self._open_line = True
