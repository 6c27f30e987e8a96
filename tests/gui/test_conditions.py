"""When a command may be given: what is selected, what is shown, and whether a run could begin."""

from __future__ import annotations

from core.graph import edits
from core.graph.model import Frame, Project
from gui import conditions
from gui.shell import Shell
from gui.window import MainWindow
from tests.gui.canvas.networks import chain


def holding(window: MainWindow) -> set[str]:
    """The names of the conditions that hold."""
    asked = (
        conditions.selected,
        conditions.deletable,
        conditions.has_nodes,
        conditions.two_selected,
        conditions.frame_selected,
        conditions.running,
        conditions.idle,
        conditions.in_tab,
        conditions.was_imported,
        conditions.has_weights,
        conditions.has_original,
    )
    return {condition.__name__ for condition in asked if condition(window)}


def test_nothing_may_be_done_with_an_empty_canvas(window: MainWindow) -> None:
    assert holding(window) == set()


def test_what_may_be_done_follows_the_selection(window: MainWindow) -> None:
    graph = edits.put_frame(chain("InputLayer", "Dense", "Dense"), Frame("f", "Hidden", 0.0, 0.0, 320.0, 120.0))
    window.session.open_project(Project(graph=graph))
    shown = {"has_nodes", "idle"}
    assert holding(window) == shown
    window.session.select(("n1",))
    assert holding(window) == {*shown, "selected", "deletable"}
    window.session.select(("n1", "n2"))
    assert holding(window) == {*shown, "selected", "deletable", "two_selected"}
    window.session.select(("f",))
    assert holding(window) == {*shown, "selected", "deletable", "frame_selected"}


def test_a_tab_knows_that_it_is_one(shell: Shell) -> None:
    assert holding(shell.current) == {"in_tab"}
