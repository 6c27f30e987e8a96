"""The diagram as Graphviz draws it; rendered in the background while the panel can be seen.

Does not belong here: the drawing itself (core.convert.to_dot, core.convert.diagram).
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtSvgWidgets import QGraphicsSvgItem
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QLabel, QVBoxLayout, QWidget

from core.convert.diagram_style import FONT
from core.errors import NetwrightError
from core.graph.model import Project
from gui.i18n import shown, tr
from gui.panels.panel import Panel, is_seen
from gui.session import EditorSession
from gui.theme import Theme
from gui.worker import Jobs

DELAY_MS = 400
ZOOM_STEP = 1.1
SMALLEST_FIT = 0.6


class _Picture(QGraphicsView):
    """Shows one SVG; fitted to the width until the user zooms."""

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self._renderer: QSvgRenderer | None = None
        self._fitted = True
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)

    def show_svg(self, data: bytes) -> None:
        """Show this SVG, at the zoom the user had chosen."""
        # Qt takes a list of families for one name, finds none such and draws in a wider font than the one that Graphviz has
        # measured; the first name alone leads both to the same.
        renderer = QSvgRenderer(QByteArray(data.replace(FONT.encode(), FONT.partition(",")[0].encode())))
        item = QGraphicsSvgItem()
        item.setSharedRenderer(renderer)
        self.scene().clear()
        self.scene().addItem(item)
        self.scene().setSceneRect(item.boundingRect())
        self._renderer = renderer
        self._fit()

    def _fit(self) -> None:
        """Fit the whole picture, but not smaller than can be read; then show its beginning."""
        if self._fitted and self._renderer is not None:
            self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
            scale = min(1.0, max(self.transform().m11(), SMALLEST_FIT))
            self.resetTransform()
            self.scale(scale, scale)
            if self.sceneRect().height() * scale > self.viewport().height():
                self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._fitted = False
        factor = ZOOM_STEP ** (event.angleDelta().y() / 120)
        if 0.05 < self.transform().m11() * factor < 8:
            self.scale(factor, factor)
        event.accept()

    def mouseDoubleClickEvent(self, event: object) -> None:
        self._fitted = True
        self._fit()


class Diagram(Panel):
    """The diagram panel."""

    def __init__(self, session: EditorSession, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._shown: Project | None = None
        self._rendering = False
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(14, 8, 14, 4)
        self.picture = _Picture()
        self.picture.setAccessibleName(tr("Diagram"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._note)
        layout.addWidget(self.picture, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._render)
        session.project_changed.connect(lambda _change: self._schedule())
        session.analysis_changed.connect(lambda _analysis: self._schedule(again=True))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """The picture stays on white, as it will be printed; only the frame follows the theme."""
        self.picture.setBackgroundBrush(theme.color("paper"))

    def on_seen(self) -> None:
        self._schedule()

    def _schedule(self, *, again: bool = False) -> None:
        if again:
            self._shown = None
        if is_seen(self):
            self._timer.start()

    def _render(self) -> None:
        project = self._session.project
        if project is self._shown or self._rendering:
            return
        if not project.graph.nodes:
            self._note.setText(tr("Add layers to see their diagram."))
            return
        self._rendering = True
        analysis = self._session.analysis if self._session.is_analysis_current() else None

        def work() -> bytes:
            from core.convert import diagram, to_dot

            return diagram.render(to_dot.to_dot(project, analysis), "svg")

        def done(data: bytes) -> None:
            self._rendering = False
            self._shown = project
            self._note.setText(
                tr("Wheel to zoom, drag to pan, double-click to fit. Export it with File > Export diagram.")
            )
            self.picture.show_svg(data)
            if project is not self._session.project:
                self._schedule()

        def failed(error: NetwrightError) -> None:
            self._rendering = False
            self._shown = project
            self._note.setText(tr("The diagram could not be drawn: {reason}", reason=shown(error.message)))

        self._jobs.start(tr("Draw the diagram"), work, done, failed)
