"""What a source of weights holds, by the names of layers: a file of any Keras, or a live model.

Three layouts are told apart: Keras 3 (and the ``.keras`` of late Keras 2) keeps variables in a tree of groups; Keras 1 and
2 keep a row of arrays for each layer of the model; before Keras 1 the layers had only numbers. Files are read by
core.reading in a limited process, which refuses links and whatever else is no plain array. Does not belong here: which
layer gets what (matching), what must become of the numbers (conversion).

Invariant: an array is read when it is asked for, with the shape that the listing told, not before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.convert.initial_weights import SUFFIXES
from core.convert.weights.origin import NOTHING, Origin, Origins, plain, snake_case
from core.errors import ConversionError, FileError
from core.reading.process import CancelledReading
from core.reading.reader import is_binary_model
from core.reading.weights import ArrayInfo, GroupInfo, WeightsListing, list_weights, load_arrays
from core.texts import text

_NUMBERS = re.compile(r"(bool|bfloat16|u?int(8|16|32|64)|float(16|32|64))")
_TREES = ("layers", "_layer_checkpoint_dependencies")
"""Where the layers of a model hang: Keras 3 and 2.13 up, Keras 2.12."""

Names = tuple[str, ...]
Cancelled = Callable[[], bool]
Progress = Callable[[float], None]
Read = Callable[[Iterable["StoredArray"], Cancelled | None, Progress | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StoredArray:
    """One array that is there. ``place`` finds it in its source; ``name`` is what the layer called it (``kernel:0``)."""

    place: str
    shape: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """What a source holds for one layer.

    ``parts``: the variables by the attribute path of the object inside the layer that owns them (``""``: the layer itself,
    ``"forward_layer/cell"``), then by the key that ``save_own_variables`` gives. Other layouts have ``row`` instead.
    """

    parts: Mapping[str, Mapping[str, StoredArray]] = field(default_factory=dict)
    row: tuple[StoredArray, ...] = ()

    def arrays(self) -> list[StoredArray]:
        """All arrays, in their order."""
        return [*self.row, *(array for part in self.parts.values() for array in part.values())]


@dataclass(frozen=True, slots=True)
class Stored:
    """A source: its layers by the path of names, in the order of the source, and who made it.

    ``generation`` is that of the layout of kernels and gates (1, 2 or 3). ``theano``: kernels are those of a convolution
    and must be turned round, None where neither the file nor its names tell.
    """

    source: str
    layers: Mapping[Names, StoredLayer]
    read: Read
    generation: int = 3
    version: str | None = None
    theano: bool | None = False
    numbered: bool = False


def open_weights(
    path: Path, origins: Origins | None = None, *, reference: Origins | None = None, cancelled: Cancelled | None = None
) -> Stored:
    """What a file holds. ``origins`` is what its own model says of its layers; ``reference`` what the present one says.

    Raises FileError if there is no such file, it is damaged or holds what is refused; ConversionError if it has no weights.
    """
    if not path.is_file():
        raise FileError(
            text("The weights {name!r} cannot be loaded: there is no such file ({path}).", name=path.name, path=path)
        )
    if not path.name.lower().endswith(SUFFIXES) and not is_binary_model(path):  # people also wrote .model, .hd5 or nothing
        raise FileError(
            text(
                "The weights {name!r} cannot be loaded: expected a file ending in {known}.",
                name=path.name,
                known=", ".join(SUFFIXES),
            )
        )
    try:
        listing = list_weights(path, cancelled=cancelled)
    except CancelledReading:
        raise
    except FileError as error:
        raise FileError(
            text("The weights cannot be loaded: {message}", message=error.message), error.details
        ) from error
    return _stored(path, listing, origins, reference)


def check_weights(path: Path) -> None:
    """Raise FileError for a file that Keras must not be given to load: links, data kept elsewhere, damage."""
    open_weights(path)


def _stored(path: Path, listing: WeightsListing, origins: Origins | None, reference: Origins | None) -> Stored:
    def read(arrays: Iterable[StoredArray], cancelled: Cancelled | None, progress: Progress | None) -> dict[str, Any]:
        wanted = {array.place: array.shape for array in arrays}
        return load_arrays(path, wanted, cancelled=cancelled, progress=progress) if wanted else {}

    groups = {group.path: group for group in listing.groups}
    for place in ("model_weights", ""):
        root = groups.get(place)
        if root is not None and root.layer_names is not None:
            version = root.keras_version or (groups[""].keras_version if "" in groups else None)
            backend = root.backend or (groups[""].backend if "" in groups else None)
            rows = _rows(groups, root)
            generation = _generation(version, origins, rows)
            theano = _theano(backend, generation, rows)
            return Stored(path.name, rows, read, generation, version, theano)
    numbered = _numbered(groups)
    if numbered:
        return Stored(path.name, numbered, read, 1, None, None, numbered=True)
    made: dict[Names, StoredLayer] = {}
    children = _children(groups)
    _tree(groups, children, "", (), origins or reference, made)
    if not made:
        raise ConversionError(
            text("The weights {name!r} are refused: the file holds no weights of a Keras model.", name=path.name)
        )
    return Stored(path.name, made, read, 3, None, False)


@dataclass(frozen=True, slots=True)
class Row:
    """The arrays of a layer with the names they had, and what is known of the layer that wrote them."""

    arrays: Sequence[Any]
    names: Sequence[str]
    origin: Origin = NOTHING

    def part(self, start: int, end: int, origin: Origin) -> Row:
        return Row(self.arrays[start:end], self.names[start:end], origin)


# Rows: Keras 1 and 2, the .h5 of Keras 3, and the files of keras.applications


def _rows(groups: Mapping[str, GroupInfo], root: GroupInfo) -> dict[Names, StoredLayer]:
    made: dict[Names, StoredLayer] = {}
    begin = f"{root.path}/" if root.path else ""
    arrays = {array.path: array for group in groups.values() for array in group.arrays}
    for layer in root.layer_names or ():
        group = groups.get(begin + layer)
        row = []
        for name in (group.weight_names if group is not None else None) or ():
            array = arrays.get(f"{begin}{layer}/{name}")
            if array is not None and not _is_number(array):
                raise FileError(
                    text(
                        "The weights cannot be loaded: the array {name!r} of {layer!r} holds no numbers of a known kind "
                        "(its type is {dtype}).",
                        name=name,
                        layer=layer,
                        dtype=array.dtype[:40],
                    )
                )
            if array is None:
                raise FileError(
                    text(
                        "The weights cannot be loaded: {layer!r} should have an array {name!r}; there is none.",
                        layer=layer,
                        name=name,
                    )
                )
            row.append(StoredArray(array.path, array.shape, name))
        made[(plain(layer),)] = StoredLayer(row=tuple(row))
    return made


def _numbered(groups: Mapping[str, GroupInfo]) -> dict[Names, StoredLayer]:
    """The layout before Keras 1: ``layer_0/param_0``; every layer has a group, also one without weights."""
    found = {
        int(match[1]): group for path, group in groups.items() if (match := re.fullmatch(r"layer_(\d{1,5})", path))
    }
    made: dict[Names, StoredLayer] = {}
    for number in sorted(found):
        named = {array.path.rpartition("/")[2]: array for array in found[number].arrays if _is_number(array)}
        params = [named[key] for key in sorted(named, key=_natural) if key.startswith("param_")]
        made[(f"layer_{number}",)] = StoredLayer(row=tuple(StoredArray(item.path, item.shape) for item in params))
    return made if any(layer.row for layer in made.values()) else {}


def _generation(version: str | None, origins: Origins | None, rows: Mapping[Names, StoredLayer]) -> int:
    """Whose layout it is. Weights alone did not tell their version before Keras 2, but names of arrays do: ``dense_1_W``."""
    first = (version or "")[:1]
    if first in ("1", "2", "3"):
        return int(first)
    if origins is not None and origins.generation:
        return origins.generation
    old = sum(bool(re.search(r"_(W|b|U|gamma|beta|running_mean|W_\w+|U_\w)(:0)?$", item.name)) for item in _all(rows))
    return 1 if 2 * old > len(list(_all(rows))) else 2


def _theano(backend: str | None, generation: int, rows: Mapping[Names, StoredLayer]) -> bool | None:
    """Whether Theano made it. Keras 1 does not say, but the names that TensorFlow gives end in ``:0``."""
    if backend is not None:
        return backend == "theano"
    if generation == 3:
        return False
    names = [item.name for item in _all(rows)]
    if any(re.search(r":\d+$", name) for name in names):
        return False
    return True if names and generation == 1 and all(re.search(r"_\w+$", name) for name in names) else None


def _all(rows: Mapping[Names, StoredLayer]) -> Iterable[StoredArray]:
    return (item for layer in rows.values() for item in layer.row)


# The tree of Keras 3


def _children(groups: Mapping[str, GroupInfo]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for path in groups:
        if path:
            made.setdefault(path.rpartition("/")[0], []).append(path)
    return made


def _tree(
    groups: Mapping[str, GroupInfo],
    children: Mapping[str, list[str]],
    path: str,
    names: Names,
    origins: Origins | None,
    made: dict[Names, StoredLayer],
) -> None:
    tree = next((place for kind in _TREES if (place := f"{path}/{kind}" if path else kind) in children), None)
    if tree is None:
        return
    groups_here = {place.rpartition("/")[2] for place in children[tree]}
    known = _structural_names(origins, names, groups_here, twice=tree.endswith(_TREES[1]))
    for place in children[tree]:
        variables = groups.get(f"{place}/vars")
        told = variables.name if variables is not None else None
        name = told if told is not None else known.get(place.rpartition("/")[2])
        if name is None:
            continue
        parts: dict[str, dict[str, StoredArray]] = {}
        _parts(groups, children, place, "", parts)
        made[(*names, plain(name))] = StoredLayer(parts)
        _tree(groups, children, place, (*names, plain(name)), origins, made)


def _structural_names(origins: Origins | None, names: Names, groups: set[str], twice: bool) -> dict[str, str]:
    """Which layer a group is for where the file does not tell: Keras numbers the layers of each class in their order.

    ``twice``: Keras 2.12 came by layers with weights twice and so counted ``dense``, ``dense_2``, ``dense_4``; there only
    the order tells, and only if each layer of the class has a group. A nested model of a project may have been functional
    or sequential; where the file has both, nothing tells which.
    """
    if origins is None:
        return {}
    kinds = [kind for kind in ("Functional", "Sequential") if snake_case(kind) in groups]
    members: dict[str, list[str]] = {}
    for name, class_name in origins.members(names):
        if class_name == "Model" and len(kinds) != 1:
            continue
        members.setdefault(snake_case(kinds[0] if class_name == "Model" else class_name), []).append(name)
    made: dict[str, str] = {}
    for kind, layers in members.items():
        there = [f"{kind}_{index}" if index else kind for index in range(len(layers))]
        if twice:
            there = sorted((place for place in groups if re.fullmatch(rf"{re.escape(kind)}(_\d{{1,8}})?", place)), key=_number)
        if len(there) == len(layers):
            made.update(zip(there, layers, strict=True))
    return made


def _number(place: str) -> int:
    """``dense_2`` to 2; 0 for a group without a number."""
    digits = place.rpartition("_")[2]
    return int(digits) if digits.isdigit() else 0


def _parts(
    groups: Mapping[str, GroupInfo],
    children: Mapping[str, list[str]],
    path: str,
    inside: str,
    parts: dict[str, dict[str, StoredArray]],
) -> None:
    for place in children.get(path, ()):
        last = place.rpartition("/")[2]
        if last == "vars":
            arrays = {item.path.rpartition("/")[2]: item for item in groups[place].arrays if _is_number(item)}
            if arrays:
                parts[inside] = {key: StoredArray(arrays[key].path, arrays[key].shape, key) for key in arrays}
        else:
            _parts(groups, children, place, f"{inside}/{last}" if inside else last, parts)


def _is_number(array: ArrayInfo) -> bool:
    return bool(_NUMBERS.fullmatch(array.dtype))


def _natural(key: str) -> tuple[int, str]:
    digits = key.rpartition("_")[2]
    return (int(digits), key) if digits.isdigit() and len(digits) < 9 else (1 << 30, key)
