"""Inputs on which a freshly dropped layer or op works: for previews, for guesses of an Input's shape, for tests.

Shapes include the batch axis, None as a rule. Does not belong here: inferring the shapes of a user's graph
(analysis). keras is imported inside functions; variables are created in a stateless scope and never allocated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.catalog.spec import LayerSpec, PortSpec
from core.graph.values import FrozenMap, KerasObject, PythonSource, Value

Shape = tuple[int | None, ...]
_SIZE = 16
_LARGEST_RANK = 6


@dataclass(frozen=True, slots=True)
class ExampleInput:
    """What to feed into one port: one shape for each tensor (batch included) and their dtype."""

    port: PortSpec
    shapes: tuple[Shape, ...]
    dtype: str = "float32"


# Inputs of layers that rank and size rules do not give; by class name.
_LAYERS: Mapping[str, tuple[Shape, str]] = {
    "TextVectorization": ((None, 1), "string"),
    "StringLookup": ((None, 1), "string"),
    "IntegerLookup": ((None, 4), "int32"),
    "CategoryEncoding": ((None, 4), "int32"),
    "Hashing": ((None, 4), "int32"),
    "HashedCrossing": ((None, 1), "int32"),
    "Embedding": ((None, 16), "int32"),
    "ReversibleEmbedding": ((None, 16), "int32"),
    "MelSpectrogram": ((None, 4096), "float32"),
    "STFTSpectrogram": ((None, 4096, 1), "float32"),
    "Permute": ((None, 16, 16), "float32"),
    "TimeDistributed": ((None, 16, 16), "float32"),
    "SpectralNormalization": ((None, 32, 32, 3), "float32"),
}
_RANK_OF_FAMILY = {"recurrent": 3, "attention": 3, "convolution": 4, "pooling": 4, "preprocessing": 4}
# Which rank they take depends on a parameter, so the starter's rank would mislead.
_RANK_FOLLOWS_PARAMETERS = frozenset(
    {"Permute", "Reshape", "EinsumDense", "TimeDistributed", "SpectralNormalization", "Dot", "Pipeline", "RNN"}
)

_IMAGE: Shape = (None, 16, 16, 3)
_SQUARE: Shape = (None, 4, 4)
# Inputs of ops that differ from one float tensor (batch, 16, 16) for each port; by op, then port ("" is any port).
_OPS: Mapping[str, Mapping[str, tuple[Shape, str]]] = {
    "searchsorted": {"": ((16,), "float32")},
    "argpartition": {"": ((16,), "float32")},
    "histogram": {"": ((16,), "float32")},
    "norm": {"": ((8, 16), "float32")},
    "ldexp": {"x2": ((None, 16, 16), "int32")},
    "tensordot": {"x1": ((None, 4, 4), "float32"), "x2": ((4, 8), "float32")},
    "lu_factor": {"": ((4, 4), "float32")},
    "digitize": {"bins": ((8,), "float32")},
    "take_along_axis": {"indices": ((None, 16, 2), "int32")},
    "take": {"indices": ((4,), "int32")},
    "scatter": {"indices": ((4, 1), "int32"), "values": ((4,), "float32")},
    "scatter_update": {
        "inputs": ((8, 4), "float32"),
        "indices": ((2, 2), "int32"),
        "updates": ((2,), "float32"),
    },
    "slice": {"inputs": ((8, 8), "float32")},
    "slice_update": {"inputs": ((8, 8), "float32"), "updates": ((2, 2), "float32")},
    "cross": {"": ((None, 3), "float32")},
    "kron": {"": ((4, 4), "float32")},
    "correlate": {"": ((16,), "float32")},
    "bincount": {"x": ((None, 8), "int32")},
    "vander": {"": ((8,), "float32")},
    "diag": {"": ((16,), "float32")},
    "corrcoef": {"": ((8, 16), "float32")},
    "broadcast_to": {"": ((1, 16), "float32")},
    "meshgrid": {"": ((8,), "float32")},
    "linspace": {"": ((4,), "float32")},
    "logspace": {"": ((4,), "float32")},
    "geomspace": {"": ((4,), "float32")},
    "unravel_index": {"": ((None,), "int32")},
    "batch_normalization": {
        "mean": ((16,), "float32"),
        "variance": ((16,), "float32"),
    },
    "conv": {"inputs": ((None, 16, 16, 3), "float32"), "kernel": ((3, 3, 3, 8), "float32")},
    "conv_transpose": {"inputs": ((None, 16, 16, 3), "float32"), "kernel": ((3, 3, 8, 3), "float32")},
    "depthwise_conv": {"inputs": ((None, 16, 16, 3), "float32"), "kernel": ((3, 3, 3, 1), "float32")},
    "separable_conv": {
        "inputs": ((None, 16, 16, 3), "float32"),
        "depthwise_kernel": ((3, 3, 3, 1), "float32"),
        "pointwise_kernel": ((1, 1, 3, 8), "float32"),
    },
    "depth_to_space": {"": ((None, 8, 8, 4), "float32")},
    "space_to_depth": {"": ((None, 8, 8, 4), "float32")},
    "unfold": {"": ((None, 3, 8, 8), "float32")},
    "fold": {"": ((None, 12, 16), "float32")},
    "dot_product_attention": {"": ((None, 8, 4, 16), "float32")},
    "sparse_categorical_crossentropy": {"target": ((None, 16), "int32")},
    "ctc_loss": {
        "target": ((None, 8), "int32"),
        "target_length": ((None,), "int32"),
        "output_length": ((None,), "int32"),
    },
    "ctc_decode": {"sequence_lengths": ((None,), "int32")},
    "one_hot": {"": ((None, 4), "int32")},
    "multi_hot": {"": ((None, 4), "int32")},
    "in_top_k": {"targets": ((None,), "int32"), "predictions": ((None, 16), "float32")},
    "segment_sum": {"data": ((16,), "float32"), "segment_ids": ((16,), "int32")},
    "segment_max": {"data": ((16,), "float32"), "segment_ids": ((16,), "int32")},
    "segment_min": {"data": ((16,), "float32"), "segment_ids": ((16,), "int32")},
    "segment_prod": {"data": ((16,), "float32"), "segment_ids": ((16,), "int32")},
    "rearrange": {"": ((2, 8, 8), "float32")},
    "view_as_complex": {"": ((None, 8, 2), "float32")},
    "view_as_real": {"": ((None, 8), "complex64")},
    "real": {"": ((None, 8), "complex64")},
    "imag": {"": ((None, 8), "complex64")},
    "conj": {"": ((None, 8), "complex64")},
    "conjugate": {"": ((None, 8), "complex64")},
    "angle": {"": ((None, 8), "complex64")},
    "istft": {"": ((None, 4, 5), "float32")},
    "irfft": {"": ((None, 9), "float32")},
    "lstsq": {"": ((4, 4), "float32")},
    "image.affine_transform": {"transform": ((None, 8), "float32")},
    "image.perspective_transform": {"start_points": ((None, 4, 2), "float32"), "end_points": ((None, 4, 2), "float32")},
    "image.extract_patches_3d": {"volumes": ((None, 16, 16, 16, 3), "float32")},
    "image.map_coordinates": {"inputs": ((16, 16), "float32"), "coordinates": ((2, 8), "float32")},
    "image.scale_and_translate": {
        "images": ((16, 16, 3), "float32"),
        "scale": ((2,), "float32"),
        "translation": ((2,), "float32"),
    },
}
_WHOLE_NUMBERS = ("bitwise_", "left_shift", "right_shift", "gcd", "lcm")
_TRUTHS = ("logical_",)


def example_inputs(spec: LayerSpec) -> tuple[ExampleInput, ...]:
    """One input for each required port, on which the layer or op works with its starter parameters."""
    if spec.kind == "op":
        return tuple(_op_input(spec, port) for port in spec.inputs if port.required)
    shape, dtype = _LAYERS.get(spec.class_name) or (_shape(spec, _rank(spec)), "float32")
    return _same(spec, shape, dtype)


def accepted_ranks(spec: LayerSpec) -> tuple[int, ...]:
    """The ranks (batch included) of the first input with which the layer can be called, found by calling it.

    Empty when every rank from 2 on is accepted, when none is, or when it cannot be tried here.
    """
    untried = not spec.inputs or spec.requires or not spec.placeable or spec.class_name in _RANK_FOLLOWS_PARAMETERS
    if untried or any(isinstance(value, PythonSource) for value in spec.starter.values()):
        return ()
    dtype = _LAYERS.get(spec.class_name, ((), "float32"))[1]
    ranks = range(1, _LARGEST_RANK + 1)
    found = []
    for rank in ranks:
        try:
            call_symbolically(spec, _same(spec, _shape(spec, rank), dtype))
        except Exception:  # Whatever Keras raises, the answer is that this rank is refused.
            continue
        found.append(rank)
    return () if set(ranks[1:]) <= set(found) else tuple(found)


def call_symbolically(spec: LayerSpec, inputs: tuple[ExampleInput, ...], **settings: Any) -> Any:
    """Call the layer or op, with its starter parameters, on symbolic tensors and return what Keras returns.

    Raises whatever Keras raises. No variable is allocated.
    """
    import keras

    arguments: dict[str, Any] = {}
    for item in inputs:
        tensors = [keras.KerasTensor(shape, dtype=item.dtype) for shape in item.shapes]
        arguments[item.port.name] = tensors if item.port.kind == "list" else tensors[0]
    variadic = [name for name in arguments if (port := spec.port(name)) is not None and port.variadic]
    with keras.StatelessScope(initialize_variables=False):
        if spec.kind == "op":
            values = {name: make(value) for name, value in spec.starter.items()}
            if variadic:
                return _resolve(spec.type)(*values.values(), *arguments[variadic[0]])
            return _resolve(spec.type)(**arguments, **values, **settings)
        layer = make(KerasObject(spec.type, spec.starter))
        return layer(*arguments.values(), **settings)


def make(value: Value) -> Any:
    """A value as Keras takes it: objects are made from their class, recursively; source text is refused, not run."""
    if isinstance(value, KerasObject):
        return _resolve(value.type)(**{name: make(item) for name, item in value.params.items()})
    if isinstance(value, PythonSource):
        raise TypeError("Source text of a function is not run here.")
    if isinstance(value, tuple):
        return tuple(make(item) for item in value)
    if isinstance(value, FrozenMap):
        return {name: make(item) for name, item in value.items()}
    return value


def _resolve(path: str) -> Any:
    import keras

    target: Any = keras
    for part in path.split(".")[1:]:
        target = getattr(target, part)
    return target


def _same(spec: LayerSpec, shape: Shape, dtype: str) -> tuple[ExampleInput, ...]:
    ports = (port for port in spec.inputs if port.required)
    return tuple(ExampleInput(port, (shape,) * max(port.least, 1), dtype) for port in ports)


def _op_input(spec: LayerSpec, port: PortSpec) -> ExampleInput:
    name = spec.type.removeprefix("keras.ops.")
    special = _OPS.get(name, {})
    shape: Shape = _SQUARE if spec.family == "linalg" else (None, _SIZE, _SIZE)
    dtype = "float32"
    if spec.family == "image" or "pool" in name:
        shape = _IMAGE
    if name.startswith(_WHOLE_NUMBERS):
        dtype = "int32"
    if name.startswith(_TRUTHS) or port.name in ("condition", "condlist"):
        dtype = "bool"
    shape, dtype = special.get(port.name, special.get("", (shape, dtype)))
    count = 1 if port.kind == "tensor" else max(port.least, 2)
    return ExampleInput(port, (shape,) * count, dtype)


def _rank(spec: LayerSpec) -> int:
    ranks = [rank for rank in spec.ranks if rank > 1]
    wanted = _RANK_OF_FAMILY.get(spec.family, 3)
    return wanted if not ranks or wanted in ranks else ranks[0]


def _shape(spec: LayerSpec, rank: int) -> Shape:
    """A shape of this rank: even sizes, RGB where images are preprocessed."""
    if rank == 1:
        return (None,)
    if spec.family == "preprocessing" and rank >= 3:
        return (None, *(32,) * (rank - 2), 3)
    if spec.class_name in _LAYERS and rank == 2:
        return _LAYERS[spec.class_name][0]
    return (None, *(_SIZE,) * (rank - 1))
