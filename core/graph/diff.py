"""What changed between two graphs, found by identity: edits share what they do not touch.

A view that follows diffs never has to compare values. An id that is in both graphs with another object counts as
changed, even when the objects are equal; that is rare and harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.graph.model import Graph
from core.graph.queries import Edge, node_edges


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """Ids that came, went and changed; ``nodes_changed`` includes the nodes whose layer changed."""

    nodes_added: tuple[str, ...] = ()
    nodes_removed: tuple[str, ...] = ()
    nodes_changed: tuple[str, ...] = ()
    layers_changed: tuple[str, ...] = ()
    edges_added: tuple[Edge, ...] = ()
    edges_removed: tuple[Edge, ...] = ()
    moved: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reroutes: bool = False
    interface: bool = False
    direction: bool = False

    @property
    def structural(self) -> bool:
        """True if what the network computes may have changed, not only how it is drawn."""
        return bool(
            self.nodes_added or self.nodes_removed or self.nodes_changed or self.layers_changed or self.interface
        )

    def __bool__(self) -> bool:
        return self.structural or bool(self.moved or self.frames or self.notes or self.reroutes or self.direction)


def _compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    if old is new:
        return [], [], []
    added = [key for key in new if key not in old]
    removed = [key for key in old if key not in new]
    changed = [key for key, value in new.items() if key in old and old[key] is not value]
    return added, removed, changed


def diff(old: Graph, new: Graph) -> GraphDiff:
    """The difference that turns ``old`` into ``new``."""
    if old is new:
        return GraphDiff()
    added, removed, changed = _compare(old.nodes, new.nodes)
    _, _, layers_changed = _compare(old.layers, new.layers)
    edges_added: list[Edge] = []
    edges_removed: list[Edge] = []
    for node_id in added:
        edges_added.extend(node_edges(new, node_id))
    for node_id in removed:
        edges_removed.extend(node_edges(old, node_id))
    for node_id in changed:
        before, after = set(node_edges(old, node_id)), set(node_edges(new, node_id))
        edges_removed.extend(edge for edge in node_edges(old, node_id) if edge not in after)
        edges_added.extend(edge for edge in node_edges(new, node_id) if edge not in before)
    if layers_changed:
        touched = set(layers_changed)
        seen = set(changed)
        changed += [n for n, node in new.nodes.items() if node.layer in touched and n not in seen and n in old.nodes]
    one, other = old.layout, new.layout
    moved_added, moved_removed, moved_changed = _compare(one.positions, other.positions)
    frames = _compare(one.frames, other.frames)
    notes = _compare(one.notes, other.notes)
    return GraphDiff(
        nodes_added=tuple(added),
        nodes_removed=tuple(removed),
        nodes_changed=tuple(changed),
        layers_changed=tuple(layers_changed),
        edges_added=tuple(edges_added),
        edges_removed=tuple(edges_removed),
        moved=(*moved_added, *moved_removed, *moved_changed),
        frames=tuple(key for part in frames for key in part),
        notes=tuple(key for part in notes for key in part),
        reroutes=one.reroutes != other.reroutes or one.collapsed != other.collapsed,
        interface=old.inputs is not new.inputs or old.outputs is not new.outputs or old.name != new.name,
        direction=one.direction != other.direction,
    )
