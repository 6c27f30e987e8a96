"""Which masks of a file Keras put there itself: those that the tensors carry anyway.

``Embedding(mask_zero=True)`` adds a NotEqual op and hands its result as ``mask`` to every layer behind it; the rebuilt
model does so again. A mask that the user computed stays. Followed here: where a mask begins, which layers hand it on,
and when two ops compute the same. Does not belong here: the meaning of masks to a layer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.catalog.spec import Masking
from core.convert.config.calls import Tensor, flat
from core.convert.config.order import Key

_BY_ZERO = frozenset({"Embedding", "ReversibleEmbedding"})
_BY_VALUE = "Masking"


@dataclass(frozen=True, slots=True)
class Call:
    """What the masks have to know of one call: its class and config, what it was given, what it does with masks."""

    class_name: str
    config: Mapping[str, Any]
    is_op: bool
    masking: Masking
    first: Any
    mask: Any
    arguments: Any


Number = int
Carried = Number | frozenset[Number] | None
"""The number of what is computed; several where a layer computes a mask of its own from these."""


class Masks:
    """The masks that the tensors of one graph carry. Equal computations have equal numbers."""

    def __init__(self, calls: Mapping[Key, Call], order: Sequence[Key], key_of: Callable[[Tensor], Key | None]) -> None:
        self._calls = calls
        self._key_of = key_of
        self._numbers: dict[Any, Number] = {}
        self._of: dict[tuple[Key, int], Number] = {}
        self._carried: dict[Key, Carried | list[Carried]] = {}
        for key in order:
            # Numbers are given sources first, so that long chains of ops need no recursion.
            for leaf in flat(calls[key].arguments):
                if isinstance(leaf, Tensor):
                    self._number(leaf)
            self._carried[key] = self._follow(key, calls[key])

    def is_carried(self, mask: Any, owner: Any) -> bool:
        """True if ``mask`` is what the tensors of ``owner`` carry."""
        masks, owners = flat(mask), flat(owner)
        return len(masks) == len(owners) and all(map(self._fits, masks, owners))

    def _fits(self, mask: Any, owner: Any) -> bool:
        carried = self._mask_of(owner)
        if mask is None or not isinstance(mask, Tensor):
            return mask is None and carried is None
        number = self._number(mask)
        if isinstance(carried, frozenset):
            return number in carried or self._is_made_of(mask, carried, owner)
        return number is not None and number == carried

    def _is_made_of(self, mask: Tensor, masks: frozenset[Number], owner: Tensor) -> bool:
        """True if ops compute ``mask`` from these masks, and from nothing but what the owner's layer was given."""
        made_by = self._key_of(owner)
        if made_by is None:
            return False
        producer = self._calls[made_by]
        allowed = {self._number(leaf) for leaf in flat(producer.first) if isinstance(leaf, Tensor)}
        waiting, used, seen = [mask], False, set()
        while waiting:
            tensor = waiting.pop()
            number = self._number(tensor)
            if number in masks:
                used = True
            elif number not in allowed and number not in seen:
                seen.add(number)
                key = self._key_of(tensor)
                if key is None or not self._calls[key].is_op:
                    return False
                waiting.extend(leaf for leaf in flat(self._calls[key].arguments) if isinstance(leaf, Tensor))
        return used

    def _mask_of(self, tensor: Any) -> Carried:
        key = self._key_of(tensor) if isinstance(tensor, Tensor) else None
        found = None if key is None else self._carried.get(key)
        if isinstance(found, list):
            return found[tensor.output] if tensor.output < len(found) else None
        return found

    def _follow(self, key: Key, call: Call) -> Carried | list[Carried]:
        """The mask that the outputs of a call carry; one for each where there are several."""
        if call.is_op:
            return None
        if call.class_name in _BY_ZERO:
            return self._not_equal(call.first, 0) if call.config.get("mask_zero") else None
        if call.class_name == _BY_VALUE:
            differing = self._not_equal(call.first, call.config.get("mask_value", 0.0))
            return self._intern(("Any", {"axis": -1, "keepdims": False}, 0, [[["tensor", differing]], {}]))
        if call.masking == "none":
            return None
        before: list[Carried]
        if call.mask is not None:
            before = [self._number(leaf) if isinstance(leaf, Tensor) else None for leaf in flat(call.mask)]
        else:
            before = [self._mask_of(leaf) for leaf in flat(call.first)]
        if call.masking == "passes":
            return before[0] if len(before) == 1 else before
        known = frozenset(number for item in before for number in (item if isinstance(item, frozenset) else [item]))
        return (known - {None}) or None  # type: ignore[return-value]

    def _not_equal(self, first: Any, value: Any) -> Number:
        given = [self._plain(leaf) for leaf in flat(first)]
        return self._intern(("NotEqual", {}, 0, [[*given, value], {}]))

    def _number(self, tensor: Tensor) -> Number | None:
        key = self._key_of(tensor)
        if key is None:
            return None
        place = key, tensor.output
        if place not in self._of:
            self._of[place] = self._computed(key, tensor)
        return self._of[place]

    def _computed(self, key: Key, tensor: Tensor) -> Number:
        call = self._calls[key]
        if not call.is_op:
            return self._intern(("layer", key, tensor.output))
        config = {name: value for name, value in call.config.items() if name != "name"}
        return self._intern((call.class_name, config, tensor.output, self._plain(call.arguments)))

    def _plain(self, data: Any) -> Any:
        if isinstance(data, Tensor):
            return ["tensor", self._number(data)]
        if isinstance(data, (list, tuple)):
            return [self._plain(item) for item in data]
        if isinstance(data, dict):
            return {name: self._plain(item) for name, item in data.items()}
        return data

    def _intern(self, made: Any) -> Number:
        text = json.dumps(made, default=repr, sort_keys=True)
        return self._numbers.setdefault(text, len(self._numbers))
