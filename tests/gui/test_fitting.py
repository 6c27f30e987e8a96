"""No text is cut, in either language, at 100 % and 200 %, in both themes; and what is cut is found."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenuBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import theme
from gui.elided_button import ElidedButton
from gui.elided_label import ElidedLabel
from gui.forms.choice_box import ChoiceBox
from gui.status import StatusBar, StatusSummary
from tests.environment import REPOSITORY, isolated
from tests.gui.fitting import cut

LONG = "Activation of the network's last layer"


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "2"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_anywhere(language: str, scale: str, tmp_path: Path) -> None:
    environment = os.environ | isolated(tmp_path) | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-m", "tests.gui.fitting_tour", language, "1280x800", "1600x1000"]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == f"seen at {scale}"
    assert not lines[:-1], "\n".join(dict.fromkeys(line.partition(": ")[2] for line in lines[:-1]))


# --- the eye itself ---------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[QWidget]:
    """An empty window in the program's clothes."""
    theme.apply(qapp, theme.LIGHT)
    made = QWidget()
    made.resize(600, 300)
    made.show()
    yield made
    made.deleteLater()


def put(page: QWidget, widget: QWidget, width: int, height: int = 0) -> None:
    widget.setParent(page)
    widget.setGeometry(10, 10, width, height or widget.sizeHint().height())
    widget.show()
    QApplication.processEvents()


def label(wraps: bool = False) -> QLabel:
    made = QLabel(LONG)
    made.setWordWrap(wraps)
    return made


def combo() -> QComboBox:
    made = QComboBox()
    made.addItem(LONG)
    return made


def spin() -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(0, 1e9)
    made.setSuffix(" " + LONG)
    return made


def tabs() -> QTabWidget:
    made = QTabWidget()
    made.addTab(QWidget(), LONG)
    made.addTab(QWidget(), LONG)
    return made


def table() -> QTableWidget:
    made = QTableWidget(1, 1)
    made.setHorizontalHeaderLabels(["A"])
    made.setItem(0, 0, QTableWidgetItem(LONG))
    return made


def header() -> QTableWidget:
    made = QTableWidget(1, 1)
    made.setHorizontalHeaderLabels([LONG])
    return made


def listed() -> QListWidget:
    made = QListWidget()
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.addItem(LONG)
    return made


def field() -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(LONG)
    return made


def menus() -> QMenuBar:
    made = QMenuBar()
    made.setNativeMenuBar(False)
    for number in range(3):
        made.addMenu(f"{LONG} {number}")
    return made


KINDS = [
    label,
    combo,
    spin,
    tabs,
    table,
    header,
    listed,
    field,
    menus,
    lambda: QPushButton(LONG),
    lambda: QCheckBox(LONG),
]
NAMES = "label combo spin tabs table header listed field menus button check".split()


@pytest.mark.parametrize("make", KINDS, ids=NAMES)
def test_what_is_too_narrow_is_found(make: type[QWidget], page: QWidget) -> None:
    put(page, make(), 70, 120 if make in (tabs, table, header, listed) else 0)
    assert cut(page)


@pytest.mark.parametrize("make", KINDS, ids=NAMES)
def test_what_has_room_passes(make: type[QWidget], page: QWidget) -> None:
    page.resize(1400, 300)
    widget = make()
    put(page, widget, 1200, 120 if make in (tabs, table, header, listed) else 0)
    if isinstance(widget, QTableWidget):
        widget.setColumnWidth(0, 600)
    assert cut(page) == []


def test_a_paragraph_needs_its_height(page: QWidget) -> None:
    put(page, label(wraps=True), 120, 18)
    assert cut(page)
    put(page, page.findChild(QLabel), 120, 120)
    assert cut(page) == []


def test_chinese_may_break_anywhere(page: QWidget) -> None:
    text = QLabel("用整批数据的均值和方差归一化每个通道，使训练更稳更快。")
    text.setWordWrap(True)
    put(page, text, 120, 200)
    assert cut(page) == []


def test_what_sticks_out_is_found(page: QWidget) -> None:
    box = QGroupBox()
    put(page, box, 100, 100)
    inner = QLabel("Loss", box)
    inner.move(90, 20)
    inner.show()
    assert any("sticks out" in line for line in cut(page))
    inner.move(20, 20)
    assert cut(page) == []


def test_what_is_not_seen_is_passed_over(page: QWidget) -> None:
    hidden = label()
    put(page, hidden, 20)
    hidden.hide()
    assert cut(page) == []


# --- what ends in an ellipsis -----------------------------------------------------------------------------------------


def test_an_elided_label_says_all_in_its_tooltip(page: QWidget) -> None:
    made = ElidedLabel(LONG)
    put(page, made, 100)
    assert made.shown.endswith("…") and LONG.startswith(made.shown[:-1]) and len(made.shown) > 5
    assert (made.toolTip(), made.text()) == (LONG, LONG)
    assert cut(page) == []
    put(page, made, 500)
    assert (made.shown, made.toolTip()) == (LONG, "")


def test_a_choice_that_is_too_long_says_all_in_its_tooltip(page: QWidget) -> None:
    made = ChoiceBox()
    made.addItems([LONG, "no"])
    put(page, made, 120)
    assert made.toolTip() == LONG and cut(page) == []
    narrow = made.grab().toImage()
    made.setCurrentIndex(1)
    assert made.toolTip() == "" and made.grab().toImage() != narrow
    made.showPopup()
    assert made.view().width() >= made.fontMetrics().horizontalAdvance(LONG)
    made.hidePopup()


def test_a_button_that_is_too_long_says_all_in_its_tooltip(page: QWidget) -> None:
    made = ElidedButton(LONG)
    put(page, made, 120)
    assert "…" in made.shown and (made.toolTip(), made.text()) == (LONG, LONG)
    assert made.minimumSizeHint().width() < 60 and cut(page) == []
    put(page, made, made.sizeHint().width())
    assert (made.shown, made.toolTip()) == (LONG, "")


def test_a_message_ends_before_the_summary(page: QWidget, session: object) -> None:
    from gui.session import EditorSession

    assert isinstance(session, EditorSession)
    bar = StatusBar()
    summary = StatusSummary(session)
    bar.addPermanentWidget(summary)
    put(page, bar, 500)
    empty = bar.grab().toImage()
    ink = []
    for text in ("Saved.", "W" * 300):
        bar.showMessage(text)
        QApplication.processEvents()
        shown = bar.grab().toImage()
        columns = [
            x for x in range(summary.x()) if any(shown.pixel(x, y) != empty.pixel(x, y) for y in range(shown.height()))
        ]
        ink.append(columns)
    assert min(ink[0]) > 10 and max(ink[0]) < 80
    assert summary.x() - 40 < max(ink[1]) <= summary.x() - 5
    assert bar.currentMessage() == "W" * 300


def test_the_diagram_is_drawn_in_the_font_that_it_is_measured_in(page: QWidget) -> None:
    """Graphviz asks fontconfig for the first family of the list; so must Qt, or names run into each other."""
    from core.convert.diagram_style import FONT
    from gui.panels.diagram import _Picture

    def width_of(family: str) -> int:
        picture = _Picture()
        put(page, picture, 600, 60)
        picture.show_svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60" font-family="{family}">'
            '<text x="4" y="40" font-size="20" font-weight="bold">block2_shortcut_conv</text></svg>'.encode()
        )
        QApplication.processEvents()
        image = picture.grab().toImage()
        paper = image.pixel(590, 5)
        ink = [x for x in range(image.width()) if any(image.pixel(x, y) != paper for y in range(image.height()))]
        picture.hide()
        return max(ink) - min(ink)

    assert width_of(FONT) == width_of(FONT.partition(",")[0])
