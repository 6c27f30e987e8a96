"""Menu bar, context menu and toolbar, filled from the one table of actions.

Does not belong here: what an action does or when it may (gui.actions).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from gui import i18n
from gui.actions import ACTIONS, CONTEXT_MENU, MENUS, TOOLBAR
from gui.canvas import framing
from gui.files import template_menu, time_text
from gui.i18n import LANGUAGES, tr
from gui.icons import icon
from gui.search_button import SearchButton

if TYPE_CHECKING:
    from gui.window import MainWindow


class Menus:
    """The menus of one window: its actions, the templates, recent files, panels, themes and languages."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        bar = window.menuBar()
        menus = {title: bar.addMenu(tr(title)) for title in MENUS}
        for entry in ACTIONS:
            outer, _, inner = entry.menu.partition("/")
            if inner and entry.menu not in menus:
                menus[outer].addSeparator() if entry.separator else None
                menus[entry.menu] = menus[outer].addMenu(tr(inner))
            elif entry.separator:
                menus[entry.menu].addSeparator()
            menus[entry.menu].addAction(window.actions_by_id[entry.id])
        self._fill_file_menu(menus["File"])
        view_menu = menus["View"]
        view_menu.addSeparator()
        panels = view_menu.addMenu(tr("Panels"))
        for dock in window.docks.values():
            panels.addAction(dock.toggleViewAction())
        titles = {"system": tr("System"), "light": tr("Light"), "dark": tr("Dark")}
        self._themes = _choices(view_menu.addMenu(tr("Theme")), titles, window.choose_theme)
        self._languages = _choices(view_menu.addMenu("Language / 语言"), LANGUAGES, window.choose_language)
        self.check_choices()

    def _fill_file_menu(self, menu: QMenu) -> None:
        window = self._window
        templates = QMenu(tr("New from template"), menu)
        for name, title in template_menu():
            templates.addAction(title, partial(window.files.new, name))
        menu.insertMenu(window.actions_by_id["file.open"], templates)
        self._recent = QMenu(tr("Open recent"), menu)
        menu.insertMenu(window.actions_by_id["file.save"], self._recent)
        self._versions = QMenu(tr("Earlier versions"), menu)
        listed = menu.actions()
        menu.insertMenu(listed[listed.index(window.actions_by_id["file.save_as"]) + 1], self._versions)
        menu.aboutToShow.connect(self._fill_versions)
        self.fill_recent()

    def fill_recent(self) -> None:
        """List the files that were open last."""
        self._recent.clear()
        recent = self._window.settings.recent
        for path in recent:
            self._recent.addAction(str(path), partial(self._window.opening.open, path))
        self._recent.setEnabled(bool(recent))

    def _fill_versions(self) -> None:
        """List what the file was before it was saved over."""
        files = self._window.files
        self._versions.clear()
        for version in files.versions():
            self._versions.addAction(time_text(version.saved), partial(files.go_back_to, version))
        self._versions.setEnabled(not self._versions.isEmpty())

    def check_choices(self) -> None:
        """Tick the theme and the language that are set."""
        self._themes[self._window.settings.theme].setChecked(True)
        self._languages[i18n.language()].setChecked(True)

    def show_context(self, point: QPoint) -> None:
        """The menu at the pointer on the canvas."""
        view = self._window.view
        menu = QMenu(view)
        for action_id in CONTEXT_MENU:
            if action_id:
                menu.addAction(self._window.actions_by_id[action_id])
            else:
                menu.addSeparator()
        if framing.selected(self._window.session):
            menu.insertMenu(menu.actions()[0], self._colors(menu))
        menu.exec(view.mapToGlobal(point))
        menu.deleteLater()


    def _colors(self, parent: QMenu) -> QMenu:
        """The colours of frames and notes."""
        made = QMenu(tr("Colour"), parent)
        for color, title in framing.color_titles().items():
            made.addAction(title, partial(framing.set_color, self._window.session, color))
        return made


class Toolbar(QToolBar):
    """The few actions that are used most, and the button that trains."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(tr("Toolbar"))
        self._window = window
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.toggleViewAction().setEnabled(False)
        self._align = QToolButton()
        for action_id in TOOLBAR:
            if "/" in action_id:
                self._add_menu(self._align, action_id)
            elif action_id:
                self.addAction(window.actions_by_id[action_id])
            else:
                self.addSeparator()
        self.addSeparator()
        self.search = SearchButton(tr("Search commands and layers"))
        self.search.clicked.connect(window.dialogs.show_commands)
        self.addWidget(self.search)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.train_button = QPushButton()
        self.train_button.setProperty("primary", True)
        self.train_button.clicked.connect(window.train_or_stop)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(8, 0, 4, 0)
        row.addWidget(self.train_button)
        self.addWidget(holder)
        window.addToolBar(self)
        self.color_icons()

    def _add_menu(self, button: QToolButton, path: str) -> None:
        """Let a button open the commands of a submenu."""
        title = tr(path.rpartition("/")[2])
        menu = QMenu(title, button)
        for entry in ACTIONS:
            if entry.menu == path:
                menu.addSeparator() if entry.separator else None
                menu.addAction(self._window.actions_by_id[entry.id])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(title)
        button.setAccessibleName(title)
        self.addWidget(button)

    def color_icons(self) -> None:
        """Draw the icons of all actions in the colour of the text."""
        color = self._window.look.color("text")
        for entry in ACTIONS:
            if entry.icon:
                self._window.actions_by_id[entry.id].setIcon(icon(entry.icon, color))
        self._align.setIcon(icon("align", color))

    def show_keys(self) -> None:
        """Say the key that opens the command palette now."""
        shortcut = self._window.actions_by_id["view.commands"].shortcut()
        self.search.set_key(shortcut.toString(QKeySequence.SequenceFormat.NativeText))

    def show_running(self, running: bool) -> None:
        """Make the button stop the run, or start one."""
        self.train_button.setText(tr("Stop") if running else tr("Train") + "  F5")
        self.train_button.setIcon(icon("stop" if running else "play", self._window.look.color("accent_text")))
        self.train_button.setEnabled(running or bool(self._window.session.graph.nodes))


def _choices(menu: QMenu, titles: dict[str, str], choose: Callable[[str], None]) -> dict[str, QAction]:
    """One entry for each title, of which one is ticked; ``choose`` gets its key."""
    group = QActionGroup(menu)
    made = {}
    for key, title in titles.items():
        action = menu.addAction(title, partial(choose, key))
        action.setCheckable(True)
        group.addAction(action)
        made[key] = action
    return made
