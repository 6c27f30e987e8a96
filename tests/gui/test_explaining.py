"""Help for parameters in the language of the interface: tooltips of forms, the page of a layer, ports and choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from core.catalog import explanations
from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import FileError
from core.graph.values import KerasObject
from gui import explaining, i18n
from gui.explaining import about_choice, about_input, about_parameter, about_requirement, about_shapes, rich
from gui.forms.form import Form
from gui.forms.object_editor import ObjectEditor
from gui.inspector.inspector import Inspector
from gui.layer_docs import LayerDocs, page
from gui.panels.training_settings import TrainingSettingsForm
from gui.session import EditorSession
from gui.theme import LIGHT, ui_font

LAYERS = ("Conv2D", "LSTM", "MultiHeadAttention")
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("en")


def tooltips(form: object) -> dict[str, str]:
    """What is said over the labels of a form, by parameter."""
    return {label.text(): label.toolTip() for label in form.findChildren(QLabel) if label.toolTip()}  # type: ignore[attr-defined]


def inspected(qtbot: QtBot, session: EditorSession, type_: str) -> Inspector:
    inspector = Inspector(session, LIGHT)
    qtbot.addWidget(inspector)
    session.add_layer(type_, (0.0, 0.0))
    return inspector


@pytest.mark.parametrize("name", LAYERS)
def test_tooltips_of_the_inspector_are_chinese(
    chinese: None, qtbot: QtBot, session: EditorSession, catalog: Catalog, name: str
) -> None:
    spec = catalog.get(f"keras.layers.{name}")
    assert spec is not None
    said = tooltips(inspected(qtbot, session, spec.type))
    for param in (*spec.params, *spec.call_params):
        assert CHINESE.search(said[param.name]), param.name
        assert not param.help or rich(param.help) not in said[param.name]


def test_what_is_read_aloud_has_no_markup(chinese: None, qtbot: QtBot, session: EditorSession) -> None:
    inspector = inspected(qtbot, session, "keras.layers.Conv2D")
    for form in inspector.findChildren(Form):
        for name, editor in form.editors.items():
            said = (editor.focusProxy() or editor).accessibleDescription()
            assert CHINESE.search(said) and "<" not in said, name


@pytest.mark.parametrize("name", LAYERS)
def test_the_page_of_a_layer_is_chinese(chinese: None, qtbot: QtBot, catalog: Catalog, name: str) -> None:
    spec = catalog.get(f"keras.layers.{name}")
    assert spec is not None
    text = shown_text(qtbot, page(spec, LIGHT))
    assert spec.title_zh in text and spec.summary_zh in text and "形状" in text and "(批次, " in text
    helps = [param.help for param in (*spec.params, *spec.call_params)] + [port.help for port in spec.inputs]
    assert not [help for help in helps if help and plain(help) in text]
    # Names, values and types stay Keras's own, but no sentence of English is left.
    assert not ENGLISH.search(text)


@pytest.mark.parametrize("name", LAYERS)
def test_in_english_they_are_keras_words(qtbot: QtBot, session: EditorSession, catalog: Catalog, name: str) -> None:
    spec = catalog.get(f"keras.layers.{name}")
    assert spec is not None
    said = tooltips(inspected(qtbot, session, spec.type))
    text = shown_text(qtbot, page(spec, LIGHT))
    assert not CHINESE.search(text.replace(spec.title_zh, ""))
    for param in (*spec.params, *spec.call_params):
        assert rich(param.help) in said[param.name]
        assert plain(param.help) in text


def plain(help: str) -> str:
    """Help as it stands on a page: backticks have become code."""
    return re.sub(r"`+([^`]+)`+", r"\1", help)


def shown_text(qtbot: QtBot, html: str) -> str:
    browser = QTextBrowser()
    qtbot.addWidget(browser)
    browser.setHtml(html)
    return browser.toPlainText()


ENGLISH = re.compile(r"[A-Za-z]+ [a-z]{2,} [a-z]{2,}")


def test_no_page_in_chinese_has_a_sentence_of_english(chinese: None, catalog: Catalog) -> None:
    found = []
    for spec in (*catalog.layers, *catalog.ops):
        text = re.sub(r"<[^>]*>", "\n", page(spec, LIGHT))
        found += [(spec.type, match[0]) for match in ENGLISH.finditer(text)]
    assert not found


def test_every_page_can_be_shown_in_english(catalog: Catalog) -> None:
    for spec in (*catalog.layers, *catalog.ops):
        html = page(spec, LIGHT)
        assert escape(spec.type) in html and rich(spec.summary) in html
        assert not CHINESE.search(html.replace(spec.title_zh, "")), spec.type


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_page_is_wider_than_its_window(chinese: None, catalog: Catalog, language: str) -> None:
    i18n.set_language(language)
    wider = []
    for spec in (*catalog.layers, *catalog.ops):
        document = QTextDocument()
        document.setDefaultFont(ui_font())
        document.setHtml(page(spec, LIGHT))
        document.setTextWidth(700)
        if document.size().width() > 700:
            wider.append(spec.type)
    assert not wider


def test_the_dialog_shows_the_page(chinese: None, qtbot: QtBot, catalog: Catalog) -> None:
    spec, parent = catalog.get("keras.layers.Conv2D"), QWidget()
    assert spec is not None
    qtbot.addWidget(parent)
    dialog = LayerDocs(spec, LIGHT, parent)
    assert "卷积核的个数" in dialog.browser.toPlainText()
    assert "Conv2D" in dialog.windowTitle()


def test_ports_requirements_and_shapes_follow_the_language(chinese: None, catalog: Catalog) -> None:
    attention, jax = catalog.get("keras.layers.MultiHeadAttention"), catalog.get("keras.layers.JaxLayer")
    assert attention is not None and jax is not None
    assert CHINESE.search(about_input(attention.type, attention.inputs[0]))
    assert CHINESE.search(about_requirement(jax)) and about_requirement(attention) == ""
    assert about_shapes(attention)[0].startswith("query (批次, 查询长度, 特征)")
    i18n.set_language("en")
    assert about_input(attention.type, attention.inputs[0]) == attention.inputs[0].help
    assert about_requirement(jax) == jax.requires
    assert about_shapes(attention)[0].startswith("query (batch, query length, features)")


def test_objects_are_explained_too(chinese: None, qtbot: QtBot, catalog: Catalog) -> None:
    editor = ObjectEditor(ParamSpec("optimizer", ParamKind.OPTIMIZER, required=True), catalog)
    qtbot.addWidget(editor)
    editor.show_value(KerasObject("keras.optimizers.Adam"), is_set=True)
    said = tooltips(editor)
    assert "学习率" in said["learning_rate"] and all(CHINESE.search(text) for text in said.values())
    place = editor.box.findText("AdamW")
    assert editor.box.itemData(place, Qt.ItemDataRole.ToolTipRole) == "带权重衰减的 Adam"
    adam = catalog.find_object("optimizer", "adam")
    assert adam is not None
    i18n.set_language("en")
    assert about_choice(adam) == adam.summary


def test_settings_of_the_program_are_explained_in_chinese(chinese: None, qtbot: QtBot, session: EditorSession) -> None:
    form = TrainingSettingsForm(session)
    qtbot.addWidget(form)
    said = tooltips(form)
    assert "轮次" in said["epochs"] and "批次" in said["batch_size"]
    assert all(CHINESE.search(text) for text in said.values())


def test_a_users_class_keeps_its_own_words(chinese: None) -> None:
    param = ParamSpec("units", ParamKind.INT, help="How many knots the net has.")
    assert about_parameter("my_layers>Net", param) == "How many knots the net has."


def test_help_is_text_not_markup() -> None:
    assert rich("Assigned when `x <= threshold` & b.") == "Assigned when <code>x &lt;= threshold</code> &amp; b."


@pytest.mark.expects_log("gui.explaining")
def test_a_damaged_file_leaves_keras_words(chinese: None, monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    def broken() -> explanations.Explanations:
        raise FileError("The explanations are damaged; reinstall Netwright.")

    monkeypatch.setattr(explanations, "load", broken)
    explaining._known.cache_clear()
    try:
        spec = catalog.get("keras.layers.Dense")
        assert spec is not None
        assert about_parameter(spec.type, spec.params[0]) == spec.params[0].help
        assert about_shapes(spec) == ()
    finally:
        explaining._known.cache_clear()
