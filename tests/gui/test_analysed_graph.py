"""What is derived from the graph that is shown: an analysis that is never stale, with the real analysis thread; ports."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.analysis.analysis import Analyzer
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.values import Source
from gui.analysed_graph import ANALYSIS_DELAY_MS
from gui.session import EditorSession
from gui.window import MainWindow

INPUT, DENSE, LSTM = "keras.layers.InputLayer", "keras.layers.Dense", "keras.layers.LSTM"


def add_two(session: EditorSession) -> None:
    first = session.add_layer(INPUT, (0.0, 0.0))
    assert first is not None
    session.add_layer(DENSE, (0.0, 100.0), after=Source(first))


def test_the_analysis_is_current_or_not_shown(session: EditorSession, qtbot: QtBot) -> None:
    add_two(session)
    with qtbot.waitSignal(session.analysis_changed, timeout=60_000):
        session.start_analysis()
    assert session.is_analysis_current() and session.analysis is not None
    shapes = {node: result.outputs for node, result in session.analysis.nodes.items()}
    assert all(found is not None for found in shapes.values())
    session.apply(lambda graph: edits.set_params(graph, ["l2"], {"units": 7}), "Set units")
    assert not session.is_analysis_current()
    with qtbot.waitSignal(session.analysis_changed):
        pass
    outputs = session.analysis.nodes["n2"].outputs
    assert outputs is not None and outputs[0].shape[-1] == 7


def test_another_project_is_analysed_at_once_and_edits_together(session: EditorSession, qtbot: QtBot) -> None:
    busy: list[bool] = []
    session.analysis_busy.connect(busy.append)
    add_two(session)
    assert busy == [], "edits wait for what follows"
    project = session.project
    session.open_project(project)
    assert busy == [True], "who opens a file waits for its shapes"
    qtbot.wait(3 * ANALYSIS_DELAY_MS)
    assert busy == [True], "and the edits before it are not analysed any more"


def test_moving_a_node_keeps_the_analysis(session: EditorSession, qtbot: QtBot) -> None:
    add_two(session)
    with qtbot.waitSignal(session.analysis_changed, timeout=60_000):
        session.start_analysis()
    session.apply(lambda graph: edits.move_nodes(graph, {"n1": (5, 5)}), "Move")
    assert session.is_analysis_current()


def test_problems_name_their_node(session: EditorSession, qtbot: QtBot) -> None:
    session.add_layer(DENSE, (0, 0))
    with qtbot.waitSignal(session.analysis_changed, timeout=60_000):
        session.start_analysis()
    assert [problem.severity for problem in session.problems_of("n1")] == ["error"]


def test_a_block_has_the_ports_of_what_it_holds(session: EditorSession) -> None:
    inner = edits.add_node(edits.add_node(Project().graph, INPUT, name="left"), INPUT, name="right")
    session.apply_project(lambda project: edits.put_block(project, Block("pair", graph=inner)), "Add block")
    node = session.add_layer("block:pair", (0.0, 0.0))
    assert node is not None
    assert [port.label for port in session.input_ports(node)] == ["left", "right"]
    layer = session.graph.layer_of(node)
    assert session.spec_of(layer) is None and session.family_of(layer) == "block"


def test_outputs_are_counted_by_the_catalogue_before_they_are_analysed(session: EditorSession) -> None:
    node = session.add_layer(LSTM, (0.0, 0.0))
    assert node is not None and session.output_count(node) == 1
    layer = session.graph.nodes[node].layer
    session.apply(lambda graph: edits.set_params(graph, [layer], {"return_state": True}), "Return the state")
    assert session.output_count(node) == 3


@pytest.mark.expects_log("gui.analysis_worker")
def test_a_failure_is_told_and_the_next_analysis_counts_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, real = window.session, Analyzer.analyze

    def broken(*_: object, **__: object) -> None:
        raise ImportError("no module named 'keras'.")

    monkeypatch.setattr(Analyzer, "analyze", broken)
    add_two(session)
    with qtbot.waitSignal(session.analysis_failed):
        session.start_analysis()
    assert window.problems._note.text() == "The graph could not be analysed: no module named 'keras'."
    assert window.summary._state.text() == "no analysis" and not window.summary._costs.isEnabled()
    window.choose_theme("dark")
    assert "could not be analysed" in window.problems._note.text()
    monkeypatch.setattr(Analyzer, "analyze", real)
    with qtbot.waitSignal(session.analysis_changed):
        session.apply(lambda graph: edits.set_params(graph, ["l2"], {"units": 7}), "Set units")
    assert window.summary._state.text() == "no errors" and "No problems" in window.problems._note.text()


@pytest.mark.expects_log("gui.analysis_worker")
def test_a_question_that_fails_says_nothing_of_the_graph_that_is_shown(
    session: EditorSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    add_two(session)
    session._timer.stop()  # one request, so that what fails can only be the question
    with qtbot.waitSignal(session.analysis_changed):
        session.start_analysis()
    told: list[str] = []
    session.analysis_failed.connect(told.append)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(Analyzer, "analyze", broken)
    session.foresee(lambda graph: edits.set_params(graph, ["l2"], {"units": 7}))
    qtbot.waitUntil(lambda: "The analysis failed." in caplog.text)
    qtbot.wait(50)
    assert told == [] and session.is_analysis_current()
