"""``def adapt_layers(model, data)``: the step before training for layers that take their state from the data.

Does not belong here: adapting in a run (runs.adapting), which layers need it (analysis.state).
"""

from __future__ import annotations

import ast

from core.analysis.state import needs_adapt
from core.convert.code_context import Module
from core.convert.code_format import Statement
from core.convert.literals import literal
from core.graph.expand import expand
from core.graph.inner_models import layer_blocks
from core.graph.model import Graph, Project
from core.graph.queries import input_nodes, node_edges, shared_layers

FUNCTION = "adapt_layers"
_DOCSTRING = '"""Show the training data to the layers that take their state from it; call this before training."""'
_LINES = (
    "model.get_layer({0}).adapt({data})",
    "model.get_layer({0}).adapt({data}[{1}])",
    "model.get_layer({0}).adapt(keras.Model(model.inputs, model.get_layer({1}).input).predict({data}))",
)


def adapt_layers(module: Module, project: Project) -> list[Statement]:
    """The function, or nothing where no layer needs it. ``data`` are the inputs, by name where there are several.

    Layers inside nested models and shared ones are named in a line of text: their data is not that of the model.
    """
    graph = expand(project).graph
    data = module.local_scope().take("data")
    lines: list[Statement] = []
    several = len(input_nodes(graph)) > 1
    shared = shared_layers(graph)
    left: list[str] = []
    done: set[str] = set()
    for node_id, node in graph.nodes.items():
        layer = graph.layers[node.layer]
        if layer.id in done or not needs_adapt(layer):
            continue
        done.add(layer.id)
        if layer.id in shared:
            left.append(layer.name)
            continue
        source = _source(graph, node_id)
        name = literal(layer.name)
        if source is None:
            line = _LINES[2].format(name, name, data=data)
        else:
            line = _LINES[1 if several else 0].format(name, literal(source), data=data)
        lines.append(Statement(line, node=node_id))
    left += _inside(project, graph)
    if not lines and not left:
        return []
    lines += [Statement(literal(f"Adapt this layer to what arrives there, too: {name!r}")) for name in left]
    return [Statement(f"{FUNCTION}(model: keras.Model, {data})", head="def ", tail=" -> None:", depth=0),
            Statement(_DOCSTRING), *lines]  # fmt: skip


def _source(graph: Graph, node_id: str) -> str | None:
    """The name of the input that the node follows directly; None behind anything else."""
    edge = next(node_edges(graph, node_id), None)
    layer = None if edge is None else graph.layer_of(edge.source.node)
    return layer.name if layer is not None and layer.is_input else None


def _inside(project: Project, graph: Graph) -> list[str]:
    """Layers inside nested models, called or held by a layer, that need it, as ``model/layer``."""
    found: list[str] = []
    pending = [(name, layer.name, 0) for layer in graph.layers.values() for name in layer_blocks(layer)]
    while pending:
        block, name, depth = pending.pop(0)
        if block not in project.blocks or depth > 50:
            continue
        for layer in project.blocks[block].graph.layers.values():
            if needs_adapt(layer):
                found.append(f"{name}/{layer.name}")
            else:
                pending += [(inner, f"{name}/{layer.name}", depth + 1) for inner in layer_blocks(layer)]
    return list(dict.fromkeys(found))


def is_adapt_line(node: ast.stmt) -> str | None:
    """The name of the data in a line that this module writes, word for word; None for any other line."""
    texts = sorted(
        (item for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)),
        key=lambda item: (item.lineno, item.col_offset),
    )
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)} - {"model", "keras"}
    if len(names) != 1 or not 1 <= len(texts) <= 2:
        return None
    (data,) = names
    words = [literal(str(item.value)) for item in texts]
    for line in _LINES[:1] if len(words) == 1 else _LINES[1:]:
        if ast.dump(ast.parse(line.format(*words, data=data)).body[0]) == ast.dump(node):
            return data
    return None
