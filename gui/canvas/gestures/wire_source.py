"""Moving where wires come from: all wires of an output at once, or one that is taken by its beginning.

And wires that begin at a card's body, where ports are too small to be hit or need not be looked for. Does not belong
here: wires that begin at a port or are taken off an input (wire).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.analysis.trial import Candidate
from core.catalog.ports import free_port
from core.graph.queries import Edge
from core.graph.rewiring import move_sources, without_wires
from core.graph.values import Source
from gui.canvas.gestures.base import Pointer
from gui.canvas.gestures.fitting import Fit, Fitting
from gui.canvas.gestures.wire import DrawWire, WireFromOutput
from gui.canvas.hits import PortHit
from gui.canvas.placing import port_index
from gui.canvas.routing import Point
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class MoveSources(DrawWire):
    """The wires hang at their inputs; their common beginning follows the pointer to another output."""

    side = "out"

    def __init__(self, view: CanvasView, wires: Sequence[Edge], *, by_wire: bool = False) -> None:
        super().__init__(view)
        self._wires = list(wires)
        self._old = self._wires[0].source
        self._by_wire = by_wire

    def _begin(self, pointer: Pointer) -> None:
        super()._begin(pointer)
        self._show_wires(False)

    def _tidy(self) -> None:
        super()._tidy()
        self._show_wires(True)

    def _show_wires(self, shown: bool) -> None:
        for edge in self._wires:
            item = self.scene.wiring.items.get(edge.key)
            if item is not None:
                item.setVisible(shown)
                if item.label is not None:
                    item.label.setVisible(shown)

    def _click(self) -> None:
        if self._by_wire:
            self.session.select(())
            self.scene.wiring.select(edge.key for edge in self._wires)

    def _fixed(self) -> list[Point]:
        points = []
        for edge in self._wires:
            item = self.scene.nodes[edge.target]
            points.append(item.input_point(port_index(item.card, edge.path)))
        return points

    def _fitting(self) -> Fitting:
        answers = self._trying.answers
        self._fits = [Fitting(self.scene, answers, target=edge.target) for edge in self._wires]
        return self._fits[0]

    def _judge(self, hit: PortHit) -> Fit:
        answers = []
        for edge, fitting in zip(self._wires, self._fits, strict=True):
            answers.append(fitting.output(hit.source, port_index(self.scene.nodes[edge.target].card, edge.path)))
        refused = next((answer for answer in answers if answer.refused), None)
        found = refused or next((answer for answer in answers if not answer.fits), answers[0])
        return replace(found, conversions=(), yields="") if len(answers) > 1 else found

    def _candidates(self, hit: PortHit) -> list[Candidate]:
        return [Candidate(hit.source, edge.target, edge.path) for edge in self._wires]

    def _moved(self) -> Edge | None:
        return self._wires[0]

    def _is_own(self, node_id: str) -> bool:
        return node_id in {edge.target for edge in self._wires}

    def _port_of_card(self, node_id: str) -> int | None:
        return self._old.output if node_id == self._old.node else 0

    def _drop_on_port(self, hit: PortHit) -> None:
        if hit.source != self._old:
            self.session.apply(lambda graph: move_sources(graph, self._wires, hit.source), self._label())

    def _drop_on_full_card(self, node_id: str) -> None:
        return

    def _drop_on_canvas(self, place: Point) -> None:
        if len(self._wires) == 1:
            a, b = self.session.graph.name_of(self._old.node), self.session.graph.name_of(self._wires[0].target)
            label = tr("Disconnect {a} from {b}", a=a, b=b)
        else:
            label = tr("Disconnect {count} wires", count=len(self._wires))
        self.session.apply(lambda graph: without_wires(graph, self._wires), label)

    def _label(self) -> str:
        count = len(self._wires)
        return tr("Move wire") if count == 1 else tr("Move {count} wires", count=count)


class WireFromBody(WireFromOutput):
    """From one card's body to another's: the first output and input that fit each other are connected."""

    def __init__(self, view: CanvasView, node_id: str) -> None:
        super().__init__(view, Source(node_id))
        self._outputs = [Source(node_id, index) for index in range(max(1, len(self.scene.nodes[node_id].outputs)))]

    def _fitting(self) -> Fitting:
        answers = self._trying.answers
        self._by_output = [Fitting(self.scene, answers, source=source) for source in self._outputs]
        return self._by_output[0]

    def _aim(self, pointer: Pointer) -> None:
        self._source = self._outputs[0]
        super()._aim(pointer)

    def _port_of_card(self, node_id: str) -> int | None:
        inputs = self.scene.nodes[node_id].card.inputs
        for source, fitting in zip(self._outputs, self._by_output, strict=True):
            for index, port in enumerate(inputs):
                if not port.connected and port.required and fitting.input(node_id, index).fits:
                    self._source, self._judges = source, fitting
                    return index
        free = free_port(inputs)
        return inputs.index(free) if free is not None else None
