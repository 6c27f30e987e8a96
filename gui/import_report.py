"""The report of an import: what was kept as it is, what was upgraded, and remarks; with a way to the layer and to a file.

Does not belong here: importing. Invariant: foreign names are shown as plain text.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.convert.imported import Imported, report
from core.errors import FileError
from core.storage.files import write_atomic
from gui.i18n import shown, tr

_LAYER = Qt.ItemDataRole.UserRole


class ImportReport(QDialog):
    """Lists everything of one import. ``node_wanted`` carries the name of a layer that was chosen."""

    node_wanted = Signal(str)

    def __init__(self, parent: QWidget | None, imported: Imported, source: Path | None) -> None:
        super().__init__(parent)
        self._imported = imported
        self._source = source
        self.setWindowTitle(tr("What the import changed"))
        layout = QVBoxLayout(self)
        head = QLabel(source.name if source is not None else tr("Pasted text"))
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setProperty("role", "heading")
        layout.addWidget(head)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("What the import changed"))
        self.tree.setHeaderLabels([tr("Layer"), tr("What happened")])
        self.tree.setRootIsDecorated(True)
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(True)
        self._fill()
        self.tree.itemActivated.connect(self._on_activated)
        layout.addWidget(self.tree, 1)
        buttons = QDialogButtonBox()
        save = QPushButton(tr("Save the report…"))
        save.clicked.connect(self.save)
        copy = QPushButton(tr("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        buttons.addButton(save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(760, 480)

    def _fill(self) -> None:
        imported = self._imported
        groups = (
            (tr("Kept as placeholders"), [(p.name, f"{p.class_name}: {shown(p.reason)}") for p in imported.placeholders]),
            (tr("Upgraded"), [(u.node, tr("{old} became {new}", old=shown(u.old), new=shown(u.new))) for u in imported.upgraded]),
            (tr("Remarks"), [("", shown(note)) for note in imported.notes]),
        )
        for title, rows in groups:
            if not rows:
                continue
            group = QTreeWidgetItem(self.tree, [f"{title}  {len(rows)}", ""])
            group.setFirstColumnSpanned(True)
            for name, text in rows:
                row = QTreeWidgetItem(group, [name, text])
                row.setToolTip(1, text)
                row.setData(0, _LAYER, name)
            group.setExpanded(True)
        if self.tree.topLevelItemCount() == 0:
            QTreeWidgetItem(self.tree, [tr("Nothing had to be changed."), ""]).setFirstColumnSpanned(True)

    def _on_activated(self, item: QTreeWidgetItem, column: int) -> None:
        name = item.data(0, _LAYER)
        if name:
            self.node_wanted.emit(name)

    def text(self) -> str:
        """The report as JSON, as the command line writes it."""
        source = str(self._source) if self._source is not None else ""
        return json.dumps(report(source, self._imported), ensure_ascii=False, indent=2) + "\n"

    def save(self, path: Path | None = None) -> None:
        """Write the report, asking where to if no path is given."""
        if not isinstance(path, Path):
            first = self._source.with_suffix(".report.json") if self._source is not None else Path("import.report.json")
            name, _ = QFileDialog.getSaveFileName(
                self,
                tr("Save the report…"),
                str(first),
                tr("Report") + " (*.json)",
                options=QFileDialog.Option.DontUseNativeDialog,
            )
            if not name:
                return
            path = Path(name)
        try:
            write_atomic(path, self.text().encode("utf-8"))
        except FileError as error:
            QMessageBox.warning(self, "Netwright", shown(error.message))
