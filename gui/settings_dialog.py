"""The settings: each is remembered and holds at once, in every tab.

Does not belong here: where they are kept (gui.settings), what they do where they hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui import i18n
from gui.i18n import LANGUAGES, tr
from gui.keys_page import KeysPage
from gui.settings import POLICIES, WHEELS

if TYPE_CHECKING:
    from gui.window import MainWindow


class SettingsDialog(QDialog):
    """Over one window; what it changes holds for all. Only the language waits until the dialog is closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.settings
        self.setWindowTitle(tr("Settings"))
        self.resize(760, 620)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._general(), tr("General"))
        self.tabs.addTab(self._canvas(), tr("Canvas"))
        self.keys = KeysPage(self._settings.keys, window.look, self._take_keys)
        self.tabs.addTab(self.keys, tr("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)

    # Pages

    def _general(self) -> QWidget:
        settings = self._settings
        self.language = _choice(LANGUAGES, i18n.language(), lambda _: None)
        themes = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
        self.theme = _choice(themes, settings.theme, self._window.choose_theme)
        self.recovery = _number((0.1, 60.0), 0.5, " s", settings.recovery_seconds)
        self.recovery.valueChanged.connect(lambda value: self._set("recovery_seconds", value))
        names = {policy: policy for policy in POLICIES}
        self.precision = _choice(names, settings.precision, lambda policy: self._set("precision", policy))
        self.graphviz = QLineEdit(settings.graphviz)
        self.graphviz.setPlaceholderText(tr("found by itself"))
        self.graphviz.editingFinished.connect(lambda: self._set("graphviz", self.graphviz.text()))
        browse = QPushButton(tr("Choose…"))
        browse.clicked.connect(self._browse)
        program = QWidget()
        row = QHBoxLayout(program)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.graphviz, 1)
        row.addWidget(browse)
        return _form(
            (tr("Language / 语言"), self.language, ""),
            (tr("Theme"), self.theme, ""),
            (tr("Precision of new projects"), self.precision, tr("The dtype policy that a new project begins with.")),
            (tr("Recovery copy after"), self.recovery,
             tr("How long after an edit a copy is kept for the case of a crash. Your own file is only written when you save.")),
            (tr("Graphviz program dot"), program, tr("Draws diagrams; without it Netwright draws them itself.")),
        )  # fmt: skip

    def _canvas(self) -> QWidget:
        settings = self._settings
        wheels = {"auto": tr("Tell them apart"), "mouse": tr("Mouse: the wheel zooms"), "trackpad": tr("Trackpad: two fingers pan")}
        assert set(wheels) == set(WHEELS)
        self.wheel = _choice(wheels, settings.wheel, lambda name: self._set("wheel", name))
        self.snapping = QCheckBox(tr("Cards snap to their neighbours"))
        self.snapping.setChecked(settings.snapping)
        self.snapping.toggled.connect(lambda on: self._set("snapping", on))
        self.reach = _number((1.0, 40.0), 1.0, " px", settings.snap_reach)
        self.reach.setDecimals(0)
        self.reach.setEnabled(settings.snapping)
        self.snapping.toggled.connect(self.reach.setEnabled)
        self.reach.valueChanged.connect(lambda value: self._set("snap_reach", value))
        self.box = QCheckBox(tr("From left to right, take only what is whole in the box"))
        self.box.setChecked(settings.box_contains)
        self.box.toggled.connect(lambda on: self._set("box_contains", on))
        self.motion = QCheckBox(tr("Reduce motion"))
        self.motion.setChecked(settings.reduced_motion)
        self.motion.toggled.connect(lambda on: self._set("reduced_motion", on))
        return _form(
            (tr("Wheel and trackpad"), self.wheel, tr("Ctrl and the wheel always zoom; the middle button always pans.")),
            (tr("Snapping"), self.snapping, tr("Hold Alt while dragging to place freely.")),
            (tr("Snap distance"), self.reach, tr("How near a card must come before it snaps.")),
            (tr("Selection box"), self.box, tr("Drawn from right to left it takes what it touches, as otherwise both ways.")),
            (tr("Motion"), self.motion, tr("Cards go to new places at once. Always so where the system asks for it.")),
        )

    # What is changed

    def _set(self, name: str, value: object) -> None:
        setattr(self._settings, name, value)
        self._apply()

    def _take_keys(self) -> None:
        self._settings.keys = self.keys.chosen
        self._apply()

    def _apply(self) -> None:
        host = self._window.host
        for window in host.windows if host is not None else [self._window]:
            window.apply_settings()

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Graphviz program dot"), self.graphviz.text())
        if name:
            self.graphviz.setText(name)
            self._set("graphviz", name)

    def done(self, result: int) -> None:
        """Close; now the language changes, which makes the windows anew."""
        self._settings.flush()
        super().done(result)
        code = str(self.language.currentData())
        if code != i18n.language():
            self._window.choose_language(code)


def _choice(titles: dict[str, str], current: str, choose: Callable[[str], object]) -> QComboBox:
    """A box with one entry for each title; ``choose`` gets its key."""
    box = QComboBox()
    for key, title in titles.items():
        box.addItem(title, key)
    box.setCurrentIndex(max(0, box.findData(current)))
    box.currentIndexChanged.connect(lambda index: choose(str(box.itemData(index))))
    return box


def _number(limits: tuple[float, float], step: float, unit: str, value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(*limits)
    box.setDecimals(1)
    # The style sheet has no room for buttons, and does not keep the text off the frame either.
    box.lineEdit().setTextMargins(6, 0, 6, 0)
    box.setSingleStep(step)
    box.setSuffix(unit)
    box.setValue(value)
    return box


def _form(*rows: tuple[str, QWidget, str]) -> QWidget:
    """Labels, fields, and under a field in small what it means."""
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(18, 18, 18, 18)
    form.setVerticalSpacing(14)
    form.setHorizontalSpacing(24)
    for title, field, note in rows:
        label = QLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        cell = QVBoxLayout()
        cell.setSpacing(3)
        cell.addWidget(field)
        if note:
            small = QLabel(note)
            small.setWordWrap(True)
            small.setProperty("role", "muted")
            cell.addWidget(small)
            field.setAccessibleDescription(note)
        form.addRow(label, cell)
    return page
