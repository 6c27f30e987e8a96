"""Where the keyboard goes in the window: from panel to panel, from tab to tab, to the first thing in a panel.

Does not belong here: the keys themselves (actions), moving about on the canvas (canvas).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gui.window import MainWindow


def cycle_panels(window: MainWindow, step: int) -> None:
    """Move the focus to the next (or with -1 the previous) panel that can be seen, the canvas among them."""
    panels = [dock.widget() for dock in window.docks.values() if dock.isVisible()]
    places = [window.view, *(panel for panel in panels if not panel.visibleRegion().isEmpty())]
    focus = window.focusWidget()
    holds = [focus is not None and (place is focus or place.isAncestorOf(focus)) for place in places]
    current = holds.index(True) if True in holds else 0
    enter(places[(current + step) % len(places)])


def cycle_tabs(window: MainWindow, step: int) -> None:
    """Bring the next (or with -1 the previous) of the panels that share a place to the front, and go there."""
    docks = [dock for dock in window.docks.values() if window.tabifiedDockWidgets(dock) and not dock.isHidden()]
    if not docks:
        return
    front = [not dock.widget().visibleRegion().isEmpty() for dock in docks]
    current = front.index(True) if True in front else 0
    dock = docks[(current + step) % len(docks)]
    dock.raise_()
    enter(dock.widget())


def enter(place: QWidget) -> None:
    """Give the focus to a panel: to the panel itself if it takes keys, else to the first thing in it that does."""
    inner = place if place.focusPolicy() & Qt.FocusPolicy.TabFocus else _first_focusable(place)
    (inner or place).setFocus(Qt.FocusReason.TabFocusReason)


def _first_focusable(widget: QWidget) -> QWidget | None:
    for child in widget.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(widget) and child.isEnabled():
            return child
    return None
