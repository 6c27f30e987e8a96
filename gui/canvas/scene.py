"""The scene: one card for each node and one wire for each source in an argument, kept in step by graph diffs.

Invariant: after every signal of the session ``set(scene.nodes) == set(graph.nodes)`` and the keys of ``scene.wiring.items``
are those of the graph's edges. Items come and go one by one; ``QGraphicsScene.clear`` is never called, since it leaves dead
Python wrappers. Does not belong here: what the user does with the mouse (gestures, view), commands (operations).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from core.analysis.analysis import Analysis
from core.analysis.problems import Problem
from core.analysis.results import NodeResult, TensorSpec
from core.graph import queries
from core.graph.diff import GraphDiff
from core.graph.model import Direction
from core.graph.values import Source
from gui.canvas import placing, ports
from gui.canvas.card import Card, make_card
from gui.canvas.motion import Glide
from gui.canvas.node_item import NodeItem
from gui.canvas.overview import Overview
from gui.canvas.placing import Key, Placement
from gui.canvas.routing import Point
from gui.canvas.space import Box, Space
from gui.canvas.style import CanvasStyle
from gui.canvas.wiring import Wiring
from gui.session import EditorSession
from gui.theme import LIGHT, Theme

MARGIN = 4000.0
"""How far (scene units) the indexed area reaches beyond the cards; it grows in such steps."""


class CanvasScene(QGraphicsScene):
    """Shows ``session.graph``. Emits ``content_changed`` after anything that is seen in the overview has changed."""

    content_changed = Signal()

    def __init__(self, session: EditorSession, theme: Theme = LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.style = CanvasStyle(theme)
        self.nodes: dict[str, NodeItem] = {}
        self.space = Space()
        self.wiring = Wiring(self)
        self.overview = Overview(self)
        self.direction: Direction = session.graph.layout.direction
        self.glide = Glide(self)
        self._is_gliding_wanted = False
        self._placed: dict[str, Point] = {}
        self._results: Mapping[str, NodeResult] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._calls: dict[str, set[str]] = {}
        self._layer_of: dict[str, str] = {}
        self._selected: frozenset[str] = frozenset()
        session.graph_changed.connect(self._on_graph_changed)
        session.graph_reset.connect(self.rebuild)
        session.selection_changed.connect(self._on_selection)
        session.analysis_changed.connect(self._on_analysis)
        self.rebuild()
        if session.analysis is not None and session.is_analysis_current():
            self._on_analysis(session.analysis)

    # Questions

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
        """The rectangle around these cards (all by default), or None if there are none."""
        boxes: list[Box] = [
            self.nodes[node_id].box()
            for node_id in (self.nodes if node_ids is None else node_ids)
            if node_id in self.nodes
        ]
        if not boxes:
            return None
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        return QRectF(left, top, right - left, bottom - top)

    def arrange(self, node_ids: Iterable[str] | None = None, direction: Direction | None = None) -> Placement:
        """Lay out these nodes (all by default); where they stand now is kept in mind. Nothing moves yet."""
        wanted = (
            list(self.nodes) if node_ids is None else [node_id for node_id in self.nodes if node_id in set(node_ids)]
        )
        chosen = direction or self.direction
        previous = {node_id: self.centre(node_id) for node_id in wanted} if chosen == self.direction else None
        cards = {node_id: self.nodes[node_id].card for node_id in wanted}
        return placing.place(wanted, queries.edges(self.session.graph), cards, chosen, previous)

    # Following the document

    def rebuild(self) -> None:
        """Show another graph altogether."""
        self.glide.finish()
        graph = self.session.graph
        for key in list(self.wiring.items):
            self.wiring.remove(key)
        for node_id in list(self.nodes):
            self._remove_node(node_id)
        self.wiring.forget_given()
        self._placed.clear()
        self._results, self._problems = {}, {}
        self.direction = graph.layout.direction
        for node_id, node in graph.nodes.items():
            self._calls.setdefault(node.layer, set()).add(node_id)
            self._layer_of[node_id] = node.layer
        for node_id in graph.nodes:
            self._add_node(node_id)
        self._place_new()
        for edge in queries.edges(graph):
            if edge.source.node in self.nodes:
                self.wiring.add(edge)
        self._find_given()
        self._refresh_ports(self.nodes)
        self.wiring.route(self.wiring.items)
        self._selected = frozenset()
        self._on_selection(self.session.selection)
        self._after_change()

    def _on_graph_changed(self, diff: GraphDiff) -> None:
        self.glide.finish()
        before = self._remember() if self._is_gliding_wanted else None
        graph = self.session.graph
        for edge in diff.edges_removed:
            item = self.wiring.items.get(edge.key)
            if item is not None and item.edge == edge:
                self.wiring.remove(edge.key)
        layers = {self._layer_of[node_id] for node_id in diff.nodes_removed}
        freed = [self.nodes[node_id].box() for node_id in diff.nodes_removed]
        for node_id in diff.nodes_removed:
            self._remove_node(node_id)
        for node_id in (*diff.nodes_added, *diff.nodes_changed):
            self._note_layer(node_id, graph.nodes[node_id].layer, layers)
        for node_id in diff.nodes_added:
            self._add_node(node_id)
        edges_at = {edge.target for edge in (*diff.edges_added, *diff.edges_removed)}
        edges_at |= {edge.source.node for edge in (*diff.edges_added, *diff.edges_removed)}
        sharing = {node_id for layer in layers for node_id in self._calls.get(layer, ())}
        changed = {node_id for node_id in ({*diff.nodes_changed} | edges_at | sharing) if node_id in self.nodes}
        for node_id in changed:
            self.nodes[node_id].set_card(self._card(node_id))
        for edge in diff.edges_added:
            self.wiring.remove(edge.key)
            self.wiring.add(edge)
        self.direction = graph.layout.direction
        moved = self._move(diff.moved) | set(self._place_new())
        touched = (
            set(self.nodes) if diff.direction else changed | moved | {n for n in diff.nodes_added if n in self.nodes}
        )
        self._reroute_around(touched, moved | set(diff.nodes_added), freed, everything=diff.direction or diff.reroutes)
        self._on_selection(self.session.selection)
        self._after_change()
        if before is not None:
            self.glide.start(*before)

    def _after_change(self) -> None:
        box = self.content_box()
        if box is not None:
            wanted = box.adjusted(-MARGIN / 4, -MARGIN / 4, MARGIN / 4, MARGIN / 4)
            if not self.sceneRect().contains(wanted):
                self.setSceneRect(box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.overview.forget()
        self.content_changed.emit()

    def _note_layer(self, node_id: str, layer: str, touched: set[str]) -> None:
        old = self._layer_of.get(node_id)
        if old != layer:
            if old is not None:
                self._calls[old].discard(node_id)
                touched.add(old)
            self._layer_of[node_id] = layer
            self._calls.setdefault(layer, set()).add(node_id)
            touched.add(layer)

    def _add_node(self, node_id: str) -> None:
        item = NodeItem(node_id, self._card(node_id), self.style, self.direction)
        place = self.session.graph.layout.positions.get(node_id)
        if place is not None:
            item.setPos(*place)
            self.space.put(node_id, item.box())
        self.nodes[node_id] = item
        self.addItem(item)

    def _remove_node(self, node_id: str) -> None:
        item = self.nodes.pop(node_id)
        for key in self.wiring.at(node_id):
            self.wiring.remove(key)
        self.wiring.forget_node(node_id)
        self.space.remove(node_id)
        self._placed.pop(node_id, None)
        self._calls[self._layer_of.pop(node_id)].discard(node_id)
        self.removeItem(item)

    def _card(self, node_id: str) -> Card:
        session, graph = self.session, self.session.graph
        node = graph.nodes[node_id]
        layer = graph.layers[node.layer]
        result = self._results.get(node_id)
        used = [key_item.edge.source.output + 1 for key_item in self.wiring.outgoing.get(node_id, {}).values()]
        known = len(result.outputs) if result is not None and result.outputs else session.output_count(node_id)
        return make_card(
            node,
            layer,
            session.spec_of(layer),
            family=session.family_of(layer),
            inputs=session.input_ports(node_id, optional=False),
            outputs=max(known, *used, 1),
            result=result,
            problems=self._problems.get(node_id, ()),
            calls=len(self._calls[node.layer]),
        )

    # Places

    def _place_new(self) -> list[str]:
        """Find places for the cards that neither the document nor an earlier call has placed."""
        known = self.session.graph.layout.positions
        new = [node_id for node_id in self.nodes if node_id not in known and node_id not in self._placed]
        if not new:
            return []
        if len(new) == len(self.nodes):
            cards = {node_id: item.card for node_id, item in self.nodes.items()}
            found = placing.place(new, queries.edges(self.session.graph), cards, self.direction)
            places, routes = found.positions, found.routes
        else:
            places, routes = placing.fill_in(self.session.graph, {**known, **self._placed}), {}
        for node_id in new:
            self._placed[node_id] = places[node_id]
            self._put(node_id, places[node_id])
        self._new_routes = routes
        return new

    def _find_given(self) -> None:
        """Ask the layout engine for the ways of wires whose cards stand where it would put them."""
        routes = getattr(self, "_new_routes", {})
        self._new_routes: dict[Key, tuple[Point, ...]] = {}
        if not routes and 0 < len(self.nodes) <= ROUTED_AGAIN:
            found = self.arrange()
            shifts = {
                node_id: (self.centre(node_id)[0] - x, self.centre(node_id)[1] - y)
                for node_id, (x, y) in found.positions.items()
            }
            for key, bends in found.routes.items():
                a, b = shifts[self.wiring.items[key].edge.source.node], shifts[key[0]]
                if abs(a[0] - b[0]) < 0.5 and abs(a[1] - b[1]) < 0.5:
                    routes[key] = tuple([(x + a[0], y + a[1]) for x, y in bends])
        self.wiring.set_given(routes)

    def _put(self, node_id: str, place: Point) -> None:
        item = self.nodes[node_id]
        item.setPos(*place)
        self.space.put(node_id, item.box())

    def _move(self, node_ids: Iterable[str]) -> set[str]:
        """Take positions from the document; a node that lost its own keeps its place."""
        positions = self.session.graph.layout.positions
        moved = set()
        for node_id in node_ids:
            if node_id not in self.nodes:
                continue
            place = positions.get(node_id)
            if place is None:
                self._placed[node_id] = self.centre(node_id)
            elif place != self.centre(node_id) or node_id not in self.space:
                self._placed.pop(node_id, None)
                self._put(node_id, place)
                moved.add(node_id)
        return moved
