"""The shape of a gesture, and the pointer that drives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Modifier = Qt.KeyboardModifier


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: in the scene, in the viewport (pixels), and the keys held with it."""

    scene: QPointF
    view: QPoint
    modifiers: Qt.KeyboardModifier = Modifier.NoModifier

    def has(self, modifier: Qt.KeyboardModifier) -> bool:
        """Whether that key is held."""
        return bool(self.modifiers & modifier)


class Gesture:
    """One drag from press to release. ``cancel`` may come at any time, also after nodes have vanished.

    A gesture that ``is_free`` follows the pointer without a button, until a click or Enter; ``last`` is the pointer of its
    last move.
    """

    cursor: Qt.CursorShape | None = None
    is_free = False
    last: Pointer

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self.scene = view.canvas
        self.session = view.canvas.session

    def start(self, pointer: Pointer) -> None:
        """The button was pressed."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved, or a modifier changed."""

    def end(self, pointer: Pointer) -> None:
        """The button was released: make the change."""

    def cancel(self) -> None:
        """Undo what was shown; the document was not touched."""


def is_drag(start: Pointer, now: Pointer) -> bool:
    """Whether the pointer has left the place of the press far enough to mean it."""
    return (now.view - start.view).manhattanLength() >= QApplication.startDragDistance()
