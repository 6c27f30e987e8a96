"""A window whose training runs are written down, for the tests that train in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from core.runs.events import EpochEnded, RunEnded, RunEvent
from core.storage import templates
from gui.window import MainWindow

LONG = 5000
PATIENCE = 60_000


class Watched:
    """A window whose runs are written down; ``on`` acts on the first event that fits."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.controller = window.training
        self.panel = window.training_panel
        self.events: list[RunEvent] = []
        self.refusals: list[str] = []
        self.running: list[bool] = []
        self._qtbot = qtbot
        self._acts: list[tuple[Callable[[RunEvent], bool], Callable[[], object]]] = []
        self.controller.reported.connect(self._note)
        self.controller.refused.connect(self.refusals.append)
        self.controller.running_changed.connect(self.running.append)

    def _note(self, event: RunEvent) -> None:
        self.events.append(event)
        for entry in [entry for entry in self._acts if entry[0](event)]:
            self._acts.remove(entry)
            entry[1]()

    def on(self, fits: Callable[[RunEvent], bool], act: Callable[[], object]) -> None:
        self._acts.append((fits, act))

    def open(self, template: str = "mlp-iris", epochs: int = 3) -> None:
        project = templates.load(template)
        fit = replace(project.training.fit, epochs=epochs, callbacks=())
        self.window.session.open_project(replace(project, training=replace(project.training, fit=fit)))

    def wait(self) -> RunEnded:
        """Until the run has ended; its last event."""
        self._qtbot.waitUntil(lambda: not self.controller.is_running, timeout=PATIENCE)
        ended = self.events[-1]
        assert isinstance(ended, RunEnded)
        return ended

    def train(self) -> RunEnded:
        self.events.clear()
        self.window.actions_by_id["train.start"].trigger()
        assert self.controller.is_running, self.refusals
        return self.wait()

    @property
    def pill(self) -> str:
        return self.panel._pill.text

    @property
    def sentence(self) -> str:
        return self.panel._sentence.text()


def is_epoch(event: RunEvent) -> bool:
    return isinstance(event, EpochEnded)
