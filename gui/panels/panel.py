"""What all panels that do costly work share: they do it only while they can be seen.

Does not belong here: docks and tabs (window), what a panel shows.
"""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gui.later import later


def is_seen(widget: QWidget) -> bool:
    """Whether any of the widget is on the screen. Qt calls a tab visible that is behind another, out of the window."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


class Panel(QWidget):
    """A widget in a dock. ``on_seen`` is called whenever it comes into view."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.come_into_view()

    def come_into_view(self) -> None:
        """Say that the panel may have come into view; whether it has is known once its dock has its place."""
        later(self, self._look)

    def _look(self) -> None:
        if is_seen(self):
            self.on_seen()

    def on_seen(self) -> None:
        """Catch up with what happened while nobody looked."""
