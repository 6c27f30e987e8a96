"""A line above the canvas that asks something without getting in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Banner(QFrame):
    """Hidden until :meth:`ask`; goes away with the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "finding")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 12, 8)
        self._row.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The question that is asked."""
        return self._text.text()

    def ask(self, text: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show a question with a button for each answer; the first is the default."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._text.setText(text)
        for position, (label, run) in enumerate(answers):
            button = QPushButton(label)
            button.setProperty("primary", position == 0)
            button.clicked.connect(lambda checked=False, run=run: self._answer(run))
            self._row.addWidget(button)
            self._buttons.append(button)
        self.setVisible(True)

    def say(self, text: str) -> None:
        """Change the text and keep the buttons: how far something has come."""
        self._text.setText(text)

    def _answer(self, run: Callable[[], object]) -> None:
        self.setVisible(False)
        run()
