"""Moving and resizing frames and notes: one commit at release. A frame takes along what it holds; Alt leaves that where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from core.graph import edits
from core.graph.model import Frame, Graph
from gui.canvas.decorations import Part, content
from gui.canvas.frame_item import LEAST_HEIGHT, LEAST_WIDTH
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class _Decorate(Gesture):
    """What both share: a press selects, and what is shown goes back when nothing was changed."""

    def __init__(self, view: CanvasView, item_id: str) -> None:
        super().__init__(view)
        self._id = item_id
        self._drags = False
        self._boxes: dict[str, QRectF] = {}

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._was_selected = self._id in self.session.selection
        self.scene.wiring.select(())
        if pointer.has(Modifier.ControlModifier):
            self.session.select(self.session.selection ^ {self._id})
        elif pointer.has(Modifier.ShiftModifier):
            self.session.select(self.session.selection | {self._id})
        elif not self._was_selected:
            self.session.select((self._id,))

    def _step(self, pointer: Pointer) -> QPointF:
        step = pointer.scene - self._start.scene
        return QPointF(round(step.x()), round(step.y()))

    def _click(self, pointer: Pointer) -> None:
        plain = not pointer.has(Modifier.ControlModifier) and not pointer.has(Modifier.ShiftModifier)
        if plain and self._was_selected:
            self.session.select((self._id,))

    def cancel(self) -> None:
        self.scene.decorations.follow(self._boxes)


class MoveDecoration(_Decorate):
    """Press on a note, or on the title of a frame: a click selects, a drag moves all that is selected."""

    cursor = Qt.CursorShape.SizeAllCursor

    def _take_hold(self) -> None:
        self._drags = True
        layout, scene = self.session.graph.layout, self.scene
        chosen = self.session.selection if self._id in self.session.selection else frozenset((self._id,))
        self._own = {item_id for item_id in chosen if item_id in scene.decorations.items}
        self._own_nodes = {node_id for node_id in chosen if node_id in scene.nodes}
        centres = {node_id: scene.centre(node_id) for node_id in scene.nodes}
        self._held, self._held_nodes = set(self._own), set(self._own_nodes)
        for item_id in self._own:
            if item_id in layout.frames:
                nodes, others = content(layout, layout.frames[item_id], centres)
                self._held |= others
                self._held_nodes |= nodes
        self._boxes = {item_id: scene.decorations.box(item_id) for item_id in self._held}
        self._origins = {node_id: centres[node_id] for node_id in self._held_nodes}

    def _places(self, pointer: Pointer) -> tuple[dict[str, QRectF], dict[str, Point]]:
        step = self._step(pointer)
        alone = pointer.has(Modifier.AltModifier)
        items = self._own if alone else self._held
        nodes = self._own_nodes if alone else self._held_nodes
        boxes = {key: box.translated(step) if key in items else box for key, box in self._boxes.items()}
        places = {
            key: (x + step.x(), y + step.y()) if key in nodes else (x, y) for key, (x, y) in self._origins.items()
        }
        return boxes, places

    def move(self, pointer: Pointer) -> None:
        if not self._drags:
            if not is_drag(self._start, pointer):
                return
            self._take_hold()
        boxes, places = self._places(pointer)
        self.scene.decorations.preview(boxes)
        self.scene.preview_places(places)

    def end(self, pointer: Pointer) -> None:
        if not self._drags:
            self._click(pointer)
            return
        self.move(pointer)  # Alt may have been pressed since: what stays goes back
        boxes, places = self._places(pointer)
        places = {**self.scene.unsaved_places(), **places} if places else {}

        def edit(graph: Graph) -> Graph:
            return with_boxes(edits.move_nodes(graph, places) if places else graph, boxes)

        label = tr("Move frame") if self._id in self.session.graph.layout.frames else tr("Move note")
        if not self.session.apply(edit, label):
            self.cancel()

    def cancel(self) -> None:
        if self._drags:
            super().cancel()
            self.scene.show_document_places(self._origins)


class ResizeDecoration(_Decorate):
    """Press on an edge or corner of a frame or note: a drag moves that edge."""

    def __init__(self, view: CanvasView, item_id: str, part: Part) -> None:
        super().__init__(view, item_id)
        self._part = part
        self.cursor = cursor_of(part)

    def _box(self, pointer: Pointer) -> QRectF:
        step, box = self._step(pointer), QRectF(self._boxes[self._id])
        if "left" in self._part:
            box.setLeft(min(box.left() + step.x(), box.right() - LEAST_WIDTH))
        if "right" in self._part:
            box.setRight(max(box.right() + step.x(), box.left() + LEAST_WIDTH))
        if "top" in self._part:
            box.setTop(min(box.top() + step.y(), box.bottom() - LEAST_HEIGHT))
        if "bottom" in self._part:
            box.setBottom(max(box.bottom() + step.y(), box.top() + LEAST_HEIGHT))
        return box

    def move(self, pointer: Pointer) -> None:
        if not self._drags:
            if not is_drag(self._start, pointer):
                return
            self._drags = True
            self._boxes = {self._id: self.scene.decorations.box(self._id)}
        self.scene.decorations.preview({self._id: self._box(pointer)})

    def end(self, pointer: Pointer) -> None:
        if not self._drags:
            self._click(pointer)
            return
        box = self._box(pointer)
        label = tr("Resize frame") if self._id in self.session.graph.layout.frames else tr("Resize note")
        if not self.session.apply(lambda graph: with_boxes(graph, {self._id: box}), label):
            self.cancel()


def with_boxes(graph: Graph, boxes: dict[str, QRectF]) -> Graph:
    """The graph with frames and notes at these rectangles; ids that are gone are passed over."""
    for item_id, box in boxes.items():
        value = graph.layout.frames.get(item_id) or graph.layout.notes.get(item_id)
        if value is None:
            continue
        made = replace(value, x=box.x(), y=box.y(), width=box.width(), height=box.height())
        if made != value:
            graph = edits.put_frame(graph, made) if isinstance(made, Frame) else edits.put_note(graph, made)
    return graph


def cursor_of(part: Part) -> Qt.CursorShape:
    """The pointer that says in which way an edge or corner moves."""
    if part == "body":
        return Qt.CursorShape.SizeAllCursor
    if part in ("left", "right"):
        return Qt.CursorShape.SizeHorCursor
    if part in ("top", "bottom"):
        return Qt.CursorShape.SizeVerCursor
    return Qt.CursorShape.SizeFDiagCursor if part in ("top left", "bottom right") else Qt.CursorShape.SizeBDiagCursor
