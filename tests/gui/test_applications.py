"""New from application: the dialog, the model made in the background, and what becomes of the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from core.convert.application_facts import load_facts
from core.convert.initial_weights import initial_weights
from core.graph.model import INPUT_TYPE
from gui.application_dialog import FILE, IMAGENET, ApplicationChoice, ApplicationDialog
from gui.window import MainWindow
from tests.dialogs import answering

pytestmark = pytest.mark.usefixtures("keras_imported")
PATIENCE = 60_000


def dialog(qtbot: QtBot, **options: object) -> ApplicationDialog:
    made = ApplicationDialog(None, **options)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def create(shown: ApplicationDialog) -> None:
    box = shown.findChild(QDialogButtonBox)
    next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole).click()


def test_all_models_are_listed_and_found_by_words(qtbot: QtBot) -> None:
    shown = dialog(qtbot)
    assert shown.table.rowCount() == len(load_facts())
    qtbot.keyClicks(shown.search, "vgg 19")
    visible = [row for row in range(shown.table.rowCount()) if not shown.table.isRowHidden(row)]
    assert [shown.table.item(row, 0).text() for row in visible] == ["VGG19"]
    model = shown.model()
    assert model is not None and model.name == "VGG19"
    assert "143,667,240" in shown.count.text()
    shown.top.setChecked(False)
    assert "20,024,384" in shown.count.text()
    shown.search.setText("no such model")
    assert shown.choice() is None and shown.count.text() == "No model has such a name."


def test_columns_are_sorted_by_their_numbers(qtbot: QtBot) -> None:
    shown = dialog(qtbot)
    shown.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    most = max(load_facts(), key=lambda fact: fact.parameters)
    assert shown.table.item(0, 0).text() == most.name


def test_the_choice_says_all_that_was_set(qtbot: QtBot, tmp_path: Path) -> None:
    shown = dialog(qtbot, behind="resized")
    shown.search.setText("MobileNetV2")
    shown.top.setChecked(False)
    shown.pooling.setCurrentIndex(2)
    shown.sides[0].setText("96")
    shown.weights.setCurrentIndex(FILE)
    wanted: list[ApplicationChoice] = []
    shown.wanted.connect(wanted.append)
    create(shown)
    assert wanted == [], "the file is still to be named"
    shown.sides[2].clear()
    shown.file.setText(str(tmp_path / "w.h5"))
    create(shown)
    assert wanted == [], "so is the number of channels"
    shown.sides[2].setText("3")
    shown.form.setCurrentIndex(2)
    assert shown.form.currentText() == "one block, behind resized"
    create(shown)
    assert wanted == [
        ApplicationChoice("MobileNetV2", False, (96, 224, 3), 1000, "max", str(tmp_path / "w.h5"), True, True)
    ]


def test_the_image_that_arrives_is_proposed(qtbot: QtBot) -> None:
    shown = dialog(qtbot, shape=(48, 40, 3))
    shown.search.setText("ResNet50")
    assert [line.value() for line in shown.sides] == [48, 40, 3]


def choose(window: MainWindow, name: str, side: int) -> ApplicationDialog:
    shown = window.applications.open()
    shown.search.setText(name)
    for line in shown.sides[:2]:
        line.setText(str(side))
    return shown


def test_a_new_project_with_all_layers(qtbot: QtBot, window: MainWindow) -> None:
    shown = choose(window, "VGG16", 32)
    shown.classes.setText("10")
    shown.weights.setCurrentIndex(IMAGENET)
    create(shown)
    qtbot.waitUntil(lambda: window.applications.dialog is None, timeout=PATIENCE)
    project = window.session.project
    assert len(project.graph.nodes) == 23 and initial_weights(project) == ("imagenet:VGG16",)
    assert list(project.graph.layers.values())[-1].params["units"] == 10
    assert not window.session.document.is_modified and window.files.path is None


def test_one_block_behind_the_selected_layer(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    image = session.add_layer(INPUT_TYPE, (0.0, 0.0), params={"shape": (32, 32, 3)})
    assert image is not None
    shown = choose(window, "MobileNet", 32)
    shown.top.setChecked(False)
    shown.form.setCurrentIndex(2)
    create(shown)
    qtbot.waitUntil(lambda: window.applications.dialog is None, timeout=PATIENCE)
    (node_id,) = session.selected_nodes()
    assert session.graph.layer_of(node_id).type == "block:mobile_net"
    assert [source.node for source in session.graph.nodes[node_id].arguments.values()] == [image]
    assert session.enter_node(node_id) and len(session.graph.nodes) == 86
    session.leave()
    session.undo()
    assert not session.project.blocks and list(session.graph.nodes) == [image]


def test_a_wish_that_keras_refuses_is_told_in_the_dialog_which_stays(qtbot: QtBot, window: MainWindow) -> None:
    shown = choose(window, "VGG16", 8)
    shown.top.setChecked(False)
    create(shown)
    assert not shown.search.isEnabled()
    qtbot.waitUntil(lambda: shown.search.isEnabled(), timeout=PATIENCE)
    assert "must be at least 32x32" in shown._said.text()
    assert not window.session.graph.nodes
    shown.reject()
    assert window.applications.dialog is None


def test_giving_up_while_it_is_made_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    shown = choose(window, "MobileNet", 32)
    create(shown)
    shown.reject()
    qtbot.waitUntil(lambda: not window.jobs._running, timeout=PATIENCE)
    qtbot.wait(50)
    assert not window.session.graph.nodes and window.applications.dialog is None


def test_an_unsaved_project_is_not_thrown_away(qtbot: QtBot, window: MainWindow) -> None:
    window.session.add_layer(INPUT_TYPE, (0.0, 0.0))
    kept = window.session.project
    shown = choose(window, "MobileNet", 32)
    with answering("Cancel") as hand:
        hand._done = shown  # the dialog itself is not what is to be answered
        create(shown)
        qtbot.waitUntil(lambda: shown.search.isEnabled(), timeout=PATIENCE)
    assert window.session.project is kept
    shown.reject()
