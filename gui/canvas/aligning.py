"""Commands that put selected cards in line: align, distribute, straighten. The cards glide; each is one undo step.

Does not belong here: snapping while dragging (alignment), the automatic layout (operations).
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING, Literal

from core.graph import edits
from gui.canvas.routing import Point
from gui.canvas.space import Box
from gui.i18n import tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Side = Literal["left", "right", "top", "bottom", "row", "column"]
GAP = 24.0
"""The least distance between cards that are pushed apart."""


def align(session: EditorSession, view: CanvasView, side: Side) -> bool:
    """Let the selected cards share an edge, or with ``row`` and ``column`` a line through their middles.

    Cards that would then cover each other are pushed apart along the line, in the order in which they stand.
    """
    boxes = _boxes(session, view)
    if len(boxes) < 2:
        session.status.emit(tr("Select at least two layers to align them."), "info")
        return False
    if side in ("left", "right", "column"):
        places = _in_column(boxes, side)
    else:
        turned = {node_id: _turned(box) for node_id, box in boxes.items()}
        wanted: Side = {"top": "left", "bottom": "right"}.get(side, "column")  # type: ignore[assignment]
        places = {node_id: (y, x) for node_id, (x, y) in _in_column(turned, wanted).items()}
    return _move(session, view, places, tr("Align {count} layers", count=len(boxes)))


def distribute(session: EditorSession, view: CanvasView, axis: Literal["across", "down"]) -> bool:
    """Make the gaps between the selected cards equal, from left to right or from top to bottom; the outer ones stay."""
    boxes = _boxes(session, view)
    if len(boxes) < 3:
        session.status.emit(tr("Select at least three layers to distribute them."), "info")
        return False
    if axis == "down":
        boxes = {node_id: _turned(box) for node_id, box in boxes.items()}
    order = sorted(boxes, key=lambda node_id: boxes[node_id][0] + boxes[node_id][2])
    first, last = boxes[order[0]], boxes[order[-1]]
    inner = sum(boxes[node_id][2] - boxes[node_id][0] for node_id in order[1:-1])
    gap = (last[0] - first[2] - inner) / (len(order) - 1)
    places: dict[str, Point] = {}
    left = first[0]
    for node_id in order:
        width = boxes[node_id][2] - boxes[node_id][0]
        places[node_id] = (left + width / 2, (boxes[node_id][1] + boxes[node_id][3]) / 2)
        left += width + gap
    if axis == "down":
        places = {node_id: (y, x) for node_id, (x, y) in places.items()}
    return _move(session, view, places, tr("Distribute {count} layers", count=len(boxes)))


def straighten(session: EditorSession, view: CanvasView) -> bool:
    """Put the selected cards into one line along the flow; a single card comes into line with what feeds it."""
    nodes = session.selected_nodes()
    if len(nodes) != 1:
        return align(session, view, "column" if view.canvas.direction == "TB" else "row")
    node_id = nodes[0]
    wires = list(view.canvas.wiring.incoming.get(node_id, {}).values())
    wires = wires or list(view.canvas.wiring.outgoing.get(node_id, {}).values())
    if not wires:
        session.status.emit(tr("Select layers that are wired, or several of them."), "info")
        return False
    edge = wires[0].edge
    other = edge.source.node if edge.target == node_id else edge.target
    (x, y), (other_x, other_y) = view.canvas.centre(node_id), view.canvas.centre(other)
    place = (other_x, y) if view.canvas.direction == "TB" else (x, other_y)
    return _move(session, view, {node_id: place}, tr("Straighten"))


def _boxes(session: EditorSession, view: CanvasView) -> dict[str, Box]:
    return {node_id: view.canvas.nodes[node_id].box() for node_id in session.selected_nodes()}


def _in_column(boxes: Mapping[str, Box], side: Side) -> dict[str, Point]:
    """Centres with the boxes below each other: left edges, right edges or middles in line."""
    if side == "left":
        edge = min(box[0] for box in boxes.values())
        across = {node_id: edge + (box[2] - box[0]) / 2 for node_id, box in boxes.items()}
    elif side == "right":
        edge = max(box[2] for box in boxes.values())
        across = {node_id: edge - (box[2] - box[0]) / 2 for node_id, box in boxes.items()}
    else:
        edge = median((box[0] + box[2]) / 2 for box in boxes.values())
        across = dict.fromkeys(boxes, edge)
    places: dict[str, Point] = {}
    free: float | None = None
    for node_id in sorted(boxes, key=lambda key: boxes[key][1] + boxes[key][3]):
        _, top, _, bottom = boxes[node_id]
        if free is not None and top < free:
            # Cards that covered each other before this keep the least distance; what had room stays where it is.
            top, bottom = free + GAP, free + GAP + bottom - top
        places[node_id] = (across[node_id], (top + bottom) / 2)
        free = bottom
    return places


def _move(session: EditorSession, view: CanvasView, places: Mapping[str, Point], label: str) -> bool:
    rounded = {node_id: (float(round(x)), float(round(y))) for node_id, (x, y) in places.items()}
    rounded = {**view.canvas.unsaved_places(), **rounded}
    with view.canvas.gliding():
        return session.apply(lambda graph: edits.move_nodes(graph, rounded), label)


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]
