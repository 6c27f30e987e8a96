"""How older Keras wrote the calls of a layer (``inbound_nodes``), read as structures of references and values.

Keras 1 and 2 wrote a call as a list of ``[layer, node, tensor]``, later with the other arguments as a fourth element in
which tensors are written in the same way; tf.keras also wrote dicts and constants. Does not belong here: what becomes
of the layers. Invariant: nothing is resolved here, so references may name layers that are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.convert.legacy.dialect import Ref
from core.errors import ConversionError
from core.texts import text

_CONSTANT = "_CONSTANT_VALUE"
_COMPOSITE = "_COMPOSITE_TYPE"


@dataclass(slots=True)
class Call:
    """One call: a tensor or a structure of them, and the other arguments by name."""

    first: Any
    kwargs: dict[str, Any] = field(default_factory=dict)


def read_calls(nodes: Any, layer: str, keep_lists: bool = False) -> list[Call]:
    """The calls of a layer. ``keep_lists``: a list of one tensor is a list, not that tensor. ConversionError."""
    if nodes is None:
        return []
    if not isinstance(nodes, (list, tuple)):
        raise _bad(layer, nodes)
    return [_call(node, layer, keep_lists) for node in nodes]


def read_tensors(data: Any, where: str) -> Any:
    """``input_layers`` or ``output_layers``: references in the structure that they stand in."""
    if is_tensor(data):
        return Ref(data[0], data[1], data[2])
    if isinstance(data, dict):
        return {str(key): read_tensors(item, where) for key, item in data.items()}
    if isinstance(data, (list, tuple)):
        return [read_tensors(item, where) for item in data]
    raise ConversionError(
        text(
            "The {where} of the model cannot be read: expected names of layers with two indices, got {data!r}.",
            where=where,
            data=str(data)[:80],
        )
    )


def is_tensor(data: Any) -> bool:
    """Whether this is how a tensor is written."""
    if not isinstance(data, (list, tuple)) or len(data) not in (3, 4) or not isinstance(data[0], str):
        return False
    if data[0] == _CONSTANT:
        return True
    return all(isinstance(item, int) and not isinstance(item, bool) and item >= 0 for item in data[1:3])


def replace_refs(data: Any, change: Callable[[Ref], Any]) -> Any:
    """The same structure with each reference changed."""
    if isinstance(data, Ref):
        return change(data)
    if isinstance(data, dict):
        return {key: replace_refs(item, change) for key, item in data.items()}
    if isinstance(data, list):
        return [replace_refs(item, change) for item in data]
    return data


def refs_in(data: Any) -> Iterator[Ref]:
    """The references in a structure, in order."""
    if isinstance(data, Ref):
        yield data
    elif isinstance(data, dict):
        for item in data.values():
            yield from refs_in(item)
    elif isinstance(data, list):
        for item in data:
            yield from refs_in(item)


def _call(node: Any, layer: str, keep_lists: bool) -> Call:
    if isinstance(node, dict) and "args" in node and "kwargs" in node:
        args = node["args"] if isinstance(node["args"], list) else [node["args"]]
        kwargs = node["kwargs"] if isinstance(node["kwargs"], dict) else {}
        return Call(_argument(args[0]) if args else None, {key: _argument(item) for key, item in kwargs.items()})
    kwargs = {}
    first = _structure(node, layer, kwargs)
    if isinstance(first, list) and len(first) == 1 and not keep_lists:
        first = first[0]
    return Call(first, kwargs)


def _structure(data: Any, layer: str, kwargs: dict[str, Any]) -> Any:
    if is_tensor(data):
        # Every tensor of a call repeats the call's other arguments.
        if len(data) == 4 and isinstance(data[3], dict):
            kwargs.update({str(key): _argument(item) for key, item in data[3].items()})
        return _constant(data[2], layer) if data[0] == _CONSTANT else Ref(data[0], data[1], data[2])
    if isinstance(data, dict):
        return {str(key): _structure(item, layer, kwargs) for key, item in data.items()}
    if isinstance(data, (list, tuple)):
        return [_structure(item, layer, kwargs) for item in data]
    raise _bad(layer, data)


def _constant(value: Any, layer: str) -> Any:
    if isinstance(value, (list, tuple)) and value and value[0] == _COMPOSITE:
        raise ConversionError(
            text(
                "The layer {layer!r} is called on a constant ragged or sparse tensor: only plain constants can "
                "be read.",
                layer=layer,
            ),
            node=layer,
        )
    return value


def _argument(data: Any) -> Any:
    """An argument by name: tensors may stand anywhere in it."""
    if is_tensor(data):
        return data[2] if data[0] == _CONSTANT else Ref(data[0], data[1], data[2])
    if isinstance(data, dict):
        if data.get("class_name") == "__keras_tensor__" and isinstance(data.get("config"), dict):
            history = data["config"].get("keras_history")
            if is_tensor(history):
                return Ref(history[0], history[1], history[2])
        return {str(key): _argument(item) for key, item in data.items()}
    if isinstance(data, (list, tuple)):
        return [_argument(item) for item in data]
    return data


def _bad(layer: str, data: Any) -> ConversionError:
    return ConversionError(
        text(
            "The calls of the layer {layer!r} cannot be read: expected lists of [layer, node, tensor], got {data!r}.",
            layer=layer,
            data=str(data)[:80],
        ),
        node=layer,
    )
