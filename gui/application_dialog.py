"""The dialog that asks which model of keras.applications is wanted, and as what.

It shows only what is known without making a model, so it is there at once. While the model is being made it stays open
with a line that says so; Cancel then gives the model up. Does not belong here: making it (gui.applications).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QIntValidator
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.convert.application_facts import ApplicationFacts, load_facts
from core.convert.initial_weights import SUFFIXES
from gui.i18n import tr

POOLING = (None, "avg", "max")
NEW, IMAGENET, FILE = 0, 1, 2
IMAGENET_CLASSES = 1000
LARGEST_SIDE = 100_000
MOST_CLASSES = 1_000_000


@dataclass(frozen=True, slots=True)
class ApplicationChoice:
    """What was asked for. ``weights`` is None, ``imagenet`` or a path; ``here`` puts the block into the open project."""

    name: str
    include_top: bool
    input_shape: tuple[int, int, int]
    classes: int
    pooling: str | None
    weights: str | None
    as_block: bool
    here: bool


class ApplicationDialog(QDialog):
    """Asks for a model; ``wanted`` carries the :class:`ApplicationChoice` when Create is pressed."""

    wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        *,
        behind: str = "",
        shape: tuple[int, int, int] | None = None,
        folder: Path | None = None,
    ) -> None:
        """``behind`` names the layer that a block in this project would follow; ``shape`` is what comes from there."""
        super().__init__(parent)
        self.setWindowTitle(tr("New from application"))
        self.resize(920, 580)
        self._facts = load_facts()
        self._folder = folder or Path.home()
        self._shape_given = shape
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(self._build_list(), 1)
        self._options = QWidget()
        self._options.setFixedWidth(350)
        self._build_options(behind)
        columns.addWidget(self._options)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self._create = QPushButton(tr("Create"))
        self._create.setProperty("primary", True)
        self._create.setDefault(True)
        self._buttons.addButton(self._create, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self._ask)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self._said)
        layout.addWidget(self._busy)
        layout.addWidget(self._buttons)
        self.set_idle()
        self._filter("")
        self.search.setFocus()

    # The list

    def _build_list(self) -> QVBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search models"))
        self.search.setAccessibleName(tr("Search models"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.table = QTableWidget(len(self._facts), 4)
        self.table.setAccessibleName(tr("Models"))
        self.table.setHorizontalHeaderLabels([tr("Model"), tr("Parameters"), tr("Layers"), tr("Image size")])
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, fact in enumerate(self._facts):
            self.table.setItem(row, 0, QTableWidgetItem(fact.name))
            for column, number in enumerate((fact.parameters, fact.layers, fact.side), 1):
                item = _Number(f"{number / 1e6:.1f} M" if column == 1 else str(number))
                item.setData(Qt.ItemDataRole.UserRole, number)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.itemSelectionChanged.connect(self._on_model)
        self.table.doubleClicked.connect(lambda _index: self._ask())
        side = QVBoxLayout()
        side.addWidget(self.search)
        side.addWidget(self.table, 1)
        return side

    def _name_in(self, row: int) -> str:
        item = self.table.item(row, 0)
        return item.text() if item is not None else ""

    def _filter(self, text: str) -> None:
        """Show the models whose names hold all the words; choose the first of them."""
        words = text.lower().split()
        first = -1
        for row in range(self.table.rowCount()):
            name = self._name_in(row).lower()
            shown = all(word in name for word in words)
            self.table.setRowHidden(row, not shown)
            if shown and first < 0:
                first = row
        current = self.table.currentRow()
        if first >= 0 and (current < 0 or self.table.isRowHidden(current)):
            self.table.selectRow(first)
        self._refresh()

    def model(self) -> ApplicationFacts | None:
        """The model that is chosen, if one is shown."""
        row = self.table.currentRow()
        if row < 0 or self.table.isRowHidden(row):
            return None
        name = self._name_in(row)
        return next(fact for fact in self._facts if fact.name == name)

    # The options

    def _build_options(self, behind: str) -> None:
        form = QFormLayout(self._options)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        form.addRow(self.title)
        form.addRow(self.count)
        self.top = QCheckBox(tr("with its classifier"))
        self.top.setChecked(True)
        self.top.toggled.connect(self._refresh)
        form.addRow("", self.top)
        self.classes = _Count(MOST_CLASSES, IMAGENET_CLASSES)
        self.classes.textChanged.connect(self._refresh)
        form.addRow(tr("Classes"), self.classes)
        self.pooling = QComboBox()
        self.pooling.addItems([tr("none"), tr("average"), tr("maximum")])
        form.addRow(tr("Pooling"), self.pooling)
        self.sides = tuple(_Count(LARGEST_SIDE) for _ in range(3))
        row = QHBoxLayout()
        row.setSpacing(4)
        for size, name in zip(self.sides, (tr("Height"), tr("Width"), tr("Channels")), strict=True):
            size.setAccessibleName(name)
            size.setToolTip(name)
            size.textChanged.connect(self._refresh)
            row.addWidget(size)
        form.addRow(tr("Image"), row)
        self.weights = QComboBox()
        self.weights.addItems([tr("new, at random"), tr("ImageNet (downloaded by Keras)"), tr("from a file…")])
        self.weights.currentIndexChanged.connect(self._refresh)
        form.addRow(tr("Weights"), self.weights)
        self.file = QLineEdit()
        self.file.setPlaceholderText(", ".join(f"*{suffix}" for suffix in SUFFIXES))
        self.file.setAccessibleName(tr("File with weights"))
        self.file.textChanged.connect(self._refresh)
        self.browse = QPushButton("…")
        self.browse.setFixedWidth(44)
        self.browse.setAccessibleName(tr("Choose a file"))
        self.browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.file)
        line.addWidget(self.browse)
        form.addRow("", line)
        self.form = QComboBox()
        self.form.addItems([tr("all its layers, in a new project"), tr("one block, in a new project")])
        self.form.addItem(tr("one block, behind {name}", name=behind) if behind else tr("one block, in this project"))
        form.addRow(tr("As"), self.form)

    def _on_model(self) -> None:
        fact = self.model()
        if fact is not None:
            for line, size in zip(self.sides, self._shape_given or (fact.side, fact.side, 3), strict=True):
                line.setText(str(size))
        self._refresh()

    def _refresh(self, *_: object) -> None:
        fact = self.model()
        top = self.top.isChecked()
        self.title.setText(fact.name if fact is not None else "")
        if fact is None:
            self.count.setText(tr("No model has such a name."))
        else:
            count = fact.parameters if top else fact.base
            self.count.setText(
                tr("{count} parameters, made for {side} × {side} pixels", count=f"{count:,}", side=fact.side)
            )
        self.classes.setEnabled(top)
        self.pooling.setEnabled(not top)
        by_file = self.weights.currentIndex() == FILE
        self.file.setEnabled(by_file)
        self.browse.setEnabled(by_file)
        whole = all(line.hasAcceptableInput() for line in (*self.sides, self.classes))
        self._create.setEnabled(fact is not None and whole and not (by_file and not self.file.text().strip()))

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("File with weights"),
            str(self._folder),
            tr("Weights") + " (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")",
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if name:
            self.file.setText(name)

    # Asking and waiting

    def choice(self) -> ApplicationChoice | None:
        """What is asked for now; None while no model is chosen."""
        fact = self.model()
        if fact is None:
            return None
        height, width, channels = (line.value() for line in self.sides)
        kind = self.form.currentIndex()
        return ApplicationChoice(
            name=fact.name,
            include_top=self.top.isChecked(),
            input_shape=(height, width, channels),
            classes=self.classes.value(),
            pooling=None if self.top.isChecked() else POOLING[self.pooling.currentIndex()],
            weights=(None, "imagenet", self.file.text().strip())[self.weights.currentIndex()],
            as_block=kind > 0,
            here=kind == 2,
        )

    def _ask(self) -> None:
        choice = self.choice()
        if choice is not None and self._create.isEnabled():
            self.wanted.emit(choice)

    def set_busy(self, text: str) -> None:
        """Say what is being done and let nothing be changed meanwhile; Cancel still works."""
        self._say(text, "muted")
        self._busy.show()
        for widget in (self.search, self.table, self._options, self._create):
            widget.setEnabled(False)

    def set_idle(self, problem: str = "") -> None:
        """Let choices be made, after a problem with its sentence shown."""
        self._say(problem, "error")
        self._busy.hide()
        for widget in (self.search, self.table, self._options, self._create):
            widget.setEnabled(True)
        self._refresh()

    def _say(self, text: str, role: str) -> None:
        self._said.setProperty("role", role)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.accept()


class _Count(QLineEdit):
    """A whole number from 1 to ``most``."""

    def __init__(self, most: int, value: int | None = None) -> None:
        super().__init__("" if value is None else str(value))
        self.setValidator(QIntValidator(1, most, self))

    def value(self) -> int:
        """The number; 1 while none is written."""
        return int(self.text()) if self.hasAcceptableInput() else 1


class _Number(QTableWidgetItem):
    """A cell that is sorted by its number, not by its text."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, theirs = (item.data(Qt.ItemDataRole.UserRole) for item in (self, other))
        return bool(mine < theirs)
