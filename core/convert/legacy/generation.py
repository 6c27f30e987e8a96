"""Which Keras wrote a config: told by its version where the file has one, else by its spellings.

Does not belong here: what follows from it. Invariant: a config that looks like Keras 3 and does not claim to be older is
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.convert.legacy.names import CLASSES, COMMON
from core.errors import ConversionError
from core.texts import text

_KERAS1_KEYS = (frozenset(COMMON) | {"nb_row", "filter_length", "pool_length", "consume_less", "input_dtype"}) - {
    "bias"
}
_KERAS1_CLASSES = frozenset(
    {"Merge", "MaxoutDense", "Highway", "TimeDistributedDense", "SReLU", "ParametricSoftplus"}
) | (frozenset(name for name in CLASSES if "onvolution" in name or "Deconv" in name or "Atrous" in name))
_LOOK_AT = 5000
"""Layers that are looked at before a config counts as Keras 2."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The model's own config, unwrapped, and what is known of its origin. ``version`` may be empty."""

    model: Any
    format: Literal["keras1", "keras2", "keras3"]
    version: tuple[int, ...] = ()
    backend: str | None = None


def generation(config: Any, keras_version: str | None) -> Generation:
    """ConversionError if this is no model config at all."""
    backend = None
    for key in (
        "modelTopology",
        "architecture",
        "model_config",
    ):  # as TensorFlow.js, frugally-deep and .h5 files wrap it
        if isinstance(config, dict) and isinstance(config.get(key), dict):
            keras_version = keras_version or _text(config.get("keras_version"))
            config = config[key]
    if isinstance(config, dict):
        keras_version = keras_version or _text(config.get("keras_version"))
        backend = _text(config.get("backend"))
        config = _oldest(config)
    elif not isinstance(config, list):
        raise ConversionError(
            text("This is no model: expected the config of a Keras model, got {config!r}.", config=str(config)[:80])
        )
    # TensorFlow.js writes its own version here, with a name in front.
    numbered = re.match(r"\s*(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?", keras_version or "")
    version = tuple(int(part) for part in numbered.groups() if part) if numbered else ()
    return Generation(config, _format(config, version), version, backend)


def _format(config: Any, version: tuple[int, ...]) -> Literal["keras1", "keras2", "keras3"]:
    modern, ancient = False, False
    for index, entry in enumerate(_entries(config)):
        if index >= _LOOK_AT:
            break
        inner = entry.get("config")
        keys = inner.keys() if isinstance(inner, dict) else ()
        modern = modern or "batch_shape" in keys or _has_dict_calls(entry.get("inbound_nodes"))
        modern = modern or (isinstance(inner, dict) and _is_policy(inner.get("dtype")) and "module" in entry)
        if not _KERAS1_KEYS.isdisjoint(keys) or str(entry.get("class_name")) in _KERAS1_CLASSES:
            ancient = True
    if version and version[0] == 1:
        return "keras1"
    if version and version[0] == 2:
        return "keras2"
    if modern or (version and version[0] >= 3 and not ancient):
        return "keras3"
    return "keras1" if ancient else ("keras3" if _is_modern_root(config) else "keras2")


def _is_policy(dtype: Any) -> bool:
    return isinstance(dtype, dict) and dtype.get("class_name") == "DTypePolicy"


def _is_modern_root(config: Any) -> bool:
    return isinstance(config, dict) and isinstance(config.get("module"), str) and "registered_name" in config


def _has_dict_calls(nodes: Any) -> bool:
    return isinstance(nodes, list) and any(isinstance(node, dict) and "args" in node for node in nodes)


def _entries(config: Any) -> Iterator[dict[str, Any]]:
    """The entries of layers, nested models and wrapped layers included; not deeper than models are."""
    waiting: list[tuple[Any, int]] = [(config, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, list):
            waiting.extend((entry, depth + 1) for entry in reversed(item) if isinstance(entry, dict))
        elif isinstance(item, dict) and depth < 60:
            if "class_name" in item:
                yield item
            inner = item.get("config", item)
            if isinstance(inner, list):
                waiting.append((inner, depth + 1))
            elif isinstance(inner, dict):
                waiting.extend((inner[key], depth + 1) for key in ("layers", "layer", "cell") if key in inner)


def _oldest(config: dict[str, Any]) -> dict[str, Any]:
    """Keras 0 wrote the class under ``name`` and settings beside it."""
    if "class_name" in config or not isinstance(config.get("layers"), list):
        return config
    if "input_layers" in config:
        return {"class_name": "Model", "config": config}
    if config.get("name") == "Graph":
        raise ConversionError(
            text("This is a Graph model of Keras 0, which no later Keras reads; expected Keras 1 or later.")
        )
    return {"class_name": "Sequential", "config": config}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
