"""A place whose size does not follow every change inside it.

A label that gets another text asks for a new layout, and each layout around it asks the next one, up to the window, which then
looks at all its docks (about 2 ms, measured). Does not belong here: what stands in the place.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Room(QWidget):
    """Gives one widget all its room; the layouts around are asked only if that needs another least size."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside.setParent(self)
        self._inside = inside
        self._least = inside.minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        # Without a layout of its own it is told that the one inside has changed, and nobody else is.
        if event.type() == QEvent.Type.LayoutRequest and self._inside.minimumSizeHint() != self._least:
            self._least = self._inside.minimumSizeHint()
            self.updateGeometry()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        return self._least

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._inside.setGeometry(self.rect())
