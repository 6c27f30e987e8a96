"""The list of problems: in order, shown, mended and undone."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.graph.values import Source
from gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("keras_imported")
PATIENCE = 30_000


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.session.is_analysis_current, timeout=PATIENCE)


def test_a_problem_is_listed_mended_by_key_and_back_by_undo(window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    settle(window, qtbot)
    assert "empty" in window.problems._note.text()
    window.session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (4,)})
    node = window.session.add_layer("keras.layers.Conv2D", (0.0, 100.0))
    source = next(iter(window.session.graph.nodes))
    assert node is not None and window.session.wire(Source(source), node)
    settle(window, qtbot)
    found = [problem for problem in window.problems._found if problem.node == node]
    assert found and found[0].severity == "error"
    assert window.problems._list.count() == len(window.problems._found)
    assert "conv2d" in window.problems._list.item(0).text()
    broken = window.session.project
    window.session.select(())
    window.actions_by_id["model.next_problem"].trigger()
    assert window.session.selected_nodes() == [node]
    if found[0].fixes:
        window.actions_by_id["model.fix"].trigger()
        settle(window, qtbot)
        assert found[0].code not in [problem.code for problem in window.problems._found if problem.node == node]
        window.session.undo()
        assert window.session.project == broken


def test_going_round_with_nothing_to_find_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    window.files.new("mlp-iris")
    settle(window, qtbot)
    assert [problem for problem in window.problems._found if problem.severity == "error"] == []
    window.problems._found = []
    said: list[str] = []
    window.session.status.connect(lambda text, level: said.append(text))
    window.actions_by_id["model.next_problem"].trigger()
    window.actions_by_id["model.fix"].trigger()
    assert len(said) == 2


def test_problems_of_nodes_that_are_gone_do_no_harm(window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    window.session.add_layer("keras.layers.InputLayer", (0.0, 0.0))
    window.session.add_layer("keras.layers.Add", (0.0, 100.0))
    settle(window, qtbot)
    assert window.problems._found
    window.session.select(window.session.graph.nodes)
    window.actions_by_id["edit.delete"].trigger()
    # The list still shows the old analysis for a moment.
    window.actions_by_id["model.next_problem"].trigger()
    window.actions_by_id["model.fix"].trigger()
    settle(window, qtbot)
    assert window.problems._found == []
