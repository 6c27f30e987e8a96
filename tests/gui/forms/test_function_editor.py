"""The editor of a function: what is written is the user's own and trusted, what is no function stays and is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.catalog.catalog import Catalog
from core.catalog.spec import ParamKind, ParamSpec
from core.graph.values import PythonSource
from core.storage import trust
from gui.forms.editors import UNSET, editor_for
from gui.forms.function_editor import MOST_LINES, FunctionEditor
from tests.windows import PATIENCE_MS


class Shown:
    """An editor beside another field, and what it said."""

    def __init__(self, qtbot: QtBot, catalog: Catalog, *, required: bool = True) -> None:
        spec = ParamSpec("function", ParamKind.FUNCTION, required=required, nullable=not required)
        editor = editor_for(spec, catalog)
        assert isinstance(editor, FunctionEditor)
        self.editor = editor
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(editor)
        self.other = QLineEdit()
        layout.addWidget(self.other)
        qtbot.addWidget(self.window)
        self.changes: list[object] = []
        self.refusals: list[str] = []
        editor.changed.connect(self.changes.append)
        editor.refused.connect(self.refusals.append)
        self.window.resize(320, 400)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, PATIENCE_MS)

    def type(self, text: str) -> None:
        self.editor.field.setFocus()
        self.editor.field.selectAll()
        QTest.keyClick(self.editor.field, Qt.Key.Key_Delete)
        for character in text:
            if character == "\n":
                QTest.keyClick(self.editor.field, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(self.editor.field, character)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))


def test_what_is_typed_is_taken_on_leaving_and_trusted(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.editor.show_value(PythonSource("lambda x: x"), is_set=True)
    shown.type("lambda x: x + 1")
    assert shown.changes == [] and not trust.is_trusted("lambda x: x + 1")
    shown.other.setFocus()
    assert shown.changes == [PythonSource("lambda x: x + 1")] and trust.is_trusted("lambda x: x + 1")
    shown.editor.field.setFocus()
    shown.other.setFocus()
    assert len(shown.changes) == 1


def test_the_control_key_with_enter_takes_it_at_once(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.type("def f(x):\nreturn x * 2")
    assert shown.editor.field.toPlainText() == "def f(x):\n    return x * 2", "a line after a colon is indented"
    QTest.keyClick(shown.editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown.changes == [PythonSource("def f(x):\n    return x * 2")]


def test_backspace_takes_an_indent_and_tab_leaves(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.type("def f(x):\n")
    QTest.keyClick(shown.editor.field, Qt.Key.Key_Backspace)
    assert shown.editor.field.toPlainText() == "def f(x):\n"
    shown.editor.field.setPlainText("lambda x: x - 1")
    QTest.keyClick(shown.editor.field, Qt.Key.Key_Tab)
    assert shown.other.hasFocus() and shown.changes == [PythonSource("lambda x: x - 1")]


def test_what_is_no_function_stays_and_is_marked(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.editor.show_value(PythonSource("lambda x: x"), is_set=True)
    shown.type("lambda x: (x")
    shown.other.setFocus()
    assert shown.changes == [] and shown.refusals == ["Line 1 is not valid Python: '(' was never closed."]
    assert shown.editor.error.isVisible() and shown.editor.error.text() == shown.refusals[0]
    assert shown.editor.field.property("invalid") and shown.editor.field.toPlainText() == "lambda x: (x"
    assert not trust.is_trusted("lambda x: (x")
    shown.editor.field.setFocus()
    QTest.keyClick(shown.editor.field, Qt.Key.Key_End)
    QTest.keyClicks(shown.editor.field, ")")
    assert not shown.editor.error.isVisible()
    shown.other.setFocus()
    assert shown.changes == [PythonSource("lambda x: (x)")]


def test_looking_at_foreign_code_does_not_trust_it(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.editor.show_value(PythonSource("lambda x: open(x)"), is_set=True)
    shown.editor.field.setFocus()
    shown.other.setFocus()
    assert shown.changes == [] and not trust.is_trusted("lambda x: open(x)")


def test_an_optional_function_can_be_taken_away(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog, required=False)
    shown.editor.show_value(None, is_set=False)
    assert shown.editor.field.placeholderText() == "None"
    shown.editor.show_value(PythonSource("lambda x: x"), is_set=True)
    shown.type("")
    shown.other.setFocus()
    assert shown.changes == [UNSET]


def test_what_is_being_typed_survives_a_refresh_of_the_same_value(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    shown.editor.show_value(PythonSource("lambda x: x"), is_set=True)
    shown.type("lambda y")
    shown.editor.show_value(PythonSource("lambda x: x"), is_set=True)
    assert shown.editor.field.toPlainText() == "lambda y"
    shown.editor.show_value(PythonSource("lambda z: z"), is_set=True)
    assert shown.editor.field.toPlainText() == "lambda z: z"


def test_the_field_is_as_high_as_its_lines(qtbot: QtBot, catalog: Catalog) -> None:
    shown = Shown(qtbot, catalog)
    heights = []
    for count in (1, 3, 8, MOST_LINES, 60):
        shown.editor.show_value(PythonSource("\n".join(["a"] * count)), is_set=True)
        QTest.qWait(1)
        heights.append(shown.editor.field.height())
    assert heights == sorted(heights) and len(set(heights)) == 4 and heights[-1] == heights[-2]
    bar = shown.editor.field.verticalScrollBar()
    assert bar.maximum() > 0
    shown.editor.show_value(PythonSource("a\nb"), is_set=True)
    QTest.qWait(1)
    assert bar.maximum() == 0


def test_a_list_that_cannot_be_written_is_said(
    qtbot: QtBot, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("no folder")
    shown = Shown(qtbot, catalog)
    shown.type("lambda x: x * 5")
    shown.other.setFocus()
    assert shown.changes == [] and "list of trusted code cannot be saved" in shown.refusals[0]
