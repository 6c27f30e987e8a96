"""The functions of a generated module: ``build_model``, one for each block, and ``compile_model``.

Does not belong here: bodies (code_body), the order of the functions in the file (to_code).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from core.analysis.calls import interface
from core.convert.code_body import Body
from core.convert.code_context import Module, output_structure, parameter_code, parameter_names, without_shared_blocks
from core.convert.code_format import Code, Group, Piece, Statement, call, keyword, list_of, text_of
from core.convert.code_values import Values
from core.convert.identifiers import RESERVED, Scope, is_identifier, slug
from core.convert.literals import literal
from core.convert.op_names import function_of, op_names
from core.errors import ConversionError
from core.graph.expand import expand
from core.graph.inner_models import block_of, inner_models
from core.graph.model import Block, Graph, Project
from core.graph.queries import input_nodes, output_sources, structure_sources, upstream
from core.graph.values import EMPTY, FrozenMap, Value
from core.texts import clause, text

POLICY = "policy"
_MASK_OPS = frozenset("all any concatenate expand_dims logical_and logical_or not_equal ones_like zeros_like".split())
"""Operations that Keras runs to compute masks."""
_COUNTED = re.compile(r"concatenate(?:_([1-9][0-9]?))?")
_MOST_COUNTED = 20


def build_model(module: Module, graph: Graph, policy: Value) -> list[Statement]:
    """``def build_model()``: the main graph."""
    graph = without_shared_blocks(graph, module.blocks)
    body = Body(module, graph, module.values(), module.local_scope(), elsewhere=_ops_elsewhere(module, ""))
    head = [
        Statement("build_model()", head="def ", tail=" -> keras.Model:", depth=0),
        Statement('"""Build the model, without compiling it."""'),
    ]
    if policy is None:
        return [*head, *_model_lines(body, literal(graph.name), "return ")]
    body.scope.take(POLICY)
    return [
        *head,
        Statement("keras.config.dtype_policy()", head=f"{POLICY} = "),
        Statement(call("keras.config.set_dtype_policy", [body.values.piece(policy)])),
        *_model_lines(body, literal(graph.name), "model = "),
        Statement(call("keras.config.set_dtype_policy", [POLICY])),
        Statement("model", head="return "),
    ]


def block_function(module: Module, block: Block) -> list[Statement]:
    """The function that stands for a block."""
    names = parameter_names(block, module)
    scope = Scope((*module.scope.taken, *names.values()))
    values = module.values(
        {key: f"{name}()" if key in module.makers[block.name] else name for key, name in names.items()}
    )
    graph = without_shared_blocks(block.graph, module.blocks)
    if block.kind == "model":
        head = _head(module, block, {}, "keras.Model")
        body = Body(module, graph, values, scope, elsewhere=_ops_elsewhere(module, block.name))
        return [*head, *_model_lines(body, "name", "return ")]
    body = Body(module, graph, values, scope, prefix="name", last="x")
    inner = input_nodes(graph)
    fed = {node_id: _input_name(graph, node_id, scope, len(inner)) for node_id in inner}
    outputs = output_structure(graph)
    body.write(fed, outputs)
    results: list[Piece] = [body.source(source) for source in structure_sources(outputs)]
    returned = results[0] if len(results) == 1 else Code([", ".join(map(str, results))])
    return [*_head(module, block, fed, ""), *body.statements, Statement(returned, head="return ")]


def compile_model(values: Values, project: Project) -> list[Statement]:
    """``def compile_model(model)``: the compile settings."""
    settings = project.training.compile
    metrics = settings.metrics
    if not isinstance(metrics, (tuple, FrozenMap)):
        metrics = () if metrics is None else (metrics,)
    if metrics and not isinstance(metrics, FrozenMap) and len(output_sources(project.graph)) > 1:
        # For several outputs Keras takes metrics by output; each is made anew for every one of them, as in a run.
        metrics = FrozenMap(dict.fromkeys(output_names(project), metrics))
    arguments: list[Piece] = [keyword("optimizer", values.piece(settings.optimizer))]
    for name, value in (("loss", settings.loss), ("metrics", metrics), ("loss_weights", settings.loss_weights)):
        if value is not None and value != ():
            arguments.append(keyword(name, _listed(values, value)))
    for name, value in settings.options.items():
        if not is_identifier(name):
            raise ConversionError(text("{name!r} cannot be the name of a compile setting.", name=name))
        arguments.append(keyword(name, values.piece(value)))
    return [
        Statement("compile_model(model: keras.Model)", head="def ", tail=" -> None:", depth=0),
        Statement('"""Set the optimizer, the loss and the metrics."""'),
        Statement(call("model.compile", arguments)),
    ]


def output_names(project: Project) -> list[str]:
    """The names by which Keras knows the outputs of the model: those of the layers and ops behind them."""
    graph = expand(project).graph
    sources = output_sources(graph)
    ops = op_names(graph, upstream(graph, (source.node for source in sources)))
    return [ops.get(source.node, graph.name_of(source.node)) for source in sources]


def _head(module: Module, block: Block, fed: Mapping[str, str], returns: str) -> list[Statement]:
    """``def residual(inputs, filters=64, name="residual"):`` and its docstring; ``fed`` names the input nodes' values."""
    arguments: list[Piece] = list(fed.values())
    for parameter, name in parameter_names(block, module).items():
        default = module.values().piece(block.parameters[parameter])
        arguments.append(keyword(name, parameter_code(default, parameter in module.makers[block.name])))
    arguments.append(keyword("name", literal(block.name)))
    function = call(module.functions[block.name], arguments)
    about = block.description or (
        "Build a new model of this kind."
        if block.kind == "model"
        else "Call new layers whose names start with ``name``."
    )
    expected = _expected(module.values(), block.graph, fed)
    if expected:
        about = f"{about}\n\n{expected}"
    return [
        Statement(function, head="def ", tail=f" -> {returns}:" if returns else ":", depth=0),
        *docstring(about),
    ]


def _expected(values: Values, graph: Graph, fed: Mapping[str, str]) -> str:
    """What the block was drawn for, a line for each input: ``inputs: keras.Input(shape=(8,), name="image")``."""
    lines = []
    for node_id, variable in fed.items():
        layer = graph.layer_of(node_id)
        plain = FrozenMap({key: value for key, value in layer.params.items() if _is_plain(value)})
        made = text_of(values.construct(layer.type, plain, literal(layer.name), "keras.Input"))
        lines.append(f"{variable}: {made}")
    return "\n".join(lines)


def _is_plain(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, (bool, int, float, str))


def docstring(about: str) -> list[Statement]:
    """A docstring as a literal; plain text in the usual three quotes, over several lines where it has some."""
    lines = about.split("\n")
    plain = about.isascii() and "\\" not in about and '""' not in about and not {about[:1], about[-1:]} & {'"'}
    if not plain or not all(line.isprintable() and line == line.strip() for line in lines) or about != about.strip():
        return [Statement(literal(about))]
    if len(lines) == 1:
        return [Statement(f'"""{about}"""')]
    last = Statement('"""')
    return [Statement(f'"""{lines[0]}'), *(Statement(line, depth=1 if line else 0) for line in lines[1:]), last]


def _model_lines(body: Body, name: str, head: str) -> list[Statement]:
    """Inputs, calls, and the line that makes the ``keras.Model``."""
    graph = body.graph
    outputs = output_structure(graph)
    if not structure_sources(outputs):
        raise ConversionError(
            text("The model {name!r} has no output: no layer is connected to an input.", name=graph.name)
        )
    inputs = graph.inputs
    if inputs is None:
        needed = upstream(graph, (source.node for source in structure_sources(outputs)))
        inputs = interface(None, [node_id for node_id in input_nodes(graph) if node_id in needed])
    nodes = list(dict.fromkeys(source.node for source in structure_sources(inputs)))
    if not nodes:
        raise ConversionError(text("The model {name!r} has no input.", name=graph.name))
    fed = {node_id: _input_name(graph, node_id, body.scope, len(nodes)) for node_id in nodes}
    body.write(fed, outputs)
    lines = [Statement(_input(body, node_id), head=f"{variable} = ", node=node_id) for node_id, variable in fed.items()]
    model = call("keras.Model", [body.structure(inputs), body.structure(outputs), keyword("name", name)])
    return [*lines, *_counted_ahead(body), *body.statements, Statement(model, head=head)]


def _input(body: Body, node_id: str) -> Piece:
    layer = body.graph.layer_of(node_id)
    if not layer.is_input or layer.raw is not None:
        raise ConversionError(
            text("{name!r} is declared as an input of the model, but is no input.", name=layer.name), node=node_id
        )
    try:
        return body.values.construct(layer.type, layer.params, literal(layer.name), "keras.Input")
    except ConversionError as error:
        message = text("{name!r} cannot be written as code: {message}.", name=layer.name, message=clause(error.message))
        raise ConversionError(message, error.details, node=node_id) from error


def _input_name(graph: Graph, node_id: str, scope: Scope, count: int) -> str:
    if count == 1:
        return "inputs"
    base = slug(graph.name_of(node_id), "input")
    return scope.take(f"{base}_input" if base in RESERVED else base)


def _ops_elsewhere(module: Module, own: str) -> set[str]:
    """The ops that run besides those of one run of the function ``own`` ("" for ``build_model``): Keras counts all."""
    graphs = {"": module.main, **{name: module.blocks[name].graph for name in module.functions}}
    users = [
        name
        for name, graph in graphs.items()
        for layer in graph.layers.values()
        for used in (layer.block, *map(block_of, inner_models(layer.params)))
        if used == own
    ]
    behind_masks = _MASK_OPS if any(map(_has_masks, graphs.values())) else frozenset()
    if users in ([], [""]):
        del graphs[own]  # it runs once
    ops = {function_of(layer.type) for graph in graphs.values() for layer in graph.layers.values() if layer.is_op}
    return ops | behind_masks


def _has_masks(graph: Graph) -> bool:
    return any(
        layer.type == "keras.layers.Masking" or layer.params.get("mask_zero", False) is not False
        for layer in graph.layers.values()
    )


def _counted_ahead(body: Body) -> list[Statement]:
    """Layers that are made for nothing, so that Keras counts on: it names operations behind masks, too, and knows nothing
    of the names that layers are given. Of all those operations only ``concatenate`` is called like a kind of layer."""
    graphs = [body.module.main, *(body.module.blocks[name].graph for name in body.module.functions)]
    found = [_COUNTED.fullmatch(layer.name) for layer in body.graph.layers.values() if not layer.is_op]
    numbers = [int(match[1] or 0) for match in found if match]
    if not numbers or max(numbers) > _MOST_COUNTED or not any(map(_has_masks, graphs)):
        return []
    why = Statement("# Keras counts operations behind masks, too; their numbers are to follow those of the layers.")
    made = Statement(body.values.construct("keras.layers.Concatenate", EMPTY))
    return [why, *[made] * (max(numbers) + 1)]


def _listed(values: Values, value: Value) -> Piece:
    """Metrics and losses in a row are lists, in maps too."""
    if isinstance(value, tuple):
        return list_of([_listed(values, item) for item in value])
    if isinstance(value, FrozenMap):
        items = [Code([f"{literal(key)}: ", *_parts(_listed(values, item))]) for key, item in value.items()]
        return Code([Group("{", items, "}")])
    return values.piece(value)


def _parts(piece: Piece) -> Sequence[str | Group]:
    return [piece] if isinstance(piece, str) else piece.parts
