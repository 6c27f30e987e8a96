"""The command palette: every action and every layer by name, found by a few letters of it, run or added with Enter.

What was used last comes first; what cannot be done now is grey and stays so; layers are listed once something is typed. Does
not belong here: the actions (gui.actions), where a layer goes (adding).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import keymap
from gui.actions import ACTIONS
from gui.i18n import is_chinese, tr
from gui.later import later
from gui.theme import Theme, mono_font, ui_font

if TYPE_CHECKING:
    from gui.window import MainWindow

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_LEAST = 30
_SURE = 60
"""From this score on, a command comes before the layers that were found."""
_MOST_LAYERS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One command as it is listed, or a layer: then ``id`` is its type. ``english`` is searched too, whatever the language."""

    id: str
    text: str
    menu: str
    keys: str
    english: str
    enabled: bool
    is_layer: bool = False


def score(text: str, query: str) -> int:
    """How well a command answers to what was typed; 0 if not at all. Every word must occur, else its letters in order."""
    low, words = text.lower(), query.lower().split()
    if not words:
        return 1
    if low.startswith(query.lower()):
        return 100
    if all(any(part.startswith(word) for part in low.split()) for word in words):
        return 80
    if all(word in low for word in words):
        return 60
    place = -1
    for letter in "".join(words):
        place = low.find(letter, place + 1)
        if place < 0:
            return 0
    return _LEAST


def ranked(
    entries: Sequence[Entry], query: str, last: Sequence[str], layers: Sequence[Entry] = ()
) -> list[Entry]:
    """The commands that match, the best first; among equals what can be done, then what was used last.

    ``layers`` come behind the commands that surely match, and before those in which only the letters occur.
    """
    recent = {name: place for place, name in enumerate(last)}
    scored = []
    for place, entry in enumerate(entries):
        found = max(score(entry.text, query), score(entry.english, query), score(f"{entry.menu} {entry.text}", query) - 5)
        if found > 0:
            scored.append((-found, not entry.enabled, recent.get(entry.id, len(recent)), place, entry))
    scored.sort(key=lambda item: item[:-1])
    sure = [item[-1] for item in scored if -item[0] >= _SURE - 5]
    return [*sure, *layers, *(item[-1] for item in scored[len(sure) :])]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            entry = self.entries[index.row()]
            return ", ".join(filter(None, (entry.text, entry.menu, entry.keys)))
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: _Model, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._text, self._small, self._keys = ui_font(9.75), ui_font(8.25), mono_font(8.25)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, theme = self._model.entries[index.row()], self._theme
        box = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        inner = box.adjusted(14, 0, -14, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._text)
        painter.setPen(theme.color("text" if entry.enabled else "muted"))
        used = painter.boundingRect(inner, Qt.AlignmentFlag.AlignLeft | middle, entry.text)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, entry.text)
        painter.setFont(self._small)
        painter.setPen(theme.color("muted"))
        painter.drawText(inner.adjusted(used.width() + 12, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, entry.menu)
        painter.setFont(self._keys)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, entry.keys)
        painter.restore()


class CommandPalette(QDialog):
    """Opens over the window; runs the command after it is closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        chosen = window.settings.keys
        self._entries = [
            Entry(
                entry.id, tr(entry.text).rstrip("…"), " › ".join(tr(part) for part in entry.menu.split("/")),
                keymap.listed(keymap.keys_of(entry, chosen)), entry.text.rstrip("…"),
                window.actions_by_id[entry.id].isEnabled(),
            )
            for entry in ACTIONS
            if entry.id != "view.commands"
        ]  # fmt: skip
        self.setWindowTitle(tr("Commands"))
        self.resize(620, 460)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Type what you want to do, or a layer"))
        self.search.setAccessibleName(tr("Search commands"))
        self._model = _Model(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self._model, window.look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Commands"))
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda _: self._take())
        self._fill("")

    def _fill(self, text: str) -> None:
        text = text.strip()
        self._model.show(ranked(self._entries, text, self._window.settings.commands, self._layers(text)))
        self.list.setCurrentIndex(self._model.index(0))

    def _layers(self, text: str) -> list[Entry]:
        """The layers that answer to what was typed, the best first."""
        if not text:
            return []
        catalog = self._window.session.catalog
        families = {family.id: family.title_zh if is_chinese() else family.title for family in catalog.families}
        return [
            Entry(
                spec.type, spec.title or spec.class_name, f"{tr('Layers')} › {families.get(spec.family, '')}", "",
                spec.class_name, enabled=True, is_layer=True,
            )
            for spec in catalog.search(text, _MOST_LAYERS)
        ]  # fmt: skip

    def current(self) -> Entry | None:
        """The command that Enter runs, or the layer that it adds."""
        index = self.list.currentIndex()
        return self._model.entries[index.row()] if index.isValid() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            if event.key() in steps:
                rows = self._model.rowCount()
                place = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
                self.list.setCurrentIndex(self._model.index(max(0, min(place, rows - 1))))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return False

    def _take(self) -> None:
        entry = self.current()
        if entry is None or not entry.enabled:
            return
        self.accept()
        window = self._window
        if entry.is_layer:
            later(window, lambda: window.adding.from_palette(entry.id))
            return
        window.settings.add_command(entry.id)
        # When the dialog is gone and the window has the focus again: commands may ask where it is.
        later(window, window.actions_by_id[entry.id].trigger)
