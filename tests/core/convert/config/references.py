"""A fresh Python process in which Keras itself opens model files and says what the models compute.

``python -m tests.core.convert.config.references FOLDER`` reads every ``NAME.json``; it writes ``NAME.npz`` (``input_0``...
and ``weight_0``...) and ``NAME.expected.npz`` (what the model computes from these), or ``NAME.refused`` with the reason why
there is nothing to compare. Not a test itself, and nothing of Netwright is imported.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.harness.fresh import outputs, set_weights, start

MOST_PARAMETERS = 3_000_000
_OPEN = 4
"""What stands for a size that a model leaves open, the batch aside."""


def example(tensor: Any, random: Any) -> Any:
    """Numbers that suit an input."""
    import numpy as np

    shape = [_OPEN if size is None else size for size in tensor.shape]
    if shape and tensor.shape[0] is None:
        shape[0] = 2
    if tensor.dtype == "string":
        return random.choice(np.array(["a", "b", "a b c"]), shape)
    if tensor.dtype == "bool":
        return random.integers(0, 2, shape).astype("bool")
    if "int" in tensor.dtype:
        return random.integers(0, 2, shape).astype(tensor.dtype)
    dtype = "float32" if tensor.dtype == "bfloat16" else tensor.dtype
    return random.normal(size=shape).astype(dtype)


def weight(value: Any, random: Any) -> Any:
    """Another value for a weight, so that zeros and ones hide nothing; positive, since it may be a variance."""
    return (0.1 + 0.5 * random.random(value.shape)).astype(value.dtype) if value.dtype.kind == "f" else value


def run(folder: Path, name: str) -> None:
    import keras
    import numpy as np

    random = np.random.default_rng(7)
    start()
    model = keras.models.model_from_json((folder / f"{name}.json").read_text(encoding="utf-8"))
    model = getattr(model, "_functional", None) or model
    if not getattr(model, "inputs", None):
        raise ValueError("it does not say what it takes")
    if model.count_params() > MOST_PARAMETERS:
        raise ValueError(f"it is large: {model.count_params()} parameters")
    weights = [weight(value, random) for value in model.get_weights()]
    inputs = [example(tensor, random) for tensor in model.inputs]
    set_weights(model, weights)
    made = outputs(model, inputs, training=False)
    given = {f"input_{number}": value for number, value in enumerate(inputs)}
    given |= {f"weight_{number}": value for number, value in enumerate(weights)}
    np.savez(folder / f"{name}.npz", **given)
    np.savez(folder / f"{name}.expected.npz", **made)


def main(folder: Path) -> None:
    for path in sorted(folder.glob("*.json")):
        try:
            run(folder, path.stem)
        except Exception as error:
            (folder / f"{path.stem}.refused").write_text(f"{type(error).__name__}: {error}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
