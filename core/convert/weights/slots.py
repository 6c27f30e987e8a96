"""What the layers of a live model need: variables by their place in Keras 3's file and in the row of older files.

The model may be one that was built without weights: only shapes and names are looked at. Does not belong here: where the
numbers come from (stored, matching). Invariant: a layer that is called several times is one slot; what Keras saves with a
layer but is no weight (the state of a random seed) is in its parts, never in its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Names = tuple[str, ...]
Key = tuple[str, str]
"""A variable of a layer: the attribute path of the object that owns it (``""``, ``"cell"``), and its key there."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """An object inside a layer (or the layer itself) with variables of its own, by their keys."""

    owner: Any
    variables: dict[str, Any]

    @property
    def is_seed(self) -> bool:
        """True for the state of a random generator."""
        return type(self.owner).__name__ == "SeedGenerator"


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One layer of the model that owns weights. ``path``: the names of the models it is in, then its own."""

    path: Names
    layer: Any
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path[-1]

    def row(self) -> list[Any]:
        """Its variables in the order of older files."""
        return row_of(self.layer)

    def keys(self) -> dict[int, list[Key]]:
        """The keys of each variable, by its id; a wrapper may keep a variable of the layer in it once more."""
        made: dict[int, list[Key]] = {}
        for place, part in self.parts.items():
            for key, variable in part.variables.items():
                made.setdefault(id(variable), []).append((place, key))
        return made


def slots_of(model: Any) -> list[Slot]:
    """The slots of a model in the order of its layers; layers of nested models stand where the nested model stands."""
    return [Slot(path, layer, parts_of(layer)) for path, layer in leaves(model, ())]


def leaves(model: Any, path: Names = ()) -> Iterator[tuple[Names, Any]]:
    """The layers that own weights and are no models, each once."""
    from core.convert.from_keras import functional_of

    seen: set[int] = set()
    for layer in model.layers:
        if id(layer) in seen or not layer.weights:
            continue
        seen.add(id(layer))
        if functional_of(layer) is not None:
            yield from leaves(layer, (*path, layer.name))
        else:
            yield (*path, layer.name), layer


def row_of(layer: Any) -> list[Any]:
    """The order of weights in older files: what is trained, then what is not."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """One object that Keras saves with a model: its place in the file and the name that is written there."""

    place: str
    owner: Any
    name: str | None


def saved_objects(root: Any) -> Iterator[Saved]:
    """All objects that Keras saves with ``root``, at the very places that Keras gives them, each once.

    Source: ``_save_state`` and ``_save_container_state`` of ``keras/src/saving/saving_lib.py``.
    """
    yield from _saved(root, "", set())


def _saved(owner: Any, place: str, seen: set[int]) -> Iterator[Saved]:
    from keras.src.saving.saving_lib import _walk_saveable

    if id(owner) in seen:
        return
    seen.add(id(owner))
    name = getattr(owner, "name", None)
    yield Saved(place, owner, name if isinstance(name, str) else None)
    for attribute, child in _walk_saveable(owner):
        inner = f"{place}/{attribute}" if place else attribute
        if _is_saveable(child):
            yield from _saved(child, inner, seen)
        elif isinstance(child, (list, dict, tuple)):
            yield from _container(child, inner, seen, set())


def _container(items: Any, place: str, seen: set[int], containers: set[int]) -> Iterator[Saved]:
    from keras.src.utils.naming import to_snake_case

    if id(items) in containers:
        return
    containers.add(id(items))
    counts: dict[str, int] = {}
    for item in list(items.values()) if isinstance(items, dict) else items:
        if _is_saveable(item):
            yield from _saved(item, f"{place}/{_numbered(to_snake_case(type(item).__name__), counts)}", seen)
        elif isinstance(item, (list, dict, tuple)):
            yield from _container(item, f"{place}/{_numbered('container', counts)}", seen, containers)


def _numbered(name: str, counts: dict[str, int]) -> str:
    counts[name] = counts.get(name, -1) + 1
    return f"{name}_{counts[name]}" if counts[name] else name


def _is_saveable(item: Any) -> bool:
    from keras.src.saving.keras_saveable import KerasSaveable

    return isinstance(item, KerasSaveable)


def own_variables(owner: Any) -> dict[str, Any]:
    """The variables that an object saves itself, by key; empty where it keeps something else than variables."""
    if getattr(owner, "lora_enabled", False):
        return _merged(owner)
    store: dict[str, Any] = {}
    if hasattr(owner, "save_own_variables"):
        owner.save_own_variables(store)
    return {key: variable for key, variable in store.items() if hasattr(variable, "assign")}


def _merged(owner: Any) -> dict[str, Any]:
    """A layer with LoRA saves its kernel with what the two small matrices add, computed; that is no variable."""
    kernel = getattr(owner, "_kernel", None)
    found = [kernel if kernel is not None else getattr(owner, "_embeddings", None), getattr(owner, "bias", None)]
    return {str(number): variable for number, variable in enumerate(item for item in found if item is not None)}


def parts_of(layer: Any) -> dict[str, Part]:
    made: dict[str, Part] = {}
    for saved in saved_objects(layer):
        variables = own_variables(saved.owner)
        if variables:
            made[saved.place] = Part(saved.owner, variables)
    return made
