"""``make bench``: run every tests/benchmarks/bench_*.py, print one table, write build/bench.json.

    python -m tests.benchmarks [NAME ...]      only the benchmarks named so (bench_layout.py is "layout")

Each module runs in a process of its own, so that one that fails, hangs or dies leaves the others their turn and no
one's memory or imports colour another's figures. Exit status: 0 when all ran (over budget or not), 1 when one failed,
2 when a name is unknown.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.harness import Row
from tests.environment import REPOSITORY, isolated

FOLDER = Path(__file__).resolve().parent
REPORT = REPOSITORY / "build" / "bench.json"
TIME_LIMIT = 900.0  # seconds for one module


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one module gave: its rows, or why it has none."""

    benchmark: str
    rows: tuple[Row, ...]
    seconds: float
    failure: str = ""


def available(folder: Path = FOLDER) -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def run_here(benchmark: str, target: Path) -> None:
    """Run one module in this process and write its rows to ``target``."""
    rows = importlib.import_module(f"tests.benchmarks.bench_{benchmark}").run()
    target.write_text(json.dumps([dataclasses.asdict(row) for row in rows]), encoding="utf-8")


def run_apart(benchmark: str, time_limit: float = TIME_LIMIT) -> Outcome:
    """Run one module in a child process with a fresh home and no window."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="netwright-bench-") as folder:
        target = Path(folder) / "rows.json"
        environment = {**os.environ, **isolated(Path(folder) / "home"), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.benchmarks", "--one", benchmark, "--write", str(target)]
        try:
            done = subprocess.run(
                command, cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                text=True, errors="replace", timeout=time_limit,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Outcome(benchmark, (), time.perf_counter() - start, f"did not end within {time_limit:.0f} s")
        spent = time.perf_counter() - start
        if done.returncode != 0 or not target.exists():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return Outcome(benchmark, (), spent, f"ended with status {done.returncode}: {last}")
        rows = tuple(Row(**row) for row in json.loads(target.read_text(encoding="utf-8")))
        return Outcome(benchmark, rows, spent)


def table(outcomes: list[Outcome]) -> str:
    lines = [("what", "work", "against", "ratio", "budget", "", "raw")]
    for outcome in outcomes:
        lines += [
            (row.name, row.work, row.against, _figure(row.ratio), _figure(row.budget_ratio), row.verdict, _raw(row))
            for row in outcome.rows
        ]
        if outcome.failure:
            lines.append((outcome.benchmark, outcome.failure, "", "", "", "FAILED", ""))
    widths = [min(48, max(len(line[column]) for line in lines)) for column in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, (*widths, 0), strict=True)).rstrip() for line in lines
    )


def _raw(row: Row) -> str:
    return ", ".join(
        f"{key} {_figure(value)}" for key, value in row.raw.items() if not isinstance(value, list | tuple | dict)
    )


def _figure(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def report(outcomes: list[Outcome]) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "benchmarks": [
            {
                "benchmark": outcome.benchmark,
                "seconds": round(outcome.seconds, 3),
                "failure": outcome.failure or None,
                "rows": [{**dataclasses.asdict(row), "verdict": row.verdict} for row in outcome.rows],
            }
            for outcome in outcomes
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; all without a name")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        run_here(options.one, options.write)
        return 0
    known = available()
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        print(f"no benchmark is named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    outcomes = []
    for benchmark in options.names or known:
        print(f"{benchmark} ...", file=sys.stderr, flush=True)
        outcomes.append(run_apart(benchmark))
    print(table(outcomes))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report(outcomes), indent=1) + "\n", encoding="utf-8")
    print(f"written to {REPORT.relative_to(REPOSITORY)}", file=sys.stderr)
    return 1 if any(outcome.failure for outcome in outcomes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
