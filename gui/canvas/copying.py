"""Copies of layers on the canvas: duplicates, with or without the wires into them, and what the clipboard brings.

Each is one undo step. Does not belong here: what fragments are (core.graph.fragments), the drag (gestures.copies).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from core.errors import NetwrightError
from core.graph import edits, fragments, removing
from core.graph.model import Graph
from core.graph.rewiring import Feed, feed, feeds_of, found_again
from core.storage import schema
from gui.canvas.placing import free_place
from gui.canvas.routing import Point
from gui.i18n import shown, tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

OFFSET = 24.0


def insert(
    session: EditorSession,
    fragment: Graph,
    offset: tuple[float, float],
    label: str,
    *,
    unsaved: Mapping[str, Point] | None = None,
    feeds: Sequence[Feed] = (),
    merge_key: Hashable | None = None,
) -> list[str]:
    """Paste a fragment, wire it to what feeds it, and select what came.

    ``unsaved`` are places that the document learns in the same step.
    """
    made: dict[str, str] = {}

    def edit(graph: Graph) -> Graph:
        if unsaved:
            graph = edits.move_nodes(graph, unsaved)
        result, ids = fragments.insert(graph, fragment, offset=offset)
        made.update(ids)
        return feed(result, feeds, ids)

    if not session.apply(edit, label, merge_key):
        return []
    session.select(made.values())
    return list(made.values())


def _counted(one: str, many: str, session: EditorSession, chosen: Sequence[str]) -> str:
    """A label for one named layer or for several."""
    if len(chosen) == 1 and chosen[0] in session.graph.nodes:
        return tr(one, name=session.graph.name_of(chosen[0]))
    return tr(many, count=len(chosen))


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
    chosen = sorted(nodes if nodes is not None else session.selection)
    if not chosen:
        return []
    graph = edits.move_nodes(session.graph, unsaved or {})
    label = _counted("Duplicate {name}", "Duplicate {count} layers", session, chosen)
    fragment = fragments.extract(graph, chosen, keep_outer=with_inputs)
    return insert(session, fragment, offset, label, unsaved=unsaved, merge_key=merge_key)


# Clipboard


def clipboard_text(session: EditorSession, chosen: Iterable[str]) -> str:
    """The text of a copy: the nodes, frames and notes, and the wires that feed them from outside."""
    chosen = list(chosen)
    return schema.encode_fragment(fragments.extract(session.graph, chosen), feeds_of(session.graph, chosen))


def copy(session: EditorSession) -> bool:
    """Put what is selected on the clipboard, as text that can be read, mailed and pasted again."""
    if not session.selection:
        return False
    QGuiApplication.clipboard().setText(clipboard_text(session, session.selection))
    chosen = sorted(session.selection)
    session.status.emit(_counted("Copied {name}", "Copied {count} layers", session, chosen), "info")
    return True


def cut(session: EditorSession) -> bool:
    """Copy what is selected and delete it."""
    chosen = sorted(session.selection)
    if not copy(session):
        return False

    def edit(graph: Graph) -> Graph:
        graph = removing.remove_nodes(graph, chosen)
        known = [key for key in chosen if key in graph.layout.frames or key in graph.layout.notes]
        return edits.remove_decorations(graph, known) if known else graph

    return session.apply(edit, _counted("Cut {name}", "Cut {count} layers", session, chosen))


def paste(session: EditorSession, view: CanvasView | None = None, *, with_inputs: bool = False) -> list[str]:
    """Insert the layers that the clipboard holds, at the pointer if it is over the canvas.

    ``with_inputs`` wires them to what fed the originals, where that is there. Anything foreign gets one sentence.
    """
    text = QGuiApplication.clipboard().text()
    if not text.strip():
        session.status.emit(tr("The clipboard holds no text to paste."), "warning")
        return []
    try:
        fragment = schema.decode_fragment(text)
        feeds = schema.decode_feeds(text) if with_inputs and fragment is not None else []
    except NetwrightError as error:
        session.status.emit(shown(error.message), "warning")
        return []
    if fragment is None or not (fragment.nodes or fragment.layout.frames or fragment.layout.notes):
        session.status.emit(tr("The clipboard holds no layers; copy some on a canvas first."), "warning")
        return []
    count = len(fragment.nodes)
    label = tr("Paste {count} layers", count=count) if count != 1 else tr("Paste 1 layer")
    return insert(session, fragment, _paste_offset(fragment, view), label, feeds=found_again(session.graph, feeds))


def _paste_offset(fragment: Graph, view: CanvasView | None) -> tuple[float, float]:
    """How far to move a fragment so that it lands under the pointer, or in the middle of the view, on free ground."""
    places = list(fragment.layout.positions.values())
    places += [(frame.x, frame.y) for frame in fragment.layout.frames.values()]
    places += [(note.x, note.y) for note in fragment.layout.notes.values()]
    if view is None or not places:
        return OFFSET, OFFSET
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    x, y = view.wanted_place()
    if len(places) == 1:
        x, y = free_place(view.canvas.space, x, y)
    return float(round(x - (left + right) / 2)), float(round(y - (top + bottom) / 2))
