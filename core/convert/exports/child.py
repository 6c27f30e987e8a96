"""The process that writes a SavedModel, LiteRT or ONNX file and loads it again: ``python -m core.convert.exports.child FOLDER``.

The folder holds the task; here come ``phase`` (a word), the export itself and ``result.json``. The parent (isolated) guards
the time, ends the process and reads the result, and nothing else of it. Does not belong here: what the parent can do.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from core.convert.exports.options import ExportOptions
from core.convert.exports.prepared import Prepared, Weights, prepare
from core.convert.exports.reasons import reason, sentence
from core.convert.plain_names import with_plain_names
from core.convert.start import start_keras_quietly
from core.convert.to_keras import build
from core.errors import ConversionError, NetwrightError
from core.storage import schema
from core.texts import packed

TASK, PROJECT, SAMPLES, PHASE, RESULT = "task.json", "project.netw", "samples.npz", "phase", "result.json"


def main(folder: Path) -> None:
    """Do the task; never returns, so that no thread of a runtime can keep the process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    result: dict[str, Any]
    try:
        result = _work(folder, json.loads((folder / TASK).read_text(encoding="utf-8")))
    except NetwrightError as error:
        result = {"error": packed(error.message), "details": error.details}
    except BaseException as error:
        result = {"bug": f"{type(error).__name__}: {error}", "details": traceback.format_exc()[-8000:]}
    try:
        _write(folder, RESULT, json.dumps(result))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _work(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    _write(folder, PHASE, "building")
    start_keras_quietly()
    project = schema.loads((folder / PROJECT).read_text(encoding="utf-8"))
    trained = Path(task["trained"]) if task["trained"] else None
    prepared = prepare(project, Weights(trained, Path(task["folder"]) if task["folder"] else None))
    plain = with_plain_names(project)
    if plain.project is not project:
        # Files of weights know layers by their own names, so the weights are loaded first and handed over.
        renamed = build(plain.project).model
        renamed.set_weights(prepared.model.get_weights())
        prepared = Prepared(renamed, prepared.notes)
    renamed_to = {own: name for name, own in plain.own.items()}
    samples = {renamed_to.get(name, name): array for name, array in _samples(folder, task["samples"]).items()}
    options = ExportOptions(quantize=task["quantize"], samples=samples, opset=task["opset"])
    path = Path(task["path"])
    return export_live(prepared, task["kind"], path, options, lambda phase: _write(folder, PHASE, phase), plain.own)


def export_live(
    prepared: Prepared,
    kind: str,
    path: Path,
    options: ExportOptions,
    phase: Callable[[str], None],
    own: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write the model and run it in its runtime; ConversionError names the layer at fault where it can be found.

    ``own`` gives the user's name for layers that have another one here.
    """
    from core.convert.exports.checking import check
    from core.convert.exports.writing import write

    try:
        phase("writing")
        written = write(prepared.model, kind, path, options)
        phase("checking")
        checked = check(prepared.model, kind, path, options, written)
    except Exception as error:
        raise _explained(kind, error, prepared.model, own or {}) from error
    return {
        "difference": checked.difference,
        "checked_with": checked.checked_with,
        "notes": [packed(note) for note in (*prepared.notes, *written.notes, *checked.notes)],
    }


def _explained(kind: str, error: Exception, model: Any, own: Mapping[str, str]) -> ConversionError:
    layers = {layer.name: layer for layer in (*model.operations, *model._flatten_layers(include_self=False))}
    found = reason(error, layers)
    name, class_name = found.layer, ""
    if name:
        class_name = type(layers[name]).__name__
        name = own.get(name, name)
    details = "".join(traceback.format_exception(error))[-8000:]
    return ConversionError(sentence(kind, name, class_name, found.operation, found.text), details)


def _end_with_parent() -> None:
    """The parent holds the other end of standard input open as long as it lives."""
    sys.stdin.buffer.read()
    os._exit(1)


def _samples(folder: Path, names: list[str]) -> dict[str, Any]:
    if not names:
        return {}
    with np.load(folder / SAMPLES, allow_pickle=False) as arrays:
        return {name: arrays[f"input_{number}"] for number, name in enumerate(names)}


def _write(folder: Path, name: str, text: str) -> None:
    part = folder / f"{name}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(folder / name)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(Path(sys.argv[1]))
