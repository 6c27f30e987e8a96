"""Windows that were alive when Keras came go away all the same, when they are closed."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from gui import collector
from gui.shell import Shell


class _Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def test_what_lives_is_spared_until_it_is_looked_at_again() -> None:
    ring = _Ring()
    gone = weakref.ref(ring)
    collector.spare()
    assert gc.get_threshold()[0] == collector.NEW_OBJECTS
    del ring
    gc.collect()
    assert gone() is not None, "spared objects are not looked at"
    collector.renew()
    assert gone() is None
    assert gc.get_freeze_count() > 0


def test_the_shell_tells_when_a_window_is_let_go(shell: Shell, qtbot: QtBot) -> None:
    window = shell.new_tab()
    with qtbot.waitSignal(shell.let_go):
        window.close()
    with qtbot.waitSignal(shell.let_go):
        assert shell.change_language("zh_CN")
    shell.change_language("en")
