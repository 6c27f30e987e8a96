"""Turning a target into class numbers or quantities, and saying which it was taken for.

Classes become whole numbers from 0 in sorted order, or one-hot rows on request. Does not belong here: reading files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from core.data.dataset import Array, is_one_hot, number_text
from core.errors import DataError
from core.texts import text

Task = Literal["auto", "classes", "regression"]
TASKS = ("auto", "classes", "regression")
LABELS = ("integers", "one-hot")

# Whole numbers are taken for classes up to this many different ones, if each stands for a few samples on average.
_MOST_CLASSES = 100
_FEWEST_PER_CLASS = 3
_MOST_TEXT_CLASSES = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A target ready for training. ``names`` are its classes in the order of their numbers, empty for quantities."""

    array: Array
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def encode(array: Array, name: str, task: str = "auto", labels: str = "integers") -> Encoded:
    """Encode a target of numbers or texts, one entry per sample (or rows of numbers, one-hot or not).

    Returns:
        Classes as int32 of shape (n,), or one-hot float32 (n, classes); quantities as float32 (n, k).

    Raises:
        DataError: texts where quantities were asked for, or nearly as many classes as samples.
    """
    if array.ndim > 1 and array.shape[1:] == (1,):
        array = array[:, 0]
    if array.ndim > 1:
        return _encode_rows(array, name, task, labels)
    if array.dtype.kind in "US":
        if task == "regression":
            raise DataError(
                text(
                    "The target {name!r} holds texts such as {example!r}; a regression needs numbers, texts are classes.",
                    name=name,
                    example=str(array[0]),
                )
            )
        return _classes(array, name, labels, ())
    whole = _is_whole(array)
    if task == "regression" or (task == "auto" and not whole):
        return Encoded(array.astype(np.float32).reshape(-1, 1))
    if not whole:
        if not np.all(np.isfinite(array)):
            raise DataError(
                text(
                    "The target {name!r} has gaps or infinite values; classes need a value for every sample.", name=name
                )
            )
        return _classes(array, name, labels, ())
    numbers = array.astype(np.int64)
    count = len(np.unique(numbers))
    if task == "auto" and (count > _MOST_CLASSES or len(numbers) < count * _FEWEST_PER_CLASS):
        note = text(
            "The target {name!r} has {count} different whole numbers in {samples} samples: taken as a quantity.",
            name=name,
            count=count,
            samples=len(numbers),
        )
        return Encoded(array.astype(np.float32).reshape(-1, 1), notes=(note,))
    notes: tuple[str, ...] = ()
    if task == "auto":
        notes = (
            text(
                "The target {name!r} has {count} different whole numbers: taken as {count} classes.",
                name=name,
                count=count,
            ),
        )
    return _classes(numbers, name, labels, notes)


def _is_whole(array: Array) -> bool:
    if array.dtype.kind in "iub":
        return True
    # Beyond 2**53 a float64 cannot tell whole numbers apart.
    return bool(np.all(np.isfinite(array)) and np.all(array == np.round(array)) and np.all(np.abs(array) < 2.0**53))


def _encode_rows(array: Array, name: str, task: str, labels: str) -> Encoded:
    if array.dtype.kind in "US":
        raise DataError(
            text(
                "The target {name!r} holds texts in {ndim} dimensions; one label per sample was expected.",
                name=name,
                ndim=array.ndim,
            )
        )
    if task != "regression" and is_one_hot(array):
        names = tuple(str(index) for index in range(array.shape[1]))
        if labels == "one-hot":
            return Encoded(array.astype(np.float32), names)
        return Encoded(
            array.astype(np.float32),
            names,
            (text("The target {name!r} is one-hot already and was left so.", name=name),),
        )
    if task == "classes" and array.dtype.kind in "iub":
        # One class number per step or pixel.
        names = tuple(str(index) for index in range(int(array.max()) + 1)) if array.min() >= 0 else ()
        if not names:
            raise DataError(text("The target {name!r} has negative class numbers; classes count from 0.", name=name))
        return Encoded(array.astype(np.int32), names)
    return Encoded(array.astype(np.float32))


def _classes(array: Array, name: str, labels: str, notes: tuple[str, ...]) -> Encoded:
    values, numbers = np.unique(array, return_inverse=True)
    if len(values) > _MOST_TEXT_CLASSES or (len(values) > _MOST_CLASSES and len(values) * 2 > len(array)):
        raise DataError(
            text(
                "The target {name!r} has {count} different labels in {samples} samples; labels that repeat were "
                "expected, such as those of a few classes.",
                name=name,
                count=len(values),
                samples=len(array),
            )
        )
    if len(values) < 2:
        notes = (*notes, text("The target {name!r} has a single class: there is nothing to tell apart.", name=name))
    names = tuple(_label(value) for value in values)
    numbers = numbers.astype(np.int32)
    if array.dtype.kind in "iuf" and not np.array_equal(values, np.arange(len(values))):
        notes = (
            *notes,
            text(
                "The labels {names} of {name!r} became the class numbers 0 to {last}.",
                names=_few(names),
                name=name,
                last=len(values) - 1,
            ),
        )
    if labels == "one-hot":
        return Encoded(np.eye(len(values), dtype=np.float32)[numbers], names, notes)
    return Encoded(numbers, names, notes)


def _label(value: Any) -> str:
    if isinstance(value, (np.integer, int)):
        return str(int(value))
    return number_text(value) if isinstance(value, (np.floating, float)) else str(value)


def _few(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:4])
    return f"{shown}, ..." if len(names) > 4 else shown
