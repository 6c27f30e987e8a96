"""Numbers to run a model with: of a shape and dtype, in the range that the layer or op is made for.

Everything is drawn from fixed seeds. Does not belong here: which input needs which kind (layer_cases, op_cases).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BATCH, STEPS = 2, 7
"""Sizes for axes that are left open: the first, and any other."""
_WORDS = ("a", "b", "the cat sat", "Cat, dog!", "", "unknown words here", "c a b")


@dataclass(frozen=True)
class Feed:
    """One input: its shape (batch included), dtype, and what the numbers are.

    ``kind`` is ``normal``, ``unit`` (0 to 1), ``positive``, ``image`` (0 to 255), ``below N`` (whole numbers from 0),
    ``rising`` (such numbers in order), ``sorted``, ``definite`` (symmetric positive definite), ``truth`` or ``words``;
    empty: what suits the dtype.
    """

    shape: tuple[int | None, ...]
    dtype: str = "float32"
    kind: str = ""


def numbers(feed: Feed, seed: int) -> Any:
    """An array for the input."""
    import numpy as np

    random = np.random.default_rng(seed)
    shape = tuple(size if size is not None else (STEPS if place else BATCH) for place, size in enumerate(feed.shape))
    kind = feed.kind or _kind_of(feed.dtype)
    if kind == "words":
        return np.array([_WORDS[number % len(_WORDS)] for number in range(int(np.prod(shape)))]).reshape(shape)
    if kind == "truth":
        return random.random(shape) < 0.6
    if kind == "rising":
        return np.sort(random.integers(0, 4, shape)).astype(feed.dtype)
    if kind.startswith("below "):
        return random.integers(0, int(kind.removeprefix("below ")), shape).astype(feed.dtype)
    if kind == "complex":
        return (random.normal(size=shape) + 1j * random.normal(size=shape)).astype(feed.dtype)
    made = {"unit": random.uniform(0.05, 0.95, shape), "image": random.uniform(0, 255, shape)}.get(kind)
    if made is None:
        made = random.normal(size=shape)
    if kind == "positive":
        made = np.abs(made) + 0.1
    if kind == "sorted":
        made = np.sort(made, axis=-1)
    if kind == "definite":
        made = made @ np.swapaxes(made, -1, -2) + np.eye(shape[-1])
    return made.astype(feed.dtype)


def _kind_of(dtype: str) -> str:
    if dtype == "string":
        return "words"
    if dtype == "bool":
        return "truth"
    if dtype.startswith("complex"):
        return "complex"
    return "below 4" if "int" in dtype else "normal"


def weights_for(model: Any) -> list[Any]:
    """Weights that let every layer show itself: different from their start, variances positive."""
    import numpy as np

    random = np.random.default_rng(1)
    return [
        random.uniform(0.1, 0.9, weight.shape).astype(weight.dtype) if "float" in str(weight.dtype) else weight
        for weight in model.get_weights()
    ]
