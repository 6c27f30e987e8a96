"""A tool taken up by a key: the next drag with the left button uses it, wherever it begins.

The key may be held or tapped. Held, the tool is laid down with the key; tapped, after one use or with Esc. Which key it
is stands in the table of actions; here it is only known as the key that is released.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.canvas.gestures.base import Gesture

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Tool = Callable[["CanvasView"], Gesture]


class Armed:
    """At most one tool is in hand."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._tool: Tool | None = None
        self._key_is_up = False
        self._used = False

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """What the pointer looks like with a tool in hand."""
        return Qt.CursorShape.CrossCursor if self._tool is not None else None

    def take_up(self, tool: Tool) -> None:
        """Use this for the next drag; the repeats of a key that is held change nothing."""
        if self._tool is not tool:
            self._tool, self._key_is_up, self._used = tool, False, False
            self._view.show_cursor()

    def gesture(self) -> Gesture | None:
        """The gesture that a press begins now."""
        tool = self._tool
        if tool is None:
            return None
        self._used = True
        if self._key_is_up:
            self.lay_down()
        return tool(self._view)

    def key_released(self) -> None:
        """A key went up: a tool that was used while it was held is not wanted any more."""
        self._key_is_up = True
        if self._used:
            self.lay_down()

    def lay_down(self) -> bool:
        """Put the tool away; False if there was none."""
        had, self._tool, self._used = self._tool is not None, None, False
        if had:
            self._view.show_cursor()
        return had
