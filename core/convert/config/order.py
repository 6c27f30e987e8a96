"""The order in which Keras lists the calls of a model, and which of them lead to its outputs.

The steps are those of ``map_graph`` in Keras's ``ops/function.py``, written without recursion and without fear of
cycles. Does not belong here: what the calls are (graphs).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Key = tuple[int, int]
"""A call: the place of its layer in the file, and the number of the call among that layer's."""


def sources_first(inputs: Mapping[Key, Sequence[Key]], ends: Iterable[Key]) -> list[Key]:
    """The calls that lead to ``ends``, each after what it takes; a wire that closes a cycle is passed over."""
    found: list[Key] = []
    seen: set[Key] = set()
    for end in ends:
        if end in seen:
            continue
        seen.add(end)
        stack = [(end, iter(inputs[end]))]
        while stack:
            key, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                found.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(inputs[following])))
    return found


def depths(inputs: Mapping[Key, Sequence[Key]], order: Sequence[Key]) -> dict[Key, int]:
    """How far each call of ``order`` is from the outputs; calls of one layer are moved to the deepest before them."""
    of_call: dict[Key, int] = {}
    of_layer: dict[int, int] = {}
    for key in reversed(order):
        depth = max(of_call.get(key, 0), of_layer.get(key[0], 0))
        of_layer[key[0]] = of_call[key] = depth
        for other in inputs[key]:
            of_call[other] = max(depth + 1, of_call.get(other, 0))
    return of_call
