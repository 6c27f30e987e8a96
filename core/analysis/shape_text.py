"""How a tensor's shape is said: as Keras prints it, or the sizes of one sample.

Invariant: the text stays short whatever the file says; a stranger's shape may have a hundred thousand axes, and a text of
that length is a picture of gigabytes where it is painted.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_AXES = 12
"""Sizes that are said one by one; of longer shapes the first ones and the last."""


def sizes(shape: Sequence[int | str | None], *, between: str = " × ", unknown: str = "?") -> str:
    """The sizes one after the other: ``28 × 28 × 32``; "" of a scalar."""
    said = [unknown if size is None else str(size) for size in shape[:MOST_AXES]]
    if len(shape) > MOST_AXES:
        said[-2:] = ["…", unknown if shape[-1] is None else str(shape[-1])]
    return between.join(said)


def whole_shape(shape: Sequence[int | None]) -> str:
    """The shape with its batch as Keras prints it: ``(None, 28, 28, 32)``."""
    return f"({sizes(shape, between=', ', unknown='None')}{',' if len(shape) == 1 else ''})"
