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
from core.texts import text

MOST_BYTES = 64 << 20
MOST_DEEP = 200
MOST_LAYERS = 20_000
MOST_DIGITS = 40
_MOST_OBJECTS = 700_000
_MOST_VALUES = 8_000_000
_SHOWN = 40
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_HOLDERS = (dict, list)
_LOOKED_AT = (str, dict, list)
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


def parse(source: str) -> Any:
    """The data of a JSON text. FileError: one sentence without the name of the file, to be put after "... : "."""
    if len(source) > MOST_BYTES:
        raise FileError(
            text(
                "its text has {count:.0f} MiB; at most {most} MiB are read",
                count=len(source) / 2**20,
                most=MOST_BYTES >> 20,
            )
        )
    # Counted before anything is made of it, so that memory stays in proportion.
    if source.count("{") > _MOST_OBJECTS or source.count("[") > _MOST_OBJECTS or source.count(",") > _MOST_VALUES:
        raise FileError(text("it lists more than a model of {most:,} layers can hold", most=MOST_LAYERS))
    try:
        data = json.loads(
            source,
            object_pairs_hook=_unique,
            parse_constant=_CONSTANTS.__getitem__,
            parse_int=_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise FileError(_syntax(error, source)) from None
    except RecursionError:
        raise FileError(text("it is nested more than {most} deep", most=MOST_DEEP)) from None
    # A lone surrogate stands in a text of its own accord or as an escape.
    check(data, texts=not source.isascii() or "\\u" in source)
    if "NaN" in source:
        _check_nan(data)
    return data


def check(data: Any, *, texts: bool = True) -> None:
    """FileError for data that are too deep, have too many layers, or hold text that is no Unicode.

    Without ``texts``, these are known to be Unicode, which leaves a third of what there is to look at.
    """
    layers = 0
    kept = _LOOKED_AT if texts else _HOLDERS
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
                if texts:
                    for key in item:
                        _check_text(key)
                inner = item.get("layers")
                if isinstance(inner, _HOLDERS):
                    layers += len(inner)
                below += [value for value in item.values() if isinstance(value, kept)]
            elif isinstance(item, list):
                below += [value for value in item if isinstance(value, kept)]
        if layers > MOST_LAYERS:
            raise FileError(
                text("it has {layers:,} layers; at most {most:,} are read", layers=layers, most=MOST_LAYERS)
            )
        level = below
    else:
        return
    raise FileError(text("it is nested more than {most} deep", most=MOST_DEEP))


def _check_text(source: str) -> None:
    if not source.isascii() and _SURROGATE.search(source):
        raise FileError(text("the text {text!a} holds half of a character (a lone surrogate)", text=source[:_SHOWN]))


def _check_nan(data: Any) -> None:
    """FileError that names the layer if a NaN stands anywhere but among the numbers of an array."""
    pending: list[tuple[Any, str, str]] = [(data, "", "")]
    while pending:
        item, name, field = pending.pop()
        if isinstance(item, float) and item != item:
            raise FileError(_nan_at(field[:_SHOWN], name[:_SHOWN]))
        if isinstance(item, list):
            pending.extend((value, name, field) for value in item)
        elif isinstance(item, dict) and str(item.get("class_name")) not in _ARRAYS:
            own = item.get("name")
            name = own if isinstance(own, str) else name
            pending.extend((value, name, key) for key, value in item.items())


def _nan_at(field: str, name: str) -> str:
    if not name:
        return text("the field {field!r} is NaN (not a number), which no setting can be", field=field)
    return text(
        "the field {field!r} of {name!r} is NaN (not a number), which no setting can be", field=field, name=name
    )


def _syntax(error: json.JSONDecodeError, source: str) -> str:
    if error.pos >= len(source.rstrip()) or error.msg.startswith("Unterminated string"):
        return text(
            "it ends in the middle (line {lineno}, column {colno}: {msg}); it may be cut off",
            lineno=error.lineno,
            colno=error.colno,
            msg=error.msg,
        )
    return text(
        "it is not valid JSON ({msg} at line {lineno}, column {colno})",
        msg=error.msg,
        lineno=error.lineno,
        colno=error.colno,
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                name = made.get("name")
                if isinstance(name, str) and key != "name":
                    raise FileError(
                        text("the field {key!r} stands twice in one object in {name!r}", key=key[:_SHOWN], name=name)
                    )
                raise FileError(text("the field {key!r} stands twice in one object", key=key[:_SHOWN]))
            seen.add(key)
    return made


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise FileError(text("the number {digits} does not fit into 64 bits", digits=digits[:_SHOWN]))
    return number


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise FileError(
            text(
                "it holds an integer of {count:,} digits; at most {most} are read",
                count=len(digits),
                most=MOST_DIGITS,
            )
        )
    return int(digits)
