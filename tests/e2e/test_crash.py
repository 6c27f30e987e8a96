"""A crash in the middle of editing loses at most two seconds of work and never touches the user's file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from core.storage import templates
from core.storage.files import open_project, save_project
from tests.e2e.crashing import LAYER, count_of
from tests.environment import REPOSITORY
from tests.windows import OpenWindow

LOST_SECONDS = 2.0


class Victim:
    """A child that edits; what it says is noted with the time at which it was said."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.e2e.crashing", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self.restored: int | None = None
        self.said: list[tuple[float, int]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("restored"):
                self.restored = int(line.split()[1])
            else:
                self.said.append((time.monotonic(), int(line)))

    def wait_for(self, edits: int, seconds: float = 90.0) -> None:
        end = time.monotonic() + seconds
        while len(self.said) < edits:
            assert self.process.poll() is None, "the child ended by itself"
            assert time.monotonic() < end, f"the child made {len(self.said)} edits only"
            time.sleep(0.01)

    def kill(self) -> float:
        """SIGKILL, and the time of it."""
        os.kill(self.process.pid, signal.SIGKILL)
        killed = time.monotonic()
        self.process.wait(30)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return killed

    def least_to_recover(self, killed: float) -> int:
        """The last edit that was made early enough before the end that it must not be lost."""
        return max((count for when, count in self.said if when < killed - LOST_SECONDS), default=0)


@pytest.fixture
def victims() -> Iterator[list[Victim]]:
    started: list[Victim] = []
    yield started
    for victim in started:
        if victim.process.returncode is None:
            victim.kill()


@pytest.mark.slow
def test_a_crash_and_a_second_one_lose_two_seconds_at_most(
    keras_imported: None, open_window: OpenWindow, work: Path, victims: list[Victim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    mine = work / "mine.netw"
    save_project(templates.load("mlp-iris"), mine, None)
    kept, stamp = mine.read_bytes(), mine.stat().st_mtime_ns

    first = Victim("edit", str(mine))
    victims.append(first)
    first.wait_for(150)
    killed = first.kill()
    assert mine.read_bytes() == kept and mine.stat().st_mtime_ns == stamp

    second = Victim("restore")
    victims.append(second)
    second.wait_for(3)
    # At once after the restored document was edited: its journal may not have been written yet.
    killed_again = second.kill()
    assert second.restored is not None
    assert second.restored >= first.least_to_recover(killed) > 0
    assert mine.read_bytes() == kept and mine.stat().st_mtime_ns == stamp

    window = open_window()
    window.start()
    assert "mine.netw" in window.banner.text and window.banner.isVisible()
    next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Restore").click()
    graph = window.session.graph
    assert count_of(graph.name) >= max(second.restored, second.least_to_recover(killed_again))
    assert sum(layer.type == LAYER for layer in graph.layers.values()) > 10
    assert window.session.document.is_modified and window.files.path == mine
    assert mine.read_bytes() == kept and open_project(mine)[0] == templates.load("mlp-iris")


@pytest.mark.slow
def test_a_window_that_ends_in_good_order_offers_nothing(
    open_window: OpenWindow, work: Path, victims: list[Victim], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other side: what lives is not taken for crashed."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    mine = work / "mine.netw"
    save_project(templates.load("mlp-iris"), mine, None)
    living = Victim("edit", str(mine))
    victims.append(living)
    living.wait_for(60)
    window = open_window()
    assert window.files.crashed() == []
