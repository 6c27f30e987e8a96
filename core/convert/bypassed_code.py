"""Bypassed nodes in code: their lines as comments, and such comments read again.

``# bypassed: x = layers.Dropout(0.5)(x)`` is the call that is not made; ``dropout = x  # bypassed`` hands its input on where
it goes under another name. Does not belong here: which nodes are bypassed (core.graph.bypass), reading code (from_code).
Invariants: lines keep their numbers; code in which such comments mean something else is left as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace

from core.convert.imported import Imported
from core.graph.bypass import first_source
from core.graph.model import Block, Graph, Node

BYPASSED = "# bypassed: "
ALIAS = "  # bypassed"
_COMMENT = re.compile(r"^(\s*)# bypassed: (\s*\S.*)$")
_ALIAS = re.compile(r"^\s*\w+ = [\w\[\]]+  # bypassed$")


def with_bypassed_calls(text: str) -> tuple[str, frozenset[int]]:
    """The code as if nothing in it were bypassed, and the lines (from 1) whose calls are."""
    if BYPASSED not in text:
        return text, frozenset()
    rows = text.split("\n")
    lines: set[int] = set()
    for number, row in enumerate(rows):
        found = _COMMENT.match(row.rstrip("\r"))
        if found is not None:
            rows[number] = found[1] + found[2]
            lines.add(number + 1)
        elif _ALIAS.match(row.rstrip("\r")):
            rows[number] = ""
    changed = "\n".join(rows)
    try:
        ast.parse(changed)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text, frozenset()
    return changed, frozenset(lines)


def marked(imported: Imported, lines: frozenset[int]) -> Imported:
    """The project with the nodes that these lines make bypassed."""
    keys = {key for key, line in imported.lines.items() if line in lines}
    if not keys:
        return imported
    project = imported.project
    graph = _marked(project.graph, {node_id for block, node_id in keys if not block})
    blocks: Mapping[str, Block] = {
        name: replace(block, graph=_marked(block.graph, {node_id for owner, node_id in keys if owner == name}))
        for name, block in project.blocks.items()
    }
    return replace(imported, project=replace(project, graph=graph, blocks=project.blocks.update(blocks)))


def _marked(graph: Graph, node_ids: set[str]) -> Graph:
    nodes: dict[str, Node] = {
        node_id: replace(graph.nodes[node_id], bypassed=True)
        for node_id in node_ids
        if node_id in graph.nodes and first_source(graph.nodes[node_id]) is not None
    }
    return replace(graph, nodes=graph.nodes.update(nodes)) if nodes else graph
