"""Blocks written out: names, chains of copies, parameters, limits. Needs no Keras."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.errors import ConversionError
from core.graph.expand import expand, expand_graph
from core.graph.expressions import evaluate, substitute
from core.graph.model import Block, Project
from core.graph.values import Expression, FrozenMap, KerasObject, Slice, Source
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw


def names(project: Project) -> list[str]:
    return [layer.name for layer in expand(project).graph.layers.values()]


def test_a_graph_without_blocks_is_itself() -> None:
    project = networks.cnn()
    expansion = expand(project)
    assert expansion.graph is project.graph
    assert expansion.origin["n2"] == ("n2",)


def test_copies_are_chained_and_named_in_order() -> None:
    project = networks.with_blocks(repeat=2)
    assert names(project)[:8] == [
        "image", "stage_1_first", "stage_1_second", "stage_1_sum", "stage_2_first", "stage_2_second", "stage_2_sum", "mean",
    ]  # fmt: skip
    graph = expand(project).graph
    by_name = {graph.name_of(node): graph.nodes[node] for node in graph.nodes}
    first_sum = by_name["stage_1_sum"].id
    assert by_name["stage_2_first"].arguments["inputs"] == Source(first_sum)
    assert by_name["stage_2_sum"].arguments["inputs"] == (Source(first_sum), Source(by_name["stage_2_second"].id))
    assert by_name["mean"].arguments["inputs"] == Source(by_name["stage_2_sum"].id)


def test_one_copy_has_no_number_and_model_blocks_stay() -> None:
    project = networks.with_blocks(repeat=1)
    assert names(project)[1:4] == ["stage_first", "stage_second", "stage_sum"]
    assert [layer.type for layer in expand(project).graph.layers.values()][-2] == "block:head"


def test_origin_leads_back_to_the_instance() -> None:
    expansion = expand(networks.with_blocks(repeat=2))
    origins = {origin[0] for node, origin in expansion.origin.items() if "/" in node}
    assert origins == {"n2"}


def test_parameters_override_defaults_and_reach_nested_blocks() -> None:
    inner = networks.residual_block()
    outer = Draw("outer")
    x = outer.input("x", 8, 8, 4)
    outer.block("residual", "one", {"filters": Expression("width * 2")}, Expression("depth"), x=x)
    block = Block("outer", "function", FrozenMap({"width": 8, "depth": 1}), outer.graph)
    draw = Draw()
    draw.block("outer", "net", {"depth": 2}, x=draw.input("image", 8, 8, 16))
    graph = expand(draw.project(block, inner)).graph
    convs = [layer for layer in graph.layers.values() if layer.type.endswith("Conv2D")]
    assert [layer.params["filters"] for layer in convs] == [16] * 4
    assert convs[-1].name == "net_one_2_second"


def test_two_calls_of_one_instance_share_the_inner_layers() -> None:
    draw = Draw()
    a, b = draw.input("a", 8, 8, 4), draw.input("b", 8, 8, 4)
    first = draw.block("residual", "stage", x=a)
    draw.again(first, x=b)
    graph = expand(draw.project(networks.residual_block())).graph
    assert len(graph.layers) == 2 + 3 and len(graph.nodes) == 2 + 6


def test_further_inputs_are_fed_alike_in_every_copy() -> None:
    inner = Draw("mix")
    x, context = inner.input("x", 4), inner.input("context", 4)
    inner.layer("Add", "sum", x, context)
    draw = Draw()
    a, b = draw.input("a", 4), draw.input("b", 4)
    draw.block("mix", "mix", {}, 3, x=a, context=b)
    graph = expand(draw.project(Block("mix", "function", FrozenMap(), inner.graph))).graph
    assert [node.arguments["inputs"][1] for node in list(graph.nodes.values())[2:]] == [b] * 3  # type: ignore[index]


def test_an_input_passed_through_is_an_output() -> None:
    inner = Draw("same")
    x = inner.input("x", 4)
    inner.outputs((x, inner.layer("Dense", "dense", x, params={"units": 4})))
    draw = Draw()
    a = draw.input("a", 4)
    made = draw.block("same", "same", x=a)
    draw.layer("Add", "sum", made, Source(made.node, 1))
    graph = expand(draw.project(Block("same", "function", FrozenMap(), inner.graph))).graph
    total = list(graph.nodes.values())[-1]
    assert total.arguments["inputs"] == (a, Source("n2/n2"))


def test_automatic_outputs_do_not_grow_by_unused_ones_inside() -> None:
    inner = Draw("two")
    x = inner.input("x", 4)
    inner.layer("Dense", "a", x, params={"units": 1})
    inner.layer("Dense", "b", x, params={"units": 2})
    draw = Draw()
    made = draw.block("two", "two", x=draw.input("i", 4))
    draw.layer("Dense", "last", made, params={"units": 3})
    expansion = expand(draw.project(Block("two", "function", FrozenMap(), inner.graph)))
    assert expansion.graph.outputs == Source("n3")


def test_a_block_inside_itself_is_refused_with_its_chain() -> None:
    inner = Draw("loop")
    inner.block("loop", "again", x=inner.input("x", 4))
    draw = Draw()
    draw.block("loop", "start", x=draw.input("i", 4))
    project = draw.project(Block("loop", "function", FrozenMap(), inner.graph))
    with pytest.raises(ConversionError, match="'loop' contains itself") as caught:
        expand(project)
    assert caught.value.node == "n2"
    assert expand_graph(project.graph, project.blocks).graph.nodes["n2"] is project.graph.nodes["n2"]


@pytest.mark.parametrize("repeat", [10**6, 10**12])
def test_too_many_nodes_are_refused_before_they_are_made(repeat: int) -> None:
    with pytest.raises(ConversionError, match="at most 200,000"):
        expand(networks.with_blocks(repeat=repeat))


def test_blocks_that_double_at_every_level_are_counted_not_written() -> None:
    blocks = [networks.residual_block()]
    below = "residual"
    for level in range(40):
        draw = Draw(f"b{level}")
        x = draw.input("x", 8, 8, 4)
        draw.block(below, "left", x=draw.block(below, "right", x=x))
        below = f"b{level}"
        blocks.append(Block(below, "function", FrozenMap(), draw.graph))
    draw = Draw()
    draw.block(below, "all", x=draw.input("i", 8, 8, 4))
    with pytest.raises(ConversionError, match="at most 200,000"):
        expand(draw.project(*blocks))


@pytest.mark.parametrize("repeat", [0, True, 2.0, "3", Expression("missing")])
def test_a_repeat_must_be_a_positive_whole_number(repeat: Any) -> None:
    project = networks.with_blocks(repeat=1)
    graph = project.graph
    layer = graph.layer_of("n2")
    graph = replace(graph, layers=graph.layers.set(layer.id, replace(layer, repeat=repeat)))
    with pytest.raises(ConversionError):
        expand(replace(project, graph=graph))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("filters * 4", 32), ("filters // 3", 2), ("2 ** 10", 1024), ("-filters", -8), ("filters / 16", 0.5),
        ("filters if filters > 4 else 4", 8), ("(filters, filters * 2)", (8, 16)), ("sizes[1]", 5), ("'a' + 'b'", "ab"),
        ("1 < 2 < 3", True), ("not flag", True), ("flag or filters", 8), ("7 % 4", 3), ("None", None),
    ],
)  # fmt: skip
def test_expressions(text: str, value: Any) -> None:
    assert evaluate(text, {"filters": 8, "sizes": (3, 5), "flag": False}) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "(1).__class__", "filters.bit_length()", "lambda: 1", "[x for x in (1,)]", "2 ** 10 ** 10",
        "9 ** 99", "(-8) ** 0.5", "'a' * 99", "(1,) * 10 ** 9", "unknown", "1 +", "", "1 / 0", "filters[0]", "f'{1}'",
        "(" * 400, "1" * 600, "b'x'", "1j", "'a' < 1", "10 ** 18 * 10 ** 18", "sizes[9]", "1 << 99",
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ConversionError) as caught:
        evaluate(text, {"filters": 8, "sizes": (3,)})
    assert caught.value.message.startswith("The expression ") and "\n" not in caught.value.message


def test_substitution_reaches_everything_and_keeps_what_has_no_expression() -> None:
    plain = (1, FrozenMap({"a": KerasObject("keras.layers.Dense", FrozenMap({"units": 3}))}), Slice(1))
    assert substitute(plain, {}) is plain
    deep = (FrozenMap({"a": KerasObject("t", FrozenMap({"units": Expression("n")}))}), Slice(Expression("n")))
    assert substitute(deep, {"n": 2}) == (FrozenMap({"a": KerasObject("t", FrozenMap({"units": 2}))}), Slice(2))
