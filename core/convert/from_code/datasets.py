"""Data that a program puts into a ``tf.data.Dataset``: what its items look like, so that loops over it and ``fit`` know shapes.

Does not belong here: arrays (arrays). Invariant: of data only shapes are known; a change of the items that is not read (map)
ends what is known.
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.values import Data, Foreign

_PATH = "tensorflow.data.Dataset"
_ITEMS = "__items__"
_SAME = frozenset(
    "batch padded_batch shuffle repeat prefetch cache take skip with_options apply shard as_numpy_iterator".split()
)


def sliced(path: str, args: list[Any], line: int) -> Foreign:
    """``Dataset.from_tensor_slices(data)``: its items are rows of the data."""
    return Foreign(path, tuple(args), {}, line, {_ITEMS: args[0]})


def is_dataset_of_rows(path: str) -> bool:
    """True for the function that makes a dataset of arrays."""
    return path == f"{_PATH}.from_tensor_slices"


def followed(owner: Foreign, name: str, line: int) -> Foreign | None:
    """The dataset that a method gives whose items look the same; None for any other method."""
    if _ITEMS not in owner.names or name not in _SAME:
        return None
    return Foreign(owner.path, owner.args, {}, line, dict(owner.names))


def batch_of(value: Any) -> Any:
    """What one step through a dataset gives: its data with any number of rows; None for anything else."""
    if isinstance(value, Foreign) and _ITEMS in value.names:
        return _open(value.names[_ITEMS])
    return None


def inputs_of_data(value: Any) -> Any:
    """The inputs that ``fit`` is given: the data itself, or the first part of a dataset's items."""
    items = batch_of(value)
    if isinstance(items, (tuple, list)) and items:
        return items[0]
    return value if items is None else items


def _open(items: Any) -> Any:
    if isinstance(items, Data):
        return Data((None, *items.shape[1:]), items.dtype, items.classes)
    if isinstance(items, (tuple, list)):
        return tuple(_open(item) for item in items)
    if isinstance(items, dict):
        return {key: _open(item) for key, item in items.items()}
    return items
