"""Where the keyboard goes in the window: from panel to panel, from tab to tab, to the first thing in a panel.

Does not belong here: the keys themselves (actions), moving about on the canvas (canvas).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from gui.layouts import parts

if TYPE_CHECKING:
    from gui.window import MainWindow


def cycle_panels(window: MainWindow, step: int) -> None:
    """Move the focus to the next (or with -1 the previous) panel that can be seen, the canvas among them."""
    panels = [dock.widget() for dock in window.docks.values() if dock.isVisible()]
    places = [window.view, *(panel for panel in panels if not panel.visibleRegion().isEmpty())]
    focus = window.focusWidget()
    holds = [_holds(place, focus) for place in places]
    current = holds.index(True) if True in holds else 0
    enter(places[(current + step) % len(places)])


def go_to_panel(window: MainWindow, name: str) -> None:
    """Open a panel, or go back to the canvas if the keyboard is in it already."""
    panel = window.docks[name].widget()
    if _holds(panel, window.focusWidget()):
        window.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    window.show_panel(name)
    enter(panel)


def cycle_tabs(window: MainWindow, step: int) -> None:
    """Bring the next (or with -1 the previous) of the panels that share a place to the front, and go there.

    The place is that of the panel with the keyboard; from the canvas it is that of the training panel.
    """
    focus = window.focusWidget()
    here = next((dock for dock in window.docks.values() if _holds(dock.widget(), focus)), None)
    if here is None or not window.tabifiedDockWidgets(here):
        here = window.docks["training"]
    together = [here, *window.tabifiedDockWidgets(here)]
    docks = [dock for dock in window.docks.values() if dock in together and not dock.isHidden()]
    if not docks:
        return
    front = [not dock.widget().visibleRegion().isEmpty() for dock in docks]
    current = front.index(True) if True in front else 0
    dock = docks[(current + step) % len(docks)]
    dock.raise_()
    enter(dock.widget())


def enter(place: QWidget) -> None:
    """Give the focus to the first thing in a panel that takes keys, or to the panel itself."""
    stops = list(tab_stops(place))
    (stops[0] if stops else place).setFocus(Qt.FocusReason.TabFocusReason)


def tab_within_panel(window: MainWindow, forward: bool) -> bool:
    """Move the focus to the next thing in its panel, from the last one to the first; False if it is in no panel.

    Qt's own order is that in which widgets were made, which puts a form that was made anew behind everything else.
    """
    focus = window.focusWidget()
    place = next((dock.widget() for dock in window.docks.values() if _holds(dock.widget(), focus)), None)
    stops = list(tab_stops(place)) if place is not None else []
    if focus not in stops:
        return False
    target = stops[(stops.index(focus) + (1 if forward else -1)) % len(stops)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def tab_stops(place: QWidget) -> Iterator[QWidget]:
    """What takes the focus by Tab in a panel, in the order in which it is read."""
    if not place.isVisible() or not place.isEnabled():
        return
    if isinstance(place, QScrollArea):
        inner = place.widget()
        if inner is not None:
            yield from tab_stops(inner)
        return
    if place.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield place
        return
    layout = place.layout()
    if layout is not None:
        yield from _stops_of_layout(layout)


def _stops_of_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in parts(layout):
        if isinstance(part, QWidget):
            yield from tab_stops(part)
        else:
            yield from _stops_of_layout(part)


def _holds(place: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (place is focus or place.isAncestorOf(focus))
