"""A lock that a process holds as long as it lives, on a file of its own.

The operating system releases it however the process ends, so a free lock means that the owner is gone; a process id
may have been given to another process since. Does not belong here: what the lock protects.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


class FileLock:
    """A held lock; :meth:`release` removes its file."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> FileLock | None:
        """Take the lock without waiting; None if someone holds it, this process included. OSError passes through."""
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not _lock(handle):
                    os.close(handle)
                    return None
                if _is_file(handle, path):
                    return cls(path, handle)
            except BaseException:
                os.close(handle)
                raise
            # The last owner removed the file between open and lock: this lock would protect nothing.
            os.close(handle)

    def release(self, *, keep: bool = False) -> None:
        """Give the lock back; its file goes too, unless ``keep``."""
        if not keep:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
        os.close(self._handle)
        if not keep and sys.platform == "win32":
            # An open file cannot be removed there.
            with contextlib.suppress(OSError):
                os.unlink(self._path)


def _is_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
