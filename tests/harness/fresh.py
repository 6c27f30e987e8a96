"""A fresh Python process that executes generated modules and opens model files, as another person would.

``python -m tests.harness.fresh FOLDER`` reads names from its standard input, one a line, until it ends. For each it runs
``NAME.py`` and opens ``NAME.keras``, and writes ``NAME.code.json`` and ``NAME.file.json`` (the model's config) and
``NAME.code.npz`` and ``NAME.file.npz`` (what it computes from ``NAME.npz``). What fails leaves ``NAME.code.error`` or
``NAME.file.error``. Not a test itself; of this repository only ``tests.quick`` is imported.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.quick import spare_what_stays

SEED = 7


def start() -> None:
    """Begin as a new process does: names count from the start, random numbers too."""
    import keras

    spare_what_stays()
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(SEED)


def outputs(model: Any, inputs: list[Any], training: bool) -> dict[str, Any]:
    """What the model computes: ``inference_0``... and, where asked for, ``training_0``... afterwards."""
    import keras
    import tensorflow as tf

    tensors = [tf.constant(array) for array in inputs]
    given = keras.tree.pack_sequence_as(model._inputs_struct, tensors)
    results: dict[str, Any] = {}
    for mode in ("inference", "training") if training else ("inference",):
        keras.utils.set_random_seed(SEED)  # some draw anew while they run: ops without a seed, AugMix
        made = keras.tree.flatten(model(given, training=mode == "training"))
        results.update({f"{mode}_{number}": plain(tensor) for number, tensor in enumerate(made)})
    return results


def plain(tensor: Any) -> Any:
    """The numbers of a tensor of any kind as an array that a file can hold."""
    import numpy as np
    import tensorflow as tf

    if isinstance(tensor, tf.SparseTensor):
        tensor = tf.sparse.to_dense(tensor)
    if isinstance(tensor, tf.RaggedTensor):
        tensor = tensor.to_tensor()
    if str(getattr(tensor, "dtype", "")).endswith("bfloat16'>") or getattr(tensor, "dtype", None) == tf.bfloat16:
        tensor = tf.cast(tensor, "float32")
    array = np.array(tensor)
    return array.astype(str) if array.dtype.kind == "O" else array


def set_weights(model: Any, weights: list[Any]) -> None:
    """Set them, and let layers that compute with what they learned from data look at it."""
    model.set_weights(weights)
    for layer in model._flatten_layers():
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def run(folder: Path, name: str) -> None:
    import keras
    import numpy as np

    given = np.load(folder / f"{name}.npz")
    inputs = [given[key] for key in given.files if key.startswith("input_")]
    weights = [given[key] for key in given.files if key.startswith("weight_")]
    training = "training" in given.files

    def from_code() -> Any:
        model = runpy.run_path(str(folder / f"{name}.py"), run_name="generated")["build_model"]()
        set_weights(model, weights)
        return model

    def from_file() -> Any:
        return keras.models.load_model(folder / f"{name}.keras")

    both: tuple[tuple[str, Callable[[], Any]], ...] = (("code", from_code), ("file", from_file))
    for way, make in both:
        try:
            start()
            model = make()
            (folder / f"{name}.{way}.json").write_text(model.to_json(), encoding="utf-8")
            if inputs:
                np.savez(folder / f"{name}.{way}.npz", **outputs(model, inputs, training))
        except Exception:
            (folder / f"{name}.{way}.error").write_text(traceback.format_exc(), encoding="utf-8")


if __name__ == "__main__":
    for line in sys.stdin:
        run(Path(sys.argv[1]), line.strip())
