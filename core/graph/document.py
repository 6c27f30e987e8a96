"""The only mutable object of the core: the current project, its history and its saved mark.

Invariants: every change goes through :meth:`Document.apply`, ``undo``, ``redo`` or ``reset``; observers are told
after the change, once each. An edit that raises leaves the document as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from core.graph.edits import ProjectEdit
from core.graph.history import History
from core.graph.model import Project


@dataclass(frozen=True, slots=True)
class Change:
    """What observers get: the project before and after, and the label of the edit that was done, undone or done again.

    ``is_reset`` says that another project took the place of the one before, with a history of its own.
    """

    before: Project
    after: Project
    label: str
    is_reset: bool = False


Observer = Callable[[Change], None]


class Document:
    """A project under edit."""

    def __init__(self, project: Project | None = None) -> None:
        self._history: History[Project] = History(project if project is not None else Project())
        self._saved: Project | None = self._history.state
        self._observers: list[Observer] = []

    @property
    def project(self) -> Project:
        return self._history.state

    @property
    def is_modified(self) -> bool:
        """True if the project is not the very value that was saved last."""
        return self.project is not self._saved

    @property
    def undo_label(self) -> str | None:
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        return self._history.redo_label

    @property
    def labels(self) -> list[str]:
        """The labels of the history, oldest first; position :attr:`cursor` is current."""
        return self._history.labels

    @property
    def cursor(self) -> int:
        return self._history.cursor

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call ``observer`` after every change; the returned function ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def apply(self, edit: ProjectEdit, label: str, merge_key: Hashable | None = None) -> bool:
        """Run the edit and record the result; False if it changed nothing. EditError passes through."""
        before = self.project
        after = edit(before)
        if after is before:
            return False
        self._history.push(after, label, merge_key)
        self._tell(before, label)
        return True

    def end_merge(self) -> None:
        """Let the next edit be an undo step of its own even if its merge key is that of the last one."""
        self._history.end_merge()

    def undo(self) -> bool:
        """Return to the state before the last edit; False if there is none."""
        return self.go_to(self._history.cursor - 1)

    def redo(self) -> bool:
        """Do the last undone edit again; False if there is none."""
        return self.go_to(self._history.cursor + 1)

    def go_to(self, position: int) -> bool:
        """Move to a position of the history; False if it is not there or is the current one."""
        before = self.project
        if position == self._history.cursor or self._history.go_to(position) is None:
            return False
        self._tell(before, self._history.labels[position])
        return True

    def reset(self, project: Project, *, saved: bool = True) -> None:
        """Start over with another project and an empty history; ``saved`` tells whether a file holds it."""
        before = self.project
        self._history = History(project)
        self._saved = project if saved else None
        self._tell(before, "", is_reset=True)

    def mark_saved(self, project: Project) -> None:
        """Remember that a file now holds ``project`` (the value that was written, not necessarily the current one).

        The next edit is an undo step of its own: one can always go back to what was saved.
        """
        self._saved = project
        self._history.end_merge()

    def _tell(self, before: Project, label: str, *, is_reset: bool = False) -> None:
        change = Change(before, self.project, label, is_reset)
        for observer in list(self._observers):
            observer(change)
