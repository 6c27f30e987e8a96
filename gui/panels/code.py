"""The Python code of the graph, in both directions: it follows the graph, and what is typed into it changes the graph.

The line of the caret selects the node that it makes, and what is selected is set off in the code. The whole training script
can be shown instead, to read. Does not belong here: generating (core.convert), when text and graph take each other's place
(code_sync), the field itself (code_editor).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.convert.edited_code import Lines
from core.errors import NetwrightError
from core.graph.document import Change
from gui.elided_label import ElidedLabel
from gui.i18n import shown, tr
from gui.icons import icon
from gui.panels.code_editor import CodeEditor
from gui.panels.code_find import FindBar
from gui.panels.code_margin import Mark
from gui.panels.code_sync import CodeSync, State
from gui.panels.panel import Panel, is_seen
from gui.session import EditorSession
from gui.theme import Theme
from gui.worker import Jobs

DELAY_MS = 120
MODEL, SCRIPT = "model", "script"


class Code(Panel):
    """The code panel. ``node_pointed`` carries a node that the caret has come to."""

    node_pointed = Signal(str)

    def __init__(self, session: EditorSession, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._is_pointing = False
        self._script_lines: Lines = {}
        self._script_problem = ""
        self.editor = CodeEditor(theme)
        self.script = CodeEditor(theme)
        self.script.setReadOnly(True)
        self.script.setAccessibleName(tr("Training script"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.editor)
        self._pages.addWidget(self.script)
        self.sync = CodeSync(session, jobs, self.editor.toPlainText, self)
        self.find_bar = FindBar(self.editor)
        self._note = ElidedLabel()
        self._note.setProperty("role", "muted")
        self.mode = QComboBox()
        self.mode.addItem(tr("Model"), MODEL)
        self.mode.addItem(tr("Training script"), SCRIPT)
        self.mode.setToolTip(tr("The model can be edited here. The training script is for reading; it repeats a run."))
        self.mode.setAccessibleName(tr("What is shown"))
        self.mode.currentIndexChanged.connect(lambda _index: self._on_mode())
        self._reset = QPushButton(tr("Reset"))
        self._reset.setToolTip(tr("Show the code of the graph as Netwright writes it, in place of this text"))
        self._reset.clicked.connect(self.sync.reset)
        self._copy = QPushButton(tr("Copy"))
        self._copy.clicked.connect(self._copy_all)
        self._finding = QFrame()
        self._finding.setProperty("role", "finding")
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._go = QPushButton(tr("Show the line"))
        self._go.clicked.connect(self._go_to_remark)
        self._apply = QPushButton(tr("Take it all the same"))
        self._apply.clicked.connect(self.apply)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        self.editor.typed.connect(self.sync.on_typed)
        self.editor.left.connect(self.sync.on_left)
        for editor in (self.editor, self.script):
            editor.caret_moved.connect(self._on_caret)
        self.sync.text_wanted.connect(self.editor.show_text)
        self.sync.changed.connect(self._show_state)
        session.project_changed.connect(self._on_change)
        session.own_code_changed.connect(lambda: self._on_change(None))
        session.selection_changed.connect(lambda _selection: self._link(scroll=True))
        session.scope_changed.connect(lambda _scope: self._on_scope())
        self.set_theme(theme)
        self._show_state()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 4)
        bar.setSpacing(8)
        bar.addWidget(self.mode)
        bar.addWidget(self._note, 1)
        bar.addWidget(self._reset)
        bar.addWidget(self._copy)
        row = QHBoxLayout(self._finding)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._go)
        row.addWidget(self._apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._finding)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        for editor in (self.editor, self.script):
            editor.set_theme(theme)
        self._copy.setIcon(icon("copy", theme.color("text")))
        self._reset.setIcon(icon("undo", theme.color("text")))

    def take_over(self, other: Code) -> None:
        """Show what another panel over the same document shows, with what was typed there and not taken yet."""
        self._stale = other._stale
        self.editor.show_text(other.editor.toPlainText())
        self.sync.take_over(other.sync)
        self.mode.setCurrentIndex(other.mode.currentIndex())
        for mine, theirs in ((self.editor, other.editor), (self.script, other.script)):
            mine.verticalScrollBar().setValue(theirs.verticalScrollBar().value())

    # Commands

    def set_keys(self, keys: dict[str, Callable[[], object]]) -> None:
        """Commands by their keys, for while the code has the focus."""
        for editor in (self.editor, self.script):
            editor.set_keys(keys)

    def apply(self) -> None:
        """Take the text now, although some of it may not be understood, or the graph has changed meanwhile."""
        if not self.is_script:
            self.sync.read(insist=True)

    def find_text(self) -> None:
        """Search in the code."""
        self.find_bar.open()

    def toggle_comment(self) -> None:
        """Comment the selected lines out, or in again."""
        if not self.is_script:
            self.editor.toggle_comment()

    def undo(self) -> None:
        """Undo typing; with nothing typed, the last step of the document."""
        typed = not self.is_script and self.editor.document().isUndoAvailable()
        self.editor.undo() if typed else self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last: typing, else a step of the document."""
        typed = not self.is_script and self.editor.document().isRedoAvailable()
        self.editor.redo() if typed else self._session.redo()

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.shown.toPlainText())
        self._session.status.emit(tr("The code is on the clipboard."), "info")

    # Following the graph

    @property
    def is_script(self) -> bool:
        """True while the training script is shown."""
        return bool(self.mode.currentData() == SCRIPT)

    @property
    def findings(self) -> str:
        """The sentence under the code, or ""."""
        return self._sentence.text()

    @property
    def shown(self) -> CodeEditor:
        """The field that is shown: the model's code, or the script."""
        return self.script if self.is_script else self.editor

    def on_seen(self) -> None:
        if self._stale:
            self._refresh()

    def _on_change(self, change: Change | None) -> None:
        if self.sync.on_change(change):
            self._stale = True
        elif not self.is_script:
            return
        if is_seen(self):
            self._timer.start()

    def _refresh(self) -> None:
        if self._stale:
            self._stale = False
            self.sync.follow()
        if self.is_script:
            self._show_script()

    def _on_mode(self) -> None:
        self._pages.setCurrentWidget(self.shown)
        self.find_bar.search_in(self.shown)
        self._refresh()
        self._show_state()

    def _show_script(self) -> None:
        from core.convert.script.script import write_script

        self._script_problem, self._script_lines = "", {}
        try:
            code = write_script(self._session.project, catalog=self._session.catalog)
        except NetwrightError as error:
            self._script_problem = shown(error.message)
            self.script.show_text("")
        else:
            self._script_lines = code.lines
            self.script.show_text(code.text)
        self._show_state()

    # What it says

    def _show_state(self) -> None:
        """The note above the code, the marks in it, and the sentence under it."""
        sync = self.sync
        is_error = sync.state is State.UNREAD
        self.editor.mark(
            Mark(remark.line, shown(remark.text), is_error, remark.column) for remark in sync.remarks if remark.line > 0
        )
        self._note.setText(self._said())
        self._reset.setVisible(not self.is_script and (sync.state is not State.SAME or sync.is_own_text))
        behind = not self.is_script and sync.state is State.BEHIND
        doubtful = not self.is_script and sync.state is State.DOUBTFUL
        sentence = self._script_problem if self.is_script else self._finding_said()
        self._sentence.setText(sentence)
        self._finding.setVisible(bool(sentence))
        self._go.setVisible((is_error or doubtful) and not self.is_script and self._remark_line() > 0)
        self._apply.setVisible(behind or doubtful)
        self._apply.setText(tr("Put it in the graph's place") if behind else tr("Take it all the same"))
        self._link()

    def _said(self) -> str:
        """How text and graph stand to each other."""
        if self.is_script:
            return tr("A script that repeats the run. To read and copy; the model is edited in its own code.")
        sync = self.sync
        if sync.state is State.TYPED:
            return tr("Reading…")
        if sync.state is not State.SAME:
            return tr("The graph is as it was before this text.")
        if sync.problem:
            return tr("Not up to date: {reason}", reason=sync.problem)
        text = self.editor.toPlainText()
        if not text:
            return tr("Add layers to see their code, or write it here.")
        if self._session.scope:
            return tr("Code of the whole project; the open block {name} is part of it.", name=self._session.scope)
        if sync.is_own_text:
            return tr("Your text; the graph follows it.")
        return tr("{count} lines of Python that build this network", count=text.count("\n"))

    def _finding_said(self) -> str:
        if self.sync.state is State.BEHIND:
            return tr("The graph has changed since this text was typed.")
        if self.sync.state not in (State.UNREAD, State.DOUBTFUL) or not self.sync.remarks:
            return ""
        first = min(self.sync.remarks, key=lambda remark: remark.line or 10**9)
        said = tr("Line {line}: {text}", line=first.line, text=shown(first.text)) if first.line else shown(first.text)
        more = len(self.sync.remarks) - 1
        return said + (" " + tr("({count} more)", count=more) if more else "")

    def _remark_line(self) -> int:
        return min((remark.line for remark in self.sync.remarks if remark.line), default=0)

    def _go_to_remark(self) -> None:
        line = self._remark_line()
        column = next((remark.column or 0 for remark in self.sync.remarks if remark.line == line), 0)
        self.editor.go_to(line, column)

    # Node and line

    @property
    def _lines(self) -> Lines:
        if self.is_script:
            return self._script_lines
        return self.sync.lines if self.sync.state is State.SAME else {}

    def _link(self, *, scroll: bool = False) -> None:
        """Set the lines of the selected nodes off; with ``scroll`` bring the first of them into view."""
        scope, selection = self._session.scope, self._session.selection
        found = [place for (block, node_id), place in self._lines.items() if block == scope and node_id in selection]
        self.shown.link(found)
        if scroll and found and not self._is_pointing:
            self.shown.show_line(min(found)[0])

    def _on_scope(self) -> None:
        self._show_state()
        first = [place[0] for (block, _), place in self._lines.items() if block == self._session.scope]
        if first and self._session.scope:
            self.shown.show_line(min(first))

    def _on_caret(self) -> None:
        """Select what the caret's lines make: nodes of the graph that is shown, or the calls of the block they are in."""
        lines = self._lines
        first, last = self.shown.lines_at_caret()
        here = [key for key, (start, end) in lines.items() if start <= last and end >= first]
        graph, scope = self._session.graph, self._session.scope
        nodes = [node_id for block, node_id in here if block == scope and node_id in graph.nodes]
        if not nodes:
            inside = {block for block, _ in here}
            nodes = [node_id for node_id, node in graph.nodes.items() if graph.layers[node.layer].block in inside]
        if not nodes or self._session.selection == frozenset(nodes):
            return
        self._is_pointing = True
        try:
            self._session.select(nodes)
        finally:
            self._is_pointing = False
        self.node_pointed.emit(nodes[0])
