"""Editors for parameters that hold an object of Keras: initializers, regularizers, optimizers, losses, inner layers.

A choice of classes, and below it a form for the parameters of the chosen one. Plain identifiers ("relu", "mse") stay
plain as long as no parameter is set. Does not belong here: forms for whole layers (inspector).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.catalog import param_text
from core.catalog.catalog import Catalog
from core.catalog.spec import LayerSpec, ObjectKind, ObjectSpec, ParamKind, ParamSpec
from core.graph.model import BLOCK_PREFIX
from core.graph.values import EMPTY, KerasObject, Value
from gui.explaining import about_choice
from gui.forms.choice_box import ChoiceBox
from gui.forms.editors import EDITORS, UNSET, Editor
from gui.forms.form import Form
from gui.i18n import tr
from gui.layouts import discard, empty

OBJECT_KIND: dict[ParamKind, ObjectKind] = {
    ParamKind.INITIALIZER: "initializer",
    ParamKind.REGULARIZER: "regularizer",
    ParamKind.CONSTRAINT: "constraint",
    ParamKind.OPTIMIZER: "optimizer",
    ParamKind.LOSS: "loss",
    ParamKind.METRIC: "metric",
    ParamKind.SCHEDULE: "schedule",
}

# Words that Keras resolves by the loss and the output's shape; there is no class of that name.
PLAIN_WORDS = {ParamKind.METRIC: ("accuracy", "crossentropy")}
# Where the identifier reads better than the class, it is what gets stored as long as nothing is set.
BY_IDENTIFIER = {ParamKind.INITIALIZER, ParamKind.LOSS, ParamKind.METRIC}

Choice = ObjectSpec | LayerSpec


def candidates(kind: ParamKind, catalog: Catalog) -> list[Choice]:
    """What the parameter may hold: objects of its kind, or layers and cells."""
    if kind in (ParamKind.LAYER, ParamKind.LAYERS):
        return [
            spec for spec in catalog.layers if spec.family != "input" and not spec.type.endswith((".Layer", ".Wrapper"))
        ]
    return [spec for spec in catalog.objects(OBJECT_KIND[kind]) if spec.usable]


class ObjectEditor(Editor):
    """One object."""

    def __init__(self, spec: ParamSpec, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(spec, catalog, parent)
        self._choices = candidates(spec.kind, catalog)
        self._value: Value = None
        self.box = ChoiceBox()
        self.box.setAccessibleName(spec.name)
        self._types: list[str | None] = []
        if spec.nullable or not spec.required:
            self.box.addItem("None")
            self._types.append(None)
        for word in PLAIN_WORDS.get(spec.kind, ()):
            self.box.addItem(word)
            self._types.append(word)
        self._models: tuple[str, ...] = ()
        self._first_model = len(self._types)
        for choice in self._choices:
            self.box.addItem(choice.class_name)
            self.box.setItemData(self.box.count() - 1, about_choice(choice), Qt.ItemDataRole.ToolTipRole)
            self._types.append(choice.type)
        if spec.kind is ParamKind.SCHEDULE:
            self.box.insertItem(0, tr("a number"))
            self._types.insert(0, "")
        self._row.addWidget(self.box)
        self._below = QWidget()
        self._below_row = QVBoxLayout(self._below)
        self._below_row.setContentsMargins(0, 0, 0, 0)
        self._below.setVisible(False)
        self._row.addWidget(self._below)
        self._form: Form | None = None
        self._form_type = ""
        self.box.activated.connect(self._pick)
        self.setFocusProxy(self.box)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        self._value = value
        if mixed:
            self.box.setCurrentIndex(-1)
            self.box.setPlaceholderText(tr("several values"))
            self._show_form(None, None)
            return
        choice = self._choice_of(value)
        if choice is None and isinstance(value, (int, float)) and self.spec.kind is ParamKind.SCHEDULE:
            self.box.setCurrentIndex(0)
            self._show_number(value)
            return
        type_name = choice.type if choice is not None else None
        if isinstance(value, KerasObject) and value.type in self._types[self._first_model :][: len(self._models)]:
            self.box.setCurrentIndex(self._types.index(value.type))
        elif choice is None and value is not None:
            text = value if isinstance(value, str) else param_text.show(self.spec, value)
            if self.box.findText(text) < 0:
                self.box.addItem(text)
                self._types.append(text)
            self.box.setCurrentText(text)
        else:
            self.box.setCurrentIndex(self._types.index(type_name) if type_name in self._types else -1)
        self._show_form(choice, value)

    def set_models(self, names: Sequence[str]) -> None:
        if self.spec.kind is not ParamKind.LAYER:
            return
        if tuple(names) != self._models:
            first, old = self._first_model, len(self._models)
            for _ in range(old):
                self.box.removeItem(first)
            self._types[first : first + old] = [BLOCK_PREFIX + name for name in names]
            self.box.insertItems(first, list(names))
            for place in range(first, first + len(names)):
                self.box.setItemData(place, tr("A nested model of this project"), Qt.ItemDataRole.ToolTipRole)
            self._models = tuple(names)
        if self._form is not None:
            self._form.set_models(self._models)

    def _choice_of(self, value: Value) -> Choice | None:
        if isinstance(value, KerasObject):
            return next((choice for choice in self._choices if choice.type == value.type), None)
        if isinstance(value, str):
            for choice in self._choices:
                if isinstance(choice, ObjectSpec) and value in choice.identifiers:
                    return choice
        return None

    def _show_form(self, choice: Choice | None, value: Value) -> None:
        if choice is None or not choice.params:
            self._drop_form()
            return
        if self._form is None or self._form_type != choice.type:
            self._drop_form()
            self._form = Form(choice.params, self.catalog, owner=choice.type, compact=True)
            self._form.set_models(self._models)
            self._form.changed.connect(self._on_inner)
            self._form.refused.connect(self.refused)
            self._below_row.addWidget(self._form)
            self._below.setVisible(True)
            self._form_type = choice.type
        self._form.show_params([value.params if isinstance(value, KerasObject) else EMPTY])

    def _show_number(self, value: float) -> None:
        if self._form is None or self._form_type != "number":
            self._drop_form()
            number = ParamSpec(tr("value"), ParamKind.FLOAT, default=value, required=True)
            self._form = Form((number,), self.catalog, compact=True)
            self._form.changed.connect(lambda _name, new: self._emit(new))
            self._form.refused.connect(self.refused)
            self._below_row.addWidget(self._form)
            self._below.setVisible(True)
            self._form_type = "number"
        self._form.show_params([EMPTY.set(tr("value"), value)])

    def _drop_form(self) -> None:
        if self._form is not None:
            discard(self._form)
            self._form = None
            self._form_type = ""
        self._below.setVisible(False)

    def take_below(self) -> QWidget | None:
        """The form for the object's own parameters, which may hold further objects and so needs room."""
        self._row.removeWidget(self._below)
        return self._below

    def _pick(self, index: int) -> None:
        type_name = self._types[index]
        if type_name is None:
            self._emit(None)
        elif type_name == "":
            default = self.spec.default if isinstance(self.spec.default, (int, float)) else 0.001
            self._emit(default)
        else:
            choice = next((found for found in self._choices if found.type == type_name), None)
            if type_name.startswith(BLOCK_PREFIX) and self.spec.kind is ParamKind.LAYER:
                if not isinstance(self._value, KerasObject) or self._value.type != type_name:
                    self._emit(KerasObject(type_name))
            elif choice is None:
                if type_name != self._value:
                    self._emit(type_name)
            elif choice is not self._choice_of(self._value):
                self._emit(self._fresh(choice))

    def _fresh(self, choice: Choice) -> Value:
        if isinstance(choice, LayerSpec):
            return KerasObject(choice.type, choice.starter)
        by_identifier = self.spec.kind in BY_IDENTIFIER and choice.identifiers
        return choice.identifiers[0] if by_identifier else KerasObject(choice.type)

    def _on_inner(self, name: str, value: object) -> None:
        current = self._value
        choice = self._choice_of(current)
        if choice is None:
            return
        params = current.params if isinstance(current, KerasObject) else EMPTY
        params = params.remove((name,)) if value is UNSET else params.set(name, value)  # type: ignore[arg-type]
        self._emit(KerasObject(choice.type, params))

    def _emit(self, value: Value) -> None:
        self._value = value
        self.changed.emit(value)


class ObjectsEditor(Editor):
    """A list of objects, such as the cells of a stack or metrics: each with its editor, and buttons to add and remove."""

    def __init__(
        self, spec: ParamSpec, catalog: Catalog, inner: ParamKind = ParamKind.LAYER, parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, catalog, parent)
        self._items: tuple[Value, ...] = ()
        self._editors: list[ObjectEditor] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        self._add = QPushButton(tr("Add"))
        self._add.setAccessibleName(tr("Add to {name}", name=spec.name))
        self._add.clicked.connect(self._append)
        self._row.addLayout(self._body)
        self._row.addWidget(self._add)
        self._inner = ParamSpec(spec.name, inner, required=True)

    def show_value(self, value: Value, *, is_set: bool, mixed: bool = False) -> None:
        self._items = value if isinstance(value, tuple) else ()
        if not mixed and self._items and len(self._items) == len(self._editors):
            # In place, so that the one that is being worked on keeps the focus.
            for editor, item in zip(self._editors, self._items, strict=True):
                editor.show_value(item, is_set=True)
            return
        self._editors = []
        empty(self._body)
        if mixed:
            self._body.addWidget(QLabel(tr("several values")))
            return
        for position, item in enumerate(self._items):
            self._body.addWidget(self._line(position, item))

    def _line(self, position: int, item: Value) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        editor = ObjectEditor(self._inner, self.catalog)
        editor.show_value(item, is_set=True)
        self._editors.append(editor)
        editor.changed.connect(lambda value, position=position: self._replace(position, value))
        editor.refused.connect(self.refused)
        remove = QPushButton("×")
        remove.setAccessibleName(tr("Remove"))
        remove.setProperty("compact", True)
        remove.setFixedWidth(28)
        remove.clicked.connect(lambda checked=False, position=position: self._remove(position))
        row.addWidget(editor, 1)
        row.addWidget(remove)
        return line

    def _replace(self, position: int, value: object) -> None:
        self._emit((*self._items[:position], value, *self._items[position + 1 :]))

    def _remove(self, position: int) -> None:
        self._emit((*self._items[:position], *self._items[position + 1 :]))

    def _append(self) -> None:
        if self._inner.kind is ParamKind.METRIC:
            self._emit((*self._items, "accuracy"))
            return
        wanted = "LSTMCell" if self.spec.name == "cells" else "Dense"
        found = candidates(ParamKind.LAYER, self.catalog)
        first = next((spec for spec in found if spec.class_name == wanted), found[0])
        self._emit((*self._items, KerasObject(first.type, first.starter if isinstance(first, LayerSpec) else EMPTY)))

    def _emit(self, items: Sequence[object]) -> None:
        self._items = tuple(items)  # type: ignore[arg-type]
        self.changed.emit(self._items)


EDITORS.update(dict.fromkeys((*OBJECT_KIND, ParamKind.LAYER), ObjectEditor))
EDITORS[ParamKind.LAYERS] = ObjectsEditor
