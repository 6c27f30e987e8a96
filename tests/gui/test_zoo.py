"""The zoo of hostile models in the window: each is opened, analysed and told of, and the window answers all the while."""

from __future__ import annotations

import faulthandler
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.core.reading.files import keras_archive, write
from tests.core.reading.hostile_models import FAMILIES
from tests.core.reading.hostile_traps import Trap
from tests.dialogs import DialogHand

LONGEST_GAP = 5.0
"""Seconds without an answer at which a window counts as hung; the machine may be busy."""


class Heart:
    """Beats in the window's thread; what every thread does while it does not is written down."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self._file = record.open("w")
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._beat)
        self.start()

    def start(self) -> None:
        """Begin anew."""
        self._last = time.monotonic()
        self._longest = 0.0
        self._timer.start()
        faulthandler.dump_traceback_later(LONGEST_GAP, file=self._file)

    @property
    def longest(self) -> float:
        """Seconds of the longest gap since the start, the one that is still open included."""
        return max(self._longest, time.monotonic() - self._last)

    def _beat(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._last)
        self._last = now
        faulthandler.dump_traceback_later(LONGEST_GAP, file=self._file)

    def stop(self) -> None:
        """Stop for good."""
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        self._file.close()


@pytest.fixture
def heart(tmp_path: Path) -> Iterator[Heart]:
    made = Heart(tmp_path / "stacks.txt")
    yield made
    made.stop()


@pytest.mark.slow
def test_the_window_is_alive_throughout(
    keras_imported: None, window: MainWindow, qtbot: QtBot, tmp_path: Path, heart: Heart
) -> None:
    trap = Trap(tmp_path / "marker", write(tmp_path / "bait.txt", "bait\n"))
    files = []
    for family, make in FAMILIES:
        for number, config in enumerate(make(trap).values()):
            name = f"{family.replace(' ', '_')}_{number:02d}"
            files.append(write(tmp_path / f"{name}.keras", keras_archive(json.dumps(config))))
    assert len(files) > len(FAMILIES)
    hand = DialogHand()
    hand.refuses_all = True
    hand.start()
    window.start()

    def opened(path: Path) -> float:
        heart.start()
        window.opening.open(path)
        qtbot.waitUntil(
            lambda: not window.opening.is_reading and window.session.is_analysis_current(), timeout=60_000
        )
        assert window.isVisible() and not trap.marker.exists(), path.name
        return heart.longest

    try:
        for path in files:
            # A machine that stands still does so once; a window that hangs on a file hangs again.
            if opened(path) >= LONGEST_GAP:
                assert opened(path) < LONGEST_GAP, f"{path.name}: {heart.record.read_text()}"
    finally:
        hand.stop()
