"""Function and model blocks of code that Netwright has written, read back as blocks.

Such a function takes its tensors first, then parameters with defaults, and ``name`` last. Its body is read once with the
parameters as they are named; loops over copies become one instance that repeats. Does not belong here: functions of other
code, which are written out. Invariant: a function that cannot be read so is written out, too.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, field, replace
from typing import Any

from core.convert.from_code.assembling import Assembly, plain_name
from core.convert.from_code.held_models import hold
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import result
from core.convert.from_code.parameters import Unsaid, document_value
from core.convert.from_code.values import (
    Call,
    Function,
    Layer,
    Model,
    Prefixed,
    Raised,
    Refused,
    Scope,
    Several,
    Tensor,
    Term,
    Unknown,
    tensors_in,
)
from core.convert.identifiers import RESERVED
from core.graph.freezing import TRAINABLE, can_freeze
from core.graph.model import INPUT_TYPE, Block, Graph
from core.graph.values import Expression, FrozenMap, Value, exact_key
from core.texts import text

_ABOUT = ("Build a new model of this kind.", "Call new layers whose names start with ``name``.")


@dataclass(eq=False, slots=True)
class Definition:
    """A block: its name, parameters with their defaults, and what its body gives."""

    name: str
    parameters: dict[str, Value]
    description: str
    inputs: list[Tensor] = field(default_factory=list)
    outputs: Any = None
    model: Model | None = None

    def block(self, assembly: Assembly) -> Block:
        """The block of the document."""
        if self.model is not None:
            inner = assembly.graph(self.model, self.name)
            return Block(self.name, "model", FrozenMap(self.parameters), inner, self.description)
        tensors = tensors_in(self.outputs)
        inputs: Any = self.inputs[0] if len(self.inputs) == 1 else self.inputs
        outputs: Any = tensors[0] if len(tensors) == 1 else tensors
        graph: Graph = assembly.graph(Model("model", self.name, {}, inputs=inputs, outputs=outputs), self.name)
        made = Block(self.name, "function", FrozenMap(self.parameters), graph, self.description)
        return _without_trainable(made)


def _without_trainable(block: Block) -> Block:
    """The block without the parameter by which code tells its layers that an instance is frozen (core.graph.freezing)."""
    if block.parameters.get(TRAINABLE) is not True or list(block.parameters)[-1] != TRAINABLE:
        return block
    layers: dict[str, Any] = {}
    for key, layer in block.graph.layers.items():
        said = layer.params.get(TRAINABLE)
        if not can_freeze(layer) or said is False:
            layers[key] = layer
            continue
        if not isinstance(said, Expression):
            return block
        tree = ast.parse(said.text, mode="eval").body
        if isinstance(tree, ast.Name) and tree.id == TRAINABLE:
            layers[key] = replace(layer, params=layer.params.remove((TRAINABLE,)))
        elif (
            isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) and ast.unparse(tree.values[-1]) == TRAINABLE
        ):
            rest = tree.values[:-1]
            text = ast.unparse(rest[0] if len(rest) == 1 else ast.BoolOp(ast.And(), rest))
            layers[key] = replace(layer, params=layer.params.set(TRAINABLE, Expression(text)))
        else:
            return block
    parameters = block.parameters.remove((TRAINABLE,))
    return replace(block, parameters=parameters, graph=replace(block.graph, layers=FrozenMap(layers)))


def _parameter(name: str) -> str:
    """The parameter that an argument stands for: one whose name means something else has a ``_`` behind it in code."""
    return name[:-1] if name.endswith("_") and name[:-1] in RESERVED else name


def block_call(m: Machine, function: Function, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """The call of a function that is a block; None where it is none."""
    if not m.verbatim or not _is_block(function):
        return None
    if function not in m.definitions:
        m.definitions[function] = None  # a block that calls itself is none
        m.definitions[function] = _define(m, function, line)
    definition = m.definitions[function]
    if definition is None:
        return None
    given = dict(kwargs)
    name = given.pop("name", definition.name)
    count = 0 if definition.model is not None else len(definition.inputs)
    given = {_parameter(key): value for key, value in given.items()}
    if len(args) != count or set(given) - set(definition.parameters):
        return None
    try:
        params = {key: _value(m, value, line) for key, value in given.items()}
    except Unsaid:
        return None
    if definition.model is not None:
        return _model(definition, name, params, line)
    if not all(isinstance(value, (Tensor, Several)) for value in args):
        return None
    return _instance(m, definition, name, params, args, line)


def _is_block(function: Function) -> bool:
    node = function.node
    if not isinstance(node, ast.FunctionDef) or not node.args.args or node.args.vararg or node.args.kwarg:
        return False
    default = function.defaults[-1] if function.defaults else None
    return node.args.args[-1].arg == "name" and isinstance(default, str) and ast.get_docstring(node) is not None


def _made(m: Machine, value: Any) -> Any:
    """A value, where it is given as a function that makes a new one for each use."""
    if isinstance(value, Function) and isinstance(value.node, ast.Lambda) and not value.node.args.args:
        return m.eval(value.node.body, value.scope)
    return value


def _value(m: Machine, value: Any, line: int) -> Value:
    """What a parameter of a block is given; Unsaid where it is not known."""
    made = _made(m, value)
    return hold(m, made) if isinstance(made, Model) else document_value(m, made, line)


def _define(m: Machine, function: Function, line: int) -> Definition | None:
    """Read the body with its parameters as they are named; None where that cannot be done."""
    node = function.node
    assert isinstance(node, ast.FunctionDef), "a lambda is no block"
    names = [item.arg for item in node.args.args][:-1]
    defaults = dict(zip(names[len(names) - len(function.defaults) + 1 :], function.defaults[:-1], strict=True))
    about = ast.get_docstring(node, clean=node.body[0].lineno != node.body[0].end_lineno) or ""
    mark = m.mark()
    depth, loops = m.depth, m.loops
    try:
        parameters = {_parameter(key): _value(m, value, line) for key, value in defaults.items()}
        about, expected = _inputs_said(about, names[: len(names) - len(defaults)])
        made = Definition(str(function.defaults[-1]), parameters, "" if about in _ABOUT else about)
        scope = Scope({"name": Prefixed()}, function.scope)
        for key in defaults:
            scope.names[key] = Term(ast.Name(_parameter(key), ast.Load()))
        for key in names[: len(names) - len(defaults)]:
            said = dict(expected.get(key, {"name": key}))
            name = said.pop("name")
            layer = m.add_layer(Layer(INPUT_TYPE, name, said, node.lineno, has_name=True))
            made.inputs.append(m.add_call(layer, {}, node.lineno).tensor(0))
            scope.names[key] = made.inputs[-1]
        m.depth, m.loops = m.depth + 1, []
        value = _body(m, node, scope)
        clean = len(m.notes) == mark.notes
        if clean and isinstance(value, Model) and not made.inputs:
            made.model = value
            m.models.remove(value)
            return made
        tensors = value if isinstance(value, tuple) else (value,)
        if clean and made.inputs and all(isinstance(item, Tensor) for item in tensors):
            made.outputs = list(tensors)
            return made
    except (Unsaid, Refused, Raised):
        pass
    finally:
        m.depth, m.loops = depth, loops
    m.back_to(mark)
    return None


def _inputs_said(about: str, names: list[str]) -> tuple[str, dict[str, dict[str, Any]]]:
    """The docstring without its last paragraph, and what that says about the inputs, by their names in code.

    Netwright writes a line for each, ``inputs: keras.Input(shape=(8,), name="image")``. Without such a paragraph the whole
    docstring, and nothing.
    """
    for shown in (about, inspect.cleandoc(about)):
        head, _, rest = shown.rpartition("\n\n")
        lines = [line.partition(": ") for line in rest.split("\n")]
        if names and [line[0] for line in lines] == names:
            try:
                return head, {name: _input_said(call) for name, _, call in lines}
            except (ValueError, SyntaxError):
                continue
    return about, {}


def _input_said(text: str) -> dict[str, Any]:
    """The settings of ``keras.Input(...)``: plain values alone; ValueError for anything else."""
    call = ast.parse(text, mode="eval").body
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "keras.Input" or call.args:
        raise ValueError(text)
    said = {keyword.arg or "": ast.literal_eval(keyword.value) for keyword in call.keywords}
    if "" in said or not isinstance(said.get("name"), str):
        raise ValueError(text)
    return said


def _body(m: Machine, node: ast.FunctionDef, scope: Scope) -> Any:
    from core.convert.from_code.flow import Return

    try:
        m.run(node.body, scope)
    except Return as returned:
        return returned.value
    return None


def _model(definition: Definition, name: Any, params: dict[str, Value], line: int) -> Model:
    inner = definition.model
    assert inner is not None, "a function block is no model"
    made = Model("model", name, {}, line, has_name=True, definition=definition, arguments=dict(params))
    made.inputs, made.outputs, made.origin = inner.inputs, inner.outputs, "block"
    return made


def _instance(
    m: Machine, definition: Definition, name: Any, params: dict[str, Value], args: list[Any], line: int
) -> Any:
    tensors = [value.call.tensor(0) if isinstance(value, Several) else value for value in args]
    place = m.loops[-1] if m.loops else None
    repeated = _another_copy(m, definition, name, params, tensors, place)
    if repeated is not None:
        return result(repeated)
    layer = m.add_layer(Layer("block:" + definition.name, name, dict(params), line, has_name=True, block=definition))
    keys = [plain_name(tensor.call.layer.name) for tensor in definition.inputs]
    call = m.add_call(layer, dict(zip(keys, tensors, strict=True)), line, len(tensors_in(definition.outputs)))
    m.block_calls[call] = place
    return result(call)


def _another_copy(
    m: Machine, definition: Definition, name: Any, params: dict[str, Value], tensors: list[Tensor], place: Any
) -> Call | None:
    """The call of which this one is the next copy in a row; it repeats once more."""
    if place is None or place[1] == 0 or not isinstance(name, (str, Prefixed)):
        return None
    text = name if isinstance(name, str) else name.rest
    for call, first in reversed(m.block_calls.items()):
        if first is None or first[0] != place[0]:
            continue
        layer = call.layer
        base = layer.name if isinstance(layer.name, str) else layer.name.rest
        if layer.repeat == 1:
            if not base.endswith("_1"):
                return None
            base = base[:-2]
        fed = list(call.arguments.values())
        carried = [call.tensor(number) for number in range(min(len(fed), call.outputs or 1))]
        same = layer.block is definition and exact_key(FrozenMap(layer.params)) == exact_key(FrozenMap(params))
        if (
            not same
            or text != f"{base}_{place[1] + 1}"
            or layer.repeat != place[1]
            or tensors != [*carried, *fed[len(carried) :]]
        ):
            return None
        layer.name = base if isinstance(name, str) else Prefixed(base)
        layer.repeat = place[1] + 1
        return call
    return None


def _define_called(m: Machine, loop: ast.For, scope: Scope) -> None:
    """Read the blocks that a loop calls before it is counted what one round of it calls."""
    for node in ast.walk(loop):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = m.eval(node.func, scope)
            if isinstance(function, Function) and _is_block(function) and function not in m.definitions:
                m.definitions[function] = None
                m.definitions[function] = _define(m, function, node.lineno)


def repeat(m: Machine, node: ast.For, times: Term, scope: Scope) -> None:
    """A loop over copies whose number is a parameter: one round, and an instance that repeats."""
    _define_called(m, node, scope)
    before = len(m.calls)
    if isinstance(node.target, ast.Name):
        scope.set(node.target.id, Term(ast.Name(node.target.id, ast.Load())))
    m.run(node.body, scope)
    made = [call for call in m.calls[before:] if call.layer.block is not None]
    if len(made) != 1 or len(m.calls) != before + 1:
        raise Raised(text("the loop is no row of copies"))
    made[0].layer.repeat = Expression(ast.unparse(times.node))


def freeze(m: Machine, node: ast.If, test: Term, scope: Scope) -> bool:
    """``if not trainable: model.trainable = False`` for a nested model; False for anything else."""
    body = node.body[0]
    if len(node.body) != 1 or node.orelse or not isinstance(body, ast.Assign) or len(body.targets) != 1:
        return False
    target = body.targets[0]
    if not isinstance(target, ast.Attribute) or target.attr != "trainable" or not isinstance(test.node, ast.UnaryOp):
        return False
    owner = m.eval(target.value, scope)
    if not isinstance(owner, Model) or isinstance(owner, Unknown):
        return False
    owner.arguments["trainable"] = Expression(ast.unparse(test.node.operand))
    return True
