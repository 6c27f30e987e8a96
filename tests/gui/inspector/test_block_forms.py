"""How much of a block is trained, chosen in the inspector and on the canvas."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.graph import freezing
from core.graph.model import Block, Project
from core.graph.values import FrozenMap
from gui.canvas import operations
from gui.inspector.block_forms import TRAINED, BlockCallForm
from gui.session import EditorSession
from tests.core.graph.test_freezing import DENSE, chain


def shown(session: EditorSession) -> Project:
    body = chain("base", (DENSE, "a", {"units": 4}), (DENSE, "b", {"units": 4}), (DENSE, "c", {"units": 4}))
    main = chain("main", ("block:base", "base", {}))
    session.open_project(Project(graph=main, blocks=FrozenMap({"base": Block("base", "model", graph=body)})))
    return session.project


def form(session: EditorSession, qtbot: QtBot) -> BlockCallForm:
    layer = session.graph.layers["l2"]
    made = BlockCallForm(session, layer, session.project.blocks["base"])
    qtbot.addWidget(made)
    return made


def test_the_last_layers_to_train_are_set_shown_and_undone(session: EditorSession, qtbot: QtBot) -> None:
    before = shown(session)
    form(session, qtbot)._set(TRAINED.name, 1)
    layer = session.graph.layers["l2"]
    assert freezing.trained_last(session.project, layer) == 1
    again = form(session, qtbot)
    texts = [label.text() for label in again.findChildren(QLabel)]
    assert "2 of 3 layers inside are frozen." in texts
    form(session, qtbot)._set(TRAINED.name, 0)
    assert session.graph.layers["l2"].params["trainable"] is False
    session.undo()
    session.undo()
    assert session.project is before


def test_freezing_a_block_on_the_canvas_and_back(session: EditorSession) -> None:
    before = shown(session)
    session.select(["n2"])
    assert operations.toggle_freeze(session)
    assert freezing.frozen_inside(session.project, session.graph.layers["l2"]) == (3, 3)
    assert operations.toggle_freeze(session)
    assert session.project == before
    said: list[str] = []
    session.status.connect(lambda text, level: said.append(text))
    session.select(["n1"])
    assert not operations.toggle_freeze(session) and said
