"""Starting the limited process, and taking what it sends: results, a sentence, or nothing because it had to be ended.

The file is opened here, once, and only if it is a regular one; the child gets it open, as its standard input. Does not
belong here: what a file holds. Invariants: no child outlives a call; nothing that a child sends is trusted beyond its
length.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from core.ending import end
from core.errors import FileError
from core.reading import frames
from core.reading.limits import Limits
from core.texts import clause, text, unpacked

Cancelled = Callable[[], bool]
Progress = Callable[[float], None]
Receiver = Callable[[bytes, int, IO[bytes]], Any]
"""Takes the rest of a message from the pipe: its kind, its length, the stream. Runs in a thread of its own."""

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from core.reading.child import main; main()"
_POLL = 0.05
_PIPE_BYTES = 1 << 20
_HDF5 = b"\x89HDF\r\n\x1a\n"


class CancelledReading(FileError):
    """The user stopped it; nothing is wrong with the file."""


def opened(path: Path) -> IO[bytes]:
    """The file, if it is a regular one; FileError says what else it is. The caller closes it."""
    try:
        # Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
        handle = os.open(path, flags)
    except (IsADirectoryError, PermissionError) as error:
        if path.is_dir():  # Windows does not open folders.
            raise FileError(text("{name!r} {what}", name=path.name, what=_folder(path))) from None
        raise FileError(text("{name!r} cannot be opened: {reason}.", name=path.name, reason=error.strerror)) from None
    except FileNotFoundError:
        raise FileError(
            text("{name!r} cannot be opened: there is no such file ({path}).", name=path.name, path=path)
        ) from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise FileError(text("{name!r} cannot be opened: {said}.", name=path.name, said=said)) from None
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise FileError(text("{name!r} {what}", name=path.name, what=_folder(path)))
        if not stat.S_ISREG(mode):
            kind = (
                text("a pipe") if stat.S_ISFIFO(mode) else text("a socket") if stat.S_ISSOCK(mode) else text("a device")
            )
            raise FileError(
                text("{name!r} cannot be opened: it is {kind}; a file was expected.", name=path.name, kind=kind)
            )
        return os.fdopen(handle, "rb", buffering=0)
    except BaseException:
        os.close(handle)
        raise


def _folder(path: Path) -> str:
    """What a folder is, by the names in it."""
    try:
        names = set(os.listdir(path)[:10_000])
    except OSError:
        names = set()
    if "saved_model.pb" in names or "saved_model.pbtxt" in names:
        return text(
            "is a TensorFlow SavedModel, which holds no Keras layers that can be edited; open the .keras, "
            ".h5 or .json file of the same model."
        )
    if "config.json" in names and {"metadata.json", "model.weights.h5"} & names:
        return text("is an unpacked .keras file; pack its files into an archive again, or open the config.json in it.")
    return text("is a folder; a .keras, .h5 or .json file was expected.")


class Child:
    """A child process at work on one file."""

    def __init__(self, path: Path, task: dict[str, Any], limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._messages: queue.SimpleQueue[tuple[bytes, Any]] = queue.SimpleQueue()
        with opened(path) as file:
            head = file.read(len(_HDF5)) or b""
            # What is needed for this kind is loaded before the child looks at the file.
            kind = "h5" if head == _HDF5 else "zip" if head[:2] == b"PK" else "text"
            text = json.dumps({**task, "kind": kind, "limits": limits._asdict()})
            self._process = self._start(file, text, packages=kind == "h5" or task["verb"] != "model")
        self._thread = threading.Thread(target=lambda: None)

    def _start(self, file: IO[bytes], task: str, packages: bool) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "HDF5_USE_FILE_LOCKING": "FALSE",
            # No filter is loaded from a library, whatever a file names.
            "HDF5_PLUGIN_PRELOAD": "::",
        }
        # Standard error is the way in for the task: it may be longer than an argument, and this works on any system.
        read_end, write_end = os.pipe()
        try:
            process = subprocess.Popen(
                # Python starts sooner where no package is needed.
                [sys.executable, "-I", "-B", *(() if packages else ("-S",)), "-c", _START, str(_ROOT)],
                env=environment,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=read_end,
                start_new_session=True,
            )
        except OSError as error:
            os.close(write_end)
            raise FileError(
                text(
                    "{name!r} cannot be opened: Python cannot be started ({reason}).",
                    name=self._path.name,
                    reason=error.strerror,
                )
            ) from error
        finally:
            os.close(read_end)
        _widen(process.stdout)
        with contextlib.suppress(BrokenPipeError), os.fdopen(write_end, "wb") as stream:
            stream.write(task.encode("ascii"))
        return process

    def messages(self, receiver: Receiver, cancelled: Cancelled | None) -> Iterator[tuple[bytes, Any]]:
        """The messages as they come, up to the result; FileError for a refusal, a limit, an end too early.

        Ends the process before it returns, however it returns.
        """
        assert self._process.stdout is not None
        stream = self._process.stdout
        self._thread = threading.Thread(
            target=self._receive, args=(stream, receiver), name="netwright-reading", daemon=True
        )
        until = time.monotonic() + self._limits.wall_seconds
        self._thread.start()
        try:
            while True:
                try:
                    kind, payload = self._messages.get(timeout=_POLL)
                except queue.Empty:
                    kind, payload = b"", None
                if cancelled is not None and cancelled():
                    raise CancelledReading(text("Opening {name!r} was cancelled.", name=self._path.name))
                if kind == b"":
                    if time.monotonic() > until:
                        raise FileError(self._slow())
                elif kind == frames.REFUSED:
                    raise FileError(self._sentence(payload))
                elif kind == _ENDED:
                    raise FileError(self._ended(payload))
                else:
                    until = time.monotonic() + self._limits.wall_seconds
                    yield kind, payload
                    if kind == frames.RESULT:
                        return
        finally:
            self._end()

    def _receive(self, stream: IO[bytes], receiver: Receiver) -> None:
        try:
            while (head := frames.receive_head(stream)) is not None:
                kind, length = head
                if kind in (frames.REFUSED, frames.PROGRESS):
                    self._messages.put((kind, frames.receive(stream, length, frames.LONGEST_REASON)))
                else:
                    self._messages.put((kind, receiver(kind, length, stream)))
        except (frames.BrokenFrame, OSError, ValueError):
            self._messages.put((_ENDED, "broken"))
            return
        except MemoryError:
            self._messages.put((_ENDED, "memory"))
            return
        self._messages.put((_ENDED, ""))

    def _end(self) -> None:
        end(self._process)
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _sentence(self, payload: bytes) -> str:
        try:
            said = unpacked(json.loads(payload))
        except (ValueError, RecursionError):
            said = payload.decode("utf-8", "replace")
        if not said.isprintable():
            said = said.encode("utf-8", "backslashreplace").decode("utf-8")
        if not said.startswith(("is ", "begins ", "cannot ")):
            return text("{name!r} cannot be read: {said}.", name=self._path.name, said=clause(said))
        return text("{name!r} {said}.", name=self._path.name, said=clause(said))

    def _slow(self) -> str:
        return text(
            "{name!r} cannot be read: nothing came within {seconds:g} seconds; it may be damaged.",
            name=self._path.name,
            seconds=self._limits.wall_seconds,
        )

    def _ended(self, why: str) -> str:
        """The process is gone without a result: by its limit of processor time, or by a crash in a library."""
        if why == "memory":
            return text("{name!r} cannot be read: there is not enough memory for it.", name=self._path.name)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        status = self._process.returncode
        limit = getattr(signal, "SIGXCPU", None)
        if limit is not None and status in (-limit, -signal.SIGKILL):
            return text(
                "{name!r} cannot be read: it takes more processor time than any model; it is damaged or hostile.",
                name=self._path.name,
            )
        return text(
            "{name!r} cannot be read: it makes its reader fail (status {status}), so it is damaged or hostile.",
            name=self._path.name,
            status=status,
        )


def _widen(pipe: IO[bytes] | None) -> None:
    """Let large arrays pass with fewer turns between the processes, where the system can."""
    try:
        import fcntl

        if pipe is not None:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        return


_ENDED = b"-"
