"""The log panel: what the program reports of itself and of training runs, as text that can be copied.

Does not belong here: problems of the network (problems), curves (training). Invariant: any thread may log; lines are shown in
the GUI thread, and only the last :data:`MOST_LINES` are kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core.runs.events import EpochEnded, PhaseChanged, RunEnded, RunMessage, RunStarted
from gui.i18n import shown, tr
from gui.panels.panel import Panel
from gui.theme import Theme, mono_font
from gui.training import TrainingController

MOST_LINES = 5000


class _Bridge(QObject):
    line = Signal(str)


class _Handler(logging.Handler):
    """Hands records to the GUI thread."""

    def __init__(self, take: Callable[[str], object]) -> None:
        super().__init__(logging.INFO)
        self.bridge = _Bridge()
        self.bridge.line.connect(take, Qt.ConnectionType.QueuedConnection)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.bridge.line.emit(self.format(record))
        except RuntimeError:  # the window is gone
            return


class Log(Panel):
    """One line for each record of the program and each event of a run."""

    def __init__(self, training: TrainingController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFont(mono_font(9.0)))
        self.text.setAccessibleName(tr("Log"))
        self.text.setPlaceholderText(tr("What the program and training runs report appears here."))
        copy, clear = QPushButton(tr("Copy all")), QPushButton(tr("Clear"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        clear.clicked.connect(self.text.clear)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 0)
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self._handler = _Handler(self.add)
        logging.getLogger().addHandler(self._handler)
        self.destroyed.connect(lambda *_, handler=self._handler: logging.getLogger().removeHandler(handler))
        training.reported.connect(self._on_event)

    def close_log(self) -> None:
        """Listen no more; the window goes away."""
        logging.getLogger().removeHandler(self._handler)

    def set_theme(self, theme: Theme) -> None:
        """Nothing here has a colour of its own."""

    def add(self, line: str) -> None:
        """Show one more line; what is read stays in view unless the end was."""
        bar = self.text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        self.text.appendPlainText(f"{time.strftime('%H:%M:%S')}  {line}")
        if at_end:
            self.text.moveCursor(QTextCursor.MoveOperation.End)

    def _on_event(self, event: object) -> None:
        match event:
            case RunStarted():
                self.add(tr("A run of {epochs} epochs begins.", epochs=event.epochs))
            case PhaseChanged() if event.text:
                self.add(shown(event.text))
            case RunMessage():
                self.add(shown(event.text))
            case EpochEnded():
                figures = " · ".join(f"{key} {value:.4g}" for key, value in event.logs.items())
                self.add(tr("Epoch {epoch}: {figures}", epoch=event.epoch, figures=figures))
            case RunEnded():
                self.add(" ".join(filter(None, (shown(event.reason), event.details))))
            case _:
                pass
