"""A ``.weights.h5`` file as Keras 3 writes it, made without a model in memory: array by array, whole or not at all.

Does not belong here: what the arrays are (matching), where they hang (target). Invariant: a failure leaves the folder as it
was; a file that this program did not make is never replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.convert.weights.slots import Key, Slot
from core.errors import FileError
from core.reading.weights import list_weights
from core.texts import text

SUFFIX = ".weights.h5"
_MARK = "netwright import"
"""The ``name`` of the root group of a file that an import made: such a file may be replaced by another import."""


class Writer:
    """An open file. Layers are added one by one, each with all of its variables."""

    def __init__(self, file: Any) -> None:
        self._file = file
        file.attrs["name"] = _MARK

    def names(self, names: Sequence[tuple[str, str | None]]) -> None:
        """Write the name that each object has, at its place, as Keras does."""
        for place, name in names:
            group = self._file.require_group(f"{place}/vars" if place else "vars")
            if name is not None:
                group.attrs["name"] = name

    def add(self, place: str, slot: Slot, arrays: dict[Key, Any]) -> None:
        """Write the variables of a layer in the type of number that the layer has."""
        for (inside, key), array in arrays.items():
            where = f"{place}/{inside}" if inside else place
            group = self._file.require_group(f"{where}/vars")
            group[key] = _as_variable(array, slot.parts[inside].variables[key])


def _as_variable(array: Any, variable: Any) -> Any:
    """Wider and narrower floats become those of the layer; HDF5 has no bfloat16, which is kept as float32."""
    import numpy

    wanted = str(variable.dtype)
    if array.dtype.kind == "f" and wanted in ("float16", "float32", "float64"):
        return numpy.asarray(array, dtype=wanted)
    if array.dtype.kind == "f" and wanted == "bfloat16":
        return numpy.asarray(array, dtype="float32")
    return array


@contextmanager
def new_file(path: Path) -> Iterator[Writer]:
    """A file that is put in its place when the block ends well. FileError if it cannot be written."""
    import h5py

    temporary = path.parent / f".netwright-{secrets.token_hex(8)}.tmp"
    try:
        try:
            with h5py.File(temporary, "w") as file:
                yield Writer(file)
            with temporary.open("rb") as done:
                os.fsync(done.fileno())
            os.replace(temporary, path)
        except OSError as error:
            said = os.strerror(error.errno) if error.errno else str(error)
            raise FileError(
                text("The weights cannot be written to {name!r}: {said}.", name=path.name, said=said), str(error)
            ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def free_place(project_file: Path, source: Path) -> Path:
    """Where the weights of a project go: beside it, under its name; never over a file that an import did not make."""
    stem = project_file.name.removesuffix(project_file.suffix)
    numbers = iter(range(2, 10_000))
    name = f"{stem}{SUFFIX}"
    while True:
        path = project_file.parent / name
        if not path.exists() and not path.is_symlink():
            return path
        if path.is_file() and not path.is_symlink() and not _same(path, source) and _is_ours(path):
            return path
        name = f"{stem}-{next(numbers)}{SUFFIX}"


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else _digest(file)


def _digest(file: Any) -> str:
    made = hashlib.sha256()
    while piece := file.read(1 << 20):
        made.update(piece)
    return made.hexdigest()


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return False


def _is_ours(path: Path) -> bool:
    try:
        root = list_weights(path).group("")
    except FileError:
        return False
    return root is not None and root.name == _MARK
