"""The last versions of a project file, kept when it is saved over: a save can be taken back days later.

They lie in a folder of the user's own, never beside the file. Invariants: keeping a version never hinders saving; at most
:data:`MOST` are kept of each file, and of two that are the same only one. Does not belong here: what a crash leaves behind
(journal), showing a version (whoever asks for it).
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import FileError
from core.graph.model import Project
from core.storage.files import SUFFIX, open_project, read_file, write_atomic

MOST = 20
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was; ``saved`` is when it had been written (UTC), ``of`` where it stood."""

    path: Path
    saved: datetime
    of: Path

    def load(self) -> Project:
        """Its project. FileError."""
        return open_project(self.path, home=self.of)[0]


def keep(folder: Path, path: Path) -> None:
    """Keep the file as it is now in ``folder``, before another takes its place. What cannot be kept is left."""
    try:
        if not path.is_file():
            return
        written = path.stat().st_mtime_ns
        data = read_file(path)
        own = _own_folder(folder, path)
        kept = versions(folder, path)
        if kept and kept[0].path.read_bytes() == data:
            return
        own.mkdir(mode=0o700, parents=True, exist_ok=True)  # the file may be for its owner's eyes only
        write_atomic(own / f"{written:020d}{SUFFIX}", data)
        for old in versions(folder, path)[MOST:]:
            with contextlib.suppress(OSError):
                old.path.unlink()
    except (FileError, OSError) as error:
        _LOG.info("no version of %s is kept: %s", path, error)


def versions(folder: Path, path: Path) -> list[Version]:
    """The versions kept of a file, the newest first."""
    own = _own_folder(folder, path)
    found = []
    with contextlib.suppress(OSError):
        for entry in own.iterdir():
            if entry.suffix == SUFFIX and entry.stem.isdecimal():
                written = datetime.fromtimestamp(int(entry.stem) / 1e9, UTC)
                found.append(Version(entry, written, path))
    return sorted(found, key=lambda version: version.path.name, reverse=True)


def _own_folder(folder: Path, path: Path) -> Path:
    return folder / hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
