"""A live chart draws its axes anew only when it must, and shows the same as if it drew everything."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.graph.values import FrozenMap
from core.runs.events import BestImproved, EpochEnded, RunStarted, StepEnded
from gui.plots.curves import Curves
from gui.plots.series import RunSeries

STEPS = 40


def train(curves: Curves, qtbot: QtBot, *, log: bool = False) -> tuple[int, int]:
    """Two metrics over five epochs, drawn after every step; how often it was drawn, and how often with its axes."""
    whole: list[None] = []
    draw = curves.draw

    def counted() -> None:
        whole.append(None)
        draw()

    curves.draw = counted  # type: ignore[method-assign]
    series = RunSeries()
    series.add(RunStarted("r", "", 5, 32, 0))
    curves.show_series(series)
    curves.set_log(log)
    redraws = 0
    for epoch in range(1, 6):
        for step in range(1, STEPS + 1):
            loss = 2.0 / (epoch + step / STEPS) + 0.05 * (step % 7 == 0)
            series.add(StepEnded(epoch, step, STEPS, FrozenMap({"loss": loss, "accuracy": 1 - loss / 3}), 0.1))
            curves._redraw()
            qtbot.wait(0)
            redraws += 1
        series.add(EpochEnded(epoch, FrozenMap({"loss": 1 / epoch, "val_loss": 1.2 / epoch}), None, 0.1))
        series.add(BestImproved(epoch, "val_loss", 1.2 / epoch))
    curves._redraw()
    qtbot.wait(0)
    return redraws, len(whole)


@pytest.mark.parametrize("log", (False, True))
def test_the_axes_are_drawn_seldom_and_the_picture_is_whole(curves: Curves, qtbot: QtBot, log: bool) -> None:
    redraws, whole = train(curves, qtbot, log=log)
    assert whole < redraws / 4
    shown = curves.grab().toImage()
    curves.draw()
    assert curves.grab().toImage() == shown


def test_curves_stay_inside_their_axes(curves: Curves, qtbot: QtBot) -> None:
    train(curves, qtbot)
    for chart in curves._charts.values():
        low, high = chart.axes.get_ylim()
        for line in (chart.train, chart.validation):
            assert all(low <= value <= high for value in line.get_ydata())


def test_a_new_size_and_a_new_run_draw_everything(curves: Curves, qtbot: QtBot) -> None:
    train(curves, qtbot)
    curves.resize(500, 180)
    qtbot.wait(20)
    shown = curves.grab().toImage()
    curves.draw()
    assert curves.grab().toImage() == shown
    curves.show_series(RunSeries())
    qtbot.wait(150)
    assert all(len(chart.train.get_xdata()) == 0 for chart in curves._charts.values())
