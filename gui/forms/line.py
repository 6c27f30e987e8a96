"""A line of text in a form over the document: Ctrl+Z takes back what is being typed, and then what was committed.

Qt's own line keeps the keys of undo and redo to itself even where it has nothing to take back, so that a value typed and
entered could not be undone without leaving the field. Does not belong here: what becomes of the text (editors).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class Line(QLineEdit):
    """A ``QLineEdit`` that leaves the keys of undo and redo to the window where it has nothing of its own to do."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_at_end(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_at_end(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
