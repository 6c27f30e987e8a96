"""Random inputs that a model can work on: numbers in [0, 1), indices below what an Embedding knows, words for lookups.

The same seed gives the same inputs. Does not belong here: running the model. Invariant: unknown lengths get the smallest
length that the model accepts of a short list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.texts import text

_LENGTHS = (8, 16, 32, 64, 128, 224, 299, 1, 512)
_INDICES = 10
_WORDS = ("alpha", "beta", "gamma delta", "")


class UnknownInputs(Exception):
    """No input was found that the model takes; the text is a clause."""


def random_inputs(model: Any, samples: int, seed: int) -> list[Any]:
    """One numpy array for each input, in the order of ``model.inputs``. UnknownInputs if there is no way."""
    import numpy

    shapes = _shapes(model, samples)
    random = numpy.random.default_rng(seed)
    return [_array(model, tensor, shape, random) for tensor, shape in zip(model.inputs, shapes, strict=True)]


def _shapes(model: Any, samples: int) -> list[tuple[int, ...]]:
    import keras

    inputs = model.inputs
    fixed = {tensor.shape[0] for tensor in inputs if tensor.shape and tensor.shape[0] is not None}
    batch = next(iter(fixed), samples)
    open_ended = any(length is None for tensor in inputs for length in tensor.shape[1:])
    for length in _LENGTHS if open_ended else (0,):
        shapes = [
            (batch, *(length if size is None else size for size in tensor.shape[1:])) if tensor.shape else ()
            for tensor in inputs
        ]
        tensors = [
            keras.KerasTensor(shape, dtype=tensor.dtype, sparse=bool(getattr(tensor, "sparse", False)))
            for shape, tensor in zip(shapes, inputs, strict=True)
        ]
        if not open_ended:
            return shapes
        try:
            model.compute_output_spec(keras.tree.pack_sequence_as(model._inputs_struct, tensors))
        except Exception:  # Keras refuses a length with any exception
            continue
        return shapes
    raise UnknownInputs(text("its inputs have lengths that are not known, and none that was tried is accepted"))


def _array(model: Any, tensor: Any, shape: tuple[int, ...], random: Any) -> Any:
    import numpy

    if getattr(tensor, "sparse", False):
        raise UnknownInputs(text("it takes sparse inputs, which are not made here"))
    bounds: list[int] = []
    words: list[str] = []
    for layer in _users(model, tensor, set()):
        kind = type(layer).__name__
        if kind == "Embedding":
            bounds.append(layer.input_dim)
        elif kind in ("CategoryEncoding", "HashedCrossing") and getattr(layer, "num_tokens", None):
            bounds.append(layer.num_tokens)
        elif kind in ("OneHot", "MultiHot"):
            bounds.append(layer.num_classes)
        elif kind in ("StringLookup", "TextVectorization"):
            words += [str(word) for word in layer.get_vocabulary()[:50]]
    dtype = str(tensor.dtype)
    if dtype == "string":
        return random.choice(numpy.array(words or list(_WORDS), dtype=object), size=shape).astype(str)
    if dtype == "bool":
        return random.integers(0, 2, size=shape).astype(bool)
    if "int" in dtype or bounds:
        return random.integers(0, max(1, min(bounds, default=_INDICES)), size=shape).astype(dtype)
    return random.uniform(0.0, 1.0, size=shape).astype("float32" if dtype == "bfloat16" else dtype)


def _users(model: Any, tensor: Any, seen: set[int]) -> Iterator[Any]:
    """The layers and ops that get the tensor, also after such as own no weights, and inside nested models."""
    if id(tensor) in seen:
        return
    seen.add(id(tensor))
    for operation in model.operations:
        inner = getattr(operation, "_functional", None) or operation
        for node in operation._inbound_nodes:
            given = [place for place, item in enumerate(node.input_tensors) if item is tensor]
            if not given:
                continue
            if hasattr(inner, "operations"):
                for place in given:
                    if place < len(inner.inputs):
                        yield from _users(inner, inner.inputs[place], seen)
            else:
                yield operation
                if not getattr(operation, "weights", None):
                    for output in node.output_tensors:
                        yield from _users(model, output, seen)
