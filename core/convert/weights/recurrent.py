"""Kernels, biases and gates of recurrent layers: from one array for each gate (Keras 1), and from CuDNN (Keras 2).

Sources: ``_convert_rnn_weights`` in ``keras/engine/saving.py`` of Keras 2.3.1; ``keras/layers/recurrent.py`` and
``convolutional_recurrent.py`` of Keras 1.2.2. Does not belong here: shapes that do not fit, which the caller finds.

Orders of gates: Keras 1 kept i, c, f, o (LSTM) and z, r, h (GRU) apart; Keras 2 and 3 have i, f, c, o and z, r, h side by
side, and so had Keras 1 with ``consume_less="gpu"``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from core.convert.weights.kernels import flipped

Array = Any
"""A numpy array."""

_LSTM_ORDER = (0, 2, 1, 3)


def convert_recurrent(layer: Any, arrays: list[Array], generation: int, theano: bool) -> list[Array]:
    """The arrays [kernel, recurrent kernel, bias] of Keras 3 for a layer of any recurrent class."""
    kind = type(layer).__name__
    if kind.startswith("ConvLSTM"):
        return _convolutional(layer, arrays, generation, theano)
    if kind == "LSTM" and len(arrays) == 12:
        return _side_by_side(arrays, _LSTM_ORDER)
    if kind == "GRU" and len(arrays) == 9:
        return _side_by_side(arrays, (0, 1, 2))
    if kind == "LSTM" and len(arrays) == 3:
        return _cudnn(arrays, 4)
    if kind == "GRU" and len(arrays) == 3:
        return _reset_after(layer, _cudnn(arrays, 3))
    return arrays


def _side_by_side(arrays: Sequence[Array], order: Sequence[int]) -> list[Array]:
    """Keras 1 kept W, U, b of one gate together; ``order``: the gates as Keras 3 wants them."""
    import numpy

    return [numpy.concatenate([arrays[3 * gate + kind] for gate in order], axis=-1) for kind in range(3)]


def _convolutional(layer: Any, arrays: list[Array], generation: int, theano: bool) -> list[Array]:
    """Gates of a convolutional LSTM; each kernel is brought into order before they are put side by side."""
    import numpy

    if len(arrays) == 12 and generation == 1:
        if layer.data_format == "channels_first":
            arrays = [array.transpose(2, 3, 1, 0) if array.ndim == 4 else array for array in arrays]
        arrays = [numpy.concatenate([arrays[3 * gate + kind] for gate in _LSTM_ORDER], axis=-1) for kind in range(3)]
    if theano:
        arrays = [flipped(array) if array.ndim > 2 else array for array in arrays]
    return arrays


def _cudnn(arrays: list[Array], gates: int) -> list[Array]:
    """From CuDNN's layout where the bias is twice as long as Keras's own, else as they are.

    CuDNN keeps each gate's input kernel as (units, in) in Fortran's order of the (in, units) that is stored, its recurrent
    kernel transposed, and two biases, one for the inputs and one for the state.
    """
    import numpy

    kernel, recurrent, bias = arrays
    units = recurrent.shape[0]
    if bias.shape != (2 * units * gates,) or kernel.ndim != 2 or recurrent.ndim != 2:
        return arrays

    def each_gate(array: Array, change: Callable[[Array], Array]) -> Array:
        return numpy.hstack([change(part) for part in numpy.hsplit(array, gates)])

    return [
        each_gate(kernel, lambda part: part.T.reshape(part.shape, order="F")),
        each_gate(recurrent, lambda part: part.T),
        numpy.add(*numpy.split(bias, 2)) if gates == 4 else bias.reshape(2, -1),
    ]


def _reset_after(layer: Any, arrays: list[Array]) -> list[Array]:
    """A bias written flat by the first releases that reset after the product."""
    kernel, recurrent, bias = arrays
    if layer.reset_after and bias.ndim == 1 and bias.shape[0] == 2 * kernel.shape[1]:
        bias = bias.reshape(2, -1)
    return [kernel, recurrent, bias]
