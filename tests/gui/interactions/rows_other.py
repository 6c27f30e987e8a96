"""The keys that belong to no row: names, dialogs, panels, what is seen, parameters, arrows, wires."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QTableWidget, QWidget

from core.graph import edits
from core.graph.model import Frame, Graph
from gui.command_palette import CommandPalette
from gui.export_dialog import ExportDialog
from gui.layer_docs import LayerDocs
from gui.panels.panel import is_seen
from gui.settings_dialog import SettingsDialog
from tests.gui.canvas.networks import Builder, chain
from tests.gui.interactions.asked import reading, working
from tests.gui.interactions.row import ALT, CTRL, NONE, SHIFT, Desk, Key, Row, pressing, selected, unchanged


def three() -> Graph:
    return chain("InputLayer", "Dense", "Dense")


# Also bind: dialogs


def sheet(desk: Desk) -> None:
    def read(dialog: QDialog) -> None:
        search, table = dialog.findChild(QLineEdit), dialog.findChild(QTableWidget)
        assert isinstance(search, QLineEdit) and isinstance(table, QTableWidget)
        QTest.keyClicks(search, "straighten")
        rows = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
        assert [table.item(row, 2).text() for row in rows] == ["Q"]

    reading(desk, pressing_now(desk, Key.Key_Question, SHIFT), read)


def pressing_now(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Callable[[], None]:
    return lambda: desk.key(key, modifiers)


def layer_help(desk: Desk) -> None:
    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, LayerDocs) and "Dense" in dialog.windowTitle()

    reading(desk, pressing_now(desk, Key.Key_F1), read)


def settings(desk: Desk) -> None:
    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)

    reading(desk, pressing_now(desk, Key.Key_Comma, CTRL), read)


def export(modifiers: Qt.KeyboardModifier, wanted: str) -> Callable[[Desk], None]:
    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        choice = dialog.choice()
        assert choice is not None and choice.format.id == wanted

    return lambda desk: reading(desk, pressing_now(desk, Key.Key_E, modifiers), read)


def command_palette(desk: Desk) -> None:
    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, CommandPalette)
        QTest.keyClicks(dialog.search, "invert")
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)

    with working(desk, choose):
        desk.key(Key.Key_P, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: bool(desk.session.selection - {"n2"}))
    come_back(desk)


def come_back(desk: Desk) -> None:
    """Do what a window manager does when a dialog is closed: make the window the active one again."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.view.hasFocus)


def back_on_canvas(desk: Desk) -> None:
    come_back(desk)
    assert desk.session.selection == {"n2"}


# Also bind: names, panels, what is seen


def rename(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    assert desk.focus() is desk.window.inspector.name
    desk.type("widest")  # in the place of the old name
    desk.key(Key.Key_Return)


def is_renamed(desk: Desk) -> None:
    assert desk.graph.name_of("n2") == "widest" and desk.scene.nodes["n2"].card.name == "widest"


def rename_frame(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    desk.type("Head")
    desk.key(Key.Key_Return)


def frame_is_renamed(desk: Desk) -> None:
    assert desk.graph.layout.frames["f"].title == "Head" and desk.view.hasFocus()


def toggle_minimap(desk: Desk) -> None:
    assert desk.window.minimap.isHidden()
    desk.key(Key.Key_M, ALT)
    assert desk.window.minimap.isVisible()
    desk.key(Key.Key_M, ALT)


def minimap_is_hidden(desk: Desk) -> None:
    assert desk.window.minimap.isHidden() and desk.view.hasFocus()


def cycle(modifiers: Qt.KeyboardModifier, wanted: Sequence[str]) -> Callable[[Desk], None]:
    """Each press goes to the next of the panels that are seen, and at last to the canvas again."""

    def do(desk: Desk) -> None:
        for name in wanted:
            desk.key(Key.Key_F6, modifiers)
            panel = desk.window.docks[name].widget()
            assert panel is desk.focus() or panel.isAncestorOf(desk.focus())
        desk.key(Key.Key_F6, modifiers)

    return do


def on_canvas(desk: Desk) -> None:
    assert desk.view.hasFocus()


def show_log(desk: Desk) -> None:
    desk.key(Key.Key_QuoteLeft, CTRL)
    assert is_seen(desk.window.log) and (desk.window.log is desk.focus() or desk.window.log.isAncestorOf(desk.focus()))
    desk.key(Key.Key_QuoteLeft, CTRL)


def canvas_only(desk: Desk) -> None:
    docks, width = desk.window.docks, desk.view.width()
    before = {name: dock.isVisible() for name, dock in docks.items()}
    desk.key(Key.Key_F11)
    assert not any(dock.isVisible() for dock in docks.values())
    desk.qtbot.waitUntil(lambda: desk.view.width() > width)
    desk.key(Key.Key_F11)
    assert {name: dock.isVisible() for name, dock in docks.items()} == before


def parameters(desk: Desk) -> None:
    """Enter goes to the parameters, what is typed there is one step, and Escape comes back."""
    desk.key(Key.Key_Return)
    field = desk.focus()
    assert isinstance(field, QLineEdit) and field.accessibleName() == "units"
    field.selectAll()
    desk.type("17")
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Escape)


def units_are_set(desk: Desk) -> None:
    assert desk.graph.layer_of("n2").params["units"] == 17 and desk.view.hasFocus()


# Also bind: arrows and wires


def spread() -> Graph:
    builder = Builder()
    for at in ((0, 0), (0, 120), (250, 130), (0, 240)):
        builder.add("Dense", at=at, units=2)
    return builder.graph


def walk_by_arrows(desk: Desk) -> None:
    """With nothing selected the first arrow takes the card in the middle of what is seen."""
    desk.look((0, 120))
    keys = {"up": Key.Key_Up, "down": Key.Key_Down, "left": Key.Key_Left, "right": Key.Key_Right}
    steps = (("up", "n2"), ("right", "n3"), ("left", "n2"), ("down", "n4"), ("down", "n4"), ("up", "n2"), ("up", "n1"))
    for key, node in steps:
        desk.key(keys[key])
        assert desk.session.selection == {node}
    desk.key(Key.Key_Down, SHIFT)


def nudge(desk: Desk) -> None:
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_Left):
        desk.key(key, CTRL)
    desk.key(Key.Key_Up, CTRL | SHIFT)


def is_nudged(desk: Desk) -> None:
    assert desk.place("n2") == (8.0, 80.0) and desk.place("n1") == (0.0, 0.0)
    assert desk.session.selection == {"n2"}


def with_unused() -> Graph:
    """n3 is fed by nothing and leads nowhere."""
    return edits.add_node(chain("InputLayer", "Dense"), "keras.layers.Dense", node_id="n3", position=(300.0, 120.0))


def unused_is_gone(desk: Desk) -> None:
    assert set(desk.graph.nodes) == {"n1", "n2"}


def merged() -> Graph:
    builder = Builder()
    one = builder.add("InputLayer", at=(-150, 0), shape=(4,))
    two = builder.add("InputLayer", at=(150, 0), shape=(4,))
    builder.add("Concatenate", [one, two], at=(0, 160))
    return builder.graph


def inputs_are_swapped(desk: Desk) -> None:
    assert desk.inputs("n3") == ["n2", "n1"]


def titled() -> Graph:
    return edits.put_frame(three(), Frame("f", "Hidden", -160.0, 60.0, 320.0, 120.0))


PANELS = ("layers", "inspector", "training")

ROWS: tuple[Row, ...] = (
    Row(0, "F2", three, ("n2",), rename, is_renamed),
    Row(0, "F2 on a frame", titled, ("f",), rename_frame, frame_is_renamed),
    Row(0, "F1", three, ("n2",), layer_help, back_on_canvas, 0),
    Row(0, "Shift+?", three, ("n2",), sheet, back_on_canvas, 0),
    Row(0, "Ctrl+Shift+P", three, ("n2",), command_palette, selected("n1", "n3"), 0),
    Row(0, "Alt+M", three, (), toggle_minimap, minimap_is_hidden, 0),
    Row(0, "F6", three, (), cycle(NONE, PANELS), on_canvas, 0),
    Row(0, "Shift+F6", three, (), cycle(SHIFT, PANELS[::-1]), on_canvas, 0),
    Row(0, "arrows", spread, (), walk_by_arrows, selected("n1", "n2"), 0),
    Row(0, "Ctrl+arrows", three, ("n2",), nudge, is_nudged),
    Row(0, "Enter", three, ("n2",), parameters, units_are_set),
    Row(0, "Ctrl+E", three, ("n2",), export(CTRL, "code"), back_on_canvas, 0),
    Row(0, "Ctrl+Shift+E", three, ("n2",), export(CTRL | SHIFT, "diagram"), back_on_canvas, 0),
    Row(0, "Ctrl+`", three, (), show_log, on_canvas, 0),
    Row(0, "F11", three, (), canvas_only, on_canvas, 0),
    Row(0, "Ctrl+,", three, ("n2",), settings, back_on_canvas, 0),
    Row(0, "Alt+X", with_unused, (), pressing(Key.Key_X, ALT), unused_is_gone),
    Row(0, "Alt+S", merged, ("n3",), pressing(Key.Key_S, ALT), inputs_are_swapped),
    Row(0, "Alt+S on an input", merged, ("n1",), pressing(Key.Key_S, ALT), unchanged, 0),
)  # fmt: skip
