"""Plain Python, NumPy and tensor data of a live model as values of the document.

Does not belong here: Keras objects and their configs (from_keras_params). Invariant: what cannot be held exactly is
refused with :class:`Unreadable`, never rounded or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.graph.values import Array, EllipsisValue, FrozenMap, Slice, Value
from core.texts import text


class Unreadable(Exception):
    """Something in a model that the document cannot hold; the text ends a sentence."""


def plain_value(data: Any) -> Value:
    """A scalar, text or array that stands in a config."""
    import numpy

    if data is None or isinstance(data, (bool, int, float, str)):
        # Subclasses (numpy.float64 is a float) are reduced to the plain type.
        return _plain_scalar(data)
    if data is Ellipsis:
        return EllipsisValue()
    if isinstance(data, numpy.generic):
        return plain_value(data.item())
    if isinstance(data, (list, tuple)):
        return tuple(plain_value(item) for item in data)
    if isinstance(data, slice):
        return Slice(plain_value(data.start), plain_value(data.stop), plain_value(data.step))
    if isinstance(data, bytes):
        return data.decode("utf-8", "surrogateescape")
    name = _dtype_name(data)
    return name if name is not None else array_value(data)


def argument_value(data: Any, from_tensor: Callable[[Any], Value]) -> Value:
    """An argument of a call: symbolic tensors become what ``from_tensor`` makes of them.

    NumPy scalars stay arrays, since their dtype takes part in type promotion.
    """
    import keras
    import numpy

    if isinstance(data, keras.KerasTensor):
        return from_tensor(data)
    if isinstance(data, (list, tuple)):
        return tuple(argument_value(item, from_tensor) for item in data)
    if isinstance(data, Mapping):
        return FrozenMap({str(key): argument_value(item, from_tensor) for key, item in data.items()})
    if isinstance(data, slice):
        parts = (argument_value(part, from_tensor) for part in (data.start, data.stop, data.step))
        return Slice(*parts)
    if isinstance(data, numpy.generic):
        return array_value(data)
    return plain_value(data)


def array_value(data: Any) -> Array:
    """An array, eager tensor or variable; Unreadable where its items are no numbers."""
    import keras
    import numpy

    if isinstance(data, (numpy.ndarray, numpy.generic)):
        array = numpy.asarray(data)
    elif isinstance(data, keras.Variable) or keras.ops.is_tensor(data):
        try:
            array = numpy.asarray(keras.ops.convert_to_numpy(data))
        except (TypeError, ValueError, NotImplementedError) as error:
            raise Unreadable(text("a tensor whose values are not known ({name})", name=type(data).__name__)) from error
    else:
        raise Unreadable(f"a {type(data).__name__}")
    name = array.dtype.name
    if array.dtype.kind not in "biufc" and name != "bfloat16":
        raise Unreadable(text("an array of {dtype}", dtype=array.dtype))
    ordered = numpy.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
    return Array(name, tuple(int(size) for size in array.shape), ordered.tobytes())


def serialized_special(class_name: str, config: Any) -> Value:
    """The value behind one of Keras's serialized builtins (``__slice__``, ``__numpy__``...); None if it is none."""
    import numpy

    if class_name in ("__numpy__", "__tensor__") and isinstance(config, Mapping):
        return array_value(numpy.asarray(config.get("value"), dtype=config.get("dtype")))
    if class_name == "__slice__" and isinstance(config, Mapping):
        return Slice(*(plain_value(config.get(key)) for key in ("start", "stop", "step")))
    if class_name == "__ellipsis__":
        return EllipsisValue()
    if class_name in ("__bytes__", "__tuple__") and isinstance(config, Mapping):
        return plain_value(config.get("value"))
    return None


def _plain_scalar(data: Any) -> Value:
    for kind in (bool, int, float, str):
        if isinstance(data, kind):
            return kind(data)
    return None


def _dtype_name(data: Any) -> str | None:
    """The name of a dtype object (``tf.int32``, ``numpy.dtype``); None for anything else."""
    import numpy

    if isinstance(data, numpy.dtype):
        return str(data.name)
    if isinstance(data, type) and issubclass(data, numpy.generic):
        return str(numpy.dtype(data).name)
    return str(data.name) if type(data).__name__ == "DType" and isinstance(getattr(data, "name", None), str) else None
