"""What travels by drag and drop: layers from the palette to the canvas, files from elsewhere to the window.

Does not belong here: the clipboard text of copied nodes (core.storage.schema), opening what is dropped (gui.opening).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

LAYER_MIME = "application/x-netwright-layer"
"""A palette item: the layer's type (``keras.layers.Conv2D``) as UTF-8 text."""

LONGEST_TYPE = 500
"""Foreign programs may offer anything under our name; no type is longer than this."""


def layer_data(type: str) -> QMimeData:
    """The data of a drag that carries one layer type."""
    data = QMimeData()
    data.setData(LAYER_MIME, type.encode())
    return data


def layer_type(data: QMimeData) -> str | None:
    """The layer type that a drag carries, or None if it carries something else."""
    if not data.hasFormat(LAYER_MIME):
        return None
    raw = data.data(LAYER_MIME).data()
    if not 0 < len(raw) <= LONGEST_TYPE:
        return None
    try:
        return bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
