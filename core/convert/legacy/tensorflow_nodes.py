"""Graph nodes that tf.keras 2.0 to 2.3 kept as layers (``TensorFlowOpLayer``), as calls of TensorFlow functions.

The config holds the node as JSON and the arguments that were constants by their place. Does not belong here: the ops
(tensorflow_calls). Invariant: what cannot be read becomes a call with an argument that no op takes.
"""

from __future__ import annotations

import json
from typing import Any

from core.convert.legacy.calls import Call
from core.texts import text

_UNREAD = {"unread": True}
_SECOND = {
    "reshape": "shape", "transpose": "perm", "expand_dims": "axis", "tile": "multiples", "pad": "paddings",
    "broadcast_to": "shape", "reverse": "axis", "math.argmax": "axis", "math.argmin": "axis", "math.cumsum": "axis",
    "image.resize": "size", "nn.bias_add": "bias", "linalg.matmul": "b",
}  # fmt: skip
_ATTRIBUTES = {
    "keep_dims": "keepdims", "transpose_a": "transpose_a", "transpose_b": "transpose_b", "alpha": "alpha",
    "block_size": "block_size", "squeeze_dims": "axis", "DstT": "dtype", "output_type": "output_type",
    "exclusive": "exclusive", "reverse": "reverse", "adj_x": "transpose_a", "adj_y": "transpose_b",
}  # fmt: skip


def node_call(config: dict[str, Any], call: Call) -> tuple[str, Call]:
    """The name of the node's op, and the call of the function that it stands for."""
    from core.convert.legacy.tensorflow_names import NODES

    node = _node(config.get("node_def"))
    op = str(node.get("op", text("an unknown function")))
    function = NODES.get(op, op)
    given = call.first if isinstance(call.first, list) else [call.first]
    constants = config.get("constants")
    arguments = _arguments(given, constants if isinstance(constants, dict) else {})
    attributes = _attributes(node.get("attr"))
    if arguments is None:
        return op, Call(None, dict(_UNREAD))
    kwargs = {_ATTRIBUTES[key]: value for key, value in attributes.items() if key in _ATTRIBUTES}
    if op == "ConcatV2":
        return op, Call(arguments[:-1], {"axis": arguments[-1]})
    if op == "Pack":
        return op, Call(arguments, {"axis": attributes.get("axis", 0)})
    if op == "Squeeze":
        return op, Call(arguments[0], {key: value for key, value in kwargs.items() if value != []})
    if op in ("SelectV2", "ClipByValue", "GatherV2", "OneHot") or op == "StridedSlice":
        return op, _several(op, arguments, attributes)
    if op.startswith("Resize"):
        kwargs = {"method": "nearest" if "Nearest" in op else "bilinear"}
        if not attributes.get("half_pixel_centers"):
            return op, Call(arguments[0], dict(_UNREAD))
    if len(arguments) == 2:
        kwargs[_SECOND.get(function, "axis" if function.startswith("math.reduce_") else "y")] = arguments[1]
    return op, Call(arguments[0], kwargs)


def _several(op: str, arguments: list[Any], attributes: dict[str, Any]) -> Call:
    names = {
        "SelectV2": ("x", "y"),
        "ClipByValue": ("clip_value_min", "clip_value_max"),
        "GatherV2": ("indices", "axis"),
        "OneHot": ("depth", "on_value", "off_value"),
        "StridedSlice": (),
    }[op]
    if op != "StridedSlice":
        kwargs = dict(zip(names, arguments[1:], strict=False))
        if attributes.get("batch_dims"):
            kwargs["batch_dims"] = attributes["batch_dims"]
        return Call(arguments[0], kwargs)
    # Slices as graph nodes with their bit masks stay placeholders; they were rare and short-lived.
    return Call(arguments[0], dict(_UNREAD))


def _node(data: Any) -> dict[str, Any]:
    if isinstance(data, dict):
        return data
    if not isinstance(data, str):
        return {}
    try:
        node = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return node if isinstance(node, dict) else {}


def _arguments(given: list[Any], constants: dict[str, Any]) -> list[Any] | None:
    """Tensors and constants in the order of the node's inputs; None if they do not fit together."""
    waiting, made = list(given), []
    for place in range(len(given) + len(constants)):
        if str(place) in constants:
            made.append(constants[str(place)])
        elif waiting:
            made.append(waiting.pop(0))
        else:
            return None
    return made or None


def _attributes(data: Any) -> dict[str, Any]:
    """The attributes as plain values: {"keep_dims": {"b": true}} -> {"keep_dims": True}."""
    if not isinstance(data, dict):
        return {}
    return {str(key): _plain(item) for key, item in data.items() if isinstance(item, dict)}


def _plain(item: dict[str, Any]) -> Any:
    if isinstance(item.get("list"), dict):
        return [int(value) if isinstance(value, str) else value for value in item["list"].get("i", [])]
    if "i" in item:
        return int(item["i"]) if str(item["i"]).lstrip("-").isdigit() else None
    return item.get("b", item.get("f", item.get("type")))
