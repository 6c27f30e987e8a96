"""Plain JSON of a model file as values of the document: numbers, arrays, slices, and text for what is not understood.

Does not belong here: Keras's objects (params), tensors of calls (graphs). Invariant: nothing named by the file is made,
imported or opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeGuard

from core.graph.values import Array, EllipsisValue, FrozenMap, Raw, Slice, Value

DEEPEST = 60
"""Objects inside objects; no model of anybody's comes near it."""
_LARGEST_RANK = 32
_NUMBERS = frozenset({"bool", "float16", "float32", "float64", "complex64", "complex128"}) | {
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}


def is_object(data: Any) -> TypeGuard[Mapping[str, Any]]:
    """True for a serialized object: ``{"class_name": ..., "config": ...}``."""
    return isinstance(data, Mapping) and isinstance(data.get("class_name"), str) and "config" in data


def raw(data: Any) -> Raw:
    """Anything as it stands."""
    return Raw(json.dumps(data, default=_plain))


def _plain(data: Any) -> Any:
    return dict(data) if isinstance(data, Mapping) else repr(data)


def special(data: Mapping[str, Any]) -> Value:
    """The value behind one of Keras's serialized builtins (``__slice__``, ``__numpy__``...); None if it is none."""
    class_name, config = data["class_name"], data["config"]
    if class_name == "__ellipsis__":
        return EllipsisValue()
    if not isinstance(config, Mapping):
        return None
    if class_name in ("__numpy__", "__tensor__"):
        made = array(config.get("value"), config.get("dtype"))
        return raw(data) if made is None else made
    if class_name == "__slice__":
        parts = [config.get(key) for key in ("start", "stop", "step")]
        return Slice(*(item if item is None or type(item) is int else raw(item) for item in parts))
    if class_name in ("__bytes__", "__tuple__"):
        return plain(config.get("value"))
    return None


def plain(data: Any) -> Value:
    """Lists, mappings, numbers and texts; serialized objects inside are kept as they stand."""
    if isinstance(data, (list, tuple)):
        return tuple(plain(item) for item in data)
    if is_object(data):
        return raw(data)
    if isinstance(data, Mapping):
        return FrozenMap({str(key): plain(item) for key, item in data.items()})
    return data if data is None or isinstance(data, (bool, int, float, str)) else raw(data)


def array(data: Any, dtype: Any) -> Array | None:
    """A constant array of numbers; None for what is none, or is ragged."""
    import numpy

    if not isinstance(dtype, str) or dtype not in _NUMBERS:
        return None
    try:
        made = numpy.asarray(data, dtype=dtype)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if made.ndim > _LARGEST_RANK:
        return None
    ordered = numpy.ascontiguousarray(made).astype(made.dtype.newbyteorder("<"), copy=False)
    return Array(str(dtype), tuple(int(size) for size in made.shape), ordered.tobytes())
