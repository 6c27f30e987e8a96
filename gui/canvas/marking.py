"""Commands that change how layers take part or are drawn: bypass and collapse.

Each is one undo step. Does not belong here: what a bypassed layer means (core.graph.bypass), freezing (operations).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.graph import bypass, edits
from core.graph.model import Graph
from core.graph.naming import new_id
from core.graph.queries import edges_from
from core.graph.values import FrozenMap, Source
from gui.i18n import tr
from gui.session import EditorSession

Ask = Callable[[str, Sequence[tuple[str, Callable[[], object]]]], object]
"""Asks a question: the sentence, and the answers with what each does."""
Shape = tuple[int | None, ...]


def toggle_collapse(session: EditorSession, only: str | None = None) -> bool:
    """Show the selected layers, or ``only`` this node, as small cards, or in full if all of them are small already."""
    nodes = frozenset(session.selected_nodes() if only is None else (only,))
    if not nodes:
        return False
    collapsed = session.graph.layout.collapsed
    wanted = collapsed - nodes if nodes <= collapsed else collapsed | nodes

    def edit(graph: Graph) -> Graph:
        return replace(graph, layout=replace(graph.layout, collapsed=wanted))

    return session.apply(edit, tr("Expand") if nodes <= collapsed else tr("Collapse"))


def toggle_bypass(session: EditorSession, ask: Ask) -> bool:
    """Let the selected layers pass their input through, or take part again if all of them are bypassed.

    Where that would change the shape, ``ask`` offers to put a projection in the place of the layer.
    """
    graph = session.graph
    nodes = [node_id for node_id in session.selected_nodes() if not graph.layer_of(node_id).is_input]
    if not nodes:
        session.status.emit(tr("Select layers to bypass; an input cannot be bypassed."), "info")
        return False
    if all(graph.nodes[node_id].bypassed for node_id in nodes):
        return session.apply(lambda graph: bypass.set_bypassed(graph, nodes, False), tr("No bypass any more"))
    nodes = [node_id for node_id in nodes if not graph.nodes[node_id].bypassed]
    misfits = [node_id for node_id in nodes if not _keeps_shape(session, node_id)]
    if not misfits:
        return session.apply(lambda graph: bypass.set_bypassed(graph, nodes, True), tr("Bypass"))
    name = graph.name_of(misfits[0])
    projections = {node_id: projection(*_shapes(session, node_id)) for node_id in misfits}
    if any(made is None for made in projections.values()):
        session.status.emit(
            tr("'{name}' changes the shape of its input so that nothing simple could stand in for it.", name=name),
            "warning",
        )
        return False

    def project() -> bool:
        def edit(graph: Graph) -> Graph:
            graph = bypass.set_bypassed(graph, nodes, True)
            for node_id, made in projections.items():
                if made is not None:
                    graph = _with_projection(graph, node_id, *made)
            return graph

        return session.apply(edit, tr("Bypass with a projection"))

    ask(
        tr("'{name}' changes the shape of its input; bypassed alone, what comes behind would not fit.", name=name),
        [(tr("Bypass with a 1×1 projection"), project), (tr("Cancel"), lambda: None)],
    )
    return False


def _shapes(session: EditorSession, node_id: str) -> tuple[Shape | None, Shape | None]:
    """The shapes of what the node would let through and of what it returns, as far as they are known."""
    feed = bypass.first_source(session.graph.nodes[node_id])
    nodes = session.analysis.nodes if session.analysis is not None and session.is_analysis_current() else {}
    found: list[Shape | None] = []
    for source in (feed, Source(node_id)):
        outputs = nodes[source.node].outputs if source is not None and source.node in nodes else None
        known = source is not None and outputs is not None and source.output < len(outputs)
        found.append(outputs[source.output].shape if source is not None and outputs is not None and known else None)
    return found[0], found[1]


def _keeps_shape(session: EditorSession, node_id: str) -> bool:
    """True if the output has the shape of the first input, and where neither is known: then nothing speaks against it."""
    before, after = _shapes(session, node_id)
    return before == after if before is not None and after is not None else True


def projection(before: Shape | None, after: Shape | None) -> tuple[str, dict[str, int]] | None:
    """The type and parameters of the simplest layer from one shape to the other: a 1x1 convolution, or Dense; or None."""
    if before is None or after is None or len(before) != len(after) or len(after) < 2 or after[-1] is None:
        return None
    if before[-1] is None:
        return None
    inner = list(zip(before[1:-1], after[1:-1], strict=True))
    if all(one == other for one, other in inner) and len(before) not in (4, 5):
        return "keras.layers.Dense", {"units": after[-1]}
    if len(before) not in (3, 4, 5):
        return None
    steps: set[int] = set()
    for one, other in inner:
        if one is None or other is None:
            if one != other:
                return None
            steps.add(1)
        else:
            step = -(-one // other) if other else 0
            if step < 1 or -(-one // step) != other:
                return None
            steps.add(step)
    if len(steps) != 1:
        return None
    step = steps.pop()
    params = {"filters": after[-1], "kernel_size": 1, **({"strides": step} if step > 1 else {})}
    return f"keras.layers.Conv{len(before) - 2}D", params


def _with_projection(graph: Graph, node_id: str, type_name: str, params: dict[str, int]) -> Graph:
    """A new layer between the node and all that takes its output."""
    x, y = graph.layout.positions.get(node_id, (0.0, 0.0))
    made = new_id(graph.nodes, "n")
    taking = edges_from(graph, node_id)
    is_output = graph.outputs is not None
    graph = edits.add_node(
        graph,
        type_name,
        name=f"{graph.name_of(node_id)}_projection",
        params=FrozenMap(params),
        position=(x + 40.0, y + 48.0) if node_id in graph.layout.positions else None,
        node_id=made,
    )
    for edge in taking:
        graph = edits.set_argument(graph, edge.target, edge.path, Source(made, edge.source.output))
    graph = edits.connect(graph, Source(node_id), made, ("inputs",))
    if is_output:
        from core.graph.values import map_sources

        outputs = map_sources(graph.outputs, lambda source: Source(made) if source.node == node_id else source)  # type: ignore[arg-type]
        graph = edits.set_outputs(graph, outputs)  # type: ignore[arg-type]
    return graph
