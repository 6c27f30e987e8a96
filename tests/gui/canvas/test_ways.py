"""The pure geometry under the canvas: the grid of boxes, ports along an edge, ways around cards, texts beside wires."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.ports import InPort
from gui.canvas import ports, routing
from gui.canvas.edge_item import label_boxes, rounded_path
from gui.canvas.space import Box, Space

Point = tuple[float, float]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_space_finds_what_a_plain_search_finds() -> None:
    chance = random.Random(3)

    def box() -> Box:
        x, y = chance.uniform(-3000, 3000), chance.uniform(-3000, 3000)
        return x, y, x + chance.uniform(0, 900), y + chance.uniform(0, 900)

    space = Space()
    kept: dict[int, Box] = {}
    for step in range(600):
        key = chance.randrange(80)
        if chance.random() < 0.3:
            space.remove(key)
            kept.pop(key, None)
        else:
            kept[key] = box()
            space.put(key, kept[key])
        wanted = box()
        found = {key for key, own in kept.items() if overlap(own, wanted)}
        assert set(space.touching(wanted)) == found, step
        assert space.is_free(wanted) == (not found)
        for ignored in list(found)[:1]:
            assert space.is_free(wanted, ignored) == (len(found) == 1)
    huge = space.touching((-1e9, -1e9, 1e9, 1e9))
    assert set(huge) == set(kept) and len(space) == len(kept)


@given(st.integers(2, 40), st.integers(0, 39), st.sampled_from([87.0, 22.0]))
def test_ports_are_evenly_spread_inside_the_card(count: int, middle: int, limit: float) -> None:
    for chosen in (None, min(middle, count - 1)):
        offsets = ports.spread(count, limit, chosen)
        steps = {round(b - a, 6) for a, b in zip(offsets, offsets[1:], strict=False)}
        assert len(steps) == 1 and steps.pop() > 0
        assert max(abs(offset) for offset in offsets) <= limit + 1e-6
        assert chosen is None or offsets[chosen] == 0


def test_the_growing_place_stands_behind_the_others() -> None:
    taken = [InPort(("inputs", index), True, True) for index in range(2)]
    grows = InPort(("inputs", 2), False, False, grows=True)
    assert ports.input_offsets([*taken, grows], None, 87.0) == [-18.0, 18.0, 42.0]
    assert ports.input_offsets([*taken, grows], 1, 87.0) == [-36.0, 0.0, 24.0]
    assert ports.input_offsets([grows], None, 87.0) == [0.0]
    assert ports.input_offsets([], None, 87.0) == []


def cards(*centres: Point) -> Space:
    space = Space()
    for index, (x, y) in enumerate(centres):
        space.put(index, (x - 105, y - 32, x + 105, y + 32))
    return space


def way(space: Space, start: Point, end: Point) -> list[Point]:
    bends = routing.route(start, end, space.is_free, lambda box: space.touching(box).values())
    return [start, *bends, end]


def is_clear(space: Space, points: list[Point]) -> bool:
    return all(
        space.is_free((min(ax, bx) - 0.5, min(ay, by) + 0.1, max(ax, bx) + 0.5, max(ay, by) - 0.1))
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
        if abs(ay - by) > 0.3 or abs(ax - bx) > 0.3
    )


@pytest.mark.parametrize(
    ("obstacles", "start", "end", "bends"),
    [
        ([(0, 0), (0, 120)], (0, 32), (0, 88), 0),  # straight down
        ([(0, 0), (300, 120)], (0, 32), (300, 88), 2),  # aside
        ([(0, 0), (0, 120), (0, 240)], (0, 32), (0, 208), 4),  # around the card between
        ([(0, 0), (0, -200)], (0, 32), (0, -232), 4),  # back up
        ([(0, 0), (400, 0)], (0, 32), (400, -32), 4),  # beside each other
    ],
)
def test_wires_go_around_cards(obstacles: list[Point], start: Point, end: Point, bends: int) -> None:
    space = cards(*obstacles)
    points = way(space, start, end)
    assert len(points) - 2 == bends
    assert is_clear(space, points)
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        assert ax == bx or ay == by


def test_a_wire_always_finds_some_way() -> None:
    chance = random.Random(5)
    for _ in range(200):
        centres = [(chance.uniform(-500, 500), chance.uniform(-500, 500)) for _ in range(12)]
        (ax, ay), (bx, by) = centres[:2]
        points = way(cards(*centres), (ax, ay + 32), (bx, by - 32))
        assert points[0] == (ax, ay + 32) and points[-1] == (bx, by - 32)
        path = rounded_path(points)
        assert path.currentPosition().toTuple() == pytest.approx(points[-1])


def test_given_bends_follow_a_port_that_moved() -> None:
    bends = ((0.0, 50.0), (90.0, 50.0))
    assert routing.follow_ports(bends, (10, 32), (120, 88)) == ((10, 50.0), (120, 50.0))
    assert routing.follow_ports((), (0, 32), (0, 88)) == ()
    assert routing.follow_ports((), (0, 32), (30, 88)) is None
    assert routing.follow_ports(((0.0, 50.0),), (0, 32), (30, 88)) is None


def test_bends_on_a_straight_line_are_dropped() -> None:
    assert routing.without_repeats((0, 0), [(0, 5), (0, 9), (4, 9), (4, 9)], (4, 20)) == ((0, 9), (4, 9))


def test_the_distance_from_a_wire() -> None:
    points = [(0.0, 0.0), (0.0, 100.0), (50.0, 100.0)]
    assert routing.distance_to(points, 7, 40) == 7
    assert routing.distance_to(points, 53, 104) == 5
    assert routing.distance_to([], 0, 0) == float("inf")


def test_texts_stand_beside_long_pieces_and_never_on_the_wire() -> None:
    points = [(0.0, 0.0), (0.0, 200.0), (150.0, 200.0), (150.0, 210.0)]
    boxes = label_boxes(points, 60, 14)
    assert boxes[0] == (-67.0, 93.0, -7.0, 107.0)
    assert len(label_boxes(points, 60, 14, upright_only=True)) < len(boxes)
    for box in boxes:
        for a, b in zip(points, points[1:], strict=False):
            wire = (min(a[0], b[0]) - 1, min(a[1], b[1]) - 1, max(a[0], b[0]) + 1, max(a[1], b[1]) + 1)
            assert not overlap(wire, box) or wire == (149, 199, 151, 211)
    assert label_boxes([(0.0, 0.0), (0.0, 10.0)], 60, 14) == []
