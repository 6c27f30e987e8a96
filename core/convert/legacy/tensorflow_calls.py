"""TensorFlow functions that tf.keras kept as layers (``TFOpLambda``, ``SlicingOpLambda``) as ops of Keras 3.

Only where the op computes exactly the same for the arguments given; else the layer stays as it is, with a sentence. Does
not belong here: the names of the functions (tensorflow_names), graph nodes (tensorflow_nodes). Invariant: each call of
such a layer is looked at on its own.
"""

from __future__ import annotations

from typing import Any

from core.convert.legacy import gone
from core.convert.legacy import tensorflow_names as tf
from core.convert.legacy.calls import Call
from core.convert.legacy.dialect import Made, Part, operation, placeholder
from core.convert.legacy.settings import Context, plain
from core.convert.legacy.tensorflow_ops import SPECIAL
from core.convert.legacy.tensorflow_values import Arguments, Inexact, axes, only, tensor

_CLASSES = frozenset(
    {"TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ClassMethod", "InstanceProperty", "InstanceMethod"}
)


def is_function(class_name: str) -> bool:
    """Whether a layer of this class stands for a function."""
    return class_name in _CLASSES


def call_parts(class_name: str, config: dict[str, Any], name: str, call: Call, context: Context) -> tuple[Part, ...]:
    """The ops for one call of the function; a placeholder where there is no exact one."""
    from core.convert.legacy.tensorflow_nodes import node_call

    config = plain(config)
    function = config.get("function")
    shown = str(function)
    arguments = Call(call.first, dict(call.kwargs))
    if class_name == "TensorFlowOpLayer":
        shown, arguments = node_call(config, call)
        function = tf.NODES.get(shown, shown)
    try:
        if not isinstance(function, str) or class_name in ("ClassMethod", "InstanceProperty", "InstanceMethod"):
            raise Inexact
        parts = function_parts(function, name, arguments.first, arguments.kwargs)
    except (Inexact, KeyError, TypeError, ValueError, IndexError):
        if function is None:
            shown = str(config.get("attr_name") or config.get("method_name") or class_name)
        reason = gone.operation(f"tf.{shown}")
        return (placeholder(class_name, {**config, "name": name}, reason),)
    used = ", ".join(f"keras.{'layers' if not part.is_op else 'ops'}.{part.class_name}" for part in parts)
    context.record.changed(name, f"{class_name}(tf.{shown})", used)
    return parts


def function_parts(function: str, name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    """The ops that compute ``tf.function(first, **kwargs)``; Inexact if there are none."""
    function = function.removeprefix("tf.")
    function = tf.ALIASES.get(function, function)
    kwargs = {key: value for key, value in kwargs.items() if value is not None and key != "name"}
    if function in tf.UNARY:
        module, op = tf.UNARY[function]
        only(kwargs)
        settings: Arguments = {"alpha": 1.0} if op == "Elu" else {}
        return (operation(module, op, {"name": name, **settings}, [first]),)
    if function in tf.BINARY:
        module, op = tf.BINARY[function]
        second = "x" if op == "Arctan2" else "y"
        only(kwargs, second)
        pair = [tensor(first), tensor(kwargs[second])]
        made = operation(module, op, {"name": name}, pair)
        if function == "math.squared_difference":
            return (made, operation("numpy", "Square", {"name": f"{name}_square"}, [Made(0)]))
        return (made,)
    if function in tf.REDUCED:
        module, op = tf.REDUCED[function]
        only(kwargs, "axis", "keepdims", "keep_dims")
        keep = bool(kwargs.get("keepdims", kwargs.get("keep_dims", False)))
        settings = {"axis": axes(kwargs.get("axis")), "keepdims": keep}
        if op in ("Max", "Min"):
            settings["initial"] = None
        if op == "Prod":
            settings["dtype"] = None
        return (operation(module, op, {"name": name, **settings}, [first]),)
    return SPECIAL[function](name, first, kwargs)
