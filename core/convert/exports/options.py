"""What may be exported and how: the formats by suffix, and the options of one export. Standard library only.

Does not belong here: writing (writing), what a format cannot hold (abilities).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from core.errors import FileError
from core.texts import text

Quantization = Literal["none", "dynamic", "int8"]
QUANTIZATIONS: tuple[Quantization, ...] = ("none", "dynamic", "int8")
SAVED_MODEL = "saved_model"

KINDS: Mapping[str, str] = MappingProxyType(
    {
        ".py": "code",
        ".ipynb": "code",
        ".keras": "keras",
        ".h5": "h5",
        ".weights.h5": "weights",
        ".json": "json",
        ".tflite": "litert",
        ".onnx": "onnx",
        ".png": "diagram",
        ".svg": "diagram",
        ".pdf": "diagram",
        ".dot": "diagram",
    }
)
"""What each suffix means. A target without a suffix is a folder with a TensorFlow SavedModel."""

RUNTIME_KINDS = ("saved_model", "litert", "onnx")
"""Kinds that another runtime than Keras runs."""
WITH_WEIGHTS = ("keras", "h5", "weights", "saved_model", "litert", "onnx")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """``quantize`` and ``samples`` are for LiteRT, ``opset`` for ONNX, ``style`` for diagrams, ``script`` for a ``.py``: the
    complete training script instead of the model alone (a notebook always has all).

    ``samples`` are inputs that the model will meet, an array for each input of the model by its name, samples along the
    first axis: int8 takes the ranges of its numbers from them. ``opset`` None takes the newest.
    """

    quantize: Quantization = "none"
    samples: Mapping[str, Any] = field(default_factory=dict)
    opset: int | None = None
    style: Literal["netwright", "keras", "publication"] = "netwright"
    script: bool = False


def kind_of(target: Path) -> str:
    """What ``target`` asks for; FileError if that cannot be told.

    A folder that exists, or a name without a suffix, is a SavedModel.
    """
    name = target.name.lower()
    if name.endswith(".weights.h5"):
        return "weights"
    suffix = target.suffix.lower()
    if not suffix:
        return SAVED_MODEL
    if suffix in KINDS:
        return KINDS[suffix]
    if target.is_dir():
        return SAVED_MODEL
    known = ", ".join(KINDS)
    raise FileError(
        text(
            "{name!r} cannot be exported: expected a name ending in {known}, or a folder for a SavedModel; "
            "received {suffix}.",
            name=target.name,
            known=known,
            suffix=suffix,
        )
    )
