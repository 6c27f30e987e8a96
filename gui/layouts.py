"""What several views do with Qt's layouts."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout, keep: int = 0) -> None:
    """Take the widgets out of a layout and delete them, all but the last ``keep`` items."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            # Deleting comes later; until then it must not be seen at its old place.
            widget.setParent(None)
            widget.deleteLater()
