"""One wire: a rounded orthogonal path and, beside it, the shape of the tensor that it carries.

The path is painted by Qt itself (no Python at all while the view moves). Does not belong here: which way the wire takes
(routing, core.layout), hits (scene).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from core.graph.queries import Edge
from gui.canvas.pictures import Pictures
from gui.canvas.routing import Point
from gui.canvas.space import Box
from gui.canvas.style import CORNER, ZOOM_DETAIL, CanvasStyle

LABEL_GAP = 7.0
LABEL_PAD = 2.0
DOT_RADIUS = 5.0


class WireState(Enum):
    """How a wire is drawn; later ones win over earlier ones."""

    PLAIN = 0
    SKIP = 1
    ERROR = 2
    HOVERED = 3
    SELECTED = 4
    TARGET = 5
    REFUSED = 6


def rounded_path(points: Sequence[Point], radius: float = CORNER) -> QPainterPath:
    """The polyline with rounded corners."""
    path = QPainterPath(QPointF(*points[0]))
    for index in range(1, len(points) - 1):
        (ax, ay), (x, y), (bx, by) = points[index - 1], points[index], points[index + 1]
        before = ((ax - x) ** 2 + (ay - y) ** 2) ** 0.5
        after = ((bx - x) ** 2 + (by - y) ** 2) ** 0.5
        turn = min(radius, before / 2, after / 2)
        if turn < 0.5:
            path.lineTo(x, y)
            continue
        path.lineTo(x + (ax - x) / before * turn, y + (ay - y) / before * turn)
        path.quadTo(x, y, x + (bx - x) / after * turn, y + (by - y) / after * turn)
    path.lineTo(*points[-1])
    return path


class EdgeItem(QGraphicsPathItem):
    """A wire between two ports. ``points`` are its corners in scene coordinates, the ports included."""

    def __init__(self, edge: Edge, style: CanvasStyle) -> None:
        super().__init__()
        self.edge = edge
        self.style = style
        self.points: tuple[Point, ...] = ()
        self.is_skip = False
        self.is_error = False
        self.is_hovered = False
        self.is_selected = False
        self.is_target = False
        self.is_refused = False
        self.is_faded = False
        self.dots: DotsItem | None = None
        self.label: ShapeLabel | None = None
        self.setZValue(0.0)
        self.setPen(style.wire)

    def set_points(self, points: tuple[Point, ...]) -> None:
        """Take another way."""
        if points != self.points:
            self.points = points
            self.setPath(rounded_path(points))

    def shift(self, dx: float, dy: float) -> None:
        """Move the whole wire, as when both of its cards move."""
        self.points = tuple([(x + dx, y + dy) for x, y in self.points])
        path = self.path()
        path.translate(dx, dy)
        self.setPath(path)
        if self.dots is not None:
            self.dots.shift(dx, dy)

    def set_dots(self, points: tuple[Point, ...], marked: frozenset[int] = frozenset()) -> None:
        """Show the points that the wire is led through, some of them selected."""
        if points:
            self.dots = self.dots or DotsItem(self)
            self.dots.set_points(points, marked)
        elif self.dots is not None:
            self.scene().removeItem(self.dots)
            self.dots = None

    @property
    def state(self) -> WireState:
        """What the wire shows."""
        if self.is_refused:
            return WireState.REFUSED
        if self.is_target:
            return WireState.TARGET
        if self.is_selected:
            return WireState.SELECTED
        if self.is_hovered:
            return WireState.HOVERED
        if self.is_error:
            return WireState.ERROR
        return WireState.SKIP if self.is_skip else WireState.PLAIN

    def refresh(self) -> None:
        """Choose the pen for the state; what stands out lies on top."""
        style = self.style
        pen, z = {
            WireState.PLAIN: (style.wire, 0.0),
            WireState.SKIP: (style.wire_skip, 0.1),
            WireState.ERROR: (style.wire_error, 0.4),
            WireState.HOVERED: (style.wire_hover, 0.6),
            WireState.SELECTED: (style.wire_selected, 0.7),
            WireState.TARGET: (style.wire_target, 0.8),
            WireState.REFUSED: (style.wire_refused, 0.9),
        }[self.state]
        if self.is_faded and self.state in (WireState.PLAIN, WireState.SKIP):
            pen, z = (style.wire_skip_faded if self.is_skip else style.wire_faded), -0.1
        if self.is_error and self.state not in (WireState.ERROR, WireState.REFUSED):
            pen = style.dashed(pen)
        self.setPen(pen)
        self.setZValue(z)

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self.refresh()
        if self.label is not None:
            self.label.set_style(style)


class DotsItem(QGraphicsItem):
    """The dots of one wire; a child of the wire, above it and below the cards."""

    def __init__(self, wire: EdgeItem) -> None:
        super().__init__(wire)
        self._wire = wire
        self.points: tuple[Point, ...] = ()
        self.marked: frozenset[int] = frozenset()
        self._bounds = QRectF()

    def set_points(self, points: tuple[Point, ...], marked: frozenset[int]) -> None:
        """Show these dots."""
        if (points, marked) != (self.points, self.marked):
            self.prepareGeometryChange()
            self.points, self.marked = points, marked
            reach = DOT_RADIUS + 3.0
            boxes = [QRectF(x - reach, y - reach, 2 * reach, 2 * reach) for x, y in points]
            self._bounds = QRectF()
            for box in boxes:
                self._bounds = self._bounds.united(box)
            self.update()

    def shift(self, dx: float, dy: float) -> None:
        """Move with the wire."""
        self.set_points(tuple([(x + dx, y + dy) for x, y in self.points]), self.marked)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        style = self._wire.style
        for index, (x, y) in enumerate(self.points):
            is_marked = index in self.marked
            painter.setPen(style.port_grown if is_marked else self._wire.pen().color())
            painter.setBrush(style.accent if is_marked else style.card)
            painter.drawEllipse(QPointF(x, y), DOT_RADIUS, DOT_RADIUS)


class ShapeLabel(QGraphicsItem):
    """The shape text of a wire. Its position is the text's top left corner."""

    def __init__(self, text: str, style: CanvasStyle) -> None:
        super().__init__()
        self.text = text
        self.style = style
        self.is_error = False
        self.pictures: Pictures | None = None
        self._measure()
        self.setZValue(1.0)

    def _measure(self) -> None:
        self._static = QStaticText(self.text)
        self._static.setTextFormat(Qt.TextFormat.PlainText)
        self._static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        self.width, self.height = self.style.shape_size(self.text)
        self._bounds = QRectF(-LABEL_PAD, 0, self.width + 2 * LABEL_PAD, self.height)

    def box(self) -> Box:
        """What the text covers."""
        x, y = self.pos().x(), self.pos().y()
        return x, y, x + self.width, y + self.height

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self.update()

    def set_error(self, is_error: bool) -> None:
        """Show the text as belonging to a wire that does not work."""
        if is_error != self.is_error:
            self.is_error = is_error
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pictures = self.pictures
        if widget is None or pictures is None or pictures.frame is None:
            self._paint(painter, painter.worldTransform().m11())
        elif pictures.frame.zoom >= ZOOM_DETAIL:
            place = self.pos()
            owner = (self.text, self.is_error)  # many wires say the same
            pictures.draw(painter, pictures.frame, owner, place.x(), place.y(), self._bounds, self._paint)

    def _paint(self, painter: QPainter, zoom: float) -> None:
        if zoom < ZOOM_DETAIL:
            return
        painter.setFont(self.style.shape_font)
        painter.setPen(self.style.error if self.is_error else self.style.muted)
        painter.drawStaticText(0, 0, self._static)


def label_boxes(points: Sequence[Point], width: float, height: float, *, upright_only: bool = False) -> list[Box]:
    """Where the text of a wire may stand, the best first: beside its longer straight pieces."""
    pieces = list(zip(points, points[1:], strict=False))
    upright = [(a, b) for a, b in pieces if abs(a[0] - b[0]) < 0.01 and abs(a[1] - b[1]) >= height + 4]
    level = [(a, b) for a, b in pieces if abs(a[1] - b[1]) < 0.01 and abs(a[0] - b[0]) >= width + 8]
    boxes: list[Box] = []
    for a, b in sorted(upright, key=lambda piece: -abs(piece[0][1] - piece[1][1])):
        length = b[1] - a[1]
        places = [(a[1] + b[1]) / 2]
        if abs(length) > 140:
            places += [a[1] + (1 if length > 0 else -1) * 40, b[1] - (1 if length > 0 else -1) * 40]
        for middle in places:
            top = middle - height / 2
            boxes.append((a[0] - LABEL_GAP - width, top, a[0] - LABEL_GAP, top + height))
            boxes.append((a[0] + LABEL_GAP, top, a[0] + LABEL_GAP + width, top + height))
    if upright_only:
        level = []
    for a, b in sorted(level, key=lambda piece: -abs(piece[0][0] - piece[1][0])):
        left = (a[0] + b[0]) / 2 - width / 2
        boxes.append((left, a[1] - 2 - height, left + width, a[1] - 2))
        boxes.append((left, a[1] + 2, left + width, a[1] + 2 + height))
    return boxes


def wire_boxes(points: Sequence[Point]) -> list[Box]:
    """Thin boxes around the straight pieces of a wire, for what must not cover it."""
    return [
        (min(a[0], b[0]) - 1, min(a[1], b[1]) - 1, max(a[0], b[0]) + 1, max(a[1], b[1]) + 1)
        for a, b in zip(points, points[1:], strict=False)
    ]
