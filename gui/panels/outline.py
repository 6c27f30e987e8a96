"""The outline: every layer as a line, in the order of the flow; the accessible twin of the canvas, and a list for all who like one.

The selection is that of the canvas, both ways; names are edited in place; Enter goes to the layer. Does not belong here: the
rows themselves (outline_model), what a problem is (core.analysis).
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from core.analysis.problems import Problem
from core.analysis.shape_text import sizes
from core.graph import edits
from core.graph.edits import on_graph
from core.graph.freezing import TRAINABLE
from gui.canvas.glyphs import family_icon
from gui.i18n import shown, tr
from gui.icons import icon
from gui.panels.outline_model import COLUMNS, OutlineModel, Row, rows_of
from gui.panels.panel import Panel, is_seen
from gui.session import EditorSession
from gui.theme import Theme

_DELAY_MS = 60
SHAPE_FROM, KIND_FROM = 280, 400
"""The widths (pixels) from which there is room for the shape of the output, and for the kind of layer."""
_SIGNS = {"error": "error", "silent": "warning", "advice": "accent"}


class Outline(Panel):
    """``node_wanted`` asks for a layer of the shown graph to be brought into view and the canvas to take the keys.

    ``title_wanted`` asks for a frame to be called otherwise, ``delete_wanted`` for what is selected to be deleted.
    """

    node_wanted = Signal(str)
    title_wanted = Signal(str, str)
    delete_wanted = Signal()

    def __init__(self, session: EditorSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._stale = True
        self._follows = False
        self.model = OutlineModel(self)
        self.model.rename = self._rename
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter by name or kind"))
        self.search.setAccessibleName(tr("Filter the outline"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = _Tree()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(tr("Outline"))
        self.tree.setAccessibleDescription(
            tr("The layers in the order of the flow. Enter goes to the layer, F2 renames it, Delete removes it.")
        )
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(20)
        header.setStretchLastSection(False)
        for column, width in ((1, 112), (2, 96), (3, 30)):
            self.tree.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._refresh_if_seen)
        for signal in (session.graph_changed, session.graph_reset, session.analysis_changed, session.own_code_changed):
            signal.connect(self._on_change)
        session.selection_changed.connect(self._show_selection)
        self.tree.selectionModel().selectionChanged.connect(self._on_selection)
        self.tree.entered_row.connect(self._go)
        self.tree.removed.connect(self._delete)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in another theme."""
        self._theme = theme
        families = {row.family for row in self.model.rows}
        self.model.icons = {family: family_icon(family, theme) for family in families if family}
        self.model.signs = {name: icon(name, theme.color(token)) for name, token in _SIGNS.items()}
        self._on_change()

    def on_seen(self) -> None:
        if self._stale:
            self.refresh()

    # Following the session

    def _on_change(self, *_: object) -> None:
        self._stale = True
        self._timer.start()

    def _refresh_if_seen(self) -> None:
        if is_seen(self):
            self.refresh()

    def refresh(self) -> None:
        """List the graph as it is now, keeping what was open."""
        self._stale = False
        session = self._session
        rows = rows_of(session.graph, session.project.blocks)
        problems: dict[str, list[Problem]] = {}
        analysis = session.analysis if session.is_analysis_current() else None
        for problem in analysis.problems if analysis is not None else ():
            if problem.node is not None:
                problems.setdefault(problem.node, []).append(problem)
        for row in rows:
            if row.kind == "node":
                self._describe(row, problems.get(row.id, []) if not row.path else [])
        missing = {row.family for row in rows if row.family} - set(self.model.icons)
        if missing:
            self.model.icons = {**self.model.icons, **{family: family_icon(family, self._theme) for family in missing}}
        open_keys = {row.key for number, row in enumerate(self.model.rows) if self._is_open(number)}
        self._follows = True
        self.model.show(rows)
        for number, row in enumerate(rows):
            if row.children and row.key in open_keys:
                self.tree.setExpanded(self.model.index_of(number), True)
        self._follows = False
        self.tree.setRootIsDecorated(any(row.children for row in rows))
        self.tree.setColumnHidden(COLUMNS - 1, not any(row.severity for row in rows))
        self._filter(self.search.text())
        self._show_selection(session.selection)

    def _is_open(self, number: int) -> bool:
        return bool(self.model.rows[number].children) and self.tree.isExpanded(self.model.index_of(number))

    def _describe(self, row: Row, problems: list[Problem]) -> None:
        """Fill in what the catalogue and the analysis say about a row."""
        session = self._session
        graph = session.project.blocks[row.path[-1]].graph if row.path else session.graph
        node = graph.nodes[row.id]
        layer = graph.layers[node.layer]
        spec = session.spec_of(layer)
        row.family = session.family_of(layer)
        if spec is not None:
            row.class_name = spec.title or spec.class_name
        result = None
        if not row.path and session.analysis is not None and session.is_analysis_current():
            result = session.analysis.nodes.get(row.id)
        if result is not None and result.outputs:
            row.shape = sizes(result.outputs[0].shape[1:]) or tr("scalar")
        remarks = []
        if node.bypassed:
            remarks.append(tr("bypassed"))
        if layer.params.get(TRAINABLE) is False:
            remarks.append(tr("frozen"))
        if problems:
            rank = {"error": 0, "silent": 1, "advice": 2}
            problems.sort(key=lambda problem: rank[problem.severity])
            row.severity = problems[0].severity
            words = {"error": tr("Error"), "silent": tr("Warning"), "advice": tr("Hint")}
            remarks += [f"{words[problem.severity]}: {shown(problem.message)}" for problem in problems]
        row.remarks = tuple(remarks)

    # Selection, both ways

    def _show_selection(self, selection: frozenset[str]) -> None:
        if self._follows or self._stale:
            return
        self._follows = True
        chosen = QItemSelection()
        first: QModelIndex | None = None
        for number in sorted(place for key in selection if (place := self.model.number((), key)) is not None):
            index = self.model.index_of(number)
            first = first if first is not None else index
            chosen.select(index, self.model.index_of(number, COLUMNS - 1))
        now = self.tree.selectionModel()
        now.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first is not None and not self.tree.hasFocus():
            now.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollTo(first)
        self._follows = False

    def _on_selection(self, *_: object) -> None:
        if self._follows:
            return
        rows = [self.model.row(index) for index in self.tree.selectionModel().selectedRows()]
        # A layer inside a closed block is not on the canvas: its instance is, which is shown instead.
        wanted = [self._top_of(row).id for row in rows if row is not None]
        self._follows = True
        self._session.select(wanted)
        self._follows = False

    def _top_of(self, row: Row) -> Row:
        while row.parent >= 0:
            row = self.model.rows[row.parent]
        return row

    def _go(self, index: QModelIndex) -> None:
        """Bring the layer into view, opening the blocks that it is in."""
        row = self.model.row(index)
        if row is None:
            return
        path, node_id = row.path, row.id
        for block in path:
            if not self._session.enter(block):
                return
        self.node_wanted.emit(node_id)

    # Editing

    def _rename(self, row: Row, name: str) -> bool:
        session = self._session
        if row.kind != "node":
            if row.kind == "frame":
                self.title_wanted.emit(row.id, name)
            return row.kind == "frame"
        scope = row.path[-1] if row.path else session.scope
        graph = session.project.blocks[scope].graph if scope else session.project.graph
        if row.id not in graph.nodes or graph.name_of(row.id) == name.strip():
            return False
        layer = graph.layer_of(row.id)
        label = tr("Rename {name}", name=layer.name)
        return session.apply_project(on_graph(lambda graph: edits.rename(graph, layer.id, name), scope), label)

    def _delete(self) -> None:
        rows = [self.model.row(index) for index in self.tree.selectionModel().selectedRows()]
        if rows and all(row is not None and not row.path for row in rows):
            self.delete_wanted.emit()

    def _filter(self, text: str) -> None:
        """Hide the rows that do not hold the words; a block stays while something in it is shown."""
        words = text.lower().split()
        keep = [True] * len(self.model.rows)
        for number in range(len(keep) - 1, -1, -1):
            row = self.model.rows[number]
            said = f"{row.name} {row.class_name} {row.family} {row.severity}".lower()
            keep[number] = all(word in said for word in words) or any(keep[child] for child in row.children)
        for number, row in enumerate(self.model.rows):
            parent = self.model.index_of(row.parent) if row.parent >= 0 else QModelIndex()
            if self.tree.isRowHidden(row.place, parent) == keep[number]:
                self.tree.setRowHidden(row.place, parent, not keep[number])


class _Tree(QTreeView):
    """Enter goes to a row and Delete removes it."""

    entered_row = Signal(QModelIndex)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.SelectedClicked)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(16)
        self.doubleClicked.connect(self.entered_row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in ((1, KIND_FROM), (2, SHAPE_FROM)):
            self.setColumnHidden(column, event.size().width() < least)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(0))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not editing:
            self.removed.emit()
        else:
            super().keyPressEvent(event)
