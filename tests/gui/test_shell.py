"""Several projects in tabs, and the language changed under the eyes of the user."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.grouping import group
from core.storage import templates
from core.storage.files import save_project
from core.storage.journal import pending
from core.storage.places import places
from gui import i18n
from gui.settings import Settings
from gui.shell import Shell
from tests.dialogs import answering

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
