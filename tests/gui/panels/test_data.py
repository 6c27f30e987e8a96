"""The data panel: choosing, splitting, files as they are, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.graph.values import FrozenMap
from gui.panels.data import Data
from gui.session import EditorSession
from gui.theme import LIGHT
from gui.worker import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    made = Jobs()
    yield made  # type: ignore[misc]
    made.close()


@pytest.fixture
def panel(session: EditorSession, jobs: Jobs, qtbot: QtBot) -> Data:
    made = Data(session, jobs, LIGHT)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.source.count() > 3)
    return made


def choose(panel: Data, title: str) -> None:
    """Choose from the list as a person does with the keyboard."""
    panel.source.setFocus()
    # What is typed soon after belongs to the word before.
    QTest.qWait(QApplication.keyboardInputInterval() + 100)
    QTest.keyClicks(panel.source, title)


def shown(panel: Data, qtbot: QtBot, words: str) -> str:
    qtbot.waitUntil(lambda: words in panel._summary.text())
    return panel._summary.text()


def test_bundled_data_is_chosen_read_and_shown(panel: Data, session: EditorSession, qtbot: QtBot) -> None:
    choose(panel, "Iris")
    assert session.project.training.data.source == "sklearn:iris"
    text = shown(panel, qtbot, "150 samples")
    assert "3 classes" in text and "(4,)" in text
    assert panel._table.isVisible() and panel._table.rowCount() > 0
    session.undo()
    assert session.project.training.data.source == "" and panel.source.currentText() == "No data"
    shown(panel, qtbot, "Choose bundled data")
    assert not panel._table.isVisible()


def test_views_and_labels_are_options_of_the_document(panel: Data, session: EditorSession, qtbot: QtBot) -> None:
    choose(panel, "Digits")
    shown(panel, qtbot, "1,797 samples")
    assert panel._options is not None and set(panel._options.editors) == {"view", "target", "labels"}
    panel._set_option("view", "flat")
    shown(panel, qtbot, "(64,)")
    assert session.project.training.data.options == FrozenMap({"view": "flat"})
    choose(panel, "Wine")
    assert session.project.training.data.options == FrozenMap({})


def test_splits_are_typed_checked_and_undone(panel: Data, session: EditorSession) -> None:
    refused: list[str] = []
    session.status.connect(lambda text, level: refused.append(text) if level == "warning" else None)
    line = panel._split.editors["test_split"].findChild(QLineEdit)
    assert line is not None
    line.setText("0.35")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert session.project.training.data.test_split == 0.35
    for wrong in ("1.5", "half", "-1"):
        line.setText(wrong)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert session.project.training.data.test_split == 0.35
    assert len(refused) >= 3 and all("test_split" in text for text in refused)
    line.setText("")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert session.project.training.data.test_split == 0.2


BAD = {
    "text.csv": "a,b\nx,y\n",
    "gaps.csv": "a,b,kind\n1,,x\n2,3,y\n4,5,x\n",
    "one.csv": "a\n1\n2\n3\n",
    "empty.csv": "",
    "ragged.csv": "a,b,c\n1,2,3\n1,2\n",
    "binary.csv": "\x00\x01\x02",
}


@pytest.mark.parametrize("name", BAD)
def test_a_table_that_cannot_be_used_is_one_sentence(
    panel: Data, session: EditorSession, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(BAD[name])
    before = session.project.graph
    panel.choose_file(path)
    qtbot.waitUntil(
        lambda: panel._summary.text() not in ("", "Choose bundled data or open a .csv or .npz file to train on.")
    )
    assert "<br>" not in panel._summary.text() and not panel._table.isVisible()
    assert session.project.graph is before
    session.undo()
    assert session.project.training.data.source == ""


def test_a_table_offers_its_own_columns(panel: Data, session: EditorSession, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "flowers.csv"
    path.write_text("long,wide,kind\n" + "".join(f"{n},{n / 2},{'ab'[n % 2]}\n" for n in range(1, 41)))
    panel.choose_file(path)
    shown(panel, qtbot, "40 samples")
    assert "flowers.csv" in panel.source.currentText()
    assert panel._options is not None
    assert panel._options.editors["target"].spec.choices == ("long", "wide", "kind")


def test_an_archive_without_pickles(panel: Data, session: EditorSession, qtbot: QtBot, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.npz", tmp_path / "bad.npz"
    np.savez(good, x=np.zeros((20, 3), "float32"), y=np.arange(20) % 2)
    np.savez(bad, x=np.array([{"an": "object"}] * 20, dtype=object), y=np.arange(20))
    panel.choose_file(good)
    shown(panel, qtbot, "20 samples")
    panel.choose_file(bad)
    qtbot.waitUntil(lambda: "20 samples" not in panel._summary.text())
    assert not panel._table.isVisible()


def test_a_file_that_is_no_data_changes_nothing(panel: Data, session: EditorSession, tmp_path: Path) -> None:
    said: list[str] = []
    session.status.connect(lambda text, level: said.append(text))
    before = session.project
    panel.choose_file(tmp_path / "model.keras")
    assert session.project is before and len(said) == 1 and "model.keras" in said[0]


def test_what_is_read_late_is_not_shown_for_other_data(panel: Data, session: EditorSession, qtbot: QtBot) -> None:
    """The second choice is made while the first one is still being read."""
    panel.source.activated.emit(panel.source.findText("Digits"))
    panel.source.activated.emit(panel.source.findText("Iris"))
    shown(panel, qtbot, "150 samples")
    qtbot.wait(300)
    assert "150" in panel._summary.text()


def test_markup_in_names_is_text(panel: Data, session: EditorSession, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x>.csv"
    path.write_text("<b>a</b>,<img src=x>,kind\n" + "".join(f"{n},{n},{n % 2}\n" for n in range(40)))
    panel.choose_file(path)
    text = shown(panel, qtbot, "40 samples")
    assert "<img" not in text and "&lt;img" in text
    path.write_text("nothing of use")
    panel.choose_file(tmp_path / "<b>gone</b>.csv")
    qtbot.waitUntil(lambda: "gone" in panel._summary.text())
    assert "<b>" not in panel._summary.text()
