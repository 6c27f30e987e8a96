"""The generated Python code, highlighted, read only; it follows the graph while the panel can be seen.

Does not belong here: generating (core.convert.to_code).
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core.convert import to_code
from core.errors import ConversionError, NetwrightError
from gui.highlighting import PythonHighlighter
from gui.i18n import tr
from gui.icons import icon
from gui.panels.panel import Panel, is_seen
from gui.session import EditorSession
from gui.theme import Theme, mono_font

DELAY_MS = 120


class Code(Panel):
    """The code panel."""

    def __init__(self, session: EditorSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.editor = QPlainTextEdit()
        self.editor.setReadOnly(True)
        self.editor.setFont(mono_font())
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setAccessibleName(tr("Python code"))
        self._highlighter = PythonHighlighter(self.editor.document(), theme)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._copy = QPushButton(tr("Copy"))
        self._copy.clicked.connect(self._copy_all)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 2)
        bar.addWidget(self._note, 1)
        bar.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.editor, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        session.project_changed.connect(self._on_change)
        session.own_code_changed.connect(lambda: self._on_change(None))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._highlighter.set_theme(theme)
        self._copy.setIcon(icon("copy", theme.color("text")))

    def on_seen(self) -> None:
        if self._stale:
            self._refresh()

    def _on_change(self, _change: object) -> None:
        self._stale = True
        if is_seen(self):
            self._timer.start()

    def _refresh(self) -> None:
        self._stale = False
        if not self._session.project.graph.nodes:
            self._note.setText(tr("Add layers to see their code."))
            self.editor.setPlainText("")
            return
        try:
            text = to_code.generate(self._session.project, catalog=self._session.catalog)
        except NetwrightError as error:
            # The last good code stays, so that a slip does not blank the panel; the problems panel says what is wrong.
            where = error.node if isinstance(error, ConversionError) else None
            self._note.setText(tr("Not up to date: {reason}", reason=error.message))
            self._note.setToolTip(where or "")
            return
        lines = text.count("\n")
        self._note.setText(tr("{count} lines of Python that build this network", count=lines))
        if text == self.editor.toPlainText():
            return
        self._highlighter.lex(text)
        bar = self.editor.verticalScrollBar()
        place = bar.value()
        self.editor.setPlainText(text)
        bar.setValue(place)

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.editor.toPlainText())
        self._session.status.emit(tr("The code is on the clipboard."), "info")
