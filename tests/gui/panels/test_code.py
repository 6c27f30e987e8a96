"""The code panel in both directions: what is typed changes the graph, what changes in the graph is seen in the code."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Layer
from core.graph.values import Value
from gui import blocks
from gui.panels.code_editor import CodeEditor
from gui.panels.code_sync import State
from gui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def coded(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a network whose code is shown and has the focus."""
    return shown(window, qtbot, "cnn-digits")


def shown(window: MainWindow, qtbot: QtBot, template: str) -> MainWindow:
    window.files.new(template)
    window.show_panel("code")
    qtbot.waitUntil(lambda: "build_model" in window.code.editor.toPlainText())
    window.code.editor.setFocus()
    qtbot.waitUntil(window.code.editor.hasFocus)
    return window


def layer(window: MainWindow, name: str, scope: str = "") -> Layer:
    graph = window.session.project.blocks[scope].graph if scope else window.session.project.graph
    return next(item for item in graph.layers.values() if item.name == name)


def node(window: MainWindow, name: str) -> str:
    graph = window.session.graph
    return next(node_id for node_id in graph.nodes if graph.name_of(node_id) == name)


def line_with(editor: CodeEditor, part: str) -> int:
    return next(number for number, line in enumerate(editor.toPlainText().splitlines(), 1) if part in line)


def put_caret(editor: CodeEditor, part: str, before: str) -> None:
    """Put the caret in the line with ``part``, in front of ``before``."""
    line = line_with(editor, part)
    editor.go_to(line, editor.toPlainText().splitlines()[line - 1].index(before))


def replace_in(qtbot: QtBot, editor: CodeEditor, part: str, old: str, new: str) -> None:
    """Type ``new`` over ``old`` in the line with ``part``."""
    put_caret(editor, part, old)
    for _ in old:
        qtbot.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, new)


def taken(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.code.sync.state is State.SAME)


def params(window: MainWindow, name: str) -> dict[str, Value]:
    return dict(layer(window, name).params)


# Code to graph


def test_typing_changes_one_layer_in_one_step_and_moves_nothing(coded: MainWindow, qtbot: QtBot) -> None:
    before = coded.session.project
    replace_in(qtbot, coded.code.editor, "conv_1", "32", "48")
    assert coded.session.project is before  # not while keys are pressed
    text = coded.code.editor.toPlainText()
    taken(coded, qtbot)
    after = coded.session.project
    assert params(coded, "conv_1")["filters"] == 48
    changed = [key for key, item in after.graph.layers.items() if before.graph.layers[key] is not item]
    assert len(changed) == 1
    assert after.graph.nodes is before.graph.nodes and after.graph.layout is before.graph.layout
    assert after.training is before.training
    assert coded.session.document.labels == ["", "Edit code"]
    assert coded.code.editor.toPlainText() == text
    coded.session.undo()
    assert coded.session.project is before
    qtbot.waitUntil(lambda: "Conv2D(32" in coded.code.editor.toPlainText())


def test_edits_shortly_after_one_another_are_one_step(coded: MainWindow, qtbot: QtBot) -> None:
    before = coded.session.project
    for old, new in (("32", "48"), ("48", "64")):
        replace_in(qtbot, coded.code.editor, "conv_1", old, new)
        qtbot.keyClick(coded.code.editor, Qt.Key.Key_Return, CONTROL)
        taken(coded, qtbot)
    assert params(coded, "conv_1")["filters"] == 64
    assert len(coded.session.document.labels) == 2
    coded.view.setFocus()  # whoever looks elsewhere begins anew afterwards
    replace_in(qtbot, coded.code.editor, "conv_1", "64", "16")
    qtbot.keyClick(coded.code.editor, Qt.Key.Key_Return, CONTROL)
    taken(coded, qtbot)
    assert len(coded.session.document.labels) == 3
    coded.session.undo()
    coded.session.undo()
    assert coded.session.project is before


def test_a_line_that_is_cut_and_put_elsewhere_is_the_same_layer(coded: MainWindow, qtbot: QtBot) -> None:
    editor, graph = coded.code.editor, coded.session.graph
    pool = node(coded, "pool")
    line = editor.toPlainText().splitlines()[line_with(editor, "MaxPooling2D") - 1]
    editor.go_to(line_with(editor, "MaxPooling2D"), 0)
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    taken(coded, qtbot)
    assert pool not in coded.session.graph.nodes
    editor.go_to(line_with(editor, "conv_2"), 0)
    QGuiApplication.clipboard().setText(line + "\n")
    qtbot.keyClick(editor, Qt.Key.Key_V, CONTROL)
    taken(coded, qtbot)
    assert coded.session.graph.layers is not graph.layers
    assert coded.session.graph.name_of(pool) == "pool"
    assert coded.session.graph.layout.positions[pool] == graph.layout.positions[pool]
    assert len(coded.session.document.labels) == 2


def test_leaving_the_code_takes_what_was_typed_at_once(coded: MainWindow, qtbot: QtBot) -> None:
    replace_in(qtbot, coded.code.editor, "conv_1", "32", "48")
    coded.view.setFocus()
    with qtbot.waitSignal(coded.session.project_changed):
        pass
    assert params(coded, "conv_1")["filters"] == 48


def test_the_key_for_taking_goes_before_the_same_key_of_the_window(coded: MainWindow, qtbot: QtBot) -> None:
    count = len(coded.session.graph.nodes)
    replace_in(qtbot, coded.code.editor, "conv_1", "32", "48")
    qtbot.keyClick(coded.code.editor, Qt.Key.Key_Return, CONTROL)
    taken(coded, qtbot)
    assert params(coded, "conv_1")["filters"] == 48
    assert len(coded.session.graph.nodes) == count
    assert coded.code.editor.hasFocus()  # no search for a layer was opened


def test_code_written_into_an_empty_project_becomes_the_graph(window: MainWindow, qtbot: QtBot) -> None:
    window.show_panel("code")
    window.code.editor.setFocus()
    QGuiApplication.clipboard().setText(
        "import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name='mine')])\n"
        "model.compile('sgd', 'mse')\n"
    )
    qtbot.keyClick(window.code.editor, Qt.Key.Key_V, CONTROL)
    taken(window, qtbot)
    assert params(window, "mine") == {"units": 3}
    assert window.session.project.training.compile.loss is not None
    assert window.code.editor.toPlainText().startswith("import keras\nmodel")
    window.session.undo()
    assert not window.session.graph.nodes
    qtbot.waitUntil(lambda: window.code.editor.toPlainText() == "")


@pytest.fixture
def grouped(coded: MainWindow, qtbot: QtBot) -> MainWindow:
    """The same network with its two convolutions in a block."""
    coded.session.select((node(coded, "conv_1"), node(coded, "conv_2")))
    assert blocks.group_selection(coded.session)
    qtbot.waitUntil(lambda: any(block for block, _ in coded.code.sync.lines))
    return coded


def test_the_code_of_a_block_changes_the_block(grouped: MainWindow, qtbot: QtBot) -> None:
    before = grouped.session.project
    (scope,) = before.blocks
    replace_in(qtbot, grouped.code.editor, "conv_1", "32", "48")
    taken(grouped, qtbot)
    after = grouped.session.project
    assert layer(grouped, "conv_1", scope).params["filters"] == 48
    assert after.graph is before.graph
    assert after.blocks[scope].graph.nodes is before.blocks[scope].graph.nodes
    assert after.blocks[scope].graph.layout is before.blocks[scope].graph.layout


# Code that cannot be read


def test_code_that_cannot_be_read_leaves_the_graph_and_marks_the_line(coded: MainWindow, qtbot: QtBot) -> None:
    before, editor = coded.session.project, coded.code.editor
    line = line_with(editor, "conv_1")
    put_caret(editor, "conv_1", "32")
    qtbot.keyClicks(editor, "(")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.UNREAD)
    assert coded.session.project is before
    assert list(editor.marks) == [line] and editor.marks[line].is_error
    assert coded.code.findings.startswith(f"Line {line}: ")
    assert any(item.format.underlineStyle().name == "WaveUnderline" for item in editor.extraSelections())
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    taken(coded, qtbot)
    assert not editor.marks and coded.code.findings == ""
    assert coded.session.project is before


def test_what_is_not_understood_is_taken_only_if_the_user_says_so(coded: MainWindow, qtbot: QtBot) -> None:
    before, editor = coded.session.project, coded.code.editor
    replace_in(qtbot, editor, "conv_1", "32", "width")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.DOUBTFUL)
    assert coded.session.project is before
    assert not next(iter(editor.marks.values())).is_error
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    taken(coded, qtbot)
    assert coded.session.project is not before
    replace_in(qtbot, editor, "conv_2", "64", "65")  # what was accepted once is not asked again
    taken(coded, qtbot)
    assert params(coded, "conv_2")["filters"] == 65


# Graph to code


def test_the_users_own_spelling_stays_until_the_graph_changes_elsewhere(coded: MainWindow, qtbot: QtBot) -> None:
    before, editor = coded.session.project, coded.code.editor
    put_caret(editor, "conv_1", "x =")
    qtbot.keyClicks(editor, "# my favourite")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    taken(coded, qtbot)
    assert coded.session.project is before and not coded.session.document.is_modified
    coded.session.apply(lambda graph: edits.move_nodes(graph, {node(coded, "pool"): (900.0, 900.0)}), "Move")
    qtbot.wait(300)
    assert "# my favourite" in editor.toPlainText()  # where cards stand is no matter of code
    coded.session.apply(lambda graph: edits.set_params(graph, (layer(coded, "conv_2").id,), {"filters": 7}), "Set")
    qtbot.waitUntil(lambda: "Conv2D(7" in editor.toPlainText())
    assert "# my favourite" not in editor.toPlainText()


def test_undo_brings_the_users_own_spelling_back(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    replace_in(qtbot, editor, "conv_1", "32", "16 * 3")
    taken(coded, qtbot)
    assert params(coded, "conv_1")["filters"] == 48
    coded.session.apply(lambda graph: edits.set_params(graph, (layer(coded, "conv_2").id,), {"filters": 7}), "Set")
    qtbot.waitUntil(lambda: "Conv2D(48" in editor.toPlainText())
    coded.session.undo()
    qtbot.waitUntil(lambda: "Conv2D(16 * 3" in editor.toPlainText())


def test_text_that_was_not_taken_is_never_lost_to_a_change_elsewhere(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    put_caret(editor, "conv_1", "32")
    qtbot.keyClicks(editor, "(")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.UNREAD)
    coded.session.apply(lambda graph: edits.set_params(graph, (layer(coded, "conv_2").id,), {"filters": 7}), "Set")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.BEHIND)
    assert "Conv2D((32" in editor.toPlainText()
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.wait(900)
    assert params(coded, "conv_2")["filters"] == 7  # nothing is taken unasked
    coded.code.sync.reset()
    assert "Conv2D(7" in editor.toPlainText() and coded.code.sync.state is State.SAME


def test_text_that_was_not_taken_can_be_put_in_the_graphs_place(coded: MainWindow, qtbot: QtBot) -> None:
    editor = coded.code.editor
    put_caret(editor, "conv_1", "32")
    qtbot.keyClicks(editor, "(")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.UNREAD)
    coded.session.apply(lambda graph: edits.set_params(graph, (layer(coded, "conv_2").id,), {"filters": 7}), "Set")
    qtbot.waitUntil(lambda: coded.code.sync.state is State.BEHIND)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    taken(coded, qtbot)
    assert params(coded, "conv_2")["filters"] == 64


def test_another_project_takes_the_place_of_everything(coded: MainWindow, qtbot: QtBot) -> None:
    put_caret(coded.code.editor, "conv_1", "32")
    qtbot.keyClicks(coded.code.editor, "(")
    coded.session.document.mark_saved(coded.session.project)
    coded.files.new("mlp-iris")
    qtbot.waitUntil(lambda: "iris" in coded.code.editor.toPlainText())
    assert coded.code.sync.state is State.SAME and not coded.code.editor.marks


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
