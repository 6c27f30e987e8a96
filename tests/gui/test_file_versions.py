"""Earlier versions of a file in the window: listed in the menu, and brought back as an edit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QMenu

from core.storage.files import open_project
from gui.files import time_text
from gui.window import MainWindow
from tests.dialogs import answering, message_of
from tests.gui.test_files import edit


def test_an_earlier_version_comes_back_as_an_edit(window: MainWindow, saved: Path) -> None:
    with answering(saved):
        window.files.open()
    first = window.session.project
    assert window.files.versions() == []
    edit(window, "second")
    assert window.files.save()
    edit(window, "third")
    assert window.files.save()
    third = window.session.project
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "Earlier versions")
    window.menus._fill_versions()
    assert [version.load().graph.name for version in window.files.versions()] == ["second", first.graph.name]
    assert menu.isEnabled() and len(menu.actions()) == 2
    menu.actions()[1].trigger()
    assert window.session.project == first and window.session.document.is_modified
    assert open_project(saved)[0] == third, "the file is written only when the user saves"
    window.session.undo()
    assert window.session.project is third
    window.files.new("cnn-digits")
    window.menus._fill_versions()
    assert not menu.isEnabled() and not menu.actions()


def test_an_earlier_version_that_is_damaged_is_told(window: MainWindow, saved: Path) -> None:
    with answering(saved):
        window.files.open()
    edit(window, "edited")
    assert window.files.save()
    (version,) = window.files.versions()
    version.path.write_text("{")
    before = window.session.project
    assert "cannot be opened" in message_of(lambda: window.files.go_back_to(version))
    assert window.session.project is before


def test_versions_of_one_minute_are_told_apart() -> None:
    first, second = (datetime.fromtimestamp(1_700_000_000 + seconds, UTC) for seconds in (0, 1))
    assert time_text(first) != time_text(second) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", time_text(first))
