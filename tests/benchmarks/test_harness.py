"""The benchmark harness itself, on small benchmarks written for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import harness
from tests.benchmarks.__main__ import Outcome, table
from tests.environment import REPOSITORY


def test_growth_exponent_finds_the_power() -> None:
    sizes = [250, 1000, 4000]
    assert harness.growth_exponent(sizes, [3e-6 * size**1.5 for size in sizes]) == pytest.approx(1.5)


def test_percentile_is_the_nearest_rank() -> None:
    values = list(range(1, 101))
    assert [harness.percentile(values, percent) for percent in (50, 95, 100)] == [50, 95, 100]
    assert harness.percentile([7.0], 99) == 7


def test_compare_gives_the_ratio_of_the_medians() -> None:
    row = harness.compare("sum", ("ten thousand", lambda: sum(range(20_000))), ("a few", lambda: sum(range(200))), 2.0)
    assert row.ratio is not None and row.ratio > 5
    assert row.verdict == "OVER"
    assert row.ratio == pytest.approx(row.raw["seconds"] / row.raw["against_seconds"])  # type: ignore[operator]


def test_the_table_shows_ratio_budget_and_failures() -> None:
    rows = (
        harness.Row("open", "ours", "theirs", 0.25, 0.2, {"seconds": 0.1234}),
        harness.Row("edit", "ours", "theirs", 0.25, 0.3),
        harness.Row("memory", "ours", "theirs", 0.25, None),
    )
    outcomes = [Outcome("open", rows, 1.0), Outcome("frame", (), 1.0, "ended with status 1: no display")]
    lines = table(outcomes).split("\n")
    assert [next(word for word in ("ok", "OVER", "not measured", "FAILED") if word in line) for line in lines[1:]] == [
        "ok",
        "OVER",
        "not measured",
        "FAILED",
    ]
    assert "seconds 0.123" in lines[1]


def test_a_benchmark_that_dies_leaves_the_others_their_turn(tmp_path: Path) -> None:
    for name in ("environment.py", "benchmarks/__main__.py", "benchmarks/harness.py"):
        target = tmp_path / "tests" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "tests" / name, target)
    folder = tmp_path / "tests" / "benchmarks"
    (folder / "bench_a_raises.py").write_text("def run(): raise ValueError('no such file')\n")
    (folder / "bench_b_dies.py").write_text("import os\ndef run(): os.abort()\n")
    (folder / "bench_c_works.py").write_text(
        "from tests.benchmarks.harness import Row\ndef run(): return [Row('c', 'w', 'a', 1.0, 0.5)]\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "ValueError: no such file" in done.stdout
    assert done.stdout.count("FAILED") == 2
    assert "ok" in done.stdout.splitlines()[-1]
    assert (tmp_path / "build" / "bench.json").exists()
