"""Block operations of the window: group, ungroup, open, fold, and the library; each is one undo step.

Each function takes the session (and what it must show). Does not belong here: what grouping means (core.graph.grouping).
"""

from __future__ import annotations

from typing import Literal

from core.analysis.analysis import Analysis
from core.analysis.fold import find, fold
from core.errors import NetwrightError
from core.graph import grouping
from core.graph.inner_models import layer_blocks
from core.graph.model import Project
from core.graph.values import Source
from core.storage import library
from gui.canvas.operations import auto_layout
from gui.canvas.view import CanvasView
from gui.i18n import shown, tr
from gui.session import EditorSession


def known_shapes(analysis: Analysis | None) -> dict[Source, tuple[tuple[int | None, ...], str]]:
    """Shape (with the batch axis) and dtype of every output that the analysis knows."""
    if analysis is None:
        return {}
    return {
        Source(node_id, number): (spec.shape, spec.dtype)
        for node_id, result in analysis.nodes.items()
        for number, spec in enumerate(result.outputs or ())
    }


def group_selection(session: EditorSession, *, nested: bool = False) -> bool:
    """Make a block of the selected layers of the main graph; ``nested`` makes a model that owns its weights."""
    if session.scope:
        session.status.emit(tr("Blocks can be made in the main graph; go back to it first."), "warning")
        return False
    members = session.selected_nodes()
    shapes = known_shapes(session.analysis if session.is_analysis_current() else None)
    before = set(session.graph.nodes)
    kind: Literal["function", "model"] = "model" if nested else "function"
    name = "submodel" if nested else "block"
    done = session.apply_project(
        lambda project: grouping.group(project, members, name, kind=kind, shapes=shapes), tr("Group into a block")
    )
    if done:
        session.select(set(session.graph.nodes) - before)
    return done


def ungroup_selection(session: EditorSession) -> bool:
    """Write the selected blocks out into the main graph."""
    if session.scope:
        session.status.emit(tr("Blocks can be written out in the main graph; go back to it first."), "warning")
        return False
    chosen = [node_id for node_id in session.selected_nodes() if session.graph.layer_of(node_id).block is not None]
    if not chosen:
        session.status.emit(tr("Select a block to write out."), "info")
        return False
    before = set(session.graph.nodes)

    def edit(project: Project) -> Project:
        for node_id in chosen:
            if node_id in project.graph.nodes:
                project = grouping.ungroup(project, node_id)
        return project

    done = session.apply_project(edit, tr("Write the block out"))
    if done:
        session.select(set(session.graph.nodes) - before)
    return done


def fold_graph(session: EditorSession, view: CanvasView) -> bool:
    """Find repeated structure in the main graph, turn it into repeated blocks, and arrange what is left: one undo step."""
    if session.scope:
        session.leave_to(0)
    found = find(session.project, session.catalog)
    if not found:
        session.status.emit(tr("There is no repeated structure to fold."), "info")
        return False
    shapes = known_shapes(session.analysis if session.is_analysis_current() else None)
    before = len(session.graph.nodes)
    step = ("fold", id(found))
    done = session.apply_project(lambda project: fold(project, found, shapes=shapes), tr("Fold repeated structure"), step)
    if done:
        session.select(())
        auto_layout(session, view, step)
        session.document.end_merge()
        view.show_start()
        text = tr("Folded {before} layers into {after}.", before=before, after=len(session.graph.nodes))
        session.status.emit(text, "info")
    return done


def save_to_library(session: EditorSession) -> bool:
    """Keep the block that is open, or those that are selected, for other projects."""
    names = [session.scope] if session.scope else []
    names += [name for layer in map(session.graph.layer_of, session.selected_nodes()) for name in layer_blocks(layer)]
    if not names:
        session.status.emit(tr("Open or select a block to keep it for other projects."), "info")
        return False
    try:
        for name in names:
            library.save_block(session.project, name)
        session.set_library(library.load_blocks())
    except NetwrightError as error:
        session.status.emit(shown(error.message), "warning")
        return False
    session.status.emit(tr("Kept in the library: {names}", names=", ".join(names)), "info")
    return True

