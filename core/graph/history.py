"""Undo as a list of values: states with labels, a cursor, and merging of edits that belong together.

Invariants: there is always at least one state; ``undo`` and ``redo`` only move the cursor; a new state cuts off what
could have been redone.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Entry(Generic[State]):
    """One state and the label of the edit that led to it (empty for the first)."""

    state: State
    label: str
    merge_key: Hashable | None = None


class History(Generic[State]):
    """A linear history. ``limit`` bounds the number of states kept; the oldest go first."""

    def __init__(self, state: State, limit: int = 1000) -> None:
        self._entries: list[Entry[State]] = [Entry(state, "")]
        self._cursor = 0
        self._limit = limit

    @property
    def state(self) -> State:
        return self._entries[self._cursor].state

    @property
    def cursor(self) -> int:
        """The position of the current state in :attr:`labels`."""
        return self._cursor

    @property
    def labels(self) -> list[str]:
        """The labels of all states, oldest first; the first state has an empty label."""
        return [entry.label for entry in self._entries]

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None when there is nothing."""
        return self._entries[self._cursor].label if self._cursor > 0 else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None when there is nothing."""
        return self._entries[self._cursor + 1].label if self._cursor + 1 < len(self._entries) else None

    def push(self, state: State, label: str, merge_key: Hashable | None = None) -> None:
        """Add a state; it replaces the newest one when both carry the same merge key (typing, a slider drag)."""
        del self._entries[self._cursor + 1 :]
        newest = self._entries[-1]
        if merge_key is not None and newest.merge_key == merge_key and self._cursor > 0:
            self._entries[-1] = Entry(state, newest.label, merge_key)
            return
        self._entries.append(Entry(state, label, merge_key))
        if len(self._entries) > self._limit:
            del self._entries[0]
        self._cursor = len(self._entries) - 1

    def end_merge(self) -> None:
        """Let the next push start an entry of its own, whatever its merge key."""
        entry = self._entries[self._cursor]
        self._entries[self._cursor] = Entry(entry.state, entry.label)

    def undo(self) -> State | None:
        """Step back and return the state, or None when there is nothing to undo."""
        return self.go_to(self._cursor - 1)

    def redo(self) -> State | None:
        """Step forward and return the state, or None when there is nothing to redo."""
        return self.go_to(self._cursor + 1)

    def go_to(self, position: int) -> State | None:
        """Move to a position of :attr:`labels`; None if there is no such position."""
        if not 0 <= position < len(self._entries):
            return None
        self._cursor = position
        self.end_merge()
        return self.state
