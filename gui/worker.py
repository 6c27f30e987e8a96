"""Work that would freeze the window, done in a thread: a function, and what to do with its result or its error.

For single operations (export, render). Analysis and training have workers of their own. Results come back in the GUI
thread. Closing waits for a job that is under way for a bounded time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import NetwrightError
from gui.i18n import tr

log = logging.getLogger(__name__)


class Jobs(QObject):
    """Runs jobs, each in a daemon thread. ``busy`` carries what is being done, or "" when nothing is."""

    busy = Signal(str)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[threading.Thread, str] = {}
        self._closed = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        label: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[NetwrightError], None],
    ) -> None:
        """Run ``work`` in a thread, then ``done(result)`` or ``failed(error)`` in the GUI thread; nothing once closed."""
        if self._closed:
            return  # a window that goes away loses the focus, and what follows from that comes too late

        def body() -> None:
            thread = threading.current_thread()
            try:
                result = work()
            except NetwrightError as error:
                self._ended.emit(thread, (failed, error))
            except Exception as error:
                log.debug("A background job failed.", exc_info=True)
                text = tr("{label} failed: {reason}", label=label, reason=str(error) or type(error).__name__)
                self._ended.emit(thread, (failed, NetwrightError(text, details=repr(error))))
            else:
                self._ended.emit(thread, (done, result))

        thread = threading.Thread(target=body, name=f"netwright-job-{label}", daemon=True)
        self._running[thread] = label
        self.busy.emit(label)
        thread.start()

    def close(self, timeout: float = 10.0) -> None:
        """Deliver nothing more and wait for what runs, at most ``timeout`` seconds each."""
        self._closed = True
        for thread in list(self._running):
            thread.join(timeout)

    def _deliver(self, thread: threading.Thread, outcome: tuple[Callable[[Any], None], Any]) -> None:
        self._running.pop(thread, None)
        if self._closed:
            return
        self.busy.emit(next(iter(self._running.values()), ""))
        call, value = outcome
        call(value)
