"""The proof of an import: the original file and the project on the same inputs, each by Keras itself.

Both run in a child process with limits, and the original only if its configuration names nothing but Keras's own classes.
Does not belong here: what the child does (compare_child), what may run (allowed), how the result is shown. Invariant:
nothing of the original runs in this process, and a model with placeholders is never run.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert.config.reader import read_config
from core.convert.initial_weights import initial_weights
from core.convert.legacy.upgrade import upgrade
from core.convert.weights.allowed import refusal
from core.convert.weights.stored import check_weights
from core.ending import end
from core.errors import ConversionError, FileError, NetwrightError
from core.graph.model import Project
from core.reading.process import CancelledReading
from core.reading.reader import ModelFile, read_model_file
from core.storage import schema
from core.texts import text, unpacked

Cancelled = Callable[[], bool]

_ROOT = Path(__file__).resolve().parents[3]
_POLL = 0.05
_MOST_RESULT = 4 << 20
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class CompareLimits:
    """Seconds for starting Keras, then for both models; bytes of memory beyond Keras's own and ten times the file."""

    start_seconds: float = 180.0
    seconds: float = 600.0
    memory_bytes: int = 8 << 30


@dataclass(frozen=True, slots=True)
class OutputDifference:
    """One output: its name here, the largest absolute difference (infinite where shapes or kinds differ), both shapes.

    ``largest`` is the largest absolute value that the original gave.
    """

    name: str
    difference: float
    shape: tuple[int, ...]
    original_shape: tuple[int, ...]
    largest: float = 0.0

    def sentence(self) -> str:
        """For the user."""
        if self.shape != self.original_shape:
            return text(
                "Output {name!r} has the shape {shape}; the original gives {original_shape}.",
                name=self.name,
                shape=self.shape,
                original_shape=self.original_shape,
            )
        if math.isinf(self.difference):
            return text(
                "Output {name!r} differs from the original: one of them gives values that are no numbers.",
                name=self.name,
            )
        return text(
            "Output {name!r}: the largest difference from the original is {difference:.2g} (its values reach "
            "{largest:.4g}).",
            name=self.name,
            difference=self.difference,
            largest=self.largest,
        )


@dataclass(frozen=True, slots=True)
class OutputComparison:
    """The differences by output, or one sentence why the two could not be compared.

    ``remark``: a sentence about why the two may rightly differ; empty if there is no such reason.
    """

    original: str
    outputs: tuple[OutputDifference, ...] = ()
    reason: str = ""
    samples: int = 0
    remark: str = ""

    @property
    def difference(self) -> float | None:
        """The largest difference of all outputs; None if the two were not compared."""
        return max((output.difference for output in self.outputs), default=None)

    def sentences(self) -> list[str]:
        """For the user: one sentence for each output, or the reason."""
        if self.reason:
            return [self.reason]
        count = text("1 random sample") if self.samples == 1 else text("{samples} random samples", samples=self.samples)
        return [
            text("Compared with {original!r} on {count}.", original=self.original, count=count),
            *(output.sentence() for output in self.outputs),
            *([self.remark] if self.remark and (self.difference or 0.0) > _ROUNDING else []),
        ]


def compare_with_original(
    project: Project,
    original: Path,
    *,
    folder: Path | None = None,
    seed: int = 0,
    samples: int = 3,
    cancelled: Cancelled | None = None,
    limits: CompareLimits | None = None,
) -> OutputComparison:
    """Run both on the same random inputs and compare; what cannot be compared says so in ``reason``.

    ``folder`` is the project's, which its initial weights are relative to. FileError if the original cannot be read, or if
    it was cancelled.
    """
    file = read_model_file(original, cancelled=cancelled)
    reason = _why_not(project, original, file)
    if reason:
        return OutputComparison(original.name, reason=reason)
    check_weights(original)
    task = {
        "original": str(original.absolute()),
        "kind": file.kind,
        "project": schema.dumps(project),
        "folder": str((folder or Path()).absolute()),
        "seed": seed,
        "samples": max(1, samples),
        "memory_bytes": (limits or CompareLimits()).memory_bytes + 10 * original.stat().st_size,
    }
    with tempfile.TemporaryDirectory(prefix="netwright-", ignore_cleanup_errors=True) as name:
        ended = _run(task, Path(name), limits or CompareLimits(), cancelled, original)
        result = _result(Path(name))
    if ended:
        return OutputComparison(
            original.name, reason=text("{name!r} was not compared: {ended}.", name=original.name, ended=ended)
        )
    if result is None:
        return OutputComparison(
            original.name,
            reason=text("{name!r} was not compared: its process ended without a result.", name=original.name),
        )
    return _read(original.name, file, result)


def _why_not(project: Project, original: Path, file: ModelFile) -> str:
    """One sentence, or nothing if the two can be compared."""
    name = original.name
    if not file.has_weights:
        return text("{name!r} holds no weights, so there is nothing to compare.", name=name)
    upgraded = upgrade(file.config, file.keras_version, file.backend)
    if upgraded.format == "keras1":
        return text(
            "{name!r} was written by Keras 1, which Keras 3 cannot load, so the original cannot be run.", name=name
        )
    if upgraded.format == "keras2" and file.kind == "keras":
        return text(
            "{name!r} was written by Keras 2; Keras 3 loads only .h5 files of Keras 2, so the original cannot be run.",
            name=name,
        )
    try:
        placeholders = read_config(upgraded.config).placeholders
    except NetwrightError as error:
        return text("{name!r} cannot be run: {message}", name=name, message=error.message)
    if placeholders:
        first = placeholders[0]
        return text(
            "{name!r} is not run: its layer {layer!r} ({class_name}) is not one of Keras's own or runs code "
            "of the file.",
            name=name,
            layer=first.name,
            class_name=first.class_name,
        )
    forbidden = refusal(file.config)
    if forbidden:
        return text("{name!r} is not run: {forbidden}.", name=name, forbidden=forbidden)
    if not initial_weights(project):
        return text("The project has no weights of {name!r}; load them first, then compare.", name=name)
    return ""


def _run(task: dict[str, Any], folder: Path, limits: CompareLimits, cancelled: Cancelled | None, original: Path) -> str:
    """Run the child; a clause if it had to be ended, else nothing."""
    environment = {
        **os.environ,
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "core.convert.weights.compare_child", str(folder)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionError(
            text("Python cannot be started to run {name!r}: {reason}.", name=original.name, reason=error.strerror)
        ) from error
    ready = folder / "ready"
    until, started = time.monotonic() + limits.start_seconds, False
    try:
        while process.poll() is None:
            if cancelled is not None and cancelled():
                raise CancelledReading(text("Comparing with {name!r} was cancelled.", name=original.name))
            if not started and ready.exists():
                started, until = True, time.monotonic() + limits.seconds
            if time.monotonic() > until:
                return text(
                    "it takes more than {seconds:g} seconds",
                    seconds=limits.seconds if started else limits.start_seconds,
                )
            time.sleep(_POLL)
    finally:
        end(process)
    return ""


def _result(folder: Path) -> dict[str, Any] | None:
    path = folder / "result.json"
    try:
        if path.stat().st_size > _MOST_RESULT:
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _read(name: str, file: ModelFile, result: dict[str, Any]) -> OutputComparison:
    if "unloadable" in result:
        version = f"Keras {file.keras_version}" if file.keras_version else text("an older Keras")
        said = result["unloadable"]
        reason = text(
            "Keras {keras} cannot load {name!r}, written by {version}, so the original cannot be run ({said}).",
            keras=result["keras"],
            name=name,
            version=version,
            said=said,
        )
        return OutputComparison(name, reason=reason)
    if "error" in result:
        return OutputComparison(
            name, reason=text("{name!r} was not compared: {reason}.", name=name, reason=unpacked(result["error"]))
        )
    try:
        outputs = tuple(
            OutputDifference(
                str(item["name"]),
                float(item["difference"]),
                tuple(int(length) for length in item["shape"]),
                tuple(int(length) for length in item["original_shape"]),
                float(item["largest"]),
            )
            for item in result["outputs"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FileError(
            text("{name!r} was not compared: its process gave no result that can be read.", name=name)
        ) from error
    return OutputComparison(name, outputs, samples=int(result["samples"]), remark=_remark(name, file))


def _remark(name: str, file: ModelFile) -> str:
    """Keras 3 loads files of Keras 2 that it reads otherwise than Keras 2 did."""
    if '"hard_sigmoid"' not in json.dumps(file.config):
        return ""
    if upgrade(file.config, file.keras_version, file.backend).format == "keras3":
        return ""
    return text(
        "{name!r} uses hard_sigmoid, which Keras 3 computes by another formula than Keras 2 did; the project keeps to that of "
        "Keras 2, so here they differ.",
        name=name,
    )
