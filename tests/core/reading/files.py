"""Model files for the tests of reading, made here: good ones as Keras writes them, without Keras, and bad ones.

Everything bad is harmless: bombs are small, payloads would only create a marker file. Not here: configs that matter only
after reading (hostile_traps, hostile_models).
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np


def dense(name: str, units: Any = 3, **more: Any) -> dict[str, Any]:
    """A Dense layer as Keras 3 writes it."""
    return {
        "module": "keras.layers",
        "class_name": "Dense",
        "config": {"name": name, "trainable": True, "units": units, "activation": "relu", "use_bias": True, **more},
        "registered_name": None,
    }


def sequential(*layers: dict[str, Any], name: str = "model", shape: Any = (None, 4)) -> dict[str, Any]:
    """A Sequential of these layers as Keras 3 writes it."""
    first = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": list(shape), "dtype": "float32", "sparse": False, "name": "input"},
        "registered_name": None,
    }
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": name, "trainable": True, "layers": [first, *layers]},
        "registered_name": None,
    }


MODEL = sequential(dense("hidden"), dense("output", 1))
MODEL_TEXT = json.dumps(MODEL)
METADATA = json.dumps({"keras_version": "3.15.1", "date_saved": "2026-01-01@00:00:00"})


def write(path: Path, content: bytes | str) -> Path:
    """A file with that content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def keras_archive(config: str | bytes = MODEL_TEXT, more: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a .keras file with this config.json."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("metadata.json", METADATA)
        archive.writestr("config.json", config)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def h5(path: Path, fill: Callable[[h5py.File], None] | None = None, **attributes: Any) -> Path:
    """An .h5 file with these root attributes (``model_config`` of MODEL unless given), filled further by ``fill``."""
    with h5py.File(path, "w") as file:
        for name, value in {
            "model_config": MODEL_TEXT,
            "keras_version": "2.9.0",
            "backend": "tensorflow",
            **attributes,
        }.items():
            if value is not None:
                file.attrs[name] = value
        if fill is not None:
            fill(file)
    return path


def legacy_weights(file: h5py.File, root: str = "model_weights") -> None:
    """The weights of MODEL as Keras 2 writes them, with the value 0.5."""
    group = file.require_group(root) if root else file
    group.attrs["layer_names"] = [b"hidden", b"output"]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.9.0"
    for name, shapes in (("hidden", ((4, 3), (3,))), ("output", ((3, 1), (1,)))):
        layer = group.create_group(name)
        names = [f"{name}/kernel:0", f"{name}/bias:0"]
        layer.attrs["weight_names"] = [item.encode() for item in names]
        for item, shape in zip(names, shapes, strict=True):
            layer.create_dataset(item, data=np.full(shape, 0.5, "float32"))


def npy(header: str, data: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """A .npy file with any header."""
    raw = header.encode("latin-1") + b"\n"
    length = struct.pack("<H" if version == b"\x01\x00" else "<I", len(raw))
    return b"\x93NUMPY" + version + length + raw + data


# --- archives, byte by byte -------------------------------------------------------------------------------------------


def local(
    name: str, packed: bytes, size: int, crc: int, method: int = 0, flags: int = 0, said: int | None = None
) -> bytes:
    """A local header with its data; ``said`` is the packed size it claims."""
    raw = name.encode()
    claimed = len(packed) if said is None else said
    return (
        struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, method, 0, 33, crc, claimed, size, len(raw), 0)
        + raw
        + packed
    )


def central(name: str, at: int, packed: int, size: int, crc: int, method: int = 0, flags: int = 0) -> bytes:
    """A row of the table of contents."""
    raw = name.encode()
    head = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, flags, method, 0, 33, crc, packed, size, len(raw), 0, 0, 0, 0, 0, at
    )
    return head + raw


def end(count: int, table_size: int, table_at: int, comment: bytes = b"") -> bytes:
    """The end of an archive."""
    return struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, table_size, table_at, len(comment)) + comment


def archive_of(entries: list[tuple[str, bytes]], **changes: Any) -> bytes:
    """An archive of stored entries; ``changes`` are handed to every row of the table of contents."""
    body, table = bytearray(), bytearray()
    for name, content in entries:
        crc = zlib.crc32(content)
        row: dict[str, Any] = {"packed": len(content), "size": len(content), "crc": crc, **changes}
        table += central(name, len(body), **row)
        body += local(name, content, len(content), crc)
    return bytes(body + table + end(len(entries), len(table), len(body)))


def overlapping() -> bytes:
    """Two names for the same bytes."""
    content = MODEL_TEXT.encode()
    crc = zlib.crc32(content)
    inner = local("config.json", content, len(content), crc)
    outer = local("metadata.json", inner, len(inner), zlib.crc32(inner))
    at = len(outer) - len(inner)
    table = central("metadata.json", 0, len(inner), len(inner), zlib.crc32(inner))
    table += central("config.json", at, len(content), len(content), crc)
    return outer + table + end(2, len(table), len(outer))


def bomb(megabytes: int, name: str = "config.json", claimed: int | None = None) -> bytes:
    """An entry of zeros, or rather spaces, that unpacks to so many MiB and says so, or says ``claimed`` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b" " * (1 << 20)
    crc, packed = 0, []
    for _ in range(megabytes):
        packed.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
    data = b"".join(packed) + packer.flush()
    size = (megabytes << 20) if claimed is None else claimed
    body = local(name, data, size, crc, method=8)
    table = central(name, 0, len(data), size, crc, method=8)
    return body + table + end(1, len(table), len(body))
