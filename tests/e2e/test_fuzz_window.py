"""Thousands of random acts on the whole window: no exception, no Qt message, no thread or widget too many.

The canvas has a fuzz of its own with ten times as many events; here every part of the window is pressed, typed into,
and turned, and every command is called, in any order, with whatever dialog comes refused.
"""

from __future__ import annotations

import gc
import random
import string
import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from core.graph import queries
from core.storage import templates
from core.storage.schema import dumps, loads
from gui.actions import ACTIONS
from gui.canvas.mime import layer_data
from gui.window import MainWindow
from tests.dialogs import DialogHand
from tests.windows import OpenWindow

ACTS = 1_500
SEED = 7
MOST_NODES = 60
# What leaves the window, or the machine: a run is trained in tests/gui/test_training.py.
LEFT_OUT = {"file.quit", "train.start", "file.new"}
WORDS = (
    "dense",
    "conv",
    "卷积",
    "lstm",
    "add",
    "zzz",
    "3",
    "(3, 3)",
    "relu",
    "0.5",
    "",
    "None",
    "-1",
    "1e9",
    "[1,",
    "'\"\\",
    "名前",
    "x" * 300,
)
KEYS = (
    "Tab Backtab Return Escape Delete Backspace Up Down Left Right Home End Space F2 F6 F8 PageDown A F L Q".split()
)
MODIFIERS = [Qt.KeyboardModifier.NoModifier] * 6 + [
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
]
UNWANTED_KEYS = {(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)}


class Monkey:
    """Does one random thing at a time to a window."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.chance = random.Random(seed)
        self.types = [spec.type for spec in window.session.catalog.layers]
        self.acts: list[tuple[int, Callable[[], None]]] = [
            (24, self.click),
            (16, self.key),
            (12, self.type),
            (14, self.command),
            (9, self.canvas),
            (5, self.drop),
            (4, self.wheel),
            (4, self.pick),
            (3, self.undo),
            (2, self.open),
            (2, self.panel),
            (1, self.theme),
            (1, self.resize),
            (3, self.rest),
        ]
        self.done: dict[str, int] = {}

    def act(self) -> str:
        weights = [weight for weight, _ in self.acts]
        do = self.chance.choices([do for _, do in self.acts], weights)[0]
        do()
        self.done[do.__name__] = self.done.get(do.__name__, 0) + 1
        if len(self.window.session.graph.nodes) > MOST_NODES:
            self.window.session.select(self.window.session.graph.nodes)
            self.window.actions_by_id["edit.delete"].trigger()
        return do.__name__

    def some(self, kind: type[QWidget]) -> QWidget | None:
        found = [
            w
            for w in self.window.findChildren(kind)
            if w.isVisible() and w.isEnabled() and not w.visibleRegion().isEmpty()
        ]
        return self.chance.choice(found) if found else None

    def click(self) -> None:
        widget = self.some(QWidget)
        if widget is None or isinstance(widget, QMenu) or isinstance(widget.parent(), QMenu):
            return
        if isinstance(widget, QAbstractButton) and widget.text() in ("Train  F5",):
            return
        if isinstance(widget, QComboBox) or "QMenuBar" in type(widget).__name__:
            return  # both open a popup, which grabs everything that follows; pick and command reach what they hold
        place = QPoint(self.chance.randrange(max(1, widget.width())), self.chance.randrange(max(1, widget.height())))
        button = self.chance.choice([Qt.MouseButton.LeftButton] * 5 + [Qt.MouseButton.MiddleButton])
        QTest.mouseClick(widget, button, self.chance.choice(MODIFIERS), place)

    def key(self) -> None:
        target = QApplication.focusWidget() or self.window.view
        key = getattr(Qt.Key, f"Key_{self.chance.choice(KEYS)}")
        modifier = self.chance.choice(MODIFIERS)
        if (key, modifier) not in UNWANTED_KEYS:
            QTest.keyClick(target, key, modifier)

    def type(self) -> None:
        line = self.some(QLineEdit)
        if not isinstance(line, QLineEdit):
            return
        line.setFocus()
        if self.chance.random() < 0.5:
            line.selectAll()
        word = self.chance.choice((*WORDS, self.chance.choice(string.printable[:94])))
        line.insert(word)
        line.textEdited.emit(line.text())
        if self.chance.random() < 0.8:
            QTest.keyClick(line, self.chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))

    def command(self) -> None:
        entry = self.chance.choice(ACTIONS)
        action = self.window.actions_by_id[entry.id]
        if entry.id not in LEFT_OUT and action.isEnabled():
            action.trigger()

    def canvas(self) -> None:
        view = self.window.view
        nodes = list(self.window.scene.nodes)
        if nodes and self.chance.random() < 0.5:
            self.window.session.select(self.chance.sample(nodes, min(len(nodes), self.chance.choice((1, 1, 2, 5)))))
            return
        spots = [self.spot(), self.spot()]
        for kind, place, held in (
            (QEvent.Type.MouseButtonPress, spots[0], Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseMove, spots[1], Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseButtonRelease, spots[1], Qt.MouseButton.NoButton),
        ):
            button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
            at = QPointF(view.viewport().mapToGlobal(place))
            QApplication.sendEvent(
                view.viewport(), QMouseEvent(kind, QPointF(place), at, button, held, self.chance.choice(MODIFIERS))
            )

    def spot(self) -> QPoint:
        view, scene = self.window.view, self.window.scene
        if scene.nodes and self.chance.random() < 0.8:
            item = scene.nodes[self.chance.choice(list(scene.nodes))]
            place = self.chance.choice([scene.centre(item.node_id), item.output_point(0)])
            return view.viewportTransform().map(QPointF(*place)).toPoint()
        return QPoint(self.chance.randrange(max(1, view.width())), self.chance.randrange(max(1, view.height())))

    def drop(self) -> None:
        data = layer_data(self.chance.choice((*self.types, "keras.layers.NoSuch")))
        port, place = self.window.view.viewport(), self.spot()
        left, modifier = Qt.MouseButton.LeftButton, self.chance.choice(MODIFIERS)
        QApplication.sendEvent(port, QDragEnterEvent(place, Qt.DropAction.CopyAction, data, left, modifier))
        QApplication.sendEvent(port, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, left, modifier))

    def wheel(self) -> None:
        widget = self.some(QWidget)
        if widget is None:
            return
        place = widget.rect().center()
        turned = QPoint(0, self.chance.choice((-120, 120, 240)))
        event = QWheelEvent(
            QPointF(place), QPointF(widget.mapToGlobal(place)), QPoint(), turned, Qt.MouseButton.NoButton,
            self.chance.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def pick(self) -> None:
        box = self.some(QComboBox) if self.chance.random() < 0.6 else self.some(QAbstractItemView)
        if isinstance(box, QComboBox) and box.count():
            index = self.chance.randrange(box.count())
            box.setCurrentIndex(index)
            if shiboken6.isValid(box):
                box.activated.emit(index)
        elif isinstance(box, QAbstractItemView) and box.model() is not None and box.model().rowCount():
            box.setCurrentIndex(box.model().index(self.chance.randrange(box.model().rowCount()), 0))

    def undo(self) -> None:
        for _ in range(self.chance.choice((1, 1, 3, 20))):
            self.chance.choice((self.window.session.undo, self.window.session.undo, self.window.session.redo))()

    def open(self) -> None:
        self.window.session.open_project(templates.load(self.chance.choice(templates.names()).name))

    def panel(self) -> None:
        self.window.show_panel(self.chance.choice(list(self.window.docks)))

    def theme(self) -> None:
        self.window.choose_theme(self.chance.choice(("light", "dark")))

    def resize(self) -> None:
        self.window.resize(self.chance.randrange(700, 1700), self.chance.randrange(500, 1100))

    def rest(self) -> None:
        QTest.qWait(self.chance.choice((1, 5, 30)))


class Browser(QObject):
    """Stands where the system's programs would: links to Keras's documentation and folders of exports are clicked, too."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        for scheme in ("https", "file"):
            QDesktopServices.setUrlHandler(scheme, self, "show")

    @Slot(QUrl)
    def show(self, address: QUrl) -> None:
        """Keep the address."""
        self.shown.append(address.toString())

    def close(self) -> None:
        """Give addresses back to the system."""
        for scheme in ("https", "file"):
            QDesktopServices.unsetUrlHandler(scheme)


def close_menus() -> QTimer:
    """Close every menu that a button has opened: it has a loop of its own until somebody chooses."""

    def close() -> None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            popup.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(20)
    return timer


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_random_acts_break_nothing(
    keras_imported: None, open_window: OpenWindow, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A context menu runs its own loop until somebody chooses; its entries are all commands.
    monkeypatch.setattr(QMenu, "exec", lambda *_: None)
    window = open_window()
    window.start()
    session = window.session
    hand = DialogHand()
    hand.refuses_all = True
    hand.start()
    closing = close_menus()
    browser = Browser()
    monkey = Monkey(window, SEED)
    widgets: list[int] = []
    threads: list[int] = []
    edited: list[object] = []
    session.project_changed.connect(lambda change: None if change.is_reset else edited.append(change.after.graph.name))
    trace: list[str] = []
    for count in range(ACTS):
        trace.append(monkey.act())
        assert window.isVisible(), f"closed by {trace[-5:]}"
        if count % 500 == 499:
            QTest.qWait(20)
            assert queries.check(session.graph) == []
            assert loads(dumps(session.project)) == session.project
            assert set(window.scene.nodes) == set(session.graph.nodes)
            window.view.cancel_gesture()
            session.open_project(templates.load("cnn-digits"))
            session.select(())
            QTest.qWait(20)
            gc.collect()
            widgets.append(len(QApplication.allWidgets()))
            threads.append(threading.active_count())
    hand.stop()
    closing.stop()
    browser.close()
    own = ("https://keras.io/", QUrl.fromLocalFile(str(window.settings.folder)).toString())
    assert all(address.startswith(own) for address in browser.shown), browser.shown
    assert set(monkey.done) == {do.__name__ for _, do in monkey.acts}
    assert len(edited) > ACTS / 10, "the acts did reach the document"
    assert max(threads[len(threads) // 2 :]) <= max(threads[: len(threads) // 2]) + 1, threads
    half = len(widgets) // 2
    assert max(widgets[half:]) <= max(widgets[:half]) * 1.2, widgets
    assert "Traceback" not in capfd.readouterr().err
    assert QGuiApplication.clipboard() is not None and not isinstance(
        QApplication.activeModalWidget(), (QDialog, QMessageBox)
    )
    assert isinstance(window.code.editor, QPlainTextEdit)
