"""How Keras writes a parameter's value into a config, where a person would write it shorter: ``(3, 3)`` for ``3``.

Which spellings a parameter has is found by introspection (introspect_configs) and used where files are read. Does not
belong here: which values a parameter may have (spec, param_text).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from core.graph.values import Value


def written_as(value: Value) -> dict[str, Value]:
    """What ``value`` becomes in a config under each way of spelling that Keras has, where it applies.

    ``times1`` to ``times3``: one number for each dimension; ``borders1`` to ``borders3``: a pair (before, after) for each;
    ``around``: from -value to value; ``from_zero``, ``from_one``: from there to value; ``each``: pairs of equal numbers;
    ``float32``: the number as 32 bits hold it.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        found: dict[str, Value] = {f"times{count}": (value,) * count for count in (1, 2, 3)}
        found |= {f"borders{count}": ((value, value),) * count for count in (1, 2, 3)}
        found |= {"around": (-value, value), "from_zero": (0, value), "from_one": (1, value)}
        if isinstance(value, float):
            found["float32"] = _as_float32(value)
        return {spelling: written for spelling, written in found.items() if written != value}
    if isinstance(value, tuple) and value and all(isinstance(item, (int, float)) for item in value):
        return {"each": tuple((item, item) for item in value)}
    return {}


def _as_float32(value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return value


def shorter_values(value: Value) -> Iterator[Value]:
    """Shorter values that may stand for ``value``, the shortest first; :func:`written_as` says whether they do."""
    if isinstance(value, float):
        short = _shortest_float32(value)
        if short != value and len(repr(short)) < len(repr(value)):
            yield short
    if not isinstance(value, tuple) or not value:
        return
    if all(item == value[0] and type(item) is type(value[0]) for item in value):
        if isinstance(value[0], tuple):
            yield from shorter_values(value[0])
        if isinstance(value[0], (int, float, tuple)):
            yield value[0]
    elif len(value) == 2 and all(isinstance(item, (int, float)) for item in value):
        yield value[1]  # a range: 0.1 stands for (-0.1, 0.1) or (0, 0.1)
    elif all(isinstance(item, tuple) and len(item) == 2 and item[0] == item[1] for item in value):
        yield tuple(item[0] for item in value if isinstance(item, tuple))


def _shortest_float32(value: float) -> float:
    """The number with the fewest digits that 32 bits cannot tell from ``value``."""
    if _as_float32(value) != value:
        return value
    return next(
        (short for digits in range(1, 10) if _as_float32(short := float(f"{value:.{digits}g}")) == value), value
    )
