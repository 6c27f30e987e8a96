"""Crash recovery: the document as it was a moment ago, kept among the user's own data, never in his file.

Each session writes one entry, whole each time, and holds a lock as long as it lives; an entry whose lock is free was
left behind by a crash. Does not belong here: asking the user (gui). Invariants: an edit is on the disk within a second;
an entry goes only when its document was saved, discarded or closed cleanly; recovering goes on writing the same entry,
so a second crash loses nothing; an entry that cannot be read is put aside, not deleted.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError, NewerFormatError
from core.graph.model import Project
from core.storage import json_text
from core.storage.files import read_file, write_atomic
from core.storage.locks import FileLock
from core.storage.schema import ProjectWriter, loads
from core.texts import text

_MARK = "netwright-journal"
_ENTRY = ".journal"
_LOCK = ".lock"
_DAMAGED = ".damaged"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a crashed session left: its document, the file it belongs to (None: never saved), seconds since 1970."""

    entry: Path
    path: Path | None
    time: float
    pid: int
    project: Project

    def load(self) -> Project:
        """The document; the entry stays until the document is saved or discarded (see :meth:`Journal.adopt`)."""
        return self.project

    def discard(self) -> None:
        """Remove the entry for good. FileError if another window has taken it."""
        lock = _take(self)
        try:
            self.entry.unlink()
        except OSError as error:
            raise FileError(
                text("The recovery copy cannot be removed: {reason}.", reason=error.strerror), str(error)
            ) from error
        finally:
            lock.release()


def pending(folder: Path) -> list[Recovery]:
    """What crashed sessions left in the journal's folder, newest first. Sessions that live are passed over.

    Entries that cannot be read are renamed to ``*.damaged`` and reported to the log.
    """
    found = [recovery for entry in folder.glob(f"*{_ENTRY}") if (recovery := _recovery(entry)) is not None]
    for orphan in folder.glob(f"*{_LOCK}"):
        # Of a session that crashed before its first entry was written.
        with contextlib.suppress(OSError):
            lock = None if orphan.with_suffix(_ENTRY).exists() else FileLock.take(orphan)
            if lock is not None:
                lock.release()
    return sorted(found, key=lambda recovery: recovery.time, reverse=True)


def _recovery(entry: Path) -> Recovery | None:
    try:
        lock = FileLock.take(entry.with_suffix(_LOCK))
        if lock is None:
            return None
        try:
            return _read(entry)
        except NewerFormatError:
            # The newer Netwright that wrote it will offer it.
            return None
        except FileError as error:
            aside = entry.with_name(entry.name + _DAMAGED)
            entry.rename(aside)
            _LOG.warning("A recovery copy is damaged and was put aside as %s: %s", aside, error.message)
            return None
        finally:
            lock.release()
    except OSError as error:
        _LOG.warning("The recovery copy %s cannot be used: %s", entry, error)
        return None


def _read(entry: Path) -> Recovery:
    try:
        head, _, body = read_file(entry).decode("utf-8").partition("\n")
    except UnicodeDecodeError as error:
        raise FileError(text("The recovery copy is not text in UTF-8.")) from error
    header = json_text.parse(head)
    if not isinstance(header, dict) or header.get(_MARK) != 1:
        raise FileError(text("The recovery copy has no header."))
    path, when, pid = header.get("path"), header.get("time"), header.get("pid")
    if not isinstance(path, str | None) or not isinstance(when, (int, float)) or not isinstance(pid, int):
        raise FileError(text("The recovery copy has a damaged header."))
    return Recovery(entry, None if path is None else Path(path), float(when), pid, loads(body))


def _take(recovery: Recovery) -> FileLock:
    """The lock of an entry that is still there."""
    try:
        lock = FileLock.take(recovery.entry.with_suffix(_LOCK))
    except OSError as error:
        raise FileError(
            text("The recovery copy cannot be used: {reason}.", reason=error.strerror), str(error)
        ) from error
    if lock is None or not recovery.entry.exists():
        if lock is not None:
            lock.release()
        raise FileError(text("The recovery copy is no longer free: another window has taken or removed it."))
    return lock


class Journal:
    """Writes the recovery entry of one session. All methods may be called from any thread.

    :meth:`record` only remembers the document; a thread writes it ``delay`` seconds later, together with all edits
    made meanwhile. Call :meth:`clear` after a save, and :meth:`close` at the end.
    """

    def __init__(self, folder: Path, *, delay: float = 0.3, writer: ProjectWriter | None = None) -> None:
        self._folder = folder
        self.delay = delay
        self._writer = writer or ProjectWriter()
        self._wake = threading.Condition()
        self._latest: tuple[Project, Path | None] | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        # Held while files are touched; taken before _wake, never after it.
        self._files = threading.Lock()
        self._entry: Path | None = None
        self._lock: FileLock | None = None
        self._fault: FileError | None = None

    @property
    def fault(self) -> FileError | None:
        """Why the last entry could not be written, or None: then the user is not protected."""
        return self._fault

    def record(self, project: Project, path: Path | None) -> None:
        """Remember the document, which belongs to the file ``path`` (None: never saved). Costs microseconds."""
        with self._wake:
            if self._closed:
                return
            self._latest = project, path
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()
            self._wake.notify()

    def flush(self) -> None:
        """Write at once what was recorded; returns when it is on the disk (or :attr:`fault` says why not)."""
        with self._files:
            with self._wake:
                latest, self._latest = self._latest, None
            if latest is None:
                return
            try:
                self._write(*latest)
                self._fault = None
            except FileError as error:
                self._fault = error
            except OSError as error:
                self._fault = FileError(
                    text("The recovery copy cannot be written: {reason}.", reason=error.strerror), str(error)
                )

    def clear(self) -> None:
        """Forget the document: it was saved or is not wanted any more. The entry goes."""
        with self._wake:
            self._latest = None
        with self._files:
            self._drop()

    def adopt(self, recovery: Recovery) -> None:
        """Go on with the entry of a crashed session, whose document is now that of this one.

        The entry stays as it is until the next :meth:`record`, and goes with :meth:`clear`. FileError if another
        window has taken it.
        """
        lock = _take(recovery)
        with self._wake:
            self._latest = None
        with self._files:
            self._drop()
            self._entry, self._lock = recovery.entry, lock

    def close(self, *, keep: bool = False) -> None:
        """End the thread and remove the entry; with ``keep`` write and leave it, to be offered at the next start."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()
        if not keep:
            self.clear()
            return
        self.flush()
        with self._files:
            if self._lock is not None:
                self._lock.release()
            self._entry = self._lock = None

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._latest is not None)
                if not self._closed:
                    self._wake.wait_for(lambda: self._closed, timeout=self.delay)
                if self._closed:
                    return
            self.flush()

    def _write(self, project: Project, path: Path | None) -> None:
        if not self._folder.is_dir():
            # The first edit, or somebody has tidied up.
            self._drop()
        if self._entry is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = f"{time.time_ns() // 1_000_000}-{os.getpid()}-{secrets.token_hex(4)}"
            self._lock = FileLock.take(self._folder / (name + _LOCK))
            self._entry = self._folder / (name + _ENTRY)
        header = {
            _MARK: 1,
            "path": None if path is None else os.path.abspath(path),
            "time": time.time(),
            "pid": os.getpid(),
        }
        write_atomic(self._entry, f"{json.dumps(header)}\n{self._writer.text(project)}".encode())

    def _drop(self) -> None:
        if self._entry is not None:
            # An entry that cannot be removed will be offered again, which is harmless.
            with contextlib.suppress(OSError):
                self._entry.unlink()
        if self._lock is not None:
            self._lock.release()
        self._entry = self._lock = None
