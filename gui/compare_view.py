"""A canvas that only shows: two graphs laid over one another, with what differs marked. Nothing in it can be edited.

Does not belong here: the list beside it (compare_dialog), laying graphs over one another (core.graph.overlay).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.canvas import hits
from gui.canvas.gestures.pan import Pan
from gui.canvas.keyboard import ARROWS
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView


class CompareView(CanvasView):
    """Shows the scene of a comparison. ``chosen`` carries a card that was pressed, or reached with the arrows."""

    chosen = Signal(str)

    def __init__(self, scene: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.setAcceptDrops(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) or self.gesture is not None:
            return
        pointer = self._pointer(event)
        node_id = hits.node_at(self.canvas, pointer.scene.x(), pointer.scene.y())
        if node_id is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(node_id)
        else:
            self.gesture = Pan(self)
            self.gesture.start(pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        pointer = self._pointer(event)
        node_id = hits.node_at(self.canvas, pointer.scene.x(), pointer.scene.y())
        if node_id is not None:
            self.node_activated.emit(node_id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            selected = self.canvas.session.selected_nodes()
            if len(selected) == 1:
                self.chosen.emit(selected[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for node_id in self.canvas.session.selected_nodes():
                self.node_activated.emit(node_id)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore()

    def _choose(self, node_id: str) -> None:
        self.canvas.session.select((node_id,))
        self.chosen.emit(node_id)
