"""FLOPs of single Keras layers, read off the live layer and the shapes that go in and out.

Convention: one sample, inference, a multiply-add is 2, as TensorFlow's profiler counts
(tensorflow/python/profiler/internal/flops_registry.py). As there, moving data, comparing with zero (relu) and looking up
cost nothing, a softmax costs 5 per element, a bias 1, pooling its window per output. Every formula returns None where
a size it needs is unknown. Does not belong here: choosing the formula (cost), ops.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from core.analysis.results import Shape

Shapes = Sequence[Shape]
Formula = Callable[[Any, Shapes, Shapes], int | None]

# FLOPs per element. The rational functions count their additions, products and divisions, an exponential as 1.
ACTIVATIONS: dict[str, int] = {
    "linear": 0, "relu": 0, "relu6": 0, "leaky_relu": 0, "threshold": 0, "hard_tanh": 0, "hard_shrink": 0,
    "sigmoid": 3, "hard_sigmoid": 2, "tanh": 5, "softmax": 5, "log_softmax": 5, "softplus": 3, "softsign": 2,
    "silu": 4, "hard_silu": 3, "gelu": 8, "elu": 2, "celu": 3, "selu": 3, "exponential": 1, "mish": 9, "glu": 4,
    "soft_shrink": 1, "tanh_shrink": 6, "squareplus": 4, "sparse_plus": 4, "sparsemax": 5, "sparse_sigmoid": 2,
    "log_sigmoid": 4,
}  # fmt: skip


def size(shape: Shape) -> int | None:
    """Elements per sample: the product of all dimensions but the first; None if one is unknown."""
    return product(shape[1:])


def product(numbers: Sequence[Any]) -> int | None:
    """The product; None if a factor is."""
    return None if any(number is None for number in numbers) else math.prod(int(number) for number in numbers)


def scaled(shape: Shape, per_element: float) -> int | None:
    """``per_element`` for each element of one sample; 0 even for unknown sizes if nothing is done per element."""
    if per_element == 0:
        return 0
    elements = size(shape)
    return None if elements is None else int(elements * per_element)


def summed(parts: Sequence[int | None]) -> int | None:
    """The sum; None if a part is unknown."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def activation_cost(function: Any) -> int:
    """FLOPs per element of an activation: a function, or a layer used as one; 1 where nothing is known of it."""
    name = getattr(function, "__name__", None) or type(function).__name__.lower()
    return ACTIVATIONS.get(str(name).replace("leakyrelu", "leaky_relu"), 1)


def per_input(flops: float) -> Formula:
    """``flops`` for every element of the first input."""
    return lambda layer, inputs, outputs: scaled(inputs[0], flops)


def per_output(flops: float) -> Formula:
    """``flops`` for every element of the first output."""
    return lambda layer, inputs, outputs: scaled(outputs[0], flops)


def _bias_and_activation(layer: Any, output: Shape) -> int | None:
    return scaled(output, (1 if getattr(layer, "use_bias", False) else 0) + activation_cost(layer.activation))


def _channels(layer: Any, shape: Shape) -> int | None:
    return shape[-1] if layer.data_format == "channels_last" else shape[1]


def conv(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x output elements x kernel window x input channels / groups, plus bias."""
    channels = _channels(layer, inputs[0])
    if channels is None:
        return None
    return summed(
        [
            scaled(outputs[0], 2 * math.prod(layer.kernel_size) * channels / layer.groups),
            _bias_and_activation(layer, outputs[0]),
        ]
    )


def conv_transpose(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x input elements x kernel window x filters (every input element is spread over a window), plus bias."""
    return summed(
        [scaled(inputs[0], 2 * math.prod(layer.kernel_size) * layer.filters), _bias_and_activation(layer, outputs[0])]
    )


def depthwise(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x output elements x kernel window, plus bias."""
    return summed([scaled(outputs[0], 2 * math.prod(layer.kernel_size)), _bias_and_activation(layer, outputs[0])])


def separable(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """A depthwise convolution, then a 1x1 convolution over its channels, plus bias."""
    channels = _channels(layer, inputs[0])
    elements = size(outputs[0])
    if channels is None or elements is None:
        return None
    middle = channels * layer.depth_multiplier
    places = elements // layer.filters
    return summed(
        [
            2 * places * middle * math.prod(layer.kernel_size),
            2 * elements * middle,
            _bias_and_activation(layer, outputs[0]),
        ]
    )


def dense(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x output elements x input features, plus bias."""
    features = inputs[0][-1]
    if features is None:
        return None
    return summed([scaled(outputs[0], 2 * features), _bias_and_activation(layer, outputs[0])])


def einsum_dense(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x every combination of indices in the equation, plus bias."""
    flops = einsum(layer.equation, [inputs[0], _kernel_shape(layer)])
    biased = 1 if layer.bias is not None else 0
    return summed([flops, scaled(outputs[0], biased + activation_cost(layer.activation))])


def _kernel_shape(layer: Any) -> Shape:
    """The shape of the kernel variable; the property ``kernel`` of a layer with LoRA would compute a real sum."""
    return tuple(layer._kernel.shape)


def einsum(equation: str, shapes: Shapes) -> int | None:
    """2 x the product of the sizes of all indices, the batch (an unknown first size) counting once."""
    left = equation.replace(" ", "").partition("->")[0].split(",")
    sizes: dict[str, int | None] = {}
    rest: list[int | None] = []
    for labels, shape in zip(left, shapes, strict=False):
        before, dots, after = labels.partition("...")
        named = [*zip(before, shape, strict=False)]
        if dots:
            rest = list(shape[len(before) : len(shape) - len(after)])
            named += [*zip(after, shape[len(shape) - len(after) :], strict=True)]
        for label, length in named:
            sizes[label] = sizes.get(label) or length
    first = left[0][0] if left and left[0] else ""
    numbers = [length for label, length in sizes.items() if label != first]
    # The first index of the first operand is the batch: one sample.
    numbers += rest[1:] if first == "." else rest
    whole = product(numbers)
    return None if whole is None else 2 * whole


def pooling(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """The window for every output element."""
    return scaled(outputs[0], math.prod(layer.pool_size))


def batch_normalization(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Mean, variance, scale and offset become one product and one sum per element, prepared once per channel."""
    axes = layer.axis if isinstance(layer.axis, (list, tuple)) else [layer.axis]
    channels = product([inputs[0][axis] for axis in axes])
    if channels is None:
        return None
    return summed([scaled(inputs[0], 2), channels * (4 + int(layer.scale) + int(layer.center))])


def layer_normalization(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Mean 1, variance 3, normalise 2, scale 1, offset 1, for each element."""
    return scaled(inputs[0], 6 + int(getattr(layer, "scale", True)) + int(getattr(layer, "center", True)))


def merge(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """One operation per output element for each input after the first; an average divides once more."""
    count = len(inputs) - 1 + (1 if type(layer).__name__ == "Average" else 0)
    return scaled(outputs[0], count)


def dot(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """2 x output elements x the length of the contracted axis."""
    axis = layer.axes if isinstance(layer.axes, int) else layer.axes[0]
    length = inputs[0][axis]
    return None if length is None else scaled(outputs[0], 2 * length)


def activation(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """The activation's FLOPs for each element."""
    return scaled(outputs[0], activation_cost(layer.activation))


def up_sampling(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Repeating costs nothing; interpolating costs three linear steps of 3 per output element."""
    return scaled(outputs[0], 0 if getattr(layer, "interpolation", "nearest") == "nearest" else 9)


def multi_head_attention(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Projections of query, key and value, scores, softmax, weighted sum, output projection."""
    query = inputs[0]
    value = inputs[1] if len(inputs) > 1 else query
    steps, keys = product(query[1:-1]), product(value[1:-1])
    if steps is None or keys is None:
        return None

    def projected(projection: Any, places: int) -> int:
        bias: int = math.prod(projection.bias.shape) if projection.bias is not None else 0
        return places * (2 * math.prod(length or 0 for length in _kernel_shape(projection)) + bias)

    heads: int = getattr(layer, "num_query_heads", None) or layer.num_heads
    key_dim: int = getattr(layer, "head_dim", None) or layer.key_dim
    value_dim: int = getattr(layer, "value_dim", None) or key_dim
    scores = heads * steps * keys
    return (
        projected(layer._query_dense, steps)
        + projected(layer._key_dense, keys)
        + projected(layer._value_dense, keys)
        + steps * heads * key_dim
        + scores * (2 * key_dim + 5 + 2 * value_dim)
        + projected(layer._output_dense, steps)
    )


def attention(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Scores between all query and value steps, softmax, weighted sum."""
    query, value = inputs[0], inputs[1]
    steps, keys, features, width = query[1], value[1], query[-1], value[-1]
    if steps is None or keys is None or features is None or width is None:
        return None
    # Additive attention adds, takes tanh, scales and sums where the dot product multiplies and sums.
    each = 3 + ACTIVATIONS["tanh"] if type(layer).__name__ == "AdditiveAttention" else 2
    return steps * keys * (each * features + 5 + 2 * width)
