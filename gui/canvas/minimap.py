"""The minimap: the whole graph in a corner of the canvas, with the part that is seen; a drag in it moves the view.

Drawn from a picture that is made anew only when the graph changes and never while the view moves. Unless the user says
otherwise it is there while part of the graph is out of view. Does not belong here: where the view may go (navigation). The
outline is its twin for the keyboard and screen readers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.graph.model import Frame, Note
from gui.canvas.decorations import box_of
from gui.canvas.style import CanvasStyle
from gui.canvas.view import CanvasView
from gui.i18n import tr

SIZE = QSize(208, 148)
_EDGE = 14
_PAD = 8.0
_DELAY_MS = 120
_MOST_WIRES = 4000
"""Beyond so many wires they would only darken the picture."""


class Minimap(QWidget):
    """A child of the view; it takes no focus."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._picture: QPixmap | None = None
        self._drawn_for: tuple[CanvasStyle, float] | None = None
        """The look and the device pixel ratio of the picture: with another of either it is out of date at once."""
        self._content: QRectF | None = None
        self._is_known = False
        self._offset = QPointF()
        self.wanted: bool | None = False
        """Whether the user wants it; None for while it is needed."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._renew)
        self.setFixedSize(SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Drag to move over the graph, turn the wheel to zoom"))
        self.setAccessibleName(tr("Minimap"))
        self.setAccessibleDescription(tr("The whole graph; the outline lists the same layers for the keyboard."))
        view.installEventFilter(self)
        view.canvas.content_changed.connect(self._on_content)
        view.horizontalScrollBar().valueChanged.connect(self._on_view)
        view.verticalScrollBar().valueChanged.connect(self._on_view)
        view.zoom_changed.connect(self._on_view)
        self.hide()

    def set_shown(self, shown: bool | None) -> None:
        """Show or hide the map; with None it is shown while part of the graph is out of view."""
        self.wanted = shown
        self._forget()
        self._show()

    def _show(self) -> None:
        shown = self._is_needed() if self.wanted is None else self.wanted
        if shown != self.isHidden():
            return
        self._place()
        self.setVisible(shown)
        self.raise_()

    def _is_needed(self) -> bool:
        content = self._content_box()
        return content is not None and not self._view.visible_box().contains(content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
            self._show()
        return False

    def _place(self) -> None:
        room = self._view.size()
        self.move(max(0, room.width() - SIZE.width() - _EDGE), max(0, room.height() - SIZE.height() - _EDGE))

    def _on_content(self) -> None:
        if (self.isVisible() or self.wanted is None) and not self._timer.isActive():
            self._timer.start()

    def _renew(self) -> None:
        self._forget()
        self._show()
        self.update()

    def _forget(self) -> None:
        self._picture = None
        self._is_known = False

    def _content_box(self) -> QRectF | None:
        """The box around everything; asked for once for each picture, since that takes a look at every card."""
        if not self._is_known:
            self._content, self._is_known = self._view.canvas.content_box(), True
        return self._content

    def _on_view(self, *_: object) -> None:
        if self.wanted is None:
            self._show()
        if self.isVisible():
            self.update()

    # The graph on the map

    def _scale(self) -> tuple[float, QPointF]:
        """Map pixels per scene unit, and where the scene's origin lies on the map."""
        box = self._content_box()
        world = box.adjusted(-60, -60, 60, 60) if box is not None else QRectF(-500, -350, 1000, 700)
        room = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        scale = min(room.width() / max(world.width(), 1.0), room.height() / max(world.height(), 1.0), 0.25)
        return scale, room.center() - world.center() * scale

    def _paint_graph(self, scale: float, origin: QPointF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        scene, style = self._view.canvas, self._view.canvas.look
        picture.fill(style.theme.color("surface"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(origin)
        painter.scale(scale, scale)
        layout = scene.session.graph.layout
        decorations: tuple[Frame | Note, ...] = (*layout.frames.values(), *layout.notes.values())
        for value in decorations:
            painter.fillRect(box_of(value), style.decoration(value.color).sheet)
        if len(scene.wiring.items) <= _MOST_WIRES:
            pen = QPen(style.theme.color("wire"), 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for wire in scene.wiring.items.values():
                painter.drawPolyline([QPointF(*point) for point in wire.points])
        boxes: dict[str, list[QRectF]] = {}
        for card in scene.nodes.values():
            boxes.setdefault(card.card.family, []).append(card.body.translated(card.pos()))
        painter.setPen(Qt.PenStyle.NoPen)
        for family, found in boxes.items():
            painter.setBrush(style.family(family).block)
            painter.drawRects(found)
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._view.canvas.look
        scale, origin = self._scale()
        drawn_for = (style, self.devicePixelRatioF())
        if self._picture is None or self._drawn_for != drawn_for:
            self._picture, self._drawn_for = self._paint_graph(scale, origin), drawn_for
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        seen = self._view.visible_box()
        box = QRectF(seen.topLeft() * scale + origin, seen.size() * scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.accent, 1.6))
        painter.setBrush(style.box_brush)
        painter.drawRoundedRect(box.intersected(QRectF(self.rect()).adjusted(1, 1, -1, -1)), 3, 3)
        painter.setPen(style.border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            middle, at = self._view.visible_box().center(), self._scene_point(event.position())
            # Taken hold of inside the frame it is dragged along; elsewhere the view jumps there first.
            self._offset = middle - at if self._view.visible_box().contains(at) else QPointF()
            self._bring(at + self._offset)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._bring(self._scene_point(event.position()) + self._offset)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if event.angleDelta().y():
            self._view.zoom_by(1.1 ** (event.angleDelta().y() / 120))

    def _scene_point(self, at: QPointF) -> QPointF:
        scale, origin = self._scale()
        return (at - origin) / scale

    def _bring(self, point: QPointF) -> None:
        self._view.center_on(point.x(), point.y())
