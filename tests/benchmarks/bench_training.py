"""What a run costs beyond the training itself: 5 epochs in the window, all plots on, against the exported script.

Each measurement is a fresh process, the two sides taking turns (training_once). Ours includes reading and matching the
data, every event and what the window makes of it, and keeping the best weights.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from tests.benchmarks.harness import Row
from tests.environment import REPOSITORY

BUDGET = 1.05
REPEAT = 5
NAMES = {"cnn": "a CNN", "mlp": "a small MLP"}


def run() -> list[Row]:
    return [_row(name, title) for name, title in NAMES.items()]


def _row(name: str, title: str) -> Row:
    ours: list[dict[str, float]] = []
    script: list[dict[str, float]] = []
    for _ in range(REPEAT):
        ours.append(_once("ours", name))
        script.append(_once("script", name))
    mine = _median(ours, "seconds")
    other = _median(script, "seconds")
    return Row(
        name=f"training overhead ({title})",
        work="5 epochs in the window, all plots on",
        against="the exported script run by itself",
        budget_ratio=BUDGET,
        ratio=mine / other,
        raw={
            "seconds": mine,
            "against_seconds": other,
            "cpu_ratio": _median(ours, "cpu_seconds") / _median(script, "cpu_seconds"),
            "until_the_end_seconds": _median(ours, "until_the_end_seconds"),
            "all_seconds": [item["seconds"] for item in ours],
            "all_against_seconds": [item["seconds"] for item in script],
            "accuracy": _median(ours, "accuracy"),
            "against_accuracy": _median(script, "accuracy"),
        },
    )


def _median(measured: list[dict[str, float]], key: str) -> float:
    return statistics.median(item[key] for item in measured)


def _once(side: str, name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.training_once", side, name],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured
