"""The curves as Matplotlib draws them: data in place, bounded points, both themes, nothing while hidden."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.graph.values import FrozenMap
from core.runs.events import BestImproved, EpochEnded, RunStarted, StepEnded
from gui.plots.curves import MOST_POINTS, Curves, thin
from gui.plots.series import RunSeries
from gui.theme import DARK, LIGHT


def run_of(epochs: int, steps: int) -> RunSeries:
    series = RunSeries()
    series.add(RunStarted("r", "", epochs, 32, 0))
    for epoch in range(1, epochs + 1):
        for step in range(1, steps + 1):
            series.add(StepEnded(epoch, step, steps, FrozenMap({"loss": 1 / (epoch + step), "accuracy": 0.5}), 0.1))
        series.add(EpochEnded(epoch, FrozenMap({"loss": 1 / epoch, "val_loss": 1.2 / epoch}), None, 0.1))
    series.add(BestImproved(epochs, "val_loss", 1.2 / epochs))
    return series


def test_lines_hold_the_events(qtbot: QtBot, curves: Curves) -> None:
    curves.show_series(run_of(4, 10))
    qtbot.waitUntil(lambda: list(curves._charts) == ["loss", "accuracy"])
    chart = curves._charts["loss"]
    qtbot.waitUntil(lambda: len(chart.validation.get_xdata()) == 4)
    assert np.allclose(chart.validation.get_ydata(), [1.2, 0.6, 0.4, 0.3])
    assert len(chart.steps.get_xdata()) == 40
    assert chart.best.get_visible() and chart.best.get_xdata()[0] == 4


def test_the_best_epoch_is_named_where_nothing_covers_it(curves: Curves) -> None:
    for epoch in range(1, 16):
        series = run_of(15, 3)
        series.add(BestImproved(epoch, "val_loss", 1.2 / epoch))
        curves.show_series(series)
        curves._redraw()
        curves.draw()
        for name, chart in curves._charts.items():
            assert chart.best_text.get_visible() and str(epoch) in chart.best_text.get_text()
            text, inside = chart.best_text.get_window_extent(), chart.axes.get_window_extent()
            assert text.x0 >= inside.x0 - 1 and text.x1 <= inside.x1 + 1, (name, epoch)
            assert text.y1 <= curves.figure.bbox.y1, (name, epoch)
            assert not text.overlaps(chart.axes._left_title.get_window_extent()), (name, epoch)
            assert not chart.key.get_visible() or not text.overlaps(chart.key.get_window_extent()), (name, epoch)


@pytest.mark.parametrize("log", [False, True])
def test_the_labels_have_room_whatever_the_numbers_are(curves: Curves, log: bool) -> None:
    curves.set_log(log)
    series = RunSeries()
    series.add(RunStarted("r", "", 8, 32, 0))
    curves.show_series(series)
    for epoch, loss in enumerate((1e6, 123.456, 0.25, 0.00012345), 1):
        series.add(EpochEnded(epoch, FrozenMap({"loss": loss, "accuracy": 1.0 - 1e-5 * epoch}), None, 0.1))
        curves._redraw()
        curves.draw()
        check_room(curves)
    curves.resize(420, 180)
    curves.draw()
    check_room(curves)


def check_room(curves: Curves) -> None:
    """Everything that is said at the axes is inside the picture, and no chart lies over another."""
    whole = curves.figure.bbox
    boxes = [chart.axes.get_tightbbox() for chart in curves._charts.values()]
    for box in boxes:
        assert box is not None
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= whole.x1 + 1 and box.y1 <= whole.y1 + 1
    for left, right in zip(boxes, boxes[1:], strict=False):
        assert left is not None and right is not None and left.x1 <= right.x0 + 1


def test_long_runs_are_thinned_for_drawing_only(qtbot: QtBot) -> None:
    keep = thin(np.arange(100_000.0))
    assert len(keep) <= MOST_POINTS and keep[0] == 0 and keep[-1] == 99_999
    assert len(thin(np.arange(10.0))) == 10


def test_a_hidden_chart_does_not_draw(qtbot: QtBot) -> None:
    curves = Curves(LIGHT)
    qtbot.addWidget(curves)
    curves.show_series(run_of(2, 2))
    qtbot.wait(50)
    assert not curves._timer.isActive() and curves._still is None


def test_the_theme_changes_live_and_log_scale_holds(curves: Curves) -> None:
    curves.show_series(run_of(3, 3))
    curves.set_log(True)
    curves.set_theme(DARK)
    assert curves._charts["loss"].axes.get_yscale() == "log"
    assert curves._charts["loss"].validation.get_color() == DARK.validation
    curves.grab()
