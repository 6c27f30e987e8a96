"""Where one is: the model, and the blocks that were opened on the way; each is a button that leads back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.i18n import tr
from gui.layouts import empty
from gui.session import EditorSession


class Breadcrumb(QWidget):
    """Seen only while a block is open."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 14, 6)
        self._row.setSpacing(2)
        session.scope_changed.connect(lambda _scope: self._show())
        session.graph_reset.connect(self._show)
        self._show()

    def _show(self) -> None:
        empty(self._row)
        trail = self._session.trail
        self.setVisible(bool(trail))
        if not trail:
            return
        names = ["", *trail]
        for position, name in enumerate(names):
            if position:
                self._row.addWidget(QLabel("›"))
            button = QToolButton()
            button.setText(name or tr("Model"))
            button.setEnabled(position < len(names) - 1)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda checked=False, depth=position: self._session.leave_to(depth))
            self._row.addWidget(button)
        self._row.addWidget(QWidget(), 1)
        block = self._session.project.blocks.get(self._session.scope)
        if block is not None:
            used = sum(1 for layer in self._session.project.graph.layers.values() if layer.block == block.name)
            text = tr("function block") if block.kind == "function" else tr("nested model")
            note = QLabel(f"{text} · " + tr("used {count} times in the model", count=used))
            note.setProperty("role", "muted")
            self._row.addWidget(note)
