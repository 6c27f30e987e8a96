"""Copies of one piece of a graph: what goes into each, what comes out, and how one follows another.

A block's instance with a count chains its copies as ``expand`` writes them out: output 0, 1... of a copy feeds input
0, 1... of the next, further inputs are fed alike in every copy. So an input of a piece is *carried* (the copy before
made it, or handed on one of its own inputs) or *constant*. Does not belong here: finding copies (fold_search), writing
the block (fold_block).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.graph.model import Graph
from core.graph.queries import node_edges, output_sources
from core.graph.values import Source

Link = tuple[str, int, int]
"""Where an input of the next copy comes from: ``("made", place of the node, output)`` or ``("given", input, 0)``."""
Step = tuple[Link, ...]
"""How a copy follows another: a link for each input. ``("given", k, 0)`` at place ``k`` is a constant input."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its nodes in the order of the piece, and the values it takes from outside in order of first use."""

    ids: tuple[str, ...]
    inputs: tuple[Source, ...]

    def place(self, source: Source) -> Link | None:
        """The value as this copy knows it, or None."""
        if source.node in self.ids:
            return ("made", self.ids.index(source.node), source.output)
        return ("given", self.inputs.index(source), 0) if source in self.inputs else None


def copy_of(graph: Graph, ids: Sequence[str]) -> Copy:
    """The copy that consists of these nodes."""
    inside = set(ids)
    taken: dict[Source, None] = {}
    for node_id in ids:
        for edge in node_edges(graph, node_id):
            if edge.source.node not in inside:
                taken[edge.source] = None
    return Copy(tuple(ids), tuple(taken))


Users = Mapping[Source, Sequence[str]]


def users_of(graph: Graph) -> Users:
    """For every value the nodes that take it; ``""`` stands for the model's outputs."""
    users: dict[Source, list[str]] = {}
    for node_id in graph.nodes:
        for edge in node_edges(graph, node_id):
            users.setdefault(edge.source, []).append(node_id)
    for source in output_sources(graph):
        users.setdefault(source, []).append("")
    return users


def made_by(users: Users) -> Mapping[str, Sequence[Source]]:
    """For every node its values that something takes, in the order of their numbers."""
    made: dict[str, list[Source]] = {}
    for source in sorted(users, key=lambda source: source.output):
        made.setdefault(source.node, []).append(source)
    return made


def step_between(first: Copy, second: Copy) -> Step | None:
    """How ``second`` follows ``first``; None if it takes something else, or nothing that changes from copy to copy."""
    links = tuple(first.place(source) for source in second.inputs)
    if None in links or all(link == ("given", place, 0) for place, link in enumerate(links)):
        return None
    return links  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Chain:
    """Copies that one instance can stand for; ``step`` is None where there is only one."""

    copies: tuple[Copy, ...]
    step: Step | None = None


class Wiring:
    """Who takes what in a graph, asked again and again while chains are tried."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.users = users_of(graph)
        self._made = made_by(self.users)

    def leaving(self, copy: Copy) -> list[Source]:
        """The values of the copy that something outside of it takes, in the order of its nodes."""
        inside = set(copy.ids)
        return [
            source
            for node_id in copy.ids
            for source in self._made.get(node_id, ())
            if any(user not in inside for user in self.users[source])
        ]

    def chains(self, copies: Sequence[Copy], exact: Sequence[object]) -> list[Chain]:
        """The copies, in order, as the longest chains possible; ``exact`` is equal for copies that are quite alike."""
        found: list[Chain] = []
        current: list[Copy] = []
        step: Step | None = None
        inside: set[str] = set()
        open_values: list[Source] = []
        for number, copy in enumerate(copies):
            if current and exact[number] == exact[number - 1]:
                follows = step_between(current[-1], copy)
                if follows is not None and step in (None, follows):
                    inside.update(copy.ids)
                    open_values = self._open([*open_values, *self.leaving(current[-1])], inside)
                    if set(open_values) <= _handed_on(copy, follows):
                        current.append(copy)
                        step = follows
                        continue
            if current:
                found.append(Chain(tuple(current), step))
            current, step, inside, open_values = [copy], None, set(copy.ids), []
        if current:
            found.append(Chain(tuple(current), step))
        return found

    def _open(self, sources: Sequence[Source], inside: set[str]) -> list[Source]:
        """The values that something outside of the chain takes."""
        return [source for source in sources if any(user not in inside for user in self.users[source])]


def _handed_on(copy: Copy, step: Step) -> set[Source]:
    """The inputs of the last copy that a chain gives on as outputs, so that they can be taken behind it."""
    return {copy.inputs[link[1]] for place, link in enumerate(step) if link[0] == "given" and link[1] != place}


@dataclass(frozen=True, slots=True)
class Interface:
    """The inputs of a block (as numbers of its copies' inputs) and its outputs, in order."""

    inputs: tuple[int, ...]
    outputs: tuple[Link, ...]


def interface_of(chains: Sequence[Chain], wiring: Wiring) -> Interface:
    """What a block for all the chains takes and gives; their steps are equal where they have one.

    Carried inputs come first, each with the output that feeds it in the same place.
    """
    count = len(chains[0].copies[0].inputs)
    step = next((chain.step for chain in chains if chain.step is not None), None)
    carried = [place for place in range(count) if step is not None and step[place] != ("given", place, 0)]
    inputs = [*carried, *(place for place in range(count) if place not in carried)]
    outputs = [step[place] for place in carried] if step is not None else []
    extra: dict[Link, None] = {}
    for chain in chains:
        last = chain.copies[-1]
        for source in wiring.leaving(last):
            extra[("made", last.ids.index(source.node), source.output)] = None
    others = sorted(link for link in extra if link not in outputs)
    if others and step is not None:
        # An output in the place of a constant input would feed it, so that one is handed on as it is.
        outputs.extend(("given", place, 0) for place in inputs[len(carried) :])
    return Interface(tuple(inputs), (*outputs, *others))
