"""What lies under the pointer: ports before badges before wire ends before cards before wires.

Reach is given in pixels of the screen and divided by the zoom, so that small ports stay easy to hit. Pure questions to the
scene; nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.graph.queries import Edge
from core.graph.values import Source
from gui.canvas.badges import BADGE_RADIUS, badge_centre
from gui.canvas.chevron import RADIUS as CHEVRON_RADIUS
from gui.canvas.chevron import chevron_centre
from gui.canvas.edge_item import EdgeItem
from gui.canvas.node_item import NodeItem
from gui.canvas.placing import Key
from gui.canvas.routing import distance_to
from gui.canvas.scene import CanvasScene
from gui.canvas.space import Box
from gui.canvas.style import CARD_HEIGHT, PORT_REACH, PORT_REACH_DRAWING, WIRE_REACH, ZOOM_BLOCKS, ZOOM_DETAIL

WIRE_END = 26.0
"""How far from its end (pixels) a wire is taken off rather than selected."""


@dataclass(frozen=True, slots=True)
class PortHit:
    """A port of a card: the index-th input or output."""

    node: str
    side: Literal["in", "out"]
    index: int

    @property
    def source(self) -> Source:
        """The source that an output port is."""
        return Source(self.node, self.index)


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def node_at(scene: CanvasScene, x: float, y: float) -> str | None:
    """The card under the point; a selected one, then the newest, where cards overlap."""
    found = [str(key) for key in scene.space.touching(_around(x, y, 0.01))]
    if len(found) < 2:
        return found[0] if found else None
    order = {node_id: place for place, node_id in enumerate(scene.nodes)}
    return max(found, key=lambda node_id: (scene.nodes[node_id].selected, order[node_id]))


def port_at(
    scene: CanvasScene,
    x: float,
    y: float,
    zoom: float,
    side: Literal["in", "out", "any"] = "any",
    *,
    drawing: bool = False,
) -> PortHit | None:
    """The nearest port within reach; none when zoomed out so far that ports are not drawn.

    ``drawing`` a wire, ports reach further, since nothing else is meant there.
    """
    if zoom < ZOOM_BLOCKS:
        return None
    reach = (PORT_REACH_DRAWING if drawing else PORT_REACH) / zoom
    # When zoomed out, the ports of a card must not reach over the whole of it: what is cut off inside is added outside.
    inside = min(reach, CARD_HEIGHT * 0.3)
    best: tuple[float, PortHit] | None = None
    for key in scene.space.touching(_around(x, y, 2 * reach - inside)):
        item = scene.nodes[str(key)]
        for hit, (px, py) in _ports_of(item, side):
            out, across = (y - py, x - px) if item.direction == "TB" else (x - px, y - py)
            out = -out if hit.side == "in" else out
            if not (-inside <= out <= 2 * reach - inside and abs(across) <= reach):
                continue
            distance = (out * out + across * across) ** 0.5
            if best is None or distance < best[0]:
                best = (distance, hit)
    return best[1] if best is not None else None


def _ports_of(item: NodeItem, side: str) -> list[tuple[PortHit, tuple[float, float]]]:
    found: list[tuple[PortHit, tuple[float, float]]] = []
    if side != "out":
        found += [(PortHit(item.node_id, "in", i), item.input_point(i)) for i in range(len(item.inputs))]
    if side != "in":
        found += [(PortHit(item.node_id, "out", i), item.output_point(i)) for i in range(len(item.outputs))]
    return found


def badge_at(scene: CanvasScene, x: float, y: float) -> str | None:
    """The node whose badge is under the point."""
    reach = BADGE_RADIUS + 2
    for key in scene.space.touching(_around(x, y, reach)):
        item = scene.nodes[str(key)]
        centre = item.pos() + badge_centre(item.body)
        if item.card.badge is not None and (centre.x() - x) ** 2 + (centre.y() - y) ** 2 <= reach**2:
            return item.node_id
    return None


def chevron_at(scene: CanvasScene, x: float, y: float, zoom: float) -> str | None:
    """The node whose chevron is under the point; none at a zoom that shows no chevrons."""
    node_id = node_at(scene, x, y) if zoom >= ZOOM_DETAIL else None
    if node_id is None:
        return None
    item = scene.nodes[node_id]
    centre = item.pos() + chevron_centre(item.body)
    return node_id if (centre.x() - x) ** 2 + (centre.y() - y) ** 2 <= CHEVRON_RADIUS**2 else None


def wire_at(scene: CanvasScene, x: float, y: float, zoom: float) -> EdgeItem | None:
    """The nearest wire within reach."""
    reach = WIRE_REACH / zoom
    best: tuple[float, EdgeItem] | None = None
    for key in scene.wiring.space.touching(_around(x, y, reach)):
        item = scene.wiring.items[key]  # type: ignore[index]
        distance = distance_to(item.points, x, y)
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, item)
    return best[1] if best is not None else None


def wire_end_at(scene: CanvasScene, x: float, y: float, zoom: float) -> EdgeItem | None:
    """The wire whose far end is near: a drag from here takes it off its port."""
    item = wire_at(scene, x, y, zoom)
    if item is None or not item.points:
        return None
    end_x, end_y = item.points[-1]
    start_x, start_y = item.points[0]
    to_end, to_start = (end_x - x) ** 2 + (end_y - y) ** 2, (start_x - x) ** 2 + (start_y - y) ** 2
    return item if to_end**0.5 <= WIRE_END / zoom and to_end <= to_start else None


def wire_start_at(scene: CanvasScene, x: float, y: float, zoom: float) -> EdgeItem | None:
    """The wire whose beginning is near: a drag from here lets it come from elsewhere."""
    item = wire_at(scene, x, y, zoom)
    if item is None or not item.points:
        return None
    start_x, start_y = item.points[0]
    return item if ((start_x - x) ** 2 + (start_y - y) ** 2) ** 0.5 <= WIRE_END / zoom else None


def wire_under_card(scene: CanvasScene, x: float, y: float, without: frozenset[str] = frozenset()) -> Edge | None:
    """The wire that a card dropped with its centre at (x, y) would split: one that passes near its middle."""
    best: tuple[float, Key] | None = None
    reach = CARD_HEIGHT * 0.45
    for key in scene.wiring.space.touching(_around(x, y, reach)):
        item = scene.wiring.items[key]  # type: ignore[index]
        if item.edge.target in without or item.edge.source.node in without:
            continue
        distance = distance_to(item.points, x, y)
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, item.edge.key)
    return scene.wiring.items[best[1]].edge if best is not None else None
