"""Menus and dialogs that a row opens: most of them keep the event loop until they are answered, so a timer works them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from tests.dialogs import PATIENCE
from tests.gui.interactions.row import LEFT, NONE, RIGHT, Desk, Place


@contextmanager
def working(desk: Desk, act: Callable[[QWidget], None]) -> Iterator[None]:
    """Do this with the menu or dialog that opens inside the block; it must open, and be closed by ``act``."""
    worked: list[QWidget] = []
    failed: list[BaseException] = []
    seen_open = 0

    def look() -> None:
        nonlocal seen_open
        opened = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if opened is None:
            return
        if worked:
            # Its event loop would never end, and the test with it.
            seen_open += 1
            if seen_open > PATIENCE:
                failed.append(AssertionError(f"{type(opened).__name__} was left open"))
                opened.close()
            return
        if not (opened.windowType() == Qt.WindowType.Popup or opened.isActiveWindow()):
            return  # keys would still be shortcuts of the window below
        worked.append(opened)
        try:
            act(opened)
        except BaseException as error:
            failed.append(error)
            opened.close()

    timer = QTimer(interval=10)
    timer.timeout.connect(look)
    timer.start()
    try:
        yield
        desk.qtbot.waitUntil(lambda: bool(worked))
    finally:
        timer.stop()
    if failed:
        raise failed[0]


def choosing(desk: Desk, action_id: str) -> Callable[[QWidget], None]:
    """Click this command in the menu that has opened."""

    def choose(menu: QWidget) -> None:
        assert isinstance(menu, QMenu)
        action = desk.window.actions_by_id[action_id]
        assert action in menu.actions() and action.isEnabled()
        place = menu.actionGeometry(action).center()
        QTest.mouseMove(menu, place)
        QTest.mouseClick(menu, LEFT, NONE, place)

    return choose


def choose_at(desk: Desk, place: Place, action_id: str) -> None:
    """Click with the right button on the canvas, and choose from the menu."""
    at, target = desk.hand.at(place), desk.view.viewport()
    desk.hand.press(place, button=RIGHT)
    desk.hand.release(place, button=RIGHT)
    with working(desk, choosing(desk, action_id)):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at))
        QApplication.sendEvent(target, event)


def reading(desk: Desk, opens: Callable[[], None], read: Callable[[QDialog], None]) -> None:
    """Look at the dialog that ``opens`` brings up, and close it with Escape."""

    def leave(dialog: QWidget) -> None:
        assert isinstance(dialog, QDialog)
        read(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with working(desk, leave):
        opens()
