"""The code panel in both directions: what is typed changes the graph, what changes in the graph is seen in the code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.graph import edits
from gui.panels.code_sync import State
from gui.window import MainWindow
from tests.gui.panels.code_hands import layer, line_with, node, params, put_caret, replace_in, taken

CONTROL = Qt.KeyboardModifier.ControlModifier


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
