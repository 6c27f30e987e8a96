"""The zoo of hostile models in the window: each is opened, analysed and told of, and the window answers all the while."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.core.reading.files import keras_archive, write
from tests.core.reading.hostile_models import FAMILIES, Trap
from tests.dialogs import DialogHand

EACH = 8  # every eighth of a family: what differs between the others is nothing to the window
LONGEST_GAP = 5.0
"""Seconds without an answer at which a window counts as hung; the machine may be busy."""


@pytest.mark.slow
def test_the_window_is_alive_throughout(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    trap = Trap(tmp_path / "marker", write(tmp_path / "bait.txt", "bait\n"))
    files = []
    for family, make in FAMILIES:
        for number, config in enumerate(list(make(trap).values())[::EACH]):
            name = f"{family.replace(' ', '_')}_{number:02d}"
            files.append(write(tmp_path / f"{name}.keras", keras_archive(json.dumps(config))))
    assert len(files) > len(FAMILIES)
    hand = DialogHand()
    hand.refuses_all = True
    hand.start()
    beats = [time.monotonic()]
    heart = QTimer(interval=20)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    heart.start()
    window.start()
    for path in files:
        window.opening.open(path)
        qtbot.waitUntil(
            lambda: window.opening._given_up is None and window.session.is_analysis_current(), timeout=60_000
        )
        assert window.isVisible() and not trap.marker.exists(), path.name
    heart.stop()
    hand.stop()
    assert max(after - before for before, after in zip(beats, beats[1:], strict=False)) < LONGEST_GAP
