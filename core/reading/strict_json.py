"""JSON of model files, strictly: caps, no NaN, no duplicate keys, no numbers or text that would break later on.

Keras writes infinities (``Infinity``: the limit of a clip, the order of a norm), so these are kept as floats; a NaN is kept
among the numbers of a constant array and refused anywhere else, where it means nothing. Does not belong here: what the data
mean (model_json). Invariants: never recurses into Python's limit unnoticed; what it gives can be walked recursively to
MOST_DEEP and written as JSON again.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Any

from core.errors import FileError

MOST_BYTES = 64 << 20
MOST_DEEP = 200
MOST_LAYERS = 20_000
MOST_DIGITS = 40
_MOST_OBJECTS = 700_000
_MOST_VALUES = 8_000_000
_SHOWN = 40
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_ARRAYS = frozenset({"__numpy__", "__tensor__"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark; None if it is none of these."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        # As RFC 4627 tells them apart: JSON begins with an ASCII character, so zeros stand around it.
        encoding = json.detect_encoding(data[:4]) if len(data) >= 4 else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def parse(text: str) -> Any:
    """The data of a JSON text. FileError: one sentence without the name of the file, to be put after "... : "."""
    if len(text) > MOST_BYTES:
        raise FileError(f"its text has {len(text) / 2**20:.0f} MiB; at most {MOST_BYTES >> 20} MiB are read")
    # Counted before anything is made of it, so that memory stays in proportion.
    if text.count("{") > _MOST_OBJECTS or text.count("[") > _MOST_OBJECTS or text.count(",") > _MOST_VALUES:
        raise FileError(f"it lists more than a model of {MOST_LAYERS:,} layers can hold")
    try:
        data = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_CONSTANTS.__getitem__,
            parse_int=_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise FileError(_syntax(error, text)) from None
    except RecursionError:
        raise FileError(f"it is nested more than {MOST_DEEP} deep") from None
    check(data)
    if "NaN" in text:
        _check_nan(data)
    return data


def check(data: Any) -> None:
    """FileError for data that are too deep, have too many layers, or hold text that is no Unicode."""
    layers = 0
    level = [data]
    for depth in range(MOST_DEEP + 1):
        if depth == MOST_DEEP and any(not isinstance(item, str) for item in level):
            break
        if not level:
            return
        below: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, dict):
                for key, value in item.items():
                    _check_text(key)
                    if key == "layers" and isinstance(value, list | dict):
                        layers += len(value)
                    if isinstance(value, str | dict | list):
                        below.append(value)
            elif isinstance(item, list):
                below.extend(value for value in item if isinstance(value, str | dict | list))
        if layers > MOST_LAYERS:
            raise FileError(f"it has {layers:,} layers; at most {MOST_LAYERS:,} are read")
        level = below
    else:
        return
    raise FileError(f"it is nested more than {MOST_DEEP} deep")


def _check_text(text: str) -> None:
    if not text.isascii() and _SURROGATE.search(text):
        raise FileError(f"the text {text[:_SHOWN]!a} holds half of a character (a lone surrogate)")


def _check_nan(data: Any) -> None:
    """FileError that names the layer if a NaN stands anywhere but among the numbers of an array."""
    pending: list[tuple[Any, str, str]] = [(data, "", "")]
    while pending:
        item, name, field = pending.pop()
        if isinstance(item, float) and item != item:
            where = f" of {name[:_SHOWN]!r}" if name else ""
            raise FileError(f"the field {field[:_SHOWN]!r}{where} is NaN (not a number), which no setting can be")
        if isinstance(item, list):
            pending.extend((value, name, field) for value in item)
        elif isinstance(item, dict) and str(item.get("class_name")) not in _ARRAYS:
            own = item.get("name")
            name = own if isinstance(own, str) else name
            pending.extend((value, name, key) for key, value in item.items())


def _syntax(error: json.JSONDecodeError, text: str) -> str:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"it ends in the middle (line {error.lineno}, column {error.colno}: {error.msg}); it may be cut off"
    return f"it is not valid JSON ({error.msg} at line {error.lineno}, column {error.colno})"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                name = made.get("name")
                where = f" in {name!r}" if isinstance(name, str) and key != "name" else ""
                raise FileError(f"the field {key[:_SHOWN]!r} stands twice in one object{where}")
            seen.add(key)
    return made


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise FileError(f"the number {digits[:_SHOWN]} does not fit into 64 bits")
    return number


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise FileError(f"it holds an integer of {len(digits):,} digits; at most {MOST_DIGITS} are read")
    return int(digits)
