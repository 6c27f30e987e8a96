"""What end-to-end tests share: real windows over a home of their own, and a hand to work them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.e2e.robot import Robot
from tests.windows import OpenWindow, PatientBot, first_settings, windows


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


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
    first_settings(folder)
    return folder


@pytest.fixture
def open_window(qtbot: QtBot, work: Path) -> Iterator[OpenWindow]:
    """Open the window as the program does; every one that was opened is closed at the end."""
    with windows() as open_one:
        yield open_one


@pytest.fixture(scope="session")
def keras_imported() -> None:
    """Keras is there already, so that no test's window spends its life importing it."""
    import keras

    assert keras.backend.backend() == "tensorflow"


@pytest.fixture
def robot(qtbot: QtBot, tmp_path: Path) -> Robot:
    return Robot(tmp_path)
