"""Files that are either the old ones or the new ones, whole, whatever happens while they are written.

A file is written beside its target under a temporary name, brought to the disk, and then put in the target's place in
one step. Does not belong here: what a project looks like (schema). Invariants: a failed write leaves the target as it
was and no temporary file; a symbolic link stays one, its target is replaced; the mode of the file is kept.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import FileChangedError, FileError, NewerFormatError
from core.graph.model import Project
from core.storage.json_text import MAX_BYTES
from core.storage.schema import ProjectWriter, loads
from core.texts import continued, text

SUFFIX = ".netw"

_TEMPORARY = re.compile(r"\.netwright-[0-9a-f]{16}\.tmp")
_LEFTOVER_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a file was when it was read or written: enough to notice that someone else has changed it."""

    mtime_ns: int
    size: int
    inode: int
    digest: bytes


def open_project(path: str | Path, *, home: Path | None = None) -> tuple[Project, FileStamp]:
    """Read a project file. FileError (one sentence), NewerFormatError.

    ``home`` is where the file belongs if that is not where it lies: paths in it are relative to the folder of that.
    """
    data, status = _read(path)
    try:
        project = loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(text("{path} cannot be opened: it is not text in UTF-8.", path=_quoted(path))) from error
    except FileError as error:
        kind = NewerFormatError if isinstance(error, NewerFormatError) else FileError
        raise kind(
            text("{path} cannot be opened: {message}", path=_quoted(path), message=continued(error.message)),
            error.details,
        ) from error
    return _with_paths(project, home or path, _absolute), _stamp(status, data)


def save_project(
    project: Project,
    path: str | Path,
    expected: FileStamp | None,
    *,
    overwrite: bool = False,
    writer: ProjectWriter | None = None,
) -> FileStamp:
    """Write a project file and return its stamp. FileError; the file is then as it was.

    ``expected`` is the stamp from opening or last saving this path, or None where no file is expected (save as). If
    another file is there, FileChangedError is raised, unless ``overwrite``. A ``writer`` that wrote the project a few
    edits ago saves time.
    """
    try:
        data = (writer or ProjectWriter()).text(_with_paths(project, path, _relative)).encode("utf-8")
    except FileError as error:
        raise FileError(
            text("{path} cannot be saved: {message}", path=_quoted(path), message=continued(error.message)),
            error.details,
        ) from error

    def check(target: str) -> None:
        if not overwrite:
            _check_unchanged(target, path, expected)

    return _stamp(_replace(path, data, check), data)


def _with_paths(project: Project, path: str | Path, change: Callable[[str, str], str]) -> Project:
    """The project with the paths of its custom files changed, given the folder that its own file is in."""
    if not project.custom_files:
        return project
    folder = os.path.dirname(os.path.abspath(path))
    return replace(project, custom_files=tuple(change(name, folder) for name in project.custom_files))


def _absolute(name: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, name)) if name else name


def _relative(name: str, folder: str) -> str:
    """What lies in the project's folder moves with it; everything else stays where it is."""
    below = os.path.join(folder, "")
    return name[len(below) :].replace(os.sep, "/") if name.startswith(below) else name


def is_changed(path: str | Path, stamp: FileStamp) -> bool:
    """True if the file exists and its content is no longer that of the stamp. FileError if that cannot be told."""
    with _explained(path, text("read")):
        try:
            status = os.stat(path)
        except FileNotFoundError:
            return False
    if (status.st_mtime_ns, status.st_size, status.st_ino) == (stamp.mtime_ns, stamp.size, stamp.inode):
        return False
    if status.st_size != stamp.size:
        return True
    return hashlib.sha256(read_file(path)).digest() != stamp.digest


def read_file(path: str | Path) -> bytes:
    """The bytes of a file; FileError for a folder, pipe or device and for more than a project may hold."""
    return _read(path)[0]


def write_atomic(path: str | Path, data: bytes) -> None:
    """Write a file whole or not at all, over what may be there. FileError."""
    _replace(path, data, lambda target: None)


def _check_unchanged(target: str, path: str | Path, expected: FileStamp | None) -> None:
    if expected is None:
        if os.path.lexists(target):
            raise FileChangedError(text("{path} exists already; expected no file of this name.", path=_quoted(path)))
    elif is_changed(target, expected):
        raise FileChangedError(
            text("{path} was changed by another program since it was opened or saved here.", path=_quoted(path))
        )


# Reading


def _read(path: str | Path) -> tuple[bytes, os.stat_result]:
    with _explained(path, text("opened")):
        # Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise _not_a_file(path, text("opened"), status)
            if status.st_size <= MAX_BYTES:
                with open(handle, "rb", closefd=False) as file:
                    return file.read(MAX_BYTES + 1), status
        finally:
            os.close(handle)
    size = status.st_size / (1 << 20)
    raise FileError(
        text(
            "{path} cannot be opened: expected at most {most} MiB, received {size:.1f}.",
            path=_quoted(path),
            most=MAX_BYTES >> 20,
            size=size,
        )
    )


def _stamp(status: os.stat_result, data: bytes) -> FileStamp:
    return FileStamp(status.st_mtime_ns, status.st_size, status.st_ino, hashlib.sha256(data).digest())


# Writing


def _replace(path: str | Path, data: bytes, check: Callable[[str], None]) -> os.stat_result:
    with _explained(path, text("saved")):
        target = os.path.realpath(path)
        folder = os.path.dirname(target)
        old = _status(target)
        if old is not None and not stat.S_ISREG(old.st_mode):
            raise _not_a_file(path, text("saved"), old)
        if old is not None and not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            # Replacing needs only the folder's permission, but who protects a file does not want a new one.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        temporary = os.path.join(folder, f".netwright-{secrets.token_hex(8)}.tmp")
        try:
            status = _write_whole(temporary, data, old)
            check(target)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        # The new file is in its place. Some file systems cannot sync a folder; that must not look like a failure.
        with contextlib.suppress(OSError):
            _sync_folder(folder)
            _sweep(folder)
        return status


def _status(target: str) -> os.stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None


def _write_whole(temporary: str, data: bytes, old: os.stat_result | None) -> os.stat_result:
    """Write the temporary file through to the disk, with the mode and owner of the file it will replace."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)
    try:
        if old is not None and hasattr(os, "fchmod"):
            _keep_owner(handle, old)
            os.fchmod(handle, stat.S_IMODE(old.st_mode))
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
        return os.fstat(handle)
    finally:
        os.close(handle)


def _keep_owner(handle: int, old: os.stat_result) -> None:
    made = os.fstat(handle)
    if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
        # Only root may give files away; anybody else becomes the owner of what he saves, as with any editor.
        with contextlib.suppress(PermissionError):
            os.fchown(handle, old.st_uid, old.st_gid)


def _sync_folder(folder: str) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: str) -> None:
    """Remove temporary files that a crash left behind long ago."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and time.time() - entry.stat().st_mtime > _LEFTOVER_SECONDS:
                os.unlink(entry)


# Messages


def _quoted(path: str | Path) -> str:
    return text("The file {path!r}", path=os.path.basename(os.fspath(path)) or os.fspath(path))


def _not_a_file(path: str | Path, verb: str, status: os.stat_result) -> FileError:
    found = text("a folder") if stat.S_ISDIR(status.st_mode) else text("a device, pipe or socket")
    return FileError(
        text("{path} cannot be {verb}: expected a file, received {found}.", path=_quoted(path), verb=verb, found=found)
    )


@contextlib.contextmanager
def _explained(path: str | Path, verb: str) -> Iterator[None]:
    """Turn what the operating system says into one sentence."""
    try:
        yield
    except OSError as error:
        raise FileError(
            text("{path} cannot be {verb}: {reason}.", path=_quoted(path), verb=verb, reason=_reason(path, error)),
            str(error),
        ) from error
    except ValueError as error:
        # A NUL or a lone surrogate in the name.
        raise FileError(
            text("{path} cannot be {verb}: its name is not a valid file name.", path=_quoted(path), verb=verb),
            str(error),
        ) from error


def _reason(path: str | Path, error: OSError) -> str:
    folder = os.path.dirname(os.path.abspath(path))
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return text("the disk is full")
        case errno.EFBIG:
            return text("the disk or the size limit for files has no room for it")
        case errno.ENOENT if not os.path.isdir(folder):
            return text("the folder {folder!r} does not exist", folder=folder)
        case errno.ENOENT:
            return text("it does not exist")
        case errno.EACCES | errno.EPERM:
            return text("you have no permission for the file or its folder")
        case errno.EROFS:
            return text("the disk is read-only")
        case errno.ENOTDIR:
            return text("{folder!r} is not a folder", folder=folder)
        case errno.ELOOP:
            return text("it is a symbolic link that leads to itself")
        case errno.ENAMETOOLONG:
            return text("its name is too long")
    return (error.strerror or str(error)).lower()
