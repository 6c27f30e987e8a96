"""A training run that is stopped in the window: in every phase, by hand, by the button and by closing the window."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.runs.events import PhaseChanged, RunEvent, StepEnded
from tests.gui.watched import LONG, PATIENCE, Watched, is_epoch

# TensorFlow traces every model anew, which takes seconds.
pytestmark = pytest.mark.slow

SOON = 30.0
"""Seconds: the end of a run is written out, on a machine that does other things too."""


def test_stop_keeps_the_epochs_and_the_best_weights(watched: Watched) -> None:
    watched.open(epochs=LONG)
    watched.on(is_epoch, watched.window.actions_by_id["train.stop"].trigger)
    ended = watched.train()
    assert ended.status == "stopped" and 1 <= ended.epochs < LONG
    assert Path(ended.weights).is_file() and watched.pill == "Stopped"
    assert ended.reason in watched.sentence


@pytest.mark.parametrize("phase", ("preparing", "building", "tracing", "training", "validating"))
def test_stop_now_ends_every_phase(watched: Watched, phase: str) -> None:
    watched.open(epochs=LONG)
    seen: list[str] = []

    def fits(event: RunEvent) -> bool:
        return isinstance(event, PhaseChanged) and event.phase == phase

    asked = 0.0

    def stop() -> None:
        nonlocal asked
        asked = time.monotonic()
        watched.controller.stop_now()
        seen.append(watched.pill)

    watched.on(fits, stop)
    ended = watched.train()
    assert seen == ["Stopping"], f"there was no phase {phase!r}"
    # Epochs go by while a busy machine brings the event to the window; what counts is the time from the stop on.
    assert ended.status == "stopped" and ended.epochs < LONG
    assert time.monotonic() - asked < SOON
    assert watched.pill == "Stopped" and not watched.controller.stop_requested


def test_stop_before_the_run_has_said_anything(watched: Watched) -> None:
    watched.open(epochs=LONG)
    assert watched.controller.start()
    watched.controller.stop_now()
    assert watched.pill == "Stopping"
    assert watched.wait().status == "stopped"


def test_the_second_stop_is_at_once(watched: Watched) -> None:
    watched.open(epochs=LONG)
    watched.on(lambda event: isinstance(event, StepEnded), lambda: [watched.controller.stop() for _ in range(2)])
    ended = watched.train()
    assert ended.status == "stopped" and ended.epochs <= 1


def test_the_panel_says_when_a_stop_has_to_wait(watched: Watched) -> None:
    watched.open(epochs=LONG)
    said: list[str] = []

    def stop() -> None:
        watched.controller.stop()
        said.append(watched.sentence)

    watched.on(lambda event: isinstance(event, PhaseChanged) and not event.interruptible, stop)
    watched.train()
    assert "cannot be interrupted" in said[0]


def test_the_button_trains_and_stops(watched: Watched, qtbot: QtBot) -> None:
    window = watched.window
    watched.open(epochs=LONG)
    window.toolbar.train_button.click()
    assert window.toolbar.train_button.text() == "Stop" and watched.panel._stop.isVisible()
    watched.on(is_epoch, window.toolbar.train_button.click)
    assert watched.wait().status == "stopped"
    assert "Train" in window.toolbar.train_button.text()


def test_closing_the_window_ends_the_run(watched: Watched, qtbot: QtBot) -> None:
    """The test fails by itself if a thread is left."""
    watched.open(epochs=LONG)
    watched.window.train()
    qtbot.waitUntil(lambda: any(map(is_epoch, watched.events)), timeout=PATIENCE)
    handle = watched.controller._handle
    assert handle is not None
    watched.window.close()
    assert not watched.window.isVisible() and not handle.is_running


def test_closing_the_window_while_it_builds_ends_the_run(watched: Watched, qtbot: QtBot) -> None:
    watched.open("residual-digits", epochs=LONG)
    watched.window.train()
    qtbot.waitUntil(lambda: any(isinstance(event, PhaseChanged) for event in watched.events), timeout=PATIENCE)
    handle = watched.controller._handle
    assert handle is not None
    watched.window.close()
    assert not handle.is_running
