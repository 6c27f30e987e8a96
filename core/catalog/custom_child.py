"""The limited process in which a file of layers is tried first: ``python -m core.catalog.custom_child FOLDER``.

Reads its task as JSON from standard input, imports Keras, says so by an empty file ``ready``, limits itself, runs the file
and writes ``result.json``: the specs of its layers, or one sentence. The parent (custom_check) guards the time. Does not
belong here: anything that the parent can do without running the file.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from core.catalog import codec
from core.catalog.custom import CustomFile, import_module

LONGEST_REASON = 300


def main(folder: Path) -> None:
    """Do the task; never returns, so that nothing the file left behind (threads, exit hooks) can keep the process."""
    task: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    from core.catalog.introspect import custom_specs, start_keras

    file = CustomFile(Path(task["path"]), task["text"], task["digest"], ())
    start_keras()
    os.chdir(folder)
    _limit(task["cpu_seconds"], task["memory_bytes"])
    (folder / "ready").touch()
    result: dict[str, Any]
    try:
        module = import_module(file)
        result = {"layers": [codec.to_data(spec) for spec in custom_specs(module)]}
    except BaseException as error:  # SystemExit and KeyboardInterrupt are what a file may raise, too.
        result = {"error": happened(error, str(file.path)), "details": traceback.format_exc(limit=-8)[-4000:]}
    try:
        part = folder / "result.part"
        part.write_text(json.dumps(result), encoding="utf-8")
        part.replace(folder / "result.json")
    finally:
        os._exit(0)


def happened(error: BaseException, path: str) -> dict[str, str]:
    """What happened and the line of the file that it happened in; custom_check says it in a sentence."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    what = "exit" if isinstance(error, SystemExit) else "memory" if isinstance(error, MemoryError) else "raises"
    said = " ".join(str(error).split())
    said = said if len(said) <= LONGEST_REASON else said[: LONGEST_REASON - 4] + " ..."
    return {"what": what, "kind": type(error).__name__, "line": str(lines[-1]) if lines else "", "said": said}


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Limits on top of what starting Keras took; where the system has none, the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + cpu_seconds + 1
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size = pages * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
