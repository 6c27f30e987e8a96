"""What leads to a tensor: the calls between inputs and outputs.

Does not belong here: making calls (layers, models).
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.values import (
    Model,
    Tensor,
    tensors_in,
)
from core.graph.model import INPUT_TYPE


def inputs_of(tensor: Tensor) -> list[Tensor]:
    """The inputs that lead to a tensor."""
    found: dict[Tensor, None] = {}
    seen: set[int] = set()
    waiting = [tensor]
    while waiting:
        item = waiting.pop()
        if id(item.call) in seen:
            continue
        seen.add(id(item.call))
        if item.call.layer.type == INPUT_TYPE:
            found[item.call.tensor(0)] = None
        waiting.extend(tensors_in(list(item.call.arguments.values())))
    return sorted(found, key=lambda item: item.call.number)


def calls_between(model: Model) -> list[Any]:
    """The calls that lead from the model's inputs to its outputs, in the order in which they were made."""
    stops = {id(tensor.call) for tensor in tensors_in(model.inputs)}
    found: dict[int, Any] = {}
    waiting = [tensor.call for tensor in (*tensors_in(model.outputs), *tensors_in(model.inputs))]
    while waiting:
        call = waiting.pop()
        if id(call) in found:
            continue
        found[id(call)] = call
        if id(call) not in stops:
            waiting.extend(tensor.call for tensor in tensors_in(list(call.arguments.values())))
    return sorted(found.values(), key=lambda call: call.number)
