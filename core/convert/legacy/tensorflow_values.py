"""Arguments of TensorFlow functions as older Keras wrote them, read as what an op of Keras 3 takes.

Does not belong here: which function takes what (tensorflow_ops). Invariant: what cannot be written exactly raises
:class:`Inexact`.
"""

from __future__ import annotations

from typing import Any

from core.convert.legacy import tensorflow_names as tf
from core.convert.legacy.dialect import Made, Part, Ref, operation

Arguments = dict[str, Any]


class Inexact(Exception):
    """These arguments have no exact equivalent."""


def only(kwargs: Arguments, *known: str) -> None:
    """Inexact if an argument is given that the op cannot take."""
    if any(key not in known for key in kwargs):
        raise Inexact


def tensor(value: Any) -> Any:
    """An argument that is a tensor: references and numbers as they are, lists as arrays."""
    if isinstance(value, list):
        return array(value)
    if isinstance(value, (Ref, Made, bool, int, float)):
        return value
    raise Inexact


def array(value: list[Any]) -> dict[str, Any]:
    """A constant array, with the dtype that TensorFlow would give it."""
    flat: list[Any] = [value]
    numbers: list[Any] = []
    while flat:
        item = flat.pop()
        if isinstance(item, list):
            flat.extend(item)
        elif isinstance(item, (int, float)):
            numbers.append(item)
        else:
            raise Inexact
    dtype = "float32" if any(isinstance(item, float) for item in numbers) else "int32"
    if numbers and all(isinstance(item, bool) for item in numbers):
        dtype = "bool"
    return {"class_name": "__numpy__", "config": {"value": value, "dtype": dtype}}


def ints(value: Any) -> Any:
    """An int or list of ints; Inexact where it holds tensors."""
    if isinstance(value, bool) or not isinstance(value, (int, list)):
        raise Inexact
    if isinstance(value, list) and not all(isinstance(item, int) and not isinstance(item, bool) for item in value):
        raise Inexact
    return value


def axes(value: Any) -> Any:
    """Axes as ints; None for all."""
    return None if value is None else ints(value)


def tensors(first: Any) -> list[Any]:
    """A list of tensors. Inexact for anything else."""
    if not isinstance(first, list):
        raise Inexact
    return [tensor(item) for item in first]


def dtype_name(value: Any) -> str:
    """A dtype in any of the ways in which it was written. Inexact for another thing."""
    if isinstance(value, dict):
        value = value.get("config", value.get("name"))
        if isinstance(value, dict):
            value = value.get("name")
    if isinstance(value, int) and value in tf.DTYPES:
        return tf.DTYPES[value]
    if not isinstance(value, str):
        raise Inexact
    name = value.removeprefix("<dtype: '").removesuffix("'>").removeprefix("tf.").removeprefix("DT_").lower()
    return {"float": "float32", "double": "float64", "half": "float16"}.get(name, name)


def index(item: Any) -> Any:
    """One index of ``x[...]``. Inexact for what Keras 3 cannot write."""
    if item is None or isinstance(item, int):
        return item
    if item == "...":
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(item, dict) and item.get("class_name") == "__ellipsis__":
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(item, dict) and {"start", "stop", "step"} >= set(item) and item:
        bounds = {key: item.get(key) for key in ("start", "stop", "step")}
        if all(bound is None or isinstance(bound, int) for bound in bounds.values()):
            return {"class_name": "__slice__", "config": bounds}
    raise Inexact


def single(module: str, op: str, name: str, args: list[Any], **settings: Any) -> tuple[Part, ...]:
    """One op."""
    return (operation(module, op, {"name": name, **settings}, args),)
