"""A stop in every phase, both kinds, and what is left of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.graph.model import DataSettings
from core.runs.events import EpochEnded, PhaseChanged, RunEvent, StepEnded
from core.runs.job import StopToken
from core.runs.store import read_run
from tests.core.runs.projects import Trained, Watch, classifier, train


def at_phase(phase: str, now: bool, *, nth: int = 1) -> Watch:
    """Stop when the phase begins for the nth time."""
    seen = [0]

    def watch(event: RunEvent, stop: StopToken) -> None:
        if isinstance(event, PhaseChanged) and event.phase == phase:
            seen[0] += 1
            if seen[0] == nth:
                stop.request(now=now)

    return watch


def at(matches: Callable[[RunEvent], bool], now: bool) -> Watch:
    """Stop at the first event that matches."""

    def watch(event: RunEvent, stop: StopToken) -> None:
        if not stop.requested and matches(event):
            stop.request(now=now)

    return watch


def assert_is_whole(trained: Trained) -> None:
    """Whatever happened, the last event is the end, and the folder says the same."""
    ended = trained.ended
    assert trained.events[-1] is ended
    assert all(len(values) == ended.epochs for values in ended.history.values())
    record = read_run(trained.job.folder)
    assert (record.status, record.reason, record.epochs) == (ended.status, ended.reason, ended.epochs)


@pytest.mark.parametrize("now", [False, True])
@pytest.mark.parametrize("phase", ["preparing", "building", "adapting"])
def test_before_training_nothing_is_trained(tmp_path: Path, phase: str, now: bool) -> None:
    trained = train(classifier(), tmp_path, at_phase(phase, now))
    assert_is_whole(trained)
    assert trained.ended.status == "stopped" and trained.ended.reason == "Stopped on request before training began."
    assert not trained.of(StepEnded) and trained.ended.weights == ""


@pytest.mark.parametrize("phase", ["tracing", "training", "validating"])
def test_the_first_request_ends_after_the_epoch(tmp_path: Path, phase: str) -> None:
    trained = train(classifier(epochs=50), tmp_path, at_phase(phase, now=False))
    assert_is_whole(trained)
    assert trained.ended.status == "stopped"
    assert trained.ended.reason == "Stopped on request after epoch 1."
    assert trained.ended.epochs == 1 and "val_loss" in trained.ended.history
    assert trained.ended.test and Path(trained.ended.weights).is_file()
    assert [event.phase for event in trained.of(PhaseChanged) if event.phase == "stopping"] == ["stopping"]


@pytest.mark.parametrize("phase", ["tracing", "training", "validating"])
def test_at_once_keeps_the_weights_of_that_moment(tmp_path: Path, phase: str) -> None:
    trained = train(classifier(epochs=50), tmp_path, at_phase(phase, now=True))
    assert_is_whole(trained)
    assert trained.ended.status == "stopped" and trained.ended.epochs == 0
    assert "the weights of that moment are kept" in trained.ended.reason
    assert trained.ended.best_epoch is None and not trained.ended.test
    assert Path(trained.ended.weights).is_file()


def test_the_second_request_does_not_wait_for_the_epoch(tmp_path: Path) -> None:
    def watch(event: RunEvent, stop: StopToken) -> None:
        if isinstance(event, StepEnded) and event.epoch == 3:
            stop.request()
            stop.request()

    trained = train(classifier(epochs=50), tmp_path, watch)
    assert_is_whole(trained)
    assert trained.ended.epochs == 2 and trained.ended.best_epoch is not None
    assert trained.ended.reason.startswith("Stopped on request during epoch 3; epoch ")


def test_the_best_weights_survive_a_stop(tmp_path: Path) -> None:
    import keras

    from core.data.sources import load
    from core.data.splits import split

    project = classifier(epochs=50, rate=0.3)
    trained = train(project, tmp_path, at(lambda event: isinstance(event, EpochEnded) and event.epoch == 6, now=True))
    best = trained.ended.best["val_loss"]
    assert trained.ended.epochs == 6 and best == min(trained.ended.history["val_loss"])
    model = keras.saving.load_model(trained.job.folder / "model.keras")
    validation = split(load(project.training.data), project.training.data).validation
    assert validation is not None
    x, y = validation.inputs["features"], validation.targets["class"]
    assert model.evaluate(x, y, verbose=0)[0] == pytest.approx(best, rel=1e-4)


def test_a_long_validation_is_left_at_once(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    np.savez(tmp_path / "long.npz", x=generator.normal(size=(4000, 4)), y=np.arange(4000) % 3)
    data = DataSettings(source="npz:long.npz", validation_split=0.9, test_split=0.0)
    batches = [0]

    def watch(event: RunEvent, stop: StopToken) -> None:
        batches[0] += isinstance(event, PhaseChanged) and event.phase == "validating"
        if batches[0] == 2:  # compiled, and in the middle of 225 batches
            stop.request(now=True)

    trained = train(classifier(epochs=3, data=data), tmp_path, watch, data_folder=tmp_path)
    assert_is_whole(trained)
    assert trained.ended.epochs == 0 and trained.ended.status == "stopped"


@pytest.mark.parametrize("phase", ["evaluating", "saving"])
def test_after_training_the_run_counts_as_finished(tmp_path: Path, phase: str) -> None:
    trained = train(classifier(epochs=2), tmp_path, at_phase(phase, now=True))
    assert_is_whole(trained)
    assert trained.ended.status == "finished" and trained.ended.epochs == 2
    assert Path(trained.ended.weights).is_file()
    assert bool(trained.ended.test) == (phase == "saving")


def test_what_cannot_be_interrupted_is_said(tmp_path: Path) -> None:
    trained = train(classifier(epochs=1), tmp_path)
    fixed = {event.phase for event in trained.of(PhaseChanged) if not event.interruptible}
    assert fixed == {"preparing", "building", "adapting", "tracing", "validating", "saving"}
    (tracing,) = [event for event in trained.of(PhaseChanged) if event.phase == "tracing"]
    assert "a stop waits" in tracing.text


def test_a_stop_in_the_last_epoch_is_no_stop(tmp_path: Path) -> None:
    trained = train(
        classifier(epochs=2), tmp_path, at(lambda event: isinstance(event, StepEnded) and event.epoch == 2, now=False)
    )
    assert trained.ended.epochs == 2 and trained.ended.status == "finished"
