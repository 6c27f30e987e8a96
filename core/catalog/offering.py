"""The order in which layers are offered where one is to be added: what was typed, what fits, what is used often.

Whether a layer fits is judged here by the rank of the tensor alone, at once and for hundreds of layers; Keras itself is
asked only about the one that is looked at (analysis.preview). Does not belong here: the search (search), any Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.catalog.catalog import Catalog
from core.catalog.spec import LayerSpec

Group = Literal["fits", "converts", "not"]
GROUPS: tuple[Group, ...] = ("fits", "converts", "not")

COMMON = (
    "InputLayer", "Dense", "Conv2D", "MaxPooling2D", "Flatten", "GlobalAveragePooling2D", "Dropout",
    "BatchNormalization", "Activation", "LSTM", "Embedding", "Add", "Concatenate", "LayerNormalization",
    "MultiHeadAttention", "Conv1D", "Reshape", "GRU", "Rescaling",
)  # fmt: skip
"""What people add most, for those who have added nothing yet."""

ON_LAST_SIZE = ("Dense",)
"""Layers that take any rank, but are offered behind a Flatten too."""

_USED_STEP = 5
"""How many places a layer that is used most may move up among the results of a search."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One layer that may be added; ``after`` names the kinds of layer that would make it fit, "" where none is needed."""

    spec: LayerSpec
    group: Group
    after: str = ""


@dataclass(frozen=True, slots=True)
class Arriving:
    """What would arrive at the layer: the rank (batch included), whether its sizes are known, and whether it is text."""

    rank: int
    is_known: bool = True
    is_text: bool = False


def offers(catalog: Catalog, text: str, arriving: Arriving | None, used: Mapping[str, int], limit: int = 60) -> list[Offer]:
    """The layers that match the text, best first; for a blank text those that are used most.

    ``used`` counts how often each type was added. With ``arriving`` what fits comes first, then what fits behind another
    layer, then the rest; an exact name stands first however it fits.
    """
    if text.strip():
        found = _by_use(catalog.search(text, limit), used)
        exact = _exact(found, text)
    else:
        found = _usual([spec for spec in catalog.layers if spec.placeable], used)[:limit]
        exact = None
    made = [_offer(spec, arriving) for spec in found]
    if arriving is not None and arriving.rank > 2:
        # They take more sizes and then act on the last one alone; behind a convolution a row is mostly meant.
        made += [Offer(spec, "converts", "Flatten") for spec in found if spec.class_name in ON_LAST_SIZE]
    made.sort(key=lambda offer: (offer.spec is not exact, GROUPS.index(offer.group)))
    return made


def judge(spec: LayerSpec, arriving: Arriving | None) -> Group:
    """Whether the layer takes a tensor of this rank, as far as the catalogue knows."""
    if arriving is None:
        return "fits"
    if not spec.inputs:
        return "not"
    if not spec.ranks or spec.inputs[0].kind == "list" or arriving.rank in spec.ranks:
        return "fits"
    return "converts" if any(_converts(arriving, rank) for rank in spec.ranks) else "not"


def _converts(arriving: Arriving, rank: int) -> bool:
    if arriving.is_text:
        return False
    if rank == 2:
        return arriving.rank > 2
    return arriving.is_known and arriving.rank >= 2 and (rank == 3 or rank == arriving.rank + 1 or arriving.rank == 2)


def _offer(spec: LayerSpec, arriving: Arriving | None) -> Offer:
    group = judge(spec, arriving)
    if group != "converts" or arriving is None:
        return Offer(spec, group)
    return Offer(spec, group, "Flatten" if 2 in spec.ranks and arriving.rank > 2 else "Reshape")


def _by_use(found: Sequence[LayerSpec], used: Mapping[str, int]) -> list[LayerSpec]:
    """The results of a search, those used often a few places further up; the first stays unless another is used more."""
    most = max((used.get(spec.type, 0) for spec in found), default=0)
    if not most:
        return list(found)
    places = {spec.type: place - _USED_STEP * used.get(spec.type, 0) / most for place, spec in enumerate(found)}
    return sorted(found, key=lambda spec: places[spec.type])


def _usual(specs: Iterable[LayerSpec], used: Mapping[str, int]) -> list[LayerSpec]:
    common = {name: place for place, name in enumerate(COMMON)}

    def place(spec: LayerSpec) -> tuple[int, int, int]:
        return -used.get(spec.type, 0), common.get(spec.class_name, len(COMMON)), spec.order

    return sorted(specs, key=place)


def _exact(found: Sequence[LayerSpec], text: str) -> LayerSpec | None:
    wanted = "".join(text.lower().split())
    # Who types "conv" means the layers that begin with it, not the op of that name.
    return next((spec for spec in found if spec.kind == "layer" and spec.class_name.lower() == wanted), None)
