"""Groups and arrays of an HDF5 file of weights, inside the limited process.

Links other than hard ones, data kept elsewhere and types that are no numbers are refused before anything is read. Does not
belong here: which layer an array is for. Invariant: an array is read only if it has exactly the shape that was asked for,
piece by piece, so that the file cannot ask for memory.
"""

from __future__ import annotations

import itertools
import json
import math
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from core.errors import FileError, first_line
from core.reading import archive, frames, limits, model_hdf5, model_zip, sniff
from core.reading.source import Source
from core.texts import text

MOST_GROUPS = 200_000
DEEPEST = 60
MOST_BYTES = 64 << 30
PIECE_BYTES = 8 << 20
_INSIDE = ("model.weights.h5", "variables.h5")
_TEXTS = ("backend", "keras_version", "name")
_LISTS = ("layer_names", "weight_names")
_MOST_TEXT = 16 << 20
_FILTERS = frozenset({1, 2, 3, 32000})
"""deflate, shuffle, fletcher32, lzf: what h5py itself brings."""


def send_listing(source: Source, out: IO[bytes]) -> None:
    """Send what the file holds as JSON; FileError (a sentence without its subject)."""
    with _opened(source) as (file, kind):
        groups = [_group_row(path, group, members) for path, group, members in _walk(file)]
        data = {"format": kind, "groups": groups}
    frames.send(out, frames.RESULT, json.dumps(data).encode("ascii"))


def send_arrays(source: Source, wanted: dict[str, list[int]], out: IO[bytes]) -> None:
    """Send the arrays in the order asked for: each a JSON head, then its bytes in pieces, in C order, little endian."""
    with _opened(source) as (file, _):
        for path, shape in wanted.items():
            _send_array(file, path, tuple(shape), out)
    frames.send(out, frames.RESULT, b"{}")


class _opened:
    """The h5py file of a source, which may be an archive; errors of HDF5 become sentences."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._file: Any = None

    def __enter__(self) -> tuple[Any, str]:
        head = self._source.bytes_at(0, min(self._source.size, sniff.HEAD_BYTES))
        kind = sniff.sniff(head, self._source.size)
        if kind == "text":
            raise sniff.OtherKind(
                text("is a text and holds no weights; a .h5, .weights.h5 or .keras file was expected")
            )
        inner, name = (self._source, "h5") if kind == "h5" else (_from_archive(self._source), "keras")
        self._file = model_hdf5.open_file(inner)
        return self._file, name

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if error is None or isinstance(error, FileError | MemoryError):
            return
        if isinstance(error, Exception):
            said = first_line(error)
            raise FileError(text("HDF5 cannot read its weights ({said}); the file is damaged", said=said)) from None


def _from_archive(source: Source) -> Source:
    """The weights in an archive: where they lie in it, or unpacked into a nameless file of this process."""
    entries, _ = model_zip.inside(archive.read_entries(source))
    entry = next((entries[name] for name in _INSIDE if name in entries), None)
    if entry is None:
        raise FileError(text("it holds no weights in HDF5 (model.weights.h5)"))
    archive.check_ratio(entry, MOST_BYTES)
    if entry.method == 0:
        return source.window(entry.start, entry.size)
    file = tempfile.TemporaryFile(prefix="netwright-")  # noqa: SIM115 - lives as long as the process
    for piece in archive.unpack_pieces(source, entry):
        file.write(piece)
    file.flush()
    return Source(file)


def _walk(file: Any) -> Iterator[tuple[str, Any, list[tuple[str, Any]]]]:
    """Every group with its path and its arrays, in the order of the file; FileError for what is refused."""
    import h5py

    pending: list[tuple[str, Any, int]] = [("", file, 0)]
    seen = {_address(file)}
    count = 0
    while pending:
        path, group, depth = pending.pop()
        arrays: list[tuple[str, Any]] = []
        groups: list[tuple[str, Any, int]] = []
        for name in group:
            count += 1
            if count > MOST_GROUPS:
                raise FileError(text("it has more than {most_groups:,} groups and arrays", most_groups=MOST_GROUPS))
            inner = f"{path}/{name}" if path else name
            item = _member(group, name, inner)
            if isinstance(item, h5py.Dataset):
                _check_dataset(item, inner)
                arrays.append((inner, item))
                continue
            address = _address(item)
            if depth >= DEEPEST or address in seen:
                raise FileError(
                    text(
                        "the group {inner!r} is reached twice or lies more than {deepest} deep",
                        inner=inner[:80],
                        deepest=DEEPEST,
                    )
                )
            seen.add(address)
            groups.append((inner, item, depth + 1))
        pending.extend(reversed(groups))
        yield path, group, arrays


def _address(item: Any) -> tuple[int, Any]:
    import h5py

    info = h5py.h5o.get_info(item.id)
    return info.fileno, info.addr


def _member(group: Any, name: str, path: str) -> Any:
    """The group or data set of that name; FileError for a link to something else and for named types."""
    import h5py

    link = group.get(name, getlink=True)
    if not isinstance(link, h5py.HardLink):
        raise FileError(
            text("{path!r} is a link to something else, maybe to another file; links are not followed", path=path[:80])
        )
    item = group[name]
    if not isinstance(item, h5py.Group | h5py.Dataset):
        raise FileError(text("{path!r} is neither a group nor an array", path=path[:80]))
    return item


def _check_dataset(item: Any, path: str) -> None:
    """FileError for data kept outside of the file and for filters that are not known."""
    import h5py

    plist = item.id.get_create_plist()
    if plist.get_external_count() or plist.get_layout() == h5py.h5d.VIRTUAL:
        raise FileError(text("the array {path!r} is kept in another file, which is not opened", path=path[:80]))
    for index in range(plist.get_nfilters()):
        if plist.get_filter(index)[0] not in _FILTERS:
            raise FileError(text("the array {path!r} is packed in a way that Keras does not use", path=path[:80]))


def _group_row(path: str, group: Any, arrays: list[tuple[str, Any]]) -> dict[str, Any]:
    names = set(model_hdf5.attribute_names(group))
    attributes: dict[str, Any] = {}
    for key in _TEXTS:
        text = model_hdf5.attribute_text(group, key, _MOST_TEXT, names)
        if text is not None:
            attributes[key] = text
    for key in _LISTS:
        rows = model_hdf5.attribute_rows(group, key, _MOST_TEXT, names)
        if rows is not None:
            attributes[key] = rows
    # Keras 3 tells the layer of a group at its "vars".
    return {
        "path": path,
        "attributes": attributes,
        "arrays": [{"path": inner, "shape": list(item.shape or ()), "dtype": _dtype(item)} for inner, item in arrays],
    }


def _dtype(item: Any) -> str:
    """The name of the type of the numbers; ``bfloat16`` and its like are bare bytes, in newer files with an attribute.

    Older layouts have no attribute; of the numbers of two bytes that Keras computes with only bfloat16 is none of HDF5's own.
    """
    dtype = item.dtype
    if dtype.kind == "V":
        names = set(model_hdf5.attribute_names(item))
        said = model_hdf5.attribute_text(item, "dtype", 100, names)
        bare = "bfloat16" if dtype.itemsize == 2 and dtype.names is None and dtype.subdtype is None else ""
        return said or bare or f"{dtype.itemsize} bytes"
    return str(dtype.newbyteorder("=")) if dtype.kind in "fiub" else "objects" if dtype.hasobject else str(dtype)


def _send_array(file: Any, path: str, shape: tuple[int, ...], out: IO[bytes]) -> None:
    import h5py
    import numpy

    item: Any = file
    done: list[str] = []
    for name in path.split("/"):
        done.append(name)
        if not isinstance(item, h5py.Group) or name not in item:
            raise FileError(text("it has no array {path!r}", path=path[:120]))
        item = _member(item, name, "/".join(done))
    if not isinstance(item, h5py.Dataset):
        raise FileError(text("{path!r} is a group, not an array", path=path[:120]))
    _check_dataset(item, path)
    if item.shape is None or tuple(item.shape) != shape:
        raise FileError(
            text(
                "the array {path!r} has the shape {shape}; expected {expected}",
                path=path[:120],
                shape=item.shape,
                expected=shape,
            )
        )
    name = _dtype(item)
    if name == "bfloat16" and item.dtype.itemsize == 2:
        dtype = numpy.dtype("V2")
    elif item.dtype.kind in "fiub" and item.dtype.itemsize <= 8:
        dtype = item.dtype.newbyteorder("<")
    else:
        raise FileError(
            text(
                "the array {path!r} holds no numbers of a known kind (its type is {name})",
                path=path[:120],
                name=name[:40],
            )
        )
    limits.allow_cpu(5 + math.prod(shape) * dtype.itemsize / (16 << 20))
    _check_chunks(item, path)
    head = {"path": path, "dtype": name if name == "bfloat16" else dtype.str}
    frames.send(out, frames.ARRAY, json.dumps(head).encode("ascii"))
    for piece in _pieces(shape, dtype.itemsize):
        part = numpy.asarray(item[piece] if shape else item[()])
        raw = part if name == "bfloat16" else part.astype(dtype, copy=False)
        frames.send(out, frames.BYTES, numpy.ascontiguousarray(raw).reshape(-1).view(numpy.uint8).data)


def _check_chunks(item: Any, path: str) -> None:
    """HDF5 unpacks a chunk as a whole: FileError for one much larger than the pieces that are read."""
    if item.chunks is None:
        return
    size = math.prod(item.chunks) * item.dtype.itemsize
    if size > max(64 << 20, 2 * math.prod(item.shape) * item.dtype.itemsize) or size > 128 << 20:
        raise FileError(
            text(
                "the array {path!r} is kept in chunks of {size:,.0f} MiB, larger than itself",
                path=path[:120],
                size=size / 2**20,
            )
        )


def _pieces(shape: tuple[int, ...], itemsize: int) -> Iterator[tuple[slice | int, ...]]:
    """Selections that together are the whole array in C order, each of about PIECE_BYTES at most."""
    if math.prod(shape) == 0:
        return
    axis, row = len(shape), itemsize
    while axis > 0 and row * shape[axis - 1] <= PIECE_BYTES:
        axis -= 1
        row *= shape[axis]
    if axis == 0:
        yield tuple(slice(None) for _ in shape)
        return
    # Axis ``axis - 1`` is cut into runs of so many rows; the axes before it are gone through one by one.
    step = max(1, PIECE_BYTES // row)
    for before in itertools.product(*(range(length) for length in shape[: axis - 1])):
        for start in range(0, shape[axis - 1], step):
            yield (*before, slice(start, start + step))
