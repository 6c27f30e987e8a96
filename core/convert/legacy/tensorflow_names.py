"""TensorFlow functions that stood in tf.keras models as layers, by the op of Keras 3 that computes the same.

Names as ``TFOpLambda`` wrote them, without a leading ``tf.``; the second table has the names of graph nodes that
``TensorFlowOpLayer`` wrote. Does not belong here: functions with arguments of their own (tensorflow_calls).
Invariant: only exact equivalents.
"""

from __future__ import annotations

from collections.abc import Mapping

Op = tuple[str, str]
"""The module of the op (its last part) and its class."""

UNARY: Mapping[str, Op] = {
    **{f"math.{name}": ("numpy", op) for name, op in (
        ("abs", "Absolute"), ("acos", "Arccos"), ("acosh", "Arccosh"), ("asin", "Arcsin"), ("asinh", "Arcsinh"),
        ("atan", "Arctan"), ("atanh", "Arctanh"), ("ceil", "Ceil"), ("conj", "Conjugate"), ("cos", "Cos"), ("cosh", "Cosh"),
        ("exp", "Exp"), ("expm1", "Expm1"), ("floor", "Floor"), ("imag", "Imag"), ("is_finite", "Isfinite"),
        ("is_inf", "Isinf"), ("is_nan", "Isnan"), ("log", "Log"), ("log1p", "Log1p"), ("logical_not", "LogicalNot"),
        ("negative", "Negative"), ("real", "Real"), ("reciprocal", "Reciprocal"), ("sign", "Sign"), ("sin", "Sin"),
        ("sinh", "Sinh"), ("sqrt", "Sqrt"), ("square", "Square"), ("tan", "Tan"), ("tanh", "Tanh"))},
    "math.rsqrt": ("math", "Rsqrt"),
    "math.erf": ("math", "Erf"),
    "math.erfinv": ("math", "Erfinv"),
    "math.sigmoid": ("nn", "Sigmoid"),
    "math.log_sigmoid": ("nn", "LogSigmoid"),
    "math.softplus": ("nn", "Softplus"),
    "math.softsign": ("nn", "Softsign"),
    "nn.elu": ("nn", "Elu"),
    "nn.relu": ("nn", "Relu"),
    "nn.relu6": ("nn", "Relu6"),
    "nn.selu": ("nn", "Selu"),
    "nn.sigmoid": ("nn", "Sigmoid"),
    "nn.softplus": ("nn", "Softplus"),
    "nn.softsign": ("nn", "Softsign"),
    "nn.tanh": ("numpy", "Tanh"),
    "nn.swish": ("nn", "Silu"),
    "nn.silu": ("nn", "Silu"),
    "stop_gradient": ("core", "StopGradient"),
    "compat.v1.stop_gradient": ("core", "StopGradient"),
}  # fmt: skip

BINARY: Mapping[str, Op] = {
    **{f"{group}.{name}": ("numpy", op) for group in ("math", "__operators__") for name, op in (
        ("add", "Add"), ("subtract", "Subtract"), ("sub", "Subtract"), ("multiply", "Multiply"), ("mul", "Multiply"),
        ("truediv", "TrueDivide"), ("divide", "TrueDivide"), ("div", "TrueDivide"), ("floordiv", "FloorDivide"),
        ("mod", "Mod"), ("floormod", "Mod"), ("pow", "Power"), ("equal", "Equal"), ("eq", "Equal"),
        ("not_equal", "NotEqual"), ("ne", "NotEqual"), ("greater", "Greater"), ("gt", "Greater"),
        ("greater_equal", "GreaterEqual"), ("ge", "GreaterEqual"), ("less", "Less"), ("lt", "Less"),
        ("less_equal", "LessEqual"), ("le", "LessEqual"), ("logical_and", "LogicalAnd"), ("logical_or", "LogicalOr"),
        ("logical_xor", "LogicalXor"))},
    "math.maximum": ("numpy", "Maximum"),
    "math.minimum": ("numpy", "Minimum"),
    "math.divide_no_nan": ("numpy", "DivideNoNan"),
    "math.squared_difference": ("numpy", "Subtract"),
    "math.atan2": ("numpy", "Arctan2"),
    "__operators__.matmul": ("numpy", "Matmul"),
}  # fmt: skip

REDUCED: Mapping[str, Op] = {
    "math.reduce_all": ("numpy", "All"),
    "math.reduce_any": ("numpy", "Any"),
    "math.reduce_max": ("numpy", "Max"),
    "math.reduce_mean": ("numpy", "Mean"),
    "math.reduce_min": ("numpy", "Min"),
    "math.reduce_prod": ("numpy", "Prod"),
    "math.reduce_std": ("numpy", "Std"),
    "math.reduce_sum": ("numpy", "Sum"),
    "math.reduce_variance": ("numpy", "Var"),
    "math.reduce_logsumexp": ("math", "Logsumexp"),
    "compat.v1.reduce_mean": ("numpy", "Mean"),
    "compat.v1.reduce_sum": ("numpy", "Sum"),
    "compat.v1.reduce_max": ("numpy", "Max"),
    "compat.v1.reduce_min": ("numpy", "Min"),
}

ALIASES: Mapping[str, str] = {
    **{name: f"math.{name}" for name in (
        "abs", "add", "subtract", "multiply", "divide", "truediv", "pow", "exp", "sqrt", "square", "sign", "round",
        "maximum", "minimum", "sin", "cos", "tan", "tanh", "sigmoid", "negative", "floor", "equal", "not_equal",
        "greater", "greater_equal", "less", "less_equal", "logical_and", "logical_or", "logical_not", "reduce_all",
        "reduce_any", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod", "reduce_sum", "reduce_logsumexp",
        "cumsum", "argmax", "argmin", "acos", "asin", "atan", "atan2", "cosh", "sinh", "acosh", "asinh", "atanh")},
    "linalg.l2_normalize": "math.l2_normalize",
    "nn.l2_normalize": "math.l2_normalize",
    "compat.v1.nn.l2_normalize": "math.l2_normalize",
    "matmul": "linalg.matmul",
    "norm": "linalg.norm",
    "compat.v1.norm": "linalg.norm",
    "linalg.einsum": "einsum",
    "linalg.tensordot": "tensordot",
    "math.softmax": "nn.softmax",
    "compat.v1.nn.softmax": "nn.softmax",
    "math.log_softmax": "nn.log_softmax",
    "compat.v1.transpose": "transpose",
    "linalg.transpose": "transpose",
    "compat.v1.expand_dims": "expand_dims",
    "compat.v1.squeeze": "squeeze",
    "compat.v1.gather": "gather",
    "compat.v1.where": "where",
    "where_v2": "where",
    "dtypes.cast": "cast",
    "compat.v1.image.resize": "image.resize",
    "image.resize_v2": "image.resize",
    "compat.v1.pad": "pad",
    "compat.v1.concat": "concat",
    "compat.v1.argmax": "math.argmax",
    "math.mod_v2": "math.mod",
    "slice_v2": "slice",
    "keras.backend.clip": "clip_by_value",
    "clip_by_value_v2": "clip_by_value",
    "math.top_k": "nn.top_k",
    "compat.v1.nn.leaky_relu": "nn.leaky_relu",
    "compat.v1.depth_to_space": "nn.depth_to_space",
    "compat.v1.space_to_depth": "nn.space_to_depth",
    "identity": "identity",
    "compat.v1.identity": "identity",
}  # fmt: skip

DTYPES: Mapping[int, str] = {
    1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string", 9: "int64", 10: "bool",
    14: "bfloat16", 17: "uint16", 19: "float16", 22: "uint32", 23: "uint64",
}  # fmt: skip
"""TensorFlow's numbers of dtypes."""

NODES: Mapping[str, str] = {
    "Abs": "math.abs", "Add": "math.add", "AddV2": "math.add", "Sub": "math.subtract", "Mul": "math.multiply",
    "RealDiv": "math.truediv", "Div": "math.truediv", "FloorDiv": "math.floordiv", "FloorMod": "math.mod",
    "Pow": "math.pow", "Maximum": "math.maximum", "Minimum": "math.minimum", "Neg": "math.negative", "Exp": "math.exp",
    "Log": "math.log", "Log1p": "math.log1p", "Sqrt": "math.sqrt", "Rsqrt": "math.rsqrt", "Square": "math.square",
    "SquaredDifference": "math.squared_difference", "Sin": "math.sin", "Cos": "math.cos", "Tanh": "math.tanh",
    "Sigmoid": "math.sigmoid", "Sign": "math.sign", "Floor": "math.floor", "Ceil": "math.ceil", "Round": "math.round",
    "Reciprocal": "math.reciprocal", "Inv": "math.reciprocal", "Erf": "math.erf", "Relu": "nn.relu",
    "Relu6": "nn.relu6", "Elu": "nn.elu", "Selu": "nn.selu", "Softplus": "math.softplus", "Softsign": "nn.softsign",
    "Softmax": "nn.softmax", "LogSoftmax": "nn.log_softmax", "LeakyRelu": "nn.leaky_relu", "Equal": "math.equal",
    "NotEqual": "math.not_equal", "Greater": "math.greater", "GreaterEqual": "math.greater_equal", "Less": "math.less",
    "LessEqual": "math.less_equal", "LogicalAnd": "math.logical_and", "LogicalOr": "math.logical_or",
    "LogicalNot": "math.logical_not", "Identity": "identity", "StopGradient": "stop_gradient",
    "Mean": "math.reduce_mean", "Sum": "math.reduce_sum", "Max": "math.reduce_max", "Min": "math.reduce_min",
    "Prod": "math.reduce_prod", "All": "math.reduce_all", "Any": "math.reduce_any", "Reshape": "reshape",
    "Transpose": "transpose", "ExpandDims": "expand_dims", "Squeeze": "squeeze", "Cast": "cast", "ConcatV2": "concat",
    "Pack": "stack", "Tile": "tile", "MatMul": "linalg.matmul", "BatchMatMul": "linalg.matmul",
    "BatchMatMulV2": "linalg.matmul", "GatherV2": "gather", "ArgMax": "math.argmax", "ArgMin": "math.argmin",
    "ZerosLike": "zeros_like", "OnesLike": "ones_like", "SelectV2": "where", "Cumsum": "math.cumsum", "Pad": "pad",
    "ClipByValue": "clip_by_value", "DepthToSpace": "nn.depth_to_space", "SpaceToDepth": "nn.space_to_depth",
    "ResizeBilinear": "image.resize", "ResizeNearestNeighbor": "image.resize", "ReverseV2": "reverse",
    "OneHot": "one_hot", "StridedSlice": "strided_slice", "BroadcastTo": "broadcast_to", "BiasAdd": "nn.bias_add",
}  # fmt: skip
"""Functions by the names of graph nodes."""
