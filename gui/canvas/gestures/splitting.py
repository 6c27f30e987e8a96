"""A card held over a wire: the wire thickens, and the shapes it would carry are told before anything is dropped.

Red, with the reason, if the card would break the network there. Does not belong here: the drop itself (move, drop).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.analysis.analysis import Analysis
from core.analysis.problems import Problem
from core.graph.edits import GraphEdit
from core.graph.model import Project
from core.graph.queries import Edge
from gui.canvas.card import shape_text
from gui.canvas.gestures.base import Pointer
from gui.canvas.gestures.hint import Hint
from gui.i18n import shown, tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Splitting:
    """What a card over a wire would do. ``node_id`` is the node, existing or to come; ``edit_for`` puts it into a wire."""

    def __init__(self, view: CanvasView, node_id: str, edit_for: Callable[[Edge], GraphEdit]) -> None:
        self._view = view
        self._scene = view.canvas
        self._session = view.canvas.session
        self._node = node_id
        self._edit_for = edit_for
        self._asked: Project | None = None
        self._hint: Hint | None = None
        self._text = ""
        self.target: Edge | None = None
        self._session.foreseen.connect(self._on_foreseen)

    def aim(self, edge: Edge | None, pointer: Pointer) -> None:
        """Hold the card over this wire, or over none."""
        if edge != self.target:
            self.target = edge
            self._text = ""
            self._view.mark_target(edge)
            self._asked = self._session.foresee(self._edit_for(edge)) if edge is not None else None
        self._say(pointer)

    def _say(self, pointer: Pointer) -> None:
        self._pointer = pointer
        if self._hint is None and self._text:
            self._hint = Hint(self._scene.look)
            self._scene.add_mark(self._hint)
        if self._hint is not None:
            self._hint.say(self._text, pointer.scene)

    def close(self) -> None:
        """Show nothing any more; ``target`` stays known."""
        self._session.foreseen.disconnect(self._on_foreseen)
        self._view.mark_target(None)
        self._scene.remove_mark(self._hint)
        self._hint = self._asked = None

    def _on_foreseen(self, analysis: Analysis) -> None:
        if analysis.project is not self._asked or self.target is None:
            return
        broken = self._new_error(analysis)
        self._text = shown(broken.message) if broken is not None else self._shapes(analysis, self.target)
        self._view.mark_target(self.target, refused=broken is not None)
        self._say(self._pointer)

    def _new_error(self, analysis: Analysis) -> Problem | None:
        """The first error that the card would bring, at the card if there is one."""
        known = self._session.analysis.problems if self._session.analysis is not None else ()
        old = {(problem.code, problem.node) for problem in known if problem.node != self._node}
        new = [p for p in analysis.problems if p.severity == "error" and (p.code, p.node) not in old]
        return min(new, key=lambda problem: problem.node != self._node, default=None)

    def _shapes(self, analysis: Analysis, edge: Edge) -> str:
        before = self._scene.tensor(edge.source)
        result = analysis.nodes.get(self._node)
        if before is None or result is None or not result.outputs:
            return ""
        return tr("{a} becomes {b}", a=shape_text(before.shape), b=shape_text(result.outputs[0].shape))
