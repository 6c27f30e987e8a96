"""What a child process may use, and the process limiting itself to that.

Does not belong here: limits of a format (strict_json, archive, hdf5). Where the system has no such limits (Windows), the
parent's clock is what remains. Invariant: limits are set before the first byte of the file is looked at.
"""

from __future__ import annotations

import contextlib
import os
from typing import NamedTuple


class Limits(NamedTuple):
    """Seconds of processor and of clock, bytes of memory beyond what Python itself takes, bytes of a temporary file.

    ``cpu_most`` is what the child may raise its processor time to once it knows how much honest work there is.
    """

    cpu_seconds: int = 3
    cpu_most: int = 30
    wall_seconds: float = 60.0
    memory_bytes: int = 224 << 20
    file_bytes: int = 0


def apply(limits: Limits) -> None:
    """Limit this process: no children, no core dump, no files to write, and the amounts given. Cannot be undone."""
    try:
        import resource
    except ImportError:  # Windows: the parent ends the process when its time is up.
        return
    if os.name != "posix":
        return
    _limit("RLIMIT_CORE", 0, 0)
    _limit("RLIMIT_NPROC", 0, 0)
    _limit("RLIMIT_FSIZE", limits.file_bytes, limits.file_bytes)
    _limit("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_most)
    size = _virtual_bytes()
    if size is not None:
        _limit("RLIMIT_AS", size + limits.memory_bytes, size + limits.memory_bytes)
    else:
        # Without /proc only the data segment can be limited in a way that leaves room for the libraries.
        _limit("RLIMIT_DATA", limits.memory_bytes + (64 << 20), limits.memory_bytes + (64 << 20))
    # SIGXFSZ would end the process without a word; a failed write is an error that can be told.
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    del resource


def allow_cpu(seconds: float) -> None:
    """Let the process use ``seconds`` of processor time from now on, as far as its hard limit goes."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = int(used.ru_utime + used.ru_stime + seconds) + 1
    _limit("RLIMIT_CPU", min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard)


def no_more_files() -> None:
    """From now on no file can be opened by this process, whatever a library is led to try."""
    _limit("RLIMIT_NOFILE", 0, 0)


def _limit(name: str, soft: int, hard: int) -> None:
    try:
        import resource
    except ImportError:
        return
    kind = getattr(resource, name, None)
    if kind is None:
        return
    with contextlib.suppress(OSError, ValueError):
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            hard = min(hard, most)
        resource.setrlimit(kind, (min(soft, hard), hard))


def _virtual_bytes() -> int | None:
    """The address space that this process has now."""
    try:
        with open("/proc/self/statm", "rb") as file:
            pages = int(file.read().split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
