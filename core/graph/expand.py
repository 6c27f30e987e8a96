"""Function blocks written out: a graph in which every block instance is replaced by copies of the block's graph.

Model blocks stay as they are: they are layers. A graph without function blocks is returned itself. Ids of written-out
nodes and layers are paths (``n5/2/n3``: copy 2 of instance ``n5``); names are ``<instance>_<inner>`` or, repeated,
``<instance>_<copy>_<inner>`` with copies from 1. Does not belong here: what a block means to Keras.

Inside a frozen instance every layer is frozen.

Invariants: output 0, 1... of a copy feeds the inputs of the next in their order (further inputs are fed alike in every
copy); two calls of one block instance share the inner layers; nodes keep the order of the graph they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import ConversionError
from core.graph.expressions import substitute
from core.graph.freezing import can_freeze, freezes, frozen
from core.graph.model import Block, Graph, Layer, Node, Project
from core.graph.queries import input_nodes, output_sources, topological_order
from core.graph.values import EMPTY, FrozenMap, Source, Value, exact_key, map_sources, remove_at, walk_sources
from core.texts import text

MAX_NODES = 200_000


@dataclass(frozen=True, slots=True)
class Expansion:
    """A graph without function blocks, and where its nodes come from.

    ``origin`` maps a node id to the path (node of the graph, inner node...). ``outputs`` gives, for each block instance
    of the graph, the values its outputs became. ``errors`` holds instances that could not be written out; they are
    left as they are.
    """

    graph: Graph
    origin: Mapping[str, tuple[str, ...]]
    outputs: Mapping[str, tuple[Value, ...]]
    errors: Mapping[str, ConversionError]


def expand(project: Project) -> Expansion:
    """The main graph without function blocks; ConversionError (naming the node) if a block cannot be written out."""
    expansion = expand_graph(project.graph, project.blocks)
    for error in expansion.errors.values():
        raise error
    return expansion


def is_function(layer: Layer, blocks: Mapping[str, Block]) -> bool:
    """True if the layer is an instance of a function block that exists."""
    name = layer.block
    return name is not None and name in blocks and blocks[name].kind == "function"


def expand_graph(
    graph: Graph,
    blocks: Mapping[str, Block],
    values: Mapping[str, Value] | None = None,
    *,
    limit: int = MAX_NODES,
) -> Expansion:
    """Write out a graph; ``values`` are the parameters of the block it belongs to (None: it belongs to none)."""
    if values is None and not any(is_function(layer, blocks) for layer in graph.layers.values()):
        return Expansion(graph, {node_id: (node_id,) for node_id in graph.nodes}, {}, {})
    expander = _Expander(blocks, limit)
    names = EMPTY if values is None else values
    made = expander.write(graph, names, _Place(), {}, ())
    outputs = graph.outputs
    if outputs is None:
        # What counts as an unused output must be asked before blocks with several outputs are written out.
        found = tuple(output_sources(graph))
        outputs = found[0] if len(found) == 1 else found or None
    return Expansion(
        replace(
            graph,
            layers=FrozenMap(expander.layers),
            nodes=FrozenMap({node.id: node for node in made.nodes}),
            outputs=map_sources(outputs, made.resolve),  # type: ignore[arg-type]
        ),
        expander.origin,
        made.replaced,
        expander.errors,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a copy is written to: prefixes of ids and names, the path of node ids, and whether it is frozen."""

    node: str = ""
    layer: str = ""
    name: str = ""
    path: tuple[str, ...] = ()
    frozen: bool = False

    def copy_of(self, node: Node, layer: Layer, copy: int, copies: int, frozen: bool) -> _Place:
        number = f"{copy}/" if copies > 1 else ""
        name = f"{layer.name}_{copy}_" if copies > 1 else f"{layer.name}_"
        return _Place(
            f"{self.node}{node.id}/{number}",
            f"{self.layer}{layer.id}/{number}",
            self.name + name,
            (*self.path, node.id),
            self.frozen or frozen,
        )


class _Written:
    """One graph written to one place: its nodes in order, and what a source of that graph became."""

    def __init__(self, place: _Place, feeds: Mapping[str, Value]) -> None:
        self.place = place
        self.feeds = feeds
        self.replaced: dict[str, tuple[Value, ...]] = {}
        self.nodes: list[Node] = []

    def resolve(self, source: Source) -> Value:
        if source.node in self.feeds:
            return self.feeds[source.node]
        if source.node in self.replaced:
            outputs = self.replaced[source.node]
            return outputs[source.output] if source.output < len(outputs) else None
        # In the outermost graph the very same source, so that nodes which no block touches stay identical.
        return Source(self.place.node + source.node, source.output) if self.place.node else source


class _Expander:
    def __init__(self, blocks: Mapping[str, Block], limit: int) -> None:
        self.blocks = blocks
        self.limit = limit
        self.layers: dict[str, Layer] = {}
        self.origin: dict[str, tuple[str, ...]] = {}
        self.errors: dict[str, ConversionError] = {}
        self._total = 0
        self._counts: dict[str, int] = {}

    def write(
        self,
        graph: Graph,
        values: Mapping[str, Value],
        place: _Place,
        feeds: Mapping[str, Value],
        stack: tuple[str, ...],
    ) -> _Written:
        written = _Written(place, feeds)
        order, cyclic = topological_order(graph)
        chunks: dict[str, list[Node]] = {}
        for node_id in (*order, *(key for key in graph.nodes if key in cyclic)):
            if node_id in feeds:
                continue
            node = graph.nodes[node_id]
            layer = graph.layers[node.layer]
            try:
                chunks[node_id] = self._write_node(node, layer, values, written, stack)
            except ConversionError as error:
                top = place.path[0] if place.path else node_id
                located = ConversionError(error.message, error.details, node=top)
                if place.path:
                    raise located from error
                self.errors[node_id] = located
                chunks[node_id] = [self._plain(node, layer, layer.params, node.arguments, written)]
        for node_id in graph.nodes:
            written.nodes.extend(chunks.get(node_id, ()))
        return written

    def _write_node(
        self, node: Node, layer: Layer, values: Mapping[str, Value], written: _Written, stack: tuple[str, ...]
    ) -> list[Node]:
        params = substitute(layer.params, values)
        if not isinstance(params, FrozenMap):
            raise ConversionError(text("The parameters of {name!r} are no parameters.", name=layer.name))
        if not is_function(layer, self.blocks):
            arguments = substitute(node.arguments, values)
            return [self._plain(node, layer, params, arguments, written)]
        block = self.blocks[layer.class_name]
        copies = self._copies(layer, values)
        if not written.place.path:
            self._total += copies * self._count(block, {**block.parameters, **params}, (*stack, block.name))
            if self._total > self.limit:
                raise ConversionError(
                    text(
                        "The block instance {name!r} brings the network to {total:,} layers written out; at most "
                        "{limit:,} are supported.",
                        name=layer.name,
                        total=self._total,
                        limit=self.limit,
                    )
                )
        return self._write_block(
            node, layer, block, {**block.parameters, **params}, copies, written, (*stack, block.name)
        )

    def _write_block(
        self,
        node: Node,
        layer: Layer,
        block: Block,
        values: Mapping[str, Value],
        copies: int,
        written: _Written,
        stack: tuple[str, ...],
    ) -> list[Node]:
        inner = block.graph
        inputs = input_nodes(inner)
        arguments = _resolved(node.arguments, written)
        feeds = {inner_id: _fed(arguments, inner.name_of(inner_id), place) for place, inner_id in enumerate(inputs)}
        nodes: list[Node] = []
        outputs: tuple[Value, ...] = ()
        freezing = freezes(block, values)
        for copy in range(1, copies + 1):
            place = written.place.copy_of(node, layer, copy, copies, freezing)
            made = self.write(inner, values, place, feeds, stack)
            nodes.extend(made.nodes)
            outputs = tuple(made.resolve(source) for source in output_sources(inner))
            feeds = {**feeds, **dict(zip(inputs, outputs, strict=False))}
        written.replaced[node.id] = outputs
        return nodes

    def _plain(
        self, node: Node, layer: Layer, params: FrozenMap[str, Value], arguments: Value, written: _Written
    ) -> Node:
        place = written.place
        layer_id = place.layer + layer.id
        if layer_id not in self.layers:
            if place.frozen and can_freeze(layer):
                params = frozen(params)
            same = not place.layer and params is layer.params
            made = layer if same else replace(layer, id=layer_id, name=place.name + layer.name, params=params)
            self.layers[layer_id] = made
        node_id = place.node + node.id
        self.origin[node_id] = (*place.path, node.id)
        resolved = _resolved(arguments, written)
        if not place.node and resolved is node.arguments:
            return node
        return Node(node_id, layer_id, resolved, node.bypassed)

    def _copies(self, layer: Layer, values: Mapping[str, Value]) -> int:
        repeat = substitute(layer.repeat, values)
        if isinstance(repeat, bool) or not isinstance(repeat, int) or repeat < 1:
            raise ConversionError(
                text(
                    "The block instance {name!r} must repeat a whole number of times, at least once. "
                    "Received: {repeat!r}",
                    name=layer.name,
                    repeat=repeat,
                )
            )
        return repeat

    def _count(self, block: Block, values: Mapping[str, Value], stack: tuple[str, ...]) -> int:
        """How many nodes one copy of the block becomes, without writing them; refuses a block inside itself."""
        if block.name in stack[:-1]:
            raise ConversionError(
                text(
                    "The block {block!r} contains itself ({chain}); a block cannot be part of itself.",
                    block=block.name,
                    chain=" > ".join(stack),
                )
            )
        if len(stack) > 50:
            raise ConversionError(
                text("Blocks are nested {depth} deep; at most 50 levels are supported.", depth=len(stack))
            )
        key = f"{block.name!r}{exact_key(FrozenMap(values))}"
        if key not in self._counts:
            total = 0
            for node in block.graph.nodes.values():
                layer = block.graph.layers[node.layer]
                if not is_function(layer, self.blocks):
                    total += not layer.is_input
                    continue
                inner = self.blocks[layer.class_name]
                params = substitute(layer.params, values)
                inner_values = {**inner.parameters, **params}  # type: ignore[dict-item]
                total += self._copies(layer, values) * self._count(inner, inner_values, (*stack, inner.name))
            self._counts[key] = total
        return self._counts[key]


def _resolved(arguments: Value, written: _Written) -> FrozenMap[str, Value]:
    """The arguments with sources rewritten; places that nothing feeds are left out."""
    lost = [path for path, source in walk_sources(arguments) if written.resolve(source) is None]
    for path in reversed(lost):
        arguments = remove_at(arguments, path)
    return map_sources(arguments, written.resolve)  # type: ignore[return-value]


def _fed(arguments: FrozenMap[str, Value], name: str, place: int) -> Value:
    """What the block's input of that name gets: by name, else by its number."""
    return arguments.get(name, arguments.get(str(place)))
