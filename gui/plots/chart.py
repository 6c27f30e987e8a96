"""One chart of the training curves: its axes and its lines, dressed in a theme.

Does not belong here: what the lines show, and when they are drawn (curves).
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from gui.i18n import tr
from gui.plots.fonts import families
from gui.theme import LIGHT, Theme

TITLE_PAD = 6.0
"""Points between the axes and the foot of the title."""


@dataclass(slots=True)
class Chart:
    """The lines of one metric: of the steps, of training and of validation; and what marks the best epoch.

    ``is_best_above``: the best epoch is told beside the title, since inside the axes the key would cover it.
    """

    axes: Axes
    steps: Line2D
    train: Line2D
    validation: Line2D
    best: Line2D
    best_text: Text
    key: Legend
    is_best_above: bool

    @property
    def moving(self) -> tuple[Artist, ...]:
        """What changes while a run goes, in the order in which it is drawn."""
        return self.steps, self.best, self.train, self.validation, self.best_text, self.key


def make_chart(axes: Axes, name: str, theme: Theme, *, log: bool = False, legend: bool = True) -> Chart:
    """Dress the axes and give them empty lines, which are drawn apart from everything else (see Chart.moving)."""
    axes.set_facecolor(theme.surface)
    axes.set_title(name, loc="left", fontsize=9, color=theme.text, fontweight="bold", pad=TITLE_PAD)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(theme.border)
    axes.tick_params(colors=theme.muted, labelsize=8, length=3)
    axes.grid(axis="y", color=theme.border, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set_xlabel(tr("epoch"), fontsize=8, color=theme.muted)
    if log:
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
    text = axes.text(0, 0, "", fontsize=8, color=theme.best, fontweight="bold", visible=False, clip_on=not legend)
    if legend:
        text.set_transform(axes.transAxes + ScaledTranslation(0, TITLE_PAD / 72, axes.figure.dpi_scale_trans))
        text.set_position((1, 1))
        text.set_horizontalalignment("right")
    # Drawn last, on a ground of its own: the best epoch may be anywhere, and its line would run through the words.
    key = axes.legend(
        loc="center right", fontsize=8, labelcolor=theme.text, facecolor=theme.surface, edgecolor="none", framealpha=0.85
    )
    key.set_visible(legend)
    chart = Chart(axes, steps, train, validation, best, text, key, legend)
    for artist in chart.moving:
        artist.set_animated(True)
    return chart


def warm_up() -> None:
    """Draw a chart that nobody sees: the first one looks up fonts and costs several times as much as those after it."""
    rcParams["font.family"] = list(families())
    figure = Figure(figsize=(4, 2))
    canvas = FigureCanvasAgg(figure)
    make_chart(figure.add_subplot(), "loss", LIGHT)
    ConstrainedLayoutEngine().execute(figure)
    canvas.draw()
