"""The palette: found in two languages, entered by keys, and quiet about what does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from core.catalog.catalog import Catalog
from gui.panels.palette import TEXT_LEFT, TEXT_RIGHT, Palette, _Delegate
from gui.panels.palette_model import NOTE_ROLE, TYPE_ROLE, PaletteModel
from gui.session import EditorSession
from gui.settings import Settings
from gui.theme import DARK, LIGHT


@pytest.fixture
def palette(qtbot: QtBot, session: EditorSession, tmp_path: Path) -> Palette:
    made = Palette(session, Settings(tmp_path), LIGHT)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def types(palette: Palette) -> list[str]:
    """The layer types in the list, from top to bottom, in whatever family."""
    model = palette.tree.model()
    found: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(TYPE_ROLE):
                found.append(str(index.data(TYPE_ROLE)))
            walk(index)

    walk(QModelIndex())
    return found


def test_every_placeable_layer_is_there_once(palette: Palette, catalog: Catalog) -> None:
    shown = types(palette)
    assert {spec.type for spec in catalog.layers if spec.placeable} <= set(shown)
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("conv", "keras.layers.Conv2D"), ("fc", "keras.layers.Dense"), ("卷积", "keras.layers.Conv2D"), ("lstm", "keras.layers.LSTM"),
     ("  Dense ", "keras.layers.Dense"), ("maxpool", "keras.layers.MaxPooling2D"), ("gap", "keras.layers.GlobalAveragePooling2D")],
)  # fmt: skip
def test_the_best_match_is_first_and_enter_takes_it(palette: Palette, text: str, expected: str) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    palette.search.setText(text)
    assert types(palette)[0] == expected
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert chosen == [expected]


def test_arrows_walk_the_results_while_typing_goes_on(palette: Palette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    palette.search.setFocus()
    QTest.keyClicks(palette.search, "pool")
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert chosen == [types(palette)[1]]
    QTest.keyClicks(palette.search, "ing1")
    assert all("ooling1D" in name for name in types(palette)[:2])


def test_no_match_says_so_and_enter_does_nothing(palette: Palette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    palette.search.setText("<b>zzz</b>%s{name}")
    assert palette.empty.isVisible() and "zzz" in palette.empty.text()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert chosen == []
    palette.search.clear()
    assert not palette.empty.isVisible()


def test_enter_and_double_click_on_a_row_choose_it(palette: Palette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    palette.search.setText("dropout")
    index = palette.tree.model().index(0, 0)
    QTest.keyClick(palette.tree, Qt.Key.Key_Return)
    palette.tree.doubleClicked.emit(index)
    assert chosen == [str(index.data(TYPE_ROLE))] * 2


def test_a_family_is_no_layer(palette: Palette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    family = palette.tree.model().index(0, 0)
    assert not family.data(TYPE_ROLE)
    palette.tree.setCurrentIndex(family)
    QTest.keyClick(palette.tree, Qt.Key.Key_Return)
    palette.tree.doubleClicked.emit(family)
    palette.tree.startDrag(Qt.DropAction.CopyAction)
    assert chosen == []


def test_a_new_theme_keeps_what_is_searched(palette: Palette) -> None:
    palette.search.setText("norm")
    before = types(palette)
    palette.set_theme(DARK)
    assert types(palette) == before and palette.search.text() == "norm"
    palette.grab()


def test_markup_in_tool_tips_is_text(palette: Palette, catalog: Catalog) -> None:
    from gui.panels.palette import describe

    for spec in catalog.layers:
        text = describe(spec)
        assert text.count("<p>") == 2 and text.count("<b>") == 1, spec.type
        assert "<script" not in text


def test_the_model_is_one_that_qt_can_trust(palette: Palette) -> None:
    model = palette.tree.model()
    assert isinstance(model, PaletteModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("", "conv", "zzz", "", "d"):
        palette.search.setText(text)
        palette.grab()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_name_of_a_layer_is_cut_at_the_least_width(
    qtbot: QtBot, session: EditorSession, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gui.panels.palette.is_chinese", lambda: language == "zh_CN")
    palette = Palette(session, Settings(tmp_path), LIGHT)
    qtbot.addWidget(palette)
    palette.resize(palette.minimumWidth(), 700)
    with qtbot.waitExposed(palette):
        palette.show()
    tree = palette.tree
    delegate = tree.itemDelegate()
    assert isinstance(delegate, _Delegate)
    option = QStyleOptionViewItem()
    model = tree.model()
    seen = 0
    for family in range(model.rowCount()):
        parent = model.index(family, 0)
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            room = tree.viewport().width() - tree.indentation() - TEXT_LEFT - TEXT_RIGHT
            lines = delegate._lines(index, room)
            assert "".join(name for name, _ in lines) == index.data()
            assert "".join(note for _, note in lines) == (index.data(NOTE_ROLE) or "")
            assert delegate.sizeHint(option, index).height() >= 15 * len(lines)
            seen += len(lines) > 1
    assert seen > 5  # some names are longer than the panel is wide


def headings(palette: Palette) -> list[str]:
    model = palette.tree.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_what_was_added_last_stands_above_the_families(palette: Palette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(palette, "underMouse", lambda: False)
    settings = palette._settings
    for name in ("Dense", "LSTM", "Dense", "GRU", "Flatten", "Add", "ReLU"):
        settings.count_use(f"keras.layers.{name}")
        palette.follow_use("")
    assert headings(palette)[:2] == ["Added last", "Input"]
    assert types(palette)[:5] == [f"keras.layers.{name}" for name in ("ReLU", "Add", "Flatten", "GRU", "Dense")]
    settings.count_use("block:of another project")
    settings.count_use("keras.layers.NoSuchLayer")
    palette.follow_use("")
    assert types(palette)[0] == "keras.layers.ReLU"


def test_the_rows_stay_in_place_under_the_pointer(palette: Palette, monkeypatch: pytest.MonkeyPatch) -> None:
    palette._settings.count_use("keras.layers.Dense")
    monkeypatch.setattr(palette, "underMouse", lambda: True)
    palette.follow_use("keras.layers.Dense")
    assert headings(palette)[0] == "Input"
    palette.leaveEvent(QEvent(QEvent.Type.Leave))
    assert headings(palette)[0] == "Added last"


def test_a_favourite_is_kept_by_the_menu_and_remembered(
    palette: Palette, session: EditorSession, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(palette, "underMouse", lambda: False)

    def choose(text: str, row: QModelIndex) -> None:
        def pick() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            action = next(action for action in menu.actions() if action.text() == text)
            menu.setActiveAction(action)
            QTest.keyClick(menu, Qt.Key.Key_Return)

        timer = QTimer(palette, singleShot=True, interval=0)
        timer.timeout.connect(pick)
        timer.start()
        palette._show_menu(palette.tree.visualRect(row).center())

    palette.search.setText("lstm")
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    choose("Add to the graph", palette._model.index(0, 0))
    choose("Keep as a favourite", palette._model.index(0, 0))
    palette.search.clear()
    assert chosen == ["keras.layers.LSTM"] and headings(palette)[:2] == ["Favourites", "Input"]
    palette._settings.count_use("keras.layers.LSTM")
    palette.follow_use("")
    assert "Added last" not in headings(palette), "what is a favourite stands there once"
    palette._settings.flush()
    other = Palette(session, Settings(tmp_path), LIGHT)
    qtbot.addWidget(other)
    assert headings(other)[0] == "Favourites" and types(other)[0] == "keras.layers.LSTM"
    choose("Remove from the favourites", palette._model.index(0, 0, palette._model.index(0, 0)))
    assert "Favourites" not in headings(palette)


def test_families_stay_closed_when_the_list_is_made_anew(palette: Palette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(palette, "underMouse", lambda: False)
    rows = headings(palette)
    palette._toggle_heading(palette._model.index(1, 0))
    palette._settings.count_use("keras.layers.Dense")
    palette.follow_use("")
    place = headings(palette).index(rows[1])
    assert not palette.tree.isExpanded(palette._model.index(place, 0))
    assert palette.tree.isExpanded(palette._model.index(0, 0))
