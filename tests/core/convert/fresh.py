"""Runs generated modules in one fresh Python process: builds each model, loads weights, predicts.

``python fresh.py FOLDER`` reads ``NAME.py`` and ``NAME.npz`` (``weight_0``..., ``input_0``...) for every name, and
writes ``NAME.json`` (the model's ``to_json()``) and ``NAME.out.npz`` (``output_0``...). A module that fails leaves
``NAME.error``. Not a test itself.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from pathlib import Path
from typing import Any


def flat_inputs(model: Any, arrays: list[Any]) -> Any:
    """The arrays in the structure of the model's inputs."""
    import keras

    return keras.tree.pack_sequence_as(model._inputs_struct, arrays)


def run(folder: Path) -> None:
    import keras
    import numpy as np

    for path in sorted(folder.glob("*.py")):
        keras.backend.clear_session()  # names of ops count from the start, as in a process of its own
        try:
            model = runpy.run_path(str(path), run_name="generated")["build_model"]()
            path.with_suffix(".json").write_text(model.to_json())
            given = np.load(path.with_suffix(".npz"))
            model.set_weights([given[f"weight_{i}"] for i in range(len(model.weights))])
            arrays = [given[f"input_{i}"] for i in range(len(model.inputs))]
            outputs = keras.tree.flatten(model(flat_inputs(model, arrays), training=False))
            np.savez(path.with_suffix(".out.npz"), **{f"output_{i}": np.array(o) for i, o in enumerate(outputs)})
        except Exception:
            path.with_suffix(".error").write_text(traceback.format_exc())


if __name__ == "__main__":
    run(Path(sys.argv[1]))
