"""Blocks from the window: group, open, write out, fold and keep, each one undo step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.expand import expand
from core.graph.model import Graph, Project
from core.graph.values import Source
from core.storage import library
from core.storage.schema import dumps
from gui import blocks
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.session import EditorSession


def stack(depth: int) -> Project:
    """An input, ``depth`` equal pairs of Dense and Dropout, and a head."""
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="x", params={"shape": (16,)})
    last = "n1"
    for _ in range(depth):
        for kind, params in (("Dense", {"units": 16}), ("Dropout", {"rate": 0.1})):
            graph = edits.add_node(graph, f"keras.layers.{kind}", params=params, arguments={"inputs": Source(last)})
            last = list(graph.nodes)[-1]
    graph = edits.add_node(graph, "keras.layers.Dense", name="head", params={"units": 2}, arguments={"inputs": Source(last)})
    return Project(graph=graph)


@pytest.fixture
def opened(session: EditorSession, qtbot: QtBot) -> Callable[[Project], CanvasView]:
    def show(project: Project) -> CanvasView:
        view = CanvasView(CanvasScene(session))
        qtbot.addWidget(view)
        session.open_project(project)
        return view

    return show


def test_a_selection_becomes_a_block_and_comes_back(session: EditorSession, opened: Callable[[Project], CanvasView]) -> None:
    opened(stack(2))
    before = dumps(session.project)
    session.select(("n2", "n3"))
    assert blocks.group_selection(session)
    (block,) = session.selected_nodes()
    assert session.graph.layer_of(block).block == "block"
    assert session.enter_node(block) and len(session.graph.nodes) == 3
    assert session.leave() and not session.leave()
    session.select((block,))
    assert blocks.ungroup_selection(session)
    assert len(session.graph.nodes) == 6 and len(session.selected_nodes()) == 2
    session.undo()
    session.undo()
    assert dumps(session.project) == before


def test_what_cannot_be_grouped_is_said(session: EditorSession, opened: Callable[[Project], CanvasView], qtbot: QtBot) -> None:
    opened(stack(2))
    before = session.project
    for selection in ((), ("n1", "n2"), ("n2", "n4")):
        session.select(selection)
        with qtbot.waitSignal(session.status):
            assert not blocks.group_selection(session)
    with qtbot.waitSignal(session.status):
        assert not blocks.ungroup_selection(session)
    assert session.project is before


def test_folding_is_one_undo_step_and_computes_the_same(
    session: EditorSession, opened: Callable[[Project], CanvasView]
) -> None:
    view = opened(stack(6))
    before = dumps(session.project)
    assert blocks.fold_graph(session, view)
    folded = session.project
    assert len(folded.graph.nodes) < 6 and folded.blocks
    assert len(expand(folded).graph.nodes) == 14
    assert set(folded.graph.layout.positions) == set(folded.graph.nodes)
    session.undo()
    assert dumps(session.project) == before
    session.redo()
    assert dumps(session.project) == dumps(folded)


def test_nothing_to_fold_is_said(session: EditorSession, opened: Callable[[Project], CanvasView], qtbot: QtBot) -> None:
    view = opened(stack(0))
    with qtbot.waitSignal(session.status):
        assert not blocks.fold_graph(session, view)


def test_a_block_is_kept_and_used_in_another_project(
    session: EditorSession, opened: Callable[[Project], CanvasView]
) -> None:
    opened(stack(2))
    session.select(("n2", "n3"))
    assert blocks.group_selection(session) and blocks.save_to_library(session)
    assert "block" in library.load_blocks() and "block" in session.library
    session.open_project(Project())
    first = session.add_layer("keras.layers.InputLayer", (0, 0))
    assert first is not None
    node = session.add_layer("block:block", (0, 100), after=Source(first))
    assert node is not None and "block" in session.project.blocks
    assert session.graph.nodes[node].arguments["input"] == Source(first)
    session.undo()
    assert "block" not in session.project.blocks
    library.remove_block("block")


def test_a_block_cannot_hold_itself(session: EditorSession, opened: Callable[[Project], CanvasView], qtbot: QtBot) -> None:
    opened(stack(2))
    session.select(("n2",))
    assert blocks.group_selection(session)
    session.enter("block")
    said: list[str] = []
    session.status.connect(lambda sentence, _severity: said.append(sentence))
    assert session.add_layer("block:block", (0, 0)) is None
    assert len(said) == 1 and "part of itself" in said[0]
