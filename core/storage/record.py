"""Reading the fields of one JSON object strictly: each must be there, of its type, and nothing else may be.

Does not belong here: what the fields mean (schema modules).
"""

from __future__ import annotations

from typing import Any

from core.graph.values import FrozenMap, Value
from core.storage.schema_values import (
    damaged,
    decode_integer,
    decode_list,
    decode_map,
    decode_number,
    decode_text,
    decode_value,
    inside,
)
from core.texts import text

_MISSING: Any = object()


class Record:
    """The fields of the object at ``place``. Call :meth:`end` when all known ones are read."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise damaged(place or text("the top"), text("an object"), data)
        self._data: dict[str, Any] = data
        self._place = place
        self._read: set[str] = set()

    def place(self, name: str) -> str:
        """Where the field stands, for messages."""
        return inside(self._place, name) if self._place else name

    def raw(self, name: str, default: Any = _MISSING) -> Any:
        """The JSON of the field; FileError if it is missing and has no default."""
        self._read.add(name)
        if name in self._data:
            return self._data[name]
        if default is _MISSING:
            raise damaged(self._place or text("the top"), text("the field {name!r}", name=name), self._data)
        return default

    def text(self, name: str) -> str:
        return decode_text(self.raw(name), self.place(name))

    def integer(self, name: str) -> int:
        return decode_integer(self.raw(name), self.place(name))

    def number(self, name: str) -> int | float:
        return decode_number(self.raw(name), self.place(name))

    def flag(self, name: str) -> bool:
        data = self.raw(name)
        if not isinstance(data, bool):
            raise damaged(self.place(name), text("true or false"), data)
        return data

    def choice(self, name: str, *choices: str) -> str:
        data = self.raw(name)
        if data not in choices:
            raise damaged(self.place(name), " or ".join(map(repr, choices)), data)
        return str(data)

    def items(self, name: str) -> list[Any]:
        return decode_list(self.raw(name), self.place(name))

    def value(self, name: str) -> Value:
        return decode_value(self.raw(name), self.place(name))

    def mapping(self, name: str) -> FrozenMap[str, Value]:
        return decode_map(self.raw(name), self.place(name))

    def record(self, name: str) -> Record:
        return Record(self.raw(name), self.place(name))

    def rest(self) -> dict[str, Any]:
        """The fields nobody has asked for."""
        return {name: data for name, data in self._data.items() if name not in self._read}

    def end(self) -> None:
        """FileError if there are fields nobody has asked for: saving would lose them."""
        for name, data in self.rest().items():
            raise damaged(self.place(name), text("no such field"), data)
