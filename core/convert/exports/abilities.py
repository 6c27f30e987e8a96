"""What a format cannot hold, known before an export starts: from a table that was measured, layer by layer.

The table (resources/exports.json) is made by ``python -m tools.make_export_table``, which exports every layer and op of
the catalogue to every format. It holds only what failed with all settings that were tried; what depends on a setting
shows when the export is tried, and is then told with the layer's name (reasons). Does not belong here: exporting.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.analysis.analysis import Analyzer, first_error
from core.analysis.results import Analysis
from core.convert.exports.options import WITH_WEIGHTS, ExportOptions
from core.convert.exports.reasons import TITLES, sentence
from core.errors import ConversionError, FileError
from core.graph.model import INPUT_TYPE, Graph, Project
from core.graph.queries import blocks_used
from core.texts import joined, text

TABLE = Path(__file__).resolve().parents[3] / "resources" / "exports.json"
LARGEST = 2**31 - 2**20
"""Bytes that a file of protocol buffers or flat buffers can hold."""
_MOST_NAMED = 3
_OP_IN_H5 = text("Keras does not find operations again in this older format; a .keras file holds them")


def table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """By format and type: what is missing there (``operation``), or what was said (``text``)."""
    return _read("impossible")


def versions() -> Mapping[str, str]:
    """The packages that the table was measured with."""
    return _read("versions")


def _read(part: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))[part]
        return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(text("The table of exports, {name}, cannot be read.", name=TABLE.name), repr(error)) from error


def problems(project: Project, kind: str, options: ExportOptions, analysis: Analysis | None = None) -> tuple[str, ...]:
    """Why the project cannot be exported as ``kind``, a sentence each; empty where nothing is known against it.

    ``analysis`` may be that of this project, to save time.
    """
    if kind not in (*WITH_WEIGHTS, "json"):
        return ()
    if analysis is None or analysis.project is not project or analysis.block:
        from core.catalog.catalog import load

        analysis = Analyzer(load()).analyze(project)
    error = first_error(analysis)
    if error is not None:
        return (error.message,)
    if not project.graph.nodes:
        return (text("The model has no layers yet; add an Input and at least one layer."),)
    found = list(dict.fromkeys(_layers(project, kind)))
    if len(found) > _MOST_NAMED:
        more = len(found) - _MOST_NAMED
        found[_MOST_NAMED:] = [
            text("So it is with 1 more layer.") if more == 1 else text("So it is with {more} more layers.", more=more)
        ]
    if kind == "litert" and options.quantize == "int8" and not options.samples:
        found.append(
            text(
                "An int8 file needs samples that its numbers are measured on; choose the project's data first, "
                "or export with dynamic or no quantisation."
            )
        )
    size = analysis.totals.weight_bytes
    if kind in ("onnx", "litert") and size > LARGEST:
        found.append(
            text(
                "{format} cannot hold this model: its weights take {size:.1f} GiB, a file holds less than 2.",
                format=TITLES[kind],
                size=size / 2**30,
            )
        )
    return tuple(found)


def _layers(project: Project, kind: str) -> list[str]:
    known = table().get(kind, {})
    found = []
    for graph in (project.graph, *_used_blocks(project)):
        for node_id in graph.nodes:
            layer = graph.layer_of(node_id)
            if layer.type == INPUT_TYPE or layer.block is not None:
                continue
            if kind == "h5" and layer.is_op:
                found.append(sentence(kind, graph.name_of(node_id), layer.class_name, "", _OP_IN_H5))
            elif layer.type in known:
                entry = known[layer.type]
                found.append(
                    sentence(
                        kind,
                        graph.name_of(node_id),
                        layer.class_name,
                        entry.get("operation", ""),
                        entry.get("text", ""),
                    )
                )
    return found


def _used_blocks(project: Project) -> list[Graph]:
    """The graphs of blocks that the main graph needs, directly or not."""
    used = blocks_used(project)
    return [block.graph for name, block in project.blocks.items() if name in used]


def refuse(found: tuple[str, ...]) -> None:
    """ConversionError with all sentences, if there are any."""
    if found:
        raise ConversionError(joined(found))
