"""A model file of Keras, from anywhere, as plain data: ``.keras``, ``.h5`` and ``.json``, told by content.

The work is done in a limited process without Keras. Does not belong here: older spellings, graphs (convert), weights
(weights). Invariant: nothing of the file is executed, made into an object, or looked for elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from core.errors import FileError
from core.reading import frames, model_json, strict_json
from core.reading.limits import Limits
from core.reading.process import Child, opened
from core.texts import text, unpacked

Kind = Literal["keras", "h5", "json"]
_MOST_RESULT = 6 * strict_json.MOST_BYTES
"""JSON in ASCII takes up to six bytes for a character."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a file says of a model.

    ``config``: the model's own JSON as it stands there, at least ``class_name`` (text) and ``config`` (dict or list), at
    most 200 deep, 20,000 layers; its floats may be infinite. ``training``: the JSON that it is compiled with.
    ``has_weights``: weights could be loaded from the same file. ``notes``: sentences for the user.
    """

    kind: Kind
    config: dict[str, Any]
    training: dict[str, Any] | None = None
    keras_version: str | None = None
    backend: str | None = None
    has_weights: bool = False
    notes: tuple[str, ...] = field(default=())


def read_model_file(
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    limits: Limits | None = None,
) -> ModelFile:
    """The model in a file; its kind is told by its content, not by its name.

    ``cancelled`` is asked some twenty times a second; ``progress`` is told fractions of 1. Both are called in this thread.
    FileError: one sentence that names the file; CancelledReading if it was cancelled.
    """
    child = Child(path, {"verb": "model"}, limits or Limits())
    data: Any = None
    for kind, payload in child.messages(_receive, cancelled):
        if kind == frames.PROGRESS and progress is not None:
            progress(_fraction(payload))
        elif kind == frames.RESULT:
            data = payload
    try:
        # The child has checked it; only its form is checked again, in case a file took over the child.
        made = _model_file(json.loads(data))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise FileError(
            text("{name!r} cannot be read: it confuses its reader, so it is damaged or hostile.", name=path.name)
        ) from error
    if progress is not None:
        progress(1.0)
    return made


def is_binary_model(path: Path) -> bool:
    """True if the file begins as an archive or an HDF5 file does, whatever its name says. FileError if it is no file."""
    with opened(path) as file:
        head = file.read(8) or b""
    return head.startswith((b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"))


def read_model_text(content: str) -> ModelFile:
    """The model in a JSON text, as one pasted; the same limits hold. FileError: one sentence."""
    try:
        found = model_json.from_text(content)
    except FileError as error:
        raise FileError(text("The text cannot be read as a model: {message}.", message=error.message)) from None
    return ModelFile("json", found.config, found.training, found.keras_version, found.backend, False, found.notes)


def _receive(kind: bytes, length: int, stream: IO[bytes]) -> bytes:
    if kind != frames.RESULT:
        raise frames.BrokenFrame
    return frames.receive(stream, length, _MOST_RESULT)


def _fraction(payload: bytes) -> float:
    try:
        return min(1.0, max(0.0, float(payload)))
    except ValueError:
        return 0.0


def _model_file(data: dict[str, Any]) -> ModelFile:
    """The answer of a child, field by field."""
    kind: Kind = {"keras": "keras", "h5": "h5", "json": "json"}[data["kind"]]  # type: ignore[assignment]
    config, training = data["config"], data["training"]
    if not isinstance(config, dict) or not isinstance(config["class_name"], str):
        raise TypeError("config")
    return ModelFile(
        kind,
        config,
        training if isinstance(training, dict) else None,
        None if data["keras_version"] is None else str(data["keras_version"]),
        None if data["backend"] is None else str(data["backend"]),
        bool(data["has_weights"]),
        tuple(unpacked(note) for note in data["notes"]),
    )
