"""Moving cards: one commit at release; a single unwired card dropped on a wire sits down on it. Alt: it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.catalog.ports import InPort, free_port
from core.graph import edits
from core.graph.model import Graph
from core.graph.queries import Edge
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag
from gui.canvas.hits import wire_under_card
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class MoveNodes(Gesture):
    """Press on a card: a click selects, a drag moves all that is selected."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, view: CanvasView, node_id: str) -> None:
        super().__init__(view)
        self._node = node_id
        self._origins: dict[str, Point] = {}
        self._target: Edge | None = None

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._was_selected = self._node in self.session.selection
        self.scene.wiring.select(())
        if pointer.has(Modifier.ControlModifier):
            self.session.select(self.session.selection ^ {self._node})
        elif pointer.has(Modifier.ShiftModifier):
            self.session.select(self.session.selection | {self._node})
        elif not self._was_selected:
            self.session.select((self._node,))

    def move(self, pointer: Pointer) -> None:
        if not self._origins:
            if not is_drag(self._start, pointer):
                return
            moving = self.session.selection if self._node in self.session.selection else {self._node}
            self._origins = {node_id: self.scene.centre(node_id) for node_id in moving if node_id in self.scene.nodes}
            self._free = self._free_port()
        self.scene.preview_places(self._places(pointer))
        self._aim(pointer)

    def _places(self, pointer: Pointer) -> dict[str, Point]:
        step = pointer.scene - self._start.scene
        dx, dy = float(round(step.x())), float(round(step.y()))
        return {node_id: (x + dx, y + dy) for node_id, (x, y) in self._origins.items()}

    def _free_port(self) -> InPort | None:
        """The port by which a single card could sit down on a wire: it must not be wired yet."""
        if len(self._origins) != 1 or self.scene.wiring.at(self._node):
            return None
        return free_port(self.session.input_ports(self._node, optional=False))

    def _aim(self, pointer: Pointer) -> None:
        target = None
        if self._free is not None and not pointer.has(Modifier.AltModifier):
            x, y = self.scene.centre(self._node)
            target = wire_under_card(self.scene, x, y, frozenset((self._node,)))
        if target != self._target:
            self.view.mark_target(target)
            self._target = target

    def end(self, pointer: Pointer) -> None:
        if not self._origins:
            plain = not pointer.has(Modifier.ControlModifier) and not pointer.has(Modifier.ShiftModifier)
            if plain and self._was_selected:
                self.session.select((self._node,))
            return
        places = {**self.scene.unsaved_places(), **self._places(pointer)}
        self._aim(pointer)
        target, port = self._target, self._free
        self.view.mark_target(None)
        name = self.session.graph.name_of(self._node)
        if target is not None and port is not None:

            def edit(graph: Graph) -> Graph:
                return edits.insert_on_edge(edits.move_nodes(graph, places), target, self._node, port.path)

            done = self.session.apply(edit, tr("Insert {name}", name=name))
        else:
            count = len(self._origins)
            label = tr("Move {name}", name=name) if count == 1 else tr("Move {count} layers", count=count)
            done = self.session.apply(lambda graph: edits.move_nodes(graph, places), label)
        if not done:
            self.scene.show_document_places(self._origins)

    def cancel(self) -> None:
        self.view.mark_target(None)
        self.scene.show_document_places(self._origins)
