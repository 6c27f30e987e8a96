"""Settings: each is remembered, holds at once, and survives the next start; keys can be given, and clash with a warning."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui import i18n, keymap, theme
from gui.actions import ACTIONS
from gui.command_palette import CommandPalette
from gui.settings import POLICIES, Settings
from gui.settings_dialog import SettingsDialog
from gui.shell import Shell
from gui.window import MainWindow
from gui.window_actions import shortcut_table
from tests.dialogs import answering
from tests.windows import OpenWindow, put_away

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    made = SettingsDialog(window)
    made.show()
    return made


def test_control_comma_opens_them(window: MainWindow) -> None:
    with answering(None) as hand:
        QTest.keyClick(window.view, Qt.Key.Key_Comma, CONTROL)
    assert hand.texts == ["Settings"]


def test_everything_holds_at_once_and_is_remembered(window: MainWindow, dialog: SettingsDialog, open_window: OpenWindow) -> None:
    dialog.wheel.setCurrentIndex(dialog.wheel.findData("trackpad"))
    dialog.reach.setValue(12)
    dialog.box.setChecked(True)
    dialog.snapping.setChecked(False)
    assert not dialog.reach.isEnabled()
    dialog.motion.setChecked(True)
    dialog.recovery.setValue(2.5)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.precision.setCurrentIndex(POLICIES.index("mixed_float16"))
    assert window.view.wheel == "trackpad" and not window.view.snaps and not window.scene.glide.enabled
    assert window.look is theme.DARK and window.files._journal.delay == 2.5
    window.files.new()
    assert window.session.project.dtype_policy == "mixed_float16" and not window.session.document.is_modified
    dialog.accept()
    put_away(window)
    again = open_window()
    assert again.view.wheel == "trackpad" and not again.view.snaps and not again.scene.glide.enabled
    assert again.view.snap_reach == 12.0 and again.view.box_contains
    assert again.look is theme.DARK and again.files._journal.delay == 2.5
    again.choose_theme("light")


def test_the_program_for_diagrams(dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETWRIGHT_DOT", raising=False)
    dialog.graphviz.setText("/opt/graphviz/dot")
    dialog.graphviz.editingFinished.emit()
    assert os.environ["NETWRIGHT_DOT"] == "/opt/graphviz/dot"
    dialog.graphviz.clear()
    dialog.graphviz.editingFinished.emit()
    assert "NETWRIGHT_DOT" not in os.environ


def test_the_language_changes_in_every_tab(shell: Shell, qtbot: QtBot) -> None:
    dialog = SettingsDialog(shell.current)
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.accept()
    assert i18n.language() == "zh_CN" and Settings().language == "zh_CN"
    assert shell.current.menuBar().actions()[0].text() == "文件"
    shell.current.choose_language("en")


def test_unreadable_settings_count_as_not_set(work: object) -> None:
    settings = Settings()
    for name in ("wheel", "precision", "keys", "used", "commands", "recovery_seconds", "snapping", "snap_reach", "layers"):
        settings._store.setValue(name, "{not anything")
    assert settings.wheel == "auto" and settings.precision == "float32" and settings.keys == {} and settings.used == {}
    assert settings.commands == [] and settings.recovery_seconds == 0.3 and settings.snapping is False
    assert settings.snap_reach == 6.0 and settings.last_layers == [] and settings.favourites == []
    settings._store.setValue("layers", '{"last": [1, "a", null], "favourites": "b"}')
    assert settings.last_layers == ["a"] and settings.favourites == []


# Keys


def test_a_key_is_given_warned_about_and_taken_back(window: MainWindow, dialog: SettingsDialog) -> None:
    page = dialog.keys
    page.select("model.layout")
    QTest.keyClick(page.key, Qt.Key.Key_D, CONTROL)
    assert "Duplicate" in page.warning.text() and "Ctrl+D" in page.warning.text()
    page.key.clear()
    QTest.keyClick(page.key, Qt.Key.Key_F9)
    assert page.warning.text() == ""
    page.add.click()
    assert window.actions_by_id["model.layout"].shortcuts() == [QKeySequence("F9"), QKeySequence("L")]
    assert Settings().keys == {"model.layout": ("F9", "L")}
    assert any("F9" in keys for _, _, keys in shortcut_table(window.settings.keys))
    page.select("model.layout")
    page.clear.click()
    assert window.actions_by_id["model.layout"].shortcuts() == []
    page.reset.click()
    assert window.actions_by_id["model.layout"].shortcuts() == [QKeySequence("L")] and Settings().keys == {}


def test_the_given_key_works_and_the_old_one_does_not(window: MainWindow, qtbot: QtBot) -> None:
    window.settings.keys = {"edit.select_all": ("Ctrl+J",)}
    window.apply_settings()
    window.files.new("mlp-iris")
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_A, CONTROL)
    assert not window.session.selection
    QTest.keyClick(window.view, Qt.Key.Key_J, CONTROL)
    assert len(window.session.selection) == len(window.session.graph.nodes)


def test_tab_adds_no_layer_where_another_key_does(window: MainWindow) -> None:
    window.settings.keys = {"model.add": ("Ctrl+J",)}
    window.apply_settings()
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    assert window.adding.popup.isHidden() and "Ctrl+J" in window.start_page.headline.text()
    QTest.keyClick(window.view, Qt.Key.Key_J, CONTROL)
    assert window.adding.popup.isVisible()


def test_every_action_can_be_given_a_key_and_all_be_reset(dialog: SettingsDialog, window: MainWindow) -> None:
    page = dialog.keys
    assert page.table.rowCount() == len(ACTIONS)
    for action in ACTIONS[::9]:
        page.select(action.id)
        page.clear.click()
    assert set(page.chosen) == {action.id for action in ACTIONS[::9] if action.keys}
    page.reset_all.click()
    assert page.chosen == {} == window.settings.keys


def test_the_search_finds_commands_and_keys(dialog: SettingsDialog) -> None:
    page = dialog.keys

    def shown() -> list[str]:
        return [action.id for row, action in enumerate(ACTIONS) if not page.table.isRowHidden(row)]

    page.search.setText("undo")
    assert "edit.undo" in shown() and len(shown()) < 4
    page.search.setText("ctrl+shift+p")
    assert shown() == ["view.commands"]


def test_the_table_of_actions_has_no_conflicts() -> None:
    assert keymap.conflicts(ACTIONS, {}) == {}
    clash = keymap.conflicts(ACTIONS, {"model.layout": ("Ctrl+S",)})
    assert clash["model.layout"] == [("Ctrl+S", "file.save")] and clash["file.save"] == [("Ctrl+S", "model.layout")]
    assert keymap.conflicts(ACTIONS, {"code.comment": ("Ctrl+S",)}) == {}


# The command palette and the sheet


def test_a_command_is_found_and_run(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    palette = CommandPalette(window)
    palette.show()
    QTest.keyClicks(palette.search, "sel all")
    entry = palette.current()
    assert entry is not None and entry.id == "edit.select_all"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.session.selection) == len(window.session.graph.nodes))
    assert palette.result() == QDialog.DialogCode.Accepted and window.settings.commands == ["edit.select_all"]
    again = CommandPalette(window)
    first = again.current()
    assert first is not None and first.id == "edit.select_all"
    again.search.setText("freeze")
    assert again.current() is not None
    palette.deleteLater()
    again.deleteLater()


def test_what_cannot_be_done_is_listed_but_not_run(window: MainWindow) -> None:
    palette = CommandPalette(window)
    palette.search.setText("Undo")
    entry = palette.current()
    assert entry is not None and entry.id == "edit.undo" and not entry.enabled
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.result() == QDialog.DialogCode.Rejected
    palette.deleteLater()


def test_every_command_is_found_by_its_own_name(window: MainWindow) -> None:
    palette = CommandPalette(window)
    for entry in list(palette._entries):
        palette.search.setText(entry.text)
        found = palette.current()
        assert found is not None and found.text == entry.text
    palette.deleteLater()


@pytest.mark.parametrize(("key", "modifiers"), [(Qt.Key.Key_P, CONTROL | SHIFT), (Qt.Key.Key_Slash, CONTROL)])
def test_the_keys_open_them(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    with answering(None) as hand:
        QTest.keyClick(window.view, key, modifiers)
    assert hand.texts


def test_f1_shows_the_help_of_the_selected_layer(window: MainWindow) -> None:
    window.files.new("cnn-digits")
    node = next(node for node in window.session.graph.nodes if window.session.graph.layer_of(node).class_name == "Conv2D")
    window.session.select((node,))
    with answering(None) as hand:
        QTest.keyClick(window.view, Qt.Key.Key_F1)
    assert hand.texts == ["Help for Conv2D"]


def test_a_layer_is_found_among_the_commands_and_added(window: MainWindow, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.show()
    palette.search.setText("lstm")
    entry = palette.current()
    assert entry is not None and entry.id == "keras.layers.LSTM" and entry.menu == "Layers › Recurrent"
    palette.search.setText("undo")
    assert palette.current() is not None and palette.current().id == "edit.undo"  # type: ignore[union-attr]
    palette.search.setText("全连接")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.session.graph.nodes) == 1)
    assert [layer.class_name for layer in window.session.graph.layers.values()] == ["Dense"]
    assert window.settings.commands == [] and window.settings.last_layers == ["keras.layers.Dense"]
    palette.deleteLater()


def test_the_field_in_the_toolbar_opens_the_commands_and_says_their_key(window: MainWindow) -> None:
    field = window.toolbar.search
    assert field.accessibleDescription() == "Ctrl+Shift+P"
    with answering(None) as hand:
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert hand.texts == ["Commands"]
    window.settings.keys = {"view.commands": ("Ctrl+Shift+K",)}
    window.apply_settings()
    assert field.accessibleDescription() == "Ctrl+Shift+K"
    window.settings.keys = {"view.commands": ()}
    window.apply_settings()
    assert field.accessibleDescription() == ""
