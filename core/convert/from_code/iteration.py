"""The items of a read value, one after the other.

Refused for what has no items that are known. Does not belong here: loops (statements).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.convert.from_code.datasets import batch_of
from core.convert.from_code.machine import MOST_ITEMS, Machine
from core.convert.from_code.values import Refused, Several, Tensor, Unknown
from core.texts import text


def iterate(m: Machine, value: Any) -> Iterable[Any]:
    """What a loop over the value meets."""
    if isinstance(value, range):
        return value
    if isinstance(value, (list, tuple, str, bytes)):
        return list(value) if len(value) <= MOST_ITEMS else value[:MOST_ITEMS]
    if isinstance(value, (dict, set, frozenset)):
        return list(value)
    if isinstance(value, Several):
        return [value.call.tensor(0)]
    items = batch_of(value)
    if items is not None:
        return [items]  # one step shows what happens in all
    if isinstance(value, Unknown):
        raise Refused(value.reason)
    if isinstance(value, Tensor):
        raise Refused(text("it is the output of a layer"))
    import numpy

    if isinstance(value, numpy.ndarray) and value.ndim and len(value) <= MOST_ITEMS:
        return list(value)
    raise Refused(text("its items are not known"))
