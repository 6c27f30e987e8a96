"""Places on the canvas that the user marked with a number, to come back to: which block, where, how large.

They belong to the session of one window, not to the document. Does not belong here: the keys (gui.actions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.i18n import tr

if TYPE_CHECKING:
    from gui.window import MainWindow


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The blocks that were open, the scene point in the middle, and the zoom."""

    trail: tuple[str, ...]
    x: float
    y: float
    zoom: float


class Bookmarks:
    """The bookmarks of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._places: dict[int, Bookmark] = {}

    def take_over(self, other: Bookmarks) -> None:
        """Have the bookmarks of another window over the same document."""
        self._places = dict(other._places)

    def set(self, number: int) -> None:
        """Mark what is seen now."""
        view, session = self._window.view, self._window.session
        centre = view.visible_box().center()
        self._places[number] = Bookmark(session.trail, centre.x(), centre.y(), view.zoom)
        session.status.emit(tr("Bookmark {number} is set.", number=number), "info")

    def go(self, number: int) -> bool:
        """Show the place again; False, with a sentence, if there is none of this number or its block is gone."""
        session, view = self._window.session, self._window.view
        place = self._places.get(number)
        if place is None or any(name not in session.project.blocks for name in place.trail):
            session.status.emit(tr("There is no bookmark {number} yet.", number=number), "info")
            return False
        if session.trail != place.trail:
            session.leave_to(0)
            for name in place.trail:
                session.enter(name)
        view.set_zoom(place.zoom)
        view.center_on(place.x, place.y)
        view.setFocus()
        return True
