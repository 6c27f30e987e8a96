"""The training panel: settings on the left; state, progress and curves on the right.

Shows events and asks the controller; it trains nothing itself. Does not belong here: the curves (gui.plots).
"""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
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
from gui.i18n import shown, tr
from gui.panels.panel import Panel
from gui.panels.training_settings import TrainingSettingsForm
from gui.plots.preload import preload
from gui.plots.series import RunSeries
from gui.session import EditorSession
from gui.theme import Theme
from gui.training import TrainingController

TICK_MS = 500
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
        self._curves: QWidget | None = None
        self._started = 0.0
        self._epoch = 0
        self._epochs = 1
        self._fault: str | None = None
        self._interruptible = True
        self._newest: dict[type[RunEvent], RunEvent] = {}
        self._build()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        controller.reported.connect(self._on_event)
        controller.running_changed.connect(self._on_running)
        controller.refused.connect(self._on_refused)
        # Not at the start, where it would compete with Keras.
        session.keras_ready.connect(preload)
        self._set_pill(tr("Idle"), "muted")
        self._sentence.setText(tr("Press F5 to train on the chosen data."))

    def _build(self) -> None:
        self._pill = QLabel()
        self._where = QLabel()
        self._detail = QLabel()
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
        strip.setSpacing(14)
        bars = QVBoxLayout()
        bars.setSpacing(4)
        bars.addWidget(self._bar)
        bars.addWidget(self._epoch_bar)
        strip.addWidget(self._pill)
        strip.addWidget(self._where)
        strip.addLayout(bars, 1)
        strip.addWidget(self._log)
        strip.addWidget(self._stop)
        strip.addWidget(self._stop_now)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
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
        right = QVBoxLayout()
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
        scroll.setFixedWidth(300)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.NoFrame)
        rule.setFixedWidth(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll)
        layout.addWidget(rule)
        layout.addLayout(right, 1)
        self._on_running(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw the curves in another theme."""
        self._theme = theme
        if self._curves is not None:
            self._curves.set_theme(theme)  # type: ignore[attr-defined]

    def _plot(self) -> QWidget:
        """The curves; made at the first run, since Matplotlib takes a while to import (see gui.plots.preload)."""
        if self._curves is None:
            from gui.plots.curves import Curves

            self._hint.setVisible(False)
            self._curves = Curves(self._theme)
            self._plots.addWidget(self._curves, 1)
        return self._curves

    def _set_log(self, log: bool) -> None:
        if self._curves is not None:
            self._curves.set_log(log)  # type: ignore[attr-defined]

    def _set_pill(self, text: str, token: str) -> None:
        color = self._theme.color(token)
        fill = self._theme.color(token, 0.16)
        self._pill.setText(f"●  {text}")
        self._pill.setStyleSheet(
            f"color: {color.name()}; background: rgba({fill.red()}, {fill.green()}, {fill.blue()}, {fill.alpha()});"
            "border-radius: 10px; padding: 3px 12px; font-weight: 600;"
        )
        # It only grows: what stands beside it would jump with every phase.
        self._pill.ensurePolished()
        self._pill.setMinimumWidth(max(self._pill.minimumWidth(), self._pill.sizeHint().width()))

    def on_seen(self) -> None:
        if self._curves is not None:
            self._curves.refresh()  # type: ignore[attr-defined]

    # Events

    def take_over(self, other: Training) -> None:
        """Show the last run of another panel, in the language there is now."""
        self._log.setChecked(other._log.isChecked())
        events = list(other._newest.values())
        for event in sorted(events, key=lambda event: isinstance(event, RunEnded)):
            self._say(event)
        if events:
            self._series = other._series
            self._plot().show_series(self._series)  # type: ignore[attr-defined]
            self._set_log(self._log.isChecked())

    def _on_event(self, event: RunEvent) -> None:
        self._series.add(event)
        self._say(event)
        if self._curves is not None:
            self._curves.refresh()  # type: ignore[attr-defined]

    def _say(self, event: RunEvent) -> None:
        """Show one event in words and bars; the newest of each kind is kept, in their order."""
        if isinstance(event, RunStarted):
            self._newest.clear()
        self._newest.pop(type(event), None)
        self._newest[type(event)] = event
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
                pass

    def _begin(self, event: RunStarted) -> None:
        self._series = RunSeries()
        self._series.add(event)
        self._plot().show_series(self._series)  # type: ignore[attr-defined]
        self._started = time.monotonic()
        self._epochs = event.epochs
        self._epoch = 0
        self._fault = None
        self._show_fault.setVisible(False)
        self._bar.setValue(0)
        self._epoch_bar.setValue(0)
        self._where.setText("")
        self._detail.setText("")

    def _show_phase(self, event: PhaseChanged) -> None:
        stopping = self._controller.stop_requested
        self._interruptible = event.interruptible
        text = tr(PHASES.get(event.phase, event.phase))
        self._set_pill(tr("Stopping") if stopping else text, "warning" if stopping else "ok")
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
        self._set_pill(tr(STATES[event.status]), token)
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
            self._set_pill(tr("Stopping"), "warning")
            if not self._interruptible:
                self._sentence.setText(
                    tr("Stopping: TensorFlow is compiling the model and cannot be interrupted until it is done.")
                )
        if hasattr(self, "_ticker"):
            if running and not self._ticker.isActive():
                self._set_pill(tr("Preparing"), "ok")
                self._started = time.monotonic()
                self._ticker.start()
            elif not running:
                self._ticker.stop()

    def _on_refused(self, text: str) -> None:
        self._set_pill(tr("Idle"), "muted")
        self._sentence.setText(text)

    def _tick(self) -> None:
        self._bar.setToolTip(tr("{time} so far", time=duration(time.monotonic() - self._started)))
