"""What opening, data, files and exports have to say is said in Chinese: made in the core, in a child process, and shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from core.convert.exports import abilities
from core.convert.exports.options import ExportOptions
from core.convert.imported import Imported
from core.convert.opening import open_model, open_text
from core.data.sources import inspect
from core.errors import NetwrightError
from core.graph.model import DataSettings
from core.storage.files import open_project, save_project
from gui import i18n, theme
from gui.export_dialog import ExportDialog, WeightsChoice
from gui.i18n import shown
from gui.import_report import ImportReport
from gui.window import MainWindow
from tests.core.analysis.networks import Draw
from tests.dialogs import answering

pytestmark = pytest.mark.usefixtures("keras_imported")

CHINESE = re.compile(r"[一-鿿]")
ENGLISH = re.compile(r"\b[a-z]+ (?:[a-z]+ )+[a-z]+\b")
"""Three small words in a row: a sentence that was left in English. No name in these files has any."""
FIELD = re.compile(r"\{[a-z_]+[!:}]")

KERAS1 = {
    "class_name": "Sequential",
    "keras_version": "1.2.2",
    "config": [
        {
            "class_name": "Dense",
            "config": {"name": "d", "output_dim": 4, "batch_input_shape": [None, 6], "W_learning": 2},
        },
        {"class_name": "SReLU", "config": {"name": "s"}},
        {"class_name": "Activation", "config": {"name": "a", "activation": "my_own"}},
        {"class_name": "BatchNormalization", "config": {"name": "n", "mode": 1}},
    ],
}
CODE = """
import keras
from somewhere import Fancy
x = keras.Input((8,))
y = keras.layers.Dense(mystery)(Fancy()(x))
for size in unknown_sizes:
    y = keras.layers.Dense(size)(y)
model = keras.Model(x, y)
model.load_weights("w.h5")
"""


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("en")


def assert_chinese(said: str) -> None:
    assert CHINESE.search(said), said
    assert not ENGLISH.search(said) and not FIELD.search(said), said


def refusal(work: object) -> str:
    with pytest.raises(NetwrightError) as caught:
        work()  # type: ignore[operator]
    return caught.value.message


@pytest.mark.parametrize("source", [json.dumps(KERAS1), CODE], ids=["keras1", "code"])
def test_an_import_report(qtbot: QtBot, chinese: None, source: str) -> None:
    imported = open_text(source)
    assert imported.placeholders and imported.notes
    report = ImportReport(None, imported, None)
    qtbot.addWidget(report)
    found = QTreeWidgetItemIterator(report.tree)
    rows = []
    while item := found.value():
        if item.parent() is not None:
            rows.append(item.text(1))
        found += 1
    assert len(rows) == len(imported.placeholders) + len(imported.upgraded) + len(imported.notes)
    for row in rows:
        assert_chinese(row)
    # What is saved or copied is the report of the command line.
    assert not CHINESE.search(report.text())


def test_places_in_code(chinese: None) -> None:
    notes = [shown(note) for note in open_text(CODE).notes]
    assert any(note.startswith("第 5 行：") for note in notes), notes


def test_an_export_that_is_refused(qtbot: QtBot, chinese: None, tmp_path: Path) -> None:
    draw = Draw()
    image = draw.input("image", 8, 8, 1)
    draw.layer("Flatten", "flat", image)
    project = draw.project()
    problems = abilities.problems(project, "litert", ExportOptions(quantize="int8"))
    dialog = ExportDialog(
        None, theme.LIGHT, folder=tmp_path, stem="m", weights=[WeightsChoice("新权重", "new")], first="litert"
    )
    qtbot.addWidget(dialog)
    dialog.set_problems(problems)
    assert problems and not dialog.export.isEnabled()
    assert_chinese(dialog.said.text())


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("csv:gone.csv", None),
        ("csv:t.csv", b"a,b\n1,2\n3\n"),
        ("csv:t.csv", b"a,b\n1,\n3,4\n"),
        ("csv:t.csv", b"a,b\nx,1\ny,2\n"),
        ("npz:t.npz", b"PK"),
        ("sklearn:nothing", None),
    ],
)
def test_data_that_cannot_be_read(chinese: None, tmp_path: Path, source: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / source[4:]).write_bytes(content)
    assert_chinese(shown(refusal(lambda: inspect(DataSettings(source), tmp_path))))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.h5", b"\x89HDF\r\n\x1a\n" + b"x" * 60),
        ("model.keras", b"PK\x03\x04" + b"\0" * 40),
        ("model.h5", b"GGUF" + b"\0" * 40),
        ("model.json", b'{"class_name": "Sequential", '),
        ("model.h5", b""),
    ],
    ids=["h5", "keras", "other", "json", "empty"],
)
def test_models_that_a_child_process_refuses(chinese: None, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    message = refusal(lambda: open_model(file))
    assert not CHINESE.search(message)
    said = shown(message)
    assert said.startswith(f"“{name}”") and said.endswith("。")
    assert_chinese(re.sub(r"（.*）", "", said))  # HDF5 and the reader of JSON say in their own words what it is


def test_a_file_that_cannot_be_opened(window: MainWindow, chinese: None, qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(NetwrightError) as caught:
        open_project(tmp_path / "gone.netw")
    with answering(None) as hand:
        window.files.fail(caught.value)
    assert hand.texts[-1] == "文件“gone.netw”无法打开：它不存在。"


def test_files_hold_english(chinese: None, tmp_path: Path) -> None:
    imported: Imported = open_text(json.dumps(KERAS1))
    save_project(imported.project, tmp_path / "p.netw", None)
    assert not CHINESE.search((tmp_path / "p.netw").read_text(encoding="utf-8"))
