"""Where strokes of the pointer meet wires and cards. Pure questions to the scene; nothing changes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from gui.canvas.placing import Key
from gui.canvas.routing import Point
from gui.canvas.scene import CanvasScene


def wires_crossed(scene: CanvasScene, start: Point, end: Point) -> dict[Key, Point]:
    """The wires that the straight stroke crosses, each with the place of the first crossing along the wire."""
    found: dict[Key, Point] = {}
    box = (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]) + 0.01, max(start[1], end[1]) + 0.01)
    for key in scene.wiring.space.touching(box):
        item = scene.wiring.items[key]  # type: ignore[index]
        for a, b in zip(item.points, item.points[1:], strict=False):
            place = meeting(start, end, a, b)
            if place is not None:
                found[item.edge.key] = place
                break
    return found


def meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the pieces a-b and c-d cross; None if they do not, or lie along each other."""
    ux, uy = b[0] - a[0], b[1] - a[1]
    vx, vy = d[0] - c[0], d[1] - c[1]
    turn = ux * vy - uy * vx
    if abs(turn) < 1e-9:
        return None
    wx, wy = c[0] - a[0], c[1] - a[1]
    along, across = (wx * vy - wy * vx) / turn, (wx * uy - wy * ux) / turn
    if not (0.0 <= along <= 1.0 and 0.0 <= across <= 1.0):
        return None
    return a[0] + along * ux, a[1] + along * uy


def cards_inside(scene: CanvasScene, outline: list[QPointF]) -> set[str]:
    """The cards that an outline drawn by hand touches or goes around; it is closed by a straight line."""
    if len(outline) < 3:
        return set()
    path = QPainterPath()
    path.addPolygon(QPolygonF([*outline, outline[0]]))
    box = path.boundingRect()
    found = set()
    for key, (left, top, right, bottom) in scene.space.touching(
        (box.left(), box.top(), box.right(), box.bottom())
    ).items():
        if path.intersects(QRectF(left, top, right - left, bottom - top)):
            found.add(str(key))
    return found
