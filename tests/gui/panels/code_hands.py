"""What a hand does at the code panel: find a line, put the caret, type over; and what it looks for in the network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.graph.model import Layer
from core.graph.values import Value
from gui.panels.code_editor import CodeEditor
from gui.panels.code_sync import State
from gui.window import MainWindow


def layer(window: MainWindow, name: str, scope: str = "") -> Layer:
    graph = window.session.project.blocks[scope].graph if scope else window.session.project.graph
    return next(item for item in graph.layers.values() if item.name == name)


def node(window: MainWindow, name: str) -> str:
    graph = window.session.graph
    return next(node_id for node_id in graph.nodes if graph.name_of(node_id) == name)


def line_with(editor: CodeEditor, part: str) -> int:
    return next(number for number, line in enumerate(editor.toPlainText().splitlines(), 1) if part in line)


def put_caret(editor: CodeEditor, part: str, before: str) -> None:
    """Put the caret in the line with ``part``, in front of ``before``."""
    line = line_with(editor, part)
    editor.go_to(line, editor.toPlainText().splitlines()[line - 1].index(before))


def replace_in(qtbot: QtBot, editor: CodeEditor, part: str, old: str, new: str) -> None:
    """Type ``new`` over ``old`` in the line with ``part``."""
    put_caret(editor, part, old)
    for _ in old:
        qtbot.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, new)


def taken(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.code.sync.state is State.SAME)


def params(window: MainWindow, name: str) -> dict[str, Value]:
    return dict(layer(window, name).params)
