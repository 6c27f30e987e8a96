"""The wires of one graph, indexed once for all checks: sources per node, order, cycles, reach.

Most edits leave most nodes identical, so the sources of unchanged nodes are taken over from the wiring before. Does not
belong here: what is wrong about the wires (structure).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.graph.model import Graph, Node
from core.graph.queries import structure_sources
from core.graph.values import FrozenMap, Source, walk_sources


class Wiring:
    """``sources`` holds the sources of each node in argument order; ``order`` the nodes, sources first."""

    def __init__(self, graph: Graph, before: Wiring | None = None) -> None:
        self.graph = graph
        self._nodes: FrozenMap[str, Node] = graph.nodes
        self.sources: dict[str, tuple[Source, ...]] = {}
        old_nodes: Mapping[str, Node] = before._nodes if before is not None else {}
        old_sources = before.sources if before is not None else {}
        for node_id, node in graph.nodes.items():
            if old_nodes.get(node_id) is node:
                self.sources[node_id] = old_sources[node_id]
            else:
                self.sources[node_id] = tuple(source for _, source in walk_sources(node.arguments))
        self.targets: dict[str, list[str]] = {node_id: [] for node_id in graph.nodes}
        for node_id, sources in self.sources.items():
            for name in dict.fromkeys(source.node for source in sources):
                if name in self.targets:
                    self.targets[name].append(node_id)
        self.order: list[str] = []
        self.stuck: set[str] = set()
        self._sort()

    def _sort(self) -> None:
        """Kahn's algorithm; what cannot be ordered is on a cycle or behind one."""
        waiting = {
            node_id: len({source.node for source in sources if source.node in self.targets})
            for node_id, sources in self.sources.items()
        }
        order = [node_id for node_id, count in waiting.items() if count == 0]
        for node_id in order:  # Grows while it is walked.
            for target in self.targets[node_id]:
                waiting[target] -= 1
                if waiting[target] == 0:
                    order.append(target)
        self.order = order
        self.stuck = set(self.sources).difference(order)

    def outputs(self) -> list[Source]:
        """The model's outputs as ``queries.output_sources`` gives them, without walking the arguments again."""
        if self.graph.outputs is not None:
            return structure_sources(self.graph.outputs)
        return [Source(node_id) for node_id, sources in self.sources.items() if sources and not self.targets[node_id]]

    def upstream(self, node_ids: Iterable[str]) -> set[str]:
        """The nodes and everything they depend on."""
        seen = {node_id for node_id in node_ids if node_id in self.sources}
        pending = list(seen)
        while pending:
            for source in self.sources[pending.pop()]:
                if source.node in self.sources and source.node not in seen:
                    seen.add(source.node)
                    pending.append(source.node)
        return seen

    def downstream(self, node_ids: Iterable[str]) -> set[str]:
        """The nodes and everything that depends on them."""
        seen = {node_id for node_id in node_ids if node_id in self.targets}
        pending = list(seen)
        while pending:
            for target in self.targets[pending.pop()]:
                if target not in seen:
                    seen.add(target)
                    pending.append(target)
        return seen

    def cycles(self) -> list[list[str]]:
        """One shortest cycle through each group of nodes that depend on each other, each from its first node on."""
        found: list[list[str]] = []
        done: set[str] = set()
        for node_id in self.sources:
            if node_id not in self.stuck or node_id in done:
                continue
            group = self.downstream([node_id]) & self.upstream([node_id])
            cycle = self._cycle_through(node_id, group)
            if cycle:
                done |= group
                found.append(cycle)
        return found

    def _cycle_through(self, start: str, group: set[str]) -> list[str]:
        """The shortest way from ``start`` back to it (breadth first); empty if there is none."""
        came_from: dict[str, str] = {}
        pending = [start]
        for node_id in pending:  # Grows while it is walked.
            for target in self.targets[node_id]:
                if target == start:
                    path = [node_id]
                    while path[-1] != start:
                        path.append(came_from[path[-1]])
                    return path[::-1]
                if target in group and target not in came_from:
                    came_from[target] = node_id
                    pending.append(target)
        return []
