"""Keeps the text of the code panel and the graph in step, whichever of the two is edited.

The rules: what the user types is never rewritten while it says what the graph is. It is read after a pause, in the
background, and becomes one step that can be undone. When the graph changes from elsewhere, its code takes the place of the
text - unless the text holds something that was not taken yet: then it stays, and the user decides. Does not belong here: the
widgets (code), reading (core.convert.edited_code).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from core.convert.edited_code import CodeError, EditedCode, Lines, Remark, read_edit
from core.errors import NetwrightError
from core.graph.document import Change
from core.graph.model import Project
from gui.i18n import shown, tr
from gui.session import EditorSession
from gui.worker import Jobs

log = logging.getLogger(__name__)

PAUSE_MS = 600
"""So long after the last key the text is read."""
BURST_S = 4.0
"""Edits that are taken within this time of one another are one step of undo."""
_MOST_TEXTS = 50


class State(Enum):
    """What the text is to the graph."""

    SAME = "same"
    """It says what the graph is."""
    TYPED = "typed"
    """It was changed and will be read."""
    UNREAD = "unread"
    """It cannot be read."""
    DOUBTFUL = "doubtful"
    """It can be read, but not in full; it is taken if the user says so."""
    BEHIND = "behind"
    """It holds something that was not taken, and the graph has changed meanwhile."""


class CodeSync(QObject):
    """The state of one text. ``text_wanted`` asks the panel to show another text, ``changed`` to show state and remarks."""

    text_wanted = Signal(str)
    changed = Signal()

    def __init__(
        self, session: EditorSession, jobs: Jobs, text: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._text = text
        self.state = State.SAME
        self.remarks: tuple[Remark, ...] = ()
        self.problem = ""
        """Why there is no code for the graph as it is, or ""."""
        self.generated = ""
        """The code that the graph has, as Netwright writes it."""
        self.lines: Lines = {}
        """Where the nodes stand in the text that is shown."""
        self._base = session.project
        self._texts: list[tuple[Project, str, Lines]] = []
        self._accepted: set[str] = set()
        self._token = 0
        self._burst = 0
        self._taken_at = 0.0
        self._is_taking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.read)

    @property
    def is_own_text(self) -> bool:
        """True if the text is not what Netwright would write for the graph."""
        return self._text() != self.generated

    def take_over(self, other: CodeSync) -> None:
        """Go on with the text of another panel over the same document; that text is shown here already."""
        self.problem, self.generated, self.lines = other.problem, other.generated, other.lines
        self._base, self._texts, self._accepted = other._base, list(other._texts), set(other._accepted)
        self._burst = other._burst + 1
        self._set(other.state, other.remarks)
        if self.state is State.TYPED:
            self._timer.start()

    # The graph changed

    def on_change(self, change: Change | None) -> bool:
        """Hear of a change of the project; True if :meth:`follow` has to be called, at a time that suits."""
        if self._is_taking:
            return False
        if change is not None and change.is_reset:
            self.forget()
        return True

    def forget(self) -> None:
        """What the text was is of no interest any more: another project is there."""
        self._token += 1
        self._timer.stop()
        self._texts.clear()
        self._accepted.clear()
        self.generated = ""
        self._set(State.SAME)

    def follow(self, *, force: bool = False) -> None:
        """Show the code of the graph as it is now, or keep the text if that says the same or is not taken yet."""
        project = self._session.project
        before = self.generated
        if not project.graph.nodes:
            self.problem, self.generated = "", ""
            lines: Mapping[tuple[str, str], tuple[int, int]] = {}
        else:
            try:
                self.generated, lines = self._session_code()
            except NetwrightError as error:
                # The last good code stays, so that a slip does not blank the panel; the problems panel says what is wrong.
                self.problem = shown(error.message)
                self.changed.emit()
                return
            self.problem = ""
        if self.generated == before and not force:
            self.changed.emit()
            return
        if self.state is not State.SAME:
            self._timer.stop()
            self._token += 1
            self._set(State.BEHIND, self.remarks)
            return
        self._end_burst()
        self._show(*self._known(project, self.generated, lines))

    def _session_code(self) -> tuple[str, Lines]:
        from core.convert.to_code import write_code

        code = write_code(self._session.project, catalog=self._session.catalog)
        return code.text, code.lines

    def _known(self, project: Project, text: str, lines: Lines) -> tuple[str, Lines]:
        """The text that the user had for this very project, so that undo brings his spelling back; else this one."""
        for known, own, places in reversed(self._texts):
            if known is project:
                return own, places
        return text, lines

    def _show(self, text: str, lines: Lines) -> None:
        self._base = self._session.project
        self.lines = lines
        self.text_wanted.emit(text)
        self._set(State.SAME)

    def reset(self) -> None:
        """Show the code as Netwright writes it, and let go of what was typed."""
        self._token += 1
        self._timer.stop()
        self._texts = [entry for entry in self._texts if entry[0] is not self._session.project]
        self._accepted.clear()
        self._end_burst()
        self._set(State.SAME)
        self.follow(force=True)

    # The text changed

    def on_typed(self) -> None:
        """The user has changed the text."""
        self._token += 1
        if self.state is State.BEHIND or self.problem:
            self._set(State.BEHIND, self.remarks)  # it is taken when the user says so
            return
        self.remarks = ()
        self._set(State.TYPED)
        self._timer.start()

    def on_left(self) -> None:
        """The user turns to something else: what was typed is taken now, and what comes next is another step."""
        if self._timer.isActive():
            self.read()
        self._end_burst()

    def _end_burst(self) -> None:
        self._burst += 1

    def read(self, *, insist: bool = False) -> None:
        """Read the text in the background; with ``insist`` take it although some of it is not understood."""
        self._timer.stop()
        if self.state is State.SAME and not insist:
            return
        self._token += 1
        token, text, project = self._token, self._text(), self._session.project
        catalog, base = self._session.catalog, self._base

        def work() -> EditedCode:
            try:
                return read_edit(text, project, catalog, base)
            except NetwrightError:
                raise
            except Exception as error:
                log.exception("Edited code could not be read.")
                raise CodeError(Remark(0, tr("This code cannot be read."))) from error

        def done(found: EditedCode) -> None:
            if token != self._token:
                return
            if self._session.project is not project:
                self.read(insist=insist)  # the graph moved on while this was read
                return
            self._take(text, found, insist)

        def failed(error: NetwrightError) -> None:
            if token == self._token:
                remark = error.remark if isinstance(error, CodeError) else Remark(0, error.message)
                self._set(State.BEHIND if self.state is State.BEHIND else State.UNREAD, (remark,))

        self._jobs.start("", work, done, failed)

    def _take(self, text: str, found: EditedCode, insist: bool) -> None:
        """Make the project what the text says, unless some of it was not understood and the user did not insist."""
        open_remarks = tuple(remark for remark in found.remarks if remark.text not in self._accepted)
        if insist:
            self._accepted.update(remark.text for remark in open_remarks)
        elif open_remarks:
            self._set(State.DOUBTFUL, open_remarks)
            return
        now = time.monotonic()
        if now - self._taken_at > BURST_S:
            self._end_burst()
        self._is_taking = True
        try:
            self._session.apply_project(lambda _: found.project, tr("Edit code"), merge_key=("code", self._burst))
        finally:
            self._is_taking = False
        self._taken_at = time.monotonic()
        self.generated, self.lines, self.problem = found.generated, found.lines, ""
        self._texts = [entry for entry in self._texts if entry[0] is not self._session.project]
        self._texts.append((self._session.project, text, found.lines))
        del self._texts[:-_MOST_TEXTS]
        self._set(State.SAME, found.remarks)

    def _set(self, state: State, remarks: tuple[Remark, ...] = ()) -> None:
        self.state, self.remarks = state, remarks
        self.changed.emit()
