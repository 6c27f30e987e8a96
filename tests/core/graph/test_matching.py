"""Tests of finding counterparts: by name where a name says something, else by what is computed and where."""

from __future__ import annotations

from dataclasses import replace

from core.graph import edits
from core.graph.matching import match_blocks, match_graphs
from core.graph.model import INPUT_TYPE, Block, Graph
from core.graph.values import FrozenMap, Source, Value
from tests.core.graph.networks import chain, joined


def row(*layers: tuple[str, str, dict[str, Value]], prefix: str = "n") -> Graph:
    """An input and one layer after the other: (class, name, parameters)."""
    graph = edits.add_node(Graph(), INPUT_TYPE, node_id=f"{prefix}0", name="start")
    for number, (kind, name, params) in enumerate(layers, 1):
        graph = edits.add_node(
            graph,
            f"keras.layers.{kind}",
            name=name,
            params=params,
            arguments={"inputs": Source(f"{prefix}{number - 1}")},
            node_id=f"{prefix}{number}",
        )
    return graph


def dense(name: str, units: int) -> tuple[str, str, dict[str, Value]]:
    return "Dense", name, {"units": units}


def names(old: Graph, new: Graph) -> dict[str, str | None]:
    """For each layer name of ``new`` that of its counterpart."""
    found = match_graphs(old, new)
    return {new.name_of(node): old.name_of(found.nodes[node]) if node in found.nodes else None for node in new.nodes}


def test_a_changed_parameter_keeps_its_layer() -> None:
    old = row(dense("dense", 64), dense("dense_1", 64), dense("dense_2", 10))
    new = row(dense("dense", 64), dense("dense_1", 32), dense("dense_2", 10), prefix="m")
    assert names(old, new) == {"start": "start", "dense": "dense", "dense_1": "dense_1", "dense_2": "dense_2"}


def test_names_that_keras_counted_do_not_hide_that_a_layer_came_in_between() -> None:
    old = row(dense("dense", 64), dense("dense_1", 32), dense("dense_2", 10))
    new = row(dense("dense", 64), dense("dense_1", 128), dense("dense_2", 32), dense("dense_3", 10), prefix="m")
    assert names(old, new) == {
        "start": "start", "dense": "dense", "dense_1": None, "dense_2": "dense_1", "dense_3": "dense_2"
    }  # fmt: skip


def test_a_name_of_a_person_counts_more_than_the_place() -> None:
    old = row(dense("head", 64), dense("tail", 64))
    new = row(dense("tail", 64), dense("head", 64), prefix="m")
    assert names(old, new) == {"start": "start", "tail": "tail", "head": "head"}


def test_a_renamed_layer_is_known_by_what_it_computes() -> None:
    old = row(dense("one", 64), dense("two", 32), dense("three", 10))
    new = row(dense("one", 64), dense("features", 32), dense("three", 10), prefix="m")
    assert names(old, new)["features"] == "two"


def test_a_layer_of_another_kind_at_the_same_place_takes_the_place() -> None:
    old = row(dense("one", 8), ("ReLU", "bend", {}), dense("two", 4))
    new = row(dense("one", 8), ("ELU", "elu", {}), dense("two", 4), prefix="m")
    assert names(old, new)["elu"] == "bend"


def test_an_input_is_never_the_counterpart_of_a_layer() -> None:
    old = edits.add_node(Graph(), "keras.layers.Dense", name="x")
    new = edits.add_node(Graph(), INPUT_TYPE, name="x")
    assert match_graphs(old, new).nodes == {}


def test_a_network_whose_names_are_all_different_is_known_by_its_structure() -> None:
    old, new = joined(), joined()
    for number, layer_id in enumerate(list(new.layers)):
        new = edits.rename(new, layer_id, f"other{number}")
    found = match_graphs(old, new)
    assert found.nodes == {key: key for key in old.nodes}
    assert found.layers == {key: key for key in old.layers}


def test_calls_of_a_shared_layer_stay_calls_of_one_layer() -> None:
    old = edits.add_call(chain("Dense"), "l2", arguments={"inputs": Source("n2")})
    separate = edits.add_node(chain("Dense"), "keras.layers.Dense", arguments={"inputs": Source("n2")})
    found = match_graphs(old, separate)
    assert found.nodes == {"n1": "n1", "n2": "n2", "n3": "n3"}  # the second card is the same card
    assert found.layers == {"l1": "l1", "l2": "l2"}  # but no second layer is the shared one


def test_a_cycle_and_a_wire_from_nowhere_do_no_harm() -> None:
    graph = chain("Dense", "Dense")
    looped = replace(graph.nodes["n2"], arguments=FrozenMap({"inputs": Source("n3")}))
    lost = replace(graph.nodes["n3"], arguments=FrozenMap({"inputs": (Source("n2"), Source("gone"))}))
    graph = replace(graph, nodes=graph.nodes.update({"n2": looped, "n3": lost}))
    copy = replace(graph, layout=graph.layout)
    assert match_graphs(graph, copy).nodes == {"n1": "n1", "n2": "n2", "n3": "n3"}


def test_blocks_correspond_by_name_by_a_name_written_alike_or_by_what_is_inside() -> None:
    old = {
        "Residual block": Block("Residual block", graph=chain("Conv2D", "ReLU")),
        "stem": Block("stem", graph=chain("Conv2D", "Conv2D")),
        "head": Block("head", graph=chain("Flatten", "Dense")),
    }
    new = {
        "residual_block": Block("residual_block", graph=chain("Conv2D")),
        "stem": Block("stem", graph=chain("Dense")),
        "classifier": Block("classifier", graph=chain("Flatten", "Dropout", "Dense")),
        "other": Block("other", graph=chain("LSTM")),
    }
    assert match_blocks(old, new) == {"residual_block": "Residual block", "stem": "stem", "classifier": "head"}
