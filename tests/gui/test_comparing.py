"""Comparing from the window: with a file, with a run; the list and the canvas lead to one another, nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.graph import edits, removing
from core.graph.model import Project
from core.graph.values import Source
from core.runs.store import PROJECT_FILE, RUN_FILE, new_folder, write_json
from core.storage import templates
from core.storage.files import save_project
from core.storage.places import places
from gui import blocks
from gui.compare_dialog import CompareDialog
from gui.window import MainWindow


def node(project: Project, name: str) -> str:
    return next(key for key in project.graph.nodes if project.graph.name_of(key) == name)


@pytest.fixture
def edited(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A network with one layer changed, one removed and one added since its template."""
    window.files.new("cnn-digits")
    session = window.session
    first, drop = node(session.project, "conv_1"), node(session.project, "dropout")
    session.apply(lambda graph: edits.set_params(graph, (graph.nodes[first].layer,), {"filters": 99}), "Set")
    session.apply(lambda graph: removing.remove_and_heal(graph, (drop,)), "Remove")
    last = node(session.project, "digit")
    session.apply(
        lambda graph: edits.add_node(graph, "keras.layers.Softmax", name="extra", arguments={"inputs": Source(last)}),
        "Add",
    )
    return window


def compared(window: MainWindow, qtbot: QtBot) -> CompareDialog:
    window.comparing.show("before", templates.load("cnn-digits"))
    dialog = window.comparing.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def texts(dialog: CompareDialog) -> dict[str, list[str]]:
    """The titles of the entries in each group."""
    found = {}
    for place in range(dialog.tree.topLevelItemCount()):
        group = dialog.tree.topLevelItem(place)
        found[group.text(0).split("  ")[0]] = [group.child(n).text(0) for n in range(group.childCount())]
    return found


def test_list_and_canvas_show_what_differs(edited: MainWindow, qtbot: QtBot) -> None:
    before, cursor = edited.session.project, edited.session.document.cursor
    dialog = compared(edited, qtbot)
    found = texts(dialog)
    assert found["Added"] == ["extra  ·  Softmax"]
    assert found["Removed"] == ["dropout  ·  Dropout"]
    assert "conv_1  ·  Conv2D" in found["Changed"]
    changes = {item.card.name: item.change for item in dialog.scene.nodes.values() if item.change}
    assert changes["extra"] == "added" and changes["dropout"] == "removed" and changes["conv_1"] == "changed"
    assert dialog.scene.nodes.keys() == dialog.session.graph.nodes.keys()
    assert dialog.grab().width() > 0
    dialog.view.fit_all()
    assert dialog.grab().width() > 0  # from far away, too
    dialog.close()
    assert edited.session.project is before and edited.session.document.cursor == cursor


def test_the_list_leads_to_the_canvas_and_back_by_keyboard(edited: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(edited, qtbot)
    tree = dialog.tree
    qtbot.waitUntil(tree.hasFocus)
    assert [dialog.session.graph.name_of(key) for key in dialog.session.selected_nodes()] == ["extra"]
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert [dialog.session.graph.name_of(key) for key in dialog.session.selected_nodes()] == ["dropout"]
    assert not dialog._show_button.isEnabled()  # it is in no project any more
    target = node(Project(dialog.session.graph), "conv_1")
    place = dialog.view.mapFromScene(dialog.scene.nodes[target].pos())
    dialog.view.show_node(target)
    place = dialog.view.mapFromScene(dialog.scene.nodes[target].pos())
    qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tree.currentItem().text(0) == "conv_1  ·  Conv2D"
    assert tree.currentItem().child(0).text(0) == "filters: 32 → 99"


def test_the_canvas_of_a_comparison_edits_nothing(edited: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(edited, qtbot)
    shown = dialog.session.project
    view = dialog.view
    view.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Tab, Qt.Key.Key_L, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    item = dialog.scene.nodes[node(Project(shown.graph), "pool")]
    view.show_node(item.node_id)
    start = view.mapFromScene(item.pos())
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.viewport(), start + (start - start) + view.rect().center() / 9)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert dialog.session.project is shown


def test_swapping_turns_it_round_and_the_text_can_be_copied(edited: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(edited, qtbot)
    dialog.swap()
    assert texts(dialog)["Removed"] == ["extra  ·  Softmax"]
    assert texts(dialog)["Added"] == ["dropout  ·  Dropout"]
    dialog._copy.click()
    assert "changed conv_1 (Conv2D): filters: 99 → 32" in QGuiApplication.clipboard().text()


def test_an_entry_leads_to_the_node_in_the_project(edited: MainWindow, qtbot: QtBot) -> None:
    dialog = compared(edited, qtbot)
    edited.session.select(())
    dialog._show_button.click()
    qtbot.waitUntil(lambda: edited.session.selected_nodes() == [node(edited.session.project, "extra")])


def test_a_change_inside_a_block_is_shown_in_the_block(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("cnn-digits")
    session = window.session
    session.select((node(session.project, "conv_1"), node(session.project, "conv_2")))
    blocks.group_selection(session)
    before = session.project
    (name,) = before.blocks
    session.enter(name)
    inner = next(iter(layer for layer in session.graph.layers.values() if layer.name == "conv_2"))
    session.apply(lambda graph: edits.set_params(graph, (inner.id,), {"filters": 7}), "Set")
    session.leave()
    window.comparing.show("before", before)
    dialog = window.comparing.dialog
    assert dialog is not None
    assert texts(dialog) == {"Changed": [f"conv_2  ·  Conv2D in {name}"]}
    assert {item.card.name for item in dialog.scene.nodes.values() if item.change} == {"conv_2"}
    dialog._show_button.click()
    qtbot.waitUntil(lambda: session.scope == name)
    assert [session.graph.name_of(key) for key in session.selected_nodes()] == ["conv_2"]


def test_a_file_of_any_kind_can_be_compared_with(edited: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(
        "import keras\nmodel = keras.Sequential([keras.Input((8,)), keras.layers.Dense(3)], name='other')\n",
        encoding="utf-8",
    )
    edited.comparing.with_file(path)
    qtbot.waitUntil(lambda: edited.comparing.dialog is not None)
    dialog = edited.comparing.dialog
    assert dialog is not None and "model.py" in dialog.windowTitle()
    assert not dialog.comparison.is_same


def test_a_run_that_is_kept_can_be_compared_with(edited: MainWindow, qtbot: QtBot) -> None:
    folder = new_folder(places().runs)
    save_project(templates.load("cnn-digits"), folder / PROJECT_FILE, None)
    write_json(
        folder / RUN_FILE,
        {
            "run": folder.name,
            "name": "mine",
            "status": "finished",
            "reason": "",
            "started": "2025-01-01T00:00:00+00:00",
            "seconds": 1.0,
            "epochs": 1,
            "best_epoch": 1,
            "best": {},
            "test": {},
        },
    )
    edited.comparing.with_run(folder.name)
    qtbot.waitUntil(lambda: edited.comparing.dialog is not None)
    dialog = edited.comparing.dialog
    assert dialog is not None and folder.name in dialog.windowTitle()
    assert texts(dialog)["Added"] == ["extra  ·  Softmax"]


def test_without_runs_one_line_says_so(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.status) as told:
        window.comparing.with_run()
    assert "no runs" in told.args[0]


def test_the_same_project_has_no_differences(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("cnn-digits")
    dialog = compared(window, qtbot)
    assert dialog.tree.topLevelItemCount() == 0
    assert "Nothing differs" in dialog.summary.text()
