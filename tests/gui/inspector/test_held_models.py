"""Nested models inside of wrappers: chosen in the inspector, shown on the card, opened from the canvas."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.graph.model import Block, Project
from core.graph.values import FrozenMap, KerasObject
from gui.canvas.card import value_text
from gui.forms.object_editor import ObjectEditor
from gui.inspector.inspector import Inspector
from gui.session import EditorSession
from gui.theme import LIGHT
from tests.core.graph.test_freezing import DENSE, chain

WRAPPER = "keras.layers.TimeDistributed"


@pytest.fixture
def inspector(session: EditorSession, qtbot: QtBot) -> Inspector:
    word = Block("word", "model", graph=chain("word", (DENSE, "a", {"units": 4})))
    line = Block("line", "model", graph=chain("line", (WRAPPER, "each", {"layer": KerasObject("block:word")})))
    part = Block("part", "function", graph=chain("part", (DENSE, "b", {"units": 4})))
    main = chain("main", (WRAPPER, "words", {"layer": KerasObject("keras.layers.Dense", FrozenMap({"units": 2}))}))
    session.open_project(Project(graph=main, blocks=FrozenMap({item.name: item for item in (word, line, part)})))
    made = Inspector(session, LIGHT)
    qtbot.addWidget(made)
    return made


def offered(inspector: Inspector) -> tuple[ObjectEditor, list[str]]:
    assert inspector._form is not None
    editor = inspector._form.editors["layer"]
    assert isinstance(editor, ObjectEditor)
    return editor, [editor.box.itemText(place) for place in range(editor.box.count())]


def test_a_model_is_chosen_shown_opened_and_undone(session: EditorSession, inspector: Inspector) -> None:
    before = session.project
    session.select(["n2"])
    editor, texts = offered(inspector)
    assert texts[:2] == ["word", "line"] and "part" not in texts
    editor.box.setCurrentIndex(1)
    editor.box.activated.emit(1)
    value = session.graph.layers["l2"].params["layer"]
    assert value == KerasObject("block:line") and value_text(value) == "line"
    assert session.enter_node("n2") and session.scope == "line"
    session.select(["n2"])
    _, inside = offered(inspector)
    assert "word" in inside and "line" not in inside, "a block cannot hold itself"
    assert session.enter_node("n2") and session.scope == "word"
    assert not session.enter_node("n2")
    session.leave_to(0)
    session.undo()
    assert session.project is before


def test_renaming_the_block_follows(session: EditorSession, inspector: Inspector) -> None:
    session.select(["n2"])
    editor, _ = offered(inspector)
    editor.box.setCurrentIndex(0)
    editor.box.activated.emit(0)
    assert session.enter_node("n2") and session.scope == "word"
    session.rename_block("letters")
    session.leave_to(0)
    value = session.graph.layers["l2"].params["layer"]
    assert value == KerasObject("block:letters", FrozenMap({"name": "word"}))
    session.select(["n2"])
    editor, texts = offered(inspector)
    assert editor.box.currentText() == "letters" and "word" not in texts
