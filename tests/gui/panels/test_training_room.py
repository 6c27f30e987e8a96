"""The training panel while a run goes: what it says never moves the curves below."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from core.graph.values import FrozenMap
from core.runs.events import DataReady, EpochEnded, PhaseChanged, RunEnded, RunMessage, RunStarted, StepEnded
from gui.panels.training import PHASES, Training
from gui.settings import Settings
from gui.window import MainWindow
from tests.windows import OpenWindow

FIGURES = FrozenMap(
    {name: 0.123456 for key in ("loss", "accuracy", "top_5_accuracy") for name in (key, f"val_{key}")}
)

A_WHILE = 20
"""Milliseconds in which labels say what they are told, and layouts follow."""


def shown_at_once(window: MainWindow) -> Training:
    """The panel, which does not wait for more events of a kind."""
    window.training_panel._telling._timer.setInterval(0)
    return window.training_panel


@pytest.mark.parametrize("width", [1000, 1600])
def test_the_curves_keep_their_size_from_epoch_to_epoch(
    window: MainWindow, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.panels.training.FIRST_PLOT_S", 0.0)
    window.resize(width, 900)
    window.show_panel("training")
    panel = shown_at_once(window)
    panel._on_event(RunStarted("r", "", 9, 32, 0))
    panel._on_event(DataReady(training=1_078, validation=180, test=359, steps=34))
    sizes = []
    for epoch in range(1, 6):
        panel._on_event(PhaseChanged("training", ""))
        for step in (1, 20, 34):
            panel._on_event(StepEnded(epoch, step, 34, FrozenMap({"loss": 0.5}), 0.1 * step * epoch))
            QTest.qWait(A_WHILE)
        panel._on_event(PhaseChanged("validating", "", True))
        panel._on_event(EpochEnded(epoch, FIGURES, None, 1.0))
        QTest.qWait(A_WHILE)
        assert panel._curves is not None
        sizes.append(panel._curves.size())
        panel._on_event(RunMessage("info", "Short."))
        QTest.qWait(A_WHILE)
        sizes.append(panel._curves.size())
    assert len(set(map(str, sizes[1:]))) == 1, sizes


def test_the_first_picture_waits_and_the_last_does_not(window: MainWindow) -> None:
    """A run of a second is not held up by charts that nobody could look at before it is over."""
    window.resize(1600, 900)
    window.show_panel("training")
    panel = window.training_panel
    panel._on_event(RunStarted("r", "", 1, 32, 0))
    panel._on_event(EpochEnded(1, FIGURES, None, 1.0))
    assert panel._curves is None and panel._hint.isVisible()
    panel._on_event(RunEnded("r", "", "finished", "All epochs are done.", 1, best_epoch=1))
    assert panel._curves is not None and panel._curves.isVisible() and not panel._hint.isVisible()
    assert panel._curves.series.charts() == ["loss", "accuracy", "top_5_accuracy"]
    panel._on_event(RunStarted("r", "", 1, 32, 0))
    assert panel._curves.isHidden() and panel._hint.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_run_fits_into_the_window_of_a_small_screen(work: Path, open_window: OpenWindow, language: str) -> None:
    settings = Settings()
    settings.language = language
    settings.flush()
    window = open_window()
    window.resize(1280, 720)
    window.show_panel("training")
    panel = shown_at_once(window)
    panel._stop.setVisible(True)
    panel._stop_now.setVisible(True)
    panel._on_event(RunStarted("r", "", 100, 32, 0))
    for phase in PHASES:
        panel._on_event(PhaseChanged(phase, ""))  # type: ignore[arg-type]
    panel._on_event(StepEnded(100, 1000, 1000, FrozenMap({"loss": 0.5}), 1_234.5))
    panel._on_event(EpochEnded(100, FIGURES, None, 1.0))
    QTest.qWait(A_WHILE)
    assert panel._where.text()
    assert window.minimumSizeHint().width() <= 1280 and window.width() == 1280
