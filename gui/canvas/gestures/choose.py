"""Which gesture a press begins: the first row of the table that accepts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.canvas import hits
from gui.canvas.gestures.base import Gesture, Modifier, Pointer
from gui.canvas.gestures.box_select import BoxSelect
from gui.canvas.gestures.move import MoveNodes
from gui.canvas.gestures.pan import Pan
from gui.canvas.gestures.wire import WireFromInput, WireFromOutput
from gui.canvas.operations import without_wires
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Row = Callable[["CanvasView", Pointer], Gesture | bool | None]
"""A gesture to begin; True if the press was dealt with at once; None if the press means something else."""


def _disconnect(view: CanvasView, pointer: Pointer) -> bool | None:
    """Alt and a click on a port or wire: take the wires there away."""
    if not pointer.has(Modifier.AltModifier):
        return None
    scene, session = view.canvas, view.canvas.session
    x, y = pointer.scene.x(), pointer.scene.y()
    port = hits.port_at(scene, x, y, view.zoom)
    if port is not None:
        path = scene.nodes[port.node].card.inputs[port.index].path if port.side == "in" else None
        edges = [
            item.edge
            for item in scene.wiring.at(port.node).values()
            if (item.edge.key == (port.node, path) if port.side == "in" else item.edge.source == port.source)
        ]
    else:
        wire = hits.wire_at(scene, x, y, view.zoom) if hits.node_at(scene, x, y) is None else None
        edges = [wire.edge] if wire is not None else []
    if not edges:
        return None
    session.apply(lambda graph: without_wires(graph, edges), tr("Disconnect"))
    return True


def _port(view: CanvasView, pointer: Pointer) -> Gesture | None:
    scene = view.canvas
    hit = hits.port_at(scene, pointer.scene.x(), pointer.scene.y(), view.zoom)
    if hit is None:
        return None
    if hit.side == "out":
        return WireFromOutput(view, hit.source)
    path = scene.nodes[hit.node].card.inputs[hit.index].path
    wire = scene.wiring.items.get((hit.node, path))
    if wire is not None:
        return WireFromOutput(view, wire.edge.source, wire.edge)
    return WireFromInput(view, hit.node, hit.index)


def _card(view: CanvasView, pointer: Pointer) -> Gesture | None:
    node_id = hits.node_at(view.canvas, pointer.scene.x(), pointer.scene.y())
    return MoveNodes(view, node_id) if node_id is not None else None


def _wire_end(view: CanvasView, pointer: Pointer) -> Gesture | None:
    wire = hits.wire_end_at(view.canvas, pointer.scene.x(), pointer.scene.y(), view.zoom)
    return WireFromOutput(view, wire.edge.source, wire.edge) if wire is not None else None


def _wire(view: CanvasView, pointer: Pointer) -> bool | None:
    scene = view.canvas
    wire = hits.wire_at(scene, pointer.scene.x(), pointer.scene.y(), view.zoom)
    if wire is None:
        return None
    keys = {wire.edge.key}
    if pointer.has(Modifier.ControlModifier):
        keys ^= scene.wiring.selected
    elif pointer.has(Modifier.ShiftModifier):
        keys |= scene.wiring.selected
    else:
        scene.session.select(())
    scene.wiring.select(keys)
    return True


def _empty(view: CanvasView, pointer: Pointer) -> Gesture:
    return BoxSelect(view)


LEFT: tuple[Row, ...] = (_disconnect, _port, _card, _wire_end, _wire, _empty)


def choose(view: CanvasView, pointer: Pointer, button: Qt.MouseButton, *, space: bool) -> Gesture | None:
    """The gesture that this press begins, if any."""
    if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and space):
        return Pan(view)
    if button != Qt.MouseButton.LeftButton:
        return None
    for row in LEFT:
        found = row(view, pointer)
        if found is True:
            return None
        if isinstance(found, Gesture):
            return found
    return None
