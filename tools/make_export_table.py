"""Makes resources/exports.json: which layers and ops no export of a format can hold, found by trying each of them.

    python -m tools.make_export_table                 everything (about 20 minutes)
    python -m tools.make_export_table Dense erf       print what these give, and write nothing

A type stands in the table only if every setting of it that Keras runs at all fails, and fails for want of an operation or
because Keras cannot write or read it: what depends on a setting, on shapes or on numbers is told when the export is tried.
A test tries some again and compares. Does not belong here: reading the table (core.convert.exports).
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.catalog.catalog import load
from core.convert.exports.abilities import TABLE
from core.convert.exports.options import ExportOptions
from core.convert.exports.prepared import Prepared
from core.convert.exports.trial import TOLERANCE
from core.errors import ConversionError
from core.graph.model import Project
from core.storage.files import write_atomic
from tests.harness import call_cases, layer_cases, op_call_cases, op_cases, reasons
from tests.harness.case import Case, live_model

KINDS = ("saved_model", "litert", "onnx", "keras", "h5")
SUFFIXES = {"saved_model": "", "litert": ".tflite", "onnx": ".onnx", "keras": ".keras", "h5": ".h5"}
PACKAGES = ("keras", "tensorflow", "tf2onnx", "onnx", "onnxruntime", "ai-edge-litert")

_OWN_CODE = ("keras.layers.Lambda",)
"""What they do is the project's own affair."""

Entry = dict[str, str]


def all_cases() -> dict[str, list[Case]]:
    """By type: the case that starts it first, then its variants."""
    catalog = load()
    found: dict[str, list[Case]] = {}
    for spec in catalog.layers:
        if spec.placeable and spec.class_name not in reasons.NO_LAYER:
            also = layer_cases.ALSO.get((spec.class_name,), {})
            found[spec.type] = [layer_cases.starter(spec, **also)]
    for case in layer_cases.cases(catalog):
        # Half precision and cuDNN are other questions than whether a layer can be held.
        if not case.id.endswith("mixed_float16"):
            found[case.type].append(case)
    for case in (*op_cases.cases(catalog), *call_cases.cases(), *op_call_cases.cases()):
        found.setdefault(case.type, []).append(case)
    return found


def failing(cases: Iterable[Case], kind: str) -> Entry | None:
    """Why none of the cases can be held; None if one can, or if Keras itself runs none."""
    reason: Entry | None = None
    for case in cases:
        tried = attempt(case, kind)
        if tried is None:
            continue
        if not tried:
            return None
        reason = reason or tried
    return reason


def kept(kind: str, name: str, reason: Entry) -> bool:
    """Whether a reason is one for all models. An operation that LiteRT has is missing for some shape or type only."""
    from tensorflow.lite.python.schema_py_generated import BuiltinOperator

    if name in _OWN_CODE:
        return False
    if kind in ("keras", "h5"):
        return "by Keras" in reason.get("text", "")
    operation = reason.get("operation", "")
    upper = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).upper()
    return bool(operation) and not (kind == "litert" and hasattr(BuiltinOperator, upper))


def attempt(case: Case, kind: str) -> Entry | None:
    """Export one case: {} if it is right, what was wrong, or None if Keras does not run the case."""
    from core.convert.exports.trial import trial

    try:
        model = live_model(case)
        trial(model)
    except Exception:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model{SUFFIXES[kind]}"
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                difference = _export(model, kind, path)
            except ConversionError as error:
                return entry(error)
    if difference is not None and difference > TOLERANCE:
        return {"text": "it computes other numbers there"}
    return {}


def entry(error: ConversionError) -> Entry:
    """What the table keeps of a failed export."""
    _, _, text = error.message.partition("): ") if "): " in error.message else error.message.partition(": ")
    operation = text.rpartition("TensorFlow's operation ")[2].rstrip(".") if "TensorFlow's operation" in text else ""
    return {"operation": operation} if operation else {"text": text.rstrip(".")}


def _export(model: Any, kind: str, path: Path) -> float | None:
    from core.convert.exports.child import export_live
    from core.convert.exports.keras_files import write_keras_file

    if kind in ("keras", "h5"):
        return write_keras_file(Project(), Prepared(model), kind, path, lambda phase: None).difference
    found: float | None = export_live(Prepared(model), kind, path, ExportOptions(), lambda phase: None)["difference"]
    return found


def main(names: list[str]) -> None:
    """Try what is named, or everything."""
    cases = all_cases()
    chosen = {name: found for name, found in cases.items() if not names or name.rpartition(".")[2] in names}
    table: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for number, (name, found) in enumerate(chosen.items(), 1):
        for kind in KINDS:
            if kind == "h5" and name.startswith("keras.ops."):
                continue  # none can be held there, which the rule of its own says
            reason = failing(found, kind)
            if reason is not None and kept(kind, name, reason):
                table[kind][name] = reason
                print(f"{number}/{len(chosen)} {kind:12} {name}: {reason}", flush=True)
    if not names:
        made = {"versions": {package: version(package) for package in PACKAGES}, "impossible": table}
        write_atomic(TABLE, (json.dumps(made, indent=1, sort_keys=True) + "\n").encode("ascii"))


if __name__ == "__main__":
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    main(sys.argv[1:])
