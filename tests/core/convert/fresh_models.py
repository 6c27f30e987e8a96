"""Runs generated modules in one fresh Python process and writes down what models they build.

``python -m tests.core.convert.fresh_models FOLDER`` reads every ``NAME.py`` and writes ``NAME.json``
(``compare.description``); a module that fails leaves ``NAME.error``. No weight is allocated. Not a test itself.
"""

from __future__ import annotations

import json
import runpy
import sys
import traceback
from pathlib import Path

from core.analysis.shapes import without_weights
from tests.core.convert.compare import description
from tests.quick import spare_what_stays


def run(folder: Path) -> None:
    import keras

    spare_what_stays()
    for path in sorted(folder.glob("*.py")):
        keras.backend.clear_session()  # names of ops count from the start, as in a process of its own
        try:
            with without_weights():
                model = runpy.run_path(str(path), run_name="generated")["build_model"]()
                path.with_suffix(".json").write_text(json.dumps(description(model)))
        except Exception:
            path.with_suffix(".error").write_text(traceback.format_exc())


if __name__ == "__main__":
    run(Path(sys.argv[1]))
