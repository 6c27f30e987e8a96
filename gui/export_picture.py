"""The rows of the export dialog for a picture of the canvas: which part, how large, with the project inside or not.

Does not belong here: drawing (gui.canvas.picture_export), writing (gui.pictures).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QFormLayout

from gui.i18n import tr

Part = Literal["all", "seen", "selected"]
LEAST_SCALE, MOST_SCALE = 0.25, 16.0


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What a picture shows, and for PNG: how many pixels a unit of the canvas has, and whether it holds the project."""

    part: Part = "all"
    scale: float = 2.0
    holds_project: bool = True


class PictureRows(QObject):
    """Three rows in the form of the dialog."""

    def __init__(self, form: QFormLayout, *, has_selection: bool) -> None:
        super().__init__(form)
        self._form = form
        self.part = QComboBox()
        self.part.addItem(tr("Everything"), userData="all")
        self.part.addItem(tr("What is seen now"), userData="seen")
        if has_selection:
            self.part.addItem(tr("What is selected"), userData="selected")
            self.part.setCurrentIndex(2)
        self.scale = QDoubleSpinBox()
        self.scale.setRange(LEAST_SCALE, MOST_SCALE)
        self.scale.setSingleStep(0.5)
        self.scale.setValue(2.0)
        self.scale.setSuffix(" ×")
        self.scale.setToolTip(tr("Pixels for each pixel of the canvas at 100 %"))
        self.holds_project = QCheckBox(tr("Keep the project in the picture"))
        self.holds_project.setChecked(True)
        self.holds_project.setToolTip(tr("Such a picture can be opened again like a project."))
        form.addRow(tr("Part"), self.part)
        form.addRow(tr("Scale"), self.scale)
        form.addRow("", self.holds_project)

    def show_for(self, *, is_picture: bool, suffix: str) -> None:
        """Show the rows that matter for this format."""
        self._form.setRowVisible(self.part, is_picture)
        self._form.setRowVisible(self.scale, is_picture and suffix == ".png")
        self._form.setRowVisible(self.holds_project, is_picture and suffix == ".png")

    def choice(self) -> PictureChoice:
        """What is chosen now."""
        return PictureChoice(self.part.currentData(), self.scale.value(), self.holds_project.isChecked())
