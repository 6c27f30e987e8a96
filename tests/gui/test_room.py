"""Changes inside a room stay there, unless they need more than it has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.room import Room


class Asked(QObject):
    """Counts how often a widget is asked for a new layout."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_change_inside_asks_nobody_outside_unless_it_needs_more(qtbot: QtBot) -> None:
    label = QLabel("a")
    label.setMinimumWidth(200)
    inside = QWidget()
    QVBoxLayout(inside).addWidget(label)
    room = Room(inside)
    around = QWidget()
    QVBoxLayout(around).addWidget(room)
    qtbot.addWidget(around)
    around.resize(400, 300)
    around.show()
    QApplication.processEvents()
    assert inside.geometry() == room.rect() and room.width() > 300
    assert room.sizeHint() == inside.sizeHint()
    asked = Asked(around)
    for text in ("some words", "other words", ""):
        label.setText(text)
        QApplication.processEvents()
    assert asked.count == 0
    label.setMinimumWidth(380)
    qtbot.waitUntil(lambda: asked.count > 0)
    qtbot.waitUntil(lambda: room.width() >= 380)
    assert room.minimumSizeHint() == inside.minimumSizeHint()
    around.resize(700, 500)
    QApplication.processEvents()
    assert inside.geometry() == room.rect()
