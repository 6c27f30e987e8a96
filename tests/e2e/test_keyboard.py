"""The main job with the keyboard alone, on a real display: the mouse is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.graph import queries
from core.runs.events import EpochEnded, RunEnded, RunEvent
from core.storage.files import open_project
from gui.export_dialog import ExportDialog
from gui.window import MainWindow
from tests.e2e.exported import check_exported, drawn
from tests.e2e.robot import Robot
from tests.windows import OpenWindow

LAYERS = ("InputLayer", "Conv2D", "MaxPooling2D", "Flatten", "Dense")
WORDS = ("in", "conv", "pool", "flatten", "dense")


class Keyboard:
    """What a person does to this window with the keyboard."""

    def __init__(self, robot: Robot, window: MainWindow) -> None:
        self.robot = robot
        self.window = window

    def add(self, word: str) -> None:
        """Tab on the canvas, a word, Enter: a layer behind the selected one."""
        count = self.robot.gui(lambda: len(self.window.session.graph.nodes))
        self.robot.key("Tab")
        self.robot.until("the search to have the focus", self.window.adding.popup.search.hasFocus)
        self.robot.type(word)
        self.robot.key("Return")
        self.robot.until(f"'{word}' to be added", lambda: len(self.window.session.graph.nodes) == count + 1)
        self.robot.until("the canvas to have the focus again", self.window.view.hasFocus)

    def tab_to(self, name: str) -> None:
        """Press Tab until what has this accessible name has the focus."""
        for _ in range(60):
            if self.robot.gui(lambda: _focused() == name):
                return
            self.robot.key("Tab")
        raise AssertionError(f"Tab does not lead to {name!r}")

    def enter(self, name: str, text: str) -> None:
        """Go to a field by Tab, which marks what stands there, and type."""
        self.tab_to(name)
        self.robot.type(text)
        self.robot.key("Return")

    def panel(self, name: str) -> None:
        """Go from tab to tab until this panel is in front."""
        for _ in range(8):
            self.robot.key("ctrl+Next")
            if self.robot.gui(lambda: not self.window.docks[name].widget().visibleRegion().isEmpty()):
                return
        raise AssertionError(f"the keys do not lead to the panel {name!r}")

    def back(self) -> None:
        """Escape to the canvas."""
        self.robot.key("Escape")
        self.robot.until("the canvas to have the focus", self.window.view.hasFocus)

    def confirm(self) -> None:
        """Wait for the dialog and press Enter."""
        self.robot.dialog()
        self.robot.key("Return")
        self.robot.no_dialog()


def _focused() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""


@pytest.mark.xvfb
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_main_job_with_the_keyboard_alone(robot: Robot, open_window: OpenWindow, work: Path) -> None:
    window = open_window()
    window.start()
    robot.run(lambda: _work(robot, window, work))
    check_exported(work, LAYERS)
    again = open_window()
    again.start()
    robot.run(lambda: _reopen(robot, again, work))


def _work(robot: Robot, window: MainWindow, work: Path) -> None:
    keys = Keyboard(robot, window)
    session = window.session
    robot.until("Keras", session.is_analysis_current)
    robot.until("the canvas to have the focus", window.view.hasFocus)
    for word in WORDS:
        keys.add(word)
    nodes = robot.gui(lambda: list(session.graph.nodes))
    assert tuple(session.graph.layers[session.graph.nodes[node].layer].class_name for node in nodes) == LAYERS
    assert [(edge.source.node, edge.target) for edge in queries.edges(session.graph)] == list(
        zip(nodes, nodes[1:], strict=False)
    )

    robot.key("Return")
    keys.enter("units", "10")
    keys.tab_to("activation")
    robot.type("softmax")
    robot.key("Return")
    robot.until("softmax", lambda: _layer(window, nodes[4]).params.get("activation") == "softmax")
    keys.back()
    robot.key("Up", "Up", "Up", "Up")
    assert robot.gui(session.selected_nodes) == [nodes[0]]
    robot.key("F2")
    robot.until("the name to have the focus", window.inspector.name.hasFocus)
    robot.type("digits")
    keys.enter("shape", "8, 8, 1")
    keys.back()
    robot.key("Down", "Return")
    keys.enter("filters", "16")
    keys.tab_to("activation")
    robot.type("relu")
    robot.key("Return")
    keys.back()
    assert _layer(window, nodes[0]).name == "digits" and _layer(window, nodes[0]).params["shape"] == (8, 8, 1)
    assert _layer(window, nodes[1]).params["filters"] == 16
    assert _layer(window, nodes[1]).params["activation"] == "relu"
    assert _layer(window, nodes[4]).params["units"] == 10

    keys.panel("data")
    keys.tab_to("Data")
    robot.type("Dig")
    robot.until("the digits", lambda: session.project.training.data.source == "sklearn:digits")
    keys.panel("training")
    keys.enter("epochs", "5")
    keys.tab_to("loss")
    robot.type("SparseC")
    keys.tab_to("Add to metrics")
    robot.key("space")
    robot.until("the metric", lambda: session.project.training.compile.metrics == ("accuracy",))
    assert session.project.training.compile.loss == "sparse_categorical_crossentropy"

    events: list[RunEvent] = []
    robot.gui(lambda: window.training.reported.connect(events.append))
    robot.key("F5")
    robot.until("the run to begin", lambda: window.training.is_running)
    robot.until("the run to end", lambda: not window.training.is_running, 120)
    assert isinstance(events[-1], RunEnded) and events[-1].status == "finished", events[-1]
    assert len([event for event in events if isinstance(event, EpochEnded)]) == 5
    lines = robot.gui(lambda: drawn(window.training_panel._curves))
    assert {"loss", "val_loss", "accuracy", "val_accuracy"} <= set(lines) and min(lines.values()) >= 5

    for combination, suffix in (("ctrl+e", ".py"), ("ctrl+alt+e", ".keras")):
        robot.key(combination)
        dialog = robot.dialog()
        assert isinstance(dialog, ExportDialog)
        robot.key("Return")
        robot.until(f"model{suffix}", lambda: dialog.copy_path.isVisible(), 60)  # noqa: B023  # asked before the next one
        assert (work / f"model{suffix}").is_file()
        robot.key("Escape")
        robot.no_dialog()
    robot.key("ctrl+s")
    keys.confirm()
    robot.until("model.netw", (work / "model.netw").is_file)
    assert open_project(work / "model.netw")[0] == session.project and not session.document.is_modified
    robot.key("ctrl+q")
    robot.until("the window to close", lambda: not window.isVisible())


def _reopen(robot: Robot, window: MainWindow, work: Path) -> None:
    keys = Keyboard(robot, window)
    session = window.session
    robot.key("ctrl+o")
    robot.dialog()
    robot.type("model.netw")
    robot.key("Return")
    robot.no_dialog()
    saved = open_project(work / "model.netw")[0]
    assert session.project == saved and len(saved.graph.nodes) == 5
    robot.until("the canvas to have the focus", window.view.hasFocus)
    robot.key("ctrl+a", "Escape", "Down")
    keys.add("dropout")
    assert session.document.is_modified
    robot.key("ctrl+z")
    robot.until("the layer to be gone", lambda: session.project == saved)
    assert not session.document.is_modified


def _layer(window: MainWindow, node: str):  # type: ignore[no-untyped-def]
    graph = window.session.graph
    return graph.layers[graph.nodes[node].layer]
