"""The minimap shows the graph as the canvas does: in its colours, and at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from gui.canvas.minimap import Minimap
from gui.theme import DARK, LIGHT
from tests.gui.canvas.networks import residual
from tests.gui.canvas.steps import Show

GROUND = QPoint(4, 4)
"""Inside the border, where no card can lie: the map leaves a margin."""


def test_the_minimap_follows_the_theme_with_the_next_picture(open_view: Show) -> None:
    view = open_view(residual())
    minimap = Minimap(view)
    minimap.set_shown(True)
    for theme in (LIGHT, DARK, LIGHT):
        view.canvas.set_theme(theme)
        # No event loop in between: a map that catches up later is a dark square in a light window until then.
        assert minimap.grab().toImage().pixelColor(GROUND).name() == theme.surface.lower(), theme.name
