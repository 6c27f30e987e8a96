"""What a model file says of its layers as they were written: class, settings and order, by the path of names.

The weights of a layer follow the class that wrote them, not the one it has become. Does not belong here: what that means
for the numbers (conversion). Invariant: configurations are foreign data; nothing of them is executed, and what does not
look as expected is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.graph.model import Graph, Project
from core.reading.reader import ModelFile

Names = tuple[str, ...]
_MODELS = frozenset({"Model", "Functional", "Sequential", "Graph"})
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Origin:
    """One layer as the file describes it."""

    class_name: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)

    def inner(self, key: str = "layer") -> Origin:
        """The layer that a wrapper holds."""
        held = self.config.get(key)
        return _origin(held) if isinstance(held, Mapping) else Origin()


NOTHING = Origin()


@dataclass(frozen=True, slots=True)
class Origins:
    """All layers of a model file by the path of names (nested model, ..., layer), each model's in its own order."""

    generation: int = 0
    layers: Mapping[Names, Origin] = field(default_factory=dict)
    order: Mapping[Names, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def members(self, model: Names) -> tuple[tuple[str, str], ...]:
        """The names and classes of the layers of a model, ``()`` being the outer one."""
        return self.order.get(model, ())

    def of(self, path: Names) -> Origin:
        """The layer of that path; else the only one of that name anywhere, or nothing."""
        if path in self.layers:
            return self.layers[path]
        same = [origin for names, origin in self.layers.items() if names[-1] == path[-1]] if path else []
        return same[0] if len(same) == 1 else NOTHING


def read_origins(file: ModelFile) -> Origins:
    """The layers of a model file."""
    layers: dict[Names, Origin] = {}
    order: dict[Names, list[tuple[str, str]]] = {}
    _collect(file.config, (), layers, order, 0)
    first = (file.keras_version or "")[:1]
    generation = int(first) if first in ("1", "2", "3") else 0
    return Origins(generation, layers, {names: tuple(items) for names, items in order.items()})


def project_origins(project: Project) -> Origins:
    """The layers of a project in the order of its nodes, which is Keras's: for files that tell only classes and order."""
    order: dict[Names, tuple[tuple[str, str], ...]] = {}

    def collect(graph: Graph, names: Names) -> None:
        layers = [layer for layer in graph.layers.values() if not layer.is_op]
        order[names] = tuple((layer.name, layer.class_name if layer.block is None else "Model") for layer in layers)
        for layer in layers:
            block = project.blocks.get(layer.block) if layer.block is not None else None
            if block is not None and len(names) < _DEEPEST:
                collect(block.graph, (*names, layer.name))

    collect(project.graph, ())
    return Origins(0, {}, order)


def snake_case(name: str) -> str:
    """``SeparableConv2D`` as Keras names its group: ``separable_conv2d``. Source: ``keras/src/utils/naming.py``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def plain(name: str) -> str:
    """A name as it stands in a project: Keras 3 allows no slash in it."""
    return name.replace("/", "_")


def _collect(
    model: Any, names: Names, layers: dict[Names, Origin], order: dict[Names, list[tuple[str, str]]], depth: int
) -> None:
    for entry in _entries(model) if depth < _DEEPEST else ():
        made = _origin(entry)
        name = entry.get("name") or made.config.get("name")
        if isinstance(name, str):
            layers.setdefault((*names, plain(name)), made)
            order.setdefault(names, []).append((plain(name), made.class_name))
        if made.class_name == "Merge":
            # Keras 1 saw no model around the branches of a sequential merge: their layers are the outer model's.
            branches = made.config.get("layers")
            for branch in branches if isinstance(branches, list) else ():
                _collect(branch, names, layers, order, depth + 1)
        elif isinstance(name, str) and made.class_name in _MODELS:
            _collect(entry, (*names, plain(name)), layers, order, depth + 1)


def _entries(model: Any) -> list[Mapping[str, Any]]:
    """The layers in the JSON of a model: a list, or a list in a dict."""
    config = model.get("config") if isinstance(model, Mapping) else None
    found = config.get("layers") if isinstance(config, Mapping) else config
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def _origin(entry: Mapping[str, Any]) -> Origin:
    class_name, config = entry.get("class_name"), entry.get("config")
    return Origin(
        class_name.rpartition(">")[2] if isinstance(class_name, str) else "",
        config if isinstance(config, Mapping) else {},
    )
