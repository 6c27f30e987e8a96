"""Which function of TensorFlow or of Keras's old backend is which op of Keras 3, argument by argument.

One line for each: the op, then its arguments in the order of the old function, ``op_argument=old_argument`` where the name
differs, ``:value`` for a default that the op does not have. Only functions that compute exactly the same are listed. Does
not belong here: how an op gets into the graph (ops).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_ONE = (
    "abs exp log sqrt square sin cos tan tanh sigmoid softplus softsign relu elu selu relu6 silu erf floor ceil round rsqrt sign "
    "log1p expm1 sinh cosh asin acos atan"
)
_TWO = "maximum minimum equal not_equal greater greater_equal less less_equal logical_and logical_or"
_REDUCTIONS = "x=input_tensor|x,axis=axis|reduction_indices,keepdims=keepdims|keep_dims"

_BACKEND = """
concatenate: concatenate xs=tensors,axis:-1
stack: stack x,axis:0
mean: mean x,axis,keepdims
sum: sum x,axis,keepdims
max: max x,axis,keepdims
min: min x,axis,keepdims
prod: prod x,axis,keepdims
std: std x,axis,keepdims
var: var x,axis,keepdims
any: any x,axis,keepdims
all: all x,axis,keepdims
argmax: argmax x,axis:-1
argmin: argmin x,axis:-1
logsumexp: logsumexp x,axis,keepdims
pow: power x1=x,x2=a
clip: clip x,x_min=min_value,x_max=max_value
expand_dims: expand_dims x,axis:-1
squeeze: squeeze x,axis
reshape: reshape x,newshape=shape
permute_dimensions: transpose x,axes=pattern
transpose: transpose x
softmax: softmax x,axis:-1
cast: cast x,dtype
tile: tile x,repeats=n
repeat_elements: repeat x,repeats=rep,axis
reverse: flip x,axis=axes
zeros_like: zeros_like x
ones_like: ones_like x
stop_gradient: stop_gradient variable=variables|x
l2_normalize: normalize x,axis
one_hot: one_hot x=indices,num_classes
gather: take x=reference,indices,axis:0
cumsum: cumsum x,axis:0
cumprod: cumprod x,axis:0
switch: where condition,x1=then_expression,x2=else_expression
where: where condition,x1,x2
"""
_TENSORFLOW = """
concat: concatenate xs=values,axis
stack: stack x=values,axis:0
unstack: unstack x=value,num,axis:0
split: split x=value,indices_or_sections=num_or_size_splits,axis:0
add: add x1=x,x2=y
subtract: subtract x1=x,x2=y
multiply: multiply x1=x,x2=y
mul: multiply x1=x,x2=y
sub: subtract x1=x,x2=y
divide: true_divide x1=x,x2=y
div: true_divide x1=x,x2=y
truediv: true_divide x1=x,x2=y
floordiv: floor_divide x1=x,x2=y
pow: power x1=x,x2=y
negative: negative x
abs: absolute x
add_n: sum x=inputs,axis:0
matmul: matmul x1=a,x2=b
einsum: einsum
expand_dims: expand_dims x=input,axis:-1
squeeze: squeeze x=input,axis
reshape: reshape x=tensor,newshape=shape
transpose: transpose x=a,axes=perm
tile: tile x=input,repeats=multiples
repeat: repeat x=input,repeats,axis
reverse: flip x=tensor,axis
cast: cast x,dtype
gather: take x=params,indices,axis:0
clip_by_value: clip x=t,x_min=clip_value_min,x_max=clip_value_max
where: where condition,x1=x,x2=y
zeros_like: zeros_like x=input
ones_like: ones_like x=input
one_hot: one_hot x=indices,num_classes=depth
stop_gradient: stop_gradient variable=input
argmax: argmax x=input,axis:0
argmin: argmin x=input,axis:0
cumsum: cumsum x,axis:0
tensordot: tensordot x1=a,x2=b,axes
roll: roll x=input,shift,axis
pad: pad x=tensor,pad_width=paddings,mode
norm: norm x=tensor,ord,axis,keepdims
nn.softmax: softmax x=logits,axis:-1
nn.log_softmax: log_softmax x=logits,axis:-1
nn.leaky_relu: leaky_relu x=features,negative_slope=alpha
nn.gelu: gelu x=features,approximate
nn.swish: silu x=features
nn.silu: silu x=features
nn.bias_add: add x1=value,x2=bias
nn.l2_normalize: normalize x,axis
math.l2_normalize: normalize x,axis
math.top_k: top_k x=input,k:1,sorted
nn.top_k: top_k x=input,k:1,sorted
image.resize: image.resize images,size,interpolation=method
logical_not: logical_not x
range: arange start=start|limit,stop=limit,step=delta
identity: copy x=input
"""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An op, and for each position of the old function the op's argument, its old names, its default."""

    op: str
    arguments: tuple[tuple[str, tuple[str, ...], Any], ...]


UNSET = object()


@cache
def table() -> Mapping[str, Equivalent]:
    """All functions by path."""
    made: dict[str, Equivalent] = {}
    for name in _ONE.split():
        op = Equivalent(
            {"abs": "absolute", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}.get(name, name),
            _read("x=x|features|input"),
        )
        for home in ("keras.backend", "tensorflow", "tensorflow.math", "tensorflow.nn"):
            made[f"{home}.{name}"] = op
    for name in _TWO.split():
        op = Equivalent(name, _read("x1=x,x2=y"))
        for home in ("keras.backend", "tensorflow", "tensorflow.math"):
            made[f"{home}.{name}"] = op
    for name in "mean sum max min prod any all std variance logsumexp".split():
        op = Equivalent({"variance": "var"}.get(name, name), _read(_REDUCTIONS))
        made[f"tensorflow.reduce_{name}"] = made[f"tensorflow.math.reduce_{name}"] = op
    for home, text in (("keras.backend", _BACKEND), ("tensorflow", _TENSORFLOW)):
        for line in text.strip().splitlines():
            name, _, rest = line.partition(": ")
            op_name, _, arguments = rest.partition(" ")
            made[f"{home}.{name}"] = Equivalent(op_name, _read(arguments))
            if home == "tensorflow" and "." not in name:
                made.setdefault(f"tensorflow.math.{name}", made[f"{home}.{name}"])
    made["tensorflow.linalg.matmul"] = made["tensorflow.matmul"]
    made["tensorflow.keras.backend.relu"] = made["keras.backend.relu"]
    return made


def _read(text: str) -> tuple[tuple[str, tuple[str, ...], Any], ...]:
    rows = []
    for item in filter(None, text.split(",")):
        item, has_default, default = item.partition(":")
        new, _, old = item.partition("=")
        rows.append((new, tuple((old or new).split("|")), ast.literal_eval(default) if has_default else UNSET))
    return tuple(rows)


def bound(equivalent: Equivalent, args: list[Any], kwargs: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The op's arguments by name, and the old arguments that it has no place for."""
    given: dict[str, Any] = {}
    left = dict(kwargs)
    left.pop("name", None)
    for place, (new, old, default) in enumerate(equivalent.arguments):
        key = next((name for name in (*old, new) if name in left), None)
        if place < len(args):
            given[new] = args[place]
        elif key is not None:
            given[new] = left.pop(key)
        elif default is not UNSET:
            given[new] = default
    return given, [*left, *(str(place) for place in range(len(equivalent.arguments), len(args)))]
