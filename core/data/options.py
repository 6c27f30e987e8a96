"""The options of a data source, read with a clear sentence for what does not fit.

Every kind of source says which options it knows. Does not belong here: what an option means (the sources).
"""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import DataError
from core.graph.values import FrozenMap, Value
from core.texts import text


def word(options: FrozenMap[str, Value], name: str, default: str, choices: Iterable[str] = ()) -> str:
    """A text option, one of ``choices`` where there are any; DataError otherwise."""
    value = options.get(name)
    choices = tuple(choices)
    if value is None or value == "":
        return default
    if not isinstance(value, str) or (choices and value not in choices):
        expected = text("one of {choices}", choices=", ".join(choices)) if choices else text("a text")
        raise DataError(
            text(
                "The data option {name!r} should be {expected}. Received: {value!r}",
                name=name,
                expected=expected,
                value=value,
            )
        )
    return value


def flag(options: FrozenMap[str, Value], name: str) -> bool | None:
    """A yes-or-no option, None where it is not set."""
    value = options.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise DataError(
        text("The data option {name!r} should be true or false. Received: {value!r}", name=name, value=value)
    )


def names(options: FrozenMap[str, Value], name: str) -> tuple[str | int, ...] | None:
    """A list of names or positions (one alone will do), None where it is not set; an empty list is a list."""
    value = options.get(name)
    if value is None or value == "":
        return None
    items = value if isinstance(value, tuple) else (value,)
    made: list[str | int] = []
    for item in items:
        if isinstance(item, bool) or not isinstance(item, (str, int)):
            raise DataError(
                text("The data option {name!r} should be names or positions. Received: {item!r}", name=name, item=item)
            )
        made.append(item)
    return tuple(made)


def shape(options: FrozenMap[str, Value], name: str) -> tuple[int, ...] | None:
    """The shape of one sample (positive whole numbers), None where it is not set."""
    value = options.get(name)
    if value is None or value == ():
        return None
    items = value if isinstance(value, tuple) else (value,)
    made: list[int] = []
    for item in items:
        if isinstance(item, bool) or not isinstance(item, int) or item < 1:
            raise DataError(
                text(
                    "The data option {name!r} should be a shape such as (8, 8, 1). Received: {value!r}",
                    name=name,
                    value=value,
                )
            )
        made.append(item)
    return tuple(made)


def unknown(options: FrozenMap[str, Value], known: Iterable[str], kind: str) -> tuple[str, ...]:
    """A note for every option that this kind of source does not have (another kind's may be left over)."""
    known = frozenset(known)
    return tuple(
        text("{kind} have no option {name!r}; it was ignored.", kind=kind, name=name)
        for name, value in options.items()
        if name not in known and value is not None
    )
