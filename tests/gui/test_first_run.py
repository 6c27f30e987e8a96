"""Five words on the keyboard make a network, and F5 trains it although nobody chose data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.runs.events import EpochEnded, RunEnded, RunEvent
from gui.window import MainWindow


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_five_words_and_f5(window: MainWindow, keras_imported: None, qtbot: QtBot) -> None:
    window.start()
    qtbot.waitUntil(window.view.hasFocus)
    for word in ("in", "conv", "pool", "gap", "dense"):
        QTest.keyClick(window.view, Qt.Key.Key_Tab)
        QTest.keyClicks(window.adding.popup.search, word)
        QTest.keyClick(window.adding.popup.search, Qt.Key.Key_Return)
    built = window.session.project
    events: list[RunEvent] = []
    window.training.reported.connect(events.append)
    QTest.keyClick(window.view, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: any(isinstance(event, EpochEnded) for event in events), timeout=120_000)
    QTest.keyClick(window.view, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any(isinstance(event, RunEnded) for event in events), timeout=60_000)
    ended = next(event for event in events if isinstance(event, RunEnded))
    assert ended.status in ("finished", "stopped"), ended
    assert window.session.project.training.data.source == "sklearn:digits"
    window.session.undo()
    assert window.session.project == built


def test_without_data_that_fit_the_panel_says_what_is_missing(window: MainWindow, keras_imported: None, qtbot: QtBot) -> None:
    window.start()
    window.session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (3, 5, 7)})
    window.session.add_layer("keras.layers.Flatten", (0.0, 200.0))
    with qtbot.waitSignal(window.training.refused, timeout=60_000):
        QTest.keyClick(window.view, Qt.Key.Key_F5)
    assert not window.training.is_running and window.session.project.training.data.source == ""
