"""The training panel: settings on the left; state, progress and curves on the right.

Shows events and asks the controller; it trains nothing itself. Does not belong here: the curves (gui.plots).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.runs.events import (
    DataReady,
    EpochEnded,
    PhaseChanged,
    RunEnded,
    RunEvent,
    RunMessage,
    RunStarted,
    StepEnded,
)
from gui.elided_label import ElidedLabel
from gui.i18n import shown, tr
from gui.panels.panel import Panel
from gui.panels.pill import Pill
from gui.panels.telling import Telling
from gui.panels.training_settings import TrainingSettingsForm
from gui.plots.series import RunSeries
from gui.preload import preload
from gui.room import Room
from gui.session import EditorSession
from gui.theme import Theme
from gui.training import TrainingController

if TYPE_CHECKING:
    from gui.plots.curves import Curves

TICK_MS = 500
LEAST_FORM, MOST_FORM, LEAST_BAR = 240, 300, 40
"""The widths of the settings and of a progress bar in pixels: beside a run, small screens have no room for more."""
FIRST_PLOT_S = 4.0
"""Seconds after which the curves of a run are drawn first: the first picture takes what they may by then, about 0.15 s."""
LEAST_LINES, MOST_LINES = 2, 8
"""Lines that are kept free for the words of a run, at first and at most; the longest may need more and take it then."""
PHASES = {
    "preparing": "Preparing",
    "building": "Building",
    "adapting": "Adapting",
    "tracing": "Compiling",
    "training": "Training",
    "validating": "Validating",
    "evaluating": "Testing",
    "saving": "Saving",
    "stopping": "Stopping",
}
STATES = {"finished": "Done", "stopped": "Stopped", "failed": "Failed"}


def duration(seconds: float) -> str:
    """``12 s``, ``3:07`` or ``1:02:09``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Training(Panel):
    """``node_wanted`` asks for a node to be shown; ``data_wanted`` for the data panel."""

    node_wanted = Signal(str)
    data_wanted = Signal()

    def __init__(
        self, session: EditorSession, controller: TrainingController, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._controller = controller
        self._theme = theme
        self._series = RunSeries()
        self._curves: Curves | None = None
        self._started = 0.0
        self._epoch = 0
        self._epochs = 1
        self._fault: str | None = None
        self._interruptible = True
        self._newest: dict[type[RunEvent], RunEvent] = {}
        self._telling = Telling(self)
        self._telling.told.connect(self._show_event)
        self._build()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        controller.reported.connect(self._on_event)
        controller.running_changed.connect(self._on_running)
        controller.refused.connect(self._on_refused)
        # Not at the start, where it would compete with Keras.
        session.keras_ready.connect(preload)
        self._pill.say(tr("Idle"), "muted")
        self._sentence.setText(tr("F5 trains the model; how it goes is shown here."))

    def _build(self) -> None:
        self._pill = Pill(self._theme)
        self._where = ElidedLabel()
        self._detail = ElidedLabel()
        for label in (self._where, self._detail):
            # As wide as what it says where there is room; a window on a small screen is not made wider by it.
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._detail.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(tr("Progress of the whole run"))
        self._epoch_bar = QProgressBar()
        self._epoch_bar.setTextVisible(False)
        self._epoch_bar.setRange(0, 1000)
        self._epoch_bar.setAccessibleName(tr("Progress of the epoch"))
        self._stop = QPushButton(tr("Stop, keep best"))
        self._stop_now = QPushButton(tr("Stop now"))
        self._stop.clicked.connect(self._controller.stop)
        self._stop_now.clicked.connect(self._controller.stop_now)
        self._log = QCheckBox(tr("log scale"))
        self._log.toggled.connect(self._set_log)
        strip = QHBoxLayout()
        strip.setSpacing(6)
        bars = QVBoxLayout()
        bars.setSpacing(4)
        for bar in (self._bar, self._epoch_bar):
            bar.setMinimumWidth(LEAST_BAR)
            bars.addWidget(bar)
        strip.addWidget(self._pill)
        strip.addWidget(self._where)
        strip.addLayout(bars, 1)
        strip.addWidget(self._log)
        strip.addWidget(self._stop)
        strip.addWidget(self._stop_now)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show_fault = QPushButton(tr("Show the layer"))
        self._show_fault.setVisible(False)
        self._show_fault.clicked.connect(lambda: self.node_wanted.emit(self._fault or ""))
        line = QHBoxLayout()
        line.addWidget(self._sentence, 1)
        line.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._show_fault)
        self._plots = QVBoxLayout()
        self._hint = QLabel(tr("Loss and metrics appear here, epoch by epoch."))
        self._hint.setProperty("role", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plots.addWidget(self._hint, 1)
        live = QWidget()
        right = QVBoxLayout(live)
        right.setContentsMargins(12, 10, 14, 6)
        right.setSpacing(6)
        right.addLayout(strip)
        right.addLayout(line)
        right.addLayout(self._plots, 1)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(14, 10, 10, 10)
        data = QPushButton(tr("Data…"))
        data.clicked.connect(self.data_wanted)
        self.settings = TrainingSettingsForm(self._session)
        column.addWidget(data)
        column.addWidget(self.settings)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        scroll.setMinimumWidth(LEAST_FORM)
        scroll.setMaximumWidth(MOST_FORM)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.NoFrame)
        rule.setFixedWidth(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 3)
        layout.addWidget(rule)
        layout.addWidget(Room(live), 7)
        self._on_running(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw the state and the curves in another theme."""
        self._theme = theme
        self._pill.set_theme(theme)
        if self._curves is not None:
            self._curves.set_theme(theme)

    def _plot(self) -> None:
        """Show the curves of the run; made at the first one, as Matplotlib takes a while to import (see gui.preload)."""
        if self._curves is None:
            from gui.plots.curves import Curves

            self._curves = Curves(self._theme, log=self._log.isChecked())
            self._plots.addWidget(self._curves, 1)
        self._hint.setVisible(False)
        self._curves.setVisible(True)
        self._curves.show_series(self._series, time.monotonic() - self._started)

    def _follow(self, event: RunEvent) -> None:
        """Let the curves follow the run; the first picture is the dearest one, and short runs are over before it is due."""
        is_end = isinstance(event, RunEnded)
        if self._curves is not None and self._hint.isHidden():
            self._curves.refresh(at_once=is_end)
        elif self._series.charts() and (is_end or time.monotonic() - self._started >= FIRST_PLOT_S):
            self._plot()

    def _set_log(self, log: bool) -> None:
        if self._curves is not None:
            self._curves.set_log(log)

    def on_seen(self) -> None:
        if self._curves is not None:
            self._curves.refresh()

    # Events

    def take_over(self, other: Training) -> None:
        """Show the last run of another panel, in the language there is now."""
        self._log.setChecked(other._log.isChecked())
        events = list(other._newest.values())
        for event in sorted(events, key=lambda event: isinstance(event, RunEnded)):
            self._say(event)
        if events:
            self._series = other._series
            if self._series.charts():
                self._plot()

    def _on_event(self, event: RunEvent) -> None:
        self._series.add(event)
        self._say(event)
        self._follow(event)

    def _say(self, event: RunEvent) -> None:
        """Show one event, now or soon; the newest of each kind is kept, in their order."""
        if isinstance(event, RunStarted):
            self._newest.clear()
        self._newest.pop(type(event), None)
        self._newest[type(event)] = event
        self._telling.take(event)

    def _show_event(self, event: RunEvent) -> None:
        match event:
            case RunStarted():
                self._begin(event)
            case DataReady():
                self._sentence.setText(
                    tr(
                        "{training} samples to train on, {validation} to validate, {test} to test.",
                        training=f"{event.training:,}",
                        validation=f"{event.validation:,}",
                        test=f"{event.test:,}",
                    )
                )
            case PhaseChanged():
                self._show_phase(event)
            case StepEnded():
                self._show_step(event)
            case EpochEnded():
                self._show_epoch(event)
            case RunMessage():
                self._sentence.setText(shown(event.text))
            case RunEnded():
                self._end(event)
            case _:
                return
        self._keep_room()

    def _keep_room(self) -> None:
        """Let the words only take more room: the curves below would change their size, and be laid out, with every epoch."""
        if self._sentence.isVisible():
            line, before = self._sentence.fontMetrics().lineSpacing(), self._sentence.minimumHeight()
            needed = min(self._sentence.heightForWidth(self._sentence.width()), MOST_LINES * line)
            self._sentence.setMinimumHeight(max(before, needed))

    def _begin(self, event: RunStarted) -> None:
        self._series = RunSeries()
        self._series.add(event)
        self._hint.setVisible(True)
        if self._curves is not None:
            self._curves.setVisible(False)
        self._started = time.monotonic()
        self._epochs = event.epochs
        self._epoch = 0
        self._fault = None
        self._show_fault.setVisible(False)
        self._bar.setValue(0)
        self._epoch_bar.setValue(0)
        self._where.setText("")
        self._detail.setText("")
        self._sentence.setMinimumHeight(LEAST_LINES * self._sentence.fontMetrics().lineSpacing())

    def _show_phase(self, event: PhaseChanged) -> None:
        stopping = self._controller.stop_requested
        self._interruptible = event.interruptible
        text = tr(PHASES.get(event.phase, event.phase))
        self._pill.say(tr("Stopping") if stopping else text, "warning" if stopping else "ok")
        if event.text:
            self._sentence.setText(shown(event.text))
        if stopping and not event.interruptible:
            self._sentence.setText(
                tr("Stopping: TensorFlow is compiling the model and cannot be interrupted until it is done.")
            )

    def _show_step(self, event: StepEnded) -> None:
        self._epoch = event.epoch
        done = event.step / max(1, event.steps)
        self._where.setText(tr("epoch {epoch} / {epochs}", epoch=event.epoch, epochs=self._epochs))
        each = event.seconds / max(1, event.step)
        left = each * (event.steps - event.step)
        total = each * event.steps * (self._epochs - event.epoch) + left
        self._detail.setText(
            tr(
                "step {step} / {steps} · {ms} ms/step · {left} left",
                step=event.step,
                steps=event.steps,
                ms=f"{each * 1000:.0f}",
                left=duration(total),
            )
        )
        self._epoch_bar.setValue(round(1000 * done))
        self._bar.setValue(round(1000 * (event.epoch - 1 + done) / self._epochs))

    def _show_epoch(self, event: EpochEnded) -> None:
        self._bar.setValue(round(1000 * event.epoch / self._epochs))
        figures = " · ".join(f"{key} {value:.4g}" for key, value in event.logs.items())
        self._sentence.setText(tr("Epoch {epoch}: {figures}", epoch=event.epoch, figures=figures))

    def _end(self, event: RunEnded) -> None:
        token = {"finished": "ok", "stopped": "warning", "failed": "error"}[event.status]
        self._pill.say(tr(STATES[event.status]), token)
        parts = [shown(event.reason)]
        if event.best_epoch is not None:
            best = " · ".join(f"{key} {value:.4g}" for key, value in event.best.items())
            parts.append(tr("Best epoch {epoch}: {figures}.", epoch=event.best_epoch, figures=best))
        if event.test:
            figures = " · ".join(f"{key} {value:.4g}" for key, value in event.test.items())
            parts.append(tr("On the test samples: {figures}.", figures=figures))
        self._sentence.setText(" ".join(parts))
        self._sentence.setToolTip(event.details)
        self._detail.setText(tr("took {time}", time=duration(event.seconds)))
        if event.status == "finished":
            self._bar.setValue(1000)
        self._fault = event.node
        self._show_fault.setVisible(event.node is not None and event.node in self._session.graph.nodes)

    def _on_running(self, running: bool) -> None:
        self._stop.setVisible(running)
        self._stop_now.setVisible(running)
        asked = self._controller.stop_requested
        self._stop.setEnabled(running and not asked)
        if asked:
            self._pill.say(tr("Stopping"), "warning")
            if not self._interruptible:
                self._sentence.setText(
                    tr("Stopping: TensorFlow is compiling the model and cannot be interrupted until it is done.")
                )
        if hasattr(self, "_ticker"):
            if running and not self._ticker.isActive():
                self._pill.say(tr("Preparing"), "ok")
                self._started = time.monotonic()
                self._ticker.start()
            elif not running:
                self._ticker.stop()

    def _on_refused(self, text: str) -> None:
        self._pill.say(tr("Idle"), "muted")
        self._sentence.setText(text)

    def _tick(self) -> None:
        self._bar.setToolTip(tr("{time} so far", time=duration(time.monotonic() - self._started)))
