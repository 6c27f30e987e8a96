"""What several views do with Qt's layouts and dialogs.

Invariant: nobody asks a layout for its items. ``itemAt`` gives a Python object that outlives the item; when Qt puts
something else in its place in memory, the program dies of it (PySide 6.11).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget


def parts(layout: QLayout) -> list[QWidget | QLayout]:
    """The widgets and layouts directly in a layout, in its order; stretches are left out."""
    owner = layout.parentWidget()
    widgets = owner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if owner is not None else []
    found: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(widget), widget) for widget in widgets]
    found += [(layout.indexOf(inner), inner) for inner in layout.children() if isinstance(inner, QLayout)]
    return [part for position, part in sorted(found, key=lambda pair: pair[0]) if position >= 0]


def empty(layout: QLayout) -> None:
    """Take the widgets out of a layout and delete them; stretches stay."""
    for part in parts(layout):
        if isinstance(part, QWidget):
            layout.removeWidget(part)
            discard(part)


def discard(widget: QWidget) -> None:
    """Delete a widget; it is gone from sight at once.

    Without its parent it would be a window of its own, and one that Qt was about to show would flash up and take the
    focus before it is deleted.
    """
    widget.hide()
    widget.deleteLater()


def ask(dialog: QDialog) -> int:
    """Show a dialog until it is answered, and let it go: its parent would keep it for as long as the window lives.

    Returns what ``exec`` does. The dialog can be asked for its answer until the caller returns to the event loop.
    """
    try:
        return dialog.exec()
    finally:
        dialog.deleteLater()
