"""The Chinese interface text: complete, without leftovers, with the right fields; and that shown text is translated at all."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gui import i18n, linguist
from gui.i18n import tr
from tests.gui.translated import CHINESE, FOUND, MESSAGES, TREES
from tools import translations


def fields(text: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture
def chinese(qapp: QCoreApplication) -> Iterator[None]:
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("en")


# --- the translations -------------------------------------------------------------------------------------------------


def test_every_text_can_be_found() -> None:
    assert not FOUND.faults, "\n".join(FOUND.faults)
    assert len(FOUND.texts) > 200
    # One of each way: a literal, a table of calls, a constant, a parameter that is passed on.
    assert {"Open project", "Undo", "Initializers", "Validating", "File", "Delete {name}"} <= FOUND.texts


def test_every_text_has_a_translation() -> None:
    missing = sorted(text for text in FOUND.texts if not CHINESE.get(text, "").strip())
    assert not missing, "translate these in resources/translations/netwright_zh_CN.ts (make lupdate enters them)"
    unfinished = sorted(text for text, message in MESSAGES.items() if not message.finished)
    assert not unfinished, "the translator marked these as unfinished"


def test_nothing_is_translated_that_nobody_asks_for() -> None:
    assert not sorted(CHINESE.keys() - FOUND.texts), "make lupdate takes these out"


def test_the_file_is_as_the_tool_writes_it() -> None:
    assert translations.FILE.read_text(encoding="utf-8") == linguist.written(MESSAGES, "zh_CN")


@pytest.mark.parametrize("text", sorted(CHINESE))
def test_translation_is_well_formed(text: str) -> None:
    found = CHINESE[text]
    assert fields(found) == fields(text)
    words = re.search(r"[A-Za-z]", re.sub(r"\{[^{}]*\}", "", text))
    assert re.search(r"[一-鿿]", found) or not words, "no Chinese in it"
    assert found == found.strip()
    # An ellipsis says that a dialog follows, a full stop that this is a sentence; both must agree.
    assert found.endswith("…") == text.endswith("…")
    assert found.endswith(("。", "？")) == text.endswith((".", "?"))
    assert not re.search(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]", found), "half-width punctuation beside Chinese"
    assert not re.search(r"[一-鿿][A-Za-z0-9{]|[A-Za-z0-9}][一-鿿]", found), "no space between Chinese and Latin"


@pytest.mark.parametrize(
    ("english", "chosen"),
    [
        (r"layers?", "层"), (r"wires?", "连线"), (r"canvas", "画布"), (r"problems?", "问题"), (r"weights", "权重"),
        (r"epochs?", "轮"), (r"steps?", "步"), (r"loss", "损失"), (r"metrics", "指标"), (r"optimizer", "优化器"),
        (r"validation", "验证"), (r"freeze", "冻结"), (r"frozen", "冻结"), (r"trainable", "可训练"), (r"export", "导出"),
        (r"shortcuts", "快捷键"), (r"diagram", "结构图"), (r"projects?", "项目"), (r"input", "输入"), (r"undo", "撤销"),
    ],
)  # fmt: skip
def test_one_word_for_one_thing(english: str, chosen: str) -> None:
    texts = [text for text in CHINESE if re.search(rf"(?i)(?<![{{\w])\b{english}\b(?!\w*}})", text)]
    assert texts
    assert not [CHINESE[text] for text in texts if chosen not in CHINESE[text]]
    assert not [found for found in CHINESE.values() if "图层" in found], "图层 is a layer of a picture"


def test_fields_are_filled_in_where_the_text_is_used() -> None:
    wrong = [
        f"{use.place}: {use.text!r} gets {sorted(use.fields)}"
        for use in FOUND.uses
        if use.fields is not None and use.fields != fields(use.text)
    ]
    assert not wrong, "\n".join(wrong)


# --- tr ---------------------------------------------------------------------------------------------------------------


def test_tr_translates_and_fills_in(chinese: None) -> None:
    assert tr("Undo") == "撤销"
    assert tr("Connect {a} to {b}", a="conv2d", b="{b}") == "连接 conv2d 到 {b}"
    assert tr("A text that nobody has translated: {n}", n=3) == "A text that nobody has translated: 3"


@pytest.mark.parametrize("broken", ["添加 {nome}", "添加 {name", "添加 {}", "添加 {name.first}", "添加 {name:d}", ""])
def test_a_broken_translation_falls_back_to_english(
    broken: str, chinese: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(i18n._current.table, "Add {name}", broken)
    assert tr("Add {name}", name="Dense") == "Add Dense"


def test_a_mistake_in_the_english_text_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        tr("Add {name}", title="Dense")


@pytest.mark.expects_log("gui.i18n")
@pytest.mark.parametrize(
    "data", [b"", b"<TS", b"<html/>", b"\xff\xfe\x00", b'<!DOCTYPE TS [<!ENTITY a "b">]><TS>&a;</TS>']
)
def test_a_file_that_cannot_be_read_means_english(data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netwright_zh_CN.ts").write_bytes(data)
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    try:
        i18n.set_language("zh_CN")
        assert tr("Undo") == "Undo"
    finally:
        i18n.set_language("en")


def test_an_unknown_language_means_english() -> None:
    i18n.set_language("xx")
    assert (i18n.language(), i18n.is_chinese(), tr("Undo")) == ("en", False, "Undo")


def test_texts_of_qt_follow(qapp: QCoreApplication, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    def close_text() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        qtbot.addWidget(box)
        return box.button(QDialogButtonBox.StandardButton.Close).text().replace("&", "")

    assert close_text() == "Close"
    try:
        i18n.set_language("zh_CN")
        assert close_text() == "关闭"
    finally:
        i18n.set_language("en")
    assert close_text() == "Close"


def test_shortcuts_mean_the_same_keys_in_chinese(qapp: QCoreApplication) -> None:
    """Qt reads key names in the language of the interface, and in English as well."""
    from PySide6.QtGui import QKeySequence

    from gui.actions import ACTIONS

    def keys() -> list[str]:
        portable = QKeySequence.SequenceFormat.PortableText
        return [QKeySequence(key).toString(portable) for action in ACTIONS for key in action.keys]

    english = keys()
    try:
        i18n.set_language("zh_CN")
        assert QKeySequence("Backspace").toString(QKeySequence.SequenceFormat.NativeText) == "退格"
        assert keys() == english
    finally:
        i18n.set_language("en")


# --- nothing is shown untranslated ------------------------------------------------------------------------------------

# Calls that show their text and that tests/test_architecture.py, which knows the setters of widgets, does not look at.
SHOWING = frozenset(
    "addAction addItem addItems addButton insertItem insertRow addRow setHorizontalHeaderLabels setVerticalHeaderLabels "
    "QTableWidgetItem QListWidgetItem QTreeWidgetItem QStandardItem QMenu QToolBar QTabBar drawText getOpenFileName "
    "getSaveFileName getExistingDirectory getText showText addPermanentWidget annotate".split()
)
# Shown the same in every language, and why.
SAME = {
    "None": "Python's None, as the user would write it",
}
_NAMES_A_FONT = re.compile(r"(Sans|Mono|Micro|SF Pro|Segoe|PingFang|YaHei)\b")
_STYLE_SHEET = re.compile(r"[{};]")


def loose_literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """String literals outside ``tr`` and ``text``, docstrings, assertions and log calls."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        inside: list[ast.AST] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside = [node.value]
        elif isinstance(node, ast.Assert):
            inside = [node]
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if name in ("tr", "text") or owner in ("log", "logging"):
                inside = [node]
        for part in inside:
            skipped.update(id(child) for child in ast.walk(part))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node


def untranslated_prose(tree: ast.Module, collected: set[str]) -> list[str]:
    """Literals of three words and more that are neither collected nor anything but a sentence."""
    found = []
    for node in loose_literals(tree):
        text = str(node.value)
        # A submenu is named by its path, whose parts are collected one by one.
        known = text in collected or all(part in collected for part in text.split("/"))
        other = known or _STYLE_SHEET.search(text) or _NAMES_A_FONT.search(text)
        if re.search(r"[A-Za-z]+,? [A-Za-z']+,? [A-Za-z]+", text) and not other:
            found.append(f"{node.lineno}: {text!r}")
    return found


def untranslated_arguments(tree: ast.Module) -> list[str]:
    """Literals with a word in them that are handed to something that shows them."""
    loose = {id(node) for node in loose_literals(tree)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        said = name == "emit" and ast.unparse(node.func).endswith((".status.emit", ".refused.emit"))
        if name not in SHOWING and not said:
            continue
        # The second argument of status is its level.
        for argument in node.args[:1] if said else node.args:
            parts = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
            for part in parts:
                pieces = part.values if isinstance(part, ast.JoinedStr) else [part]
                for piece in pieces:
                    if isinstance(piece, ast.Constant) and id(piece) in loose and isinstance(piece.value, str):
                        if re.search(r"[^\W\d_]{2,}", piece.value) and piece.value not in SAME:
                            found.append(f"{node.lineno}: {piece.value!r}")
    return found


@pytest.mark.parametrize("module", sorted(name for name in TREES if name.startswith("gui/")))
def test_no_sentence_stands_outside_tr(module: str) -> None:
    assert not untranslated_prose(TREES[module], FOUND.texts)


@pytest.mark.parametrize("module", sorted(name for name in TREES if name.startswith("gui/")))
def test_nothing_is_shown_untranslated(module: str) -> None:
    assert not untranslated_arguments(TREES[module])


@pytest.mark.parametrize(
    "source",
    [
        "menu.addAction('Open')",
        "box.addItem(f'{n} layers')",
        "table.setHorizontalHeaderLabels([tr('Menu'), 'Keys'])",
        "QFileDialog.getOpenFileName(self, 'Open', folder)",
        "session.status.emit('Saved', 'info')",
        "painter.drawText(rect, flags, 'Empty')",
    ],
)
def test_an_untranslated_argument_is_caught(source: str) -> None:
    assert untranslated_arguments(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "menu.addAction(tr('Open'))\nbox.addItem('None')\nbox.addItem(name)\nsession.status.emit(tr('Saved'), 'info')",
        "box.addItem('–')\nmenu.addAction(f'{name}  {number}')",
    ],
)
def test_translated_arguments_pass(source: str) -> None:
    assert not untranslated_arguments(ast.parse(source))


def test_a_sentence_outside_tr_is_caught() -> None:
    assert untranslated_prose(ast.parse("text = 'The canvas is empty'\nshow(text)"), set())
    assert untranslated_prose(ast.parse("raise_it('Choose a file first.')"), set())
    assert untranslated_prose(ast.parse("ParamSpec('seed', kind, 0, help='The same seed gives the same split.')"), set())


def test_what_is_not_shown_passes() -> None:
    source = (
        '"""Says what it is."""\nlog.warning("The file is lost.")\nassert x, "there is an x"\n'
        'ParamSpec("seed", kind, 0, help=text("The same seed gives the same split."))\n'
        'css = f"QLabel {{ border: 1px solid {color}; }}"\nfont = "Noto Sans CJK SC"\n'
        'TITLES = {"a": "A table of titles"}'
    )
    assert not untranslated_prose(ast.parse(source), {"A table of titles"})
