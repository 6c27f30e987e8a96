"""A text field for Python code: numbered lines, marks at lines, the lines of what is selected, keys as in other editors.

It knows nothing of graphs. Does not belong here: what the text means (code_sync), searching in it (code_find).
Invariants: ``typed`` is emitted for changes by the user only; line numbers count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from gui.highlighting import PythonHighlighter
from gui.i18n import tr
from gui.panels.code_margin import Margin, Mark, Row
from gui.theme import Theme, mono_font

INDENT = "    "


class CodeEditor(QPlainTextEdit):
    """``typed`` follows each change by the user, ``caret_moved`` each move of the caret by the user, ``left`` the loss of focus."""

    typed = Signal()
    caret_moved = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = theme
        self._marks: dict[int, Mark] = {}
        self._linked: list[tuple[int, int]] = []
        self._found: list[tuple[int, int]] = []
        self._keys: dict[str, Callable[[], object]] = {}
        self._known = ""
        self._is_set = False
        self.setFont(mono_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self.setAccessibleName(tr("Python code"))
        self._highlighter = PythonHighlighter(self.document(), theme)
        self._margin = Margin(self, theme)
        self.blockCountChanged.connect(lambda _count: self._fit_margin())
        self.updateRequest.connect(self._scroll_margin)
        self.textChanged.connect(self._on_text)
        self.cursorPositionChanged.connect(self._on_caret)
        self._fit_margin()

    # What it shows

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._look = theme
        self._highlighter.set_theme(theme)
        self._margin.look = theme
        self._refresh()

    def show_text(self, text: str) -> None:
        """Show another text; the caret keeps its line, and what is seen its place. What was typed cannot be undone then."""
        if text == self.toPlainText():
            return
        caret = self.textCursor()
        line, column = caret.blockNumber(), caret.positionInBlock()
        places = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        self._is_set = True
        self._known = text
        self.setPlainText(text)
        block = self.document().findBlockByNumber(min(line, self.document().blockCount() - 1))
        caret = self.textCursor()
        caret.setPosition(block.position() + min(column, block.length() - 1))
        self.setTextCursor(caret)
        self.verticalScrollBar().setValue(places[0])
        self.horizontalScrollBar().setValue(places[1])
        self._is_set = False

    def mark(self, marks: Iterable[Mark]) -> None:
        """Mark lines; of several marks of a line the first counts."""
        self._marks = {}
        for mark in marks:
            self._marks.setdefault(mark.line, mark)
        self._refresh()

    @property
    def marks(self) -> Mapping[int, Mark]:
        """The marks by line."""
        return self._marks

    def link(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Set these lines (first and last) off: they make what is selected elsewhere."""
        self._linked = sorted(ranges)
        self._refresh()

    @property
    def linked(self) -> list[tuple[int, int]]:
        """The lines that are set off."""
        return self._linked

    def show_found(self, found: list[tuple[int, int]]) -> None:
        """Set off places that a search found: positions of begin and end."""
        self._found = found
        self._refresh()

    def lines_at_caret(self) -> tuple[int, int]:
        """The first and last line of the selection, or twice the line of the caret."""
        caret = self.textCursor()
        document = self.document()
        first = document.findBlock(caret.selectionStart()).blockNumber() + 1
        last = document.findBlock(caret.selectionEnd()).blockNumber() + 1
        return first, last

    def show_line(self, line: int) -> None:
        """Scroll so that the line can be seen; the caret stays."""
        top = self.firstVisibleBlock().blockNumber() + 1
        rows = max(self.viewport().height() // max(round(self._row_height()), 1), 1)
        if not top <= line <= top + rows - 2:
            self.verticalScrollBar().setValue(max(line - 1 - rows // 3, 0))

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the caret there and give the editor the focus."""
        block = self.document().findBlockByNumber(min(max(line, 1), self.document().blockCount()) - 1)
        caret = self.textCursor()
        caret.setPosition(block.position() + min(max(column, 0), block.length() - 1))
        self.setTextCursor(caret)
        self.setFocus()
        self.show_line(line)

    def _row_height(self) -> float:
        return self.blockBoundingRect(self.document().firstBlock()).height()

    def _refresh(self) -> None:
        """Paint the caret's line, linked lines, findings and errors behind the text."""
        look = self._look
        made: list[QTextEdit.ExtraSelection] = []
        for first, last in self._linked:
            for line in range(first, last + 1):
                made.append(self._line_selection(line, look.color("selection")))
        if self.hasFocus() and not self.isReadOnly():
            here = self.textCursor().blockNumber() + 1
            if not any(first <= here <= last for first, last in self._linked):
                made.append(self._line_selection(here, look.color("field")))
        for begin, end in self._found:
            made.append(self._selection(begin, end, background=look.color("warning", 0.35)))
        for mark in self._marks.values():
            block = self.document().findBlockByNumber(mark.line - 1)
            if block.isValid():
                text = block.text()
                start = len(text) - len(text.lstrip())
                if mark.column is not None and start <= mark.column < len(text):
                    start = mark.column
                wave = QTextCharFormat()
                wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                wave.setUnderlineColor(look.color("error" if mark.is_error else "warning"))
                made.append(self._selection(block.position() + start, block.position() + len(text), wave))
        self.setExtraSelections(made)
        self._margin.update()

    def _line_selection(self, line: int, color: QColor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.format.setBackground(color)
        made.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        made.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        return made

    def _selection(
        self, begin: int, end: int, style: QTextCharFormat | None = None, background: QColor | None = None
    ) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        if style is not None:
            made.format = style
        if background is not None:
            made.format.setBackground(background)
        made.cursor = QTextCursor(self.document())
        made.cursor.setPosition(begin)
        made.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return made

    # What the user does

    def set_keys(self, keys: Mapping[str, Callable[[], object]]) -> None:
        """Commands by their keys; while the editor has the focus they go before those of the window."""
        self._keys = {QKeySequence(key).toString(): run for key, run in keys.items()}

    def toggle_comment(self) -> None:
        """Comment the selected lines out, or in again where all of them are comments."""
        caret = self.textCursor()
        lines = self._selected_blocks()
        texts = [text for text in (block.text() for block in lines) if text.strip()]
        if not texts:
            return
        is_comment = all(text.lstrip().startswith("#") for text in texts)
        column = min(len(text) - len(text.lstrip()) for text in texts)
        caret.beginEditBlock()
        for block in lines:
            text = block.text()
            if not text.strip():
                continue
            caret.setPosition(block.position() + (len(text) - len(text.lstrip()) if is_comment else column))
            if is_comment:
                caret.deleteChar()
                if block.text()[caret.positionInBlock() : caret.positionInBlock() + 1] == " ":
                    caret.deleteChar()
            else:
                caret.insertText("# ")
        caret.endEditBlock()

    def _selected_blocks(self) -> list[QTextBlock]:
        first, last = self.lines_at_caret()
        caret = self.textCursor()
        if last > first and self.document().findBlockByNumber(last - 1).position() == caret.selectionEnd():
            last -= 1  # the selection ends before the first letter of that line
        return [self.document().findBlockByNumber(number - 1) for number in range(first, last + 1)]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _text_of(event) in self._keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        command = self._keys.get(_text_of(event))
        if command is not None:
            command()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Tab:
            self._indent()
        elif key == Qt.Key.Key_Backtab:
            self._dedent()
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._new_line()
        elif key == Qt.Key.Key_Backspace and not event.modifiers() and self._back_to_stop():
            pass
        elif key == Qt.Key.Key_Home and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self._home(bool(shift))
        else:
            super().keyPressEvent(event)

    def _indent(self) -> None:
        caret = self.textCursor()
        first, last = self.lines_at_caret()
        if first == last:
            caret.insertText(INDENT[: 4 - self._column(caret) % 4])
            return
        caret.beginEditBlock()
        for block in self._selected_blocks():
            if block.text().strip():
                caret.setPosition(block.position())
                caret.insertText(INDENT)
        caret.endEditBlock()

    def _column(self, caret: QTextCursor) -> int:
        return min(caret.selectionStart(), caret.selectionEnd()) - caret.block().position()

    def _dedent(self) -> None:
        caret = self.textCursor()
        caret.beginEditBlock()
        for block in self._selected_blocks():
            text = block.text()
            caret.setPosition(block.position())
            for _ in range(min(4, len(text) - len(text.lstrip(" ")))):
                caret.deleteChar()
        caret.endEditBlock()

    def _new_line(self) -> None:
        """A new line starts where the old one did, one step further in behind a colon or an open bracket."""
        caret = self.textCursor()
        text = caret.block().text()[: self._column(caret)]
        indent = text[: len(text) - len(text.lstrip())]
        bare = text.split("#", 1)[0].rstrip()
        caret.insertText("\n" + indent + (INDENT if bare.endswith((":", "(", "[", "{")) else ""))
        self.ensureCursorVisible()

    def _back_to_stop(self) -> bool:
        """Take a whole step of indentation back; False where the caret does not stand behind one."""
        caret = self.textCursor()
        before = caret.block().text()[: caret.positionInBlock()]
        if caret.hasSelection() or not before or before.strip():
            return False
        for _ in range((len(before) - 1) % 4 + 1):
            caret.deletePreviousChar()
        return True

    def _home(self, keeps_anchor: bool) -> None:
        """To the first letter of the line, and from there to its beginning."""
        caret = self.textCursor()
        text = caret.block().text()
        first = len(text) - len(text.lstrip())
        column = 0 if caret.positionInBlock() == first else first
        mode = QTextCursor.MoveMode.KeepAnchor if keeps_anchor else QTextCursor.MoveMode.MoveAnchor
        caret.setPosition(caret.block().position() + column, mode)
        self.setTextCursor(caret)

    def _on_text(self) -> None:
        text = self.toPlainText()
        if self._is_set or text == self._known:
            return  # colouring is a change of the document, too
        self._known = text
        self._found = []
        self.typed.emit()

    def _on_caret(self) -> None:
        self._refresh()
        if not self._is_set and self.hasFocus():
            self.caret_moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._refresh()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.left.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._marks.get(self.cursorForPosition(event.pos()).blockNumber() + 1)
            QToolTip.showText(event.globalPos(), mark.text if mark is not None else "", self)
            return True
        return super().viewportEvent(event)

    # The margin

    def rows(self) -> Iterator[Row]:
        """The lines that are seen, from the top."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        here = self.textCursor().blockNumber() + 1 if self.hasFocus() else 0
        while block.isValid() and top <= self.viewport().height():
            line, height = block.blockNumber() + 1, self.blockBoundingRect(block).height()
            linked = any(first <= line <= last for first, last in self._linked)
            yield Row(line, top, height, line == here, linked, self._marks.get(line))
            block, top = block.next(), top + height

    def _fit_margin(self) -> None:
        self.setViewportMargins(self._margin.wanted_width(), 0, 0, 0)
        area = self.contentsRect()
        self._margin.setGeometry(QRect(area.left(), area.top(), self._margin.wanted_width(), area.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_margin()

    def _scroll_margin(self, area: QRect, dy: int) -> None:
        if dy:
            self._margin.scroll(0, dy)
        else:
            self._margin.update(0, area.y(), self._margin.width(), area.height())


def _text_of(event: QKeyEvent) -> str:
    """The keys as the table of commands writes them; where a key stands does not matter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString()
