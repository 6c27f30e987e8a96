"""Real windows for tests: opened as the program does, each over a home of its own, and put away without a trace."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import shiboken6
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.app import make_application, make_window
from gui.settings import Settings
from gui.window import MainWindow

PATIENCE_MS = 60_000
"""How long tests wait for what must come; shared machines have been seen to stand still for half of it."""


class PatientBot(QtBot):
    """A QtBot that waits that long where a test does not say otherwise (five seconds are its own measure)."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


class OpenWindow(Protocol):
    """Opens another window; the settings are those that the last one left."""

    def __call__(self) -> MainWindow: ...


def first_settings(work: Path) -> None:
    """What a home begins with: light, English, file dialogs in ``work``."""
    settings = Settings()
    settings.theme, settings.language, settings.folder = "light", "en", work
    settings.flush()


@contextmanager
def windows() -> Iterator[OpenWindow]:
    """Windows that are put away at the end, whatever the test has done to them."""
    opened: list[weakref.ref[MainWindow]] = []

    def open_one() -> MainWindow:
        window = make_window(make_application(["netwright"]), Settings())
        opened.append(weakref.ref(window))  # a test may ask whether a window is freed
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, PATIENCE_MS)
        return window

    yield open_one
    for made in opened:
        window = made()
        if window is not None:
            put_away(window)


def put_away(window: MainWindow) -> None:
    """Close without saving and without being asked, and delete."""
    if not shiboken6.isValid(window):
        return
    window.session.document.mark_saved(window.session.project)
    if window.isVisible():
        window.close()
    shiboken6.delete(window)
