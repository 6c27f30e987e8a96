"""Runs on disk: one folder each, with ``run.json`` as its summary.

A run's folder holds run.json (what it was and how it ended), project.netw (the project as trained), history.json,
best.weights.h5 and model.keras. Does not belong here: searching and comparing over many runs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import FileError
from core.storage.files import write_atomic
from core.texts import text

RUN_FILE = "run.json"
PROJECT_FILE = "project.netw"
HISTORY_FILE = "history.json"
WEIGHTS_FILE = "best.weights.h5"
MODEL_FILE = "model.keras"
_MOST_TRIES = 1000
_LARGEST_RUN_FILE = 16 * 2**20


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The summary of one run. ``status`` is "running" while it goes, and stays so when its process died.

    ``started`` is UTC in ISO format. ``metrics`` are those of the best epoch, ``test`` those on the test part.
    """

    id: str
    folder: Path
    name: str
    status: str
    reason: str
    started: str
    seconds: float
    epochs: int
    best_epoch: int | None
    metrics: Mapping[str, float | None]
    test: Mapping[str, float | None]

    @property
    def weights(self) -> Path | None:
        """The file of the best weights, if the run left one."""
        path = self.folder / WEIGHTS_FILE
        return path if path.is_file() else None


def new_folder(runs_folder: Path) -> Path:
    """Make a folder whose name, the run's id, is the local time, with a counter where two start in one second.

    Raises:
        FileError: the folder cannot be made.
    """
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in range(1, _MOST_TRIES):
        folder = runs_folder / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if not runs_folder.is_dir():
                raise FileError(
                    text("Runs are kept in a folder, but {folder} is a file.", folder=runs_folder)
                ) from None
        except OSError as error:
            raise FileError(
                text(
                    "The folder {folder} for the run cannot be made: {reason}.",
                    folder=folder,
                    reason=error.strerror,
                )
            ) from error
        else:
            return folder
    raise FileError(
        text(
            "{folder} holds {count} runs of this very second already.",
            folder=runs_folder,
            count=_MOST_TRIES,
        )
    )


def now() -> str:
    """The current time, UTC, ISO format, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON so that a reader never sees half of it; NaN and infinity become null, which JSON has no other word
    for.

    Raises:
        FileError: the file cannot be written.
    """
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    write_atomic(path, (text + "\n").encode("utf-8", errors="backslashreplace"))


def plain(value: Any) -> Any:
    """``value`` as JSON data: maps to dicts, tuples to lists, floats that are not finite to None."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def read_run(folder: Path) -> RunRecord:
    """The summary of the run in ``folder``.

    Raises:
        FileError: there is none, or it is damaged.
    """
    path = folder / RUN_FILE
    try:
        if path.stat().st_size > _LARGEST_RUN_FILE:
            raise FileError(text("{path} is too large to be the summary of a run.", path=path))
        data = json.loads(path.read_text(encoding="utf-8"))
        best_epoch = data["best_epoch"]
        return RunRecord(
            id=str(data["run"]),
            folder=folder,
            name=str(data["name"]),
            status=str(data["status"]),
            reason=str(data["reason"]),
            started=str(data["started"]),
            seconds=float(data["seconds"]),
            epochs=int(data["epochs"]),
            best_epoch=None if best_epoch is None else int(best_epoch),
            metrics=_metrics(data["best"]),
            test=_metrics(data["test"]),
        )
    except OSError as error:
        raise FileError(
            text(
                "{folder} holds no run: {name} cannot be read ({reason}).",
                folder=folder,
                name=path.name,
                reason=error.strerror,
            )
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FileError(
            text("{path} is damaged: it is not the summary of a run.", path=path), details=repr(error)
        ) from error


def _metrics(data: Any) -> dict[str, float | None]:
    return {str(key): None if value is None else float(value) for key, value in data.items()}


def list_runs(runs_folder: Path) -> list[RunRecord]:
    """All runs in the folder that can be read, newest first; none if there is no such folder."""
    found = []
    for path in sorted(runs_folder.glob(f"*/{RUN_FILE}"), reverse=True):
        try:
            found.append(read_run(path.parent))
        except FileError:
            continue  # one damaged folder must not hide the others
    return sorted(found, key=lambda run: (run.started, run.id), reverse=True)


def find_run(name: str, runs_folder: Path) -> RunRecord:
    """The run with this id, or in the folder of this path, or the newest for ``latest``.

    Raises:
        FileError: there is none.
    """
    if name == "latest":
        runs = list_runs(runs_folder)
        if not runs:
            raise FileError(text("There are no runs in {folder}.", folder=runs_folder))
        return runs[0]
    for folder in (runs_folder / name, Path(name)):
        if (folder / RUN_FILE).is_file():
            return read_run(folder)
    raise FileError(text("There is no run {name!r} in {folder}.", name=name, folder=runs_folder))


def weights_of(name: str, runs_folder: Path) -> Path:
    """The weights file that ``name`` means: a file, or the best weights of a run (id, folder or ``latest``).

    Raises:
        FileError: there is no such file or run, or the run kept no weights.
    """
    path = Path(name)
    if path.is_file():
        return path
    run = find_run(name, runs_folder)
    if run.weights is None:
        raise FileError(text("The run {id} kept no weights; it {status}.", id=run.id, status=run.status))
    return run.weights
