"""One editor for each kind of parameter, in one table; used for layers, and for optimizers, losses and callbacks too.

An editor shows a value, and emits ``changed`` with a new one when the user commits it (Enter, leaving the field, a
choice) or with :data:`UNSET` when Keras's default shall hold again. What cannot be read stays in the field, marked, with
one sentence; nothing is changed. Adding a kind is one entry in :data:`EDITORS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.catalog import param_text
from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import EditError
from core.graph.values import Value
from gui.explaining import about_choice
from gui.forms.choice_box import ChoiceBox
from gui.forms.line import Line
from gui.i18n import shown, tr


class _Unset:
    """The one marker for "not set by the user"."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = _Unset()
STEP = 1


class Editor(QWidget):
    """Base of all editors. ``refused`` carries the sentence why an input was not taken."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.catalog = catalog
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        """Show a value; ``mixed`` says the selected layers differ."""
        raise NotImplementedError

    def set_models(self, names: Sequence[str]) -> None:
        """Offer these blocks of the project, where the parameter holds a layer; other editors pass them over."""

    def take_below(self) -> QWidget | None:
        """The part of the editor that wants the whole width of a form, taken out of it; None if it has none."""
        return None


class TextEditor(Editor):
    """A line of text for everything that can be typed; Up and Down step a whole number."""

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(spec, catalog, parent)
        self.line = Line()
        self.line.setAccessibleName(spec.name)
        self._row.addWidget(self.line)
        self._shown = ""
        self._value: Value = None
        self.line.editingFinished.connect(self._commit)
        self.line.textEdited.connect(lambda _text: self._mark(""))
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        self._value = value
        self._shown = "" if mixed or (not is_set and value is None) else param_text.show(self.spec, value)
        self.line.setText(self._shown)
        self.line.setPlaceholderText(tr("several values") if mixed else "None" if value is None else "")
        self._mark("")

    def _mark(self, reason: str) -> None:
        invalid = bool(reason)
        if self.line.property("invalid") != invalid:
            self.line.setProperty("invalid", invalid)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        self.line.setToolTip(reason)

    def _commit(self) -> None:
        text = self.line.text()
        if text.strip() == self._shown.strip():
            return
        if not text.strip() and not self.spec.required:
            self.changed.emit(UNSET)
            return
        try:
            value = param_text.parse(self.spec, text)
        except EditError as error:
            self._mark(shown(error.message))
            self.refused.emit(shown(error.message))
            return
        self._shown = text
        self.changed.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._step(event.key() == Qt.Key.Key_Up):
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text() != self._shown:
                self.line.setText(self._shown)
                self._mark("")
                return True
        return super().eventFilter(watched, event)

    def _step(self, up: bool) -> bool:
        if self.spec.kind is not ParamKind.INT or not isinstance(self._value, int) or isinstance(self._value, bool):
            return False
        value = self._value + (STEP if up else -STEP)
        if self.spec.minimum is not None and value < self.spec.minimum:
            return True
        self.changed.emit(value)
        return True


class Switch(QCheckBox):
    """A check box drawn as a switch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(38, 22))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self.palette()
        on = self.checkState() == Qt.CheckState.Checked
        track = colors.highlight() if on else colors.mid()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(track)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        painter.drawRoundedRect(2, 2, 34, 18, 9, 9)
        partial = self.checkState() == Qt.CheckState.PartiallyChecked
        painter.setBrush(colors.base())
        painter.drawEllipse(12 if partial else 20 if on else 4, 4, 14, 14)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colors.link().color())
            painter.drawRoundedRect(1, 1, 36, 20, 10, 10)


class BoolEditor(Editor):
    """A switch."""

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(spec, catalog, parent)
        self.switch = Switch()
        self.switch.setAccessibleName(spec.name)
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(self.switch)
        line.addStretch(1)
        self._row.addLayout(line)
        self.switch.clicked.connect(lambda checked: self.changed.emit(bool(checked)))
        self.setFocusProxy(self.switch)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        self.switch.setTristate(mixed or value is None)
        state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        self.switch.setCheckState(Qt.CheckState.PartiallyChecked if mixed else state)


class ChoiceEditor(Editor):
    """A list of choices; where the parameter is open, other values can be typed."""

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(spec, catalog, parent)
        self.box = ChoiceBox()
        self.box.setAccessibleName(spec.name)
        self.choices: list[Value] = list(spec.choices)
        if spec.kind is ParamKind.ACTIVATION:
            self.choices = [None, *(name for found in catalog.objects("activation") for name in found.identifiers[:1])]
        if spec.nullable and None not in self.choices:
            self.choices.insert(0, None)
        for choice in self.choices:
            self.box.addItem("None" if choice is None else str(choice))
        if spec.kind is ParamKind.ACTIVATION:
            for found in catalog.objects("activation"):
                place = self.box.findText(found.identifiers[0]) if found.identifiers else -1
                self.box.setItemData(place, about_choice(found), Qt.ItemDataRole.ToolTipRole)
        if spec.open or spec.kind is ParamKind.DTYPE:
            self.box.setLineEdit(Line())
        self._row.addWidget(self.box)
        self._shown: Value = None
        self.box.activated.connect(self._pick)
        if self.box.isEditable():
            line = self.box.lineEdit()
            assert line is not None, "an editable box has a line"
            line.editingFinished.connect(self._commit_text)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusProxy(self.box)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        self._shown = value
        if mixed:
            self.box.setCurrentIndex(-1)
            self.box.setPlaceholderText(tr("several values"))
            return
        matches = [n for n, choice in enumerate(self.choices) if choice == value and type(choice) is type(value)]
        if not matches and not self.box.isEditable():
            self.choices.append(value)
            self.box.addItem(param_text.show(self.spec, value))
            matches = [len(self.choices) - 1]
        if matches:
            self.box.setCurrentIndex(matches[0])
        else:
            self.box.setEditText(param_text.show(self.spec, value))

    def _pick(self, index: int) -> None:
        if 0 <= index < len(self.choices) and self.choices[index] != self._shown:
            self._shown = self.choices[index]
            self.changed.emit(self.choices[index])

    def _commit_text(self) -> None:
        text = self.box.currentText().strip()
        known = "None" if self._shown is None else param_text.show(self.spec, self._shown)
        if text == known or (text and self.box.findText(text) >= 0 and text == str(self._shown)):
            return
        if not text:
            self.changed.emit(UNSET)
            return
        try:
            value = param_text.parse(self.spec, text)
        except EditError as error:
            self.refused.emit(shown(error.message))
            return
        self._shown = value
        self.changed.emit(value)


def editor_for(spec: ParamSpec, catalog: Catalog) -> Editor:
    """The editor that the table has for the parameter's kind."""
    if spec.choices and spec.kind in (ParamKind.TEXT, ParamKind.INT, ParamKind.ANY):
        return ChoiceEditor(spec, catalog)
    return EDITORS.get(spec.kind, TextEditor)(spec, catalog)


EDITORS: dict[ParamKind, Callable[[ParamSpec, Catalog], Editor]] = {
    ParamKind.BOOL: BoolEditor,
    ParamKind.CHOICE: ChoiceEditor,
    ParamKind.DTYPE: ChoiceEditor,
    ParamKind.ACTIVATION: ChoiceEditor,
}
