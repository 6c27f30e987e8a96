"""The palette: every layer of the catalogue by family, found by English and Chinese words, dragged or entered.

Above the families stand the user's favourites and the layers that were added last. A drag carries the layer's type under the
canvas's MIME type. Enter or a double-click asks the window to add it. Does not belong here: where a layer goes (window,
canvas).
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from core.catalog.spec import FamilySpec, LayerSpec
from core.graph.document import Change
from core.graph.model import BLOCK_PREFIX
from gui.canvas.glyphs import family_icon
from gui.canvas.mime import LAYER_MIME
from gui.i18n import is_chinese, tr
from gui.panels.palette_model import COUNT_ROLE, NOTE_ROLE, TYPE_ROLE, Entry, Heading, Index, PaletteModel
from gui.session import EditorSession
from gui.settings import Settings
from gui.theme import Theme, ui_font

RESULT_LIMIT = 60
LAST_LIMIT = 5
ROW_HEIGHT, LINE_HEIGHT = 26, 15
TEXT_LEFT, TEXT_RIGHT, NOTE_GAP = 28, 4, 8
_WORD_STARTS = re.compile(r"(?<=[a-z_])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])|(?<=_)(?=[a-z0-9])")
"""Where a name may be broken: before the words of GlobalAverage|Pooling2D, of Conv2D|Transpose, of space_|to_|depth."""


def describe(spec: LayerSpec) -> str:
    """A tool tip: the layer's name and what it does, in the language in use."""
    summary = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
    title = f"{spec.title or spec.class_name}" + (f" · {spec.title_zh}" if spec.title_zh else "")
    return f"<p><b>{title}</b></p><p>{summary}</p>"


class _Delegate(QStyledItemDelegate):
    """Families as small muted headings with a count, layers as rows: the name, and behind or below it the note.

    Nothing is cut that a second line can hold: a name is broken where its words begin.
    """

    def __init__(self, theme: Theme, tree: QTreeView) -> None:
        super().__init__(tree)
        self.theme = theme
        self._tree = tree
        self._note_font = ui_font(8.25)
        self._note_metrics = QFontMetrics(self._note_font)

    def _lines(self, index: Index, room: int) -> list[tuple[str, str]]:
        """The lines of a row: what of the name, and what of the note stands in each."""
        metrics = self._tree.fontMetrics()
        lines: list[tuple[str, str]] = []
        name = str(index.data())
        while metrics.horizontalAdvance(name) > room:
            ends = [found.start() for found in _WORD_STARTS.finditer(name)]
            fitting = [end for end in ends if end and metrics.horizontalAdvance(name[:end]) <= room]
            if not fitting:
                name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
                break
            lines.append((name[: fitting[-1]], ""))
            name = name[fitting[-1] :]
        note = str(index.data(NOTE_ROLE) or "")
        if note and metrics.horizontalAdvance(name) + NOTE_GAP + self._note_metrics.horizontalAdvance(note) > room:
            return [*lines, (name, ""), ("", self._note_metrics.elidedText(note, Qt.TextElideMode.ElideRight, room))]
        return [*lines, (name, note)]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if not index.data(TYPE_ROLE):
            return QSize(size.width(), 28)
        room = self._tree.viewport().width() - self._tree.indentation() - TEXT_LEFT - TEXT_RIGHT
        return QSize(60, ROW_HEIGHT + LINE_HEIGHT * (len(self._lines(index, room)) - 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if index.data(TYPE_ROLE):
            self._paint_row(painter, option, index)
        else:
            self._paint_heading(painter, option, index)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.icon = QIcon()
        self._tree.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._tree)
        rect = QRect(option.rect)
        icon, size = index.data(Qt.ItemDataRole.DecorationRole), self._tree.iconSize()
        icon.paint(painter, QRect(rect.left() + 4, rect.top() + (ROW_HEIGHT - size.height()) // 2, size.width(), size.height()))
        lines = self._lines(index, rect.width() - TEXT_LEFT - TEXT_RIGHT)
        top = rect.top() + (rect.height() - ROW_HEIGHT - LINE_HEIGHT * (len(lines) - 1)) // 2
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for name, note in lines:
            box = QRect(rect.left() + TEXT_LEFT, top, rect.width() - TEXT_LEFT, ROW_HEIGHT)
            painter.setFont(self._tree.font())
            painter.setPen(self.theme.color("text"))
            painter.drawText(box, middle, name)
            if note:
                used = self._tree.fontMetrics().horizontalAdvance(name) + NOTE_GAP if name else 0
                painter.setFont(self._note_font)
                painter.setPen(self.theme.color("muted"))
                painter.drawText(box.adjusted(used, 0, 0, 0), middle, note)
            top += LINE_HEIGHT

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setFont(ui_font(8.25, bold=True))
        painter.setPen(self.theme.color("muted"))
        box = QRect(option.rect).adjusted(6, 6, -10, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(index.data()).upper())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(COUNT_ROLE)))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.theme.color("accent"))
            painter.drawRoundedRect(QRect(option.rect).adjusted(1, 3, -2, -1), 4, 4)


class _Tree(QTreeView):
    """Starts drags that carry a layer type, with the layer's name as picture."""

    chosen = Signal(str)

    def startDrag(self, actions: Qt.DropAction) -> None:
        type_name = self.currentIndex().data(TYPE_ROLE)
        if not type_name:
            return
        data = QMimeData()
        data.setData(LAYER_MIME, str(type_name).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._picture(self.currentIndex()))
        drag.setHotSpot(QPoint(-10, -10))
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self, index: QModelIndex) -> QPixmap:
        rect = self.visualRect(index)
        return self.viewport().grab(QRect(rect.topLeft(), QSize(min(rect.width(), 200), rect.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # rows are as high as their texts need

    def keyPressEvent(self, event: QKeyEvent) -> None:
        type_name = self.currentIndex().data(TYPE_ROLE)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and type_name:
            self.chosen.emit(str(type_name))
            return
        super().keyPressEvent(event)


class Palette(QWidget):
    """Search field and list. ``chosen`` carries the type of a layer that is to be added."""

    chosen = Signal(str)

    def __init__(
        self, session: EditorSession, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._theme = theme
        self._last_shown: list[str] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("conv, 卷积, lstm …"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search layers"))
        self.tree = _Tree()
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(8)
        self.tree.setDragEnabled(True)
        self.tree.setUniformRowHeights(False)
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(tr("Layers"))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _Delegate(theme, self.tree)
        self.tree.setItemDelegate(self._delegate)
        self._model = PaletteModel(self)
        self.tree.setModel(self._model)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.empty.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 4, 0)
        layout.setSpacing(6)
        for widget in (self.search, self.empty, self.tree):
            layout.addWidget(widget)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take_first)
        self.tree.chosen.connect(self.chosen)
        self.tree.doubleClicked.connect(self._on_double_click)
        self.search.installEventFilter(self)
        self.tree.clicked.connect(self._toggle_heading)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        session.project_changed.connect(self._on_change)
        session.own_code_changed.connect(self.refresh_blocks)
        self.setMinimumWidth(216)
        self._fill("")

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons and headings in another theme."""
        self._theme = theme
        self._delegate.theme = theme
        self._fill(self.search.text())

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh_blocks(self) -> None:
        """Show the project's and the library's blocks as they are now."""
        self._fill(self.search.text())

    def follow_use(self, _type: str) -> None:
        """List a layer that was added among the last ones; not under the pointer, where the rows must stay in place."""
        if not self.underMouse():
            self._catch_up()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._last_shown != self._last() and not self.search.text():
            self._fill("")

    def _last(self) -> list[str]:
        """The types to list as added last: what the catalogue knows and is no favourite."""
        favourites = self._settings.favourites
        known = [type for type in self._settings.last_layers if self._spec(type) is not None and type not in favourites]
        return known[:LAST_LIMIT]

    def _spec(self, type: str) -> LayerSpec | None:
        spec = self._session.catalog.get(type)
        return spec if spec is not None and spec.placeable else None

    def _on_change(self, change: Change) -> None:
        if change.before.blocks is not change.after.blocks:
            self.refresh_blocks()

    def _fill(self, text: str) -> None:
        text = text.strip()
        if text:
            found = [spec for spec in self._session.catalog.search(text, RESULT_LIMIT) if spec.placeable]
            blocks = [name for name in self._block_names() if text.lower() in name.lower()]
            self._model.show([*map(self._block_row, blocks), *map(self._row, found)])
        else:
            self._fill_families()
        shown = self._model.rowCount()
        self.empty.setVisible(not shown)
        self.empty.setText(tr("No layer matches “{text}”.", text=text))
        if text and shown:
            self.tree.setCurrentIndex(self._model.index(0, 0))

    def _fill_families(self) -> None:
        catalog, place = self._session.catalog, self.tree.verticalScrollBar().value()
        closed = self._closed()
        self._last_shown = self._last()
        headings = [
            Heading(title, tuple(self._row(spec) for spec in map(self._spec, types) if spec is not None))
            for title, types in ((tr("Favourites"), self._settings.favourites), (tr("Added last"), self._last_shown))
        ]
        headings.append(Heading(tr("Blocks"), tuple(map(self._block_row, self._block_names()))))
        headings = [heading for heading in headings if heading.entries]
        by_family: dict[str, list[LayerSpec]] = {}
        for spec in (*catalog.layers, *catalog.ops):
            if spec.placeable:
                by_family.setdefault(spec.family, []).append(spec)
        for family in catalog.families:
            members = by_family.get(family.id, [])
            if members:
                headings.append(Heading(self._title(family), tuple(map(self._row, members))))
        self._model.show(headings)
        for row, heading in enumerate(headings):
            # More than three hundred ops would bury the layers: they open on demand and are found by search.
            is_open = not closed[heading.text] if heading.text in closed else heading.kind != "op"
            self.tree.setExpanded(self._model.index(row, 0), is_open)
        self.tree.verticalScrollBar().setValue(place)

    def _closed(self) -> dict[str, bool]:
        """Which headings are closed now, by their texts."""
        rows = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        return {str(row.data()): not self.tree.isExpanded(row) for row in rows if not row.data(TYPE_ROLE)}

    def _show_menu(self, point: QPoint) -> None:
        """What can be done with the row at the pointer, or with the current one by the keyboard."""
        index = self.tree.indexAt(point)
        type_name = str(index.data(TYPE_ROLE) or "")
        spec = self._spec(type_name)
        if not type_name:
            return
        menu = QMenu(self.tree)
        menu.addAction(tr("Add to the graph"), lambda: self.chosen.emit(type_name))
        if spec is not None:
            kept = type_name in self._settings.favourites
            title = tr("Remove from the favourites") if kept else tr("Keep as a favourite")
            menu.addAction(title, lambda: self._keep(type_name, not kept))
        menu.exec(self.tree.viewport().mapToGlobal(point))
        menu.deleteLater()

    def _keep(self, type: str, on: bool) -> None:
        self._settings.set_favourite(type, on)
        self._fill(self.search.text())

    def _title(self, family: FamilySpec) -> str:
        return family.title_zh if is_chinese() else family.title

    def _block_names(self) -> list[str]:
        return list(dict.fromkeys((*self._session.project.blocks, *self._session.library)))

    def _block_row(self, name: str) -> Entry:
        own = name in self._session.project.blocks
        tooltip = tr("A block of this project") if own else tr("A block of your library")
        return Entry(name, BLOCK_PREFIX + name, "block", family_icon("block", self._theme), tooltip)

    def _row(self, spec: LayerSpec) -> Entry:
        name = spec.title or spec.class_name
        note = spec.title_zh if is_chinese() else ""
        return Entry(name, spec.type, spec.kind, family_icon(spec.family, self._theme), describe(spec), note)

    def _take_first(self) -> None:
        index = self.tree.currentIndex()
        type_name = index.data(TYPE_ROLE) if index.isValid() else None
        if type_name:
            self.chosen.emit(str(type_name))

    def _toggle_heading(self, index: QModelIndex) -> None:
        if not index.data(TYPE_ROLE):
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.data(TYPE_ROLE):
            self.chosen.emit(str(index.data(TYPE_ROLE)))

    def eventFilter(self, watched: object, event: object) -> bool:
        """Let the arrow keys walk the results while the cursor stays in the search field."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QKeyEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        ):
            self.tree.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
