"""Training in the window: what is refused, what is said, how a run goes, and editing meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Project
from core.runs.events import DataReady, EpochEnded, RunEnded, RunStarted, StepEnded
from gui.panels.training import PHASES, STATES, duration
from gui.window import MainWindow
from tests.dialogs import answering
from tests.gui.watched import LONG, PATIENCE, Watched

# TensorFlow traces every model anew, which takes seconds.
pytestmark = pytest.mark.slow


# What is refused


def test_without_data_it_is_refused_in_one_sentence(watched: Watched) -> None:
    watched.window.session.add_layer("keras.layers.InputLayer", (0.0, 0.0))
    assert not watched.controller.start()
    assert watched.refusals == ["Choose the data to train on first."]
    assert watched.sentence == watched.refusals[0] and watched.pill == "Idle"
    assert watched.events == [] and watched.running == []


def test_a_network_with_an_error_is_refused_with_the_error(watched: Watched, qtbot: QtBot) -> None:
    window = watched.window
    watched.open()
    window.start()
    dense = list(window.session.graph.nodes)[-1]
    window.session.apply(lambda graph: edits.set_params(graph, [graph.nodes[dense].layer], {"units": -3}), "Set units")
    qtbot.waitUntil(window.session.is_analysis_current, timeout=PATIENCE)
    assert not watched.controller.start()
    assert window.session.graph.name_of(dense) in watched.refusals[0]
    window.session.undo()
    qtbot.waitUntil(window.session.is_analysis_current, timeout=PATIENCE)
    watched.open(epochs=1)
    assert watched.train().status == "finished"


def test_an_empty_canvas_cannot_be_trained(watched: Watched) -> None:
    assert not watched.window.actions_by_id["train.start"].isEnabled()
    assert not watched.window.toolbar.train_button.isEnabled()
    assert not watched.window.actions_by_id["train.stop"].isEnabled()


def test_one_run_at_a_time(watched: Watched) -> None:
    watched.open(epochs=LONG)
    assert watched.controller.start()
    assert not watched.controller.start()
    watched.controller.stop_now()
    watched.wait()
    assert sum(isinstance(event, RunStarted) for event in watched.events) == 1


# A run


def test_a_run_from_start_to_end(watched: Watched) -> None:
    window = watched.window
    watched.open(epochs=4)
    before = window.session.project
    ended = watched.train()
    assert ended.status == "finished" and ended.epochs == 4
    assert isinstance(watched.events[0], RunStarted) and watched.events[0].epochs == 4
    assert [type(event) for event in watched.events].count(RunEnded) == 1
    ready = next(event for event in watched.events if isinstance(event, DataReady))
    assert ready.training + ready.validation + ready.test == 150
    assert [event.epoch for event in watched.events if isinstance(event, EpochEnded)] == [1, 2, 3, 4]
    steps = [(event.epoch, event.step) for event in watched.events if isinstance(event, StepEnded)]
    assert steps == sorted(steps)
    assert watched.running[0] is True and watched.running[-1] is False
    assert window.session.project is before and not window.session.document.is_modified
    # What the panel says of it.
    assert watched.pill == "Done"
    assert f"Best epoch {ended.best_epoch}" in watched.sentence and "test samples" in watched.sentence
    assert f"{ended.test['accuracy']:.4g}" in watched.sentence
    assert watched.panel._bar.value() == 1000
    assert not watched.panel._stop.isVisible() and not watched.panel._show_fault.isVisible()
    curves = watched.panel._curves
    assert curves is not None and set(curves._charts) >= {"loss", "accuracy"}
    assert "Train" in window.toolbar.train_button.text() and window.actions_by_id["train.start"].isEnabled()


def test_the_best_weights_belong_to_the_network_that_was_trained(watched: Watched) -> None:
    window = watched.window
    watched.open(epochs=2)
    assert watched.controller.best_weights(window.session.project) is None
    watched.train()
    weights = watched.controller.best_weights(window.session.project)
    assert weights is not None and weights.is_file()
    node = list(window.session.graph.nodes)[1]
    # Moving a layer or renaming the model trains nothing else.
    window.session.apply(lambda graph: edits.move_nodes(graph, {node: (500.0, 0.0)}), "Move")
    assert watched.controller.best_weights(window.session.project) == weights
    layer = window.session.graph.nodes[node].layer
    window.session.apply(lambda graph: edits.set_params(graph, [layer], {"units": 7}), "Set units")
    assert watched.controller.best_weights(window.session.project) is None
    window.session.undo()
    assert watched.controller.best_weights(window.session.project) == weights
    with answering("Don't save"):
        window.files.new()
    assert watched.controller.best_weights(window.session.project) is None


def test_the_exported_model_has_the_best_weights(watched: Watched, work: Path, qtbot: QtBot) -> None:
    import keras
    import numpy as np

    from core.convert.to_keras import build

    window = watched.window
    watched.open(epochs=3)
    ended = watched.train()
    shown = window.exports.open("keras", window.look)
    assert shown.weights.currentText() == "of the last run"
    shown.target.setText(str(work / "iris.keras"))
    shown.export.click()
    qtbot.waitUntil(shown.copy_path.isVisible, timeout=PATIENCE)
    exported = keras.models.load_model(work / "iris.keras")
    trained = build(window.session.project).model
    trained.load_weights(ended.weights)
    samples = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    assert np.array_equal(exported(samples), trained(samples))


def test_runs_follow_each_other(watched: Watched) -> None:
    watched.open(epochs=1)
    first = watched.train()
    second = watched.train()
    assert first.run != second.run and second.status == "finished"
    assert watched.panel._series.planned_epochs == 1
    assert watched.controller.best_weights(watched.window.session.project) == Path(second.weights)


def test_editing_goes_on_while_it_trains(watched: Watched) -> None:
    """Everything is deleted under the run: it trains what it began with."""
    window = watched.window
    watched.open(epochs=4)
    trained = window.session.project

    def clear() -> None:
        window.session.select(window.session.graph.nodes)
        window.actions_by_id["edit.delete"].trigger()
        assert not window.session.graph.nodes

    watched.on(lambda event: isinstance(event, DataReady), clear)
    ended = watched.train()
    assert ended.status == "finished" and ended.epochs == 4
    assert not window.session.graph.nodes
    assert watched.controller.best_weights(window.session.project) is None
    window.session.undo()
    assert window.session.project.graph == trained.graph
    assert watched.controller.best_weights(window.session.project) == Path(ended.weights)


def test_every_phase_fits_where_it_is_shown(window: MainWindow) -> None:
    panel = window.training_panel
    window.show_panel("training")
    for text in ("Idle", *PHASES.values(), *STATES.values()):
        panel._pill.say(text, "ok")
        assert panel._pill.minimumWidth() >= panel._pill.sizeHint().width(), text


# What goes wrong


def test_an_error_names_the_layer_and_leads_to_it(watched: Watched) -> None:
    """The analysis does not run here, so the network's own error is met by the run."""
    window = watched.window
    watched.open(epochs=1)
    node = list(window.session.graph.nodes)[-1]
    layer = window.session.graph.nodes[node].layer
    window.session.apply(lambda graph: edits.rename(graph, layer, "wrong_one"), "Rename")
    window.session.apply(lambda graph: edits.set_params(graph, [layer], {"activation": "no_such"}), "Set")
    ended = watched.train()
    assert ended.status == "failed" and ended.node == node
    assert "wrong_one" in ended.reason and "\n" not in ended.reason and "\x1b" not in ended.reason
    assert watched.pill == "Failed" and ended.reason in watched.sentence
    assert watched.controller.best_weights(window.session.project) is None
    window.session.select(())
    watched.panel._show_fault.click()
    assert window.session.selected_nodes() == [node]


def test_labels_that_do_not_fit_the_last_layer_are_one_sentence(watched: Watched) -> None:
    window = watched.window
    watched.open(epochs=1)
    node = list(window.session.graph.nodes)[-1]
    layer = window.session.graph.nodes[node].layer
    window.session.apply(lambda graph: edits.set_params(graph, [layer], {"units": 2}), "Set units")
    name = window.session.graph.name_of(node)
    started = watched.controller.start()
    reason = watched.wait().reason if started else watched.refusals[0]
    assert name in reason and reason.count("\n") == 0


def test_data_that_vanished_is_one_sentence(watched: Watched, work: Path) -> None:
    window = watched.window
    watched.open(epochs=1)
    table = work / "table.csv"
    table.write_text("a,b,c,d,kind\n" + "1,2,3,4,x\n5,6,7,8,y\n" * 20)
    window.data.choose_file(table)
    assert window.session.project.training.data.source == f"csv:{table}"
    table.unlink()
    started = watched.controller.start()
    reason = watched.wait().reason if started else watched.refusals[0]
    assert "table.csv" in reason and reason.count("\n") == 0


def test_a_folder_for_runs_that_cannot_be_made_is_one_sentence(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    state = tmp_path / "home" / "state"
    for entry in [*state.glob("*")] if state.is_dir() else []:
        entry.rename(tmp_path / entry.name)
    state.mkdir(exist_ok=True)
    (state / "runs").write_text("not a folder")
    watched.open(epochs=1)
    assert not watched.controller.start()
    assert len(watched.refusals) == 1 and watched.sentence == watched.refusals[0]


def test_durations_read_well() -> None:
    assert [duration(seconds) for seconds in (0.4, 12.4, 59.6, 187, 3729)] == ["0 s", "12 s", "1:00", "3:07", "1:02:09"]


def test_nothing_is_trained_by_opening_a_project(watched: Watched) -> None:
    watched.open()
    assert watched.events == [] and watched.pill == "Idle"
    assert isinstance(watched.window.session.project, Project)
