"""Messages from the child to its parent: one byte of kind, eight of length, then that many bytes.

Both sides use this module. Does not belong here: what the messages mean. Invariant: a length is checked against the
most that is allowed before anything of that size is made.
"""

from __future__ import annotations

import struct
from typing import IO

PROGRESS, RESULT, REFUSED, ARRAY, BYTES = b"P", b"R", b"E", b"A", b"B"
LONGEST_REASON = 8000
_HEAD = struct.Struct("<cQ")


class BrokenFrame(Exception):
    """What came through the pipe is not what this program writes, or ends too early."""


def send(stream: IO[bytes], kind: bytes, payload: bytes | bytearray | memoryview) -> None:
    """Write one message at once."""
    stream.write(_HEAD.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()


def receive_head(stream: IO[bytes]) -> tuple[bytes, int] | None:
    """The kind and the length in bytes of the next message; None at the end of the stream."""
    head = stream.read(_HEAD.size)
    if not head:
        return None
    if len(head) != _HEAD.size:
        raise BrokenFrame
    kind, length = _HEAD.unpack(head)
    return kind, length


def receive(stream: IO[bytes], length: int, most: int) -> bytes:
    """The payload of a message; BrokenFrame if it is longer than ``most`` bytes or ends too early."""
    if length > most:
        raise BrokenFrame
    data = stream.read(length)
    if len(data) != length:
        raise BrokenFrame
    return data
