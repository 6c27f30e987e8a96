"""How much memory a process has used, as the kernel counts it. Not here: limits on it."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import IO

_STATUS = Path("/proc/self/status")


def status() -> IO[str] | None:
    """What :func:`peak` reads, for a process that may open nothing later; None where there is no such file."""
    return _STATUS.open(encoding="ascii", errors="replace") if _STATUS.exists() else None


def peak(opened: IO[str] | None = None) -> int:
    """The most memory that this process has had since it was started, in MiB.

    ``getrusage`` counts what the parent had before it became this program, which in a long test run are gigabytes.
    """
    file = opened if opened is not None else status()
    if file is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    file.seek(0)
    (line,) = (line for line in file.read().splitlines() if line.startswith("VmHWM:"))
    if opened is None:
        file.close()
    return int(line.split()[1]) // 1024
