"""Which rectangles lie where: a grid of cells that answers in the time of what it finds, not of all there is.

Used for hits, box selection and wires that go around cards. Pure Python, no Qt.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in scene units."""

Cell = tuple[int, int]

CELL = 256.0


class Space:
    """Rectangles by key.

    Invariants: a key is in exactly the cells that its boxes touch; each of these cells holds the key's one list of boxes, so
    that what moves a little, and stays in its cells, is moved by changing that list.
    """

    def __init__(self) -> None:
        self._boxes: dict[Hashable, list[Box]] = {}
        self._at: dict[Hashable, list[Cell]] = {}
        self._cells: dict[Cell, dict[Hashable, list[Box]]] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._boxes

    def __len__(self) -> int:
        return len(self._boxes)

    def clear(self) -> None:
        """Forget everything."""
        self._boxes.clear()
        self._at.clear()
        self._cells.clear()

    def put(self, key: Hashable, *boxes: Box) -> None:
        """Let the key take up these boxes and nothing else."""
        at = _cells_of(boxes[0]) if len(boxes) == 1 else _cells_of_all(boxes)
        own = self._boxes.get(key)
        if own is not None:
            if at == self._at[key]:
                own[:] = boxes
                return
            self.remove(key)
        own = self._boxes[key] = list(boxes)
        self._at[key] = at
        for cell in at:
            self._cells.setdefault(cell, {})[key] = own

    def remove(self, key: Hashable) -> None:
        """Forget the key; an unknown one is passed over."""
        self._boxes.pop(key, None)
        for cell in self._at.pop(key, ()):
            found = self._cells[cell]
            del found[key]
            if not found:
                del self._cells[cell]

    def is_free(self, box: Box, ignore: Hashable = None) -> bool:
        """True if nothing but ``ignore`` overlaps the box; touching at an edge is no overlap."""
        left, top, right, bottom = box
        cells = self._cells
        rows = range(int(top // CELL), int(bottom // CELL) + 1)
        for column in range(int(left // CELL), int(right // CELL) + 1):
            for row in rows:
                found = cells.get((column, row))
                if found is None:
                    continue
                for key, others in found.items():
                    if key != ignore:
                        for other in others:
                            if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]:
                                return False
        return True

    def touching(self, box: Box) -> dict[Hashable, Box]:
        """The keys that overlap the box, each with (one of) its own boxes there."""
        left, top, right, bottom = box
        found: dict[Hashable, Box] = {}
        columns = int(right // CELL) - int(left // CELL) + 1
        rows = int(bottom // CELL) - int(top // CELL) + 1
        if columns * rows > len(self._cells):
            source: Iterator[tuple[Hashable, list[Box]]] = iter(self._boxes.items())
        else:
            source = (item for cell in _cells_of(box) for item in self._cells.get(cell, _NOTHING).items())
        for key, others in source:
            if key not in found:
                for other in others:
                    if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]:
                        found[key] = other
                        break
        return found

    def bounds(self) -> Box | None:
        """The box around everything, or None if there is nothing."""
        boxes = [box for own in self._boxes.values() for box in own]
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)


_NOTHING: dict[Hashable, list[Box]] = {}


def _cells_of_all(boxes: Iterable[Box]) -> list[Cell]:
    return list(dict.fromkeys([cell for box in boxes for cell in _cells_of(box)]))


def _cells_of(box: Box) -> list[Cell]:
    left, top = int(box[0] // CELL), int(box[1] // CELL)
    right, bottom = int(box[2] // CELL), int(box[3] // CELL)
    if left == right and top == bottom:
        return [(left, top)]
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
