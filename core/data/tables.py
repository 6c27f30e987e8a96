"""Tables: named columns of numbers or text, and how they become the inputs and the target of a training.

Columns come from CSV files or from a two-dimensional array. Row numbers in messages are those of the file, from 1. Does
not belong here: reading files (csv_files, array_files).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.data import labels, options
from core.data.dataset import Array, Dataset, Part
from core.errors import DataError
from core.graph.values import FrozenMap, Value
from core.texts import text

KNOWN_OPTIONS = ("target", "features", "shape", "task", "labels", "gaps")
GAPS = ("refuse", "drop", "mean", "zero")
_SHOWN_ROWS = 5
_FLOAT32_EXACT = 2**24


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: ``numbers`` (float64, NaN where there is none) or ``texts``, if the cell at ``odd`` is no number."""

    name: str
    numbers: Array | None
    texts: tuple[str, ...] | None = None
    odd: int = 0

    @property
    def gaps(self) -> Array:
        """The positions without a value."""
        if self.numbers is not None:
            return np.flatnonzero(np.isnan(self.numbers))
        return np.flatnonzero(np.array([not text for text in self.texts or ()], dtype=bool))


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a form shows of a column, so that target and features can be chosen."""

    name: str
    kind: Literal["numbers", "text"]
    different: int
    gaps: int
    example: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of equal length. ``rows`` are the rows' numbers in the file; ``source`` names it in messages."""

    source: str
    columns: tuple[Column, ...]
    rows: Array
    notes: tuple[str, ...] = ()


def describe(table: Table) -> tuple[ColumnInfo, ...]:
    """One line for each column."""
    made = []
    for column in table.columns:
        if column.numbers is not None:
            present = column.numbers[~np.isnan(column.numbers)]
            example = f"{present[0]:g}" if len(present) else ""
            made.append(ColumnInfo(column.name, "numbers", len(np.unique(present)), len(column.gaps), example))
        else:
            filled = [text for text in column.texts or () if text]
            example = filled[0] if filled else ""
            made.append(ColumnInfo(column.name, "text", len(set(filled)), len(column.gaps), example))
    return tuple(made)


def to_dataset(table: Table, settings: FrozenMap[str, Value], name: str) -> Dataset:
    """Choose the target and the features and make arrays of them.

    Options: ``target`` (names or positions; the last column by default; an empty list for none), ``features`` (all
    other columns by default), ``shape`` of one sample of the features, ``task``, ``labels``, and ``gaps``: ``refuse``
    them, ``drop`` such rows, or fill features with the column's ``mean`` or ``zero``.

    Returns:
        A data set with the numbers as one input ``features``, float32, an input for each column of text among the
        features that were named, and one target named after its column.

    Raises:
        DataError: columns that are not there, text among the features, gaps or infinite values.
    """
    wanted = options.names(settings, "target")
    task = options.word(settings, "task", "auto", labels.TASKS)
    form = options.word(settings, "labels", "integers", labels.LABELS)
    rule = options.word(settings, "gaps", "refuse", GAPS)
    if len(table.columns) < 2 and wanted != ():
        raise DataError(
            text(
                "{source} has a single column, {name!r}; features and a target were expected. Is another "
                "delimiter used?",
                source=table.source,
                name=table.columns[0].name,
            )
        )
    targets = [len(table.columns) - 1] if wanted is None else _positions(table, wanted, text("target"))
    chosen = options.names(settings, "features")
    if chosen is None:
        features = [index for index in range(len(table.columns)) if index not in targets]
    else:
        features = _positions(table, chosen, text("feature"))
        both = [table.columns[index].name for index in features if index in targets]
        if both:
            raise DataError(
                text("The column {column!r} is both a feature and the target; it can be one of them.", column=both[0])
            )
    if not features:
        raise DataError(
            text("{source}: no column is left for the features; at least one was expected.", source=table.source)
        )
    if chosen is None:
        # Text is an input of its own only where it was asked for by name: left to itself it is usually a mistake.
        _refuse_text_features(table, features)
    table, notes = _without_gaps(table, features, targets, rule)
    inputs, columns, more = _inputs(table, features, settings)
    notes = (*table.notes, *notes, *more)
    made, class_names, more = _targets(table, targets, task, form)
    return Dataset(
        name=name,
        samples=Part(inputs, made),
        columns=columns,
        class_names=class_names,
        notes=(*notes, *more),
    )


def _inputs(
    table: Table, features: list[int], settings: FrozenMap[str, Value]
) -> tuple[dict[str, Array], dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Numbers together as ``features``, then each column of text by its name, one text a sample."""
    numbers = [index for index in features if table.columns[index].numbers is not None]
    inputs: dict[str, Array] = {}
    columns: dict[str, tuple[str, ...]] = {}
    notes: tuple[str, ...] = ()
    if numbers:
        matrix, notes = _matrix(table, numbers, settings)
        inputs["features"] = matrix
        if matrix.ndim == 2:
            columns["features"] = tuple(table.columns[index].name for index in numbers)
    for column in (table.columns[index] for index in features):
        if column.texts is not None:
            name = column.name if column.name not in inputs else f"{column.name} (text)"
            inputs[name] = np.array(column.texts, dtype=str)[:, None]
            columns[name] = (column.name,)
    return inputs, columns, notes


def _positions(table: Table, wanted: Sequence[str | int], role: str) -> list[int]:
    names = [column.name for column in table.columns]
    found: list[int] = []
    for item in wanted:
        if isinstance(item, str) and item in names:
            index = names.index(item)
        elif isinstance(item, int) and -len(names) <= item < len(names):
            index = item % len(names)
        else:
            shown = ", ".join(repr(name) for name in names[:8]) + (", ..." if len(names) > 8 else "")
            raise DataError(
                text(
                    "{source} has no column {item!r} for the {role}; its columns are {shown}.",
                    source=table.source,
                    item=item,
                    role=role,
                    shown=shown,
                )
            )
        if index not in found:
            found.append(index)
    return found


def _refuse_text_features(table: Table, features: list[int]) -> None:
    for index in features:
        column = table.columns[index]
        if column.texts is None:
            continue
        raise DataError(
            text(
                "The column {name!r} of {source} holds text ({content!r} in row {row}), but features must be "
                "numbers; leave it out of the features, write numbers, or name it among the features to use it "
                "as text.",
                name=column.name,
                source=table.source,
                content=shorten(column.texts[column.odd]),
                row=table.rows[column.odd],
            )
        )


def shorten(text: str) -> str:
    """Foreign text for a message: at most 40 characters."""
    return text if len(text) <= 40 else text[:39] + "…"


def _without_gaps(table: Table, features: list[int], targets: list[int], rule: str) -> tuple[Table, tuple[str, ...]]:
    for index in (*features, *targets):
        numbers = table.columns[index].numbers
        if numbers is not None:
            with np.errstate(over="ignore"):
                beyond = np.flatnonzero(np.isinf(numbers.astype(np.float32)))
            if len(beyond):
                raise DataError(
                    text(
                        "The column {name!r} of {source} has infinite or too large values in {rows}; numbers up to "
                        "3.4e38 were expected.",
                        name=table.columns[index].name,
                        source=table.source,
                        rows=_rows(table, beyond),
                    )
                )
    if rule in ("mean", "zero"):
        table, filled = _fill(table, features, rule)
        notes = (
            (text("{filled} gaps in the features were filled with {filling}.", filled=filled, filling=_FILLED[rule]),)
            if filled
            else ()
        )
        gaps = _gap_rows(table, targets)
        if len(gaps):
            raise DataError(
                text(
                    "The target of {source} is missing in {rows}; only features can be filled, rows without a "
                    "target can be dropped.",
                    source=table.source,
                    rows=_rows(table, gaps),
                )
            )
        return table, notes
    gaps = _gap_rows(table, (*features, *targets))
    if not len(gaps):
        return table, ()
    if rule == "refuse":
        with_gaps = [table.columns[index] for index in (*features, *targets) if len(table.columns[index].gaps)]
        column = min(with_gaps, key=lambda item: int(item.gaps[0])).name
        raise DataError(
            text(
                "{source} has gaps in {rows}, the first in the column {column!r}; every cell needs a value: "
                "drop such rows or fill the gaps (option 'gaps').",
                source=table.source,
                rows=_rows(table, gaps),
                column=column,
            )
        )
    kept = np.setdiff1d(np.arange(len(table.rows)), gaps)
    if not len(kept):
        raise DataError(text("Every row of {source} has a gap; no row is left.", source=table.source))
    columns = tuple(
        Column(
            column.name,
            None if column.numbers is None else column.numbers[kept],
            None if column.texts is None else tuple(column.texts[i] for i in kept),
        )
        for column in table.columns
    )
    notes = (text("{count} of {rows} rows have gaps and were dropped.", count=len(gaps), rows=len(table.rows)),)
    return Table(table.source, columns, table.rows[kept], table.notes), notes


_FILLED = {"mean": text("the mean of their column"), "zero": text("zero")}


def _gap_rows(table: Table, indices: Sequence[int]) -> Array:
    return np.unique(np.concatenate([table.columns[index].gaps for index in indices] or [np.zeros(0, np.int64)]))


def _fill(table: Table, features: list[int], rule: str) -> tuple[Table, int]:
    columns = list(table.columns)
    filled = 0
    for index in features:
        numbers = columns[index].numbers
        gaps = columns[index].gaps
        if numbers is None or not len(gaps):
            continue
        if rule == "mean" and len(gaps) == len(numbers):
            raise DataError(
                text(
                    "The column {name!r} of {source} is empty; it has no mean.",
                    name=columns[index].name,
                    source=table.source,
                )
            )
        numbers = numbers.copy()
        numbers[gaps] = np.nanmean(numbers) if rule == "mean" else 0.0
        columns[index] = Column(columns[index].name, numbers)
        filled += len(gaps)
    return Table(table.source, tuple(columns), table.rows, table.notes), filled


def _rows(table: Table, positions: Array) -> str:
    shown = ", ".join(str(table.rows[index]) for index in positions[:_SHOWN_ROWS])
    more = len(positions) - _SHOWN_ROWS
    if more > 0:
        return text("rows {shown} and {more} more", shown=shown, more=more)
    return text("row {shown}", shown=shown) if len(positions) == 1 else text("rows {shown}", shown=shown)


def _matrix(table: Table, features: list[int], settings: FrozenMap[str, Value]) -> tuple[Array, tuple[str, ...]]:
    columns = [table.columns[index].numbers for index in features]
    matrix = np.stack([column for column in columns if column is not None], axis=1)
    notes: tuple[str, ...] = ()
    for position, index in enumerate(features):
        values = matrix[:, position]
        if np.max(np.abs(values)) > _FLOAT32_EXACT and np.all(values == np.round(values)):
            notes = (
                *notes,
                text(
                    "The column {name!r} has whole numbers beyond 16,777,216, which float32 rounds; is it an "
                    "identifier rather than a measure?",
                    name=table.columns[index].name,
                ),
            )
    matrix = matrix.astype(np.float32)
    shape = options.shape(settings, "shape")
    if shape is not None:
        if int(np.prod(shape)) != matrix.shape[1]:
            raise DataError(
                text(
                    "{count} feature columns cannot take the shape {shape}, which needs {needed} numbers a sample.",
                    count=matrix.shape[1],
                    shape=shape,
                    needed=int(np.prod(shape)),
                )
            )
        matrix = matrix.reshape(-1, *shape)
    return matrix, notes


def _targets(
    table: Table, indices: list[int], task: str, form: str
) -> tuple[dict[str, Array], dict[str, tuple[str, ...]], tuple[str, ...]]:
    if not indices:
        return {}, {}, (text("There is no target: only the inputs are given."),)
    columns = [table.columns[index] for index in indices]
    if len(columns) == 1:
        column = columns[0]
        array = column.numbers if column.numbers is not None else np.array(column.texts, dtype=str)
        encoded = labels.encode(array, column.name, task, form)
        return {column.name: encoded.array}, {column.name: encoded.names} if encoded.names else {}, encoded.notes
    for column in columns:
        if column.texts is not None:
            raise DataError(
                text(
                    "The target column {name!r} of {source} holds text; several target columns together must be "
                    "numbers.",
                    name=column.name,
                    source=table.source,
                )
            )
    stacked = np.stack([column.numbers for column in columns if column.numbers is not None], axis=1)
    encoded = labels.encode(stacked, "targets", "auto" if task == "classes" else task, form)
    return {"targets": encoded.array}, {"targets": encoded.names} if encoded.names else {}, encoded.notes
