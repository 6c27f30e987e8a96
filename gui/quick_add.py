"""The popup that adds layers from the keyboard: search, what fits where it was asked for, and what would come out.

It lies over the window at the pointer. ``chosen`` carries the row, and whether to stay open for the next; ``closed`` whether
the popup had the focus. Does not belong
here: what becomes of a chosen layer (gui.adding). Invariant: it never waits for Keras; previews come when they come.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from core.analysis.conversions import Step
from core.analysis.preview import Preview, likely
from core.analysis.results import TensorSpec
from core.catalog.offering import GROUPS, Arriving, Offer, offers
from core.graph.model import BLOCK_PREFIX
from core.graph.values import EMPTY
from gui.analysis_worker import Question
from gui.canvas.card import count_text, shape_text
from gui.i18n import is_chinese, shown, tr
from gui.quick_add_rows import Row, RowDelegate, RowModel, heading
from gui.session import EditorSession
from gui.settings import Settings
from gui.theme import Theme

WIDTH, HEIGHT = 500, 430
LIMIT = 40
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALKS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1,
          Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}  # fmt: skip


class QuickAdd(QFrame):
    """A search field, the list, and one line about the row that is current. Closed, it is hidden and knows nothing."""

    chosen = Signal(object, bool)
    closed = Signal(bool)

    def __init__(self, session: EditorSession, settings: Settings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._theme = theme
        self._tensor: TensorSpec | None = None
        self._asked: dict[Question, Row] = {}
        self._replaces = False
        self.setProperty("role", "popup")
        self.setAccessibleName(tr("Add a layer"))
        self.title = QLabel()
        self.title.setProperty("role", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("conv, 卷积, lstm …"))
        self.search.setAccessibleName(tr("Search for a layer to add"))
        self.model = RowModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(self.model, theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Layers that can be added here"))
        self.summary = QLabel()
        self.result = QLabel()
        for label in (self.summary, self.result):
            label.setWordWrap(True)
            label.setMinimumHeight(18)
        self.keys = QLabel()
        self.keys.setProperty("role", "muted")
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 6, 14, 8)
        foot.setSpacing(3)
        for label in (self.summary, self.result, self.keys):
            foot.addWidget(label)
        head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 4)
        head.setSpacing(6)
        top = QHBoxLayout()
        top.setContentsMargins(4, 0, 4, 0)
        top.addWidget(self.title, 1)
        head.addLayout(top)
        head.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.hide()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._fill)
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        session.previewed.connect(self._on_preview)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw it in another theme."""
        self._theme = theme
        self._delegate.theme = theme
        self.setStyleSheet(
            f"QFrame[role='popup'] {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 10px; }}"
            f"QListView {{ background: {theme.card}; }}"
        )

    # Open and close

    def open(self, place: QPoint, title: str, tensor: TensorSpec | None, *, replaces: bool = False) -> None:
        """Ask for a layer at a point of the parent. ``tensor`` is what arrives, if known.

        With ``replaces`` it takes the place of another: nothing is put before it, and it stays a layer with inputs.
        """
        self._replaces = replaces
        self.keys.setText(
            tr("Enter replaces · Esc closes") if replaces else tr("Enter adds · with Ctrl it adds and stays · Esc closes")
        )
        self.ask(title, tensor)
        parent = self.parentWidget() or self
        width, height = min(WIDTH, parent.width() - 16), min(HEIGHT, parent.height() - 16)
        x = max(8, min(place.x() + 12, parent.width() - width - 8))
        y = max(8, min(place.y() - 24, parent.height() - height - 8))
        self.setGeometry(x, y, width, height)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def ask(self, title: str, tensor: TensorSpec | None) -> None:
        """Begin anew, for another place."""
        self.title.setText(title)
        self._tensor = tensor
        if self.search.text():
            self.search.clear()
        else:
            self._fill()

    def know(self, tensor: TensorSpec | None) -> None:
        """What arrives has become known."""
        if tensor is not None and tensor != self._tensor:
            self._tensor = tensor
            self._fill(keep=True)

    def close_popup(self) -> None:
        """Go away; nothing was chosen, or all is done."""
        if self.isHidden():
            return
        self._asked.clear()
        self._session.ask_previews(())
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.hide()
        self.closed.emit(had_focus)

    # Rows

    def _fill(self, _text: str = "", *, keep: bool = False) -> None:
        text = self.search.text().strip()
        tensor = self._tensor
        arriving = None
        if tensor is not None:
            arriving = Arriving(len(tensor.shape), None not in tensor.shape[1:], tensor.dtype == "string")
        found = offers(self._session.catalog, text, arriving, self._settings.used, LIMIT)
        if self._replaces:
            found = [offer for offer in found if offer.spec.inputs and not (offer.after and not offer.spec.ranks)]
        rows = [self._row(offer) for offer in found]
        if not self._replaces:
            blocks = [name for name in self._block_names() if text.lower() in name.lower()]
            own = [self._block_row(name) for name in blocks]
            rows = [*own, *rows] if text else [*rows, *own]
        current = self.current() if keep else None
        self._list(rows, next((row for row in rows if current is not None and row.step == current.step), None))
        self._ask_previews(rows)

    def _list(self, rows: Sequence[Row], current: Row | None) -> None:
        shown: list[Row | str] = []
        used = [group for group in GROUPS if any(row.group == group for row in rows)]
        in_groups = self._tensor is not None
        exact = rows[0] if rows and rows[0].group != used[0] else None
        if exact is not None:
            shown.append(exact)
        for group in used:
            members = [row for row in rows if row.group == group and row is not exact]
            if members and in_groups:
                shown.append(heading(group, members))
            shown += members
        self.model.show(shown)
        first = current or next((row for row in shown if isinstance(row, Row)), None)
        if first is not None:
            index = self.model.index(self.model.place(first))
            self.list.setCurrentIndex(index)
            if current is None:
                self.list.scrollToTop()
        self._show_current()

    def _row(self, offer: Offer) -> Row:
        spec, tensor = offer.spec, self._tensor
        summary = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
        row = Row(Step(spec.type, spec.starter), spec.title or spec.class_name,
                  spec.title_zh if is_chinese() else "", spec.family, offer.group, summary)  # fmt: skip
        if self._replaces and row.group == "converts":
            row.group = "not"
        if row.group == "converts" and tensor is not None:
            row.fixed_via = offer.after == "Flatten" and not spec.ranks
            row.via = likely(tensor.shape, spec.ranks or (2,))
        return row

    def _block_names(self) -> list[str]:
        return list(dict.fromkeys((*self._session.project.blocks, *self._session.library)))

    def _block_row(self, name: str) -> Row:
        own = name in self._session.project.blocks
        summary = tr("A block of this project") if own else tr("A block of your library")
        return Row(Step(BLOCK_PREFIX + name, EMPTY), name, "", "block", "fits", summary)

    # Previews

    def _ask_previews(self, rows: Sequence[Row]) -> None:
        self._asked.clear()
        if self._tensor is None:
            self._session.ask_previews(())
            return
        project = self._session.project
        questions = []
        for row in rows:
            name = row.step.type.removeprefix(BLOCK_PREFIX)
            spec = self._session.catalog.get(row.step.type)
            if (spec is None and name not in project.blocks) or (spec is not None and not spec.inputs):
                continue
            via = row.via if row.fixed_via else ()
            convert = row.group != "fits" and not (row.fixed_via or self._replaces)
            question = Question(project, self._tensor, row.step, via, convert)
            self._asked[question] = row
            questions.append(question)
        self._session.ask_previews(questions)

    def _on_preview(self, question: Question, found: Preview) -> None:
        row = self._asked.pop(question, None)
        if row is None:
            return
        row.preview = found
        # A layer that Keras refuses goes to the others of its kind when all is known: rows must not jump while one reads.
        group = row.group
        if found.outputs is None and found.reason:
            group = "not"
        elif found.outputs is not None:
            group = "converts" if found.via else "fits"
        if group != row.group:
            row.group = group
        self.model.changed(row)
        if not self._asked:
            current = self.current()
            self._list(sorted(self.model.layers(), key=self._order), current)
        elif row is self.current():
            self._show_current()

    def _order(self, row: Row) -> tuple[bool, int]:
        return row is not self.current() or self.model.place(row) != 0, GROUPS.index(row.group)

    def current(self) -> Row | None:
        """The row that Enter takes."""
        return self.model.row(self.list.currentIndex())

    def _show_current(self, *_: object) -> None:
        row = self.current()
        if row is None:
            text = self.search.text().strip()
            self.summary.setText(tr("No layer matches “{text}”.", text=text) if text else "")
            self.result.setText("")
            return
        self.summary.setText(row.summary)
        preview = row.preview
        if preview is None:
            text = tr("Arrives: {shape}", shape=shape_text(self._tensor.shape)) if self._tensor is not None else ""
        elif preview.outputs:
            shapes = ", ".join(shape_text(output.shape) for output in preview.outputs)
            text = tr("Yields {shapes}", shapes=shapes)
            if preview.parameters:
                text += " · " + tr("{count} parameters", count=count_text(preview.parameters))
            if preview.via:
                text += " · " + tr("adds {layers} before it", layers=", ".join(step.class_name for step in preview.via))
        else:
            text = shown(preview.reason)
        self.result.setText(text)
        self.result.setProperty("role", "error" if preview is not None and not preview.outputs else "muted")
        self.result.style().polish(self.result)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in (*_TAKES, *_WALKS, Qt.Key.Key_Escape):
                event.accept()  # before any shortcut of the window that has the same key
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        if watched is self.search and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.close_popup()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_popup()
        elif key in _TAKES:
            row = self.current()
            if row is not None:
                self.chosen.emit(row, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key in _WALKS:
            self._walk(_WALKS[key])
        else:
            return False
        return True

    def _walk(self, step: int) -> None:
        layers = self.model.layers()
        row = self.current()
        if not layers:
            return
        place = layers.index(row) + step if row is not None else 0
        place = place % len(layers) if abs(step) == 1 else max(0, min(place, len(layers) - 1))
        self.list.setCurrentIndex(self.model.index(self.model.place(layers[place])))

    def _take(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.chosen.emit(row, False)
