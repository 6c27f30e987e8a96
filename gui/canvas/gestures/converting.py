"""Layers that are put between two that do not fit, as one step: Flatten, pooling, Reshape, a projection.

Does not belong here: which ones would do (core.analysis), when they are offered (wire).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from core.analysis.trial import Candidate, Conversion
from core.errors import EditError
from core.graph import edits, naming
from core.graph.inserting import Part, insert_chain, room_behind
from core.graph.model import Graph
from core.graph.queries import Edge
from gui.canvas.card import shape_text
from gui.canvas.placing import COLUMN_STEP, RANK_STEP, free_place
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


def conversion_text(conversion: Conversion) -> str:
    """What is put between and what it yields: ``Flatten → 784``."""
    names = " + ".join(step.class_name for step in conversion.steps)
    return f"{names} → {shape_text(conversion.output.shape)}"


def connect_through(view: CanvasView, candidate: Candidate, conversion: Conversion, taken: Edge | None = None) -> bool:
    """Draw the wire with the layers between; ``taken`` is a wire whose end is moved that way. One undo step."""
    scene, session = view.canvas, view.canvas.session
    if candidate.source.node not in scene.nodes or candidate.target not in scene.nodes:
        return False
    places = {node_id: scene.centre(node_id) for node_id in scene.nodes}
    down = scene.direction == "TB"
    step = RANK_STEP if down else COLUMN_STEP
    (x, y), (to_x, to_y) = places[candidate.source.node], places[candidate.target]
    axis = 1 if down else 0
    shifted = room_behind(
        session.graph, candidate.target, places, places[candidate.source.node][axis] + step * (len(conversion.steps) + 1)
    )
    ids = naming.fresh_ids(session.graph.nodes, "n")
    parts: list[Part] = []
    for number, layer in enumerate(conversion.steps, 1):
        spec = session.catalog.get(layer.type)
        port = (spec.inputs[0].name,) if spec is not None and spec.inputs else ("inputs",)
        place = (to_x, y + number * step) if down else (x + number * step, to_y)
        if not shifted:
            place = free_place(scene.space, *place)
        parts.append(Part(next(ids), layer.type, place, layer.params, port))

    def edit(graph: Graph) -> Graph:
        graph = insert_chain(graph, parts, feeds=(candidate.target, candidate.path), shifted=shifted)
        graph = edits.connect(graph, candidate.source, parts[0].node_id, parts[0].port or ("inputs",))
        if taken is not None and taken.key != (candidate.target, candidate.path):
            try:
                graph = edits.disconnect(graph, taken.target, taken.path)
            except EditError:  # the new wire lies inside the argument that held the old one
                return graph
        return graph

    names = " + ".join(layer.class_name for layer in conversion.steps)
    done = session.apply(edit, tr("Connect through {name}", name=names))
    if done:
        session.select(part.node_id for part in parts)
    return done


def offer(
    view: CanvasView,
    at: QPoint,
    conversions: Sequence[Conversion],
    chosen: Callable[[Conversion], object],
    anyway: Callable[[], object],
) -> QMenu:
    """Ask at the pointer (viewport pixels) which layer is to stand between; closed without a choice, nothing happens."""
    menu = QMenu(view)
    menu.setAccessibleName(tr("Layers that could stand between"))
    for conversion in conversions:
        text = tr("Insert {what}", what=conversion_text(conversion))
        menu.addAction(text, partial(chosen, conversion))
    menu.addSeparator()
    menu.addAction(tr("Connect anyway"), anyway)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.setActiveAction(menu.actions()[0])
    menu.popup(view.viewport().mapToGlobal(at))
    return menu
