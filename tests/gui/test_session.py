"""The session: edits, refusals, selection, and the graph that is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.catalog import catalog
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.queries import edges
from core.graph.values import Source
from gui.session import EditorSession

INPUT, DENSE, ADD = "keras.layers.InputLayer", "keras.layers.Dense", "keras.layers.Add"


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[EditorSession]:
    made = EditorSession(catalog.load())
    yield made
    made.close()


def chain(session: EditorSession, *types: str) -> list[str]:
    nodes: list[str] = []
    for number, type_name in enumerate(types):
        after = Source(nodes[-1]) if nodes else None
        node = session.add_layer(type_name, (0.0, 100.0 * number), after=after)
        assert node is not None
        nodes.append(node)
    return nodes


def test_a_layer_is_added_wired_and_selected(session: EditorSession) -> None:
    first, second = chain(session, INPUT, DENSE)
    assert session.selection == {second}
    assert [(edge.source.node, edge.target) for edge in edges(session.graph)] == [(first, second)]
    assert session.document.undo_label == "Add Dense"
    session.undo()
    assert list(session.graph.nodes) == [first] and session.selection == frozenset()


def test_a_layer_can_split_a_wire(session: EditorSession) -> None:
    first, last = chain(session, INPUT, DENSE)
    (wire,) = edges(session.graph)
    middle = session.add_layer(DENSE, (0, 50), split=wire)
    assert [(edge.source.node, edge.target) for edge in edges(session.graph)] == [(middle, last), (first, middle)]


def test_a_refused_edit_becomes_a_status_line(session: EditorSession, qtbot: QtBot) -> None:
    first, second = chain(session, INPUT, DENSE)
    before = session.project
    with qtbot.waitSignal(session.status) as said:
        assert not session.wire(Source(second), first)
    assert said.args is not None and said.args[1] == "warning"
    with qtbot.waitSignal(session.status):
        assert session.add_layer("keras.layers.Nonsense", (0, 0)) is None
    with qtbot.waitSignal(session.status):
        assert not session.apply(lambda graph: edits.rename(graph, "l1", "a/b"), "Rename")
    assert session.project is before


def test_a_wire_dropped_on_a_list_grows_it(session: EditorSession) -> None:
    first, second = chain(session, INPUT, DENSE)
    add = session.add_layer(ADD, (0, 0))
    assert add is not None
    assert session.wire(Source(first), add) and session.wire(Source(second), add)
    assert session.graph.nodes[add].arguments["inputs"] == (Source(first), Source(second))


def test_a_block_can_be_entered_edited_and_left(session: EditorSession) -> None:
    block = Block("pair", graph=edits.add_node(edits.add_node(Project().graph, INPUT), DENSE, params={"units": 4}))
    session.apply_project(lambda project: edits.put_block(project, block), "Add block")
    session.enter("pair")
    assert session.scope == "pair" and len(session.graph.nodes) == 2
    session.apply(lambda graph: edits.set_params(graph, ["l2"], {"units": 9}), "Set units")
    assert session.project.blocks["pair"].graph.layers["l2"].params["units"] == 9
    session.undo()
    session.undo()
    assert session.scope == "" and not session.project.blocks


def test_opening_a_project_empties_selection_and_history(session: EditorSession, qtbot: QtBot) -> None:
    chain(session, INPUT, DENSE)
    with qtbot.waitSignal(session.graph_reset):
        session.open_project(Project())
    assert session.selection == frozenset() and session.document.undo_label is None
    assert not session.document.is_modified
