"""Problems that the graph alone shows, found in milliseconds and without keras.

The check as a whole, and what is wrong with single nodes: unknown types, blocks that do not exist, parameters that do not
fit the catalogue. Its parts are modules of their own: the model as a whole (structure_model), tensors that are missing
(structure_inputs), code of the user's own (structure_code). Shapes are not looked at (shapes), nor whether the design is
wise (advice). The order of problems is: the model as a whole, then node by node, then what is left out of the model.
"""

from __future__ import annotations

from typing import Protocol

from core.analysis.custom import NOTHING, OwnCode
from core.analysis.parameters import Finding, check_parameters
from core.analysis.problems import Problem, quoted
from core.analysis.structure_code import CodeCheck
from core.analysis.structure_inputs import MissingInputs
from core.analysis.structure_model import cycle_problems, interface_problems, name_problems, unused_problems
from core.analysis.subject import Subject
from core.analysis.wiring import Wiring
from core.catalog.custom import split_type
from core.catalog.spec import LayerSpec
from core.graph.inner_models import block_of, inner_models
from core.graph.model import Layer, Node, Project
from core.texts import text

GETITEM = "keras.ops.getitem"


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
        self._subject = Subject(project, block, wiring)
        self._catalog = catalog
        self._findings = findings
        self._own = own
        self._missing = MissingInputs(self._subject)
        self._code = CodeCheck(self._subject, own)

    def problems(self) -> list[Problem]:
        """Everything that is wrong, in a stable order."""
        subject = self._subject
        found = [*interface_problems(subject), *cycle_problems(subject), *name_problems(subject)]
        first_calls: set[str] = set()
        for node in subject.graph.nodes.values():
            layer = subject.graph.layers[node.layer]
            found += self._node(node, layer, node.layer not in first_calls)
            first_calls.add(node.layer)
        if not found and len(subject.graph.nodes) > 1 and not subject.wiring.outputs():
            message = text("The model has no output: no layer is connected to an input.")
            found.append(Problem("error", "ST18", None, None, message))
        return [*found, *self._code.unused_files(), *unused_problems(subject)]

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
            return [Problem("error", "ST20", node.id, None, what)]
        name = layer.block
        if name is not None:
            if name not in self._subject.project.blocks:
                message = text(
                    "{name} is an instance of the block {block}, which does not exist.",
                    name=quoted(layer.name),
                    block=quoted(name),
                )
                return [Problem("error", "ST20", node.id, None, message)]
            return self._missing.of_block(node, layer, name)
        spec = self._own.specs.get(layer.type) or spec_of(self._catalog, layer.type)
        if spec is None:
            if layer.is_input:
                return []
            if split_type(layer.type) is not None:
                return [self._code.layer_of_file(node, layer)]
            message = text(
                "{name}: {type} is not known to the installed Keras.", name=quoted(layer.name), type=layer.type
            )
            return [Problem("error", "ST20", node.id, None, message)]
        found = [*self._code.untrusted(node, layer), *self._models(node, layer)]
        found += self._missing.of_layer(node, layer, spec)
        if first_call or layer.is_op:
            found += self._parameters(node, layer, spec)
        return found

    def _parameters(self, node: Node, layer: Layer, spec: LayerSpec) -> list[Problem]:
        in_call = frozenset(node.arguments) if layer.is_op else frozenset()
        known = self._findings.get(layer.id)
        if known is None or known[0] is not layer or known[1] != in_call:
            known = (layer, in_call, check_parameters(layer, spec, in_call))
            self._findings[layer.id] = known
        return [
            Problem(
                "error", item.code, node.id, item.parameter, item.message,
                tuple(self._subject.fix(label, edit) for label, edit in item.repairs),
            )
            for item in known[2]
        ]  # fmt: skip

    def _models(self, node: Node, layer: Layer) -> list[Problem]:
        """Models inside of parameters whose block is not there or is none of a model."""
        found: list[Problem] = []
        for parameter, value in layer.params.items():
            for model in inner_models(value):
                name = block_of(model) or ""
                block = self._subject.project.blocks.get(name)
                if block is None:
                    message = text(
                        "{name} holds a model of the block {block}, which does not exist.",
                        name=quoted(layer.name),
                        block=quoted(name),
                    )
                    found.append(Problem("error", "ST20", node.id, parameter, message))
                elif block.kind == "function":
                    message = text(
                        "{name} can hold a nested model, and the block {block} is a function; make it a nested model.",
                        name=quoted(layer.name),
                        block=quoted(name),
                    )
                    found.append(Problem("error", "ST20", node.id, parameter, message))
        return found
