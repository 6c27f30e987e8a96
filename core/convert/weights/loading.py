"""Weights for a model that was built, from files of any Keras or from ImageNet: layer by layer, by name.

Only a layer whose weights all have the very shapes of the stored ones gets them; every other keeps what it was initialised
with, and is told. Does not belong here: which weights a project asks for (initial_weights), what a file may hold (stored),
the weights of a run for the very model that it trained (model_files).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert.applications import imagenet_model, top_layers
from core.convert.initial_weights import IMAGENET, initial_weights
from core.convert.weights.matching import plan, values
from core.convert.weights.origin import Origin, Origins, read_origins
from core.convert.weights.slots import Key, Slot, leaves, row_of, slots_of
from core.convert.weights.stored import Cancelled, Progress, Stored, StoredArray, StoredLayer, open_weights
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.reading.process import CancelledReading
from core.reading.reader import read_model_file
from core.texts import joined, text

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one source of weights gave: names of layers that got weights, that it lacks, and whose shapes differ.

    ``layers`` are the live layers that got weights.
    """

    source: str
    loaded: tuple[str, ...]
    absent: tuple[str, ...]
    different: tuple[str, ...]
    layers: tuple[Any, ...] = ()

    def sentence(self) -> str:
        """For the user: how many layers start from these weights, and which do not."""
        count = len(self.loaded)
        if count == 1:
            parts = [text("1 layer starts with weights from {source}", source=self.source)]
        else:
            parts = [text("{count} layers start with weights from {source}", count=count, source=self.source)]
        if self.absent:
            parts.append(text("not in it: {absent}", absent=_shown(self.absent)))
        if self.different:
            parts.append(text("of other shapes there: {different}", different=_shown(self.different)))
        if len(parts) == 1:
            return text("{started}.", started=parts[0])
        return text("{started}; the rest starts from new weights.", started=joined(parts, "; "))


def load_initial_weights(model: Any, project: Project, folder: Path | None = None) -> list[Loaded]:
    """Give ``model``, built from ``project``, the weights that the project starts from; one report for each source.

    Relative paths are relative to ``folder``, else to the current one. Raises FileError or ConversionError if a source
    cannot be had, is refused, or has nothing at all for this model.
    """
    return [load_weights(model, entry, folder) for entry in initial_weights(project)]


def load_weights(model: Any, entry: str, folder: Path | None = None) -> Loaded:
    """As :func:`load_initial_weights`, from one source: ``imagenet:NAME`` or the path of a file."""
    slots = slots_of(model)
    if entry.startswith(IMAGENET):
        name = entry.removeprefix(IMAGENET)
        wanted = {slot.name for slot in slots}
        reference = imagenet_model(name, include_top=bool(top_layers(name) & wanted))
        found = _fill(slots, _live(reference, f"ImageNet ({name})"), None)
    else:
        path = (folder or Path()) / Path(entry).expanduser()
        origins = origins_of(path)
        found = _fill(slots, open_weights(path, origins, reference=present(model)), origins)
    if not found.loaded:
        raise ConversionError(
            text(
                "None of the weights in {source} fit this network: {layers} should have a layer of the same name "
                "and shapes there.",
                source=found.source,
                layers=_shown(found.absent + found.different),
            )
        )
    return found


def origins_of(path: Path, cancelled: Cancelled | None = None) -> Origins | None:
    """What the model in the file says of its layers; None for a file of weights alone."""
    if path.name.lower().endswith(".weights.h5") or not path.is_file():
        return None
    try:
        return read_origins(read_model_file(path, cancelled=cancelled))
    except CancelledReading:
        raise
    except FileError:
        return None  # Weights alone have no model; a file that cannot be read at all is told when its weights are.


def present(model: Any) -> Origins:
    """The names and classes of a live model's layers, for files that tell only classes and order."""
    order: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}

    def collect(live: Any, names: tuple[str, ...]) -> None:
        order[names] = tuple((layer.name, type(layer).__name__) for layer in live.layers)
        for layer in live.layers:
            if hasattr(layer, "layers"):
                collect(layer, (*names, layer.name))

    collect(model, ())
    return Origins(3, {(*names, name): Origin(kind) for names, items in order.items() for name, kind in items}, order)


def assign(slot: Slot, arrays: dict[Key, Any]) -> None:
    """Give a live layer its numbers."""
    for place, part in slot.parts.items():
        given = {key: arrays[place, key] for key in part.variables if (place, key) in arrays}
        if len(given) == len(part.variables):
            part.owner.load_own_variables(given)


def _live(model: Any, source: str) -> Stored:
    """A live model as if it were a file; its arrays are copied one by one when they are asked for."""
    variables: dict[str, Any] = {}
    layers: dict[tuple[str, ...], StoredLayer] = {}
    for path, layer in leaves(model):
        row = []
        for number, variable in enumerate(row_of(layer)):
            place = "/".join((*path, str(number)))
            variables[place] = variable
            row.append(StoredArray(place, tuple(variable.shape), variable.name))
        layers[path] = StoredLayer(row=tuple(row))

    def read(arrays: Iterable[StoredArray], cancelled: Cancelled | None, progress: Progress | None) -> dict[str, Any]:
        return {array.place: variables[array.place].numpy() for array in arrays}

    return Stored(source, layers, read)


def _fill(slots: list[Slot], stored: Stored, origins: Origins | None) -> Loaded:
    loaded: list[tuple[str, Any]] = []
    absent: list[str] = []
    different: list[str] = []
    for match, made in values(plan(slots, stored, origins)):
        slot = match.slot
        if isinstance(made, str):
            (absent if match.absent else different).append(slot.name)
        else:
            assign(slot, made)
            loaded.append((slot.name, slot.layer))
    names, layers = zip(*loaded, strict=True) if loaded else ((), ())
    return Loaded(stored.source, tuple(names), tuple(absent), tuple(different), tuple(layers))


def _shown(names: tuple[str, ...]) -> str:
    """``'a', 'b', 'c' and 4 more``."""
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return text("{shown} and {count} more", shown=shown, count=len(names) - _SHOWN) if len(names) > _SHOWN else shown
