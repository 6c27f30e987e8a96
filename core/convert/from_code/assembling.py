"""Models of the code as graphs of the document: layers, nodes, nested models as blocks.

Does not belong here: which model is meant (reading), training settings (training). Invariants: the graph keeps the invariants
of the document; inputs come first, then the calls in the order in which the code makes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from core.analysis.calls import interface
from core.convert.from_code.held_models import resolved
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import MISSING
from core.convert.from_code.parameters import Unsaid, document_value
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.tracing import calls_between
from core.convert.from_code.values import Call, Layer, Model, Prefixed, Several, Tensor, tensors_in
from core.convert.imported import Placeholder, Upgrade
from core.graph.model import BLOCK_PREFIX, INPUT_TYPE, Block, Graph, Node, Structure
from core.graph.model import Layer as GraphLayer
from core.graph.naming import unique_among
from core.graph.queries import input_nodes, output_sources, structure_sources, upstream
from core.graph.values import FrozenMap, Slice, Source, Value
from core.texts import text


@dataclass(slots=True)
class Assembly:
    """The blocks of one project in the making, and what became a placeholder."""

    m: Machine
    blocks: dict[str, Block] = field(default_factory=dict)
    placeholders: dict[Placeholder, None] = field(default_factory=dict)
    weights: dict[str, None] = field(default_factory=dict)
    block_of: dict[int, str] = field(default_factory=dict)
    depth: int = 0
    held: set[int] = field(default_factory=set)
    """The models that layers hold."""
    places: list[tuple[FrozenMap[str, Node], dict[str, int]]] = field(default_factory=list)
    """For the nodes of each graph that was made, the lines of their calls."""

    def lines_of(self, graph: Graph) -> dict[str, int]:
        """The lines in which the nodes of a graph are called, as far as they are known."""
        return next((lines for nodes, lines in self.places if nodes is graph.nodes), {})

    def graph(self, model: Model, name: str, frozen: bool = False) -> Graph:
        """The graph of a model. ``frozen``: an enclosing block says already that nothing in it is trainable."""
        for entry in model.weights:
            self.weights[entry] = None
        if model.style == "sequential" and not model.is_known:
            return self._chain(model, name, frozen)
        return _GraphMaker(self, frozen).model(model, name)

    def fragments(self, calls: Iterable[Call], layers: Iterable[Layer], name: str) -> Graph:
        """Calls that belong to no model, and layers that nothing calls, as they are."""
        return _GraphMaker(self, False).loose(list(calls), list(layers), name)

    def _chain(self, model: Model, name: str, frozen: bool) -> Graph:
        """The layers of a Sequential model that does not know its input, in a row."""
        maker = _GraphMaker(self, frozen)
        nodes: dict[str, Node] = {}
        for number, layer in enumerate(model.rows, 1):
            maker.layer_id(layer)
            node_id = f"n{number}"
            key = "inputs"
            spec = self.m.catalog.get(layer.type) if layer.raw is None else None
            if spec is not None and spec.inputs:
                key = spec.inputs[0].name
            elif layer.raw is not None:
                key = "0"
            source: Value = Source(f"n{number - 1}")
            if spec is not None and spec.inputs and spec.inputs[0].kind == "list":
                source = (source,)
            nodes[node_id] = Node(node_id, maker.layer_ids[id(layer)], FrozenMap({key: source} if number > 1 else {}))
        self.m.note(text("The model {name!r} does not say what it takes; give it an Input.", name=model.name))
        return Graph(name=name, layers=FrozenMap(maker.layers), nodes=FrozenMap(nodes))

    def layer(self, layer: Layer, layer_id: str, name: str, frozen: bool) -> GraphLayer:
        """The layer of the document."""
        if isinstance(layer, Model):
            return self._nested(layer, layer_id, name, frozen)
        if layer.block is not None:
            block = self.block(layer.block)
            return GraphLayer(layer_id, BLOCK_PREFIX + block, name, self._params(layer.params), layer.repeat)
        if layer.raw is not None:
            self.placeholders[Placeholder(name, layer.class_name, layer.reason)] = None
            return GraphLayer(layer_id, layer.type, name, raw=layer.raw)
        params = dict(layer.params)
        if layer.trainable is False and not frozen and layer.type != INPUT_TYPE and not layer.is_op:
            params["trainable"] = False
        if frozen:
            params.pop("trainable", None)
        return GraphLayer(layer_id, layer.type, name, self._params(params))

    def _params(self, params: dict[str, Any]) -> FrozenMap[str, Value]:
        """Read parameters, with the models that they refer to."""
        return FrozenMap({key: resolved(self, value) for key, value in params.items()})

    def _nested(self, model: Model, layer_id: str, name: str, frozen: bool) -> GraphLayer:
        stopped = model.trainable is False
        if model.definition is not None:
            block = self.block(model.definition)
            params = dict(model.arguments)
            if stopped and not frozen:
                params["trainable"] = False
            return GraphLayer(layer_id, BLOCK_PREFIX + block, name, FrozenMap(params))
        if id(model) not in self.block_of:
            self.depth += 1
            if self.depth > 30:
                raise Unsaid(text("Models are nested too deeply"))
            graph = self.graph(model, "", frozen or stopped)
            self.depth -= 1
            self.block_of[id(model)] = self._block_name(plain_name(model.name), graph)
        params = {"trainable": False} if stopped and not frozen else {}
        return GraphLayer(layer_id, BLOCK_PREFIX + self.block_of[id(model)], name, FrozenMap(params))

    def _block_name(self, wanted: str, graph: Graph) -> str:
        for block in self.blocks.values():
            if replace(block.graph, name="") == graph:
                return block.name
        name = unique_among(self.blocks, wanted)
        self.blocks[name] = Block(name, "model", graph=replace(graph, name=name))
        return name

    def block(self, definition: Any) -> str:
        """The block of a definition in generated code; made at its first use."""
        if id(definition) not in self.block_of:
            self.block_of[id(definition)] = definition.name
            made: Block = definition.block(self)
            parameters = {key: resolved(self, value) for key, value in made.parameters.items()}
            self.blocks[made.name] = replace(made, parameters=FrozenMap(parameters))
        return self.block_of[id(definition)]


def plain_name(name: Any) -> str:
    """A name of the code as a name of the document."""
    if isinstance(name, Prefixed):
        return name.rest.removeprefix("_") or "layer"
    return str(name).strip().replace("/", "_") or "layer"


class _GraphMaker:
    """Makes one graph."""

    def __init__(self, assembly: Assembly, frozen: bool) -> None:
        self.assembly = assembly
        self.m = assembly.m
        self.frozen = frozen
        self.layers: dict[str, GraphLayer] = {}
        self.layer_ids: dict[int, str] = {}
        self.nodes: dict[int, str] = {}
        self.names: set[str] = set()
        self.fed: dict[Tensor, str] = {}
        self.lines: dict[str, int] = {}

    def model(self, model: Model, name: str) -> Graph:
        """The graph of a model that knows its inputs."""
        inputs = tensors_in(model.inputs)
        calls = calls_between(model)
        stands = [tensor for tensor in inputs if tensor.call.layer.type != INPUT_TYPE]
        made: dict[str, Node] = {}
        for tensor in inputs:
            if tensor in stands:
                self._stand_in(tensor, made)
            elif id(tensor.call) not in self.nodes:
                self._node(tensor.call, made)
        hidden = {id(tensor.call) for tensor in stands if tensor.index == 0 and (tensor.call.outputs or 1) == 1}
        for call in calls:
            if id(call) not in self.nodes and id(call) not in hidden:
                self._node(call, made)
        graph = self._made(name, made)
        outputs = self.structure(model.outputs)
        if outputs is not None and outputs != _automatic_outputs(graph):
            graph = replace(graph, outputs=outputs)
        declared = self.structure(model.inputs)
        extra = [
            key
            for key in graph.nodes
            if graph.layer_of(key).is_input and Source(key) not in structure_sources(declared)
        ]
        if extra:
            self.m.note(
                text(
                    "The input {name!r} is used, but the model does not name it; it is an input now.",
                    name=graph.name_of(extra[0]),
                )
            )
        elif declared is not None and declared != _automatic_inputs(graph):
            graph = replace(graph, inputs=declared)
        return graph

    def loose(self, calls: list[Call], layers: list[Layer], name: str) -> Graph:
        """Everything that was called, and nodes without a wire for what was not."""
        made: dict[str, Node] = {}
        for call in sorted(calls, key=lambda item: (item.layer.type != INPUT_TYPE, item.number)):
            self._node(call, made)
        for layer in layers:
            node_id = f"n{len(made) + 1}"
            made[node_id] = Node(node_id, self.layer_id(layer))
        return self._made(name, made)

    def _made(self, name: str, made: dict[str, Node]) -> Graph:
        nodes = FrozenMap(made)
        self.assembly.places.append((nodes, self.lines))
        return Graph(name=name, layers=FrozenMap(self.layers), nodes=nodes)

    def layer_id(self, layer: Layer) -> str:
        """The id of a layer in this graph; it is added when it is new."""
        if id(layer) not in self.layer_ids:
            layer_id = f"l{len(self.layers) + 1}"
            self.layer_ids[id(layer)] = layer_id
            self.layers[layer_id] = self.assembly.layer(layer, layer_id, self._name(layer), self.frozen)
        return self.layer_ids[id(layer)]

    def _name(self, layer: Layer) -> str:
        wanted = plain_name(layer.name)
        if isinstance(layer.name, str) and "/" in layer.name:
            self.m.upgrades[Upgrade(wanted, f"name={layer.name!r}", f"name={wanted!r}")] = None
        name = unique_among(self.names, wanted)
        if name != wanted and layer.has_name and not isinstance(layer, Model):
            self.m.note(
                text("Two layers are called {wanted!r}; one of them is {name!r} now.", wanted=wanted, name=name),
                layer.line,
            )
        self.names.add(name)
        return name

    def _stand_in(self, tensor: Tensor, made: dict[str, Node]) -> None:
        """An input in the place of a tensor in the middle of another model."""
        shape = shape_of(tensor)
        layer = Layer(INPUT_TYPE, f"{plain_name(tensor.call.layer.name)}_input", {}, tensor.call.line)
        if shape is not None:
            layer.params["shape"] = tuple(shape[1:])
        node_id = f"n{len(made) + 1}"
        made[node_id] = Node(node_id, self.layer_id(layer))
        self.fed[tensor] = node_id

    def _node(self, call: Call, made: dict[str, Node]) -> None:
        node_id = f"n{len(made) + 1}"
        self.nodes[id(call)] = node_id
        self.lines[node_id] = call.line
        layer_id = self.layer_id(call.layer)
        arguments: dict[str, Value] = {}
        for key, value in call.arguments.items():
            try:
                made_value = self.argument(value, call.line)
            except Unsaid as unsaid:
                self.m.note(
                    text(
                        "{unsaid}; {key} of {name!r} is not set.",
                        unsaid=unsaid,
                        key=key,
                        name=self.layers[layer_id].name,
                    ),
                    call.line,
                )
                continue
            arguments[key] = made_value
        made[node_id] = Node(node_id, layer_id, FrozenMap(arguments))

    def argument(self, value: Any, line: int) -> Value:
        """An argument with sources in the places of tensors."""
        if isinstance(value, Several):
            value = value.call.tensor(0)
        if isinstance(value, Tensor):
            return self.source(value)
        if isinstance(value, (list, tuple)):
            return tuple(self.argument(item, line) for item in value if item is not MISSING)
        if isinstance(value, dict):
            return FrozenMap({str(key): self.argument(item, line) for key, item in value.items()})
        if isinstance(value, slice) and tensors_in([value.start, value.stop, value.step]):
            return Slice(*(self.argument(part, line) for part in (value.start, value.stop, value.step)))
        return document_value(self.m, value, line)

    def source(self, tensor: Tensor) -> Source:
        """The source of a tensor; Unsaid for one from outside of the graph."""
        if tensor in self.fed:
            return Source(self.fed[tensor])
        if id(tensor.call) not in self.nodes:
            raise Unsaid(text("A tensor comes from outside of the model"))
        return Source(self.nodes[id(tensor.call)], tensor.index)

    def structure(self, value: Any) -> Structure:
        """The structure of inputs or outputs."""
        if isinstance(value, Several):
            value = value.call.tensor(0)
        if isinstance(value, Tensor):
            return self.source(value)
        if isinstance(value, dict):
            return FrozenMap({str(key): self.structure(item) for key, item in value.items()})
        if isinstance(value, (list, tuple)):
            return tuple(self.structure(item) for item in value)
        return None


def _automatic_outputs(graph: Graph) -> Structure:
    """What the outputs are when the graph does not say."""
    return interface(None, [source.node for source in output_sources(graph)])


def _automatic_inputs(graph: Graph) -> Structure:
    """What the inputs are when the graph does not say: the input nodes that lead to an output."""
    sources = structure_sources(graph.outputs) or output_sources(graph)
    needed = upstream(graph, (source.node for source in sources))
    return interface(None, [node_id for node_id in input_nodes(graph) if node_id in needed])
