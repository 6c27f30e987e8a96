"""Commands: what they change, that each is one undo step, and what the clipboard may hold."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from core.graph import edits, fragments, queries
from core.graph.model import Graph, Project
from core.graph.values import Source
from core.storage import schema
from gui.canvas import copying, operations
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import check_in_step
from tests.gui.canvas.networks import Builder, chain, residual

Show = Callable[[Graph], CanvasView]
COMMANDS: dict[str, Callable[[EditorSession, CanvasView], object]] = {
    "delete": operations.delete,
    "heal": lambda session, view: operations.delete_and_heal(session),
    "duplicate": lambda session, view: copying.duplicate(session),
    "cut": lambda session, view: copying.cut(session),
    "paste": lambda session, view: copying.copy(session) and copying.paste(session, view),
    "connect": lambda session, view: operations.disconnect_selected(session) and operations.connect_selected(session),
    "disconnect": lambda session, view: operations.disconnect_selected(session),
    "share": lambda session, view: operations.share(session),
    "freeze": lambda session, view: operations.toggle_freeze(session),
    "output": lambda session, view: operations.toggle_output(session),
    "layout": operations.auto_layout,
    "direction": operations.toggle_direction,
    "nudge": lambda session, view: operations.nudge(session, view, 8, 0),
    "rename": lambda session, view: operations.rename(session, "n3", "other"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_undone_and_done_again_to_the_identical_text(
    open_view: Show, session: EditorSession, name: str
) -> None:
    view = open_view(residual(placed=True))
    session.select(("n3", "n4"))
    before, steps = schema.dumps(session.project), session.document.cursor
    COMMANDS[name](session, view)
    check_in_step(view.canvas)
    after = schema.dumps(session.project)
    assert after != before
    taken = session.document.cursor - steps
    assert taken == (2 if name == "connect" else 1)
    for _ in range(taken):
        session.undo()
        check_in_step(view.canvas)
    assert schema.dumps(session.project) == before
    for _ in range(taken):
        session.redo()
    assert schema.dumps(session.project) == after


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"direction", "rename"}))
def test_every_command_does_nothing_on_an_empty_canvas(open_view: Show, session: EditorSession, name: str) -> None:
    QGuiApplication.clipboard().clear()
    view = open_view(Graph())
    before = session.project
    COMMANDS[name](session, view)
    assert session.project is before


def test_deleting_takes_selected_wires_when_no_card_is_selected(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", "Dense"))
    view.canvas.wiring.select(list(view.canvas.wiring.items))
    assert operations.delete(session, view)
    assert queries.edges(session.graph) == [] and len(session.graph.nodes) == 3


def test_several_wires_of_one_list_are_removed_together(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    inputs = [builder.add("InputLayer", at=(250.0 * index, 0)) for index in range(12)]
    builder.add("Concatenate", inputs, at=(1000, 200))
    view = open_view(builder.graph)
    view.canvas.wiring.select([("n13", ("inputs", place)) for place in (0, 2, 10, 11)])
    operations.delete(session, view)
    left = session.graph.nodes["n13"].arguments["inputs"]
    assert left == tuple(Source(inputs[place]) for place in (1, 3, 4, 5, 6, 7, 8, 9))


def test_healing_joins_the_neighbours(open_view: Show, session: EditorSession) -> None:
    open_view(chain("InputLayer", "Dense", "ReLU", "Dense"))
    session.select(("n2", "n3"))
    operations.delete_and_heal(session)
    assert [(edge.source.node, edge.target) for edge in queries.edges(session.graph)] == [("n1", "n4")]


def test_a_duplicate_stands_beside_its_original_and_is_selected(open_view: Show, session: EditorSession) -> None:
    open_view(chain("InputLayer", "Dense", "ReLU"))
    session.select(("n2", "n3"))
    made = copying.duplicate(session)
    assert session.selection == set(made)
    positions = session.graph.layout.positions
    assert positions[made[0]] == (24.0, 144.0) and positions[made[1]] == (24.0, 264.0)
    assert [edge.source.node for edge in queries.node_edges(session.graph, made[1])] == [made[0]]
    assert not list(queries.node_edges(session.graph, made[0]))


def test_the_clipboard_holds_readable_json_that_pastes_anywhere(open_view: Show, session: EditorSession) -> None:
    view = open_view(residual(1, placed=True))
    operations.select_all(session)
    original = fragments.extract(session.graph, session.graph.nodes)
    copying.copy(session)
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["graph"]["nodes"]
    session.open_project(Project())
    clip = QMimeData()
    clip.setText(text)  # as if it came back from a forum post
    QGuiApplication.clipboard().setMimeData(clip)
    wanted = view.wanted_place()  # under the pointer, wherever an earlier test has left it, or in the middle
    copying.paste(session, view)
    assert [layer.type for layer in session.graph.layers.values()] == [layer.type for layer in original.layers.values()]
    assert len(queries.edges(session.graph)) == len(queries.edges(original))
    box = view.canvas.content_box()
    assert box is not None and abs(box.center().x() - wanted[0]) < 2


def foreign(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def picture() -> QMimeData:
    data = QMimeData()
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    return data


@pytest.mark.parametrize(
    "make",
    [
        lambda: QMimeData(),
        picture,
        lambda: foreign("   \n"),
        lambda: foreign("Call me Ishmael. " * 5000),
        lambda: foreign('{"netwright-fragment": 1, "graph": {"layers": ['),
        lambda: foreign('{"a": 1}'),
        lambda: foreign("[" * 5000),
        lambda: foreign("\x00\ud83d\ude00"),
    ],
)
def test_pasting_anything_foreign_says_one_sentence(
    open_view: Show, session: EditorSession, make: Callable[[], QMimeData]
) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    lines: list[str] = []
    session.status.connect(lambda text, level: lines.append(text))
    before = session.project
    QGuiApplication.clipboard().setMimeData(make())
    assert copying.paste(session, view) == []
    assert session.project is before and len(lines) == 1 and lines[0].endswith((".", "'"))
    QGuiApplication.clipboard().clear()


def test_a_damaged_fragment_is_refused(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    operations.select_all(session)
    copying.copy(session)
    text = QGuiApplication.clipboard().text()
    lines: list[str] = []
    session.status.connect(lambda line, level: lines.append(line))
    before = session.project
    for cut in range(60, len(text), 37):
        QGuiApplication.clipboard().setText(text[:cut])
        assert copying.paste(session, view) == []
    assert session.project is before and len(lines) == len(range(60, len(text), 37))


def test_a_second_call_shares_the_layer_and_stands_on_free_ground(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    session.select(("n2",))
    (made,) = operations.share(session)
    assert session.graph.nodes[made].layer == session.graph.nodes["n2"].layer
    assert view.canvas.space.is_free(view.canvas.nodes[made].box(), made)


def test_outputs_are_declared_and_taken_back(open_view: Show, session: EditorSession) -> None:
    open_view(chain("InputLayer", "Dense", "Dense"))
    session.select(("n2",))
    operations.toggle_output(session)
    assert queries.output_sources(session.graph) == [Source("n3"), Source("n2")]
    operations.toggle_output(session)
    assert queries.output_sources(session.graph) == [Source("n3")]


def test_the_layout_separates_cards_and_routes_wires_around_them(open_view: Show, session: EditorSession) -> None:
    graph = residual(4)
    view = open_view(edits.move_nodes(graph, dict.fromkeys(graph.nodes, (0.0, 0.0))))
    assert operations.auto_layout(session, view)
    scene = view.canvas
    for node_id, item in scene.nodes.items():
        assert scene.space.is_free(item.box(), node_id)
    for item in scene.wiring.items.values():
        for (ax, ay), (bx, by) in zip(item.points, item.points[1:], strict=False):
            box = (min(ax, bx) - 0.5, min(ay, by) + 1, max(ax, bx) + 0.5, max(ay, by) - 1)
            assert ax != bx or box[1] >= box[3] or scene.space.is_free(box)
    places = session.graph.layout.positions
    operations.auto_layout(session, view)
    assert session.graph.layout.positions == places


def test_cards_glide_to_their_places_while_the_document_is_there_already(
    open_view: Show, session: EditorSession
) -> None:
    graph = residual(2, placed=True)
    view = open_view(edits.move_nodes(graph, {"n5": (700.0, 0.0)}))
    scene = view.canvas
    scene.glide.enabled = True
    scene.glide.is_wanted = lambda: True  # type: ignore[method-assign] - the test desktop may ask for no motion
    operations.auto_layout(session, view)
    assert scene.glide.is_running() and scene.centre("n5") == (700.0, 0.0)
    places = session.graph.layout.positions
    session.undo()  # whatever comes ends the motion at once
    assert not scene.glide.is_running() and scene.centre("n5") == (700.0, 0.0)
    operations.auto_layout(session, view)
    while scene.glide.is_running():
        QApplication.processEvents()
    assert all(scene.centre(node) == places[node] for node in places)
