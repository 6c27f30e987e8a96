"""Opens hostile models one after the other in a process of its own and says what happened: one line of JSON for each.

``python -m tests.core.reading.zoo_child FOLDER HOW``: the folder holds the model files; HOW is ``open`` or ``analyse``, which
takes JSON as pasted text, since that goes faster.
An audit hook sees every file that is opened, every process, every connection and every piece of code that is loaded. Not
here: what is expected (test_zoo).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from core.convert.opening import open_model, open_text
from core.errors import NetwrightError
from tests.core.reading.hostile_models import as_file
from tests.core.reading.memory import peak
from tests.environment import REPOSITORY

# Where Python and its libraries live, and what systems tell about themselves.
_OWN = (
    sys.prefix,
    sys.base_prefix,
    str(REPOSITORY),
    "/proc",
    "/sys",
    "/dev/null",
    "/dev/urandom",
    "/usr",
    "/lib",
    "/etc",
)
_WATCHED = frozenset(
    "os.system os.exec os.posix_spawn os.fork pickle.find_class socket.connect socket.getaddrinfo urllib.Request "
    "os.remove os.rename os.mkdir os.rmdir shutil.rmtree ctypes.dlopen".split()
)


class Watch:
    """What was done since :meth:`take` was called last."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(args[0], str | bytes | os.PathLike):
            path = os.fspath(args[0])
            path = os.path.abspath(path.decode() if isinstance(path, bytes) else path)
            if not path.startswith(_OWN) and not path.endswith("netwright/trusted.json"):
                self._seen.append(f"open {path}")
        elif event == "subprocess.Popen":
            if not any("core.reading.child" in str(part) for part in args[1]):
                self._seen.append(f"process {args[1]}")
        elif event == "import" and "netwright_trap" in str(args[0]):
            self._seen.append(f"import {args[0]}")
        elif event in _WATCHED and not _is_library(event, args):
            self._seen.append(f"{event} {args!r:.200}")

    def take(self) -> list[str]:
        seen, self._seen = self._seen, []
        return seen


def _is_library(event: str, args: tuple[Any, ...]) -> bool:
    return event == "ctypes.dlopen" and (args[0] is None or str(args[0]).startswith(_OWN) or "/" not in str(args[0]))


def main() -> None:
    folder, analyse = Path(sys.argv[1]), sys.argv[2] == "analyse"
    analyzer = None
    if analyse:
        import keras  # noqa: F401

        from core.analysis.analysis import Analyzer
        from core.catalog.catalog import load

        analyzer = Analyzer(load())
    watch = Watch()
    for path in sorted(folder.iterdir()):
        if not analyse and not as_file(path):
            continue
        watch.take()
        started, before = time.process_time(), peak()
        said: dict[str, Any] = {"file": path.name}
        try:
            pasted = analyse and path.suffix == ".json"
            imported = open_text(path.read_text(encoding="utf-8")) if pasted else open_model(path)
            said["placeholders"] = [f"{item.name}: {item.reason}" for item in imported.placeholders]
            said["notes"] = list(imported.notes)
            if analyzer is not None:
                said["problems"] = [problem.message for problem in analyzer.analyze(imported.project).problems]
        except NetwrightError as error:
            said["refused"] = error.message
        said["seconds"] = time.process_time() - started
        said["grown"] = peak() - before
        said["did"] = [item for item in watch.take() if item != f"open {path}"]
        if analyzer is not None:
            said["floatx"] = sys.modules["keras"].config.floatx()
        print(json.dumps(said), flush=True)
    keras_loaded = "keras" in sys.modules or "tensorflow" in sys.modules
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps({"peak": peak(), "children": children, "keras": keras_loaded}), flush=True)


if __name__ == "__main__":
    main()
