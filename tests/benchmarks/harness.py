"""What a benchmark module is made of: rows, repeated timing, the growth of cost.

A benchmark module is tests/benchmarks/bench_NAME.py with ``run() -> list[Row]``. It compares Netwright's work with
something measured in the same run, so its verdict is a ratio and machines may differ. Rows never decide whether the
tests pass. Running the modules and printing belongs to __main__.py.
"""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``ratio`` is work / against as measured (None: nothing to compare with; it says why in ``raw["note"]``),
    ``budget_ratio`` the most it may be (None: shown for orientation only). ``raw`` holds the figures behind it, with
    the unit in the key ("seconds", "against_seconds", "mib"); a key "exponent" is how the cost grows with the size.
    """

    name: str
    work: str
    against: str
    budget_ratio: float | None
    ratio: float | None
    raw: Mapping[str, object] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return "not measured"
        if self.budget_ratio is None:
            return "-"
        return "ok" if self.ratio <= self.budget_ratio else "OVER"


def seconds(work: Callable[[], object], repeat: int = 5) -> list[float]:
    """Wall-clock seconds of each of ``repeat`` calls, the garbage collected before and held off during each."""
    durations = []
    for _ in range(repeat):
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            work()
            durations.append(time.perf_counter() - start)
        finally:
            gc.enable()
    return durations


def compare(
    name: str,
    work: tuple[str, Callable[[], object]],
    against: tuple[str, Callable[[], object]],
    budget_ratio: float | None,
    repeat: int = 5,
) -> Row:
    """The row for two pieces of work, the medians of alternating calls so that a change of load meets both."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repeat):
        ours += seconds(work[1], 1)
        theirs += seconds(against[1], 1)
    mine, other = statistics.median(ours), statistics.median(theirs)
    raw = {"seconds": mine, "against_seconds": other, "all_seconds": ours, "all_against_seconds": theirs}
    return Row(name, work[0], against[0], budget_ratio, mine / other, raw)


def percentile(values: Iterable[float], percent: float) -> float:
    """The nearest-rank percentile of at least one value: 95 gives the value that 95 % do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def growth_exponent(sizes: Iterable[float], durations: Iterable[float]) -> float:
    """The p in duration = c * size ** p, by least squares over the logarithms (at least two different sizes)."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(duration) for duration in durations]
    return statistics.linear_regression(xs, ys).slope
