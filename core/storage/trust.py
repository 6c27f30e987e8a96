"""Which Python sources this user trusts: the functions and layer files that may be run, known by their SHA-256.

A project may come from a stranger, so no code that it holds or names is run before the user has seen it and said so. What
is trusted is a text, never a place: a changed file is a stranger again. Does not belong here: running anything.
Invariants: whatever cannot be read counts as not trusted; the file is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from core.errors import FileError
from core.storage.files import write_atomic
from core.storage.locks import FileLock
from core.storage.places import places
from core.texts import text

FILE = "trusted.json"
THIS_RUN = "NETWRIGHT_TRUSTED"
"""The variable that holds digests trusted by this process and those it starts, and nowhere else (``--trust``)."""

OWN = frozenset({"lambda x: x"})
"""What the palette itself drops: sources of this program, about which nobody is asked."""

_MARK = "netwright-trusted"
_FORMAT = 1
_LOCK_SECONDS = 5.0


def digest(text: str) -> str:
    """The SHA-256 of a source as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trusted() -> frozenset[str]:
    """The digests of all sources that may be run now: those the user trusts, and those of this run."""
    return _read(_path()) | _this_run(os.environ)


def is_trusted(text: str, known: frozenset[str] | None = None) -> bool:
    """True if the source may be run. ``known`` is what :func:`trusted` gave, to ask many times."""
    return text in OWN or digest(text) in (trusted() if known is None else known)


def trust(*texts: str) -> None:
    """Trust these very sources from now on. FileError if that cannot be written down."""
    _change(lambda digests: digests | {digest(text) for text in texts})


def distrust(*texts: str) -> None:
    """Trust these sources no more. FileError if that cannot be written down."""
    _change(lambda digests: digests - {digest(text) for text in texts})


def trust_this_run(*texts: str) -> None:
    """Trust these sources in this process and in those that it starts from now on; nothing is written down."""
    digests = _this_run(os.environ) | {digest(text) for text in texts}
    os.environ[THIS_RUN] = ",".join(sorted(digests))


def _path() -> Path:
    return places().config / FILE


def _this_run(environment: Mapping[str, str]) -> frozenset[str]:
    return frozenset(filter(None, environment.get(THIS_RUN, "").split(",")))


def _read(path: Path) -> frozenset[str]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        # Missing at first; damaged ever after is the user's disk, and then nothing is trusted.
        return frozenset()
    if not isinstance(data, dict) or data.get(_MARK) != _FORMAT or not isinstance(data.get("sha256"), list):
        return frozenset()
    return frozenset(item for item in data["sha256"] if isinstance(item, str))


def _change(change: Callable[[frozenset[str]], frozenset[str]]) -> None:
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            text("The list of trusted code cannot be saved: {reason}.", reason=error.strerror), str(error)
        ) from error
    with _locked(path):
        before = _read(path)
        after = change(before)
        if after != before:
            content = json.dumps({_MARK: _FORMAT, "sha256": sorted(after)}, indent=1) + "\n"
            write_atomic(path, content.encode("ascii"))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Two windows may trust something at the same time; neither may lose what the other wrote."""
    until = time.monotonic() + _LOCK_SECONDS
    lock_path = path.with_suffix(".lock")
    try:
        lock = FileLock.take(lock_path)
        while lock is None and time.monotonic() < until:
            time.sleep(0.01)
            lock = FileLock.take(lock_path)
    except OSError as error:
        raise FileError(
            text("The list of trusted code cannot be saved: {reason}.", reason=error.strerror), str(error)
        ) from error
    if lock is None:
        raise FileError(text("The list of trusted code cannot be saved: another Netwright is writing it."))
    try:
        yield
    finally:
        lock.release()
