"""Layers that could stand between two that do not fit: which to try, from shapes alone, the most usual first.

Pure arithmetic on shapes; nothing here says that a proposal works (trial asks Keras). Shapes include the batch; a size of
None is not known before run time. Does not belong here: running calls, editing graphs.

Invariant: proposals come in a fixed order and each at most once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.analysis.results import Shape
from core.graph.values import FrozenMap, Value

MOST_UNITS = 2**16
"""A projection to more features than this is not proposed."""
_LAYERS = "keras.layers."


@dataclass(frozen=True, slots=True)
class Step:
    """One layer of a conversion: its type and the parameters it gets."""

    type: str
    params: FrozenMap[str, Value]

    @property
    def class_name(self) -> str:
        """The layer's class, as on a card."""
        return self.type.rsplit(".", 1)[-1]


Steps = tuple[Step, ...]


def proposals(shape: Shape, others: Sequence[Shape] = (), *, channels_last: bool = True) -> Iterator[Steps]:
    """Layers that give a tensor of ``shape`` another form.

    ``others`` are shapes it should be made equal to (what else arrives at a merge). Without them: fewer dimensions by
    flattening or pooling, more or fewer by reshaping.
    """
    seen: set[Steps] = set()
    for steps in _all(shape, others, channels_last):
        if steps and steps not in seen:
            seen.add(steps)
            yield steps


def _all(shape: Shape, others: Sequence[Shape], channels_last: bool) -> Iterator[Steps]:
    for wanted in dict.fromkeys(others):
        yield from _towards(shape, wanted, channels_last)
    rank = len(shape)
    removing = [(_step("Flatten"),)] if rank > 2 else []
    if 3 <= rank <= 5:
        # With an open size flattening leaves one; pooling does not.
        removing.insert(0 if None in shape[1:] else 1, (_pool_all(rank, channels_last),))
    yield from removing
    for sizes in _reshapes(shape[1:], channels_last):
        yield (_step("Reshape", target_shape=sizes),)


def _towards(shape: Shape, wanted: Shape, channels_last: bool) -> Iterator[Steps]:
    """What makes the shape equal to the wanted one, or lets it be spread over it."""
    inner, aim = shape[1:], wanted[1:]
    if not inner or not aim:
        return
    features = aim[-1 if channels_last else 0]
    if len(inner) == len(aim):
        yield from _same_rank(shape, wanted, channels_last)
    elif len(aim) == 1 and 3 <= len(shape) <= 5:
        pooled = _pool_all(len(shape), channels_last)
        if inner[-1 if channels_last else 0] == features:
            yield (pooled,)
        elif _is_size(features):
            yield pooled, _step("Dense", units=features)
        if math.prod([size or 0 for size in inner]) == features:
            yield (_step("Flatten"),)
        elif _is_size(features):
            yield _step("Flatten"), _step("Dense", units=features)
    elif len(inner) == 1 and _is_size(features):
        ones: tuple[int, ...] = (1,) * (len(aim) - 1)
        spread = (*ones, features) if channels_last else (features, *ones)
        first = () if inner[0] == features else (_step("Dense", units=features),)
        yield *first, _step("Reshape", target_shape=spread)
    if None not in inner and None not in aim and math.prod(_known(inner)) == math.prod(_known(aim)):
        yield (_step("Reshape", target_shape=aim),)


def _same_rank(shape: Shape, wanted: Shape, channels_last: bool) -> Iterator[Steps]:
    rank = len(shape)
    axis = rank - 1 if channels_last else 1
    have, features = shape[axis], wanted[axis]
    if rank == 2:
        if _is_size(features):
            yield (_step("Dense", units=features),)
        return
    spatial = [place for place in range(1, rank) if place != axis]
    differs = [place for place in spatial if shape[place] != wanted[place]]
    dimensions = rank - 2
    if not differs:
        if _is_size(features) and dimensions <= 3:
            # On sequences Dense does the same and hands a mask on.
            if dimensions > 1 or not channels_last:
                yield (_projection(features, dimensions, None, channels_last),)
            if channels_last:
                yield (_step("Dense", units=features),)
        return
    old, new = [shape[place] for place in spatial], [wanted[place] for place in spatial]
    if None in old or None in new or 0 in old or 0 in new or dimensions > 3 or features is None:
        return
    sizes, aims = _known(old), _known(new)
    needs_projection = have != features
    if all(size >= aim and math.ceil(size / max(1, round(size / aim))) == aim for size, aim in zip(sizes, aims, strict=True)):
        strides = tuple(max(1, round(size / aim)) for size, aim in zip(sizes, aims, strict=True))
        if not needs_projection:
            yield (_layer("MaxPooling", dimensions, channels_last, pool_size=_sizes(strides), padding="same"),)
        if _is_size(features):
            yield (_projection(features, dimensions, strides, channels_last),)
    elif all(aim % size == 0 for size, aim in zip(sizes, aims, strict=True)):
        factors = tuple(aim // size for size, aim in zip(sizes, aims, strict=True))
        if dimensions == 1 and not channels_last:
            return
        grown = _layer("UpSampling", dimensions, channels_last, size=_sizes(factors))
        yield (grown,) if not needs_projection else (grown, _projection(features, dimensions, None, channels_last))
    elif dimensions == 2:
        resized = _step("Resizing", height=aims[0], width=aims[1], **_format(channels_last))
        yield (resized,) if not needs_projection else (resized, _projection(features, 2, None, channels_last))


def _reshapes(inner: Shape, channels_last: bool) -> Iterator[tuple[int | None, ...]]:
    """Target shapes that keep every element: one dimension more, one less, and for a flat vector a square."""
    if inner.count(None) > 1 or 0 in inner:
        return
    sizes: tuple[int, ...] = tuple(-1 if size is None else size for size in inner)
    rank = len(sizes)
    if rank == 1 and sizes[0] > 0:
        yield from _squares(sizes[0], channels_last)
    if rank in (1, 2, 3):
        yield (*sizes, 1) if channels_last else (1, *sizes)
    if rank == 1:
        yield 1, *sizes
        yield (1, 1, *sizes) if channels_last else (*sizes, 1, 1)
    if rank == 2:
        yield (sizes[0], 1, sizes[1]) if channels_last else (sizes[0], sizes[1], 1)
    if rank >= 3:
        # The two outer spatial dimensions become one; rows of an image become steps of a sequence.
        first, second = (0, 1) if channels_last else (1, 2)
        joined = -1 if -1 in (sizes[first], sizes[second]) else sizes[first] * sizes[second]
        yield (*sizes[:first], joined, *sizes[second + 1 :])
    if rank == 3 and channels_last and -1 not in sizes[1:]:
        yield sizes[0], sizes[1] * sizes[2]


def _squares(count: int, channels_last: bool) -> Iterator[tuple[int, ...]]:
    """Images of equal sides with so many elements: grey, colour, then feature maps with the fewest channels."""
    found = 0
    for channels in (1, 3, 4, 8, 16, 32, 64, 128, 256, 512):
        side = math.isqrt(count // channels)
        if count % channels == 0 and side > 1 and side * side * channels == count and found < 2:
            found += 1
            yield (side, side, channels) if channels_last else (channels, side, side)


def _projection(features: int | None, dimensions: int, strides: Sequence[int] | None, channels_last: bool) -> Step:
    """A convolution over single places: other channels, and every ``strides``-th place."""
    given: dict[str, Value] = {"filters": features, "kernel_size": 1}
    if strides is not None and any(stride != 1 for stride in strides):
        given |= {"strides": _sizes(strides), "padding": "same"}
    return _layer("Conv", dimensions, channels_last, **given)


def _pool_all(rank: int, channels_last: bool) -> Step:
    return _layer("GlobalAveragePooling", rank - 2, channels_last)


def _layer(name: str, dimensions: int, channels_last: bool, **params: Value) -> Step:
    return _step(f"{name}{dimensions}D", **params, **_format(channels_last))


def _step(name: str, **params: Value) -> Step:
    return Step(_LAYERS + name, FrozenMap(params))


def _format(channels_last: bool) -> dict[str, Value]:
    return {} if channels_last else {"data_format": "channels_first"}


def _sizes(sizes: Sequence[int]) -> Value:
    """One number where all are equal."""
    return sizes[0] if len(set(sizes)) == 1 else tuple(sizes)


def _known(sizes: Sequence[int | None]) -> list[int]:
    return [size for size in sizes if size is not None]


def _is_size(features: int | None) -> bool:
    return features is not None and 0 < features <= MOST_UNITS
