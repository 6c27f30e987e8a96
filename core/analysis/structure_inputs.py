"""Tensors that a node needs and does not get, each with the wire that was most likely meant.

Does not belong here: whether a tensor that arrives fits (shapes). Invariant: one check looks for at most
:data:`MAX_SEARCHES` wires, however many ends are loose.
"""

from __future__ import annotations

from functools import partial

from core.analysis.problems import Fix, Problem, quoted
from core.analysis.subject import Subject
from core.catalog.spec import LayerSpec, PortSpec
from core.graph import edits
from core.graph.model import Layer, Node
from core.graph.queries import input_nodes
from core.graph.values import Path, Source, Value, walk_sources
from core.texts import text

MAX_SEARCHES = 50
"""Loose ends for which a node to connect to is looked up; each look-up walks the graph."""


class MissingInputs:
    """The loose ends of one graph; counts the look-ups of the check."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._searches = 0

    def of_layer(self, node: Node, layer: Layer, spec: LayerSpec) -> list[Problem]:
        """The ports of a layer or op that need a tensor and have none."""
        arguments = node.arguments
        if layer.is_input:
            return []
        if "0" in arguments:
            return []  # Positional arguments of an unknown signature: Keras will say.
        known = {port.name for port in spec.inputs}
        spare = [key for key in arguments if key not in known and any(True for _ in walk_sources(arguments[key]))]
        found: list[Problem] = []
        for place, port in enumerate(spec.inputs):
            value = arguments.get(port.name, layer.params.get(port.name) if layer.is_op else None)
            if place == 0 and value is None and len(spare) == 1:
                value = arguments[spare[0]]
            missing = _missing_place(port, value)
            if missing is not None:
                found.append(self._missing(node, layer, port.name, (port.name, *missing), len(spec.inputs) > 1))
        if not found and not self._subject.wiring.sources[node.id]:
            port_name = spec.inputs[0].name if spec.inputs else "inputs"
            found.append(self._missing(node, layer, port_name, (port_name,), False))
        return found

    def of_block(self, node: Node, layer: Layer, name: str) -> list[Problem]:
        """The inputs of the block ``name`` that its instance leaves open."""
        inner = self._subject.project.blocks[name].graph
        names = [inner.name_of(node_id) for node_id in input_nodes(inner)]
        spare = [key for key in node.arguments if key not in names and key not in ("training", "mask")]
        missing = [item for item in names if node.arguments.get(item) is None]
        return [self._missing(node, layer, item, (item,), len(names) > 1) for item in missing[len(spare) :]]

    def _missing(self, node: Node, layer: Layer, port: str, path: Path, several: bool) -> Problem:
        where = text("its input {port!r}", port=port) if several else text("its input")
        message = text(
            "{kind} {name} needs a tensor for {where}; nothing is connected.",
            kind=layer.class_name, name=quoted(layer.name), where=where,
        )  # fmt: skip
        return Problem("error", "ST01", node.id, None, message, self._connect(node, path))

    def _connect(self, node: Node, path: Path) -> tuple[Fix, ...]:
        """A wire from the node that most likely comes before: the closest in front, else the latest unused one."""
        self._searches += 1
        if self._searches > MAX_SEARCHES:
            return ()
        after = self._subject.wiring.downstream([node.id])
        candidates = [node_id for node_id in self._subject.graph.nodes if node_id not in after]
        if not candidates:
            return ()
        nearest = min(candidates, key=lambda node_id: self._distance(node_id, node.id))
        edit = partial(edits.connect, source=Source(nearest), target=node.id, path=path)
        return (self._subject.fix(text("Connect to {name}", name=self._subject.graph.name_of(nearest)), edit),)

    def _distance(self, node_id: str, target: str) -> tuple[float, float, int]:
        layout = self._subject.graph.layout
        here, there = layout.positions.get(target), layout.positions.get(node_id)
        age = -self._subject.order[node_id]
        if here is None or there is None:
            return (1.0 if self._subject.wiring.targets[node_id] else 0.0, 0.0, age)
        along, across = (here[1] - there[1], here[0] - there[0])
        if layout.direction == "LR":
            along, across = across, along
        behind = along <= 0
        return (1.0 if behind else 0.0, along * along + across * across, age)


def _missing_place(port: PortSpec, value: Value) -> tuple[int, ...] | None:
    """Where a tensor is missing inside the port's argument; None where nothing is missing."""
    if port.name == "mask":
        return None  # Attention takes mask=[None, m]: each of its tensors may go without a mask.
    if port.kind == "list" and isinstance(value, tuple):
        hole = next((place for place, item in enumerate(value) if item is None), None)
        if hole is not None:
            return (hole,)
        return (len(value),) if port.required and len(value) < port.least else None
    if value is not None or not port.required:
        return None
    return (0,) if port.kind == "list" else ()
