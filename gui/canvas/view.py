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
)
from PySide6.QtWidgets import QGraphicsView, QToolTip, QWidget

from core.graph.queries import Edge
from core.graph.values import Source
from gui.canvas import dots, framing, hits, operations, tooltips
from gui.canvas.alignment import SNAP_REACH
from gui.canvas.background import Background
from gui.canvas.edge_item import EdgeItem
from gui.canvas.gestures.armed import Armed
from gui.canvas.gestures.base import Gesture, Pointer
from gui.canvas.gestures.choose import choose, sign
from gui.canvas.gestures.decorate import cursor_of
from gui.canvas.gestures.drop import DropLayer
from gui.canvas.hovering import Hovering
from gui.canvas.keyboard import ARROWS, NUDGE, NUDGE_FAST, let_go, middle_node, nearest
from gui.canvas.mime import layer_type
from gui.canvas.pictures import Frame
from gui.canvas.scene import CanvasScene
from gui.canvas.showing import ShowingView
from gui.canvas.style import ZOOM_BLOCKS
from gui.i18n import tr

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


class CanvasView(ShowingView):
    """Shows a :class:`~gui.canvas.scene.CanvasScene` and turns events into gestures.

    ``quick_add_requested`` asks for a new layer: its place (x, y) in scene units, and what it is for - a ``Source`` that
    should feed it, an ``Edge`` that it should split, an input ``(node id, path)`` that it should feed, or None.
    ``layer_list_requested`` asks the same, but for the plain list of all layers. ``node_activated`` carries the id of a
    node that was double-clicked, ``problem_wanted`` that of one whose badge was clicked. ``snaps`` tells whether cards that
    are dragged snap to their neighbours, ``snap_reach`` from how far, in pixels of the screen, and ``box_contains`` whether a
    box drawn from left to right takes only what is whole in it.
    """

    quick_add_requested = Signal(object, object)
    layer_list_requested = Signal(object, object)
    node_activated = Signal(str)
    problem_wanted = Signal(str)

    def __init__(self, scene: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.gesture: Gesture | None = None
        self.armed = Armed(self)
        self.snaps = True
        self.snap_reach = SNAP_REACH
        self.box_contains = False
        self.tab_adds = True
        self._button = LEFT
        self._right_taken = False
        self._drop: DropLayer | None = None
        self._space_held = False
        self._resting: Qt.CursorShape | None = None
        self._target: EdgeItem | None = None
        self._hovering = Hovering(scene)
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
        self.show_cursor()
        gesture.cancel()
        return True

    def begin(self, gesture: Gesture, pointer: Pointer, button: Qt.MouseButton = LEFT) -> None:
        """Let a gesture begin; the release of ``button`` ends it, or the next click where it needs no button."""
        self.cancel_gesture()
        self.gesture, self._button = gesture, button
        self._hovering.show(None, None)
        gesture.start(pointer)
        self.show_cursor()

    def finish_gesture(self) -> None:
        """End a gesture that follows the pointer without a button, keeping what it shows."""
        if self.gesture is not None and self.gesture.is_free:
            gesture, self.gesture = self.gesture, None
            self.show_cursor()
            gesture.end(gesture.last)

    def mark_target(self, edge: Edge | None, *, refused: bool = False) -> None:
        """Thicken the wire that a drop would split, red if that would break something; None thickens none."""
        item = self.canvas.wiring.items.get(edge.key) if edge is not None else None
        if item is self._target and (item is None or item.is_refused == refused):
            return
        for changed, is_target in ((self._target, False), (item, True)):
            if changed is not None and changed.scene() is not None:
                changed.is_target = is_target
                changed.is_refused = is_target and refused
                changed.refresh()
        self._target = item

    def pointer_now(self) -> Pointer:
        """The pointer where it is, or in the middle of the view."""
        place = self.cursor_place()
        at = place if place is not None else self.viewport().rect().center()
        return Pointer(self.to_scene(QPointF(at)), at)

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
        self._hovering.forget()
        if self.zoom < ZOOM_BLOCKS or not self.canvas.nodes:
            self.viewport().update()

    def _pointer(self, event: QMouseEvent | QDropEvent) -> Pointer:
        at = event.position()
        return Pointer(self.to_scene(at), at.toPoint(), event.modifiers())

    def show_cursor(self) -> None:
        """Let the cursor say what the mouse does, or would do."""
        shape = self.gesture.cursor if self.gesture is not None else self.armed.cursor
        if shape is None and self._space_held:
            shape = Qt.CursorShape.OpenHandCursor
        if shape is None and self.gesture is None:
            shape = self._resting
        self.viewport().setCursor(QCursor(shape if shape is not None else Qt.CursorShape.ArrowCursor))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        button, pointer = event.button(), self._pointer(event)
        if button == RIGHT:
            self._right_taken = self.gesture is not None
        if self.gesture is not None:
            if self.gesture.is_free and button == LEFT:
                self.finish_gesture()
            elif button in (LEFT, RIGHT) and (self.gesture.is_free or button != self._button):
                self.cancel_gesture()
            return
        gesture = choose(self, pointer, button, space=self._space_held)
        if gesture is not None:
            self._right_taken = button == RIGHT
            self.begin(gesture, pointer, button)
        elif button == RIGHT:
            node_id = hits.node_at(self.canvas, pointer.scene.x(), pointer.scene.y())
            hit = self.canvas.decorations.at(pointer.scene, self.zoom) if node_id is None else None
            meant = node_id if hit is None else hit[0]
            if meant is not None and meant not in self.canvas.session.selection:
                self.canvas.session.select((meant,))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._anchor = None
        pointer = self._pointer(event)
        if self.gesture is not None and not self.gesture.is_free and event.buttons() == Qt.MouseButton.NoButton:
            self.cancel_gesture()  # the release went elsewhere, to a menu for example
        if self.gesture is not None:
            self.gesture.last = pointer
            self.show_cursor()
            self.gesture.move(pointer)
            return
        x, y = pointer.scene.x(), pointer.scene.y()
        port = hits.port_at(self.canvas, x, y, self.zoom)
        node_id = port.node if port is not None else hits.node_at(self.canvas, x, y)
        wire = hits.wire_at(self.canvas, x, y, self.zoom) if node_id is None else None
        self._hovering.show(node_id, wire)
        hit = self.canvas.decorations.at(pointer.scene, self.zoom) if node_id is None and wire is None else None
        resting = cursor_of(hit[1]) if hit is not None and hit[1] != "body" else None
        if resting is not self._resting:
            self._resting = resting
            self.show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self.gesture is None or self.gesture.is_free or event.button() != self._button:
            return
        gesture, self.gesture = self.gesture, None
        self.show_cursor()
        gesture.end(self._pointer(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != LEFT:
            return
        self.finish_gesture()
        pointer = self._pointer(event)
        if sign(self, pointer):
            return
        x, y = pointer.scene.x(), pointer.scene.y()
        node_id = hits.node_at(self.canvas, x, y)
        if node_id is not None:
            self.node_activated.emit(node_id)
        elif (hit := self.canvas.decorations.at(pointer.scene, self.zoom)) is not None:
            framing.edit_text(self, hit[0])
        elif not dots.toggle(self.canvas, x, y, self.zoom):
            self.quick_add_requested.emit((float(round(x)), float(round(y))), None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovering.show(None, None)
        super().leaveEvent(event)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and not event.modifiers() and self.tab_adds:
                self.request_quick_add()
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return True  # F6 cycles the panels; Tab never leaves the canvas by accident
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ContextMenu and self._right_taken:
            event.accept()  # the right button draws or cuts, or has just ended something: no menu
            return True
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
                self.show_cursor()
        elif key == Qt.Key.Key_Escape:
            if not self.cancel_gesture() and not self.armed.lay_down():
                let_go(self.canvas)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.gesture is not None and self.gesture.is_free:
            self.finish_gesture()
        elif key in ARROWS and self.gesture is None:
            self._arrow(ARROWS[key], event.modifiers())
        else:
            event.ignore()  # not super: QGraphicsView would scroll and send keys to items
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_Space:
                self._space_held = False
                self.show_cursor()
            self.armed.key_released()
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_held = False
        self.armed.lay_down()
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
            self.canvas.paint_marks(painter, shown)
            painter.end()
        self.canvas.pictures.frame = None

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._background.paint(painter, rect, self.canvas.look, self.zoom)
