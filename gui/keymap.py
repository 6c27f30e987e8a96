"""Which keys do what: those of the table of actions, unless the user gave others; and keys that would do two things.

Keys are kept as texts ("Ctrl+Shift+P"), which Qt reads and a person can. Does not belong here: the commands and their first
keys (gui.actions), where the user's choice is kept (gui.settings).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from PySide6.QtGui import QKeySequence

_NATIVE = QKeySequence.SequenceFormat.NativeText


class Command(Protocol):
    """What a key belongs to."""

    @property
    def id(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def scope(self) -> str: ...


def keys_of(command: Command, chosen: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The keys of a command: those the user chose, else its own."""
    return tuple(chosen.get(command.id, command.keys))


def normal(key: str) -> str:
    """The key in one spelling; "" for what is no key."""
    return QKeySequence(key).toString()


def shown(key: str) -> str:
    """The key as it is written on this system."""
    return QKeySequence(key).toString(_NATIVE)


def listed(keys: Iterable[str]) -> str:
    """The keys as they are written on this system, each once: Return and Enter may have the same name."""
    return ", ".join(dict.fromkeys(map(shown, keys)))


def meets(one: str, other: str) -> bool:
    """Whether a key of one scope is heard where the other is. The code hears its own keys before those of the window."""
    return one == other or {one, other} == {"window", "canvas"}


def conflicts(commands: Iterable[Command], chosen: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, str]]]:
    """For each command whose key another has too: the key and the id of the other."""
    holders: dict[str, list[Command]] = {}
    for command in commands:
        for key in keys_of(command, chosen):
            holders.setdefault(normal(key), []).append(command)
    found: dict[str, list[tuple[str, str]]] = {}
    for key, sharing in holders.items():
        for one in sharing:
            for other in sharing:
                if key and one is not other and meets(one.scope, other.scope):
                    found.setdefault(one.id, []).append((key, other.id))
    return found
