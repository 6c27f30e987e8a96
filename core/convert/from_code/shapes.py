"""The shape of a tensor, as far as simple rules tell: code reads it (``x.shape[-1]``, ``K.int_shape(x)``).

Shapes are tuples with None for sizes that are not known, the batch included; None where not even the number of axes is.
Nothing of Keras runs. Does not belong here: checking a network (core.analysis).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from core.convert.from_code.values import Call, Layer, Model, Several, Tensor
from core.graph.model import INPUT_TYPE
from core.graph.values import KerasObject

Size = int | None
Shape = tuple[Size, ...] | None
_MOST_DEPTH = 300


def shape_of(value: Any) -> Shape:
    """The shape of a tensor; computed once for each call, without recursion along the network."""
    if isinstance(value, Several):
        value = value.call.tensor(0)
    if not isinstance(value, Tensor):
        return getattr(value, "shape", None)
    waiting = [value.call]
    while waiting:
        call = waiting[-1]
        if call.shapes is not None:
            waiting.pop()
            continue
        open_calls = [item.call for item in _inputs(call) if item.call.shapes is None and item.call is not call]
        if open_calls and len(waiting) < 20_000:
            waiting.extend(open_calls)
            continue
        call.shapes = _shapes(call)
        waiting.pop()
    shapes = value.call.shapes or []
    return shapes[value.index] if value.index < len(shapes) else None


def _inputs(call: Call) -> list[Tensor]:
    from core.convert.from_code.values import tensors_in

    return tensors_in(list(call.arguments.values()))


def _known(tensor: Any) -> Shape:
    if isinstance(tensor, Several):
        tensor = tensor.call.tensor(0)
    if not isinstance(tensor, Tensor):
        return (
            tuple(getattr(tensor, "shape", ()))
            if hasattr(tensor, "shape")
            else ()
            if isinstance(tensor, (int, float))
            else None
        )
    shapes = tensor.call.shapes or []
    return shapes[tensor.index] if tensor.index < len(shapes) else None


def _shapes(call: Call) -> list[Shape]:
    layer = call.layer
    if isinstance(layer, Model):
        from core.convert.from_code.values import tensors_in

        return [shape_of(tensor) for tensor in tensors_in(layer.outputs)]
    if layer.type == INPUT_TYPE:
        shape = layer.params.get("shape")
        return [(layer.params.get("batch_size"), *shape) if isinstance(shape, tuple) else None]
    inputs = [_known(tensor) for tensor in _inputs(call)]
    try:
        made = _rule(layer, call, inputs)
    except (TypeError, ValueError, IndexError, ArithmeticError, AttributeError):
        made = None
    if isinstance(made, list):
        return made
    return [made] * max(1, call.outputs or 1)


def _rule(layer: Layer, call: Call, inputs: list[Shape]) -> Shape | list[Shape]:
    name = layer.class_name
    first = inputs[0] if inputs else None
    if layer.is_op:
        return _op(name, layer, call, inputs)
    if layer.raw is not None:
        return None
    if name in _SAME or name.startswith(("Random", "Spatial", "Gaussian")):
        return first
    if first is None:
        return None
    params = layer.params
    if name in ("Dense", "EinsumDense"):
        return (*first[:-1], params.get("units")) if name == "Dense" else None
    if name == "Flatten":
        return (first[0], _product(first[1:]))
    if name == "Embedding":
        return (*first, params.get("output_dim"))
    if name == "Reshape":
        return _reshaped(first, (first[0], *params["target_shape"]))
    if name == "Permute":
        return (first[0], *(first[axis] for axis in params["dims"]))
    if name == "RepeatVector":
        return (first[0], params.get("n"), *first[1:])
    if name in _MERGES:
        return _merged([shape for shape in inputs if shape is not None])
    if name == "Concatenate":
        return _concatenated(inputs, params.get("axis", -1))
    if name.startswith("Global"):
        return _global(name, params, first)
    if "Pooling" in name:
        return _windowed(first, params, int(name[-2]), "pool_size", pool=True)
    if name.endswith("Transpose"):
        return _transposed(first, params, int(name[4]))
    if name.startswith(("Conv", "SeparableConv", "DepthwiseConv")) and name.endswith("D") and "LSTM" not in name:
        made = _windowed(first, params, int(name[-2]), "kernel_size")
        if made is None or not name.startswith("Depthwise"):
            return made
        axis = 1 if params.get("data_format") == "channels_first" else len(made) - 1
        channels = first[axis]
        filters = None if channels is None else channels * int(params.get("depth_multiplier", 1))
        return (*made[:axis], filters, *made[axis + 1 :])
    if name in ("LSTM", "GRU", "SimpleRNN"):
        return _recurrent(first, params, params.get("units"), 1 if name != "LSTM" else 2)
    if name == "Bidirectional":
        return _bidirectional(first, params)
    if name == "TimeDistributed":
        return _distributed(first, layer)
    if name.startswith(("UpSampling", "ZeroPadding", "Cropping")):
        return _resized(name, first, params)
    if name in ("MultiHeadAttention", "Attention", "AdditiveAttention"):
        return first if name == "MultiHeadAttention" else (*first[:-1], (inputs[1] or (None,))[-1])
    return None


_SAME = frozenset(
    "Activation Dropout BatchNormalization LayerNormalization GroupNormalization UnitNormalization RMSNormalization ReLU "
    "LeakyReLU PReLU ELU Softmax Masking Rescaling Normalization AlphaDropout ActivityRegularization Identity "
    "SpectralNormalization".split()
)
_MERGES = frozenset("Add Subtract Multiply Average Maximum Minimum".split())
_BROADCAST = frozenset("add subtract multiply true_divide divide power maximum minimum mod floor_divide where".split())
_REDUCE = frozenset("mean sum max min prod var std any all argmax argmin logsumexp".split())
_ELEMENTWISE = frozenset(
    "relu sigmoid tanh softmax exp log sqrt square abs absolute negative sin cos elu gelu silu selu softplus softsign cast "
    "clip erf relu6 leaky_relu hard_sigmoid log_softmax normalize stop_gradient".split()
)


def _product(sizes: Sequence[Size]) -> Size:
    return None if any(size is None for size in sizes) else math.prod(size for size in sizes if size is not None)


def _reshaped(old: tuple[Size, ...], new: tuple[Any, ...]) -> Shape:
    sizes: list[Size] = [size if isinstance(size, int) and size >= 0 else None for size in new]
    if -1 in new:
        place = new.index(-1)
        whole, rest = _product(old[1:]), _product([size for size in sizes[1:] if size is not None] or [1])
        others = [size for number, size in enumerate(sizes[1:], 1) if number != place]
        if place > 0 and whole is not None and rest and None not in others:
            sizes[place] = whole // rest
    return tuple(sizes)


def _merged(shapes: list[tuple[Size, ...]]) -> Shape:
    if not shapes:
        return None
    longest = max(shapes, key=len)
    made = list(longest)
    for shape in shapes:
        for place in range(1, len(shape) + 1):
            if made[-place] in (None, 1) and shape[-place] is not None:
                made[-place] = shape[-place]
    made[0] = longest[0]
    return tuple(made)


def _concatenated(shapes: list[Shape], axis: Any) -> Shape:
    known = [shape for shape in shapes if shape is not None]
    if not known or not isinstance(axis, int):
        return None
    made = list(known[0])
    sizes = [None if shape is None else shape[axis] for shape in shapes]
    made[axis] = None if None in sizes else sum(size for size in sizes if size is not None)
    return tuple(made)


def _global(name: str, params: dict[str, Any], first: tuple[Size, ...]) -> Shape:
    axis = 1 if params.get("data_format") == "channels_first" else len(first) - 1
    if params.get("keepdims"):
        return tuple(size if place in (0, axis) else 1 for place, size in enumerate(first))
    return (first[0], first[axis])


def _each(value: Any, count: int, default: Any = 1) -> tuple[Any, ...]:
    value = default if value is None else value
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count


def _windowed(first: tuple[Size, ...], params: dict[str, Any], count: int, window: str, pool: bool = False) -> Shape:
    kernel = _each(params.get(window), count, 2)
    strides = _each(params.get("strides"), count, kernel if pool else 1)
    dilation = _each(params.get("dilation_rate"), count)
    front = params.get("data_format") == "channels_first"
    spatial = first[2:] if front else first[1:-1]
    made: list[Size] = []
    for size, width, step, spread in zip(spatial, kernel, strides, dilation, strict=True):
        if not isinstance(size, int):
            made.append(None)
        elif params.get("padding", "valid") in ("same", "causal"):
            made.append(-(-size // step))
        else:
            made.append((size - (width - 1) * spread - 1) // step + 1)
    channels = (first[1] if front else first[-1]) if pool else params.get("filters")
    return (first[0], channels, *made) if front else (first[0], *made, channels)


def _transposed(first: tuple[Size, ...], params: dict[str, Any], count: int) -> Shape:
    kernel, strides = _each(params.get("kernel_size"), count), _each(params.get("strides"), count)
    front = params.get("data_format") == "channels_first"
    spatial = first[2:] if front else first[1:-1]
    made: list[Size] = []
    for size, width, step in zip(spatial, kernel, strides, strict=True):
        if not isinstance(size, int) or params.get("output_padding") is not None:
            made.append(None)
        else:
            made.append(size * step + (0 if params.get("padding") == "same" else max(width - step, 0)))
    channels = params.get("filters")
    return (first[0], channels, *made) if front else (first[0], *made, channels)


def _recurrent(first: tuple[Size, ...], params: Any, units: Any, states: int) -> list[Shape]:
    made = (first[0], first[1], units) if params.get("return_sequences") else (first[0], units)
    return [made, *([(first[0], units)] * states if params.get("return_state") else [])]


def _bidirectional(first: tuple[Size, ...], params: dict[str, Any]) -> Shape | list[Shape]:
    inner = params.get("layer")
    if not isinstance(inner, KerasObject):
        return None
    units = inner.params.get("units")
    if inner.params.get("return_state") or not isinstance(units, int):
        return None
    mode = params.get("merge_mode", "concat")
    (made,) = _recurrent(first, inner.params, units * 2 if mode == "concat" else units, 0)
    return [made, made] if mode is None else made


def _distributed(first: tuple[Size, ...], around: Layer) -> Shape:
    outputs = getattr(around.held, "outputs", None)
    if isinstance(outputs, Tensor):
        each = shape_of(outputs)
        return None if each is None else (each[0], first[1], *each[1:])
    inner = around.params.get("layer")
    if not isinstance(inner, KerasObject):
        return None
    layer = Layer(inner.type, "", dict(inner.params))
    made = _rule(layer, Call(layer, {}, 0), [(first[0], *first[2:])])
    return (made[0], first[1], *made[1:]) if isinstance(made, tuple) else None


def _resized(name: str, first: tuple[Size, ...], params: dict[str, Any]) -> Shape:
    count = int(name[-2])
    front = params.get("data_format") == "channels_first"
    spatial = list(first[2:] if front else first[1:-1])
    key, default = {"U": ("size", 2), "Z": ("padding", 1), "C": ("cropping", 0)}[name[0]]
    value = _each(params.get(key), count, default)
    if count == 1 and len(value) == 2:
        value = (tuple(value),)
    for place, (size, amount) in enumerate(zip(spatial, value, strict=True)):
        if size is not None:
            total = sum(amount) if isinstance(amount, tuple) else 2 * amount
            spatial[place] = size * amount if name[0] == "U" else size + (total if name[0] == "Z" else -total)
    return (first[0], first[1], *spatial) if front else (first[0], *spatial, first[-1])


def _op(name: str, layer: Layer, call: Call, inputs: list[Shape]) -> Shape | list[Shape]:
    first = inputs[0] if inputs else None
    values = {**layer.params, **call.arguments}
    if name in _BROADCAST:
        sides = [_known(value) for value in call.arguments.values()]
        return None if any(side is None for side in sides) else _merged([side for side in sides if side])
    if first is None:
        return None
    if name in _ELEMENTWISE:
        return first
    if name == "concatenate":
        return _concatenated(inputs, values.get("axis", 0))
    if name == "reshape":
        return _reshaped(first, tuple(values["newshape"]))
    if name == "transpose":
        axes = values.get("axes") or tuple(reversed(range(len(first))))
        return tuple(first[axis] for axis in axes)
    if name == "expand_dims":
        axis = values["axis"] % (len(first) + 1)
        return (*first[:axis], 1, *first[axis:])
    if name == "squeeze":
        axis = values.get("axis")
        return None if axis is None else tuple(size for place, size in enumerate(first) if place != axis % len(first))
    if name in _REDUCE:
        axis = values.get("axis")
        axes = set(range(len(first))) if axis is None else {item % len(first) for item in _each(axis, 1)}
        if values.get("keepdims"):
            return tuple(1 if place in axes else size for place, size in enumerate(first))
        return tuple(size for place, size in enumerate(first) if place not in axes)
    if name == "matmul" and len(inputs) == 2 and inputs[1] is not None:
        return (*first[:-1], inputs[1][-1])
    if name == "stack":
        axis = values.get("axis", 0) % (len(first) + 1)
        return (*first[:axis], len(inputs), *first[axis:])
    if name == "split" and isinstance(values.get("indices_or_sections"), int):
        axis, parts = values.get("axis", 0) % len(first), values["indices_or_sections"]
        size = first[axis]
        made = (*first[:axis], None if size is None else size // parts, *first[axis + 1 :])
        return [made] * parts
    rule: Callable[[tuple[Size, ...], Any], Shape] | None = indexed if name == "get_item" else None
    return rule(first, values.get("key")) if rule is not None else None


def indexed(shape: tuple[Size, ...], key: Any) -> Shape:
    """The shape of ``x[key]``."""
    items = list(key) if isinstance(key, tuple) else [key]
    dots = [place for place, item in enumerate(items) if item is Ellipsis or type(item).__name__ == "EllipsisValue"]
    taken = sum(1 for item in items if item is not None) - len(dots)
    if dots:
        items[dots[0] : dots[0] + 1] = [slice(None)] * (len(shape) - taken)
    made: list[Size] = []
    rest = list(shape)
    for item in items:
        if item is None:
            made.append(1)
            continue
        size = rest.pop(0)
        if isinstance(item, int):
            continue
        parts = [getattr(item, name, None) for name in ("start", "stop", "step")]
        whole = all(part is None for part in parts)
        if whole or size is None:
            made.append(size if whole else None)
        else:
            made.append(len(range(*slice(*parts).indices(size))))
    return (*made, *rest)
