"""Ways for wires that the layout engine has not routed: rounded orthogonal, around cards where there is room.

Pure numbers, no Qt. Flow coordinates: x across the flow, y along it; the caller turns a graph that flows to the right.
The layout engine routes better (it makes room); this one serves while cards are moved by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gui.canvas.space import Box

Point = tuple[float, float]
IsFree = Callable[[Box], bool]
Near = Callable[[Box], Iterable[Box]]

STUB = 14.0
"""How far a wire runs straight out of a port before it bends."""
CLEAR = 12.0
"""The distance between a wire and a card that it passes."""
_SLACK = 4.0
_LANES = 16
_SIDE = 640.0


def route(start: Point, end: Point, is_free: IsFree, near: Near, shift: float = 0.0) -> tuple[Point, ...]:
    """The bends of a wire from an output port down to an input port; none if it is straight.

    ``is_free`` tells whether no card overlaps a box, ``near`` gives the cards that do. ``shift`` moves lanes outwards, so
    that wires of different sources do not lie on top of each other.
    """
    (ax, ay), (bx, by) = start, end
    gap = by - ay
    if abs(ax - bx) < 0.5 and gap > 0 and _free_down(ax, ay, by, is_free):
        return ()
    if gap >= 8.0:
        stub = min(STUB, gap / 2)
        levels = (ay + gap / 2,) if gap <= 4 * STUB else (by - stub, ay + stub, ay + gap / 2)
        for y in levels:
            if _free_down(ax, ay, y, is_free) and _free_across(y, ax, bx, is_free) and _free_down(bx, y, by, is_free):
                return ((ax, y), (bx, y))
        top, bottom = ay + stub, by - stub
    else:
        top, bottom = ay + STUB, by - STUB
    return _through_lane(start, end, top, bottom, is_free, near, shift)


def through(
    start: Point, dots: tuple[Point, ...], end: Point, is_free: IsFree, near: Near, shift: float = 0.0
) -> tuple[Point, ...]:
    """The bends of a wire that is led through dots by hand; the dots are among them.

    It runs level through a dot that lies between what comes before and behind it, else straight along the flow. From one
    dot to the next it goes around cards where the short way does not. Without dots it is what :func:`route` finds.
    """
    if not dots:
        return route(start, end, is_free, near, shift)
    stops = (start, *dots, end)
    level = [False] * len(stops)
    for index in range(1, len(stops) - 1):
        before, behind = stops[index - 1][0], stops[index + 1][0]
        level[index] = before != behind and min(before, behind) <= stops[index][0] <= max(before, behind)
    points: list[Point] = []
    for index in range(len(stops) - 1):
        least = start[1] + STUB if index == 0 else None
        most = end[1] - STUB if index == len(stops) - 2 else None
        a, b = stops[index], stops[index + 1]
        corners = _between(a, b, level[index], level[index + 1], least, most)
        if not _is_clear([a, *corners, b], is_free):
            around = route(a, b, is_free, near, shift)
            corners = list(around) if _is_clear([a, *around, b], is_free) else corners
        points += [*corners, b]
    return tuple(points[:-1])


def _is_clear(points: list[Point], is_free: IsFree) -> bool:
    """Whether no piece of the polyline, level or along the flow, runs through a card."""
    return all(
        _free_down(a[0], a[1], b[1], is_free) if a[0] == b[0] else _free_across(a[1], a[0], b[0], is_free)
        for a, b in zip(points, points[1:], strict=False)
    )


def _between(
    a: Point, b: Point, from_level: bool, to_level: bool, least: float | None, most: float | None
) -> list[Point]:
    """The corners from one stop to the next, which leave and arrive level or along the flow.

    ``least`` and ``most`` bound where the wire may turn: behind an output port, before an input port.
    """
    if from_level and to_level:
        middle = (a[0] + b[0]) / 2
        return [(middle, a[1]), (middle, b[1])] if a[1] != b[1] else []
    if to_level and (least is None or b[1] >= least):
        return [(a[0], b[1])]
    if from_level and (most is None or a[1] <= most):
        return [(b[0], a[1])]
    turn = (a[1] + b[1]) / 2
    turn = max(turn, least) if least is not None else turn
    turn = min(turn, most) if most is not None and not (least is not None and least > most) else turn
    if a[0] == b[0] and (least is None or b[1] >= a[1]):
        return []
    return [(a[0], turn), (b[0], turn)]


def _through_lane(
    start: Point, end: Point, top: float, bottom: float, is_free: IsFree, near: Near, shift: float
) -> tuple[Point, ...]:
    (ax, ay), bx = start, end[0]
    low, high = min(top, bottom), max(top, bottom)
    lanes = {ax, bx}
    for left, _, right, _ in near((min(ax, bx) - _SIDE, low, max(ax, bx) + _SIDE, high)):
        lanes.add(left - CLEAR - shift)
        lanes.add(right + CLEAR + shift)
    best: tuple[Point, ...] = ((ax, top), (bx, top))
    least = 4
    for x in sorted(lanes, key=lambda lane: (abs(lane - ax) + abs(lane - bx), -lane))[:_LANES]:
        hits = 0
        for is_clear in (
            _free_down(ax, ay, top, is_free),
            _free_across(top, ax, x, is_free),
            _free_down(x, low, high, is_free),
            _free_across(bottom, x, bx, is_free),
        ):
            hits += not is_clear
        if hits < least:
            best, least = ((ax, top), (x, top), (x, bottom), (bx, bottom)), hits
            if not hits:
                break
    return without_repeats(start, best, end)


def without_repeats(start: Point, points: Iterable[Point], end: Point) -> tuple[Point, ...]:
    """The bends without those that lie on a straight line between their neighbours."""
    kept = [start]
    rest = [*points, end]
    for index, point in enumerate(rest[:-1]):
        before, after = kept[-1], rest[index + 1]
        on_column = abs(before[0] - point[0]) < 0.01 and abs(point[0] - after[0]) < 0.01
        on_row = abs(before[1] - point[1]) < 0.01 and abs(point[1] - after[1]) < 0.01
        if not (on_column or on_row or point == before):
            kept.append(point)
    return tuple(kept[1:])


def _free_down(x: float, y1: float, y2: float, is_free: IsFree) -> bool:
    low, high = (y1, y2) if y1 <= y2 else (y2, y1)
    return high - low < 0.5 or is_free((x - _SLACK, low + 0.1, x + _SLACK, high - 0.1))


def _free_across(y: float, x1: float, x2: float, is_free: IsFree) -> bool:
    left, right = (x1, x2) if x1 <= x2 else (x2, x1)
    return right - left < 0.5 or is_free((left, y - _SLACK, right, y + _SLACK))


def follow_ports(points: tuple[Point, ...], start: Point, end: Point) -> tuple[Point, ...] | None:
    """The bends of a finished route whose ports moved a little across the flow; None if it cannot be adapted."""
    if not points:
        return () if abs(start[0] - end[0]) < 0.5 else None
    if len(points) < 2:
        return None
    moved = list(points)
    moved[0] = (start[0], points[0][1])
    moved[-1] = (end[0], points[-1][1])
    if abs(moved[0][1] - points[1][1]) > 0.01 or abs(moved[-1][1] - points[-2][1]) > 0.01:
        return None
    return tuple(moved)


def distance_to(points: Iterable[Point], x: float, y: float) -> float:
    """The distance of (x, y) from the polyline."""
    best = float("inf")
    before: Point | None = None
    for point in points:
        if before is not None:
            (ax, ay), (bx, by) = before, point
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
            near_x, near_y = ax + along * dx, ay + along * dy
            best = min(best, ((x - near_x) ** 2 + (y - near_y) ** 2) ** 0.5)
        before = point
    return best
