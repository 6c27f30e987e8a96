"""How much of the time the drawing of live charts may take.

A run and the window share one interpreter: what drawing takes, a small network waits for. Does not belong here: drawing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_SHARE = 1 / 25
"""A run may take a twentieth longer in the window than alone; this is what of it the charts may take. Whoever draws may go
beyond it with what is cheap (curves.LONGEST_MS)."""


class Allowance:
    """Seconds of this thread that were spent since the beginning, against a share of the time that has gone by."""

    def __init__(
        self,
        share: float = MOST_SHARE,
        clock: Callable[[], float] = time.perf_counter,
        work: Callable[[], float] = time.thread_time,
    ) -> None:
        self._share = share
        self._clock = clock
        self._work = work
        self._is_counting = False
        self.begin()

    def begin(self, gone: float = 0.0) -> None:
        """Forget what was spent; ``gone`` seconds have gone by in which nothing was."""
        self._start = self._clock() - gone
        self._spent = 0.0

    @property
    def wait(self) -> float:
        """Seconds until no more than the share of the time has been spent; 0 if that is so now."""
        return max(0.0, self._spent / self._share - (self._clock() - self._start))

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count what is done inside; once, if it is asked for inside again."""
        if self._is_counting:
            yield
            return
        before, self._is_counting = self._work(), True
        try:
            yield
        finally:
            self._spent, self._is_counting = self._spent + self._work() - before, False
