"""Where a card that is dragged snaps to: in line with its neighbours, or as far from them as they are from each other.

Pure numbers, no Qt items. Does not belong here: drawing the guides (gestures.guides), commands that align (aligning).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gui.canvas.space import Box

Line = tuple[float, float, float, float]
"""A guide from (x, y) to (x, y)."""
SNAP_REACH = 6.0
"""From how far a card snaps unless the user says otherwise, in pixels of the screen."""


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to move so that it fits, and the guides that say why."""

    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Line, ...] = ()


class Neighbours:
    """The cards that stay where they are, prepared for questions while others move."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._axes = (_Axis(boxes), _Axis([_turned(box) for box in boxes]))

    def snap(self, box: Box, reach: float) -> Snap:
        """Where the box snaps to if it may move by ``reach`` at most along each axis."""
        across, along = self._axes
        dx = across.offset(box, reach)
        moved = (box[0] + dx, box[1], box[2] + dx, box[3])
        dy = along.offset(_turned(moved), reach)
        moved = (moved[0], moved[1] + dy, moved[2], moved[3] + dy)
        guides = [*across.guides(moved), *(_turned_line(line) for line in along.guides(_turned(moved)))]
        return Snap(dx, dy, tuple(guides))


class _Axis:
    """One axis, as if it were x: alignment of centres and edges, and equal gaps between boxes in one row."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = sorted(boxes)
        self._centres = sorted({(box[0] + box[2]) / 2 for box in boxes})
        self._edges = sorted({edge for box in boxes for edge in (box[0], box[2])})

    def offset(self, box: Box, reach: float) -> float:
        """The least move along x that brings the box into line; 0.0 if there is none within reach."""
        left, _, right, _ = box
        found = [_nearest(self._centres, (left + right) / 2)]
        found += [_nearest(self._edges, left), _nearest(self._edges, right)]
        found += [wanted - left for wanted, _ in self._spaced(box, reach)]
        return min((step for step in found if step is not None and abs(step) <= reach), key=abs, default=0.0)

    def guides(self, box: Box) -> list[Line]:
        """The guides of a box that stands where it snapped to."""
        left, top, right, bottom = box
        lines: list[Line] = []
        for mine, of in (
            ((left + right) / 2, lambda other: ((other[0] + other[2]) / 2,)),
            (left, lambda other: (other[0], other[2])),
            (right, lambda other: (other[0], other[2])),
        ):
            others = [other for other in self._boxes if any(abs(value - mine) < 0.01 for value in of(other))]
            if others:
                lines.append((mine, min(top, *(o[1] for o in others)), mine, max(bottom, *(o[3] for o in others))))
                if mine == (left + right) / 2:
                    break  # edges of cards of one width coincide too; one line says it
        for wanted, gaps in self._spaced(box, 0.01):
            if abs(wanted - left) < 0.01:
                lines += gaps
                break
        return lines

    def _spaced(self, box: Box, reach: float) -> list[tuple[float, list[Line]]]:
        """The left edges at which the box stands as far from its neighbours in the row as they stand apart."""
        left, top, right, bottom = box
        width, y = right - left, (top + bottom) / 2
        row = [other for other in self._boxes if other[1] < bottom and top < other[3]]
        before = [other for other in row if other[2] <= left + reach]
        behind = [other for other in row if other[0] >= right - reach]
        found: list[tuple[float, list[Line]]] = []
        if before and behind:
            a, b = max(before, key=lambda o: o[2]), min(behind, key=lambda o: o[0])
            wanted = (a[2] + b[0] - width) / 2
            found.append((wanted, [(a[2], y, wanted, y), (wanted + width, y, b[0], y)]))
        if len(before) > 1:
            a = max(before, key=lambda o: o[2])
            further = [other for other in before if other[2] < a[0]]
            if further:
                gap = a[0] - max(other[2] for other in further)
                found.append((a[2] + gap, [(a[0] - gap, y, a[0], y), (a[2], y, a[2] + gap, y)]))
        if len(behind) > 1:
            b = min(behind, key=lambda o: o[0])
            further = [other for other in behind if other[0] > b[2]]
            if further:
                gap = min(other[0] for other in further) - b[2]
                found.append((b[0] - gap - width, [(b[0] - gap, y, b[0], y), (b[2], y, b[2] + gap, y)]))
        return found


def _nearest(values: Sequence[float], wanted: float) -> float | None:
    """The step to the nearest of the sorted values."""
    at = bisect_left(values, wanted)
    return min((value - wanted for value in values[max(0, at - 1) : at + 1]), key=abs, default=None)


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _turned_line(line: Line) -> Line:
    return line[1], line[0], line[3], line[2]
