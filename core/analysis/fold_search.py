"""Finding the pieces of a graph that are worth being blocks.

A piece is a stretch of the line. Stretches are alike if their nodes differ in numbers at most and are wired alike, what
comes from outside included (by order of first use). Classes of like stretches are refined from length to length, and of
all classes the one that saves most lines is taken, again and again, until nothing is saved any more (minimum
description length, greedily). Does not belong here: names and parameters (fold_block).

Invariants: the work is bounded (:data:`MOST_STEPS`); the same graph gives the same pieces.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.fold_chain import Chain, Interface, Step, Wiring, copy_of, interface_of
from core.analysis.fold_line import Line
from core.analysis.fold_names import chosen_name, common_prefix

MOST_STEPS = 1_000_000
"""Most extensions of a stretch by a node or a wire. The largest Keras application (1,041 nodes) needs about 600,000."""
MOST_TRIES = 400
"""Most classes that are looked at closely."""
LEAST_SAVED = 2.0
"""Fewest lines that a block must save."""

MOST_ALIKE = 6
"""Most classes of one length, number of copies and number of lines of calls."""
MOST_FIRST = 6
"""Classes of which each is taken first once."""

_DEFINITION = 5
"""Lines of a function around its body: ``def``, its description, ``return``, two empty ones."""
_LOOP = 3
"""Lines of a chain: the first value, ``for``, the call."""
_MANY = 8
"""Nodes of a piece that may differ from copy to copy before a call has so many parameters that each takes a line."""
_NARROW = 0.85
"""What is left of the lines saved for each value more that crosses the border."""
_OWN_NAMES = 1.15
"""What the lines saved count for where the names of the layers say the same."""
_TORN = 0.8
"""What is left of the lines saved where a layer is cut from its activation."""
_PRIME = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A class of like stretches that one block can stand for, as chains; ``saved`` counts lines."""

    chains: tuple[Chain, ...]
    interface: Interface
    saved: float

    @property
    def nodes(self) -> set[str]:
        return {node_id for chain in self.chains for copy in chain.copies for node_id in copy.ids}


def pieces(line: Line, wiring: Wiring) -> list[Piece]:
    """The pieces worth being blocks, the one that saves most first; no node is in two of them."""
    return _Search(line, wiring).run()


Candidate = tuple[float, int, int, int, list[int]]
"""A class of like stretches for a heap: what it may save (negative), its first place (negative: of like ones the last
wins, so that pieces end where a periodic part ends), its length, its inputs, its starts."""


class _Search:
    def __init__(self, line: Line, wiring: Wiring) -> None:
        self.line = line
        self.wiring = wiring
        self.count = len(line.ids)
        self.powers = [1]
        self.sums = [0]
        for number in line.exact:
            self.powers.append(self.powers[-1] * 1_000_003 % _PRIME)
            self.sums.append((self.sums[-1] * 1_000_003 + number + 1) % _PRIME)
        self.names = [chosen_name(wiring.graph.layer_of(node_id)) for node_id in line.ids]
        self._forget()

    def run(self) -> list[Piece]:
        """The best of several greedy choices: each of the most promising classes is taken first once."""
        candidates = self._candidates()
        heapq.heapify(candidates)
        best: list[Piece] = []
        for first in self._promising(candidates):
            self._forget()
            self._take(first)
            found = [first, *self._greedy(candidates)]
            if sum(piece.saved for piece in found) > sum(piece.saved for piece in best):
                best = found
        return sorted(best, key=lambda piece: -piece.saved)

    def _promising(self, candidates: Sequence[Candidate]) -> list[Piece]:
        self._forget()
        heap = list(candidates)
        found: list[Piece] = []
        while heap and len(found) < MOST_FIRST:
            piece = self._next(heap)
            if piece is not None:
                found.append(piece)
        return found

    def _greedy(self, candidates: Sequence[Candidate]) -> list[Piece]:
        heap = list(candidates)
        found: list[Piece] = []
        while heap:
            piece = self._next(heap)
            if piece is not None:
                found.append(piece)
                self._take(piece)
        return found

    def _next(self, heap: list[Candidate]) -> Piece | None:
        """The piece that saves most of all in the heap; what is found out about the others stays there."""
        closely: dict[tuple[int, int], Piece] = {}
        tries = 0
        while heap and tries < MOST_TRIES:
            saved, _, length, inputs, starts = heapq.heappop(heap)
            if (length, starts[0]) in closely:
                return closely[length, starts[0]]
            apart = self._apart(starts, length)
            estimate = self._estimate(apart, length, inputs, self._calls(apart, length)) if len(apart) > 1 else 0.0
            if estimate < LEAST_SAVED:
                continue
            if estimate < -saved - 1e-9:
                heapq.heappush(heap, (-estimate, -apart[0], length, inputs, apart))
                continue
            tries += 1
            piece = self._piece(apart, length)
            if piece is not None and piece.saved >= LEAST_SAVED:
                closely[length, apart[0]] = piece
                heapq.heappush(heap, (-piece.saved, -apart[0], length, inputs, apart))
        return None

    # Classes of like stretches

    def _candidates(self) -> list[Candidate]:
        """Classes by what they may save (negative), their length and first place."""
        line = self.line
        labels, refs, barrier, earlier, latest = line.labels, line.refs, line.barrier, line.earlier, line.latest
        found: list[Candidate] = []
        inputs: list[dict[tuple[int, int], int]] = [{} for _ in range(self.count)]
        until = [0] * self.count
        classes = [list(range(self.count))]
        steps, length = 0, 0
        while classes and length < self.count // 2 and steps < MOST_STEPS:
            length += 1
            refined: list[list[int]] = []
            kinds: dict[tuple[int, int], list[Candidate]] = {}
            for members in classes:
                groups: dict[object, list[int]] = {}
                for start in members:
                    end = start + length - 1
                    if end >= self.count or barrier[end]:
                        continue
                    before = earlier[end]
                    if before >= 0:
                        if before < start:
                            continue
                        before -= start
                    outside = inputs[start]
                    steps += 1 + len(refs[end])
                    wired = []
                    for value in refs[end]:
                        if value[0] >= start:
                            wired.append((value[0] - start, value[1]))
                        else:
                            wired.append((~outside.setdefault(value, len(outside)), 0))
                    if latest[end] > until[start]:
                        until[start] = latest[end]
                    groups.setdefault((labels[end], before, *wired), []).append(start)
                for group in groups.values():
                    if group[-1] - group[0] < length:
                        continue
                    refined.append(group)
                    closed = [start for start in group if until[start] < start + length]
                    apart = self._apart(closed, length)
                    if len(apart) > 1:
                        crossing = len(inputs[apart[0]])
                        calls = self._calls(apart, length)
                        saved = self._estimate(apart, length, crossing, calls)
                        if saved >= LEAST_SAVED:
                            found_here = (-saved, -apart[0], length, crossing, closed)
                            kinds.setdefault((len(apart), calls), []).append(found_here)
            # In a periodic part the same stretch begins at every place; only the best places are of interest.
            for alike in kinds.values():
                found.extend(heapq.nsmallest(MOST_ALIKE, alike))
            classes = refined
        return found

    def _apart(self, starts: Sequence[int], length: int) -> list[int]:
        """Starts of stretches that neither overlap nor touch what is taken, from the left."""
        kept: list[int] = []
        free = 0
        for start in starts:
            if start >= free and self.taken[start + length] == self.taken[start]:
                kept.append(start)
                free = start + length
        return kept

    def _estimate(self, starts: Sequence[int], length: int, inputs: int, calls: int) -> float:
        """The lines that these stretches may save at most."""
        # Where a chain can be, all outputs but one may be inputs handed on.
        live = self.line.live[starts[0] + length]
        outputs = 1 if calls < len(starts) * _call(length) else len(live) - bisect_left(live, starts[0])
        return _saved(len(starts), length, calls, max(inputs, 1) + max(outputs, 1), 0) * _OWN_NAMES

    def _calls(self, starts: Sequence[int], length: int) -> int:
        """Lines of the calls, if all that could be chained is."""
        calls = 0
        open_chain = False
        before = -1
        for start in starts:
            follows = (
                start == before + length and before >= 0 and self._exact(start, length) == self._exact(before, length)
            )
            if not follows:
                calls += _call(length)
                open_chain = False
            elif not open_chain:
                calls += _LOOP - _call(length)
                open_chain = True
            before = start
        return calls

    def _exact(self, start: int, length: int) -> int:
        return (self.sums[start + length] - self.sums[start] * self.powers[length]) % _PRIME

    # One class looked at closely

    def _piece(self, starts: Sequence[int], length: int) -> Piece | None:
        ids, exact = self.line.ids, self.line.exact
        copies = [copy_of(self.wiring.graph, ids[start : start + length]) for start in starts]
        chains = self.wiring.chains(copies, [tuple(exact[start : start + length]) for start in starts])
        chains = _of_one_step(chains)
        interface = interface_of(chains, self.wiring)
        if not interface.outputs or not self._hangs_together(starts[0], length):
            return None
        kinds = {tuple(exact[start + offset] for start in starts) for offset in range(length)}
        varying = sum(1 for kind in kinds if len(set(kind)) > 1)
        calls = sum(_call(length) if len(chain.copies) == 1 else _LOOP for chain in chains)
        border = len(interface.inputs) + sum(1 for link in interface.outputs if link[0] == "made")
        saved = _saved(len(starts), length, calls, border, varying)
        named = sum(self._has_own_name(start, length) for start in starts) / len(starts)
        torn = sum(self._tears(start, length) for start in starts) / len(starts)
        factor = (1 + (_OWN_NAMES - 1) * named) * (1 - (1 - _TORN) * torn)
        return Piece(tuple(chains), interface, saved * factor)

    def _tears(self, start: int, length: int) -> bool:
        """True if the stretch begins or ends between a layer and what belongs to it."""
        end = start + length
        behind = end < self.count and self.line.belongs[end] and self.line.refs[end][0][0] >= start
        return behind or self.line.belongs[start]

    def _hangs_together(self, start: int, length: int) -> bool:
        """True if wires inside the stretch join all of its nodes; nodes side by side are no block."""
        parts = list(range(length))

        def part(place: int) -> int:
            while parts[place] != place:
                place = parts[place]
            return place

        for place in range(length):
            for source, _ in self.line.refs[start + place]:
                if source >= start:
                    parts[part(source - start)] = part(place)
        return sum(parts[place] == place for place in range(length)) == 1

    def _has_own_name(self, start: int, length: int) -> bool:
        """True if the names of the stretch begin alike, and those right before and behind it otherwise."""
        prefix = common_prefix(self.names[start : start + length])
        around = (
            self.names[start - 1] if start else "",
            self.names[start + length] if start + length < self.count else "",
        )
        return bool(prefix) and not any(name.startswith(prefix) for name in around)

    def _forget(self) -> None:
        self.gone: set[str] = set()
        self.taken: list[int] = [0] * (self.count + 1)
        """How many nodes before a place are part of a piece already."""

    def _take(self, piece: Piece) -> None:
        self.gone |= piece.nodes
        self.taken = [0, *itertools.accumulate(node_id in self.gone for node_id in self.line.ids)]


def _call(length: int) -> int:
    """Lines that the call of a single copy counts; one or two layers are clearer than a call, unless they stand in a row."""
    return 1 if length > 2 else length


def _saved(copies: int, length: int, calls: int, border: int, varying: int) -> float:
    """Lines of the copies written out, less those of the definition and its calls.

    Each parameter costs a little, and each value that crosses the border beyond one in and one out costs a tenth of it
    all: a person cuts where the border is narrow, even where a cut elsewhere finds a copy more.
    """
    parameters = varying * (0.5 + calls * (0.1 if varying <= _MANY else 1))
    lines = copies * length - (length + _DEFINITION + calls) - parameters
    return lines * _NARROW ** max(border - 2, 0)


def _of_one_step(chains: Sequence[Chain]) -> list[Chain]:
    """The chains with those taken apart whose step is not the one that saves most."""
    gains: dict[Step, int] = {}
    for chain in chains:
        if chain.step is not None:
            gains[chain.step] = gains.get(chain.step, 0) + len(chain.copies) - _LOOP
    if len(gains) < 2:
        return list(chains)
    best = max(gains, key=lambda step: gains[step])
    made: list[Chain] = []
    for chain in chains:
        if chain.step in (None, best):
            made.append(chain)
        else:
            made.extend(Chain((copy,)) for copy in chain.copies)
    return made
