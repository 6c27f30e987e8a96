"""An analysis as JSON data (``check --json``, a public interface) and as plain text.

Does not belong here: printing, colours, the window's own views.
"""

from __future__ import annotations

from typing import Any

from core.analysis.problems import Problem
from core.analysis.results import Analysis, NodeResult, TensorSpec
from core.graph.model import Graph


def check_json(analysis: Analysis) -> dict[str, Any]:
    """The object that ``check --json`` prints: nodes, totals and problems, named by the user's names."""
    graph = analysis.graph
    totals = analysis.totals
    return {
        "nodes": [_node(graph, node_id, analysis.nodes.get(node_id, NodeResult())) for node_id in graph.nodes],
        "totals": {
            "nodes": totals.nodes,
            "layers": totals.layers,
            "parameters": totals.parameters,
            "trainable": totals.trainable,
            "flops": totals.flops,
        },
        "problems": [_problem(graph, problem) for problem in analysis.problems],
    }


def _node(graph: Graph, node_id: str, result: NodeResult) -> dict[str, Any]:
    outputs = None
    if result.outputs is not None:
        outputs = [{"shape": list(spec.shape), "dtype": spec.dtype} for spec in result.outputs]
    return {
        "name": graph.name_of(node_id),
        "type": graph.layer_of(node_id).type,
        "outputs": outputs,
        "parameters": result.parameters,
        "trainable": result.trainable,
        "flops": result.flops,
        "memory_bytes": result.memory_bytes,
    }


def _problem(graph: Graph, problem: Problem) -> dict[str, Any]:
    known = problem.node is not None and problem.node in graph.nodes
    return {
        "severity": problem.severity,
        "code": problem.code,
        "node": graph.name_of(problem.node) if known and problem.node is not None else None,
        "parameter": problem.parameter,
        "message": problem.message,
        "fixes": [fix.label for fix in problem.fixes],
    }


def check_text(analysis: Analysis) -> str:
    """The same for people: a table of nodes, the totals, and one line per problem."""
    graph = analysis.graph
    rows = [("Layer", "Type", "Output", "Parameters", "FLOPs")]
    for node_id in graph.nodes:
        result = analysis.nodes.get(node_id, NodeResult())
        rows.append(
            (
                _one_line(graph.name_of(node_id)),
                graph.layer_of(node_id).class_name,
                shapes_text(result.outputs),
                _number(result.parameters),
                _number(result.flops),
            )
        )
    widths = [min(60, max(len(row[column]) for row in rows)) for column in range(5)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column > 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    totals = analysis.totals
    flops = f"{'at least ' if totals.unknown_flops else ''}{totals.flops:,} FLOPs per sample"
    lines += ["", f"{totals.parameters:,} parameters ({totals.trainable:,} trainable), {flops}"]
    if analysis.problems:
        lines.append("")
    lines += [f"{problem.severity}: {problem.message} [{problem.code}]" for problem in analysis.problems]
    return "\n".join(lines)


def shapes_text(outputs: tuple[TensorSpec, ...] | None) -> str:
    """``(None, 28, 28, 32)``; several outputs are joined by commas, unknown ones are a question mark."""
    return "?" if outputs is None else ", ".join(str(spec.shape) for spec in outputs)


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _one_line(text: str) -> str:
    return text if text.isprintable() else repr(text)
