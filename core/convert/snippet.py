"""Some layers of a graph as a piece of functional code, to be pasted where code is written.

What feeds them from outside becomes a ``keras.Input`` of the shape that is known there. Does not belong here: whole modules
(to_code), the clipboard (gui).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.analysis.results import NodeResult
from core.convert.code_values import Specs
from core.convert.to_code import CodeOptions, generate
from core.errors import ConversionError
from core.graph import edits, fragments
from core.graph.bypass import first_source
from core.graph.expressions import substitute
from core.graph.model import INPUT_TYPE, Graph, Node, Project
from core.graph.naming import new_id
from core.graph.queries import edges
from core.graph.values import EMPTY, FrozenMap, Source, Value, map_sources
from core.texts import text


def snippet(
    project: Project,
    node_ids: Iterable[str],
    block: str = "",
    results: Mapping[str, NodeResult] = EMPTY,
    *,
    catalog: Specs | None = None,
) -> str:
    """The code of these nodes of the main graph, or of the graph of ``block`` with its default parameters.

    ``results`` are those of the analysis of that graph; sizes that are not known are None. ConversionError as ``generate``.
    """
    graph = project.blocks[block].graph if block else project.graph
    wanted = [node_id for node_id in graph.nodes if node_id in set(node_ids)]
    if not wanted:
        raise ConversionError(text("There are no layers to write as code; select some."))
    piece = _fed(fragments.extract(graph, wanted, keep_outer=True), graph, results)
    piece = replace(piece, name=graph.name, outputs=None, inputs=None)
    if block:
        values = project.blocks[block].parameters
        layers = {key: replace(layer, params=_plain(layer.params, values)) for key, layer in piece.layers.items()}
        piece = replace(piece, layers=FrozenMap(layers))
    whole = generate(replace(project, graph=piece), CodeOptions(compile=False, main=False), catalog=catalog)
    return _flat(whole)


def _plain(params: FrozenMap[str, Value], values: Mapping[str, Value]) -> FrozenMap[str, Value]:
    made = substitute(params, values)
    return made if isinstance(made, FrozenMap) else params


def _fed(piece: Graph, graph: Graph, results: Mapping[str, NodeResult]) -> Graph:
    """The piece with an input layer for each source outside, and for layers that nothing feeds."""
    made: dict[Source, Source] = {}
    for edge in edges(piece):
        source = edge.source
        if source.node in piece.nodes and source not in made.values():
            continue
        if source not in made:
            piece, made[source] = _with_input(piece, graph.name_of(source.node), source, results)
        # The wire still names a node that is not in the piece: it is put in the place at once.
        node = piece.nodes[edge.target]
        piece = replace(piece, nodes=piece.nodes.set(node.id, _moved(node, source, made[source])))
    for node_id, node in list(piece.nodes.items()):
        layer = piece.layers[node.layer]
        if not layer.is_input and layer.raw is None and first_source(node) is None:
            piece, source = _with_input(piece, "inputs", None, results)
            piece = edits.connect(piece, source, node_id, ("inputs",))
    return piece


def _moved(node: Node, old: Source, new: Source) -> Node:
    arguments = map_sources(node.arguments, lambda source: new if source == old else source)
    return replace(node, arguments=arguments)  # type: ignore[arg-type]


def _with_input(
    piece: Graph, name: str, source: Source | None, results: Mapping[str, NodeResult]
) -> tuple[Graph, Source]:
    outputs = results[source.node].outputs if source is not None and source.node in results else None
    params: dict[str, Value] = {"shape": (None,)}
    if source is not None and outputs is not None and source.output < len(outputs):
        spec = outputs[source.output]
        params = {"shape": tuple(spec.shape[1:])}
        if spec.dtype != "float32":
            params["dtype"] = spec.dtype
    node_id = new_id(piece.nodes, "input")
    suffix = f"_{source.output + 1}" if source is not None and source.output else ""
    piece = edits.add_node(piece, INPUT_TYPE, name=f"{name}{suffix}", params=params, node_id=node_id)
    # Inputs come first, so that they are written in the order in which they are needed.
    nodes = {node_id: piece.nodes[node_id], **{key: node for key, node in piece.nodes.items() if key != node_id}}
    return replace(piece, nodes=FrozenMap(nodes)), Source(node_id)


def _flat(code: str) -> str:
    """The module with the body of ``build_model`` in the place of the function."""
    lines = code.splitlines()
    tree = ast.parse(code)
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "build_model")
    body = lines[function.body[0].end_lineno or function.body[0].lineno : function.end_lineno]
    flat = [line.removeprefix("    ") for line in body]
    returned = function.body[-1].lineno - (function.body[0].end_lineno or function.body[0].lineno) - 1
    flat[returned] = flat[returned].replace("return ", "model = ", 1)
    start = tree.body[0].end_lineno or 1  # the docstring of the module
    before = lines[start : function.lineno - 1]
    text = "\n".join([*before, *flat]).strip("\n")
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text.replace("\n\n\n" + flat[0], "\n\n" + flat[0], 1) + "\n"
