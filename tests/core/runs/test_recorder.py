"""The rules of a run, without Keras."""

from __future__ import annotations

import math

import pytest

from core.runs.events import BestImproved, EpochEnded, PhaseChanged, RunEvent, StepEnded
from core.runs.job import StopToken
from core.runs.recorder import STEP_INTERVAL, LossIsNaN, Recorder, StopNow


class Run:
    """A recorder with what it reported and kept."""

    def __init__(self) -> None:
        self.events: list[RunEvent] = []
        self.kept: list[int] = []
        self.stop = StopToken()
        self.recorder = Recorder(self.events.append, self.stop, lambda: self.kept.append(self.recorder.epochs))

    def epoch(self, number: int, **logs: float) -> None:
        self.recorder.epoch_began(number, 0.01)
        self.recorder.epoch_ended(logs)

    def of(self, kind: type[RunEvent]) -> list[RunEvent]:
        return [event for event in self.events if isinstance(event, kind)]


def test_the_lowest_validation_loss_is_kept_before_it_is_told() -> None:
    run = Run()
    for number, value in enumerate((0.5, 0.3, 0.4, 0.3, 0.2), start=1):
        run.epoch(number, loss=1 / number, val_loss=value)
    assert run.kept == [1, 2, 5]
    assert [event.epoch for event in run.of(BestImproved)] == [1, 2, 5]  # type: ignore[union-attr]
    assert run.recorder.best_epoch == 5
    assert run.recorder.history["val_loss"] == (0.5, 0.3, 0.4, 0.3, 0.2)
    assert run.recorder.metrics_of(2)["val_loss"] == 0.3 and not run.recorder.metrics_of(None)


def test_without_validation_the_training_loss_decides() -> None:
    run = Run()
    run.recorder.monitor = "loss"
    run.epoch(1, loss=0.5)
    run.epoch(2, loss=0.6)
    assert run.kept == [1]


def test_epochs_without_validation_leave_gaps_not_shifts() -> None:
    run = Run()
    run.epoch(1, loss=0.5)
    run.epoch(2, loss=0.4, val_loss=0.6)
    run.epoch(3, loss=0.3)
    assert run.recorder.history["loss"] == (0.5, 0.4, 0.3)
    first, second, third = run.recorder.history["val_loss"]
    assert math.isnan(first) and second == 0.6 and math.isnan(third)
    assert run.kept == [1, 2] and run.recorder.best_epoch == 2


def test_nan_ends_the_run_and_the_epoch_does_not_count() -> None:
    run = Run()
    run.epoch(1, loss=0.5, val_loss=0.5)
    with pytest.raises(LossIsNaN):
        run.epoch(2, loss=math.nan, val_loss=math.nan)
    assert run.recorder.epochs == 1 and len(run.recorder.history["loss"]) == 1
    with pytest.raises(LossIsNaN):
        run.recorder.step_ended(3, 9, {"loss": math.nan})


def test_a_validation_loss_of_nan_is_never_the_best() -> None:
    run = Run()
    run.epoch(1, loss=0.5, val_loss=math.nan)
    run.epoch(2, loss=0.5, val_loss=9.0)
    assert run.kept == [2]


def test_steps_are_reported_sparingly_but_the_last_always(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("core.runs.recorder.time.perf_counter", lambda: clock[0])
    run = Run()
    run.recorder.epoch_began(1, None)
    for step in range(1, 1001):
        clock[0] += 0.001
        if run.recorder.wants_step(step, 1000):
            run.recorder.step_ended(step, 1000, {"loss": 1.0})
    steps = [event.step for event in run.of(StepEnded)]  # type: ignore[union-attr]
    assert steps[0] == 1 and steps[-1] == 1000
    assert len(steps) <= 1 / STEP_INTERVAL + 2
    (last,) = [event for event in run.of(StepEnded) if event.step == 1000]  # type: ignore[union-attr]
    assert last.seconds == pytest.approx(1.0)  # type: ignore[union-attr]


def test_first_request_waits_for_the_epoch_second_does_not() -> None:
    run = Run()
    run.recorder.check_stop()
    run.stop.request()
    run.recorder.check_stop()
    run.recorder.check_stop()
    assert run.recorder.stop_requested and len(run.of(PhaseChanged)) == 1
    run.stop.request()
    with pytest.raises(StopNow):
        run.recorder.check_stop()
    assert StopToken().requested is False


def test_now_is_now() -> None:
    token = StopToken()
    token.request(now=True)
    assert token.at_once and token.requested


def test_stopping_stays_visible_until_the_end() -> None:
    run = Run()
    run.recorder.phase("training", "a")
    run.recorder.phase("training", "a")
    run.stop.request()
    run.recorder.check_stop()
    run.recorder.phase("validating")
    run.recorder.phase("saving")
    assert [event.phase for event in run.of(PhaseChanged)] == ["training", "stopping", "saving"]  # type: ignore[union-attr]


def test_odd_values_in_logs_become_floats() -> None:
    import numpy as np

    run = Run()
    run.epoch(1, loss=np.float32(0.5), learning_rate=np.array(0.1))  # type: ignore[arg-type]
    (event,) = run.of(EpochEnded)
    assert all(type(value) is float for value in event.logs.values())  # type: ignore[union-attr]
