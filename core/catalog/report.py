"""The catalogue as plain JSON data, for ``main.py catalog --json``: every layer type with its parameters and ports."""

from __future__ import annotations

from typing import Any

from core.catalog import codec
from core.catalog.catalog import Catalog
from core.catalog.spec import LayerSpec, ParamSpec, PortSpec


def catalog_json(catalog: Catalog) -> dict[str, Any]:
    """``{"keras", "stale", "families", "layers", "ops"}``; all fields of a parameter are spelled out."""
    return {
        "keras": catalog.keras_version,
        "stale": catalog.stale,
        "families": [
            {"id": item.id, "kind": item.kind, "title": item.title, "title_zh": item.title_zh}
            for item in catalog.families
        ],
        "layers": [_layer(spec) for spec in catalog.layers],
        "ops": [_layer(spec) for spec in catalog.ops],
    }


def _layer(spec: LayerSpec) -> dict[str, Any]:
    return {
        "type": spec.type,
        "family": spec.family,
        "title": spec.title,
        "title_zh": spec.title_zh,
        "summary": spec.summary,
        "placeable": spec.placeable,
        "requires": spec.requires or None,
        "parameters": [_param(param) for param in spec.params],
        "inputs": [_port(port) for port in spec.inputs],
        "call_parameters": [_param(param) for param in spec.call_params],
        "outputs": [{"name": output.name, "when": output.when or None} for output in spec.outputs],
        "ranks": list(spec.ranks),
        "starter": codec.encode(spec.starter),
    }


def _param(param: ParamSpec) -> dict[str, Any]:
    return {
        "name": param.name,
        "kind": param.kind.value,
        "default": codec.encode(param.default),
        "required": param.required,
        "nullable": param.nullable,
        "choices": codec.encode(param.choices) if param.choices else None,
        "minimum": param.minimum,
        "maximum": param.maximum,
        "help": param.help,
    }


def _port(port: PortSpec) -> dict[str, Any]:
    return {
        "name": port.name,
        "kind": port.kind,
        "required": port.required,
        "least": port.least if port.kind == "list" else 1,
        "most": (port.most or None) if port.kind == "list" else 1,
    }
