"""The data panel: which data to train on, how it is split, and what is in it.

Settings are part of the document and can be undone. The source is read in the background. Does not belong here: reading
data (core.data).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.catalog.spec import ParamKind, ParamSpec
from core.errors import DataError, NetwrightError
from core.graph.model import DataSettings, Project
from core.graph.values import EMPTY, FrozenMap, frozen
from core.texts import text
from gui.forms.choice_box import ChoiceBox
from gui.forms.editors import UNSET
from gui.forms.form import Form
from gui.i18n import shown, tr
from gui.layouts import discard
from gui.panels.panel import Panel
from gui.session import EditorSession
from gui.theme import Theme
from gui.worker import Jobs

if TYPE_CHECKING:
    from gui.panels.data_reader import Findings

SPLIT_SPECS = (
    ParamSpec("validation_split", ParamKind.FLOAT, 0.2, minimum=0.0, maximum=0.9, primary=True,
              help=text("The share of all samples that is watched after each epoch but not trained on.")),
    ParamSpec("test_split", ParamKind.FLOAT, 0.2, minimum=0.0, maximum=0.9, primary=True,
              help=text("The share of all samples that is kept for the very end.")),
    ParamSpec("shuffle", ParamKind.BOOL, True, help=text("Mix the samples before they are split.")),
    ParamSpec("stratify", ParamKind.BOOL, True, help=text("Keep the proportions of the classes in every part.")),
    ParamSpec("seed", ParamKind.INT, 0, minimum=0, help=text("The same seed gives the same split.")),
)  # fmt: skip
FILE_FILTER = "*.csv *.tsv *.txt *.npz *.npy"


class Data(Panel):
    """Source, options and split on the left, contents on the right."""

    def __init__(self, session: EditorSession, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._shown: DataSettings | None = None
        self._filled = False
        self._options_for = ""
        self._options: Form | None = None
        self.folder_of_project: Callable[[], Path | None] = lambda: None
        self.source = ChoiceBox()
        self.source.setAccessibleName(tr("Data"))
        self._file = QPushButton(tr("Open file…"))
        self._file.clicked.connect(lambda: self.choose_file())
        self._split = Form(SPLIT_SPECS, session.catalog)
        self._split.changed.connect(self._set_split)
        self._split.refused.connect(lambda text: session.status.emit(text, "warning"))
        self._options_place = QVBoxLayout()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.source, 1)
        row.addWidget(self._file)
        column.addLayout(row)
        column.addLayout(self._options_place)
        column.addWidget(self._split)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(left)
        scroll.setFixedWidth(320)
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        self._table = QTableWidget()
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.verticalHeader().setVisible(False)
        self._table.setShowGrid(False)
        self._table.setAccessibleName(tr("First samples"))
        right = QVBoxLayout()
        right.setContentsMargins(8, 12, 12, 8)
        right.addWidget(self._summary)
        right.addWidget(self._table, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        layout.addLayout(right, 1)
        self.source.addItem(tr("No data"), "")
        self.source.activated.connect(self._pick)
        session.project_changed.connect(lambda _change: self._show())
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Nothing here is painted by hand."""

    def choose_file(self, path: Path | None = None) -> None:
        """Use a data file, asking for one if none is given."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self,
                tr("Open data"),
                str(self.folder_of_project() or Path.home()),
                tr("Data files") + f" ({FILE_FILTER})",
                options=QFileDialog.Option.DontUseNativeDialog,
            )
            if not name:
                return
            path = Path(name)
        from core.data.sources import source_of

        try:
            source = source_of(path)
        except DataError as error:
            self._session.status.emit(shown(error.message), "warning")
            return
        self._apply(lambda data: replace(data, source=source, options=EMPTY), tr("Choose data"))

    # Settings

    def on_seen(self) -> None:
        self._fill_sources()

    def _fill_sources(self) -> None:
        """Offer the bundled data. Done when it is first needed, since NumPy comes with it and the window must be up."""
        if self._filled:
            return
        self._filled = True
        from core.data.sources import bundled

        for info in bundled():
            self.source.addItem(shown(info.title), info.source)
            self.source.setItemData(self.source.count() - 1, shown(info.summary), Qt.ItemDataRole.ToolTipRole)

    def _pick(self, index: int) -> None:
        source = str(self.source.itemData(index))
        if source != self._session.project.training.data.source:
            self._apply(lambda data: replace(data, source=source, options=EMPTY), tr("Choose data"))

    def _apply(self, change: Callable[[DataSettings], DataSettings], label: str) -> None:
        def edit(project: Project) -> Project:
            data = change(project.training.data)
            return replace(project, training=replace(project.training, data=data))

        self._session.apply_project(edit, label)

    def _set_split(self, name: str, value: object) -> None:
        if value is UNSET:
            value = next(spec.default for spec in SPLIT_SPECS if spec.name == name)
        self._apply(lambda data: replace(data, **{name: value}), tr("Set {name}", name=name))  # type: ignore[arg-type]

    def _set_option(self, name: str, value: object) -> None:
        def change(data: DataSettings) -> DataSettings:
            drop = value is UNSET or value is None
            options = data.options.remove((name,)) if drop else data.options.set(name, frozen(value))
            return replace(data, options=options)

        self._apply(change, tr("Set {name}", name=name))

    # What is shown

    def _show(self) -> None:
        data = self._session.project.training.data
        if data is self._shown:
            return
        self._shown = data
        if data.source:
            self._fill_sources()
        index = self.source.findData(data.source)
        if index < 0:
            kind, _, path = data.source.partition(":")
            self.source.addItem(f"{Path(path).name or data.source} ({kind})", data.source)
            index = self.source.count() - 1
        self.source.setCurrentIndex(index)
        given = {spec: getattr(data, spec.name) for spec in SPLIT_SPECS}
        self._split.show_params([FrozenMap({spec.name: value for spec, value in given.items() if value != spec.default})])
        if not data.source:
            self._set_options(())
            self._say(tr("Choose bundled data or open a .csv or .npz file to train on."))
            return
        folder = self.folder_of_project()

        def work() -> Findings:
            from gui.panels.data_reader import read

            return read(data, folder)

        self._jobs.start(tr("Read the data"), work, self._present, self._fail)

    def _say(self, text: str) -> None:
        self._summary.setText(escape(text))
        self._table.setVisible(False)

    def _fail(self, error: NetwrightError) -> None:
        self._say(shown(error.message))

    def _present(self, found: Findings) -> None:
        if found.settings is not self._session.project.training.data:
            return
        self._set_options(found.options)
        if self._options is not None:
            self._options.show_params([found.settings.options])
        if found.error or found.summary is None:
            self._say(shown(found.error))
            return
        summary = found.summary
        lines = [f"<b>{escape(shown(summary.name))}</b> · {tr('{count} samples', count=f'{summary.samples:,}')}"]
        for item in summary.inputs:
            span = f"{item.minimum:.4g} … {item.maximum:.4g}" if item.minimum is not None else "–"
            lines.append(f"{tr('input')} <b>{escape(item.name)}</b>: {item.shape} {item.dtype}, {span}")
        for target in summary.targets:
            what = tr("{count} classes", count=target.classes) if target.classes else tr("a quantity")
            lines.append(f"{tr('target')} <b>{escape(target.name)}</b>: {target.shape} {target.dtype}, {what}")
        lines += (escape(shown(note)) for note in summary.notes)
        self._summary.setText("<br>".join(lines))
        self._table.setVisible(True)
        self._table.clear()
        self._table.setColumnCount(len(summary.preview_columns))
        self._table.setRowCount(len(summary.preview))
        self._table.setHorizontalHeaderLabels(list(summary.preview_columns))
        for row, cells in enumerate(summary.preview):
            for column, cell in enumerate(cells):
                self._table.setItem(row, column, QTableWidgetItem(cell))
        self._table.resizeColumnsToContents()

    def _set_options(self, specs: tuple[ParamSpec, ...]) -> None:
        key = repr(specs)
        if key == self._options_for:
            return
        self._options_for = key
        if self._options is not None:
            discard(self._options)
            self._options = None
        if specs:
            self._options = Form(specs, self._session.catalog)
            self._options.changed.connect(self._set_option)
            self._options.refused.connect(lambda text: self._session.status.emit(text, "warning"))
            self._options_place.addWidget(self._options)
