"""Rows 38 to 40: finding layers, going from problem to problem, training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt

from core.graph.model import Graph
from core.runs.events import EpochEnded, RunEnded, RunEvent
from core.storage import templates
from gui.canvas.badges import badge_centre
from gui.panels.panel import is_seen
from tests.gui.canvas.networks import Builder, residual
from tests.gui.interactions.row import ALT, CTRL, NONE, SHIFT, Desk, Key, Row, pressing, selected, unchanged

PATIENCE = 60_000
LONG = 5000
"""So many epochs do not end by themselves while a test runs."""


def long_chain() -> Graph:
    return residual(3, placed=True)


CONVOLUTIONS = ("n2", "n3", "n6", "n9")

# 38 Find


def find(desk: Desk) -> None:
    bar = desk.window.find_bar
    desk.key(Key.Key_F, CTRL)
    assert bar.isVisible() and desk.focus() is bar.field
    desk.type("type:conv")
    assert tuple(bar.hits) == CONVOLUTIONS and bar.current == "n2" and not desk.session.selection
    desk.key(Key.Key_Return)


def find_and_close(desk: Desk) -> None:
    """A search that was closed; it had stopped at its second hit."""
    find(desk)
    desk.key(Key.Key_Escape)
    assert desk.window.find_bar.isHidden() and desk.view.hasFocus()


def filters(desk: Desk) -> None:
    """The same with a filter that nothing else has."""
    desk.key(Key.Key_F, CTRL)
    desk.type("is:frozen type:conv params:>1")
    desk.key(Key.Key_Return, CTRL)  # takes all hits


def freeze_one(desk: Desk) -> None:
    desk.key(Key.Key_F, SHIFT)
    desk.key(Key.Key_Escape)
    desk.analyse()


def found(node: str) -> Callable[[Desk], None]:
    """This hit is selected, marked among the others as long as the bar is open, and seen."""

    def check(desk: Desk) -> None:
        bar, item = desk.window.find_bar, desk.scene.nodes[node]
        assert bar.current == node and desk.session.selection == {node}
        assert desk.view.visible_box().contains(item.sceneBoundingRect().center())
        assert len(desk.scene.marks) == (len(CONVOLUTIONS) if bar.isVisible() else 0)
        if bar.isVisible():
            desk.key(Key.Key_Escape)
        assert desk.view.hasFocus()

    return check


# 39 Problems


def broken() -> Graph:
    """Two additions have no input; the second is far away."""
    builder = Builder()
    last = builder.add("InputLayer", at=(0, 0), shape=(8, 8, 3))
    last = builder.add("Conv2D", last, at=(0, 120), filters=4, kernel_size=3)
    builder.add("Dense", last, at=(0, 240), units=10)
    builder.add("Add", at=(300, 120))
    builder.add("Add", at=(300, 4000))
    return builder.graph


def walk(key: Qt.Key, modifiers: Qt.KeyboardModifier, wanted: Sequence[str]) -> Callable[[Desk], None]:
    """Each press goes to the next node, which is selected and seen."""

    def do(desk: Desk) -> None:
        for node in wanted:
            desk.key(key, modifiers)
            assert desk.session.selection == {node}
            assert desk.view.visible_box().contains(desk.scene.nodes[node].sceneBoundingRect().center())

    return do


def fix_second(desk: Desk) -> None:
    desk.key(Key.Key_F8, SHIFT)
    desk.key(Key.Key_Period, CTRL)


def fix_by_badge(desk: Desk) -> None:
    """A click on the badge leads to what is wrong; Enter takes the first thing that can be done about it."""
    desk.look((300, 4000))
    item = desk.scene.nodes["n5"]
    desk.hand.click((item.pos() + badge_centre(item.body)).toTuple())
    desk.qtbot.waitUntil(lambda: is_seen(desk.window.problems))
    assert desk.window.problems.isAncestorOf(desk.focus())
    assert desk.session.selection == {"n5"} and desk.saved() == desk.before
    desk.key(Key.Key_Return)


def second_is_fed(desk: Desk) -> None:
    assert len(desk.inputs("n5")) == 1 and desk.inputs("n4") == []


# 40 Train


def with_iris(epochs: int) -> Callable[[Desk], None]:
    """A small network with data; what its runs report is written down."""

    def ready(desk: Desk) -> None:
        import keras  # so that the run does not spend its time on that

        assert keras.backend.backend() == "tensorflow"
        project = templates.load("mlp-iris")
        fit = replace(project.training.fit, epochs=epochs, callbacks=())
        desk.session.open_project(replace(project, training=replace(project.training, fit=fit)))
        events: list[RunEvent] = []
        desk.kept["events"] = events
        desk.window.training.reported.connect(events.append)

    return ready


def events_of(desk: Desk) -> list[RunEvent]:
    found = desk.kept["events"]
    assert isinstance(found, list)
    return found


def begins(desk: Desk, key: Qt.Key = Key.Key_F5, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A run begins, and its first epoch ends."""
    desk.key(key, modifiers)
    assert desk.window.training.is_running and is_seen(desk.window.training_panel)
    desk.qtbot.waitUntil(lambda: any(isinstance(event, EpochEnded) for event in events_of(desk)), timeout=PATIENCE)


def train(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[Desk], None]:
    return lambda desk: begins(desk, key, modifiers)


def stop(key: Qt.Key, modifiers: Qt.KeyboardModifier, times: int) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        begins(desk)
        for _ in range(times):
            assert desk.window.training.is_running
            desk.key(key, modifiers)
        assert desk.window.training.stop_requested

    return do


def ended(status: str) -> Callable[[Desk], None]:
    """The run ends so, with the weights of its best epoch, and the document is as it was."""

    def check(desk: Desk) -> None:
        controller = desk.window.training
        desk.qtbot.waitUntil(lambda: not controller.is_running, timeout=PATIENCE)
        last = events_of(desk)[-1]
        assert isinstance(last, RunEnded) and last.status == status and 1 <= last.epochs < LONG
        assert controller.best_weights(desk.session.project) is not None

    return check


ENTER, F5 = Key.Key_Return, Key.Key_F5

ROWS: tuple[Row, ...] = (
    Row(38, "Ctrl+F", long_chain, (), find, found("n3"), 0),
    Row(38, "Ctrl+F with filters", long_chain, ("n6", "n7"), filters, selected("n6"), 0, ready=freeze_one),
    Row(38, "F3", long_chain, (), pressing(Key.Key_F3), found("n6"), 0, ready=find_and_close),
    Row(38, "Shift+F3", long_chain, (), pressing(Key.Key_F3, SHIFT), found("n2"), 0, ready=find_and_close),
    Row(39, "F8", broken, (), walk(Key.Key_F8, NONE, ("n4", "n5", "n4")), unchanged, 0, ready=Desk.analyse),
    Row(39, "Shift+F8", broken, (), walk(Key.Key_F8, SHIFT, ("n5", "n4", "n5")), unchanged, 0, ready=Desk.analyse),
    Row(39, "Ctrl+.", broken, (), fix_second, second_is_fed, ready=Desk.analyse),
    Row(39, "click badge", broken, (), fix_by_badge, second_is_fed, ready=Desk.analyse),
    Row(40, "F5", Graph, (), train(F5, NONE), ended("finished"), 0, ready=with_iris(1)),
    Row(40, "Ctrl+Enter", Graph, (), train(ENTER, CTRL), ended("finished"), 0, ready=with_iris(1)),
    Row(40, "Shift+F5", Graph, (), stop(F5, SHIFT, 1), ended("stopped"), 0, ready=with_iris(LONG)),
    Row(40, "Ctrl+Alt+Enter", Graph, (), stop(ENTER, CTRL | ALT, 2), ended("stopped"), 0, ready=with_iris(LONG)),
)  # fmt: skip
