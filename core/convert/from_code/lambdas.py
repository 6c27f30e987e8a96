"""Lambda layers whose functions can be read: what they compute stands in the graph as operations.

A function is written out only where every step of it is one of Keras's operations on tensors and plain values, so that the
result is exactly what the layer would compute, and the model can be built without running code of others. Does not belong
here: classes with a ``call`` (classes). Invariant: a function that is not understood to its end stays a Lambda, as it was.
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.parameters import Unsaid, document_value
from core.convert.from_code.values import (
    Bound,
    Budget,
    Call,
    Function,
    Layer,
    Path,
    Raised,
    Refused,
    Several,
    Tensor,
    tensors_in,
)
from core.texts import text

LAMBDA = "keras.layers.Lambda"
ACTIVATION = "keras.layers.Activation"
_WITHOUT_WEIGHTS = frozenset(
    "Activation ReLU Softmax LeakyReLU ELU Flatten Reshape Permute RepeatVector Add Subtract Multiply Average Maximum Minimum "
    "Concatenate Dot MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D "
    "Identity GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D UpSampling1D UpSampling2D "
    "ZeroPadding1D ZeroPadding2D Cropping1D Cropping2D UnitNormalization".split()
)
"""Layers that a function may make anew at each call, for they keep nothing."""


def remember_function(layer: Layer, function: Any, arguments: Any) -> None:
    """Keep what a Lambda layer calls, as it was read."""
    own = layer.type == ACTIVATION and isinstance(function, Function)
    if own or (layer.type == LAMBDA and (isinstance(function, (Function, Path)) or is_method(function))):
        layer.function = (function, arguments if isinstance(arguments, dict) else {})


def is_method(value: Any) -> bool:
    """True for a method of the code with its object: the document cannot hold it, but it may be written out."""
    return isinstance(value, Bound) and value.function is not None


def written_out(m: Machine, layer: Layer, args: list[Any], line: int) -> Any:
    """What a Lambda gives, as tensors of operations; None where it has to stay a Lambda, and nothing happened."""
    if layer.function is None or m.verbatim or m.policy is not None or m.depth > 20 or len(args) != 1:
        return None
    function, arguments = layer.function
    given = _one_by_one(args[0])
    if not tensors_in(given):
        return None
    mark = m.mark()
    m.strict += 1
    try:
        made = m.apply(function, [given], dict(arguments), line)
    except (Raised, Refused, Budget, RecursionError):
        made = None
    finally:
        m.strict -= 1
    if isinstance(made, Tensor) and made is given:
        identity = m.add_layer(Layer("keras.layers.Identity", layer.name, {}, line, has_name=layer.has_name))
        made = m.add_call(identity, {"inputs": given}, line).tensor(0)
    calls = m.calls[mark.calls :]
    if len(m.notes) != mark.notes or not _is_exact(m, made, calls, m.layers[mark.layers :], given):
        m.back_to(mark)
        return None
    made = made.call.tensor(0) if isinstance(made, Several) else made
    if layer in m.layers:
        m.layers.remove(layer)
    if layer.has_name and isinstance(made, Tensor):
        made.call.layer.name = layer.name
        made.call.layer.has_name = True
    m.written_out[layer] = calls[-1]
    return list(made) if isinstance(made, tuple) else made


def tell(m: Machine) -> None:
    """One note for each Lambda that was written out and is still part of what was read."""
    standing = {id(call) for call in m.calls}
    for layer, call in m.written_out.items():
        if id(call) in standing:
            m.note(
                text(
                    "{class_name} {name!r} was written out as operations.",
                    class_name=layer.class_name,
                    name=str(layer.name),
                ),
                layer.line,
            )


def _one_by_one(value: Any) -> Any:
    if isinstance(value, Several):
        return value.call.tensor(0)
    if isinstance(value, (list, tuple)):
        return [_one_by_one(item) for item in value]
    return value


def _is_exact(m: Machine, made: Any, calls: list[Call], layers: list[Layer], given: Any) -> bool:
    """True where each step is an op, or a layer without weights, of tensors and plain values, and the steps give tensors."""
    results = list(made) if isinstance(made, (tuple, list)) else [made]
    if not calls or not results or not all(isinstance(item, (Tensor, Several)) for item in results):
        return False
    if any(layer.raw is not None or not (layer.is_op or layer.class_name in _WITHOUT_WEIGHTS) for layer in layers):
        return False
    known = {id(tensor.call) for tensor in tensors_in(given)} | {id(call) for call in calls}
    if any(id(tensor.call) not in known for tensor in tensors_in(results)):
        return False
    return all(_is_plain_call(m, call, known) for call in calls)


def _is_plain_call(m: Machine, call: Call, known: set[int]) -> bool:
    if call.layer not in m.layers and not call.layer.is_op:
        return False
    for value in call.arguments.values():
        if any(id(tensor.call) not in known for tensor in tensors_in(value)):
            return False  # a tensor from outside of the function
        try:
            _check(m, value)
        except Unsaid:
            return False
    return True


def _check(m: Machine, value: Any) -> None:
    """Unsaid for an argument that the document cannot hold."""
    if isinstance(value, (Tensor, Several)):
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            _check(m, item)
    elif isinstance(value, slice):
        _check(m, [value.start, value.stop, value.step])
    else:
        document_value(m, value)
