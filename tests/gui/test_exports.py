"""The export dialog: every format offered, impossible ones explained, files made in the background, differences told."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from core.convert.exports.options import KINDS
from core.convert.initial_weights import with_initial_weights
from core.graph import edits
from core.graph.values import Source
from core.storage.png_project import project_in
from gui import theme
from gui.canvas.picture_export import picture_box
from gui.export_dialog import ExportChoice, ExportDialog, WeightsChoice
from gui.export_formats import export_formats
from gui.window import MainWindow
from tests.dialogs import answering

pytestmark = pytest.mark.usefixtures("keras_imported")
PATIENCE = 120_000
RUN = WeightsChoice("of the last run", "file", Path("best.weights.h5"))
NEW = WeightsChoice("new, at random", "new")


def dialog(qtbot: QtBot, folder: Path, first: str = "code") -> ExportDialog:
    made = ExportDialog(None, theme.LIGHT, folder=folder, stem="digits", weights=[RUN, NEW], first=first)
    qtbot.addWidget(made)
    made.show()
    return made


def chosen(shown: ExportDialog) -> ExportChoice:
    choice = shown.choice()
    assert choice is not None
    return choice


def choose(shown: ExportDialog, id: str) -> None:
    shown.list.setCurrentRow([item.id for item in export_formats()].index(id))


def finished(qtbot: QtBot, shown: ExportDialog) -> str:
    """Press Export and wait for what is said then."""
    shown.export.click()
    qtbot.waitUntil(lambda: not shown.progress.isVisible(), timeout=PATIENCE)
    return shown.said.text()


def test_every_format_that_can_be_written_is_offered() -> None:
    offered = {suffix: item.kind for item in export_formats() for suffix in item.suffixes}
    assert offered == {**KINDS, "": "saved_model"}
    drawn = next(item for item in export_formats() if item.kind == "canvas")
    assert drawn.suffixes == (".png", ".svg", ".pdf")


def test_the_choice_says_all_that_was_set(qtbot: QtBot, tmp_path: Path) -> None:
    shown = dialog(qtbot, tmp_path, "litert")
    shown.quantize.setCurrentIndex(2)
    choice = chosen(shown)
    assert (choice.format.kind, choice.target, choice.quantize) == ("litert", tmp_path / "digits.tflite", "int8")
    assert choice.weights == RUN and not choice.agreed
    shown.weights.setCurrentIndex(1)
    assert chosen(shown).weights == NEW
    choose(shown, "diagram")
    shown.style_box.setCurrentIndex(2)
    shown.suffix.setCurrentText(".pdf")
    choice = chosen(shown)
    assert (choice.target.name, choice.style, choice.quantize, choice.weights) == (
        "digits.pdf",
        "publication",
        "none",
        None,
    )


def test_a_name_that_was_typed_keeps_its_beginning_through_all_formats(qtbot: QtBot, tmp_path: Path) -> None:
    shown = dialog(qtbot, tmp_path)
    shown.target.setText(str(tmp_path / "网络 v1.2"))
    assert chosen(shown).target == tmp_path / "网络 v1.2.py"
    for item in export_formats():
        choose(shown, item.id)
        assert chosen(shown).target.name == "网络 v1.2" + (item.suffixes[0] or "_saved_model")
    shown.target.clear()
    assert shown.choice() is None and not shown.export.isEnabled()


def test_a_file_with_weights_can_be_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    shown = dialog(qtbot, tmp_path, "keras")
    file = tmp_path / "old.h5"
    file.touch()
    with answering(file):
        shown.weights.setCurrentIndex(2)
        shown.weights.activated.emit(2)
    assert chosen(shown).weights == WeightsChoice("old.h5", "file", file)
    assert shown.weights.itemText(3) == "from a file…"
    with answering(None):
        shown.weights.setCurrentIndex(3)
        shown.weights.activated.emit(3)
    assert chosen(shown).weights == RUN


@pytest.mark.parametrize("id", ["code", "script", "notebook", "json", "keras", "h5", "weights", "diagram"])
def test_everything_can_be_exported(window: MainWindow, work: Path, qtbot: QtBot, id: str) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open(id, window.look)
    target = chosen(shown).target
    said = finished(qtbot, shown)
    assert said.startswith(f"{target.name} is written."), said
    assert ("Largest difference 0, checked with Keras" in said) == (id in ("keras", "h5", "weights", "json"))
    assert target.stat().st_size > 100 and target.parent == work
    assert shown.show_folder.isVisible()
    shown.copy_path.click()
    assert QGuiApplication.clipboard().text() == str(target)
    assert window.settings.folder == work
    assert not window.session.document.is_modified and window.files.path is None
    shown.cancel.click()
    assert window.exports.dialog is None


@pytest.mark.slow
def test_another_runtime_is_told_with_the_difference_it_found(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("onnx", window.look)
    said = finished(qtbot, shown)
    assert "Largest difference" in said and "checked with ONNX Runtime" in said
    assert any("not trained" in line for line in shown.notes.text().splitlines())


@pytest.mark.slow
def test_giving_up_ends_the_export_and_leaves_nothing(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("saved_model", window.look)
    shown.export.click()
    qtbot.waitUntil(lambda: "Building" in shown.said.text(), timeout=PATIENCE)
    assert not shown.list.isEnabled() and shown.cancel.text() == "Cancel"
    shown.cancel.click()
    qtbot.waitUntil(lambda: not shown.progress.isVisible(), timeout=PATIENCE)
    assert "cancelled" in shown.said.text() and shown.list.isEnabled()
    assert list(work.iterdir()) == []


def test_an_existing_file_is_replaced_only_with_consent(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("json", window.look)
    target = chosen(shown).target
    target.write_text("old")
    with answering("Cancel") as hand:
        shown.export.click()
    assert target.read_text() == "old" and "exists already" in hand.texts[0]
    with answering("Replace"):
        shown.export.click()
    qtbot.waitUntil(lambda: not shown.progress.isVisible(), timeout=PATIENCE)
    assert json.loads(target.read_text())["class_name"] == "Functional"


def analysed(window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    qtbot.waitUntil(window.session.is_analysis_current, timeout=PATIENCE)


def test_an_impossible_export_is_explained_before_it_starts(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    session = window.session
    source = session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (8, 8, 8, 2)})
    assert source is not None
    session.add_layer("keras.layers.MaxPooling3D", (0.0, 100.0), after=Source(source))
    analysed(window, qtbot)
    shown = window.exports.open("litert", window.look)
    assert "max_pooling3d" in shown.said.text() and "MaxPool3D" in shown.said.text()
    assert not shown.export.isEnabled()
    choose(shown, "onnx")
    assert shown.export.isEnabled() and not shown.said.isVisible()


def test_a_model_that_cannot_be_built_names_the_layer(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    session = window.session
    source = session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (4,)})
    assert source is not None
    session.add_layer("keras.layers.Conv2D", (0.0, 100.0), after=Source(source))
    shown = window.exports.open("keras", window.look)
    assert shown.export.isEnabled(), "without an analysis nothing is known yet"
    assert "conv2d" in finished(qtbot, shown)
    assert list(work.iterdir()) == []
    analysed(window, qtbot)
    shown.changed.emit()
    assert "conv2d" in shown.said.text() and not shown.export.isEnabled()


def test_a_folder_that_vanished_is_one_sentence(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("code", window.look)
    shown.target.setText(str(work / "gone" / "made.py"))
    assert "gone" in finished(qtbot, shown)


def test_int8_without_data_is_explained(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    session = window.session
    source = session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (4,)})
    assert source is not None
    session.add_layer("keras.layers.Dense", (0.0, 100.0), after=Source(source), params={"units": 2})
    analysed(window, qtbot)
    shown = window.exports.open("litert", window.look)
    assert shown.export.isEnabled()
    shown.quantize.setCurrentIndex(2)
    assert "samples" in shown.said.text() and not shown.export.isEnabled()


def test_the_weights_offered_are_those_of_the_project(window: MainWindow, work: Path) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("keras", window.look)
    assert [item.title for item in shown._weights] == ["new, at random", "from a file…"]
    shown.reject()
    session = window.session
    assert session.apply_project(lambda project: with_initial_weights(project, ["a.weights.h5"]), "start")
    shown = window.exports.open("keras", window.look)
    assert shown._weights[0].kind == "initial" and "a.weights.h5" in shown._weights[0].title


def test_keys_alone_are_enough(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("code", window.look)
    qtbot.waitUntil(shown.list.hasFocus)
    qtbot.keyClick(shown.list, Qt.Key.Key_Down)
    assert shown.format().id == "script"
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.copy_path.isVisible(), timeout=PATIENCE)
    qtbot.keyClick(shown.cancel, Qt.Key.Key_Return)
    assert window.exports.dialog is None


def test_a_result_that_comes_after_closing_is_only_a_line(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("code", window.look)
    shown.export.click()
    shown.close()
    qtbot.waitUntil(lambda: not any(t.name.startswith("netwright-job") for t in threading.enumerate()), timeout=PATIENCE)
    assert window.exports.dialog is None


@pytest.mark.parametrize(("scale", "holds"), [(1.5, True), (0.5, False)])
def test_a_picture_of_the_canvas_at_any_scale_may_hold_the_project(
    window: MainWindow, work: Path, qtbot: QtBot, scale: float, holds: bool
) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("canvas", window.look)
    rows = shown.picture
    rows.scale.setFocus()
    rows.scale.selectAll()
    qtbot.keyClicks(rows.scale, str(scale))
    if not holds:
        qtbot.mouseClick(rows.holds_project, Qt.MouseButton.LeftButton, pos=QPoint(10, rows.holds_project.height() // 2))
    assert [rows.part.itemData(row) for row in range(rows.part.count())] == ["all", "seen"]
    target = chosen(shown).target
    said = finished(qtbot, shown)
    assert said == f"{target.name} is written." and ("opened again" in shown.notes.text()) == holds
    box = picture_box(window.scene)
    image = QImage(str(target))
    assert box is not None and image.width() == round(box.width() * scale)
    assert (project_in(target.read_bytes()) == window.session.project) == holds
    shown.cancel.click()
    if holds:
        before = window.session.project
        window.files.new()
        window.opening.open(target)
        qtbot.waitUntil(lambda: bool(window.session.graph.nodes), timeout=PATIENCE)
        assert window.session.project.graph == before.graph


@pytest.mark.parametrize("part", ["seen", "selected"])
def test_a_picture_of_a_part_of_the_canvas(window: MainWindow, work: Path, qtbot: QtBot, part: str) -> None:
    window.files.new("mlp-iris")
    node = next(iter(window.session.graph.nodes))
    window.session.select((node,))
    shown = window.exports.open("canvas", window.look)
    assert shown.picture.part.currentData() == "selected", "what is selected is meant"
    shown.picture.part.setCurrentIndex(shown.picture.part.findData(part))
    for suffix in (".svg", ".pdf", ".png"):
        shown.suffix.setCurrentText(suffix)
        assert shown.picture.scale.isVisible() == shown.picture.holds_project.isVisible() == (suffix == ".png")
        target = chosen(shown).target
        assert target.suffix == suffix
        finished(qtbot, shown)
        assert target.stat().st_size > 500
    box = window.view.visible_box() if part == "seen" else picture_box(window.scene, (node,))
    assert box is not None and QImage(str(target)).width() == round(box.width() * 2)
    choose(shown, "keras")
    assert not shown.picture.part.isVisible() and chosen(shown).picture is None
    shown.cancel.click()


def test_a_picture_that_cannot_be_written_is_one_sentence(window: MainWindow, work: Path, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    shown = window.exports.open("canvas", window.look)
    shown.target.setText(str(work / "missing" / "a.png"))
    assert "missing" in finished(qtbot, shown)
    shown.target.setText(str(work / "large.png"))
    shown.picture.scale.setValue(16.0)
    window.session.apply(lambda graph: edits.move_nodes(graph, {next(iter(graph.nodes)): (-9000.0, 0.0)}), "Move")
    assert "too large" in finished(qtbot, shown) and not (work / "large.png").exists()
    shown.cancel.click()
