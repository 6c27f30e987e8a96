"""Ending a child process for good. Does not belong here: starting one, its limits, what it says.

Invariant: children started with ``start_new_session`` end with everything that they started themselves.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process, if it still runs, with all that it started, and wait for it."""
    if hasattr(os, "killpg"):
        # The group may outlive its leader: what the leader started is in it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()
