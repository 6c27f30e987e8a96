"""Every edit: what it changes, what it shares with the old graph, and what it refuses without changing anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import EditError
from core.graph import edits, naming, queries, removing
from core.graph.model import INPUT_TYPE, Block, Frame, Graph, Note, Project
from core.graph.queries import Edge
from core.graph.values import EMPTY, FrozenMap, Source
from tests.core.graph.networks import chain, joined, wires

DENSE = "keras.layers.Dense"


def names(graph: Graph) -> list[str]:
    return [layer.name for layer in graph.layers.values()]


# Nodes and layers


def test_names_are_those_of_keras_and_unique() -> None:
    graph = chain("MaxPooling2D", "Conv2DTranspose", "LSTM", "LSTM", "LSTM")
    assert names(graph) == ["input", "max_pooling2d", "conv2d_transpose", "lstm", "lstm_1", "lstm_2"]
    assert naming.unique_name(graph, "lstm_2") == "lstm_3"
    assert naming.unique_name(graph, "lstm_2", ignore="l6") == "lstm_2"
    assert names(edits.add_node(graph, "block:Res net!"))[-1] == "resnet"
    assert names(edits.add_node(graph, "block:!"))[-1] == "layer"
    assert names(edits.add_node(graph, "keras.ops.matmul", name=" mine "))[-1] == "mine"


def test_ids_are_not_used_again_at_once() -> None:
    graph = removing.remove_nodes(chain("Dense", "Dense"), ["n2"])
    assert list(edits.add_node(graph, DENSE).nodes) == ["n1", "n3", "n4"]


def test_an_added_node_leaves_the_others_alone() -> None:
    graph = chain("Dense")
    added = edits.add_node(graph, DENSE, params={"units": 3}, position=(1, 2))
    assert added.nodes["n2"] is graph.nodes["n2"]
    assert added.layers["l2"] is graph.layers["l2"]
    assert added.layers["l3"].params == FrozenMap({"units": 3})
    assert added.layout.positions["n3"] == (1, 2)
    assert list(graph.nodes) == ["n1", "n2"]


def test_a_second_call_shares_the_layer() -> None:
    graph = edits.add_call(chain("Dense"), "l2", arguments={"inputs": Source("n2")})
    assert queries.shared_layers(graph) == {"l2": ["n2", "n3"]}
    assert queries.calls_of(graph, "l2") == ["n2", "n3"]
    apart = edits.unshare(graph, "n3")
    assert apart.layer_of("n3").name == "dense_1"
    assert apart.layer_of("n3").params is graph.layer_of("n3").params
    assert queries.shared_layers(apart) == {}
    assert edits.unshare(apart, "n3") is apart


def test_renaming() -> None:
    graph = chain("Dense", "Dense")
    assert edits.rename(graph, "l2", " first ").layers["l2"].name == "first"
    assert edits.rename(graph, "l2", "dense") is graph
    with pytest.raises(EditError, match="Another layer is named 'dense_1' already"):
        edits.rename(graph, "l2", "dense_1")


def test_parameters() -> None:
    graph = edits.set_params(chain("Dense", "Dense"), ["l2", "l3"], {"units": 3})
    assert graph.layers["l2"].params == graph.layers["l3"].params == FrozenMap({"units": 3})
    assert edits.set_params(graph, ["l2"], {"units": 3}) is graph
    assert edits.set_params(graph, ["l2"], {"units": 3.0}) is not graph
    reset = edits.reset_params(graph, ["l2", "l3"], ["units"])
    assert reset.layers["l2"].params == EMPTY
    assert edits.reset_params(reset, ["l2"], ["units"]) is reset


def test_another_type_keeps_name_and_wires() -> None:
    graph = edits.set_type(chain("Dense"), "l2", "keras.layers.Conv1D", {"filters": 2})
    assert (graph.layers["l2"].type, graph.layers["l2"].name) == ("keras.layers.Conv1D", "dense")
    assert wires(graph) == ["n1>n2:inputs"]


def test_repeating_a_block() -> None:
    graph = edits.add_node(Graph(), "block:residual")
    assert edits.set_repeat(graph, "l1", 3).layers["l1"].repeat == 3


# Wires


def test_connecting_replaces_and_appends() -> None:
    graph = edits.connect(joined(), Source("n2", 1), "n3", ("inputs",))
    assert graph.nodes["n3"].arguments["inputs"] == Source("n2", 1)
    graph = edits.connect(graph, Source("n2"), "n4", ("inputs", 3))
    assert wires(graph)[-1] == "n2>n4:inputs.3"
    assert edits.connect(graph, Source("n2"), "n4", ("inputs", 3)) is graph
    assert wires(edits.disconnect(graph, "n4", ("inputs", 0)))[-3:] == [
        "n2>n4:inputs.0",
        "n3>n4:inputs.1",
        "n2>n4:inputs.2",
    ]


def test_inserting_a_node_into_a_wire() -> None:
    graph = edits.add_node(joined(), DENSE)
    made = edits.insert_on_edge(graph, Edge(Source("n2"), "n4", ("inputs", 1)), "n5")
    assert [wire for wire in wires(made) if "n5" in wire] == ["n5>n4:inputs.1", "n2>n5:inputs"]
    assert wires(made)[2:5] == ["n1>n4:inputs.0", "n5>n4:inputs.1", "n3>n4:inputs.2"]


def test_freeing_nodes_of_all_wires() -> None:
    assert wires(edits.disconnect_nodes(joined(), ["n1"])) == ["n2>n4:inputs.0", "n3>n4:inputs.1"]
    assert wires(edits.disconnect_nodes(joined(), ["n4", "n2"])) == ["n1>n3:inputs"]


def test_constants_stand_beside_sources() -> None:
    graph = edits.set_argument(joined(), "n4", ("inputs", 3), 1.5)
    graph = edits.set_argument(graph, "n4", ("training",), False)
    assert graph.nodes["n4"].arguments["inputs"] == (Source("n1"), Source("n2"), Source("n3"), 1.5)
    graph = edits.remove_argument(graph, "n4", ("inputs", 0))
    assert graph.nodes["n4"].arguments["inputs"] == (Source("n2"), Source("n3"), 1.5)
    assert edits.remove_argument(graph, "n4", ("nothing",)) is graph


def reroutes(graph: Graph) -> dict[str, float]:
    return {
        f"{node}:{'.'.join(map(str, path))}": points[0][0] for (node, path), points in graph.layout.reroutes.items()
    }


def rerouted() -> Graph:
    graph = joined()
    for number, edge in enumerate(queries.edges(graph)):
        graph = edits.set_reroute(graph, edge.target, edge.path, [(number, 0)])
    return graph


def test_points_stay_with_their_wire_when_a_list_closes_up() -> None:
    graph = rerouted()
    before = {"n2:inputs": 0, "n3:inputs": 1, "n4:inputs.0": 2, "n4:inputs.1": 3, "n4:inputs.2": 4}
    assert reroutes(graph) == before
    after = {"n2:inputs": 0, "n3:inputs": 1, "n4:inputs.0": 2, "n4:inputs.1": 4}
    assert reroutes(edits.disconnect(graph, "n4", ("inputs", 1))) == after
    assert reroutes(edits.disconnect_nodes(graph, ["n1"])) == {"n4:inputs.0": 3, "n4:inputs.1": 4}


def test_points_go_with_their_wire() -> None:
    graph = edits.set_argument(rerouted(), "n4", ("inputs",), None)
    assert reroutes(graph) == {"n2:inputs": 0, "n3:inputs": 1}
    assert reroutes(edits.set_reroute(graph, "n2", ("inputs",), [])) == {"n3:inputs": 1}
    assert edits.disconnect(graph, "n2", ("inputs",)).layout.positions is graph.layout.positions


# Layout and project


def test_moving_touches_neither_nodes_nor_layers() -> None:
    graph = chain("Dense")
    moved = edits.move_nodes(graph, {"n2": (5, 6), "nobody": (1, 1)})
    assert moved.nodes is graph.nodes
    assert moved.layers is graph.layers
    assert moved.layout.positions["n2"] == (5.0, 6.0)
    assert edits.move_nodes(moved, {"n2": (5, 6)}) is moved
    assert edits.set_direction(graph, "TB") is graph
    assert edits.set_direction(graph, "LR").layout.direction == "LR"


def test_decorations() -> None:
    graph = edits.put_frame(Graph(), Frame("f1", "a", 0, 0, 10, 10))
    graph = edits.put_note(graph, Note("t1", "text", 0, 0))
    assert list(graph.layout.frames) == ["f1"]
    empty = edits.remove_decorations(graph, ["f1", "t1", "nothing"]).layout
    assert (empty.frames, empty.notes) == (EMPTY, EMPTY)


def test_edits_of_a_block_leave_the_main_graph() -> None:
    project = edits.put_block(Project(graph=chain("Dense")), Block("part"))
    made = edits.on_graph(lambda graph: edits.add_node(graph, DENSE), "part")(project)
    assert made.graph is project.graph
    assert names(made.blocks["part"].graph) == ["dense"]
    assert edits.on_graph(lambda graph: graph, "part")(project) is project
    assert edits.on_graph(lambda graph: graph)(project) is project


# Refusals

REFUSED: list[tuple[str, Callable[[Graph], object]]] = [
    ("There is a node 'n1' already", lambda g: edits.add_node(g, DENSE, node_id="n1")),
    ("There is a node 'n1' already", lambda g: edits.add_call(g, "l2", node_id="n1")),
    ("no node 'n9' to take an input from", lambda g: edits.add_node(g, DENSE, arguments={"inputs": Source("n9")})),
    ("A name cannot contain '/'. Received: 'a/b'", lambda g: edits.add_node(g, DENSE, name="a/b")),
    ("A name cannot be empty", lambda g: edits.rename(g, "l2", " \n")),
    ("There is no layer 'l9' to call again", lambda g: edits.add_call(g, "l9")),
    ("The input 'input' cannot be called again", lambda g: edits.add_call(g, "l1")),
    ("There is no layer 'l9'", lambda g: edits.set_params(g, ["l9"], {"units": 1})),
    ("There is no layer 'l9'", lambda g: edits.reset_params(g, ["l9"], ["units"])),
    ("An input cannot become a layer", lambda g: edits.set_type(g, "l1", DENSE, {})),
    ("An input cannot become a layer", lambda g: edits.set_type(g, "l2", INPUT_TYPE, {})),
    ("must repeat at least once. Received: 0", lambda g: edits.set_repeat(g, "l2", 0)),
    ("must repeat at least once. Received: True", lambda g: edits.set_repeat(g, "l2", True)),
    ("There is no node 'n9'", lambda g: edits.connect(g, Source("n9"), "n2", ("inputs",))),
    ("There is no node 'n9'", lambda g: edits.connect(g, Source("n1"), "n9", ("inputs",))),
    ("The input 'input' takes no wire", lambda g: edits.connect(g, Source("n2"), "n1", ("inputs",))),
    ("An output index cannot be negative", lambda g: edits.connect(g, Source("n1", -1), "n2", ("inputs",))),
    ("would close a cycle", lambda g: edits.connect(g, Source("n4"), "n2", ("inputs",))),
    ("would close a cycle", lambda g: edits.connect(g, Source("n2"), "n2", ("inputs",))),
    ("would close a cycle", lambda g: edits.set_argument(g, "n2", ("mask",), (1, Source("n4")))),
    ("There is no node 'n9'", lambda g: edits.set_argument(g, "n2", ("mask",), (1, Source("n9")))),
    ("The input 'input' takes no wire", lambda g: edits.set_argument(g, "n1", ("x",), 1)),
    ("must end at an argument", lambda g: edits.connect(g, Source("n1"), "n2", ())),
    ("must end at an argument", lambda g: edits.connect(g, Source("n1"), "n2", (0,))),
    ("right behind the list of 3 items", lambda g: edits.connect(g, Source("n1"), "n4", ("inputs", 4))),
    ("right behind the list of 3 items", lambda g: edits.connect(g, Source("n1"), "n4", ("inputs", -1))),
    ("no wire to remove at 'dense'", lambda g: edits.disconnect(g, "n2", ("mask",))),
    ("There is no node 'n9'", lambda g: edits.disconnect(g, "n9", ("mask",))),
    ("must be named", lambda g: edits.remove_argument(g, "n2", ())),
    ("into its own wire", lambda g: edits.insert_on_edge(g, Edge(Source("n1"), "n2", ("inputs",)), "n2")),
    ("no longer there", lambda g: edits.insert_on_edge(g, Edge(Source("n3"), "n2", ("inputs",)), "n4")),
    ("There is no node 'n9'", lambda g: edits.insert_on_edge(g, Edge(Source("n1"), "n2", ("inputs",)), "n9")),
    ("There is no node 'n9'", lambda g: edits.set_outputs(g, (Source("n9"),))),
    ("There is no node 'n9'", lambda g: edits.set_inputs(g, Source("n9"))),
    ("Only input nodes can be a model's inputs. Received: 'dense'", lambda g: edits.set_inputs(g, Source("n2"))),
    ("no wire at 'dense' to lead elsewhere", lambda g: edits.set_reroute(g, "n2", ("mask",), [(0, 0)])),
    ("There is no node 'n9'", lambda g: edits.unshare(g, "n9")),
    ("There is no block named 'b'", lambda g: edits.on_graph(lambda graph: graph, "b")(Project(graph=g))),
]


@pytest.mark.parametrize(("message", "edit"), REFUSED, ids=[message for message, _ in REFUSED])
def test_refusals_say_why(message: str, edit: Callable[[Graph], object]) -> None:
    with pytest.raises(EditError) as caught:
        edit(joined())
    assert message in caught.value.message
