"""How far two lists of outputs are apart. Does not belong here: running models. Numbers that are none in both are equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def differences(names: Sequence[str], made: Sequence[Any], original: Sequence[Any]) -> list[dict[str, Any]]:
    """For each output a dict of name, shapes, the largest absolute difference, and the largest value of the original."""
    rows = []
    for place, (one, other) in enumerate(zip(made, original, strict=True)):
        mine, theirs = _array(one), _array(other)
        name = names[place] if place < len(names) else f"output {place + 1}"
        rows.append(
            {
                "name": name,
                "shape": list(mine.shape),
                "original_shape": list(theirs.shape),
                "difference": _difference(mine, theirs),
                "largest": _largest(theirs),
            }
        )
    return rows


def _array(tensor: Any) -> Any:
    import keras
    import numpy

    made = tensor.numpy() if hasattr(tensor, "numpy") and str(tensor.dtype) == "string" else tensor
    array = numpy.asarray(keras.ops.convert_to_numpy(made) if made is tensor else made)
    return array.astype("float64") if array.dtype.kind in "fiub" or array.dtype.name == "bfloat16" else array


def _difference(mine: Any, theirs: Any) -> float:
    import numpy

    if mine.shape != theirs.shape:
        return math.inf
    if mine.dtype.kind != "f" or theirs.dtype.kind != "f":
        return 0.0 if mine.dtype == theirs.dtype and bool(numpy.array_equal(mine, theirs)) else math.inf
    equal = (mine == theirs) | (numpy.isnan(mine) & numpy.isnan(theirs))
    apart = numpy.where(equal, 0.0, numpy.abs(mine - numpy.where(equal, mine, theirs)))
    largest = float(apart.max()) if apart.size else 0.0
    return math.inf if math.isnan(largest) else largest


def _largest(theirs: Any) -> float:
    import numpy

    if theirs.dtype.kind != "f" or not theirs.size:
        return 0.0
    finite = theirs[numpy.isfinite(theirs)]
    return float(numpy.abs(finite).max()) if finite.size else 0.0
