"""Zoom, pan and fit for a graphics view: the point under the pointer stays under it.

Does not belong here: what is shown, what the buttons do (view).
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from gui.canvas.style import ZOOM_FITTED, ZOOM_LEAST, ZOOM_MOST, ZOOM_STEP

WORLD = 1_000_000.0
"""Half the side of the area that can be scrolled to (scene units)."""
FIT_MARGIN = 40.0


class NavigableView(QGraphicsView):
    """A view that can be moved freely. ``zoom_changed`` carries the new zoom (1.0 is 100 %).

    ``is_untouched`` turns False with the first change of what is seen. ``wheel`` tells what turning the wheel does:
    ``mouse`` zooms, ``trackpad`` moves the view, ``auto`` goes by the device. With Ctrl it always zooms.
    """

    zoom_changed = Signal(float)

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.zoom = 1.0
        self.wheel = "auto"
        self.is_untouched = False
        self._anchor: tuple[QPointF, QPointF] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setSceneRect(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD)
        self.centerOn(0, 0)

    # Zoom

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the scene point at ``at`` (viewport pixels, the middle by default) stays there."""
        zoom = max(min(ZOOM_LEAST, self.zoom), min(ZOOM_MOST, zoom))
        at = at if at is not None else QPointF(self.viewport().rect().center())
        if self._anchor is not None and self._anchor[0] == at:
            point = self._anchor[1]  # rounding to whole pixels must not add up over the notches of one turn
        else:
            point = self.to_scene(at)
            self._anchor = (QPointF(at), point)
        if zoom != self.zoom:
            self.zoom = zoom
            self.setTransform(QTransform.fromScale(zoom, zoom))
        self._bring(point, at)
        self.zoom_changed.emit(zoom)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Multiply the zoom."""
        zoom = self.zoom * factor
        self.set_zoom(1.0 if abs(zoom - 1.0) < 0.02 else zoom, at)

    def zoom_in(self) -> None:
        """A visible step closer."""
        self.zoom_by(ZOOM_STEP**2)

    def zoom_out(self) -> None:
        """A visible step away."""
        self.zoom_by(ZOOM_STEP**-2)

    def zoom_actual(self) -> None:
        """100 %."""
        self.set_zoom(1.0)

    def to_scene(self, at: QPointF) -> QPointF:
        """The scene point at a viewport position, not rounded to pixels as ``mapToScene`` of a ``QPoint`` is."""
        return self.viewportTransform().inverted()[0].map(at)

    def _bring(self, point: QPointF, at: QPointF) -> None:
        """Scroll so that a scene point lies at a viewport position, to the nearest pixel."""
        self.is_untouched = False
        offset = self.viewportTransform().map(point) - at
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(offset.x()))
        down.setValue(down.value() + round(offset.y()))

    # Pan

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the view over the scene by so many pixels."""
        self._anchor = None
        self.is_untouched = False
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(dx))
        down.setValue(down.value() + round(dy))

    def center_on(self, x: float, y: float) -> None:
        """Bring a scene point into the middle."""
        self._anchor = None
        self._bring(QPointF(x, y), QPointF(self.viewport().rect().center()))

    def reveal_box(self, box: QRectF, margin: float = 30.0) -> None:
        """Pan as little as needed to see the box (scene units)."""
        seen = self.visible_box().adjusted(
            margin / self.zoom, margin / self.zoom, -margin / self.zoom, -margin / self.zoom
        )
        dx = min(0.0, box.left() - seen.left()) or max(0.0, box.right() - seen.right())
        dy = min(0.0, box.top() - seen.top()) or max(0.0, box.bottom() - seen.bottom())
        if dx or dy:
            self.pan_by(dx * self.zoom, dy * self.zoom)

    def visible_box(self) -> QRectF:
        """The part of the scene that is seen."""
        return self.viewportTransform().inverted()[0].mapRect(QRectF(self.viewport().rect()))

    def fit_box(self, box: QRectF, largest: float = 1.0) -> None:
        """Show the whole box, at most at the zoom ``largest``; a huge graph may need a zoom below the least one."""
        self._anchor = None
        room_x = max(40.0, self.viewport().width() - 2 * FIT_MARGIN)
        room_y = max(40.0, self.viewport().height() - 2 * FIT_MARGIN)
        zoom = min(largest, room_x / max(box.width(), 1.0), room_y / max(box.height(), 1.0))
        if zoom < ZOOM_LEAST:
            self.zoom = max(ZOOM_FITTED, zoom)
            self.setTransform(QTransform.fromScale(self.zoom, self.zoom))
        self.set_zoom(zoom)
        self.center_on(box.center().x(), box.center().y())

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        pixels, angle = event.pixelDelta(), event.angleDelta()
        is_fine = not pixels.isNull()
        pans = self.wheel == "trackpad" or (self.wheel == "auto" and (is_fine or _is_trackpad(event)))
        if pans and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if is_fine:
                self.pan_by(-pixels.x(), -pixels.y())
            else:
                self.pan_by(-angle.x() / 2, -angle.y() / 2)
        elif is_fine:
            self.zoom_by(1.0 + max(-0.5, min(0.5, pixels.y() / 200)), event.position())
        elif angle.y():
            self.zoom_by(ZOOM_STEP ** (angle.y() / 120), event.position())
        elif angle.x():
            self.pan_by(-angle.x() / 2, 0)

    def native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Pinch zooms; other gestures of a trackpad are not taken."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoom_by(max(0.2, 1.0 + event.value()), event.position())
        return True

    def cursor_place(self) -> QPoint | None:
        """Where the pointer is in the viewport, or None if it is elsewhere."""
        place = self.viewport().mapFromGlobal(self.cursor().pos())
        return place if self.viewport().rect().contains(place) else None


def _is_trackpad(event: QWheelEvent) -> bool:
    """Whether two fingers turned the wheel; some desktops tell so only by the device."""
    device = event.device()
    return device is not None and device.type() == QInputDevice.DeviceType.TouchPad
