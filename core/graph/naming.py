"""Fresh ids and unique names. Nothing here changes a graph."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import count

from core.errors import EditError
from core.graph.model import Graph
from core.texts import text


def fresh_ids(taken: Iterable[str], prefix: str) -> Iterator[str]:
    """``prefix`` with every number above the highest one taken, so that an id is never used again at once."""
    highest = 0
    for name in taken:
        if name.startswith(prefix) and name[len(prefix) :].isdecimal():
            highest = max(highest, int(name[len(prefix) :]))
    return (f"{prefix}{number}" for number in count(highest + 1))


def new_id(taken: Iterable[str], prefix: str) -> str:
    """The first of :func:`fresh_ids`."""
    return next(fresh_ids(taken, prefix))


def snake_case(name: str) -> str:
    """Keras's own default naming: ``MaxPooling2D`` -> ``max_pooling2d``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def unique_among(taken: Container[str], wanted: str) -> str:
    """``wanted``, or the first of ``wanted_1``, ``wanted_2``... that is not taken."""
    if wanted not in taken:
        return wanted
    base = re.sub(r"_\d+$", "", wanted) or wanted
    return next(name for number in count(1) if (name := f"{base}_{number}") not in taken)


def unique_name(graph: Graph, wanted: str, ignore: str | None = None) -> str:
    """``wanted``, or ``wanted_1``, ``wanted_2``... such that no other layer of the graph has it."""
    return unique_among({layer.name for layer in graph.layers.values() if layer.id != ignore}, wanted)


def checked_name(name: str) -> str:
    """The name without surrounding blanks; EditError for what Keras cannot take (empty, or with a ``/``)."""
    name = name.strip()
    if not name:
        raise EditError(text("A name cannot be empty."))
    if "/" in name:
        raise EditError(text("A name cannot contain '/'. Received: {name!r}", name=name))
    return name
