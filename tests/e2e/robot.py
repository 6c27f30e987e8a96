"""A hand on a real display: it moves the mouse and presses keys as a person does, through the X server.

Events are made by xdotool, so that pointer grabs, drags, menus and dialogs behave as they do for people. The script of
a test runs in a thread of its own, since a drag, a menu or a dialog runs an event loop inside the GUI thread; ``gui``
asks something of the widgets there. Invariant: the script never touches a Qt object except inside ``gui``.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QWindow
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QDialog, QMenu, QMenuBar, QTabBar, QWidget

from gui.canvas.view import CanvasView

T = TypeVar("T")
SETTLE = 0.05
PATIENCE = 60.0


class Robot(QObject):
    """Made in the GUI thread; ``run`` executes a script and returns when it has ended."""

    _asked = Signal(object)

    def __init__(self, pictures: Path | None = None) -> None:
        """``pictures`` is the folder for a picture of the screen where a script fails."""
        super().__init__()
        self._pictures = pictures
        self._asked.connect(lambda ask: ask(), Qt.ConnectionType.QueuedConnection)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app

    # The two threads

    def run(self, script: Callable[[], None]) -> None:
        """Run the script to its end while the GUI lives; what it raises is raised here."""
        loop, failures = QEventLoop(), list[BaseException]()
        ended = threading.Event()

        def body() -> None:
            try:
                script()
            except BaseException as error:
                failures.append(error)
            ended.set()

        def look() -> None:
            if not ended.is_set():
                return
            if failures:
                self._save_picture()
                self._close_popups()
            loop.quit()

        watch = QTimer()
        watch.timeout.connect(look)
        watch.start(20)
        self._app.installEventFilter(self)
        self._focus_top()
        thread = threading.Thread(target=body, name="robot", daemon=True)
        thread.start()
        loop.exec()
        watch.stop()
        self._app.removeEventFilter(self)
        thread.join(5.0)
        if failures:
            raise failures[0]

    def gui(self, ask: Callable[[], T]) -> T:
        """What ``ask`` returns, asked in the GUI thread; what it raises is raised here."""
        if threading.current_thread() is threading.main_thread():
            return ask()
        done = threading.Event()
        outcome: list[Any] = []

        def answer() -> None:
            try:
                outcome.append((True, ask()))
            except BaseException as error:
                outcome.append((False, error))
            done.set()

        self._asked.emit(answer)
        assert done.wait(PATIENCE), "the GUI thread does not answer"
        good, value = outcome[0]
        if not good:
            raise value
        return value  # type: ignore[no-any-return]

    def until(self, what: str, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for a condition, asked in the GUI thread."""
        end = time.monotonic() + seconds
        while not self.gui(condition):
            assert time.monotonic() < end, f"waited {seconds:.0f} s in vain for: {what}"
            time.sleep(SETTLE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """There is no window manager on a bare display: give the focus to what opens, and back when it closes."""
        if isinstance(watched, QWindow) and event.type() in (QEvent.Type.Expose, QEvent.Type.Hide):
            if watched.type() in (Qt.WindowType.Window, Qt.WindowType.Dialog):
                QTimer.singleShot(0, self, self._focus_top)
        return False

    def _focus_top(self) -> None:
        top = self._app.activeModalWidget()
        if top is None:
            shown = [widget for widget in self._app.topLevelWidgets() if widget.isVisible() and not _is_popup(widget)]
            top = shown[0] if shown else None
        if top is not None and not top.isActiveWindow():
            top.activateWindow()

    def _save_picture(self) -> None:
        screen = self._app.primaryScreen()
        if screen is not None and self._pictures is not None:
            screen.grabWindow(0).save(str(self._pictures / "failure.png"))

    def _close_popups(self) -> None:
        """Leave no menu and no dialog in the way of the end of a test that has failed."""
        while (popup := self._app.activePopupWidget() or self._app.activeModalWidget()) is not None:
            popup.close()

    # Mouse

    def _x(self, *arguments: object) -> None:
        subprocess.run(["xdotool", *map(str, arguments)], check=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
        time.sleep(SETTLE)
        self.gui(lambda: None)

    def click(self, place: QPoint, *, button: int = 1, times: int = 1) -> None:
        """Click at a point of the screen."""
        self._x("mousemove", place.x(), place.y(), "sleep", 0.03, "click", "--repeat", times, "--delay", 60, button)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press at one point, move in steps as a hand does, release at another."""
        steps: list[object] = ["mousemove", start.x(), start.y(), "sleep", 0.03, "mousedown", 1, "sleep", 0.03]
        for part in (0.04, 0.1, 0.3, 0.6, 0.85, 0.98, 1.0):
            at = start + (end - start) * part
            steps += ["mousemove", at.x(), at.y(), "sleep", 0.04]
        self._x(*steps, "mouseup", 1)
        time.sleep(SETTLE)

    def wheel(self, place: QPoint, notches: int) -> None:
        """Turn the wheel at a point: towards the user with positive numbers."""
        button = 5 if notches > 0 else 4
        self._x("mousemove", place.x(), place.y(), "click", "--repeat", abs(notches), "--delay", 20, button)

    # Keys

    def key(self, *combinations: str) -> None:
        """Press keys one after the other, named as X names them: ``ctrl+s``, ``Tab``."""
        for combination in combinations:
            self._x("key", combination)

    def type(self, text: str) -> None:
        """Type text."""
        self._x("type", "--delay", 15, text)

    # Where things are

    def centre(self, widget: QWidget) -> QPoint:
        """The middle of a widget on the screen; it must be visible."""

        def find() -> QPoint:
            assert widget.isVisible(), f"{widget} is not visible"
            return widget.mapToGlobal(widget.rect().center())

        return self.gui(find)

    def on_screen(self, widget: QWidget, place: QPoint) -> QPoint:
        """A point of a widget on the screen."""
        return self.gui(lambda: widget.mapToGlobal(place))

    def click_on(self, widget: QWidget, *, times: int = 1) -> None:
        self.click(self.centre(widget), times=times)

    def scene(self, view: CanvasView, place: tuple[float, float]) -> QPoint:
        """A scene point on the screen."""
        return self.gui(lambda: view.viewport().mapToGlobal(view.viewportTransform().map(QPointF(*place)).toPoint()))

    def menu(self, bar: QMenuBar, *titles: str) -> None:
        """Open menus one in the other and click the last title, all with the mouse."""
        menus: list[QMenu | QMenuBar] = [bar]
        for title in titles:
            menu = menus[-1]
            action, box = self.gui(lambda menu=menu, title=title: _entry(menu, title))
            self.click(box.center())
            below = self.gui(action.menu)
            if below is not None:
                self.until(f"the menu {title}", lambda below=below: below.isVisible())
                menus.append(below)

    def tab(self, window: QWidget, title: str) -> None:
        """Click a dock's tab."""

        def find() -> QPoint:
            for bar in window.findChildren(QTabBar):
                for index in range(bar.count()):
                    if bar.tabText(index).startswith(title) and bar.isVisible():
                        return bar.mapToGlobal(bar.tabRect(index).center())
            raise AssertionError(f"there is no tab {title!r}")

        self.click(self.gui(find))

    def choose(self, box: QComboBox, text: str) -> None:
        """Open a combo box and click one of its entries, turning the wheel to find it."""
        self.click_on(box)
        self.until("the list of the combo box", lambda: box.view().isVisible())
        row = self.gui(lambda: box.findText(text))
        assert row >= 0, f"there is no choice {text!r}"
        self.click(self.bring_row(box.view(), box.model().index(row, box.modelColumn())))
        self.until("the list to close", lambda: not box.view().isVisible())

    def bring_row(self, view: QAbstractItemView, index: Any) -> QPoint:
        """The middle of a row on the screen, after turning the wheel until it can be seen."""
        for _ in range(80):
            box, port = self.gui(lambda: (view.visualRect(index), view.viewport().rect()))
            if port.contains(box.center()) and box.top() >= 0:
                return self.on_screen(view.viewport(), QPoint(min(60, box.center().x()), box.center().y()))
            below = box.center().y() > port.center().y()
            self.wheel(self.on_screen(view.viewport(), port.center()), 1 if below else -1)
            time.sleep(SETTLE)
        raise AssertionError("the row cannot be brought into view")

    def dialog(self, seconds: float = PATIENCE) -> QDialog:
        """The dialog that is open, once there is one."""
        self.until("a dialog", lambda: isinstance(self._app.activeModalWidget(), QDialog), seconds)
        found = self.gui(self._app.activeModalWidget)
        assert isinstance(found, QDialog)
        self.until("the dialog to have the focus", lambda: found.isActiveWindow())
        return found

    def no_dialog(self) -> None:
        """Wait until no dialog is open."""
        self.until("the dialog to close", lambda: self._app.activeModalWidget() is None)


def _is_popup(widget: QWidget) -> bool:
    return widget.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)


def _entry(menu: QMenu | QMenuBar, title: str) -> tuple[QAction, QRect]:
    for action in menu.actions():
        if action.text().replace("&", "").startswith(title):
            box = menu.actionGeometry(action)
            return action, QRect(menu.mapToGlobal(box.topLeft()), box.size())
    raise AssertionError(f"there is no entry {title!r} among {[action.text() for action in menu.actions()]}")
