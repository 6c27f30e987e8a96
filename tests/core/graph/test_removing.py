"""Nodes that leave: what goes with them, what stays, and how a gap is closed."""

from __future__ import annotations

from core.graph import edits, queries, removing
from core.graph.values import FrozenMap, Source
from tests.core.graph.networks import chain, joined, wires


def test_removing_a_node_removes_its_wires_its_layer_and_its_place() -> None:
    graph = edits.set_outputs(joined(), (Source("n4"), Source("n2")))
    graph = edits.move_nodes(graph, {"n2": (1, 2)})
    removed = removing.remove_nodes(graph, ["n2", "nobody"])
    assert wires(removed) == ["n1>n3:inputs", "n1>n4:inputs.0", "n3>n4:inputs.1"]
    assert "l2" not in removed.layers
    assert dict(removed.layout.positions) == {}
    assert removed.outputs == (Source("n4"),)
    assert removing.remove_nodes(removed, ["n4"]).outputs is None
    assert removing.remove_nodes(graph, ["nobody"]) is graph


def test_removing_one_call_keeps_the_shared_layer() -> None:
    graph = edits.add_call(chain("Dense"), "l2")
    assert "l2" in removing.remove_nodes(graph, ["n2"]).layers


def test_outputs_in_a_map_lose_only_the_removed_node() -> None:
    graph = edits.set_outputs(joined(), FrozenMap({"a": Source("n2"), "b": (Source("n2"), Source("n3"))}))
    assert removing.remove_nodes(graph, ["n2"]).outputs == FrozenMap({"b": (Source("n3"),)})


def test_healing_joins_what_was_before_to_what_came_after() -> None:
    graph = edits.set_outputs(chain("Dense", "Dense", "Dense"), Source("n3"))
    healed = removing.remove_and_heal(graph, ["n3", "n2"])
    assert wires(healed) == ["n1>n4:inputs"]
    assert healed.outputs == Source("n1")
    joins = removing.remove_and_heal(joined(), ["n4"])
    assert wires(joins) == ["n1>n2:inputs", "n1>n3:inputs"]


def test_points_stay_with_their_wire_when_a_node_goes() -> None:
    graph = joined()
    for number, edge in enumerate(queries.edges(graph)):
        graph = edits.set_reroute(graph, edge.target, edge.path, [(number, 0)])
    points = {key: place[0][0] for key, place in removing.remove_nodes(graph, ["n2"]).layout.reroutes.items()}
    assert points == {("n3", ("inputs",)): 1, ("n4", ("inputs", 0)): 2, ("n4", ("inputs", 1)): 4}
