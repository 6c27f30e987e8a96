"""The main job with the mouse alone, on a real display: from an empty canvas to a trained and exported network.

Keys are pressed only where a value has to be typed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QScrollArea, QToolBar, QTreeView, QWidget

from core.graph import queries
from core.runs.events import EpochEnded, RunEnded, RunEvent
from core.storage.files import open_project
from gui.export_dialog import ExportDialog
from gui.forms.editors import ChoiceEditor, TextEditor
from gui.forms.object_editor import ObjectEditor
from gui.panels.palette_model import TYPE_ROLE
from gui.window import MainWindow
from tests.e2e.exported import check_exported, drawn
from tests.e2e.robot import Robot
from tests.windows import OpenWindow

LAYERS = ("InputLayer", "Conv2D", "MaxPooling2D", "Flatten", "Dense")


class Mouse:
    """What a person does to this window with the mouse."""

    def __init__(self, robot: Robot, window: MainWindow) -> None:
        self.robot = robot
        self.window = window

    def drop(self, class_name: str, place: tuple[float, float]) -> None:
        """Drag a layer from the palette to a point of the canvas."""
        tree = self.window.palette_panel.tree
        model = tree.model()

        def find() -> object:
            for row in range(model.rowCount()):
                family = model.index(row, 0)
                for inner in range(model.rowCount(family)):
                    index = model.index(inner, 0, family)
                    if str(index.data(TYPE_ROLE)).endswith(f".{class_name}"):
                        return index
            raise AssertionError(f"{class_name} is not in the palette")

        before = self.robot.gui(lambda: len(self.window.session.graph.nodes))
        start = self.robot.bring_row(tree, self.robot.gui(find))
        self.robot.drag(start, self.robot.scene(self.window.view, place))
        self.robot.until(f"{class_name} to be dropped", lambda: len(self.window.session.graph.nodes) == before + 1)

    def wire(self, source: str, target: str) -> None:
        """Drag from the output port of one card to the input port of another."""
        scene, view = self.window.scene, self.window.view
        start, end = self.robot.gui(lambda: (scene.nodes[source].output_point(0), scene.nodes[target].input_point(0)))
        self.robot.drag(self.robot.scene(view, start), self.robot.scene(view, end))

    def select(self, node_id: str) -> None:
        """Click a card."""
        place = self.robot.gui(lambda: self.window.scene.centre(node_id))
        self.robot.click(self.robot.scene(self.window.view, place))
        self.robot.until("the card to be selected", lambda: self.window.session.selected_nodes() == [node_id])

    def set_text(self, editor: TextEditor, text: str) -> None:
        """Click into a field three times, which marks what stands there, then type."""
        self.robot.click_on(editor.line, times=3)
        self.robot.type(text)
        self.robot.key("Return")

    def parameter(self, name: str, kind: type[QWidget]) -> QWidget:
        """The inspector's editor of a parameter."""
        form = self.robot.gui(lambda: self.window.inspector._form)
        assert form is not None
        editor = form.editors[name]
        assert isinstance(editor, kind)
        return editor

    def bring(self, widget: QWidget) -> None:
        """Turn the wheel until a widget of a scrolled form can be seen."""
        area = self.robot.gui(lambda: _scroll_area(widget))
        for _ in range(60):
            seen = self.robot.gui(lambda: widget.visibleRegion().boundingRect().contains(widget.rect().center()))
            if seen:
                return
            port = area.viewport()
            # Beside the fields, so that the wheel turns the form and not a value in it.
            self.robot.wheel(self.robot.on_screen(port, QPoint(4, port.height() // 2)), 1)
        raise AssertionError(f"{widget} cannot be brought into view")

    def tool(self, action: str) -> QPoint:
        """The middle of a button of the toolbar."""

        def find() -> QPoint:
            bar = self.window.findChild(QToolBar, "toolbar")
            assert bar is not None
            button = bar.widgetForAction(self.window.actions_by_id[action])
            assert button.isEnabled(), f"{action} is not enabled"
            return button.mapToGlobal(button.rect().center())

        return self.robot.gui(find)

    def accept(self, dialog: QFileDialog) -> None:
        """Click the dialog's Save or Open."""
        box = self.robot.gui(lambda: dialog.findChild(QDialogButtonBox))
        button = self.robot.gui(
            lambda: next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self.robot.until("the button to be enabled", button.isEnabled)
        self.robot.click_on(button)
        self.robot.no_dialog()


@pytest.mark.xvfb
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_main_job_with_the_mouse_alone(robot: Robot, open_window: OpenWindow, work: Path) -> None:
    window = open_window()
    window.start()
    robot.run(lambda: _work(robot, window, work))
    check_exported(work, LAYERS)
    again = open_window()
    again.start()
    robot.run(lambda: _reopen(robot, again, work))


def _work(robot: Robot, window: MainWindow, work: Path) -> None:
    mouse = Mouse(robot, window)
    session = window.session
    robot.until("Keras", lambda: session.is_analysis_current())
    middle, top = robot.gui(lambda: (window.view.visible_box().center().x(), window.view.visible_box().top() + 60))
    for row, class_name in enumerate(LAYERS):
        mouse.drop(class_name, (middle, top + 105 * row))
    nodes = robot.gui(lambda: list(session.graph.nodes))
    for source, target in zip(nodes, nodes[1:], strict=False):
        mouse.wire(source, target)
    assert [(edge.source.node, edge.target) for edge in queries.edges(session.graph)] == list(
        zip(nodes, nodes[1:], strict=False)
    )

    mouse.select(nodes[0])
    mouse.set_text(mouse.parameter("shape", TextEditor), "8, 8, 1")
    mouse.select(nodes[1])
    mouse.set_text(mouse.parameter("filters", TextEditor), "16")
    robot.choose(mouse.parameter("activation", ChoiceEditor).box, "relu")
    mouse.select(nodes[4])
    mouse.set_text(mouse.parameter("units", TextEditor), "10")
    robot.choose(mouse.parameter("activation", ChoiceEditor).box, "softmax")
    layers = [session.graph.layers[session.graph.nodes[node].layer] for node in nodes]
    assert layers[0].params["shape"] == (8, 8, 1)
    assert layers[1].params["filters"] == 16 and layers[1].params["activation"] == "relu"
    assert layers[4].params["units"] == 10 and layers[4].params["activation"] == "softmax"

    robot.tab(window, "Data")
    robot.choose(window.data.source, "Digits")
    robot.until("the data to be shown", window.data._table.isVisible)
    assert session.project.training.data.source == "sklearn:digits"

    robot.tab(window, "Training")
    settings = window.training_panel.settings
    mouse.set_text(settings._fit.editors["epochs"], "5")
    loss = settings._losses[""]
    assert isinstance(loss, ObjectEditor)
    mouse.bring(loss)
    robot.choose(loss.box, "SparseCategoricalCrossentropy")
    mouse.bring(settings._metrics._add)
    robot.click_on(settings._metrics._add)
    robot.until("the metric", lambda: session.project.training.compile.metrics == ("accuracy",))
    assert session.project.training.fit.epochs == 5
    assert session.project.training.compile.loss == "sparse_categorical_crossentropy"
    robot.until("the analysis", session.is_analysis_current)
    assert robot.gui(lambda: [p.message for p in session.analysis.problems if p.severity == "error"]) == []

    events: list[RunEvent] = []
    robot.gui(lambda: window.training.reported.connect(events.append))
    robot.click_on(window.toolbar.train_button)
    robot.until("the run to begin", lambda: window.training.is_running)
    robot.until("the run to end", lambda: not window.training.is_running, 120)
    ended = events[-1]
    assert isinstance(ended, RunEnded) and ended.status == "finished", ended
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [1, 2, 3, 4, 5]
    assert ended.test["accuracy"] > 0.8
    lines = robot.gui(lambda: drawn(window.training_panel._curves))
    assert {"loss", "val_loss", "accuracy", "val_accuracy"} <= set(lines)
    assert all(points >= 5 for points in lines.values()), lines

    code = work / "model.py"
    _export(robot, window, "Export code", code)
    _export(robot, window, "Export model", work / "model.keras")
    robot.click(mouse.tool("file.save"))
    mouse.accept(robot.dialog())
    saved = work / "model.netw"
    robot.until("the project", saved.is_file)
    assert open_project(saved)[0] == session.project and not session.document.is_modified
    robot.click(mouse.tool("edit.undo"))
    robot.until("the metric to be gone", lambda: session.project.training.compile.metrics == ())
    robot.click(mouse.tool("edit.redo"))
    robot.until("nothing to be unsaved", lambda: not session.document.is_modified)
    robot.menu(window.menuBar(), "File", "Quit")
    robot.until("the window to close", lambda: not window.isVisible())


def _export(robot: Robot, window: MainWindow, entry: str, target: Path) -> None:
    """Through the dialog, which stays until it is closed."""
    robot.menu(window.menuBar(), "File", entry)
    dialog = robot.dialog()
    assert isinstance(dialog, ExportDialog) and robot.gui(dialog.target.text) == str(target)
    robot.click_on(dialog.export)
    robot.until(f"{target.name}", lambda: target.is_file() and dialog.copy_path.isVisible(), 60)
    robot.click_on(dialog.cancel)
    robot.until("the dialog to close", lambda: window.exports.dialog is None)


def _reopen(robot: Robot, window: MainWindow, work: Path) -> None:
    mouse = Mouse(robot, window)
    session = window.session
    robot.click(mouse.tool("file.open"))
    dialog = robot.dialog()
    files = robot.gui(lambda: dialog.findChild(QTreeView, "treeView"))
    assert files is not None and files.isVisible()
    model = files.model()

    def row() -> object:
        found = [model.index(n, 0, files.rootIndex()) for n in range(model.rowCount(files.rootIndex()))]
        return next((index for index in found if index.data() == "model.netw"), None)

    robot.until("the file to be listed", lambda: row() is not None)
    robot.click(robot.bring_row(files, robot.gui(row)), times=2)
    robot.no_dialog()
    saved = open_project(work / "model.netw")[0]
    assert session.project == saved and len(saved.graph.nodes) == 5
    box = robot.gui(lambda: window.scene.content_box())
    mouse.drop("Dropout", (box.right() + 150, box.center().y()))
    assert session.document.is_modified
    robot.click(mouse.tool("edit.undo"))
    robot.until("the drop to be undone", lambda: session.project == saved)
    assert not session.document.is_modified


def _scroll_area(widget: QWidget) -> QScrollArea:
    above = widget.parentWidget()
    while not isinstance(above, QScrollArea):
        assert above is not None, f"{widget} is in no form that scrolls"
        above = above.parentWidget()
    return above
