"""The shape texts beside the wires of a scene: where each may stand, and when it is put there.

Owned by the wires, which say when their ways or shapes have changed. Does not belong here: painting a text (edge_item).
Invariants: a text covers no card, wire, title or other text; what is in view stands at once, and where there is much, the
rest follows in slices, so that opening a large network does not wait for texts that nobody sees.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGraphicsView

from gui.canvas.card import shape_text
from gui.canvas.edge_item import EdgeItem, ShapeLabel, label_boxes
from gui.canvas.placing import Key
from gui.canvas.routing import Point
from gui.canvas.space import Box, Space
from gui.canvas.style import ZOOM_DETAIL
from gui.later import later

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

AIR = 4.0
"""How far a shape text keeps from other wires where it can."""
LONG_WIRE = 420.0
"""A wire at least this long shows its shape even if a sibling shows the same one already."""
AT_ONCE = 200
"""So many texts are placed without further ado: it takes about 10 ms."""
SLICE_S = 0.006
"""Seconds that the rest takes of the event loop at a time: less than a frame."""
GLIDING_MS = 30
"""While wires glide their texts are hidden: new ones wait, and look again after so many milliseconds."""


class ShapeTexts:
    """The texts by the key of their wire; ``space`` holds exactly the boxes that they cover."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self.space = Space()
        self._waiting: dict[Key, EdgeItem] = {}
        """What is still to be placed, in its order."""
        self._is_going_on = False

    def place(self, wanted: dict[Key, EdgeItem]) -> None:
        """Put the text of each of these wires where it covers nothing, or leave it away; old places are given up."""
        for key, item in wanted.items():
            self.drop(key, item)
        ordered = dict(sorted(wanted.items(), key=lambda pair: _length(pair[1].points)))
        if len(ordered) > AT_ONCE:
            self._waiting.update(ordered)
            seen = set(self._in_view())
            ordered = {key: item for key, item in ordered.items() if item.edge.source.node in seen}
            if not self._is_going_on:
                self._is_going_on = True
                later(self._scene, self._go_on)
        for key, item in ordered.items():
            self._waiting.pop(key, None)
            self._place(key, item)

    def finish(self) -> None:
        """Place at once whatever still waits, for a picture of everything."""
        while self._waiting:
            self._place_next()

    def drop(self, key: Key, item: EdgeItem) -> None:
        """Take the text of a wire away."""
        self._waiting.pop(key, None)
        if item.label is not None:
            self._scene.removeItem(item.label)
            item.label = None
            self.space.remove(key)

    def shift(self, key: Key, item: EdgeItem, dx: float, dy: float) -> None:
        """Move a text with its wire."""
        if item.label is not None:
            item.label.moveBy(dx, dy)
            self.space.put(key, item.label.box())

    def _in_view(self) -> Iterator[str]:
        """The nodes whose wires can be seen, with texts that are large enough to be read.

        All wires of a node belong together: which of them says its shape depends on the others.
        """
        wiring = self._scene.wiring
        for view in self._scene.views():
            if view.transform().m11() >= ZOOM_DETAIL:
                for key in wiring.space.touching(_seen(view)):
                    if isinstance(key, tuple):
                        yield wiring.items[key].edge.source.node

    def _go_on(self) -> None:
        if self._scene.glide.is_running():
            later(self._scene, self._go_on, GLIDING_MS)
            return
        until = time.perf_counter() + SLICE_S
        while self._waiting and time.perf_counter() < until:
            self._place_next()
        self._is_going_on = bool(self._waiting)
        if self._is_going_on:
            later(self._scene, self._go_on)

    def _place_next(self) -> None:
        key = next(iter(self._waiting))
        self._place(key, self._waiting.pop(key))

    def _place(self, key: Key, item: EdgeItem) -> None:
        scene, edge = self._scene, item.edge
        spec = scene.tensor(edge.source)
        if spec is None or len(item.points) < 2:
            return
        is_told = any(
            other.label is not None and other.edge.source == edge.source
            for other in scene.wiring.outgoing[edge.source.node].values()
        )
        if is_told and _length(item.points) < LONG_WIRE:
            return
        said = shape_text(spec.shape)
        boxes = label_boxes(item.points, *scene.look.shape_size(said), upright_only=is_told)
        for air in (AIR, 0.0):
            for box in boxes:
                around = (box[0] - air, box[1] - air, box[2] + air, box[3] + air)
                is_free = scene.space.is_free(box) and scene.decorations.texts.is_free(box)
                if is_free and self.space.is_free(box) and scene.wiring.space.is_free(around, key):
                    self._put(key, item, said, box)
                    return

    def _put(self, key: Key, item: EdgeItem, said: str, box: Box) -> None:
        label = ShapeLabel(said, self._scene.look)
        label.is_error = item.is_error
        label.pictures = self._scene.pictures
        label.setPos(box[0], box[1])
        self.space.put(key, box)
        item.label = label
        self._scene.addItem(label)


def _seen(view: QGraphicsView) -> Box:
    box = view.mapToScene(view.viewport().rect()).boundingRect()
    return box.left(), box.top(), box.right(), box.bottom()


def _length(points: tuple[Point, ...]) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(points, points[1:], strict=False))
