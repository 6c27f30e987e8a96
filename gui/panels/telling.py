"""The events of a run, at the pace at which they are worth showing.

A run and the window share one interpreter: what labels and bars take to paint, a small network waits for. Does not belong
here: how an event is shown (training).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.runs.events import EpochEnded, PhaseChanged, RunEvent, RunStarted, StepEnded

SAY_MS = 200
"""Between two times that steps, epochs and their phases are told."""
OFTEN = ("training", "validating")
"""Phases that come with every epoch; a small network may have twenty of them in a second."""


class Telling(QObject):
    """``told`` carries rare events at once; of those that come often the newest of each kind, a few times a second.

    Events keep their order: a rare one is told after the newest of what has been waiting.
    """

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[type[RunEvent], RunEvent] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAY_MS)
        self._timer.timeout.connect(self._catch_up)

    def take(self, event: RunEvent) -> None:
        """Tell this event, now or soon."""
        if isinstance(event, StepEnded | EpochEnded) or (isinstance(event, PhaseChanged) and event.phase in OFTEN):
            self._waiting.pop(type(event), None)
            self._waiting[type(event)] = event
            if not self._timer.isActive():
                self._timer.start()
            return
        if isinstance(event, RunStarted):
            self._waiting.clear()
        self._catch_up()
        self.told.emit(event)

    def _catch_up(self) -> None:
        self._timer.stop()
        waiting = list(self._waiting.values())
        self._waiting.clear()
        for event in waiting:
            self.told.emit(event)
