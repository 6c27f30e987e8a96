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


def is_gone(window: weakref.ref[MainWindow]) -> bool:
    # Threads that just ended may hold a result for a moment more.
    for _ in range(50):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()
        if window() is None:
            return True
        time.sleep(0.05)
    return False


def cards() -> int:
    return sum(isinstance(item, NodeItem) for item in gc.get_objects())


def test_a_window_is_freed(open_window: OpenWindow) -> None:
    before = cards()
    window = open_window()
    shown = fill(window)
    assert cards() > before
    put_away(window)
    del window
    assert is_gone(shown) and cards() == before


def test_a_closed_tab_is_freed(qtbot: QtBot, shell: Shell) -> None:
    before = cards()
    shown = fill(shell.new_tab())
    shell.current.session.document.mark_saved(shell.current.session.project)
    shell.current.close()
    assert len(shell.windows) == 1
    assert is_gone(shown) and cards() == before


def test_what_spoke_another_language_is_freed(qtbot: QtBot, shell: Shell) -> None:
    shown = fill(shell.current)
    count = cards()
    assert shell.change_language("zh_CN")
    assert is_gone(shown) and cards() == count
