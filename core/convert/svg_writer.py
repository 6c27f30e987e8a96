"""A drawing as SVG without Graphviz: our own layered layout, straight wires with corners.

The last resort of ``diagram``: it needs no other program and its time is bounded. Does not belong here: reading DOT
(dot_reader), placing nodes (core.layout). Invariant: the result is well-formed XML without scripts, links or images.
"""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from core.convert.diagram_style import FONT, Palette, palette, plain
from core.convert.dot_reader import DotGraph, read_dot
from core.layout.layered import LayoutEdge, LayoutNode, arrange

MARGIN = 20.0
_LINE = 1.45
_PAD = 8.0
_GAP = 14.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text in one cell."""

    text: str
    size: float
    color: str
    bold: bool
    fill: str = ""

    @property
    def width(self) -> float:
        # Helvetica's characters are about 0.55 em wide; Chinese, Japanese and Korean ones are square.
        ems = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in self.text)
        return ems * self.size * (1.07 if self.bold else 1.0)


@dataclass(frozen=True, slots=True)
class _Box:
    """A node as rows of texts, with the colours of its table."""

    rows: tuple[tuple[_Run, ...], ...]
    fill: str
    border: str
    bar: str = ""
    rounded: bool = False

    @property
    def width(self) -> float:
        widest = max((sum(run.width for run in row) + _GAP * (len(row) - 1) for row in self.rows), default=20.0)
        return widest + 2 * _PAD + (6 if self.bar else 0)

    @property
    def heights(self) -> list[float]:
        return [max((run.size for run in row), default=10.0) * _LINE + 4 for row in self.rows]

    @property
    def height(self) -> float:
        return sum(self.heights) + 6


def dot_to_svg(text: str) -> bytes:
    """The SVG picture of a DOT drawing, as UTF-8; ConversionError if the text cannot be read."""
    graph = read_dot(text)
    colors = palette()
    boxes = {name: _box(attributes.get("label", name), colors) for name, attributes in graph.nodes.items()}
    direction = graph.attributes.get("rankdir", "TB")
    ports = _ports(graph, boxes, direction == "LR")
    arrangement = arrange(
        [LayoutNode(name, box.width, box.height) for name, box in boxes.items()],
        [
            LayoutEdge(source, target, number, target_port=ports[number])
            for number, (source, target, _) in enumerate(graph.edges)
        ],
        direction=direction if direction == "LR" else "TB",
    )
    left, top, right, bottom = arrangement.bounds
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    places = {str(name): (x - left + MARGIN, y - top + MARGIN) for name, (x, y) in arrangement.positions.items()}
    routes = {
        number: [(x - left + MARGIN, y - top + MARGIN) for x, y in arrangement.routes.get(number, ())]
        for number in range(len(graph.edges))
    }
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" font-family={quoteattr(FONT)}>',
        f'<rect width="100%" height="100%" fill="{colors.paper}"/>',
        *_clusters(graph, boxes, places, colors),
        *_wires(graph, boxes, places, routes, ports, colors, direction == "LR"),
        *(_drawn(box, places[name]) for name, box in boxes.items()),
        "</svg>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _box(label: str, colors: Palette) -> _Box:
    if label.startswith("<") and label.endswith(">"):
        try:
            return _table(ElementTree.fromstring(label[1:-1]), colors)
        except ElementTree.ParseError:
            label = "?"
    rows = tuple((_Run(plain(line), 11, colors.text, False),) for line in label.split("\\n"))
    return _Box(rows, colors.card, colors.border)


def _table(table: ElementTree.Element, colors: Palette) -> _Box:
    rows: list[tuple[_Run, ...]] = []
    bar = ""
    for row in table.iter("TR"):
        runs = []
        for cell in row.iter("TD"):
            text = "".join(cell.itertext())
            font = cell.find(".//FONT")
            size = float(font.get("POINT-SIZE", "11")) if font is not None else 11.0
            color = font.get("COLOR", colors.text) if font is not None else colors.text
            if not text and cell.get("FIXEDSIZE"):
                runs.append(_Run("\N{BLACK SQUARE}", size + 2, cell.get("COLOR", colors.text), False))
            elif not text and cell.get("ROWSPAN"):
                bar = cell.get("BGCOLOR", "")
            elif text:
                runs.append(_Run(text, size, color, cell.find(".//B") is not None, cell.get("BGCOLOR", "")))
            else:
                runs.append(_Run(" ", size, color, False, cell.get("BGCOLOR", "")))
        rows.append(tuple(runs))
    rounded = "ROUNDED" in table.get("STYLE", "").upper()
    return _Box(tuple(rows), table.get("BGCOLOR", colors.card), table.get("COLOR", colors.border), bar, rounded)


def _drawn(box: _Box, center: Point) -> str:
    x, y = center[0] - box.width / 2, center[1] - box.height / 2
    radius = 8 if box.rounded else 2
    parts = [_rect(x, y, box.width, box.height, box.fill, box.border, radius)]
    if box.bar:
        parts.append(_rect(x, y, 5, box.height, box.bar, "none", 1))
    inner = x + _PAD + (6 if box.bar else 0)
    line = y + 3
    for row, height in zip(box.rows, box.heights, strict=True):
        fills = [run.fill for run in row if run.fill]
        if fills and len(row) == 1:
            parts.append(_rect(x, line - 3, box.width, height + 3, fills[0], "none", 0))
        base = line + height / 2
        for number, run in enumerate(row):
            last = number == len(row) - 1 and number > 0
            middle = len(row) == 1 and not box.bar
            place = x + box.width / 2 if middle else x + box.width - _PAD if last else inner
            anchor = "middle" if middle else "end" if last else "start"
            parts.append(_text(run, place, base, anchor))
        line += height
    return "<g>" + "".join(parts) + "</g>"


def _rect(
    x: float, y: float, width: float, height: float, fill: str, border: str, radius: float, dash: str = ""
) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" '
        f"fill={quoteattr(fill)} stroke={quoteattr(border)}{dash}/>"
    )


def _text(run: _Run, x: float, y: float, anchor: str = "start") -> str:
    """A text whose middle is at ``y``: 0.35 em above the baseline (not every viewer knows dominant-baseline)."""
    weight = ' font-weight="bold"' if run.bold else ""
    return (
        f'<text x="{x:.1f}" y="{y + 0.35 * run.size:.1f}" font-size="{run.size:g}" fill={quoteattr(run.color)} '
        f'text-anchor="{anchor}"{weight}>{escape(plain(run.text))}</text>'
    )


def _arrow(tip: Point, sideways: bool, color: str) -> str:
    x, y = tip
    points = [(x, y), (x - 6, y - 3), (x - 6, y + 3)] if sideways else [(x, y), (x - 3, y - 6), (x + 3, y - 6)]
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="{color}"/>'


def _ports(graph: DotGraph, boxes: dict[str, _Box], sideways: bool) -> list[float]:
    """Where each wire ends, across the flow from the middle of its target: side by side, in the order of arguments."""
    ending: dict[str, list[int]] = {}
    for number, (_, target, _) in enumerate(graph.edges):
        ending.setdefault(target, []).append(number)
    ports = [0.0] * len(graph.edges)
    for target, numbers in ending.items():
        room = (boxes[target].height if sideways else boxes[target].width) - 12
        step = min(16.0, room / len(numbers))
        for place, number in enumerate(numbers):
            ports[number] = (place - (len(numbers) - 1) / 2) * step
    return ports


def _wires(
    graph: DotGraph,
    boxes: dict[str, _Box],
    places: dict[str, Point],
    routes: dict[int, list[Point]],
    ports: list[float],
    colors: Palette,
    sideways: bool,
) -> list[str]:
    parts = []
    for number, (source, target, attributes) in enumerate(graph.edges):
        start, end = places[source], places[target]
        if sideways:
            begin, stop = (
                (start[0] + boxes[source].width / 2, start[1]),
                (end[0] - boxes[target].width / 2, end[1] + ports[number]),
            )
        else:
            begin, stop = (
                (start[0], start[1] + boxes[source].height / 2),
                (end[0] + ports[number], end[1] - boxes[target].height / 2),
            )
        points = [begin, *routes[number], stop]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colors.wire}"/>')
        parts.append(_arrow(stop, sideways, colors.wire))
        label = attributes.get("label", "").strip()
        if label and not label.startswith("<"):
            x, y = _label_place(points)
            run = _Run(plain(label), 9, colors.muted, False)
            parts.append(_rect(x + 2, y - 6, run.width + 4, 12, colors.paper, "none", 2))
            parts.append(_text(run, x + 4, y))
    return parts


def _label_place(points: Sequence[Point]) -> Point:
    """The middle of the last piece, where each wire is alone; of the longest one if that is too short."""
    pieces = list(zip(points, points[1:], strict=False))
    lengths = [abs(x2 - x1) + abs(y2 - y1) for (x1, y1), (x2, y2) in pieces]
    chosen = len(pieces) - 1 if lengths[-1] >= 20 else lengths.index(max(lengths))
    (x1, y1), (x2, y2) = pieces[chosen]
    return (x1 + x2) / 2, (y1 + y2) / 2


def _clusters(graph: DotGraph, boxes: dict[str, _Box], places: dict[str, Point], colors: Palette) -> list[str]:
    parts = []
    for cluster in graph.clusters:
        inside = [(places[name], boxes[name]) for name in cluster.nodes]
        if not inside:
            continue
        room = 10 * cluster.levels
        left = min(x - box.width / 2 for (x, _), box in inside) - 12 - room
        right = max(x + box.width / 2 for (x, _), box in inside) + 12 + room
        top = min(y - box.height / 2 for (_, y), box in inside) - 20 - 1.6 * room
        bottom = max(y + box.height / 2 for (_, y), box in inside) + 8 + 0.5 * room
        color = colors.family("block")
        parts.append(_rect(left, top, right - left, bottom - top, colors.cluster, color, 8, ' stroke-dasharray="5,4"'))
        parts.append(_text(_Run(cluster.attributes.get("label", ""), 10, color, False), left + 8, top + 10))
    return parts
