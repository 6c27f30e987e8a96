"""A layer that becomes another type keeps its wires and what both types can say."""

from __future__ import annotations

import pytest

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.catalog.replacing import kept_params, replace_type
from core.errors import EditError
from core.graph import edits, queries
from core.graph.model import Graph
from core.graph.values import FrozenMap, Source


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


def spec(catalog: Catalog, name: str):  # type: ignore[no-untyped-def]
    return catalog.get(f"keras.layers.{name}")


@pytest.mark.parametrize(
    ("old", "params", "new", "kept"),
    [
        ("Dense", {"units": 7, "activation": "relu"}, "Conv2D", {"filters": 7, "kernel_size": 3, "activation": "relu"}),
        ("Conv2D", {"filters": 9, "kernel_size": (5, 5), "padding": "same"}, "Dense", {"units": 9}),
        ("Conv2D", {"filters": 9, "kernel_size": 5, "padding": "same"}, "SeparableConv2D",
         {"filters": 9, "kernel_size": 5, "padding": "same"}),
        ("Conv2D", {"filters": 4, "kernel_size": (5, 3)}, "Conv1D", {"filters": 4, "kernel_size": 3}),
        ("MaxPooling2D", {"pool_size": 3, "strides": 2}, "AveragePooling2D", {"pool_size": 3, "strides": 2}),
        ("LSTM", {"units": 8, "return_sequences": True}, "GRU", {"units": 8, "return_sequences": True}),
        ("Dropout", {"rate": 0.3}, "SpatialDropout2D", {"rate": 0.3}),
        ("Conv1D", {"filters": 2, "kernel_size": 3, "padding": "causal"}, "Conv2D", {"filters": 2, "kernel_size": 3}),
    ],
)  # fmt: skip
def test_what_both_can_say_is_kept(catalog: Catalog, old: str, params: dict, new: str, kept: dict) -> None:  # type: ignore[type-arg]
    assert dict(kept_params(spec(catalog, old), spec(catalog, new), FrozenMap(params))) == kept


def graph_of(*names: str) -> Graph:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", params={"shape": (8, 8, 3)}, node_id="n1")
    for number, name in enumerate(names, 2):
        graph = edits.add_node(graph, f"keras.layers.{name}", node_id=f"n{number}")
        graph = edits.connect(graph, Source(f"n{number - 1}"), f"n{number}", ("inputs",))
    return graph


def test_wires_stay_where_ports_have_other_names(catalog: Catalog) -> None:
    graph = graph_of("Dense", "Dense")
    done = replace_type(graph, graph.nodes["n2"].layer, spec(catalog, "Dense"), spec(catalog, "LSTM"))
    assert queries.predecessors(done, "n2") == ["n1"] and queries.predecessors(done, "n3") == ["n2"]
    assert done.nodes["n2"].arguments == FrozenMap({"sequences": Source("n1")})
    assert queries.check(done) == [] and done.layer_of("n2").name == "lstm"
    assert done.nodes["n3"] == graph.nodes["n3"]


def test_a_merge_keeps_all_its_wires_and_one_input_the_first(catalog: Catalog) -> None:
    graph = edits.add_node(graph_of("Dense", "Dense"), "keras.layers.Add", node_id="n9", name="mine")
    graph = edits.connect(graph, Source("n2"), "n9", ("inputs", 0))
    graph = edits.connect(graph, Source("n3"), "n9", ("inputs", 1))
    joined = replace_type(graph, graph.nodes["n9"].layer, spec(catalog, "Add"), spec(catalog, "Concatenate"))
    assert queries.predecessors(joined, "n9") == ["n2", "n3"] and joined.layer_of("n9").name == "mine"
    single = replace_type(graph, graph.nodes["n9"].layer, spec(catalog, "Add"), spec(catalog, "Dense"))
    assert queries.predecessors(single, "n9") == ["n2"] and queries.check(single) == []
    back = replace_type(single, single.nodes["n9"].layer, spec(catalog, "Dense"), spec(catalog, "Add"))
    assert back.nodes["n9"].arguments == FrozenMap({"inputs": (Source("n2"),)})


def test_every_call_of_a_shared_layer_follows(catalog: Catalog) -> None:
    graph = graph_of("Dense")
    graph = edits.add_call(graph, graph.nodes["n2"].layer, node_id="n5")
    graph = edits.connect(graph, Source("n2"), "n5", ("inputs",))
    done = replace_type(graph, graph.nodes["n2"].layer, spec(catalog, "Dense"), spec(catalog, "LSTM"))
    assert [queries.predecessors(done, node) for node in ("n2", "n5")] == [["n1"], ["n2"]]


def test_an_input_is_refused(catalog: Catalog) -> None:
    graph = graph_of("Dense")
    with pytest.raises(EditError):
        replace_type(graph, graph.nodes["n1"].layer, spec(catalog, "InputLayer"), spec(catalog, "Dense"))
    with pytest.raises(EditError):
        replace_type(graph, graph.nodes["n2"].layer, spec(catalog, "Dense"), spec(catalog, "InputLayer"))
