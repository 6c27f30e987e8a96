"""Which gesture a press begins: the first row of the button's table that accepts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from core.graph.queries import Edge
from core.graph.rewiring import without_wires
from gui.canvas import dots, hits, marking
from gui.canvas.gestures.base import Gesture, Modifier, Pointer
from gui.canvas.gestures.box_select import BoxSelect
from gui.canvas.gestures.copies import DragCopies
from gui.canvas.gestures.decorate import MoveDecoration, ResizeDecoration
from gui.canvas.gestures.lasso import Lasso
from gui.canvas.gestures.move import MoveNodes, PopOut
from gui.canvas.gestures.move_dot import MoveDot
from gui.canvas.gestures.pan import Pan
from gui.canvas.gestures.stroke import Knife, SetDots
from gui.canvas.gestures.wire import WireFromInput, WireFromOutput
from gui.canvas.gestures.wire_source import MoveSources, WireFromBody
from gui.canvas.hits import PortHit
from gui.canvas.style import ZOOM_BLOCKS
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Row = Callable[["CanvasView", Pointer], Gesture | bool | None]
"""A gesture to begin; True if the press was dealt with at once; None if the press means something else."""


def _at(pointer: Pointer) -> tuple[float, float]:
    return pointer.scene.x(), pointer.scene.y()


def _wires_of_port(view: CanvasView, port: PortHit) -> list[Edge]:
    """The wires at a port."""
    scene = view.canvas
    path = scene.nodes[port.node].card.inputs[port.index].path if port.side == "in" else None
    return [
        item.edge
        for item in scene.wiring.at(port.node).values()
        if (item.edge.key == (port.node, path) if port.side == "in" else item.edge.source == port.source)
    ]


# Left button


def sign(view: CanvasView, pointer: Pointer) -> bool | None:
    """A click on a sign of a card: the chevron makes it small or large, the badge leads to what is wrong there."""
    if pointer.modifiers != Modifier.NoModifier:
        return None
    scene = view.canvas
    node_id = hits.badge_at(scene, *_at(pointer))
    if node_id is not None and view.zoom >= ZOOM_BLOCKS:
        view.problem_wanted.emit(node_id)
        return True
    node_id = hits.chevron_at(scene, *_at(pointer), view.zoom)
    return None if node_id is None else marking.toggle_collapse(scene.session, node_id)


def _lasso(view: CanvasView, pointer: Pointer) -> Gesture | None:
    return Lasso(view) if pointer.has(Modifier.ControlModifier) and pointer.has(Modifier.AltModifier) else None


def _with_alt(view: CanvasView, pointer: Pointer) -> Gesture | None:
    """Alt takes apart: a click disconnects a port, a wire or a dot, a drag cuts, on a card it takes it out."""
    if not pointer.has(Modifier.AltModifier):
        return None
    scene, session = view.canvas, view.canvas.session
    x, y = _at(pointer)
    port = hits.port_at(scene, x, y, view.zoom)
    node_id = hits.node_at(scene, x, y)
    if port is None and node_id is not None:
        return WireFromBody(view, node_id) if view.zoom < ZOOM_BLOCKS else PopOut(view, node_id)
    dot = dots.dot_at(scene, x, y, view.zoom) if port is None else None
    if dot is not None:
        return Knife(view, lambda: dots.remove(scene, {(dot.key, dot.index)}))
    wire = hits.wire_at(scene, x, y, view.zoom) if port is None else None
    edges = _wires_of_port(view, port) if port is not None else [wire.edge] if wire is not None else []
    if not edges:
        return Knife(view)
    return Knife(view, lambda: session.apply(lambda graph: without_wires(graph, edges), tr("Disconnect")))


def _port(view: CanvasView, pointer: Pointer) -> Gesture | None:
    scene = view.canvas
    hit = hits.port_at(scene, *_at(pointer), view.zoom)
    if hit is None:
        return None
    if hit.side == "out":
        wires = _wires_of_port(view, hit) if pointer.has(Modifier.ControlModifier) else []
        return MoveSources(view, wires) if wires else WireFromOutput(view, hit.source)
    path = scene.nodes[hit.node].card.inputs[hit.index].path
    wire = scene.wiring.items.get((hit.node, path))
    if wire is not None:
        return WireFromOutput(view, wire.edge.source, wire.edge)
    return WireFromInput(view, hit.node, hit.index)


def _card(view: CanvasView, pointer: Pointer) -> Gesture | None:
    node_id = hits.node_at(view.canvas, *_at(pointer))
    if node_id is None:
        return None
    return DragCopies(view, node_id) if pointer.has(Modifier.ControlModifier) else MoveNodes(view, node_id)


def _dot(view: CanvasView, pointer: Pointer) -> Gesture | None:
    dot = dots.dot_at(view.canvas, *_at(pointer), view.zoom)
    return MoveDot(view, dot) if dot is not None else None


def _wire_end(view: CanvasView, pointer: Pointer) -> Gesture | None:
    if pointer.has(Modifier.ControlModifier) or pointer.has(Modifier.ShiftModifier):
        return None
    wire = hits.wire_end_at(view.canvas, *_at(pointer), view.zoom)
    if wire is not None:
        return WireFromOutput(view, wire.edge.source, wire.edge, by_wire=True)
    wire = hits.wire_start_at(view.canvas, *_at(pointer), view.zoom)
    return MoveSources(view, [wire.edge], by_wire=True) if wire is not None else None


def _wire(view: CanvasView, pointer: Pointer) -> bool | None:
    scene = view.canvas
    wire = hits.wire_at(scene, *_at(pointer), view.zoom)
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


def _decoration(view: CanvasView, pointer: Pointer) -> Gesture | None:
    hit = view.canvas.decorations.at(pointer.scene, view.zoom)
    if hit is None:
        return None
    return MoveDecoration(view, hit[0]) if hit[1] == "body" else ResizeDecoration(view, *hit)


def _empty(view: CanvasView, pointer: Pointer) -> Gesture:
    return BoxSelect(view)


# Right button


def _knife(view: CanvasView, pointer: Pointer) -> Gesture | None:
    return Knife(view) if pointer.has(Modifier.ControlModifier) else None


def _set_dots(view: CanvasView, pointer: Pointer) -> Gesture | None:
    return SetDots(view) if pointer.has(Modifier.ShiftModifier) else None


def _from_body(view: CanvasView, pointer: Pointer) -> Gesture | None:
    node_id = hits.node_at(view.canvas, *_at(pointer)) if pointer.has(Modifier.AltModifier) else None
    return WireFromBody(view, node_id) if node_id is not None else None


LEFT: tuple[Row, ...] = (sign, _lasso, _with_alt, _port, _card, _dot, _wire_end, _wire, _decoration, _empty)
RIGHT: tuple[Row, ...] = (_knife, _set_dots, _from_body)


def choose(view: CanvasView, pointer: Pointer, button: Qt.MouseButton, *, space: bool) -> Gesture | None:
    """The gesture that this press begins, if any."""
    if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and space):
        return Pan(view)
    if button == Qt.MouseButton.LeftButton:
        tool = view.armed.gesture()
        if tool is not None:
            return tool
    table = {Qt.MouseButton.LeftButton: LEFT, Qt.MouseButton.RightButton: RIGHT}.get(button, ())
    for row in table:
        found = row(view, pointer)
        if found is True:
            return None
        if isinstance(found, Gesture):
            return found
    return None
