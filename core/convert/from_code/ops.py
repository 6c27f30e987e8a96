"""Calls of Keras's ops in the graph: what a tensor operator or a function of ``keras.ops`` becomes.

Does not belong here: which function of TensorFlow or of the old backend is which op (functions), shapes (shapes).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.catalog.spec import LayerSpec
from core.convert.from_code.machine import Machine
from core.convert.from_code.parameters import Unsaid, is_plain, parameter_value
from core.convert.from_code.values import Call, Data, Layer, Several, Tensor, Unknown, tensors_in
from core.texts import text

PREFIX = "keras.ops."

# Positions of arguments where a setting stands before or between tensors; elsewhere tensors come first.
ORDER: Mapping[str, tuple[str, ...]] = {
    "einsum": ("subscripts",),
    "vectorize": ("pyfunc",),
}
_SEVERAL = frozenset({"split", "array_split", "unstack", "top_k", "moments", "meshgrid", "qr", "svd", "eigh", "eig"})


def order_of(spec: LayerSpec) -> tuple[str, ...]:
    """The arguments of an op as they go by position."""
    if spec.class_name in ORDER:
        return ORDER[spec.class_name]
    return (*(port.name for port in spec.inputs), *(param.name for param in spec.params))


def record_op(m: Machine, name: str, given: Mapping[str, Any], line: int) -> Any:
    """Call the op ``keras.ops.NAME`` with named arguments; returns its tensor, or several."""
    spec = m.catalog.get(PREFIX + name)
    operation = spec.operation.rpartition(".")[2] if spec is not None and spec.operation else name.rpartition(".")[2]
    layer = Layer(PREFIX + name, m.auto_name(operation), {}, line)
    ports = {port.name for port in spec.inputs} if spec is not None else set()
    params = {param.name: param for param in spec.params} if spec is not None else {}
    arguments: dict[str, Any] = {}
    for key, value in given.items():
        if key not in ports and not tensors_in(value):
            if key == "name" and key not in params:
                continue
            param = params.get(key)
            if (
                param is not None
                and not param.required
                and is_plain(value)
                and value == param.default
                and not m.verbatim
            ):
                continue
            try:
                layer.params[key] = parameter_value(m, value, param, line, shorten=False)
            except Unsaid as unsaid:
                m.note(text("{unsaid}; {key!r} of {name!r} is not set.", unsaid=unsaid, key=key, name=layer.name), line)
            continue
        made = argument(m, layer, key, value, line)
        if made is not MISSING:
            arguments[key] = made
    m.add_layer(layer)
    call = m.add_call(layer, arguments, line, outputs_of(m, layer, spec, arguments))
    return result(call)


MISSING = object()


def argument(m: Machine, layer: Layer, key: str, value: Any, line: int) -> Any:
    """A value as an argument of a call; what is not known is left out, with a note."""
    if isinstance(value, Several):
        return value.call.tensor(0)
    if isinstance(value, Unknown):
        m.note(
            text(
                "{reason}; the input {key!r} of {name!r} is not connected.",
                reason=value.reason,
                key=key,
                name=layer.name,
            ),
            line,
        )
        return MISSING
    if isinstance(value, Data):
        m.note(
            text(
                "Data is not held in a project; the input {key!r} of {name!r} is not connected.",
                key=key,
                name=layer.name,
            ),
            line,
        )
        return MISSING
    if isinstance(value, (list, tuple)):
        items = [argument(m, layer, key, item, line) for item in value]
        return [item for item in items if item is not MISSING]
    if isinstance(value, dict):
        pairs = {name: argument(m, layer, key, item, line) for name, item in value.items()}
        return {name: item for name, item in pairs.items() if item is not MISSING}
    return value


def outputs_of(m: Machine, layer: Layer, spec: LayerSpec | None, arguments: Mapping[str, Any]) -> int | None:
    """How many tensors the call of an op returns; None where that is not known."""
    name = layer.class_name
    if name in ("split", "array_split"):
        sections = layer.params.get("indices_or_sections")
        if isinstance(sections, int):
            return sections
        return len(sections) + 1 if isinstance(sections, tuple) else None
    if name == "unstack" and isinstance(layer.params.get("num"), int):
        return int(layer.params["num"])
    if name in _SEVERAL:
        return None
    if spec is None or len(spec.outputs) == 1:
        return 1
    return len(spec.outputs) or None


def result(call: Call) -> Tensor | tuple[Tensor, ...] | Several:
    """What the code gets from a call: a tensor, a tuple of them, or several of a number not known."""
    if call.outputs is None:
        return Several(call)
    if call.outputs == 1:
        return call.tensor(0)
    return tuple(call.tensor(place) for place in range(min(call.outputs, 1000)))


def one(value: Any) -> Any:
    """The first tensor where several came back."""
    return value.call.tensor(0) if isinstance(value, Several) else value
