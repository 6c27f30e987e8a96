"""The state of a run in a word, on a ground of its colour.

Painted, not styled: a style sheet of its own would be read anew with every phase, some twenty times in a short run. Does not
belong here: which states there are (training).
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme

GROUND = 0.16
"""The opacity of the ground."""
PAD_X, PAD_Y = 12, 3
RADIUS = 10.0


class Pill(QWidget):
    """``token`` is the colour of the theme. It only grows: what stands beside it would jump with every phase."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._token = "muted"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word that is shown."""
        return self._text

    def say(self, text: str, token: str) -> None:
        """Show another word in another colour."""
        if (text, token) == (self._text, self._token):
            return
        self._text, self._token = text, token
        self.setAccessibleName(text)
        needed = self.sizeHint().width()
        if needed > self.minimumWidth():
            self.setMinimumWidth(needed)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        box = QFontMetrics(self._bold()).size(Qt.TextFlag.TextSingleLine, self._shown())
        return QSize(box.width() + 2 * PAD_X, box.height() + 2 * PAD_Y)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _shown(self) -> str:
        return f"●  {self._text}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._token, GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setPen(self._theme.color(self._token))
        painter.setFont(self._bold())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._shown())
