"""The field of the code panel: the caret and what is selected, keys, undo, finding, and the script that is only read."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.graph import edits
from gui.window import MainWindow
from tests.gui.panels.code_hands import layer, line_with, node, params, put_caret, replace_in, taken

CONTROL = Qt.KeyboardModifier.ControlModifier


# Node and line


def test_the_caret_selects_what_its_line_makes(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    put_caret(editor, '"pool"', "x =")
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert coded.session.selected_nodes() == [node(coded, "pool")]
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [coded.session.graph.name_of(key) for key in coded.session.selected_nodes()] == ["pool", "dropout"]
    assert editor.hasFocus()


def test_what_is_selected_is_set_off_in_the_code(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    coded.session.select((node(coded, "digit"),))
    line = line_with(editor, '"digit"')
    assert editor.linked == [(line, line)]
    rows = [row.line for row in editor.rows()]
    assert line in rows
    coded.session.select(())
    assert editor.linked == []


def test_lines_are_known_in_the_users_own_text_too(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    put_caret(editor, "def build_model", "def")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "# one more line")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    taken(coded, qtbot)
    coded.session.select((node(coded, "digit"),))
    assert editor.linked == [(line_with(editor, '"digit"'),) * 2]


def test_the_line_of_a_blocks_inside_selects_its_calls_or_what_is_inside(grouped: MainWindow, qtbot: QtBot) -> None:
    editor, session = grouped.code.editor, grouped.session
    (scope,) = session.project.blocks
    session.select(())
    put_caret(editor, "_conv_2", "x =")
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert [session.graph.layer_of(key).block for key in session.selected_nodes()] == [scope]
    session.enter(scope)
    put_caret(editor, "_conv_1", "x =")
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert [session.graph.name_of(key) for key in session.selected_nodes()] == ["conv_1"]


# The field


def test_undo_takes_typing_back_and_then_steps_of_the_document(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    coded.session.apply(lambda graph: edits.set_params(graph, (layer(coded, "conv_2").id,), {"filters": 7}), "Set")
    qtbot.waitUntil(lambda: "Conv2D(7" in editor.toPlainText())
    replace_in(qtbot, editor, "conv_1", "32", "48")
    taken(coded, qtbot)
    while editor.document().isUndoAvailable():
        qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert "Conv2D(32" in editor.toPlainText()
    taken(coded, qtbot)
    assert params(coded, "conv_1")["filters"] == 32
    coded.code.sync.reset()
    count = coded.session.document.cursor
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert coded.session.document.cursor == count - 1


def test_keys_indent_and_comment(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    editor.setPlainText("")
    qtbot.keyClicks(editor, "def f():")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "g(")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == "def f():\n    g(\n        "
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.toPlainText() == "def f():\n    g(\n    "
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    qtbot.keyClicks(editor, ")")
    assert editor.toPlainText() == "def f():\n    g(\n    )"
    qtbot.keyClick(editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == "# def f():\n#     g(\n#     )"
    qtbot.keyClick(editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_Slash, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    def f():\n        g(\n        )"


def test_find_goes_from_place_to_place(coded: MainWindow, qtbot: QtBot) -> None:
    editor, bar = coded.code.editor, coded.code.find_bar
    qtbot.keyClick(editor, Qt.Key.Key_Home, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_F, CONTROL)
    assert bar.isVisible() and bar.field.hasFocus()
    qtbot.keyClicks(bar.field, "conv2d")
    count = len(re.findall("conv2d", editor.toPlainText(), re.IGNORECASE))
    assert bar.count.text() == f"1 / {count}"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == f"2 / {count}"
    assert editor.textCursor().selectedText().lower() == "conv2d"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible() and editor.hasFocus()


def test_the_training_script_is_for_reading(coded: MainWindow, qtbot: QtBot) -> None:
    coded.code.mode.setCurrentIndex(1)
    assert coded.code.shown.isReadOnly()
    assert "fit(" in coded.code.shown.toPlainText()
    coded.session.select((node(coded, "digit"),))
    (first, _), *_ = coded.code.shown.linked
    assert "digit" in coded.code.shown.toPlainText().splitlines()[first - 1]
    before = coded.session.project
    coded.code.shown.setFocus()
    qtbot.keyClicks(coded.code.shown, "typing")
    assert "typing" not in coded.code.shown.toPlainText() and coded.session.project is before
    coded.code.mode.setCurrentIndex(0)
    assert coded.code.shown is coded.code.editor and "fit(" not in coded.code.editor.toPlainText()


def test_a_window_that_is_closed_while_one_types_reads_nothing_more(coded: MainWindow, qtbot: QtBot) -> None:
    before = coded.session.project
    replace_in(qtbot, coded.code.editor, "conv_1", "32", "48")
    coded.session.document.mark_saved(before)
    assert coded.close()
    coded.code.sync.read()
    qtbot.wait(900)
    assert coded.session.project is before
