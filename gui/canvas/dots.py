"""The dots that wires are led through: set, moved and taken away. They change how a wire runs, never what it carries.

Does not belong here: the way through the dots (routing), how they look (edge_item), the drag (gestures.reroute).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import EditError
from core.graph import edits
from core.graph.model import Graph
from gui.canvas import hits
from gui.canvas.placing import Key
from gui.canvas.routing import Point
from gui.canvas.scene import CanvasScene
from gui.i18n import tr

DOT_REACH = 11.0
"""How far from a dot's centre a press still means the dot, in pixels of the screen."""


@dataclass(frozen=True, slots=True)
class DotHit:
    """The index-th dot of a wire."""

    key: Key
    index: int


def dot_at(scene: CanvasScene, x: float, y: float, zoom: float) -> DotHit | None:
    """The nearest dot within reach."""
    reach = DOT_REACH / zoom
    best: tuple[float, DotHit] | None = None
    for key in scene.wiring.space.touching((x - reach, y - reach, x + reach, y + reach)):
        item = scene.wiring.items[key]  # type: ignore[index]
        for index, (px, py) in enumerate(item.dots.points if item.dots is not None else ()):
            distance = ((px - x) ** 2 + (py - y) ** 2) ** 0.5
            if distance <= reach and (best is None or distance < best[0]):
                best = (distance, DotHit(item.edge.key, index))
    return best[1] if best is not None else None


def toggle(scene: CanvasScene, x: float, y: float, zoom: float) -> bool:
    """Take away the dot at a point, or set one on the wire there; False if there is neither."""
    dot = dot_at(scene, x, y, zoom)
    if dot is not None:
        return remove(scene, {(dot.key, dot.index)})
    wire = hits.wire_at(scene, x, y, zoom)
    if wire is None:
        return False
    return add(scene, {wire.edge.key: nearest_on(wire.points, x, y)})


def add(scene: CanvasScene, places: Mapping[Key, Point]) -> bool:
    """Set one dot on each of these wires, between those that it has; one undo step."""
    changes: dict[Key, tuple[Point, ...]] = {}
    for key, place in places.items():
        item = scene.wiring.items.get(key)
        if item is not None:
            old = scene.session.graph.layout.reroutes.get(key, ())
            at = _order(item.points, old, place)
            changes[key] = (*old[:at], (float(round(place[0])), float(round(place[1]))), *old[at:])
    label = tr("Add a dot") if len(changes) == 1 else tr("Add {count} dots", count=len(changes))
    return put(scene, changes, label)


def remove(scene: CanvasScene, gone: set[tuple[Key, int]]) -> bool:
    """Take these dots away; one undo step."""
    changes: dict[Key, tuple[Point, ...]] = {}
    for key in {key for key, _ in gone}:
        old = scene.session.graph.layout.reroutes.get(key, ())
        changes[key] = tuple([point for index, point in enumerate(old) if (key, index) not in gone])
    label = tr("Remove a dot") if len(gone) == 1 else tr("Remove {count} dots", count=len(gone))
    return put(scene, changes, label)


def put(scene: CanvasScene, changes: Mapping[Key, tuple[Point, ...]], label: str) -> bool:
    """Lead these wires through other dots. Cards without a place in the document get theirs, so that dots stay by them."""
    if not changes:
        return False
    unsaved = scene.unsaved_places()

    def edit(graph: Graph) -> Graph:
        for (target, path), points in changes.items():
            try:
                graph = edits.set_reroute(graph, target, path, points)
            except EditError:  # the wire is gone: nothing to lead
                continue
        return edits.move_nodes(graph, unsaved)

    return scene.session.apply(edit, label)


def nearest_on(points: tuple[Point, ...], x: float, y: float) -> Point:
    """The point of a polyline that is nearest to (x, y)."""
    best = (float("inf"), points[0])
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
        place = (ax + along * dx, ay + along * dy)
        best = min(best, ((place[0] - x) ** 2 + (place[1] - y) ** 2, place))
    return best[1]


def _along(points: tuple[Point, ...], place: Point) -> float:
    """How far along a polyline the point of it nearest to ``place`` lies."""
    best, passed = (float("inf"), 0.0), 0.0
    for a, b in zip(points, points[1:], strict=False):
        on = nearest_on((a, b), *place)
        here = ((on[0] - a[0]) ** 2 + (on[1] - a[1]) ** 2) ** 0.5
        best = min(best, ((on[0] - place[0]) ** 2 + (on[1] - place[1]) ** 2, passed + here))
        passed += ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    return best[1]


def _order(points: tuple[Point, ...], dots: tuple[Point, ...], place: Point) -> int:
    """How many of the wire's dots come before the place."""
    own = _along(points, place)
    return sum(_along(points, dot) <= own for dot in dots)
