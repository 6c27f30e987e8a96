"""Fixes for tensors that do not fit: layers to put into a wire that a node refuses, each tried with Keras first.

Does not belong here: which layers could do (conversions), trying them (trial), wires that are not drawn yet (the editor asks
the trial itself). Invariant: a fix is offered only if the node's call succeeds with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest

from core.analysis.conversions import Steps
from core.analysis.problems import Fix, Problem
from core.analysis.structure import Specs
from core.analysis.trial import MOST_OFFERED, Candidate, Trial
from core.graph import edits, naming, queries
from core.graph.inserting import Part, insert_chain, room_behind
from core.graph.model import Graph
from core.graph.queries import Edge
from core.texts import text

SHAPES = frozenset({"ST04", "ST05", "ST07"})
"""Problems that a layer in between may solve: a wrong rank, shapes that cannot be merged or concatenated."""
MOST_MENDED = 4
"""Up to so many nodes of a graph are looked at; each costs some calls of Keras."""
MOST_WIRES = 4
ROOM = (250.0, 108.0)
"""The width and the height that a card takes with the gap to the next, in scene units."""


def mended(
    problems: tuple[Problem, ...], graph: Graph, block: str, catalog: Specs, trial: Callable[[], Trial]
) -> tuple[Problem, ...]:
    """The problems, those about shapes with their fixes. ``trial`` is asked for only if there is one.

    ``graph`` is the graph of ``block`` ("" for the main one) as drawn, which the fixes will change.
    """
    found = list(problems)
    places = [at for at, problem in enumerate(found) if problem.code in SHAPES and problem.node in graph.nodes]
    if not places:
        return problems
    tried = trial()
    for at in places[:MOST_MENDED]:
        problem = found[at]
        if problem.node is not None and not problem.fixes:
            found[at] = replace(problem, fixes=tuple(_fixes(graph, problem.node, block, catalog, tried)))
    return tuple(found)


def _fixes(graph: Graph, node_id: str, block: str, catalog: Specs, trial: Trial) -> list[Fix]:
    """The most usual layer for every wire first, then the second one for each."""
    wires = list(queries.node_edges(graph, node_id))[:MOST_WIRES]
    offers = [
        [(wire, found.steps) for found in trial.conversions(Candidate(wire.source, wire.target, wire.path))] for wire in wires
    ]
    fixes: list[Fix] = []
    for offer in chain.from_iterable(zip_longest(*offers)):
        if offer is not None:
            wire, steps = offer
            label = text(
                "Put {layers} between {source} and {target}",
                layers=" + ".join(step.class_name for step in steps),
                source=graph.name_of(wire.source.node), target=graph.name_of(wire.target),
            )  # fmt: skip
            fixes.append(Fix(label, edits.on_graph(partial(_insert, wire=wire, steps=steps, catalog=catalog), block)))
    return fixes[:MOST_OFFERED]


def _insert(graph: Graph, wire: Edge, steps: Steps, catalog: Specs) -> Graph:
    """Put the layers into the wire, in the direction of the flow; what stands behind moves on to make room."""
    axis = 1 if graph.layout.direction == "TB" else 0
    known = graph.layout.positions
    start, end = known.get(wire.source.node), known.get(wire.target)
    ids = naming.fresh_ids(graph.nodes, "n")
    parts: list[Part] = []
    for number, step in enumerate(steps, 1):
        spec = catalog.get(step.type)
        port = (spec.inputs[0].name,) if spec is not None and spec.inputs else ("inputs",)
        place = None
        if start is not None and end is not None:
            along = start[axis] + number * ROOM[axis]
            place = (end[0], along) if axis else (along, end[1])
        parts.append(Part(next(ids), step.type, place, step.params, port))
    shifted = {}
    if start is not None:
        shifted = room_behind(graph, wire.target, known, start[axis] + (len(steps) + 1) * ROOM[axis])
    return insert_chain(graph, parts, split=wire, shifted=shifted)
