"""What a run needs to start, as one frozen value, and the token by which it is asked to stop.

Does not belong here: how a run executes (training, engines).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from core.graph.model import Project
from core.runs.store import new_folder


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """A project as it was when training began, and the folder of the run. Editing goes on without touching it.

    The settings are those of ``project.training``. ``data_folder`` is what relative paths of data files are relative
    to; None means the current folder.
    """

    run: str
    folder: Path
    project: Project
    data_folder: Path | None = None


def new_job(project: Project, runs_folder: Path, data_folder: Path | None = None) -> TrainingJob:
    """A job with a new folder of its own under ``runs_folder``; FileError if that cannot be made."""
    folder = new_folder(runs_folder)
    return TrainingJob(folder.name, folder, project, data_folder)


class StopToken:
    """Asks a run to stop, from any thread: first after the current epoch, asked again at once.

    Either way the best weights are kept. What cannot be interrupted (compiling the model's graph) ends first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._level = 0

    def request(self, now: bool = False) -> None:
        """Stop after the current epoch; at once if ``now`` or if asked before."""
        with self._lock:
            self._level = 2 if now else min(2, self._level + 1)

    @property
    def requested(self) -> bool:
        return self._level > 0

    @property
    def at_once(self) -> bool:
        return self._level > 1
