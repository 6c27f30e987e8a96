"""Find in graph: a field over the canvas, the hits marked on it, and the way from one to the next.

Does not belong here: what a query means (core.analysis.finding). Invariant: marks are only on cards that are there, and go
with the bar; the document and the selection change only where the user goes to a hit.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyleOptionGraphicsItem,
    QWidget,
)

from core.analysis.finding import find, parse
from gui.canvas.scene import CanvasScene
from gui.canvas.style import CARD_RADIUS
from gui.canvas.view import CanvasView
from gui.i18n import shown, tr
from gui.session import EditorSession

_AROUND = 5.0
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Mark(QGraphicsItem):
    """A frame round one hit."""

    def __init__(self, scene: CanvasScene, box: QRectF) -> None:
        super().__init__()
        self._canvas = scene
        self._box = box.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        self.is_current = False
        self.setZValue(50)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-3, -3, 3, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        theme = self._canvas.look.theme
        pen = QPen(theme.color("warning"), 3.0 if self.is_current else 1.6)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(theme.color("warning", 0.16 if self.is_current else 0.07))
        painter.drawRoundedRect(self._box, CARD_RADIUS + _AROUND, CARD_RADIUS + _AROUND)


class FindBar(QFrame):
    """Hidden until it is asked for. F3 goes on with the last search even when it is hidden."""

    def __init__(self, session: EditorSession, view: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._marks: dict[str, _Mark] = {}
        self.hits: list[str] = []
        self.current: str | None = None
        self.setAccessibleName(tr("Find in the graph"))
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.setPlaceholderText(tr("name, class, is:error  type:conv  params:>1e6  shape:28x28"))
        self.field.setAccessibleName(tr("Find layers"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setMinimumWidth(90)
        self._previous = QPushButton(tr("Previous"))
        self._next = QPushButton(tr("Next"))
        self._close = QPushButton(tr("Close"))
        self._previous.clicked.connect(lambda: self.go(-1))
        self._next.clicked.connect(lambda: self.go(1))
        self._close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.field, 1)
        for widget in (self.count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self.hide()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _: self._search())
        for signal in (session.analysis_changed, session.graph_changed, session.graph_reset, session.scope_changed):
            signal.connect(lambda *_: self._search(keep=True))

    def open(self) -> None:
        """Show the bar and go into its field, with what was searched last."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(keep=True)

    def take_over(self, other: FindBar) -> None:
        """Search what another bar searches, as it stands there: open or hidden, at the same hit."""
        self.setVisible(not other.isHidden())
        self.field.blockSignals(True)
        self.field.setText(other.field.text())
        self.field.blockSignals(False)
        self.current = other.current
        self._search(keep=True)

    def close_bar(self) -> None:
        """Hide the bar and its marks, and go back to the canvas."""
        self.hide()
        self._show_marks()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: int) -> None:
        """Go to the next hit (1) or the one before (-1), from the last one to the first; without a search ask for one."""
        if self.isHidden() and not self.field.text().strip():
            self.open()
            return
        self._search(keep=True)
        if not self.hits:
            return
        if self.current in self.hits:
            place = (self.hits.index(self.current) + step) % len(self.hits)
        else:
            place = 0 if step > 0 else len(self.hits) - 1
        self.current = self.hits[place]
        self._view.reveal(self.current)
        self._show_count()
        self._show_marks()

    def _search(self, *, keep: bool = False) -> None:
        """Look again; the first hit is brought into view unless the search only goes on (``keep``)."""
        text = self.field.text()
        if self.isHidden() and not text.strip():
            return
        session = self._session
        query = parse(text)
        self.hits = find(query, session.project, session.graph, session.catalog, session.analysis)
        if self.current not in self.hits:
            self.current = None
        if not keep and self.hits and not self.isHidden():
            self.current = self.hits[0]
            self._view.show_node(self.current)
        self.count.setToolTip(shown(query.faults[0]) if query.faults else "")
        self._show_count(shown(query.faults[0]) if query.faults else "")
        self._show_marks()

    def _show_count(self, fault: str = "") -> None:
        if fault:
            text = fault
        elif not self.field.text().strip():
            text = ""
        elif not self.hits:
            text = tr("No layer")
        elif self.current is None:
            text = tr("{count} found", count=len(self.hits))
        else:
            text = tr("{place} of {count}", place=self.hits.index(self.current) + 1, count=len(self.hits))
        self.count.setText(text)
        self.count.setProperty("role", "error" if fault else "muted")
        self.count.style().polish(self.count)
        for button in (self._previous, self._next):
            button.setEnabled(bool(self.hits))

    def _show_marks(self) -> None:
        scene = self._view.canvas
        for mark in self._marks.values():
            scene.remove_mark(mark)
        self._marks.clear()
        if self.isHidden():
            return
        for node_id in self.hits:
            item = scene.nodes.get(node_id)
            if item is None:
                continue
            mark = _Mark(scene, item.sceneBoundingRect())
            mark.is_current = node_id == self.current
            self._marks[node_id] = mark
            scene.add_mark(mark)
        self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            takes = event.key() in (*_TAKES, Qt.Key.Key_Escape)
            if event.type() == QEvent.Type.ShortcutOverride and takes:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and takes:
                self._on_key(event)
                return True
        return False

    def _on_key(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Every hit at once: what follows acts on all of them.
            self._session.select(self.hits)
            self.close_bar()
        else:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.go(-1 if back else 1)
