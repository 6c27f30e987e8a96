"""Immutable, hashable values that parameters and call arguments are made of.

A value is one of: ``None``, ``bool``, ``int``, ``float``, ``str``, a ``tuple`` of values, a :class:`FrozenMap`
from ``str`` to values, or one of the small classes below. Lists do not exist: Keras's JSON does not tell a list
from a tuple either. Does not belong here: anything that knows about graphs.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass
from typing import Any, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class FrozenMap(Mapping[K, V]):
    """An insertion-ordered mapping that cannot change; equality ignores order, as for ``dict``.

    Edits return a new map that shares the values: copying a ``dict`` of 5,000 entries costs about 20 us.
    """

    __slots__ = ("_data", "_hash")

    def __init__(self, data: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._data: dict[K, V] = dict(data)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._data[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    # Mapping's own raises and catches an error for every key that is missing.
    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, /, default: V) -> V: ...
    @overload
    def get(self, key: K, /, default: T) -> V | T: ...
    def get(self, key: K, /, default: V | T | None = None) -> V | T | None:
        return self._data.get(key, default)

    def __iter__(self) -> Iterator[K]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    # Mapping's own views look every key up again; a dict's do not.
    def keys(self) -> KeysView[K]:
        return self._data.keys()

    def values(self) -> ValuesView[V]:
        return self._data.values()

    def items(self) -> ItemsView[K, V]:
        return self._data.items()

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._data.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenMap):
            return self._data == other._data
        return NotImplemented

    def __repr__(self) -> str:
        return f"FrozenMap({self._data!r})"

    def set(self, key: K, value: V) -> FrozenMap[K, V]:
        """A map in which ``key`` is ``value``; a new key goes to the end, an old one keeps its place."""
        data = self._data.copy()
        data[key] = value
        return _adopt(data)

    def update(self, changes: Mapping[K, V]) -> FrozenMap[K, V]:
        """A map with all of ``changes`` set; self when there are none."""
        return _adopt({**self._data, **changes}) if changes else self

    def remove(self, keys: Iterable[K]) -> FrozenMap[K, V]:
        """A map without ``keys``; keys that are not in it are passed over."""
        data = self._data.copy()
        for key in keys:
            data.pop(key, None)
        return _adopt(data) if len(data) != len(self._data) else self

    def __getstate__(self) -> dict[K, V]:
        return self._data

    def __setstate__(self, state: dict[K, V]) -> None:
        self._data = state
        self._hash = None


def _adopt(data: dict[K, V]) -> FrozenMap[K, V]:
    """Wrap a dict that nobody else holds, without copying it once more."""
    made: FrozenMap[K, V] = FrozenMap.__new__(FrozenMap)
    made.__setstate__(data)
    return made


EMPTY: FrozenMap[Any, Any] = FrozenMap()


@dataclass(frozen=True, slots=True)
class Source:
    """One output of one node, used as an argument: an edge of the graph.

    ``output`` counts the tensors that the call returns, in the order of Keras's ``tree.flatten``.
    """

    node: str
    output: int = 0


@dataclass(frozen=True, slots=True)
class KerasObject:
    """An object of Keras that has a config, held by a parameter: an initializer, regularizer, cell, inner layer...

    ``type`` is its public path (``"keras.initializers.HeNormal"``); ``params`` holds only what was set.
    """

    type: str
    params: FrozenMap[str, Value] = EMPTY


@dataclass(frozen=True, slots=True)
class Array:
    """A constant array: ``data`` is the C-ordered little-endian buffer of ``dtype`` and ``shape``."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Slice:
    """A Python ``slice`` inside an index (``x[:, 1:3]``)."""

    start: Value = None
    stop: Value = None
    step: Value = None


@dataclass(frozen=True, slots=True)
class EllipsisValue:
    """The ``...`` inside an index."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Arithmetic over the parameters of the enclosing function block, such as ``filters * 4``."""

    text: str


@dataclass(frozen=True, slots=True)
class PythonSource:
    """Python source text, shown and kept; never executed unless the user wrote it here and trusts it."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Foreign JSON that Netwright does not understand, kept whole so that saving gives it back unchanged."""

    json: str


Value = (
    None
    | bool
    | int
    | float
    | str
    | tuple["Value", ...]
    | FrozenMap[str, "Value"]
    | Source
    | KerasObject
    | Array
    | Slice
    | EllipsisValue
    | Expression
    | PythonSource
    | Raw
)
Path = tuple[str | int, ...]


def frozen(value: Any) -> Value:
    """Turn plain Python data (lists and dicts included) into a value; TypeError on anything else."""
    if value is Ellipsis:
        return EllipsisValue()
    if isinstance(value, slice):
        return Slice(frozen(value.start), frozen(value.stop), frozen(value.step))
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    if isinstance(value, Mapping):
        return FrozenMap({str(key): frozen(item) for key, item in value.items()})
    if isinstance(value, (Source, KerasObject, Array, Slice, EllipsisValue, Expression, PythonSource, Raw)):
        return value
    raise TypeError(f"A parameter value cannot be a {type(value).__name__}. Received: {value!r}")


def walk_sources(value: Value, path: Path = ()) -> Iterator[tuple[Path, Source]]:
    """Every :class:`Source` inside ``value`` with its path (keys and positions), in order."""
    if isinstance(value, Source):
        yield path, value
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from walk_sources(item, (*path, position))
    elif isinstance(value, FrozenMap):
        for key, item in value.items():
            yield from walk_sources(item, (*path, key))


def map_sources(value: Value, change: Callable[[Source], Value]) -> Value:
    """``value`` with each source replaced by ``change(source)``; the same object where nothing changed."""
    if isinstance(value, Source):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(map_sources(item, change) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, FrozenMap):
        changed = {}
        for key, item in value.items():
            made = map_sources(item, change)
            if made is not item:
                changed[key] = made
        return value.update(changed)
    return value


def value_at(value: Value, path: Path) -> Value:
    """The value under ``path``; None where the path leads nowhere."""
    for step in path:
        if isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        elif isinstance(value, FrozenMap) and isinstance(step, str) and step in value:
            value = value[step]
        else:
            return None
    return value


def replace_at(value: Value, path: Path, new: Value) -> Value:
    """``value`` with ``new`` under ``path``; a tuple grows by one when the position is its length."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = value if isinstance(value, tuple) else ()
        if not 0 <= step <= len(items):
            raise IndexError(f"Position {step} is not in or right behind the list of {len(items)} items.")
        current = items[step] if step < len(items) else None
        return (*items[:step], replace_at(current, rest, new), *items[step + 1 :])
    mapping = value if isinstance(value, FrozenMap) else EMPTY
    return mapping.set(step, replace_at(mapping.get(step), rest, new))


def remove_at(value: Value, path: Path) -> Value:
    """``value`` without what stands under ``path``: a list closes up, a key goes."""
    step, rest = path[0], path[1:]
    if isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
        if rest:
            return (*value[:step], remove_at(value[step], rest), *value[step + 1 :])
        return (*value[:step], *value[step + 1 :])
    if isinstance(value, FrozenMap) and isinstance(step, str) and step in value:
        if rest:
            return value.set(step, remove_at(value[step], rest))
        return value.remove((step,))
    return value


def exact_key(value: Value) -> str:
    """A text that is equal only for values equal in type too (``1``, ``1.0`` and ``True`` differ)."""
    if isinstance(value, tuple):
        return "(" + ",".join(exact_key(item) for item in value) + ")"
    if isinstance(value, FrozenMap):
        return "{" + ",".join(f"{key!r}:{exact_key(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, KerasObject):
        return f"{value.type!r}{exact_key(value.params)}"
    if isinstance(value, Slice):
        return f"slice{exact_key((value.start, value.stop, value.step))}"
    return repr(value)
