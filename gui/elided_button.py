"""A button in a narrow place: a text that is too long ends in an ellipsis, and its tooltip has the whole.

Does not belong here: buttons with a place of their own, which are as wide as their text.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

_LEAST = 48


class ElidedButton(QPushButton):
    """A button that may be narrower than its text."""

    _is_measured = False

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """As Qt, with a text that fits."""
        super().initStyleOption(option)
        if self._is_measured:
            return
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideMiddle, room)

    @property
    def shown(self) -> str:
        """What there is room for."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return option.text

    def sizeHint(self) -> QSize:
        """As wide as the whole text needs it."""
        self._is_measured = True
        try:
            return super().sizeHint()
        finally:
            self._is_measured = False

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.shown != self.text() else "")
