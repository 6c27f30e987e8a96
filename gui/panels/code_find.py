"""The line under the code in which one searches: every find is set off, and the keys go from one to the next.

Does not belong here: the editor itself (code_editor).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from gui.i18n import tr
from gui.panels.code_editor import CodeEditor

_MOST_FOUND = 2000


class FindBar(QWidget):
    """Hidden until :meth:`open`; Escape goes back to the code."""

    def __init__(self, editor: CodeEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._found: list[tuple[int, int]] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in the code"))
        self.field.setAccessibleName(tr("Find in the code"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._search(stay=True))
        self.field.returnPressed.connect(lambda: self.go(1))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._previous, self._next, self._close = QPushButton(), QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for button, name, run in (
            (self._previous, tr("Previous"), lambda: self.go(-1)),
            (self._next, tr("Next"), lambda: self.go(1)),
            (self._close, tr("Close"), self.close_bar),
        ):
            button.setText(name)
            button.setAutoDefault(False)
            button.clicked.connect(run)
            row.addWidget(button)
        editor.typed.connect(self._on_typed)
        self.setVisible(False)

    def search_in(self, editor: CodeEditor) -> None:
        """Search in another editor from now on."""
        if editor is not self._editor:
            self._editor.show_found([])
            self._editor = editor
            self._on_typed()

    def open(self) -> None:
        """Show the line with what is selected in the code, and go to it."""
        selected = self._editor.textCursor().selectedText()
        self.setVisible(True)
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus()
        self._search(stay=True)

    def close_bar(self) -> None:
        """Hide the line; the code has the focus."""
        self.setVisible(False)
        self._editor.show_found([])
        self._editor.setFocus()

    def go(self, step: int) -> None:
        """Select the next find, or with -1 the one before; after the last comes the first."""
        self._search(stay=False)
        if not self._found:
            return
        caret = self._editor.textCursor()
        if step > 0:
            chosen = next((place for place in self._found if place[0] >= caret.selectionEnd()), self._found[0])
        else:
            before = [place for place in self._found if place[1] <= caret.selectionStart()]
            chosen = before[-1] if before else self._found[-1]
        self._select(chosen)

    def _select(self, place: tuple[int, int]) -> None:
        caret = self._editor.textCursor()
        caret.setPosition(place[0])
        caret.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(caret)
        self._editor.ensureCursorVisible()
        self.count.setText(f"{self._found.index(place) + 1} / {len(self._found)}")

    def _search(self, *, stay: bool) -> None:
        """Find all places; with ``stay`` also select the first from the caret on."""
        wanted, document = self.field.text(), self._editor.document()
        self._found = []
        at = document.find(wanted) if wanted else QTextCursor()
        while not at.isNull() and len(self._found) < _MOST_FOUND:
            self._found.append((at.selectionStart(), at.selectionEnd()))
            at = document.find(wanted, at)
        self._editor.show_found(self._found)
        self.count.setText(tr("not found") if wanted and not self._found else f"{len(self._found)}" if wanted else "")
        if stay and self._found:
            start = self._editor.textCursor().selectionStart()
            self._select(next((place for place in self._found if place[0] >= start), self._found[0]))

    def _on_typed(self) -> None:
        if self.isVisible():
            self._search(stay=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.go(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
