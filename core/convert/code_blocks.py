"""Calls of block instances: functions called by name, loops for repeats, nested models built and called.

Does not belong here: the definitions of those functions (code_functions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.analysis.calls import interface
from core.convert.code_context import output_structure, parameter_code, parameter_names
from core.convert.code_format import Piece, call, dict_of, keyword, list_of, text_of
from core.convert.identifiers import slug
from core.convert.literals import literal
from core.errors import ConversionError
from core.graph.inner_models import inner_models, model_name
from core.graph.model import Block, Layer, Node, Structure
from core.graph.queries import input_nodes, output_sources
from core.graph.values import Expression, FrozenMap, Source, Value
from core.texts import text

if TYPE_CHECKING:
    from core.convert.code_body import Body

LOOP = "i"


@dataclass(frozen=True, slots=True)
class BlockCalls:
    """Writes calls of blocks into a body."""

    body: Body

    def write(self, node: Node, layer: Layer, place: int, final: bool) -> None:
        """Write the call of the block that ``layer`` is an instance of."""
        block = self.body.module.blocks.get(layer.block or "")
        if block is None:
            raise ConversionError(
                text("there is no block named {class_name!r} in this project", class_name=layer.class_name)
            )
        if block.kind == "function":
            self._function(node, layer, block, place, final)
        else:
            self._model(node, layer, block, place, final)

    def hold_models(self, layer: Layer) -> None:
        """Give those models variables that stand inside the layer's parameters and are not trained, and say so."""
        for model in inner_models(layer.params):
            trainable = model.params.get("trainable", True)
            if trainable is not True:
                variable = self.body.scope.take(slug(model_name(model), "model"))
                self.body.assign([variable], self.body.values.build(model))
                self._set_trainable(variable, trainable)
                self.body.values.hold(model, variable)

    # Function blocks

    def _function(self, node: Node, layer: Layer, block: Block, place: int, final: bool) -> None:
        body = self.body
        fed: list[Piece] = []
        for number, inner_id in enumerate(input_nodes(block.graph)):
            name = block.graph.name_of(inner_id)
            value = node.arguments.get(name, node.arguments.get(str(number)))
            if value is None:
                raise ConversionError(
                    text("{layer!r} has nothing at its input {name!r}; connect it.", layer=layer.name, name=name),
                    node=node.id,
                )
            fed.append(body.values.piece(value, body.source))
        count = len(output_sources(block.graph))
        if not count:
            raise ConversionError(text("the block {name!r} has no output", name=block.name))
        if layer.repeat == 1 and not isinstance(layer.repeat, bool):
            piece = self._call(block, layer, fed, body.name_code(layer.name))
            names = [block.graph.name_of(source.node) for source in output_sources(block.graph)]
            body.assign_outputs(node, layer, piece, place, final, count, names)
        else:
            self._loop(node, layer, block, fed, count, place, final)

    def _call(self, block: Block, layer: Layer, fed: list[Piece], name: str) -> Piece:
        return call(
            self.body.module.functions[block.name],
            [*fed, *self._parameters(block, layer.params), keyword("name", name)],
        )

    def _parameters(self, block: Block, params: Mapping[str, Value]) -> list[Piece]:
        names = parameter_names(block, self.body.module)
        unknown = [key for key in params if key not in names]
        if unknown:
            raise ConversionError(
                text("the block {name!r} has no parameter {unknown!r}", name=block.name, unknown=unknown[0])
            )
        makers = self.body.module.makers[block.name]
        return [
            keyword(names[key], parameter_code(self.body.values.piece(params[key]), key in makers))
            for key in names
            if key in params
        ]

    def _loop(
        self, node: Node, layer: Layer, block: Block, fed: list[Piece], count: int, place: int, final: bool
    ) -> None:
        """Copies in a row: outputs feed the first inputs of the next copy, further inputs stay as they are."""
        body = self.body
        texts = [text_of(piece) for piece in fed]
        used = body.outputs_used(node)
        if max(used) >= count:
            raise ConversionError(
                text("it has {count} outputs; output {output} is asked for", count=count, output=max(used) + 1)
            )
        carried = min(len(fed), count)
        targets: list[str] = []
        for output in range(count):
            if output not in used and output >= carried:
                targets.append("_")
                continue
            wanted = body.variable(node, layer, output, place, final, several=count > 1) if output in used else ""
            others = [other for number, other in enumerate(texts) if number != output]
            if not wanted or wanted in others or wanted in targets:
                wanted = body.own_variable(layer, f"_{output + 1}" if count > 1 else "")
            targets.append(wanted)
        for target, piece in zip(targets[:carried], fed, strict=False):
            if text_of(piece) != target:
                body.assign([target], piece)
        times, name = self._copies(layer)
        body.add(call("range", ["1", times]), head=f"for {LOOP} in ", tail=":")
        arguments: list[Piece] = [*targets[:carried], *fed[carried:]]
        body.assign(targets, self._call(block, layer, arguments, name), depth=2)
        body.hold(node, targets)

    def _copies(self, layer: Layer) -> tuple[str, str]:
        """Code for the end of the range, and for the name of a copy (a single copy has no number)."""
        body = self.body
        numbered = body.copy_name_code(layer.name, LOOP)
        if isinstance(layer.repeat, Expression):
            times = text_of(body.values.piece(layer.repeat))
            times = times if times.isidentifier() else f"({times})"
            return f"{times} + 1", f"{numbered} if {times} > 1 else {body.name_code(layer.name)}"
        if isinstance(layer.repeat, bool) or not isinstance(layer.repeat, int) or layer.repeat < 1:
            raise ConversionError(
                text("it must repeat a whole number of times, at least once. Received: {repeat!r}", repeat=layer.repeat)
            )
        return str(layer.repeat + 1), numbered

    # Model blocks

    def _model(self, node: Node, layer: Layer, block: Block, place: int, final: bool) -> None:
        body = self.body
        built = call(
            body.module.functions[block.name],
            [*self._parameters(block, layer.params.remove(["trainable"])), keyword("name", body.name_code(layer.name))],
        )
        is_new = not body.is_made(layer)
        variable = body.layer_variable(layer, built)
        if layer.params.get("trainable", True) is not True and is_new:
            if variable is None:
                variable = body.own_variable(layer, "_model")
                body.assign([variable], built)
            self._set_trainable(variable, layer.params["trainable"])
        piece = call(variable or built, self._model_arguments(node, layer, block))
        outputs = output_structure(block.graph)
        self._assign_structure(node, layer, piece, outputs, place, final)

    def _set_trainable(self, variable: str, value: Value) -> None:
        """Freeze the nested model. Where a parameter decides, only freezing is said: what is frozen inside stays so."""
        body = self.body
        if isinstance(value, Expression):
            piece = text_of(body.values.piece(value))
            body.add(piece if piece.isidentifier() else f"({piece})", head="if not ", tail=":")
            body.assign([f"{variable}.trainable"], "False", depth=2)
        else:
            body.assign([f"{variable}.trainable"], body.values.piece(value))

    def _model_arguments(self, node: Node, layer: Layer, block: Block) -> list[Piece]:
        """The tensors in the structure of the model's inputs, and what else the call sets."""
        body = self.body
        inner = input_nodes(block.graph)
        names = {inner_id: block.graph.name_of(inner_id) for inner_id in inner}
        settings = [key for key in ("training", "mask") if key in node.arguments and key not in names.values()]
        spare = [key for key in node.arguments if key not in names.values() and key not in settings]
        tensors: dict[str, Piece] = {}
        for inner_id, name in names.items():
            key = name if name in node.arguments else spare.pop(0) if spare else None
            if key is None:
                raise ConversionError(
                    text("{layer!r} has nothing at its input {name!r}; connect it.", layer=layer.name, name=name),
                    node=node.id,
                )
            tensors[inner_id] = body.values.piece(node.arguments[key], body.source)
        given = _arranged(interface(block.graph.inputs, inner), tensors)
        return [given, *(keyword(key, body.values.piece(node.arguments[key])) for key in settings)]

    def _assign_structure(
        self, node: Node, layer: Layer, piece: Piece, outputs: Structure, place: int, final: bool
    ) -> None:
        """Assign what a nested model returns; items of dicts and nested lists are reached by their keys."""
        body = self.body
        if isinstance(outputs, Source):
            body.assign_outputs(node, layer, piece, place, final, 1, ())
            return
        if isinstance(outputs, tuple) and all(isinstance(item, Source) for item in outputs) and len(outputs) > 1:
            body.assign_outputs(node, layer, piece, place, final, len(outputs), ())
            return
        variable = body.own_variable(layer, "_outputs")
        body.assign([variable], piece)
        body.hold(node, [variable + path for path in _paths(outputs)])


def _arranged(structure: Structure, tensors: dict[str, Piece]) -> Piece:
    if isinstance(structure, Source):
        return tensors[structure.node]
    if isinstance(structure, FrozenMap):
        return dict_of((literal(key), _arranged(item, tensors)) for key, item in structure.items())
    return list_of([_arranged(item, tensors) for item in structure or ()])


def _paths(structure: Structure) -> list[str]:
    """Index code for each tensor, in the order of ``keras.tree.flatten``: the keys of a dict are sorted."""
    if isinstance(structure, FrozenMap):
        return [f"[{literal(key)}]{rest}" for key in sorted(structure) for rest in _paths(structure[key])]
    if isinstance(structure, tuple):
        return [f"[{place}]{rest}" for place, item in enumerate(structure) for rest in _paths(item)]
    return [""]
