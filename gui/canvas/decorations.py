"""The frames and notes of a scene: which there are, where they stand, what lies under the pointer.

Owned by the scene, which tells it what changed. Does not belong here: commands (framing), gestures, how they look.
Invariant: there is one item for each frame and note of the graph that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF

from core.graph.model import Frame, Layout, Note
from gui.canvas.frame_item import TITLE_HEIGHT, TITLE_PAD, FrameItem
from gui.canvas.note_item import NoteItem
from gui.canvas.space import Box, Space
from gui.canvas.style import CanvasStyle

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

Part = Literal["body", "left", "right", "top", "bottom", "top left", "top right", "bottom left", "bottom right"]
TITLE_AIR = 6.0
"""Between the end of a title and what stands beside it."""
EDGE_REACH = 6.0
"""How far from its edge, in pixels of the screen, a frame or note is resized rather than moved."""


class Decorations:
    """All frames and notes by id."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self.items: dict[str, FrameItem | NoteItem] = {}
        self.texts = Space()
        """Where titles and notes stand, which the shapes on wires must not cover."""

    def rebuild(self) -> None:
        """Show those of another graph."""
        for item_id in list(self.items):
            self._scene.removeItem(self.items.pop(item_id))
        self.texts.clear()
        layout = self._scene.session.graph.layout
        self.follow((*layout.frames, *layout.notes))

    def follow(self, ids: Iterable[str]) -> None:
        """Take these over from the document."""
        layout = self._scene.session.graph.layout
        for item_id in ids:
            value = layout.frames.get(item_id) or layout.notes.get(item_id)
            item = self.items.get(item_id)
            if value is None:
                if item is not None:
                    self._scene.removeItem(self.items.pop(item_id))
                    self.texts.remove(item_id)
                continue
            if isinstance(value, Frame):
                self.texts.put(item_id, self._title_box(value))
            else:
                self.texts.put(item_id, (value.x, value.y, value.x + value.width, value.y + value.height))
            if isinstance(value, Frame):
                if isinstance(item, FrameItem):
                    item.set_value(value)
                else:
                    self._add(item_id, FrameItem(value, self._scene.look))
            elif isinstance(item, NoteItem):
                item.set_value(value)
            else:
                self._add(item_id, NoteItem(value, self._scene.look))

    def _title_box(self, frame: Frame) -> Box:
        """The rectangle of a frame's title, as it is while wires have texts, with some air behind it."""
        room = max(0.0, frame.width - 2 * TITLE_PAD)
        width = min(self._scene.look.frame_metrics.horizontalAdvance(frame.title[:200]) + TITLE_AIR, room)
        left, top = frame.x + TITLE_PAD, frame.y + 6.0
        return left, top, left + width, top + TITLE_HEIGHT - 12.0

    def _add(self, item_id: str, item: FrameItem | NoteItem) -> None:
        item.set_selected(item_id in self._scene.session.selection)
        self.items[item_id] = item
        self._scene.addItem(item)

    def select(self, ids: Iterable[str], selection: frozenset[str]) -> None:
        """Show these as selected or not."""
        for item_id in ids:
            item = self.items.get(item_id)
            if item is not None:
                item.set_selected(item_id in selection)

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        for item in self.items.values():
            item.set_style(style)

    def preview(self, boxes: Mapping[str, QRectF]) -> None:
        """Show them at other places than the document's while a gesture lasts."""
        for item_id, box in boxes.items():
            item = self.items.get(item_id)
            if isinstance(item, FrameItem):
                item.set_value(replace(item.value, x=box.x(), y=box.y(), width=box.width(), height=box.height()))
            elif item is not None:
                item.set_value(replace(item.value, x=box.x(), y=box.y(), width=box.width(), height=box.height()))

    def box(self, item_id: str) -> QRectF:
        """The rectangle as it is shown, in scene coordinates."""
        return box_of(self.items[item_id].value)

    def bounds(self) -> list[QRectF]:
        """The rectangles of all."""
        return [self.box(item_id) for item_id in self.items]

    # What lies under the pointer

    def at(self, point: QPointF, zoom: float) -> tuple[str, Part] | None:
        """The frame or note that a press here takes hold of, and by what; notes lie on frames, small frames on large ones."""
        reach = EDGE_REACH / zoom
        found: list[tuple[bool, float, str, Part]] = []
        for item_id, item in self.items.items():
            box = self.box(item_id)
            if not box.adjusted(-reach, -reach, reach, reach).contains(point):
                continue
            part = _edge(box, point, reach)
            if part is None and item.grip().contains(point):
                part = "body"
            if part is not None:
                found.append((isinstance(item, FrameItem), box.width() * box.height(), item_id, part))
        if not found:
            return None
        _, _, item_id, part = min(found)
        return item_id, part

    def touching(self, box: QRectF) -> set[str]:
        """Notes that touch the box, and frames that lie in it altogether."""
        return {
            item_id
            for item_id, item in self.items.items()
            if (
                box.contains(self.box(item_id))
                if isinstance(item, FrameItem)
                else box.intersects(self.box(item_id))
            )
        }


def box_of(value: Frame | Note) -> QRectF:
    """The rectangle of a frame or note."""
    return QRectF(value.x, value.y, value.width, value.height)


def content(layout: Layout, frame: Frame, centres: Mapping[str, tuple[float, float]]) -> tuple[set[str], set[str]]:
    """What a frame holds: the nodes whose centre, and the frames and notes whose whole rectangle lies in it."""
    box = box_of(frame)
    nodes = {node_id for node_id, (x, y) in centres.items() if box.contains(QPointF(x, y))}
    others: list[Frame | Note] = [*layout.frames.values(), *layout.notes.values()]
    return nodes, {other.id for other in others if other.id != frame.id and box.contains(box_of(other))}


def _edge(box: QRectF, point: QPointF, reach: float) -> Part | None:
    """The edge or corner that the point is at, if it is at one."""
    upright = "left" if abs(point.x() - box.left()) <= reach else "right" if abs(point.x() - box.right()) <= reach else ""
    level = "top" if abs(point.y() - box.top()) <= reach else "bottom" if abs(point.y() - box.bottom()) <= reach else ""
    name = f"{level} {upright}".strip()
    return name or None  # type: ignore[return-value]
