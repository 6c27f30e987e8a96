"""The top-level window: a tab for each project that is open, each a whole :class:`~gui.window.MainWindow` of its own.

Nothing is shared between tabs but the settings, so that whatever holds for one project holds for several. With one project
the tab bar is hidden. Does not belong here: what a tab can do. Invariant: there is always at least one tab, until the last
one is closed and the shell with it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QTabWidget

from core.graph.document import Document
from gui import i18n
from gui.i18n import tr
from gui.later import later
from gui.settings import Settings
from gui.window import MainWindow

Make = Callable[[Document | None], MainWindow]


class Shell(QMainWindow):
    """Holds the tabs. ``make`` builds the window of one project, over a document or a new one.

    ``let_go`` follows the closing of tabs and a change of the language: windows are garbage from then on.
    """

    let_go = Signal()

    def __init__(self, make: Make, settings: Settings) -> None:
        super().__init__()
        self._make = make
        self._settings = settings
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMovable(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setTabBarAutoHide(True)
        self.tabs.tabBar().setAccessibleName(tr("Open projects"))
        self.tabs.tabCloseRequested.connect(lambda index: self.windows[index].close())
        self.tabs.currentChanged.connect(self._on_current)
        self.setCentralWidget(self.tabs)
        self.resize(1600, 1000)
        geometry = settings.blob("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self._add(make(None))

    @property
    def windows(self) -> list[MainWindow]:
        """The windows in the tabs, from left to right."""
        found = (self.tabs.widget(index) for index in range(self.tabs.count()))
        return [window for window in found if isinstance(window, MainWindow)]

    @property
    def current(self) -> MainWindow:
        """The window that is in front."""
        return self.windows[self.tabs.currentIndex()]

    # Tabs

    def new_tab(self) -> MainWindow:
        """Open an empty project in a tab of its own."""
        window = self._make(None)
        self._add(window)
        window.start(offer_recovery=False)
        return window

    def open_in_tab(self, path: Path) -> None:
        """Open a file in a tab of its own, or in the one that is empty, or go to the tab that shows it already."""
        for window in self.windows:
            if window.files.path is not None and window.files.path.absolute() == path.absolute():
                self.tabs.setCurrentWidget(window)
                return
        current = self.current
        unused = current.files.path is None and not current.session.document.is_modified
        window = current if unused and not current.session.project.graph.nodes else self.new_tab()
        window.opening.open(path)

    def show_tab(self, step: int) -> None:
        """Bring the next (1) or the previous (-1) tab to the front."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _add(self, window: MainWindow, index: int | None = None) -> None:
        window.join(self)
        window.windowTitleChanged.connect(lambda _title: self._name(window))
        window.modified_changed.connect(lambda: self._name(window))
        window.closed.connect(lambda: self._on_closed(window))
        place = self.tabs.count() if index is None else index
        self.tabs.insertTab(place, window, "")
        self._name(window)
        self.tabs.setCurrentIndex(place)

    def _name(self, window: MainWindow) -> None:
        index = self.tabs.indexOf(window)
        if index < 0:
            return
        # "&" would become a mnemonic.
        name = window.files.title.replace("&", "&&")
        self.tabs.setTabText(index, f"{name} •" if window.isWindowModified() else name)
        self.tabs.setTabToolTip(index, str(window.files.path or ""))
        if index == self.tabs.currentIndex():
            self._on_current(index)

    def _on_current(self, index: int) -> None:
        window = self.tabs.widget(index)
        if isinstance(window, MainWindow):
            self.setWindowTitle(window.windowTitle())
            self.setWindowModified(window.isWindowModified())
            window.view.setFocus()

    def _on_closed(self, window: MainWindow) -> None:
        index = self.tabs.indexOf(window)
        if index < 0:
            return
        self.tabs.removeTab(index)
        window.deleteLater()
        self.let_go.emit()
        if self.tabs.count() == 0:
            # After the close event of the tab, which is still under way.
            later(self, self.close)

    # Language

    def change_language(self, code: str) -> bool:
        """Show everything in another language at once; False, with a sentence, while a run is going on."""
        running = next((window for window in self.windows if window.training.is_running), None)
        if running is not None:
            self.current.session.status.emit(
                tr("The language can be changed when the run in {name} has ended.", name=running.files.title), "warning"
            )
            return False
        i18n.set_language(code)
        front = self.tabs.currentIndex()
        for index, old in enumerate(self.windows):
            new = self._make(old.session.document)
            asked = not old.banner.isHidden()
            new.take_over(old)
            self.tabs.removeTab(index)
            self._add(new, index)
            old.retire()
            old.deleteLater()
            # What a crash left is asked about until the user has answered.
            new.start(offer_recovery=asked)
        self.tabs.setCurrentIndex(front)
        self.tabs.tabBar().setAccessibleName(tr("Open projects"))
        self.let_go.emit()
        return True

    # Start and end

    def start(self) -> None:
        """Begin the work of the first tab, once the window is painted."""
        self.current.start()

    def save_recovery_copies(self) -> None:
        """Write the journals of all tabs now."""
        for window in self.windows:
            window.files.save_recovery_copy()

    def closeEvent(self, event: QCloseEvent) -> None:
        for window in self.windows:
            self.tabs.setCurrentWidget(window)
            if not window.files.may_leave():
                event.ignore()
                return
        self._settings.set_blob("geometry", self.saveGeometry())
        self._settings.flush()
        for window in self.windows:
            window.retire()
        event.accept()
