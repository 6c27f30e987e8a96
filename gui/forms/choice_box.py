"""A box of choices for narrow places: it may be narrower than its text, and then says so.

Qt cuts the text of a box that is too narrow in the middle of a letter. Here it ends in an ellipsis, the tooltip has the whole
text, and the list that opens is as wide as its longest entry. The wheel scrolls the form unless the box has the focus.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox

# What the list needs beside its text: the items' own padding and a scroll bar.
_LIST_EXTRA = 32


class ChoiceBox(QComboBox):
    """A combo box whose text is never cut without a sign."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.currentTextChanged.connect(self._explain)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """As Qt, with a text that fits."""
        super().initStyleOption(option)
        option.currentText = self._elided(option)

    def _elided(self, option: QStyleOptionComboBox) -> str:
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        return self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)

    def _explain(self) -> None:
        """Give the whole text as tooltip if it is not seen whole; else that of the form shows."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        text = self.currentText()
        self.setToolTip(text if option.currentText != text else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def showPopup(self) -> None:
        """Open the list, wide enough for its entries."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _LIST_EXTRA)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
