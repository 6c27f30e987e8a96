"""What tests of the window's parts share: the shipped catalogue and a session over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from gui.session import EditorSession


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
