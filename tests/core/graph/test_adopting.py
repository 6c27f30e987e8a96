"""Tests of taking a project made anew over: what is untouched is the very same object, what code cannot say stays."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.graph import edits, queries, removing
from core.graph.adopting import adopt, unwritten
from core.graph.diff import diff
from core.graph.model import (
    BLOCK_PREFIX,
    INPUT_TYPE,
    Block,
    CompileSettings,
    DataSettings,
    FitSettings,
    Frame,
    Graph,
    Node,
    Note,
    Project,
    TrainingSettings,
)
from core.graph.naming import unique_name
from core.graph.values import EMPTY, FrozenMap, KerasObject, Source, Value, map_sources
from tests.core.graph.networks import chain, joined
from tests.core.graph.strategies import PROJECTS


def with_other_ids(graph: Graph) -> Graph:
    """The same graph as another program would number it, without its layout."""
    nodes = {key: f"other-{number}" for number, key in enumerate(graph.nodes)}
    layers = {key: f"other-l{number}" for number, key in enumerate(graph.layers)}

    def moved(value: Value) -> Value:
        return map_sources(value, lambda source: Source(nodes[source.node], source.output))

    return Graph(
        graph.name,
        FrozenMap({layers[key]: replace(layer, id=layers[key]) for key, layer in graph.layers.items()}),
        FrozenMap(
            {
                nodes[key]: Node(nodes[key], layers[node.layer], moved(node.arguments))  # type: ignore[arg-type]
                for key, node in graph.nodes.items()
            }
        ),
        moved(graph.inputs),  # type: ignore[arg-type]
        moved(graph.outputs),  # type: ignore[arg-type]
    )


def read_again(project: Project) -> Project:
    """What reading code gives: other ids, and nothing that code does not hold."""
    return Project(
        with_other_ids(project.graph),
        FrozenMap(
            {
                name: replace(block, graph=with_other_ids(block.graph), description="")
                for name, block in project.blocks.items()
            }
        ),
        TrainingSettings(compile=project.training.compile),
        dtype_policy=project.dtype_policy,
    )


@given(PROJECTS)
@settings(max_examples=100, deadline=None)
def test_the_same_network_read_again_is_the_very_same_project(project: Project) -> None:
    project = replace(project, blocks=FrozenMap({name: replace(b, name=name) for name, b in project.blocks.items()}))
    assert adopt(project, read_again(project)) is project


def network(count: int) -> Graph:
    """A network as deep ones are: joins over every third layer, layers of the same kind again and again."""
    graph = edits.add_node(Graph(), INPUT_TYPE, position=(0.0, 0.0))
    last = "n1"
    for number in range(2, count + 1):
        kind = ("Conv2D", "BatchNormalization", "ReLU", "Add")[number % 4]
        wires: Value = Source(last)
        if kind == "Add":
            wires = (Source(last), Source(f"n{max(1, number - 3)}"))
        graph = edits.add_node(
            graph,
            f"keras.layers.{kind}",
            params={"filters": 8 * (number % 7 + 1)} if kind == "Conv2D" else {},
            arguments={"inputs": wires},
            position=(0.0, 100.0 * number),
            node_id=f"n{number}",
        )
        last = f"n{number}"
    return graph


@st.composite
def edited(draw: st.DrawFn) -> tuple[Graph, Graph, set[str]]:
    """A network, the same after some edits, and the nodes that the edits touched or made."""
    old = network(draw(st.integers(4, 25)))
    new, touched = old, set()
    for _ in range(draw(st.integers(1, 3))):
        node_id = draw(st.sampled_from([key for key in new.nodes if key != "n1"]))
        kind = draw(st.sampled_from(["change", "rename", "add", "remove"]))
        if kind == "change":
            new = edits.set_params(new, (new.nodes[node_id].layer,), {"mark": draw(st.integers(100, 999))})
            touched.add(node_id)
        elif kind == "rename":
            new = edits.rename(new, new.nodes[node_id].layer, unique_name(new, f"mine{draw(st.integers(0, 99))}"))
            touched.add(node_id)
        elif kind == "add":
            before = set(new.nodes)
            new = edits.add_node(new, "keras.layers.Dropout", arguments={"inputs": Source(node_id)})
            touched |= set(new.nodes) - before
        else:
            touched |= {edge.target for edge in queries.edges_from(new, node_id)} | {node_id}
            new = removing.remove_nodes(new, (node_id,))
    return old, new, touched


@given(edited())
@settings(max_examples=30, deadline=None)
def test_edits_leave_the_rest_of_the_network_as_it_is(case: tuple[Graph, Graph, set[str]]) -> None:
    old, new, touched = case
    outputs = tuple(queries.output_sources(new))
    old, new = (replace(graph, outputs=outputs) if graph is new else graph for graph in (old, new))
    made = adopt(Project(old), read_again(Project(new))).graph
    for node_id, node in old.nodes.items():
        if node_id not in touched and node_id not in unwritten(old):
            assert made.nodes[node_id] is node
            assert made.layers[node.layer] is old.layers[node.layer]
    assert queries.check(made) == []
    # What it computes is what was read: reading that once more changes nothing.
    again = adopt(Project(made), read_again(Project(new)))
    assert again.graph is made


def test_one_changed_parameter_is_one_changed_layer_and_positions_stay() -> None:
    old = Project(network(30))
    layer = old.graph.nodes["n4"].layer
    new = read_again(Project(edits.set_params(old.graph, (layer,), {"filters": 99})))
    made = adopt(old, new)
    found = diff(old.graph, made.graph)
    assert (found.nodes_changed, found.layers_changed) == (("n4",), (layer,))
    assert not (found.nodes_added or found.nodes_removed or found.moved or found.interface)
    assert made.graph.layout is old.graph.layout
    assert made.graph.nodes is old.graph.nodes


def test_a_new_layer_has_no_place_yet_and_a_removed_one_takes_its_place_along() -> None:
    old = Project(network(6))
    graph = removing.remove_nodes(old.graph, ("n6",))
    graph = edits.add_node(graph, "keras.layers.Dropout", arguments={"inputs": Source("n5")}, name="fresh")
    made = adopt(old, read_again(Project(graph))).graph
    new = next(key for key in made.nodes if made.name_of(key) == "fresh")
    assert new not in old.graph.nodes
    assert set(made.layout.positions) == {"n1", "n2", "n3", "n4", "n5"}


def test_what_is_cut_out_and_comes_back_gets_its_id_and_place_back() -> None:
    first = Project(network(8))
    cut = adopt(first, read_again(Project(removing.remove_and_heal(first.graph, ("n4",)))))
    assert "n4" not in cut.graph.nodes
    made = adopt(cut, read_again(first), first)
    assert made.graph.nodes == first.graph.nodes
    assert made.graph.layout.positions == first.graph.layout.positions


def test_notes_frames_and_settings_that_code_does_not_hold_stay() -> None:
    graph = chain("Dense", "Dense")
    layout = replace(
        graph.layout,
        notes=FrozenMap({"note": Note("note", "Mind the gap", 0.0, 0.0)}),
        frames=FrozenMap({"frame": Frame("frame", "Body", 0.0, 0.0, 10.0, 10.0)}),
        collapsed=frozenset({"n2"}),
        direction="LR",
    )
    old = Project(
        replace(graph, layout=layout),
        training=TrainingSettings(DataSettings("sklearn:digits"), fit=FitSettings(epochs=3)),
        description="mine",
        budget=FrozenMap({"parameters": 1000}),
        custom_files=("layers.py",),
        extra=FrozenMap({"later": 1}),
    )
    changed = edits.set_params(graph, ("l2",), {"units": 5})
    made = adopt(old, read_again(Project(changed)))
    assert made.graph.layout is layout
    assert made.graph.layers["l2"].params["units"] == 5
    assert replace(made, graph=old.graph) == old


def test_compile_counts_when_the_code_has_it_and_fit_for_what_it_says() -> None:
    mine = CompileSettings(KerasObject("keras.optimizers.SGD"), loss="mse")
    old = Project(
        chain("Dense"), training=TrainingSettings(DataSettings("csv:a.csv"), mine, FitSettings(epochs=3, seed=7))
    )
    assert adopt(old, replace(read_again(old), training=TrainingSettings())) is old
    theirs = TrainingSettings(compile=CompileSettings(loss="mae"), fit=FitSettings(epochs=50))
    made = adopt(old, replace(read_again(old), training=theirs)).training
    assert made == TrainingSettings(
        DataSettings("csv:a.csv"), CompileSettings(loss="mae"), FitSettings(epochs=50, seed=7)
    )


def test_layers_that_code_does_not_show_stay_with_their_wires() -> None:
    graph = edits.add_node(chain("Dense"), "keras.layers.Dropout", name="lonely", position=(9.0, 9.0))
    graph = edits.add_node(graph, "keras.layers.ReLU", arguments={"inputs": Source("n2")}, name="unused")
    graph = replace(graph, outputs=Source("n2"))
    assert unwritten(graph) == {"n3", "n4"}
    shown = removing.remove_nodes(edits.set_params(graph, ("l2",), {"units": 5}), ("n3", "n4"))
    shown = replace(shown, outputs=None)
    made = adopt(Project(graph), read_again(Project(shown))).graph
    assert made.nodes is graph.nodes
    assert made.outputs == Source("n2")
    assert made.layers["l2"].params["units"] == 5


def test_a_declared_interface_that_means_the_same_is_kept() -> None:
    graph = joined()
    graph = replace(graph, inputs=Source("n1"), outputs=Source("n4"))
    read = replace(with_other_ids(graph), inputs=None, outputs=None)
    assert adopt(Project(graph), Project(read)).graph is graph


def test_an_order_of_inputs_that_the_code_changes_is_changed() -> None:
    graph = edits.add_node(edits.add_node(Graph(), INPUT_TYPE, name="a"), INPUT_TYPE, name="b")
    graph = edits.add_node(graph, "keras.layers.Add", arguments={"inputs": (Source("n1"), Source("n2"))})
    other = replace(graph, inputs=(Source("n2"), Source("n1")))
    made = adopt(Project(graph), read_again(Project(other))).graph
    assert made.inputs == (Source("n2"), Source("n1"))
    assert made.nodes is graph.nodes


def block_project() -> Project:
    """A function block whose names code has to spell otherwise, called twice."""
    inside = edits.add_node(Graph("body"), INPUT_TYPE, name="Image 1", params={"shape": (8,)})
    inside = edits.add_node(inside, "keras.layers.Dense", arguments={"inputs": Source("n1")}, position=(1.0, 2.0))
    block = Block("My block", graph=inside, description="Twice", parameters=FrozenMap({"units": 4}))
    graph = edits.add_node(Graph(), INPUT_TYPE)
    graph = edits.add_node(graph, BLOCK_PREFIX + "My block", arguments={"Image 1": Source("n1")})
    graph = edits.add_node(graph, BLOCK_PREFIX + "My block", arguments={"Image 1": Source("n2")})
    return Project(graph, FrozenMap({"My block": block}))


def as_code_spells_it(project: Project) -> Project:
    """Function and argument are identifiers in code; the argument has no shape."""
    read = read_again(project)
    block = read.blocks["My block"]
    layers = {
        key: replace(layer, name="inputs", params=EMPTY) if layer.is_input else layer
        for key, layer in block.graph.layers.items()
    }
    block = replace(block, name="my_block", graph=replace(block.graph, name="my_block", layers=FrozenMap(layers)))
    graph = read.graph
    calls = {
        key: replace(layer, type=BLOCK_PREFIX + "my_block") if layer.block else layer
        for key, layer in graph.layers.items()
    }
    nodes = {
        key: replace(node, arguments=FrozenMap({"inputs": node.arguments["Image 1"]})) if node.arguments else node
        for key, node in graph.nodes.items()
    }
    return replace(
        read,
        graph=replace(graph, layers=FrozenMap(calls), nodes=FrozenMap(nodes)),
        blocks=FrozenMap({"my_block": block}),
    )


def test_a_block_keeps_the_names_that_code_had_to_spell_otherwise() -> None:
    project = block_project()
    assert adopt(project, as_code_spells_it(project)) is project


def test_an_edit_inside_a_block_changes_the_block_alone() -> None:
    project = block_project()
    block = project.blocks["My block"]
    changed = replace(block, graph=edits.set_params(block.graph, ("l2",), {"units": 7}))
    other = replace(project, blocks=FrozenMap({"My block": changed}))
    made = adopt(project, as_code_spells_it(other))
    assert made.graph is project.graph
    assert made.blocks["My block"] == changed
    assert made.blocks["My block"].graph.layout is block.graph.layout


def test_a_block_that_nothing_calls_any_more_stays_in_the_project() -> None:
    project = block_project()
    made = adopt(project, Project(with_other_ids(chain("Dense"))))
    assert made.blocks is project.blocks


def test_a_thousand_layers_are_taken_over_while_one_types() -> None:
    old = Project(network(1000))
    new = read_again(Project(edits.set_params(old.graph, (old.graph.nodes["n500"].layer,), {"filters": 1})))
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        adopt(old, new)
        best = min(best, time.process_time() - start)
    # The aim is 50 ms; slow machines of a CI get twice that.
    assert best < 0.1, f"{best * 1000:.0f} ms"
