"""What every way of opening a model gives: a project, and a report of what happened to it on the way.

One shape for live Keras models, model files of any Keras version, and Python code. Does not belong here: how any of them
is read, how the report is shown. Invariant: whatever was not taken over exactly stands in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.graph.model import Project
from core.graph.values import EMPTY

Format = Literal["keras3", "keras2", "keras1", "python"]
Weights = Literal["loaded", "present", "absent", "partial"]
"""``loaded``: the project starts from them; ``partial``: from some of them; ``present``: the file has them, they were not
asked for; ``absent``: the file has none."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A layer or op that is not known here and was kept as it is; ``reason`` is a sentence."""

    name: str
    class_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One spelling of an older Keras that was replaced: at which layer, what stood there, what stands there now."""

    node: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The project, what in it is a placeholder, what was upgraded, and what the user should know, each one sentence.

    ``lines`` says where in the code nodes are made: (block or "", node id) to the line, counted from 1; code only.
    """

    project: Project
    placeholders: tuple[Placeholder, ...] = ()
    notes: tuple[str, ...] = ()
    upgraded: tuple[Upgrade, ...] = ()
    format: Format = "keras3"
    weights: Weights = "absent"
    lines: Mapping[tuple[str, str], int] = EMPTY


def report(source: str, imported: Imported) -> dict[str, Any]:
    """The report as plain JSON. ``layers`` and ``nodes`` count the main graph, ``blocks`` those that it uses."""
    graph = imported.project.graph
    return {
        "source": source,
        "format": imported.format,
        "layers": len(graph.layers),
        "nodes": len(graph.nodes),
        "blocks": len(imported.project.blocks),
        "placeholders": [
            {"name": item.name, "class": item.class_name, "reason": item.reason} for item in imported.placeholders
        ],
        "upgraded": [{"node": item.node, "from": item.old, "to": item.new} for item in imported.upgraded],
        "weights": imported.weights,
        "notes": list(imported.notes),
    }
