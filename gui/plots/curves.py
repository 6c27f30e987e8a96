"""Loss and metric curves of a run, live: steps thin, epochs bold, validation dashed with markers, best epoch marked.

Artists are updated in place, at most ten times a second and never while hidden; all data is kept, at most
:data:`MOST_POINTS` are drawn. Axes and their labels cost twenty times what the curves do, so they are drawn once and
kept as a picture that the curves are drawn over, until a curve leaves its axes or fills too little of them. Does not
belong here: collecting events into series (series).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist
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
LEAST_FILLED = 0.5
"""An axis gets narrower once its curves fill less than this part of it."""
MOST_POINTS = 2000
MOST_CHARTS = 3
TINY = 1e-9


@dataclass(slots=True)
class _Chart:
    axes: Axes
    steps: Line2D
    train: Line2D
    validation: Line2D
    best: Line2D
    best_text: Text

    @property
    def moving(self) -> tuple[Artist, ...]:
        """What changes while a run goes, in the order in which it is drawn."""
        return self.steps, self.best, self.train, self.validation, self.best_text


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
        self._still: Any = None
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

    @property
    def series(self) -> RunSeries:
        """The run that is shown."""
        return self._series

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
            chart = _Chart(axes, steps, train, validation, best, text)
            for artist in chart.moving:
                artist.set_animated(True)
            self._charts[name] = chart
        self._still = None

    def draw(self) -> None:
        """Draw everything, and keep what stands still."""
        super().draw()
        self._still = self.copy_from_bbox(self._figure.bbox)
        self._draw_moving()

    def _draw_moving(self) -> None:
        for chart in self._charts.values():
            for artist in chart.moving:
                chart.axes.draw_artist(artist)

    def _redraw(self) -> None:
        names = self._series.charts()[:MOST_CHARTS] or ["loss"]
        if names != list(self._charts):
            self._rebuild()
        moved = [self._update(name, chart) for name, chart in self._charts.items()]
        if self._still is None or any(moved):
            self.draw_idle()
            return
        self.restore_region(self._still)
        self._draw_moving()
        self.update()

    def _update(self, name: str, chart: _Chart) -> bool:
        """Give the curves their data; True if the axes had to follow."""
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
        right = max(1.0, float(series.planned_epochs))
        moved = axes.get_xlim()[1] != right
        axes.set_xlim(0, right)
        if len(values) and not _fits(axes, float(values.min()), float(values.max())):
            _follow(axes, float(values.min()), float(values.max()))
            moved = True
        epoch = series.best_epoch
        shown = epoch is not None and name in (series.best_metric.removeprefix("val_"), *self._charts)
        chart.best.set_visible(shown)
        chart.best_text.set_visible(shown)
        if epoch is not None and shown:
            chart.best.set_xdata([epoch, epoch])
            value = series.value_at(epoch, f"val_{name}")
            value = series.value_at(epoch, name) if value is None else value
            number = "" if value is None else f": {value:.4g}"
            # On the side that has more room; the spaces keep it off the line.
            chart.best_text.set_text(f" {tr('best {epoch}', epoch=epoch)}{number} ")
            chart.best_text.set_horizontalalignment("right" if epoch > right / 2 else "left")
            low, high = axes.get_ylim()
            # At the end of the line that the curve is not near.
            below = value is not None and value > (low + high) / 2
            chart.best_text.set_position((epoch, low if below else high))
            chart.best_text.set_verticalalignment("bottom" if below else "top")
        return moved


def _fits(axes: Axes, low: float, high: float) -> bool:
    """Whether values from ``low`` to ``high`` are inside the axes and fill enough of them."""
    bottom, top = axes.get_ylim()
    if axes.get_yscale() == "log":
        low, high, bottom, top = (float(np.log10(max(value, TINY))) for value in (low, high, bottom, top))
    filled = (high - low) / (top - bottom)
    return bottom <= low and high <= top and (filled >= LEAST_FILLED or low == high)


def _follow(axes: Axes, low: float, high: float) -> None:
    """Give the axes room for the values, and a little more, so that they need not follow every step."""
    if axes.get_yscale() == "log":
        axes.set_ylim(max(low, TINY) * 0.7, max(high, low, TINY) * 1.25)
        return
    margin = 0.1 * (high - low) or max(abs(high) * 0.1, 0.05)
    axes.set_ylim(low - margin, high + margin)
