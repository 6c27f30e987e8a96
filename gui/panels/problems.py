"""The list of problems, with their fixes; choosing one shows the node, F8 walks through them, Enter applies the first fix.

Does not belong here: finding problems (core.analysis).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from core.analysis.analysis import Analysis
from core.analysis.problems import Fix, Problem
from gui.i18n import shown, tr
from gui.icons import icon
from gui.layouts import empty
from gui.session import EditorSession
from gui.theme import Theme

SEVERITY_TOKEN = {"error": "error", "silent": "warning", "advice": "accent"}


class Problems(QWidget):
    """``node_wanted`` asks for a node to be shown; ``counted`` carries the number of problems."""

    node_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, session: EditorSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._found: list[Problem] = []
        self._failure = ""
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setAccessibleName(tr("Problems"))
        self._list.setSpacing(1)
        self._list.installEventFilter(self)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note.setContentsMargins(14, 12, 14, 12)
        self._fixes = QHBoxLayout()
        self._fixes.setContentsMargins(12, 4, 12, 8)
        self._fixes.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        layout.addWidget(self._list, 1)
        layout.addLayout(self._fixes)
        self._list.currentRowChanged.connect(self._on_row)
        self._list.itemActivated.connect(lambda item: self._show_node(self._list.row(item)))
        self._list.itemClicked.connect(lambda item: self._show_node(self._list.row(item)))
        session.analysis_changed.connect(self._on_analysis)
        session.analysis_failed.connect(self._on_failure)
        self._say(tr("Keras is starting; shapes and problems appear in a moment."))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in another theme."""
        self._theme = theme
        self._fill()

    def go(self, step: int) -> None:
        """Go to the next (or with -1 the previous) problem and show its node."""
        if not self._found:
            self._session.status.emit(tr("There are no problems."), "info")
            return
        row = self._list.currentRow()
        row = (row + step) % len(self._found) if row >= 0 else 0 if step > 0 else len(self._found) - 1
        self._list.setCurrentRow(row)
        self._show_node(row)

    def go_to(self, node_id: str) -> None:
        """Go to the worst problem of a node; the keyboard goes to the list."""
        row = next((place for place, problem in enumerate(self._found) if problem.node == node_id), -1)
        if row >= 0:
            self._session.select((node_id,))
            self._list.setCurrentRow(row)
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row = self._list.currentRow()
            takes = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= row < len(self._found)
            if takes and self._found[row].fixes:
                self._apply(self._found[row].fixes[0])
                return True
        return False

    def fix_current(self) -> None:
        """Apply the first fix of the current problem, or of the first one that has a fix."""
        row = self._list.currentRow()
        candidates = self._found[row : row + 1] if row >= 0 else self._found
        for problem in candidates:
            if problem.fixes:
                self._apply(problem.fixes[0])
                return
        self._session.status.emit(tr("There is no automatic fix for this problem."), "info")

    def _on_analysis(self, analysis: Analysis) -> None:
        self._failure = ""
        rank = {"error": 0, "silent": 1, "advice": 2}
        self._found = sorted(analysis.problems, key=lambda problem: rank[problem.severity])
        self._fill()

    def _on_failure(self, reason: str) -> None:
        """What is listed may no longer hold, and a wait for Keras would have no end."""
        self._found, self._failure = [], reason
        self._fill()

    def _fill(self) -> None:
        self._list.clear()
        graph = self._session.graph
        for problem in self._found:
            known = problem.node is not None and problem.node in graph.nodes
            where = graph.name_of(problem.node) if known and problem.node is not None else ""
            said = shown(problem.message)
            item = QListWidgetItem(
                icon(problem.severity, self._theme.color(SEVERITY_TOKEN[problem.severity])),
                f"{where}  —  {said}" if where and f"'{where}'" not in said else said,
            )
            item.setToolTip(f"{problem.code}: {said}")
            self._list.addItem(item)
        if not graph.nodes:
            self._say(tr("The canvas is empty. Drag a layer onto it, or press Tab to search for one."))
        elif self._failure:
            self._say(tr("The graph could not be analysed: {reason}.", reason=self._failure.rstrip(".")))
        elif self._found:
            self._say("")
        else:
            self._say(tr("No problems: the network can be built and trained."))
        self._clear_fixes()
        self.counted.emit(len(self._found))

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._list.setVisible(not text)

    def _on_row(self, row: int) -> None:
        self._clear_fixes()
        if 0 <= row < len(self._found):
            for position, fix in enumerate(self._found[row].fixes):
                button = QPushButton(shown(fix.label))
                button.setProperty("primary", position == 0)
                button.clicked.connect(lambda checked=False, fix=fix: self._apply(fix))
                self._fixes.insertWidget(position, button)

    def _clear_fixes(self) -> None:
        empty(self._fixes)

    def _show_node(self, row: int) -> None:
        if 0 <= row < len(self._found):
            node = self._found[row].node
            if node is not None and node in self._session.graph.nodes:
                self._session.select((node,))
                self.node_wanted.emit(node)

    def _apply(self, fix: Fix) -> None:
        self._session.apply_project(fix.edit, shown(fix.label))
