"""Data in memory, and what is known about it: arrays by name, classes, ranges, a preview.

Arrays have samples along their first axis. Inputs and targets keep their order. Does not belong here: where data comes
from (sources), how it is divided (splits), whether it fits a model (match).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core.texts import text

Array = npt.NDArray[Any]
TargetKind = Literal["classes", "one-hot", "regression"]

PREVIEW_ROWS = 8
_PREVIEW_COLUMNS = 12
_LONGEST_TEXT = 60
TEXT = "string"
"""The dtype of inputs that are text, in Keras's word."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Samples: inputs and targets by name, all of the same length."""

    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]

    @property
    def samples(self) -> int:
        return next((len(array) for array in (*self.inputs.values(), *self.targets.values())), 0)

    def take(self, indices: Array) -> Part:
        """The samples at ``indices``, in that order."""
        return Part(
            {name: array[indices] for name, array in self.inputs.items()},
            {name: array[indices] for name, array in self.targets.items()},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """All samples of a source; ``test`` where the source brings test samples of its own.

    ``columns`` names the numbers of an input that is a table (one name per number). ``class_names`` are those of
    targets that are classes, by target. ``notes`` say in whole sentences what was decided on the way.
    """

    name: str
    samples: Part
    test: Part | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    class_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureInfo:
    """One input: ``shape`` is that of one sample, ``dtype`` NumPy's name of it or ``string``.

    The range ignores NaN; both ends are None if nothing is finite. ``gaps`` counts values that are NaN or infinite.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    minimum: float | None
    maximum: float | None
    columns: tuple[str, ...] = ()
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """One target: ``shape`` is that of one sample, ``()`` for class numbers.

    ``classes`` is the number of classes, None for a regression; ``counts`` how many samples each class has.
    """

    name: str
    kind: TargetKind
    shape: tuple[int, ...]
    dtype: str
    minimum: float | None
    maximum: float | None
    classes: int | None = None
    class_names: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class DataSummary:
    """What a panel shows of a source. ``preview`` holds the first samples as text, under ``preview_columns``."""

    name: str
    samples: int
    test_samples: int
    inputs: tuple[FeatureInfo, ...]
    targets: tuple[TargetInfo, ...]
    preview_columns: tuple[str, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def summarize(data: Dataset) -> DataSummary:
    """Shapes, types, ranges, classes and the first samples of ``data``."""
    inputs = tuple(_feature(name, array, data) for name, array in data.samples.inputs.items())
    targets = tuple(_target(name, array, data) for name, array in data.samples.targets.items())
    columns, rows = _preview(data)
    return DataSummary(
        name=data.name,
        samples=data.samples.samples,
        test_samples=data.test.samples if data.test is not None else 0,
        inputs=inputs,
        targets=targets,
        preview_columns=columns,
        preview=rows,
        notes=data.notes,
    )


def is_one_hot(array: Array) -> bool:
    """True for rows of two or more 0s with a single 1."""
    if array.ndim != 2 or array.shape[1] < 2 or not len(array) or array.dtype.kind not in "iufb":
        return False
    return bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1))


def class_numbers(array: Array) -> Array | None:
    """One class number per sample, from numbers or one-hot rows; None if the target is neither."""
    if array.ndim == 1 and array.dtype.kind in "iub":
        return array
    if is_one_hot(array):
        return np.asarray(array.argmax(axis=1))
    return None


def is_text(array: Array) -> bool:
    """True for an array of texts."""
    return array.dtype.kind == "U"


def _range(array: Array) -> tuple[float | None, float | None, int]:
    if not array.size or is_text(array):
        return None, None, 0
    if array.dtype.kind != "f":
        return float(array.min()), float(array.max()), 0
    low, high = float(array.min()), float(array.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high, 0
    finite = np.isfinite(array)
    gaps = int(array.size - finite.sum())
    if gaps == array.size:
        return None, None, gaps
    return float(array[finite].min()), float(array[finite].max()), gaps


def _feature(name: str, array: Array, data: Dataset) -> FeatureInfo:
    low, high, gaps = _range(array)
    dtype = TEXT if is_text(array) else str(array.dtype)
    return FeatureInfo(name, array.shape[1:], dtype, low, high, data.columns.get(name, ()), gaps)


def _target(name: str, array: Array, data: Dataset) -> TargetInfo:
    low, high, gaps = _range(array)
    names = data.class_names.get(name, ())
    if not names:
        return TargetInfo(name, "regression", array.shape[1:], str(array.dtype), low, high, gaps=gaps)
    one_hot = is_one_hot(array)
    numbers = array.argmax(axis=1) if one_hot else array.reshape(-1)
    counts = np.bincount(numbers.astype(np.int64), minlength=len(names))
    return TargetInfo(
        name,
        "one-hot" if one_hot else "classes",
        array.shape[1:],
        str(array.dtype),
        low,
        high,
        classes=len(names),
        class_names=names,
        counts=tuple(int(count) for count in counts),
        gaps=gaps,
    )


def _preview(data: Dataset) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    headers: list[str] = []
    columns: list[list[str]] = []
    for name, array in data.samples.inputs.items():
        head = array[:PREVIEW_ROWS]
        if array.ndim == 2 and array.shape[1] <= _PREVIEW_COLUMNS:
            names = data.columns.get(name) or tuple(f"{name}[{index}]" for index in range(array.shape[1]))
            headers.extend(names)
            columns.extend([number_text(value) for value in head[:, index]] for index in range(array.shape[1]))
        else:
            headers.append(name)
            columns.append([_array_text(item) for item in head])
    for name, array in data.samples.targets.items():
        headers.append(name)
        columns.append([_target_text(value, data.class_names.get(name, ())) for value in array[:PREVIEW_ROWS]])
    return tuple(headers), tuple(zip(*columns, strict=True))


def _target_text(value: Any, names: tuple[str, ...]) -> str:
    if names and np.ndim(value) == 0:
        return names[int(value)]
    if names and is_one_hot(np.asarray(value)[None]):
        return names[int(np.argmax(value))]
    return _array_text(np.asarray(value))


def _array_text(array: Array) -> str:
    if array.size <= 4:
        return ", ".join(number_text(value) for value in np.ravel(array))
    return text(
        "{shape}, {least} to {most}",
        shape=shape_text(array.shape),
        least=number_text(array.min()),
        most=number_text(array.max()),
    )


def number_text(value: Any) -> str:
    """A number as short as it can be read: ``3``, ``0.25``, ``1.23e+06``; the beginning of a text."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_TEXT else value[: _LONGEST_TEXT - 1] + "…"
    return f"{float(value):.4g}"


def shape_text(shape: tuple[int | None, ...]) -> str:
    """A shape as Python writes it: ``(8, 8, 1)``."""
    return str(tuple(shape))
