"""The table of actions at work in a window: each entry is in a menu with its keys, and says what it would do now."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from gui.actions import ACTIONS
from gui.window import MainWindow


def test_every_command_is_in_a_menu_and_says_what_it_does(window: MainWindow) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    menus += [action.menu() for menu in menus for action in menu.actions() if action.menu() is not None]
    shown = [action for menu in menus for action in menu.actions()]
    for entry in ACTIONS:
        action = window.actions_by_id[entry.id]
        assert action in shown, entry.id
        assert action.text() and action.toolTip()
        if entry.keys and entry.scope != "code":
            assert QKeySequence(entry.keys[0]).toString() in QKeySequence(action.shortcuts()[0]).toString()


def test_menu_texts_say_what_undo_would_undo(window: MainWindow) -> None:
    undo = window.actions_by_id["edit.undo"]
    assert not undo.isEnabled()
    window.session.add_layer("keras.layers.Dense", (0.0, 0.0))
    assert "Dense" in undo.text() and undo.isEnabled()
    undo.trigger()
    assert "Dense" in window.actions_by_id["edit.redo"].text()
