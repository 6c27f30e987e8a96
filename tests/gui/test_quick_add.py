"""Adding layers from the keyboard: the popup, what it offers where, what is placed and wired, replaced, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.graph import edits, queries, removing
from core.graph.model import Graph, Project
from core.graph.queries import Edge
from core.graph.values import Source
from gui.canvas.placing import RANK_STEP
from gui.quick_add import QuickAdd
from gui.window import MainWindow

NONE = Qt.KeyboardModifier.NoModifier


def chain(*names: str) -> Project:
    graph = Graph()
    for number, name in enumerate(names, 1):
        params = {"shape": (8, 8, 1)} if name == "InputLayer" else {"units": 4} if name == "Dense" else {}
        node = f"n{number}"
        graph = edits.add_node(graph, f"keras.layers.{name}", params=params, position=(0.0, 106.0 * number), node_id=node)
        if number > 1:
            graph = edits.connect(graph, Source(f"n{number - 1}"), node, ("inputs",))
    return Project(graph=graph)


@pytest.fixture
def popup(window: MainWindow, qtbot: QtBot) -> QuickAdd:
    qtbot.waitUntil(window.view.hasFocus)
    return window.adding.popup


def show(window: MainWindow, project: Project, *selected: str) -> None:
    window.session.open_project(project)
    window.session.select(selected)
    window.view.setFocus()


def ask(window: MainWindow, word: str, key: Qt.Key = Qt.Key.Key_Return, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    assert window.adding.popup.search.hasFocus()
    QTest.keyClicks(window.adding.popup.search, word)
    QTest.keyClick(window.adding.popup.search, key, modifiers)


def kinds(window: MainWindow) -> list[str]:
    graph = window.session.graph
    return [graph.layers[node.layer].class_name for node in graph.nodes.values()]


def wires(window: MainWindow) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(window.session.graph)}


def undone_and_redone(window: MainWindow, before: Project, steps: int = 1) -> None:
    after = window.session.project
    assert after != before
    for _ in range(steps):
        window.session.undo()
    assert window.session.project == before
    for _ in range(steps):
        window.session.redo()
    assert window.session.project == after


def analysed(window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    qtbot.waitUntil(window.session.is_analysis_current, timeout=60_000)


def test_with_two_ways_on_it_starts_a_third(window: MainWindow, popup: QuickAdd) -> None:
    project = chain("InputLayer", "Conv2D", "Flatten")
    graph = edits.add_node(project.graph, "keras.layers.Flatten", position=(300.0, 318.0), node_id="n9")
    graph = edits.connect(graph, Source("n2"), "n9", ("inputs",))
    show(window, Project(graph=graph), "n2")
    ask(window, "dropout")
    assert wires(window) == {("n1", "n2"), ("n2", "n3"), ("n2", "n9"), ("n2", "n10")}


def test_a_wire_that_was_double_clicked_is_split(window: MainWindow, popup: QuickAdd) -> None:
    show(window, chain("InputLayer", "Flatten"))
    before = window.session.project
    window.view.quick_add_requested.emit((0.0, 160.0), Edge(Source("n1"), "n2", ("inputs",)))
    QTest.keyClicks(popup.search, "relu")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert wires(window) == {("n1", "n3"), ("n3", "n2")}
    places = window.session.graph.layout.positions
    assert places["n3"][1] - places["n1"][1] >= RANK_STEP and places["n2"][1] - places["n3"][1] >= RANK_STEP
    undone_and_redone(window, before)


def test_an_input_is_fed_by_what_is_chosen(window: MainWindow, popup: QuickAdd) -> None:
    show(window, chain("Dense"))
    window.view.quick_add_requested.emit((0.0, 0.0), ("n1", ("inputs",)))
    QTest.keyClicks(popup.search, "in")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert kinds(window) == ["Dense", "InputLayer"] and wires(window) == {("n2", "n1")}


def test_escape_leaves_everything_as_it_was(window: MainWindow, popup: QuickAdd) -> None:
    show(window, chain("InputLayer", "Dense"), "n1")
    before = window.session.project
    ask(window, "conv", Qt.Key.Key_Escape)
    assert popup.isHidden() and window.view.hasFocus() and window.session.project is before
    assert window.session.selected_nodes() == ["n1"]


def test_a_click_elsewhere_closes_it(window: MainWindow, popup: QuickAdd, qtbot: QtBot) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    QTest.mouseClick(window.palette_panel.search, Qt.MouseButton.LeftButton)
    assert popup.isHidden() and window.palette_panel.search.hasFocus()


def test_the_arrows_walk_and_a_click_takes(window: MainWindow, popup: QuickAdd) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    QTest.keyClicks(popup.search, "pool")
    first = popup.current()
    QTest.keyClick(popup.search, Qt.Key.Key_Down)
    second = popup.current()
    assert first is not None and second is not None and first is not second
    QTest.keyClick(popup.search, Qt.Key.Key_Up)
    assert popup.current() is first
    QTest.keyClick(popup.search, Qt.Key.Key_Up)
    assert popup.current() is popup.model.layers()[-1]
    index = popup.model.index(popup.model.place(second))
    popup.list.scrollTo(index)
    QTest.mouseClick(
        popup.list.viewport(), Qt.MouseButton.LeftButton, NONE, popup.list.visualRect(index).center()
    )
    assert popup.isHidden() and kinds(window) == [second.step.class_name]


def test_nothing_found_adds_nothing(window: MainWindow, popup: QuickAdd) -> None:
    ask(window, "qqqqqq")
    assert popup.isVisible() and not window.session.graph.nodes and "qqqqqq" in popup.summary.text()


def test_what_is_used_is_remembered(window: MainWindow, popup: QuickAdd) -> None:
    ask(window, "in")
    ask(window, "leaky")
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    assert window.settings.used["keras.layers.LeakyReLU"] == 1
    assert "LeakyReLU" in [row.name for row in popup.model.layers()[:2]]


# With the analysis


def test_groups_shapes_and_reasons(window: MainWindow, popup: QuickAdd, keras_imported: None, qtbot: QtBot) -> None:
    show(window, chain("InputLayer", "Conv2D"), "n1")
    window.session.apply(lambda graph: removing.remove_nodes(graph, ["n2"]), "only the input")
    analysed(window, qtbot)
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not popup._asked)
    QTest.keyClicks(popup.search, "conv")
    qtbot.waitUntil(lambda: not popup._asked)
    rows = {row.name: row for row in popup.model.layers()}
    assert rows["Conv2D"].group == "fits" and rows["Conv2D"].result == "6 × 6 × 32"
    assert rows["Conv1D"].group == "converts" and rows["Conv1D"].steps_before[0].class_name == "Reshape"
    groups = [row.group for row in popup.model.layers()]
    assert groups == sorted(groups, key=("fits", "converts", "not").index)
    assert "6 × 6 × 32" in popup.result.text() and "320" in popup.result.text()


def test_a_conversion_is_placed_with_the_layer_in_one_step(
    window: MainWindow, popup: QuickAdd, keras_imported: None, qtbot: QtBot
) -> None:
    show(window, chain("InputLayer"), "n1")
    analysed(window, qtbot)
    before = window.session.project
    ask(window, "lstm")
    assert kinds(window) == ["InputLayer", "Reshape", "LSTM"] and wires(window) == {("n1", "n2"), ("n2", "n3")}
    undone_and_redone(window, before)
    qtbot.waitUntil(window.session.is_analysis_current)
    assert window.session.analysis is not None and not window.session.analysis.has_errors


def test_dense_is_offered_as_it_is_and_behind_a_flatten(
    window: MainWindow, popup: QuickAdd, keras_imported: None, qtbot: QtBot
) -> None:
    show(window, chain("InputLayer"), "n1")
    analysed(window, qtbot)
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    QTest.keyClicks(popup.search, "dense")
    rows = [row for row in popup.model.layers() if row.name == "Dense"]
    assert [len(row.steps_before) for row in rows] == [0, 1]
    while popup.current() is not rows[1]:
        QTest.keyClick(popup.search, Qt.Key.Key_Down)
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert kinds(window) == ["InputLayer", "Flatten", "Dense"]


# Replacing


def test_an_input_is_not_replaced(window: MainWindow, popup: QuickAdd) -> None:
    show(window, chain("InputLayer", "Dense"), "n1")
    QTest.keyClick(window.view, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert popup.isHidden()
