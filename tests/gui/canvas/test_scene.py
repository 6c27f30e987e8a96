"""The scene follows the document: after every edit, undo and redo it shows exactly the graph."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.errors import EditError
from core.graph import edits, fragments, queries, removing
from core.graph.model import Graph, Project
from core.graph.values import FrozenMap, Source
from gui.canvas.scene import CanvasScene
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from gui.theme import DARK
from tests.gui.canvas.conftest import check_in_step
from tests.gui.canvas.networks import Builder, chain, residual

Show = Callable[[Graph], CanvasView]
TYPES = ("Dense", "Conv2D", "Add", "InputLayer", "LSTM", "MultiHeadAttention", "Concatenate")


def random_edit(random: random.Random, graph: Graph) -> Graph:
    """One random edit; EditError where it is refused."""
    nodes = list(graph.nodes)
    some = random.sample(nodes, min(len(nodes), random.randint(1, 4)))
    kind = random.randrange(11)
    if kind <= 2 or len(nodes) < 3:
        place = (random.randrange(-900, 900), random.randrange(-900, 900)) if random.random() < 0.8 else None
        return edits.add_node(graph, f"keras.layers.{random.choice(TYPES)}", position=place)
    if kind <= 4:
        target = random.choice(nodes)
        path = random.choice([("inputs",), ("inputs", 0), ("inputs", 1), ("query",), ("sequences",)])
        return edits.connect(graph, Source(random.choice(nodes), random.randrange(2)), target, path)
    if kind == 5:
        return removing.remove_nodes(graph, some)
    if kind == 6:
        return removing.remove_and_heal(graph, some)
    if kind == 7:
        return edits.move_nodes(
            graph, {node: (random.randrange(-900, 900), random.randrange(-900, 900)) for node in some}
        )
    if kind == 8:
        return fragments.insert(graph, fragments.extract(graph, some), offset=(24, 24))[0]
    if kind == 9:
        return edits.add_call(graph, graph.nodes[random.choice(nodes)].layer, position=(0, random.randrange(900)))
    return edits.set_direction(graph, random.choice(["TB", "LR"]))


@pytest.mark.parametrize("seed", range(6))
def test_the_scene_is_in_step_after_any_sequence_of_edits(open_view: Show, session: EditorSession, seed: int) -> None:
    view = open_view(residual())
    chance = random.Random(seed)
    for _ in range(60):
        kind = chance.random()
        if kind < 0.15:
            session.undo()
        elif kind < 0.25:
            session.redo()
        elif kind < 0.3:
            session.select(chance.sample(list(session.graph.nodes), min(2, len(session.graph.nodes))))
        else:
            try:
                session.document.apply(edits.on_graph(lambda graph: random_edit(chance, graph)), "edit")
            except EditError:
                continue
        check_in_step(view.canvas)
    while session.document.undo():
        check_in_step(view.canvas)
    assert session.graph == residual()


def test_another_project_replaces_everything(open_view: Show, session: EditorSession) -> None:
    view = open_view(residual())
    session.open_project(Project(graph=chain("InputLayer", "Dense")))
    check_in_step(view.canvas)
    session.open_project(Project())
    check_in_step(view.canvas)
    assert view.canvas.items() == []


def test_cards_without_a_position_stand_apart_and_stay_where_they_are(open_view: Show, session: EditorSession) -> None:
    scene = open_view(residual()).canvas
    places = {node_id: scene.centre(node_id) for node_id in scene.nodes}
    boxes = [item.box() for item in scene.nodes.values()]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    session.apply(lambda graph: edits.add_node(graph, "keras.layers.Dense"), "Add")
    assert {node_id: scene.centre(node_id) for node_id in places} == places


def test_an_added_card_without_a_position_covers_no_other(open_view: Show, session: EditorSession) -> None:
    scene = open_view(chain("InputLayer", "Dense", "Dense")).canvas
    for _ in range(3):
        session.apply(
            lambda graph: edits.add_node(graph, "keras.layers.Dense", arguments={"inputs": Source("n1")}), "Add"
        )
    for node_id, item in scene.nodes.items():
        assert scene.space.is_free(item.box(), node_id)


def test_a_shared_layer_is_marked_on_all_its_calls(open_view: Show, session: EditorSession) -> None:
    scene = open_view(chain("InputLayer", "Dense", "Dense")).canvas
    layer = session.graph.nodes["n2"].layer
    session.apply(lambda graph: edits.add_call(graph, layer, position=(400, 0)), "Call again")
    assert [scene.nodes[node_id].card.shared for node_id in ("n1", "n2", "n3", "n4")] == [1, 2, 1, 2]
    session.apply(lambda graph: edits.unshare(graph, "n4"), "Unshare")
    assert [scene.nodes[node_id].card.shared for node_id in ("n2", "n4")] == [1, 1]
    session.undo()
    session.undo()
    assert scene.nodes["n2"].card.shared == 1


def test_a_chain_is_straight_and_a_skip_goes_around(open_view: Show) -> None:
    scene = open_view(residual(1, placed=True)).canvas
    straight = [item for item in scene.wiring.items.values() if len(item.points) == 2]
    bent = [item for item in scene.wiring.items.values() if len(item.points) > 2]
    assert len(bent) == 1 and bent[0].is_skip
    assert len(straight) == len(scene.wiring.items) - 1
    for item in scene.wiring.items.values():
        for (ax, ay), (bx, by) in zip(item.points, item.points[1:], strict=False):
            inner = (min(ax, bx) - 0.5, min(ay, by) + 1, max(ax, bx) + 0.5, max(ay, by) - 1)
            if ax == bx:
                assert scene.space.is_free(inner)


def test_ports_keep_their_order_and_the_straight_one_is_in_the_middle(open_view: Show) -> None:
    scene = open_view(residual(1, placed=True)).canvas
    add = next(item for item in scene.nodes.values() if item.card.name == "add_0")
    connected = [offset for port, offset in zip(add.card.inputs, add.inputs, strict=True) if port.connected]
    assert connected == sorted(connected) and connected[0] == 0.0


def test_the_analysis_brings_shapes_counts_and_badges(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    builder = Builder()
    image = builder.add("InputLayer", name="image", shape=(8, 8, 1), at=(0, 0))
    conv = builder.add("Conv2D", image, name="conv", filters=16, kernel_size=3, at=(0, 120))
    dense = builder.add("Dense", conv, name="dense", units=4, at=(0, 240))
    wrong = builder.add("LSTM", conv, name="wrong", argument="sequences", units=4, at=(300, 240))
    scene = open_view(builder.graph).canvas
    with qtbot.waitSignal(session.analysis_changed, timeout=60_000):
        session.start_analysis()
    assert scene.nodes[conv].card.count == "160"
    label = scene.wiring.items[(dense, ("inputs",))].label
    assert label is not None and label.text == "6 × 6 × 16"
    assert scene.space.is_free(label.box())
    assert scene.nodes[wrong].card.badge is not None and scene.nodes[wrong].card.badge.severity == "error"
    assert scene.wiring.items[(wrong, ("sequences",))].is_error
    assert not scene.wiring.items[(dense, ("inputs",))].is_error
    with qtbot.waitSignal(session.analysis_changed):
        session.apply(lambda graph: edits.set_params(graph, [graph.nodes[conv].layer], {"filters": 32}), "Set filters")
    label = scene.wiring.items[(dense, ("inputs",))].label
    assert label is not None and label.text == "6 × 6 × 32"


def test_a_theme_changes_every_item(open_view: Show) -> None:
    view = open_view(residual())
    light = view.grab().toImage()
    view.canvas.set_theme(DARK)
    assert all(item.style is view.canvas.look for item in view.canvas.nodes.values())
    assert view.grab().toImage() != light
    assert view.grab().toImage().pixelColor(3, 3).lightness() < 60


def test_a_graph_of_a_thousand_nodes_is_shown_whole(session: EditorSession, qtbot: QtBot) -> None:
    graph = residual(330)
    assert len(graph.nodes) > 990
    session.open_project(Project(graph=graph))
    scene = CanvasScene(session)
    check_in_step(scene)
    view = CanvasView(scene)
    qtbot.addWidget(view)
    view.resize(1000, 800)
    view.show()
    view.fit_all()
    assert view.zoom < 0.1
    assert not view.grab().toImage().isNull()
    view.zoom_actual()
    assert not view.grab().toImage().isNull()


def test_a_cycle_in_a_foreign_file_is_drawn(session: EditorSession, qtbot: QtBot) -> None:
    graph = chain("InputLayer", "Dense", "Dense")
    for node_id, source in (("n2", "n3"), ("n1", "n1")):  # edits refuse this; a file may hold it
        node = replace(graph.nodes[node_id], arguments=FrozenMap({"inputs": Source(source)}))
        graph = replace(graph, nodes=graph.nodes.set(node_id, node))
    assert queries.topological_order(graph)[1]
    session.open_project(Project(graph=graph))
    scene = CanvasScene(session)
    check_in_step(scene)
