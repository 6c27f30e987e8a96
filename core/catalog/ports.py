"""The ports of one node: where wires may end and start, given its spec and the call it makes now.

Does not belong here: whether shapes fit (analysis), how a port is drawn (gui).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog.spec import LayerSpec
from core.graph.model import Layer, Node
from core.graph.values import FrozenMap, Path, Source, Value, walk_sources


@dataclass(frozen=True, slots=True)
class InPort:
    """A place inside the arguments that holds, or may hold, one wire.

    ``grows`` marks the empty place behind the last item of a list: a wire there makes the list longer.
    """

    path: Path
    required: bool
    connected: bool
    grows: bool = False

    @property
    def label(self) -> str:
        """``query``, or ``inputs 2`` for the second item of a list."""
        head, *rest = self.path
        return " ".join([str(head), *(str(step + 1) if isinstance(step, int) else step for step in rest)])


def input_ports(spec: LayerSpec | None, node: Node, layer: Layer, *, optional: bool = True) -> tuple[InPort, ...]:
    """The input ports in call order: those of the spec, then wires at places the spec does not know.

    Without ``optional`` the optional ports that hold no wire are left out. A layer without a spec (a placeholder, a
    block) offers its wires and one more place.
    """
    if layer.is_input:
        return ()
    ports: list[InPort] = []
    known: set[str | int] = set()
    for port in spec.inputs if spec is not None else ():
        known.add(port.name)
        value = node.arguments.get(port.name)
        if port.kind == "list" and not isinstance(value, Source):
            ports.extend(_list_ports((port.name,), value, port.least, port.most, port.required))
            continue
        inner = [InPort((port.name, *path), port.required, True) for path, _ in walk_sources(value)]
        if inner:
            ports.extend(inner)
        elif value is None and (port.required or optional):
            ports.append(InPort((port.name,), port.required, False))
    for name, value in node.arguments.items():
        if name not in known:
            ports.extend(InPort((name, *path), False, True) for path, _ in walk_sources(value))
    if spec is None and not any(not port.connected for port in ports):
        ports.append(InPort((str(len(node.arguments)),), not ports, False, grows=True))
    return tuple(ports)


def _list_ports(path: Path, value: Value, least: int, most: int, required: bool) -> list[InPort]:
    items = value if isinstance(value, tuple) else ()
    ports = []
    for position, item in enumerate(items):
        for inner, _ in walk_sources(item):
            ports.append(InPort((*path, position, *inner), required, True))
        if item is None:
            ports.append(InPort((*path, position), required, False))
    if not most or len(items) < most:
        ports.append(InPort((*path, len(items)), required and len(items) < least, False, grows=True))
    return ports


def block_ports(inner_inputs: list[str], node: Node) -> tuple[InPort, ...]:
    """The input ports of a call of a block, by the names of its inner input layers."""
    return tuple(InPort((name,), True, isinstance(node.arguments.get(name), Source)) for name in inner_inputs)


def free_port(ports: tuple[InPort, ...]) -> InPort | None:
    """Where a wire dropped on the node as a whole should end: the first required free place, else a place to grow."""
    free = [port for port in ports if not port.connected]
    return next((port for port in free if port.required), next((port for port in free if port.grows), None))


def output_count(spec: LayerSpec | None, node: Node, layer: Layer) -> int:
    """How many tensors the call returns as far as the catalogue knows; at least 1."""
    if spec is None or not spec.outputs:
        return 1
    settings: FrozenMap[str, Value] = layer.params.update(dict(node.arguments))
    return max(1, len(spec.active_outputs(settings)))
