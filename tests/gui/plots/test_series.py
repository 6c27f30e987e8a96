"""What a run's events become before they are drawn."""

from __future__ import annotations

import numpy as np

from core.graph.values import FrozenMap
from core.runs.events import BestImproved, EpochEnded, RunEnded, RunStarted, StepEnded
from gui.plots.series import RunSeries


def filled() -> RunSeries:
    series = RunSeries()
    series.add(RunStarted("r", "/runs/r", 3, 32, 0))
    for epoch in (1, 2):
        for step in (1, 2):
            series.add(StepEnded(epoch, step, 2, FrozenMap({"loss": 1.0 / (epoch * step), "accuracy": 0.5}), 0.1))
        series.add(
            EpochEnded(epoch, FrozenMap({"loss": 0.5 / epoch, "val_loss": 0.6 / epoch, "accuracy": 0.6}), 0.001, 1.0)
        )
    series.add(BestImproved(2, "val_loss", 0.3))
    return series


def test_a_metric_and_its_validation_twin_share_a_chart() -> None:
    assert filled().charts() == ["loss", "accuracy"]
    assert RunSeries().charts() == []


def test_steps_lie_between_the_epochs() -> None:
    x, y = filled().steps("loss")
    assert np.allclose(x, [0.5, 1.0, 1.5, 2.0])
    assert np.allclose(y, [1.0, 0.5, 0.5, 0.25])


def test_the_best_epoch_and_its_value() -> None:
    series = filled()
    assert (series.planned_epochs, series.best_epoch) == (3, 2)
    assert series.value_at(2, "val_loss") == 0.3
    assert series.value_at(3, "val_loss") is None
    assert series.latest("loss") == 0.25


def test_the_end_says_which_epoch_was_best_after_all() -> None:
    series = filled()
    series.add(RunEnded("r", "/runs/r", "finished", "All epochs are done.", 2, best_epoch=1))
    assert series.best_epoch == 1
