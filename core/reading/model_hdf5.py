"""The model in an ``.h5`` file: only attributes of the root group are read; no link is followed.

Does not belong here: arrays and their groups (weights_child). Invariant: the size of an attribute is compared with a cap
before it is read.
"""

from __future__ import annotations

from typing import Any

from core.errors import FileError, first_line
from core.reading import limits, model_json, strict_json
from core.reading.source import Source
from core.texts import text

_PARTS = 10_000
_SHORT = 1 << 16


def open_file(source: Source) -> Any:
    """The h5py file, whose bytes come from ``source`` alone; afterwards this process can open nothing any more.

    FileError (a clause) if HDF5 cannot make sense of it.
    """
    import h5py

    limits.no_more_files()
    try:
        return h5py.File(source, "r")
    except FileError:
        raise
    except Exception as error:
        raise FileError(
            text("HDF5 cannot read it ({error}); it is damaged or cut off", error=first_line(error))
        ) from None


def read(source: Source) -> tuple[model_json.Found, bool]:
    """The model, and whether the file also holds weights; FileError (a clause)."""
    with open_file(source) as file:
        try:
            return _read(file)
        except FileError:
            raise
        except MemoryError:
            raise
        except Exception as error:
            raise FileError(text("HDF5 cannot read it ({error}); it is damaged", error=first_line(error))) from None


def _read(file: Any) -> tuple[model_json.Found, bool]:
    names = set(attribute_names(file))
    text = attribute_text(file, "model_config", strict_json.MOST_BYTES, names)
    if text is None:
        raise FileError(_without_model(file, names))
    limits.allow_cpu(3 + len(text) / (4 << 20))
    found = model_json.from_text(text)
    training, notes = found.training, found.notes
    training_text = attribute_text(file, "training_config", strict_json.MOST_BYTES, names)
    if training_text is not None:
        training, more = model_json.training_of(training_text)
        notes = (*notes, *more)
    return found._replace(
        training=training,
        keras_version=attribute_text(file, "keras_version", _SHORT, names) or found.keras_version,
        backend=attribute_text(file, "backend", _SHORT, names) or found.backend,
        notes=notes,
    ), _has_weights(file, names)


def attribute_names(file: Any) -> list[str]:
    """The names of the attributes of a group or data set; FileError if there are too many."""
    import h5py

    count = h5py.h5a.get_num_attrs(file.id)
    if count > _PARTS:
        raise FileError(text("its root has {count:,} attributes; at most {most:,} are read", count=count, most=_PARTS))
    return [name.decode("utf-8", "replace") for name in (h5py.h5a.open(file.id, index=i).name for i in range(count))]


def attribute_text(group: Any, name: str, most: int, names: set[str]) -> str | None:
    """The text of an attribute, also where it was cut into ``name0``, ``name1``...; None if there is no such attribute."""
    rows = _rows(group, name, most, names)
    if rows is None:
        return None
    content = strict_json.decode(b"".join(rows))
    if content is None:
        raise FileError(text("its {name} is no text in UTF-8", name=name))
    return content


def attribute_rows(group: Any, name: str, most: int, names: set[str]) -> list[str] | None:
    """The texts of an attribute that is a list of names, likewise; None if there is no such attribute."""
    rows = _rows(group, name, most, names)
    try:
        return None if rows is None else [row.decode("utf-8") for row in rows]
    except UnicodeDecodeError:
        raise FileError(text("its {name} is no text in UTF-8", name=name)) from None


def _rows(group: Any, name: str, most: int, names: set[str]) -> list[bytes] | None:
    keys = [name] if name in names else []
    while not keys or keys[-1] != name:
        key = f"{name}{len(keys)}"
        if key not in names or len(keys) > _PARTS:
            break
        keys.append(key)
    if not keys:
        return None
    rows: list[bytes] = []
    for key in keys:
        rows += _bytes(group, key, most)
        if sum(map(len, rows)) > most:
            raise FileError(
                text("its {name} has more than the {most:.0f} MiB that are read", name=name, most=most / 2**20)
            )
    return rows


def _bytes(group: Any, name: str, most: int) -> list[bytes]:
    """The bytes of a text attribute: one text or an array of them, each of fixed or free length."""
    import h5py
    import numpy

    attribute = h5py.h5a.open(group.id, name.encode("utf-8"))
    kind = attribute.get_type()
    space = attribute.get_space()
    empty = space.get_simple_extent_type() == h5py.h5s.NULL
    if empty or not space.get_simple_extent_npoints():
        return []  # Keras 1 and 2 write an empty list of names as an empty array of numbers.
    if kind.get_class() != h5py.h5t.STRING:
        raise FileError(text("its {name} is no text, as Keras writes it", name=name))
    size = max(attribute.get_storage_size(), space.get_simple_extent_npoints() * kind.get_size())
    if size > most:
        raise FileError(
            text(
                "its {name} has {size:.0f} MiB; at most {most} MiB are read",
                name=name,
                size=size / 2**20,
                most=most >> 20,
            )
        )
    # As raw bytes: text made by h5py may hold half characters.
    free = kind.is_variable_str()
    array = numpy.empty(attribute.shape, dtype=h5py.string_dtype("ascii") if free else f"S{kind.get_size()}")
    attribute.read(array)
    return [item if isinstance(item, bytes) else str(item).encode("utf-8") for item in array.ravel().tolist()]


def _without_model(file: Any, names: set[str]) -> str:
    members = _members(file)
    ours = {"layers", "vars", "_layer_checkpoint_dependencies"}
    listed = {"layer_names", "layer_names0", "nb_layers"}  # the last before Keras 1
    if listed & names or ours & members:
        return text(
            "it holds weights only, no layers; open the .json, .keras or .py of the model, then load these "
            "weights into it"
        )
    if "model_weights" in members:
        return text(
            "it has weights but no model_config, so its layers are not known; open the .json or .py of the model"
        )
    return text("it is an HDF5 file without model_config, so no model of Keras")


def _has_weights(file: Any, names: set[str]) -> bool:
    return "model_weights" in _members(file) or "layer_names" in names or "layer_names0" in names


def _members(file: Any) -> set[str]:
    """The names of the root's links, without following any."""

    found: set[str] = set()

    def note(name: bytes, info: Any = None) -> int | None:
        found.add(name.decode("utf-8", "replace"))
        return 1 if len(found) > _PARTS else None

    file.id.links.iterate(note)
    return found
