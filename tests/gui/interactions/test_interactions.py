"""Every interaction of the table: driven by real events, its effect checked, undone, redone to an identical document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QCursor, QGuiApplication
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.canvas.conftest import check_in_step
from tests.gui.interactions.row import Desk, Row
from tests.gui.interactions.table import ROWS
from tests.gui.interactions.wanted import WANTED


@pytest.fixture(autouse=True)
def hands_off() -> Iterator[None]:
    """The pointer and the clipboard are the whole program's: no later test shall find them as a row left them."""
    yield
    QCursor.setPos(0, 0)
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_interaction(row: Row, window: MainWindow, qtbot: QtBot) -> None:
    desk = Desk(window, qtbot)
    qtbot.waitUntil(desk.view.hasFocus)
    desk.show(row.graph(), row.selected)
    if row.ready is not None:
        row.ready(desk)
        desk.remember()
    row.do(desk)
    row.check(desk)
    after = desk.saved()
    assert desk.session.document.cursor == desk.cursor + row.steps
    check_in_step(desk.scene)
    if not row.steps:
        assert after == desk.before
        return
    assert after != desk.before
    for step, wanted in ((desk.session.undo, desk.before), (desk.session.redo, after)):
        for _ in range(row.steps):
            step()
            check_in_step(desk.scene)
        assert desk.saved() == wanted


def test_none_is_missing() -> None:
    assert {number for number, _ in WANTED} == set(range(41))  # 0 is the line "Also bind"
    assert [way for way, count in Counter((row.number, row.way) for row in ROWS).items() if count > 1] == []
    done = {(row.number, row.way) for row in ROWS}
    assert sorted(set(WANTED) - done) == []
