"""What tests of the window's parts share: the shipped catalogue and a session over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.storage import templates
from core.storage.files import save_project
from gui import i18n
from gui.app import make_application, make_shell
from gui.session import EditorSession
from gui.settings import Settings
from gui.shell import Shell
from gui.window import MainWindow
from tests.gui.watched import Watched
from tests.windows import OpenWindow, PatientBot, first_settings, windows


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue; reading it takes a moment, and it never changes."""
    return catalogs.load()


@pytest.fixture
def session(qtbot: QtBot, catalog: Catalog) -> Iterator[EditorSession]:
    """A session over an empty project. Its analysis runs only if the test calls ``start_analysis``."""
    made = EditorSession(catalog)
    yield made
    made.close()


@pytest.fixture(scope="session")
def keras_imported() -> None:
    """Keras is there already, so that no test's window spends its life importing it."""
    import keras

    assert keras.backend.backend() == "tensorflow"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test alone, and in it the folder that file dialogs start in."""
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    first_settings(folder)
    return folder


@pytest.fixture
def open_window(qtbot: QtBot, work: Path) -> Iterator[OpenWindow]:
    """Open the whole window as the program does; every one that was opened is put away at the end."""
    with windows() as open_one:
        yield open_one


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The whole window, empty. It analyses only if the test calls ``start``."""
    return open_window()


@pytest.fixture
def watched(keras_imported: None, window: MainWindow, qtbot: QtBot) -> Watched:
    """The whole window, with all that its training runs report written down."""
    return Watched(window, qtbot)


@pytest.fixture
def shell(qtbot: QtBot, work: Path) -> Iterator[Shell]:
    """The program's window with one empty tab."""
    made = make_shell(make_application(["netwright"]), Settings())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    if shiboken6.isValid(made):
        for window in made.windows:
            window.session.document.mark_saved(window.session.project)
        made.close()
        shiboken6.delete(made)
    i18n.set_language("en")


@pytest.fixture
def saved(work: Path) -> Path:
    """A project of five layers on the disk."""
    path = work / "iris.netw"
    save_project(templates.load("mlp-iris"), path, None)
    return path
