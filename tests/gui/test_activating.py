"""What opens when something on the canvas is activated: blocks, parameters, texts; and what is said where nothing does."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Block, Project
from gui import activating
from gui.window import MainWindow
from tests.gui.canvas.networks import chain


@pytest.fixture
def filled(window: MainWindow) -> tuple[MainWindow, str]:
    """Two layers and a call of a block, whose node is the second value."""
    block = Block("pair", graph=chain("InputLayer", "Dense"))
    window.session.open_project(edits.put_block(Project(graph=chain("InputLayer", "Dense")), block))
    node = window.session.add_layer("block:pair", (0.0, 400.0))
    assert node is not None
    window.session.select(())
    return window, node


def test_a_block_shows_its_graph_and_a_layer_its_parameters(filled: tuple[MainWindow, str], qtbot: QtBot) -> None:
    window, block = filled
    activating.activate(window, block)
    assert window.session.scope == "pair"
    window.session.leave()
    activating.activate(window, "n2")
    assert window.session.scope == "" and window.session.selection == {"n2"}
    qtbot.waitUntil(lambda: window.inspector.isAncestorOf(window.focusWidget()))


def test_what_is_no_block_is_not_opened_and_the_user_is_told(filled: tuple[MainWindow, str]) -> None:
    window, block = filled
    for chosen in ((), ("n2",), ("n2", block)):
        window.session.select(chosen)
        window.statusBar().clearMessage()
        activating.open_block(window)
        assert window.session.scope == "" and "one block" in window.statusBar().currentMessage()
    window.session.select((block,))
    activating.open_block(window)
    assert window.session.scope == "pair"
