"""What end-to-end tests share: real windows over a home of their own, closed without a trace, and a hand to work them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import make_application, make_window
from gui.settings import Settings
from gui.window import MainWindow
from tests.e2e.robot import Robot

OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings, journal and runs of this test alone."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NETWRIGHT_HOME", str(folder))
    return folder


@pytest.fixture
def work(tmp_path: Path, home: Path) -> Path:
    """The folder that file dialogs start in."""
    folder = tmp_path / "work"
    folder.mkdir()
    settings = Settings()
    settings.theme, settings.language, settings.folder = "light", "en", folder
    settings.flush()
    return folder


@pytest.fixture
def open_window(qtbot: QtBot, work: Path) -> Iterator[OpenWindow]:
    """Open the window as the program does; every one that was opened is closed at the end."""
    opened: list[MainWindow] = []

    def open() -> MainWindow:
        app = make_application(["netwright"])
        window = make_window(app, Settings())
        opened.append(window)
        window.show()
        QApplication.processEvents()
        return window

    yield open
    for window in opened:
        put_away(window)


def put_away(window: MainWindow) -> None:
    """Close without saving and without being asked, and delete."""
    if not shiboken6.isValid(window):
        return
    if window.isVisible():
        window.session.document.mark_saved(window.session.project)
        window.close()
    shiboken6.delete(window)


@pytest.fixture
def robot(qtbot: QtBot, tmp_path: Path) -> Robot:
    return Robot(tmp_path)
