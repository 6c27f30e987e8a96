"""The arrays in a file of weights: what there is, and those that are asked for, by path and exact shape.

For ``.h5`` of any Keras, ``.weights.h5``, and the weights inside a ``.keras`` archive. The file is read in a limited
process, which refuses links, data kept elsewhere and types that are no numbers. Does not belong here: which layer gets
which array (convert).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core.errors import FileError
from core.reading import frames
from core.reading.limits import Limits
from core.reading.process import Child
from core.texts import text

if TYPE_CHECKING:
    import numpy

_MOST_LISTING = 256 << 20
_KINDS = "fiub"
_TEMPORARY = 64 << 30
WEIGHT_LIMITS = Limits(cpu_seconds=5, cpu_most=3600, wall_seconds=60.0, memory_bytes=384 << 20, file_bytes=_TEMPORARY)


@dataclass(frozen=True, slots=True)
class ArrayInfo:
    """An array that is there: its path from the root (``"model_weights/dense/dense/kernel:0"``), shape, type of number."""

    path: str
    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True, slots=True)
class GroupInfo:
    """A group; ``path`` of the root is ``""``. ``layer_names`` and ``weight_names`` are None where there are none.

    ``name`` is what Keras 3 writes at the group ``vars`` of a layer.
    """

    path: str
    arrays: tuple[ArrayInfo, ...] = ()
    layer_names: tuple[str, ...] | None = None
    weight_names: tuple[str, ...] | None = None
    name: str | None = None
    keras_version: str | None = None
    backend: str | None = None


@dataclass(frozen=True, slots=True)
class WeightsListing:
    """All groups of a file, a group before those in it, in the order of the file. ``format``: ``keras`` or ``h5``."""

    format: str
    groups: tuple[GroupInfo, ...] = field(default=())

    def group(self, path: str) -> GroupInfo | None:
        """The group of that path."""
        return next((group for group in self.groups if group.path == path), None)

    def arrays(self) -> dict[str, ArrayInfo]:
        """All arrays by path, in the order of the file."""
        return {array.path: array for group in self.groups for array in group.arrays}


def list_weights(
    path: Path, *, cancelled: Callable[[], bool] | None = None, limits: Limits = WEIGHT_LIMITS
) -> WeightsListing:
    """What arrays a file holds. FileError: one sentence that names the file; CancelledReading if it was cancelled."""
    child = Child(path, {"verb": "list"}, limits)
    data = b""
    for kind, payload in child.messages(_receive_listing, cancelled):
        if kind == frames.RESULT:
            data = payload
    try:
        return _listing(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileError(
            text("{name!r} cannot be read: it confuses its reader, so it is damaged or hostile.", name=path.name)
        ) from error


def load_arrays(
    path: Path,
    wanted: Mapping[str, tuple[int, ...]],
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    limits: Limits = WEIGHT_LIMITS,
) -> dict[str, numpy.ndarray[Any, Any]]:
    """The arrays of these paths, which must have exactly these shapes there; types as stored, bfloat16 as float32.

    FileError: one sentence that names the file and the array; CancelledReading if it was cancelled.
    """
    task = {"verb": "arrays", "wanted": {name: [int(length) for length in shape] for name, shape in wanted.items()}}
    total = sum(math.prod(shape) for shape in wanted.values()) or 1
    receiver = _Arrays(dict(wanted))
    done = 0
    for kind, payload in Child(path, task, limits).messages(receiver, cancelled):
        if kind == frames.BYTES:
            done += payload
            if progress is not None:
                progress(min(1.0, done / total))
    missing = [name for name in wanted if name not in receiver.arrays]
    if missing or not receiver.complete():
        raise FileError(
            text("{name!r} cannot be read: an array ends too early, so it is damaged or hostile.", name=path.name)
        )
    return {name: receiver.arrays[name] for name in wanted}


class _Arrays:
    """Takes arrays from the pipe straight into their place in memory."""

    def __init__(self, wanted: dict[str, tuple[int, ...]]) -> None:
        self._wanted = wanted
        self.arrays: dict[str, Any] = {}
        self._view = memoryview(b"")
        self._at = 0
        self._itemsize = 1
        self._half: str | None = None

    def complete(self) -> bool:
        """True if the last array came to its end."""
        self._finish()
        return self._at == len(self._view)

    def __call__(self, kind: bytes, length: int, stream: IO[bytes]) -> int:
        """The number of elements that came."""
        if kind == frames.ARRAY:
            self._begin(json.loads(frames.receive(stream, length, 1 << 16)))
            return 0
        if kind == frames.RESULT:
            frames.receive(stream, length, 16)
            return 0
        if kind != frames.BYTES or self._at + length > len(self._view):
            raise frames.BrokenFrame
        end = self._at + length
        while self._at < end:
            count = stream.readinto(self._view[self._at : end])  # type: ignore[attr-defined]
            if not count:
                raise frames.BrokenFrame
            self._at += count
        return length // self._itemsize

    def _begin(self, head: dict[str, Any]) -> None:
        import numpy

        self._finish()
        if self._at != len(self._view):
            raise frames.BrokenFrame
        name, dtype = head["path"], head["dtype"]
        half = dtype == "bfloat16"
        kind = numpy.dtype("<u2" if half else dtype)
        if name not in self._wanted or name in self.arrays or kind.kind not in _KINDS:
            raise frames.BrokenFrame
        array = numpy.empty(self._wanted[name], dtype=kind)
        self.arrays[name] = array
        self._half = name if half else None
        self._itemsize = kind.itemsize
        self._view, self._at = array.reshape(-1).view(numpy.uint8).data, 0

    def _finish(self) -> None:
        """A bfloat16 is the upper half of a float32."""
        import numpy

        if self._half is not None and self._at == len(self._view):
            stored = self.arrays[self._half]
            self.arrays[self._half] = (stored.astype(numpy.uint32) << 16).view(numpy.float32)
            self._half = None


def _receive_listing(kind: bytes, length: int, stream: IO[bytes]) -> bytes:
    if kind != frames.RESULT:
        raise frames.BrokenFrame
    return frames.receive(stream, length, _MOST_LISTING)


def _listing(data: dict[str, Any]) -> WeightsListing:
    return WeightsListing(str(data["format"]), tuple(_group(row) for row in data["groups"]))


def _group(row: dict[str, Any]) -> GroupInfo:
    attributes = row["attributes"]
    return GroupInfo(
        str(row["path"]),
        tuple(
            ArrayInfo(str(item["path"]), tuple(int(length) for length in item["shape"]), str(item["dtype"]))
            for item in row["arrays"]
        ),
        layer_names=_names(attributes.get("layer_names")),
        weight_names=_names(attributes.get("weight_names")),
        name=_text(attributes.get("name")),
        keras_version=_text(attributes.get("keras_version")),
        backend=_text(attributes.get("backend")),
    )


def _names(value: Any) -> tuple[str, ...] | None:
    return None if value is None else tuple(str(name) for name in value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
