"""Reading .npz and .npy files without trusting them: no pickles, and no more memory than the file can justify.

Every header is read first: its shape and type must account for exactly the bytes that follow. Does not belong here:
what a target means (labels), tables (a two-dimensional .npy is one).
"""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from core.data import labels, options, tables
from core.data.dataset import Array, Dataset, Part
from core.data.tables import Column, Table
from core.errors import DataError
from core.graph.values import FrozenMap, Value
from core.texts import text

KNOWN_OPTIONS = ("inputs", "targets", "task", "labels")

_MOST_ARRAYS = 1000
_LARGEST_TOTAL = 8 * 2**30
# Below this size nothing is asked about compression: even zeros that shrink a thousandfold do no harm.
_UNQUESTIONED = 512 * 2**20
_HIGHEST_RATIO = 200
_LONGEST_HEADER = 10_000
_PICKLE = re.compile(rb"\x80[\x02-\x05]|c[\w.]+\n[\w.]+\n|\([dl]p\d|[\]}]q")
"""How a pickle begins; in the oldest protocols, with the name of what it calls."""
_BROKEN = (ValueError, TypeError, OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, OverflowError)

_TRAIN_KEYS = ("x_train", "y_train")
_TEST_KEYS = ("x_test", "y_test")
_INPUT_KEYS = ("x", "X", "data", "inputs", "features", "images")
_TARGET_KEYS = ("y", "Y", "target", "targets", "labels")


def read_npz(path: Path, settings: FrozenMap[str, Value]) -> Dataset:
    """The arrays of an .npz file as a data set.

    Arrays are found by the keys ``x`` and ``y``; ``x_train``, ``y_train`` and, kept apart as the test part, ``x_test``,
    ``y_test``; or by the options ``inputs`` and ``targets`` (lists of keys: several inputs take several arrays). Other
    options: ``task``, ``labels``.

    Raises:
        DataError: no such arrays, arrays of different lengths, types that are no numbers, or a damaged or hostile file.
    """
    _check_file(path, ".npz")
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, path)
            keys = tuple(members)
            inputs, targets, test_inputs, test_targets = _choose(keys, settings, path.name)
            wanted = dict.fromkeys((*inputs, *targets, *test_inputs, *test_targets))
            arrays = {key: _read_member(archive, members[key], key, path.name) for key in wanted}
    except DataError:
        raise
    except _BROKEN as error:
        raise _no_npz(path, error) from error
    names = ("x",) if len(inputs) == 1 and inputs[0] in (*_INPUT_KEYS, "x_train") else inputs
    target_names = ("y",) if len(targets) == 1 and targets[0] in (*_TARGET_KEYS, "y_train") else targets
    return _dataset(
        path.name,
        (
            dict(zip(names, (arrays[key] for key in inputs), strict=True)),
            dict(zip(target_names, (arrays[key] for key in targets), strict=True)),
        ),
        (
            dict(zip(names, (arrays[key] for key in test_inputs), strict=False)),
            dict(zip(target_names, (arrays[key] for key in test_targets), strict=False)),
        ),
        settings,
    )


def npz_keys(path: Path) -> tuple[str, ...]:
    """The names of the arrays in an .npz file, so that inputs and targets can be chosen."""
    _check_file(path, ".npz")
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_members(archive, path))
    except _BROKEN as error:
        raise _no_npz(path, error) from error


def read_npy_table(path: Path) -> Table:
    """The columns of a two-dimensional .npy file.

    Raises:
        DataError: another number of dimensions, or a damaged or hostile file.
    """
    _check_file(path, ".npy")
    try:
        with path.open("rb") as file:
            array = _read_array(file, path.stat().st_size, path.name, path.name)
    except DataError:
        raise
    except _BROKEN as error:
        raise DataError(text("{name} is damaged or no .npy file.", name=path.name), details=repr(error)) from error
    if array.ndim != 2 or array.dtype.kind not in "iufb":
        raise DataError(
            text(
                "{name} holds an array of shape {shape}, type {dtype}; a table of numbers was expected (rows, "
                "columns). Several arrays, such as x and y, fit in an .npz file.",
                name=path.name,
                shape=array.shape,
                dtype=array.dtype,
            )
        )
    _check_samples(array, path.name, path.name)
    columns = tuple(
        Column(f"column {index + 1}", array[:, index].astype(np.float64)) for index in range(array.shape[1])
    )
    return Table(path.name, columns, np.arange(1, len(array) + 1))


def _check_file(path: Path, kind: str) -> None:
    if not path.exists():
        raise DataError(text("There is no file {path}.", path=path))
    if not path.is_file():
        raise DataError(text("{path} is not a file; an {kind} file was expected.", path=path, kind=kind))


def _no_npz(path: Path, error: Exception) -> DataError:
    with path.open("rb") as file:
        head = file.read(200)
    if _PICKLE.match(head):
        said = text(
            "{name} is a pickle, which can run code when it is loaded, and no .npz file; it was not read.",
            name=path.name,
        )
    else:
        said = text("{name} is damaged or no .npz file.", name=path.name)
    return DataError(said, details=repr(error))


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    name = path.name
    infos = [info for info in archive.infolist() if info.filename.endswith(".npy")]
    if not infos:
        raise DataError(text("{name} holds no arrays.", name=name))
    if len(infos) > _MOST_ARRAYS:
        raise DataError(
            text(
                "{name} holds {count} arrays; at most {most} were expected.",
                name=name,
                count=len(infos),
                most=_MOST_ARRAYS,
            )
        )
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if packed > path.stat().st_size:
        raise DataError(
            text(
                "{name} holds arrays that overlap in the file; that is no usual data file and was not read.", name=name
            )
        )
    if unpacked > _LARGEST_TOTAL or (unpacked > _UNQUESTIONED and unpacked > packed * _HIGHEST_RATIO):
        raise DataError(
            text(
                "{name} would grow from {packed:.1f} MiB to {unpacked:,.0f} MiB when unpacked; that is no usual "
                "data file and was not read.",
                name=name,
                packed=packed / 2**20,
                unpacked=unpacked / 2**20,
            )
        )
    return {info.filename.removesuffix(".npy"): info for info in infos}


def _choose(
    keys: tuple[str, ...], settings: FrozenMap[str, Value], name: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    shown = ", ".join(repr(key) for key in keys[:12]) + (", ..." if len(keys) > 12 else "")
    inputs, targets = (
        None if chosen is None else tuple(str(key) for key in chosen)
        for chosen in (options.names(settings, "inputs"), options.names(settings, "targets"))
    )
    missing = [key for key in (*(inputs or ()), *(targets or ())) if key not in keys]
    if missing:
        raise DataError(
            text("{name} has no array {missing!r}; it has {shown}.", name=name, missing=missing[0], shown=shown)
        )
    if inputs is None and targets is None and set(_TRAIN_KEYS) <= set(keys):
        test = set(_TEST_KEYS) <= set(keys)
        return ("x_train",), ("y_train",), ("x_test",) if test else (), ("y_test",) if test else ()
    if inputs is None:
        inputs = tuple(key for key in _INPUT_KEYS if key in keys and key not in (targets or ()))[:1]
    if targets is None:
        targets = tuple(key for key in _TARGET_KEYS if key in keys and key not in inputs)[:1]
        if not targets:
            raise DataError(
                text(
                    "{name} has no array for the target; 'y' was expected, or the option 'targets'. It has {shown}.",
                    name=name,
                    shown=shown,
                )
            )
    if not inputs:
        raise DataError(
            text(
                "{name} has no array for the input; 'x' was expected, or the option 'inputs'. It has {shown}.",
                name=name,
                shown=shown,
            )
        )
    return inputs, targets, (), ()


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: str, name: str) -> Array:
    with archive.open(info) as file:
        array = _read_array(file, info.file_size, key, name)
    return _as_numbers(array, key, name)


def _read_array(file: IO[bytes], size: int, key: str, name: str) -> Array:
    """The array in ``file``, after its header has accounted for each of its ``size`` bytes."""
    version = npy.read_magic(file)
    read_header: Any = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, fortran, dtype = read_header(file, max_header_size=_LONGEST_HEADER)
    if dtype.hasobject:
        raise DataError(
            text(
                "The array {key!r} of {name} holds Python objects (a pickle), which are never loaded.",
                key=key,
                name=name,
            )
        )
    if any(length < 0 for length in shape) or math.prod(shape) * dtype.itemsize != size - file.tell():
        raise DataError(
            text(
                "The array {key!r} of {name} claims the shape {shape} of {dtype}, which does not match its "
                "{size:,} bytes; the file is damaged.",
                key=key,
                name=name,
                shape=tables.shorten(str(shape)),
                dtype=dtype,
                size=size - file.tell(),
            )
        )
    data = file.read(size - file.tell())
    array = np.frombuffer(bytearray(data), dtype=dtype)
    return array.reshape(shape, order="F" if fortran else "C")


def _as_numbers(array: Array, key: str, name: str) -> Array:
    kind = array.dtype.kind
    if kind in "US" or (kind in "iu" and array.dtype.itemsize <= 8):
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    if kind == "b":
        return array.astype(np.uint8)
    if kind == "f":
        with np.errstate(over="ignore"):
            return np.asarray(array, dtype=np.float32, order="C")
    raise DataError(
        text(
            "The array {key!r} of {name} has the type {dtype}; real numbers were expected.",
            key=key,
            name=name,
            dtype=array.dtype,
        )
    )


def _check_samples(array: Array, key: str, name: str) -> None:
    if array.ndim == 0 or not len(array):
        raise DataError(
            text(
                "The array {key!r} of {name} has the shape {shape}; samples along its first axis were expected.",
                key=key,
                name=name,
                shape=array.shape,
            )
        )
    if not array.size:
        raise DataError(
            text(
                "The array {key!r} of {name} has the shape {shape}, which holds no values.",
                key=key,
                name=name,
                shape=array.shape,
            )
        )


def _dataset(
    name: str,
    training: tuple[Mapping[str, Array], Mapping[str, Array]],
    test: tuple[Mapping[str, Array], Mapping[str, Array]],
    settings: FrozenMap[str, Value],
) -> Dataset:
    task = options.word(settings, "task", "auto", labels.TASKS)
    form = options.word(settings, "labels", "integers", labels.LABELS)
    for arrays in (training, test):
        _check_lengths({**arrays[0], **arrays[1]}, name)
    inputs: dict[str, Array] = {}
    for key, array in training[0].items():
        if array.dtype.kind in "US":
            raise DataError(
                text("The array {key!r} of {name} holds text, but an input must be numbers.", key=key, name=name)
            )
        # A list of numbers is one feature a sample.
        inputs[key] = array.reshape(-1, 1) if array.ndim == 1 else array
    split = len(next(iter(inputs.values())))
    targets: dict[str, Array] = {}
    class_names: dict[str, tuple[str, ...]] = {}
    notes: tuple[str, ...] = ()
    test_targets: dict[str, Array] = {}
    for key, array in training[1].items():
        if key in test[1]:
            if test[1][key].shape[1:] != array.shape[1:]:
                raise DataError(
                    text(
                        "{name}: the test target has the shape {shape}, the training target {other}.",
                        name=name,
                        shape=test[1][key].shape,
                        other=array.shape,
                    )
                )
            # Encoded together, so that a class has one number in both.
            array = np.concatenate([array, test[1][key]])
        encoded = labels.encode(array, key, task, form)
        targets[key], test_targets[key] = encoded.array[:split], encoded.array[split:]
        if encoded.names:
            class_names[key] = encoded.names
        notes = (*notes, *encoded.notes)
    held_out = None
    if test[1]:
        test_inputs = {key: array.reshape(-1, 1) if array.ndim == 1 else array for key, array in test[0].items()}
        for key, array in test_inputs.items():
            if array.shape[1:] != inputs[key].shape[1:]:
                raise DataError(
                    text(
                        "{name}: the test input has the shape {shape}, the training input {other}.",
                        name=name,
                        shape=array.shape,
                        other=inputs[key].shape,
                    )
                )
        held_out = Part(test_inputs, test_targets)
        notes = (*notes, text("{name} brings {samples} test samples of its own.", name=name, samples=held_out.samples))
    return Dataset(name, Part(inputs, targets), held_out, class_names=class_names, notes=notes)


def _check_lengths(arrays: Mapping[str, Array], name: str) -> None:
    for key, array in arrays.items():
        _check_samples(array, key, name)
    lengths = {key: len(array) for key, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(text("{key!r} has {count}", key=key, count=count) for key, count in lengths.items())
        raise DataError(
            text("The arrays of {name} have different numbers of samples: {shown}.", name=name, shown=shown)
        )
