"""Model files written by hand, piece by piece, as Keras 3 writes them. Not a test itself."""

from __future__ import annotations

from typing import Any


def tensor(layer: str, call: int = 0, output: int = 0) -> dict[str, Any]:
    """An output of a call."""
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": [layer, call, output]}
    return {"class_name": "__keras_tensor__", "config": config}


def given(name: str) -> dict[str, Any]:
    """An input layer."""
    config = {"batch_shape": [None, 4], "dtype": "float32", "name": name}
    return {"module": "keras.layers", "class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def layer(
    class_name: str, name: str, *calls: Any, module: str | None = "keras.layers", **config: Any
) -> dict[str, Any]:
    """A layer with its calls: a tensor, or ``(args, kwargs)``."""
    nodes = [
        {"args": call[0], "kwargs": call[1]} if isinstance(call, tuple) else {"args": [call], "kwargs": {}}
        for call in calls
    ]
    config = {"name": name, "trainable": True, "dtype": "float32", **config}
    return {"module": module, "class_name": class_name, "config": config, "name": name, "inbound_nodes": nodes}


def op(class_name: str, name: str, *calls: Any, **config: Any) -> dict[str, Any]:
    """An operation of ``keras.ops``."""
    made = layer(class_name, name, *calls, module="keras.src.ops.numpy")
    return made | {"config": {"name": name, **config}}


def functional(layers: list[dict[str, Any]], inputs: Any, outputs: Any, name: str = "net") -> dict[str, Any]:
    """A functional model."""
    config = {"name": name, "trainable": True, "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"module": "keras", "class_name": "Functional", "config": config}


def sequential(*layers: dict[str, Any], name: str = "row", **config: Any) -> dict[str, Any]:
    """A sequential model."""
    rows = [{key: value for key, value in item.items() if key not in ("name", "inbound_nodes")} for item in layers]
    config = {"name": name, "trainable": True, "layers": rows, **config}
    return {"module": "keras", "class_name": "Sequential", "config": config}
