"""Which of the models in the code is meant, and what is there when none is.

Does not belong here: making graphs (assembling).
"""

from __future__ import annotations

from core.convert.from_code.attributes import layers_of
from core.convert.from_code.held_models import held_in
from core.convert.from_code.machine import Machine
from core.convert.from_code.tracing import calls_between
from core.convert.from_code.values import Call, Layer, Model, tensors_in
from core.graph.model import INPUT_TYPE
from core.texts import text


def chosen(m: Machine, wanted: str | None) -> tuple[Model | None, list[Model]]:
    """The model that is meant, and all that there are: trained last, else compiled last, else the largest."""
    candidates = [
        model
        for model in m.models
        if _size(m, model) and not (model.origin in ("application", "clone") and _is_part(m, model))
    ]
    if wanted is not None:
        named = [item for item in candidates if wanted in (item.variable, item.name)]
        return (named[-1] if named else None), candidates
    if not candidates:
        return None, []
    for attribute in ("fitted", "compiled"):
        found = [item for item in candidates if getattr(item, attribute) is not None]
        if found:
            # Of models that are trained in turn, as those of a GAN are, the one around the others shows them all.
            nested = set().union(*(_inside(m, item) for item in found))
            whole = [item for item in found if id(item) not in nested]
            found = whole or found
            return max(found, key=lambda item: (item.order, item.number)), candidates
    return max(candidates, key=lambda item: (_size(m, item), item.number)), candidates


def others_note(m: Machine, model: Model, candidates: list[Model]) -> None:
    """Name the models that were not taken, those inside of the taken one excepted."""
    inside = _inside(m, model)
    others = [item for item in candidates if item is not model and id(item) not in inside and item.origin != "clone"]
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


def _is_part(m: Machine, model: Model) -> bool:
    """True for a model from elsewhere that others are made of."""
    return any(other is not model and other.number > model.number for other in m.models)


def _inside(m: Machine, model: Model) -> set[int]:
    found: set[int] = set()
    waiting = [model]
    calls: set[int] = set()
    while waiting:
        item = waiting.pop()
        for call in calls_between(item):
            calls.add(id(call))
        for layer in layers_of(item):
            for inner in [layer] if isinstance(layer, Model) else held_in(m, layer.params):
                if id(inner) not in found:
                    found.add(id(inner))
                    waiting.append(inner)
    return found | calls


def _size(m: Machine, model: Model, known: dict[int, int] | None = None) -> int:
    """How many layers a model has, those of nested models and of models that its layers hold counted."""
    sizes = known if known is not None else {}
    if id(model) not in sizes:
        sizes[id(model)] = 0  # a model inside of itself counts once
        rows = layers_of(model)
        parts = [part for row in rows for part in ([row] if isinstance(row, Model) else held_in(m, row.params))]
        inner = sum(_size(m, part, sizes) for part in parts)
        own = sum(1 for layer in rows if not isinstance(layer, Model) and layer.type != INPUT_TYPE)
        sizes[id(model)] = own + inner
    return sizes[id(model)]


def loose_parts(m: Machine) -> tuple[list[Call], list[Layer]]:
    """Without a model: the calls of layers, and the layers that nothing calls."""
    used = {id(tensor.call) for call in m.calls for tensor in tensors_in(list(call.arguments.values()))}
    rows = {id(row) for model in m.models for row in model.rows}
    calls = [call for call in m.calls if call.layer.type != INPUT_TYPE or id(call) in used or len(m.calls) < 3]
    layers = [layer for layer in m.layers if not layer.calls and id(layer) not in rows and not isinstance(layer, Model)]
    return calls, layers
