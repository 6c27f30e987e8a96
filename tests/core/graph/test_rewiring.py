"""Rewiring: chains close behind nodes that are taken out, wires move together, copies find what fed them."""

from __future__ import annotations

import pytest

from core.errors import EditError, FileError
from core.graph import edits, fragments, queries, rewiring
from core.graph.model import Graph
from core.graph.values import FrozenMap, Source
from core.storage import schema

DENSE, ADD, INPUT = "keras.layers.Dense", "keras.layers.Add", "keras.layers.InputLayer"


def graph_of(*rows: tuple[str, str, object]) -> Graph:
    """Nodes (id, type, what its inputs hold)."""
    graph = Graph()
    for node_id, type, inputs in rows:
        arguments = FrozenMap({} if inputs is None else {"inputs": inputs})
        graph = edits.add_node(graph, type, arguments=arguments, node_id=node_id, name=node_id)
    return graph


def wires(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.source.node, edge.target) for edge in queries.edges(graph)}


def line() -> Graph:
    return graph_of(("a", INPUT, None), ("b", DENSE, Source("a")), ("c", DENSE, Source("b")), ("d", DENSE, Source("c")))


def test_a_chain_closes_behind_what_is_taken_out() -> None:
    graph = rewiring.pop_out(line(), ["b"])
    assert wires(graph) == {("a", "c"), ("c", "d")} and set(graph.nodes) == {"a", "b", "c", "d"}
    assert wires(rewiring.pop_out(line(), ["b", "c"])) == {("a", "d"), ("b", "c")}
    assert wires(rewiring.pop_out(line(), ["a"])) == {("b", "c"), ("c", "d")}
    assert rewiring.pop_out(line(), []) == line()


def test_the_place_in_a_list_stays_and_merges_cannot_be_healed() -> None:
    graph = graph_of(
        ("a", INPUT, None), ("b", DENSE, Source("a")), ("m", ADD, (Source("b"), Source("a"))), ("d", DENSE, Source("m"))
    )
    assert rewiring.pop_out(graph, ["b"]).nodes["m"].arguments["inputs"] == (Source("a"), Source("a"))
    out = rewiring.pop_out(graph, ["m"])
    assert wires(out) == {("a", "b")} and queries.check(out) == []


def test_declared_outputs_follow_the_chain() -> None:
    graph = edits.set_outputs(line(), Source("d"))
    assert rewiring.pop_out(graph, ["d"]).outputs == Source("c")


def test_wires_move_together_or_not_at_all() -> None:
    graph = graph_of(
        ("a", INPUT, None), ("b", DENSE, Source("a")), ("c", DENSE, Source("a")), ("d", DENSE, Source("c"))
    )
    both = [edge for edge in queries.edges(graph) if edge.source.node == "a"]
    with pytest.raises(EditError, match="cycle"):
        rewiring.move_sources(graph, both, Source("d"))
    one = [edge for edge in both if edge.target == "b"]
    assert wires(rewiring.move_sources(graph, one, Source("d"))) == {("a", "c"), ("c", "d"), ("d", "b")}


def test_what_no_output_depends_on_is_unused() -> None:
    graph = graph_of(("a", INPUT, None), ("b", DENSE, Source("a")), ("x", DENSE, None), ("i", INPUT, None))
    assert rewiring.unused(graph) == ["x", "i"]
    graph = edits.set_outputs(line(), Source("c"))
    assert rewiring.unused(graph) == ["d"]
    assert rewiring.unused(graph_of(("a", INPUT, None))) == []
    declared = edits.set_inputs(
        edits.set_outputs(graph_of(("a", INPUT, None), ("i", INPUT, None)), Source("a")), Source("i")
    )
    assert rewiring.unused(declared) == []


def copied(graph: Graph, nodes: list[str]) -> tuple[Graph, list[rewiring.Feed]]:
    """Through the text of the clipboard, as a paste takes it."""
    text = schema.encode_fragment(fragments.extract(graph, nodes), rewiring.feeds_of(graph, nodes))
    fragment = schema.decode_fragment(text)
    assert fragment is not None
    return fragment, schema.decode_feeds(text)


def test_copies_are_fed_by_what_fed_the_originals_at_the_same_places() -> None:
    graph = graph_of(
        ("a", INPUT, None), ("b", DENSE, Source("a")), ("c", DENSE, Source("a")),
        ("m", ADD, (Source("b"), Source("c"), Source("a"))),
    )  # fmt: skip
    fragment, feeds = copied(graph, ["c", "m"])
    assert fragment.nodes["m"].arguments["inputs"] == (Source("c"),)
    pasted, ids = fragments.insert(graph, fragment)
    pasted = rewiring.feed(pasted, rewiring.found_again(graph, feeds), ids)
    assert pasted.nodes[ids["m"]].arguments["inputs"] == (Source("b"), Source(ids["c"]), Source("a"))
    assert pasted.nodes[ids["c"]].arguments["inputs"] == Source("a")
    assert queries.check(pasted) == []


def test_in_another_project_the_layer_of_the_same_name_feeds_copies() -> None:
    fragment, feeds = copied(line(), ["c"])
    other = graph_of(("z", INPUT, None), ("b", DENSE, Source("z")))
    renamed = edits.rename(other, other.nodes["b"].layer, "something")
    for graph, fed in ((other, {("z", "b"), ("b", "c")}), (renamed, {("z", "b")})):
        pasted, ids = fragments.insert(graph, fragment)
        pasted = rewiring.feed(pasted, rewiring.found_again(graph, feeds), ids)
        names = {node_id: "c" if node_id == ids["c"] else node_id for node_id in pasted.nodes}
        assert {(names[a], names[b]) for a, b in wires(pasted)} == fed


@pytest.mark.parametrize(
    "rows",
    ['{"a": 1}', "[1]", '[["c", [], "b", 0, "b"]]', '[["c", ["x"], "b", -1, "b"]]', '[["c", [1.5], "b", 0, "b"]]'],
)
def test_damaged_feeds_are_refused_in_one_sentence(rows: str) -> None:
    text = schema.encode_fragment(fragments.extract(line(), ["c"]), rewiring.feeds_of(line(), ["c"]))
    head, _ = text.rsplit('"feeds":', 1)
    with pytest.raises(FileError, match="damaged"):
        schema.decode_feeds(f'{head}"feeds": {rows}\n}}')


def test_points_of_wires_follow_nodes_that_move_together() -> None:
    graph = edits.move_nodes(line(), {"a": (0, 0), "b": (0, 100), "c": (0, 200)})
    graph = edits.set_reroute(graph, "b", ("inputs",), [(40, 50)])
    both = edits.move_nodes(graph, {"a": (10, 5), "b": (10, 105)})
    assert dict(both.layout.reroutes) == {("b", ("inputs",)): ((50.0, 55.0),)}
    one = edits.move_nodes(graph, {"b": (10, 105)})
    assert one.layout.reroutes == graph.layout.reroutes
    assert edits.set_reroute(graph, "b", ("inputs",), [(40, 50)]) is graph


def test_a_layout_frees_the_wires_among_the_nodes_it_places() -> None:
    graph = edits.set_reroute(edits.set_reroute(line(), "b", ("inputs",), [(1, 2)]), "d", ("inputs",), [(3, 4)])
    freed = rewiring.without_dots(graph, ["a", "b", "c"])
    assert dict(freed.layout.reroutes) == {("d", ("inputs",)): ((3.0, 4.0),)}
    assert rewiring.without_dots(freed, ["a", "b", "c"]) is freed
