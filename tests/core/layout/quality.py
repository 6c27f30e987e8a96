"""Measures of a drawing: overlaps, wires through nodes, crossings, wires on top of each other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from core.layout.layered import Arrangement, LayoutEdge, LayoutNode

Point = tuple[float, float]
Line = Sequence[Point]
TOUCH = 1e-6
"""Closer than this, things touch rather than overlap."""


def boxes(nodes: Sequence[LayoutNode], result: Arrangement) -> np.ndarray:
    """Left, top, right, bottom of every node."""
    rows = []
    for node in nodes:
        x, y = result.positions[node.id]
        rows.append((x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2))
    return np.array(rows, dtype=float).reshape(-1, 4)


def wires(nodes: Sequence[LayoutNode], edges: Sequence[LayoutEdge], result: Arrangement, direction: str) -> list[Line]:
    """The whole lines, from port to port."""
    size = {node.id: (node.width, node.height) for node in nodes}
    lines: list[Line] = []
    for edge in edges:
        (ax, ay), (bx, by) = result.positions[edge.source], result.positions[edge.target]
        if direction == "LR":
            start = (ax + size[edge.source][0] / 2, ay + edge.source_port)
            end = (bx - size[edge.target][0] / 2, by + edge.target_port)
        else:
            start = (ax + edge.source_port, ay + size[edge.source][1] / 2)
            end = (bx + edge.target_port, by - size[edge.target][1] / 2)
        lines.append([start, *result.routes[edge.key], end])
    return lines


def overlapping_nodes(rects: np.ndarray) -> int:
    """Pairs of boxes that overlap."""
    count = 0
    for index, (left, top, right, bottom) in enumerate(rects):
        others = rects[index + 1 :]
        count += int(
            np.count_nonzero(
                (others[:, 0] < right - TOUCH)
                & (others[:, 2] > left + TOUCH)
                & (others[:, 1] < bottom - TOUCH)
                & (others[:, 3] > top + TOUCH)
            )
        )
    return count


def wires_through_nodes(lines: Sequence[Line], rects: np.ndarray) -> int:
    """Pairs of an axis-parallel segment and a box it enters, its own nodes' included: wires meet them at the border."""
    count = 0
    left, top, right, bottom = rects.T
    for line in lines:
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            count += int(
                np.count_nonzero(
                    (left + TOUCH < max(ax, bx))
                    & (right - TOUCH > min(ax, bx))
                    & (top + TOUCH < max(ay, by))
                    & (bottom - TOUCH > min(ay, by))
                )
            )
    return count


def is_orthogonal(lines: Sequence[Line]) -> bool:
    return all(
        abs(a[0] - b[0]) < TOUCH or abs(a[1] - b[1]) < TOUCH for line in lines for a, b in itertools.pairwise(line)
    )


def crossings(lines: Sequence[Line]) -> int:
    """Pairs of wires that cross properly at least once; wires that touch or share a stretch do not count there."""
    segments = np.array([(*a, *b) for line in lines for a, b in itertools.pairwise(line)], dtype=float)
    owner = np.array([number for number, line in enumerate(lines) for _ in line[1:]])
    order = np.argsort(np.minimum(segments[:, 1], segments[:, 3]), kind="stable")
    segments, owner = segments[order], owner[order]
    tops = np.minimum(segments[:, 1], segments[:, 3])
    pairs: set[tuple[int, int]] = set()
    for index, (ax, ay, bx, by) in enumerate(segments):
        stop = int(np.searchsorted(tops, max(ay, by), side="right"))
        cx, cy, dx, dy = segments[index + 1 : stop].T
        side_c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        side_d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
        side_a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
        side_b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
        for hit in np.nonzero((side_c * side_d < 0) & (side_a * side_b < 0))[0]:
            a, b = int(owner[index]), int(owner[index + 1 + hit])
            if a != b:
                pairs.add((min(a, b), max(a, b)))
    return len(pairs)


def stacked_wires(edges: Sequence[LayoutEdge], lines: Sequence[Line]) -> int:
    """Pairs of wires with no port in common that share a stretch: one could be taken for the other."""
    runs: dict[tuple[bool, float], list[tuple[float, float, int]]] = {}
    for number, line in enumerate(lines):
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            if abs(ax - bx) < TOUCH and abs(ay - by) > TOUCH:
                runs.setdefault((True, round(ax, 3)), []).append((min(ay, by), max(ay, by), number))
            elif abs(ay - by) < TOUCH and abs(ax - bx) > TOUCH:
                runs.setdefault((False, round(ay, 3)), []).append((min(ax, bx), max(ax, bx), number))
    pairs: set[tuple[int, int]] = set()
    for spans in runs.values():
        spans.sort()
        for index, (_, end, number) in enumerate(spans):
            for start, _, other in spans[index + 1 :]:
                if start > end - TOUCH:
                    break
                one, two = edges[number], edges[other]
                if (one.source, one.source_port) != (two.source, two.source_port) and (
                    one.target,
                    one.target_port,
                ) != (two.target, two.target_port):
                    pairs.add((min(number, other), max(number, other)))
    return len(pairs)


def dot_lines(plain: str) -> list[Line]:
    """The wires in the output of ``dot -Tplain``, its Bezier curves as six straight pieces each."""
    lines: list[Line] = []
    for row in plain.replace("\\\n", "").splitlines():
        words = row.split()
        if not words or words[0] != "edge":
            continue
        count = int(words[3])
        values = [float(word) for word in words[4 : 4 + 2 * count]]
        points = np.array(values).reshape(-1, 2)
        line = [(points[0][0], points[0][1])]
        for start in range(0, count - 1, 3):
            a, b, c, d = points[start : start + 4]
            for t in np.linspace(0, 1, 7)[1:]:
                x, y = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
                line.append((float(x), float(y)))
        lines.append(line)
    return lines
