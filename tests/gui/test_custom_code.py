"""Own code in the real window: read, trusted, used; refused and nothing has run. Dialogs are answered as a person would."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.graph.values import PythonSource, Source
from core.storage import trust
from core.storage.files import open_project, save_project
from gui.custom_dialog import TrustDialog
from gui.theme import LIGHT
from gui.window import MainWindow
from tests.core import own_code
from tests.core.own_code import LAYERS, canary, custom_net, lambda_net, node_of
from tests.dialogs import answering

TRUST = "Trust this code"


@pytest.fixture(autouse=True)
def no_module_left() -> Iterator[None]:
    yield
    sys.modules.pop("my_layers", None)


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=120_000)


def analysed(window: MainWindow) -> bool:
    return window.session.is_analysis_current()


def problems(window: MainWindow, name: str) -> list[str]:
    return [problem.code for problem in window.session.problems_of(node_of(window.session.project, name))]


def button(window: MainWindow, text: str) -> QPushButton:
    return next(found for found in window.inspector.findChildren(QPushButton) if found.text() == text)


def shown_in_palette(window: MainWindow) -> list[str]:
    window.palette_panel.search.setText("scale")
    model = window.palette_panel._model
    found = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    window.palette_panel.search.clear()
    return found


def test_the_dialog_shows_everything_and_means_no(qtbot: QtBot) -> None:
    dialog = TrustDialog("Run it?", [("File", "<b>my_layers.py</b>"), ("Size", "3 bytes")], LAYERS, LIGHT)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == LAYERS and dialog.source.isReadOnly()
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == TrustDialog.DialogCode.Rejected
    dialog.show()
    QTest.mouseClick(dialog.trust, Qt.MouseButton.LeftButton)
    assert dialog.result() == TrustDialog.DialogCode.Accepted


@pytest.mark.usefixtures("keras_imported")
def test_a_foreign_function_is_read_and_then_trusted(
    window: MainWindow, work: Path, until: Callable[[Callable[[], object]], None]
) -> None:
    line, mark = canary(work)
    source = f"lambda x: ({line.strip()}, x * 2)[1]"
    save_project(lambda_net(source), work / "foreign.netw", None)
    window.start()
    assert window.files.open(work / "foreign.netw")
    until(lambda: analysed(window))
    session = window.session
    node = node_of(session.project, "own")
    assert problems(window, "own") == ["ST30"]
    session.select((node,))
    with answering(None) as hand:
        button(window, "Read and trust…").click()
    assert hand.texts == ["Run the code of own?"] and not mark.exists() and problems(window, "own") == ["ST30"]
    with answering(TRUST):
        button(window, "Read and trust…").click()
    until(lambda: problems(window, "own") == [])
    assert session.analysis is not None and session.analysis.nodes[node].outputs and mark.exists()
    assert trust.is_trusted(source) and not session.document.is_modified
    window.show_panel("code")
    until(lambda: "own_function = lambda x:" in window.code.editor.toPlainText())


@pytest.mark.slow
@pytest.mark.usefixtures("keras_imported")
def test_a_file_is_added_used_saved_and_opened_again(
    window: MainWindow, work: Path, until: Callable[[Callable[[], object]], None]
) -> None:
    path = own_code.write(work)
    window.start()
    session = window.session
    first = session.add_layer("keras.layers.InputLayer", (0.0, 0.0), params={"shape": (4,)})
    assert first is not None
    with answering(path, None):
        window.actions_by_id["file.custom_layers"].trigger()
    assert not session.project.custom_files and not trust.is_trusted(LAYERS)
    with answering(path, TRUST):
        window.actions_by_id["file.custom_layers"].trigger()
    until(lambda: session.catalog.get("my_layers>Scale") is not None)
    assert session.project.custom_files == (str(path),) and "Scale" in shown_in_palette(window)
    node = session.add_layer("my_layers>Scale", (0.0, 120.0), after=Source(first))
    assert node is not None and session.family_of(session.graph.layer_of(node)) == "custom"
    until(lambda: analysed(window))
    assert session.problems_of(node) == [] and session.analysis is not None
    assert session.analysis.totals.parameters == 4
    assert window.inspector._form is not None and set(window.inspector._form.editors) >= {"initial", "power"}

    window.files.path = work / "p.netw"
    assert window.files._write(work / "p.netw", None)
    assert '"my_layers.py"' in (work / "p.netw").read_text() and str(work) not in (work / "p.netw").read_text()
    assert open_project(work / "p.netw")[0].custom_files == (str(path),)

    session.undo()
    session.undo()
    until(lambda: session.catalog.get("my_layers>Scale") is None)
    assert "Scale" not in shown_in_palette(window)
    session.document.mark_saved(session.project)

    trust.distrust(LAYERS)
    assert window.files.open(work / "p.netw")
    until(lambda: analysed(window))
    assert problems(window, session.graph.name_of(node)) == ["ST30"]
    session.select((node,))
    with answering(TRUST) as hand:
        button(window, "Read and trust…").click()
    assert hand.texts == ["Run my_layers.py for its layers?"]
    until(lambda: problems(window, session.graph.name_of(node)) == [])


@pytest.mark.slow
def test_a_file_that_fails_is_one_message_and_stays_out(
    window: MainWindow, work: Path, until: Callable[[Callable[[], object]], None]
) -> None:
    path = own_code.write(work, "import keras\nraise ValueError('no luck')\n")
    with answering(TRUST, "OK") as hand:
        window.custom_code.add(path)
        until(lambda: len(hand.texts) == 2)
        until(lambda: not window.jobs._running)
    assert hand.texts[1] == ("The file 'my_layers.py' cannot be used: it raises ValueError in line 2: no luck.")
    assert not trust.is_trusted(path.read_text()) and not window.session.project.custom_files


def test_what_cannot_be_a_file_of_layers_is_one_message(window: MainWindow, work: Path) -> None:
    with answering("OK") as hand:
        window.custom_code.add(own_code.write(work, "class A(:\n"))
    assert "is not valid Python: line 1" in hand.texts[0]


@pytest.mark.usefixtures("keras_imported")
def test_a_hostile_project_is_opened_and_nothing_runs(
    window: MainWindow, work: Path, until: Callable[[Callable[[], object]], None]
) -> None:
    line, mark = canary(work)
    path = own_code.write(work, line + LAYERS)
    save_project(custom_net(path), work / "p.netw", None)
    window.start()
    assert window.files.open(work / "p.netw")
    until(lambda: analysed(window))
    assert problems(window, "own") == ["ST30"]
    for panel in ("code", "diagram", "problems"):
        window.show_panel(panel)
        QTest.qWait(300)
    own = node_of(window.session.project, "own")
    window.session.select((own,))
    window.session.apply_project(lambda project: project, "nothing")
    assert not mark.exists() and "my_layers" not in sys.modules
    with answering(None):
        button(window, "Read and trust…").click()
    assert not mark.exists() and not trust.is_trusted(path.read_text())


def test_what_is_typed_into_the_inspector_is_one_undo_step(window: MainWindow) -> None:
    session = window.session
    node = session.add_layer("keras.layers.Lambda", (0.0, 0.0))
    assert node is not None
    form = window.inspector._form
    assert form is not None
    field = form.editors["function"].field  # type: ignore[attr-defined]
    field.setFocus()
    field.setPlainText("lambda x: x / 2")
    window.view.setFocus()
    assert session.graph.layer_of(node).params["function"] == PythonSource("lambda x: x / 2")
    assert session.document.undo_label == "Set function" and trust.is_trusted("lambda x: x / 2")
    session.undo()
    assert session.graph.layer_of(node).params["function"] == PythonSource("lambda x: x")
    assert field.toPlainText() == "lambda x: x"
