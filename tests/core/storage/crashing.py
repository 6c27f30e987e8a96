"""A session that edits and then waits to be killed: ``python -m tests.core.storage.crashing FOLDER STEP...``.

Steps: ``record=NAME`` edits the document, ``adopt`` takes over the newest recovery, ``close`` ends cleanly. After the
last step it prints ``ready`` and sleeps.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from core.graph.model import Project
from core.storage.journal import Journal, pending


def main(folder: Path, steps: list[str]) -> None:
    journal = Journal(folder)
    for step in steps:
        verb, _, text = step.partition("=")
        if verb == "record":
            journal.record(Project(description=text), folder / "p.netw")
        elif verb == "adopt":
            journal.adopt(pending(folder)[0])
        elif verb == "close":
            journal.close()
    print("ready", flush=True)
    time.sleep(100)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
