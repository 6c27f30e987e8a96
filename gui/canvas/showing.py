"""What part of the graph is seen: all of it, a selection, one node; and where something new should go.

Does not belong here: zoom and pan themselves (navigation), what the buttons do (view).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from gui.canvas.navigation import NavigableView
from gui.canvas.placing import COLUMN_STEP, RANK_STEP, free_place
from gui.canvas.scene import CanvasScene
from gui.canvas.style import ZOOM_FITTED, ZOOM_LEAST

READABLE = 0.8
"""The least zoom at which a graph that is opened is shown."""


class ShowingView(NavigableView):
    """A view that knows the graph it shows, as ``canvas``."""

    def __init__(self, scene: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.canvas = scene
        self._kept: tuple[float, float, float] | None = None

    # Where something new goes

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

    # What is seen

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
        self._kept = None
        self.is_untouched = True

    def show_place(self, zoom: float, x: float, y: float) -> None:
        """Show a scene point in the middle, at a zoom; it stays there like the start does."""
        if zoom < ZOOM_LEAST:
            self.zoom = max(ZOOM_FITTED, zoom)
            self.setTransform(QTransform.fromScale(self.zoom, self.zoom))
        self.set_zoom(zoom)
        self.center_on(x, y)
        self._kept = (zoom, x, y)
        self.is_untouched = True

    def take_over(self, other: ShowingView) -> None:
        """Show what another view of the same graph shows."""
        if other.is_untouched:
            self.show_place(*other._kept) if other._kept is not None else self.show_start()
        else:
            middle = other.visible_box().center()
            self.show_place(other.zoom, middle.x(), middle.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_untouched:
            self.show_place(*self._kept) if self._kept is not None else self.show_start()

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
