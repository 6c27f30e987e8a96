"""Sequential models: layers in a row, written out as the graph that they are.

Does not belong here: single layers. Invariant: a row whose input is known becomes exactly what Keras makes of it, an
InputLayer and one call after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol, TypeGuard

from core.convert.config.entries import Entry, read_entry
from core.convert.config.params import policy_name
from core.convert.config.types import Types, is_functional
from core.graph.model import Graph, Layer, Node
from core.graph.naming import unique_among
from core.graph.values import FrozenMap, Source, Value


class Surroundings(Protocol):
    """What a chain needs from the reading of the whole file."""

    @property
    def types(self) -> Types: ...

    def layer(self, entry: Entry, layer_id: str, frozen: bool, refused: str) -> Layer: ...


def row(data: Mapping[str, Any], types: Types) -> dict[str, Any] | None:
    """The config of a functional model with the same layers; None where nothing says what the first of them takes."""
    layers = [item for item in data["config"]["layers"] if isinstance(item, Mapping)]
    read = (read_entry(item, place, types, with_calls=False) for place, item in enumerate(layers))
    entries = [entry for entry in read if entry is not None]
    names: list[str] = []
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.name] += 1
        names.append(entry.name if counts[entry.name] == 1 else f"{entry.name}_{counts[entry.name] - 1}")
    if not entries:
        return None
    made: list[dict[str, Any]] = []
    if entries[0].kind != "input":
        shape = _input_shape(data, entries[0])
        if shape is None:
            return None
        name = unique_among(set(names), "input_layer")
        config = {"name": name, "batch_shape": list(shape), "dtype": _input_dtype(entries[0])}
        made.append({"module": "keras.layers", "class_name": "InputLayer", "config": config, "name": name})
    for entry, name in zip(entries, names, strict=True):
        nodes = [{"args": [_tensor(made[-1])], "kwargs": {}}] if made else []
        made.append({**entry.data, "name": name, "inbound_nodes": nodes})
    config = {key: value for key, value in data["config"].items() if key != "layers"}
    return {
        **config,
        "layers": made,
        "input_layers": [made[0]["name"], 0, 0],
        "output_layers": [made[-1]["name"], *_last_call(made[-1])],
    }


def _tensor(entry: Mapping[str, Any]) -> dict[str, Any]:
    history = [entry["name"], *_last_call(entry)]
    return {"class_name": "__keras_tensor__", "config": {"shape": None, "dtype": None, "keras_history": history}}


def _last_call(entry: Mapping[str, Any]) -> list[int]:
    """The number of the only call: functional models count from 1."""
    return [1 if is_functional(entry) else 0, 0]


def _input_shape(data: Mapping[str, Any], first: Entry) -> list[Any] | None:
    """What the first layer takes, batch included, as far as the file says so anywhere."""
    for place, key in (
        (data["config"], "build_input_shape"),
        (first.config, "batch_shape"),
        (first.config, "batch_input_shape"),
        (data.get("build_config"), "input_shape"),
    ):
        shape = place.get(key) if isinstance(place, Mapping) else None
        if _is_shape(shape):
            return list(shape)
    if first.kind == "model":
        return _shape_of_model(first)
    return None


def _shape_of_model(model: Entry) -> list[Any] | None:
    """The shape of the only input of a nested model that begins a row."""
    layers = model.config.get("layers")
    inputs = [item for item in layers or () if isinstance(item, Mapping) and item.get("class_name") == "InputLayer"]
    config = inputs[0].get("config") if len(inputs) == 1 else None
    shape = config.get("batch_shape") if isinstance(config, Mapping) else model.config.get("build_input_shape")
    return list(shape) if _is_shape(shape) else None


def _is_shape(data: Any) -> TypeGuard[list[Any]]:
    known = isinstance(data, (list, tuple)) and len(data) > 0
    return known and all(size is None or type(size) is int for size in data)


def _input_dtype(first: Entry) -> str:
    """The dtype that Keras gives an input it makes itself: the one in which the first layer computes."""
    policy = policy_name(first.config.get("dtype")) or "float32"
    name = policy.rpartition("_from_")[2]
    return name.removeprefix("mixed_") if name.startswith("mixed_") else name


def chain(around: Surroundings, config: Mapping[str, Any], name: str, frozen: bool) -> Graph:
    """Layers in a row without an input: the first takes nothing yet."""
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    for place, item in enumerate(config["layers"]):
        entry = read_entry(item, place, around.types, with_calls=False)
        if entry is None:
            continue
        number = len(nodes) + 1
        layer = around.layer(entry, f"l{number}", frozen, "")
        layers[layer.id] = layer
        arguments: dict[str, Value] = {_first_argument(entry): Source(f"n{number - 1}")} if nodes else {}
        nodes[f"n{number}"] = Node(f"n{number}", layer.id, FrozenMap(arguments))
    return Graph(name=name, layers=FrozenMap(layers), nodes=FrozenMap(nodes))


def _first_argument(entry: Entry) -> str:
    if entry.kind == "model":
        return "inputs"
    return entry.known.call[0].name if entry.known is not None and entry.known.call else "0"
