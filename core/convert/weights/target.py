"""The layers of a project that own weights, with shapes but without numbers: what a file of weights is compared with.

A project that Keras can build is built without weights. One with placeholders or errors is taken layer by layer, and each
is built for the inputs that its stored arrays allow. Does not belong here: matching, reading, writing.

Invariant: nothing is allocated for a weight, whatever shape a layer asks for.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.analysis.custom import OwnCodeReader, using
from core.analysis.instantiate import dtype_policy
from core.analysis.network import NodeError, build_block, build_layer, build_network
from core.analysis.shapes import without_weights
from core.convert.weights.conversion import fits_row
from core.convert.weights.origin import NOTHING, Origin, Origins, snake_case
from core.convert.weights.slots import Names, Slot, leaves, parts_of, row_of, saved_objects
from core.convert.weights.stored import Stored, StoredLayer
from core.errors import NetwrightError
from core.graph.expand import expand
from core.graph.model import Graph, Layer, Project

_RANKS = (2, 3, 4, 5)
_MOST_TRIES = 800
_LENGTH = 8
"""Any length of an axis that no weight depends on."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """The slots, and the places in Keras's file: of each slot's layer, and of every object with its name.

    ``complete``: the whole project was built, so Keras loads the file too. ``unbuilt``: the names of layers that are in
    the project but could not be built, so that they have no slot.
    """

    slots: list[Slot]
    places: dict[int, str]
    names: list[tuple[str, str | None]]
    complete: bool
    unbuilt: frozenset[str] = frozenset()

    def place(self, slot: Slot) -> str:
        """Where the file keeps the layer of the slot."""
        return self.places[id(slot.layer)]


@contextmanager
def target_of(project: Project, stored: Stored | None = None, origins: Origins | None = None) -> Iterator[Target]:
    """The slots of a project; live objects are valid inside the ``with`` block.

    ``stored`` helps with layers whose inputs are not known.
    """
    with warnings.catch_warnings(), using(OwnCodeReader().read(project)), dtype_policy(project.dtype_policy):
        # Keras warns about what is no concern of weights.
        warnings.simplefilter("ignore")
        with without_weights():
            yield _built(project) or _one_by_one(project, stored, origins or Origins())


def _built(project: Project) -> Target | None:
    try:
        expansion = expand(project)
        if expansion.errors:
            return None
        model = build_network(expansion.graph, project.blocks, project.graph.name).model
    except (NodeError, NetwrightError):
        return None
    except Exception:  # Keras refuses whole models with several kinds of exceptions; single layers may still be taken
        return None
    slots = [Slot(path, layer, parts_of(layer)) for path, layer in leaves(model)]
    saved = list(saved_objects(model))
    return Target(
        slots, {id(item.owner): item.place for item in saved}, [(item.place, item.name) for item in saved], True
    )


# Layer by layer


def _one_by_one(project: Project, stored: Stored | None, origins: Origins) -> Target:
    slots: list[Slot] = []
    places: dict[int, str] = {}
    names: list[tuple[str, str | None]] = []
    unbuilt: set[str] = set()
    _graph(project, project.graph, (), "", slots, places, names, unbuilt, stored, origins)
    return Target(slots, places, names, False, frozenset(unbuilt))


def _graph(
    project: Project,
    graph: Graph,
    path: Names,
    place: str,
    slots: list[Slot],
    places: dict[int, str],
    names: list[tuple[str, str | None]],
    unbuilt: set[str],
    stored: Stored | None,
    origins: Origins,
) -> None:
    counts: dict[str, int] = {}
    for layer in graph.layers.values():
        if layer.is_op:
            continue
        if layer.raw is not None:
            unbuilt.add(layer.name)
            continue
        block = project.blocks.get(layer.block) if layer.block is not None else None
        if block is not None and block.kind == "function":
            continue
        group = "functional" if block is not None else snake_case(layer.class_name)
        counts[group] = counts.get(group, -1) + 1
        here = f"{place}/layers/" if place else "layers/"
        here += f"{group}_{counts[group]}" if counts[group] else group
        names.append((here, layer.name))
        if block is not None:
            _block(project, layer, (*path, layer.name), here, slots, places, names, unbuilt, stored, origins)
            continue
        live = _guessed(project, layer, (*path, layer.name), stored, origins)
        if live is None:
            unbuilt.add(layer.name)
        else:
            slot = Slot((*path, layer.name), live, parts_of(live))
            slots.append(slot)
            places[id(live)] = here


def _block(
    project: Project,
    layer: Layer,
    path: Names,
    place: str,
    slots: list[Slot],
    places: dict[int, str],
    names: list[tuple[str, str | None]],
    unbuilt: set[str],
    stored: Stored | None,
    origins: Origins,
) -> None:
    """A nested model: as a whole where it can be built, else its layers one by one."""
    try:
        model = build_block(layer, project.blocks)
    except Exception:  # as for the whole project
        _graph(project, project.blocks[layer.class_name].graph, path, place, slots, places, names, unbuilt, stored, origins)
        return
    slots.extend(Slot(inner, live, parts_of(live)) for inner, live in leaves(model, path))
    for item in saved_objects(model):
        if item.place:
            places[id(item.owner)] = f"{place}/{item.place}"
            names.append((f"{place}/{item.place}", item.name))


def _guessed(project: Project, layer: Layer, path: Names, stored: Stored | None, origins: Origins) -> Any | None:
    """The layer built for inputs with which it has the very weights that the file keeps for it; None if there are none."""
    found = _stored_layer(path, stored)
    if stored is None or found is None:
        return None
    for shape in itertools.islice(dict.fromkeys(_inputs(found)), _MOST_TRIES):
        live = _built_for(project, layer, shape)
        if live is not None and live.weights and _suits(live, found, stored, origins.of(path)):
            return live
    return None


def _inputs(found: StoredLayer) -> Iterator[tuple[int | None, ...]]:
    """Shapes of inputs that a layer with these arrays may have had, the likeliest first."""
    lengths = dict.fromkeys(length for array in found.arrays() for length in array.shape)
    for other in (_LENGTH, None):  # a wide or dilated kernel does not fit into a short axis, but into an open one
        for rank, length in itertools.product(_RANKS, lengths):
            yield (None, *(other,) * (rank - 2), length)
            yield (None, length, *(other,) * (rank - 2))
    for array in found.arrays():  # PReLU and a normalization over several axes have a weight for each element
        yield (None, *array.shape)


def _stored_layer(path: Names, stored: Stored | None) -> StoredLayer | None:
    if stored is None:
        return None
    found = stored.layers.get(path)
    if found is None:
        same = [layer for names, layer in stored.layers.items() if names[-1] == path[-1]]
        found = same[0] if len(same) == 1 else None
    return found if found is not None and found.arrays() else None


def _built_for(project: Project, layer: Layer, shape: tuple[int | None, ...]) -> Any | None:
    import keras

    try:
        live = build_layer(layer, project.blocks, layer.name)
        live(keras.KerasTensor(shape))
    except Exception:  # most guesses are wrong; Keras says so with any exception
        return None
    return live


def _suits(live: Any, found: StoredLayer, stored: Stored, origin: Origin = NOTHING) -> bool:
    """True if what the file keeps has the shapes of the layer's variables, converted where it must be."""
    if found.parts:
        wanted = {
            place: {k: tuple(v.shape) for k, v in part.variables.items()} for place, part in parts_of(live).items()
        }
        return all(
            {key: array.shape for key, array in found.parts.get(place, {}).items()} == shapes
            for place, shapes in wanted.items()
        )
    if sum(_product(array.shape) for array in found.row) > 2 * sum(_product(tuple(v.shape)) for v in row_of(live)) + 16:
        return False
    return fits_row(live, found.row, origin, stored)


def _product(shape: tuple[int, ...]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total
