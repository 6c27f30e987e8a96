"""What a wire would do that is not drawn yet: its target's call inferred, and the layers with which it would fit.

The graph that was analysed is never changed; a trial only asks the same memo of calls with other arguments. Does not
belong here: which layers may stand between (conversions), cycles and who may be wired at all (the editor's rules).

Invariant: a trial belongs to the analysis of one project value, and is used in the thread of its analyzer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice

from core.analysis.conversions import Steps, proposals
from core.analysis.inference import BLOCKING
from core.analysis.problems import Problem
from core.analysis.results import Shape, TensorSpec
from core.analysis.shapes import Call, Request, ShapeRun, Tensor, data_format
from core.analysis.structure import Specs
from core.analysis.wiring import Wiring
from core.catalog.ports import input_ports
from core.errors import NetwrightError
from core.graph.expand import expand_graph
from core.graph.model import Graph, Layer, Node, Project
from core.graph.queries import topological_order
from core.graph.values import FrozenMap, Path, Source, Value, replace_at, walk_sources

MOST_OFFERED = 3
MOST_TRIED = 16
_MERGES = frozenset({"merging", "arithmetic"})
_INPUT = "keras.layers.InputLayer"
_BETWEEN = Source("what stands between")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wire that could be drawn: from ``source`` to the place ``path`` among the target's arguments."""

    source: Source
    target: str
    path: Path


@dataclass(frozen=True, slots=True)
class Conversion:
    """Layers between, in order, and what the last one yields."""

    steps: Steps
    output: TensorSpec


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate fits; None if that cannot be said (other inputs are missing, or nothing is known yet).

    ``reason`` is one sentence where it does not; ``outputs`` what the target would yield where it does.
    """

    fits: bool | None
    reason: str = ""
    outputs: tuple[TensorSpec, ...] = ()


UNKNOWN = Verdict(None)
TensorOf = Callable[[Source], Tensor | None]


class Trial:
    """Answers about one analysed graph. ``tensor_of`` gives what its sources carry, ``open_run`` a run of the memo."""

    def __init__(
        self,
        project: Project,
        block: str,
        problems: Sequence[Problem],
        catalog: Specs,
        tensor_of: TensorOf,
        open_run: Callable[[], AbstractContextManager[ShapeRun]],
    ) -> None:
        self._project = project
        self._graph: Graph = project.blocks[block].graph if block else project.graph
        self._values: Mapping[str, Value] | None = project.blocks[block].parameters if block else None
        self._catalog = catalog
        self._tensor_of = tensor_of
        self._open_run = open_run
        self._blocked = {p.node for p in problems if p.severity == "error" and p.code in BLOCKING - {"ST01"}}
        self._calls: dict[str, list[str]] = {}
        for node_id, node in self._graph.nodes.items():
            self._calls.setdefault(node.layer, []).append(node_id)

    def judge(self, candidate: Candidate) -> Verdict:
        """Whether Keras would take the wire."""
        call = self._call(candidate)
        if call is None:
            return UNKNOWN
        if call.failure is not None:
            return Verdict(False, call.failure.sentence(self._graph.name_of(candidate.target)))
        return Verdict(True, "", tuple(tensor.spec for tensor in call.tensors or ()))

    def conversions(self, candidate: Candidate) -> tuple[Conversion, ...]:
        """The layers with which a wire that does not fit would, the most usual first; at most :data:`MOST_OFFERED`."""
        tensor = self._tensor_of(candidate.source)
        node = self._graph.nodes.get(candidate.target)
        if tensor is None or node is None:
            return ()
        layer = self._graph.layers[node.layer]
        channels_last = (layer.params.get("data_format") or data_format()) != "channels_first"
        others = self._others(candidate, node, layer)
        found: list[Conversion] = []
        for steps in islice(proposals(tensor.spec.shape, others, channels_last=channels_last), MOST_TRIED):
            made = self._converted(steps, tensor)
            call = self._call(candidate, made) if made is not None else None
            if made is not None and call is not None and call.failure is None:
                found.append(Conversion(steps, made.spec))
                if len(found) == MOST_OFFERED:
                    break
        return tuple(found)

    def _converted(self, steps: Steps, tensor: Tensor) -> Tensor | None:
        """What comes out of the layers between; None if one of them cannot take it."""
        with self._open_run() as shapes:
            for step in steps:
                spec = self._catalog.get(step.type)
                if spec is None or not spec.inputs:
                    return None
                layer = Layer("", step.type, step.class_name, params=step.params)
                call = shapes.call(Request(layer, FrozenMap({spec.inputs[0].name: _BETWEEN}), {_BETWEEN: tensor}))
                if call.tensors is None or len(call.tensors) != 1:
                    return None
                tensor = call.tensors[0]
        return tensor

    def _call(self, candidate: Candidate, instead: Tensor | None = None) -> Call | None:
        """The target's call with the wire, ``instead`` in place of what the source carries; None if not known."""
        node = self._graph.nodes.get(candidate.target)
        if node is None or candidate.target in self._blocked:
            return None
        try:
            source = candidate.source if instead is None else _BETWEEN
            arguments = replace_at(node.arguments, candidate.path, source)
        except (IndexError, NetwrightError):
            return None
        if not isinstance(arguments, FrozenMap):
            return None
        wired = replace(node, arguments=arguments)
        layer = self._graph.layers[node.layer]
        if layer.block is None:
            ports = input_ports(self._catalog.get(layer.type), wired, layer, optional=False)
            if any(port.required and not port.connected for port in ports):
                return None
        earlier = self._earlier_calls(wired)
        feeds: dict[Source, Tensor] = {}
        for one in (*earlier, wired):
            for _, source in walk_sources(one.arguments):
                brought = instead if source is _BETWEEN else self._tensor_of(source)
                if brought is None:
                    return None
                feeds[source] = brought
        return self._run([*earlier, wired], feeds)

    def _earlier_calls(self, node: Node) -> list[Node]:
        """The calls of the same layer that come before: they decide what its weights look like."""
        calls = self._calls[node.layer]
        if len(calls) < 2:
            return []
        order = Wiring(replace(self._graph, nodes=self._graph.nodes.set(node.id, node))).order
        before = order[: order.index(node.id)] if node.id in order else order
        wanted = set(calls)
        nodes = [self._graph.nodes[node_id] for node_id in before if node_id in wanted]
        return [one for one in nodes if all(self._tensor_of(source) for _, source in walk_sources(one.arguments))]

    def _run(self, nodes: Sequence[Node], feeds: Mapping[Source, Tensor]) -> Call | None:
        """The last call of a small graph in which stubs stand for all that feeds it (blocks are written out)."""
        stubs = dict.fromkeys(source.node for source in feeds)
        own = {node.id for node in nodes}
        if own & set(stubs):
            return None  # A shared layer that feeds its own next call: the whole graph decides.
        made = [Node(name, f"stub {name}") for name in stubs]
        layers = {node.layer: Layer(node.layer, _INPUT, "stub") for node in made}
        layers |= {node.layer: self._graph.layers[node.layer] for node in nodes}
        small = Graph(
            layers=FrozenMap(layers),
            nodes=FrozenMap({node.id: node for node in (*made, *nodes)}),
        )
        expansion = expand_graph(small, self._project.blocks, self._values)
        if expansion.errors:
            return None
        graph = expansion.graph
        counts: dict[str, int] = {}
        for node in graph.nodes.values():
            counts[node.layer] = counts.get(node.layer, 0) + 1
        tensors: dict[Source, Tensor] = dict(feeds)
        last: Call | None = None
        with self._open_run() as shapes:
            for node_id in topological_order(graph)[0]:
                if node_id in stubs:
                    continue
                node = graph.nodes[node_id]
                sources = [source for _, source in walk_sources(node.arguments)]
                if any(source not in tensors for source in sources):
                    return None
                brought = {source: tensors[source] for source in sources}
                layer = graph.layers[node.layer]
                last = shapes.call(Request(layer, node.arguments, brought), counts[node.layer] > 1)
                if last.tensors is None:
                    return last
                for number, tensor in enumerate(last.tensors):
                    tensors[Source(node_id, number)] = tensor
        return last

    def _others(self, candidate: Candidate, node: Node, layer: Layer) -> list[Shape]:
        """The shapes a merge would combine the wire's with; a free axis (of a concatenation) as it is there."""
        spec = self._catalog.get(layer.type)
        tensor = self._tensor_of(candidate.source)
        if spec is None or spec.family not in _MERGES or tensor is None:
            return []
        shapes: list[Shape] = []
        for path, source in walk_sources(node.arguments):
            other = self._tensor_of(source) if path != candidate.path else None
            if other is not None:
                shapes.append(other.spec.shape)
        if layer.class_name != "Concatenate":
            return shapes
        axis = layer.params.get("axis", -1)
        own = tensor.spec.shape
        if not isinstance(axis, int) or not -len(own) <= axis < len(own):
            return shapes
        axis %= len(own)
        return [
            (*shape[:axis], own[axis], *shape[axis + 1 :]) if len(shape) == len(own) else shape for shape in shapes
        ]
