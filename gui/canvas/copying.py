"""Copies of layers on the canvas: duplicates, with or without the wires into them, and what the clipboard brings.

Each is one undo step. Does not belong here: what fragments are (core.graph.fragments), the drag (gestures.copies).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from core.graph import edits, fragments
from core.graph.model import Graph
from gui.canvas.routing import Point
from gui.i18n import tr
from gui.session import EditorSession

OFFSET = 24.0


def insert(
    session: EditorSession,
    fragment: Graph,
    offset: tuple[float, float],
    label: str,
    *,
    unsaved: Mapping[str, Point] | None = None,
    merge_key: Hashable | None = None,
) -> list[str]:
    """Paste a fragment and select what came; ``unsaved`` are places that the document learns in the same step."""
    made: dict[str, str] = {}

    def edit(graph: Graph) -> Graph:
        if unsaved:
            graph = edits.move_nodes(graph, unsaved)
        result, ids = fragments.insert(graph, fragment, offset=offset)
        made.update(ids)
        return result

    if not session.apply(edit, label, merge_key):
        return []
    session.select(made.values())
    return list(made.values())


def duplicate(
    session: EditorSession,
    unsaved: Mapping[str, Point] | None = None,
    offset: tuple[float, float] = (OFFSET, OFFSET),
    *,
    nodes: Sequence[str] | None = None,
    with_inputs: bool = False,
    merge_key: Hashable | None = None,
) -> list[str]:
    """Copy the selected layers (or ``nodes``) with the wires among them; ``with_inputs`` also with those that feed them.

    ``unsaved`` are the places of cards that the document has none for. The copies are selected and returned.
    """
    chosen = list(nodes) if nodes is not None else session.selected_nodes()
    if not chosen:
        return []
    graph = edits.move_nodes(session.graph, unsaved or {})
    name = graph.name_of(chosen[0])
    label = tr("Duplicate {name}", name=name) if len(chosen) == 1 else tr("Duplicate {count} layers", count=len(chosen))
    fragment = fragments.extract(graph, chosen, keep_outer=with_inputs)
    return insert(session, fragment, offset, label, unsaved=unsaved, merge_key=merge_key)

