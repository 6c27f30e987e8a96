"""Python literals for foreign values: the only way in which data gets into generated code.

Does not belong here: names (identifiers), Keras objects and arrays (code_values). Invariants: the text is pure ASCII
on one line, and Python evaluates it to an equal value of the same type.
"""

from __future__ import annotations

import math

_DECIMAL_LIMIT = 10**600
"""Python refuses to write integers of thousands of digits as decimals; hexadecimal has no such limit."""


def literal(value: str) -> str:
    """A string literal, double-quoted where no double quote is inside; everything not printable ASCII is escaped."""
    # ascii() picks the double quotes when only a single quote is inside.
    quoted = ascii("'" + value)
    return '"' + quoted[2:] if quoted[0] == '"' else ascii(value)


def around(before: str, value: str, after: str = "") -> str:
    """Code that joins variable ``before``, the text ``value`` and variable ``after`` ("" for none): an f-string."""
    quoted = literal(value)
    if not before and not after:
        return quoted
    if quoted[0] != '"':  # both kinds of quotes are inside
        return " + ".join([*filter(None, [before]), quoted, *([f"str({after})"] if after else [])])
    inside = quoted[1:-1].replace("{", "{{").replace("}", "}}")
    return f'f"{_braces(before)}{inside}{_braces(after)}"'


def _braces(variable: str) -> str:
    return "{" + variable + "}" if variable else ""


def number(value: bool | int | float) -> str:
    """A literal of the number, ``float("nan")`` and its like included."""
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, int):
        return str(value) if -_DECIMAL_LIMIT < value < _DECIMAL_LIMIT else hex(value)
    if math.isfinite(value):
        return repr(float(value))
    return f'float("{float(value)!r}")'
