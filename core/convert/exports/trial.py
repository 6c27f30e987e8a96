"""Seeded inputs that a live model accepts, and how far two runtimes are apart on them.

Does not belong here: running another runtime (runtimes). Invariant: the same model gets the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import ConversionError
from core.texts import text

Array = npt.NDArray[Any]
SEED = 20
TOLERANCE = 1e-5
"""Largest difference of a faithful export, in units of the largest output (at least 1)."""

_FREE_SIZES = (8, 32, 16, 64, 128, 224, 4, 2, 1)
_FREE_IMAGE_SIZES = (64, 32, 128, 224, 16, 8, 4, 2, 1)
"""Images first of a size at which a deep network still has more than one place left."""
_WORDS = np.array(["a", "b", "cat", "dog runs"], dtype=object)


@dataclass(frozen=True, slots=True)
class Trial:
    """``inputs`` in the order of the model's, and the outputs that Keras computes of them, flattened."""

    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]


def trial(model: Any, batch: int = 2) -> Trial:
    """The first of several kinds of numbers that the model takes and answers with finite ones, and some at all.

    What a model wants is not written in it: an Embedding takes whole numbers below some size, a layer before it may
    have turned the numbers about. ConversionError if it takes none.
    """
    reason = ""
    fallback: Trial | None = None
    for inputs in candidates(model, batch):
        try:
            outputs = run_keras(model, inputs)
        except Exception as error:
            reason = reason or str(error)
            continue
        made = Trial(inputs, outputs)
        finite = all(np.isfinite(array).all() for array in outputs if array.dtype.kind in "fc")
        if finite and all(array.size for array in outputs):
            return made
        fallback = fallback or made
    if fallback is not None:
        return fallback
    raise ConversionError(
        text("The model takes none of the inputs that were tried, so the export cannot be checked."), reason
    )


def candidates(model: Any, batch: int) -> Iterator[tuple[Array, ...]]:
    """Inputs of the model's shapes; sizes that are free are tried from common ones."""
    free = [tensor for tensor in model.inputs if None in tuple(tensor.shape)[1:]]
    sizes = _FREE_IMAGE_SIZES if any(len(tensor.shape) > 3 for tensor in free) else _FREE_SIZES
    for size in sizes if free else sizes[:1]:
        for values in ("normal", "small whole", "unit", "bits"):
            generator = np.random.default_rng(SEED)
            yield tuple(_numbers(tensor, batch, size, values, generator) for tensor in model.inputs)


def _numbers(tensor: Any, batch: int, size: int, values: str, generator: np.random.Generator) -> Array:
    shape = tuple(tensor.shape)
    sizes = (batch if shape[0] is None else shape[0], *(size if item is None else item for item in shape[1:]))
    dtype = str(tensor.dtype)
    if dtype == "string":
        return generator.choice(_WORDS, sizes)
    if dtype == "bool":
        return generator.random(sizes) < 0.5
    if dtype.startswith(("int", "uint")):
        return generator.integers(0, 2 if values == "bits" else 8, sizes).astype(dtype)
    made: Array
    if values == "normal":
        made = generator.standard_normal(sizes)
    elif values == "unit":
        made = generator.random(sizes)
    else:
        made = np.floor(generator.random(sizes) * (2 if values == "bits" else 8))
    return made.astype("float32" if dtype == "bfloat16" else dtype)


def run_keras(model: Any, inputs: Sequence[Array]) -> tuple[Array, ...]:
    """What the model itself computes, flattened."""
    import keras

    given = [
        keras.ops.convert_to_tensor(array, tensor.dtype) for array, tensor in zip(inputs, model.inputs, strict=True)
    ]
    outputs = model(keras.tree.pack_sequence_as(model._inputs_struct, given), training=False)
    return tuple(plain(item) for item in keras.tree.flatten(outputs))


def plain(tensor: Any) -> Array:
    """A tensor, dense or not, as an array."""
    if hasattr(tensor, "to_tensor"):
        tensor = tensor.to_tensor()
    elif hasattr(tensor, "dense_shape"):
        import tensorflow

        tensor = tensorflow.sparse.to_dense(tensor)
    array = np.asarray(tensor)
    return array.astype("float32") if array.dtype.name == "bfloat16" else array


def difference(made: Sequence[Array], expected: Sequence[Array]) -> float:
    """The largest difference, in units of the largest expected number or 1, whichever is more; infinite where the
    outputs do not even have the same shapes. NaN equals NaN."""
    if len(made) != len(expected):
        return math.inf
    return max((_apart(one, other) for one, other in zip(made, expected, strict=True)), default=0.0)


def _apart(made: Array, expected: Array) -> float:
    if made.shape != expected.shape:
        return math.inf
    if not expected.size:
        return 0.0
    if expected.dtype.kind not in "fciub":
        return 0.0 if bool(np.all(made.astype(str) == expected.astype(str))) else math.inf
    wide = "complex128" if expected.dtype.kind == "c" or made.dtype.kind == "c" else "float64"
    one, other = made.astype(wide), expected.astype(wide)
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(all="ignore"):
        apart = np.where(same, 0.0, np.abs(one - other))
        finite = np.abs(other[np.isfinite(other)])
    if not np.isfinite(apart).all():
        return math.inf
    return float(apart.max() / max(1.0, float(finite.max()) if finite.size else 1.0))
