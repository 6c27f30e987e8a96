"""A project inside a PNG picture: one text chunk that other programs pass over.

The chunk is ``iTXt`` (PNG specification, third edition, 11.3.3.4) with a keyword of our own, compressed. Does not belong here:
drawing the picture (gui), what a project looks like (schema). Invariants: a picture with a project shows what it showed
before; reading unpacks at most what a project may hold, whatever the chunk says, and looks at nothing but chunk headers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from core.errors import FileError
from core.graph.model import Project
from core.storage.json_text import MAX_BYTES
from core.storage.schema import dumps, loads
from core.texts import text

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"netwright-project"
_PREFIX = KEYWORD + b"\0" + b"\1\0" + b"\0" + b"\0"
"""Keyword, compressed with zlib, no language, no translated keyword."""
_HEADER = struct.Struct(">I4s")
_MOST_CHUNKS = 100_000


def with_project(png: bytes, project: Project) -> bytes:
    """The picture with the project in it; one that it held before is replaced. FileError if it is no PNG."""
    kept = bytearray(SIGNATURE)
    body = _PREFIX + zlib.compress(dumps(project).encode("utf-8", "surrogatepass"), 9)
    for kind, start, end in _chunks(png):
        if kind == b"IEND":
            check = zlib.crc32(body, zlib.crc32(b"iTXt"))
            kept += _HEADER.pack(len(body), b"iTXt") + body + struct.pack(">I", check)
        if kind != b"iTXt" or not png.startswith(_PREFIX[: len(KEYWORD) + 1], start + 8):
            kept += png[start:end]
    return bytes(kept)


def project_in(png: bytes) -> Project | None:
    """The project of a picture; None if it holds none. FileError if the picture or the project in it is damaged."""
    for kind, start, end in _chunks(png):
        if kind == b"iTXt" and png.startswith(KEYWORD + b"\0", start + 8):
            body = png[start + 8 : end - 4]
            if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(png[end - 4 : end], "big"):
                raise FileError(text("The project in this picture is damaged: its check sum is wrong."))
            if not body.startswith(_PREFIX):
                raise FileError(
                    text("The project in this picture is damaged: it is stored in a way that is not known here.")
                )
            return loads(_unpacked(body[len(_PREFIX) :]))
    return None


def _unpacked(data: bytes) -> str:
    """The text of a compressed chunk, of at most the size of a project file."""
    unpacker = zlib.decompressobj()
    try:
        data_text = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise FileError(text("The project in this picture is damaged: it cannot be unpacked.")) from error
    if len(data_text) > MAX_BYTES:
        raise FileError(text("The project in this picture is too large: more than {most} MiB.", most=MAX_BYTES >> 20))
    if not unpacker.eof:
        raise FileError(text("The project in this picture is damaged: its end is missing."))
    try:
        return data_text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(text("The project in this picture is damaged: it is not text in UTF-8.")) from error


def _chunks(png: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of every chunk up to the last one, which is ``IEND``."""
    if not png.startswith(SIGNATURE):
        raise FileError(text("This is no PNG picture."))
    start = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if start + 12 > len(png):
            raise FileError(text("The picture is damaged: it ends too early."))
        length, kind = _HEADER.unpack_from(png, start)
        end = start + 12 + length
        if end > len(png):
            raise FileError(text("The picture is damaged: it ends too early."))
        yield kind, start, end
        if kind == b"IEND":
            return
        start = end
    raise FileError(text("The picture is damaged: it has too many parts."))
