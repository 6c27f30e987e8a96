"""Kernels of convolutions, from every order that Keras 1 and its backends kept them in.

Source: ``build`` of ``keras/layers/convolutional.py`` in Keras 1.0.5, 1.1.1 and 1.2.2, and ``preprocess_weights_for_loading``
of Keras 2.3.1. Does not belong here: other arrays (conversion, recurrent). Invariant: numbers are moved, never changed.
"""

from __future__ import annotations

from typing import Any

from core.convert.weights.origin import Origin
from core.convert.weights.slots import row_of
from core.convert.weights.stored import Row, Stored

Array = Any
"""A numpy array."""


def convolution(layer: Any, row: Row, stored: Stored) -> list[Array]:
    if not row.arrays:
        return []
    kernel, *rest = row.arrays
    kind = type(layer).__name__
    wanted = tuple(row_of(layer)[0].shape)
    if kind == "Conv1D" and kernel.ndim == 4:
        kernel = _one_dimension(kernel, wanted)
    elif stored.generation == 1:
        kernel = _keras1_kernel(layer, kind, kernel, wanted, row.origin)
    elif tuple(kernel.shape) != wanted and kernel.ndim == len(wanted):
        # A backend that kept its own order (MXNet): (filters, channels, rows, columns).
        turned = _from_theano_order(kernel)
        kernel = turned if tuple(turned.shape) == wanted else kernel
    if stored.theano:
        kernel = flipped(kernel)
    return [kernel, *rest]


def flipped(kernel: Array) -> Array:
    """The kernel turned round in space: Theano convolves, all others correlate. Shape (*space, in, out) before and after."""
    space = kernel.ndim - 2
    return kernel[tuple(slice(None, None, -1) for _ in range(space))]


def _one_dimension(kernel: Array, wanted: tuple[int, ...]) -> Array:
    """Keras 1 convolved rows of one column: (length, 1, in, out); up to 1.0.8 (out, in, length, 1)."""
    if kernel.shape[1] == 1 and (kernel.shape[0], *kernel.shape[2:]) == wanted:
        return kernel[:, 0]
    return kernel.transpose(2, 3, 1, 0)[:, 0] if kernel.shape[3] == 1 else kernel


def _keras1_kernel(layer: Any, kind: str, kernel: Array, wanted: tuple[int, ...], origin: Origin) -> Array:
    """From ``th`` order (out, in, *space) or ``tf`` order (*space, in, out), which both had for either backend."""
    if kernel.ndim != len(wanted):
        return kernel
    space = range(kernel.ndim - 2)
    transposed = kind.endswith("Transpose")
    first = kernel.transpose(*(2 + axis for axis in space), *((0, 1) if transposed else (1, 0)))
    last = kernel.transpose(*space, kernel.ndim - 1, kernel.ndim - 2) if transposed else kernel
    ordering = origin.config.get("dim_ordering")
    if ordering not in ("th", "tf"):
        ordering = "th" if layer.data_format == "channels_first" else "tf"
    likely, other = (first, last) if ordering == "th" else (last, first)
    return other if tuple(likely.shape) != wanted == tuple(other.shape) else likely


def _from_theano_order(kernel: Array) -> Array:
    return kernel.transpose(*range(2, kernel.ndim), 1, 0)


def separable(layer: Any, row: Row, stored: Stored) -> list[Array]:
    """Kernels of Keras 1 in ``th`` order; they were never turned round, for only TensorFlow had these layers."""
    arrays = list(row.arrays)
    if stored.generation != 1:
        return arrays
    wanted = [tuple(variable.shape) for variable in row_of(layer)]
    ordering = row.origin.config.get("dim_ordering")
    for place, shape in enumerate(wanted[: len(arrays)]):
        array = arrays[place]
        if array.ndim != len(shape) or array.ndim < 3:
            continue
        turned = _from_theano_order(array)
        if tuple(turned.shape) == shape and (ordering == "th" or tuple(array.shape) != shape):
            arrays[place] = turned
    return arrays
