"""The flat row of a nested model, as Keras 1 and 2 wrote it, given to the layers in the model.

Names tell where they can: ``conv1/kernel:0`` or ``conv1_W``. The rest goes by order: all that is trained, layer by layer,
then all that is not. Does not belong here: what becomes of the numbers (conversion).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.convert.weights.origin import Origin
from core.convert.weights.slots import Names
from core.convert.weights.stored import Row, Stored

_MODES = {"LSTM": 12, "GRU": 9, "ConvLSTM2D": 12}


def distribute(
    layers: Sequence[tuple[Names, Any]], row: Row, stored: Stored, origins: Sequence[Origin] | None = None
) -> list[Row]:
    """A row for each layer, in the order of ``layers``; what is left over goes to nobody."""
    known = list(origins or [Origin() for _ in layers])
    places: list[list[int]] = [[] for _ in layers]
    owners = _owners([path[-1] for path, _ in layers], row.names)
    free: list[int] = []
    for place, owner in enumerate(owners):
        (free if owner is None else places[owner]).append(place)
    open_layers = [index for index, found in enumerate(places) if not found]
    counts = {index: _counts(layers[index][1], known[index], stored) for index in open_layers}
    for trained in (True, False):
        for index in open_layers:
            take = counts[index][0] if trained else counts[index][1]
            places[index] += free[:take]
            del free[:take]
    return [
        Row([row.arrays[place] for place in found], [row.names[place] for place in found], origin)
        for found, origin in zip(places, known, strict=True)
    ]


def _owners(layers: Sequence[str], names: Sequence[str]) -> list[int | None]:
    """The layer that each array names. A name that two layers have tells nothing."""
    unique = {name: index for index, name in enumerate(layers) if layers.count(name) == 1}
    longest = sorted(unique, key=len, reverse=True)
    found: list[int | None] = []
    for name in names:
        steps = name.split("/")
        owner = next((unique[step] for step in steps[:-1] if step in unique), None)
        if owner is None and len(steps) == 1:
            owner = next((unique[layer] for layer in longest if name.startswith(f"{layer}_")), None)
        found.append(owner)
    return found


def _counts(layer: Any, origin: Origin, stored: Stored) -> tuple[int, int]:
    """How many arrays the layer had when it was written: trained ones, others."""
    trained, others = len(layer.trainable_weights), len(layer.non_trainable_weights)
    kind = type(layer).__name__
    if stored.generation == 1:
        if kind == "Bidirectional":
            inner = _counts(layer.forward_layer, origin.inner(), stored)
            return 2 * inner[0], 2 * inner[1]
        if kind in _MODES and origin.config.get("consume_less") != "gpu":
            return (_MODES[kind], 0) if trained else (0, _MODES[kind])
    return trained, others
