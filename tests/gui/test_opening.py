"""Opening what is no project: model files, code, drops and the clipboard; the report, and giving up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.convert import opening
from core.convert.imported import Imported
from core.convert.initial_weights import initial_weights
from core.storage.templates import load
from gui.window import MainWindow
from tests.dialogs import answering

pytestmark = pytest.mark.usefixtures("keras_imported")
PATIENCE = 60_000
CODE = """
from keras import Sequential, layers
model = Sequential([layers.Input((8,)), layers.Dense(16, activation="relu", name="hidden"), layers.Dense(3, name="classes")])
model.compile(optimizer="sgd", loss="mse")
"""
OLD = {
    "class_name": "Sequential",
    "keras_version": "1.2.2",
    "config": [
        {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 4, "init": "glorot_uniform",
                                           "activation": "relu", "input_dim": 3, "batch_input_shape": [None, 3]}},
        {"class_name": "Gone", "config": {"name": "gone_1"}},
    ],
}  # fmt: skip


@pytest.fixture
def old_model(tmp_path: Path) -> Path:
    path = tmp_path / "old.json"
    path.write_text(json.dumps(OLD))
    return path


def names(window: MainWindow) -> list[str]:
    graph = window.session.graph
    return [graph.name_of(node) for node in graph.nodes]


def opened(qtbot: QtBot, window: MainWindow, act: Callable[[], object]) -> Imported:
    with qtbot.waitSignal(window.opening.imported_changed, timeout=PATIENCE, check_params_cb=None):
        act()
    imported = window.opening.imported
    assert imported is not None
    return imported


def drop(window: MainWindow, data: QMimeData) -> None:
    """Let go of something over the canvas."""
    port, place = window.view.viewport(), QPoint(200, 200)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(place, Qt.DropAction.CopyAction, data, left, none),
        QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, left, none),
    ):
        target = port
        event.ignore()
        while target is not None:
            QApplication.sendEvent(target, event)
            if event.isAccepted():
                break
            target = target.parentWidget()


def test_code_is_opened_with_its_training_settings(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    path.write_text(CODE)
    opened(qtbot, window, lambda: window.opening.open(path))
    assert names(window)[-2:] == ["hidden", "classes"]
    assert window.session.project.training.compile.loss == "mean_squared_error"
    assert window.files.path is None and window.session.document.undo_label is None
    assert path in window.settings.recent


def test_an_old_model_is_reported(qtbot: QtBot, window: MainWindow, old_model: Path, tmp_path: Path) -> None:
    imported = opened(qtbot, window, lambda: window.opening.open(old_model))
    assert imported.format == "keras1" and [p.class_name for p in imported.placeholders] == ["Gone"]
    assert window.banner.isVisible() and "Keras 1" in window.banner.text
    window.actions_by_id["file.report"].trigger()
    report = window.opening.report_dialog
    assert report is not None
    texts = json.loads(report.text())
    assert {"node": "dense_1", "from": "output_dim=4", "to": "units=4"} in texts["upgraded"]
    saved = tmp_path / "report.json"
    report.save(saved)
    assert json.loads(saved.read_text()) == texts
    group = report.tree.topLevelItem(0)
    report.tree.itemActivated.emit(group.child(0), 0)
    assert [window.session.graph.name_of(node) for node in window.session.selected_nodes()] == ["gone_1"]
    report.close()


def test_a_file_is_dropped_on_the_window(qtbot: QtBot, window: MainWindow, old_model: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(old_model))])
    opened(qtbot, window, lambda: drop(window, data))
    assert "dense_1" in names(window)


def test_code_is_pasted_into_the_graph_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    window.session.open_project(load("mlp-iris"))
    before = window.session.project
    QGuiApplication.clipboard().setText(CODE)
    opened(qtbot, window, lambda: window.actions_by_id["edit.paste"].trigger())
    assert {"hidden", "classes"} <= set(names(window)) and len(names(window)) == len(before.graph.nodes) + 3
    assert window.session.project.training == before.training
    window.session.undo()
    assert window.session.project is before


def test_code_on_an_empty_canvas_becomes_the_project_in_one_step(qtbot: QtBot, window: MainWindow) -> None:
    window.files.new()
    before = window.session.project
    QGuiApplication.clipboard().setText(CODE)
    opened(qtbot, window, window.opening.paste)
    assert len(names(window)) == 3 and window.session.project.training.compile.loss == "mean_squared_error"
    assert window.session.graph.layout.positions, "it is arranged"
    assert window.session.document.labels == ["", "Paste 3 layers"]
    window.session.undo()
    assert window.session.project is before


@pytest.mark.parametrize("text", ["It was the best of times, it was the worst of times.", "{ half a", "\0\0", "x = ["])
def test_a_foreign_text_changes_nothing(qtbot: QtBot, window: MainWindow, text: str) -> None:
    before = window.session.project
    said: list[str] = []
    window.session.status.connect(lambda line, level: said.append(line))
    QGuiApplication.clipboard().setText(text)
    window.opening.paste()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert window.session.project is before and said[0].endswith(".")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"{}", b"\x89HDF\r\n\x1a\n"])
def test_a_file_that_holds_no_model_gets_one_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "some.keras"
    path.write_bytes(content)
    before = window.session.project
    with answering("OK") as hand:
        window.opening.open(path)
        qtbot.waitUntil(lambda: bool(hand.texts), timeout=PATIENCE)
    assert "some.keras" in hand.texts[0] and window.session.project is before


def test_reading_can_be_given_up(
    qtbot: QtBot, window: MainWindow, old_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read slowly here, as a large one from a network is."""
    reached, seen = threading.Event(), threading.Event()
    read = opening.open_model

    def slowly(path: Path, *, cancelled: Callable[[], bool], progress: Callable[[float], None]) -> Imported:
        progress(0.5)
        reached.set()
        while not cancelled():
            seen.wait(0.01)
        seen.set()
        return read(path)

    monkeypatch.setattr(opening, "open_model", slowly)
    before = window.session.project
    window.opening.open(old_model)
    qtbot.waitUntil(lambda: "50" in window.banner.text and window.banner.isVisible(), timeout=PATIENCE)
    window.opening.give_up()
    qtbot.waitUntil(seen.is_set, timeout=PATIENCE)
    qtbot.wait(100)
    assert window.session.project is before and not window.banner.isVisible()


def test_weights_come_along_and_stay_with_the_project(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="only")])
    source = tmp_path / "trained.keras"
    model.save(source)
    opened(qtbot, window, lambda: window.opening.open(source))
    with qtbot.waitSignal(window.opening.weights.loaded, timeout=PATIENCE):
        window.actions_by_id["file.load_weights"].trigger()
    kept = Path(initial_weights(window.session.project)[0])
    assert kept.is_absolute() and kept.is_file()
    with qtbot.waitSignal(window.opening.weights.compared, timeout=PATIENCE) as told:
        window.actions_by_id["file.compare_original"].trigger()
    assert "difference" in told.args[0] and " 0 " in told.args[0]
    first, second = tmp_path / "net.netw", tmp_path / "elsewhere" / "net.netw"
    second.parent.mkdir()
    with answering(first):
        assert window.files.save_as()
    (beside,) = initial_weights(window.session.project)
    assert not Path(beside).is_absolute() and (tmp_path / beside).is_file()
    with answering(second):
        assert window.files.save_as()
    assert initial_weights(window.session.project) == (str(tmp_path / beside),)
