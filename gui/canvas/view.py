"""The view of the canvas: background, events, and the one gesture that is in progress.

Does not belong here: what gestures do (gestures), commands (operations), what the items look like.
Invariant: at most one gesture lives; any change of the graph from elsewhere cancels it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsView, QToolTip, QWidget

from core.graph.queries import Edge
from core.graph.values import Source
from gui.canvas import hits, operations, tooltips
from gui.canvas.background import Background, paint_empty
from gui.canvas.edge_item import EdgeItem
from gui.canvas.gestures.base import Gesture, Pointer
from gui.canvas.gestures.choose import choose
from gui.canvas.gestures.drop import DropLayer
from gui.canvas.keyboard import ARROWS, NUDGE, NUDGE_FAST, middle_node, nearest
from gui.canvas.mime import layer_type
from gui.canvas.navigation import NavigableView
from gui.canvas.pictures import Frame
from gui.canvas.placing import COLUMN_STEP, RANK_STEP, free_place
from gui.canvas.scene import CanvasScene
from gui.canvas.style import ZOOM_BLOCKS
from gui.i18n import tr

READABLE = 0.8
"""The least zoom at which a graph that is opened is shown."""


class CanvasView(NavigableView):
    """Shows a :class:`~gui.canvas.scene.CanvasScene` and turns events into gestures.

    ``quick_add_requested`` asks for a new layer: its place (x, y) in scene units, and what it is for - a ``Source`` that
    should feed it, an ``Edge`` that it should split, an input ``(node id, path)`` that it should feed, or None.
    ``node_activated`` carries the id of a node that was double-clicked.
    """

    quick_add_requested = Signal(object, object)
    node_activated = Signal(str)

    def __init__(self, scene: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.canvas = scene
        self.gesture: Gesture | None = None
        self._drop: DropLayer | None = None
        self._space_held = False
        self._target: EdgeItem | None = None
        self._hovered: str | None = None
        self._hovered_wire: EdgeItem | None = None
        self._background = Background()
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_start()
        self.setAccessibleName(tr("Canvas"))
        self.setAccessibleDescription(
            tr("The network as cards and wires. Tab adds a layer, arrows go from card to card.")
        )
        scene.session.graph_changed.connect(self._on_other_change)
        scene.session.graph_reset.connect(self._on_reset)
        scene.content_changed.connect(self._on_content_changed)

    # Gestures

    def cancel_gesture(self) -> bool:
        """End what the mouse is doing, without a trace; False if it was doing nothing."""
        if self._drop is not None:
            drop, self._drop = self._drop, None
            drop.cancel()
        if self.gesture is None:
            return False
        gesture, self.gesture = self.gesture, None
        self._show_cursor()
        gesture.cancel()
        return True

    def mark_target(self, edge: Edge | None) -> None:
        """Thicken the wire that a drop would split; None thickens none."""
        item = self.canvas.wiring.items.get(edge.key) if edge is not None else None
        if item is self._target:
            return
        for changed, is_target in ((self._target, False), (item, True)):
            if changed is not None and changed.scene() is not None:
                changed.is_target = is_target
                changed.refresh()
        self._target = item

    def wanted_place(self) -> tuple[float, float]:
        """Where something new should go: under the pointer, or in the middle of what is seen. Scene units."""
        place = self.cursor_place()
        at = QPointF(place if place is not None else self.viewport().rect().center())
        point = self.to_scene(at)
        return float(round(point.x())), float(round(point.y()))

    def place_for_new(self, behind: str | None = None) -> tuple[float, float]:
        """Free ground for a new card: behind this node in the direction of the flow, else where the pointer is."""
        if behind is None or behind not in self.canvas.nodes:
            return free_place(self.canvas.space, *self.wanted_place())
        x, y = self.canvas.centre(behind)
        x, y = (x, y + RANK_STEP) if self.canvas.direction == "TB" else (x + COLUMN_STEP, y)
        return free_place(self.canvas.space, x, y)

    def request_quick_add(self) -> None:
        """Ask for a layer at the pointer; with one layer selected, for one behind it."""
        selected = self.canvas.session.selected_nodes()
        behind = selected[0] if len(selected) == 1 else None
        source = Source(behind) if behind is not None else None
        self.quick_add_requested.emit(self.place_for_new(behind), source)

    def _on_other_change(self, *_: object) -> None:
        self.cancel_gesture()

    def _on_reset(self) -> None:
        self.cancel_gesture()
        self.show_start()

    def _on_content_changed(self) -> None:
        if self._hovered is not None and self._hovered not in self.canvas.nodes:
            self._hovered = None
        self._hovered_wire = None
        if self.zoom < ZOOM_BLOCKS or not self.canvas.nodes:
            self.viewport().update()

    def _pointer(self, event: QMouseEvent | QDropEvent) -> Pointer:
        at = event.position()
        return Pointer(self.to_scene(at), at.toPoint(), event.modifiers())

    def _show_cursor(self) -> None:
        shape = self.gesture.cursor if self.gesture is not None else None
        if shape is None and self._space_held:
            shape = Qt.CursorShape.OpenHandCursor
        self.viewport().setCursor(QCursor(shape if shape is not None else Qt.CursorShape.ArrowCursor))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self.gesture is not None:
            if event.button() == Qt.MouseButton.RightButton:
                self.cancel_gesture()
            return
        pointer = self._pointer(event)
        if event.button() == Qt.MouseButton.RightButton:
            node_id = hits.node_at(self.canvas, pointer.scene.x(), pointer.scene.y())
            if node_id is not None and node_id not in self.canvas.session.selection:
                self.canvas.session.select((node_id,))
            return
        self.gesture = choose(self, pointer, event.button(), space=self._space_held)
        if self.gesture is not None:
            self._hover(None, None)
            self.gesture.start(pointer)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._anchor = None
        pointer = self._pointer(event)
        if self.gesture is not None and event.buttons() == Qt.MouseButton.NoButton:
            self.cancel_gesture()  # the release went elsewhere, to a menu for example
        if self.gesture is not None:
            self._show_cursor()
            self.gesture.move(pointer)
            return
        x, y = pointer.scene.x(), pointer.scene.y()
        port = hits.port_at(self.canvas, x, y, self.zoom)
        node_id = port.node if port is not None else hits.node_at(self.canvas, x, y)
        wire = hits.wire_at(self.canvas, x, y, self.zoom) if node_id is None else None
        self._hover(node_id, wire)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self.gesture is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        gesture, self.gesture = self.gesture, None
        self._show_cursor()
        gesture.end(self._pointer(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pointer = self._pointer(event)
        x, y = pointer.scene.x(), pointer.scene.y()
        node_id = hits.node_at(self.canvas, x, y)
        if node_id is not None:
            self.node_activated.emit(node_id)
            return
        wire = hits.wire_at(self.canvas, x, y, self.zoom)
        place = (float(round(x)), float(round(y)))
        self.quick_add_requested.emit(place, wire.edge if wire is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None, None)
        super().leaveEvent(event)

    def _hover(self, node_id: str | None, wire: EdgeItem | None) -> None:
        if node_id != self._hovered:
            for changed, hovered in ((self._hovered, False), (node_id, True)):
                item = self.canvas.nodes.get(changed) if changed is not None else None
                if item is not None:
                    item.set_hovered(hovered)
            self._hovered = node_id
        if wire is not self._hovered_wire:
            for line, hovered in ((self._hovered_wire, False), (wire, True)):
                if line is not None:
                    line.is_hovered = hovered
                    line.refresh()
            self._hovered_wire = wire

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and not event.modifiers():
                self.request_quick_add()
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return True  # F6 cycles the panels; Tab never leaves the canvas by accident
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            return self.native_gesture(event)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = self.to_scene(QPointF(event.pos()))
            text = tooltips.tooltip(self.canvas, point.x(), point.y(), self.zoom) if self.gesture is None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._space_held = True
                self._show_cursor()
        elif key == Qt.Key.Key_Escape:
            if not self.cancel_gesture():
                self.canvas.session.select(())
                self.canvas.wiring.select(())
        elif key in ARROWS and self.gesture is None:
            self._arrow(ARROWS[key], event.modifiers())
        else:
            event.ignore()  # not super: QGraphicsView would scroll and send keys to items
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self._show_cursor()
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_held = False
        super().focusOutEvent(event)

    def _arrow(self, step: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        scene, session = self.canvas, self.canvas.session
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            far = NUDGE_FAST if modifiers & Qt.KeyboardModifier.ShiftModifier else NUDGE
            operations.nudge(session, self, step[0] * far, step[1] * far)
            return
        selected = session.selected_nodes()
        if selected:
            found = nearest(scene, selected[-1], step)
        else:
            middle = self.visible_box().center()
            found = middle_node(scene, middle.x(), middle.y())
        if found is not None:
            grown = session.selection if modifiers & Qt.KeyboardModifier.ShiftModifier else frozenset()
            session.select(grown | {found})
            self.reveal_box(scene.nodes[found].sceneBoundingRect())

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.cancel_gesture()
        type = layer_type(event.mimeData())
        if type is not None:
            self._drop = DropLayer(self, type)
            self._drop.start(self._pointer(event))
            event.acceptProposedAction()
        else:
            event.ignore()  # files and text are the window's business

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._drop is None:
            event.ignore()
            return
        self._drop.move(self._pointer(event))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.cancel_gesture()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        drop, self._drop = self._drop, None
        if drop is None:
            event.ignore()
            return
        drop.end(self._pointer(event))
        event.acceptProposedAction()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    # Fit

    def fit_all(self) -> None:
        """Show the whole graph."""
        box = self.canvas.content_box()
        if box is None:
            self.zoom_actual()
            self.center_on(0, 0)
        else:
            self.fit_box(box)

    def show_start(self) -> None:
        """Show the beginning of the graph, readable, and as much of the rest as there is room for.

        It stays so while the window takes its size, until the view is moved in any way.
        """
        self.fit_all()
        box = self.canvas.content_box()
        if box is not None and self.zoom < READABLE:
            self.set_zoom(READABLE)
            seen = self.visible_box()
            if box.height() > seen.height() and self.canvas.direction == "TB":
                self.center_on(box.center().x(), box.top() + seen.height() / 2 - 40.0 / self.zoom)
            elif box.width() > seen.width() and self.canvas.direction == "LR":
                self.center_on(box.left() + seen.width() / 2 - 40.0 / self.zoom, box.center().y())
            else:
                self.center_on(box.center().x(), box.center().y())
        self.is_untouched = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_untouched:
            self.show_start()

    def fit_selection(self) -> None:
        """Show what is selected; with nothing selected, everything."""
        box = self.canvas.content_box(self.canvas.session.selected_nodes())
        if box is None:
            self.fit_all()
        else:
            self.fit_box(box, largest=1.5)

    def reveal(self, node_id: str) -> None:
        """Select a node and bring it into view, readable; an id that is gone does nothing."""
        if node_id in self.canvas.nodes:
            self.canvas.session.select((node_id,))
            if self.zoom < 0.7:
                self.set_zoom(1.0)
            self.reveal_box(self.canvas.nodes[node_id].sceneBoundingRect(), 60.0)

    def show_node(self, node_id: str) -> None:
        """Bring a node into view at the zoom there is; selection and focus stay."""
        if node_id in self.canvas.nodes:
            self.reveal_box(self.canvas.nodes[node_id].sceneBoundingRect(), 20.0)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.viewportTransform()
        self.canvas.pictures.frame = Frame(self.zoom, shown.dx(), shown.dy(), self.viewport().devicePixelRatioF())
        if self.zoom >= ZOOM_BLOCKS:
            super().paintEvent(event)
        else:
            painter = QPainter(self.viewport())
            painter.setClipRegion(event.region())
            painter.fillRect(event.rect(), self.canvas.look.canvas)
            painter.setTransform(shown)
            self.canvas.overview.paint(painter, self.visible_box(), self.zoom)
            painter.end()
        self.canvas.pictures.frame = None

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._background.paint(painter, rect, self.canvas.look, self.zoom)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if not self.canvas.nodes:
            paint_empty(painter, QRectF(self.viewport().rect()), self.canvas.look)
