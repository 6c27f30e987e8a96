"""Loss and metric curves of a run, live: steps thin, epochs bold, validation dashed with markers, best epoch marked.

Artists are updated in place, at most ten times a second, within the allowance, and never while hidden; all data is kept, at
most :data:`MOST_POINTS` are drawn. Axes and their labels cost twenty times what the curves do, so they are drawn once and
kept as a picture that the curves are drawn over, until a curve leaves its axes or fills too little of them. Finding room
for the labels costs as much again, so it is done only when they need more than they have. Does not belong here: collecting
events into series (series).
"""

from __future__ import annotations

from math import ceil
from operator import le
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.i18n import tr
from gui.panels.panel import is_seen
from gui.plots.allowance import Allowance
from gui.plots.chart import Chart, make_chart
from gui.plots.fonts import families
from gui.plots.series import RunSeries
from gui.theme import Theme

REDRAW_MS, LONGEST_MS = 100, 500
"""Between two pictures at least; and at most, whatever the first one took: from then on they are cheap."""
LEAST_FILLED = 0.5
"""An axis gets narrower once its curves fill less than this part of it."""
MOST_POINTS = 2000
MOST_CHARTS = 3
TINY = 1e-9


def thin(values: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """Indices of at most about ``most`` of the points, ends included."""
    if len(values) <= most:
        return np.arange(len(values))
    return np.unique(np.linspace(0, len(values) - 1, most).astype(int))


class Curves(FigureCanvasQTAgg):
    """One chart for the loss and one for each metric, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, log: bool = False) -> None:
        rcParams["font.family"] = list(families())
        self._figure = Figure(figsize=(8, 2.4))
        super().__init__(self._figure)
        self.setParent(parent)
        self._theme = theme
        self._series = RunSeries()
        self._charts: dict[str, Chart] = {}
        self._log = log
        self._still: Any = None
        self._room: list[int] = []
        """The size of the picture, and how far each chart may reach to the left of its axes and above them, in pixels."""
        self._allowance = Allowance()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._redraw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setAccessibleName(tr("Training curves"))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme's colours."""
        self._theme = theme
        self._rebuild()
        self._redraw()

    def set_log(self, log: bool) -> None:
        """Use a logarithmic y axis for the loss."""
        if log != self._log:
            self._log = log
            self._rebuild()
            self._redraw()

    def show_series(self, series: RunSeries, gone: float = 0.0) -> None:
        """Show another run, which began ``gone`` seconds ago; it may still grow."""
        self._series = series
        self._allowance.begin(gone)
        with self._allowance.spending():
            self._rebuild()
            self._update_all()  # so that the first picture is the right one
        self.refresh(at_once=True)

    @property
    def series(self) -> RunSeries:
        """The run that is shown."""
        return self._series

    def refresh(self, *, at_once: bool = False) -> None:
        """Draw what has been added, soon; ``at_once`` whatever has been spent on drawing so far."""
        if is_seen(self) and (at_once or not self._timer.isActive()):
            wait = 0 if at_once else round(1000 * self._allowance.wait)
            self._timer.start(min(max(wait, REDRAW_MS), LONGEST_MS))

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
            self._charts[name] = make_chart(
                self._figure.add_subplot(1, len(names), position + 1),
                name,
                theme,
                log=self._log and name == "loss",
                legend=position == 0,
            )
        self._still = None
        self._room = []

    def draw(self) -> None:
        """Draw everything, and keep what stands still."""
        with self._allowance.spending():
            if not self._charts:
                self._rebuild()
            self._make_room()
            super().draw()
            if self._make_room():  # some labels are known only once they were drawn
                super().draw()
            self._still = self.copy_from_bbox(self._figure.bbox)
            self._draw_moving()

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._allowance.spending():
            super().paintEvent(event)

    def _make_room(self) -> bool:
        """Lay the axes out if they have another size than before, or say more around them; True if they moved."""
        wanted = [int(self._figure.bbox.width), int(self._figure.bbox.height)]
        for chart in self._charts.values():
            axes, labels = chart.axes, chart.axes.yaxis.get_tightbbox()
            wanted.append(ceil(axes.bbox.x0 - labels.x0) if labels is not None else 0)
            # Matplotlib puts the title above what the labels are to be multiplied with.
            wanted.append(ceil(axes.title.get_window_extent().y1 - axes.bbox.y1))
        has_room = len(wanted) == len(self._room) and all(map(le, wanted[2:], self._room[2:]))
        if has_room and wanted[:2] == self._room[:2]:
            return False
        self._room = wanted
        ConstrainedLayoutEngine().execute(self._figure)
        return True

    def _draw_moving(self) -> None:
        for chart in self._charts.values():
            for artist in chart.moving:
                chart.axes.draw_artist(artist)

    def _redraw(self) -> None:
        with self._allowance.spending():
            self._show_newest()

    def _show_newest(self) -> None:
        names = self._series.charts()[:MOST_CHARTS] or ["loss"]
        if names != list(self._charts):
            self._rebuild()
        if self._update_all() or self._still is None:
            self.draw_idle()
            return
        self.restore_region(self._still)
        self._draw_moving()
        self.update()

    def _update_all(self) -> bool:
        """Give all curves their data; True if axes had to follow."""
        moved = [self._update(name, chart) for name, chart in self._charts.items()]
        return any(moved)

    def _update(self, name: str, chart: Chart) -> bool:
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
            if chart.is_best_above:
                chart.best_text.set_text(f"{tr('best {epoch}', epoch=epoch)}{number}")
            else:
                _put_beside_line(chart, epoch, value, f" {tr('best {epoch}', epoch=epoch)}{number} ")
        return moved


def _put_beside_line(chart: Chart, epoch: int, value: float | None, text: str) -> None:
    """Beside the line of the best epoch, on the side that has more room; the spaces in ``text`` keep it off the line."""
    chart.best_text.set_text(text)
    chart.best_text.set_horizontalalignment("right" if epoch > chart.axes.get_xlim()[1] / 2 else "left")
    low, high = chart.axes.get_ylim()
    # At the end of the line that the curve is not near.
    below = value is not None and value > (low + high) / 2
    chart.best_text.set_position((epoch, low if below else high))
    chart.best_text.set_verticalalignment("bottom" if below else "top")


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
