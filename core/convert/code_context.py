"""What the functions of one generated module share: the project's blocks, their function names, the imports.

Does not belong here: writing (code_body, code_blocks). Invariant: names of functions are taken before any local
name, so that no variable hides a function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.convert.code_format import Piece, joined
from core.convert.code_own import OwnCode
from core.convert.code_values import Specs, Values
from core.convert.identifiers import Scope, slug
from core.errors import ConversionError
from core.graph.expand import expand_graph, is_function
from core.graph.inner_models import block_blocks, graph_blocks
from core.graph.model import Block, Graph, Project, Structure
from core.graph.queries import output_sources, shared_layers
from core.graph.values import Expression, FrozenMap, KerasObject, Value
from core.texts import text


@dataclass(slots=True)
class Module:
    """The module in the making. ``functions`` maps block names to function names, inner blocks first."""

    blocks: FrozenMap[str, Block]
    specs: Specs | None
    main: Graph
    functions: dict[str, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    scope: Scope = field(default_factory=Scope)
    makers: dict[str, set[str]] = field(default_factory=dict)
    """For each block the parameters that hold Keras objects: functions that make a new one for each use."""
    own: OwnCode = field(default_factory=OwnCode)
    """The user's own functions and classes."""
    names_ops: bool = False
    """True once a function calls ``named``."""

    def values(self, parameters: Mapping[str, str] | None = None) -> Values:
        """A writer of values for one function whose block has these parameters."""
        return Values(self.specs, self.imports, parameters or {}, self.own, self.functions)

    def local_scope(self) -> Scope:
        """Names for one function: those of the module are taken."""
        return Scope(self.scope.taken)


def module_for(project: Project, graph: Graph, specs: Specs | None, taken: Iterable[str] = ()) -> Module:
    """The module of a project, with names for the functions of all blocks that ``graph`` uses, none of them in ``taken``."""
    module = Module(project.blocks, specs, graph, scope=Scope(taken))
    for name in _inner_first(graph_blocks(graph), project.blocks, ()):
        base = slug(name, "block")
        prefix = "build_" if project.blocks[name].kind == "model" else ""
        module.functions[name] = module.scope.take(prefix + base)
    module.makers = _makers(module, graph)
    module.own.collect(project, [graph, *(project.blocks[name].graph for name in module.functions)], module.scope)
    return module


def _makers(module: Module, graph: Graph) -> dict[str, set[str]]:
    """Parameters that some instance, or the default, gives a Keras object; handed down through inner instances."""
    makers = {
        name: {key for key, value in module.blocks[name].parameters.items() if has_object(value)}
        for name in module.functions
    }
    # Outer blocks first, so that what is handed down is known before the inner block is looked at.
    for outer in ("", *reversed(module.functions)):
        for layer in (module.blocks[outer].graph if outer else graph).layers.values():
            if layer.block in makers:
                handed = makers.get(outer, set())
                makers[layer.block] |= {
                    key for key, value in layer.params.items() if has_object(value) or _uses(value, handed)
                }
    return makers


def _uses(value: Value, names: set[str]) -> bool:
    """True if an expression inside ``value`` may use one of the names."""
    if isinstance(value, tuple):
        return any(_uses(item, names) for item in value)
    if isinstance(value, FrozenMap):
        return any(_uses(item, names) for item in value.values())
    return isinstance(value, Expression) and any(name in value.text for name in names)


def _inner_first(names: Iterable[str], blocks: Mapping[str, Block], stack: tuple[str, ...]) -> dict[str, None]:
    found: dict[str, None] = {}
    for name in names:
        if name not in blocks or name in found:
            continue
        if name in stack:
            raise ConversionError(
                text("The block {name!r} contains itself; a block cannot be part of itself.", name=name)
            )
        if len(stack) > 50:
            raise ConversionError(text("Blocks are nested more than 50 deep."))
        found |= _inner_first(block_blocks(blocks[name]), blocks, (*stack, name))
        found[name] = None
    return found


def without_shared_blocks(graph: Graph, blocks: Mapping[str, Block]) -> Graph:
    """The graph with those function blocks written out of which one instance is called more than once.

    Such an instance shares its inner layers, which a plain function that makes its layers cannot express.
    """
    while True:
        shared = {
            graph.layers[layer_id].block
            for layer_id in shared_layers(graph)
            if is_function(graph.layers[layer_id], blocks)
        }
        if not shared:
            return graph
        expansion = expand_graph(graph, {name: blocks[name] for name in shared if name is not None})
        for error in expansion.errors.values():
            raise error
        graph = expansion.graph


def has_object(value: Value) -> bool:
    """True if a Keras object is inside: a new one must be made for each use."""
    if isinstance(value, tuple):
        return any(has_object(item) for item in value)
    if isinstance(value, FrozenMap):
        return any(has_object(item) for item in value.values())
    return isinstance(value, KerasObject)


LONGEST_PARAMETER = 120
"""Folding names parameters after the layers that they belong to, which can be long."""


def parameter_names(block: Block, module: Module) -> dict[str, str]:
    """The identifiers of a block's parameters, in the order in which its function takes them."""
    scope = module.local_scope()
    return {name: scope.take(slug(name, "parameter", LONGEST_PARAMETER)) for name in block.parameters}


def parameter_code(value: Piece, is_maker: bool) -> Piece:
    """What is given for a block's parameter: the value, or a function that makes it."""
    return joined("lambda: ", value) if is_maker else value


def output_structure(graph: Graph) -> Structure:
    """The structure of the outputs: as declared, else the only one bare, else a list."""
    if graph.outputs is not None:
        return graph.outputs
    found = tuple(output_sources(graph))
    return found[0] if len(found) == 1 else found
