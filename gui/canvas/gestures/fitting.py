"""Which ports can take the wire that is being drawn, and in one sentence why another cannot.

Does not belong here: the full check of shapes (core.analysis), which follows each edit and shows its own problems.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.graph import queries
from core.graph.values import Source
from gui.canvas.card import shape_text
from gui.canvas.scene import CanvasScene
from gui.i18n import tr


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a wire may end at a port. ``refused`` wires cannot be drawn; one that only does not fit yet can."""

    fits: bool
    reason: str = ""
    refused: bool = False


FITS = Fit(True)


class Fitting:
    """Answers for one end of a wire that stays: its source, or (drawn backwards) its target."""

    def __init__(self, scene: CanvasScene, *, source: Source | None = None, target: str | None = None) -> None:
        self._scene = scene
        self._source = source
        self._target = target
        graph = scene.session.graph
        if source is not None:
            self._cyclic = queries.upstream(graph, (source.node,))
        else:
            self._cyclic = queries.downstream(graph, (target,)) if target is not None else set()

    def input(self, node_id: str, index: int) -> Fit:
        """Whether the wire from the source may end at this input port."""
        assert self._source is not None
        return self._fit(self._source, node_id, index)

    def output(self, source: Source, index: int) -> Fit:
        """Whether a wire from this output may end at the target's port ``index``."""
        assert self._target is not None
        return self._fit(source, self._target, index)

    def _fit(self, source: Source, target: str, index: int) -> Fit:
        session = self._scene.session
        graph = session.graph
        moving = target if self._source is not None else source.node
        if moving in self._cyclic:
            if source.node == target:
                return Fit(False, tr("A layer cannot feed itself."), True)
            text = tr("'{a}' to '{b}' would close a cycle.", a=graph.name_of(source.node), b=graph.name_of(target))
            return Fit(False, text, True)
        layer = graph.layer_of(target)
        spec = session.spec_of(layer)
        tensor = self._scene.tensor(source)
        if spec is None or tensor is None or index != 0 or not spec.ranks or spec.inputs[0].kind == "list":
            return FITS
        rank = len(tensor.shape)
        if rank in spec.ranks:
            return FITS
        sizes = " / ".join(str(wanted - 1) for wanted in spec.ranks)
        text = tr(
            "{layer} takes {sizes} sizes per sample; '{name}' gives {shape}.",
            layer=spec.title or spec.class_name,
            sizes=sizes,
            name=graph.name_of(source.node),
            shape=shape_text(tensor.shape),
        )
        return Fit(False, text)
