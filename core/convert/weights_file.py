"""Weights in a file, by the names of the layers: Keras's ``.weights.h5`` and ``.keras``, and the older ``.h5``.

Files come from strangers: nothing is unpickled, no code is run, links of any kind and data kept outside the file are
refused, and an array is read only when its shape is the one that is wanted, so a file cannot ask for more memory than the
model has. Does not belong here: which layer gets what (weights_loading), architectures.

Invariants: names of nested models are part of a path; an array is read when it is asked for, not before.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from core.convert.initial_weights import SUFFIXES
from core.errors import ConversionError, FileError

MOST_GROUPS = 200_000
DEEPEST = 60
MOST_BYTES = 64 * 2**30
_LARGEST_RATIO = 200
_INSIDE = "model.weights.h5"
_KINDS = "fiub"


@dataclass(frozen=True, slots=True)
class StoredArray:
    """One array that is there, but not read yet: ask ``read`` for the numbers only after comparing the shape."""

    shape: tuple[int, ...]
    read: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """What the file holds for one layer.

    ``parts`` are the variables of the layer (path ``()``) and of the layers inside it (path of names), by the key that
    ``save_own_variables`` gives them. Older files know only a row of arrays, in ``row``; ``parts`` is then empty.
    """

    parts: Mapping[tuple[str, ...], Mapping[str, StoredArray]] = field(default_factory=dict)
    row: tuple[StoredArray, ...] = ()


Stored = Mapping[tuple[str, ...], StoredLayer]
"""By the path of names: (layer,), or (nested model, layer)."""


@contextlib.contextmanager
def open_weights(path: Path) -> Iterator[Stored]:
    """What the file holds; the arrays can be read inside the ``with`` block.

    Raises FileError if there is no such file or it cannot be read, ConversionError if it holds something that is refused.
    """
    if not path.is_file():
        raise FileError(f"The weights {path.name!r} cannot be loaded: there is no such file ({path}).")
    if not path.name.endswith(SUFFIXES):
        raise FileError(f"The weights {path.name!r} cannot be loaded: expected a file ending in {', '.join(SUFFIXES)}.")
    with contextlib.ExitStack() as stack:
        try:
            inside = stack.enter_context(_unpacked(path)) if path.name.endswith(".keras") else path
            stored = _read(stack.enter_context(_h5(inside)), path)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, RuntimeError) as error:
            raise FileError(
                f"The weights {path.name!r} cannot be loaded: the file is damaged or of another kind.", str(error)
            ) from error
        yield stored


@contextlib.contextmanager
def _h5(path: Path) -> Iterator[Any]:
    import h5py

    with h5py.File(path, "r") as file:
        yield file


@contextlib.contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The weights inside a ``.keras`` archive, as a file of its own."""
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="netwright-") as folder:
        info = archive.getinfo(_INSIDE)
        if info.file_size > MOST_BYTES or info.file_size > max(2**20, info.compress_size) * _LARGEST_RATIO:
            raise ConversionError(
                f"The weights {path.name!r} are refused: {_INSIDE} says that it unpacks to {info.file_size:,} bytes."
            )
        target = Path(folder) / _INSIDE
        # Reading stops at the size that the archive declares, whatever it holds.
        with archive.open(info) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield target


def _read(file: Any, path: Path) -> Stored:
    _refuse_tricks(file, path)
    root = file.get("model_weights", file)
    if "layer_names" in root.attrs or "layer_names0" in root.attrs:
        return dict(_older(root))
    if "layers" not in file and "vars" not in file:
        raise ConversionError(f"The weights {path.name!r} are refused: the file holds no weights of a Keras model.")
    made: dict[tuple[str, ...], StoredLayer] = {}
    _current(file, (), made)
    return made


def _refuse_tricks(file: Any, path: Path) -> None:
    """ConversionError for links, data kept elsewhere, and files that are nothing but depth or number."""
    import h5py

    pending = [(file, 0)]
    count = 0
    while pending:
        group, depth = pending.pop()
        for name in group:
            count += 1
            if count > MOST_GROUPS or depth > DEEPEST:
                raise ConversionError(
                    f"The weights {path.name!r} are refused: the file has too many or too deep groups."
                )
            link = group.get(name, getlink=True)
            if not isinstance(link, h5py.HardLink):
                raise ConversionError(
                    f"The weights {path.name!r} are refused: {name!r} is a link to something else, maybe another file."
                )
            item = group[name]
            if isinstance(item, h5py.Group):
                pending.append((item, depth + 1))
            elif not isinstance(item, h5py.Dataset):
                raise ConversionError(f"The weights {path.name!r} are refused: {name!r} is no array.")
            elif item.external or item.is_virtual:
                raise ConversionError(f"The weights {path.name!r} are refused: {name!r} is kept in another file.")


def _current(group: Any, path: tuple[str, ...], made: dict[tuple[str, ...], StoredLayer]) -> None:
    """Keras 3: groups are named by class and number, but each tells the name of its layer."""
    for item in group["layers"].values() if "layers" in group else ():
        name = _name(item)
        if name is None:
            continue
        if "layers" in item:
            _current(item, (*path, name), made)
        else:
            parts: dict[tuple[str, ...], dict[str, StoredArray]] = {}
            _parts(item, (), parts)
            made[(*path, name)] = StoredLayer(parts)


def _parts(group: Any, path: tuple[str, ...], parts: dict[tuple[str, ...], dict[str, StoredArray]]) -> None:
    arrays = {
        key: StoredArray(item.shape, partial(_numbers, item))
        for key, item in _items(group, "vars")
        if _is_numbers(item)
    }
    if arrays:
        parts[path] = arrays
    for key in group:
        if key == "vars":
            continue
        inner = group[key]
        if not hasattr(inner, "keys"):
            continue
        name = _name(inner)
        # A list of layers is a group without variables, and no step of the path.
        _parts(inner, path if name is None else (*path, name), parts)


def _items(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    if name in group and hasattr(group[name], "items"):
        yield from group[name].items()


def _name(group: Any) -> str | None:
    """The name that a layer was saved under."""
    if "vars" not in group:
        return None
    name = group["vars"].attrs.get("name")
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name if isinstance(name, str) else None


def _older(root: Any) -> Iterator[tuple[tuple[str, ...], StoredLayer]]:
    """Keras 1 and 2, and the files of keras.applications: a row of arrays for each layer of the model."""
    for layer in _names(root, "layer_names"):
        if layer not in root:
            continue
        group = root[layer]
        whole: list[StoredArray] = []
        rows: dict[str, list[StoredArray]] = {}
        for name in _names(group, "weight_names"):
            item = group[name]
            if not hasattr(item, "shape") or not _is_numbers(item):
                raise ValueError(f"{layer}/{name} is no array of numbers")
            whole.append(StoredArray(item.shape, partial(_numbers, item)))
            rows.setdefault(name.partition("/")[0], []).append(whole[-1])
        yield (layer,), StoredLayer(row=tuple(whole))
        if set(rows) - {layer}:
            # A nested model: its layers are told apart by the first step of the names of their weights.
            for inner, row in rows.items():
                yield (layer, inner), StoredLayer(row=tuple(row))


def _names(group: Any, attribute: str) -> list[str]:
    """A list of names; long ones are spread over ``NAME0``, ``NAME1``..."""
    keys = [attribute] if attribute in group.attrs else []
    while not keys or keys[-1] != attribute:
        key = f"{attribute}{len(keys)}"
        if key not in group.attrs:
            break
        keys.append(key)
    found = [name for key in keys for name in group.attrs[key]]
    return [name.decode("utf-8") if isinstance(name, bytes) else str(name) for name in found]


def _numbers(item: Any) -> Any:
    import numpy

    values = numpy.asarray(item[()])
    if _is_bfloat16(item):
        import ml_dtypes

        return values.view(ml_dtypes.bfloat16)
    return values


def _is_numbers(item: Any) -> bool:
    return hasattr(item, "dtype") and (item.dtype.kind in _KINDS or _is_bfloat16(item))


def _is_bfloat16(item: Any) -> bool:
    """HDF5 has no such type: Keras keeps two bare bytes for each number and says so in an attribute."""
    return bool(item.dtype.kind == "V" and item.dtype.itemsize == 2 and item.attrs.get("dtype") == "bfloat16")
