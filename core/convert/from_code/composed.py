"""Functions of TensorFlow, of Keras's old backend and of its applications that take several ops of Keras 3, or one by other rules.

Does not belong here: functions that are one op with the same arguments (function_table). Invariant: what is made computes
exactly what the function did; None where that depends on something that is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.convert.from_code.layers import call_layer, make_layer
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import one, record_op
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.values import Data, Path, Tensor, Unknown, tensors_in

Given = dict[str, Any]


def composed(m: Machine, path: Path, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """What a call of this function gives; None where it is no such function, or not exact with these arguments."""
    names, function = _FUNCTIONS.get(path.path, ((), None))
    if function is None or len(args) > len(names) or not tensors_in([*args, *kwargs.values()]):
        return None
    given = {**dict(zip(names, args, strict=False)), **{_SAME.get(key, key): value for key, value in kwargs.items()}}
    given.pop("name", None)
    if set(given) - set(names) or any(isinstance(value, (Unknown, Data)) for value in given.values()):
        return None
    return function(m, given, line)


def preprocessed(m: Machine, path: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """``keras.applications.NAME.preprocess_input(x)`` on a tensor, as its application computes it; None elsewhere."""
    x = one(args[0] if args else kwargs.get("x"))
    mode = kwargs.get("mode") or _MODES.get(path.split(".")[2], "caffe" if path.count(".") == 2 else None)
    if not isinstance(x, Tensor):
        return x  # data keeps its shape
    if (
        mode not in ("tf", "caffe", "torch", "none")
        or kwargs.get("data_format") == "channels_first"
        or m.channels_first
    ):
        return None
    if mode == "none":
        return x
    if mode == "tf":
        scaled = record_op(m, "true_divide", {"x1": x, "x2": 127.5}, line)
        return record_op(m, "subtract", {"x1": scaled, "x2": 1.0}, line)
    if mode == "caffe":
        turned = record_op(m, "flip", {"x": x, "axis": -1}, line)
        return record_op(m, "subtract", {"x1": turned, "x2": _numbers(103.939, 116.779, 123.68)}, line)
    scaled = record_op(m, "true_divide", {"x1": x, "x2": 255.0}, line)
    moved = record_op(m, "subtract", {"x1": scaled, "x2": _numbers(0.485, 0.456, 0.406)}, line)
    return record_op(m, "true_divide", {"x1": moved, "x2": _numbers(0.229, 0.224, 0.225)}, line)


_MODES: Mapping[str, str] = {
    **dict.fromkeys(("vgg16", "vgg19", "resnet", "resnet50", "imagenet_utils"), "caffe"),
    **dict.fromkeys("inception_v3 inception_resnet_v2 mobilenet mobilenet_v2 nasnet xception resnet_v2".split(), "tf"),
    "densenet": "torch",
    **dict.fromkeys("efficientnet efficientnet_v2 mobilenet_v3 convnext".split(), "none"),
}


def _numbers(*values: float) -> Any:
    import numpy

    return numpy.array(values, "float32")


def _rank(value: Any) -> int | None:
    shape = shape_of(value) if tensors_in(value) else getattr(value, "shape", None)
    return len(shape) if shape is not None else None


def _matmul(m: Machine, given: Given, line: int) -> Any:
    sides = [one(given.get("a")), one(given.get("b"))]
    if given.get("adjoint_a") or given.get("adjoint_b"):
        return None
    for place, key in enumerate(("transpose_a", "transpose_b")):
        if given.get(key):
            sides[place] = record_op(m, "swapaxes", {"x": sides[place], "axis1": -1, "axis2": -2}, line)
    return record_op(m, "matmul", {"x1": sides[0], "x2": sides[1]}, line)


def _dot(m: Machine, given: Given, line: int) -> Any:
    """The old backend's dot: the last axis of x with the last but one of y, all other axes side by side."""
    x, y = one(given.get("x")), one(given.get("y"))
    rank = _rank(y)
    if rank is not None and rank <= 2:
        return record_op(m, "matmul", {"x1": x, "x2": y}, line)
    first = _rank(x)
    if rank is None or first is None:
        return None
    return record_op(m, "tensordot", {"x1": x, "x2": y, "axes": ((first - 1,), (rank - 2,))}, line)


def _batch_dot(m: Machine, given: Given, line: int) -> Any:
    x, y, axes = one(given.get("x")), one(given.get("y")), given.get("axes")
    if not isinstance(x, Tensor) or not isinstance(y, Tensor):
        return None
    if axes is None:
        ranks = (_rank(x), _rank(y))
        if ranks[0] is None or ranks[1] is None:
            return None
        axes = (ranks[0] - 1, ranks[1] - (1 if ranks[1] == 2 else 2))
    made = make_layer(m, "Dot", [], {"axes": tuple(axes) if isinstance(axes, list) else axes}, line, "")
    return call_layer(m, made, [[x, y]], {}, line)


def _slice(m: Machine, given: Given, line: int) -> Any:
    starts, sizes = given.get("begin"), given.get("size")
    if not isinstance(starts, (list, tuple)) or not isinstance(sizes, (list, tuple)) or len(starts) != len(sizes):
        return None
    if not all(isinstance(value, int) for value in (*starts, *sizes)):
        return None
    parts = [
        slice(start or None, None if size == -1 else start + size) for start, size in zip(starts, sizes, strict=True)
    ]
    return record_op(m, "get_item", {"x": one(given["x"]), "key": tuple(parts)}, line)


def _squared_difference(m: Machine, given: Given, line: int) -> Any:
    made = record_op(m, "subtract", {"x1": one(given["x"]), "x2": one(given["y"])}, line)
    return record_op(m, "square", {"x": made}, line)


def _pair(value: Any, data_format: Any = None) -> Any:
    """``[1, h, w, 1]`` as ``(h, w)``; None for anything that is not the size of a window on images."""
    if data_format not in (None, "NHWC"):
        return None
    if isinstance(value, int):
        return (value, value)
    if not isinstance(value, (list, tuple)) or not all(isinstance(size, int) for size in value):
        return None
    if len(value) == 4:
        return tuple(value[1:3]) if value[0] == value[3] == 1 else None
    return tuple(value) if len(value) == 2 else None


def _pool(op: str) -> Callable[[Machine, Given, int], Any]:
    def made(m: Machine, given: Given, line: int) -> Any:
        size = _pair(given.get("ksize"), given.get("data_format"))
        strides = _pair(given.get("strides"), given.get("data_format"))
        padding = given.get("padding")
        if size is None or strides is None or not isinstance(padding, str):
            return None
        settings = {"pool_size": size, "strides": strides, "padding": padding.lower()}
        return record_op(m, op, {"inputs": one(given["input"]), **settings}, line)

    return made


def _patches(m: Machine, given: Given, line: int) -> Any:
    size, strides, rates = (_pair(given.get(key)) for key in ("sizes", "strides", "rates"))
    padding = given.get("padding")
    if size is None or strides is None or rates is None or rates[0] != rates[1] or not isinstance(padding, str):
        return None
    settings = {"size": size, "strides": strides, "dilation_rate": rates[0], "padding": padding.lower()}
    return record_op(m, "image.extract_patches", {"images": one(given["images"]), **settings}, line)


def _block(op: str) -> Callable[[Machine, Given, int], Any]:
    def made(m: Machine, given: Given, line: int) -> Any:
        if given.get("data_format", "NHWC") != "NHWC" or not isinstance(given.get("block_size"), int):
            return None
        return record_op(m, op, {"x": one(given["input"]), "block_size": given["block_size"]}, line)

    return made


def _local_response(m: Machine, given: Given, line: int) -> Any:
    """x / (bias + alpha * s)^beta, where s is the sum of squares over the channels at most ``depth_radius`` away.

    The sum is the mean over windows along the channels, made of a padded copy, times the size of the window.
    """
    x = one(given["input"])
    radius, bias = given.get("depth_radius", 5), given.get("bias", 1.0)
    alpha, beta = given.get("alpha", 1.0), given.get("beta", 0.5)
    if (
        _rank(x) != 4
        or not isinstance(radius, int)
        or not all(isinstance(v, (int, float)) for v in (bias, alpha, beta))
    ):
        return None
    window = 2 * radius + 1
    value = record_op(m, "square", {"x": x}, line)
    value = record_op(m, "pad", {"x": value, "pad_width": ((0, 0), (0, 0), (0, 0), (radius, radius))}, line)
    value = record_op(m, "expand_dims", {"x": value, "axis": -1}, line)
    settings = {"pool_size": (1, 1, window), "strides": (1, 1, 1), "padding": "valid"}
    value = record_op(m, "average_pool", {"inputs": value, **settings}, line)
    value = record_op(m, "squeeze", {"x": value, "axis": -1}, line)
    value = record_op(m, "multiply", {"x1": value, "x2": window * alpha}, line)
    value = record_op(m, "add", {"x1": value, "x2": bias}, line)
    value = record_op(m, "power", {"x1": value, "x2": beta}, line)
    return record_op(m, "true_divide", {"x1": x, "x2": value}, line)


def _standardized(m: Machine, given: Given, line: int) -> Any:
    """(x - mean) / max(standard deviation, 1 / sqrt(N)) over each image of N numbers."""
    x = one(given["image"])
    shape = shape_of(x)
    if shape is None or len(shape) != 4 or any(size is None for size in shape[1:]):
        return None
    count = 1
    for size in shape[1:]:
        count *= size or 1
    axes = {"axis": (1, 2, 3), "keepdims": True}
    centred = record_op(m, "subtract", {"x1": x, "x2": record_op(m, "mean", {"x": x, **axes}, line)}, line)
    width = record_op(m, "maximum", {"x1": record_op(m, "std", {"x": x, **axes}, line), "x2": count**-0.5}, line)
    return record_op(m, "true_divide", {"x1": centred, "x2": width}, line)


def _flipped(axis: int) -> Callable[[Machine, Given, int], Any]:
    def made(m: Machine, given: Given, line: int) -> Any:
        x = one(given["image"])
        return record_op(m, "flip", {"x": x, "axis": axis}, line) if _rank(x) == 4 else None

    return made


def _cropped(m: Machine, given: Given, line: int) -> Any:
    x = one(given["image"])
    keys = ("offset_height", "offset_width", "target_height", "target_width")
    numbers: list[int] = [value for value in map(given.get, keys) if isinstance(value, int)]
    if _rank(x) != 4 or len(numbers) != 4:
        return None
    top, left, height, width = numbers
    key = (slice(None), slice(top, top + height), slice(left, left + width))
    return record_op(m, "get_item", {"x": x, "key": key}, line)


def _cast(m: Machine, given: Given, line: int) -> Any:
    return record_op(m, "cast", {"x": one(given["x"]), "dtype": "float32"}, line)


def _op(op: str, key: str) -> Callable[[Machine, Given, int], Any]:
    return lambda m, given, line: record_op(m, op, {key: one(given[key])}, line)


_Handler = Callable[[Machine, Given, int], Any]
_PATCHES = ("images", "sizes", "strides", "rates", "padding")
_POOL = ("input", "ksize", "strides", "padding", "data_format")
_MATMUL = ("a", "b", "transpose_a", "transpose_b", "adjoint_a", "adjoint_b")
_LOCAL = ("input", "depth_radius", "bias", "alpha", "beta")
_BLOCK = ("input", "block_size", "data_format")
_SAME = {"ksizes": "sizes", "value": "input"}
_FUNCTIONS: Mapping[str, tuple[tuple[str, ...], _Handler]] = {
    "keras.backend.dot": (("x", "y"), _dot),
    "keras.backend.batch_dot": (("x", "y", "axes"), _batch_dot),
    "keras.backend.slice": (("x", "begin", "size"), _slice),
    "keras.backend.cast_to_floatx": (("x",), _cast),
    "tensorflow.slice": (("x", "begin", "size"), _slice),
    "tensorflow.matmul": (_MATMUL, _matmul),
    "tensorflow.linalg.matmul": (_MATMUL, _matmul),
    "tensorflow.batch_matmul": (("a", "b"), _matmul),
    "tensorflow.squared_difference": (("x", "y"), _squared_difference),
    "tensorflow.math.squared_difference": (("x", "y"), _squared_difference),
    "tensorflow.reciprocal": (("x",), _op("reciprocal", "x")),
    "tensorflow.math.reciprocal": (("x",), _op("reciprocal", "x")),
    "tensorflow.to_float": (("x",), _cast),
    "tensorflow.nn.max_pool": (_POOL, _pool("max_pool")),
    "tensorflow.nn.max_pool2d": (_POOL, _pool("max_pool")),
    "tensorflow.nn.avg_pool": (_POOL, _pool("average_pool")),
    "tensorflow.nn.avg_pool2d": (_POOL, _pool("average_pool")),
    "tensorflow.image.extract_patches": (_PATCHES, _patches),
    "tensorflow.image.extract_image_patches": (_PATCHES, _patches),
    "tensorflow.extract_image_patches": (_PATCHES, _patches),
    "tensorflow.depth_to_space": (_BLOCK, _block("depth_to_space")),
    "tensorflow.nn.depth_to_space": (_BLOCK, _block("depth_to_space")),
    "tensorflow.space_to_depth": (_BLOCK, _block("space_to_depth")),
    "tensorflow.nn.space_to_depth": (_BLOCK, _block("space_to_depth")),
    "tensorflow.nn.local_response_normalization": (_LOCAL, _local_response),
    "tensorflow.nn.lrn": (_LOCAL, _local_response),
    "tensorflow.image.per_image_standardization": (("image",), _standardized),
    "tensorflow.image.flip_left_right": (("image",), _flipped(2)),
    "tensorflow.image.flip_up_down": (("image",), _flipped(1)),
    "tensorflow.image.rgb_to_grayscale": (("images",), _op("image.rgb_to_grayscale", "images")),
    "tensorflow.image.crop_to_bounding_box": (
        ("image", "offset_height", "offset_width", "target_height", "target_width"),
        _cropped,
    ),
}
