"""Drawing a wire: from an output or an input port, or by taking the end of a wire off its port.

While it lasts ports that can take the wire grow and other cards fade; over a port that cannot, the reason stands beside
the pointer, with the layers that would make it fit: Shift puts the first one between, without it they can be picked. Released
on a card the wire finds a free port; on a taken port it replaces what is there; on empty canvas it asks for a new layer, or,
if it was taken off a port, is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from core.analysis.trial import Candidate, Conversion
from core.catalog.ports import free_port
from core.errors import EditError
from core.graph import edits
from core.graph.model import Graph
from core.graph.queries import Edge
from core.graph.values import Path, Source
from gui.canvas import hits, routing
from gui.canvas.edge_item import rounded_path
from gui.canvas.gestures.base import Gesture, Modifier, Pointer, is_drag
from gui.canvas.gestures.converting import connect_through, conversion_text, offer
from gui.canvas.gestures.fitting import FITS, Fit, Fitting
from gui.canvas.gestures.hint import Hint
from gui.canvas.gestures.trying import Trying
from gui.canvas.hits import PortHit
from gui.canvas.placing import port_index
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class DrawWire(Gesture):
    """What the ways of drawing a wire share: the line, what it aims at, and the marks on the cards."""

    cursor = Qt.CursorShape.CrossCursor
    side = "in"

    def start(self, pointer: Pointer) -> None:
        self._press = pointer
        self._line: QGraphicsPathItem | None = None
        self._hint: Hint | None = None
        self._aimed: PortHit | None = None
        self._fit: Fit = FITS
        self._pointer = pointer

    def move(self, pointer: Pointer) -> None:
        if self._line is None:
            if not is_drag(self._press, pointer):
                return
            self._begin(pointer)
        self._aim(pointer)
        self._follow(pointer)

    def _follow(self, pointer: Pointer) -> None:
        """Draw the line to the pointer and say what it would come to there."""
        assert self._line is not None and self._hint is not None
        self._pointer = pointer
        to = (pointer.scene.x(), pointer.scene.y())
        if self._aimed is not None:
            item = self.scene.nodes[self._aimed.node]
            to = item.input_point(self._aimed.index) if self.side == "in" else item.output_point(self._aimed.index)
        path = QPainterPath()
        for fixed in self._fixed():
            first, last = (fixed, to) if self.side == "in" else (to, fixed)
            path.addPath(rounded_path((first, *self._bends(first, last), last)))
        self._line.setPath(path)
        style = self.scene.look
        self._line.setPen(style.wire_error if self._fit.refused else style.wire_drawn)
        room = QRectF(self.view.viewport().rect()).translated(-pointer.view.x(), -pointer.view.y())
        fit = self._fit
        text = fit.reason if not fit.fits else f"→ {fit.yields}" if fit.yields else ""
        offers = [tr("Shift: insert {what}", what=conversion_text(fit.conversions[0]))] if fit.conversions else []
        self._hint.say(text, pointer.scene, offers, room)

    def end(self, pointer: Pointer) -> None:
        if self._line is None:
            self._click()
            return
        self._wants_list = pointer.has(Modifier.ShiftModifier)
        self._aim(pointer)
        aimed, fit = self._aimed, self._fit
        self._tidy()
        if aimed is None and hits.node_at(self.scene, pointer.scene.x(), pointer.scene.y()) is None:
            self._drop_on_canvas((pointer.scene.x(), pointer.scene.y()))
        elif fit.refused:
            self.session.status.emit(fit.reason, "warning")
        elif aimed is not None and fit.conversions:
            self._drop_with_conversion(aimed, fit, pointer.view)
        elif aimed is not None:
            self._drop_on_port(aimed)
        else:
            self._drop_on_full_card(str(hits.node_at(self.scene, pointer.scene.x(), pointer.scene.y())))

    def cancel(self) -> None:
        if self._line is not None:
            self._tidy()

    def _click(self) -> None:
        """There was no drag."""

    def _ask_for_layer(self, place: Point, what: object) -> None:
        """Ask for a layer where the wire was dropped; with Shift for the plain list of all."""
        wanted = self.view.layer_list_requested if self._wants_list else self.view.quick_add_requested
        wanted.emit((float(round(place[0])), float(round(place[1]))), what)

    # What the ways differ in

    def _fixed(self) -> list[Point]:
        """The ports at which the wires hang."""
        raise NotImplementedError

    def _fitting(self) -> Fitting:
        """The judge of the ports at the loose end."""
        raise NotImplementedError

    def _judge(self, hit: PortHit) -> Fit:
        """Whether the loose end may go to this port."""
        raise NotImplementedError

    def _port_of_card(self, node_id: str) -> int | None:
        """The port that a wire dropped on the card's body goes to, or None if there is none free."""
        raise NotImplementedError

    def _candidates(self, hit: PortHit) -> list[Candidate]:
        """The wires that a drop on the port would draw."""
        raise NotImplementedError

    def _drop_on_port(self, hit: PortHit) -> None:
        """Make the wire."""
        raise NotImplementedError

    def _drop_with_conversion(self, hit: PortHit, fit: Fit, at: QPoint) -> None:
        """Put a layer between at once (Shift), or ask which."""
        candidate = self._candidates(hit)[0]

        def through(conversion: Conversion) -> None:
            connect_through(self.view, candidate, conversion, self._moved())

        if self._wants_list:
            through(fit.conversions[0])
        else:
            offer(self.view, at, fit.conversions, through, lambda: self._drop_on_port(hit))

    def _moved(self) -> Edge | None:
        """The wire whose end is being moved, if it is not a new one."""
        return None

    def _drop_on_full_card(self, node_id: str) -> None:
        """Nothing is free on this card: say so."""
        name = self.session.graph.name_of(node_id)
        self.session.status.emit(
            tr("'{name}' has no free input; drop the wire on a port to replace.", name=name), "warning"
        )

    def _drop_on_canvas(self, place: Point) -> None:
        """The wire ends on empty canvas."""
        raise NotImplementedError

    # What they share

    def _begin(self, pointer: Pointer) -> None:
        self._line = QGraphicsPathItem()
        self._line.setZValue(10)
        self._hint = Hint(self.scene.look)
        self.scene.add_mark(self._line)
        self.scene.add_mark(self._hint)
        self._trying = Trying(self.session, self._on_news)
        self._judges = self._fitting()
        for node_id in self.scene.nodes:
            self._show_fit(node_id)
        self._trying.ask(self._in_sight(pointer))

    def _ports(self, node_id: str) -> list[PortHit]:
        """The ports of a card at which the loose end could arrive."""
        item = self.scene.nodes[node_id]
        if self.side == "in":
            return [PortHit(node_id, "in", index) for index in range(len(item.inputs))]
        return [PortHit(node_id, "out", index) for index in range(len(item.outputs))]

    def _show_fit(self, node_id: str) -> None:
        """Let the ports that fit grow, or the card fade."""
        fitting = [hit.index for hit in self._ports(node_id) if self._judge(hit).fits]
        grown = frozenset(fitting if self.side == "in" else [-1 - index for index in fitting])
        self.scene.nodes[node_id].set_gesture(grown, faded=not grown and not self._is_own(node_id))

    def _in_sight(self, pointer: Pointer) -> list[Candidate]:
        """The wires to the ports of the cards in view, the nearest first."""
        box = self.view.visible_box()
        seen = self.scene.space.touching((box.left(), box.top(), box.right(), box.bottom()))
        x, y = pointer.scene.x(), pointer.scene.y()
        centres = {str(node_id): self.scene.centre(str(node_id)) for node_id in seen}
        near = sorted(centres, key=lambda name: (centres[name][0] - x) ** 2 + (centres[name][1] - y) ** 2)
        hits = [hit for node_id in near for hit in self._ports(node_id) if not self._judge(hit).refused]
        return [candidate for hit in hits for candidate in self._candidates(hit)]

    def _on_news(self, answered: set[Candidate]) -> None:
        """The worker has tried some wires: show what is known now."""
        for node_id in {candidate.target if self.side == "in" else candidate.source.node for candidate in answered}:
            if node_id in self.scene.nodes:
                self._show_fit(node_id)
        self._aim(self._pointer)
        self._follow(self._pointer)

    def _is_own(self, node_id: str) -> bool:
        """Whether the wire hangs at this card."""
        raise NotImplementedError

    def _aim(self, pointer: Pointer) -> None:
        x, y = pointer.scene.x(), pointer.scene.y()
        hit = hits.port_at(self.scene, x, y, self.view.zoom, "in" if self.side == "in" else "out", drawing=True)
        if hit is None:
            node_id = hits.node_at(self.scene, x, y)
            if node_id is not None and not self._is_own(node_id):
                port = self._port_of_card(node_id)
                hit = PortHit(node_id, "in" if self.side == "in" else "out", port) if port is not None else None
        self._aimed = hit
        self._fit = self._judge(hit) if hit is not None else FITS
        wires = self._candidates(hit) if hit is not None and not self._fit.refused else []
        self._trying.aim(wires[0] if len(wires) == 1 else None)

    def _bends(self, first: Point, last: Point) -> tuple[Point, ...]:
        if self.scene.direction == "TB":
            return routing.route(first, last, lambda box: True, lambda box: ())
        turned = routing.route(first[::-1], last[::-1], lambda box: True, lambda box: ())
        return tuple([(x, y) for y, x in turned])

    def _tidy(self) -> None:
        self._trying.stop()
        for item in (self._line, self._hint):
            self.scene.remove_mark(item)
        self._line = self._hint = None
        for node in self.scene.nodes.values():
            node.set_gesture()


class WireFromOutput(DrawWire):
    """A new wire, drawn forwards; with ``taken`` the end of that wire has been taken off its port."""

    def __init__(self, view: CanvasView, source: Source, taken: Edge | None = None, *, by_wire: bool = False) -> None:
        """``by_wire``: the press was on the wire, not on its port, so that a click selects it."""
        super().__init__(view)
        self._by_wire = by_wire
        self._source = source
        self._taken = taken

    def _click(self) -> None:
        if self._taken is not None and self._by_wire:
            self.session.select(())
            self.scene.wiring.select((self._taken.key,))

    def _begin(self, pointer: Pointer) -> None:
        super()._begin(pointer)
        self._show_taken(False)

    def _tidy(self) -> None:
        super()._tidy()
        self._show_taken(True)

    def _show_taken(self, shown: bool) -> None:
        item = self.scene.wiring.items.get(self._taken.key) if self._taken is not None else None
        if item is not None:
            item.setVisible(shown)
            if item.label is not None:
                item.label.setVisible(shown)

    def _fixed(self) -> list[Point]:
        return [self.scene.nodes[self._source.node].output_point(self._source.output)]

    def _fitting(self) -> Fitting:
        return Fitting(self.scene, self._trying.answers, source=self._source)

    def _judge(self, hit: PortHit) -> Fit:
        return self._judges.input(hit.node, hit.index)

    def _candidates(self, hit: PortHit) -> list[Candidate]:
        return [self._judges.candidate(self._source, hit.node, hit.index)]

    def _moved(self) -> Edge | None:
        return self._taken

    def _is_own(self, node_id: str) -> bool:
        return node_id == self._source.node

    def _port_of_card(self, node_id: str) -> int | None:
        if self._taken is not None and self._taken.target == node_id:
            return port_index(self.scene.nodes[node_id].card, self._taken.path)
        card = self.scene.nodes[node_id].card
        port = free_port(card.inputs)
        return card.inputs.index(port) if port is not None else None

    def _drop_on_port(self, hit: PortHit) -> None:
        path = self.scene.nodes[hit.node].card.inputs[hit.index].path
        taken = self._taken
        if taken is None:
            self.session.wire(self._source, hit.node, path)
        elif taken.key != (hit.node, path):
            self.session.apply(lambda graph: move_end(graph, taken, hit.node, path), tr("Move wire"))

    def _drop_on_canvas(self, place: Point) -> None:
        taken = self._taken
        if taken is not None:
            a, b = self.session.graph.name_of(taken.source.node), self.session.graph.name_of(taken.target)
            label = tr("Disconnect {a} from {b}", a=a, b=b)
            self.session.apply(lambda graph: edits.disconnect(graph, taken.target, taken.path), label)
        else:
            self._ask_for_layer(place, self._source)


class WireFromInput(DrawWire):
    """A new wire, drawn backwards from a free input port to an output."""

    side = "out"

    def __init__(self, view: CanvasView, node_id: str, index: int) -> None:
        super().__init__(view)
        self._node = node_id
        self._index = index
        self._path: Path = self.scene.nodes[node_id].card.inputs[index].path

    def _fixed(self) -> list[Point]:
        return [self.scene.nodes[self._node].input_point(self._index)]

    def _fitting(self) -> Fitting:
        return Fitting(self.scene, self._trying.answers, target=self._node)

    def _judge(self, hit: PortHit) -> Fit:
        return self._judges.output(hit.source, self._index)

    def _candidates(self, hit: PortHit) -> list[Candidate]:
        return [Candidate(hit.source, self._node, self._path)]

    def _is_own(self, node_id: str) -> bool:
        return node_id == self._node

    def _port_of_card(self, node_id: str) -> int | None:
        return 0

    def _drop_on_port(self, hit: PortHit) -> None:
        self.session.wire(hit.source, self._node, self._path)

    def _drop_on_full_card(self, node_id: str) -> None:
        return

    def _drop_on_canvas(self, place: Point) -> None:
        self._ask_for_layer(place, (self._node, self._path))


def move_end(graph: Graph, taken: Edge, target: str, path: Path) -> Graph:
    """Let a wire end at another port: connect there, then leave the old place, in one edit.

    A list closes up where the wire left it, so moving to the growing place of the same list makes it the last item.
    """
    graph = edits.connect(graph, taken.source, target, path)
    try:
        return edits.disconnect(graph, taken.target, taken.path)
    except EditError:  # the new wire lies inside the argument that held the old one
        return graph
