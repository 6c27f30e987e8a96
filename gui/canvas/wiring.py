"""The wires of a scene: their ways around the cards, and how they stand out.

Owned by the scene, which tells it what changed. Does not belong here: cards, hits, gestures, where the shape texts stand.
Invariant: there is one item for each wire of the graph, and ``space`` holds exactly their pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from zlib import crc32

from core.graph.queries import Edge
from gui.canvas import routing
from gui.canvas.edge_item import EdgeItem, wire_boxes
from gui.canvas.node_item import NodeItem
from gui.canvas.placing import Key, Placement, port_index
from gui.canvas.routing import Point
from gui.canvas.shape_texts import ShapeTexts
from gui.canvas.space import Box, Space

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

WIRE_CODES = frozenset({"ST02", "ST04", "ST05", "ST07", "ST08", "ST09", "ST10", "ST27", "ST28"})
"""Problems that lie in what arrives at a node, so its wires show them."""
MERGES = frozenset({"merging", "arithmetic"})
SHORT_WAY = 5
"""A branch of at most so many layers that ends in a merge is drawn as a way around."""


class Wiring:
    """All wires by :attr:`~core.graph.queries.Edge.key`."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self.items: dict[Key, EdgeItem] = {}
        self.incoming: dict[str, dict[Key, EdgeItem]] = {}
        self.outgoing: dict[str, dict[Key, EdgeItem]] = {}
        self.space = Space()
        self.texts = ShapeTexts(scene)
        self.selected: set[Key] = set()
        self._faded: set[Key] = set()
        self.selected_dots: set[tuple[Key, int]] = set()
        self.shown_dots: dict[Key, tuple[Point, ...]] = {}
        """Dots that a gesture shows instead of the document's."""
        self._given: dict[Key, tuple[tuple[Point, ...], Point, Point]] = {}
        self._expected: Mapping[Key, tuple[Point, ...]] = {}

    # Which wires there are

    def add(self, edge: Edge) -> None:
        """Make the item of a wire; it has no way yet."""
        item = EdgeItem(edge, self._scene.look)
        self.items[edge.key] = item
        self.incoming.setdefault(edge.target, {})[edge.key] = item
        self.outgoing.setdefault(edge.source.node, {})[edge.key] = item
        self._scene.addItem(item)

    def remove(self, key: Key) -> None:
        """Take a wire away; an unknown one is passed over."""
        item = self.items.pop(key, None)
        if item is None:
            return
        self.incoming.get(item.edge.target, {}).pop(key, None)
        self.outgoing.get(item.edge.source.node, {}).pop(key, None)
        self.selected.discard(key)
        self._faded.discard(key)
        self.selected_dots -= {hit for hit in self.selected_dots if hit[0] == key}
        self.space.remove(key)
        self.texts.drop(key, item)
        self._scene.removeItem(item)

    def forget_node(self, node_id: str) -> None:
        """Drop the lists of a node that is gone."""
        self.incoming.pop(node_id, None)
        self.outgoing.pop(node_id, None)

    def at(self, node_id: str) -> dict[Key, EdgeItem]:
        """The wires that end or start at the node."""
        return {**self.incoming.get(node_id, {}), **self.outgoing.get(node_id, {})}

    # Ways

    def shift(self, keys: Iterable[Key], dx: float, dy: float) -> None:
        """Move whole wires whose two ends move alike, with their texts."""
        for key in keys:
            item = self.items[key]
            item.shift(dx, dy)
            self.space.put(key, *wire_boxes(item.points))
            self.texts.shift(key, item, dx, dy)

    def expect(self, routes: Mapping[Key, tuple[Point, ...]]) -> None:
        """Keep the layout engine's bends for the change of the graph that comes next."""
        self._expected = routes

    def take_expected(self) -> None:
        """Use what :meth:`expect` kept, now that the cards stand where the engine put them."""
        if self._expected:
            self.set_given(self._expected)
            self._expected = {}

    def set_given_where_it_fits(self, placement: Placement) -> None:
        """Use the engine's bends for wires both of whose ends stand, relative to each other, as the engine has them."""
        routes: dict[Key, tuple[Point, ...]] = {}
        shifts: dict[str, Point] = {}
        for node_id, (x, y) in placement.positions.items():
            own = self._scene.centre(node_id)
            shifts[node_id] = (own[0] - x, own[1] - y)
        for key, bends in placement.routes.items():
            item = self.items.get(key)
            if item is not None:
                (ax, ay), (bx, by) = shifts[item.edge.source.node], shifts[item.edge.target]
                if abs(ax - bx) < 0.5 and abs(ay - by) < 0.5:
                    routes[key] = tuple([(x + ax, y + ay) for x, y in bends])
        self.set_given(routes)

    def set_given(self, routes: Mapping[Key, tuple[Point, ...]]) -> None:
        """Use the layout engine's bends for as long as both ends of a wire stay where they are."""
        nodes = self._scene.nodes
        for key, bends in routes.items():
            item = self.items.get(key)
            if item is not None:
                ends = (_centre(nodes[item.edge.source.node]), _centre(nodes[item.edge.target]))
                self._given[key] = (bends, *ends)

    def given(self, key: Key) -> tuple[Point, ...]:
        """The layout engine's bends of a wire, moved with its ends; none if these have moved apart."""
        given, item = self._given.get(key), self.items.get(key)
        if given is None or item is None:
            return ()
        nodes = self._scene.nodes
        return _moved_bends(given, _centre(nodes[item.edge.source.node]), _centre(nodes[item.edge.target])) or ()

    def forget_given(self) -> None:
        """Drop the layout engine's bends (another graph is shown)."""
        self._given.clear()

    def route(self, keys: Iterable[Key]) -> None:
        """Find the ways of these wires anew."""
        for key in keys:
            item = self.items.get(key)
            if item is None:
                continue
            edge = item.edge
            source, target = self._scene.nodes.get(edge.source.node), self._scene.nodes.get(edge.target)
            if source is None or target is None:
                continue
            start = source.output_point(edge.source.output)
            end = target.input_point(port_index(target.card, edge.path))
            bends = routing.without_repeats(start, self._bends(key, item, source, target, start, end), end)
            item.set_points((start, *bends, end))
            self._show_dots(key, item)
            self.space.put(key, *wire_boxes(item.points))
            is_skip = bool(bends) and self._leads_to_merge(edge)
            if is_skip != item.is_skip:
                item.is_skip = is_skip
                item.refresh()

    def _bends(
        self, key: Key, item: EdgeItem, source: NodeItem, target: NodeItem, start: Point, end: Point
    ) -> tuple[Point, ...]:
        down = self._scene.direction == "TB"
        dots, given = self.dots_of(key), self._given.get(key)
        if given is not None and not dots:
            bends = _given_bends(given, _centre(source), _centre(target), start, end, down)
            if bends is not None and self._is_clear((start, *bends, end)):
                return bends
        cards = self._scene.space
        shift = crc32(item.edge.source.node.encode()) % 4 * 5.0
        if down:
            return routing.through(start, dots, end, cards.is_free, lambda box: cards.touching(box).values(), shift)
        found = routing.through(
            start[::-1],
            tuple([(y, x) for x, y in dots]),
            end[::-1],
            lambda box: cards.is_free(_turned(box)),
            lambda box: map(_turned, cards.touching(_turned(box)).values()),
            shift,
        )
        return tuple([(x, y) for y, x in found])

    def dots_of(self, key: Key) -> tuple[Point, ...]:
        """The dots that the wire is led through."""
        return self.shown_dots.get(key) or self._scene.session.graph.layout.reroutes.get(key, ())

    def _show_dots(self, key: Key, item: EdgeItem) -> None:
        dots = self.dots_of(key)
        self.selected_dots -= {hit for hit in self.selected_dots if hit[0] == key and hit[1] >= len(dots)}
        item.set_dots(dots, frozenset(index for wire, index in self.selected_dots if wire == key))

    def select_dots(self, dots: Iterable[tuple[Key, int]]) -> None:
        """Select these dots, no others."""
        old, self.selected_dots = self.selected_dots, set(dots)
        for key in {key for key, _ in old | self.selected_dots}:
            if key in self.items:
                self._show_dots(key, self.items[key])
        if old != self.selected_dots:
            self._scene.wires_selected.emit()

    def _leads_to_merge(self, edge: Edge) -> bool:
        """Whether a bent wire is, or begins, a way around the main line that soon joins it again."""
        nodes = self._scene.nodes
        branches = len(self.outgoing[edge.source.node]) > 1
        node_id = edge.target
        for _ in range(SHORT_WAY):
            if nodes[node_id].card.family in MERGES:
                return True
            following = self.outgoing.get(node_id, {})
            if not branches or len(self.incoming[node_id]) != 1 or len(following) != 1:
                return False
            node_id = next(iter(following))[0]
            if node_id not in nodes:
                return False
        return False

    def _is_clear(self, points: tuple[Point, ...]) -> bool:
        cards = self._scene.space
        pieces = wire_boxes(points)
        inset = 3.0
        for left, top, right, bottom in pieces:
            box = (left + 0.5, top + inset, right - 0.5, bottom - inset)
            if bottom - top < right - left:
                box = (left + inset, top + 0.5, right - inset, bottom - 0.5)
            if box[0] < box[2] and box[1] < box[3] and not cards.is_free(box):
                return False
        return True

    # Shape texts

    def place_labels(self, keys: Iterable[Key]) -> None:
        """Find a place for the shape texts of these wires, and of those that leave the same nodes."""
        wanted: dict[Key, EdgeItem] = {}
        for key in keys:
            item = self.items.get(key)
            if item is not None:
                wanted.update(self.outgoing[item.edge.source.node])
        self.texts.place(wanted)

    # Standing out

    def refresh_errors(self, node_ids: Iterable[str]) -> None:
        """Mark the wires that bring a node what it cannot take."""
        for node_id in node_ids:
            is_error = any(
                problem.severity == "error" and problem.code in WIRE_CODES
                for problem in self._scene.problems_at(node_id)
            )
            for item in self.incoming.get(node_id, {}).values():
                if item.is_error != is_error:
                    item.is_error = is_error
                    item.refresh()
                    if item.label is not None:
                        item.label.set_error(is_error)

    def select(self, keys: Iterable[Key]) -> None:
        """Select these wires, no others, and no dots."""
        self.select_dots(())
        wanted = {key for key in keys if key in self.items}
        for key in wanted ^ self.selected:
            item = self.items[key]
            item.is_selected = key in wanted
            item.refresh()
        if wanted != self.selected:
            self.selected = wanted
            self._scene.wires_selected.emit()

    def fade_around(self, node_ids: Iterable[str]) -> None:
        """Let the wires stand back that do not touch these nodes; none do where there is none."""
        chosen = [node_id for node_id in node_ids if node_id in self._scene.nodes]
        near = {key for node_id in chosen for key in self.at(node_id)}
        faded = set(self.items) - near if chosen else set()
        for key in faded ^ self._faded:
            item = self.items.get(key)
            if item is not None:
                item.is_faded = key in faded
                item.refresh()
        self._faded = faded

    def set_style(self) -> None:
        """Follow the scene into another theme."""
        for item in self.items.values():
            item.set_style(self._scene.look)


def _moved_bends(
    given: tuple[tuple[Point, ...], Point, Point], source: Point, target: Point
) -> tuple[Point, ...] | None:
    bends, old_source, old_target = given
    dx, dy = source[0] - old_source[0], source[1] - old_source[1]
    if abs(target[0] - old_target[0] - dx) > 0.5 or abs(target[1] - old_target[1] - dy) > 0.5:
        return None
    return tuple([(x + dx, y + dy) for x, y in bends])


def _given_bends(
    given: tuple[tuple[Point, ...], Point, Point], source: Point, target: Point, start: Point, end: Point, down: bool
) -> tuple[Point, ...] | None:
    """The stored bends, moved with the cards; None if the cards moved apart or a port moved too far."""
    moved = _moved_bends(given, source, target)
    if moved is None:
        return None
    if down:
        return routing.follow_ports(moved, start, end)
    turned = routing.follow_ports(tuple([(y, x) for x, y in moved]), start[::-1], end[::-1])
    return None if turned is None else tuple([(x, y) for y, x in turned])


def _centre(item: NodeItem) -> Point:
    place = item.pos()
    return place.x(), place.y()


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]
