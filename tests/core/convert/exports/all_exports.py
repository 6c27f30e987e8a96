"""Every template in every format that another runtime runs: ``python -m tests.core.convert.exports.all_exports FOLDER``.

One process for all, since TensorFlow takes seconds to start; prints JSON. Does not belong here: what is expected.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """Export with weights that are no longer zero anywhere, so that every one of them shows."""
    from core.convert.exports.child import export_live
    from core.convert.exports.options import ExportOptions
    from core.convert.exports.prepared import Prepared, Weights, prepare
    from core.errors import NetwrightError
    from core.storage import templates
    from tests.harness.numbers import weights_for

    found: dict[str, Any] = {}
    for template in templates.names():
        model = prepare(templates.load(template.name), Weights()).model
        model.set_weights(weights_for(model))
        for kind, suffix in (("saved_model", ""), ("litert", ".tflite"), ("onnx", ".onnx")):
            path = folder / f"{template.name}{suffix}"
            try:
                found[f"{template.name} {kind}"] = export_live(
                    Prepared(model), kind, path, ExportOptions(), lambda phase: None
                )
            except NetwrightError as error:
                found[f"{template.name} {kind}"] = {"error": error.message, "details": error.details}
    sys.stdout.flush()
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")
    main(Path(sys.argv[1]))
