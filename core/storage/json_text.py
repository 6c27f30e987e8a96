"""JSON as Netwright reads and writes it: strict on the way in, stable and friendly to ``diff`` on the way out.

Does not belong here: what the fields mean (schema). Invariants: the same data always gives the same text; what
:func:`write` makes, :func:`parse` takes back unchanged.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from core.errors import FileError
from core.texts import text

MAX_BYTES = 64 * 1024 * 1024
MAX_INTEGER_DIGITS = 4000

# How a value is laid out: None on one line; a map: an object with one field per line, each field by its own shape;
# a list of one shape: a list with one item per line.
Shape = None | Mapping[str, "Shape"] | list["Shape"]


class Line(str):
    """JSON text that is ready: :func:`write` takes it over as it stands."""

    __slots__ = ()


class Lines(list[Line]):
    """A list whose items are all ready, so that nobody has to look at each of them."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(source: str) -> Any:
    """The data of a JSON text; FileError on anything JSON does not allow, on NaN, duplicate keys and huge integers."""
    try:
        return json.loads(
            source, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_int=_integer, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise FileError(
            text(
                "This is not valid JSON: {fault} at line {line}, column {column}.",
                fault=error.msg,
                line=error.lineno,
                column=error.colno,
            )
        ) from error
    except RecursionError:
        raise FileError(text("The data are nested too deeply to be a project.")) from None


def write(data: Any, shape: Shape) -> str:
    """The text of JSON data laid out by ``shape``, with a final newline. Only lone surrogates are escaped."""
    parts: list[str] = []
    _write(data, shape, "\n", parts)
    parts.append("\n")
    text = "".join(parts)
    return text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def line(data: Any) -> Line:
    """JSON data on one line."""
    return data if type(data) is Line else Line(_ENCODER.encode(data))


def _write(data: Any, shape: Shape, newline: str, parts: list[str]) -> None:
    if shape is None or not data:
        parts.append(line(data))
        return
    inner = newline + "  "
    if shape == [None]:
        lines = data if isinstance(data, Lines) else [line(item) for item in data]
        parts.append("[" + inner + ("," + inner).join(lines) + newline + "]")
        return
    if isinstance(shape, list):
        opening, closing = "[", "]"
        for number, item in enumerate(data):
            parts.append((opening if number == 0 else ",") + inner)
            _write(item, shape[0], inner, parts)
    else:
        opening, closing = "{", "}"
        for number, (key, item) in enumerate(data.items()):
            parts.append((opening if number == 0 else ",") + inner + line(key) + ": ")
            _write(item, shape.get(key), inner, parts)
    parts.append(newline + closing)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise FileError(text("A field may stand in an object only once. Received {key!r} twice.", key=key))
            seen.add(key)
    return made


def _refuse_constant(name: str) -> Any:
    raise FileError(
        text("A number must be finite; others are written as a tagged object. Received: {name}.", name=name)
    )


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise FileError(text("A number must fit into 64 bits. Received: {digits:.40}.", digits=digits))
    return number


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise FileError(
            text(
                "An integer may have at most {most:,} digits. Received: {count:,} digits.",
                most=MAX_INTEGER_DIGITS,
                count=len(digits),
            )
        )
    return int(digits)
