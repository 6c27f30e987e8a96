"""What one serialized layer, op or model of a file is in the document: its type, its parameters, or a placeholder.

Does not belong here: the graph and the arguments of calls (graphs), parameters as such (params). Invariant: what is not
one of Keras's own classes, or holds code, becomes an inert placeholder that keeps its JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.analysis.instantiate import RUNS_CODE
from core.convert.config.entries import Entry
from core.convert.config.params import Params
from core.convert.config.types import is_foreign
from core.convert.config.values import plain
from core.graph.model import INPUT_TYPE
from core.graph.values import FrozenMap, Value
from core.texts import text

REASON = "netwright_reason"
_STATE = {"Normalization": ("mean", "variance"), "Discretization": ("bin_boundaries",)}
"""Parameters that give an adaptable layer its state; ``vocabulary`` for the others."""
_FILES = frozenset({"vocabulary"})
_ONE_AXIS = frozenset({"LayerNormalization", "RMSNormalization"})
_FLOAT = "float32"
_CODE = "__lambda__"


def placeholder_reason(entry: Entry) -> str:
    """Why the document cannot hold this entry as a layer of Keras; "" if it can."""
    said = entry.data.get(REASON)
    if isinstance(said, str) and said.strip():
        return said if said == said.strip() else said.strip()  # as it is, it can be translated
    name = entry.class_name
    if entry.kind == "unknown":
        module = entry.data.get("module")
        if isinstance(module, str) and module.partition(".")[0] == "keras" and not is_foreign(entry.data):
            return text("The installed Keras has no {module}.{name}.", module=module, name=name)
        return text("Its class is not one of Keras's own.")
    if name == "Lambda":
        return text("It holds Python code, which is not run and whose source the file does not tell.")
    if name in RUNS_CODE:
        return text(
            "{name} runs code that is kept in the model or in another file; such code is shown here, but not run.",
            name=name,
        )
    return ""


def layer_params(entry: Entry, params: Params) -> FrozenMap[str, Value]:
    """The parameters of a layer of Keras's own. An op's settings belong to its call, so it has none."""
    if entry.known is None or entry.kind == "op":
        return FrozenMap()
    if entry.known.type == INPUT_TYPE:
        return input_params(entry.config)
    return params.of_config(entry.known, _unbuilt(entry))


def input_params(config: Mapping[str, Any]) -> FrozenMap[str, Value]:
    """The parameters of an InputLayer."""
    found: dict[str, Value] = {}
    batch_shape = config.get("batch_shape", config.get("batch_input_shape"))
    if isinstance(batch_shape, (list, tuple)) and batch_shape:
        found["shape"] = tuple(plain(size) for size in batch_shape[1:])
        if batch_shape[0] is not None:
            found["batch_size"] = plain(batch_shape[0])
    elif isinstance(config.get("shape"), (list, tuple)):
        found["shape"] = tuple(plain(size) for size in config["shape"])
    dtype = config.get("dtype")
    if isinstance(dtype, str) and dtype != _FLOAT:
        found["dtype"] = dtype
    for name in ("sparse", "ragged", "optional"):
        if config.get(name):
            found[name] = True
    return FrozenMap(found)


def needs_adapt(entry: Entry) -> bool:
    """True for a layer that learns its state from data and whose parameters do not hold it."""
    if entry.spec is None or not entry.spec.adaptable:
        return False
    return not any(entry.config.get(name) is not None for name in _STATE.get(entry.class_name, ("vocabulary",)))


def named_files(params: Mapping[str, Value]) -> list[str]:
    """The parameters that name a file in the place of what it should hold."""
    return [name for name in params if name in _FILES and isinstance(params[name], str)]


def owns_weights(entry: Entry) -> bool:
    """True where two copies of a shared layer are not the same as one."""
    if entry.kind in ("op", "input"):
        return False
    if entry.spec is None or entry.spec.adaptable:
        return True
    return any(param.kind in ("initializer", "layer", "layers") for param in entry.spec.params)


def _unbuilt(entry: Entry) -> dict[str, Any]:
    """The config without what building put in the place of what the user had left open."""
    config = dict(entry.config)
    axis = config.get("axis")
    if entry.class_name in _ONE_AXIS and isinstance(axis, (list, tuple)) and len(axis) == 1:
        config["axis"] = axis[0]
    if entry.class_name == "Discretization" and config.get("bin_boundaries") is not None:
        config["num_bins"] = None  # It was adapted: Keras writes both, and takes only one of them.
    axes = config.get("attention_axes")
    if isinstance(axes, (list, tuple)):
        rank = _rank(entry)
        if rank is not None and list(axes) == list(range(1, rank - 1)):
            config["attention_axes"] = None
    return config


def _rank(entry: Entry) -> int | None:
    """The number of dimensions of the first tensor of the first call."""
    for call in entry.calls[:1]:
        for tensor in call.tensors:
            if tensor.shape is not None:
                return len(tensor.shape)
    build = entry.data.get("build_config")
    shapes = list(build.values()) if isinstance(build, Mapping) else []
    shape = next((item for item in shapes if isinstance(item, (list, tuple))), None)
    return None if shape is None else len(shape)
