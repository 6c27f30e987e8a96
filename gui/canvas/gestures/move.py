"""Moving cards: one commit at release; a single unwired card dropped on a wire sits down on it. Alt: it does not.

Invariant: while it lasts only what is seen moves, the document does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from core.catalog.ports import InPort, free_port
from core.graph import edits
from core.graph.edits import GraphEdit
from core.graph.model import Graph
from core.graph.queries import Edge
from core.graph.rewiring import pop_out
from gui import selecting
from gui.canvas import framing
from gui.canvas.decorations import content
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag
from gui.canvas.gestures.guides import Snapping
from gui.canvas.gestures.splitting import Splitting
from gui.canvas.hits import wire_under_card
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


_MIDDLE = 1 / 6
"""How far from its middle, of the width of a card, a click with Shift selects only the card itself."""


class MoveNodes(Gesture):
    """Press on a card: a click selects, a drag moves all that is selected."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, view: CanvasView, node_id: str) -> None:
        super().__init__(view)
        self._node = node_id
        self._origins: dict[str, Point] = {}
        self._framed: dict[str, QRectF] = {}
        self._splitting: Splitting | None = None
        self._snapping: Snapping | None = None

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._was_selected = self._node in self.session.selection
        self.scene.wiring.select(())
        if pointer.has(Modifier.ShiftModifier):
            self.session.select(self.session.selection | {self._node})
        elif not self._was_selected:
            self.session.select((self._node,))

    def move(self, pointer: Pointer) -> None:
        if not self._origins:
            if not is_drag(self._start, pointer):
                return
            self._begin()
        self._show(pointer)

    def _show(self, pointer: Pointer) -> None:
        """Show everything where the pointer has taken it."""
        self.scene.preview_places(self._places(pointer))
        if self._framed:
            step = QPointF(*self._step)
            self.scene.decorations.preview({key: box.translated(step) for key, box in self._framed.items()})
        self._aim(pointer)

    def _begin(self) -> None:
        moving = set(self.session.selection if self._node in self.session.selection else {self._node})
        layout = self.session.graph.layout
        centres = {node_id: self.scene.centre(node_id) for node_id in self.scene.nodes}
        for frame in [layout.frames[key] for key in moving if key in layout.frames]:
            moving.update(*content(layout, frame, centres))  # frames take along what they hold
        self._take_up(moving)

    def _take_up(self, moving: Iterable[str]) -> None:
        """Let these cards, frames and notes follow the pointer from now on."""
        scene = self.scene
        self._origins = {node_id: scene.centre(node_id) for node_id in moving if node_id in scene.nodes}
        self._framed = {key: scene.decorations.box(key) for key in moving if key in scene.decorations.items}
        box = scene.content_box(self._origins)
        assert box is not None
        self._snapping = Snapping(self.view, self._origins, (box.left(), box.top(), box.right(), box.bottom()))
        self._free = self._free_port()
        if self._free is not None:
            self._splitting = Splitting(self.view, self._node, self._insertion)

    def _places(self, pointer: Pointer) -> dict[str, Point]:
        step = pointer.scene - self._start.scene
        assert self._snapping is not None
        dx, dy = self._step = self._snapping.snap(step.x(), step.y(), pointer)
        return {node_id: (x + dx, y + dy) for node_id, (x, y) in self._origins.items()}

    def _free_port(self) -> InPort | None:
        """The port by which a single card could sit down on a wire: it must not be wired yet."""
        if len(self._origins) != 1 or self.scene.wiring.at(self._node):
            return None
        return free_port(self.session.input_ports(self._node, optional=False))

    def _insertion(self, edge: Edge) -> GraphEdit:
        port = self._free
        assert port is not None
        return lambda graph: edits.insert_on_edge(graph, edge, self._node, port.path)

    def _aim(self, pointer: Pointer) -> None:
        if self._splitting is not None:
            target = None
            if not pointer.has(Modifier.AltModifier):
                x, y = self.scene.centre(self._node)
                target = wire_under_card(self.scene, x, y, frozenset((self._node,)))
            self._splitting.aim(target, pointer)

    def end(self, pointer: Pointer) -> None:
        if not self._origins:
            self._click(pointer)
            return
        places = {**self.scene.unsaved_places(), **self._places(pointer)}
        self._aim(pointer)
        target = self._splitting.target if self._splitting is not None else None
        self._close()
        if not self._commit(places, target):
            self._put_back()

    def _click(self, pointer: Pointer) -> None:
        """There was no drag. With Shift, a click on the left end selects what leads here, on the right what depends on it."""
        if not pointer.has(Modifier.ShiftModifier):
            if self._was_selected:
                self.session.select((self._node,))
        elif not pointer.has(Modifier.AltModifier) and self._node in self.scene.nodes:
            aside = self._start.scene.x() - self.scene.centre(self._node)[0]
            if abs(aside) > self.scene.nodes[self._node].body.width() * _MIDDLE:
                grow = selecting.select_upstream if aside < 0 else selecting.select_downstream
                grow(self.session, self._node)

    def _commit(self, places: dict[str, Point], target: Edge | None) -> bool:
        """Change the document; False if it was refused or nothing has changed."""
        name = self.session.graph.name_of(self._node)
        if target is not None:
            insert = self._insertion(target)
            return self.session.apply(
                lambda graph: insert(edits.move_nodes(graph, places)), tr("Insert {name}", name=name)
            )
        count = len(self._origins)
        label = tr("Move {name}", name=name) if count == 1 else tr("Move {count} layers", count=count)
        return self.session.apply(lambda graph: self._moved(graph, places), label)

    def _moved(self, graph: Graph, places: dict[str, Point]) -> Graph:
        """The graph with everything where it was dragged."""
        graph = edits.move_nodes(graph, places)
        return framing.moved(graph, self._framed, *self._step) if self._framed else graph

    def cancel(self) -> None:
        self._close()
        self._put_back()

    def _put_back(self) -> None:
        self.scene.show_document_places(self._origins)
        self.scene.decorations.follow(self._framed)

    def _close(self) -> None:
        """Take away what is shown besides the cards."""
        if self._splitting is not None:
            self._splitting.close()
            self._splitting = None
        if self._snapping is not None:
            self._snapping.close()
            self._snapping = None


class PopOut(MoveNodes):
    """Alt and a drag take the card, or all that is selected with it, out of its chain; the chain closes behind it.

    Its old wires are hidden meanwhile. Dropped without Alt on another wire, a single card sits down there.
    """

    def _begin(self) -> None:
        super()._begin()
        moving = set(self._origins)
        self._wires = [
            key
            for node_id in moving
            for key, item in self.scene.wiring.at(node_id).items()
            if not (item.edge.target in moving and item.edge.source.node in moving)
        ]
        self._show_wires(False)

    def move(self, pointer: Pointer) -> None:
        super().move(pointer)
        if self._origins:
            self._show_wires(False)  # their texts were placed anew

    def _free_port(self) -> InPort | None:
        if len(self._origins) != 1:
            return None
        node = pop_out(self.session.graph, self._origins).nodes[self._node]
        return free_port(self.session.ports_of(node))

    def _insertion(self, edge: Edge) -> GraphEdit:
        port = self._free
        assert port is not None
        return lambda graph: edits.insert_on_edge(pop_out(graph, (self._node,)), edge, self._node, port.path)

    def _show_wires(self, shown: bool) -> None:
        for key in self._wires:
            item = self.scene.wiring.items.get(key)
            if item is not None:
                item.setVisible(shown)
                if item.label is not None:
                    item.label.setVisible(shown)

    def _commit(self, places: dict[str, Point], target: Edge | None) -> bool:
        if target is not None:
            return super()._commit(places, target)
        moved = list(self._origins)

        def edit(graph: Graph) -> Graph:
            return self._moved(pop_out(graph, moved), places)

        count, name = len(moved), self.session.graph.name_of(self._node)
        label = tr("Take {name} out", name=name) if count == 1 else tr("Take {count} layers out", count=count)
        return self.session.apply(edit, label)

    def _close(self) -> None:
        if self._origins:
            self._show_wires(True)
        super()._close()
