"""The formats of the export dialog: what each is called, what it is for, and its picture.

Does not belong here: writing any of them (core.convert), the dialog (export_dialog).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QIcon, QPainter

from gui.i18n import tr
from gui.icons import painted_icon
from gui.theme import Theme, ui_font


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One line of the list. ``suffixes`` are those that may be chosen, "" for a folder; the first one is usual.

    ``kind`` is that of core.convert.exports.options, or "canvas" for a picture that the window draws; ``badge`` and
    ``family`` make the tile.
    """

    id: str
    kind: str
    title: str
    text: str
    suffixes: tuple[str, ...]
    badge: str
    family: str

    @property
    def has_weights(self) -> bool:
        """Whether the file holds weights, so that they can be chosen."""
        return self.kind in ("keras", "h5", "weights", "saved_model", "litert", "onnx")


def export_formats() -> tuple[ExportFormat, ...]:
    """All formats, in the language in use; proper names are the same in all."""
    return (
        ExportFormat("code", "code", tr("Python code"), tr("The model as readable Keras code"), (".py",), "py", "core"),
        ExportFormat(
            "script",
            "code",
            tr("Training script"),
            tr("With data, training and evaluation"),
            (".py",),
            "py▸",
            "core",
        ),
        ExportFormat(
            "notebook",
            "code",
            tr("Jupyter notebook"),
            tr("The training script in cells with explanations"),
            (".ipynb",),
            "nb",
            "core",
        ),
        ExportFormat(
            "keras", "keras", tr("Keras model"), tr("Model and weights for Keras 3"), (".keras",), "K", "convolution"
        ),
        ExportFormat(
            "h5", "h5", tr("Keras model, HDF5"), tr("The older format, for tools that expect it"), (".h5",), "h5", "convolution"
        ),
        ExportFormat(
            "weights", "weights", tr("Weights only"), tr("For code that builds the model itself"), (".weights.h5",), "W",
            "convolution",
        ),
        ExportFormat(
            "json", "json", tr("Architecture only"), tr("The layers as JSON, without weights"), (".json",), "{ }", "convolution"
        ),
        ExportFormat(
            "saved_model",
            "saved_model",
            "TensorFlow SavedModel",
            tr("A folder for TensorFlow and TensorFlow Serving"),
            ("",),
            "TF",
            "recurrent",
        ),
        ExportFormat(
            "litert",
            "litert",
            "LiteRT (TensorFlow Lite)",
            tr("For phones and small devices, also in 8 bits"),
            (".tflite",),
            "Lite",
            "recurrent",
        ),
        ExportFormat(
            "onnx", "onnx", "ONNX", tr("For ONNX Runtime and most other frameworks"), (".onnx",), "ox", "recurrent"
        ),
        ExportFormat(
            "canvas",
            "canvas",
            tr("Picture of the canvas"),
            tr("The cards as they are arranged; a PNG can hold the project"),
            (".png", ".svg", ".pdf"),
            "▣",
            "pooling",
        ),
        ExportFormat(
            "diagram",
            "diagram",
            tr("Diagram"),
            tr("A picture of the network in one of three styles"),
            (".png", ".svg", ".pdf", ".dot"),
            "◫",
            "pooling",
        ),
    )


def format_icon(chosen: ExportFormat, look: Theme) -> QIcon:
    """A coloured tile with the format's letters."""

    def paint(painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.family(chosen.family))
        side = box.width()
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), side * 0.2, side * 0.2)
        font: QFont = ui_font(bold=True)
        font.setPixelSize(max(6, round(side * (0.5 if len(chosen.badge) < 3 else 0.34))))
        painter.setFont(font)
        painter.setPen(look.family_text(chosen.family))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chosen.badge)

    return painted_icon(paint)
