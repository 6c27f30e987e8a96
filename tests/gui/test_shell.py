"""Several projects in tabs, and the language changed under the eyes of the user."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.grouping import group
from core.graph.values import FrozenMap
from core.runs.events import DataReady, EpochEnded, RunEnded, RunEvent, RunStarted
from core.storage import templates
from core.storage.files import save_project
from core.storage.journal import pending
from core.storage.places import places
from gui import i18n
from gui.panels.code_sync import State
from gui.panels.panel import is_seen
from gui.plots.curves import Curves
from gui.settings import Settings
from gui.shell import Shell
from tests.dialogs import answering

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.usefixtures("keras_imported")


def test_one_project_has_no_tabs_and_two_have(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    assert len(shell.windows) == 1 and not shell.tabs.tabBar().isVisible()
    first = shell.current
    first.session.apply(lambda graph: edits.add_node(graph, "keras.layers.Dense"), "Add")
    qtbot.keyClick(first.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert len(shell.windows) == 2 and shell.tabs.tabBar().isVisible() and shell.current is not first
    assert not shell.current.session.graph.nodes and len(first.session.graph.nodes) == 1
    qtbot.keyClick(shell.current.view, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert shell.current is first and "•" in shell.tabs.tabText(0) and shell.isWindowModified()
    assert shell.windowTitle() == first.windowTitle()


def test_a_file_is_shown_once(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a & b.netw"
    save_project(templates.load("mlp-iris"), path, None)
    shell.open_in_tab(path)
    assert len(shell.windows) == 1, "the empty tab was used"
    shell.new_tab()
    shell.open_in_tab(path)
    assert len(shell.windows) == 2 and shell.tabs.currentIndex() == 0
    assert shell.tabs.tabText(0) == "a && b.netw"


def test_a_changed_tab_asks_before_it_goes_and_the_last_one_ends_the_program(qtbot: QtBot, shell: Shell) -> None:
    second = shell.new_tab()
    second.session.apply(lambda graph: edits.add_node(graph, "keras.layers.Dense"), "Add")
    with answering("Cancel"):
        shell.tabs.tabCloseRequested.emit(1)
    assert len(shell.windows) == 2
    with answering("Cancel"):
        shell.close()
    assert shell.isVisible() and len(shell.windows) == 2 and shell.current is second
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    with answering("Don't save"):
        qtbot.keyClick(second.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert len(shell.windows) == 1
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    qtbot.keyClick(shell.current.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not shell.isVisible())


def test_the_language_changes_at_once_and_nothing_is_lost(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "net.netw"
    save_project(group(templates.load("mlp-iris"), ["n2", "n3"], "pair"), path, None)
    window = shell.current
    assert window.files.open(path)
    window.session.enter("pair")
    node = next(iter(window.session.graph.nodes))
    window.session.apply(lambda graph: edits.add_node(graph, "keras.layers.Dense", name="mine"), "Add")
    window.session.select((node,))
    before = window.session.document
    window.choose_language("zh_CN")
    now = shell.current
    assert now is not window and now.session.document is before and now.files.path == path
    assert now.session.scope == "pair" and now.session.selection == {node}
    assert "文件" in now.menuBar().actions()[0].text() and shell.windows == [now]
    assert Settings().language == "zh_CN"
    now.session.undo()
    assert "mine" not in {layer.name for layer in now.session.graph.layers.values()}
    now.session.redo()
    now.files.save_recovery_copy()
    assert pending(places().journal) == [], "the copy belongs to a window that lives"
    now.choose_language("en")
    assert shell.current.menuBar().actions()[0].text() == "File"
    assert shell.current.files.save() and not shell.current.session.document.is_modified


def test_not_while_a_run_is_going_on(qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    window = shell.current
    said: list[str] = []
    window.session.status.connect(lambda text, level: said.append(text))
    monkeypatch.setattr(type(window.training), "is_running", property(lambda self: True))
    window.choose_language("zh_CN")
    assert shell.current is window and i18n.language() == "en" and Settings().language == "en"
    assert "run" in said[-1]


def trained() -> list[RunEvent]:
    """What a short run reports."""
    return [
        RunStarted("1", "", epochs=2, batch_size=32, seed=0),
        DataReady(training=120, validation=30, test=0, steps=4),
        EpochEnded(1, FrozenMap({"loss": 0.75, "val_loss": 0.5}), None, 1.0),
        EpochEnded(2, FrozenMap({"loss": 0.25, "val_loss": 0.125}), None, 1.0),
        RunEnded("1", "", "finished", "All epochs are done.", 2, best_epoch=2, best=FrozenMap({"val_loss": 0.125})),
    ]


def test_what_is_not_in_the_document_is_there_in_the_other_language_too(qtbot: QtBot, shell: Shell) -> None:
    old = shell.current
    old.session.open_project(group(templates.load("mlp-iris"), ["n2", "n3"], "pair"))
    nodes = list(old.session.graph.nodes)
    old.view.set_zoom(1.4)
    old.view.center_on(40.0, 250.0)
    qtbot.keyClick(old.view, Qt.Key.Key_3, CTRL | SHIFT)
    old.view.set_zoom(0.6)
    old.view.center_on(-30.0, 90.0)
    seen = old.view.visible_box().center()
    qtbot.keyClick(old.view, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(old.find_bar.field, "dense")
    old.view.set_zoom(0.6)
    old.view.center_on(seen.x(), seen.y())
    old.session.select((nodes[0],))
    old.show_panel("log")
    old.show_panel("outline")
    old.palette_panel.search.setText("conv")
    old.log.add("A line that was reported before.")
    for event in trained():
        old.training.reported.emit(event)
    hits = old.find_bar.hits
    qtbot.waitUntil(lambda: is_seen(old.log))
    old.choose_language("zh_CN")
    new = shell.current
    assert new is not old
    assert new.view.zoom == pytest.approx(0.6)
    qtbot.waitUntil(lambda: is_seen(new.log) and is_seen(new.outline))
    assert new.view.visible_box().center().x() == pytest.approx(seen.x(), abs=4)
    assert new.view.visible_box().center().y() == pytest.approx(seen.y(), abs=4)
    assert new.session.selection == {nodes[0]}
    assert not new.find_bar.isHidden() and new.find_bar.field.text() == "dense" and new.find_bar.hits == hits
    assert new.palette_panel.search.text() == "conv"
    assert "reported before" in new.log.text.toPlainText()
    said = [label.text() for label in new.training_panel.findChildren(QLabel)]
    assert any("0.125" in text and "最佳" in text for text in said)
    curves = new.training_panel.findChild(Curves)
    assert curves is not None and curves.series.latest("val_loss") == 0.125
    new.view.setFocus()
    qtbot.keyClick(new.view, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    middle = new.view.visible_box().center()
    assert new.view.zoom == pytest.approx(1.4) and middle.x() == pytest.approx(40.0, abs=2)
    assert middle.y() == pytest.approx(250.0, abs=2)


def test_code_that_was_typed_and_not_taken_yet_stays_in_every_language(qtbot: QtBot, shell: Shell) -> None:
    old = shell.current
    old.session.open_project(templates.load("mlp-iris"))
    old.show_panel("code")
    qtbot.waitUntil(lambda: bool(old.code.editor.toPlainText()))
    old.code.editor.selectAll()
    qtbot.keyClicks(old.code.editor, "inputs = keras.Inp(")
    qtbot.waitUntil(lambda: old.code.sync.state is State.UNREAD)
    nodes = set(old.session.graph.nodes)
    old.choose_language("zh_CN")
    new = shell.current
    qtbot.waitUntil(lambda: is_seen(new.code))
    assert new.code.editor.toPlainText() == "inputs = keras.Inp(" and new.code.sync.state is State.UNREAD
    assert set(new.session.graph.nodes) == nodes and not new.session.document.is_modified


def test_layers_that_were_changed_since_the_training_keep_their_rings(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = shell.current
    old.session.open_project(templates.load("mlp-iris"))
    ended = next(event for event in trained() if isinstance(event, RunEnded))
    monkeypatch.setattr(old.training, "_finished", (old.session.project, ended))
    layer = old.session.graph.nodes["n2"].layer
    old.session.apply(lambda graph: edits.set_params(graph, [layer], {"units": 77}), "Set units")
    assert [key for key, item in old.scene.nodes.items() if item.untrained] == ["n2"]
    old.choose_language("zh_CN")
    assert [key for key, item in shell.current.scene.nodes.items() if item.untrained] == ["n2"]


def test_what_was_asked_about_an_import_is_asked_in_the_other_language(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    gone = {"class_name": "Gone", "config": {"name": "gone_1", "batch_input_shape": [None, 3]}}
    path.write_text(json.dumps({"class_name": "Sequential", "keras_version": "1.2.2", "config": [gone]}), encoding="utf-8")
    old = shell.current
    old.opening.open(path)
    qtbot.waitUntil(lambda: old.opening.imported is not None)
    assert not old.banner.isHidden()
    old.choose_language("zh_CN")
    new = shell.current
    assert new.opening.imported is old.opening.imported and not new.banner.isHidden()
    assert "已打开" in new.banner.text and new.actions_by_id["file.report"].isEnabled()
