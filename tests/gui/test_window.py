"""The whole window: every command in every state, panels, themes, what is remembered, and how it closes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.values import Source
from core.storage import templates
from gui import theme
from gui.actions import ACTIONS
from gui.focus import tab_stops
from gui.mouse_sheet import mouse_table
from gui.panels.panel import is_seen
from gui.settings import Settings
from gui.window import MainWindow
from tests.dialogs import DialogHand, answering
from tests.windows import OpenWindow, put_away

# What opens a dialog has an ellipsis in its text; these do without one.
ASKING = {"file.save", "help.shortcuts", "help.about"}
LEAVING = {"file.quit"}
TRAINING = {"train.start"}
BELOW = ("problems", "training", "code", "diagram", "data", "log", "history")
TEMPLATES = tuple(item.name for item in templates.names())


def run_every_action(window: MainWindow, hand: DialogHand) -> None:
    """Every command that is enabled, each undone again so that the next one meets the same document."""
    session = window.session
    QGuiApplication.clipboard().clear()  # a text that another test left would be read, and pasted later on
    for entry in ACTIONS:
        if entry.id in LEAVING | TRAINING | {"file.new", "edit.undo", "edit.redo"}:
            continue
        action = window.actions_by_id[entry.id]
        if not action.isEnabled():
            continue
        before, place = session.project, session.document.cursor
        hand.refuses_all = entry.text.endswith("…") or entry.id in ASKING
        action.trigger()
        QApplication.processEvents()
        hand.refuses_all = False
        assert session.document.cursor in (place, place + 1), f"{entry.id} is more than one step to undo"
        after = session.project
        while session.document.cursor > place:
            session.undo()
            assert session.project == before, f"undoing {entry.id} does not give the project back"
            session.redo()
            assert session.project == after, f"redoing {entry.id} does not do it again"
            session.undo()
        session.enter("") if session.scope else None


@pytest.fixture
def hand(qtbot: QtBot) -> DialogHand:
    made = DialogHand()
    made.start()
    yield made  # type: ignore[misc]
    made.stop()
    made.check()


# Commands


def test_every_command_on_an_empty_canvas(window: MainWindow, hand: DialogHand) -> None:
    run_every_action(window, hand)
    assert not window.session.graph.nodes and not window.session.document.is_modified


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("chosen", (0, 1, 2, None))
def test_every_command_on_a_template(window: MainWindow, hand: DialogHand, template: str, chosen: int | None) -> None:
    """With nothing, one, two and all layers selected."""
    window.files.new(template)
    nodes = list(window.session.graph.nodes)
    window.session.select(nodes[1 : 1 + chosen] if chosen is not None else nodes)
    run_every_action(window, hand)
    assert window.session.project == templates.load(template)


def test_no_two_commands_share_a_key() -> None:
    """A canvas command may not share one with the window either: while the canvas has the focus both would answer.

    Keys of the code editor are the editor's own: it takes them before anybody else is asked.
    """
    for code in (False, True):
        keys = Counter(
            QKeySequence(key).toString() for entry in ACTIONS if (entry.scope == "code") == code for key in entry.keys
        )
        assert [key for key, count in keys.items() if count > 1] == []
        assert "" not in keys


def test_single_letters_are_commands_only_on_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    node = next(iter(window.session.graph.nodes))
    window.session.select((node,))
    qtbot.wait(20)
    search = window.palette_panel.search
    search.setFocus()
    QTest.keyClicks(search, "fl?x")
    QTest.keyClick(search, Qt.Key.Key_Backspace)
    assert search.text() == "fl?" and node in window.session.graph.nodes
    search.clear()
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Delete)
    assert node not in window.session.graph.nodes


def test_undo_in_a_field_undoes_typing_and_then_the_document(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("mlp-iris")
    node = list(window.session.graph.nodes)[1]
    window.session.select((node,))
    window.inspector.edit_name()
    name = window.inspector.name
    qtbot.waitUntil(name.hasFocus)
    old = name.text()
    QTest.keyClicks(name, "renamed")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert window.session.graph.name_of(node) == "renamed"
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.graph.name_of(node) == old
    QTest.keyClick(window.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.session.graph.name_of(node) == "renamed"


# Quick add


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def quick_add(window: MainWindow, word: str) -> None:
    press(window.view, Qt.Key.Key_Tab)
    search = window.adding.popup.search
    assert search.hasFocus()
    QTest.keyClicks(search, word)
    press(search, Qt.Key.Key_Return)


def test_five_words_make_a_wired_network(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.view.hasFocus)
    for word in ("in", "conv", "pool", "gap", "dense"):
        quick_add(window, word)
        assert window.view.hasFocus()
    graph = window.session.graph
    kinds = [graph.layers[node.layer].class_name for node in graph.nodes.values()]
    assert kinds == ["InputLayer", "Conv2D", "MaxPooling2D", "GlobalAveragePooling2D", "Dense"]
    nodes = list(graph.nodes)
    assert [(edge.source.node, edge.target) for edge in _edges(window)] == list(zip(nodes, nodes[1:], strict=False))
    places = [window.scene.centre(node)[1] for node in nodes]
    assert places == sorted(places)


def _edges(window: MainWindow) -> list:  # type: ignore[type-arg]
    from core.graph import queries

    return queries.edges(window.session.graph)


def test_a_quick_add_that_was_given_up_is_forgotten(window: MainWindow, qtbot: QtBot) -> None:
    """The place of a double-click long ago must not decide where a layer from the palette goes."""
    window.files.new("mlp-iris")
    node = next(iter(window.session.graph.nodes))
    window.session.select((node,))
    window.view.quick_add_requested.emit((5000.0, 5000.0), None)
    qtbot.waitUntil(window.adding.popup.search.hasFocus)
    press(window.adding.popup.search, Qt.Key.Key_Escape)
    assert window.view.hasFocus() and window.session.selected_nodes() == [node]
    window.palette_panel.chosen.emit("keras.layers.Dropout")
    added = window.session.selected_nodes()[0]
    assert window.scene.centre(added)[0] < 2000
    assert Source(node) in window.session.graph.nodes[added].arguments.values()


# Panels and focus


def test_f6_goes_round_all_open_panels_and_back(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.view.hasFocus)
    seen: list[str] = []
    places = {"canvas": window.view, **{name: dock.widget() for name, dock in window.docks.items()}}
    for _ in range(4):
        press(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        focus = window.focusWidget()
        seen += [name for name, place in places.items() if place is focus or place.isAncestorOf(focus)]
    assert seen == ["layers", "inspector", "training", "canvas"]
    QTest.keyClick(window.view, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.training_panel.isAncestorOf(window.focusWidget())
    press(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.view.hasFocus()


def test_the_tabs_are_reached_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    below = [name for name, dock in window.docks.items() if window.tabifiedDockWidgets(dock) and name in BELOW]
    seen = []
    for _ in [*window.tabifiedDockWidgets(window.docks["training"]), window.docks["training"]]:
        window.actions_by_id["view.next_tab"].trigger()
        qtbot.wait(10)
        seen.append(next(name for name in below if is_seen(window.docks[name].widget())))
        assert window.docks[seen[-1]].widget().isAncestorOf(window.focusWidget()) or window.focusWidget()
    assert sorted(seen) == sorted(BELOW)


def test_tab_walks_the_inspector_from_top_to_bottom(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new("cnn-digits")
    graph = window.session.graph
    for node_id, node in graph.nodes.items():
        window.session.select((node_id,))
        qtbot.wait(10)
        window.inspector.name.setFocus()
        stops = list(tab_stops(window.inspector))
        tops = [stop.mapTo(window.inspector, QPoint(0, 0)).y() for stop in stops]
        assert tops == sorted(tops), graph.layers[node.layer].type
        walked = []
        for _ in stops:
            walked.append(window.focusWidget())
            press(window.focusWidget(), Qt.Key.Key_Tab)
        assert walked == stops and window.focusWidget() is window.inspector.name


def test_a_layer_is_found_and_shown_from_the_problems(keras_imported: None, window: MainWindow, qtbot: QtBot) -> None:
    window.start()
    window.session.add_layer("keras.layers.InputLayer", (0.0, 0.0))
    node = window.session.add_layer("keras.layers.Add", (0.0, 4000.0))
    assert node is not None
    window.session.select(())
    qtbot.waitUntil(window.session.is_analysis_current)
    assert window.problems._found
    assert "Problems  " in window.docks["problems"].windowTitle()
    for _ in window.problems._found:
        press(window.view, Qt.Key.Key_F8)
        if window.session.selected_nodes() == [node]:
            break
    assert window.session.selected_nodes() == [node], window.problems._found
    box = window.scene.nodes[node].sceneBoundingRect()
    assert window.view.visible_box().contains(box)


# Look


def settled(qtbot: QtBot, window: MainWindow) -> QImage:
    """What the window looks like once it no longer changes: panels catch up when the event loop comes to them."""
    pictures = [window.grab().toImage()]

    def is_still() -> bool:
        pictures.append(window.grab().toImage())
        # A job under way stands in the status bar, and so does what is known of the model.
        at_rest = window.session.is_analysis_current() and not window.jobs._running
        return at_rest and pictures[-1] == pictures[-2]

    qtbot.wait(50)
    qtbot.waitUntil(is_still)
    return pictures[-1]


def test_the_theme_changes_at_once_everywhere_and_is_remembered(
    keras_imported: None, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.start()
    window.files.new("cnn-digits")
    light = settled(qtbot, window)
    assert light.pixelColor(5, 5).lightness() > 200
    window.choose_theme("dark")
    dark = settled(qtbot, window)
    for x, y in ((5, 5), (30, 400), (700, 300), (1500, 300), (700, 950)):
        assert dark.pixelColor(x, y).lightness() < 100, (x, y)
        assert light.pixelColor(x, y).lightness() > 150, (x, y)
    window.choose_theme("light")
    assert settled(qtbot, window) == light
    window.choose_theme("dark")
    put_away(window)
    again = open_window()
    assert again.look is theme.DARK
    again.choose_theme("light")


def test_the_language_is_kept_for_the_next_start(open_window: OpenWindow) -> None:
    window = open_window()
    window.choose_language("zh_CN")
    assert Settings().language == "zh_CN"
    put_away(window)
    chinese = open_window()
    assert [action.text() for action in chinese.menuBar().actions()][:2] == ["文件", "编辑"]
    chinese.files.new("cnn-digits")
    chinese.choose_language("en")
    put_away(chinese)
    assert [action.text() for action in open_window().menuBar().actions()][:2] == ["File", "Edit"]


@pytest.mark.xvfb
def test_size_panels_and_tab_are_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1200, 800)
    window.docks["inspector"].hide()
    window.show_panel("code")
    qtbot.wait(20)
    window.close()
    put_away(window)
    again = open_window()
    assert (again.width(), again.height()) == (1200, 800)
    assert again.docks["inspector"].isHidden()
    qtbot.waitUntil(lambda: is_seen(again.code))


def test_settings_that_make_no_sense_are_passed_over(open_window: OpenWindow, work: Path) -> None:
    store = Settings()
    store._store.setValue("theme", "pink")
    store._store.setValue("recent", 7)
    store._store.setValue("folder", "/nowhere/at/all")
    store._store.setValue("window/geometry", "not geometry")
    store._store.setValue("window/state", b"junk")
    store.flush()
    window = open_window()
    assert window.settings.theme == "system" and window.settings.recent == []
    assert window.settings.folder == Path.home()


# Closing


def test_closing_asks_and_can_be_called_off(window: MainWindow) -> None:
    window.session.apply(lambda graph: edits.set_model_name(graph, "changed"), "Rename")
    with answering("Cancel"):
        window.close()
    assert window.isVisible()
    with answering("Don't save"):
        window.close()
    assert not window.isVisible()


def test_dialogs_open_and_close(window: MainWindow) -> None:
    for action in ("help.shortcuts", "help.about"):
        with answering(None) as hand:
            window.actions_by_id[action].trigger()
        assert hand.texts


def test_the_shortcut_sheet_lists_every_key(window: MainWindow) -> None:
    from gui.dialogs import shortcut_sheet

    sheet = shortcut_sheet(window, {})
    assert isinstance(sheet, QDialog)
    from PySide6.QtWidgets import QTableWidget

    table = sheet.findChild(QTableWidget)
    assert table.rowCount() == sum(bool(entry.keys) for entry in ACTIONS) + len(mouse_table())
    sheet.deleteLater()
