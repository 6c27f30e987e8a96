"""The main window: docks, menus and toolbar assembled from tables; it holds no logic of its own.

Panels listen to the session. The window passes requests between them: a layer chosen in the palette is added here,
behind the selected node, and a problem's node is shown on the canvas.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.graph.values import Source
from core.storage.journal import Recovery
from gui import blocks, focus, i18n, theme
from gui.actions import make_actions, refresh_enabled
from gui.adding import Adding
from gui.applications import Applications
from gui.applying import apply_settings
from gui.banner import Banner
from gui.bookmarks import Bookmarks
from gui.breadcrumb import Breadcrumb
from gui.canvas import framing, operations
from gui.canvas.mime import dropped_files
from gui.canvas.minimap import Minimap
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.comparing import Comparing
from gui.custom_code import CustomCode
from gui.dialogs import Dialogs
from gui.exports import Exports
from gui.files import Files
from gui.find_bar import FindBar
from gui.first_run import FirstRun
from gui.handing_over import hand_over
from gui.i18n import tr
from gui.inspector.inspector import Inspector
from gui.later import later
from gui.menus import Menus, Toolbar
from gui.opening import Opening
from gui.panels.code import Code
from gui.panels.data import Data
from gui.panels.diagram import Diagram
from gui.panels.log import Log
from gui.panels.outline import Outline
from gui.panels.palette import Palette
from gui.panels.panel import Panel
from gui.panels.problems import Problems
from gui.panels.training import Training
from gui.session import EditorSession
from gui.settings import Settings
from gui.start_page import start_page
from gui.status import StatusBar, StatusSummary
from gui.theme import Theme
from gui.training import TrainingController
from gui.untrained import Untrained
from gui.worker import Jobs

if TYPE_CHECKING:
    from gui.shell import Shell

STATUS_MS = 8000
Area = Qt.DockWidgetArea


class MainWindow(QMainWindow):
    """One window over one session, alone or in a tab of a shell (``host``). ``start`` begins the analysis.

    ``closed`` says that it was left for good, ``modified_changed`` that it was saved or edited.
    """

    closed = Signal()
    modified_changed = Signal()
    host: Shell | None
    session: EditorSession
    look: Theme
    files: Files
    exports: Exports
    training: TrainingController
    view: CanvasView
    inspector: Inspector
    problems: Problems
    palette_panel: Palette
    custom_code: CustomCode
    applications: Applications
    opening: Opening
    adding: Adding
    banner: Banner
    code: Code
    comparing: Comparing
    dialogs: Dialogs
    find_bar: FindBar

    def __init__(self, session: EditorSession, settings: Settings, look: Theme) -> None:
        super().__init__()
        self.host = None
        self.session = session
        session.setParent(self)  # else their connections keep each other, and the window, alive for good
        self.settings = settings
        self.look = look
        self.jobs = Jobs(self)
        self.files = Files(session, settings, self.jobs, self)
        self.training = TrainingController(session, self)
        self.first_run = FirstRun(session, self.training, self.jobs, self)
        self.files.best_weights = self.training.best_weights
        self.exports = Exports(session, self.files, settings, self.jobs, self)
        self.custom_code = CustomCode(session, settings, self.jobs, self)
        self.comparing = Comparing(session, self.files, settings, self.jobs, self, self.scene_show, look)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks)
        self.setTabPosition(Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.docks: dict[str, QDockWidget] = {}
        self.panels_before = QByteArray()
        self._build()
        self.setAcceptDrops(True)
        self.resize(1600, 1000)
        self._restore()
        self._refresh()
        self.view.setFocus()

    # Assembly

    def _build(self) -> None:
        """Make everything visible; done again when the language changes."""
        session, look = self.session, self.look
        self.scene = CanvasScene(session, look, self)
        self.view = CanvasView(self.scene)
        self.view.wheel, self.view.snaps = self.settings.wheel, self.settings.snapping
        self.banner = Banner()
        self.breadcrumb = Breadcrumb(session)
        self.palette_panel = Palette(session, look)
        self.inspector = Inspector(session, look)
        self.problems = Problems(session, look)
        self.training_panel = Training(session, self.training, look)
        self.code = Code(session, self.jobs, look)
        self.diagram = Diagram(session, self.jobs, look)
        self.outline = Outline(session, look)
        self.minimap = Minimap(self.view)
        self.untrained = Untrained(session, self.training, self.scene, self)
        self.data = Data(session, self.jobs, look)
        self.log = Log(self.training, look)
        self.find_bar = FindBar(session, self.view)
        self.bookmarks = Bookmarks(self)
        self.dialogs = Dialogs(self)
        self.data.folder_of_project = self.training.folder_of_project = self.files.folder
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.breadcrumb)
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)
        self.setCentralWidget(centre)
        self.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
        table: tuple[tuple[str, str, QWidget, Area], ...] = (
            ("layers", tr("Layers"), self.palette_panel, Area.LeftDockWidgetArea),
            ("outline", tr("Outline"), self.outline, Area.LeftDockWidgetArea),
            ("inspector", tr("Inspector"), self.inspector, Area.RightDockWidgetArea),
            ("problems", tr("Problems"), self.problems, Area.BottomDockWidgetArea),
            ("training", tr("Training"), self.training_panel, Area.BottomDockWidgetArea),
            ("code", tr("Code"), self.code, Area.BottomDockWidgetArea),
            ("diagram", tr("Diagram"), self.diagram, Area.BottomDockWidgetArea),
            ("data", tr("Data"), self.data, Area.BottomDockWidgetArea),
            ("log", tr("Log"), self.log, Area.BottomDockWidgetArea),
        )
        first: QDockWidget | None = None
        for name, title, widget, area in table:
            dock = QDockWidget(title, self)
            dock.setObjectName(name)
            dock.setWidget(widget)
            if isinstance(widget, Panel):
                dock.visibilityChanged.connect(widget.come_into_view)
            dock.setTitleBarWidget(QWidget(dock))
            self.addDockWidget(area, dock)
            if area == Area.BottomDockWidgetArea:
                if first is not None:
                    self.tabifyDockWidget(first, dock)
                first = first or dock
            self.docks[name] = dock
        self.tabifyDockWidget(self.docks["layers"], self.docks["outline"])
        self.docks["layers"].raise_()
        self.docks["training"].raise_()
        self.resizeDocks([self.docks["layers"], self.docks["inspector"]], [232, 286], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["problems"]], [272], Qt.Orientation.Vertical)
        self.applications = Applications(
            session, self.files, self.jobs, self, self.view.place_for_new, self.scene_show
        )
        self.opening = Opening(session, self.files, self.settings, self.jobs, self, self.view, self.banner)
        self.adding = Adding(self)
        self.actions_by_id = make_actions(self)
        self.start_page = start_page(self)
        self.apply_settings()
        self.menus = Menus(self)
        self.toolbar = Toolbar(self)
        self.summary = StatusSummary(session)
        self.setStatusBar(StatusBar())
        self.statusBar().addPermanentWidget(self.summary)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        connections: tuple[tuple[Any, Callable[..., object]], ...] = (
            (session.status, self._show_status),
            (session.project_changed, self._refresh),
            (session.selection_changed, self._refresh),
            (session.scope_changed, self._refresh),
            (self.files.path_changed, self._refresh_title),
            (self.scene.wires_selected, self._refresh),
            (self.files.recent_changed, self.menus.fill_recent),
            (self.opening.imported_changed, self._refresh),
            (self.inspector.review_wanted, self.custom_code.review),
            (self.jobs.busy, self.summary.show_job),
            (self.training.running_changed, self._refresh),
            (self.palette_panel.chosen, self.add_behind_selection),
            (self.view.quick_add_requested, self.adding.request),
            (self.view.layer_list_requested, partial(self.adding.request, plain=True)),
            (self.view.node_activated, self._on_node_activated),
            (self.view.zoom_changed, self.summary.show_zoom),
            (self.view.problem_wanted, lambda _: self.show_panel("problems")),
            (self.view.problem_wanted, self.problems.go_to),
            (self.problems.node_wanted, self.scene_show),
            (self.outline.node_wanted, self.show_item),
            (self.outline.title_wanted, lambda item_id, text: framing.set_text(session, item_id, text)),
            (self.outline.delete_wanted, lambda: operations.delete(session)),
            (self.problems.counted, self._show_count),
            (self.training_panel.node_wanted, self.scene_show),
            (self.code.node_pointed, self.view.show_node),
            (self.training_panel.data_wanted, lambda: self.show_panel("data")),
        )
        for signal, slot in connections:
            signal.connect(slot)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self.menus.show_context)

    # Start and end

    def start(self, *, offer_recovery: bool = True) -> None:
        """Offer what a crash left behind and begin to analyse; the first window is on the screen by now."""
        if offer_recovery:
            self._offer_recovery(self.files.crashed())
        self.session.start_analysis()

    def join(self, host: Shell) -> None:
        """Be a tab of ``host`` from now on."""
        self.host = host
        self.setWindowFlags(Qt.WindowType.Widget)
        self._refresh()

    def take_over(self, other: MainWindow) -> None:
        """Show what ``other`` shows, over the same document."""
        hand_over(other, self)
        self._refresh()

    def retire(self) -> None:
        """End all work without asking: the user agreed, or the document lives on in another window."""
        self.settings.set_blob("state", self.saveState())
        self.log.close_log()
        self.training.close()
        self.files.close()
        self.session.close()
        self.jobs.close()
        self.settings.flush()

    def _offer_recovery(self, left: list[Recovery]) -> None:
        """Ask about what crashed sessions left, the newest first and one at a time: only what was named is discarded."""
        if not left:
            return
        newest, *others = left
        name = newest.path.name if newest.path is not None else tr("untitled")

        def discard() -> None:
            self.files.discard_crashed([newest])
            self._offer_recovery(others)

        self.banner.ask(
            tr("Netwright ended without saving {name}. Restore it?", name=name),
            [(tr("Restore"), lambda: self.files.recover(newest)), (tr("Discard"), discard)],
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        if self.isWindow():
            self.settings.set_blob("geometry", self.saveGeometry())
        self.retire()
        event.accept()
        self.closed.emit()

    def _restore(self) -> None:
        geometry, state = self.settings.blob("geometry"), self.settings.blob("state")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        if not state.isEmpty():
            self.restoreState(state)
        self.minimap.set_shown(self.settings.blob("minimap") == QByteArray(b"1"))

    # Files that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()
            self._show_status(tr("Drop to open."), "info")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.statusBar().clearMessage()

    def dropEvent(self, event: QDropEvent) -> None:
        files, text = dropped_files(event.mimeData()), event.mimeData().text()
        event.acceptProposedAction()
        # After the drop: the program that it comes from waits until this returns, and opening may ask something.
        if files:
            later(self, lambda: self.opening.open_dropped(files))
        elif text.strip():
            later(self, lambda: self.opening.take_text(text))

    # Requests between panels

    def add_behind_selection(self, type_name: str) -> None:
        """Add a layer that was chosen in the palette, wired behind the one selected node."""
        selected = self.session.selected_nodes()
        source = Source(selected[0]) if len(selected) == 1 else None
        at = self.view.place_for_new(source.node if source is not None else None)
        node_id = self.session.add_layer(type_name, at, after=source)
        self.palette_panel.search.clear()
        if node_id is not None:
            self.scene_show(node_id)

    def quick_add(self) -> None:
        """Search for a layer at the pointer; what is chosen goes behind the selected node."""
        self.adding.behind_selection()

    def scene_show(self, node_id: str) -> None:
        """Bring a node into view and give the canvas the focus."""
        self.view.reveal(node_id)
        self.view.setFocus()

    def show_item(self, item_id: str) -> None:
        """Bring a layer, frame or note into view and give the canvas the focus."""
        if item_id in self.scene.decorations.items:
            self.session.select((item_id,))
            self.view.reveal_box(self.scene.decorations.box(item_id), 60.0)
            self.view.setFocus()
        else:
            self.scene_show(item_id)

    def toggle_minimap(self) -> None:
        """Show the whole graph in a corner of the canvas, or no more."""
        shown = self.minimap.isHidden()
        self.minimap.set_shown(shown)
        self.settings.set_blob("minimap", QByteArray(b"1" if shown else b"0"))

    def edit_text(self) -> bool:
        """Edit the title of the one selected frame, or the text of the one selected note; False if none is."""
        chosen = self.session.selection
        item_id = next(iter(chosen), "")
        return len(chosen) == 1 and framing.edit_text(self.view, item_id) is not None

    def _on_node_activated(self, node_id: str) -> None:
        if not self.session.enter_node(node_id):
            self.session.select((node_id,))
            self.inspector.focus_first()

    def open_block(self) -> None:
        """Show what is inside the selected block."""
        nodes = self.session.selected_nodes()
        if len(nodes) != 1 or not self.session.enter_node(nodes[0]):
            self._show_status(tr("Select one block to open it."), "info")

    def keep_block(self) -> None:
        """Put the open or selected block into the user's library, and show it in the palette."""
        if blocks.save_to_library(self.session):
            self.palette_panel.refresh_blocks()

    def show_panel(self, name: str) -> None:
        """Open a panel and bring it to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

    def go_to_panel(self, name: str) -> None:
        """Open a panel, or go back to the canvas if the keyboard is in it already."""
        panel, inside = self.docks[name].widget(), self.focusWidget()
        if inside is not None and (panel is inside or panel.isAncestorOf(inside)):
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show_panel(name)
        focus.enter(panel)

    def edit_parameters(self) -> None:
        """Go to the parameters of the one selected layer, or into it where it is a block."""
        nodes = self.session.selected_nodes()
        if len(nodes) == 1:
            self._on_node_activated(nodes[0])
        elif nodes:
            self.inspector.focus_first()

    def focusNextPrevChild(self, next: bool) -> bool:
        return focus.tab_within_panel(self, next) or super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        # Nobody else wanted it: leave the panel.
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def train(self) -> None:
        """Start a run and show its panel."""
        self.show_panel("training")
        self.first_run.start()

    def train_or_stop(self) -> None:
        """What the button does: stop the run that is going on, or start one."""
        if self.training.is_running:
            self.training.stop()
        else:
            self.train()

    def toggle_canvas_only(self) -> None:
        """Hide every panel, or show again those that were open."""
        if any(dock.isVisible() for dock in self.docks.values()):
            self.panels_before = self.saveState()
            for dock in self.docks.values():
                dock.hide()
        else:
            self.restoreState(self.panels_before)

    def apply_settings(self) -> None:
        """Let what is set now hold here."""
        apply_settings(self)

    # Look and language

    def choose_theme(self, name: str) -> None:
        """Use ``system``, ``light`` or ``dark`` from now on."""
        from PySide6.QtWidgets import QApplication

        self.settings.theme = name
        self.look = theme.THEMES.get(name) or theme.system_theme()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.look)
        for part in (self.scene, self.palette_panel, self.outline, self.inspector, self.problems, self.training_panel,
                     self.code, self.diagram, self.data, self.comparing, self.adding.popup, self.log, self.start_page):  # fmt: skip
            part.set_theme(self.look)
        self.toolbar.color_icons()
        self._refresh()
        self.menus.check_choices()

    def choose_language(self, code: str) -> None:
        """Use another language from now on; a window that stands alone changes when it is opened again."""
        if self.host is not None:
            if code != i18n.language() and not self.host.change_language(code):
                self.menus.check_choices()
                return
        self.settings.language = code
        if self.host is None:
            self._show_status(tr("The language changes when Netwright starts again."), "info")
        self.menus.check_choices()

    # Refresh

    def _refresh(self, *_: object) -> None:
        refresh_enabled(self, self.actions_by_id)
        undo, redo = self.session.document.undo_label, self.session.document.redo_label
        self.actions_by_id["edit.undo"].setText(tr("Undo {label}", label=undo) if undo else tr("Undo"))
        self.actions_by_id["edit.redo"].setText(tr("Redo {label}", label=redo) if redo else tr("Redo"))
        self.toolbar.show_running(self.training.is_running)
        self._refresh_title()

    def _refresh_title(self, *_: object) -> None:
        self.setWindowTitle(f"{self.files.title}[*] — Netwright")
        if self.isWindowModified() != self.session.document.is_modified:
            self.setWindowModified(self.session.document.is_modified)
            self.modified_changed.emit()

    def _show_status(self, text: str, level: str) -> None:
        self.statusBar().showMessage(text, STATUS_MS)
        self.statusBar().setToolTip(text)

    def _show_count(self, count: int) -> None:
        self.docks["problems"].setWindowTitle(tr("Problems") + (f"  {count}" if count else ""))
