"""Reads thousands of damaged copies of one file, one after the other, as the limited child does: one line for each.

``python -m tests.core.reading.damage_child FILE SEED FIRST LAST HOW``. The parent (test_damage) starts it again behind a
copy that ended it: HDF5 can spin for ever or crash, which is what the limits are for.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from typing import IO

from core.errors import FileError
from core.reading import child, limits
from core.reading.source import Source
from tests.core.reading.memory import peak, status

CPU_SECONDS = 2


def main() -> None:
    path, seed, first, last, how = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
    with open(path, "rb") as file:
        good = file.read()
    memory = status()
    child._prepare(
        {"kind": "h5", "verb": "damaged", "limits": {"cpu_seconds": CPU_SECONDS, "cpu_most": 600, "file_bytes": 1 << 30}}
    )
    # One open file for all copies: after the first, no other can be opened.
    with tempfile.TemporaryFile(buffering=0) as copy:
        for index in range(first, last):
            data = damaged(good, random.Random(seed * 1_000_003 + index), index, how)
            copy.seek(0)
            copy.truncate()
            copy.write(data)
            print(index, "begins", flush=True)
            limits.allow_cpu(CPU_SECONDS)
            started = time.process_time()
            result = outcome(copy)
            print(index, result, f"{time.process_time() - started:.3f}", flush=True)
    print("peak", peak(memory), flush=True)


def outcome(copy: IO[bytes]) -> str:
    """``opened``, ``refused``, or the name of what should not have been raised."""
    out = io.BytesIO()
    try:
        child._send_model(Source(copy), out)
    except FileError as error:
        return "refused" if error.message.isprintable() and len(error.message) < 500 else f"message:{error.message!r}"
    except MemoryError:
        return "memory"
    except Exception as error:
        return f"raised:{type(error).__name__}:{' '.join(str(error).split())}"
    return "opened"


def damaged(data: bytes, rng: random.Random, index: int, how: str) -> bytes:
    """``cut``: the first ``index`` hundredths; ``flip``: one to eight bytes changed; ``bits``: one bit changed."""
    if how == "cut":
        return data[: len(data) * index // 100]
    changed = bytearray(data)
    for _ in range(1 if how == "bits" else rng.choice((1, 1, 2, 8))):
        place = rng.randrange(len(data))
        changed[place] = changed[place] ^ (1 << rng.randrange(8)) if how == "bits" else rng.randrange(256)
    return bytes(changed)


if __name__ == "__main__":
    main()
