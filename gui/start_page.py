"""What an empty canvas offers: three cards - data, a template, a file - and the line that says how to add a layer.

It lies over the canvas and goes as soon as there is a card on it. Does not belong here: what the cards do (window). Keys: the
canvas keeps the focus, so that Tab adds a layer; the arrows go from card to card, and the menu has all three.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui.canvas.view import CanvasView
from gui.files import template_menu
from gui.i18n import tr
from gui.icons import icon
from gui.later import later
from gui.start_from_data import start_from_data
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.window import MainWindow

_WALKS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_CARD = QSize(180, 104)
"""The least size of a card; all are as wide as the longest title needs."""
_ROOM = 140
"""The least height in which the cards are shown; below it only the two lines are."""


class StartPage(QWidget):
    """Three cards in the middle of a view, as long as its graph is empty."""

    def __init__(
        self, view: CanvasView, theme: Theme, cards: tuple[tuple[str, str, str, Callable[[], object]], ...]
    ) -> None:
        """``cards`` are (icon, title, sentence, what a click does)."""
        super().__init__(view.viewport())
        self._view = view
        self._port = view.viewport()
        self._icons = [card[0] for card in cards]
        self.buttons: list[QToolButton] = []
        row = QHBoxLayout()
        row.setSpacing(14)
        for _, title, sentence, run in cards:
            button = QToolButton()
            button.setProperty("role", "start")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(30, 30))
            button.setText(title)
            button.setToolTip(sentence)
            button.setAccessibleName(title)
            button.setAccessibleDescription(sentence)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(run)
            button.installEventFilter(self)
            self.buttons.append(button)
            row.addWidget(button)
        self.headline, self.calm = QLabel(), QLabel()
        self.set_keys("Tab", "")
        for label in (self.headline, self.calm):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.calm)
        grid = QGridLayout(self)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addLayout(column, 1, 1)
        self.setAccessibleName(tr("Begin"))
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        # Only the cards take the mouse: around them the canvas pans, zooms, and answers a double-click as ever.
        self.set_theme(theme)
        view.canvas.content_changed.connect(self.update_page)
        self.update_page()

    def set_theme(self, theme: Theme) -> None:
        """Draw it in another theme."""
        for name, button in zip(self._icons, self.buttons, strict=True):
            button.setIcon(icon(name, theme.color("accent")))
        self.setStyleSheet(
            f"QToolButton[role='start'] {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 10px;"
            f" color: {theme.text}; font-weight: 600; padding: 12px 6px; }}"
            f"QToolButton[role='start']:hover, QToolButton[role='start']:focus {{ border: 2px solid {theme.accent}; }}"
        )
        width = max(_CARD.width(), *(button.sizeHint().width() for button in self.buttons))
        for button in self.buttons:
            button.setFixedSize(width, _CARD.height())
        self.headline.setStyleSheet(f"color: {theme.text}; font-size: 16px; font-weight: 600;")
        self.calm.setStyleSheet(f"color: {theme.muted}; font-size: 13px;")

    def set_keys(self, add: str, undo: str) -> None:
        """Name the keys that add a layer and that undo."""
        self.headline.setText(tr("Press {key} to add a layer, or drag one from the palette.", key=add))
        self.calm.setText(tr("Nothing here can break; {key} undoes everything.", key=undo))

    def update_page(self) -> None:
        """Show or hide it, and keep it in the middle."""
        shown = not self._view.canvas.nodes
        if shown:
            size = self.sizeHint()
            port = self._view.viewport().rect()
            for button in self.buttons:
                button.setVisible(port.height() > size.height() or (button.isVisible() and port.height() > _ROOM * 2))
            size = self.sizeHint()
            width, height = min(port.width(), size.width() + 40), min(port.height(), size.height())
            self.setGeometry((port.width() - width) // 2, max(0, (port.height() - height) // 2), width, height)
        if shown != self.isVisible():
            self.setVisible(shown)

    def enter(self, step: int) -> None:
        """Go into the cards: to the first (1) or the last (-1)."""
        self.buttons[0 if step > 0 else -1].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # While the window goes the view may be gone before this filter is: nothing is asked of it without need.
        if watched is self._port and event.type() == QEvent.Type.Resize:
            # When all have taken their sizes: docks and banners move the canvas several times in one go.
            later(self, self.update_page)
        if watched is self._view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _WALKS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.isVisible():
                self.enter(_WALKS[key])
                return True
        if watched in self.buttons and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            place = self.buttons.index(watched)
            if key in _WALKS:
                self.buttons[(place + _WALKS[key]) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.buttons[place].click()
                return True
            if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                return key == Qt.Key.Key_Escape
        return False


def start_page(window: MainWindow) -> StartPage:
    """The page of one window: its data, its templates, its file dialog."""

    def choose_template() -> None:
        menu = QMenu(page)
        menu.setAccessibleName(tr("New from template"))
        for name, title in template_menu():
            menu.addAction(title, partial(window.files.new, name))
        button = page.buttons[1]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    page = StartPage(window.view, window.look, (
        ("data", tr("Start from data"), tr("Choose the data to train on; the network is made to fit them."),
         lambda: start_from_data(window)),
        ("layout", tr("Start from a template"), tr("A small network that trains: MLP, LeNet, ResNet, LSTM, U-Net and others."),
         choose_template),
        ("open", tr("Open a file"), tr("A project, a Keras model of any version, Python code or a notebook."),
         lambda: window.opening.open()),
    ))  # fmt: skip
    return page
