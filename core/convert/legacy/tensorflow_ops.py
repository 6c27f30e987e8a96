"""TensorFlow functions with arguments of their own as ops of Keras 3.

Does not belong here: functions of one or two tensors and reductions, which are tables (tensorflow_names). Invariant:
arguments of an op that are not tensors stand in its config, as Keras 3 writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.convert.legacy.dialect import Made, Part, Ref, layer, operation
from core.convert.legacy.tensorflow_values import (
    Arguments,
    Inexact,
    axes,
    dtype_name,
    index,
    ints,
    only,
    single,
    tensor,
    tensors,
)


def _reshape(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "shape")
    shape = kwargs["shape"]
    if isinstance(shape, list) and sum(isinstance(size, Ref) for size in shape) == 1 and -1 not in shape:
        # One size computed at run time, mostly that of the batch: it can only be what is left over.
        shape = [-1 if isinstance(size, Ref) else size for size in shape]
    return single("numpy", "Reshape", name, [first], newshape=ints(shape))


def _concat(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis", "concat_dim")
    return single(
        "numpy", "Concatenate", name, [tensors(first)], axis=ints(kwargs.get("axis", kwargs.get("concat_dim")))
    )


def _stack(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis")
    return single("numpy", "Stack", name, [tensors(first)], axis=ints(kwargs.get("axis", 0)))


def _unstack(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis", "num")
    return single("core", "Unstack", name, [first], num=kwargs.get("num"), axis=ints(kwargs.get("axis", 0)))


def _split(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "num_or_size_splits", "axis", "num")
    sizes = ints(kwargs["num_or_size_splits"])
    if isinstance(sizes, list):  # sizes of the pieces; NumPy's split takes the places of the cuts
        if any(size < 0 for size in sizes):
            raise Inexact
        sizes = [sum(sizes[: index + 1]) for index in range(len(sizes) - 1)]
    return single("numpy", "Split", name, [first], indices_or_sections=sizes, axis=ints(kwargs.get("axis", 0)))


def _transpose(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "perm", "conjugate")
    if kwargs.get("conjugate"):
        raise Inexact
    return single("numpy", "Transpose", name, [first], axes=axes(kwargs.get("perm")))


def _expand_dims(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis", "dim")
    return single("numpy", "ExpandDims", name, [first], axis=ints(kwargs.get("axis", kwargs.get("dim"))))


def _squeeze(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis", "squeeze_dims")
    return single("numpy", "Squeeze", name, [first], axis=axes(kwargs.get("axis", kwargs.get("squeeze_dims"))))


def _cast(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "dtype")
    return single("core", "Cast", name, [first], dtype=dtype_name(kwargs["dtype"]))


def _one_hot(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "depth", "on_value", "off_value", "axis", "dtype")
    if kwargs.get("on_value", 1) != 1 or kwargs.get("off_value", 0) != 0:
        raise Inexact
    dtype = dtype_name(kwargs["dtype"]) if "dtype" in kwargs else "float32"
    settings = {"num_classes": ints(kwargs["depth"]), "axis": ints(kwargs.get("axis", -1)), "dtype": dtype}
    return single("nn", "OneHot", name, [first], **settings, sparse=False)


def _clip(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    low = kwargs.get("clip_value_min", kwargs.get("min_value"))
    high = kwargs.get("clip_value_max", kwargs.get("max_value"))
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        raise Inexact
    return single("numpy", "Clip", name, [first], x_min=low, x_max=high)


def _round(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs)
    return single("numpy", "Round", name, [first], decimals=0)


def _tile(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "multiples")
    return single("numpy", "Tile", name, [first], repeats=ints(kwargs["multiples"]))


def _repeat(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "repeats", "axis")
    return single("numpy", "Repeat", name, [first], repeats=ints(kwargs["repeats"]), axis=axes(kwargs.get("axis")))


def _pad(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "paddings", "mode", "constant_values")
    mode = str(kwargs.get("mode", "CONSTANT")).lower()
    widths = kwargs["paddings"]
    if mode not in ("constant", "reflect", "symmetric") or kwargs.get("constant_values", 0) != 0:
        raise Inexact
    if not isinstance(widths, list) or not all(isinstance(ints(pair), list) for pair in widths):
        raise Inexact
    return single("numpy", "Pad", name, [first], pad_width=widths, mode=mode)


def _gather(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "indices", "axis", "batch_dims", "validate_indices")
    if kwargs.get("batch_dims", 0) != 0:
        raise Inexact
    return single("numpy", "Take", name, [tensor(first), tensor(kwargs["indices"])], axis=ints(kwargs.get("axis", 0)))


def _where(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "x", "y")
    return single("numpy", "Where", name, [tensor(first), tensor(kwargs["x"]), tensor(kwargs["y"])])


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
    pair = [tensor(first), tensor(second)]
    for place, flag in enumerate(("transpose_a", "transpose_b")):
        if kwargs.get(flag):
            settings = {"name": f"{name}_{flag}", "axis1": -1, "axis2": -2}
            parts.append(operation("numpy", "Swapaxes", settings, [pair[place]]))
            pair[place] = Made(len(parts) - 1)
    return (*parts, operation("numpy", "Matmul", {"name": name}, pair))


def _tensordot(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "b", "axes")
    return single("numpy", "Tensordot", name, [tensor(first), tensor(kwargs["b"])], axes=kwargs["axes"])


_RESIZES = {
    "bilinear": "bilinear",
    "nearest": "nearest",
    "bicubic": "bicubic",
    "lanczos3": "lanczos3",
    "lanczos5": "lanczos5",
}


def _resize(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "size", "method", "preserve_aspect_ratio", "antialias")
    method = _RESIZES[str(kwargs.get("method", "bilinear")).lower()]
    size = ints(kwargs["size"])
    if kwargs.get("preserve_aspect_ratio") or not isinstance(size, list) or len(size) != 2:
        raise Inexact
    settings = {"size": size, "interpolation": method, "antialias": bool(kwargs.get("antialias", False))}
    rest = {"crop_to_aspect_ratio": False, "pad_to_aspect_ratio": False, "fill_mode": "constant", "fill_value": 0.0}
    return single("image", "Resize", name, [first], **settings, **rest, data_format="channels_last")


def _getitem(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "slice_spec", "var")
    key = kwargs["slice_spec"]
    indices = [index(item) for item in (key if isinstance(key, list) else [key])]
    return single("numpy", "GetItem", name, [first, indices])


def _l2_normalize(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    """x / sqrt(max(sum(x²), 1e-12)): Keras 3 adds no such floor but one on the norm, sqrt(1e-12) here."""
    only(kwargs, "axis", "epsilon", "dim")
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
    only(kwargs, "ord", "axis", "keepdims")
    if kwargs.get("ord", "euclidean") not in ("euclidean", 2):
        raise Inexact
    axis = axes(kwargs.get("axis"))
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
        only(kwargs, "axis", "dim")
        return single(module, op, name, [first], axis=ints(kwargs.get("axis", kwargs.get("dim", -1))))

    return made


def _leaky(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "alpha")
    return single("nn", "LeakyRelu", name, [first], negative_slope=float(kwargs.get("alpha", 0.2)))


def _gelu(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "approximate")
    return single("nn", "Gelu", name, [first], approximate=bool(kwargs.get("approximate", False)))


def _arg(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        only(kwargs, "axis", "dimension", "output_type")
        axis = ints(kwargs.get("axis", kwargs.get("dimension", 0)))
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
    return single("numpy", "Cumsum", name, [first], axis=ints(kwargs.get("axis", 0)), dtype=None)


def _like(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        only(kwargs, "dtype", "optimize", "input")
        return single("numpy", op, name, [first], dtype=dtype_name(kwargs["dtype"]) if "dtype" in kwargs else None)

    return made


def _identity(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs)
    return (layer("Identity", {"name": name}, [first]),)


def _top_k(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "k", "sorted", "index_type")
    return single("math", "TopK", name, [first], k=ints(kwargs.get("k", 1)), sorted=bool(kwargs.get("sorted", True)))


def _einsum(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    inputs = kwargs.get("inputs")
    if not isinstance(first, str) or not isinstance(inputs, list):
        raise Inexact
    return single("numpy", "Einsum", name, [tensor(item) for item in inputs], subscripts=first)


def _bias_add(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    if str(kwargs.get("data_format", "NHWC")).startswith("NC"):
        raise Inexact
    return single("numpy", "Add", name, [first, tensor(kwargs.get("bias", kwargs.get("y")))])


def _blocks(op: str) -> Callable[[str, Any, Arguments], tuple[Part, ...]]:
    def made(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
        only(kwargs, "block_size", "data_format")
        if kwargs.get("data_format", "NHWC") != "NHWC":
            raise Inexact
        return single("nn", op, name, [first], block_size=ints(kwargs["block_size"]), data_format="channels_last")

    return made


def _reverse(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "axis")
    return single("numpy", "Flip", name, [first], axis=ints(kwargs["axis"]))


def _roll(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "shift", "axis")
    return single("numpy", "Roll", name, [first], shift=ints(kwargs["shift"]), axis=ints(kwargs["axis"]))


def _broadcast(name: str, first: Any, kwargs: Arguments) -> tuple[Part, ...]:
    only(kwargs, "shape")
    return single("numpy", "BroadcastTo", name, [first], shape=ints(kwargs["shape"]))


_Builder = Callable[[str, Any, Arguments], tuple[Part, ...]]
SPECIAL: dict[str, _Builder] = {
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
    "math.round": _round,
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
