"""The one editor that lies over the canvas: the title of a frame or the text of a note is changed in it.

A plain widget above the viewport, never a proxy in the scene. Enter (for a note with Ctrl) and leaving keep the text, Escape
drops it. Does not belong here: what is edited (view), applying it (framing).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.i18n import tr

_LONGEST = 20_000


class TextOverlay(QPlainTextEdit):
    """Lives from the first key to the last; ``keep`` gets the text, ``closed`` is called at the end in any case."""

    def __init__(
        self,
        parent: QWidget,
        text: str,
        *,
        one_line: bool,
        name: str,
        keep: Callable[[str], object],
        closed: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._one_line = one_line
        self._keep: Callable[[str], object] | None = keep
        self._closed = closed
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        lines = tr("Enter begins a line, with Ctrl it keeps the text; Escape drops it.")
        self.setAccessibleDescription(tr("Enter keeps the text, Escape drops it.") if one_line else lines)
        if one_line:
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text[:_LONGEST])
        self.selectAll()

    def open_at(self, box: QRect, font: QFont) -> None:
        """Show the editor over this part of the parent and give it the keys."""
        self.setFont(font)
        parent = self.parentWidget()
        room = parent.rect() if parent is not None else box
        height = max(box.height(), self.fontMetrics().height() + 16 if self._one_line else 72)
        width = max(box.width(), 160)
        left = max(0, min(box.left(), room.width() - width))
        top = max(0, min(box.top(), room.height() - height))
        self.setGeometry(left, top, min(width, room.width()), min(height, room.height()))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, *, keep: bool) -> None:
        """Close; the second time nothing happens."""
        if self._keep is None:
            return
        use, self._keep = self._keep, None
        had_focus = self.hasFocus()
        self.hide()
        if keep:
            use(self.toPlainText())
        parent = self.parentWidget()
        if had_focus and parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        self._closed()
        self.deleteLater()

    def leave(self, *_: object) -> None:
        """The view moves away from under the editor: keep the text."""
        self.finish(keep=True)

    def drop(self) -> None:
        """What was edited is not shown any more."""
        self.finish(keep=False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # letters and Ctrl+Z belong to the text, not to the canvas
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.finish(keep=False)
        elif (is_enter and (self._one_line or control)) or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.finish(keep=True)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: object) -> None:
        """Text only, and of a title one line of it."""
        text = source.text() if hasattr(source, "text") else ""
        self.textCursor().insertText(" ".join(text.split()) if self._one_line else text[:_LONGEST])
        self.moveCursor(QTextCursor.MoveOperation.NoMove)

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if self.isVisible():
            self.finish(keep=True)
