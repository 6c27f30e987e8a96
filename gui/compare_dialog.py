"""The window of a comparison: what was added, removed and changed as a list, and the graph with these marked.

It stays open beside the main window and changes nothing in any project. Does not belong here: choosing what is compared
(comparing), finding the differences (core.graph.comparison).
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.catalog.catalog import Catalog
from core.graph.comparison import Comparison, Difference, Entry, Kind, compare
from core.graph.model import Project
from core.graph.overlay import Overlay, overlay
from core.graph.values import FrozenMap
from gui.canvas.changes import SIGNS, Change, change_color
from gui.canvas.scene import CanvasScene
from gui.compare_view import CompareView
from gui.i18n import tr
from gui.session import EditorSession
from gui.theme import Theme

_ENTRY = Qt.ItemDataRole.UserRole


class CompareDialog(QDialog):
    """Shows what turns one project into another. ``node_wanted`` carries (block or "", node id) of the newer project."""

    node_wanted = Signal(str, str)

    def __init__(
        self, parent: QWidget, catalog: Catalog, look: Theme, older: tuple[str, Project], newer: tuple[str, Project]
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1180, 760)
        self._look = look
        self._older, self._newer = older, newer
        self._is_swapped = False
        self._overlay: Overlay | None = None
        self._scope = ""
        self.comparison: Comparison = compare(older[1], newer[1])
        self.session = EditorSession(catalog)
        self.scene = CanvasScene(self.session, look)
        self.view = CompareView(self.scene)
        self.tree = QTreeWidget()
        self.summary = QLabel()
        self._names = QLabel()
        self._place = QLabel()
        self._lay_out()
        self.tree.currentItemChanged.connect(lambda item, _before: self._on_item(item))
        self.tree.itemActivated.connect(lambda _item, _column: self._show_in_project())
        self.view.chosen.connect(self._on_chosen)
        self.view.node_activated.connect(self._open_block)
        self._show()

    def _lay_out(self) -> None:
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(tr("Differences"))
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.summary.setProperty("role", "title")
        self._names.setProperty("role", "muted")
        self._place.setProperty("role", "muted")
        for label in (self.summary, self._names, self._place):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._swap = QPushButton(tr("Swap"))
        self._swap.setToolTip(tr("See it the other way round: what is added is then removed"))
        self._copy = QPushButton(tr("Copy as text"))
        self._main = QPushButton(tr("Main graph"))
        self._show_button = QPushButton(tr("Show in the project"))
        self._close = QPushButton(tr("Close"))
        for button, run in (
            (self._swap, self.swap),
            (self._copy, self._copy_text),
            (self._main, lambda: self._show_scope("")),
            (self._show_button, self._show_in_project),
            (self._close, self.close),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(run)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(2)
        head.addWidget(self.summary)
        head.addWidget(self._names)
        above = QHBoxLayout()
        above.setContentsMargins(12, 6, 12, 6)
        above.addWidget(self._place, 1)
        words: tuple[tuple[Kind, str], ...] = (("added", tr("added")), ("removed", tr("removed")), ("changed", tr("changed")))
        for change, text in words:
            above.addWidget(self._legend(change, text))
        above.addWidget(self._main)
        canvas = QWidget()
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.view, 1)
        self._split = QSplitter()
        self._split.addWidget(self.tree)
        self._split.addWidget(canvas)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([420, 760])
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 10, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self._swap)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._show_button)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._split, 1)
        layout.addLayout(buttons)

    def _legend(self, change: Change, text: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(6, 0, 6, 0)
        sign, name = QLabel(), QLabel(text)
        sign.setPixmap(self._sign(change).pixmap(QSize(16, 16)))
        row.addWidget(sign)
        row.addWidget(name)
        return made

    def _sign(self, change: Change) -> QIcon:
        """A disc in the colour of the change with its sign."""
        made = QPixmap(32, 32)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(change_color(self._look, change))
        painter.drawEllipse(2, 2, 28, 28)
        font = self.font()
        font.setPixelSize(26)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._look.card))
        painter.drawText(made.rect(), Qt.AlignmentFlag.AlignCenter, SIGNS[change])
        painter.end()
        icon = QIcon(made)
        icon.addPixmap(made, QIcon.Mode.Selected)  # not tinted by the selection
        return icon

    # What is shown

    def set_theme(self, look: Theme) -> None:
        """Use another theme's colours."""
        self._look = look
        self.scene.set_theme(look)
        self._show()

    def swap(self) -> None:
        """Compare the other way round."""
        self._older, self._newer = self._newer, self._older
        self._is_swapped = not self._is_swapped
        self.comparison = compare(self._older[1], self._newer[1])
        self._show()

    def _show(self) -> None:
        self.setWindowTitle(tr("Compare {name}", name=f"{self._older[0]} → {self._newer[0]}"))
        self._names.setText(tr("From {older} to {newer}", older=self._older[0], newer=self._newer[0]))
        self.summary.setText(self._summed_up())
        self._fill_tree()
        self._show_scope("")
        first = self.tree.topLevelItem(0)
        entry = first.child(0) if first is not None else None
        if entry is not None:
            self.tree.setCurrentItem(entry)
        self.tree.setFocus()

    def _summed_up(self) -> str:
        found = self.comparison
        if found.is_same:
            return tr("Nothing differs; only where things stand may.")
        kinds: tuple[Kind, ...] = ("added", "removed", "changed")
        counts = {kind: len(found.of_kind(kind)) for kind in kinds}
        return tr("{added} added, {removed} removed, {changed} changed", **counts)

    def _fill_tree(self) -> None:
        self.tree.clear()
        titles: tuple[tuple[Kind, str], ...] = (("added", tr("Added")), ("removed", tr("Removed")), ("changed", tr("Changed")))
        for kind, title in titles:
            entries = self.comparison.of_kind(kind)
            if not entries:
                continue
            group = QTreeWidgetItem([f"{title}  {len(entries)}"])
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            self.tree.addTopLevelItem(group)
            for entry in entries:
                item = QTreeWidgetItem([_titled(entry)])
                item.setIcon(0, self._sign(kind))
                item.setData(0, _ENTRY, entry)
                item.setToolTip(0, _in_one_line(entry))
                group.addChild(item)
                for difference in entry.differences:
                    line = QTreeWidgetItem([_worded(difference)])
                    line.setToolTip(0, _worded(difference))
                    item.addChild(line)
                item.setExpanded(True)
            group.setExpanded(True)

    def _show_scope(self, scope: str) -> None:
        """Show the graphs of a block, or the main graphs."""
        if scope not in self.comparison.scopes:
            scope = ""
        self._scope = scope
        found = overlay(self.comparison, scope)
        self._overlay = found
        blocks = FrozenMap({**self.comparison.old.blocks, **self.comparison.new.blocks})
        self.session.open_project(replace(self.comparison.new, graph=found.graph, blocks=blocks))
        self.scene.mark_changes(found.marks)
        self._place.setText(tr("Inside the block {name}", name=scope) if scope else tr("Main graph"))
        self._main.setVisible(bool(scope))

    # List and canvas

    def _entry(self, item: QTreeWidgetItem | None) -> Entry | None:
        while item is not None:
            entry = item.data(0, _ENTRY)
            if isinstance(entry, Entry):
                return entry
            item = item.parent()
        return None

    def _on_item(self, item: QTreeWidgetItem | None) -> None:
        """Show on the canvas what the entry is about."""
        entry = self._entry(item)
        self._show_button.setEnabled(bool(self._node_in_project(entry)))
        if entry is None or self._overlay is None:
            return
        scope = entry.scope or (entry.name if entry.subject == "block" else "")
        if scope != self._scope:
            self._show_scope(scope)
        nodes = self._overlay.nodes_of.get(entry, ())
        self.session.select(nodes)
        if nodes:
            self.view.show_node(nodes[0])

    def _on_chosen(self, node_id: str) -> None:
        """Go to the entry about a card."""
        for group in range(self.tree.topLevelItemCount()):
            parent = self.tree.topLevelItem(group)
            items = [parent.child(place) for place in range(parent.childCount())] if parent is not None else []
            for item in items:
                entry = self._entry(item)
                if item is not None and entry is not None and self._overlay is not None:
                    if node_id in self._overlay.nodes_of.get(entry, ()):
                        self.tree.setCurrentItem(item)
                        return

    def _open_block(self, node_id: str) -> None:
        name = self.session.graph.layer_of(node_id).block
        if name is not None and name in self.comparison.scopes:
            self._show_scope(name)

    def _node_in_project(self, entry: Entry | None) -> str:
        """The entry's node in the project that is open in the main window, or ""."""
        if entry is None:
            return ""
        nodes = entry.old_nodes if self._is_swapped else entry.new_nodes
        return nodes[0] if nodes else ""

    def _show_in_project(self) -> None:
        entry = self._entry(self.tree.currentItem())
        node_id = self._node_in_project(entry)
        if entry is not None and node_id:
            self.node_wanted.emit(entry.scope, node_id)

    def _copy_text(self) -> None:
        lines = [self._names.text(), self.summary.text(), *map(_in_one_line, self.comparison.entries)]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.close()
        super().closeEvent(event)

    def reject(self) -> None:
        self.close()


def _titled(entry: Entry) -> str:
    """The entry's name as the list shows it."""
    titles = {
        "data": tr("Data"),
        "compile": tr("Optimizer, loss and metrics"),
        "fit": tr("Training"),
        "search": tr("Search"),
        "project": tr("Project"),
    }
    if entry.subject in ("training", "project"):
        return titles.get(entry.name, entry.name)
    if entry.subject == "model":
        return tr("Model {name}", name=entry.name)
    kinds = {"block": tr("block"), "nested model": tr("nested model")}
    text = f"{entry.name}  ·  {kinds.get(entry.type, entry.type)}"
    return tr("{layer} in {block}", layer=text, block=entry.scope) if entry.scope else text


def _in_one_line(entry: Entry) -> str:
    """The whole entry, as it is copied."""
    words = {"added": tr("added"), "removed": tr("removed"), "changed": tr("changed")}
    name = entry.title if entry.subject in ("layer", "block") else _titled(entry)
    if entry.subject == "layer" and entry.scope:
        name = tr("{layer} in {block}", layer=name, block=entry.scope)
    rest = "; ".join(map(_worded, entry.differences))
    return f"{words[entry.kind]} {name}" + (f": {rest}" if rest else "")


def _worded(difference: Difference) -> str:
    """One difference as the list shows it."""
    words = {"default": tr("default"), "nothing": tr("nothing")}
    old, new = (words.get(text, text) for text in (difference.old, difference.new))
    if difference.what == "calls":
        return tr("called {old} times, now {new} times", old=old, new=new)
    key = {"name": tr("name"), "type": tr("kind"), "repeat": tr("repeats")}.get(difference.what, difference.key)
    return f"{key}: {old} → {new}"
