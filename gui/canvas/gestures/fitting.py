"""Which ports can take the wire that is being drawn, and in one sentence why another cannot.

Cycles are refused; shapes are judged by what the worker found out when it tried the call (trying), until then by the number
of dimensions that the catalogue knows. Does not belong here: the trial itself (core.analysis).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.analysis.trial import Candidate, Conversion
from core.graph import queries
from core.graph.values import Source
from gui.analysis_worker import WireAnswer
from gui.canvas.card import shape_text
from gui.canvas.scene import CanvasScene
from gui.i18n import shown, tr


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a wire may end at a port. ``refused`` wires cannot be drawn; one that only does not fit yet can.

    ``yields`` is the shape that would come out of a target that fits, ``conversions`` what could stand between if not.
    """

    fits: bool
    reason: str = ""
    refused: bool = False
    yields: str = ""
    conversions: tuple[Conversion, ...] = ()


FITS = Fit(True)


class Fitting:
    """Answers for one end of a wire that stays: its source, or (drawn backwards) its target."""

    def __init__(
        self,
        scene: CanvasScene,
        answers: Mapping[Candidate, WireAnswer],
        *,
        source: Source | None = None,
        target: str | None = None,
    ) -> None:
        """``answers`` grow while the gesture lasts."""
        self._scene = scene
        self._answers = answers
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

    def candidate(self, source: Source, target: str, index: int) -> Candidate:
        """The wire from the source to the input port ``index`` of the target."""
        return Candidate(source, target, self._scene.nodes[target].card.inputs[index].path)

    def _fit(self, source: Source, target: str, index: int) -> Fit:
        session = self._scene.session
        graph = session.graph
        moving = target if self._source is not None else source.node
        if moving in self._cyclic:
            if source.node == target:
                return Fit(False, tr("A layer cannot feed itself."), True)
            text = tr("'{a}' to '{b}' would close a cycle.", a=graph.name_of(source.node), b=graph.name_of(target))
            return Fit(False, text, True)
        answer = self._answers.get(self.candidate(source, target, index))
        if answer is not None and answer.verdict.fits:
            shapes = ", ".join(shape_text(spec.shape) for spec in answer.verdict.outputs)
            return Fit(True, yields=shapes)
        if answer is not None and answer.verdict.fits is False:
            return Fit(False, shown(answer.verdict.reason), conversions=answer.conversions or ())
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
