"""What a converter or a runtime says, as one sentence that names the layer and what it needs.

Does not belong here: what is known before an export starts (abilities).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.texts import clause, text

TITLES: Mapping[str, str] = {
    "saved_model": text("A SavedModel"),
    "litert": "LiteRT",
    "onnx": "ONNX",
    "h5": text("An .h5 file"),
    "keras": text("A .keras file"),
    "weights": text("A .weights.h5 file"),
    "json": text("A .json file"),
}
_OPERATIONS = (
    re.compile(r"'tf\.(?P<op>\w+)' op is neither"),
    re.compile(r"'tf\.(?P<op>\w+)' op (?:is not|requires|failed)"),
    re.compile(r"No Op registered for (?P<op>\w+) with"),
    re.compile(r"Could not find an implementation for (?P<op>\w+)\("),
    re.compile(r"OpType: (?P<op>\w+)"),
)
_PLACES = (
    re.compile(r'fused\["\w+:", "(?P<path>[^"@]+)'),
    re.compile(r"Name: (?P<path>\S+) OpType"),
    re.compile(r"Input \d+ of node (?P<path>\S+)"),
    re.compile(r"\('(?P<path>[^']+)'\)"),
)
_CALLED = re.compile(
    r"Exception encountered when calling (?P<class>\w+)\.call\(\)\.\s*(?P<text>.*?)(?:Arguments received|$)", re.S
)
_ESCAPES = re.compile(r"\x1b\[\d*m")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """``operation`` of TensorFlow that is missing, ``layer`` by the name that it has while it is traced; both may be ""."""

    operation: str
    layer: str
    text: str


def reason(error: BaseException | str, layers: Mapping[str, Any]) -> Reason:
    """Find in an error's text what it is about. ``layers`` are those of the traced model by their names."""
    text = _ESCAPES.sub("", str(error))
    operation = next((found["op"] for pattern in _OPERATIONS if (found := pattern.search(text))), "")
    layer = ""
    for pattern in _PLACES:
        for found in pattern.finditer(text):
            layer = layer or _layer_in(found["path"], layers)
    called = _CALLED.search(text)
    if called is not None and not operation:
        classes = [name for name, part in layers.items() if type(part).__name__ == called["class"]]
        layer = layer or (classes[0] if len(classes) == 1 else "")
        text = called["text"]
    return Reason(operation, layer, _short(text))


def _layer_in(path: str, layers: Mapping[str, Any]) -> str:
    """The innermost part of a path that is a layer; TensorFlow adds ``_1`` to names that it met before."""
    for part in reversed(path.split("/")[1:]):
        for name in (part, re.sub(r"_\d+$", "", part)):
            if name in layers:
                return name
    return ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 4] + " ..."


def sentence(kind: str, name: str, class_name: str, operation: str, said: str = "") -> str:
    """``LiteRT cannot hold the layer 'pool' (MaxPooling3D): it has no operation MaxPool3D.``"""
    subject = (
        text("the layer {name!r} ({class_name})", name=name, class_name=class_name) if name else text("this model")
    )
    if operation:
        return text(
            "{format} cannot hold {subject}: it has no counterpart of TensorFlow's operation {operation}.",
            format=TITLES[kind],
            subject=subject,
            operation=operation,
        )
    return text(
        "{format} cannot hold {subject}: {said}.",
        format=TITLES[kind],
        subject=subject,
        said=clause(said) or text("the conversion failed"),
    )
