"""Reading CSV files into tables: encoding, delimiter and header are found out, or given by options.

Nothing is guessed about the cells: a column whose every cell is a number, or empty, is numbers, any other is text. Does
not belong here: targets, features and gaps (tables).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.data import options, tables
from core.data.tables import Column, Table, shorten
from core.errors import DataError
from core.graph.values import FrozenMap, Value
from core.texts import text

KNOWN_OPTIONS = (*tables.KNOWN_OPTIONS, "delimiter", "header", "encoding", "decimal")

_LARGEST_FILE = 2**30
_LONGEST_CELL = 100_000
_SNIFFED_LINES = 50
_DELIMITERS = (",", ";", "\t", "|", " ")
_GAPS = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "#n/a"})
# What Python's float() takes beyond this (underscores, other digits) is no number in a data file.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE | re.ASCII)


def read_table(path: Path, settings: FrozenMap[str, Value]) -> Table:
    """The columns of a CSV file.

    Options: ``encoding`` (else UTF-8, UTF-16 by its mark, or GB 18030), ``delimiter`` (else the one of ``, ; tab |
    space`` that divides the lines evenly), ``header`` (else the first line is one when it holds no number and the lines
    below do), and ``decimal`` (``.`` or ``,``).

    Raises:
        DataError: the file cannot be read, is no text, or its rows have different lengths.
    """
    name = path.name
    content, notes = _decode(_read(path), options.word(settings, "encoding", ""), name)
    delimiter = _delimiter(content, settings, name)
    parse = _number_parser(options.word(settings, "decimal", ".", (".", ",")), delimiter)
    rows, numbers = _rows(content, delimiter, name)
    header = options.flag(settings, "header")
    if header is None:
        header = _has_header(rows, parse)
    names = _column_names(rows[0] if header else [""] * len(rows[0]))
    if header:
        rows, numbers = rows[1:], numbers[1:]
    if not rows:
        raise DataError(text("{name} has a header and no rows; at least one row of data was expected.", name=name))
    columns = tuple(_column(names[index], [row[index] for row in rows], parse) for index in range(len(names)))
    return Table(name, columns, np.array(numbers, dtype=np.int64), notes)


def _read(path: Path) -> bytes:
    try:
        if not path.exists():
            raise DataError(text("There is no file {path}.", path=path))
        if not path.is_file():
            raise DataError(text("{path} is not a file; a CSV file was expected.", path=path))
        if path.stat().st_size > _LARGEST_FILE:
            raise DataError(
                text(
                    "{name} has {size:.1f} GiB; at most 1 GiB can be read at once.",
                    name=path.name,
                    size=path.stat().st_size / 2**30,
                )
            )
        return path.read_bytes()
    except OSError as error:
        raise DataError(text("{path} cannot be read: {reason}.", path=path, reason=error.strerror)) from error


def _decode(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    if encoding:
        try:
            content = data.decode(encoding)
        except LookupError:
            raise DataError(
                text("There is no encoding {encoding!r}; try utf-8 or gb18030.", encoding=encoding)
            ) from None
        except UnicodeError as error:
            raise DataError(
                text("{name} is not written in {encoding}.", name=name, encoding=encoding), details=str(error)
            ) from error
        return _checked(content.removeprefix("\ufeff"), name), ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for candidate in candidates:
        try:
            content = data.decode(candidate)
        except UnicodeError:
            continue
        notes = (
            ()
            if candidate == "utf-8-sig"
            else (text("{name} was read as {encoding}, since it is not UTF-8.", name=name, encoding=candidate),)
        )
        return _checked(content, name), notes
    raise DataError(
        text("{name} is neither UTF-8 nor GB 18030 text; give its encoding (option 'encoding').", name=name)
    )


def _checked(content: str, name: str) -> str:
    if "\0" in content:
        raise DataError(
            text("{name} is not a text file: it holds null characters. A CSV file was expected.", name=name)
        )
    if not content.strip():
        raise DataError(text("{name} is empty; rows of data were expected.", name=name))
    return content


def _delimiter(content: str, settings: FrozenMap[str, Value], name: str) -> str:
    given = options.word(settings, "delimiter", "")
    given = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if given:
        if len(given) != 1 or given in '\r\n"':
            raise DataError(text("A delimiter is one character. Received: {given!r}", given=given))
        return given
    lines = [line for line in content[: 2**20].splitlines() if line.strip()][:_SNIFFED_LINES]
    best, best_score = ",", (0.0, 0)
    for candidate in _DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=candidate, skipinitialspace=True)]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count) if counts else 1
        # The share of lines that agree counts first; more fields win among equals, the common delimiter first.
        score = (counts.count(usual) / len(counts), usual) if usual > 1 else (0.0, 0)
        if score[0] > best_score[0] + 0.05 or (abs(score[0] - best_score[0]) <= 0.05 and score[1] > best_score[1]):
            best, best_score = candidate, score
    return best


def _rows(content: str, delimiter: str, name: str) -> tuple[list[list[str]], list[int]]:
    """The rows that are not blank, with the number of the line on which each ends."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if rows and len(cells) != len(rows[0]):
                raise DataError(
                    text(
                        "Row {row} of {name} has {count} fields; {expected} were expected as in row {other}.",
                        row=reader.line_num,
                        name=name,
                        count=len(cells),
                        expected=len(rows[0]),
                        other=numbers[0],
                    )
                )
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise DataError(
                    text(
                        "Row {row} of {name} has a cell of more than {most:,} characters.",
                        row=reader.line_num,
                        name=name,
                        most=_LONGEST_CELL,
                    )
                )
            rows.append(cells)
            numbers.append(reader.line_num)
    except csv.Error as error:
        raise DataError(
            text("Row {row} of {name} is no CSV: {error}.", row=reader.line_num, name=name, error=error)
        ) from error
    if not rows:
        raise DataError(text("{name} is empty; rows of data were expected.", name=name))
    return rows, numbers


Parser = Callable[[str], float | None]


def _number_parser(decimal: str, delimiter: str) -> Parser:
    """A function from a cell to its number: NaN for a gap, None for text."""
    if decimal == delimiter:
        raise DataError(
            text("The decimal sign and the delimiter are both {decimal!r}; they must differ.", decimal=decimal)
        )

    def parse(cell: str) -> float | None:
        if decimal == ",":
            cell = cell.replace(",", ".")
        if _NUMBER.fullmatch(cell):
            return float(cell)
        return math.nan if cell.lower() in _GAPS else None

    return parse


def _has_header(rows: list[list[str]], parse: Parser) -> bool:
    """True if the first row holds no number and either a column below does or no name comes again in its column."""
    first, rest = rows[0], rows[1 : 1 + _SNIFFED_LINES]
    if not rest or any(parse(cell) is not None and cell for cell in first) or len(set(first)) < len(first):
        return False
    if any(parse(row[index]) is not None and row[index] for row in rest for index in range(len(first))):
        return True
    return not any(first[index] == row[index] for row in rest for index in range(len(first)))


def _column_names(header: list[str]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        name = shorten(cell) or f"column {position}"
        number = 2
        while name in names:
            name = f"{shorten(cell) or 'column'} ({number})"
            number += 1
        names.append(name)
    return names


def _column(name: str, cells: list[str], parse: Parser) -> Column:
    numbers = np.empty(len(cells))
    for index, cell in enumerate(cells):
        value = parse(cell)
        if value is None:
            return Column(name, None, tuple(cells), index)
        numbers[index] = value
    return Column(name, numbers)
