"""Runs on the command line."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

from core.graph.values import FrozenMap
from core.runs.cli_report import Progress, train_json
from core.runs.events import RunEnded
from tests.core.runs.projects import classifier, train

ENDED = RunEnded(
    run="r1",
    folder="/runs/r1",
    status="finished",
    reason="All 2 epochs are done.",
    epochs=2,
    best_epoch=2,
    best=FrozenMap({"loss": 0.5, "val_loss": 0.25}),
    test=FrozenMap({"loss": 0.3, "accuracy": 0.97}),
    history=FrozenMap({"loss": (1.0, 0.5), "val_loss": (math.nan, 0.25)}),
    seconds=1.23456,
    weights="/runs/r1/best.weights.h5",
)


def test_the_object_of_cli_md() -> None:
    made = json.loads(json.dumps(train_json(ENDED), allow_nan=False))
    assert made == {
        "run": "r1",
        "status": "finished",
        "epochs": 2,
        "reason": "All 2 epochs are done.",
        "best": {
            "epoch": 2,
            "metrics": {"loss": 0.5, "val_loss": 0.25, "test_loss": 0.3, "test_accuracy": 0.97},
        },
        "history": {"loss": [1.0, 0.5], "val_loss": [None, 0.25]},
        "seconds": 1.235,
        "weights": "/runs/r1/best.weights.h5",
    }
    assert train_json(RunEnded("r", "f", "failed", "No."))["weights"] is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_line_an_epoch_and_the_result(tmp_path: Path) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    trained = train(classifier(epochs=2), tmp_path, lambda event, _: progress.show(event))
    progress.show_result(trained.ended)
    lines = stream.getvalue().splitlines()
    assert sum(line.startswith("Epoch ") for line in lines) == 2
    assert "90 samples for training, 30 for validation, 30 for test" in lines
    assert any(line.startswith("Test: loss ") for line in lines)
    assert lines[-1] == f"Weights: {trained.ended.weights}"
    assert "\x1b" not in stream.getvalue() and "\r" not in stream.getvalue()

    terminal = Terminal()
    shown = Progress(terminal)
    for event in trained.events:
        shown.show(event)
    text = terminal.getvalue()
    assert "\r\x1b[KEpoch 1/2 step 6/6" in text
    # What passes is written over; what stays is the same as without a terminal.
    kept = [line.rpartition("\r\x1b[K")[2] for line in text.split("\n")[:-1]]
    assert kept == lines[:-1]


def test_a_failure_is_its_sentence() -> None:
    stream = io.StringIO()
    Progress(stream).show(RunEnded("r", "f", "failed", "The data is gone."))
    assert stream.getvalue() == "The data is gone.\n"
