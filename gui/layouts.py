"""What several views do with Qt's layouts."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def empty(layout: QLayout, keep: int = 0) -> None:
    """Take the widgets out of a layout and delete them, all but the last ``keep`` items."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            discard(widget)


def discard(widget: QWidget) -> None:
    """Delete a widget; it is gone from sight at once.

    Without its parent it would be a window of its own, and one that Qt was about to show would flash up and take the
    focus before it is deleted.
    """
    widget.hide()
    widget.deleteLater()
