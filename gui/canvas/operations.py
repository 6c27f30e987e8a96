"""Commands on the canvas, as functions of the session (and the view, where it matters what is seen).

The table of actions calls them; so may tests. Each is one undo step. Does not belong here: shortcuts (gui.actions), what the
mouse does (gestures).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from core.catalog.ports import free_port
from core.graph import edits, freezing, naming, queries, removing
from core.graph.model import Direction, Graph, Structure
from core.graph.rewiring import without_dots, without_wires
from core.graph.values import Source
from gui.canvas import dots, framing
from gui.canvas.placing import free_place
from gui.canvas.space import Space
from gui.canvas.style import CARD_HEIGHT, CARD_WIDTH
from gui.i18n import tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


def _counted(one: str, many: str, session: EditorSession, nodes: list[str]) -> str:
    """A label for one named layer or for several."""
    if len(nodes) == 1:
        return tr(one, name=session.graph.name_of(nodes[0]))
    return tr(many, count=len(nodes))


# Deleting


def delete(session: EditorSession, view: CanvasView | None = None) -> bool:
    """Delete the selected layers with their wires; with none selected, the selected wires, or dots of wires."""
    nodes = session.selected_nodes()
    decorations = session.selection - set(nodes)
    if nodes or decorations:

        def edit(graph: Graph) -> Graph:
            graph = removing.remove_nodes(graph, nodes)
            known = decorations & (set(graph.layout.frames) | set(graph.layout.notes))
            return edits.remove_decorations(graph, known) if known else graph

        label = _counted("Delete {name}", "Delete {count} layers", session, nodes) if nodes else tr("Delete")
        return session.apply(edit, label)
    if view is not None and view.canvas.wiring.selected:
        edges = [view.canvas.wiring.items[key].edge for key in view.canvas.wiring.selected]
        return session.apply(lambda graph: without_wires(graph, edges), tr("Disconnect"))
    if view is not None and view.canvas.wiring.selected_dots:
        return dots.remove(view.canvas, set(view.canvas.wiring.selected_dots))
    return False


def delete_and_heal(session: EditorSession) -> bool:
    """Delete the selected layers and wire what fed each one to what it fed."""
    nodes = session.selected_nodes()
    if not nodes:
        return False
    label = _counted("Delete {name} and reconnect", "Delete {count} layers and reconnect", session, nodes)
    return session.apply(lambda graph: removing.remove_and_heal(graph, nodes), label)


# Selecting


def select_all(session: EditorSession) -> None:
    """Select every layer, frame and note."""
    layout = session.graph.layout
    session.select((*session.graph.nodes, *layout.frames, *layout.notes))


def select_none(session: EditorSession) -> None:
    """Select nothing."""
    session.select(())


def select_invert(session: EditorSession) -> None:
    """Select exactly the layers that are not selected."""
    session.select(set(session.graph.nodes) - session.selection)


# Wires


def connect_selected(session: EditorSession) -> bool:
    """Wire the selected layers one to the next, in the direction of the flow, where a free input is."""
    graph = session.graph
    nodes = session.selected_nodes()
    axis = 1 if graph.layout.direction == "TB" else 0
    place = {node_id: graph.layout.positions.get(node_id, (0.0, 0.0))[axis] for node_id in nodes}
    nodes.sort(key=lambda node_id: place[node_id])
    pairs = []
    for upper, lower in zip(nodes, nodes[1:], strict=False):
        port = free_port(session.input_ports(lower, optional=False))
        if port is not None and upper not in queries.predecessors(graph, lower):
            pairs.append((Source(upper), lower, port.path))
    if not pairs:
        session.status.emit(tr("There is nothing to connect: select layers that have a free input."), "warning")
        return False

    def edit(graph: Graph) -> Graph:
        for source, target, path in pairs:
            graph = edits.connect(graph, source, target, path)
        return graph

    return session.apply(edit, tr("Connect {count} layers", count=len(nodes)))


def disconnect_selected(session: EditorSession) -> bool:
    """Remove every wire at the selected layers."""
    nodes = session.selected_nodes()
    wired = {edge.target for edge in queries.edges(session.graph)} | {
        e.source.node for e in queries.edges(session.graph)
    }
    if not wired & set(nodes):
        return False
    label = _counted("Disconnect {name}", "Disconnect {count} layers", session, nodes)
    return session.apply(lambda graph: edits.disconnect_nodes(graph, nodes), label)


# Layers


def rename(session: EditorSession, node_id: str, name: str) -> bool:
    """Give the node's layer another name."""
    layer = session.graph.layer_of(node_id)
    return session.apply(lambda graph: edits.rename(graph, layer.id, name), tr("Rename {name}", name=layer.name))


def share(session: EditorSession) -> list[str]:
    """Call the selected layers once more: the new nodes use the same weights."""
    layers = [layer for layer in session.selected_layers() if not session.graph.layers[layer].is_input]
    if not layers:
        session.status.emit(tr("Select a layer to call again; an input cannot be shared."), "warning")
        return []
    graph = session.graph
    space = Space()
    for node_id, (x, y) in graph.layout.positions.items():
        space.put(node_id, (x - CARD_WIDTH / 2, y - CARD_HEIGHT / 2, x + CARD_WIDTH / 2, y + CARD_HEIGHT / 2))
    made: list[str] = []

    def edit(graph: Graph) -> Graph:
        for layer in layers:
            node_id = naming.new_id(graph.nodes, "n")
            first = queries.calls_of(graph, layer)[0]
            x, y = graph.layout.positions.get(first, (0.0, 0.0))
            place = free_place(space, x + CARD_WIDTH + 40.0, y)
            graph = edits.add_call(graph, layer, position=place, node_id=node_id)
            made.append(node_id)
        return graph

    names = session.graph.layers[layers[0]].name
    label = (
        tr("Call {name} again", name=names) if len(layers) == 1 else tr("Call {count} layers again", count=len(layers))
    )
    if not session.apply(edit, label):
        return []
    session.select(made)
    return made


def toggle_freeze(session: EditorSession) -> bool:
    """Freeze the selected layers and blocks, or let them train again if all of them are frozen."""
    graph = session.graph
    layers = [layer for layer in session.selected_layers() if freezing.can_freeze(graph.layers[layer])]
    if not layers:
        session.status.emit(tr("Select layers to freeze; inputs and operations have nothing to train."), "info")
        return False
    if all(graph.layers[layer].params.get(freezing.TRAINABLE) is False for layer in layers):
        names = (freezing.TRAINABLE,)
        return session.apply(lambda graph: edits.reset_params(graph, layers, names), tr("Unfreeze"))
    return session.apply(lambda graph: edits.set_params(graph, layers, {freezing.TRAINABLE: False}), tr("Freeze"))


def toggle_output(session: EditorSession) -> bool:
    """Declare output 0 of the selected layers as outputs of the model, or take them out if all of them are."""
    nodes = session.selected_nodes()
    if not nodes:
        return False
    now = queries.output_sources(session.graph)
    chosen = [Source(node_id) for node_id in nodes]
    if all(source in now for source in chosen):
        wanted = [source for source in now if source not in chosen]
        label = tr("No output any more")
    else:
        wanted = [*now, *(source for source in chosen if source not in now)]
        label = tr("Make it an output")
    outputs: Structure = None if not wanted else wanted[0] if len(wanted) == 1 else tuple(wanted)
    return session.apply(lambda graph: edits.set_outputs(graph, outputs), label)


# Places


def auto_layout(session: EditorSession, view: CanvasView, merge_key: Hashable | None = None) -> bool:
    """Arrange the selected layers if there are several, else all of them. The cards glide; the positions are set at once.

    With the ``merge_key`` of the edit before, both are one undo step.
    """
    selected = session.selected_nodes()
    chosen = selected if len(selected) > 1 else list(session.graph.nodes)
    if not chosen:
        return False
    placement = view.canvas.arrange(chosen)
    places = {node_id: (float(round(x)), float(round(y))) for node_id, (x, y) in placement.positions.items()}
    routes = {key: tuple([(round(x), round(y)) for x, y in bends]) for key, bends in placement.routes.items()}
    places = {**view.canvas.unsaved_places(), **places}
    before = {node_id: view.canvas.centre(node_id) for node_id in view.canvas.nodes}
    with view.canvas.gliding(routes):
        return session.apply(
            lambda graph: without_dots(framing.arranged(graph, before, places), chosen), tr("Arrange"), merge_key
        )


def toggle_direction(session: EditorSession, view: CanvasView) -> bool:
    """Let the graph flow to the right instead of down, or down again, and arrange it."""
    direction: Direction = "LR" if session.graph.layout.direction == "TB" else "TB"
    placement = view.canvas.arrange(None, direction)
    places = {node_id: (float(round(x)), float(round(y))) for node_id, (x, y) in placement.positions.items()}
    routes = {key: tuple([(round(x), round(y)) for x, y in bends]) for key, bends in placement.routes.items()}

    before = {node_id: view.canvas.centre(node_id) for node_id in view.canvas.nodes}

    def edit(graph: Graph) -> Graph:
        return without_dots(framing.arranged(edits.set_direction(graph, direction), before, places), graph.nodes)

    with view.canvas.gliding(routes):
        done = session.apply(edit, tr("Flow to the right") if direction == "LR" else tr("Flow down"))
    if done:
        view.fit_all()
    return done


def nudge(session: EditorSession, view: CanvasView, dx: float, dy: float) -> bool:
    """Move what is selected a little, and what selected frames hold; steps that follow each other are one undo step."""
    nodes, decorations = session.selected_nodes(), framing.selected(session)
    if not nodes and not decorations:
        return False
    label = _counted("Move {name}", "Move {count} layers", session, nodes) if nodes else tr("Move")
    key = ("nudge", frozenset((*nodes, *decorations)))
    nodes, decorations = framing.with_content(view, nodes, decorations)
    moved = {node_id: (x + dx, y + dy) for node_id, (x, y) in ((item, view.canvas.centre(item)) for item in nodes)}

    def edit(graph: Graph) -> Graph:
        return framing.moved(edits.move_nodes(graph, moved), sorted(decorations), dx, dy)

    return session.apply(edit, label, merge_key=key)
