"""A ``.keras`` archive: its table of contents checked as a whole before any entry is unpacked.

Keras itself writes plain archives: entries one after the other, stored or deflated, each under its own name. All that only
a hostile or damaged archive has is refused: overlapping entries, names twice or outside of the archive, encryption, data
before the first entry, sizes out of proportion. Does not belong here: what the entries mean (model_zip).

Format: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.7, 4.3.12 to 4.3.16 and 4.5.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import FileError
from core.reading.source import Source
from core.texts import text

MOST_ENTRIES = 10_000
HIGHEST_RATIO = 200
UNQUESTIONED = 1 << 20
"""Up to this size an entry may shrink as it likes: even zeros do no harm."""
_MOST_TABLE = 8 << 20
_LONGEST_NAME = 1024
_PIECE = 1 << 18

_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR64 = struct.Struct("<4sIQI")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the archive: where its data begin, how many bytes they are there and unpacked."""

    name: str
    start: int
    packed: int
    size: int
    method: int
    checksum: int


def read_entries(source: Source) -> dict[str, Entry]:
    """The entries by name; FileError (a clause) for an archive that Keras does not write."""
    count, table_size, table_at = _end(source)
    if count > MOST_ENTRIES:
        raise FileError(text("it lists {count:,} entries; at most {most:,} are read", count=count, most=MOST_ENTRIES))
    if table_size > _MOST_TABLE:
        raise FileError(
            text(
                "its table of contents has {size:.0f} MiB, more than any model needs",
                size=table_size / 2**20,
            )
        )
    table = source.bytes_at(table_at, table_size)
    entries: dict[str, Entry] = {}
    spans: list[tuple[int, int, str]] = []
    at = 0
    for _ in range(count):
        entry, local_at, at = _entry(table, at)
        if entry.name in entries:
            raise FileError(text("the entry {name!r} stands twice in it", name=entry.name))
        start = _data_start(source, entry, local_at, table_at)
        entry = Entry(entry.name, start, entry.packed, entry.size, entry.method, entry.checksum)
        spans.append((local_at, start + entry.packed, entry.name))
        entries[entry.name] = entry
    if at != table_size:
        raise FileError(text("its table of contents is damaged"))
    spans.sort()
    if spans and spans[0][0] != 0:
        raise FileError(text("it has other data before the archive"))
    for (_, end, name), (begin, _, other) in zip(spans, spans[1:], strict=False):
        if end > begin:
            raise FileError(text("the entries {name!r} and {other!r} overlap", name=name, other=other))
    if spans and spans[-1][1] > table_at:
        raise FileError(text("the entry {name!r} overlaps the table of contents", name=spans[-1][2]))
    return entries


def check_ratio(entry: Entry, most: int) -> None:
    """FileError if the entry says that it unpacks to more than ``most`` bytes, or to many times what it is."""
    if entry.size > most:
        raise FileError(
            text(
                "{name} has {size:,.1f} MiB; at most {most:,} MiB are read",
                name=entry.name,
                size=entry.size / 2**20,
                most=most >> 20,
            )
        )
    if entry.size > UNQUESTIONED and entry.size > entry.packed * HIGHEST_RATIO:
        raise FileError(
            text(
                "{name} would grow from {packed:.2f} to {size:,.1f} MiB when it is unpacked, more than "
                "{times} times, as no model does",
                name=entry.name,
                packed=entry.packed / 2**20,
                size=entry.size / 2**20,
                times=HIGHEST_RATIO,
            )
        )


def unpack(source: Source, entry: Entry, most: int) -> bytes:
    """The bytes of an entry; FileError if they are more than ``most``, damaged, or not what the archive says."""
    check_ratio(entry, most)
    return b"".join(unpack_pieces(source, entry))


def unpack_pieces(source: Source, entry: Entry) -> Iterator[bytes]:
    """The same piece by piece; stops with FileError as soon as more comes out than the entry says."""
    checksum = done = 0
    for piece in _pieces(source, entry):
        done += len(piece)
        if done > entry.size:
            raise FileError(
                text("{name} holds more than the {size:,} bytes it announces", name=entry.name, size=entry.size)
            )
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if done != entry.size or checksum != entry.checksum:
        raise FileError(text("{name} is damaged (its checksum is wrong)", name=entry.name))


def _pieces(source: Source, entry: Entry) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == _DEFLATED else None
    for place in range(entry.start, entry.start + entry.packed, _PIECE):
        data = source.bytes_at(place, min(_PIECE, entry.start + entry.packed - place))
        if unpacker is None:
            yield data
            continue
        while data and not unpacker.eof:
            try:
                yield unpacker.decompress(data, _PIECE)
            except zlib.error as error:
                raise FileError(text("{name} is damaged ({error})", name=entry.name, error=error)) from None
            data = unpacker.unconsumed_tail


def _end(source: Source) -> tuple[int, int, int]:
    """How many entries there are, how many bytes their table has and where it begins."""
    length = min(source.size, _END.size + 0xFFFF)
    tail = source.bytes_at(source.size - length, length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise FileError(text("its table of contents is missing; it may be cut off"))
    _, disk, table_disk, here, count, table_size, table_at, comment = _END.unpack_from(tail, at)
    end_at = source.size - length + at
    if end_at + _END.size + comment != source.size:
        raise FileError(text("it has other data after the archive"))
    if disk or table_disk or here != count:
        raise FileError(text("it is one part of an archive of several"))
    before = end_at
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (table_size, table_at):
        count, table_size, table_at, before = _end64(source, end_at)
    if table_at + table_size != before:
        raise FileError(text("it has other data before or inside the archive"))
    return count, table_size, table_at


def _end64(source: Source, end_at: int) -> tuple[int, int, int, int]:
    if end_at < _LOCATOR64.size:
        raise FileError(text("its table of contents is damaged"))
    mark, disk, at, disks = _LOCATOR64.unpack(source.bytes_at(end_at - _LOCATOR64.size, _LOCATOR64.size))
    if mark != b"PK\x06\x07" or disk or disks > 1 or at + _END64.size > end_at:
        raise FileError(text("its table of contents is damaged"))
    found = _END64.unpack(source.bytes_at(at, _END64.size))
    if found[0] != b"PK\x06\x06":
        raise FileError(text("its table of contents is damaged"))
    return found[7], found[8], found[9], at


def _entry(table: bytes, at: int) -> tuple[Entry, int, int]:
    """An entry whose ``start`` is not known yet, where its local header is, and where the next row begins."""
    if at + _ENTRY.size > len(table):
        raise FileError(text("its table of contents is damaged"))
    row = _ENTRY.unpack_from(table, at)
    mark, flags, method, checksum, packed, size = row[0], row[3], row[4], row[7], row[8], row[9]
    name_length, extra_length, comment_length, local_at = row[10], row[11], row[12], row[16]
    name_at = at + _ENTRY.size
    extra_at = name_at + name_length
    after = extra_at + extra_length + comment_length
    if mark != b"PK\x01\x02" or after > len(table):
        raise FileError(text("its table of contents is damaged"))
    name = _name(table[name_at:extra_at], flags)
    if flags & 0x2041:
        raise FileError(text("the entry {name!r} is encrypted", name=name))
    if method not in (_STORED, _DEFLATED):
        raise FileError(
            text(
                "the entry {name!r} is packed in a way that Keras does not use (method {method})",
                name=name,
                method=method,
            )
        )
    if 0xFFFFFFFF in (packed, size, local_at):
        size, packed, local_at = _extra64(table[extra_at : extra_at + extra_length], size, packed, local_at)
    if method == _STORED and packed != size:
        raise FileError(text("the entry {name!r} says of itself that it has two sizes", name=name))
    return Entry(name, 0, packed, size, method, checksum), local_at, after


def _extra64(extra: bytes, size: int, packed: int, local_at: int) -> tuple[int, int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            values = list(struct.unpack_from(f"<{length // 8}Q", extra.ljust(at + 4 + length, b"\0"), at + 4))
            wanted = [size, packed, local_at]
            for index, value in enumerate(wanted):
                if value == 0xFFFFFFFF and values:
                    wanted[index] = values.pop(0)
            return wanted[0], wanted[1], wanted[2]
        at += 4 + length
    return size, packed, local_at


def _name(raw: bytes, flags: int) -> str:
    """The name of an entry; FileError if it leads out of the archive or cannot be a name."""
    try:
        name = raw.decode("utf-8" if flags & 0x800 else "cp437")
    except UnicodeDecodeError:
        raise FileError(text("the name of an entry is no text in UTF-8")) from None
    if not name or len(name) > _LONGEST_NAME:
        raise FileError(text("the name of an entry has {count:,} characters", count=len(name)))
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":" or any(ord(sign) < 32 for sign in name):
        raise FileError(text("the entry {name!r} has a name that leads out of the archive", name=name))
    return name


def _data_start(source: Source, entry: Entry, local_at: int, table_at: int) -> int:
    """Where the data of an entry begin, by its local header, which must be of the same name."""
    if local_at + _LOCAL.size > table_at:
        raise FileError(text("the entry {name!r} lies outside of the archive", name=entry.name))
    header = _LOCAL.unpack(source.bytes_at(local_at, _LOCAL.size))
    flags, method, name_length, extra_length = header[2], header[3], header[9], header[10]
    start: int = local_at + _LOCAL.size + name_length + extra_length
    if header[0] != b"PK\x03\x04" or method != entry.method or start + entry.packed > table_at:
        raise FileError(text("the entry {name!r} is damaged or lies outside of the archive", name=entry.name))
    raw = source.bytes_at(local_at + _LOCAL.size, name_length)
    if _name(raw, flags) != entry.name:
        raise FileError(text("the entry {name!r} has another name where its data are", name=entry.name))
    return start
