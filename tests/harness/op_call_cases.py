"""Ops in the wirings and settings that switches and choices do not reach: indices, further tensors, arrays, tuples, axes.

Written by hand, in the words of Keras. Does not belong here: networks of several ops (value_cases).
"""

from __future__ import annotations

from core.graph.values import EllipsisValue, Slice, Source, Value, frozen
from tests.core.convert.net_builder import floats
from tests.harness.case import Case, values
from tests.harness.numbers import Feed

STEPS, SHORT, IMAGE = Feed((None, 6, 4)), Feed((None, 4)), Feed((None, 8, 8, 3))
OPEN = Feed((None, None, 4))
TRUTH = Feed((None, 6, 4), "bool")
WHOLE = Feed((None, 4), "int32")
ALL, REST = Slice(), EllipsisValue()


def cases() -> list[Case]:
    """All of them."""
    return [*_indices(), *_constants(), *_further_tensors(), *_axes(), *_shapes(), *_networks()]


def _case(id: str, params: dict[str, object] | None = None, /, **arguments: object) -> Case:
    """``id`` is ``op-what``; each Feed among the arguments becomes an input."""
    feeds: dict[str, Feed] = {}

    def wired(value: object) -> Value:
        if isinstance(value, Feed):
            feeds[f"in_{len(feeds)}"] = value
            return Source(f"in_{len(feeds) - 1}")
        if isinstance(value, tuple):
            return tuple(wired(item) for item in value)
        return frozen(value)

    given = {name: wired(value) for name, value in arguments.items()}
    name = id.partition("-")[0]
    variadic = {"einsum": "operands", "meshgrid": "x"}.get(name, "")
    return Case(id, f"keras.ops.{name}", values(params or {}), given, feeds, variadic)


def _indices() -> list[Case]:
    keys: dict[str, Value] = {
        "x[:, 1:3]": (ALL, Slice(1, 3)),
        "x[:, 1:3, ...]": (ALL, Slice(1, 3), REST),
        "x[..., -1]": (REST, -1),
        "x[:, ::2]": (ALL, Slice(None, None, 2)),
        "x[:, ::-1]": (ALL, Slice(None, None, -1)),
        "x[:, -3:-1]": (ALL, Slice(-3, -1)),
        "x[:, None]": (ALL, None),
        "x[:, 2, None, 1:]": (ALL, 2, None, Slice(1)),
        "x[...]": REST,
        "x[0]": 0,
        "x[1:]": Slice(1),
        "x[0,]": (0,),
    }
    found = [_case(f"get_item-{text}", {"key": key}, x=STEPS) for text, key in keys.items()]
    return [
        *found,
        _case("get_item-x[:, 1:]", {"key": (ALL, Slice(1))}, x=OPEN),
        _case("take-axis", {"axis": 1}, x=STEPS, indices=(2, 0, 2)),
        _case("take-tensor", {"axis": -1}, x=STEPS, indices=Feed((None, 2), "int32")),
        _case("slice-sizes", {"start_indices": (0, 1, 2), "shape": (2, 3, 1)}, inputs=Feed((2, 6, 4))),
        _case("slice_update-sizes", {"start_indices": (0, 1)}, inputs=Feed((4, 6)), updates=Feed((2, 3))),
        _case("scatter_update-array", {"indices": ((0,), (2,))}, inputs=Feed((4, 3)), updates=Feed((2, 3))),
    ]


def _constants() -> list[Case]:
    return [
        _case("subtract-1 - x", x1=1, x2=STEPS),
        _case("subtract-x - 1", x1=STEPS, x2=1),
        _case("power-x ** 2", x1=STEPS, x2=2),
        _case("power-2.0 ** x", x1=2.0, x2=STEPS),
        _case("power-(x) ** -1", x1=STEPS, x2=-1),
        _case("subtract-x - -0.5", x1=STEPS, x2=-0.5),
        _case("divide-array / x", x1=floats(1.0, 2.0, 3.0, 4.0), x2=STEPS),
        _case("multiply-x * array", x1=STEPS, x2=floats(1.0, 2.0, 3.0, 4.0)),
        _case("multiply-x * 1e30", x1=STEPS, x2=1e-30),
        _case("maximum-0", x1=STEPS, x2=0),
        _case("equal-x == 1", x1=WHOLE, x2=1),
        _case("greater-1 > x", x1=1, x2=STEPS),
        _case("add-row", x1=STEPS, x2=(1.0, 2.0, 3.0, 4.0)),
        _case("add-x + x", x1=STEPS, x2=STEPS),
        _case("add-broadcast", x1=STEPS, x2=Feed((None, 1, 4))),
        _case("matmul-array", x1=STEPS, x2=((1.0, 0.0), (0.0, 1.0), (2.0, 0.5), (0.5, 2.0))),
        _case("logical_and-True", x1=TRUTH, x2=True),
    ]


def _further_tensors() -> list[Case]:
    one = Feed((4,))
    heads, bias = Feed((None, 5, 2, 4)), Feed((None, 2, 5, 5))
    return [
        _case("where-both", condition=TRUTH, x1=STEPS, x2=0.0),
        _case("where-number first", condition=TRUTH, x1=1.0, x2=STEPS),
        _case("select-default", condlist=(TRUTH, TRUTH), choicelist=(STEPS, STEPS), default=2.0),
        _case("average-weights", {"axis": 1}, x=STEPS, weights=STEPS),
        _case("bincount-weights", {"minlength": 5, "weights": (0.5, 1.0, 1.5, 2.0)}, x=Feed((4,), "int32")),
        _case("trapezoid-x", {"x": (0.0, 1.0, 4.0, 9.0)}, y=STEPS),
        _case("layer_normalization-both", x=SHORT, gamma=one, beta=one),
        _case("rms_normalization-scale", x=SHORT, scale=one),
        _case("batch_normalization-all", {"axis": -1}, x=SHORT, mean=one, variance=one, offset=one, scale=one),
        _case("dot_product_attention-bias", query=heads, key=heads, value=heads, bias=bias),
        _case("dot_product_attention-mask", {"scale": 0.3}, query=heads, key=heads, value=heads, mask=_FLAGS),
        _case("concatenate-three", {"axis": 1}, xs=(STEPS, Feed((None, 2, 4)), STEPS)),
        _case("stack-one twice", {"axis": 0}, x=(SHORT, SHORT)),
        _case("meshgrid-ij", {"indexing": "ij"}, x=(Feed((3,)), Feed((4,)), Feed((2,)))),
        _case("einsum-one", {"subscripts": "bij->bji"}, operands=(STEPS,)),
        _case("einsum-three", {"subscripts": "bi,ij,jk->bk"}, operands=(SHORT, Feed((4, 3)), Feed((3, 2)))),
        _case("fft-two", x=(STEPS, STEPS)),
    ]


_FLAGS = Feed((None, 2, 5, 5), "bool")


def _axes() -> list[Case]:
    found = []
    for name in ("sum", "mean", "max", "prod", "std", "any", "logsumexp"):
        found.append(_case(f"{name}-axes", {"axis": (1, 2), "keepdims": True}, x=STEPS))
    return [
        *found,
        _case("max-initial", {"axis": 1, "initial": 0.5}, x=STEPS),
        _case("argmax-kept", {"axis": 1, "keepdims": True}, x=STEPS),
        _case("cumsum-dtype", {"axis": 1, "dtype": "float64"}, x=STEPS),
        _case("moments-axes", {"axes": (0, 1), "keepdims": True}, x=STEPS),
        _case("quantile-several", {"q": (0.25, 0.5, 0.75), "axis": 1}, x=STEPS),
        _case("norm-axis", {"ord": 2, "axis": 1}, x=STEPS),
        _case("softmax-axes", {"axis": (1, 2)}, x=STEPS),
        _case("flip-axes", {"axis": (1, 2)}, x=STEPS),
        _case("roll-axes", {"shift": (1, 2), "axis": (1, 2)}, x=STEPS),
        _case("rot90-axes", {"k": 3, "axes": (1, 2)}, array=STEPS),
        _case("tensordot-axes", {"axes": ((1,), (0,))}, x1=Feed((2, 3)), x2=Feed((3, 4))),
        _case("cross-axis", {"axis": 1}, x1=Feed((None, 3, 2)), x2=Feed((None, 3, 2))),
        _case("diff-twice", {"n": 2, "axis": 1}, a=STEPS),
        _case(
            "unique-everything",
            {"return_index": True, "return_inverse": True, "return_counts": True, "size": 9},
            x=WHOLE,
        ),
        _case("unique-counts", {"return_counts": True, "size": 9}, x=WHOLE),
        _case("top_k-unsorted", {"k": 2, "sorted": False}, x=STEPS),
        _case("histogram-range", {"bins": 4, "range": (-1.0, 1.0)}, x=Feed((16,))),
    ]


def _shapes() -> list[Case]:
    return [
        _case("reshape-open", {"newshape": (-1, 3, 2, 4)}, x=STEPS),
        _case("transpose-axes", {"axes": (0, 2, 1)}, x=STEPS),
        _case("expand_dims-several", {"axis": (1, -1)}, x=SHORT),
        _case("squeeze-last", {"axis": -1}, x=Feed((None, 4, 1))),
        _case("split-places", {"indices_or_sections": (1, 4), "axis": 1}, x=STEPS),
        _case("split-one", {"indices_or_sections": 1, "axis": 1}, x=STEPS),
        _case("array_split-uneven", {"indices_or_sections": 4, "axis": 1}, x=STEPS),
        _case("unstack-last", {"axis": -1}, x=STEPS),
        _case("unstack-number", {"axis": 1, "num": 6}, x=STEPS),
        _case("pad-constant", {"pad_width": ((0, 0), (1, 2), (0, 3)), "constant_values": 7.0}, x=STEPS),
        _case("repeat-each", {"repeats": (1, 0, 2, 1), "axis": 2}, x=STEPS),
        _case("tile-both", {"repeats": (1, 2, 3)}, x=STEPS),
        _case("broadcast_to-rows", {"shape": (3, 6, 4)}, x=Feed((6, 4))),
        _case("moveaxis-several", {"source": (1, 2), "destination": (2, 1)}, x=STEPS),
        _case("rearrange-heads", {"pattern": "b s (h d) -> b h s d", "h": 2}, tensor=Feed((2, 6, 4))),
        _case("cast-whole", {"dtype": "int32"}, x=STEPS),
        _case("one_hot-axis", {"num_classes": 5, "axis": 1, "dtype": "bool"}, x=WHOLE),
        _case("ravel-batch", x=Feed((2, 3))),
        _case("linspace-tensors", {"num": 5, "endpoint": False, "axis": -1}, start=SHORT, stop=SHORT),
    ]


def _networks() -> list[Case]:
    kernel = Feed((3, 3, 3, 2))
    return [
        _case("conv-strides", {"strides": (2, 1), "padding": "same"}, inputs=IMAGE, kernel=kernel),
        _case("conv-dilation", {"dilation_rate": 2}, inputs=IMAGE, kernel=kernel),
        _case("max_pool-strides", {"pool_size": (2, 3), "strides": 1, "padding": "same"}, inputs=IMAGE),
        _case("gelu-exact", {"approximate": False}, x=STEPS),
        _case("leaky_relu-slope", {"negative_slope": 0.5}, x=STEPS),
        _case("normalize-order", {"axis": 1, "order": 1}, x=STEPS),
        _case("image.resize-fine", {"size": (5, 9), "interpolation": "bicubic", "antialias": True}, images=IMAGE),
        _case(
            "image.crop_images-target",
            {"top_cropping": 1, "left_cropping": 2, "target_height": 4, "target_width": 3},
            images=IMAGE,
        ),
        _case("image.extract_patches-strides", {"size": (3, 2), "strides": 2}, images=IMAGE),
        _case("image.gaussian_blur-wide", {"kernel_size": (5, 3), "sigma": (2.0, 1.0)}, images=IMAGE),
    ]
