"""The table of actions at work in one window: a ``QAction`` for each entry, its keys, whether it may be used now.

Also what other places say of keys: the key of one action, the list of all. Does not belong here: the commands themselves
(gui.actions), menus and toolbar (gui.menus).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from gui import keymap
from gui.actions import ACTIONS
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.window import MainWindow


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """One ``QAction`` for each entry, wired to the window; canvas actions belong to the view."""
    made: dict[str, QAction] = {}
    for entry in ACTIONS:
        owner = window.view if entry.scope == "canvas" else window
        action = QAction(tr(entry.text), owner)
        action.setObjectName(entry.id)
        if entry.scope == "canvas":
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda checked=False, run=entry.run: run(window))
        owner.addAction(action)
        made[entry.id] = action
    apply_keys(window, made)
    return made


def apply_keys(window: MainWindow, actions: dict[str, QAction]) -> None:
    """Let the actions answer to the keys of the table, or to those that the user gave them."""
    chosen = window.settings.keys
    in_code: dict[str, Callable[[], object]] = {}
    for entry in ACTIONS:
        action, keys = actions[entry.id], keymap.keys_of(entry, chosen)
        if entry.scope == "code":
            action.setText(f"{tr(entry.text)}\t{keymap.shown(keys[0])}" if keys else tr(entry.text))
            in_code.update(dict.fromkeys(keys, action.trigger))
        else:
            action.setShortcuts([QKeySequence(key) for key in keys])
        hint = tr(entry.hint) if entry.hint else tr(entry.text).rstrip("…")
        action.setToolTip(f"{hint} ({keymap.shown(keys[0])})" if keys else hint)
        if entry.id in ("edit.undo", "edit.redo"):
            in_code.update(dict.fromkeys(keys, window.code.undo if entry.id == "edit.undo" else window.code.redo))
    window.code.set_keys(in_code)


def refresh_actions(window: MainWindow, actions: dict[str, QAction]) -> None:
    """Enable what may be done now and grey out the rest; say what would be undone."""
    for entry in ACTIONS:
        if entry.enabled is not None:
            actions[entry.id].setEnabled(entry.enabled(window))
    undo, redo = window.session.document.undo_label, window.session.document.redo_label
    actions["edit.undo"].setText(tr("Undo {label}", label=undo) if undo else tr("Undo"))
    actions["edit.redo"].setText(tr("Redo {label}", label=redo) if redo else tr("Redo"))


def key_of(action_id: str, chosen: Mapping[str, Sequence[str]]) -> str:
    """The first key of an action, as it is written on this system; the action's text where it has none."""
    entry = next(entry for entry in ACTIONS if entry.id == action_id)
    keys = keymap.keys_of(entry, chosen)
    return keymap.shown(keys[0]) if keys else tr(entry.text).rstrip("…")


def shortcut_table(chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    """(menu, text, keys) of every action that has a key now, in the language in use."""
    return [
        (" › ".join([tr(part) for part in entry.menu.split("/")]), tr(entry.text).rstrip("…"), keymap.listed(keys))
        for entry in ACTIONS
        if (keys := keymap.keys_of(entry, chosen))
    ]
