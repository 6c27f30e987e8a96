"""The limited process that reads one file: started by process.py with the file as its standard input.

The task comes as JSON from what would be standard error, messages go out on what would be standard output. No keras here,
and of Netwright only this package and the errors. Does not belong here: the clock, which the parent watches.
"""

from __future__ import annotations

import codecs
import gc
import importlib
import json
import os
from typing import IO, Any

from core.errors import FileError, first_line
from core.reading import frames, limits, model_json, sniff, strict_json
from core.reading.source import Source
from core.texts import packed, text

# Python loads these from files when they are used first; then no file may be opened any more.
_ENCODINGS = (
    "ascii",
    "latin-1",
    "cp437",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
)
_LONGEST_TEXT = 2000
OUT_OF_MEMORY = text("it takes more memory than reading a model may take")


def main() -> None:
    """Do the task; never returns, so that nothing that a library left behind can keep the process."""
    gc.disable()  # The process ends with its answer, and its memory is limited: looking for cycles is time lost.
    with os.fdopen(os.dup(2), "rb") as stream:
        task: dict[str, Any] = json.load(stream)
    out = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not stand between the messages.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)
    try:
        _prepare(task)
        with open(0, "rb", buffering=0, closefd=False) as file:
            _run(task, file, out)
    except MemoryError:
        frames.send(out, frames.REFUSED, _reason(text("cannot be read: {said}", said=OUT_OF_MEMORY)))
    except FileError as error:
        frames.send(out, frames.REFUSED, _reason(error.message))
    except Exception as error:  # A library that stumbles over the file says so in its own words.
        said = text(
            "it confuses its reader ({name}: {error}); it is damaged or hostile",
            name=type(error).__name__,
            error=first_line(error),
        )
        frames.send(out, frames.REFUSED, _reason(text("cannot be read: {said}", said=said)))
    finally:
        os._exit(0)


def _prepare(task: dict[str, Any]) -> None:
    """Load what will be needed while that is still allowed, then limit this process."""
    for module in _needed(task["verb"], task["kind"]):
        importlib.import_module(module)
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    limits.apply(limits.Limits(**task["limits"]))
    if task["verb"] == "model":
        limits.no_more_files()  # Weights may still need a temporary file.


def _needed(verb: str, kind: str) -> tuple[str, ...]:
    """The modules that read this kind of file; a text needs none that are not here, and most of the time is starting."""
    if verb != "model":
        # Only the end of the table of an archive tells whether it holds HDF5.
        return ("core.reading.weights_child", *(() if kind == "text" else ("h5py",)))
    return {"h5": ("core.reading.model_hdf5", "h5py"), "zip": ("core.reading.model_zip",), "text": ()}[kind]


def _run(task: dict[str, Any], file: IO[bytes], out: IO[bytes]) -> None:
    source = Source(file)
    if task["verb"] == "model":
        _send_model(source, out)
        return
    from core.reading import weights_child

    if task["verb"] == "list":
        weights_child.send_listing(source, out)
    else:
        weights_child.send_arrays(source, task["wanted"], out)


def _send_model(source: Source, out: IO[bytes]) -> None:
    head = source.bytes_at(0, min(source.size, sniff.HEAD_BYTES))
    kind = sniff.sniff(head, source.size)
    frames.send(out, frames.PROGRESS, b"0.1")
    try:
        if kind == "h5":
            from core.reading import model_hdf5

            result, name = model_hdf5.read(source), "h5"
        elif kind == "zip":
            from core.reading import model_zip

            limits.allow_cpu(12)
            result, name = model_zip.read(source), "keras"
        else:
            result, name = (_text_model(source, out), False), "json"
    except sniff.OtherKind:
        raise
    except FileError as error:
        raise FileError(text("cannot be read as a model: {message}", message=error.message)) from None
    frames.send(out, frames.PROGRESS, b"0.8")
    found, has_weights = result
    data = {"kind": name, "has_weights": has_weights, **found._asdict()}
    data["notes"] = [packed(note) for note in found.notes]
    frames.send(out, frames.RESULT, json.dumps(data).encode("ascii"))


def _text_model(source: Source, out: IO[bytes]) -> model_json.Found:
    if source.size > strict_json.MOST_BYTES:
        raise FileError(
            text(
                "it has {size:,.0f} MiB of text; at most {most} MiB are read",
                size=source.size / 2**20,
                most=strict_json.MOST_BYTES >> 20,
            )
        )
    limits.allow_cpu(3 + source.size / (4 << 20))
    content = strict_json.decode(source.bytes_at(0, source.size))
    frames.send(out, frames.PROGRESS, b"0.4")
    if content is None:
        raise FileError(text("it is no text in UTF-8, UTF-16 or UTF-32"))
    if content.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[", '"'):
        raise sniff.OtherKind(
            sniff.text_refusal(content) or text("is a text, but not JSON; a model of Keras was expected")
        )
    return model_json.from_text(content)


def _reason(message: str) -> bytes:
    """The sentence with what it was made of, as JSON; a very long one, cut off, as plain text."""
    data = json.dumps(packed(message)).encode("ascii")
    return data if len(data) <= frames.LONGEST_REASON else message.encode("utf-8", "backslashreplace")[:_LONGEST_TEXT]
