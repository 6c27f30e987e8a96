"""The editor for a function: Python source in a few lines, taken on leaving the field or by Enter with the control key.

What the user writes here is the user's own, so it is trusted when it is taken. What is no function stays in the field,
marked, with one sentence. Does not belong here: running it (core.analysis), asking about the code of others (gui.custom_code).
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from core.analysis.custom_functions import read_function
from core.catalog import param_text
from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import NetwrightError
from core.graph.values import PythonSource, Value
from core.storage import trust
from gui.forms.editors import EDITORS, UNSET, Editor
from gui.highlighting import PythonHighlighter
from gui.i18n import shown, tr
from gui.theme import THEMES, Theme, mono_font

INDENT = "    "
MOST_LINES = 16
EXAMPLE = "lambda x: ops.relu(x)"


class CodeField(QPlainTextEdit):
    """A field for a few lines of Python. ``left`` is emitted when it loses the focus or is told to take the text."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(mono_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTabChangesFocus(True)
        self.setProperty("field", True)
        self._highlighter = PythonHighlighter(self.document(), self._look())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def show_text(self, text: str) -> None:
        """Show another text; the cursor goes to its beginning."""
        text = text.rstrip("\n")
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)

    def _look(self) -> Theme:
        return THEMES["dark" if self.palette().base().color().lightness() < 128 else "light"]

    def _fit(self) -> None:
        """As high as its lines, broken ones counted, within reason."""
        # This layout measures its height in lines.
        wanted = max(round(self.document().size().height()), 1)
        lines = min(wanted, MOST_LINES)
        is_long = wanted > lines
        bars = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bars)
        # Before it is first laid out the viewport has no size of its own yet.
        borders = max(self.height() - self.viewport().height(), 0) if self.isVisible() else 2 * self.frameWidth()
        around = borders + 2 * self.document().documentMargin()
        # A pixel more than the lines need, or the last one would count as cut and could be scrolled to.
        self.setFixedHeight(lines * math.ceil(QFontMetricsF(self.font()).lineSpacing()) + math.ceil(around) + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()  # Lines break elsewhere, and the style may have given the field other borders.

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.set_theme(self._look())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        elif enter:
            self._new_line()
        elif event.key() == Qt.Key.Key_Backspace and self._takes_indent():
            cursor = self.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(INDENT))
            cursor.removeSelectedText()
        else:
            super().keyPressEvent(event)

    def _before_cursor(self) -> str:
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    def _new_line(self) -> None:
        """As deep as the line before, deeper after a colon."""
        before = self._before_cursor()
        depth = before[: len(before) - len(before.lstrip(" "))]
        self.insertPlainText("\n" + depth + (INDENT if before.rstrip().endswith(":") else ""))
        self.ensureCursorVisible()

    def _takes_indent(self) -> bool:
        before = self._before_cursor()
        return not self.textCursor().hasSelection() and before.endswith(INDENT) and not before.strip()


class FunctionEditor(Editor):
    """Python source of one function."""

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(spec, catalog, parent)
        self.field = CodeField()
        self.field.setAccessibleName(spec.name)
        self.error = QLabel()
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setVisible(False)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.field)
        below.addWidget(self.error)
        self._row.addWidget(self._below)
        self._shown: str | None = None
        self.field.left.connect(self._commit)
        self.field.textChanged.connect(self._on_typing)
        self.setFocusProxy(self.field)

    def take_below(self) -> QWidget:
        self._row.removeWidget(self._below)
        return self._below

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        text = "" if mixed or value is None else param_text.show(self.spec, value)
        if text == self._shown and self.field.document().isModified():
            return  # The value is the same; what is being typed stays.
        self._shown = text
        self.field.show_text(text)
        self.field.setPlaceholderText(tr("several values") if mixed else EXAMPLE if self.spec.required else "None")
        self._mark("")

    def _on_typing(self) -> None:
        if self.error.isVisible():
            self._mark("")

    def _mark(self, reason: str) -> None:
        if self.field.property("invalid") != bool(reason):
            self.field.setProperty("invalid", bool(reason))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.error.setText(reason)
        self.error.setVisible(bool(reason))

    def _commit(self) -> None:
        text = self.field.toPlainText()
        if text.strip() == (self._shown or "").strip():
            return
        if not text.strip() and not self.spec.required:
            self._shown = text
            self.changed.emit(UNSET)
            return
        try:
            read_function(text)
            trust.trust(text)
        except NetwrightError as error:
            self._mark(shown(error.message))
            self.refused.emit(shown(error.message))
            return
        self._shown = text
        self.field.document().setModified(False)
        self.changed.emit(PythonSource(text))


EDITORS[ParamKind.FUNCTION] = FunctionEditor
