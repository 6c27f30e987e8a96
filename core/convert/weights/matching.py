"""Which layer of a model gets which arrays of a source: by the path of names, by name, or else by order.

Only a layer whose weights all come out in the very shapes that it has gets them; every other keeps what it has, with the
reason. Does not belong here: reading (stored), formulas (conversion), where the numbers go (loading, attach).

Invariant: no array is read whose size the layer could not need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.convert.weights.conversion import Unsuited, convert_row, elements_allowed, fits_row
from core.convert.weights.distribution import distribute
from core.convert.weights.origin import Origins
from core.convert.weights.slots import Key, Names, Slot
from core.convert.weights.stored import Cancelled, Progress, Row, Stored, StoredArray, StoredLayer
from core.texts import text

BATCH_BYTES = 512 << 20
"""Arrays are read in groups of about this size, so that a large file is never in memory twice."""
_ABSENT = text("the file has no weights of that name")


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A slot, with what the source has for it: ``arrays`` to read; ``missing`` is a clause if there is nothing fit.

    ``absent``: the source knows no such layer; else it has one that does not fit.
    """

    slot: Slot
    stored: StoredLayer = field(default_factory=StoredLayer)
    missing: str = ""
    absent: bool = False

    @property
    def arrays(self) -> list[StoredArray]:
        return self.stored.arrays()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be loaded; ``by_order``: the names of the layers differ, their order and shapes do not."""

    stored: Stored
    matches: tuple[Match, ...]
    origins: Origins
    by_order: bool = False


def plan(slots: Sequence[Slot], stored: Stored, origins: Origins | None = None) -> Plan:
    """Match the slots of a model, in the order of its layers, with a source."""
    known = origins or Origins()
    if stored.numbered:
        return _by_order(slots, stored, known)
    found = Plan(stored, tuple(_by_name(slots, stored, known)), known)
    missing = sum(bool(match.missing) for match in found.matches)
    if not missing or (missing < len(slots) and not _renumbered(slots, stored)):
        return found
    ordered = _by_order(slots, stored, known)
    return ordered if all(not match.missing for match in ordered.matches) else found


def values(
    found: Plan, *, cancelled: Cancelled | None = None, progress: Progress | None = None
) -> Iterator[tuple[Match, dict[Key, Any] | str]]:
    """Read and convert: for each match the arrays by the variable they are for, or a clause why there are none."""
    total = sum(_size(match) for match in found.matches) or 1
    done = 0
    for batch in _batches(found.matches):
        size = sum(_size(match) for match in batch)
        start = done / total

        def report(part: float, start: float = start, share: float = size / total) -> None:
            if progress is not None:
                progress(start + share * part)

        wanted = [array for match in batch if not match.missing for array in match.arrays]
        arrays = found.stored.read(wanted, cancelled, report)
        for match in batch:
            if match.missing:
                yield match, match.missing
            else:
                yield match, _values(match, arrays, found)
        done += size


def _values(match: Match, arrays: dict[str, Any], found: Plan) -> dict[Key, Any] | str:
    slot = match.slot
    if match.stored.parts:
        return {
            (place, key): arrays[array.place]
            for place, part in match.stored.parts.items()
            for key, array in part.items()
        }
    row = Row(
        [arrays[array.place] for array in match.stored.row],
        [array.name for array in match.stored.row],
        found.origins.of(slot.path),
    )
    try:
        made = convert_row(slot.layer, row, found.stored)
    except Unsuited as error:
        return str(error)
    except (ValueError, IndexError, TypeError):  # numpy, given arrays of another layer
        return text("the arrays in the file are not those of such a layer")
    keys = slot.keys()
    found_values = {
        key: array for variable, array in zip(slot.row(), made, strict=True) for key in keys.get(id(variable), ())
    }
    wanted = {(place, key) for place, part in slot.parts.items() if not part.is_seed for key in part.variables}
    return found_values if wanted <= found_values.keys() else text("files of this kind do not keep all that it needs")


# By name


def _by_name(slots: Sequence[Slot], stored: Stored, origins: Origins) -> Iterator[Match]:
    names: dict[str, list[StoredLayer]] = {}
    for path, layer in stored.layers.items():
        names.setdefault(path[-1], []).append(layer)
    nested = _distributed(slots, stored, origins)
    for slot in slots:
        found = stored.layers.get(slot.path) or nested.get(slot.path)
        same = names.get(slot.name, [])
        if found is None and len(same) == 1:
            # A nested model may have another name there, or none: then the layer's own name has to be the only one.
            found = same[0]
        yield _fitting(slot, found, origins, stored)


def _distributed(slots: Sequence[Slot], stored: Stored, origins: Origins) -> dict[Names, StoredLayer]:
    """What the flat rows of nested models hold for the layers in them."""
    inner: dict[str, list[Slot]] = {}
    for slot in slots:
        if len(slot.path) > 1:
            inner.setdefault(slot.path[0], []).append(slot)
    made: dict[Names, StoredLayer] = {}
    for name, members in inner.items():
        outer = stored.layers.get((name,))
        if outer is None or not outer.row:
            continue
        row = Row(outer.row, [array.name for array in outer.row])
        given = distribute(
            [(slot.path, slot.layer) for slot in members], row, stored, [origins.of(slot.path) for slot in members]
        )
        for slot, part in zip(members, given, strict=True):
            if part.arrays:
                made[slot.path] = StoredLayer(row=tuple(part.arrays))
    return made


def _fitting(slot: Slot, layer: StoredLayer | None, origins: Origins, stored: Stored) -> Match:
    if layer is None or not (layer.row or layer.parts):
        return Match(slot, missing=_ABSENT, absent=True)
    if layer.row:
        elements = sum(_product(array.shape) for array in layer.row)
        most = elements_allowed(slot.layer)
        if elements > most:
            return Match(slot, missing=_shapes_differ(slot, [array.shape for array in layer.row]))
        return Match(slot, layer)
    chosen = _chosen_parts(slot, layer)
    if chosen is None:
        return Match(slot, missing=_shapes_differ(slot, [array.shape for array in layer.arrays()]))
    return Match(slot, StoredLayer(chosen))


def _chosen_parts(slot: Slot, layer: StoredLayer) -> dict[str, dict[str, StoredArray]] | None:
    """The arrays of the source by the places that this Keras has them at; None if one is missing or of another shape."""
    places = {_public(place): part for place, part in layer.parts.items()}
    chosen: dict[str, dict[str, StoredArray]] = {}
    for place, part in slot.parts.items():
        given = layer.parts.get(place) or places.get(_public(place)) or {}
        wanted = {key: tuple(variable.shape) for key, variable in part.variables.items()}
        shapes = {key: array.shape for key, array in given.items()}
        if part.is_seed and shapes != wanted:
            continue
        if shapes != wanted:
            return None
        chosen[place] = {key: given[key] for key in wanted}
    return chosen


def _public(place: str) -> str:
    """Attributes that were private in one release and public in another are the same."""
    return "/".join(step.lstrip("_") for step in place.split("/"))


# By order


def _by_order(slots: Sequence[Slot], stored: Stored, origins: Origins) -> Plan:
    """One after the other, as Keras's own ``load_weights`` does it; only for layers that are in no nested model.

    All or nothing: where one layer does not fit, the order is that of another network.
    """
    sources = [layer for layer in stored.layers.values() if layer.row or layer.parts]
    if len(sources) != len(slots) or any(len(path) > 1 for path in stored.layers):
        return Plan(stored, tuple(Match(slot, missing=_ABSENT, absent=True) for slot in slots), origins)
    matches = [_exact(slot, layer, origins, stored) for slot, layer in zip(slots, sources, strict=True)]
    if any(match.missing for match in matches):
        other = text("the file tells only the order of its layers, and another of them does not fit")
        matches = [match if match.missing else Match(match.slot, missing=other) for match in matches]
    return Plan(stored, tuple(matches), origins, by_order=True)


def _exact(slot: Slot, layer: StoredLayer, origins: Origins, stored: Stored) -> Match:
    match = _fitting(slot, layer, origins, stored)
    if match.missing or match.stored.parts:
        return match
    if fits_row(slot.layer, layer.row, origins.of(slot.path), stored):
        return match
    return Match(slot, missing=_shapes_differ(slot, [array.shape for array in layer.row]))


def _renumbered(slots: Sequence[Slot], stored: Stored) -> bool:
    """Whether the two have the same layers under numbers of another session: ``dense_1, dense_2`` and ``dense_2, dense_3``.

    Then a name that both know means different layers.
    """
    theirs = [path[-1] for path, layer in stored.layers.items() if layer.row or layer.parts]
    if len(theirs) != len(slots):
        return False
    shifts: dict[str, set[int]] = {}
    for slot, name in zip(slots, theirs, strict=True):
        (base, number), (other, counted) = _split(slot.name), _split(name)
        if base != other:
            return False
        shifts.setdefault(base, set()).add(counted - number)
    return all(len(found) == 1 for found in shifts.values()) and any(shifts[base] != {0} for base in shifts)


def _split(name: str) -> tuple[str, int]:
    """``dense_2`` to ``dense`` and 2; a name without a number has 0, as the first of tf.keras."""
    base, _, digits = name.rpartition("_")
    return (base, int(digits)) if base and digits.isdecimal() and len(digits) < 9 else (name, 0)


def _batches(matches: Sequence[Match]) -> Iterator[list[Match]]:
    batch: list[Match] = []
    size = 0
    for match in matches:
        batch.append(match)
        size += 4 * _size(match)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(match: Match) -> int:
    return 0 if match.missing else sum(_product(array.shape) for array in match.arrays)


def _product(shape: tuple[int, ...]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def _shapes_differ(slot: Slot, found: Sequence[tuple[int, ...]]) -> str:
    wanted = [tuple(variable.shape) for part in slot.parts.values() for variable in part.variables.values()]
    return text("it needs the shapes {wanted}; the file has {found}", wanted=_shown(wanted), found=_shown(found))


def _shown(shapes: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join(str(shape) for shape in shapes[:4]) or "none"
    return text("{shown} and {count} more", shown=shown, count=len(shapes) - 4) if len(shapes) > 4 else shown
