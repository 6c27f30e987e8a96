"""The right side of the status bar: what the network costs, what is going on, the zoom.

Figures of an analysis that is out of date are greyed, never shown as current.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QStyle, QStyleOption, QWidget

from core.analysis.analysis import Analysis
from gui.figures import bytes_text, short_number
from gui.i18n import tr
from gui.session import EditorSession


def _memory(analysis: Analysis) -> int:
    """Bytes of the weights and of what comes out of the layers for one batch."""
    totals = analysis.totals
    return totals.weight_bytes + totals.memory_bytes * analysis.project.training.fit.batch_size


class StatusBar(QStatusBar):
    """The bar itself: a message that is longer than the room beside the summary ends in an ellipsis."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelStatusBar, option, painter, self)
        summary = self.findChild(StatusSummary)
        end = summary.x() if summary is not None else self.width()
        room = self.rect().adjusted(12, 0, 0, 0)
        room.setRight(end - 6)
        painter.setPen(self.palette().windowText().color())
        message = self.fontMetrics().elidedText(
            self.currentMessage().replace("\n", " "), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, message)


class StatusSummary(QWidget):
    """Layers, parameters, operations; the job under way; the zoom."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._costs = QLabel()
        self._state = QLabel(tr("Keras is starting…"))
        self._job = QLabel()
        self._budget = QLabel()
        self._budget.setVisible(False)
        self._zoom = QLabel("100 %")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(2)
        for label in (self._job, self._state, self._budget, self._costs, self._zoom):
            row.addWidget(label)
        session.analysis_changed.connect(self._show)
        session.analysis_failed.connect(self._show_failure)
        session.analysis_busy.connect(self._show_busy)

    def show_job(self, label: str) -> None:
        """Say what runs in the background; "" when nothing does."""
        self._job.setText(f"{label}…" if label else "")

    def show_zoom(self, factor: float) -> None:
        """Show the canvas's zoom (1.0 is 100 %)."""
        self._zoom.setText(f"{factor * 100:.0f} %")

    def _show_busy(self, busy: bool) -> None:
        self._costs.setEnabled(not busy)

    def _show_failure(self, reason: str) -> None:
        self._state.setText(tr("no analysis"))
        self._state.setToolTip(reason)
        self._costs.setEnabled(False)

    def _show(self, analysis: Analysis) -> None:
        totals = analysis.totals
        errors = sum(1 for problem in analysis.problems if problem.severity == "error")
        others = len(analysis.problems) - errors
        if errors:
            self._state.setText(tr("{count} errors", count=errors) if errors > 1 else tr("1 error"))
        elif others:
            self._state.setText(tr("no errors, {count} hints", count=others))
        else:
            self._state.setText(tr("no errors"))
        self._costs.setText(
            tr(
                "{layers} layers · {parameters} parameters ({trainable} trainable) · {flops} FLOPs · {memory} at batch {batch}",
                layers=totals.layers,
                parameters=short_number(totals.parameters),
                trainable=short_number(totals.trainable),
                flops=("≥ " if totals.unknown_flops else "") + short_number(totals.flops),
                memory=bytes_text(_memory(analysis)),
                batch=analysis.project.training.fit.batch_size,
            )
        )
        self._costs.setEnabled(True)
        self._state.setToolTip("")
        self._show_budget(analysis)

    def _show_budget(self, analysis: Analysis) -> None:
        """Say what is left of the budget, or by how much it is exceeded."""
        budget, totals = analysis.project.budget, analysis.totals
        spent = {
            "parameters": (totals.parameters, tr("parameters")),
            "flops": (totals.flops, "FLOPs"),
            "memory_bytes": (_memory(analysis), tr("bytes")),
        }
        parts, exceeded = [], False
        for key, (used, unit) in spent.items():
            limit = budget.get(key)
            if isinstance(limit, int):
                left = limit - used
                exceeded = exceeded or left < 0
                count = short_number(abs(left))
                if left >= 0:
                    parts.append(tr("{count} {unit} left", count=count, unit=unit))
                else:
                    parts.append(tr("{count} {unit} over budget", count=count, unit=unit))
        self._budget.setText(" · ".join(parts))
        self._budget.setVisible(bool(parts))
        role = "error" if exceeded else "muted"
        if self._budget.property("role") != role:
            self._budget.setProperty("role", role)
            self._budget.style().unpolish(self._budget)
            self._budget.style().polish(self._budget)
