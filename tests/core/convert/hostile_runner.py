"""Runs generated modules in a process that watches itself: nothing but building models may happen.

``python -m tests.core.convert.hostile_runner FILE`` reads a JSON list of sources, runs each and builds its model (no weight
is allocated). Printed is a JSON object: how many were built, and what was done besides. Not a test itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.quick import spare_what_stays

_WATCHED = ("os.", "subprocess.", "socket.", "shutil.", "ctypes.", "webbrowser.", "pty.", "urllib.", "tempfile.")
_HARMLESS = ("os.listdir", "os.scandir", "os.walk", "ctypes.")


def run(sources: list[str]) -> dict[str, Any]:
    """Run all; what was built, and the events that should not have been."""
    import keras

    from core.analysis.shapes import without_weights

    spare_what_stays()
    events: list[str] = []
    watching = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching:
            return
        if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            events.append(f"open {arguments[0]!r}")
        elif event.startswith(_WATCHED) and not event.startswith(_HARMLESS):
            events.append(f"{event} {arguments!r}")

    sys.addaudithook(hook)
    built, other = 0, []
    for source in sources:
        keras.utils.clear_session(free_memory=False)
        module: dict[str, Any] = {"__name__": "generated", "__file__": "generated.py"}
        code = compile(source, "generated", "exec")
        watching = True
        try:
            with without_weights():
                exec(code, module)
                module["build_model"]()
            built += 1
        except (ValueError, TypeError) as error:
            other.append(f"{type(error).__name__}: {error}"[:200])
        watching = False
    return {"built": built, "events": events[:20], "errors": other[:20]}


if __name__ == "__main__":
    print(json.dumps(run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
