"""Selecting by the wires: everything that leads to the selected layers, or that depends on them.

Does not belong here: selecting with the mouse (gui.canvas.gestures), by a search (gui.find_bar).
"""

from __future__ import annotations

from core.graph import queries
from gui.i18n import tr
from gui.session import EditorSession


def select_upstream(session: EditorSession, only: str | None = None) -> None:
    """Select also every layer that the selected ones, or ``only`` this node, depend on."""
    nodes = session.selected_nodes() if only is None else [only]
    _grow(session, queries.upstream(session.graph, nodes), tr("Nothing leads to the selected layers."))


def select_downstream(session: EditorSession, only: str | None = None) -> None:
    """Select also every layer that depends on the selected ones, or ``only`` on this node."""
    nodes = session.selected_nodes() if only is None else [only]
    _grow(session, queries.downstream(session.graph, nodes), tr("Nothing depends on the selected layers."))


def _grow(session: EditorSession, found: set[str], otherwise: str) -> None:
    if found <= session.selection:
        session.status.emit(otherwise, "info")
        return
    session.select(session.selection | found)
    session.status.emit(tr("{count} layers selected", count=len(session.selected_nodes())), "info")
