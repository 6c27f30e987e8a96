"""TensorFlow functions that tf.keras kept as layers (``TFOpLambda``, ``SlicingOpLambda``) as ops of Keras 3.

Only where the op computes exactly the same for the arguments given; else the layer stays as it is, with a sentence. Does
not belong here: the names of the functions (tensorflow_names), graph nodes (tensorflow_nodes). Invariant: arguments of
an op that are not tensors stand in its config, as Keras 3 writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.convert.legacy import gone
from core.convert.legacy import tensorflow_names as tf
from core.convert.legacy.calls import Call
from core.convert.legacy.dialect import Made, Part, Ref, layer, operation, placeholder
from core.convert.legacy.settings import Context, plain

_CLASSES = frozenset(
    {"TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ClassMethod", "InstanceProperty", "InstanceMethod"}
)

Arguments = dict[str, Any]


class Inexact(Exception):
    """These arguments have no exact equivalent."""


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
        reason = gone.OPERATION.format(name=f"tf.{shown}")
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
        _only(kwargs)
        settings: Arguments = {"alpha": 1.0} if op == "Elu" else {}
        return (operation(module, op, {"name": name, **settings}, [first]),)
    if function in tf.BINARY:
        module, op = tf.BINARY[function]
        second = "x" if op == "Arctan2" else "y"
        _only(kwargs, second)
        pair = [_tensor(first), _tensor(kwargs[second])]
        made = operation(module, op, {"name": name}, pair)
        if function == "math.squared_difference":
            return (made, operation("numpy", "Square", {"name": f"{name}_square"}, [Made(0)]))
        return (made,)
    if function in tf.REDUCED:
        module, op = tf.REDUCED[function]
        _only(kwargs, "axis", "keepdims", "keep_dims")
        keep = bool(kwargs.get("keepdims", kwargs.get("keep_dims", False)))
        settings = {"axis": _axes(kwargs.get("axis")), "keepdims": keep}
        if op in ("Max", "Min"):
            settings["initial"] = None
        if op == "Prod":
            settings["dtype"] = None
        return (operation(module, op, {"name": name, **settings}, [first]),)
    return _SPECIAL[function](name, first, kwargs)


def _only(kwargs: Arguments, *known: str) -> None:
    if any(key not in known for key in kwargs):
        raise Inexact


def _tensor(value: Any) -> Any:
    """An argument that is a tensor: references and numbers as they are, lists as arrays."""
    if isinstance(value, list):
        return array(value)
    if isinstance(value, (Ref, Made, bool, int, float)):
        return value
    raise Inexact


def array(value: list[Any]) -> dict[str, Any]:
    """A constant array, with the dtype that TensorFlow would give it."""
    flat: list[Any] = [value]
    numbers: list[Any] = []
    while flat:
        item = flat.pop()
        if isinstance(item, list):
            flat.extend(item)
        elif isinstance(item, (int, float)):
            numbers.append(item)
        else:
            raise Inexact
    dtype = "float32" if any(isinstance(item, float) for item in numbers) else "int32"
    if numbers and all(isinstance(item, bool) for item in numbers):
        dtype = "bool"
    return {"class_name": "__numpy__", "config": {"value": value, "dtype": dtype}}


def _ints(value: Any) -> Any:
    """An int or list of ints; Inexact where it holds tensors."""
    if isinstance(value, bool) or not isinstance(value, (int, list)):
        raise Inexact
    if isinstance(value, list) and not all(isinstance(item, int) and not isinstance(item, bool) for item in value):
        raise Inexact
    return value


def _axes(value: Any) -> Any:
    return None if value is None else _ints(value)


def _made(module: str, op: str, name: str, args: list[Any], **settings: Any) -> tuple[Part, ...]:
    return (operation(module, op, {"name": name, **settings}, args),)


def _reshape(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "shape")
    return _made("numpy", "Reshape", name, [first], newshape=_ints(kwargs["shape"]))


def _concat(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis", "concat_dim")
    return _made(
        "numpy", "Concatenate", name, [_tensors(first)], axis=_ints(kwargs.get("axis", kwargs.get("concat_dim")))
    )


def _tensors(first: Any) -> list[Any]:
    if not isinstance(first, list):
        raise Inexact
    return [_tensor(item) for item in first]


def _stack(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis")
    return _made("numpy", "Stack", name, [_tensors(first)], axis=_ints(kwargs.get("axis", 0)))


def _unstack(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis", "num")
    return _made("core", "Unstack", name, [first], num=kwargs.get("num"), axis=_ints(kwargs.get("axis", 0)))


def _split(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "num_or_size_splits", "axis", "num")
    sizes = _ints(kwargs["num_or_size_splits"])
    if isinstance(sizes, list):  # sizes of the pieces; NumPy's split takes the places of the cuts
        if any(size < 0 for size in sizes):
            raise Inexact
        sizes = [sum(sizes[: index + 1]) for index in range(len(sizes) - 1)]
    return _made("numpy", "Split", name, [first], indices_or_sections=sizes, axis=_ints(kwargs.get("axis", 0)))


def _transpose(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "perm", "conjugate")
    if kwargs.get("conjugate"):
        raise Inexact
    return _made("numpy", "Transpose", name, [first], axes=_axes(kwargs.get("perm")))


def _expand_dims(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis", "dim")
    return _made("numpy", "ExpandDims", name, [first], axis=_ints(kwargs.get("axis", kwargs.get("dim"))))


def _squeeze(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis", "squeeze_dims")
    return _made("numpy", "Squeeze", name, [first], axis=_axes(kwargs.get("axis", kwargs.get("squeeze_dims"))))


def dtype_name(value: Any) -> str:
    """A dtype in any of the ways in which it was written. Inexact for another thing."""
    if isinstance(value, dict):
        value = value.get("config", value.get("name"))
        if isinstance(value, dict):
            value = value.get("name")
    if isinstance(value, int) and value in tf.DTYPES:
        return tf.DTYPES[value]
    if not isinstance(value, str):
        raise Inexact
    name = value.removeprefix("<dtype: '").removesuffix("'>").removeprefix("tf.").removeprefix("DT_").lower()
    return {"float": "float32", "double": "float64", "half": "float16"}.get(name, name)


def _cast(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "dtype")
    return _made("core", "Cast", name, [first], dtype=dtype_name(kwargs["dtype"]))


def _one_hot(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "depth", "on_value", "off_value", "axis", "dtype")
    if kwargs.get("on_value", 1) != 1 or kwargs.get("off_value", 0) != 0:
        raise Inexact
    dtype = dtype_name(kwargs["dtype"]) if "dtype" in kwargs else "float32"
    settings = {"num_classes": _ints(kwargs["depth"]), "axis": _ints(kwargs.get("axis", -1)), "dtype": dtype}
    return _made("nn", "OneHot", name, [first], **settings, sparse=False)


def _clip(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    low = kwargs.get("clip_value_min", kwargs.get("min_value"))
    high = kwargs.get("clip_value_max", kwargs.get("max_value"))
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        raise Inexact
    return _made("numpy", "Clip", name, [first], x_min=low, x_max=high)


def _tile(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "multiples")
    return _made("numpy", "Tile", name, [first], repeats=_ints(kwargs["multiples"]))


def _repeat(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "repeats", "axis")
    return _made("numpy", "Repeat", name, [first], repeats=_ints(kwargs["repeats"]), axis=_axes(kwargs.get("axis")))


def _pad(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "paddings", "mode", "constant_values")
    mode = str(kwargs.get("mode", "CONSTANT")).lower()
    widths = kwargs["paddings"]
    if mode not in ("constant", "reflect", "symmetric") or kwargs.get("constant_values", 0) != 0:
        raise Inexact
    if not isinstance(widths, list) or not all(isinstance(_ints(pair), list) for pair in widths):
        raise Inexact
    return _made("numpy", "Pad", name, [first], pad_width=widths, mode=mode)


def _gather(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "indices", "axis", "batch_dims", "validate_indices")
    if kwargs.get("batch_dims", 0) != 0:
        raise Inexact
    return _made("numpy", "Take", name, [_tensor(first), _tensor(kwargs["indices"])], axis=_ints(kwargs.get("axis", 0)))


def _where(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "x", "y")
    return _made("numpy", "Where", name, [_tensor(first), _tensor(kwargs["x"]), _tensor(kwargs["y"])])


def _matmul(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    flags = (
        "transpose_a",
        "transpose_b",
        "adjoint_a",
        "adjoint_b",
        "a_is_sparse",
        "b_is_sparse",
        "adj_x",
        "adj_y",
        "x",
        "y",
    )
    second = kwargs.get("b", kwargs.get("y"))
    if second is None or any(
        kwargs.get(flag) for flag in flags if flag not in ("x", "y", "transpose_a", "transpose_b")
    ):
        raise Inexact
    parts: list[Part] = []
    pair = [_tensor(first), _tensor(second)]
    for index, flag in enumerate(("transpose_a", "transpose_b")):
        if kwargs.get(flag):
            settings = {"name": f"{name}_{flag}", "axis1": -1, "axis2": -2}
            parts.append(operation("numpy", "Swapaxes", settings, [pair[index]]))
            pair[index] = Made(len(parts) - 1)
    return (*parts, operation("numpy", "Matmul", {"name": name}, pair))


def _tensordot(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "b", "axes")
    return _made("numpy", "Tensordot", name, [_tensor(first), _tensor(kwargs["b"])], axes=kwargs["axes"])


_RESIZES = {
    "bilinear": "bilinear",
    "nearest": "nearest",
    "bicubic": "bicubic",
    "lanczos3": "lanczos3",
    "lanczos5": "lanczos5",
}


def _resize(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "size", "method", "preserve_aspect_ratio", "antialias")
    method = _RESIZES[str(kwargs.get("method", "bilinear")).lower()]
    size = _ints(kwargs["size"])
    if kwargs.get("preserve_aspect_ratio") or not isinstance(size, list) or len(size) != 2:
        raise Inexact
    settings = {"size": size, "interpolation": method, "antialias": bool(kwargs.get("antialias", False))}
    rest = {"crop_to_aspect_ratio": False, "pad_to_aspect_ratio": False, "fill_mode": "constant", "fill_value": 0.0}
    return _made("image", "Resize", name, [first], **settings, **rest, data_format="channels_last")


def _getitem(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "slice_spec", "var")
    key = kwargs["slice_spec"]
    indices = [index(item) for item in (key if isinstance(key, list) else [key])]
    return _made("numpy", "GetItem", name, [first, indices])


def index(item: Any) -> Any:
    """One index of ``x[...]``. Inexact for what Keras 3 cannot write."""
    if item is None or isinstance(item, int):
        return item
    if item == "...":
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(item, dict) and item.get("class_name") == "__ellipsis__":
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(item, dict) and {"start", "stop", "step"} >= set(item) and item:
        bounds = {key: item.get(key) for key in ("start", "stop", "step")}
        if all(bound is None or isinstance(bound, int) for bound in bounds.values()):
            return {"class_name": "__slice__", "config": bounds}
    raise Inexact


def _l2_normalize(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    """x / sqrt(max(sum(x²), 1e-12)): Keras 3 adds no such floor but one on the norm, sqrt(1e-12) here."""
    _only(kwargs, "axis", "epsilon", "dim")
    axis = kwargs.get("axis", kwargs.get("dim"))
    if isinstance(axis, list) and len(axis) == 1:
        axis = axis[0]
    if not isinstance(axis, int) or isinstance(axis, bool):
        raise Inexact
    epsilon = float(kwargs.get("epsilon", 1e-12))
    parts = (
        operation("numpy", "Square", {"name": f"{name}_square"}, [first]),
        operation("numpy", "Sum", {"name": f"{name}_sum", "axis": axis, "keepdims": True}, [Made(0)]),
        operation("numpy", "Maximum", {"name": f"{name}_floor"}, [Made(1), epsilon]),
        operation("math", "Rsqrt", {"name": f"{name}_rsqrt"}, [Made(2)]),
        operation("numpy", "Multiply", {"name": name}, [first, Made(3)]),
    )
    return parts


def _norm(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "ord", "axis", "keepdims")
    if kwargs.get("ord", "euclidean") not in ("euclidean", 2):
        raise Inexact
    axis = _axes(kwargs.get("axis"))
    if isinstance(axis, list) and len(axis) == 2 and kwargs.get("ord") == 2:
        raise Inexact
    return (
        operation("numpy", "Square", {"name": f"{name}_square"}, [first]),
        operation(
            "numpy", "Sum", {"name": f"{name}_sum", "axis": axis, "keepdims": bool(kwargs.get("keepdims"))}, [Made(0)]
        ),
        operation("numpy", "Sqrt", {"name": name}, [Made(1)]),
    )


def _axis_of(op: str, module: str = "nn") -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        _only(kwargs, "axis", "dim")
        return _made(module, op, name, [first], axis=_ints(kwargs.get("axis", kwargs.get("dim", -1))))

    return made


def _leaky(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "alpha")
    return _made("nn", "LeakyRelu", name, [first], negative_slope=float(kwargs.get("alpha", 0.2)))


def _gelu(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "approximate")
    return _made("nn", "Gelu", name, [first], approximate=bool(kwargs.get("approximate", False)))


def _arg(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        _only(kwargs, "axis", "dimension", "output_type")
        axis = _ints(kwargs.get("axis", kwargs.get("dimension", 0)))
        wide = dtype_name(kwargs.get("output_type", "int64")) == "int64"
        parts = (
            operation(
                "numpy", op, {"name": f"{name}_index" if wide else name, "axis": axis, "keepdims": False}, [first]
            ),
        )
        return parts if not wide else (*parts, operation("core", "Cast", {"name": name, "dtype": "int64"}, [Made(0)]))

    return made


def _cumsum(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    if kwargs.get("exclusive") or kwargs.get("reverse"):
        raise Inexact
    return _made("numpy", "Cumsum", name, [first], axis=_ints(kwargs.get("axis", 0)), dtype=None)


def _like(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        _only(kwargs, "dtype", "optimize", "input")
        return _made("numpy", op, name, [first], dtype=dtype_name(kwargs["dtype"]) if "dtype" in kwargs else None)

    return made


def _identity(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs)
    return (layer("Identity", {"name": name}, [first]),)


def _top_k(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "k", "sorted", "index_type")
    return _made("math", "TopK", name, [first], k=_ints(kwargs.get("k", 1)), sorted=bool(kwargs.get("sorted", True)))


def _einsum(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    inputs = kwargs.get("inputs")
    if not isinstance(first, str) or not isinstance(inputs, list):
        raise Inexact
    return _made("numpy", "Einsum", name, [_tensor(item) for item in inputs], subscripts=first)


def _bias_add(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    if str(kwargs.get("data_format", "NHWC")).startswith("NC"):
        raise Inexact
    return _made("numpy", "Add", name, [first, _tensor(kwargs.get("bias", kwargs.get("y")))])


def _blocks(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        _only(kwargs, "block_size", "data_format")
        if kwargs.get("data_format", "NHWC") != "NHWC":
            raise Inexact
        return _made("nn", op, name, [first], block_size=_ints(kwargs["block_size"]), data_format="channels_last")

    return made


def _reverse(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "axis")
    return _made("numpy", "Flip", name, [first], axis=_ints(kwargs["axis"]))


def _roll(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "shift", "axis")
    return _made("numpy", "Roll", name, [first], shift=_ints(kwargs["shift"]), axis=_ints(kwargs["axis"]))


def _broadcast(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    _only(kwargs, "shape")
    return _made("numpy", "BroadcastTo", name, [first], shape=_ints(kwargs["shape"]))


_Builder = Callable[[str, Any, Arguments], tuple[Part, ...]]
_SPECIAL: dict[str, _Builder] = {
    "reshape": _reshape,
    "concat": _concat,
    "stack": _stack,
    "unstack": _unstack,
    "split": _split,
    "transpose": _transpose,
    "expand_dims": _expand_dims,
    "squeeze": _squeeze,
    "cast": _cast,
    "one_hot": _one_hot,
    "clip_by_value": _clip,
    "tile": _tile,
    "repeat": _repeat,
    "pad": _pad,
    "gather": _gather,
    "where": _where,
    "linalg.matmul": _matmul,
    "tensordot": _tensordot,
    "image.resize": _resize,
    "__operators__.getitem": _getitem,
    "math.l2_normalize": _l2_normalize,
    "linalg.norm": _norm,
    "nn.softmax": _axis_of("Softmax"),
    "nn.log_softmax": _axis_of("LogSoftmax"),
    "nn.leaky_relu": _leaky,
    "nn.gelu": _gelu,
    "math.argmax": _arg("Argmax"),
    "math.argmin": _arg("Argmin"),
    "math.cumsum": _cumsum,
    "zeros_like": _like("ZerosLike"),
    "ones_like": _like("OnesLike"),
    "identity": _identity,
    "nn.top_k": _top_k,
    "einsum": _einsum,
    "nn.bias_add": _bias_add,
    "nn.depth_to_space": _blocks("DepthToSpace"),
    "nn.space_to_depth": _blocks("SpaceToDepth"),
    "reverse": _reverse,
    "roll": _roll,
    "broadcast_to": _broadcast,
}
