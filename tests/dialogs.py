"""A hand that answers dialogs while they are open: a modal dialog does not return until somebody has answered it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QPushButton

PAUSE_MS = 10
PATIENCE = 500
"""How often a dialog that was answered may be seen open: then the test would never end.

Counted, not timed: a machine that stands still for seconds has not left it open.
"""
Answer = str | Path | None


class DialogHand(QObject):
    """Answers dialogs in turn and remembers what they said.

    A message box is answered with the text of a button, a file dialog with a path that is typed into it, and either with
    None by Escape. A dialog that nobody expected is refused and makes ``check`` fail, unless ``refuses_all`` is set.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unexpected: list[str] = []
        self.refuses_all = False
        self._answers: list[Answer] = []
        self._timer = QTimer(self)
        # Started anew each time: a timer does not fire while it is being answered, and an answer may open a dialog.
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look)
        self._done: QDialog | None = None
        self._seen = 0

    def expect(self, *answers: Answer) -> None:
        """Answer the next dialogs so."""
        self._answers += answers

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def check(self) -> None:
        """Every dialog was expected, and every one that was expected came."""
        assert not self.unexpected, f"dialogs that nobody expected: {self.unexpected}"
        assert not self._answers, f"no dialog came for these answers: {self._answers}"

    def _look(self) -> None:
        self._timer.start()
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        if dialog is self._done:
            # Its event loop would never end, and the test with it.
            self._seen += 1
            if self._seen > PATIENCE:
                self.unexpected.append(f"{self.texts[-1]} (left open by its answer)")
                dialog.reject()
            return
        self._done = dialog
        self._seen = 0
        text = dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle()
        self.texts.append(text)
        if not self._answers and self.refuses_all:
            dialog.reject()
            return
        if not self._answers:
            self.unexpected.append(text)
            dialog.reject()
            return
        answer = self._answers.pop(0)
        try:
            _give(dialog, answer)
        except AssertionError as error:
            self.unexpected.append(str(error))
            dialog.reject()


def _give(dialog: QDialog, answer: Answer) -> None:
    if answer is None:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    elif isinstance(dialog, QFileDialog):
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None and isinstance(answer, Path), f"a file dialog came, expected {answer!r}"
        line.setText(str(answer))
        box = dialog.findChild(QDialogButtonBox)
        accept = next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole)
        QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    elif isinstance(dialog, QMessageBox):
        labels = {button.text().replace("&", ""): button for button in dialog.buttons()}
        assert answer in labels, f"{dialog.text()!r} has the buttons {list(labels)}, not {answer!r}"
        QTest.mouseClick(labels[answer], Qt.MouseButton.LeftButton)
    else:
        labels = {button.text().replace("&", ""): button for button in dialog.findChildren(QPushButton)}
        assert answer in labels, f"a {type(dialog).__name__} with the buttons {list(labels)} came, not with {answer!r}"
        QTest.mouseClick(labels[answer], Qt.MouseButton.LeftButton)


@contextmanager
def answering(*answers: Answer) -> Iterator[DialogHand]:
    """Answer the dialogs that come inside the block; fails if others come, or not all of them."""
    hand = DialogHand()
    hand.expect(*answers)
    hand.start()
    try:
        yield hand
    finally:
        hand.stop()
    hand.check()


def message_of(act: Callable[[], object]) -> str:
    """The text of the one message that ``act`` shows, which is read and closed with OK."""
    with answering("OK") as hand:
        act()
    return hand.texts[0]
