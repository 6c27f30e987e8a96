"""The tool of the translations: which texts it collects, what it keeps and enters, and what Qt's own tools make of its file."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from gui import linguist
from gui.linguist import Message
from tests.gui.translated import CHINESE, FOUND, MESSAGES
from tools import translations
from tools.translations import collect


def of(source: str, **others: str) -> translations.Collection:
    """What is collected from a module ``gui/sample.py`` with this source."""
    trees = {"gui/sample.py": ast.parse(source)} | {f"gui/{name}.py": ast.parse(text) for name, text in others.items()}
    return collect(trees, {})


# --- the collector ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("tr('Open')", {"Open"}),
        ("i18n.tr('Open')", {"Open"}),
        ("tr('Open ' 'it')", {"Open it"}),
        ("label = tr('Stop') if on else tr('Start')", {"Stop", "Start"}),
        ("tr('Stop' if on else 'Start')", {"Stop", "Start"}),
        ("f\"{tr('Open')}\"", {"Open"}),
        ("def say(one, many):\n    return tr(one if n == 1 else many, n=n)\nsay('A {n}', many='B {n}')", {"A {n}", "B {n}"}),
        ("from core.texts import text\nParamSpec('seed', help=text('A {n}', n=1))", {"A {n}"}),
        ("text('Not of core.texts')", set()),
        ("class A:\n    def _say(self, text):\n        tr(text)\n    def f(self):\n        self._say('Ready')", {"Ready"}),
    ],
)  # fmt: skip
def test_texts_are_collected(source: str, texts: set[str]) -> None:
    found = of(source)
    assert found.texts == texts
    assert not found.faults


@pytest.mark.parametrize(
    "source",
    [
        "tr(title)",
        "tr(f'Open {name}')",
        "tr('Open ' + name)",
        "tr()",
        "self.tr('Open')",
        "show = tr",
        "map(tr, names)",
        "from gui.i18n import tr as _",
        "def say(text):\n    tr(text)\nsay(name)",
    ],
)
def test_what_cannot_be_followed_is_a_fault(source: str) -> None:
    assert of(source).faults


def test_a_table_that_nobody_uses_is_a_fault() -> None:
    trees = {"gui/sample.py": ast.parse("NAMES = {'a': 'Apple', 'b': 'Pear'}\nfor n in NAMES.values():\n    tr(n)")}
    tables = {("gui/sample.py", "n"): translations.constant("gui/sample.py", "NAMES")}
    found = collect(trees, tables)
    assert found.texts == {"Apple", "Pear"} and not found.faults
    assert collect({"gui/sample.py": ast.parse("")}, tables).faults


def test_private_functions_of_other_modules_are_others() -> None:
    sample = "def _say(text):\n    tr(text)\n_say('Mine')"
    found = of(sample, other="_say('Theirs')\n_say(name)")
    assert found.texts == {"Mine"} and not found.faults


def test_the_tool_keeps_translations_and_enters_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "netwright_zh_CN.ts"
    kept, unsure = list(CHINESE)[:2]
    old = {kept: Message(CHINESE[kept], note="Checked."), unsure: Message("也许", False), "Gone": Message("没有了")}
    file.write_text(linguist.written(old, "zh_CN"), encoding="utf-8")
    monkeypatch.setattr(translations, "FILE", file)
    assert translations.update() == 0
    now = linguist.read(file)
    assert now.keys() == FOUND.texts
    assert (now.pop(kept), now.pop(unsure)) == (old[kept], old[unsure])
    assert set(now.values()) == {Message("", False)}
    said = capsys.readouterr().out
    assert "unused   'Gone': '没有了'" in said and "missing  'Open project' (gui/files.py:" in said
    again = file.read_bytes()
    assert translations.update() == 0 and file.read_bytes() == again


# --- Qt's own tools ---------------------------------------------------------------------------------------------------

TOOLS = Path(sys.executable).parent
# Everything that may stand in a text, and what XML cannot hold as it is.
AWKWARD = {
    "Add {name} \"quoted\" & 'single' <b>bold</b>": "添加 {name}“<b>”&amp;",
    "Two\nlines\tand a tab": "两行\n第二行\t",
    "  blanks around  ": "  空格  ",
    "Non-breaking\u00a0and ideographic\u3000space": "全角\u3000空格\u00a0",
    "é ∑ 🙂 → café": "表情 🙂 ∑",
    "An escape \x1b and a return \r": "转义 \x1b\r",
    "]]> <!-- no comment --> &amp; %1 %n": "]]> %1 %n <!-- -->",
}


def run_tool(name: str, *arguments: Path | str) -> None:
    """Run a tool of Qt; skips where system libraries are missing that Netwright itself does without."""
    done = subprocess.run(
        [TOOLS / name, *arguments], env=os.environ | {"LC_ALL": "C.UTF-8"}, capture_output=True, text=True
    )
    if "error while loading shared libraries" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr


def test_lrelease_compiles_every_text(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source, target = tmp_path / "all.ts", tmp_path / "build" / "all.qm"
    everything = (
        MESSAGES | {text: Message(chinese) for text, chinese in AWKWARD.items()} | {"Nothing yet": Message("", False)}
    )
    source.write_text(linguist.written(everything, "zh_CN"), encoding="utf-8")
    run_tool("pyside6-lrelease", "-version")
    assert translations.release(source, target) == 0
    compiled = QTranslator()
    assert compiled.load(str(target))
    assert compiled.language() == "zh_CN"
    wrong = [
        text for text, m in everything.items() if (compiled.translate(linguist.CONTEXT, text) or "") != m.translation
    ]
    assert not wrong


def test_lupdate_of_qt_writes_the_same_file(tmp_path: Path) -> None:
    """So does Linguist, which saves with the same code: a translator changes only what he translates."""
    messages = MESSAGES | {text: Message(chinese) for text, chinese in AWKWARD.items()}
    messages |= {"Nothing yet": Message("", False), "Unsure": Message("也许", False, "Ask <someone>.")}
    file, code = tmp_path / "all.ts", tmp_path / "all.cpp"
    file.write_text(linguist.written(messages, "zh_CN"), encoding="utf-8")
    before = file.read_bytes()
    calls = "\n".join(f'QCoreApplication::translate("{linguist.CONTEXT}", {c_literal(text)});' for text in messages)
    code.write_text(f"void f() {{\n{calls}\n}}\n", encoding="utf-8")
    run_tool("pyside6-lupdate", "-locations", "none", code, "-ts", file)
    assert file.read_bytes() == before


def c_literal(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\033"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'
