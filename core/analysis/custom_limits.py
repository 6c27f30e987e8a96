"""A limit of time for the user's own code where it runs in this process: a loop without end becomes an error.

Works on Python code; what hangs inside a compiled library cannot be interrupted. Does not belong here: what is run.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

from core.errors import ConversionError
from core.texts import text

T = TypeVar("T")

SECONDS = 10.0
"""More than any real layer takes to be called on symbolic tensors."""

_AGAIN = 0.25


class _OutOfTime(BaseException):
    """Raised inside of the code that runs too long; no ``except Exception`` of the user's holds it."""


def limited(work: Callable[[], T], seconds: float = SECONDS) -> T:
    """The result of ``work``, run in this thread; ConversionError if it takes longer than ``seconds`` or exits."""
    watch = _Watch(threading.get_ident(), seconds)
    result: T
    try:
        try:
            watch.thread.start()
            result = work()
        finally:
            watch.end()
    except BaseException as error:
        # Keras turns whatever is raised while a Lambda is traced into an error of its own.
        if watch.fired and not isinstance(error, KeyboardInterrupt):
            raise ConversionError(text("its code does not end within {seconds:g} seconds", seconds=seconds)) from None
        if isinstance(error, SystemExit):
            raise ConversionError(text("its code ends the program (sys.exit)")) from None
        raise
    return result


class _Watch:
    """Raises :class:`_OutOfTime` in a thread when the time is over, again and again while it goes on."""

    def __init__(self, thread_id: int, seconds: float) -> None:
        self.fired = False
        self._id = ctypes.c_ulong(thread_id)
        self._seconds = seconds
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._watch, name="netwright-time-limit", daemon=True)

    def _watch(self) -> None:
        wait = self._seconds
        while not self._over.wait(wait):
            with self._lock:
                if not self._over.is_set():
                    self.fired = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(self._id, ctypes.py_object(_OutOfTime))
            wait = _AGAIN

    def end(self) -> None:
        """Raise nothing more, also not what has been asked for and has not come yet."""
        while True:
            try:
                with self._lock:
                    self._over.set()
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(self._id, None)
                self.thread.join()
                return
            except _OutOfTime:
                continue
