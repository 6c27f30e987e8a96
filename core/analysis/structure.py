"""Problems that the graph alone shows, found in milliseconds and without keras.

Missing inputs, cycles, duplicate names, layers that lead nowhere, unknown types, parameters that do not fit the
catalogue. Shapes are not looked at (shapes), nor whether the design is wise (advice). The order of problems is: the
model as a whole, then node by node.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, partial
from typing import Protocol

from core.analysis.custom import NOTHING, OwnCode
from core.analysis.custom_functions import sources_in
from core.analysis.messages import UNTRUSTED
from core.analysis.parameters import Finding, check_parameters
from core.analysis.problems import Fix, Problem, Severity, quoted
from core.analysis.wiring import Wiring
from core.catalog.custom import SEPARATOR, split_type
from core.catalog.spec import LayerSpec, PortSpec
from core.graph import edits, naming
from core.graph.inner_models import block_of, inner_models
from core.graph.model import Graph, Layer, Node, Project
from core.graph.queries import input_nodes, structure_sources
from core.graph.values import FrozenMap, KerasObject, Path, PythonSource, Source, Value, walk_sources
from core.storage.trust import is_trusted, trusted
from core.texts import text

GETITEM = "keras.ops.getitem"

MAX_SEARCHES = 50
"""Loose ends for which a node to connect to is looked up; each look-up walks the graph."""


class Specs(Protocol):
    """What structure needs of the catalogue."""

    def get(self, type: str) -> LayerSpec | None:
        """The spec of a layer or op type, or None."""


FindingCache = dict[str, tuple[Layer, frozenset[str], tuple[Finding, ...]]]


def structure_problems(project: Project, catalog: Specs, block: str = "") -> list[Problem]:
    """The problems of the main graph, or of the graph of ``block``."""
    graph = project.blocks[block].graph if block else project.graph
    return StructureCheck(project, catalog, block, Wiring(graph), {}).problems()


def spec_of(catalog: Specs, type: str) -> LayerSpec | None:
    """The catalogue's spec of a type; an index (``x[...]``) has two spellings."""
    return catalog.get("keras.ops.get_item" if type == GETITEM else type)


class StructureCheck:
    """One check of one graph. ``findings`` keeps what was found about layers between checks."""

    def __init__(
        self,
        project: Project,
        catalog: Specs,
        block: str,
        wiring: Wiring,
        findings: FindingCache,
        own: OwnCode = NOTHING,
    ) -> None:
        self.project = project
        self.catalog = catalog
        self.block = block
        self.graph: Graph = wiring.graph
        self.wiring = wiring
        self.findings = findings
        self.own = own
        self._order = {node_id: place for place, node_id in enumerate(self.graph.nodes)}
        self._searches = 0

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in a stable order."""
        found = [*self._interface(), *self._cycles(), *self._names()]
        first_calls: set[str] = set()
        for node in self.graph.nodes.values():
            layer = self.graph.layers[node.layer]
            found += self._node(node, layer, node.layer not in first_calls)
            first_calls.add(node.layer)
        if not found and len(self.graph.nodes) > 1 and not self.wiring.outputs():
            message = text("The model has no output: no layer is connected to an input.")
            found.append(self._problem("error", "ST18", None, message))
        return [*found, *self._own_files(), *self._unused()]

    @cached_property
    def _trusted(self) -> frozenset[str]:
        return trusted()

    def _problem(
        self, severity: Severity, code: str, node: str | None, message: str, *fixes: Fix, parameter: str | None = None
    ) -> Problem:
        return Problem(severity, code, node, parameter, message, fixes)

    def _fix(self, label: str, edit: edits.GraphEdit) -> Fix:
        return Fix(label, edits.on_graph(edit, self.block))

    # The model as a whole

    def _interface(self) -> list[Problem]:
        graph = self.graph
        found: list[Problem] = []
        if graph.nodes and not input_nodes(graph):
            found.append(
                self._problem("error", "ST18", None, text("The model has no Input layer, so no data can come in."))
            )
        if not _can_name(graph.name):
            message = text("The model's name must be text without a '/'. Received: {name}", name=quoted(graph.name))
            found.append(self._problem("error", "ST15", None, message))
        declared = dict.fromkeys(source.node for source in structure_sources(graph.inputs))
        for node_id in declared:
            if not graph.layer_of(node_id).is_input:
                message = text(
                    "{name} is declared as an input of the model, but is no Input.", name=quoted(graph.name_of(node_id))
                )
                found.append(self._problem("error", "ST18", node_id, message))
        if graph.inputs is not None:
            found += self._undeclared(declared)
        return found

    def _undeclared(self, declared: Collection[str]) -> list[Problem]:
        """Inputs that the outputs need and that the declared input structure leaves out."""
        found: list[Problem] = []
        for node_id in self.wiring.upstream(source.node for source in self.wiring.outputs()):
            if self.graph.layer_of(node_id).is_input and node_id not in declared:
                name = quoted(self.graph.name_of(node_id))
                message = text("The outputs need the input {name}, which is not among the declared inputs.", name=name)
                fix = self._fix(text("Take all inputs in their order"), partial(edits.set_inputs, inputs=None))
                found.append(self._problem("error", "ST18", node_id, message, fix))
        return sorted(found, key=lambda problem: self._order[str(problem.node)])

    def _cycles(self) -> list[Problem]:
        found: list[Problem] = []
        for cycle in self.wiring.cycles():
            names = " > ".join(quoted(self.graph.name_of(node_id)) for node_id in (*cycle, cycle[0]))
            last, first = cycle[-1], cycle[0]
            paths = [p for p, s in walk_sources(self.graph.nodes[first].arguments) if s.node == last]
            fixes = [
                self._fix(
                    text(
                        "Remove the wire from {source} to {target}",
                        source=self.graph.name_of(last),
                        target=self.graph.name_of(first),
                    ),
                    partial(edits.disconnect, target=first, path=path),
                )
                for path in paths[:1]
            ]
            message = text(
                "{names} form a cycle; a network must run forward (recurrence lives inside recurrent layers).",
                names=names,
            )
            found.append(self._problem("error", "ST02", first, message, *fixes))
        return found

    def _names(self) -> list[Problem]:
        found: list[Problem] = []
        taken: dict[str, str] = {}
        seen: set[str] = set()
        for node_id, node in self.graph.nodes.items():
            if node.layer in seen:
                continue
            seen.add(node.layer)
            layer = self.graph.layers[node.layer]
            if not layer.name.strip() or not _can_name(layer.name):
                message = text(
                    "Keras takes no name that is empty, has a '/' or is no text. Received: {name}",
                    name=quoted(layer.name),
                )
                found.append(self._problem("error", "ST15", node_id, message, *self._rename(layer)))
            elif layer.name in taken:
                message = text(
                    "Two layers are named {name}; every layer needs a name of its own.", name=quoted(layer.name)
                )
                found.append(self._problem("error", "ST15", node_id, message, *self._rename(layer)))
            taken.setdefault(layer.name, node_id)
        return found

    def _rename(self, layer: Layer) -> tuple[Fix, ...]:
        wanted = (
            layer.name.replace("/", "_").encode("utf-8", "ignore").decode().strip()
            or naming.snake_case(layer.class_name)
            or "layer"
        )
        names = {other.name for other in self.graph.layers.values()}
        free, number = wanted, 0
        while free in names:
            number += 1
            free = f"{wanted}_{number}"
        return (self._fix(text("Rename to {name}", name=free), partial(edits.rename, layer_id=layer.id, name=free)),)

    # One node

    def _node(self, node: Node, layer: Layer, first_call: bool) -> list[Problem]:
        if layer.raw is not None:
            what = text(
                "{name} is a {kind} that Keras does not know; it is kept, but cannot be built.",
                name=quoted(layer.name),
                kind=layer.class_name,
            )
            if layer.class_name == "Lambda":
                what = text(
                    "{name} is a Lambda from a file, whose Python code is kept but never run; replace it by "
                    "layers or ops that compute the same, or by a Lambda whose function you write here.",
                    name=quoted(layer.name),
                )
            return [self._problem("error", "ST20", node.id, what)]
        name = layer.block
        if name is not None:
            if name not in self.project.blocks:
                message = text(
                    "{name} is an instance of the block {block}, which does not exist.",
                    name=quoted(layer.name),
                    block=quoted(name),
                )
                return [self._problem("error", "ST20", node.id, message)]
            return self._block_inputs(node, layer, name)
        spec = self.own.specs.get(layer.type) or spec_of(self.catalog, layer.type)
        if spec is None:
            if layer.is_input:
                return []
            if split_type(layer.type) is not None:
                return [self._own_layer(node, layer)]
            message = text(
                "{name}: {type} is not known to the installed Keras.", name=quoted(layer.name), type=layer.type
            )
            return [self._problem("error", "ST20", node.id, message)]
        found = [*self._untrusted(node, layer), *self._models(node, layer), *self._inputs(node, layer, spec)]
        if first_call or layer.is_op:
            found += self._parameters(node, layer, spec)
        return found

    def _parameters(self, node: Node, layer: Layer, spec: LayerSpec) -> list[Problem]:
        in_call = frozenset(node.arguments) if layer.is_op else frozenset()
        known = self.findings.get(layer.id)
        if known is None or known[0] is not layer or known[1] != in_call:
            known = (layer, in_call, check_parameters(layer, spec, in_call))
            self.findings[layer.id] = known
        return [
            self._problem(
                "error", item.code, node.id, item.message,
                *(self._fix(label, edit) for label, edit in item.repairs), parameter=item.parameter,
            )
            for item in known[2]
        ]  # fmt: skip

    def _inputs(self, node: Node, layer: Layer, spec: LayerSpec) -> list[Problem]:
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
                found.append(self._missing_input(node, layer, port.name, (port.name, *missing), len(spec.inputs) > 1))
        if not found and not self.wiring.sources[node.id]:
            port_name = spec.inputs[0].name if spec.inputs else "inputs"
            found.append(self._missing_input(node, layer, port_name, (port_name,), False))
        return found

    def _block_inputs(self, node: Node, layer: Layer, name: str) -> list[Problem]:
        inner = self.project.blocks[name].graph
        names = [inner.name_of(node_id) for node_id in input_nodes(inner)]
        spare = [key for key in node.arguments if key not in names and key not in ("training", "mask")]
        missing = [item for item in names if node.arguments.get(item) is None]
        return [self._missing_input(node, layer, item, (item,), len(names) > 1) for item in missing[len(spare) :]]

    def _missing_input(self, node: Node, layer: Layer, port: str, path: Path, several: bool) -> Problem:
        where = text("its input {port!r}", port=port) if several else text("its input")
        message = text(
            "{kind} {name} needs a tensor for {where}; nothing is connected.",
            kind=layer.class_name, name=quoted(layer.name), where=where,
        )  # fmt: skip
        return self._problem("error", "ST01", node.id, message, *self._connect(node, path))

    def _connect(self, node: Node, path: Path) -> tuple[Fix, ...]:
        """A wire from the node that most likely comes before: the closest in front, else the latest unused one."""
        self._searches += 1
        if self._searches > MAX_SEARCHES:
            return ()
        after = self.wiring.downstream([node.id])
        candidates = [node_id for node_id in self.graph.nodes if node_id not in after]
        if not candidates:
            return ()
        nearest = min(candidates, key=lambda node_id: self._distance(node_id, node.id))
        edit = partial(edits.connect, source=Source(nearest), target=node.id, path=path)
        return (self._fix(text("Connect to {name}", name=self.graph.name_of(nearest)), edit),)

    def _distance(self, node_id: str, target: str) -> tuple[float, float, int]:
        layout = self.graph.layout
        here, there = layout.positions.get(target), layout.positions.get(node_id)
        age = -self._order[node_id]
        if here is None or there is None:
            return (1.0 if self.wiring.targets[node_id] else 0.0, 0.0, age)
        along, across = (here[1] - there[1], here[0] - there[0])
        if layout.direction == "LR":
            along, across = across, along
        behind = along <= 0
        return (1.0 if behind else 0.0, along * along + across * across, age)

    def _models(self, node: Node, layer: Layer) -> list[Problem]:
        """Models inside of parameters whose block is not there or is none of a model."""
        found: list[Problem] = []
        for parameter, value in layer.params.items():
            for model in inner_models(value):
                name = block_of(model) or ""
                block = self.project.blocks.get(name)
                if block is None:
                    message = text(
                        "{name} holds a model of the block {block}, which does not exist.",
                        name=quoted(layer.name),
                        block=quoted(name),
                    )
                    found.append(self._problem("error", "ST20", node.id, message, parameter=parameter))
                elif block.kind == "function":
                    message = text(
                        "{name} can hold a nested model, and the block {block} is a function; make it a nested model.",
                        name=quoted(layer.name),
                        block=quoted(name),
                    )
                    found.append(self._problem("error", "ST20", node.id, message, parameter=parameter))
        return found

    # Code of the user's own

    def _untrusted(self, node: Node, layer: Layer) -> list[Problem]:
        """Functions kept in the parameters that the user has not agreed to run."""
        for name, value in layer.params.items():
            if isinstance(value, (PythonSource, KerasObject, tuple, FrozenMap)):
                for source in sources_in(value):
                    if not is_trusted(source, self._trusted):
                        message = text(
                            "{kind} {name} holds Python code that is not trusted yet; read it, then trust it or "
                            "delete the layer.",
                            kind=layer.class_name,
                            name=quoted(layer.name),
                        )
                        return [self._problem("error", UNTRUSTED, node.id, message, parameter=name)]
        return []

    def _own_layer(self, node: Node, layer: Layer) -> Problem:
        """A layer of a file that cannot be used now."""
        stem = layer.type.partition(SEPARATOR)[0]
        fault = self.own.faults.get(stem)
        if fault is not None:
            code = UNTRUSTED if fault.untrusted else "ST20"
            return self._problem(
                "error", code, node.id, text("{name}: {reason}", name=quoted(layer.name), reason=fault.message)
            )
        name = quoted(layer.name)
        if stem in self.own.files:
            what = text(
                "{name} is a {kind} of the file {stem}.py, which has no such layer.",
                name=name, kind=layer.class_name, stem=stem,
            )  # fmt: skip
        else:
            what = text(
                "{name} is a {kind} of the file {stem}.py, which the project does not name; add it as a custom layer file.",
                name=name, kind=layer.class_name, stem=stem,
            )  # fmt: skip
        return self._problem("error", "ST20", node.id, what)

    def _own_files(self) -> list[Problem]:
        """Files of which no layer is used, so that no node tells what is the matter with them."""
        used = {layer.type.partition(SEPARATOR)[0] for layer in self.graph.layers.values() if SEPARATOR in layer.type}
        return [
            self._problem("advice", UNTRUSTED if fault.untrusted else "ST20", None, fault.message)
            for stem, fault in self.own.faults.items()
            if stem not in used
        ]

    # What leads nowhere

    def _unused(self) -> list[Problem]:
        graph = self.graph
        found: list[Problem] = []
        used = self.wiring.upstream(source.node for source in self.wiring.outputs())
        declared = {source.node for source in structure_sources(graph.inputs)}
        for node_id in graph.nodes:
            if node_id in used or node_id in self.wiring.stuck or node_id in declared:
                continue
            layer = graph.layer_of(node_id)
            if not layer.is_input and not self.wiring.sources[node_id]:
                continue  # Reported as a missing input already.
            delete = self._fix(text("Delete {name}", name=layer.name), partial(edits.remove_nodes, node_ids=(node_id,)))
            if layer.is_input and not self.wiring.targets[node_id]:
                message = text("The input {name} feeds nothing; it is left out of the model.", name=quoted(layer.name))
            else:
                message = text(
                    "{kind} {name} leads to no output; it is left out of the model.",
                    kind=layer.class_name,
                    name=quoted(layer.name),
                )
            found.append(self._problem("advice", "ST01", node_id, message, delete))
        return found


def _can_name(name: str) -> bool:
    """False for what Keras or TensorFlow cannot take: a ``/``, or half a character (a lone surrogate)."""
    return "/" not in name and not any(0xD800 <= ord(character) <= 0xDFFF for character in name)


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
