"""Arrays as a Keras model takes them. Does not belong here: which array belongs to which input (data.interface)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.data.dataset import Array, is_text


def arranged(structure: Any, arrays: Sequence[Array]) -> Any:
    """The arrays in the structure (one, list, dict) of a model's inputs or outputs.

    Texts become tensors: NumPy's arrays of texts have types that Keras does not know.
    """
    import keras

    given = [keras.ops.convert_to_tensor(array, "string") if is_text(array) else array for array in arrays]
    return keras.tree.pack_sequence_as(structure, given)
