"""Which layers are not as they were when the network was trained."""

from __future__ import annotations

from dataclasses import replace

from core.graph import edits
from core.graph.model import Block, Graph, Project
from core.graph.values import FrozenMap, Source
from core.runs.events import RunEnded
from gui.untrained import changed_since
from gui.window import MainWindow


def project() -> Project:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", node_id="a")
    graph = edits.add_node(graph, "keras.layers.Dense", node_id="b", params={"units": 4})
    graph = edits.connect(graph, Source("a"), "b", ("inputs",))
    graph = edits.add_node(graph, "block:part", node_id="c")
    inner = edits.add_node(Graph(), "keras.layers.Dense", node_id="d", params={"units": 4})
    return Project(graph=graph, blocks=FrozenMap({"part": Block("part", graph=inner)}))


def test_what_was_moved_is_as_it_was() -> None:
    trained = project()
    now = replace(trained, graph=edits.move_nodes(trained.graph, {"b": (3.0, 4.0)}))
    assert changed_since(trained, now) == frozenset()
    assert changed_since(trained, project()) == frozenset()


def test_parameters_wires_and_new_layers() -> None:
    trained = project()
    graph = edits.set_params(trained.graph, [trained.graph.nodes["b"].layer], {"units": 5})
    assert changed_since(trained, replace(trained, graph=graph)) == {"b"}
    graph = edits.disconnect(trained.graph, "b", ("inputs",))
    graph = edits.add_node(graph, "keras.layers.Dense", node_id="e")
    assert changed_since(trained, replace(trained, graph=graph)) == {"b", "e"}


def test_a_change_inside_a_block_is_one_of_its_instances() -> None:
    trained = project()
    block = trained.blocks["part"]
    graph = edits.set_params(block.graph, [block.graph.nodes["d"].layer], {"units": 9})
    now = edits.put_block(trained, replace(block, graph=graph))
    assert changed_since(trained, now) == {"c"}
    assert changed_since(trained, now, "part") == {"d"}
    assert changed_since(trained, now, "none of that name") == frozenset()


def test_another_project_has_no_changes() -> None:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", node_id="x")
    assert changed_since(project(), Project(graph=graph)) == frozenset()


def test_cards_carry_a_ring_until_the_edit_is_undone(window: MainWindow) -> None:
    window.session.open_project(project())
    ended = RunEnded.__new__(RunEnded)
    window.training._finished = (window.session.project, ended)
    window.training.running_changed.emit(False)
    assert not any(item.untrained for item in window.scene.nodes.values())
    layer = window.session.graph.nodes["b"].layer
    window.session.apply(lambda graph: edits.set_params(graph, [layer], {"units": 7}), "units")
    assert [key for key, item in window.scene.nodes.items() if item.untrained] == ["b"]
    window.session.undo()
    assert not any(item.untrained for item in window.scene.nodes.values())
