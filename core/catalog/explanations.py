"""Chinese explanations of parameters and inputs, for layers, ops and objects alike; English help is Keras's own.

``resources/catalog/parameters.json`` has a sentence or two for every name. Where a name means different things, the
entry is a map: the key is one or more class names or paths below ``keras.`` (``Conv2D Conv3D``, ``ops.softmax``), or a
whole module (``losses``), and ``*`` is for all others. The nearest key wins: path, class, module, ``*``.
``resources/catalog/shapes.json`` has the shapes that layers take and return, in words that it also has in Chinese.

Does not belong here: which language is shown (the window), and titles and summaries, which are part of each spec.
Invariant: nothing is known about the names that a class of the user has chosen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.catalog.overlay import RESOURCES
from core.errors import FileError
from core.texts import text

EVERYTHING = "*"
INHERITED = ("trainable", "dtype", "name")
"""What every class of the user has from Keras's own Layer, and means the same there."""
_WORD = re.compile(r"\{([^{}]+)\}")

Table = Mapping[str, Mapping[str, str]]
"""Explanations by name, then by key."""


@dataclass(frozen=True)
class Explanations:
    """The words of the two files. Every text is Chinese; "" says that there is none."""

    parameters: Table = field(default_factory=dict)
    inputs: Table = field(default_factory=dict)
    requires: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def parameter(self, type: str, name: str) -> str:
        """What a parameter of this layer, op or object does; ``type`` is its public path (``keras.losses.Huber``)."""
        return _found(self.parameters, type, name)

    def input(self, type: str, name: str) -> str:
        """What an input of this layer or op takes."""
        return _found(self.inputs, type, name)

    def requirement(self, type: str) -> str:
        """What the layer needs before it can be built."""
        return "" if ">" in type else self.requires.get(type.rsplit(".", 1)[-1], "")

    def shape(self, type: str, *, chinese: bool) -> tuple[str, ...]:
        """The shapes that a layer takes and returns, a line for each way to use it: ``(batch, steps) → (batch, units)``.

        Sizes that a parameter gives are named as it is; channels are last. Empty where the layer decides for itself.
        """
        lines = () if ">" in type else self.shapes.get(type.rsplit(".", 1)[-1], ())
        return tuple(_WORD.sub(lambda found: self.words[found[1]] if chinese else found[1], line) for line in lines)


def keys(type: str) -> tuple[str, ...]:
    """The keys under which an explanation for this class or function may stand, the nearest first."""
    path = type.removeprefix("keras.")
    return path, path.rsplit(".", 1)[-1], path.split(".", 1)[0], EVERYTHING


def _found(table: Table, type: str, name: str) -> str:
    known = table.get(name, {})
    if ">" in type:
        return known.get(EVERYTHING, "") if name in INHERITED else ""
    return next((known[key] for key in keys(type) if key in known), "")


def load(folder: Path = RESOURCES) -> Explanations:
    """Read both files; FileError when one is missing or broken (a damaged installation)."""
    explained, shaped = _read(folder / "parameters.json"), _read(folder / "shapes.json")
    try:
        return Explanations(
            _table(explained["parameters"]),
            _table(explained["inputs"]),
            explained["requires"],
            {name: tuple(lines) for names, lines in shaped["shapes"].items() for name in names.split()},
            shaped["words"],
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise FileError(text("The explanations of parameters are damaged; reinstall Netwright."), str(error)) from error


def _table(data: Mapping[str, Any]) -> Table:
    return {name: {EVERYTHING: entry} if isinstance(entry, str) else _by_key(entry) for name, entry in data.items()}


def _by_key(entry: Mapping[str, str]) -> dict[str, str]:
    return {key: text for several, text in entry.items() for key in several.split()}


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(
            text("The explanations in {file} cannot be read; reinstall Netwright.", file=path.name), str(error)
        ) from error
    return data
