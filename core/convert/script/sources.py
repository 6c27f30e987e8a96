"""The data settings of a project as plain choices for a script; what a run would refuse is refused in the same spirit.

Does not belong here: the lines that load the data (data_sections). Invariant: paths and names of columns come out as
values, never as code.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import ConversionError
from core.graph.model import DataSettings
from core.graph.values import FrozenMap, Value
from core.texts import text

Kind = Literal["sklearn", "csv", "npy", "npz"]
BUNDLED_INPUTS = {"digits": 1, "iris": 1, "wine": 1, "breast_cancer": 1, "diabetes": 1}
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".npz": "npz", ".npy": "npz"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data comes from: a bundled set (``name``) or a file (``name`` is its path, as the script is to write it)."""

    kind: Kind
    name: str
    options: FrozenMap[str, Value]


def source_of(settings: DataSettings, folder: Path | None, target: Path | None) -> Source:
    """The source. A relative path is relative to ``folder``; the script in the folder ``target`` has it from there."""
    content = settings.source
    if not content:
        raise ConversionError(
            text(
                "A training script needs data; choose a source such as sklearn:digits or csv:measures.csv. "
                "Received: none"
            )
        )
    kind, _, rest = content.partition(":")
    if kind not in ("sklearn", "csv", "npz") or not rest:
        suffix = Path(content).suffix.lower()
        if suffix not in _SUFFIXES:
            raise ConversionError(
                text("A data source is sklearn:NAME, csv:PATH or npz:PATH. Received: {source!r}", source=content)
            )
        kind, rest = _SUFFIXES[suffix], content
    if kind == "sklearn":
        if rest not in BUNDLED_INPUTS:
            raise ConversionError(
                text(
                    "There is no bundled data set {name!r}; there are {known}.",
                    name=rest,
                    known=", ".join(BUNDLED_INPUTS),
                )
            )
        return Source("sklearn", rest, settings.options)
    if "\0" in rest:
        raise ConversionError(text("The name of a data file cannot hold a null character."))
    if kind == "npz" and Path(rest).suffix.lower() == ".npy":
        return Source("npy", _from(rest, folder, target), settings.options)
    return Source("csv" if kind == "csv" else "npz", _from(rest, folder, target), settings.options)


def path_for_script(path: str, folder: Path | None, target: Path | None) -> str:
    """A path of the project's as a script in the folder ``target`` writes it."""
    return _from(path, folder, target)


def _from(path: str, folder: Path | None, target: Path | None) -> str:
    expanded = Path(path).expanduser()
    if expanded.is_absolute():
        return str(expanded)
    if folder is None or target is None or folder.resolve() == target.resolve():
        return path
    return os.path.relpath(folder.resolve() / expanded, target.resolve())


def choice(options: FrozenMap[str, Value], name: str, default: str, choices: tuple[str, ...] = ()) -> str:
    """A text option, as the data package reads it."""
    value = options.get(name)
    if value is None or value == "":
        return default
    if not isinstance(value, str) or (choices and value not in choices):
        expected = "one of " + ", ".join(choices) if choices else "a text"
        raise ConversionError(
            text(
                "The data option {name!r} should be {expected}. Received: {value!r}",
                name=name,
                expected=expected,
                value=value,
            )
        )
    return value


def listed(options: FrozenMap[str, Value], name: str) -> tuple[Value, ...] | None:
    """A list of names or positions, None where it is not set."""
    value = options.get(name)
    if value is None or value == "":
        return None
    items = value if isinstance(value, tuple) else (value,)
    for item in items:
        if isinstance(item, bool) or not isinstance(item, (str, int)):
            raise ConversionError(
                text("The data option {name!r} should be names or positions. Received: {item!r}", name=name, item=item)
            )
    return items


def flag(options: FrozenMap[str, Value], name: str) -> bool | None:
    """A yes-or-no option, None where it is not set."""
    value = options.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise ConversionError(
        text("The data option {name!r} should be true or false. Received: {value!r}", name=name, value=value)
    )


def shape(options: FrozenMap[str, Value], name: str) -> tuple[int, ...] | None:
    """The shape of one sample, None where it is not set."""
    value = options.get(name)
    if value is None or value == ():
        return None
    items = value if isinstance(value, tuple) else (value,)
    sizes = [item for item in items if isinstance(item, int) and not isinstance(item, bool) and item >= 1]
    if len(sizes) < len(items):
        raise ConversionError(
            text(
                "The data option {name!r} should be a shape such as (8, 8, 1). Received: {value!r}",
                name=name,
                value=value,
            )
        )
    return tuple(sizes)
