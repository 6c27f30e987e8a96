"""Remembering the lines of records that did not change since the project was last written.

Does not belong here: what a record looks like (schema_graph). Invariant: the lines are the same as when
everything is encoded afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from core.graph.values import FrozenMap
from core.storage.json_text import Line, Lines, line
from core.storage.schema_graph import Item, Rows


class KnownRows(Rows):
    """The lines of one text, taken from those of the text before where the very same object is encoded again."""

    def __init__(self, before: KnownRows | None = None) -> None:
        self._before = before._lists if before is not None else {}
        # For each list of the project: what was encoded, by key the object and its line, and all lines in order.
        self._lists: dict[str, tuple[object, dict[str, tuple[object, Line]], Lines]] = {}

    def encode(
        self, place: str, items: FrozenMap[str, Item], keys: Iterable[str], encode: Callable[[str, Item], Any]
    ) -> list[Any]:
        before = self._before.get(place)
        if before is not None and before[0] is items:
            self._lists[place] = before
            return before[2]
        known = before[1] if before is not None else {}
        made: dict[str, tuple[object, Line]] = {}
        for key in keys:
            item = items[key]
            found = known.get(key)
            made[key] = found if found is not None and found[0] is item else (item, line(encode(key, item)))
        lines = Lines(entry[1] for entry in made.values())
        self._lists[place] = items, made, lines
        return lines
