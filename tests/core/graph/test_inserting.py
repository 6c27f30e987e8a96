"""Layers that are added where wires are: behind, between, in front, and the room that is made for them."""

from __future__ import annotations

import pytest

from core.errors import EditError
from core.graph import edits, queries
from core.graph.inserting import Part, insert_chain, room_behind, wire_behind
from core.graph.model import Graph
from core.graph.queries import Edge
from core.graph.values import Source

INPUTS = ("inputs",)


def part(node_id: str, name: str = "Dense") -> Part:
    return Part(node_id, f"keras.layers.{name}", (0.0, 50.0), port=INPUTS)


@pytest.fixture
def graph() -> Graph:
    made = Graph()
    for number in range(1, 4):
        made = edits.add_node(made, "keras.layers.Dense", position=(0.0, 100.0 * number), node_id=f"n{number}")
        if number > 1:
            made = edits.connect(made, Source(f"n{number - 1}"), f"n{number}", INPUTS)
    return made


def wires(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(graph)}


def test_a_chain_goes_behind_a_source(graph: Graph) -> None:
    done = insert_chain(graph, [part("n4", "Flatten"), part("n5")], source=Source("n3"))
    assert wires(done) - wires(graph) == {("n3", "n4"), ("n4", "n5")} and queries.check(done) == []


def test_a_chain_goes_into_a_wire(graph: Graph) -> None:
    edge = wire_behind(graph, Source("n1"))
    assert edge == Edge(Source("n1"), "n2", INPUTS)
    done = insert_chain(graph, [part("n4", "Flatten"), part("n5")], split=edge, source=Source("n1"))
    assert wires(done) == {("n1", "n4"), ("n4", "n5"), ("n5", "n2"), ("n2", "n3")}
    with pytest.raises(EditError):
        insert_chain(done, [part("n6")], split=edge)


def test_a_layer_goes_in_front_of_an_input(graph: Graph) -> None:
    done = insert_chain(graph, [part("n4")], feeds=("n1", INPUTS))
    assert ("n4", "n1") in wires(done)


def test_several_ways_on_are_not_guessed_between(graph: Graph) -> None:
    branched = edits.connect(edits.add_node(graph, "keras.layers.Dense", node_id="n9"), Source("n1"), "n9", INPUTS)
    assert wire_behind(branched, Source("n1")) is None and wire_behind(graph, Source("n3")) is None


def test_a_declared_output_moves_on_to_the_new_end(graph: Graph) -> None:
    declared = edits.set_outputs(graph, (Source("n3"), Source("n1")))
    done = insert_chain(declared, [part("n4")], source=Source("n3"))
    assert done.outputs == (Source("n4"), Source("n1"))
    assert insert_chain(declared, [part("n4")], source=Source("n1")).outputs == declared.outputs


def test_room_is_made_only_where_it_is_needed(graph: Graph) -> None:
    places = dict(graph.layout.positions)
    assert room_behind(graph, "n2", places, 150.0) == {}
    assert room_behind(graph, "n2", places, 260.0) == {"n2": (0.0, 260.0), "n3": (0.0, 360.0)}
    sideways = edits.set_direction(graph, "LR")
    assert room_behind(sideways, "n3", places, 30.0) == {"n3": (30.0, 300.0)}
