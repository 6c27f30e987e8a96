"""Which of the models in the code is meant, and what is there when none is.

Does not belong here: making graphs (assembling).
"""

from __future__ import annotations

from collections.abc import Iterable

from core.convert.from_code.attributes import layers_of
from core.convert.from_code.held_models import held_in
from core.convert.from_code.machine import Machine
from core.convert.from_code.values import Call, Layer, Model, tensors_in
from core.graph.model import INPUT_TYPE
from core.texts import text

_MOST_LOOKED_AT = 300_000
"""Layers of all models together that are looked at; those of a hundred ResNets are a tenth of it."""


class _Models:
    """What the models are made of. Each is looked into once, since code may make thousands in a loop."""

    def __init__(self, m: Machine) -> None:
        self._m = m
        self._parts: dict[int, tuple[int, list[Model]]] = {}
        self._sizes: dict[int, int] = {}
        self.looked_at = 0

    def size(self, model: Model) -> int:
        """How many layers a model has, those of nested models and of models that its layers hold counted."""
        if id(model) not in self._sizes:
            self._sizes[id(model)] = 0  # a model inside of itself counts once
            own, parts = self._parts_of(model)
            self._sizes[id(model)] = own + sum(map(self.size, parts))
        return self._sizes[id(model)]

    def inside(self, models: Iterable[Model]) -> set[int]:
        """The ids of the models that stand anywhere inside of these."""
        found: set[int] = set()
        waiting = list(models)
        seen = set(map(id, waiting))
        while waiting:
            for part in self._parts_of(waiting.pop())[1]:
                found.add(id(part))
                if id(part) not in seen:
                    seen.add(id(part))
                    waiting.append(part)
        return found

    def _parts_of(self, model: Model) -> tuple[int, list[Model]]:
        """How many layers of its own a model has, and the models in it."""
        if id(model) not in self._parts:
            rows = layers_of(model)
            self.looked_at += len(rows) + 1
            parts = [
                part for row in rows for part in ([row] if isinstance(row, Model) else held_in(self._m, row.params))
            ]
            own = sum(1 for layer in rows if not isinstance(layer, Model) and layer.type != INPUT_TYPE)
            self._parts[id(model)] = own, parts
        return self._parts[id(model)]


def chosen(m: Machine, wanted: str | None) -> tuple[Model | None, list[Model]]:
    """The model that is meant, and the others: trained last, else compiled last, else the largest.

    The others are those that can be named instead, the ones inside of the taken one excepted. Of code that makes more
    than can be compared, the models that were made last count.
    """
    models = _Models(m)
    candidates = _candidates(m, models)
    named = [item for item in candidates if wanted is None or wanted in (item.variable, item.name)]
    if not named:
        return None, candidates
    model = _meant(models, named) if wanted is None else named[-1]
    inside = models.inside([model])
    others = [item for item in candidates if item is not model and id(item) not in inside and item.origin != "clone"]
    return model, others


def _candidates(m: Machine, models: _Models) -> list[Model]:
    """The models that have layers, in the order they were made."""
    found: list[Model] = []
    for model in reversed(m.models):
        is_part = model.origin in ("application", "clone") and model is not m.models[-1]
        if models.size(model) and not is_part:
            found.append(model)
        if models.looked_at > _MOST_LOOKED_AT:
            m.note(text("The code makes {count:,} models; only the last ones were compared.", count=len(m.models)))
            break
    return found[::-1]


def _meant(models: _Models, candidates: list[Model]) -> Model:
    for attribute in ("fitted", "compiled"):
        found = [item for item in candidates if getattr(item, attribute) is not None]
        if found:
            # Of models that are trained in turn, as those of a GAN are, the one around the others shows them all.
            nested = models.inside(found)
            whole = [item for item in found if id(item) not in nested]
            return max(whole or found, key=lambda item: (item.order, item.number))
    return max(candidates, key=lambda item: (models.size(item), item.number))


def others_note(m: Machine, model: Model, others: list[Model]) -> None:
    """Name the models that were not taken."""
    if others:
        names = ", ".join(_shown(m, item) for item in others[:8]) + (" and more" if len(others) > 8 else "")
        m.note(
            text(
                "The code makes more models than {name!r}, which was taken: {names}.",
                name=model.variable or str(model.name),
                names=names,
            )
        )


def _shown(m: Machine, model: Model) -> str:
    place = m.place(model.line)
    return repr(model.variable or str(model.name)) + (f" ({place})" if place else "")


def loose_parts(m: Machine) -> tuple[list[Call], list[Layer]]:
    """Without a model: the calls of layers, and the layers that nothing calls."""
    used = {id(tensor.call) for call in m.calls for tensor in tensors_in(list(call.arguments.values()))}
    rows = {id(row) for model in m.models for row in model.rows}
    calls = [call for call in m.calls if call.layer.type != INPUT_TYPE or id(call) in used or len(m.calls) < 3]
    layers = [layer for layer in m.layers if not layer.calls and id(layer) not in rows and not isinstance(layer, Model)]
    return calls, layers
