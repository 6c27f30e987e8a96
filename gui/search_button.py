"""The field in the toolbar that opens the command palette: it looks like a place to type in, and says its key.

Does not belong here: what is searched (command_palette).
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

_GAP = 28


class SearchButton(QPushButton):
    """A button with a muted text on its left and a key on its right."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._key = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 6, 11, 6)
        row.setSpacing(_GAP)
        for label in (QLabel(text), self._key):
            label.setProperty("role", "muted")
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)

    def set_key(self, key: str) -> None:
        """Say the key that does the same; "" for none."""
        self._key.setText(key)
        self.setAccessibleDescription(key)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()
