"""NumPy and data on read values: small constant arrays are computed, of data only the shape is known.

Does not belong here: tensors (ops, functions). Invariant: no array of more than a million numbers is made.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.measures import check_small
from core.convert.from_code.shapes import indexed
from core.convert.from_code.values import Data, Path, Refused, Unknown
from core.texts import text

_MOST_NUMBERS = 1_000_000
_ENDLESS = 2**40
_PLAIN = frozenset(
    "prod sum mean max min ceil floor sqrt log log2 log10 exp abs absolute round sin cos power maximum minimum cumsum arange "
    "linspace eye identity ones zeros full concatenate stack transpose reshape expand_dims squeeze tile repeat outer dot "
    "diff sort argmax argmin clip asarray array int32 int64 float32 float64 int_ isscalar ndim shape size tril triu "
    "broadcast_to hstack vstack flip floor_divide mod sign square".split()
)
_CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100, "imdb": 2, "reuters": 46}
# Data sets that come with Keras: the shapes of the inputs and labels, training and test.
_DATASETS: Mapping[str, tuple[tuple[int | None, ...], tuple[int | None, ...], int, int]] = {
    "mnist": ((28, 28), (), 60000, 10000),
    "fashion_mnist": ((28, 28), (), 60000, 10000),
    "cifar10": ((32, 32, 3), (1,), 50000, 10000),
    "cifar100": ((32, 32, 3), (1,), 50000, 10000),
    "boston_housing": ((13,), (), 404, 102),
    "california_housing": ((8,), (), 16512, 4128),
    "imdb": ((), (), 25000, 25000),
    "reuters": ((), (), 8982, 2246),
}


def load_data(name: str) -> Any:
    """What ``keras.datasets.NAME.load_data()`` returns."""
    if name not in _DATASETS:
        raise Refused(text("the data set {name} is not known here", name=name))
    x, y, train, test = _DATASETS[name]
    dtype = "float32" if name.endswith("housing") else "uint8"
    classes = _CLASSES.get(name)
    return tuple((Data((count, *x), dtype), Data((count, *y), dtype, classes)) for count in (train, test))


def numpy_function(m: Machine, name: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """A function of NumPy; Refused for one that is not known here."""
    values = [*args, *kwargs.values()]
    if name == "frombuffer":
        return _from_buffer(args, kwargs)
    for value in values:
        if isinstance(value, Unknown):
            return value
    if any(_has_data(value) for value in values):
        return data_function(m, name, args, kwargs, line)
    if name.startswith("random."):
        return _random(name.partition(".")[2], args, kwargs)
    if name not in _PLAIN:
        raise Refused(text("numpy.{name} is not read here", name=name))
    return _plain(name, args, dict(kwargs))


def _plain(name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    import numpy

    check_small(*(value for value in args if not isinstance(value, numpy.ndarray)), limit=200_000)
    dtype = kwargs.get("dtype")
    if isinstance(dtype, Path):
        kwargs["dtype"] = (
            dtype.last
            if dtype.last not in ("float", "int", "bool")
            else dtype.last + "64"[: 2 * (dtype.last != "bool")]
        )
    args = [
        numpy.dtype(value.last).type if isinstance(value, Path) and value.last in ("float32", "int32") else value
        for value in args
    ]
    if name in (
        "ones",
        "zeros",
        "full",
        "eye",
        "identity",
        "tile",
        "repeat",
        "arange",
        "linspace",
        "broadcast_to",
        "outer",
    ):
        numbers = [item for value in [*args, *kwargs.values()] for item in _numbers(value)]
        if math.prod(max(1, abs(int(number))) for number in numbers if math.isfinite(number)) > _MOST_NUMBERS:
            if name in ("ones", "zeros"):
                return Data(tuple(_numbers(args[0])))  # type: ignore[arg-type]
            raise Refused(text("the array is too large"))
    made = getattr(numpy, name)(*args, **kwargs)
    if isinstance(made, numpy.ndarray) and made.dtype.hasobject:
        raise Refused(text("it is no array of numbers"))
    if isinstance(made, numpy.generic):
        return made.item()
    return made


def _numbers(value: Any) -> list[float]:
    if isinstance(value, (int, float)):
        return [value]
    if isinstance(value, (list, tuple)):
        return [item for item in value if isinstance(item, (int, float))]
    return list(value.shape) if hasattr(value, "shape") else []


def _from_buffer(args: list[Any], kwargs: Mapping[str, Any]) -> Any:
    import numpy

    dtype = kwargs.get("dtype", "float64")
    if not args or not isinstance(args[0], bytes) or not isinstance(dtype, str):
        raise Refused(text("its bytes are not known"))
    return numpy.frombuffer(args[0], dtype=numpy.dtype(dtype).newbyteorder("<"))


def decoded(args: list[Any]) -> bytes:
    """``base64.b64decode(text)``."""
    try:
        return base64.b64decode(args[0], validate=True)
    except (binascii.Error, TypeError, ValueError, IndexError) as error:
        raise Refused(text("it is no base64 text")) from error


def _has_data(value: Any) -> bool:
    return isinstance(value, Data) or (
        isinstance(value, (list, tuple)) and any(isinstance(item, Data) for item in value)
    )


def _random(name: str, args: list[Any], kwargs: Mapping[str, Any]) -> Data:
    size = kwargs.get("size", kwargs.get("shape"))
    if name in ("rand", "randn"):
        size = tuple(args)
    elif size is None and name in ("random", "random_sample", "sample"):
        size = args[0] if args else None
    elif size is None and len(args) > 2:
        size = args[2]
    if isinstance(size, int):
        size = (size,)
    if not isinstance(size, (tuple, list)):
        raise Refused(text("it is random"))
    return Data(
        tuple(item if isinstance(item, int) else None for item in size), "int64" if name == "randint" else "float32"
    )


def cut(shape: tuple[int | None, ...], key: Any) -> tuple[int | None, ...] | None:
    """The shape of ``data[key]``; data of a size that is not known has as many items as a slice asks for."""
    keys = key if isinstance(key, tuple) else (key,)
    sizes = [
        _ENDLESS if size is None and _bounded(item) else size for size, item in zip(shape, keys, strict=False)
    ]
    return indexed((*sizes, *shape[len(sizes) :]), key)


def window(key: Any) -> Data | None:
    """What ``rows[i - 60 : i, 0]`` or ``table[:, 3:13]`` cuts out of data of which nothing is known: it says the sizes.

    None where the brackets do not say any, or may belong to something else than an array.
    """
    if not isinstance(key, tuple) or not any(map(_bounded, key)):
        return None
    if not all(isinstance(item, (int, slice)) for item in key):
        return None
    made = cut((None,) * len(key), key)
    return Data(made) if made is not None else None


def _bounded(item: Any) -> bool:
    """True for a slice from one known place to a later one, both counted from the start."""
    if not isinstance(item, slice) or item.step is not None or not isinstance(item.stop, int):
        return False
    start = 0 if item.start is None else item.start
    return isinstance(start, int) and 0 <= start < item.stop < _ENDLESS


def split_apart(m: Machine, args: list[Any], line: int) -> Any:
    """``train_test_split(x, y)``: of each, rows for training and rows for testing."""
    made: list[Any] = []
    for value in args:
        part = (
            Data((None, *value.shape[1:]), value.dtype, value.classes)
            if isinstance(value, Data)
            else m.unknown(getattr(value, "reason", text("It depends on the data")), line)
        )
        made += [part, part]
    return made


def data_function(m: Machine, name: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """A function on data: the shape of what it returns."""
    first = args[0] if args else next(iter(kwargs.values()))
    if isinstance(first, (list, tuple)):
        items = [item for item in first if isinstance(item, Data)]
        if name in ("concatenate", "vstack", "hstack", "append") and items:
            axis = kwargs.get("axis", args[1] if len(args) > 1 else 0)
            shape = list(items[0].shape)
            if isinstance(axis, int) and shape:
                sizes = [item.shape[axis] for item in items]
                shape[axis] = None if None in sizes else sum(size for size in sizes if size is not None)
            return Data(tuple(shape), items[0].dtype)
        if name == "stack" and items:
            return Data((len(items), *items[0].shape), items[0].dtype)
        return Data((len(first), *(items[0].shape if items else ())))
    if not isinstance(first, Data):
        raise Refused(text("it depends on the data"))
    if name in ("array", "asarray", "asfarray"):
        dtype = kwargs.get("dtype", args[1] if len(args) > 1 else "float32" if name == "asfarray" else None)
        named = dtype.last if isinstance(dtype, Path) else dtype
        return Data(
            first.shape,
            {"float": "float64"}.get(named, named) if isinstance(named, str) else first.dtype,
            first.classes,
        )
    if name in ("expand_dims", "reshape", "transpose", "squeeze", "moveaxis", "swapaxes", "resize"):
        return data_method(m, first, name, list(args[1:]), kwargs, line)
    if first.classes is not None and name in ("unique", "max", "amax", "bincount"):
        return Data((first.classes,)) if name != "max" and name != "amax" else first.classes - 1
    if name in ("unique", "argmax", "argmin", "argsort", "where", "nonzero", "bincount"):
        return Data((None,))
    if name in ("max", "amax", "min", "amin", "mean", "std", "sum", "var", "median", "prod", "size"):
        raise Refused(text("it depends on the data"))
    return first


def data_method(m: Machine, data: Data, name: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """A method of an array of which the shape is known."""
    if name in ("astype", "copy", "to_numpy", "clip", "numpy", "round", "fillna", "cast"):
        dtype = args[0] if args else kwargs.get("dtype")
        return Data(data.shape, dtype if isinstance(dtype, str) else data.dtype, data.classes)
    if name == "reshape":
        sizes = args[0] if len(args) == 1 and isinstance(args[0], (tuple, list)) else args
        return Data(_reshaped(data.shape, list(sizes)), data.dtype, data.classes)
    if name == "expand_dims":
        axis = kwargs.get("axis", args[0] if args else -1)
        place = axis % (len(data.shape) + 1)
        return Data((*data.shape[:place], 1, *data.shape[place:]), data.dtype)
    if name == "squeeze":
        return Data(tuple(size for size in data.shape if size != 1), data.dtype)
    if name == "transpose":
        axes = args[0] if args and isinstance(args[0], (tuple, list)) else args or kwargs.get("axes")
        order = axes or list(reversed(range(len(data.shape))))
        return Data(tuple(data.shape[axis] for axis in order), data.dtype)
    if name in ("flatten", "ravel"):
        known = None not in data.shape
        return Data((math.prod(size for size in data.shape if size is not None) if known else None,), data.dtype)
    if name == "max" and data.classes is not None:
        return data.classes - 1
    raise Refused(text("it depends on the data"))


def _reshaped(old: tuple[int | None, ...], new: list[Any]) -> tuple[int | None, ...]:
    sizes = [size if isinstance(size, int) else None for size in new]
    if -1 in sizes:
        place = sizes.index(-1)
        rest = [size for number, size in enumerate(sizes) if number != place]
        known = None not in old and None not in rest
        whole = math.prod(size for size in old if size is not None)
        other = math.prod(size for size in rest if size is not None)
        sizes[place] = whole // other if known and other else None
    return tuple(sizes)
