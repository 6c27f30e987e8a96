"""What is closed is gone: a tab, a window and all that they showed are freed, also after the language has changed."""

from __future__ import annotations

import gc
import time
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from core.storage import templates
from gui.canvas.node_item import NodeItem
from gui.shell import Shell
from gui.window import MainWindow
from tests.windows import OpenWindow, put_away

pytestmark = pytest.mark.usefixtures("keras_imported")


def fill(window: MainWindow) -> weakref.ref[MainWindow]:
    """Show something, with all panels once in front."""
    window.session.open_project(templates.load("mlp-iris"))
    for dock in window.docks.values():
        dock.show()
        dock.raise_()
        QCoreApplication.processEvents()
    return weakref.ref(window)


def clear() -> None:
    """Let everything go that nobody holds any more."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()


def is_gone(window: weakref.ref[MainWindow]) -> bool:
    # Threads that just ended may hold a result for a moment more.
    for _ in range(50):
        clear()
        if window() is None:
            return True
        time.sleep(0.05)
    return False


def cards(of: MainWindow) -> list[weakref.ref[NodeItem]]:
    """The cards of one window; tests before this one may have left some of theirs."""
    return [weakref.ref(item) for item in of.scene.nodes.values()]


def are_gone(cards: list[weakref.ref[NodeItem]]) -> bool:
    return bool(cards) and all(card() is None for card in cards)


def test_a_window_is_freed(open_window: OpenWindow) -> None:
    window = open_window()
    shown = fill(window)
    left = cards(window)
    put_away(window)
    del window
    assert is_gone(shown) and are_gone(left)


def test_a_closed_tab_is_freed(qtbot: QtBot, shell: Shell) -> None:
    shown = fill(shell.new_tab())
    left = cards(shell.current)
    shell.current.session.document.mark_saved(shell.current.session.project)
    shell.current.close()
    assert len(shell.windows) == 1
    assert is_gone(shown) and are_gone(left)


def test_what_spoke_another_language_is_freed(qtbot: QtBot, shell: Shell) -> None:
    shown = fill(shell.current)
    left = cards(shell.current)
    assert shell.change_language("zh_CN")
    assert is_gone(shown) and are_gone(left)
