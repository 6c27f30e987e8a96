"""Copy, paste and duplicate: wires and shared layers inside a fragment survive, the rest is left behind."""

from __future__ import annotations

from core.graph import edits, queries
from core.graph.fragments import extract, insert
from core.graph.model import Graph
from core.graph.values import FrozenMap, Source
from tests.core.graph.networks import chain, joined


def test_wires_from_outside_are_left_behind() -> None:
    fragment = extract(joined(), ["n2", "n4"])
    assert list(fragment.nodes) == ["n2", "n4"]
    assert fragment.nodes["n2"].arguments == FrozenMap()
    assert fragment.nodes["n4"].arguments == FrozenMap({"inputs": (Source("n2"),)})
    assert list(fragment.layers) == ["l2", "l4"]
    assert queries.check(fragment) == []


def test_pasting_gives_fresh_ids_and_names() -> None:
    graph = edits.move_nodes(joined(), {"n2": (10, 20)})
    pasted, ids = insert(graph, extract(graph, ["n2", "n4"]), offset=(5, -5))
    assert ids == {"n2": "n5", "n4": "n6"}
    assert pasted.nodes["n6"].arguments == FrozenMap({"inputs": (Source("n5"),)})
    assert [pasted.name_of(node) for node in ids.values()] == ["dense_2", "add_1"]
    assert dict(pasted.layout.positions) == {"n2": (10, 20), "n5": (15, 15)}
    assert all(pasted.nodes[node] is graph.nodes[node] for node in graph.nodes)


def test_shared_weights_stay_shared_inside_the_copy() -> None:
    graph = edits.add_call(chain("Dense"), "l2", arguments={"inputs": Source("n2")})
    pasted, ids = insert(graph, extract(graph, ["n2", "n3"]))
    assert queries.shared_layers(pasted) == {"l2": ["n2", "n3"], "l3": [ids["n2"], ids["n3"]]}
    shared, ids = insert(graph, extract(graph, ["n3"], keep_outer=True), share=True)
    assert queries.calls_of(shared, "l2") == ["n2", "n3", ids["n3"]]
    assert shared.nodes[ids["n3"]].arguments == FrozenMap({"inputs": Source("n2")})


def test_a_duplicate_keeps_its_wires_from_outside() -> None:
    pasted, ids = insert(joined(), extract(joined(), ["n4"], keep_outer=True))
    assert pasted.nodes[ids["n4"]].arguments == joined().nodes["n4"].arguments


def test_wires_to_nodes_that_are_not_there_are_dropped() -> None:
    pasted, ids = insert(chain("Dense"), extract(joined(), ["n4"], keep_outer=True))
    assert pasted.nodes[ids["n4"]].arguments == FrozenMap({"inputs": (Source("n1"), Source("n2"))})
    alone, ids = insert(Graph(), extract(joined(), ["n4"], keep_outer=True))
    assert alone.nodes[ids["n4"]].arguments == FrozenMap({"inputs": ()})
    assert queries.check(alone) == []
