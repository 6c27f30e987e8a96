"""Old configs written by hand, and what becomes of them: upgraded, read, and built by Keras."""

from __future__ import annotations

from typing import Any

from core.analysis.shapes import without_weights
from core.convert.config.reader import read_config
from core.convert.imported import Imported
from core.convert.legacy.upgrade import Upgraded, upgrade
from core.convert.to_keras import build


def chain1(*layers: tuple[str, dict[str, Any]], shape: list[Any], dtype: str = "float32") -> dict[str, Any]:
    """A Sequential of Keras 1: a bare list, the shape at the first layer."""
    entries = [
        {"class_name": kind, "config": {"name": f"layer_{i}", **config}} for i, (kind, config) in enumerate(layers)
    ]
    entries[0]["config"] |= {"batch_input_shape": [None, *shape], "input_dtype": dtype}
    return {"class_name": "Sequential", "keras_version": "1.2.2", "config": entries}


def chain2(*layers: tuple[str, dict[str, Any]], shape: list[Any], version: str = "2.2.4") -> dict[str, Any]:
    """A Sequential of Keras 2: a dict, the shape at the first layer."""
    entries = [
        {"class_name": kind, "config": {"name": f"layer_{i}", **config}} for i, (kind, config) in enumerate(layers)
    ]
    entries[0]["config"] |= {"batch_input_shape": [None, *shape], "dtype": "float32"}
    config = {"name": "sequential_1", "layers": entries}
    return {"class_name": "Sequential", "keras_version": version, "backend": "tensorflow", "config": config}


def entry(kind: str, name: str, config: dict[str, Any], *calls: Any) -> dict[str, Any]:
    """A layer of a functional model; each call is a list of [layer, node, tensor]."""
    return {"class_name": kind, "name": name, "config": {"name": name, **config}, "inbound_nodes": list(calls)}


def source(name: str, *shape: int | None, dtype: str = "float32") -> dict[str, Any]:
    """An Input of Keras 2."""
    config = {"batch_input_shape": [None, *shape], "dtype": dtype, "sparse": False}
    return entry("InputLayer", name, config)


def functional(layers: list[dict[str, Any]], inputs: Any, outputs: Any, version: str = "2.2.4") -> dict[str, Any]:
    """A functional model of Keras 2."""
    config = {"name": "model_1", "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Model", "keras_version": version, "backend": "tensorflow", "config": config}


def layers_of(upgraded: Upgraded) -> list[dict[str, Any]]:
    """The entries of the layers without the inputs."""
    found: list[dict[str, Any]] = upgraded.config["config"]["layers"]
    return [item for item in found if item["class_name"] != "InputLayer"]


def changes(upgraded: Upgraded) -> set[tuple[str, str]]:
    """What was listed as changed."""
    return {(item.old, item.new) for item in upgraded.upgraded}


def opened(config: dict[str, Any]) -> Imported:
    """The project of an old config; there is no placeholder in it and Keras builds it (without weights)."""
    imported = read_config(upgrade(config).config)
    assert imported.placeholders == ()
    with without_weights():
        build(imported.project)
    return imported


def live(config: dict[str, Any]) -> Any:
    """The model that Keras builds of an old config."""
    imported = read_config(upgrade(config).config)
    assert imported.placeholders == ()
    return build(imported.project).model
