"""Models that code gives to a layer to hold: ``TimeDistributed(cnn)``.

While code is read, such a model stands as a reference in the layer's parameters, since what it becomes (its block, whether it
is trained) is known only at the end. Does not belong here: models that are called (models). Invariant: no reference is left
in a project.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.values import Layer, Model, tensors_in
from core.convert.structures import shared_model
from core.graph.inner_models import block_of
from core.graph.model import BLOCK_PREFIX
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import clause

if TYPE_CHECKING:
    from core.convert.from_code.assembling import Assembly

_REFERENCE = "/"
"""What no name of a block holds."""


def hold(m: Machine, model: Model) -> KerasObject:
    """A reference to the model, for a parameter."""
    m.held.append(model)
    return KerasObject(f"{BLOCK_PREFIX}{_REFERENCE}{len(m.held) - 1}")


def held_in(m: Machine, value: Any) -> list[Model]:
    """The models to which there are references inside a value."""
    if isinstance(value, KerasObject):
        model = _referred(m, value)
        return [model] if model is not None else held_in(m, value.params)
    if isinstance(value, Mapping):
        return [model for item in value.values() for model in held_in(m, item)]
    return [model for item in value for model in held_in(m, item)] if isinstance(value, tuple) else []


def start_held(m: Machine, layer: Layer, arguments: Mapping[str, Any], line: int) -> None:
    """Let the Sequential model that a called layer holds take what the layer gives it, as Keras builds it then."""
    from core.convert.from_code.models import build

    tensors = tensors_in(list(arguments.values())) if layer.held is not None else []
    shape = shape_of(tensors[0]) if tensors else None
    if shape is not None:
        steps = layer.class_name == "TimeDistributed"
        build(m, layer.held, (shape[0], *shape[2:]) if steps else shape, line)


def resolved(assembly: Assembly, value: Value) -> Value:
    """The value with models of blocks in the places of references; the same object where there are none."""
    if isinstance(value, KerasObject):
        model = _referred(assembly.m, value)
        if model is not None:
            return _model(assembly, model)
        params = resolved(assembly, value.params)
        return value if params is value.params else KerasObject(value.type, params)  # type: ignore[arg-type]
    if isinstance(value, tuple):
        items = tuple(resolved(assembly, item) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, FrozenMap):
        made = {key: resolved(assembly, item) for key, item in value.items()}
        return value.update({key: item for key, item in made.items() if item is not value[key]})
    return value


def _referred(m: Machine, value: KerasObject) -> Model | None:
    name = block_of(value) or ""
    return m.held[int(name[1:])] if name.startswith(_REFERENCE) else None


def _model(assembly: Assembly, model: Model) -> KerasObject:
    """The model as the value of a parameter. Each holder gets one of its own, as when Keras reads its files."""
    from core.convert.from_code.assembling import plain_name

    name = plain_name(model.name)
    if id(model) in assembly.held or model.calls:
        assembly.m.note(clause(shared_model(name)), model.line)
    assembly.held.add(id(model))
    layer = assembly.layer(model, "", name, False)
    params = layer.params if layer.block == name else layer.params.set("name", name)
    return KerasObject(layer.type, params)
