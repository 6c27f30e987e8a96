"""Copies under the pointer: a drag with Ctrl puts copies where it ends; copies just made follow until a click.

Does not belong here: making the copies (gui.canvas.copying).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from core.graph.queries import Edge
from gui.canvas import copying
from gui.canvas.gestures.base import Gesture, Pointer, is_drag
from gui.canvas.gestures.guides import Snapping
from gui.canvas.gestures.move import MoveNodes
from gui.canvas.node_item import BODY
from gui.canvas.style import CARD_RADIUS
from gui.i18n import tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class DragCopies(Gesture):
    """Press with Ctrl on a card: a click adds it to the selection or takes it out, a drag copies. Outlines show where."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, view: CanvasView, node_id: str) -> None:
        super().__init__(view)
        self._node = node_id

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._outlines: QGraphicsPathItem | None = None

    def move(self, pointer: Pointer) -> None:
        if self._outlines is None:
            if not is_drag(self._start, pointer):
                return
            self._begin()
        dx, dy = self._step(pointer)
        assert self._outlines is not None
        self._outlines.setPos(dx, dy)

    def _begin(self) -> None:
        selected = self.session.selection
        self._copied = sorted(selected) if self._node in selected else [self._node]
        cards = [item for item in self._copied if item in self.scene.nodes]
        path = QPainterPath()
        for node_id in cards:
            path.addRoundedRect(BODY.translated(QPointF(*self.scene.centre(node_id))), CARD_RADIUS, CARD_RADIUS)
        self._outlines = QGraphicsPathItem(path)
        self._outlines.setPen(self.scene.look.box_pen)
        self._outlines.setBrush(self.scene.look.box_brush)
        self._outlines.setZValue(15)
        self.scene.add_mark(self._outlines)
        box = self.scene.content_box(cards)
        assert box is not None
        self._snapping = Snapping(self.view, (), (box.left(), box.top(), box.right(), box.bottom()))

    def _step(self, pointer: Pointer) -> tuple[float, float]:
        step = pointer.scene - self._start.scene
        return self._snapping.snap(step.x(), step.y(), pointer)

    def end(self, pointer: Pointer) -> None:
        if self._outlines is None:
            self.scene.wiring.select(())
            self.session.select(self.session.selection ^ {self._node})
            return
        step = self._step(pointer)
        self.cancel()
        copying.duplicate(self.session, self.scene.unsaved_places(), step, nodes=self._copied)

    def cancel(self) -> None:
        if self._outlines is not None:
            self.scene.remove_mark(self._outlines)
            self._outlines = None
            self._snapping.close()


class FollowPointer(MoveNodes):
    """Cards that were just made follow the pointer without a button. A click or Enter puts them down, in the same undo
    step in which they were made; Esc leaves them where they were made.
    """

    is_free = True

    def __init__(self, view: CanvasView, made: list[str], merge_key: Hashable) -> None:
        super().__init__(view, next(item for item in made if item in view.canvas.nodes))
        self._made = made
        self._merge_key = merge_key
        self.last = view.pointer_now()

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._take_up(self._made)

    def move(self, pointer: Pointer) -> None:
        self._show(pointer)

    def end(self, pointer: Pointer) -> None:
        if pointer.scene == self._start.scene:
            self.cancel()  # they are where they were made; a wire that happens to be there is not meant
        else:
            super().end(pointer)

    def _commit(self, places: dict[str, tuple[float, float]], target: Edge | None) -> bool:
        insert = self._insertion(target) if target is not None else lambda graph: graph
        label = self.session.document.undo_label or tr("Move")
        return self.session.apply(lambda graph: insert(self._moved(graph, places)), label, self._merge_key)


def duplicate_and_follow(session: EditorSession, view: CanvasView, *, with_inputs: bool = False) -> list[str]:
    """Duplicate what is selected, and let the copies follow the pointer if it is over the canvas."""
    view.finish_gesture()
    merge_key = ("duplicate", object())
    made = copying.duplicate(session, view.canvas.unsaved_places(), with_inputs=with_inputs, merge_key=merge_key)
    if view.canvas.nodes.keys() & set(made) and view.cursor_place() is not None:
        view.begin(FollowPointer(view, made, merge_key), view.pointer_now())
    return made
