"""Commands that lead wires elsewhere: take layers out of a chain, swap inputs, delete what nothing uses.

Each is one undo step. Does not belong here: the edits themselves (core.graph.rewiring), the mouse (gestures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.graph import edits, queries, removing
from core.graph.model import Graph
from core.graph.rewiring import pop_out, unused
from gui.i18n import tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

ASIDE = 40.0


def take_out(session: EditorSession, view: CanvasView) -> bool:
    """Take the selected layers out of their chains, which close behind them; they step aside."""
    nodes = session.selected_nodes()
    box = view.canvas.content_box(nodes)
    if box is None:
        return False
    down = view.canvas.direction == "TB"
    dx, dy = (box.width() + ASIDE, 0.0) if down else (0.0, box.height() + ASIDE)
    places = {node_id: view.canvas.centre(node_id) for node_id in nodes}
    moved = {node_id: (x + dx, y + dy) for node_id, (x, y) in places.items()}
    known = view.canvas.unsaved_places()

    def edit(graph: Graph) -> Graph:
        popped = pop_out(graph, nodes)
        return graph if popped is graph else edits.move_nodes(popped, {**known, **moved})

    name = session.graph.name_of(nodes[0])
    label = tr("Take {name} out", name=name) if len(nodes) == 1 else tr("Take {count} layers out", count=len(nodes))
    with view.canvas.gliding():
        done = session.apply(edit, label)
    if not done:
        session.status.emit(tr("The selected layers have no wires to others."), "info")
    return done


def swap_inputs(session: EditorSession, view: CanvasView) -> bool:
    """Let two inputs of a layer change places: those of the two selected wires, else the first two of the selected layer."""
    wires = [view.canvas.wiring.items[key].edge for key in view.canvas.wiring.selected]
    nodes = session.selected_nodes()
    if len(nodes) == 1:
        wires = list(queries.node_edges(session.graph, nodes[0]))[:2]
    if len(wires) != 2 or wires[0].target != wires[1].target:
        session.status.emit(tr("Select a layer with two inputs, or two wires into one layer."), "info")
        return False
    one, other = wires
    label = tr("Swap the inputs of {name}", name=session.graph.name_of(one.target))
    return session.apply(lambda graph: edits.swap_arguments(graph, one.target, one.path, other.path), label)


def delete_unused(session: EditorSession) -> bool:
    """Delete the layers that no output of the model depends on."""
    nodes = unused(session.graph)
    if not nodes:
        session.status.emit(tr("Every layer leads to an output; there is nothing to delete."), "info")
        return False
    label = tr("Delete 1 unused layer") if len(nodes) == 1 else tr("Delete {count} unused layers", count=len(nodes))
    return session.apply(lambda graph: removing.remove_nodes(graph, nodes), label)
