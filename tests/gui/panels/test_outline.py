"""The outline: order, blocks as branches, names edited, selection both ways, keys, and its cost with many layers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Block, Frame, Graph, Note, Project
from core.graph.values import FrozenMap, Source
from gui.panels.outline import Outline
from gui.panels.outline_model import rows_of
from gui.session import EditorSession
from gui.theme import DARK, LIGHT


def chain(count: int) -> Graph:
    graph = Graph()
    for place in range(count):
        name = f"layer{place}"
        graph = edits.add_node(graph, "keras.layers.Dense" if place else "keras.layers.InputLayer", name=name, node_id=name)
    for place in range(1, count):
        graph = edits.connect(graph, Source(f"layer{place - 1}"), f"layer{place}", ("inputs",))
    return graph


def project() -> Project:
    """Two layers and a block of three, a frame and a note."""
    graph = chain(2)
    graph = edits.add_node(graph, "block:part", name="first_part", node_id="part")
    graph = edits.connect(graph, Source("layer1"), "part", ("layer0",))
    graph = edits.put_frame(graph, Frame("f", "Head", 0, 0, 100, 100))
    graph = edits.put_note(graph, Note("t", "Look here\nand there", 0, 0))
    return Project(graph=graph, blocks=FrozenMap({"part": Block("part", graph=chain(3))}))


@pytest.fixture
def show(session: EditorSession, qtbot: QtBot) -> Callable[[Project], Outline]:
    def open_one(value: Project) -> Outline:
        session.open_project(value)
        outline = Outline(session, LIGHT)
        qtbot.addWidget(outline)
        outline.resize(500, 600)
        outline.show()
        outline.refresh()
        return outline

    return open_one


def index(outline: Outline, node_id: str, *path: str) -> QModelIndex:
    number = outline.model.number(path, node_id)
    assert number is not None
    return outline.model.index_of(number)


def test_rows_follow_the_flow_with_blocks_as_branches(show: Callable[[Project], Outline]) -> None:
    outline = show(project())
    QAbstractItemModelTester(outline.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    top = [outline.model.index(row, 0).data() for row in range(outline.model.rowCount())]
    assert top == ["layer0", "layer1", "first_part", "Head", "Look here"]
    part = index(outline, "part")
    assert [outline.model.index(row, 0, part).data() for row in range(3)] == ["layer0", "layer1", "layer2"]
    assert outline.model.index(1, 0, part).parent() == part


def test_the_order_is_topological_whatever_the_order_of_the_nodes() -> None:
    graph = chain(3)
    graph = replace(graph, nodes=FrozenMap({key: graph.nodes[key] for key in reversed(list(graph.nodes))}))
    assert [row.name for row in rows_of(graph, {})] == ["layer0", "layer1", "layer2"]


def test_selection_goes_both_ways(show: Callable[[Project], Outline], session: EditorSession) -> None:
    outline = show(project())
    session.select(("layer1", "f"))
    chosen = {outline.model.row(item).id for item in outline.tree.selectionModel().selectedRows()}  # type: ignore[union-attr]
    assert chosen == {"layer1", "f"}
    outline.tree.setFocus()
    flag = QItemSelectionModel.SelectionFlag
    outline.tree.selectionModel().setCurrentIndex(index(outline, "layer0"), flag.ClearAndSelect | flag.Rows)
    assert session.selection == {"layer0"}
    QTest.keyClick(outline.tree, Qt.Key.Key_Down)
    assert session.selection == {"layer1"}
    QTest.keyClick(outline.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection == {"layer1", "part"}


def test_a_layer_in_a_closed_block_selects_its_instance(show: Callable[[Project], Outline], session: EditorSession) -> None:
    outline = show(project())
    outline.tree.expandAll()
    flag = QItemSelectionModel.SelectionFlag
    outline.tree.selectionModel().setCurrentIndex(index(outline, "layer2", "part"), flag.ClearAndSelect | flag.Rows)
    assert session.selection == {"part"}


def test_a_name_is_edited_in_place_and_undone(
    show: Callable[[Project], Outline], session: EditorSession, qtbot: QtBot
) -> None:
    outline = show(project())
    before = session.project
    outline.tree.setFocus()
    outline.tree.setCurrentIndex(index(outline, "layer1"))
    QTest.keyClick(outline.tree, Qt.Key.Key_F2)
    editor = outline.tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "hidden")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.graph.name_of("layer1") == "hidden")
    outline.refresh()
    assert index(outline, "layer1").data() == "hidden"
    session.undo()
    assert session.project == before
    assert outline.model.setData(index(outline, "layer1", "part"), "inner")
    assert session.project.blocks["part"].graph.name_of("layer1") == "inner"
    assert not outline.model.setData(index(outline, "layer1"), "layer0")


def test_enter_and_delete_ask_for_it(show: Callable[[Project], Outline], qtbot: QtBot) -> None:
    outline = show(project())
    outline.tree.setFocus()
    outline.tree.setCurrentIndex(index(outline, "layer1"))
    with qtbot.waitSignal(outline.node_wanted) as asked:
        QTest.keyClick(outline.tree, Qt.Key.Key_Return)
    assert asked.args == ["layer1"]
    with qtbot.waitSignal(outline.delete_wanted):
        QTest.keyClick(outline.tree, Qt.Key.Key_Delete)


def test_enter_on_a_layer_of_a_block_opens_it(
    show: Callable[[Project], Outline], session: EditorSession, qtbot: QtBot
) -> None:
    outline = show(project())
    outline.tree.expandAll()
    outline.tree.setCurrentIndex(index(outline, "layer2", "part"))
    with qtbot.waitSignal(outline.node_wanted):
        QTest.keyClick(outline.tree, Qt.Key.Key_Return)
    assert session.scope == "part"


def test_branches_stay_open_and_the_filter_holds(show: Callable[[Project], Outline], session: EditorSession) -> None:
    outline = show(project())
    outline.tree.setExpanded(index(outline, "part"), True)
    session.apply(lambda graph: edits.add_node(graph, "keras.layers.Dense", name="more", node_id="more"), "add")
    outline.refresh()
    assert outline.tree.isExpanded(index(outline, "part"))
    QTest.keyClicks(outline.search, "layer2")
    shown = [row.id for row in outline.model.rows if not _hidden(outline, row.place, row.parent)]
    assert shown == ["part", "layer2"]
    outline.search.clear()
    assert not any(_hidden(outline, row.place, row.parent) for row in outline.model.rows)
    outline.set_theme(DARK)


def _hidden(outline: Outline, place: int, parent: int) -> bool:
    above = outline.model.index_of(parent) if parent >= 0 else QModelIndex()
    return outline.tree.isRowHidden(place, above)


def test_what_a_screen_reader_is_told(show: Callable[[Project], Outline]) -> None:
    outline = show(project())
    assert outline.tree.accessibleName() and outline.tree.accessibleDescription()
    text = index(outline, "layer1").data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "layer1, Dense"


def test_a_thousand_layers_are_listed_at_once(show: Callable[[Project], Outline], session: EditorSession) -> None:
    outline = show(Project(graph=chain(1000)))
    started = time.perf_counter()
    outline.refresh()
    session.select(tuple(session.graph.nodes))
    listed = time.perf_counter() - started
    started = time.perf_counter()
    rows_of(session.graph, {})
    # Not a matter of the machine: all of it takes a small multiple of going through the graph once.
    assert listed < 60 * (time.perf_counter() - started) + 0.2
