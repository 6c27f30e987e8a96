"""The main window: docks, menus and toolbar assembled from tables; it holds no logic of its own.

Panels listen to the session. Does not belong here: where the parts stand (arrangement), who does what a panel asks for
(panel_requests), what a command does (actions and what it names).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from gui import blocks, focus, i18n, recovering, theme
from gui.adding import Adding
from gui.applications import Applications
from gui.applying import apply_settings
from gui.arrangement import arrange
from gui.banner import Banner
from gui.bookmarks import Bookmarks
from gui.breadcrumb import Breadcrumb
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
from gui.panel_requests import connect_requests
from gui.panels.code import Code
from gui.panels.data import Data
from gui.panels.diagram import Diagram
from gui.panels.history import History
from gui.panels.log import Log
from gui.panels.outline import Outline
from gui.panels.palette import Palette
from gui.panels.problems import Problems
from gui.panels.training import Training
from gui.session import EditorSession
from gui.settings import Settings
from gui.start_page import start_page
from gui.status import StatusBar, StatusSummary
from gui.theme import Theme
from gui.training import TrainingController
from gui.untrained import Untrained
from gui.window_actions import make_actions, refresh_actions
from gui.worker import Jobs

if TYPE_CHECKING:
    from gui.shell import Shell

STATUS_MS = 8000


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
    docks: dict[str, QDockWidget]
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
        self.panels_before = QByteArray()
        self._build()
        self.setAcceptDrops(True)
        self.resize(1600, 1000)
        self._restore()
        self._refresh()
        self.view.setFocus()

    # Assembly

    def _build(self) -> None:
        """Make the parts and put them in their places."""
        session, look = self.session, self.look
        self.scene = CanvasScene(session, look, self)
        self.view = CanvasView(self.scene)
        self.banner = Banner()
        self.breadcrumb = Breadcrumb(session)
        self.palette_panel = Palette(session, self.settings, look)
        self.inspector = Inspector(session, look)
        self.problems = Problems(session, look)
        self.training_panel = Training(session, self.training, look)
        self.code = Code(session, self.jobs, look)
        self.diagram = Diagram(session, self.jobs, look)
        self.outline = Outline(session, look)
        self.history = History(session, look)
        self.minimap = Minimap(self.view)
        self.untrained = Untrained(session, self.training, self.scene, self)
        self.data = Data(session, self.jobs, look)
        self.log = Log(self.training, look)
        self.find_bar = FindBar(session, self.view)
        self.bookmarks = Bookmarks(self)
        self.dialogs = Dialogs(self)
        self.data.folder_of_project = self.training.folder_of_project = self.files.folder
        self.docks = arrange(self)
        self.applications = Applications(
            session, self.files, self.jobs, self, self.view.place_for_new, self.scene_show
        )
        self.opening = Opening(session, self.files, self.settings, self.jobs, self, self.view, self.banner)
        self.adding = Adding(self)
        self.actions_by_id = make_actions(self)
        self.start_page = start_page(self)
        self.menus = Menus(self)
        self.toolbar = Toolbar(self)
        self.apply_settings()
        self.summary = StatusSummary(session)
        self.setStatusBar(StatusBar())
        self.statusBar().addPermanentWidget(self.summary)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.status.connect(self._show_status)
        for signal in (
            session.project_changed,
            session.selection_changed,
            session.scope_changed,
            self.scene.wires_selected,
            self.opening.imported_changed,
            self.training.running_changed,
        ):
            signal.connect(self._refresh)
        self.files.path_changed.connect(self._refresh_title)
        self.files.recent_changed.connect(self.menus.fill_recent)
        self.jobs.busy.connect(self.summary.show_job)
        self.view.zoom_changed.connect(self.summary.show_zoom)
        self.problems.counted.connect(self._show_count)
        connect_requests(self)

    # Start and end

    def start(self, *, offer_recovery: bool = True) -> None:
        """Offer what a crash left behind and begin to analyse; the first window is on the screen by now."""
        if offer_recovery:
            recovering.offer(self.files, self.banner)
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
        shown = self.settings.blob("minimap")
        self.minimap.set_shown(None if shown.isEmpty() else shown == QByteArray(b"1"))

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

    # What commands and panels ask for

    def scene_show(self, node_id: str) -> None:
        """Bring a node into view and give the canvas the focus."""
        self.view.reveal(node_id)
        self.view.setFocus()

    def toggle_minimap(self) -> None:
        """Show the whole graph in a corner of the canvas, or no more."""
        shown = self.minimap.isHidden()
        self.minimap.set_shown(shown)
        self.settings.set_blob("minimap", QByteArray(b"1" if shown else b"0"))

    def keep_block(self) -> None:
        """Put the open or selected block into the user's library, and show it in the palette."""
        if blocks.save_to_library(self.session):
            self.palette_panel.refresh_blocks()

    def show_panel(self, name: str) -> None:
        """Open a panel and bring it to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

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
        for part in (self.scene, self.palette_panel, self.outline, self.history, self.inspector, self.problems, self.training_panel,
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
        refresh_actions(self, self.actions_by_id)
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
