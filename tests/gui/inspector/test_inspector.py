"""The groups of the inspector's two forms: the layer's parameters, and the arguments of its call."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.graph.model import Project
from gui.forms.form import Section
from gui.inspector.inspector import Inspector
from gui.session import EditorSession
from gui.theme import LIGHT
from tests.core.graph.test_freezing import chain


@pytest.mark.parametrize("name", ["Dense", "LSTM", "MultiHeadAttention"])
def test_no_two_groups_have_one_heading(session: EditorSession, qtbot: QtBot, name: str) -> None:
    session.open_project(Project(graph=chain("main", (f"keras.layers.{name}", "layer", {}))))
    inspector = Inspector(session, LIGHT)
    qtbot.addWidget(inspector)
    session.select(["n2"])
    everywhere = inspector.findChildren(Section)
    sections = [part for part in everywhere if not any(other.isAncestorOf(part.parentWidget()) for other in everywhere)]
    headings = [part.findChild(QToolButton).text().rstrip(" 0123456789") for part in sections]
    assert len(headings) == len(set(headings)) >= 2
    assert headings[-1] == "Arguments of the call"
