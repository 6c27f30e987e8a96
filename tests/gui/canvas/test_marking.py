"""Bypass, collapse and freeze on the canvas: what changes, how cards show it, and undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from core.analysis.analysis import Analyzer
from core.graph import edits
from core.graph.model import Graph, Project
from core.graph.queries import edges
from gui.canvas import marking
from gui.canvas.style import COLLAPSED_HEIGHT, COLLAPSED_WIDTH
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import check_in_step
from tests.gui.canvas.networks import chain

Show = Callable[[Graph], CanvasView]


class Asked:
    """What was asked last; answers by the number of the answer."""

    def __init__(self) -> None:
        self.text = ""
        self.answers: Sequence[tuple[str, Callable[[], object]]] = ()

    def __call__(self, text: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self.text, self.answers = text, answers


def wires(session: EditorSession) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in edges(session.graph)}


def test_collapsed_cards_are_small_and_their_ports_reachable(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    before = session.graph
    session.select(("n2",))
    assert marking.toggle_collapse(session)
    item = view.canvas.nodes["n2"]
    assert (item.body.width(), item.body.height()) == (COLLAPSED_WIDTH, COLLAPSED_HEIGHT)
    assert item.output_point(0)[1] == item.pos().y() + COLLAPSED_HEIGHT / 2
    wire = next(line for line in view.canvas.wiring.items.values() if line.edge.source.node == "n2")
    assert wire.points[0] == item.output_point(0)
    check_in_step(view.canvas)
    after = session.graph
    session.undo()
    assert session.graph == before
    assert view.canvas.nodes["n2"].body.height() == 64
    session.redo()
    assert session.graph == after
    marking.toggle_collapse(session)
    assert session.graph.layout.collapsed == frozenset()


def test_an_input_is_not_bypassed(open_view: Show, session: EditorSession) -> None:
    open_view(chain("InputLayer", "Dense"))
    session.select(("n1",))
    assert not marking.toggle_bypass(session, Asked())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((None, 8), (None, 16), ("keras.layers.Dense", {"units": 16})),
        ((None, 28, 28, 3), (None, 28, 28, 32), ("keras.layers.Conv2D", {"filters": 32, "kernel_size": 1})),
        ((None, 28, 28, 3), (None, 14, 14, 8), ("keras.layers.Conv2D", {"filters": 8, "kernel_size": 1, "strides": 2})),
        ((None, 27, 27, 3), (None, 14, 14, 8), ("keras.layers.Conv2D", {"filters": 8, "kernel_size": 1, "strides": 2})),
        ((None, None, None, 3), (None, None, None, 8), ("keras.layers.Conv2D", {"filters": 8, "kernel_size": 1})),
        ((None, 10, 4), (None, 10, 6), ("keras.layers.Dense", {"units": 6})),
        ((None, 10, 4), (None, 5, 6), ("keras.layers.Conv1D", {"filters": 6, "kernel_size": 1, "strides": 2})),
        ((None, 28, 28, 3), (None, 14, 7, 8), None),
        ((None, 28, 28, 3), (None, 56, 56, 3), None),
        ((None, 28, 28, 3), (None, 2352), None),
        (None, (None, 3), None),
    ],
)
def test_projections(
    before: tuple[int | None, ...] | None,
    after: tuple[int | None, ...],
    expected: tuple[str, dict[str, int]] | None,
) -> None:
    assert marking.projection(before, after) == expected


def test_a_layer_that_changes_the_shape_gets_a_projection_if_wanted(open_view: Show, session: EditorSession) -> None:
    graph = chain("InputLayer", "Dense", "Dense")
    graph = edits.set_params(graph, [graph.nodes["n1"].layer], {"shape": (8,)})
    graph = edits.set_params(graph, [graph.nodes["n3"].layer], {"units": 2})
    open_view(edits.set_params(graph, [graph.nodes["n2"].layer], {"units": 5}))
    session._on_analysis(Analyzer(session.catalog).analyze(session.project))
    before, asked = session.graph, Asked()
    session.select(("n2",))
    assert not marking.toggle_bypass(session, asked)
    assert session.graph is before
    assert "changes the shape" in asked.text
    asked.answers[0][1]()
    made = next(node_id for node_id in session.graph.nodes if node_id not in graph.nodes)
    assert session.graph.layer_of(made).params["units"] == 5
    assert wires(session) == {("n1", "n2"), ("n2", made), (made, "n3")}
    analysis = Analyzer(session.catalog).analyze(session.project)
    assert not analysis.has_errors
    assert analysis.nodes["n3"] == Analyzer(session.catalog).analyze(Project(graph=before)).nodes["n3"]
    session.undo()
    assert session.graph == before
