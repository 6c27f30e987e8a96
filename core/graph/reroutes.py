"""The points that wires pass through, kept with their wires while arguments change.

A wire is known by where it ends, ``(node, path of the argument)``, so a list that closes up moves the keys behind it.
Does not belong here: drawing. Invariant: every key names a wire that exists.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.graph.model import Node
from core.graph.values import FrozenMap, Path, Source, value_at

Reroutes = FrozenMap[tuple[str, Path], tuple[tuple[float, float], ...]]


def live(reroutes: Reroutes, nodes: Mapping[str, Node]) -> Reroutes:
    """The points of wires that are there; the same object where all are."""
    return reroutes.remove([key for key in reroutes if not _is_wire(nodes, *key)])


def _is_wire(nodes: Mapping[str, Node], target: str, path: Path) -> bool:
    return target in nodes and isinstance(value_at(nodes[target].arguments, path), Source)


def carried(
    reroutes: Reroutes,
    nodes: Mapping[str, Node],
    old: Mapping[str, tuple[float, float]],
    new: Mapping[str, tuple[float, float]],
) -> Reroutes:
    """The points after nodes moved to ``new`` places: those of a wire whose two ends moved alike move with them."""
    made = {}
    for (target, path), points in reroutes.items():
        source = value_at(nodes[target].arguments, path)
        ends = (target, source.node) if isinstance(source, Source) else ()
        steps = {
            (round(new[end][0] - old[end][0], 6), round(new[end][1] - old[end][1], 6))
            for end in ends
            if end in new and end in old
        }
        if len(steps) == 1 and all(end in new and end in old for end in ends):
            ((dx, dy),) = steps
            made[(target, path)] = tuple((x + dx, y + dy) for x, y in points)
    return reroutes.update(made) if made else reroutes


def closed_up(reroutes: Reroutes, node: Node, path: Path) -> Reroutes:
    """The points after what stands under ``path`` of the node's arguments goes, and the list around it closes up."""
    place, level = path[-1], len(path) - 1
    if not reroutes or not isinstance(place, int) or not isinstance(value_at(node.arguments, path[:-1]), tuple):
        return reroutes
    made = {}
    for (target, other), points in reroutes.items():
        key = target, other
        if target == node.id and len(other) > level and other[:level] == path[:level]:
            step = other[level]
            if step == place:
                continue
            if isinstance(step, int) and step > place:
                key = target, (*other[:level], step - 1, *other[level + 1 :])
        made[key] = points
    return FrozenMap(made)
