"""What the analysis knows about the selected nodes, or about the whole model: a small table of figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.analysis.analysis import Analysis
from core.analysis.receptive import Field, receptive_fields
from core.analysis.shape_text import whole_shape
from gui.figures import bytes_text, short_number
from gui.i18n import tr
from gui.layouts import empty
from gui.session import EditorSession
from gui.theme import mono_font


class Facts(QWidget):
    """Label and figure, a row each."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fields: dict[str, Field] = {}
        self._fields_of: Analysis | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_nodes(self, node_ids: list[str]) -> None:
        """Show the figures of these nodes together, or of the model when there are none."""
        empty(self._grid)
        for row, (label, value) in enumerate(self._rows(node_ids)):
            left, right = QLabel(label), QLabel(value)
            left.setProperty("role", "muted")
            left.setWordWrap(True)
            left.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            right.setFont(mono_font(9))
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(left, row, 0)
            self._grid.addWidget(right, row, 1)

    def _rows(self, node_ids: list[str]) -> list[tuple[str, str]]:
        analysis = self._session.analysis
        if analysis is None or not self._session.is_analysis_current():
            return []
        if not node_ids:
            totals = analysis.totals
            frozen = (totals.parameters or 0) - (totals.trainable or 0)
            batch = self._session.project.training.fit.batch_size
            at_least = "≥ " if totals.unknown_flops else ""
            return [
                (tr("Layers"), f"{totals.layers:,}"),
                (tr("Calls"), f"{totals.nodes:,}"),
                (tr("Parameters"), f"{totals.parameters or 0:,}"),
                (tr("Trainable"), f"{totals.trainable or 0:,}"),
                (tr("Not trainable"), f"{frozen:,}"),
                (tr("FLOPs per sample"), at_least + short_number(totals.flops)),
                (tr("Multiply-adds"), at_least + short_number(totals.flops / 2)),
                (tr("Weights"), bytes_text(totals.weight_bytes)),
                (tr("Activations, batch of {batch}", batch=batch), bytes_text(totals.memory_bytes * batch)),
            ]
        found = [analysis.nodes[node_id] for node_id in node_ids if node_id in analysis.nodes]
        rows: list[tuple[str, str]] = []
        if len(found) == 1 and found[0].outputs:
            for number, spec in enumerate(found[0].outputs):
                label = tr("Output") if len(found[0].outputs) == 1 else tr("Output {number}", number=number)
                rows.append((label, whole_shape(spec.shape)))
            rows.append((tr("Type"), found[0].outputs[0].dtype))
        rows += [
            (tr("Parameters"), f"{sum(result.parameters or 0 for result in found):,}"),
            (tr("Trainable"), f"{sum(result.trainable or 0 for result in found):,}"),
            (tr("FLOPs per sample"), self._flops([result.flops for result in found])),
            (tr("Weights"), bytes_text(sum(result.weight_bytes or 0 for result in found))),
            (tr("Memory per sample"), bytes_text(sum(result.memory_bytes or 0 for result in found))),
        ]
        if len(node_ids) == 1 and self._fields_of is not analysis:
            self._fields = receptive_fields(analysis.graph, analysis.nodes, self._session.catalog)
            self._fields_of = analysis
        if len(node_ids) == 1 and node_ids[0] in self._fields:
            rows.append((tr("Receptive field"), self._fields[node_ids[0]].text))
        return rows

    @staticmethod
    def _flops(counts: list[int | None]) -> str:
        known = [count for count in counts if count is not None]
        return short_number(sum(known)) if len(known) == len(counts) else "–"
