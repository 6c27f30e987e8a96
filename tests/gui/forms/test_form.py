"""Forms made from the catalogue: every kind has an editor, commits a value once, and refuses in one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.catalog import catalog
from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind
from core.graph.values import EMPTY, FrozenMap, KerasObject
from gui.forms import object_editor
from gui.forms.editors import EDITORS, UNSET, BoolEditor, ChoiceEditor, TextEditor
from gui.forms.form import Form
from gui.forms.object_editor import OBJECT_KIND, ObjectEditor


@pytest.fixture(scope="module")
def loaded() -> Catalog:
    return catalog.load()


@pytest.fixture
def form(qtbot: QtBot, loaded: Catalog) -> Callable[[str], tuple[Form, list[tuple[str, object]], list[str]]]:
    def make(type_name: str) -> tuple[Form, list[tuple[str, object]], list[str]]:
        spec = loaded.get(type_name)
        assert spec is not None
        made = Form(spec.params, loaded)
        qtbot.addWidget(made)
        changes: list[tuple[str, object]] = []
        refusals: list[str] = []
        made.changed.connect(lambda name, value: changes.append((name, value)))
        made.refused.connect(refusals.append)
        made.show_params([spec.starter])
        made.show()
        return made, changes, refusals

    return make


def type_text(widget: QWidget, text: str) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def test_every_layer_of_the_catalogue_gets_a_form(qtbot: QtBot, loaded: Catalog) -> None:
    for spec in loaded.layers:
        made = Form(spec.params, loaded)
        qtbot.addWidget(made)
        made.show_params([spec.starter])
        assert set(made.editors) == {param.name for param in spec.params}


def test_objects_and_choices_have_editors_of_their_own() -> None:
    assert object_editor.EDITORS is EDITORS
    assert {*OBJECT_KIND, ParamKind.LAYER, ParamKind.LAYERS, ParamKind.BOOL, ParamKind.CHOICE} <= set(EDITORS)


def test_a_typed_value_is_committed_once(form: Callable) -> None:
    made, changes, refusals = form("keras.layers.Conv2D")
    line = made.editors["kernel_size"].line
    type_text(line, "3 x 5")
    made.setFocus()
    assert changes == [("kernel_size", (3, 5))]
    assert refusals == []


def test_what_does_not_fit_stays_marked_and_changes_nothing(form: Callable) -> None:
    made, changes, refusals = form("keras.layers.Conv2D")
    line = made.editors["filters"].line
    type_text(line, "lots")
    assert changes == []
    assert len(refusals) >= 1 and "whole number" in refusals[0]
    assert line.property("invalid") is True and line.text() == "lots"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "32" and line.property("invalid") is False


def test_arrow_keys_step_a_whole_number(form: Callable) -> None:
    made, changes, _ = form("keras.layers.Dense")
    QTest.keyClick(made.editors["units"].line, Qt.Key.Key_Up)
    assert changes == [("units", 65)]


def test_an_emptied_field_returns_to_the_default(form: Callable) -> None:
    made, changes, _ = form("keras.layers.Conv2D")
    made.show_params([FrozenMap({"filters": 8, "kernel_size": 3, "strides": 2})])
    line = made.editors["strides"].line
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert changes == [("strides", UNSET)]


def test_a_switch_switches(form: Callable) -> None:
    made, changes, _ = form("keras.layers.Dense")
    editor = made.editors["use_bias"]
    assert isinstance(editor, BoolEditor)
    QTest.keyClick(editor.switch, Qt.Key.Key_Space)
    assert changes == [("use_bias", False)]


def test_a_choice_is_picked_with_the_keyboard(form: Callable) -> None:
    made, changes, _ = form("keras.layers.Conv2D")
    editor = made.editors["padding"]
    assert isinstance(editor, ChoiceEditor)
    QTest.keyClick(editor.box, Qt.Key.Key_Down)
    assert changes == [("padding", "same")]


def test_an_initializer_gets_its_own_parameters(form: Callable) -> None:
    made, changes, _ = form("keras.layers.Dense")
    editor = made.editors["kernel_initializer"]
    assert isinstance(editor, ObjectEditor)
    editor.box.setCurrentText("HeNormal")
    editor.box.activated.emit(editor.box.currentIndex())
    assert changes == [("kernel_initializer", "he_normal")]
    editor.show_value("he_normal", is_set=True)
    assert editor._form is not None
    type_text(editor._form.editors["seed"].line, "7")
    assert changes[-1] == (
        "kernel_initializer",
        KerasObject("keras.initializers.HeNormal", FrozenMap({"seed": 7})),
    )


def test_an_inner_layer_is_edited_in_place(form: Callable, loaded: Catalog) -> None:
    made, changes, _ = form("keras.layers.Bidirectional")
    editor = made.editors["layer"]
    assert isinstance(editor, ObjectEditor) and editor._form is not None
    type_text(editor._form.editors["units"].line, "12")
    (name, value) = changes[-1]
    assert name == "layer" and isinstance(value, KerasObject) and value.params["units"] == 12


def test_several_objects_show_what_they_share(form: Callable) -> None:
    made, _, _ = form("keras.layers.Dense")
    made.show_params([FrozenMap({"units": 8, "use_bias": False}), FrozenMap({"units": 16, "use_bias": False})])
    units = made.editors["units"]
    assert isinstance(units, TextEditor) and units.line.text() == "" and units.line.placeholderText()
    assert made.editors["use_bias"].switch.isChecked() is False
    made.show_params([EMPTY])
    assert made.editors["use_bias"].switch.isChecked() is True


def test_a_wrapper_holds_a_nested_model_of_the_project(form: Callable) -> None:
    made, changes, _ = form("keras.layers.TimeDistributed")
    made.set_models(["encoder", "my frames"])
    made.show_params([EMPTY])
    editor = made.editors["layer"]
    assert isinstance(editor, ObjectEditor)
    plain = editor.box.count()
    editor.box.setCurrentText("my frames")
    editor.box.activated.emit(editor.box.currentIndex())
    assert changes == [("layer", KerasObject("block:my frames"))]
    named = KerasObject("block:my frames", FrozenMap({"name": "base", "trainable": False}))
    made.show_params([FrozenMap({"layer": named})])
    assert editor.box.currentText() == "my frames" and editor._form is None
    editor.box.activated.emit(editor.box.currentIndex())
    assert len(changes) == 1, "choosing what is chosen changes nothing"
    made.set_models(["encoder"])
    made.show_params([FrozenMap({"layer": KerasObject("keras.layers.Dense", FrozenMap({"units": 3}))})])
    assert editor.box.currentText() == "Dense" and editor.box.count() >= plain - 1
    assert editor.box.itemText(0) == "encoder" and editor.box.findText("Dense") == editor.box.currentIndex()
    assert editor._form is not None
    type_text(editor._form.editors["units"].line, "12")
    assert changes[-1] == ("layer", KerasObject("keras.layers.Dense", FrozenMap({"units": 12})))
