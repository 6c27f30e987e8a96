"""The verb ``export``: a project becomes the file or folder that the target's suffix asks for.

Does not belong here: how any of them is written (core.convert).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from core.convert.exports.options import ExportOptions, kind_of
from core.errors import ConversionError
from core.graph.model import Project

PHASES = {"building": "Building the model", "writing": "Writing", "checking": "Loading it again and comparing"}


def run_export(options: argparse.Namespace, project: Project, runs: Path) -> int:
    """Export, with progress on standard error; returns the exit status."""
    from core.convert.model_files import export
    from core.runs.export_samples import export_samples
    from core.runs.store import weights_of

    target = Path(options.target)
    kind = kind_of(target)
    _check_options(options, kind)
    weights = weights_of(options.weights, runs) if options.weights else None
    folder = Path(options.project).absolute().parent
    samples = export_samples(project, folder) if options.quantize == "int8" else {}
    report = export(
        project,
        target,
        weights=weights,
        folder=folder,
        options=ExportOptions(options.quantize, samples, options.opset, options.style, options.script),
        progress=lambda phase: print(f"{PHASES[phase]} ...", file=sys.stderr),
    )
    for note in report.notes:
        print(note, file=sys.stderr)
    if report.difference is not None:
        print(f"Largest difference {report.difference:.2g}, checked with {report.checked_with}", file=sys.stderr)
    print(f"Wrote {report.path}", file=sys.stderr)
    if options.json:
        found = {
            "path": str(report.path),
            "kind": kind,
            "difference": report.difference,
            "checked_with": report.checked_with or None,
            "notes": list(report.notes),
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _check_options(options: argparse.Namespace, kind: str) -> None:
    """An option that the target cannot follow is a mistake, not something to pass over."""
    for given, wanted, name in (
        (options.quantize != "none", "litert", "--quantize belongs to a .tflite file"),
        (options.opset is not None, "onnx", "--opset belongs to an .onnx file"),
        (options.style != "netwright", "diagram", "--style belongs to a diagram (.png .svg .pdf .dot)"),
    ):
        if given and kind != wanted:
            raise ConversionError(f"{name}. Received: {options.target}")
    if options.script and Path(options.target).suffix.lower() not in (".py", ".ipynb"):
        raise ConversionError(f"--script belongs to a .py file. Received: {options.target}")
