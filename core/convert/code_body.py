"""The body of one function: the calls of a graph in order, with the variables a person would choose.

A value that only the next line uses is ``x``; everything else is called like its layer. Does not belong here: how a
call is written (code_calls), block instances (code_blocks), the function around the body (to_code).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.convert.bypassed_code import ALIAS, BYPASSED
from core.convert.code_blocks import BlockCalls
from core.convert.code_calls import (
    construct_layer,
    layer_arguments,
    op_call,
    output_names,
    returns_nested,
    returns_several,
)
from core.convert.code_context import Module
from core.convert.code_format import Code, Piece, Statement, call, dict_of, list_of
from core.convert.code_order import writing_order
from core.convert.code_values import Values
from core.convert.identifiers import Scope, is_identifier, slug, snake_case
from core.convert.literals import around, literal
from core.convert.op_names import counted_by_keras, counted_pairs, op_names
from core.errors import ConversionError
from core.graph.bypass import first_source, passed
from core.graph.model import Graph, Layer, Node, Structure
from core.graph.queries import node_edges, structure_sources, upstream
from core.graph.values import FrozenMap, Source
from core.texts import clause, text


@dataclass(slots=True)
class Body:
    """Writes one graph. ``prefix`` is the variable that holds the prefix of names ("" outside of function blocks).

    After :meth:`write`, ``statements`` holds the lines and :meth:`source` names every value.
    """

    module: Module
    graph: Graph
    values: Values
    scope: Scope
    prefix: str = ""
    last: str = "outputs"
    """The variable of the only output."""
    elsewhere: set[str] = field(default_factory=set)
    """Ops that other functions of the module call."""
    statements: list[Statement] = field(default_factory=list)
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _uses: dict[str, dict[int, set[int]]] = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)
    _calls: dict[str, int] = field(default_factory=dict)
    _end: int = 0
    _node: str = ""
    _bypassed: frozenset[str] = frozenset()
    _built: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def write(self, inputs: Mapping[str, str], outputs: Structure) -> None:
        """Write the calls that lead to ``outputs``; ``inputs`` names the values of the input nodes."""
        for node_id, name in inputs.items():
            self._texts[node_id] = [name]
        needed = upstream(self.graph, (source.node for source in structure_sources(outputs)))
        self._bypassed = frozenset(passed(self.graph)) & needed
        names = op_names(self.graph, needed)
        order = writing_order(self.graph, needed, [] if self.prefix else counted_pairs(self.graph, names))
        self._end = len(order)
        position = {node_id: place for place, node_id in enumerate(order)}
        for node_id in order:
            for edge in node_edges(self.graph, node_id):
                self._use(edge.source, position[node_id])
        for source in structure_sources(outputs):
            self._use(source, len(order))
        for node_id in order:
            layer_id = self.graph.nodes[node_id].layer
            self._calls[layer_id] = self._calls.get(layer_id, 0) + 1
        live = [node_id for node_id in order if node_id not in self._bypassed]
        self._built = {self.graph.nodes[node_id].layer for node_id in live}
        plain = set() if self.prefix else counted_by_keras(self.graph, live, names, self.elsewhere)
        only = len(structure_sources(outputs)) == 1
        for place, node_id in enumerate(order):
            node = self.graph.nodes[node_id]
            layer = self.graph.layers[node.layer]
            self._node = node_id
            final = place + 1 == len(order) and only
            try:
                if node_id in self._bypassed:
                    self._write_bypassed(node, layer, place, final, names.get(node_id, ""))
                else:
                    self._write_node(node, layer, place, final, names.get(node_id, ""), node_id in plain)
            except ConversionError as error:
                if error.node is not None:
                    raise
                message = text(
                    "{name!r} cannot be written as code: {message}.", name=layer.name, message=clause(error.message)
                )
                raise ConversionError(message, error.details, node=node_id) from error

    def source(self, source: Source) -> str:
        """The variable (or item of one) that holds the value."""
        texts = self._texts.get(source.node)
        if texts is None:
            name = self.graph.name_of(source.node)
            raise ConversionError(
                text("The input {name!r} is used, but it is none of the model's inputs.", name=name), node=source.node
            )
        if source.output >= len(texts):
            name = self.graph.name_of(source.node)
            raise ConversionError(
                text(
                    "{name!r} has {count} output(s); output {output} is asked for.",
                    name=name,
                    count=len(texts),
                    output=source.output + 1,
                ),
                node=source.node,
            )
        return texts[source.output]

    def structure(self, structure: Structure) -> Piece:
        """Code for an input or output structure."""
        if isinstance(structure, Source):
            return self.source(structure)
        if isinstance(structure, FrozenMap):
            return dict_of((literal(key), self.structure(item)) for key, item in structure.items())
        return list_of([self.structure(item) for item in structure or ()])

    def name_code(self, name: str) -> str:
        """Code for the Keras name of a layer of this graph."""
        return around(self.prefix, f"_{name}" if self.prefix else name)

    def copy_name_code(self, name: str, number: str) -> str:
        """Code for the Keras name of a copy of a block instance; ``number`` is the variable that counts."""
        return around(self.prefix, f"_{name}_" if self.prefix else f"{name}_", number)

    def assign(self, targets: Sequence[str], piece: Piece, depth: int = 1) -> None:
        """``targets = piece``."""
        self.add(piece, head=", ".join(targets) + " = ", depth=depth)

    def add(self, piece: Piece, head: str, tail: str = "", depth: int = 1) -> None:
        """A line for the node that is being written."""
        self.statements.append(Statement(piece, head, tail, depth, self._node))

    def _use(self, source: Source, place: int) -> None:
        self._uses.setdefault(source.node, {}).setdefault(source.output, set()).add(place)

    def _write_node(self, node: Node, layer: Layer, place: int, final: bool, op_name: str, plain: bool) -> None:
        if layer.raw is not None:
            raise ConversionError(
                text(
                    "{name!r} is a placeholder for {class_name!r}, which is not known here; replace it by a layer of "
                    "Keras before writing code.",
                    name=layer.name,
                    class_name=layer.class_name,
                ),
                node=node.id,
            )
        if not any(True for _ in node_edges(self.graph, node.id)):
            raise ConversionError(text("{name!r} has no input; connect one.", name=layer.name), node=node.id)
        if layer.block is not None:
            BlockCalls(self).write(node, layer, place, final)
            return
        if layer.is_op:
            piece = op_call(self.values, layer, node, self.source)
            if not plain:
                self.module.names_ops = True
                name = self.name_code(layer.name) if self.prefix else literal(op_name)
                piece = call("named", [name, piece])
        else:
            if not self.is_made(layer):
                BlockCalls(self).hold_models(layer)
            made = self.layer_variable(layer) or construct_layer(self.values, layer, self.name_code(layer.name))
            piece = call(made, layer_arguments(self.values, layer, node, self.source))
            if returns_nested(layer.params):
                piece = call("keras.tree.flatten", [piece])
        count = returns_several(self.values, layer, node)
        self.assign_outputs(node, layer, piece, place, final, count, output_names(self.values, layer, node))

    def _write_bypassed(self, node: Node, layer: Layer, place: int, final: bool, op_name: str) -> None:
        """The call as a comment, and what it lets through under the name of what it would return."""
        feed = first_source(node)
        assert feed is not None
        if layer.id in self._built and layer.block is None and not layer.is_op:
            self.layer_variable(layer)  # other calls need it
        before = len(self.statements)
        self._write_node(node, layer, place, final, op_name, False)
        self.statements[before:] = [
            replace(statement, comment=BYPASSED) for statement in self.statements[before:] if statement.node
        ]
        target, value = self._texts[node.id][0], self.source(feed)
        if target != value:
            self.add(value, head=f"{target} = ", tail=ALIAS)

    def is_made(self, layer: Layer) -> bool:
        """True if the layer has a variable already."""
        return layer.id in self._shared

    def layer_variable(self, layer: Layer, made: Code | None = None) -> str | None:
        """The variable of a layer that is called more than once, assigned at its first call; None for other layers."""
        if self._calls[layer.id] < 2:
            return None
        if layer.id not in self._shared:
            name = self.scope.take(_variable_base(layer))
            self._shared[layer.id] = name
            self.assign([name], made or construct_layer(self.values, layer, self.name_code(layer.name)))
        return self._shared[layer.id]

    def assign_outputs(
        self, node: Node, layer: Layer, piece: Piece, place: int, final: bool, count: int | None, names: Sequence[str]
    ) -> None:
        """Assign what the call returns: a bare tensor, or as many as are used."""
        used = self._uses[node.id]
        highest = max(used)
        if count is not None and highest >= count > 1:
            raise ConversionError(
                text("it has {count} outputs; output {output} is asked for", count=count, output=highest + 1)
            )
        if count == 1 and highest == 0:
            target = self.variable(node, layer, 0, place, final)
            self._texts[node.id] = [target]
            self.assign([target], piece)
            return
        targets = []
        for output in range(highest + 1):
            if output not in used:
                targets.append("_")
            elif output < len(names) and output:
                targets.append(self.scope.take(slug(names[output], "output")))
            else:
                targets.append(self.variable(node, layer, output, place, final, several=not names))
        self._texts[node.id] = targets
        self.assign(targets if count == len(targets) else [*targets, "*_"], piece)

    def variable(self, node: Node, layer: Layer, output: int, place: int, final: bool, several: bool = False) -> str:
        """``x`` where only the next line uses the value, ``outputs`` for the only output, else the layer's name."""
        uses = self._uses[node.id]
        if uses[output] == {place + 1} and output == min(uses) and (final or place < self._end - 1):
            return self.last if final else "x"
        return self.own_variable(layer, f"_{output + 1}" if several else "")

    def own_variable(self, layer: Layer, suffix: str = "") -> str:
        """A variable named like the layer; numbered where the layer is called more than once."""
        base = _variable_base(layer) + suffix
        if self._calls[layer.id] < 2:
            return self.scope.take(base)
        self._numbers[base] = self._numbers.get(base, 0) + 1
        return self.scope.take(f"{base}_{self._numbers[base]}")

    def outputs_used(self, node: Node) -> set[int]:
        """The numbers of the outputs that something uses."""
        return set(self._uses[node.id])

    def hold(self, node: Node, texts: list[str]) -> None:
        """Say what holds the outputs of a node."""
        self._texts[node.id] = texts


def _variable_base(layer: Layer) -> str:
    """An identifier for what the layer returns: its name, else its kind. The name of a block is as foreign as any."""
    kind = snake_case(layer.class_name)
    return slug(layer.name, kind if layer.block is None and is_identifier(kind) else "layer")
