"""A child process ends with the children that it started."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.ending import end

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
{then}
"""


def runs(pid: int) -> bool:
    """Whether the process is there and is more than an entry that nobody has collected yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes run")
@pytest.mark.parametrize("then", ["import time; time.sleep(60)", "pass"], ids=["running", "already gone"])
def test_ends_with_all_that_it_started(then: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(then=then)], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        assert runs(child)
        if then == "pass":
            process.wait()
        end(process)
        assert process.returncode is not None
    until = time.monotonic() + 5
    while runs(child) and time.monotonic() < until:
        time.sleep(0.01)
    assert not runs(child)
