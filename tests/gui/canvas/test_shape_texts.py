"""Where there are many shape texts, those in view stand at once and the rest soon after; all stand clear of everything."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.analysis.analysis import Analyzer
from core.graph import edits, removing
from core.graph.model import Graph
from gui.canvas.edge_item import EdgeItem
from gui.canvas.picture_export import picture_box, svg_bytes
from gui.canvas.shape_texts import AT_ONCE
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.networks import Builder, chain
from tests.gui.canvas.steps import Show

MANY = AT_ONCE + 100


def long_chain() -> Graph:
    graph = chain("InputLayer", *["Dense"] * MANY)
    return edits.set_params(graph, [layer for layer in graph.layers if layer != graph.nodes["n1"].layer], {"units": 8})


def short_ways() -> Graph:
    """Branches that are too short to say the shape that the main line says already."""
    builder = Builder()
    last = builder.add("InputLayer", shape=(8,))
    for _ in range(100):
        last = builder.add("Add", [builder.add("Dense", last, units=8), last])
    return builder.graph


def shown(open_view: Show, session: EditorSession) -> CanvasView:
    view = open_view(long_chain())
    view.canvas.glide.enabled = True
    view.center_on(0.0, 300.0)
    session._on_analysis(Analyzer(session.catalog).analyze(session.project))
    return view


def waiting(view: CanvasView) -> list[EdgeItem]:
    return [item for item in view.canvas.wiring.items.values() if item.label is None]


def test_texts_in_view_stand_at_once_and_the_rest_soon(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = shown(open_view, session)
    seen = view.visible_box()
    late = waiting(view)
    assert late, "what is out of view waits"
    assert not [item for item in late if seen.contains(item.boundingRect())]
    qtbot.waitUntil(lambda: not waiting(view))
    wiring = view.canvas.wiring
    assert len(wiring.texts.space) == len(wiring.items)
    for key, item in wiring.items.items():
        assert item.label is not None
        box = item.label.box()
        assert view.canvas.space.is_free(box) and wiring.space.is_free(box) and wiring.texts.space.is_free(box, key)


def test_the_same_wires_say_their_shapes_whether_in_slices_or_at_once(
    open_view: Show, session: EditorSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_view(short_ways())
    wiring = view.canvas.wiring
    assert len(wiring.items) > AT_ONCE
    analysis = Analyzer(session.catalog).analyze(session.project)
    session._on_analysis(analysis)
    view.fit_all()
    qtbot.waitUntil(lambda: not wiring.texts._waiting)
    sliced = {key for key, item in wiring.items.items() if item.label is not None}
    view.zoom_actual()
    x, y = view.canvas.centre("n101")
    for below in range(0, 400, 40):  # the edge of the view cuts a block at any of its wires
        view.center_on(x, y + below)
        wiring.place_labels(wiring.items)
        in_view = {key for key, item in wiring.items.items() if item.label is not None}
        assert 0 < len(in_view) < len(sliced) and in_view <= sliced, below
    monkeypatch.setattr("gui.canvas.shape_texts.AT_ONCE", len(wiring.items))
    wiring.place_labels(wiring.items)
    assert {key for key, item in wiring.items.items() if item.label is not None} == sliced


def test_from_far_away_no_text_is_needed_at_once(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = open_view(long_chain())
    view.fit_all()
    session._on_analysis(Analyzer(session.catalog).analyze(session.project))
    assert len(waiting(view)) == len(view.canvas.wiring.items)
    qtbot.waitUntil(lambda: not waiting(view))


def test_wires_that_go_meanwhile_leave_no_text(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = shown(open_view, session)
    gone = [node_id for node_id in session.graph.nodes if node_id != "n1"][-60:]
    session.apply(lambda graph: removing.remove_nodes(graph, gone), "delete")
    qtbot.waitUntil(lambda: not waiting(view))
    wiring = view.canvas.wiring
    assert len(wiring.texts.space) == len(wiring.items) == MANY - 60


def test_texts_wait_for_wires_that_glide(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = shown(open_view, session)
    scene = view.canvas
    places = {node_id: (x + 900.0, y) for node_id, (x, y) in session.graph.layout.positions.items()}
    scene.glide.remember()
    session.apply(lambda graph: edits.move_nodes(graph, places), "move")
    scene.glide._animation.setDuration(600_000)
    scene.glide.start()
    late = len(waiting(view))
    qtbot.wait(100)
    assert scene.glide.is_running() and len(waiting(view)) == late > 0
    scene.glide.finish()
    qtbot.waitUntil(lambda: not waiting(view))


def test_a_picture_of_everything_has_every_text(open_view: Show, session: EditorSession) -> None:
    view = shown(open_view, session)
    assert waiting(view)
    box = picture_box(view.canvas)
    assert box is not None and svg_bytes(view.canvas, box, "chain")
    assert not waiting(view)
