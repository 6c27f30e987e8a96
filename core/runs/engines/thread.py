"""Runs a job in a daemon thread of this process: the default engine.

A daemon thread does not keep a program from ending while ``fit`` runs. Does not belong here: queues between threads (a
view brings its own), other engines.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from core.runs.events import RunEnded, RunEvent
from core.runs.job import StopToken, TrainingJob
from core.texts import text


class RunHandle:
    """A run under way. All methods may be called from any thread."""

    def __init__(self, job: TrainingJob, on_event: Callable[[RunEvent], None]) -> None:
        self.job = job
        self._on_event = on_event
        self._stop = StopToken()
        self._ended: RunEnded | None = None
        self._thread = threading.Thread(target=self._execute, name=f"run {job.run}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop after the current epoch; asked again, at once. The best weights are kept."""
        self._stop.request()

    def stop_now(self) -> None:
        """Stop as soon as what runs can be interrupted. The best weights are kept."""
        self._stop.request(now=True)

    def join(self, timeout: float | None = None) -> bool:
        """Wait at most ``timeout`` seconds for the end; True if the run has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    @property
    def ended(self) -> RunEnded | None:
        """The last event once there is one."""
        return self._ended

    def _execute(self) -> None:
        try:
            # Here, not above: a window loads this module at its start, and arrays and data are needed only now.
            from core.runs.training import run

            self._ended = run(self.job, self._on_event, self._stop)
        except Exception as error:
            # A broken installation, or a view that failed: whoever waits must still hear that it is over.
            reason = text("The run could not be carried out: {error}", error=str(error) or type(error).__name__)
            details = "".join(traceback.format_exception(error))
            self._ended = RunEnded(self.job.run, str(self.job.folder), "failed", reason, details=details)
            self._on_event(self._ended)


class ThreadEngine:
    """Starts each job in a thread of its own."""

    def start(self, job: TrainingJob, on_event: Callable[[RunEvent], None]) -> RunHandle:
        """Start the run; ``on_event`` is called in the run's thread and must return quickly."""
        handle = RunHandle(job, on_event)
        handle.start()
        return handle
