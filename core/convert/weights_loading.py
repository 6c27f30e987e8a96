"""Weights for a model that was built, from files or from ImageNet: layer by layer, by name.

Only a layer whose weights all have the very shapes of the stored ones gets them; every other keeps what it was initialised
with, and is told. Does not belong here: which weights a project asks for (initial_weights), what a file may hold
(weights_file), the weights of a run for the very model that it trained (model_files).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert.applications import imagenet_model, top_layers
from core.convert.from_keras import functional_of
from core.convert.initial_weights import IMAGENET, initial_weights
from core.convert.weights_file import Stored, StoredArray, StoredLayer, open_weights
from core.errors import ConversionError
from core.graph.model import Project

Names = tuple[str, ...]
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
        parts = [f"{_layers(len(self.loaded))} with weights from {self.source}"]
        if self.absent:
            parts.append(f"not in it: {_shown(self.absent)}")
        if self.different:
            parts.append(f"of other shapes there: {_shown(self.different)}")
        rest = "; the rest starts from new weights" if len(parts) > 1 else ""
        return f"{'; '.join(parts)}{rest}."


def load_initial_weights(model: Any, project: Project, folder: Path | None = None) -> list[Loaded]:
    """Give ``model``, built from ``project``, the weights that the project starts from; one report for each source.

    Relative paths are relative to ``folder``, else to the current one. Raises FileError or ConversionError if a source
    cannot be had, is refused, or has nothing at all for this model.
    """
    return [load_weights(model, entry, folder) for entry in initial_weights(project)]


def load_weights(model: Any, entry: str, folder: Path | None = None) -> Loaded:
    """As :func:`load_initial_weights`, from one source: ``imagenet:NAME`` or the path of a file."""
    targets = list(_targets(model, ()))
    if entry.startswith(IMAGENET):
        name = entry.removeprefix(IMAGENET)
        wanted = {path[-1] for path, _ in targets}
        reference = imagenet_model(name, include_top=bool(top_layers(name) & wanted))
        found = _fill(targets, _live(reference), f"ImageNet ({name})")
    else:
        path = (folder or Path()) / Path(entry).expanduser()
        with open_weights(path) as stored:
            found = _fill(targets, stored, path.name)
    if not found.loaded:
        raise ConversionError(
            f"None of the weights in {found.source} fit this network: {_shown(found.absent + found.different)} "
            "should have a layer of the same name and shapes there."
        )
    return found


def _targets(model: Any, path: Names) -> Iterator[tuple[Names, Any]]:
    """The layers that own weights, with the names of the nested models they are in; a shared one once."""
    seen: set[int] = set()
    for layer in model.layers:
        if id(layer) in seen or not layer.weights:
            continue
        seen.add(id(layer))
        if functional_of(layer) is not None:
            yield from _targets(layer, (*path, layer.name))
        else:
            yield (*path, layer.name), layer


def _live(model: Any) -> Stored:
    """A live model as if it were a file; its arrays are copied one by one when they are asked for."""
    return {
        path: StoredLayer(row=tuple(StoredArray(tuple(variable.shape), variable.numpy) for variable in _row(layer)))
        for path, layer in _targets(model, ())
    }


def _fill(targets: list[tuple[Names, Any]], stored: Stored, source: str) -> Loaded:
    by_name: dict[str, list[StoredLayer]] = {}
    for path, layer in stored.items():
        by_name.setdefault(path[-1], []).append(layer)
    loaded: list[tuple[str, Any]] = []
    absent: list[str] = []
    different: list[str] = []
    for path, layer in targets:
        same_name = by_name.get(path[-1], [])
        # A nested model may have another name there, or none: then the layer's own name has to be the only one.
        found = stored.get(path) or (same_name[0] if len(same_name) == 1 else None)
        if found is None or not (found.row or found.parts):
            absent.append(layer.name)
        elif _give_row(layer, found.row) if found.row else _give_parts(layer, found.parts):
            loaded.append((layer.name, layer))
        else:
            different.append(layer.name)
    names, layers = zip(*loaded, strict=True) if loaded else ((), ())
    return Loaded(source, tuple(names), tuple(absent), tuple(different), tuple(layers))


def _row(layer: Any) -> list[Any]:
    """The order of weights in older files."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def _give_row(layer: Any, row: tuple[StoredArray, ...]) -> bool:
    variables = _row(layer)
    if [tuple(variable.shape) for variable in variables] != [array.shape for array in row]:
        return False
    for variable, array in zip(variables, row, strict=True):
        variable.assign(array.read())
    if hasattr(layer, "finalize_state"):
        layer.finalize_state()
    return True


def _give_parts(layer: Any, parts: Mapping[Names, Mapping[str, StoredArray]]) -> bool:
    """All variables of the layer and of the layers inside it, or nothing."""
    given: list[tuple[Any, Mapping[str, StoredArray]]] = []
    for path, part in _parts(layer, ()):
        wanted: dict[str, Any] = {}
        part.save_own_variables(wanted)
        if not wanted:
            continue
        arrays = parts.get(path, {})
        shapes = {key: tuple(variable.shape) for key, variable in wanted.items()}
        if shapes != {key: array.shape for key, array in arrays.items()}:
            return False
        given.append((part, arrays))
    for part, arrays in given:
        part.load_own_variables({key: array.read() for key, array in arrays.items()})
    return bool(given)


def _parts(layer: Any, path: Names) -> Iterator[tuple[Names, Any]]:
    yield path, layer
    for inner in layer._layers:
        yield from _parts(inner, (*path, inner.name))


def _layers(count: int) -> str:
    return "1 layer starts" if count == 1 else f"{count} layers start"


def _shown(names: tuple[str, ...]) -> str:
    """``'a', 'b', 'c' and 4 more``."""
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
