"""The history panel: the steps as they were made, and going back and forward between them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from gui.panels.history import History
from gui.session import EditorSession
from gui.theme import DARK, LIGHT


@pytest.fixture
def history(qtbot: QtBot, session: EditorSession) -> History:
    made = History(session, LIGHT)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    return made


def rows(history: History) -> list[str]:
    model = history.model
    return [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def build(session: EditorSession) -> None:
    session.add_layer("keras.layers.InputLayer", (0.0, 0.0))
    session.add_layer("keras.layers.Dense", (0.0, 100.0))
    session.add_layer("keras.layers.Dropout", (0.0, 200.0))


def test_every_edit_is_a_step_and_the_newest_is_current(session: EditorSession, history: History) -> None:
    assert rows(history) == ["Beginning, current"] and not history._hint.isHidden()
    build(session)
    assert rows(history) == ["Beginning", "Add Input", "Add Dense", "Add Dropout, current"]
    assert history._hint.isHidden() and history.list.currentIndex().row() == 3
    session.undo()
    assert rows(history)[2:] == ["Add Dense, current", "Add Dropout, undone"]


def test_a_click_goes_back_and_enter_forward_again(session: EditorSession, history: History) -> None:
    build(session)
    whole = session.project
    QTest.mouseClick(
        history.list.viewport(), Qt.MouseButton.LeftButton, pos=history.list.visualRect(history.model.index(1)).center()
    )
    assert len(session.graph.nodes) == 1 and history.list.currentIndex().row() == 1
    assert rows(history)[1:] == ["Add Input, current", "Add Dense, undone", "Add Dropout, undone"]
    history.list.setCurrentIndex(history.model.index(3))
    QTest.keyClick(history.list, Qt.Key.Key_Return)
    assert session.project is whole
    history.list.setCurrentIndex(history.model.index(0))
    QTest.keyClick(history.list, Qt.Key.Key_Enter)
    assert not session.graph.nodes
    session.add_layer("keras.layers.Dense", (0.0, 0.0))
    assert rows(history) == ["Beginning", "Add Dense, current"], "a new edit takes the place of what was undone"


def test_it_says_where_it_went(session: EditorSession, history: History) -> None:
    build(session)
    said: list[str] = []
    session.status.connect(lambda text, level: said.append(text))
    session.go_to(1)
    session.go_to(1)
    session.go_to(0)
    session.go_to(9)
    assert said == ["Now at: Add Input", "Now at: Beginning"]


def test_another_project_begins_another_history(session: EditorSession, history: History) -> None:
    build(session)
    session.open_project(session.project)
    assert rows(history) == ["Beginning, current"]


def test_nothing_is_listed_while_nobody_looks(session: EditorSession, history: History) -> None:
    history.hide()
    build(session)
    assert history.model.rowCount() == 1
    history.show()
    history.on_seen()
    assert history.model.rowCount() == 4


def test_the_model_keeps_the_rules_of_qt(session: EditorSession, history: History) -> None:
    QAbstractItemModelTester(history.model, QAbstractItemModelTester.FailureReportingMode.Fatal, history)
    build(session)
    session.undo()
    history.set_theme(DARK)
    history.grab()
