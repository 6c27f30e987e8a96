"""The cards of a scene: which there are, what they say, where they and their ports stand.

Owned by the scene, which tells it what changed. Does not belong here: wires, hits, gestures.
Invariants: there is one item for each node of the graph; every item is in ``space``, with the box it is drawn in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import is_
from typing import TYPE_CHECKING, NamedTuple

from core.catalog.ports import InPort
from core.graph import queries
from core.graph.queries import Edge
from gui.canvas import placing, ports
from gui.canvas.card import Card, make_card, parameter_parts
from gui.canvas.node_item import NodeItem
from gui.canvas.placing import Key
from gui.canvas.routing import Point
from gui.canvas.space import Space

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene


class _Said(NamedTuple):
    """What a card says of its document alone, which an analysis does not change."""

    of: tuple[object, ...]
    inputs: tuple[InPort, ...]
    line: tuple[str, ...]


class Cards:
    """All cards by node id."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self.items: dict[str, NodeItem] = {}
        self.space = Space()
        self._found_places: dict[str, Point] = {}
        self._layer_of: dict[str, str] = {}
        self._calls: dict[str, set[str]] = {}
        self._said: dict[str, _Said] = {}

    # Which cards there are

    def add(self, node_ids: Iterable[str]) -> dict[Key, tuple[Point, ...]]:
        """Make the cards of these nodes of the graph; where the layout engine placed them, its ways for wires come back."""
        scene, graph = self._scene, self._scene.session.graph
        new = list(node_ids)
        for node_id in new:
            layer = graph.nodes[node_id].layer
            self._layer_of[node_id] = layer
            self._calls.setdefault(layer, set()).add(node_id)
        for node_id in new:
            self.items[node_id] = NodeItem(node_id, self.card(node_id), scene.look, scene.direction)
        routes = self._find_places([node_id for node_id in new if node_id not in graph.layout.positions])
        for node_id in new:
            self.put(node_id, graph.layout.positions.get(node_id) or self._found_places[node_id])
            self.items[node_id].pictures = scene.pictures
            scene.addItem(self.items[node_id])
        return routes

    def remove(self, node_id: str) -> None:
        """Take a card away."""
        item = self.items.pop(node_id)
        self._scene.pictures.forget(id(item))
        self._scene.removeItem(item)
        self.space.remove(node_id)
        self._found_places.pop(node_id, None)
        self._said.pop(node_id, None)
        layer = self._layer_of.pop(node_id)
        self._calls[layer].discard(node_id)
        if not self._calls[layer]:
            del self._calls[layer]

    def sharing(self, node_id: str) -> set[str]:
        """The nodes that call the same layer, the node itself included."""
        return self._calls[self._layer_of[node_id]]

    def follow_layer(self, node_id: str) -> set[str]:
        """Take over which layer the node calls now; returns the nodes whose sharing this changes."""
        new, old = self._scene.session.graph.nodes[node_id].layer, self._layer_of[node_id]
        if new == old:
            return set()
        self._calls[old].discard(node_id)
        touched = {node_id} | self._calls[old] | self._calls.setdefault(new, set())
        self._calls[new].add(node_id)
        self._layer_of[node_id] = new
        return touched

    # What they say

    def card(self, node_id: str) -> Card:
        """What the node's card has to say now."""
        scene = self._scene
        session, graph = scene.session, scene.session.graph
        node = graph.nodes[node_id]
        layer = graph.layers[node.layer]
        spec, blocks = session.spec_of(layer), session.project.blocks
        said = self._said.get(node_id)
        of = (node, layer, spec, blocks)
        if said is None or not all(map(is_, said.of, of)):
            inputs = session.input_ports(node_id, optional=False)
            said = self._said[node_id] = _Said(of, inputs, tuple(parameter_parts(node, layer, spec)))
        result = scene.result(node_id)
        used = [item.edge.source.output + 1 for item in scene.wiring.outgoing.get(node_id, {}).values()]
        known = len(result.outputs) if result is not None and result.outputs else session.output_count(node_id)
        return make_card(
            node,
            layer,
            spec,
            family=session.family_of(layer),
            inputs=said.inputs,
            line=None if layer.is_input else said.line,  # that one says the type that the analysis found
            outputs=min(max([known, 1, *used]), ports.MOST_OUTPUTS),
            result=result,
            problems=scene.problems_at(node_id),
            calls=len(self._calls[node.layer]),
            collapsed=node_id in graph.layout.collapsed,
        )

    def refresh(self, node_ids: Iterable[str]) -> set[str]:
        """Let the cards say what is true now; returns those whose ports may have changed."""
        resized = set()
        for node_id in node_ids:
            item = self.items[node_id]
            new = self.card(node_id)
            if new != item.card:
                other = (new.inputs, new.outputs, new.collapsed) != (
                    item.card.inputs,
                    item.card.outputs,
                    item.card.collapsed,
                )
                item.set_card(new)
                if other:
                    resized.add(node_id)
                    self.space.put(node_id, item.box())
        return resized

    def folded(self) -> set[str]:
        """The cards that are not shown as small or large as the document says."""
        wanted = self._scene.session.graph.layout.collapsed
        return {node_id for node_id, item in self.items.items() if item.card.collapsed != (node_id in wanted)}

    # Where they stand

    def put(self, node_id: str, place: Point) -> None:
        """Set the card's centre."""
        item = self.items[node_id]
        item.setPos(*place)
        self.space.put(node_id, item.box())

    def follow_positions(self, node_ids: Iterable[str]) -> set[str]:
        """Take positions from the document; a node that lost its own stays. Returns the nodes that moved."""
        positions = self._scene.session.graph.layout.positions
        moved = set()
        for node_id in node_ids:
            if node_id not in self.items:
                continue
            place = positions.get(node_id)
            if place is None:
                self._found_places.setdefault(node_id, self._scene.centre(node_id))
            elif place != self._scene.centre(node_id):
                self.put(node_id, place)
                moved.add(node_id)
        return moved

    def found_place(self, node_id: str) -> Point:
        """Where a card without a position in the document was put."""
        return self._found_places.get(node_id, self._scene.centre(node_id))

    def _find_places(self, homeless: list[str]) -> dict[Key, tuple[Point, ...]]:
        """Places for cards that the document has no position for; they keep them as long as they live."""
        graph = self._scene.session.graph
        if not homeless:
            return {}
        if len(homeless) == len(graph.nodes):
            found = self.arrange(homeless, queries.edges(graph))
            self._found_places.update(found.positions)
            return found.routes
        known: Mapping[str, Point] = {**self._found_places, **graph.layout.positions}
        self._found_places.update(placing.fill_in(graph, known))
        return {}

    def arrange(
        self, node_ids: list[str], edges: list[Edge], previous: Mapping[str, Point] | None = None, direction: str = ""
    ) -> placing.Placement:
        """The layout engine's placement of these cards."""
        cards = {node_id: self.items[node_id].card for node_id in node_ids}
        return placing.place(
            node_ids, edges, cards, "LR" if (direction or self._scene.direction) == "LR" else "TB", previous
        )

    def place_ports(self, node_ids: Iterable[str]) -> None:
        """Spread the ports of these cards, given where the wires come from."""
        scene = self._scene
        for node_id in node_ids:
            item = self.items[node_id]
            limit = ports.reach(scene.direction, item.card.collapsed)
            starts: dict[str, Point] = {}
            incoming = scene.wiring.incoming.get(node_id, {})
            for wire in incoming.values():
                source = self.items[wire.edge.source.node]
                starts[source.node_id] = source.output_point(wire.edge.source.output)
            edges = [wire.edge for wire in incoming.values()]
            bends = {key: scene.wiring.given(key) for key in incoming}
            inputs = placing.offsets_of(item.card, edges, scene.centre(node_id), starts, scene.direction, bends)
            item.set_ports(inputs, ports.output_offsets(item.card.outputs, limit), scene.direction)
