"""A file of layers tried in a limited process: it gives the specs of its layers, or one sentence why it cannot be used.

The file may raise, print or run for ever, or end its process: nothing here hangs, and nothing of it reaches this process but
JSON. Specs are kept in the user's cache by the file's digest. Only for files whose user has agreed that they run. Does not
belong here: what the process does (custom_child), who agreed (storage.trust).
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.catalog import codec
from core.catalog.catalog import installed_version
from core.catalog.custom import MAX_PRINTED, CustomFile, custom_type
from core.catalog.spec import LayerSpec
from core.ending import end
from core.errors import FileError
from core.storage.files import write_atomic
from core.storage.places import places
from core.texts import text

FORMAT = 1
_ROOT = Path(__file__).resolve().parents[2]
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for starting Keras, then for the file itself (clock and processor); bytes of memory beyond Keras's own."""

    start_seconds: float = 180.0
    seconds: float = 20.0
    memory_bytes: int = 2 << 30


def custom_layers(file: CustomFile, limits: Limits | None = None) -> tuple[LayerSpec, ...]:
    """The layers of a trusted file; from the cache, or by running it in a process of its own for seconds.

    FileError says what is wrong with it; ``details`` holds what it printed.
    """
    known = _kept(file)
    if known is not None:
        return known
    specs = check_file(file, limits)
    _keep(file, specs)
    return specs


def check_file(file: CustomFile, limits: Limits | None = None) -> tuple[LayerSpec, ...]:
    """Run the file in a limited process and read what layers it has; FileError as for :func:`custom_layers`."""
    limits = limits or Limits()
    task = {
        "path": str(file.path),
        "text": file.text,
        "digest": file.digest,
        "cpu_seconds": int(limits.seconds),
        "memory_bytes": limits.memory_bytes,
    }
    with tempfile.TemporaryDirectory(prefix="netwright-", ignore_cleanup_errors=True) as folder:
        ended = _run(json.dumps(task).encode("utf-8"), Path(folder), limits)
        result = _result(Path(folder))
    if ended.slow:
        # A result written by a process that had to be ended is no result.
        raise _unusable(file, ended.slow, ended.printed)
    if result is None:
        reason = text("it ends its Python process ({status})", status=_status(ended.status))
        raise _unusable(file, reason, ended.printed)
    if "error" in result:
        raise _unusable(file, _reason(result["error"]), f"{result.get('details', '')}\n{ended.printed}".strip())
    specs = _specs(result, file)
    if not specs:
        raise _unusable(file, text("it has no class derived from keras.layers.Layer"), ended.printed)
    return specs


def _unusable(file: CustomFile, reason: str, details: str = "") -> FileError:
    return FileError(text("The file {file!r} cannot be used: {reason}.", file=file.path.name, reason=reason), details)


def _reason(found: object) -> str:
    """What the process says has happened, as the end of a sentence. A file can write what it likes there."""
    said = {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    where = text(" in line {line}", line=said["line"]) if said.get("line") else ""
    if said.get("what") == "exit":
        return text("it ends the program (sys.exit){where}", where=where)
    if said.get("what") == "memory":
        return text("it takes more memory than it may{where}", where=where)
    kind, words = said.get("kind", "Exception"), said.get("said")
    if words:
        return text("it raises {error}{where}: {words}", error=kind, where=where, words=words)
    return text("it raises {error}{where}", error=kind, where=where)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How the process ended. ``slow`` says why it was ended from here, or is empty."""

    status: int
    printed: str
    slow: str


def _run(task: bytes, folder: Path, limits: Limits) -> _Ended:
    environment = {
        **os.environ,
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "core.catalog.custom_child", str(folder)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that what it starts can be ended with it
        )
    except OSError as error:
        raise FileError(
            text("Python cannot be started to try the file: {reason}.", reason=error.strerror), str(error)
        ) from error
    assert process.stdin is not None and process.stdout is not None
    output = _Output(process.stdout)
    try:
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(task)
        slow = _wait(process, folder, limits)
    finally:
        end(process)
        output.finish()
    return _Ended(process.returncode, output.text(), slow)


def _wait(process: subprocess.Popen[bytes], folder: Path, limits: Limits) -> str:
    """Wait for the end; what took too long, or "" if nothing did."""
    ready = folder / "ready"
    until = time.monotonic() + limits.start_seconds
    while process.poll() is None and not ready.exists():
        if time.monotonic() > until:
            return text("Keras did not start within {seconds:g} seconds", seconds=limits.start_seconds)
        time.sleep(_POLL)
    until = time.monotonic() + limits.seconds
    while process.poll() is None:
        if time.monotonic() > until:
            return text("importing it does not end within {seconds:g} seconds", seconds=limits.seconds)
        time.sleep(_POLL)
    if hasattr(signal, "SIGXCPU") and process.returncode == -signal.SIGXCPU:
        return text("importing it takes more than {seconds:g} seconds of processor time", seconds=limits.seconds)
    return ""


class _Output:
    """Drains what the process prints, keeps the beginning and forgets the rest, so that it neither blocks nor fills memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._drain, name="netwright-custom-output", daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        descriptor = self._stream.fileno()
        while True:
            try:
                data = os.read(descriptor, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self._kept += data[: MAX_PRINTED - len(self._kept)]

    def finish(self) -> None:
        """Wait for the end of the stream; a process that left the group may hold it open, and is not waited for."""
        self._thread.join(2.0)
        if not self._thread.is_alive():
            self._stream.close()

    def text(self) -> str:
        """What was printed, cut."""
        text = bytes(self._kept).decode("utf-8", "replace")
        return text + "\n..." if len(self._kept) >= MAX_PRINTED else text


def _result(folder: Path) -> dict[str, Any] | None:
    try:
        data = json.loads((folder / "result.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _status(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"signal {-status}"


def _specs(data: dict[str, Any], file: CustomFile) -> tuple[LayerSpec, ...]:
    """The specs of a result; FileError if they are not what this program wrote."""
    try:
        specs = tuple(codec.layer_from(item) for item in data["layers"])
        right = all(spec.type == custom_type(file.stem, spec.class_name) for spec in specs)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _unusable(file, text("it changes how it is examined")) from error
    if not right:
        raise _unusable(file, text("it changes how it is examined"))
    return specs


# The cache


def _place(file: CustomFile) -> Path:
    versions = f"{FORMAT}-{installed_version()}-{platform.python_version()}"
    return places().cache / "custom" / f"{file.stem}-{file.digest}-{versions}.json"


def _kept(file: CustomFile) -> tuple[LayerSpec, ...] | None:
    try:
        data = json.loads(_place(file).read_bytes())
        return _specs(data, file) if isinstance(data, dict) else None
    except (OSError, ValueError, RecursionError, FileError):
        return None  # Not tried yet, or a broken cache: the file is tried again.


def _keep(file: CustomFile, specs: tuple[LayerSpec, ...]) -> None:
    data = json.dumps({"layers": [codec.to_data(spec) for spec in specs]}, ensure_ascii=False)
    with contextlib.suppress(OSError, FileError):  # Without a cache it is only slower.
        path = _place(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data.encode("utf-8"))
