"""The dialog that asks what is exported, how and where, waits for it, and tells what came out.

It shows only what it is given, and asks by signals. While an export goes on, Cancel gives it up and the dialog stays;
afterwards it shows the largest difference that was found. Does not belong here: exporting (gui.exports).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.convert.diagram_style import STYLES, StyleName
from core.convert.exports.options import QUANTIZATIONS, Quantization
from gui.export_formats import ExportFormat, export_formats, format_icon
from gui.export_picture import PictureChoice, PictureRows
from gui.forms.choice_box import ChoiceBox
from gui.i18n import shown, tr
from gui.theme import Theme

_PLAIN = QFileDialog.Option.DontUseNativeDialog
_WEIGHT_FILES = ("*.weights.h5", "*.keras", "*.h5")


@dataclass(frozen=True, slots=True)
class WeightsChoice:
    """An entry of the list of weights: new ones, those that training starts from, a file, or one to be chosen."""

    title: str
    kind: Literal["new", "initial", "file", "browse"]
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was asked for. ``target`` has its suffix; ``weights`` is None for formats without any."""

    format: ExportFormat
    target: Path
    weights: WeightsChoice | None
    quantize: Quantization
    style: StyleName
    agreed: bool
    """The user has agreed already that a file there is replaced."""
    picture: PictureChoice | None = None
    """For a picture of the canvas."""


class ExportDialog(QDialog):
    """Asks for an export. ``wanted`` carries the :class:`ExportChoice`, ``changed`` tells that another one is shown,
    ``given_up`` that the export under way is not wanted any more."""

    wanted = Signal(object)
    changed = Signal()
    given_up = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        look: Theme,
        *,
        folder: Path,
        stem: str,
        weights: Sequence[WeightsChoice] = (),
        first: str = "code",
        has_selection: bool = False,
    ) -> None:
        """``first`` is the id of the format that is chosen at the beginning; the first of ``weights`` is the usual one."""
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.resize(860, 600)
        self._formats = export_formats()
        self._stem = stem
        self._folder = folder
        self._has_selection = has_selection
        self._weights = (*weights, WeightsChoice(tr("from a file…"), "browse"))
        self._agreed = ""
        self._busy = False
        self._written: Path | None = None
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._build_list(look), 1)
        columns.addWidget(self._build_options(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        self._build_end(layout)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.cancel)
        self.export.setDefault(True)
        place = next((number for number, item in enumerate(self._formats) if item.id == first), 0)
        self.list.setCurrentRow(place)
        self.list.setFocus()

    # Assembly

    def _build_list(self, look: Theme) -> QListWidget:
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Formats"))
        self.list.setIconSize(QSize(32, 32))
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for item in self._formats:
            line = QListWidgetItem(format_icon(item, look), f"{item.title}\n{item.text}")
            line.setToolTip(item.text)
            self.list.addItem(line)
        # Not narrower than its texts, in any language: 24 for the frame, the spacing and the end of a line.
        self.list.setMinimumWidth(self.list.sizeHintForColumn(0) + 24)
        self.list.currentRowChanged.connect(self._on_format)
        return self.list

    def _build_options(self) -> QWidget:
        self._options = QWidget()
        self._form = QFormLayout(self._options)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        self.text.setWordWrap(True)
        self._form.addRow(self.title)
        self._form.addRow(self.text)
        self.weights = ChoiceBox()
        self.weights.addItems([item.title for item in self._weights])
        self.weights.activated.connect(self._on_weights)
        self._form.addRow(tr("Weights"), self.weights)
        self.quantize = QComboBox()
        self.quantize.addItems(
            [
                tr("32 bits, as trained"),
                tr("weights in 8 bits (dynamic range)"),
                tr("all in 8 bits (measured on the data)"),
            ]
        )
        self.quantize.currentIndexChanged.connect(lambda _index: self._on_change())
        self._form.addRow(tr("Numbers"), self.quantize)
        self.style_box = QComboBox()
        self.style_box.addItems([tr("as on the canvas"), tr("Keras classic"), tr("publication")])
        self._form.addRow(tr("Style"), self.style_box)
        self.suffix = QComboBox()
        self.suffix.currentTextChanged.connect(self._on_suffix)
        self._form.addRow(tr("File type"), self.suffix)
        self.picture = PictureRows(self._form, has_selection=self._has_selection)
        self.target = QLineEdit()
        self.target.setAccessibleName(tr("File to write"))
        self.target.textChanged.connect(lambda _text: self._on_change())
        self.browse = QPushButton("…")
        self.browse.setFixedWidth(44)
        self.browse.setAccessibleName(tr("Choose a file"))
        self.browse.clicked.connect(self._browse)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.target)
        line.addWidget(self.browse)
        self._form.addRow(tr("Write to"), self._line)
        return self._options

    def _build_end(self, layout: QVBoxLayout) -> None:
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes = QLabel()
        self.notes.setProperty("role", "muted")
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.show_folder = QPushButton(tr("Show in folder"))
        self.show_folder.clicked.connect(self._show_folder)
        self.copy_path = QPushButton(tr("Copy path"))
        self.copy_path.clicked.connect(self._copy_path)
        self.buttons = QDialogButtonBox()
        self.export = QPushButton(tr("Export"))
        self.export.setProperty("primary", True)
        self.cancel = QPushButton(tr("Close"))
        self.buttons.addButton(self.export, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.addButton(self.show_folder, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.copy_path, QDialogButtonBox.ButtonRole.ActionRole)
        self.export.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._cancel)
        layout.addWidget(self.said)
        layout.addWidget(self.notes)
        layout.addWidget(self.progress)
        layout.addWidget(self.buttons)
        self._forget_result()
        self.progress.hide()

    # What is chosen

    def format(self) -> ExportFormat:
        """The format that is chosen."""
        return self._formats[max(0, self.list.currentRow())]

    def choice(self) -> ExportChoice | None:
        """What is asked for now; None while no file is named."""
        text = self.target.text().strip()
        if not text:
            return None
        chosen = self.format()
        target = Path(text).expanduser()
        suffix = self.suffix.currentText() if len(chosen.suffixes) > 1 else chosen.suffixes[0]
        if not target.is_absolute():
            target = self._folder / target
        if suffix and not target.name.lower().endswith(suffix):
            target = target.with_name(target.name + suffix)
        return ExportChoice(
            chosen,
            target,
            self._weights[self.weights.currentIndex()] if chosen.has_weights else None,
            QUANTIZATIONS[self.quantize.currentIndex()] if chosen.kind == "litert" else "none",
            STYLES[self.style_box.currentIndex()] if chosen.kind == "diagram" else "netwright",
            str(target) == self._agreed,
            self.picture.choice() if chosen.kind == "canvas" else None,
        )

    def _on_format(self, _row: int) -> None:
        chosen = self.format()
        self.title.setText(chosen.title)
        self.text.setText(chosen.text)
        self._form.setRowVisible(self.weights, chosen.has_weights)
        self._form.setRowVisible(self.quantize, chosen.kind == "litert")
        self._form.setRowVisible(self.style_box, chosen.kind == "diagram")
        self._form.setRowVisible(self.suffix, len(chosen.suffixes) > 1)
        self.suffix.blockSignals(True)
        self.suffix.clear()
        self.suffix.addItems(list(chosen.suffixes))
        self.suffix.blockSignals(False)
        self._on_suffix(chosen.suffixes[0])

    def _on_suffix(self, suffix: str) -> None:
        """The same name with the suffix; a name that the user wrote keeps its beginning."""
        self.picture.show_for(is_picture=self.format().kind == "canvas", suffix=suffix)
        name = self.target.text().strip()
        before = Path(name) if name else self._folder / self._stem
        stem = before.name
        known = sorted({item for chosen in self._formats for item in chosen.suffixes if item}, key=len, reverse=True)
        for item in known:
            if stem.lower().endswith(item):
                stem = stem[: -len(item)]
                break
        stem = stem.removesuffix("_saved_model")
        self.target.setText(str(before.with_name(stem + (suffix or "_saved_model"))))
        self._on_change()

    def _on_weights(self, index: int) -> None:
        if self._weights[index].kind == "browse":
            name, _ = QFileDialog.getOpenFileName(
                self,
                tr("File with weights"),
                str(self._folder),
                tr("Weights") + f" ({' '.join(_WEIGHT_FILES)})",
                options=_PLAIN,
            )
            if name:
                self.add_weights(Path(name))
            else:
                self.weights.setCurrentIndex(0)
        self._on_change()

    def add_weights(self, path: Path) -> None:
        """Offer and choose a file with weights."""
        self._weights = (*self._weights[:-1], WeightsChoice(path.name, "file", path), self._weights[-1])
        self.weights.insertItem(len(self._weights) - 2, path.name)
        self.weights.setCurrentIndex(len(self._weights) - 2)

    def _browse(self) -> None:
        chosen = self.format()
        if chosen.suffixes == ("",):
            name = QFileDialog.getExistingDirectory(self, tr("Folder to write into"), self.target.text(), options=_PLAIN)
        else:
            suffix = self.suffix.currentText()
            name, _ = QFileDialog.getSaveFileName(
                self, tr("Export"), self.target.text(), f"{chosen.title} (*{suffix})", options=_PLAIN
            )
        if name:
            self.target.setText(name)
            choice = self.choice()
            # The dialog asked about the name as it was typed.
            self._agreed = name if choice is not None and str(choice.target) == name else ""

    def _on_change(self) -> None:
        self._forget_result()
        self.export.setEnabled(self.choice() is not None)
        self.changed.emit()

    # Asking, waiting, telling

    def _ask(self) -> None:
        choice = self.choice()
        if choice is not None and not self._busy:
            self.wanted.emit(choice)

    def _cancel(self) -> None:
        if self._busy:
            self.given_up.emit()
        else:
            self.reject()

    def set_busy(self, text: str) -> None:
        """Say what is being done and let nothing be changed meanwhile; Cancel still works."""
        self._busy = True
        self._forget_result()
        self._say(text, "muted")
        self.progress.show()
        self.cancel.setText(tr("Cancel"))
        self._enable(False)

    def set_problems(self, problems: Sequence[str]) -> None:
        """Explain why the export that is chosen is impossible; with nothing, let it be asked for."""
        if self._busy:
            return
        self._say("\n".join(map(shown, problems)), "error")
        self.export.setEnabled(not problems and self.choice() is not None)

    def set_idle(self, problem: str = "") -> None:
        """Let choices be made, after a problem with its sentence shown."""
        self._busy = False
        self.progress.hide()
        self.cancel.setText(tr("Close"))
        self._enable(True)
        self._say(problem, "error")
        self.export.setEnabled(self.choice() is not None)

    def set_result(self, path: Path, result: str, notes: Sequence[str], good: bool) -> None:
        """Say that the file is there, what checking it found, and what else is worth knowing."""
        self.set_idle()
        self._written = path
        self._agreed = ""
        self._say(result, "ok" if good else "error")
        self.notes.setText("\n".join(map(shown, notes)))
        self.notes.setVisible(bool(notes))
        self.show_folder.show()
        self.copy_path.show()
        self.cancel.setFocus()

    def _enable(self, on: bool) -> None:
        for widget in (self.list, self._options, self.export):
            widget.setEnabled(on)

    def _forget_result(self) -> None:
        self._written = None
        self._say("", "muted")
        self.notes.hide()
        self.show_folder.hide()
        self.copy_path.hide()

    def _say(self, text: str, role: str) -> None:
        self.said.setProperty("role", role)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _show_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _copy_path(self) -> None:
        if self._written is not None:
            QGuiApplication.clipboard().setText(str(self._written))

    def reject(self) -> None:
        """Escape and the window's button: give up what is under way, then leave."""
        if self._busy:
            self.given_up.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.accept()
