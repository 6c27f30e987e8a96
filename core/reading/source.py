"""The file that a child reads, as numbers of bytes from places; never opened here, it came with the process.

Does not belong here: what the bytes mean. Invariant: a read gives all bytes that were asked for, or an error: what looks
like a short read to a library would be bytes of nobody.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import IO

from core.errors import FileError
from core.texts import text

_PIECE = 1 << 20


class Source(io.RawIOBase):
    """A window of ``length`` bytes from ``start`` of an open file, as a file of its own that cannot be written.

    ``on_read`` is told the number of bytes read so far.
    """

    def __init__(
        self, file: IO[bytes], start: int = 0, length: int | None = None, on_read: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._length = os.fstat(file.fileno()).st_size - start if length is None else length
        self._at = 0
        self._read = 0
        self._on_read = on_read

    @property
    def size(self) -> int:
        """The number of bytes of the window."""
        return self._length

    def window(self, start: int, length: int) -> Source:
        """A part of this one."""
        return Source(self._file, self._start + start, length, self._on_read)

    def bytes_at(self, place: int, count: int) -> bytes:
        """Exactly ``count`` bytes; FileError if the file ends before them."""
        data = bytearray(count)
        self.seek(place)
        self.readinto(data)
        return bytes(data)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill the buffer whole from the present place."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at < 0 or self._at + len(view) > self._length:
            raise FileError(text("it ends before the data that it announces; it may be cut off"))
        self._file.seek(self._start + self._at)
        done = 0
        while done < len(view):
            count = self._file.readinto(view[done : done + _PIECE])  # type: ignore[attr-defined]
            if not count:
                raise FileError(text("it became shorter while it was read"))
            done += count
            self._read += count
            if self._on_read is not None:
                self._on_read(self._read)
        self._at += done
        return done

    def write(self, data: object) -> int:
        raise OSError("this file is only read")
