"""What tests of the code panel share: a window with a network whose code is shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui import blocks
from gui.window import MainWindow
from tests.gui.panels.code_hands import node


@pytest.fixture
def coded(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a network whose code is shown and has the focus."""
    return shown(window, qtbot, "cnn-digits")


def shown(window: MainWindow, qtbot: QtBot, template: str) -> MainWindow:
    window.files.new(template)
    window.show_panel("code")
    qtbot.waitUntil(lambda: "build_model" in window.code.editor.toPlainText())
    window.code.editor.setFocus()
    qtbot.waitUntil(window.code.editor.hasFocus)
    return window


@pytest.fixture
def grouped(coded: MainWindow, qtbot: QtBot) -> MainWindow:
    """The same network with its two convolutions in a block."""
    coded.session.select((node(coded, "conv_1"), node(coded, "conv_2")))
    assert blocks.group_selection(coded.session)
    qtbot.waitUntil(lambda: any(block for block, _ in coded.code.sync.lines))
    return coded
