"""The scene: one card for each node and one wire for each source in an argument, kept in step by graph diffs.

Invariant: after every signal of the session ``set(scene.nodes) == set(graph.nodes)`` and the keys of ``scene.wiring.items``
are those of the graph's edges. Items come and go one by one; ``QGraphicsScene.clear`` is never called, since it leaves dead
Python wrappers. Does not belong here: what the user does with the mouse (gestures, view), commands (operations).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem

from core.analysis.problems import Problem
from core.analysis.results import Analysis, NodeResult, TensorSpec
from core.graph import queries
from core.graph.diff import GraphDiff
from core.graph.model import Direction
from core.graph.values import Source
from gui.canvas.cards import Cards
from gui.canvas.changes import Change
from gui.canvas.decorations import Decorations
from gui.canvas.motion import Glide
from gui.canvas.node_item import NodeItem
from gui.canvas.overview import Overview
from gui.canvas.pictures import Pictures
from gui.canvas.placing import Key, Placement
from gui.canvas.routing import Point
from gui.canvas.space import Box, Space
from gui.canvas.style import FADED, CanvasStyle
from gui.canvas.wiring import Wiring
from gui.session import EditorSession
from gui.theme import LIGHT, Theme

MARGIN = 4000.0
"""How far (scene units) the indexed area reaches beyond the cards; it grows in such steps."""
ROUTED_AGAIN = 3000
"""Up to so many cards the layout engine is asked for wires when a graph with positions is opened."""
_MOVED_LITTLE = 40
"""Up to so many cards whose move makes wires of others give way at once."""


class CanvasScene(QGraphicsScene):
    """Shows ``session.graph``. ``content_changed`` follows anything that changes what is seen.

    ``wires_selected`` tells that other wires, or dots of wires, are selected than before.
    """

    content_changed = Signal()
    wires_selected = Signal()

    def __init__(self, session: EditorSession, theme: Theme = LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.look = CanvasStyle(theme)
        self.direction: Direction = session.graph.layout.direction
        self._results: Mapping[str, NodeResult] = {}
        self._problems: Mapping[str, list[Problem]] = {}
        self._selected: frozenset[str] = frozenset()
        self._glides = False
        self.pictures = Pictures()
        self.marks: list[QGraphicsItem] = []
        self.wiring = Wiring(self)
        self.cards = Cards(self)
        self.decorations = Decorations(self)
        self.overview = Overview(self)
        self.glide = Glide(self)
        session.graph_changed.connect(self._on_graph_changed)
        session.graph_reset.connect(self.rebuild)
        session.own_code_changed.connect(self.rebuild)
        session.selection_changed.connect(self._on_selection)
        session.analysis_changed.connect(self._on_analysis)
        self.rebuild()
        if session.analysis is not None and session.is_analysis_current():
            self._on_analysis(session.analysis)

    # Questions

    @property
    def nodes(self) -> dict[str, NodeItem]:
        """The cards by node id."""
        return self.cards.items

    @property
    def space(self) -> Space:
        """Where the cards stand."""
        return self.cards.space

    def result(self, node_id: str) -> NodeResult | None:
        """What the last analysis found out about the node."""
        return self._results.get(node_id)

    def tensor(self, source: Source) -> TensorSpec | None:
        """What the output carries, as far as the last analysis knows."""
        result = self._results.get(source.node)
        if result is None or not result.outputs or source.output >= len(result.outputs):
            return None
        return result.outputs[source.output]

    def problems_at(self, node_id: str) -> list[Problem]:
        """The problems of the last analysis at the node, the worst first."""
        return self._problems.get(node_id, [])

    def centre(self, node_id: str) -> Point:
        """Where the node's card stands."""
        place = self.nodes[node_id].pos()
        return place.x(), place.y()

    def unsaved_places(self) -> dict[str, Point]:
        """Where the cards stand that the document has no position for."""
        known = self.session.graph.layout.positions
        return {node_id: self.centre(node_id) for node_id in self.nodes if node_id not in known}

    def content_box(self, node_ids: Iterable[str] | None = None) -> QRectF | None:
        """The rectangle around these cards (by default around everything), or None if there are none."""
        boxes: list[Box]
        if node_ids is not None:
            boxes = [self.nodes[node_id].box() for node_id in node_ids if node_id in self.nodes]
        else:
            around = self.cards.space.bounds()
            boxes = [] if around is None else [around]
            boxes += [(box.left(), box.top(), box.right(), box.bottom()) for box in self.decorations.bounds()]
        if not boxes:
            return None
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        return QRectF(left, top, right - left, bottom - top)

    def arrange(self, node_ids: Iterable[str] | None = None, direction: Direction | None = None) -> Placement:
        """Lay out these nodes (all by default), keeping sides and order as they stand now. Nothing moves yet."""
        chosen = set(self.nodes if node_ids is None else node_ids)
        wanted = [node_id for node_id in self.session.graph.nodes if node_id in chosen]
        turns = direction is not None and direction != self.direction
        previous = None if turns else {node_id: self.centre(node_id) for node_id in wanted}
        return self.cards.arrange(wanted, queries.edges(self.session.graph), previous, direction or self.direction)

    # Following the session

    def rebuild(self) -> None:
        """Show another graph altogether."""
        self.glide.finish()
        graph = self.session.graph
        for key in list(self.wiring.items):
            self.wiring.remove(key)
        for node_id in list(self.nodes):
            self.cards.remove(node_id)
            self.wiring.forget_node(node_id)
        self.wiring.forget_given()
        self._results, self._problems = {}, {}
        self.direction = graph.layout.direction
        self.decorations.rebuild()
        routes = self.cards.add(graph.nodes)
        taken = set()
        for edge in queries.edges(graph):
            if edge.source.node in self.nodes:
                self.wiring.add(edge)
                if edge.source.output:
                    taken.add(edge.source.node)
        self.cards.refresh(taken)  # an output that nothing else knows of needs a port
        if not routes and 0 < len(self.nodes) <= ROUTED_AGAIN:
            self.wiring.set_given_where_it_fits(self.arrange())
        else:
            self.wiring.set_given(routes)
        self.cards.place_ports(self.nodes)
        self.wiring.route(self.wiring.items)
        self._selected = frozenset()
        self._on_selection(self.session.selection)
        self._after_change()

    def _on_graph_changed(self, diff: GraphDiff) -> None:
        self.glide.finish()
        if self._glides:
            self.glide.remember()
        graph = self.session.graph
        self.decorations.follow((*diff.frames, *diff.notes))
        for edge in diff.edges_removed:
            self.wiring.remove(edge.key)
        ends = {edge.target for edge in (*diff.edges_added, *diff.edges_removed)}
        ends |= {edge.source.node for edge in (*diff.edges_added, *diff.edges_removed)}
        stale = ends | set(diff.nodes_changed)
        boxes: list[Box] = []
        for node_id in diff.nodes_removed:
            stale |= self.cards.sharing(node_id)
            boxes.append(self.nodes[node_id].box())
            for key in self.wiring.at(node_id):
                self.wiring.remove(key)
            self.wiring.forget_node(node_id)
            self.cards.remove(node_id)
        for node_id in diff.nodes_changed:
            stale |= self.cards.follow_layer(node_id)
        self.direction = graph.layout.direction
        self.cards.add(diff.nodes_added)
        for node_id in diff.nodes_added:
            stale |= self.cards.sharing(node_id)
        for edge in diff.edges_added:
            self.wiring.remove(edge.key)
            self.wiring.add(edge)
        boxes += [self.nodes[node_id].box() for node_id in diff.moved if node_id in self.nodes]
        moved = self.cards.follow_positions(diff.moved) | set(diff.nodes_added)
        if diff.reroutes:
            stale |= self.cards.folded()
        stale = {node_id for node_id in stale if node_id in self.nodes}
        # Cards that were just made say what is true already, unless a wire takes an output that nothing else knows of.
        told = set(diff.nodes_added) - {edge.source.node for edge in diff.edges_added if edge.source.output}
        self.cards.refresh(stale - told)
        self._settle(stale | moved, boxes, everything=diff.direction or diff.reroutes, around=moved)
        if diff.frames or diff.notes:
            self.wiring.place_labels(self.wiring.items)  # they give way to titles
        self.wiring.refresh_errors(ends & set(self.nodes))
        self._on_selection(self.session.selection)
        self._after_change()
        if self._glides:
            self.glide.start()

    def _settle(self, touched: set[str], boxes: list[Box], *, everything: bool, around: set[str]) -> None:
        """Place ports and wires anew where something changed, and let other wires give way to cards that moved."""
        self.wiring.take_expected()
        if everything:
            self.cards.place_ports(self.nodes)
            self.wiring.route(self.wiring.items)
            self.wiring.place_labels(self.wiring.items)
            return
        below = {key[0] for node_id in touched for key in self.wiring.outgoing.get(node_id, ())}
        self.cards.place_ports((touched | below) & set(self.nodes))
        keys: set[Key] = {key for node_id in touched | below for key in self.wiring.at(node_id)}
        if len(around) <= _MOVED_LITTLE:
            boxes += [self.nodes[node_id].box() for node_id in around]
            for box in boxes:
                keys.update(key for key in self.wiring.space.touching(box) if isinstance(key, tuple))
        self.wiring.route(keys)
        self.wiring.place_labels(keys)

    def _after_change(self) -> None:
        box = self.content_box()
        if box is not None and not self.sceneRect().contains(
            box.adjusted(-MARGIN / 4, -MARGIN / 4, MARGIN / 4, MARGIN / 4)
        ):
            self.setSceneRect(box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.overview.forget()
        self.content_changed.emit()

    def _on_analysis(self, analysis: Analysis) -> None:
        problems: dict[str, list[Problem]] = {}
        rank = {"error": 0, "silent": 1, "advice": 2}
        for problem in sorted(analysis.problems, key=lambda item: rank[item.severity]):
            if problem.node is not None:
                problems.setdefault(problem.node, []).append(problem)
        old_results, old_problems = self._results, self._problems
        self._results, self._problems = analysis.nodes, problems
        changed = {
            node_id
            for node_id in self.nodes
            if old_results.get(node_id) != analysis.nodes.get(node_id)
            or old_problems.get(node_id) != problems.get(node_id)
        }
        if not changed:
            return
        resized = self.cards.refresh(changed)
        if resized:
            self._settle(resized, [], everything=False, around=set())
        self.wiring.refresh_errors(changed)
        self.wiring.place_labels([key for node_id in changed for key in self.wiring.outgoing.get(node_id, ())])
        self.overview.forget()
        self.content_changed.emit()

    def _on_selection(self, selection: frozenset[str]) -> None:
        for node_id in selection ^ self._selected:
            item = self.nodes.get(node_id)
            if item is not None:
                item.set_selected(node_id in selection)
        self.wiring.fade_around(selection)
        if selection != self._selected:
            self.decorations.select(selection ^ self._selected, selection)
            self._selected = selection
            self.overview.forget()
            self.content_changed.emit()

    # What gestures and commands ask for

    def mark_changes(self, changes: Mapping[str, Change]) -> None:
        """Show of these cards how they differ from another project; wires of removed ones are faint."""
        for node_id, item in self.nodes.items():
            item.set_change(changes.get(node_id))
        for wire in self.wiring.items.values():
            ends = (changes.get(wire.edge.source.node), changes.get(wire.edge.target))
            wire.setOpacity(2 * FADED if "removed" in ends else 1.0)
        self.overview.forget()
        self.content_changed.emit()

    def mark_untrained(self, node_ids: frozenset[str]) -> None:
        """Show which layers are not as they were when the network was trained."""
        for node_id, item in self.nodes.items():
            item.set_untrained(node_id in node_ids)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme."""
        self.look = CanvasStyle(theme)
        self.pictures.clear()
        for item in self.nodes.values():
            item.set_style(self.look)
        self.decorations.set_style(self.look)
        self.wiring.set_style()
        self.overview.forget()
        self.update()
        self.content_changed.emit()

    def add_mark(self, item: QGraphicsItem) -> None:
        """Show something for as long as a gesture lasts, at every zoom."""
        self.marks.append(item)
        self.addItem(item)

    def remove_mark(self, item: QGraphicsItem | None) -> None:
        """Take it away again."""
        if item is not None and item in self.marks:
            self.marks.remove(item)
            self.removeItem(item)

    def paint_marks(self, painter: QPainter, shown: QTransform) -> None:
        """Paint them where items are not painted one by one; ``shown`` maps the scene to the viewport."""
        option = QStyleOptionGraphicsItem()
        for item in self.marks:
            if item.isVisible():
                painter.setTransform(item.deviceTransform(shown))
                painter.setOpacity(item.opacity())
                item.paint(painter, option, None)
        painter.setOpacity(1.0)

    def preview_places(self, places: Mapping[str, Point]) -> None:
        """Show cards at other places than the document's while a gesture lasts; wires follow."""
        if not places:
            return
        first = next(iter(places))
        old = self.centre(first)
        dx, dy = places[first][0] - old[0], places[first][1] - old[1]
        together = all(
            abs(places[node_id][0] - self.nodes[node_id].x() - dx) < 0.01
            and abs(places[node_id][1] - self.nodes[node_id].y() - dy) < 0.01
            for node_id in places
        )
        for node_id, place in places.items():
            self.cards.put(node_id, place)
        self.overview.forget()
        keys = {key for node_id in places for key in self.wiring.at(node_id)}
        if together:
            inner = {key for key in keys if key[0] in places and self.wiring.items[key].edge.source.node in places}
            self.wiring.shift(inner, dx, dy)
            keys -= inner
        targets = {key[0] for key in keys}
        self.cards.place_ports(targets)
        self.wiring.route(
            keys | {key for node_id in targets for key in self.wiring.incoming.get(node_id, ())} if keys else ()
        )
        self.wiring.place_labels(keys)

    def show_document_places(self, node_ids: Iterable[str]) -> None:
        """End a preview: the cards stand where the document (or the first placing) says."""
        positions = self.session.graph.layout.positions
        self.preview_places({n: positions.get(n) or self.cards.found_place(n) for n in node_ids if n in self.nodes})

    @contextmanager
    def gliding(self, routes: Mapping[Key, tuple[Point, ...]] | None = None) -> Iterator[None]:
        """Edits inside let cards glide to their new places; ``routes`` are the layout engine's ways between those."""
        self.glide.finish()
        self._glides = self.glide.is_wanted()
        self.wiring.expect(routes or {})
        try:
            yield
        finally:
            self._glides = False
            self.wiring.expect({})
