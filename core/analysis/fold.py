"""Folding: repeated structure in a flat graph found, and replaced by blocks with parameters and counts.

``find`` says what could be folded, ``fold`` does it as a pure edit, ``fold_all`` both until nothing is left. A folded
project written out (``graph.expand``) is the same network, apart from ids, names and the order of nodes. Does not belong
here: how repeats are found (fold_search), how a block is made (fold_block).

Limits: pieces are found as stretches of one line through the graph, so the same structure drawn in an order of arguments
of its own counts as something else; values that differ may be numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.analysis.fold_block import Shape, folded
from core.analysis.fold_chain import Wiring
from core.analysis.fold_line import Specs, defaults_of, line_of
from core.analysis.fold_names import block_name, written_names
from core.analysis.fold_search import Piece, pieces
from core.errors import EditError
from core.graph.edits import put_block
from core.graph.model import Graph, Project
from core.graph.values import EMPTY, FrozenMap, Source, Value
from core.texts import text

MOST_ROUNDS = 8
"""How deep ``fold_all`` nests blocks at most."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """Something that can be folded into one block.

    ``instances`` are the calls of the block, each with its copies in a row, each of these with its nodes in the order of
    the piece. ``block`` is where they are ("" is the main graph), ``name`` a proposal for the new block. ``defaults`` says,
    for each place of the piece, what parameters are where a layer does not set them but another copy does.
    """

    name: str
    instances: tuple[tuple[tuple[str, ...], ...], ...]
    block: str = ""
    defaults: tuple[FrozenMap[str, Value], ...] = ()

    @property
    def copies(self) -> tuple[int, ...]:
        """How many copies each instance stands for."""
        return tuple(len(instance) for instance in self.instances)

    @property
    def nodes(self) -> int:
        """How many nodes one copy has."""
        return len(self.instances[0][0])

    @property
    def nodes_saved(self) -> int:
        """How many nodes the graph has fewer when this is folded."""
        return sum(self.copies) * self.nodes - len(self.instances)

    @property
    def summary(self) -> str:
        """One line for a list: ``residual_block: 46 times 10 nodes, as 4 calls (2, 7, 35, 2 in a row)``."""
        rows = ", ".join(map(str, self.copies)) if len(self.copies) <= 8 else f"up to {max(self.copies)}"
        more = f" ({rows} in a row)" if max(self.copies) > 1 else ""
        calls = f"{len(self.instances)} calls" if len(self.instances) > 1 else "1 call"
        layers = "1 node" if self.nodes == 1 else f"{self.nodes} nodes"
        return f"{self.name}: {sum(self.copies)} times {layers}, as {calls}{more}"


def find(project: Project, catalog: Specs, block: str = "") -> tuple[Repetition, ...]:
    """What could be folded in the main graph or in that of a block, best first; no node is in two of them.

    Deterministic, and bounded in time: about half a second for 1,000 nodes. EditError if there is no such block.
    """
    graph = _graph(project, block)
    wiring = Wiring(graph)
    names = set(project.blocks)
    found: list[Repetition] = []
    for piece in pieces(line_of(graph, project.blocks, catalog), wiring):
        name = block_name(graph, piece.chains, names)
        names.add(name)
        instances = tuple(tuple(copy.ids for copy in chain.copies) for chain in piece.chains)
        found.append(Repetition(name, instances, block, _defaults(graph, piece, catalog)))
    return tuple(found)


def fold(
    project: Project,
    repetitions: Iterable[Repetition],
    *,
    shapes: Mapping[Source, tuple[Shape, str]] | None = None,
) -> Project:
    """Replace each repetition by calls of a new function block.

    ``shapes`` gives for sources (full shape with the batch axis, dtype): a block knows those of its first instance, so that
    it can be analysed by itself. EditError, with the project as it was, if a repetition does not fit the project (any
    more): nodes that are gone, copies that are not alike, values that leave a row of copies, a layer that is also called
    elsewhere.
    """
    taken: dict[str, set[str]] = {}
    known = dict(shapes or {})
    for repetition in repetitions:
        graph = _graph(project, repetition.block)
        name, number = repetition.name.strip(), 1
        if not name or "/" in name:
            raise EditError(
                text("A block's name cannot be empty or contain '/'. Received: {name!r}", name=repetition.name)
            )
        while name in project.blocks:
            number += 1
            name = f"{repetition.name.strip()}_{number}"
        outer = project.blocks[repetition.block].parameters if repetition.block else EMPTY
        if repetition.block not in taken:
            taken[repetition.block] = written_names(graph, project.blocks)
        made, block, moved = folded(
            graph,
            project.blocks,
            repetition.instances,
            name,
            repetition.defaults,
            known,
            outer,
            taken[repetition.block],
        )
        known |= {new: known[old] for old, new in moved.items() if old in known}
        if repetition.block:
            project = put_block(project, replace(project.blocks[repetition.block], graph=made))
        else:
            project = replace(project, graph=made)
        project = put_block(project, block)
    return project


def fold_all(project: Project, catalog: Specs, *, shapes: Mapping[Source, tuple[Shape, str]] | None = None) -> Project:
    """Fold the main graph and the blocks that come of it until nothing is left to fold."""
    waiting = [""]
    while waiting:
        block = waiting.pop()
        before = set(project.blocks)
        for _ in range(MOST_ROUNDS):
            found = find(project, catalog, block)
            if not found:
                break
            project = fold(project, found, shapes=None if block else shapes)
        waiting.extend(name for name in project.blocks if name not in before)
    return project


def _graph(project: Project, block: str) -> Graph:
    if not block:
        return project.graph
    if block not in project.blocks:
        raise EditError(text("There is no block named {block!r}.", block=block))
    return project.blocks[block].graph


def _defaults(graph: Graph, piece: Piece, catalog: Specs) -> tuple[FrozenMap[str, Value], ...]:
    """For each place the defaults of parameters that some copies set and some do not."""
    copies = [copy.ids for chain in piece.chains for copy in chain.copies]
    found: list[FrozenMap[str, Value]] = []
    for nodes in zip(*copies, strict=True):
        layers = [graph.layer_of(node_id) for node_id in nodes]
        names = {name for layer in layers for name in layer.params}
        lacking = [layer for layer in layers if len(layer.params) < len(names)]
        known = {key: value for layer in lacking for key, value in defaults_of(layer, catalog).items() if key in names}
        for key, value in known.items():
            # Keras writes strides as (1, 1); beside a 2 that is 1.
            beside = [layer.params[key] for layer in layers if key in layer.params]
            if isinstance(value, tuple) and len(set(value)) == 1 and all(isinstance(each, int) for each in beside):
                known[key] = value[0]
        found.append(FrozenMap(known) if known else EMPTY)
    return tuple(found)
