"""Repeated structure is found where it is, and folded into blocks as a person would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.analysis.fold import Repetition, find, fold, fold_all
from core.catalog.catalog import Catalog, load
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.graph import edits
from core.graph.model import Block, Node, Project
from core.graph.queries import output_sources
from core.graph.values import Expression, FrozenMap, Source
from tests.core.analysis.fold_networks import (
    dense_chain,
    encoder,
    folded,
    instances,
    recurrent,
    transformer,
    translator,
    two_before,
    u_net,
)
from tests.core.analysis.networks import Draw, node_named
from tests.core.analysis.same_network import assert_same, written_out


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


NETWORKS: dict[str, Callable[[], Project]] = {
    "chain": lambda: dense_chain([32] * 6),
    "widths": lambda: dense_chain([128, 128, 64, 64, 64, 32]),
    "transformer": lambda: transformer(4),
    "translator": lambda: translator(3),
    "u_net": u_net,
    "two_before": lambda: two_before(6),
    "recurrent": lambda: recurrent(5),
}


@pytest.mark.parametrize("name", list(NETWORKS))
def test_folded_networks_are_the_same(name: str, catalog: Catalog) -> None:
    project = NETWORKS[name]()
    made = folded(project, catalog)
    assert build(made).model.count_params() == build(project).model.count_params()
    assert generate(made, catalog=catalog).count("\n") <= generate(project, catalog=catalog).count("\n")
    everything = fold_all(project, catalog)
    assert_same(project.graph, written_out(everything), catalog)
    for block in ("", *everything.blocks):
        assert find(everything, catalog, block) == ()


def test_equal_parts_in_a_row_become_one_call(catalog: Catalog) -> None:
    made = folded(dense_chain([32] * 6), catalog)
    assert instances(made) == [("dense_block", "dense_block", 6, {})]
    assert [made.graph.name_of(node_id) for node_id in made.graph.nodes][0::2] == ["input", "head"]
    (block,) = made.blocks.values()
    assert block.kind == "function" and dict(block.parameters) == {}
    assert [layer.name for layer in block.graph.layers.values()] == [
        "input",
        "dense",
        "batch_normalization",
        "re_lu",
        "dropout",
    ]


def test_parts_that_differ_in_numbers_share_a_block_with_parameters(catalog: Catalog) -> None:
    made = folded(dense_chain([128, 128, 64, 64, 64, 32]), catalog)
    (block,) = made.blocks.values()
    assert list(block.parameters) == ["units"]
    assert [(repeat, params.get("units")) for _, _, repeat, params in instances(made)] == [(2, 128), (3, 64), (1, 32)]
    assert dict(block.graph.layers[next(iter(block.graph.layers))].params) == {}


def test_sizes_that_go_together_are_one_parameter(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("steps", 12, 16)
    for number, width in enumerate((16, 32, 64)):
        x = draw.layer("Dense", f"in{number}", x, params={"units": width})
        x = encoder(draw, x, f"layer{number}", width=width)
    made = folded(draw.project(), catalog)
    (block,) = made.blocks.values()
    assert list(block.parameters) == ["units"]
    texts = [
        v.text for layer in block.graph.layers.values() for v in layer.params.values() if isinstance(v, Expression)
    ]
    assert sorted(texts) == ["4 * units", "units", "units"]
    assert [params for _, _, _, params in instances(made)] == [{"units": 16}, {"units": 32}, {"units": 64}]


def test_a_default_stands_for_a_parameter_that_is_not_set(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("image", 64, 64, 3)
    for number, strides in enumerate(({}, {"strides": 2}, {}, {})):
        params = {"filters": 8, "kernel_size": 3, "padding": "same", **strides}
        x = draw.layer("Conv2D", f"part{number}_conv", x, params=params)
        x = draw.layer("BatchNormalization", f"part{number}_norm", x)
        y = draw.layer("ReLU", f"part{number}_act", x)
        y = draw.layer("SpatialDropout2D", f"part{number}_drop", y, params={"rate": 0.1})
        x = draw.layer("Add", f"part{number}_add", x, y)
    made = folded(draw.project(), catalog)
    (block,) = made.blocks.values()
    assert dict(block.parameters) == {"strides": 1}
    assert [(repeat, params) for _, _, repeat, params in instances(made)] == [(1, {}), (1, {"strides": 2}), (2, {})]


def test_a_transformer_folds_into_its_layers(catalog: Catalog) -> None:
    made = folded(transformer(4), catalog)
    assert [(kind, repeat) for _, kind, repeat, _ in instances(made)] == [("attention_block", 4)]
    assert len(made.graph.nodes) == 4


def test_what_every_copy_takes_alike_stays_an_input_of_its_own(catalog: Catalog) -> None:
    made = folded(translator(3), catalog)
    assert sorted(repeat for _, _, repeat, _ in instances(made)) == [3, 3]
    decoder = next(layer for layer in made.graph.layers.values() if layer.block and layer.name.startswith("decoder"))
    block = made.blocks[decoder.block or ""]
    assert len(output_sources(block.graph)) == 1
    call = next(node for node in made.graph.nodes.values() if node.layer == decoder.id)
    encoder_call = node_named(made.graph, next(n for n, *_ in instances(made) if n.startswith("encoder")))
    assert list(call.arguments.values()) == [Source(node_named(made.graph, "target")), Source(encoder_call)]


def test_a_further_output_never_feeds_what_every_copy_takes_alike(catalog: Catalog) -> None:
    draw = Draw()
    x, memory = draw.input("target", 9, 16), draw.input("memory", 12, 16)
    for number in range(4):
        x = encoder(draw, x, f"decoder{number}", memory)
    middle = Source(node_named(draw.graph, "decoder3_norm_cross"))
    draw.layer("Dense", "head", draw.layer("Concatenate", "both", x, middle), params={"units": 4})
    project = draw.project()
    graph = project.graph
    parts = [[key for key in graph.nodes if graph.name_of(key).startswith(f"decoder{number}_")] for number in range(4)]
    row = tuple(tuple(part) for part in parts)
    made = fold(project, [Repetition("decoder", (row,))])
    assert_same(graph, written_out(made), catalog)
    assert instances(made) == [("decoder0", "decoder", 4, {})]
    block = made.blocks["decoder"].graph
    inputs = [key for key in block.nodes if block.layer_of(key).is_input]
    assert [source.node in inputs for source in output_sources(block)] == [False, True, False]


def test_cells_hand_on_the_result_before_the_last(catalog: Catalog) -> None:
    made = folded(two_before(6), catalog)
    ((_, name, repeat, _),) = instances(made)
    assert repeat == 6
    block = made.blocks[name].graph
    inputs = [node_id for node_id in block.nodes if block.layer_of(node_id).is_input]
    assert {source.node for source in output_sources(block)} & set(inputs) == {inputs[0]}


def test_u_nets_stay_as_they_are_where_folding_gains_nothing(catalog: Catalog) -> None:
    made = folded(u_net(), catalog)
    assert sum(repeat for _, _, repeat, _ in instances(made)) <= 6  # type: ignore[misc]


def test_a_value_taken_behind_a_row_breaks_it(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("input", 32)
    kept = x
    for number in range(7):
        x = draw.layer("Dense", f"dense_{number}", x, params={"units": 32})
        x = draw.layer("BatchNormalization", f"batch_normalization_{number}", x)
        x = draw.layer("ReLU", f"re_lu_{number}", x)
        x = draw.layer("Dropout", f"dropout_{number}", x, params={"rate": 0.1})
        kept = x if number == 3 else kept
    draw.layer("Add", "add", x, kept)
    made = folded(draw.project(), catalog)
    assert [repeat for _, _, repeat, _ in instances(made)] == [4, 3]


def test_outputs_stay_the_model_s_outputs(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("input", 32)
    for number in range(5):
        x = draw.layer("Dense", f"stage{number}_in", x, params={"units": 32 + number})
        x = draw.layer("BatchNormalization", f"stage{number}_norm", x)
        x = draw.layer("ReLU", f"stage{number}_act", x)
        draw.layer("Dense", f"stage{number}_head", x, params={"units": 2})
        x = draw.layer("Dropout", f"stage{number}_drop", x, params={"rate": 0.1})
    draw.layer("Dense", "last", x, params={"units": 2})
    project = draw.project()
    made = folded(project, catalog)
    assert [params for _, _, _, params in instances(made)] == [{"units": 32 + number} for number in range(5)]
    assert len(output_sources(made.graph)) == len(output_sources(project.graph)) == 6


def test_shared_layers_are_folded_only_with_all_their_calls(catalog: Catalog) -> None:
    def network(across: bool) -> Project:
        draw = Draw()
        x = draw.input("input", 8)
        first: Source | None = None
        for number in range(4):
            y = draw.layer("Dense", f"dense_{number}", x, params={"units": 8})
            first = y if first is None or not across else first
            z = draw.again(first, inputs=draw.layer("ReLU", f"re_lu_{number}", y))
            z = draw.layer("Dropout", f"dropout_{number}", z, params={"rate": 0.1})
            x = draw.layer("Add", f"add_{number}", z, draw.layer("LayerNormalization", f"norm_{number}", x))
        return draw.project()

    made = folded(network(False), catalog)
    ((_, name, repeat, _),) = instances(made)
    assert repeat == 4 and len(made.blocks[name].graph.nodes) == len(made.blocks[name].graph.layers) + 1
    shared = folded(network(True), catalog)
    (layer,) = [layer for layer in shared.graph.layers.values() if layer.name == "dense_0"]
    assert sum(node.layer == layer.id for node in shared.graph.nodes.values()) == 5


def test_inputs_and_placeholders_are_never_folded(catalog: Catalog) -> None:
    draw = Draw()
    branches = []
    for number in range(8):
        x = draw.input(f"input{number}", 4)
        x = draw.layer("Strange", f"strange{number}", x)
        for part in range(3):
            x = draw.layer("ReLU", f"part{part}_{number}", x)
        branches.append(x)
    draw.layer("Concatenate", "all", *branches)
    project = draw.project()
    graph = project.graph
    raw = {
        key: replace(layer, type="mine>Strange", raw="{}") if layer.class_name == "Strange" else layer
        for key, layer in graph.layers.items()
    }
    project = replace(project, graph=replace(graph, layers=FrozenMap(raw)))
    for repetition in find(project, catalog):
        ids = {node_id for instance in repetition.instances for copy in instance for node_id in copy}
        assert not any(project.graph.name_of(node_id).startswith(("input", "strange")) for node_id in ids)


def test_folding_inside_a_block_hands_its_parameters_on(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("inside", 8)
    for number in range(4):
        x = draw.layer("Dense", f"dense_{number}", x, params={"units": Expression("width")})
        x = draw.layer("BatchNormalization", f"batch_normalization_{number}", x)
        x = draw.layer("ReLU", f"re_lu_{number}", x)
        x = draw.layer("Dropout", f"dropout_{number}", x, params={"rate": 0.1})
    block = Block("tower", "function", FrozenMap({"width": 16}), draw.graph)
    outer = Draw()
    y = outer.block("tower", "left", {"width": 24}, inside=outer.input("input", 8))
    outer.layer("Dense", "head", y, params={"units": 2})
    project = outer.project(block)
    assert find(project, catalog) == ()
    found = find(project, catalog, "tower")
    made = fold(project, found)
    assert_same(written_out(project), written_out(made), catalog)
    ((_, name, repeat, params),) = instances(made, "tower")
    assert repeat == 4 and params == {"units": Expression("width")}
    assert dict(made.blocks[name].parameters) == {"units": 16}
    assert made.graph is project.graph


def test_blocks_know_the_shapes_of_their_first_instance(catalog: Catalog) -> None:
    project = transformer(4)
    shapes = {Source(node_named(project.graph, "steps")): ((None, 12, 16), "float16")}
    made = fold(project, find(project, catalog), shapes=shapes)
    (block,) = made.blocks.values()
    (given_,) = [layer for layer in block.graph.layers.values() if layer.is_input]
    assert (given_.name, dict(given_.params)) == ("input", {"shape": (12, 16), "dtype": "float16"})


def test_instances_stand_in_the_middle_of_what_they_replace(catalog: Catalog) -> None:
    project = dense_chain([32] * 6)
    places = {node_id: (0.0, 100.0 * number) for number, node_id in enumerate(project.graph.nodes)}
    project = replace(project, graph=edits.move_nodes(project.graph, places))
    made = fold(project, find(project, catalog))
    (call,) = [node for node in made.graph.nodes if made.graph.layer_of(node).block]
    assert made.graph.layout.positions[call] == (0.0, 1250.0)
    assert set(made.graph.layout.positions) == set(made.graph.nodes)


def test_names_never_meet_when_blocks_are_written_out(catalog: Catalog) -> None:
    project = dense_chain([32] * 6 + [16] * 6)
    head = next(layer.id for layer in project.graph.layers.values() if layer.name == "head")
    once = fold(project, find(project, catalog))
    (first, *_rest) = [name for name, *_ in instances(once)]
    inner = next(
        iter(layer.name for layer in next(iter(once.blocks.values())).graph.layers.values() if not layer.is_input)
    )
    project = replace(project, graph=edits.rename(project.graph, head, f"{first}_1_{inner}"))
    folded(project, catalog)


def test_nothing_is_found_in_small_or_empty_graphs(catalog: Catalog) -> None:
    assert find(Project(), catalog) == ()
    assert find(dense_chain([32]), catalog) == ()
    assert fold(Project(), ()) == Project()


def test_cycles_are_left_alone(catalog: Catalog) -> None:
    project = dense_chain([32] * 6)
    graph = project.graph
    last = graph.nodes[node_named(graph, "dropout_5")]
    first = node_named(graph, "dense_0")
    nodes = graph.nodes.set(first, Node(first, graph.nodes[first].layer, FrozenMap({"inputs": Source(last.id)})))
    assert find(replace(project, graph=replace(graph, nodes=nodes)), catalog) == ()
