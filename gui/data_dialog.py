"""The dialog that begins a network from data: choose a bundled set or a file, see what is in it, take a network that fits.

It reads in the background and asks for nothing else; ``wanted`` carries the answer. Does not belong here: reading
(core.data.sources), making the network (core.data.beginning), changing the document (gui.start_from_data).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.catalog.catalog import Catalog
from core.catalog.spec import ParamSpec
from core.errors import DataError, NetwrightError
from core.graph.model import DataSettings
from core.graph.values import FrozenMap, frozen
from gui.forms.editors import UNSET
from gui.forms.form import Form
from gui.i18n import shown, tr
from gui.layouts import discard
from gui.worker import Jobs

if TYPE_CHECKING:
    from core.data.dataset import DataSummary
    from gui.panels.data_reader import Findings

DATA_FILES = "*.csv *.tsv *.txt *.npz *.npy"
_SOURCE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class DataChoice:
    """What was asked for: the data, what is known of them, and whether layers come between input and output."""

    settings: DataSettings
    summary: DataSummary
    whole: bool


class DataDialog(QDialog):
    """``wanted`` carries a :class:`DataChoice` when it is accepted."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget, jobs: Jobs, catalog: Catalog, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Start from data"))
        self.resize(880, 540)
        self._jobs = jobs
        self._catalog = catalog
        self._folder = folder
        self._settings = DataSettings()
        self._findings: Findings | None = None
        self._form: Form | None = None
        self._form_for: tuple[ParamSpec, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Data"))
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.file = QPushButton(tr("Open file…"))
        self.file.setToolTip(tr("A table (.csv, .tsv) or arrays (.npy, .npz)"))
        self.file.clicked.connect(lambda: self.choose_file())
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.file)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, 1)
        columns.addWidget(self._build_right(), 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self.start = QPushButton(tr("Start"))
        self.start.setProperty("primary", True)
        self.buttons.addButton(self.start, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(columns, 1)
        column.addWidget(self.buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return means "start", wherever the focus is
        self.start.setDefault(True)
        self._fill()
        self.list.currentItemChanged.connect(lambda item, _before: self._pick(item))
        self.list.itemDoubleClicked.connect(lambda _item: self._accept())
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _build_right(self) -> QWidget:
        self.contents = QLabel()
        self.contents.setWordWrap(True)
        self.contents.setTextFormat(Qt.TextFormat.RichText)
        self.contents.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whole = QRadioButton(tr("A network that fits"))
        self.whole.setChecked(True)
        self.bare = QRadioButton(tr("Only input and output, wired"))
        self._options = QVBoxLayout()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self.contents)
        column.addLayout(self._options)
        column.addStretch(1)
        column.addWidget(self.whole)
        column.addWidget(self.bare)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(right)
        return area

    # Choosing

    def _fill(self) -> None:
        from core.data.sources import bundled

        for info in bundled():
            self._add(shown(info.title), shown(info.summary), info.source)

    def _add(self, title: str, text: str, source: str, row: int | None = None) -> QListWidgetItem:
        item = QListWidgetItem(f"{title}\n{text}")
        item.setToolTip(f"{title}\n{text}")  # a line that is too long may end in an ellipsis
        item.setData(_SOURCE, source)
        self.list.insertItem(self.list.count() if row is None else row, item)
        return item

    def choose_file(self, path: Path | None = None) -> None:
        """Use a data file, asking for one if none is given."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self, tr("Open data"), str(self._folder), tr("Data files") + f" ({DATA_FILES})",
                options=QFileDialog.Option.DontUseNativeDialog,
            )  # fmt: skip
            if not name:
                return
            path = Path(name)
        from core.data.sources import source_of

        try:
            source = source_of(path)
        except DataError as error:
            self._say(shown(error.message))
            return
        self._folder = path.absolute().parent
        self.list.setCurrentItem(self._add(path.name, str(path.parent), source, 0))

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._read(DataSettings(source=str(item.data(_SOURCE))))

    # Reading

    def _read(self, settings: DataSettings) -> None:
        self._settings, self._findings = settings, None
        self.start.setEnabled(False)
        self._say(tr("Reading…"))

        def work() -> Findings:
            from gui.panels.data_reader import read

            return read(settings, None)

        self._jobs.start(tr("Read the data"), work, self._present, lambda error: self._fail(settings, error))

    def _fail(self, settings: DataSettings, error: NetwrightError) -> None:
        if settings is self._settings:
            self._say(shown(error.message))

    def _present(self, found: Findings) -> None:
        if found.settings is not self._settings:
            return  # something else was chosen meanwhile
        self._findings = found
        self._show_options(found)
        if found.summary is None:
            self._say(shown(found.error))
            return
        self.contents.setText(_described(found.summary))
        self.start.setEnabled(bool(found.summary.inputs and found.summary.targets))

    def _say(self, text: str) -> None:
        self.contents.setText(escape(text))

    def _show_options(self, found: Findings) -> None:
        if found.options != self._form_for or self._form is None:
            if self._form is not None:
                discard(self._form)
                self._form = None
            self._form_for = found.options
            if found.options:
                self._form = Form(found.options, self._catalog)
                self._form.changed.connect(self._set_option)
                self._form.refused.connect(self._say)
                self._options.addWidget(self._form)
        if self._form is not None:
            self._form.show_params([found.settings.options])

    def _set_option(self, name: str, value: object) -> None:
        options = self._settings.options
        drop = value is UNSET or value is None
        options = options.remove((name,)) if drop else options.set(name, frozen(value))
        self._read(DataSettings(source=self._settings.source, options=FrozenMap(options)))

    def done(self, result: int) -> None:
        """Close; what is still being read is of no interest any more."""
        self._settings = DataSettings()
        super().done(result)

    def _accept(self) -> None:
        found = self._findings
        if found is not None and found.summary is not None and self.start.isEnabled():
            self.wanted.emit(DataChoice(found.settings, found.summary, self.whole.isChecked()))
            self.accept()


def _described(summary: DataSummary) -> str:
    """What is in the data: how many samples, each input and each target."""
    lines = [f"<b>{escape(shown(summary.name))}</b> · {tr('{count} samples', count=f'{summary.samples:,}')}"]
    for item in summary.inputs:
        span = f", {item.minimum:.4g} … {item.maximum:.4g}" if item.minimum is not None else ""
        lines.append(f"{tr('input')} <b>{escape(item.name)}</b>: {item.shape} {item.dtype}{span}")
    for target in summary.targets:
        what = tr("{count} classes", count=target.classes) if target.classes else tr("a quantity")
        lines.append(f"{tr('target')} <b>{escape(target.name)}</b>: {target.shape} {target.dtype}, {what}")
    lines += [escape(shown(note)) for note in summary.notes]
    return "<br>".join(lines)
