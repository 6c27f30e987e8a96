"""An export in a process of its own, with a limit of time and a way to cancel it: the window stays alive whatever happens.

Does not belong here: what the process does (child). Invariant: when a call returns, the process and all that it started
are gone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core.convert.exports.child import PHASE, PROJECT, RESULT, SAMPLES, TASK
from core.convert.exports.options import ExportOptions
from core.convert.exports.prepared import Weights
from core.convert.exports.reasons import TITLES
from core.ending import end
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.storage import schema
from core.texts import text, unpacked

SECONDS = 1800.0
"""Far more than the largest model of keras.applications takes; cancelling is for who does not want to wait."""
_POLL = 0.05
_ROOT = Path(__file__).resolve().parents[3]

Cancelled = Callable[[], bool]
Progress = Callable[[str], None]


class ExportCancelled(ConversionError):
    """The user gave the export up; nothing was written."""


def export_isolated(
    project: Project,
    kind: str,
    folder: Path,
    path: Path,
    weights: Weights,
    options: ExportOptions,
    *,
    cancelled: Cancelled | None = None,
    progress: Progress | None = None,
    seconds: float = SECONDS,
) -> dict[str, Any]:
    """Write ``kind`` to ``path`` in another process, whose files are in ``folder``; what it found out about the file.

    ``progress`` is told ``building``, ``writing``, ``checking``. Raises ConversionError with one sentence, also if the
    process dies or takes longer than ``seconds``; :class:`ExportCancelled` once ``cancelled()`` is true.
    """
    _hand_over(project, kind, folder, path, weights, options)
    output = folder / "output.txt"
    with output.open("wb") as sink:
        process = _start(folder, sink)
        try:
            _wait(process, folder, kind, cancelled or (lambda: False), progress or (lambda phase: None), seconds)
        finally:
            end(process)
            if process.stdin is not None:
                process.stdin.close()
    return _result(folder, kind, process.returncode, output)


def _hand_over(project: Project, kind: str, folder: Path, path: Path, weights: Weights, options: ExportOptions) -> None:
    task = {
        "kind": kind,
        "path": str(path),
        "trained": str(weights.trained.absolute()) if weights.trained is not None else "",
        "folder": str(weights.folder.absolute()) if weights.folder is not None else "",
        "quantize": options.quantize,
        "opset": options.opset,
        "samples": list(options.samples),
    }
    (folder / PROJECT).write_text(schema.dumps(project), encoding="utf-8")
    if options.samples:
        arrays = {f"input_{number}": array for number, array in enumerate(options.samples.values())}
        np.savez(folder / SAMPLES, **arrays)
    (folder / TASK).write_text(json.dumps(task), encoding="utf-8")


def _start(folder: Path, sink: Any) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONWARNINGS": "ignore",
    }
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "core.convert.exports.child", str(folder)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,  # held open: the process ends when this one does
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that what it starts can be ended with it
        )
    except OSError as error:
        raise FileError(
            text("Python cannot be started for the export: {reason}.", reason=error.strerror), str(error)
        ) from error


def _wait(
    process: subprocess.Popen[bytes], folder: Path, kind: str, cancelled: Cancelled, progress: Progress, seconds: float
) -> None:
    until = time.monotonic() + seconds
    told = ""
    while process.poll() is None:
        if cancelled():
            raise ExportCancelled(text("The export was cancelled; nothing was written."))
        if time.monotonic() > until:
            raise ConversionError(
                text(
                    "{format} could not be written within {seconds:g} seconds, so it was given up.",
                    format=TITLES[kind],
                    seconds=seconds,
                )
            )
        phase = _phase(folder)
        if phase != told:
            told = phase
            progress(phase)
        time.sleep(_POLL)


def _phase(folder: Path) -> str:
    try:
        return (folder / PHASE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "building"


def _result(folder: Path, kind: str, status: int, output: Path) -> dict[str, Any]:
    printed = output.read_bytes()[-8000:].decode("utf-8", "replace")
    try:
        found: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        how = text("by signal {status}", status=-status) if status < 0 else text("with status {status}", status=status)
        during = {"writing": text("the converter"), "checking": text("the runtime")}.get(_phase(folder), "Python")
        raise ConversionError(
            text(
                "{format} cannot be written: {during} ended its process {how}; the model may be too large for it.",
                format=TITLES[kind],
                during=during,
                how=how,
            ),
            printed,
        ) from None
    if "error" in found or "bug" in found:
        message = (
            unpacked(found["error"])
            if "error" in found
            else text("{format} cannot be written: {bug}", format=TITLES[kind], bug=" ".join(str(found["bug"]).split()))
        )
        raise ConversionError(message, f"{found.get('details', '')}\n{printed}".strip())
    return found
