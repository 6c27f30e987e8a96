"""What the arrays that an older Keras saved for a layer become in Keras 3: exact, array by array.

Sources: ``preprocess_weights_for_loading`` and ``_convert_rnn_weights`` in ``keras/engine/saving.py`` of Keras 2.3.1, and the
``build`` methods of Keras 1.0.5 to 1.2.2. Where Keras 2 loaded Keras 1 wrongly (gates of channels-first ConvLSTM2D, the
deviation that BatchNormalization kept before 1.0.7), this follows what Keras 1 computed. Does not belong here: which arrays
are for which layer (matching). Invariant: the result has the number and the shapes of the layer's row, else Unsuited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.convert.weights.distribution import distribute
from core.convert.weights.kernels import convolution, separable
from core.convert.weights.origin import Origin
from core.convert.weights.recurrent import convert_recurrent
from core.convert.weights.slots import leaves, row_of
from core.convert.weights.stored import Row, Stored, StoredArray
from core.texts import text

_CONVOLUTIONS = frozenset({"Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose"})
_SEPARABLE = frozenset({"SeparableConv1D", "SeparableConv2D", "DepthwiseConv2D"})
_RECURRENT = frozenset({"SimpleRNN", "LSTM", "GRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
_MODELS = frozenset({"Functional", "Model", "Sequential"})

Array = Any
"""A numpy array."""


class Unsuited(Exception):
    """The arrays are not those of this layer; the text is a clause (``it needs shapes ...``)."""


def convert_row(layer: Any, row: Row, stored: Stored) -> list[Array]:
    """The arrays for the row of ``layer``; Unsuited if they cannot be.

    ``layer`` may hold variables without values; only its class, settings and shapes are used.
    """
    if getattr(layer, "lora_enabled", False):
        raise Unsuited(
            text("it has LoRA matrices, which are kept apart in this kind of file; save the original as .keras")
        )
    made = _converted(layer, row, stored)
    wanted = [tuple(variable.shape) for variable in row_of(layer)]
    found = [tuple(array.shape) for array in made]
    if wanted != found:
        raise Unsuited(
            text("it needs the shapes {wanted}; the file has {found}", wanted=_shapes(wanted), found=_shapes(found))
        )
    return made


def fits_row(layer: Any, arrays: Sequence[StoredArray], origin: Origin, stored: Stored) -> bool:
    """Whether the arrays would become the row of ``layer``, told by their shapes alone; nothing is read."""
    import numpy

    # Arrays of zeros that take no memory of their own have the shapes, which is all that is asked here.
    zeros = [numpy.broadcast_to(numpy.zeros((), numpy.int8), array.shape) for array in arrays]
    try:
        convert_row(layer, Row(zeros, [array.name for array in arrays], origin), stored)
    except (Unsuited, ValueError, IndexError, TypeError):
        return False
    return True


def elements_allowed(layer: Any) -> int:
    """The most elements that any source may hold for the layer: CuDNN keeps two biases."""
    wanted = [tuple(variable.shape) for variable in row_of(layer)]
    return 2 * sum(_size(shape) for shape in wanted) + 16


def _size(shape: Sequence[int]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def _converted(layer: Any, row: Row, stored: Stored) -> list[Array]:
    kind = type(layer).__name__
    if kind == "Bidirectional":
        half = len(row.arrays) // 2
        inner = row.origin.inner()
        return [
            *_converted(layer.forward_layer, row.part(0, half, inner), stored),
            *_converted(layer.backward_layer, row.part(half, len(row.arrays), inner), stored),
        ]
    if kind == "TimeDistributed":
        return _converted(layer.layer, row.part(0, len(row.arrays), row.origin.inner()), stored)
    if kind in _MODELS:
        return _model(layer, row, stored)
    if kind == "Dense" and row.origin.class_name == "MaxoutDense":
        return _maxout(row.arrays)
    if kind == "EinsumDense" and row.origin.class_name.startswith("LocallyConnected"):
        return _by_place(layer, row.arrays)
    if kind in _RECURRENT:
        return convert_recurrent(layer, list(row.arrays), stored.generation, bool(stored.theano))
    if kind == "BatchNormalization":
        return _batch_normalization(layer, row, stored)
    if kind == "Normalization":
        return _normalization(layer, row)
    if kind == "LayerNormalization" and stored.generation == 1:
        # What mode 1 of Keras 1 became; the averages that it kept were never used.
        return list(row.arrays[: len(row_of(layer))])
    if kind in _CONVOLUTIONS:
        return convolution(layer, row, stored)
    if kind in _SEPARABLE:
        return separable(layer, row, stored)
    return list(row.arrays)


def _by_place(layer: Any, arrays: Sequence[Array]) -> list[Array]:
    """The kernels of LocallyConnected, one for each place: those were in one row, and are in rows and columns.

    Only of its first implementation, whose kernel is (places, patch, filters); the others kept a matrix over all inputs.
    """
    if not arrays or arrays[0].ndim != 3:
        raise Unsuited(text("its kernels are stored as one matrix over all inputs, which is not read"))
    shapes = [tuple(variable.shape) for variable in row_of(layer)]
    return [array.reshape(shape) for array, shape in zip(arrays, shapes, strict=False)]


def _model(model: Any, row: Row, stored: Stored) -> list[Array]:
    """A model inside a wrapper: all that is trained comes first, then what is not, each in the order of the layers.

    The row of the live model may be ordered otherwise (when layers are frozen), so both are walked layer by layer.
    """
    paths = list(leaves(model))
    given = distribute([(path, layer) for path, layer in paths], row, stored)
    values: dict[int, Array] = {}
    for (_, layer), part in zip(paths, given, strict=True):
        for variable, array in zip(row_of(layer), _converted(layer, part, stored), strict=False):
            values[id(variable)] = array
    return [values[id(variable)] for variable in row_of(model) if id(variable) in values]


def _batch_normalization(layer: Any, row: Row, stored: Stored) -> list[Array]:
    arrays = list(row.arrays)
    if stored.generation != 1 or len(arrays) != 4 or not _kept_deviation(stored):
        return arrays
    # (x - m) / (deviation + epsilon), where Keras 3 computes (x - m) / sqrt(variance + epsilon).
    epsilon = float(row.origin.config.get("epsilon", layer.epsilon))
    return [*arrays[:3], (arrays[3] + epsilon) ** 2 - layer.epsilon]


def _kept_deviation(stored: Stored) -> bool:
    """True for the releases whose ``running_std`` is what its name says: up to 1.0.5, and 1.0.6 with Theano."""
    numbers = [int(number) for number in re.findall(r"\d+", stored.version or "")[:3]]
    if len(numbers) < 3:
        return False
    return numbers < [1, 0, 6] or (numbers == [1, 0, 6] and bool(stored.theano))


def _maxout(arrays: Sequence[Array]) -> list[Array]:
    """Kernels (features, in, out) side by side, feature by feature: MaxoutDense is now a Dense of all features."""
    kernel, *biases = arrays
    if kernel.ndim != 3:
        return list(arrays)
    return [kernel.transpose(1, 0, 2).reshape(kernel.shape[1], -1), *(bias.reshape(-1) for bias in biases)]


def _normalization(layer: Any, row: Row) -> list[Array]:
    """Mean, variance and count; early releases kept the first two with axes of length 1."""
    wanted = [tuple(variable.shape) for variable in row_of(layer)]
    if len(row.arrays) != len(wanted):
        return list(row.arrays)
    return [
        array.reshape(shape) if array.size == _size(shape) else array
        for array, shape in zip(row.arrays, wanted, strict=True)
    ]


def _shapes(shapes: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join(str(shape) for shape in shapes[:4]) or "none"
    return text("{shown} and {count} more", shown=shown, count=len(shapes) - 4) if len(shapes) > 4 else shown
