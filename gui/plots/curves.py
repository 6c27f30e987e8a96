"""Loss and metric curves of a run, live: steps thin, epochs bold, validation dashed with markers, best epoch marked.

Artists are updated in place, at most ten times a second and never while hidden; all data is kept, at most
:data:`MOST_POINTS` are drawn. Does not belong here: collecting events into series (series).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.i18n import tr
from gui.panels.panel import is_seen
from gui.plots.fonts import families
from gui.plots.series import RunSeries
from gui.theme import Theme

REDRAW_MS = 100
MOST_POINTS = 2000
MOST_CHARTS = 3


@dataclass(slots=True)
class _Chart:
    axes: Axes
    steps: Line2D
    train: Line2D
    validation: Line2D
    best: Line2D
    best_text: Text


def thin(values: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """Indices of at most about ``most`` of the points, ends included."""
    if len(values) <= most:
        return np.arange(len(values))
    return np.unique(np.linspace(0, len(values) - 1, most).astype(int))


class Curves(FigureCanvasQTAgg):
    """One chart for the loss and one for each metric, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        rcParams["font.family"] = list(families())
        self._figure = Figure(figsize=(8, 2.4), layout="constrained")
        super().__init__(self._figure)
        self.setParent(parent)
        self._theme = theme
        self._series = RunSeries()
        self._charts: dict[str, _Chart] = {}
        self._log = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._redraw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setAccessibleName(tr("Training curves"))
        self._rebuild()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme's colours."""
        self._theme = theme
        self._rebuild()
        self._redraw()

    def set_log(self, log: bool) -> None:
        """Use a logarithmic y axis for the loss."""
        self._log = log
        self._rebuild()
        self._redraw()

    def show_series(self, series: RunSeries) -> None:
        """Show another run; it may still grow."""
        self._series = series
        self._rebuild()
        self.refresh()

    def refresh(self) -> None:
        """Draw what has been added, soon."""
        if is_seen(self) and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _rebuild(self) -> None:
        theme = self._theme
        self._figure.clear()
        self._figure.set_facecolor(theme.surface)
        self._charts = {}
        names = self._series.charts()[:MOST_CHARTS] or ["loss"]
        for position, name in enumerate(names):
            axes = self._figure.add_subplot(1, len(names), position + 1)
            axes.set_facecolor(theme.surface)
            axes.set_title(name, loc="left", fontsize=9, color=theme.text, fontweight="bold")
            for side in ("top", "right"):
                axes.spines[side].set_visible(False)
            for side in ("left", "bottom"):
                axes.spines[side].set_color(theme.border)
            axes.tick_params(colors=theme.muted, labelsize=8, length=3)
            axes.grid(axis="y", color=theme.border, linewidth=0.6)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
            axes.set_xlabel(tr("epoch"), fontsize=8, color=theme.muted)
            if self._log and name == "loss":
                axes.set_yscale("log")
            (steps,) = axes.plot([], [], color=theme.train, linewidth=0.8, alpha=0.35)
            (train,) = axes.plot(
                [], [], color=theme.train, linewidth=1.9, label=tr("training"), marker="o", markersize=2.5
            )
            (validation,) = axes.plot(
                [],
                [],
                color=theme.validation,
                linewidth=1.6,
                linestyle="--",
                marker="s",
                markersize=3.5,
                label=tr("validation"),
            )
            best = axes.axvline(0, color=theme.best, linewidth=1, linestyle=":", visible=False)
            text = axes.text(0, 0, "", fontsize=8, color=theme.best, fontweight="bold", visible=False, clip_on=True)
            legend = axes.legend(loc="best", fontsize=8, frameon=False, labelcolor=theme.text)
            legend.set_visible(position == 0)
            self._charts[name] = _Chart(axes, steps, train, validation, best, text)

    def _redraw(self) -> None:
        names = self._series.charts()[:MOST_CHARTS] or ["loss"]
        if names != list(self._charts):
            self._rebuild()
        for name, chart in self._charts.items():
            self._update(name, chart)
        self.draw_idle()

    def _update(self, name: str, chart: _Chart) -> None:
        series = self._series
        seen: list[np.ndarray] = []
        x, y = series.steps(name)
        keep = thin(x)
        chart.steps.set_data(x[keep], y[keep])
        # The first steps of a run are far off everything that follows and would flatten the curve.
        seen.append(y[2:] if len(y) > 8 else y)
        for line, key in ((chart.train, name), (chart.validation, f"val_{name}")):
            x, y = series.epochs(key)
            keep = thin(x)
            line.set_data(x[keep], y[keep])
            seen.append(y)
        values = np.concatenate(seen)
        values = values[np.isfinite(values)]
        axes = chart.axes
        axes.set_xlim(0, max(1.0, float(series.planned_epochs)))
        if len(values):
            low, high = float(values.min()), float(values.max())
            margin = 0.06 * (high - low) or max(abs(high) * 0.1, 0.05)
            if axes.get_yscale() == "log":
                low = max(low, 1e-9)
                axes.set_ylim(low * 0.8, max(high, low) * 1.25)
            else:
                axes.set_ylim(low - margin, high + margin)
        epoch = series.best_epoch
        shown = epoch is not None and name in (series.best_metric.removeprefix("val_"), *self._charts)
        chart.best.set_visible(shown)
        chart.best_text.set_visible(shown)
        if epoch is not None and shown:
            chart.best.set_xdata([epoch, epoch])
            value = series.value_at(epoch, f"val_{name}")
            value = series.value_at(epoch, name) if value is None else value
            number = "" if value is None else f": {value:.4g}"
            chart.best_text.set_text(" " + tr("best {epoch}", epoch=epoch) + number)
            low, high = axes.get_ylim()
            right = epoch > 0.75 * axes.get_xlim()[1]
            chart.best_text.set_horizontalalignment("right" if right else "left")
            # At the end of the line that the curve is not near.
            below = value is not None and value > (low + high) / 2
            chart.best_text.set_position((epoch, low if below else high))
            chart.best_text.set_verticalalignment("bottom" if below else "top")
