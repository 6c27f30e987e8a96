"""FLOPs of ``keras.ops``, by the class of the operation that Keras recorded.

Convention as in cost_formulas. What merely moves, selects, compares or casts along the way is free only where it does no
arithmetic per element; decompositions, sorting, losses and transforms of images are not costed: None, not a guess. Does
not belong here: layers (cost).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from core.analysis.cost_formulas import ACTIVATIONS, Shapes, einsum, product, scaled, size, summed
from core.graph.naming import snake_case

_FREE = frozenset(
    "Reshape Transpose GetItem Concatenate Stack Hstack Vstack Dstack Append ExpandDims Squeeze Cast SaturateCast "
    "Identity BroadcastTo BroadcastTensors Broadcast Flip Fliplr Flipud Moveaxis Pad Ravel Flatten Repeat Roll Rot90 Split "
    "ArraySplit Hsplit Vsplit Dsplit Swapaxes Take TakeAlongAxis Tile Tril Triu Diagonal Diag Diagflat StopGradient OneHot "
    "MultiHot Copy Array Slice SliceUpdate Scatter ScatterUpdate Unstack Unfold ZerosLike OnesLike FullLike EmptyLike "
    "GetShape View ViewAsComplex ViewAsReal ConvertToTensor Real Imag Conjugate Where Select Meshgrid Rearrange "
    "DepthToSpace SpaceToDepth CropImages PadImages ExtractPatches ExtractSequences Relu Relu6 LeakyRelu Threshold".split()
)
_ELEMENTWISE = frozenset(
    "Add Subtract Multiply Divide TrueDivide DivideNoNan FloorDivide Mod Fmod Power Negative Reciprocal Square Sqrt Cbrt "
    "Absolute Fabs Sign Signbit Maximum Minimum Fmax Fmin Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd "
    "LogicalOr LogicalNot LogicalXor BitwiseAnd BitwiseOr BitwiseXor BitwiseNot BitwiseInvert BitwiseLeftShift "
    "BitwiseRightShift LeftShift RightShift Isfinite Isinf Isposinf Isneginf Isnan Isreal Exp Exp2 Expm1 Log Log2 Log10 "
    "Log1p Sin Cos Tan Arcsin Arccos Arctan Arctan2 Sinh Cosh Arcsinh Arccosh Arctanh Erf Erfc Erfinv Floor Ceil Round "
    "Trunc Deg2rad Rad2deg Heaviside NanToNum Nextafter Ldexp Cumsum Cumprod Nancumsum Nancumprod Diff".split()
)
_PER_OUTPUT = {
    "Rsqrt": 2,
    "Clip": 2,
    "Softmax": 5,
    "LogSoftmax": 5,
    "Isclose": 4,
    "Hypot": 4,
    "RGBToGrayscale": 5,
    "Cross": 3,
}
_PER_INPUT = {
    **dict.fromkeys(
        "Mean Sum Max Min Amax Amin Prod Any All Argmax Argmin CountNonzero Nanmax Nanmin Nansum Nanmean Nanprod Nanargmax "
        "Nanargmin Ptp AdaptiveMaxPool AdaptiveAveragePool SegmentSum SegmentMax SegmentMin SegmentProd Fold Trace".split(),
        1,
    ),
    **dict.fromkeys("Var Std Nanvar Nanstd Moments RMSNorm".split(), 4),
    **dict.fromkeys("Norm Logsumexp Average".split(), 2),
    "Normalize": 3,
    "BatchNorm": 2,
    "LayerNorm": 8,
}


def operation_flops(operation: Any, arguments: Sequence[Any], outputs: Shapes) -> int | None:
    """FLOPs of one recorded op, per sample; ``arguments`` are all values of its call, flattened. None: not known."""
    inputs = [tuple(value.shape) for value in arguments if getattr(value, "shape", None) is not None]
    name = type(operation).__name__
    if name in _FREE or not outputs or not inputs:
        return 0
    if name in _ELEMENTWISE:
        return scaled(outputs[0], 1)
    if name in _PER_OUTPUT:
        return scaled(outputs[0], _PER_OUTPUT[name])
    if name in _PER_INPUT:
        return scaled(inputs[0], _PER_INPUT[name])
    if name in ("Matmul", "Dot", "Vdot", "Inner", "Vecdot"):
        length = inputs[0][-1]
        return None if length is None else scaled(outputs[0], 2 * length)
    if name == "Einsum":
        return einsum(operation.subscripts, inputs)
    if name in ("Conv", "DepthwiseConv", "SeparableConv", "ConvTranspose") and len(inputs) > 1:
        return _convolution(name, inputs, outputs)
    if name in ("MaxPool", "AveragePool"):
        return _pool(operation, inputs, outputs)
    if name == "DotProductAttention" and len(inputs) > 2:
        return _attention(inputs)
    activation = ACTIVATIONS.get(snake_case(name))
    return None if activation is None else scaled(outputs[0], activation)


def _convolution(name: str, inputs: Shapes, outputs: Shapes) -> int | None:
    """The kernel is (window..., channels per group, filters), for a depthwise one (window..., channels, multiplier)."""
    kernel = inputs[1]
    if any(length is None for length in kernel):
        return None
    sizes = [length or 0 for length in kernel]
    window = math.prod(sizes[:-2])
    if name == "Conv":
        return scaled(outputs[0], 2 * window * sizes[-2])
    if name == "ConvTranspose":
        return scaled(inputs[0], 2 * window * sizes[-2])
    if name == "DepthwiseConv" or len(inputs) < 3:
        return scaled(outputs[0], 2 * window)
    middle, filters = sizes[-2] * sizes[-1], inputs[2][-1]
    elements = size(outputs[0])
    if elements is None or not filters:
        return None
    return summed([2 * (elements // filters) * middle * window, 2 * elements * middle])


def _pool(operation: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    window = operation.pool_size
    spatial = len(inputs[0]) - 2
    return scaled(outputs[0], window**spatial if isinstance(window, int) else math.prod(window))


def _attention(inputs: Shapes) -> int | None:
    """Query (batch, steps, heads, size) against key and value: products, softmax, weighted sum."""
    steps, heads, width = inputs[0][1:4]
    keys, value_width = inputs[1][1], inputs[2][-1]
    scores = product([steps, heads, keys])
    each = product([width]), product([value_width])
    return None if scores is None or each[0] is None or each[1] is None else scores * (2 * each[0] + 5 + 2 * each[1])
